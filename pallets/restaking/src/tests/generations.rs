//! What a pool is after it lost everything, or nearly everything.

use super::{fixtures::*, *};
use palisade_ledger_math::MIN_MAGNITUDE;

const PAL: Balance = 1_000_000_000_000;

fn delegate_fails(who: AccountId, amount: Balance, error: Error<Test>) {
	assert_noop!(Restaking::delegate(signed(who), OP, NATIVE, amount), error);
}

/// A pool in which ALICE has 700 and BOB 300 units lost everything in [`COUNTS`].
fn wiped() {
	delegate(ALICE, 700);
	delegate(BOB, 300);
	allocate(1, 1_000, Shared);
	allocate(2, 500, Shared);
	at(COUNTS);
	take_events();
	assert_eq!(sum(&slash(1, COUNTS, 100)), 1_000);
}

#[test]
fn a_total_loss_ends_the_generation_and_its_pledges() {
	with_ledger(|| {
		wiped();
		let ended = Event::GenerationEnded { operator: OP, asset: NATIVE, generation: 0 };
		assert_eq!(take_events().last(), Some(&ended));
		assert_eq!((value(ALICE), value(BOB), magnitude()), (0, 0, 0));
		for pledge in Restaking::pool(&OP, &NATIVE).allocations {
			assert_eq!((pledge.target, pledge.counting, pledge.encumbering), (0, 0, 0));
		}
		next_epoch();
		assert_eq!((stake(1, now()), stake(2, now())), (0, 0));
		// What it was is still known.
		assert_eq!((stake(1, COUNTS), stake(2, COUNTS)), (1_000, 500));
	});
}

#[test]
fn a_wiped_pool_takes_stake_from_the_next_epoch_on() {
	with_ledger(|| {
		wiped();
		delegate_fails(CHARLIE, 500, Error::<Test>::PoolRestarting);
		delegate_fails(ALICE, 500, Error::<Test>::PoolRestarting);
		next_epoch();
		take_events();
		delegate(CHARLIE, 500);
		assert_eq!(
			take_events(),
			vec![
				Event::GenerationOpened { operator: OP, asset: NATIVE, generation: 1, lost: 0 },
				Event::Delegated {
					who: CHARLIE,
					operator: OP,
					asset: NATIVE,
					amount: 500,
					shares: 500
				},
			]
		);
		let pool = Restaking::pool(&OP, &NATIVE);
		assert_eq!((pool.generation, pool.opened, thousandths()), (1, Some(now()), 1_000));
		assert_eq!((pool.balance, pool.shares), (500, 500));
		assert_eq!((value(ALICE), value(CHARLIE)), (0, 500));
	});
}

#[test]
fn who_comes_back_to_a_new_generation_has_only_new_shares() {
	with_ledger(|| {
		wiped();
		next_epoch();
		delegate(CHARLIE, 500);
		take_events();
		delegate(ALICE, 200);
		let voided = Event::SharesVoided { who: ALICE, operator: OP, asset: NATIVE, shares: 700 };
		assert_eq!(take_events().first(), Some(&voided));
		assert_eq!((shares(ALICE), value(ALICE), value(CHARLIE)), (200, 200, 500));
		// And can leave with them: nothing of this generation was ever pledged.
		undelegate(ALICE, None);
		assert_eq!(exits(ALICE), vec![(now() + 1, 200)]);
	});
}

#[test]
fn shares_of_a_lost_generation_are_written_off_on_request() {
	with_ledger(|| {
		wiped();
		take_events();
		undelegate(ALICE, None);
		let voided = |who, shares| Event::SharesVoided { who, operator: OP, asset: NATIVE, shares };
		assert_eq!(take_events(), vec![voided(ALICE, 700)]);
		assert_noop!(
			Restaking::undelegate(signed(ALICE), OP, NATIVE, None),
			Error::<Test>::NoPosition
		);
		assert_noop!(
			Restaking::undelegate(signed(BOB), OP, NATIVE, Some(1)),
			Error::<Test>::InsufficientStake
		);
		next_epoch();
		delegate(CHARLIE, 500);
		take_events();
		undelegate(BOB, None);
		assert_eq!(take_events(), vec![voided(BOB, 300)]);
		assert_eq!((value(CHARLIE), Positions::<Test>::iter().count()), (500, 1));
	});
}

