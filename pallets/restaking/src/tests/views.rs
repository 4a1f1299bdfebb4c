//! What the runtime API answers.

use super::*;
use pallet_restaking_runtime_api::{PoolInfo, PositionInfo};

#[test]
fn what_does_not_exist_is_all_zero() {
	with_ledger(|| {
		assert_eq!(Restaking::pool(&OP, &NATIVE), PoolInfo::default());
		assert_eq!(Restaking::position(&ALICE, &OP, &NATIVE), PositionInfo::default());
		assert_eq!(Restaking::epoch(), 5);
	});
}

#[test]
fn a_pool_lists_its_exits_until_they_can_be_claimed() {
	with_ledger(|| {
		delegate(ALICE, 500);
		undelegate(ALICE, 100);
		let pool = PoolInfo { balance: 400, shares: 400, exits: vec![(6, 100)] };
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
