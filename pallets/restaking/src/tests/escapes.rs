//! Ways around a slash, each with the rule that closes it.
//!
//! In all of them ALICE is operator and delegator, and does after an offence of [`COUNTS`] whatever she likes. What she ends
//! with is never more than what she ends with if she does nothing.

use super::{fixtures::*, *};

fn refuse_allocation(
	service: ServiceId,
	thousandths: Balance,
	kind: StakeKind,
	error: Error<Test>,
) {
	let magnitude = thousandths * FULL_MAGNITUDE / 1_000;
	assert_noop!(Restaking::allocate(signed(OP), service, NATIVE, magnitude, kind), error);
}

fn delegate_with(operator: AccountId, amount: Balance) {
	assert_ok!(Restaking::delegate(signed(ALICE), operator, NATIVE, amount));
}

// Ring-fencing.

#[test]
fn what_a_service_can_accuse_is_not_ring_fenced_afterwards() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 600, Shared);
		at(COUNTS);
		refuse_allocation(5, 401, Exclusive, Error::<Test>::WouldShelterStake);
		// What the service never had can be.
		allocate(5, 400, Exclusive);
		at(COUNTS + NOTICE);
		assert_eq!(sum(&slash(1, COUNTS, 50)), 300);
		assert_eq!(sum(&slash(1, now(), 100)), 600 - 300);
	});
}

#[test]
fn what_two_services_share_is_not_ring_fenced_afterwards() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 600, Shared);
		allocate(2, 600, Shared);
		at(COUNTS);
		for thousandths in [1, 400] {
			refuse_allocation(5, thousandths, Exclusive, Error::<Test>::WouldShelterStake);
		}
		// Nor in what one of them gives up, until nobody can accuse it.
		allocate(2, 0, Shared);
		refuse_allocation(5, 1, Exclusive, Error::<Test>::WouldShelterStake);
		at(COUNTS + U);
		refuse_allocation(5, 401, Exclusive, Error::<Test>::WouldShelterStake);
		allocate(5, 400, Exclusive);
	});
}

#[test]
fn an_own_service_with_an_announced_pledge_shelters_nothing() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(5, 400, Exclusive);
		// Announced, it encumbers already.
		refuse_allocation(1, 601, Shared, Error::<Test>::ExceedsCeiling);
		allocate(1, 600, Shared);
		refuse_allocation(5, 401, Exclusive, Error::<Test>::WouldShelterStake);
	});
}

#[test]
fn nothing_is_pledged_twice_by_two_announcements() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 600, Exclusive);
		refuse_allocation(2, 401, Exclusive, Error::<Test>::ExceedsMagnitude);
		allocate(2, 400, Exclusive);
		// What is announced again replaces nothing that others were promised.
		refuse_allocation(2, 401, Exclusive, Error::<Test>::ExceedsMagnitude);
		refuse_allocation(3, 1, Exclusive, Error::<Test>::ExceedsMagnitude);
		at(COUNTS);
		assert_eq!((stake(1, COUNTS), stake(2, COUNTS)), (600, 400));
	});
}

// Freeing what cools.

#[test]
fn announcing_and_taking_back_frees_nothing_that_cools() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 500, Exclusive);
		at(COUNTS);
		allocate(1, 0, Exclusive);
		allocate(1, 500, Exclusive);
		// The old pledge and the new one encumber, each.
		refuse_allocation(2, 1, Exclusive, Error::<Test>::ExceedsMagnitude);
		allocate(1, 0, Exclusive);
		refuse_allocation(2, 501, Exclusive, Error::<Test>::ExceedsMagnitude);
		assert_eq!(sum(&slash(1, COUNTS, 100)), 500);
	});
}