#[test]
fn a_wiped_pool_that_everybody_wrote_off_starts_anew() {
	with_ledger(|| {
		wiped();
		undelegate(ALICE, None);
		undelegate(BOB, None);
		delegate_fails(CHARLIE, 500, Error::<Test>::PoolRestarting);
		next_epoch();
		delegate(CHARLIE, 500);
		let pool = Restaking::pool(&OP, &NATIVE);
		assert_eq!((pool.generation, thousandths()), (1, 1_000));
	});
}

#[test]
fn nothing_is_pledged_of_a_wiped_pool() {
	with_ledger(|| {
		wiped();
		for epoch in [COUNTS, COUNTS + 1] {
			at(epoch);
			for (service, kind) in [(1, Shared), (3, Exclusive)] {
				assert_noop!(
					Restaking::allocate(signed(OP), service, NATIVE, 1, kind),
					Error::<Test>::PoolDiluted
				);
			}
		}
	});
}

#[test]
fn a_new_generation_is_pledged_and_slashed_anew() {
	with_ledger(|| {
		wiped();
		next_epoch();
		delegate(CHARLIE, 500);
		allocate(1, 400, Shared);
		at(COUNTS + 1 + NOTICE);
		assert_eq!(stake(1, now()), 200);
		assert_eq!(sum(&slash(1, now(), 50)), 100);
		// A second total loss is like the first.
		allocate(1, 1_000 - 200, Shared);
		at(now() + NOTICE);
		assert_eq!(sum(&slash(1, now(), 100)), 400);
		next_epoch();
		delegate(ALICE, 300);
		assert_eq!(Restaking::pool(&OP, &NATIVE).generation, 2);
		assert_eq!((value(ALICE), value(CHARLIE)), (300, 0));
	});
}

#[test]
fn older_slashes_reach_older_exits_and_only_them() {
	with_ledger(|| {
		delegate(ALICE, 600);
		delegate(BOB, 400);
		allocate(1, 1_000, Shared);
		allocate(2, 500, Shared);
		at(COUNTS);
		undelegate(ALICE, None);
		next_epoch();
		assert_eq!(sum(&slash(1, COUNTS + 1, 100)), 400);
		next_epoch();
		delegate(CHARLIE, 1_000);
		let taken = slash(2, COUNTS, 100);
		let all = Taken { asset: NATIVE, from_active: 0, from_exits: 300, buckets: 1 };
		assert_eq!(taken, vec![all]);
		// Also those of the old generation's last epoch, and of the epoch in which the new one opened.
		assert_eq!(sum(&slash(2, COUNTS + 1, 100)), 0);
		assert_eq!(sum(&slash(1, COUNTS + 2, 100)), 0);
		assert_eq!((claims(ALICE), value(CHARLIE), thousandths()), (300, 1_000, 1_000));
	});
}

#[test]
fn exits_of_a_new_generation_do_not_wait_for_older_slashes() {
	with_ledger(|| {
		delegate(ALICE, 600);
		delegate(BOB, 400);
		allocate(1, 1_000, Shared);
		allocate(2, 500, Shared);
		at(COUNTS);
		undelegate(ALICE, None);
		open(2, COUNTS);
		next_epoch();
		slash(1, COUNTS + 1, 100);
		next_epoch();
		delegate(CHARLIE, 1_000);
		undelegate(CHARLIE, None);
		next_epoch();
		withdraw(CHARLIE);
		assert_eq!(wallet(CHARLIE, &NATIVE), WEALTH);
		// A change of generation is no exit: the old one's goes on waiting.
		at(COUNTS + U);
		assert_noop!(Restaking::withdraw(signed(ALICE), OP, NATIVE), Error::<Test>::SlashDue);
		assert_eq!(sum(&execute(2, COUNTS, 100)), 300);
		withdraw(ALICE);
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH - 300);
	});
}

