//! Asking for stake back.

use super::*;

#[test]
fn a_part_of_the_stake_leaves_the_pool_at_once_and_waits_in_a_bucket() {
	with_ledger(|| {
		delegate(ALICE, 500);
		delegate(BOB, 500);
		take_events();
		undelegate(ALICE, 200);
		assert_eq!(
			take_events(),
			vec![Event::Undelegated {
				who: ALICE,
				operator: OP,
				asset: NATIVE,
				amount: 200,
				shares: 200,
				claimable_epoch: START + 1
			}]
		);
		assert_eq!(part(), Part::new(800, 800).unwrap());
		assert_eq!(
			Buckets::<Test>::get((OP, NATIVE, START)),
			Some(Bucket {
				part: Part::new(200, 200).unwrap(),
				claimable_from: START + 1,
				generation: 0,
				answers_for: None,
			})
		);
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH - 500);
	});
}

#[test]
fn none_asks_for_everything_and_the_last_one_out_empties_the_pool() {
	with_ledger(|| {
		delegate(ALICE, 500);
		delegate(BOB, 300);
		undelegate(ALICE, None);
		assert_eq!(shares(ALICE), 0);
		assert_eq!(part(), Part::new(300, 300).unwrap());
		undelegate(BOB, None);
		assert_eq!(part(), Part::default());
		// Once the exits of this epoch are paid, nothing of the pool is left.
		next_epoch();
		withdraw(ALICE);
		withdraw(BOB);
		assert!(!Pools::<Test>::contains_key(OP, NATIVE));
	});
}

#[test]
fn the_whole_value_in_units_is_as_good_as_everything() {
	with_ledger(|| {
		delegate(ALICE, 500);
		undelegate(ALICE, 500);
		assert_eq!(shares(ALICE), 0);
	});
}

#[test]
fn requests_of_one_epoch_are_one_exit_and_share_a_bucket() {
	with_ledger(|| {
		delegate(ALICE, 500);
		delegate(BOB, 500);
		undelegate(ALICE, 100);
		undelegate(BOB, 50);
		undelegate(ALICE, 100);
		assert_eq!(Buckets::<Test>::get((OP, NATIVE, START)).unwrap().part.balance(), 250);
		assert_eq!(Restaking::position(&ALICE, &OP, &NATIVE).exits, vec![(START + 1, 200)]);
		assert_eq!(Restaking::position(&BOB, &OP, &NATIVE).exits, vec![(START + 1, 50)]);
	});
}

#[test]
fn earlier_exits_that_matured_are_folded_into_one_amount() {
	with_ledger(|| {
		delegate(ALICE, 5_000);
		for epoch in 0..MAX_EXITS * 2 {
			undelegate(ALICE, 10);
			let position = Positions::<Test>::get((ALICE, OP, NATIVE));
			assert_eq!(position.exits.len(), 1);
			assert_eq!(position.matured, u128::from(epoch) * 10);
			next_epoch();
		}
		// Only the last bucket is left, and everything is paid at once.
		assert_eq!(Buckets::<Test>::iter().count(), 1);
		withdraw(ALICE);
		let paid = u128::from(MAX_EXITS) * 2 * 10;
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH - 5_000 + paid);
	});
}