#[test]
fn lowering_a_pledge_again_and_again_keeps_each_layer_for_its_time() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 900, Exclusive);
		at(COUNTS);
		allocate(1, 600, Exclusive);
		next_epoch();
		allocate(1, 300, Exclusive);
		// An offence of the last epoch is measured by what counted then, one of this by what counts now.
		assert_eq!((stake(1, COUNTS), stake(1, COUNTS + 1)), (900, 600));
		at(COUNTS + U - 1);
		assert_eq!((stake(1, COUNTS), stake(1, now())), (900, 300));
		assert_eq!(sum(&slash(1, COUNTS, 100)), 900);
	});
}

#[test]
fn no_layer_is_freed_while_its_slash_waits() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 1_000, Exclusive);
		at(COUNTS);
		allocate(1, 0, Exclusive);
		open(1, COUNTS);
		at(COUNTS + 4 * U);
		// Freed, it could be pledged to an own service, which would take it first.
		refuse_allocation(5, 1, Exclusive, Error::<Test>::ExceedsMagnitude);
		refuse_allocation(5, 1, Shared, Error::<Test>::ExceedsCeiling);
		assert_eq!(sum(&execute(1, COUNTS, 100)), 1_000);
	});
}

// Burning what else would pay.

#[test]
fn burning_the_pool_frees_no_exit() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 600, Exclusive);
		allocate(5, 400, Exclusive);
		at(COUNTS);
		undelegate(ALICE, 900);
		next_epoch();
		open(1, COUNTS);
		assert_eq!(sum(&slash(5, COUNTS + 1, 100)), 40);
		// What the exit owes is counted by its own pledges, not by what is left of the pool's.
		let taken = execute(1, COUNTS, 50);
		assert_eq!((taken[0].from_active, taken[0].from_exits), (30, 270));
		assert_eq!(claims(ALICE), 660);
	});
}

#[test]
fn burning_the_whole_pool_frees_no_exit() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 1_000, Shared);
		allocate(5, 1_000, Shared);
		at(COUNTS);
		undelegate(ALICE, 900);
		next_epoch();
		open(1, COUNTS);
		assert_eq!(sum(&slash(5, COUNTS + 1, 100)), 100);
		next_epoch();
		delegate(BOB, 500);
		let taken = execute(1, COUNTS, 50);
		assert_eq!((taken[0].from_active, taken[0].from_exits), (0, 450));
		assert_eq!((claims(ALICE), value(BOB)), (450, 500));
	});
}

#[test]
fn a_slash_by_an_own_service_lowers_no_exclusive_bill() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 600, Exclusive);
		allocate(5, 400, Exclusive);
		at(COUNTS);
		slash(5, COUNTS, 100);
		assert_eq!(sum(&slash(1, COUNTS, 50)), 300);
		assert_eq!(claims(ALICE), 300);
	});
}

#[test]
fn a_slash_by_an_own_service_of_shared_stake_costs_more_than_it_saves() {
	let left = |own, percent| {
		let mut left = 0;
		with_ledger(|| {
			delegate(ALICE, 1_000);
			allocate(1, 800, Shared);
			allocate(5, 800, Shared);
			at(COUNTS);
			slash(5, COUNTS, own);
			slash(1, COUNTS, percent);
			left = claims(ALICE);
		});
		left
	};
	for percent in [10, 50, 100] {
		for own in [1, 20, 60, 100] {
			assert!(left(own, percent) < left(0, percent), "{own} % against {percent} %");
		}
	}
	// While it leaves enough, it saves nothing at all.
	assert_eq!((left(0, 50), left(50, 50)), (600, 200));
}

// Cancelling.

#[test]
fn nobody_cancels_into_a_pool_that_paid_already() {
	with_ledger(|| {
		delegate(ALICE, 500);
		delegate(BOB, 500);
		allocate(1, 500, Exclusive);
		at(COUNTS);
		undelegate(ALICE, None);
		next_epoch();
		open(1, COUNTS);
		// This service has nothing left in the pool; in the exit it has.
		assert_eq!(sum(&slash(1, COUNTS + 1, 100)), 250);
		assert_noop!(
			Restaking::cancel_undelegation(signed(ALICE), OP, NATIVE, COUNTS),
			Error::<Test>::BucketDiverged
		);
		let taken = execute(1, COUNTS, 100);
		assert_eq!((taken[0].from_active, taken[0].from_exits), (0, 250));
	});
}