#[test]
fn exits_of_a_new_generation_are_stopped_by_its_own_late_slashes_only() {
	with_ledger(|| {
		delegate(ALICE, 600);
		allocate(1, 1_000, Shared);
		allocate(2, 500, Shared);
		at(COUNTS);
		open(2, COUNTS);
		slash(1, COUNTS, 100);
		next_epoch();
		delegate(CHARLIE, 1_000);
		allocate(3, 400, Shared);
		// From here on an execution for the old generation would not reach another bucket. Those of the new one never answer.
		let charged = COUNTS + MAX_CHARGED_EPOCHS;
		at(charged);
		undelegate(CHARLIE, 100);
		open(3, charged);
		at(charged + MAX_CHARGED_EPOCHS - 1);
		undelegate(CHARLIE, 100);
		next_epoch();
		for amount in [None, Some(100)] {
			assert_noop!(
				Restaking::undelegate(signed(CHARLIE), OP, NATIVE, amount),
				Error::<Test>::SlashDue
			);
		}
		assert_eq!(sum(&execute(3, charged, 50)), 200);
		undelegate(CHARLIE, None);
		// The old one waits on.
		let waiting = Restaking::pool(&OP, &NATIVE).waiting;
		let waiting: Vec<_> = waiting.iter().map(|slash| (slash.epoch, slash.generation)).collect();
		assert_eq!(waiting, vec![(COUNTS, 0)]);
	});
}

#[test]
fn a_pool_that_everybody_left_keeps_generation_and_magnitude() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 1_000, Exclusive);
		at(COUNTS);
		slash(1, COUNTS, 60);
		undelegate(ALICE, None);
		next_epoch();
		delegate(BOB, 500);
		let pool = Restaking::pool(&OP, &NATIVE);
		assert_eq!((pool.generation, thousandths(), value(BOB)), (0, 400, 500));
		// All that is left of the magnitude is pledged, so all of the stake is.
		next_epoch();
		assert_eq!(stake(1, now()), 500);
	});
}

#[test]
fn below_the_least_magnitude_a_pool_that_everybody_left_starts_anew() {
	for (left, generation) in [(MIN_MAGNITUDE, 0), (MIN_MAGNITUDE - 1, 1)] {
		with_ledger(|| {
			delegate_new(ALICE, 1_000_000 * PAL);
			allocate(1, 1_000, Exclusive);
			at(COUNTS);
			slash_all_but(1, COUNTS, left as u64);
			undelegate(ALICE, None);
			assert_eq!(magnitude(), left);
			if generation == 1 {
				// The exits of this epoch are still of the old one.
				delegate_fails(BOB, 500, Error::<Test>::PoolRestarting);
			}
			next_epoch();
			delegate(BOB, 500);
			let pool = Restaking::pool(&OP, &NATIVE);
			assert_eq!(pool.generation, generation);
			assert_eq!(pool.magnitude, if generation == 1 { FULL_MAGNITUDE } else { left });
			assert_eq!((value(BOB), claims(ALICE)), (500, left));
		});
	}
}

#[test]
fn too_little_magnitude_takes_nothing_new_and_lets_everything_out() {
	with_ledger(|| {
		for who in [ALICE, BOB] {
			delegate_new(who, 1_000_000 * PAL);
		}
		allocate(1, 1_000, Exclusive);
		at(COUNTS);
		undelegate(ALICE, 500_000 * PAL);
		// Even, so that half of it is whole.
		slash_all_but(1, COUNTS, MIN_MAGNITUDE as u64 - 2);
		assert_eq!(magnitude(), MIN_MAGNITUDE - 2);
		diluted_but_open();
		withdraw_into_fails();
	});
}

#[test]
fn too_many_shares_take_nothing_new_and_let_everything_out() {
	with_ledger(|| {
		for who in [ALICE, BOB] {
			delegate_new(who, 1_000_000 * PAL);
		}
		allocate(1, 1_000, Exclusive);
		at(COUNTS);
		slash_all_but(1, COUNTS, MIN_MAGNITUDE as u64);
		assert_eq!(part().shares(), part().balance() * 1_000_000);
		// A million shares for a unit are still fine.
		delegate(CHARLIE, 1_000);
		// U epochs later the magnitude is full again, and the shares are as many as they were.
		at(COUNTS + U);
		allocate(1, 0, Exclusive);
		at(COUNTS + 2 * U + 1);
		allocate(1, 1_000, Shared);
		at(now() + NOTICE);
		undelegate(ALICE, 500_000);
		slash(1, now(), 50);
		assert_eq!(thousandths(), 500);
		diluted_but_open();
		withdraw_into_fails();
	});
}

