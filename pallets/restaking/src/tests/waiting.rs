//! Slashes that wait: what they hold up, and what they do not.

use super::{fixtures::*, *};

fn refuse_withdrawal(who: AccountId, error: Error<Test>) {
	assert_noop!(Restaking::withdraw(signed(who), OP, NATIVE), error);
}

#[test]
fn a_waiting_slash_freezes_nothing() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(COUNTS);
		open(1, COUNTS);
		delegate(BOB, 500);
		undelegate(ALICE, 100);
		cancel(ALICE, COUNTS);
		allocate(2, 300, Exclusive);
		allocate(1, 100, Exclusive);
		undelegate(ALICE, 200);
		next_epoch();
		cancel(ALICE, COUNTS);
		// Another operator's pool has nothing to do with it.
		assert_ok!(Restaking::delegate(signed(ALICE), OPS[1], NATIVE, 500));
		assert_ok!(Restaking::undelegate(signed(ALICE), OPS[1], NATIVE, None));
		next_epoch();
		assert_ok!(Restaking::withdraw(signed(ALICE), OPS[1], NATIVE));
		assert_eq!((value(ALICE), value(BOB), thousandths()), (1_000, 500, 1_000));
	});
}

#[test]
fn an_exit_that_a_slash_waits_for_holds_up_no_other() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		delegate(BOB, 500);
		delegate(CHARLIE, 500);
		allocate(1, 400, Exclusive);
		at(COUNTS);
		undelegate(ALICE, 100);
		undelegate(BOB, None);
		next_epoch();
		undelegate(ALICE, 200);
		undelegate(CHARLIE, None);
		open(1, COUNTS + 1);
		next_epoch();
		undelegate(ALICE, 300);
		at(COUNTS + 1 + U);
		// What was asked for before the charged epoch is paid, the rest waits.
		withdraw(ALICE);
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH - 900);
		assert_eq!(exits(ALICE), vec![(COUNTS + 1 + U, 200), (COUNTS + 2 + U, 300)]);
		withdraw(BOB);
		assert_eq!(wallet(BOB, &NATIVE), WEALTH);
		refuse_withdrawal(ALICE, Error::<Test>::SlashDue);
		refuse_withdrawal(CHARLIE, Error::<Test>::SlashDue);
		// However long it takes.
		at(COUNTS + 3 * U);
		refuse_withdrawal(ALICE, Error::<Test>::SlashDue);
		assert_ok!(Restaking::close(&offence(1, COUNTS + 1)));
		withdraw(ALICE);
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH - 400);
	});
}

#[test]
fn an_exit_that_is_immature_is_not_due() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(COUNTS);
		undelegate(ALICE, 100);
		open(1, COUNTS);
		at(COUNTS + U - 1);
		refuse_withdrawal(ALICE, Error::<Test>::NotClaimable);
		next_epoch();
		refuse_withdrawal(ALICE, Error::<Test>::SlashDue);
	});
}

#[test]
fn a_slashed_exit_is_paid_with_the_others_for_what_is_left() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 500, Exclusive);
		allocate(2, 500, Exclusive);
		at(COUNTS);
		undelegate(ALICE, 100);
		next_epoch();
		undelegate(ALICE, 200);
		open(1, COUNTS + 1);
		next_epoch();
		undelegate(ALICE, 300);
		at(COUNTS + 2 + U);
		execute(1, COUNTS + 1, 40);
		// 20 % of all but the first.
		withdraw(ALICE);
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH - 1_000 + 100 + 160 + 240);
		assert_eq!(exits(ALICE), vec![]);
		assert_eq!(value(ALICE), 320);
	});
}

#[test]
fn an_exit_that_lost_everything_is_paid_with_the_others_for_nothing() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 1_000, Exclusive);
		at(COUNTS);
		undelegate(ALICE, 100);
		next_epoch();
		undelegate(ALICE, 200);
		slash(1, COUNTS + 1, 100);
		assert_eq!(exits(ALICE), vec![(COUNTS + U, 100), (COUNTS + 1 + U, 0)]);
		at(COUNTS + 1 + U);
		withdraw(ALICE);
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH - 900);
		assert_eq!(Buckets::<Test>::iter().count(), 0);
	});
}