#[test]
fn nobody_cancels_out_of_a_slash() {
	with_ledger(|| {
		delegate(ALICE, 500);
		delegate(BOB, 500);
		allocate(1, 500, Exclusive);
		allocate(2, 500, Exclusive);
		at(COUNTS);
		undelegate(ALICE, 250);
		next_epoch();
		slash(1, COUNTS + 1, 100);
		for epoch in [COUNTS + 1, COUNTS + U - 1] {
			at(epoch);
			assert_noop!(
				Restaking::cancel_undelegation(signed(ALICE), OP, NATIVE, COUNTS),
				Error::<Test>::BucketDiverged
			);
		}
	});
}

#[test]
fn a_renormalised_pool_is_not_taken_for_the_one_that_an_exit_left() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(COUNTS);
		slash(1, COUNTS, 100);
		at(COUNTS + U - 1);
		undelegate(ALICE, 300);
		// The exit answers for a pool of 0.6; the pool is full again before the exit could be taken back.
		at(COUNTS + U);
		assert_eq!((magnitude(), exits(ALICE)), (FULL_MAGNITUDE, vec![(now(), 300)]));
		assert_noop!(
			Restaking::cancel_undelegation(signed(ALICE), OP, NATIVE, COUNTS + U - 1),
			Error::<Test>::ExitMatured
		);
	});
}

// Leaving.

#[test]
fn the_exit_of_idle_stake_is_none_of_stake_that_answers() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 500, Exclusive);
		at(COUNTS);
		allocate(1, 0, Exclusive);
		// From now on nothing counts; and yet what is left today answers for the last epoch that did.
		at(COUNTS + U - 2);
		undelegate(ALICE, None);
		assert_eq!(exits(ALICE), vec![(COUNTS + U, 1_000)]);
		next_epoch();
		assert_noop!(Restaking::withdraw(signed(ALICE), OP, NATIVE), Error::<Test>::NotClaimable);
		assert_eq!(sum(&slash(1, COUNTS, 100)), 500);
		next_epoch();
		withdraw(ALICE);
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH - 500);
	});
}

#[test]
fn stake_is_idle_once_nobody_can_be_charged_with_its_epochs() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 500, Exclusive);
		at(COUNTS);
		allocate(1, 0, Exclusive);
		at(COUNTS + U);
		undelegate(ALICE, None);
		assert_eq!(exits(ALICE), vec![(now() + 1, 1_000)]);
		assert_noop!(Restaking::open(&offence(1, COUNTS)), Error::<Test>::EpochNotChargeable);
	});
}

#[test]
fn an_idle_exit_waits_for_a_slash_that_is_late() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 500, Exclusive);
		at(COUNTS);
		open(1, COUNTS);
		allocate(1, 0, Exclusive);
		at(COUNTS + 2 * U);
		undelegate(ALICE, None);
		assert_eq!(exits(ALICE), vec![(now() + 1, 1_000)]);
		next_epoch();
		assert_noop!(Restaking::withdraw(signed(ALICE), OP, NATIVE), Error::<Test>::SlashDue);
		assert_eq!(sum(&execute(1, COUNTS, 100)), 500);
		withdraw(ALICE);
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH - 500);
	});
}

#[test]
fn moving_to_another_operator_is_no_shorter_than_leaving() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 500, Exclusive);
		at(COUNTS);
		undelegate(ALICE, None);
		open(1, COUNTS);
		let moved = |error: Error<Test>| {
			let error = DispatchError::from(error);
			for to in [OP, OPS[1]] {
				assert_noop!(Restaking::withdraw_into(signed(ALICE), OP, NATIVE, to), error);
			}
		};
		at(COUNTS + U - 1);
		moved(Error::<Test>::NotClaimable);
		next_epoch();
		moved(Error::<Test>::SlashDue);
		execute(1, COUNTS, 50);
		assert_ok!(Restaking::withdraw_into(signed(ALICE), OP, NATIVE, OPS[1]));
		assert_eq!(Restaking::position(&ALICE, &OPS[1], &NATIVE).value, 750);
	});
}

