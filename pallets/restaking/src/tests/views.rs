//! What the runtime API answers.

use super::*;
use pallet_restaking_runtime_api::{
	AllocationInfo, LayerInfo, PoolInfo, PositionInfo, WaitingInfo,
};

#[test]
fn what_does_not_exist_is_all_zero() {
	with_ledger(|| {
		let fresh = PoolInfo { magnitude: FULL_MAGNITUDE, ..Default::default() };
		assert_eq!(Restaking::pool(&OP, &NATIVE), fresh);
		assert_eq!(Restaking::position(&ALICE, &OP, &NATIVE), PositionInfo::default());
		assert_eq!(Restaking::epoch(), START);
	});
}

#[test]
fn a_pool_lists_its_exits_until_they_can_be_claimed() {
	with_ledger(|| {
		delegate(ALICE, 500);
		undelegate(ALICE, 100);
		let pool = PoolInfo {
			balance: 400,
			shares: 400,
			magnitude: FULL_MAGNITUDE,
			opened: Some(START),
			exits: vec![(6, 100)],
			..Default::default()
		};
		assert_eq!(Restaking::pool(&OP, &NATIVE), pool);
		next_epoch();
		assert_eq!(Restaking::pool(&OP, &NATIVE), PoolInfo { exits: vec![], ..pool });
	});
}

#[test]
fn a_position_lists_its_exits_until_they_are_withdrawn() {
	with_ledger(|| {
		delegate(ALICE, 500);
		undelegate(ALICE, 100);
		next_epoch();
		let position = |exits| PositionInfo { shares: 400, value: 400, exits };
		assert_eq!(Restaking::position(&ALICE, &OP, &NATIVE), position(vec![(6, 100)]));
		undelegate(ALICE, 50);
		next_epoch();
		// The folded amount stands under the current epoch.
		let exits = vec![(7, 50), (7, 100)];
		let mut seen = Restaking::position(&ALICE, &OP, &NATIVE);
		seen.exits.sort_unstable();
		assert_eq!(seen, PositionInfo { shares: 350, value: 350, exits });
	});
}

#[test]
fn value_follows_the_pool() {
	with_ledger(|| {
		delegate(ALICE, 300);
		delegate(BOB, 600);
		lose(100);
		assert_eq!(Restaking::position(&ALICE, &OP, &NATIVE).value, 266);
		assert_eq!(Restaking::position(&BOB, &OP, &NATIVE).value, 533);
		assert_eq!(Restaking::pool(&OP, &NATIVE).balance, 800);
	});
}

#[test]
fn a_pool_tells_what_it_is_pledged_to_and_what_waits() {
	with_ledger(|| {
		let milli = FULL_MAGNITUDE / 1_000;
		delegate(ALICE, 1_000);
		allocate(2, 400, Exclusive);
		next_epoch();
		allocate(1, 600, Shared);
		at(8);
		allocate(2, 300, Exclusive);
		let layer = |thousandths: Balance, counts_from, stopped_after| LayerInfo {
			amount: thousandths * milli,
			counts_from,
			stopped_after,
		};
		assert_eq!(
			Restaking::pool(&OP, &NATIVE).allocations,
			vec![
				AllocationInfo {
					service: 1,
					kind: Shared,
					target: 600 * milli,
					counting: 600 * milli,
					encumbering: 600 * milli,
					layers: vec![layer(600, 8, None)],
				},
				AllocationInfo {
					service: 2,
					kind: Exclusive,
					target: 300 * milli,
					counting: 400 * milli,
					encumbering: 400 * milli,
					layers: vec![layer(300, 7, None), layer(100, 7, Some(8))],
				},
			]
		);
		open(2, 8);
		open(2, 7);
		open(1, 8);
		let waiting = |epoch, slashes| WaitingInfo { epoch, generation: 0, slashes };
		assert_eq!(Restaking::pool(&OP, &NATIVE).waiting, vec![waiting(7, 1), waiting(8, 2)]);
		execute(2, 7, 50);
		let pool = Restaking::pool(&OP, &NATIVE);
		assert_eq!(pool.waiting, vec![waiting(8, 2)]);
		assert_eq!((pool.balance, pool.magnitude), (800, 800 * milli));
	});
}