/// ALICE has an exit of this epoch and stake.
fn diluted_but_open() {
	delegate_fails(CHARLIE, 1_000, Error::<Test>::PoolDiluted);
	assert_noop!(
		Restaking::cancel_undelegation(signed(ALICE), OP, NATIVE, now()),
		Error::<Test>::PoolDiluted
	);
	for (service, target) in [(1, FULL_MAGNITUDE), (2, 1)] {
		assert_noop!(
			Restaking::allocate(signed(OP), service, NATIVE, target, Shared),
			Error::<Test>::PoolDiluted
		);
	}
	let kind = Restaking::pool(&OP, &NATIVE).allocations[0].kind;
	assert_ok!(Restaking::allocate(signed(OP), 1, NATIVE, 0, kind));
	undelegate(ALICE, None);
	assert_eq!(shares(ALICE), 0);
}

/// CHARLIE brings what matured behind another operator.
fn withdraw_into_fails() {
	assert_ok!(Restaking::delegate(signed(CHARLIE), OPS[1], NATIVE, 1_000));
	assert_ok!(Restaking::undelegate(signed(CHARLIE), OPS[1], NATIVE, None));
	next_epoch();
	assert_noop!(
		Restaking::withdraw_into(signed(CHARLIE), OPS[1], NATIVE, OP),
		Error::<Test>::PoolDiluted
	);
	assert_ok!(Restaking::withdraw_into(signed(CHARLIE), OPS[1], NATIVE, OPS[2]));
}

#[test]
fn shares_that_became_worthless_are_written_off() {
	with_ledger(|| {
		delegate_new(ALICE, 1_000_000 * PAL);
		delegate(BOB, 100);
		allocate(1, 1_000, Exclusive);
		at(COUNTS);
		slash_all_but(1, COUNTS, MIN_MAGNITUDE as u64);
		assert_eq!((shares(BOB), value(BOB)), (100, 0));
		let before = part();
		take_events();
		assert_noop!(
			Restaking::undelegate(signed(BOB), OP, NATIVE, Some(1)),
			Error::<Test>::InsufficientStake
		);
		undelegate(BOB, None);
		let voided = Event::SharesVoided { who: BOB, operator: OP, asset: NATIVE, shares: 100 };
		assert_eq!(take_events(), vec![voided]);
		assert_eq!(part(), Part::new(before.balance(), before.shares() - 100).unwrap());
		assert_eq!(value(ALICE), part().balance());
	});
}

// Renormalisation.

#[test]
fn the_magnitude_is_full_again_once_nothing_depends_on_it() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(COUNTS);
		slash(1, COUNTS, 50);
		next_epoch();
		allocate(1, 0, Exclusive);
		at(COUNTS + U);
		assert_eq!(thousandths(), 800);
		next_epoch();
		assert_eq!(thousandths(), 1_000);
		assert_eq!(value(ALICE), 800);
		allocate(2, 1_000, Exclusive);
	});
}

#[test]
fn the_magnitude_stays_while_anything_counts_or_is_announced() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(COUNTS);
		slash(1, COUNTS, 50);
		at(COUNTS + 5 * U);
		assert_eq!(thousandths(), 800);
		allocate(1, 0, Exclusive);
		at(COUNTS + 6 * U - 1);
		// Announced just before, for later.
		allocate(2, 1, Exclusive);
		next_epoch();
		assert_eq!(thousandths(), 800);
	});
}

#[test]
fn the_magnitude_stays_while_a_slash_waits() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(COUNTS);
		slash(1, COUNTS, 50);
		open(1, COUNTS);
		allocate(1, 0, Exclusive);
		at(COUNTS + 2 * U);
		assert_eq!(thousandths(), 800);
		assert_eq!(sum(&execute(1, COUNTS, 75)), 100);
		assert_eq!(thousandths(), 700);
		next_epoch();
		assert_eq!(thousandths(), 1_000);
	});
}

#[test]
fn a_pledge_that_lost_everything_keeps_the_magnitude_as_long() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(COUNTS);
		slash(1, COUNTS, 100);
		// Exits wait as before, too: the last epoch in which anything counted is not forgotten.
		next_epoch();
		undelegate(ALICE, 300);
		assert_eq!(exits(ALICE), vec![(COUNTS + U, 300)]);
		at(COUNTS + U - 1);
		assert_eq!(thousandths(), 600);
		next_epoch();
		assert_eq!(thousandths(), 1_000);
		undelegate(ALICE, None);
		assert_eq!(exits(ALICE), vec![(now(), 300), (now() + 1, 300)]);
	});
}