#[test]
fn a_change_of_generation_is_no_exit() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 500, Shared);
		allocate(5, 1_000, Shared);
		at(COUNTS);
		undelegate(ALICE, 900);
		next_epoch();
		slash(5, COUNTS + 1, 100);
		next_epoch();
		delegate(ALICE, 100);
		open(1, COUNTS);
		at(COUNTS + U);
		assert_noop!(Restaking::withdraw(signed(ALICE), OP, NATIVE), Error::<Test>::SlashDue);
		assert_eq!(sum(&execute(1, COUNTS, 100)), 450);
		withdraw(ALICE);
		assert_eq!((wallet(ALICE, &NATIVE), value(ALICE)), (WEALTH - 1_100 + 450, 100));
	});
}

#[test]
fn leaving_within_the_notice_avoids_a_new_exposure_completely() {
	for asked in [START, COUNTS - 1] {
		with_ledger(|| {
			delegate(ALICE, 500);
			delegate(BOB, 500);
			allocate(1, 1_000, Exclusive);
			at(asked);
			undelegate(ALICE, None);
			assert_eq!(exits(ALICE), vec![(asked + 1, 500)]);
			at(COUNTS);
			assert_eq!(sum(&slash(1, COUNTS, 100)), 500);
			withdraw(ALICE);
			assert_eq!((wallet(ALICE, &NATIVE), value(BOB)), (WEALTH, 0));
		});
	}
}

#[test]
fn leaving_within_the_notice_avoids_an_increase() {
	with_ledger(|| {
		delegate(ALICE, 500);
		delegate(BOB, 500);
		allocate(1, 200, Exclusive);
		at(COUNTS);
		allocate(1, 1_000, Exclusive);
		at(COUNTS + NOTICE - 1);
		undelegate(ALICE, None);
		next_epoch();
		assert_eq!(sum(&slash(1, now(), 100)), 500);
		assert_eq!((claims(ALICE), value(BOB)), (500, 0));
		// It still answers for what it was exposed to.
		assert_eq!(sum(&slash(1, COUNTS, 100)), 100);
		assert_eq!(claims(ALICE), 400);
	});
}

// Governance.

#[test]
fn a_shorter_unbonding_period_shortens_no_exit_that_was_asked_for() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 500, Exclusive);
		at(COUNTS);
		undelegate(ALICE, 500);
		open(1, COUNTS);
		assert_ok!(Restaking::set_unbonding_epochs(RuntimeOrigin::root(), 3));
		next_epoch();
		undelegate(ALICE, None);
		assert_eq!(exits(ALICE), vec![(now() + 3, 500), (COUNTS + U, 500)]);
		at(COUNTS + 4);
		// Whatever was opened in time waits as long as it takes.
		assert_noop!(Restaking::withdraw(signed(ALICE), OP, NATIVE), Error::<Test>::SlashDue);
		assert_eq!(sum(&execute(1, COUNTS, 50)), 250);
		withdraw(ALICE);
		assert_eq!(exits(ALICE), vec![(COUNTS + U, 375)]);
	});
}

#[test]
fn the_unbonding_period_does_not_fall_below_what_terms_need() {
	with_ledger(|| {
		RequiredUnbonding::set(5);
		assert_noop!(
			Restaking::set_unbonding_epochs(RuntimeOrigin::root(), 4),
			Error::<Test>::UnbondingTooShort
		);
		assert_ok!(Restaking::set_unbonding_epochs(RuntimeOrigin::root(), 5));
	});
}