#[test]
fn weight_is_paid_for_the_exits_and_services_that_were_looked_at() {
	use frame_support::dispatch::{GetDispatchInfo, PostDispatchInfo};
	with_ledger(|| {
		delegate(ALICE, 500);
		let call = RuntimeCall::Restaking(Call::undelegate {
			operator: OP,
			asset: NATIVE,
			amount: Some(100),
		});
		let declared = call.get_dispatch_info().call_weight;
		assert_eq!(declared, <Test as Config>::WeightInfo::undelegate(MAX_EXITS, 16));
		let post = |result: Result<PostDispatchInfo, _>| -> frame_support::weights::Weight {
			let result: Result<_, sp_runtime::DispatchErrorWithPostInfo<PostDispatchInfo>> = result;
			result.unwrap().actual_weight.unwrap()
		};
		let none = post(Restaking::undelegate(signed(ALICE), OP, NATIVE, Some(100)));
		next_epoch();
		let one = post(Restaking::undelegate(signed(ALICE), OP, NATIVE, Some(100)));
		assert_eq!(none, <Test as Config>::WeightInfo::undelegate(0, 0));
		assert_eq!(one, <Test as Config>::WeightInfo::undelegate(1, 0));
		allocate(1, 100, Exclusive);
		allocate(2, 100, Exclusive);
		let pledged = post(Restaking::undelegate(signed(ALICE), OP, NATIVE, Some(100)));
		assert_eq!(pledged, <Test as Config>::WeightInfo::undelegate(1, 2));
	});
}

#[test]
fn without_a_position_there_is_nothing_to_ask_for() {
	with_ledger(|| {
		delegate(ALICE, 500);
		for amount in [None, Some(1)] {
			assert_noop!(
				Restaking::undelegate(signed(BOB), OP, NATIVE, amount),
				Error::<Test>::NoPosition
			);
			assert_noop!(
				Restaking::undelegate(signed(ALICE), OPS[1], NATIVE, amount),
				Error::<Test>::NoPosition
			);
		}
	});
}

#[test]
fn zero_units_are_refused() {
	with_ledger(|| {
		delegate(ALICE, 500);
		assert_noop!(
			Restaking::undelegate(signed(ALICE), OP, NATIVE, Some(0)),
			Error::<Test>::ZeroAmount
		);
	});
}

#[test]
fn more_than_the_position_is_worth_is_refused() {
	with_ledger(|| {
		delegate(ALICE, 500);
		delegate(BOB, 500);
		for amount in [501, 1_000, 1_001, u128::MAX] {
			assert_noop!(
				Restaking::undelegate(signed(ALICE), OP, NATIVE, Some(amount)),
				Error::<Test>::InsufficientStake
			);
		}
		undelegate(ALICE, None);
		// Only exits are left of the position.
		for amount in [None, Some(1)] {
			assert_noop!(
				Restaking::undelegate(signed(ALICE), OP, NATIVE, amount),
				Error::<Test>::InsufficientStake
			);
		}
	});
}

#[test]
fn what_stays_meets_the_minimum_or_is_nothing() {
	with_ledger(|| {
		delegate(ALICE, 500);
		assert_noop!(
			Restaking::undelegate(signed(ALICE), OP, NATIVE, Some(500 - MIN_DELEGATION + 1)),
			Error::<Test>::BelowMinDelegation
		);
		undelegate(ALICE, 500 - MIN_DELEGATION);
		assert_eq!(shares(ALICE), MIN_DELEGATION);
		undelegate(ALICE, None);
	});
}

#[test]
fn exits_work_when_the_operator_vanished() {
	with_ledger(|| {
		delegate(ALICE, 500);
		OperatorList::set(vec![]);
		undelegate(ALICE, None);
		next_epoch();
		withdraw(ALICE);
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH);
	});
}

#[test]
fn a_leaver_bears_the_rounding_of_its_exit() {
	with_ledger(|| {
		delegate(ALICE, 300);
		delegate(BOB, 300);
		lose(200);
		// Shares are worth ⅔ of a unit: one unit costs ⌈1.5⌉ shares.
		undelegate(ALICE, 1);
		assert_eq!(shares(ALICE), 298);
		undelegate(ALICE, None);
		// ⌊298 × 399 / 598⌋ of 198.8
		assert_eq!(Restaking::position(&ALICE, &OP, &NATIVE).exits, vec![(START + 1, 1 + 198)]);
		undelegate(BOB, None);
		assert_eq!(Restaking::position(&BOB, &OP, &NATIVE).exits, vec![(START + 1, 201)]);
	});
}
