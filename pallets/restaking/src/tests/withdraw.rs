//! Being paid.

use super::*;

#[test]
fn an_exit_is_paid_from_the_epoch_after_the_request() {
	with_ledger(|| {
		delegate(ALICE, 500);
		undelegate(ALICE, 200);
		assert_noop!(Restaking::withdraw(signed(ALICE), OP, NATIVE), Error::<Test>::NotClaimable);
		next_epoch();
		take_events();
		withdraw(ALICE);
		assert_eq!(
			take_events(),
			vec![Event::Withdrawn { who: ALICE, operator: OP, asset: NATIVE, amount: 200 }]
		);
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH - 300);
		assert_eq!(Buckets::<Test>::iter().count(), 0);
		assert_noop!(Restaking::withdraw(signed(ALICE), OP, NATIVE), Error::<Test>::NoExit);
	});
}

#[test]
fn only_what_matured_is_paid() {
	with_ledger(|| {
		delegate(ALICE, 500);
		undelegate(ALICE, 100);
		next_epoch();
		undelegate(ALICE, 200);
		withdraw(ALICE);
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH - 400);
		assert_noop!(Restaking::withdraw(signed(ALICE), OP, NATIVE), Error::<Test>::NotClaimable);
		next_epoch();
		withdraw(ALICE);
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH - 200);
	});
}

#[test]
fn a_position_that_is_paid_out_is_forgotten() {
	with_ledger(|| {
		delegate(ALICE, 500);
		undelegate(ALICE, None);
		next_epoch();
		withdraw(ALICE);
		assert_eq!(Positions::<Test>::iter().count(), 0);
		assert_eq!(Pools::<Test>::iter().count(), 0);
		assert_noop!(Restaking::withdraw(signed(ALICE), OP, NATIVE), Error::<Test>::NoPosition);
	});
}

#[test]
fn a_bucket_lives_until_its_last_claimant_is_paid() {
	with_ledger(|| {
		delegate(ALICE, 500);
		delegate(BOB, 500);
		undelegate(ALICE, None);
		undelegate(BOB, 100);
		next_epoch();
		withdraw(ALICE);
		assert_eq!(Buckets::<Test>::get((OP, NATIVE, START)).unwrap().part.balance(), 100);
		withdraw(BOB);
		assert_eq!(Buckets::<Test>::iter().count(), 0);
	});
}

#[test]
fn nobody_is_paid_for_another() {
	with_ledger(|| {
		delegate(ALICE, 500);
		undelegate(ALICE, None);
		next_epoch();
		assert_noop!(Restaking::withdraw(signed(BOB), OP, NATIVE), Error::<Test>::NoPosition);
		assert_noop!(Restaking::withdraw(signed(ALICE), OP, STAKED_DOT), Error::<Test>::NoPosition);
		assert_noop!(Restaking::withdraw(signed(ALICE), OPS[1], NATIVE), Error::<Test>::NoPosition);
	});
}

#[test]
fn a_payment_that_the_receiver_cannot_hold_stays_claimable() {
	with_ledger(|| {
		assert_ok!(Restaking::delegate(signed(ALICE), OP, STAKED_DOT, WEALTH));
		assert_ok!(Restaking::undelegate(signed(ALICE), OP, STAKED_DOT, Some(MINIMUM - 1)));
		next_epoch();
		// The account holds none of the asset, and the payment is below the minimum balance.
		assert_noop!(
			Restaking::withdraw(signed(ALICE), OP, STAKED_DOT),
			Error::<Test>::ReceiverCannotHold
		);
		assert_ok!(Restaking::undelegate(signed(ALICE), OP, STAKED_DOT, Some(1)));
		next_epoch();
		assert_ok!(Restaking::withdraw(signed(ALICE), OP, STAKED_DOT));
		assert_eq!(wallet(ALICE, &STAKED_DOT), MINIMUM);
	});
}

#[test]
fn the_last_payment_leaves_the_endowment() {
	with_ledger(|| {
		delegate(ALICE, 500);
		undelegate(ALICE, None);
		next_epoch();
		withdraw(ALICE);
		assert_eq!(wallet(Restaking::pool_account(), &NATIVE), MINIMUM);
	});
}

#[test]
fn losses_of_a_bucket_are_shared_by_its_owners() {
	with_gift(|| {
		delegate(ALICE, 300);
		delegate(BOB, 700);
		undelegate(ALICE, None);
		undelegate(BOB, None);
		Buckets::<Test>::mutate((OP, NATIVE, START), |bucket| {
			bucket.as_mut().unwrap().part = Part::new(501, 1_000).unwrap();
		});
		next_epoch();
		withdraw(ALICE);
		withdraw(BOB);
		// ⌊300 × 501 / 1000⌋, and the last one takes the rest.
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH - 300 + 150);
		assert_eq!(wallet(BOB, &NATIVE), WEALTH - 700 + 351);
		[499, 0, 0]
	});
}

/// Impossible states are precise errors. (Debug builds stop at them, so these run where assertions are off.)
#[cfg(not(debug_assertions))]
#[test]
fn a_missing_bucket_is_a_defensive_error() {
	new_test_ext().execute_with(|| {
		delegate(ALICE, 300);
		undelegate(ALICE, None);
		Buckets::<Test>::remove((OP, NATIVE, START));
		next_epoch();
		assert_noop!(
			Restaking::withdraw(signed(ALICE), OP, NATIVE),
			Error::<Test>::Defensive(DefensiveError::BucketMissing)
		);
	});
}

#[cfg(debug_assertions)]
#[test]
#[should_panic(expected = "BucketMissing")]
fn a_missing_bucket_stops_a_debug_build() {
	new_test_ext().execute_with(|| {
		delegate(ALICE, 300);
		undelegate(ALICE, None);
		Buckets::<Test>::remove((OP, NATIVE, START));
		next_epoch();
		let _ = Restaking::withdraw(signed(ALICE), OP, NATIVE);
	});
}