#[test]
fn an_asset_whose_admin_could_burn_the_stake_is_refused() {
	with_ledger(|| {
		assert_noop!(
			Restaking::register_asset(RuntimeOrigin::root(), MEME, config()),
			Error::<Test>::AssetNotGoverned
		);
	});
}

// All ways by themselves.

/// ALICE has 600 of 1,000 units. Service 1 holds 0.5 exclusively, service 5 0.3.
fn offended() {
	delegate(ALICE, 600);
	delegate(BOB, 400);
	allocate(1, 500, Exclusive);
	allocate(5, 300, Exclusive);
	at(COUNTS);
}

/// A way out, by its name.
type WayOut = (&'static str, Box<dyn Fn()>);

/// Ways out, and what each costs ALICE whether or not there is an offence.
fn steps() -> Vec<WayOut> {
	fn boxed(name: &'static str, step: impl Fn() + 'static) -> WayOut {
		(name, Box::new(step))
	}
	vec![
		boxed("nothing", || ()),
		boxed("leave", || undelegate(ALICE, None)),
		boxed("leave in parts", || {
			undelegate(ALICE, 100);
			undelegate(ALICE, 200);
			undelegate(ALICE, None);
		}),
		boxed("leave in parts over time", || {
			undelegate(ALICE, 300);
			next_epoch();
			undelegate(ALICE, None);
		}),
		boxed("leave and come back", || {
			undelegate(ALICE, None);
			cancel(ALICE, now());
		}),
		boxed("leave and come back later", || {
			undelegate(ALICE, None);
			next_epoch();
			cancel(ALICE, now() - 1);
		}),
		boxed("all leave", || {
			undelegate(ALICE, None);
			undelegate(BOB, None);
		}),
		boxed("take the pledge back", || allocate(1, 0, Exclusive)),
		boxed("take the pledge back and leave", || {
			allocate(1, 0, Exclusive);
			undelegate(ALICE, None);
		}),
		boxed("take the pledge back in parts", || {
			allocate(1, 300, Exclusive);
			allocate(1, 100, Exclusive);
			next_epoch();
			allocate(1, 0, Exclusive);
		}),
		boxed("replace the pledge", || {
			allocate(1, 0, Exclusive);
			allocate(1, 200, Exclusive);
			allocate(1, 0, Exclusive);
		}),
		boxed("pledge more", || allocate(1, 700, Exclusive)),
		boxed("pledge the rest to others", || {
			allocate(2, 200, Shared);
			allocate(3, 200, Shared);
		}),
		boxed("end the membership", || leave(1, OP)),
		boxed("end the membership unnoticed", || end_membership(1, OP, now() + 1)),
		boxed("pause", || PausedList::set(vec![OP])),
		boxed("vanish", || OperatorList::set(vec![])),
		boxed("let the asset go", || {
			AcceptedAssets::<Test>::mutate(NATIVE, |config| {
				config.as_mut().expect("it is registered").accepting = false;
			})
		}),
		boxed("slash oneself", || {
			assert_eq!(sum(&slash(5, now(), 100)), 300);
		}),
		boxed("slash oneself for today", || {
			next_epoch();
			assert_eq!(sum(&slash(5, now(), 100)), 300);
		}),
		boxed("shorten the wait", || {
			assert_ok!(Restaking::set_unbonding_epochs(RuntimeOrigin::root(), 3));
		}),
	]
}

#[test]
fn no_step_after_the_offence_lowers_the_bill() {
	for before_report in [true, false] {
		for late in [0, 1, 3 * U] {
			for (name, step) in steps() {
				with_ledger(|| {
					offended();
					if before_report {
						step();
						open(1, COUNTS);
					} else {
						open(1, COUNTS);
						step();
					}
					CurrentEpoch::mutate(|epoch| *epoch += late);
					let before = (claims(ALICE), claims(BOB));
					let bill = sum(&execute(1, COUNTS, 50));
					let paid = (before.0 - claims(ALICE), before.1 - claims(BOB));
					assert_eq!((bill, paid), (250, (150, 100)), "{name}, {late} epochs late");
				});
			}
		}
	}
}

#[test]
fn joining_after_the_offence_spreads_the_bill_and_does_not_change_it() {
	with_ledger(|| {
		offended();
		delegate(CHARLIE, 1_000);
		assert_eq!(sum(&slash(1, COUNTS, 50)), 250);
		assert_eq!((claims(ALICE), claims(BOB), claims(CHARLIE)), (525, 350, 875));
	});
}

#[test]
fn splitting_a_step_in_two_never_gains() {
	// After a slash shares are worth less than a unit, and everything rounds.
	let ends_with = |parts: &[Balance], step: fn(Balance)| {
		let mut end = 0;
		with_ledger(|| {
			delegate(ALICE, 1_009);
			delegate(BOB, 2_003);
			allocate(1, 613, Exclusive);
			at(COUNTS);
			slash(1, COUNTS, 37);
			for part in parts {
				step(*part);
			}
			assert_ok!(Restaking::undelegate(signed(ALICE), OP, NATIVE, None));
			at(COUNTS + 2 * U);
			withdraw(ALICE);
			end = wallet(ALICE, &NATIVE);
		});
		end
	};
	for (one, other) in [(100, 101), (103, 211), (150, 307), (199, 100)] {
		let whole = [one + other];
		let parts = [one, other];
		let joins = |amount| delegate(ALICE, amount);
		assert!(ends_with(&parts, joins) <= ends_with(&whole, joins), "joining in {parts:?}");
		let leaves = |amount| undelegate(ALICE, amount);
		assert!(ends_with(&parts, leaves) <= ends_with(&whole, leaves), "leaving in {parts:?}");
		let turns = |amount| {
			undelegate(ALICE, amount);
			cancel(ALICE, now());
		};
		assert!(ends_with(&parts, turns) <= ends_with(&whole, turns), "turning in {parts:?}");
		assert!(ends_with(&whole, turns) <= ends_with(&[], turns), "turning {whole:?}");
	}
}

// What peers get wrong.

#[test]
fn a_slashed_pool_that_everybody_left_leaves_no_residue() {
	for (stakes, part, percents) in [
		([1_000, 500, 500], 1_000, [50, 20]),
		([997, 313, 101], 641, [33, 17]),
		([100, 101, 103], 999, [99, 1]),
	] {
		with_ledger(|| {
			let users = [ALICE, BOB, CHARLIE];
			for (who, stake) in users.into_iter().zip(stakes) {
				delegate(who, stake);
			}
			let issued = issuance();
			allocate(1, part, Exclusive);
			at(COUNTS);
			undelegate(ALICE, None);
			let mut taken = sum(&slash(1, COUNTS, percents[0]));
			next_epoch();
			undelegate(BOB, None);
			taken += sum(&slash(1, COUNTS + 1, percents[1]));
			next_epoch();
			undelegate(CHARLIE, None);
			assert!(taken > 0);
			at(COUNTS + 2 + U);
			let mut paid = 0;
			for (who, stake) in users.into_iter().zip(stakes) {
				withdraw(who);
				paid += wallet(who, &NATIVE) + stake - WEALTH;
			}
			assert_eq!(taken + paid, stakes.iter().sum::<Balance>());
			assert_eq!(issuance(), issued - taken);
			assert_eq!(Positions::<Test>::iter().count(), 0);
			assert_eq!(Buckets::<Test>::iter().count(), 0);
			assert_eq!(part_of_pool(), (0, 0));
			assert_eq!(wallet(Restaking::pool_account(), &NATIVE), MINIMUM);
		});
	}
}

fn part_of_pool() -> (Balance, Balance) {
	(part().balance(), part().shares())
}

#[test]
fn a_slash_lowers_what_each_owner_can_take_back() {
	with_ledger(|| {
		delegate(ALICE, 600);
		delegate(BOB, 300);
		delegate(CHARLIE, 100);
		allocate(1, 500, Exclusive);
		at(COUNTS);
		slash(1, COUNTS, 60);
		for (who, left) in [(ALICE, 420), (BOB, 210), (CHARLIE, 70)] {
			assert_eq!(value(who), left);
			assert_noop!(
				Restaking::undelegate(signed(who), OP, NATIVE, Some(left + 1)),
				Error::<Test>::InsufficientStake
			);
			undelegate(who, left);
			assert_eq!((shares(who), exits(who)), (0, vec![(COUNTS + U, left)]));
		}
		at(COUNTS + U);
		for (who, lost) in [(ALICE, 180), (BOB, 90), (CHARLIE, 30)] {
			withdraw(who);
			assert_eq!(wallet(who, &NATIVE), WEALTH - lost);
		}
	});
}

/// `count` accounts with a position of the least size each.
fn crowd(count: u64) -> impl Iterator<Item = AccountId> {
	let members = 1_000..1_000 + count;
	for who in members.clone() {
		assert_ok!(NativeAndAssets::mint_into(NATIVE, &who, MIN_DELEGATION + MINIMUM));
		delegate(who, MIN_DELEGATION);
	}
	members
}

#[test]
fn a_crowd_of_small_positions_shuts_nobody_out() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		let mut members = crowd(1_000);
		allocate(1, 500, Exclusive);
		at(COUNTS);
		// Who was there first adds to it, and who comes last joins.
		delegate(ALICE, 500);
		delegate(BOB, 100_500);
		assert_eq!(part().balance(), 202_000);
		// Half of what stood there at the start of the epoch is captured: a quarter of what stands there now.
		assert_eq!(sum(&slash(1, COUNTS, 100)), 50_500);
		let member = members.next().expect("there are many");
		for (who, left) in [(ALICE, 1_125), (BOB, 75_375), (member, 75)] {
			undelegate(who, None);
			assert_eq!(exits(who), vec![(COUNTS + U, left)]);
		}
		at(COUNTS + U);
		withdraw(member);
		assert_eq!(wallet(member, &NATIVE), MINIMUM + 75);
	});
}