#[test]
fn an_exit_worth_nothing_can_be_cleared_alone() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 1_000, Exclusive);
		at(COUNTS);
		undelegate(ALICE, None);
		slash(1, COUNTS, 100);
		at(COUNTS + U);
		withdraw(ALICE);
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH - 1_000);
		assert_eq!((Positions::<Test>::iter().count(), Buckets::<Test>::iter().count()), (0, 0));
	});
}

#[test]
fn folding_leaves_exits_that_a_slash_waits_for() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(COUNTS);
		undelegate(ALICE, 100);
		next_epoch();
		undelegate(ALICE, 100);
		open(1, COUNTS + 1);
		at(COUNTS + 1 + U);
		undelegate(ALICE, 100);
		let position = Positions::<Test>::get((ALICE, OP, NATIVE));
		assert_eq!((position.matured, position.exits.len()), (100, 2));
		// What was folded before is paid while the rest waits.
		withdraw(ALICE);
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH - 900);
		refuse_withdrawal(ALICE, Error::<Test>::SlashDue);
		// Units that were folded cannot be reached any more; those that were not can.
		execute(1, COUNTS + 1, 50);
		assert_eq!(exits(ALICE), vec![(now(), 80), (now() + U, 80)]);
	});
}

#[test]
fn every_slash_that_an_exit_answers_to_must_be_over() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		allocate(2, 400, Exclusive);
		at(COUNTS);
		open(1, COUNTS);
		open(2, COUNTS);
		next_epoch();
		undelegate(ALICE, None);
		open(1, COUNTS + 1);
		next_epoch();
		// The exit does not answer for this one.
		open(2, COUNTS + 2);
		let waiting = Restaking::pool(&OP, &NATIVE).waiting;
		let waiting: Vec<_> =
			waiting.iter().map(|waiting| (waiting.epoch, waiting.slashes)).collect();
		assert_eq!(waiting, vec![(COUNTS, 2), (COUNTS + 1, 1), (COUNTS + 2, 1)]);
		at(COUNTS + 1 + U);
		refuse_withdrawal(ALICE, Error::<Test>::SlashDue);
		assert_eq!(sum(&execute(1, COUNTS + 1, 50)), 200);
		refuse_withdrawal(ALICE, Error::<Test>::SlashDue);
		assert_eq!(sum(&execute(2, COUNTS, 50)), 200);
		refuse_withdrawal(ALICE, Error::<Test>::SlashDue);
		assert_ok!(Restaking::close(&offence(1, COUNTS)));
		withdraw(ALICE);
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH - 400);
		assert_eq!(sum(&execute(2, COUNTS + 2, 100)), 0);
	});
}

#[test]
fn a_late_slash_reaches_exactly_the_parts_that_answer() {
	with_ledger(|| {
		for who in [ALICE, BOB, CHARLIE] {
			delegate(who, 1_000);
		}
		allocate(1, 500, Exclusive);
		at(COUNTS);
		undelegate(ALICE, None);
		next_epoch();
		open(1, COUNTS + 1);
		undelegate(BOB, None);
		at(COUNTS + 5 * U);
		withdraw(ALICE);
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH);
		refuse_withdrawal(BOB, Error::<Test>::SlashDue);
		let taken = execute(1, COUNTS + 1, 50);
		let all = Taken { asset: NATIVE, from_active: 250, from_exits: 250, buckets: 1 };
		assert_eq!(taken, vec![all]);
		withdraw(BOB);
		assert_eq!(wallet(BOB, &NATIVE), WEALTH - 250);
		assert_eq!(value(CHARLIE), 750);
	});
}

#[test]
fn a_stopped_pledge_cools_until_its_slash_is_executed() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 600, Exclusive);
		at(COUNTS);
		open(1, COUNTS);
		next_epoch();
		allocate(1, 0, Exclusive);
		let other = || {
			let magnitude = 500 * FULL_MAGNITUDE / 1_000;
			Restaking::allocate(signed(OP), 2, NATIVE, magnitude, Exclusive)
		};
		for epoch in [COUNTS + 1, COUNTS + U, COUNTS + 1 + U, COUNTS + 5 * U] {
			at(epoch);
			assert_noop!(other(), Error::<Test>::ExceedsMagnitude);
		}
		assert_eq!(sum(&execute(1, COUNTS, 50)), 300);
		assert_eq!(thousandths(), 700);
		assert_ok!(other());
	});
}