#[test]
fn the_magnitude_stays_while_a_slash_waits_for_a_pledge_that_lost_everything() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(COUNTS);
		slash(1, COUNTS, 100);
		open(1, COUNTS);
		at(COUNTS + 2 * U);
		assert_eq!(thousandths(), 600);
		assert_eq!(sum(&execute(1, COUNTS, 100)), 0);
		assert_eq!(thousandths(), 600);
		next_epoch();
		assert_eq!(thousandths(), 1_000);
	});
}

#[test]
fn a_wiped_pool_has_no_magnitude_until_it_starts_anew() {
	with_ledger(|| {
		wiped();
		at(COUNTS + 2 * U);
		assert_eq!(thousandths(), 0);
		delegate(CHARLIE, 500);
		assert_eq!(thousandths(), 1_000);
	});
}

// Generations keep apart.

#[test]
fn no_exit_opens_the_next_generation_by_going_back() {
	with_ledger(|| {
		delegate_new(ALICE, 1_000_000 * PAL);
		allocate(1, 1_000, Exclusive);
		at(COUNTS);
		slash_all_but(1, COUNTS, MIN_MAGNITUDE as u64 - 1);
		undelegate(ALICE, None);
		for _ in 0..2 {
			assert_noop!(
				Restaking::cancel_undelegation(signed(ALICE), OP, NATIVE, COUNTS),
				Error::<Test>::PoolDiluted
			);
			next_epoch();
		}
		// It goes on answering for what it left.
		assert_eq!(sum(&slash(1, COUNTS, 100)), MIN_MAGNITUDE - 1);
	});
}

#[test]
fn an_older_slash_looks_at_no_exit_of_a_new_generation() {
	with_ledger(|| {
		delegate(ALICE, 600);
		delegate(BOB, 400);
		allocate(1, 1_000, Shared);
		allocate(2, 500, Shared);
		at(COUNTS);
		undelegate(ALICE, None);
		next_epoch();
		slash(1, COUNTS + 1, 100);
		next_epoch();
		delegate(CHARLIE, 1_000);
		undelegate(CHARLIE, 400);
		let taken = slash(2, COUNTS, 100);
		let all = Taken { asset: NATIVE, from_active: 0, from_exits: 300, buckets: 1 };
		assert_eq!((taken, claims(CHARLIE)), (vec![all], 1_000));
	});
}

#[test]
fn a_pool_that_lost_everything_once_never_forgets_its_generation() {
	with_ledger(|| {
		wiped();
		next_epoch();
		delegate(CHARLIE, 500);
		undelegate(CHARLIE, None);
		// Its pledges and its past are forgotten, and nobody is left in it.
		at(COUNTS + U + 3);
		allocate(1, 0, Shared);
		next_epoch();
		delegate(CHARLIE, 100);
		undelegate(CHARLIE, None);
		at(COUNTS + 2 * U + 5);
		withdraw(CHARLIE);
		let pool = Pools::<Test>::get(OP, NATIVE);
		assert!(pool.pledged.pledges.is_empty() && pool.snapshots.is_empty());
		assert!(pool.part.is_empty());
		// Shares of what was lost are worth nothing for ever.
		next_epoch();
		delegate(CHARLIE, 200);
		assert_eq!(Restaking::pool(&OP, &NATIVE).generation, 1);
		assert_eq!((value(ALICE), value(BOB), value(CHARLIE)), (0, 0, 200));
	});
}

#[test]
fn a_generation_that_everybody_left_takes_its_pledges_with_it() {
	with_ledger(|| {
		delegate_new(ALICE, 1_000_000 * PAL);
		allocate(1, 1_000, Shared);
		allocate(2, 500, Shared);
		at(COUNTS);
		slash_all_but(1, COUNTS, MIN_MAGNITUDE as u64 - 1);
		undelegate(ALICE, None);
		next_epoch();
		delegate(BOB, 500);
		let pool = Restaking::pool(&OP, &NATIVE);
		assert_eq!(pool.generation, 1);
		for pledge in pool.allocations {
			assert_eq!((pledge.target, pledge.counting, pledge.encumbering), (0, 0, 0));
		}
		next_epoch();
		assert_eq!((stake(1, now()), stake(2, now())), (0, 0));
		allocate(3, 1_000, Exclusive);
	});
}