#[test]
fn a_slash_writes_no_more_for_a_thousand_delegators_than_for_one() {
	// Entries that change, and what has to be read to prove the change.
	let work = |delegators: u64| {
		let mut ext = new_test_ext();
		ext.execute_with(|| {
			let members = crowd(delegators);
			allocate(1, 500, Exclusive);
			at(COUNTS);
			for who in members {
				undelegate(who, MIN_DELEGATION);
			}
			delegate(ALICE, 1_000);
			next_epoch();
			open(1, COUNTS);
		});
		ext.commit_all().expect("nothing is left open");
		let (taken, proof) = ext.execute_and_prove(|| sum(&execute(1, COUNTS, 50)));
		assert!(taken > 0);
		let nodes = proof.iter_nodes().count();
		let changed = ext.execute_with(|| {
			let mut changed = 0;
			frame_support::hypothetically!({
				open(1, COUNTS);
				let before = storage();
				assert!(sum(&execute(1, COUNTS, 75)) > 0);
				changed = changes(&before, &storage());
			});
			check_ledger([0; 3]);
			changed
		});
		(changed, nodes)
	};
	let (one, thousand) = (work(1), work(1_000));
	assert_eq!(one.0, thousand.0);
	// A bigger trie has longer paths, by a node or two for each entry.
	assert!(thousand.1 < 2 * one.1, "{} nodes instead of {}", thousand.1, one.1);
}

#[test]
fn stake_behind_another_operator_answers_for_nothing() {
	with_ledger(|| {
		delegate(ALICE, 500);
		delegate_with(OPS[1], 500);
		allocate(1, 1_000, Exclusive);
		at(COUNTS);
		assert_eq!(sum(&slash(1, COUNTS, 100)), 500);
		assert_eq!(Restaking::position(&ALICE, &OPS[1], &NATIVE).value, 500);
	});
}