#[test]
fn a_stopped_pledge_does_not_wait_for_a_slash_of_a_later_epoch() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 600, Exclusive);
		allocate(2, 400, Exclusive);
		at(COUNTS);
		allocate(1, 0, Exclusive);
		next_epoch();
		open(2, COUNTS + 1);
		at(COUNTS + U - 1);
		let all = 600 * FULL_MAGNITUDE / 1_000;
		assert_noop!(
			Restaking::allocate(signed(OP), 3, NATIVE, all, Exclusive),
			Error::<Test>::ExceedsMagnitude
		);
		next_epoch();
		allocate(3, 600, Exclusive);
	});
}

#[test]
fn a_dropped_slash_frees_what_cooled_for_it() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 1_000, Exclusive);
		at(COUNTS);
		open(1, COUNTS);
		allocate(1, 0, Exclusive);
		at(COUNTS + 2 * U);
		let all = FULL_MAGNITUDE;
		assert_noop!(
			Restaking::allocate(signed(OP), 2, NATIVE, all, Exclusive),
			Error::<Test>::ExceedsMagnitude
		);
		assert_ok!(Restaking::close(&offence(1, COUNTS)));
		allocate(2, 1_000, Exclusive);
	});
}

#[test]
fn an_exit_taken_back_before_the_slash_pays_in_the_pool() {
	with_ledger(|| {
		delegate(ALICE, 500);
		delegate(BOB, 500);
		allocate(1, 400, Exclusive);
		at(COUNTS);
		undelegate(ALICE, None);
		next_epoch();
		open(1, COUNTS);
		cancel(ALICE, COUNTS);
		assert_eq!(sum(&execute(1, COUNTS, 50)), 200);
		assert_eq!((value(ALICE), value(BOB)), (400, 400));
	});
}

#[test]
fn an_exit_and_its_pool_that_a_slash_hit_alike_can_be_joined_again() {
	with_ledger(|| {
		delegate(ALICE, 500);
		delegate(BOB, 500);
		allocate(1, 400, Exclusive);
		at(COUNTS);
		undelegate(ALICE, None);
		next_epoch();
		slash(1, COUNTS, 50);
		cancel(ALICE, COUNTS);
		assert_eq!((value(ALICE), value(BOB), exits(ALICE)), (400, 400, vec![]));
	});
}

#[test]
fn nobody_cancels_across_a_slash() {
	with_ledger(|| {
		delegate(ALICE, 500);
		delegate(BOB, 500);
		allocate(1, 400, Exclusive);
		at(COUNTS);
		undelegate(ALICE, None);
		next_epoch();
		slash(1, COUNTS + 1, 50);
		assert_eq!((claims(ALICE), value(BOB)), (500, 400));
		assert_noop!(
			Restaking::cancel_undelegation(signed(ALICE), OP, NATIVE, COUNTS),
			Error::<Test>::BucketDiverged
		);
	});
}

#[test]
fn nobody_cancels_across_a_generation() {
	with_ledger(|| {
		delegate(ALICE, 500);
		delegate(BOB, 500);
		allocate(1, 1_000, Exclusive);
		at(COUNTS);
		undelegate(ALICE, None);
		next_epoch();
		slash(1, COUNTS + 1, 100);
		let refused = || {
			assert_noop!(
				Restaking::cancel_undelegation(signed(ALICE), OP, NATIVE, COUNTS),
				Error::<Test>::BucketDiverged
			);
		};
		refused();
		next_epoch();
		delegate(CHARLIE, 500);
		// Both have a full magnitude now.
		assert_eq!(thousandths(), 1_000);
		refused();
	});
}

#[test]
fn as_many_exits_wait_for_a_slash_as_a_position_can_have() {
	with_ledger(|| {
		delegate(ALICE, 10_000);
		delegate(BOB, 1_000);
		allocate(1, 400, Exclusive);
		at(COUNTS);
		open(1, COUNTS);
		for _ in 0..MAX_EXITS {
			undelegate(ALICE, 10);
			next_epoch();
		}
		assert_eq!(exits(ALICE).len(), MAX_EXITS as usize);
		for amount in [None, Some(10)] {
			assert_noop!(
				Restaking::undelegate(signed(ALICE), OP, NATIVE, amount),
				Error::<Test>::SlashDue
			);
		}
		// Others have room.
		undelegate(BOB, None);
		execute(1, COUNTS, 50);
		undelegate(ALICE, 10);
		withdraw(ALICE);
		// All but the last U of them matured, at 8 of 10 units.
		let paid = u128::from(MAX_EXITS - U + 1) * 8;
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH - 10_000 + paid);
	});
}

#[test]
fn no_more_buckets_wait_for_a_slash_than_its_execution_can_reach() {
	with_ledger(|| {
		delegate(ALICE, 10_000);
		delegate(BOB, 1_000);
		allocate(1, 400, Exclusive);
		at(COUNTS);
		open(1, COUNTS);
		at(COUNTS + MAX_CHARGED_EPOCHS - 1);
		undelegate(ALICE, 1_000);
		next_epoch();
		assert_noop!(Restaking::undelegate(signed(BOB), OP, NATIVE, None), Error::<Test>::SlashDue);
		// Whoever wants to leave executes it.
		let taken = execute(1, COUNTS, 50);
		assert_eq!((taken[0].from_exits, taken[0].buckets), (200, 1));
		undelegate(BOB, None);
	});
}

#[test]
fn a_late_execution_reads_no_more_buckets_than_its_weight_is_computed_from() {
	for late in [0, 1, MAX_CHARGED_EPOCHS, 10_000] {
		with_ledger(|| {
			for who in [ALICE, BOB, CHARLIE] {
				delegate(who, 1_000);
			}
			allocate(1, 500, Exclusive);
			at(COUNTS);
			open(1, COUNTS);
			at(COUNTS + MAX_CHARGED_EPOCHS - 1);
			undelegate(ALICE, None);
			next_epoch();
			// No call makes an exit now. One that is there all the same lies beyond what is read.
			let waiting =
				Pools::<Test>::mutate(OP, NATIVE, |pool| core::mem::take(&mut pool.waiting));
			undelegate(BOB, None);
			Pools::<Test>::mutate(OP, NATIVE, |pool| pool.waiting = waiting);
			at(COUNTS + MAX_CHARGED_EPOCHS + late);
			let quoted = Restaking::quote(&offence(1, COUNTS), &judgement(0, 50));
			let taken = execute(1, COUNTS, 50);
			let all = Taken { asset: NATIVE, from_active: 250, from_exits: 250, buckets: 1 };
			assert_eq!((quoted, taken), (vec![all.clone()], vec![all]), "{late} epochs late");
			assert_eq!((claims(ALICE), claims(BOB), value(CHARLIE)), (750, 1_000, 750));
		});
	}
}

#[test]
fn what_cooled_in_stake_when_it_left_does_not_become_free_in_it() {
	with_ledger(|| {
		delegate(ALICE, 500);
		delegate(BOB, 500);
		allocate(1, 600, Exclusive);
		allocate(2, 400, Shared);
		allocate(3, 400, Shared);
		at(COUNTS);
		allocate(1, 0, Exclusive);
		at(COUNTS + 2);
		undelegate(ALICE, None);
		// What is pledged to 1 is free in the pool from now on, and never in the exit.
		at(COUNTS + U);
		open(2, COUNTS + 1);
		open(3, COUNTS + 1);
		let taken = |from_active, from_exits| {
			vec![Taken { asset: NATIVE, from_active, from_exits, buckets: 1 }]
		};
		assert_eq!(execute(3, COUNTS + 1, 100), taken(200, 200));
		// The other takes of the exit no more than 1 leaves of it: nothing.
		assert_eq!(execute(2, COUNTS + 1, 100), taken(200, 0));
		assert_eq!((claims(ALICE), value(BOB)), (300, 100));
	});
}

#[test]
fn what_a_slash_keeps_from_being_free_lowers_the_ceiling_of_those_epochs_for_good() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(3, 700, Exclusive);
		allocate(1, 300, Shared);
		allocate(2, 300, Shared);
		at(COUNTS);
		allocate(3, 0, Exclusive);
		open(3, COUNTS);
		// What is left of the magnitude cools.
		assert_eq!(sum(&slash(2, COUNTS, 100)), 300);
		at(COUNTS + U + 1);
		assert_eq!(stake(1, now()), 0);
		next_epoch();
		assert_ok!(Restaking::close(&offence(3, COUNTS)));
		next_epoch();
		let told = [1, 2, 3].map(|later| stake(1, COUNTS + U + later));
		assert_eq!(told, [0, 0, 300]);
	});
}
