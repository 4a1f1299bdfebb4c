//! What one slash does: whom it takes how much from, and who gets it.

use super::{fixtures::*, *};
use palisade_primitives::AtStake;
use sp_runtime::{Perbill, TokenError};

/// An account that does not exist.
const GHOST: AccountId = 77;

fn active(amount: Balance) -> Vec<Taken> {
	vec![Taken { asset: NATIVE, from_active: amount, from_exits: 0, buckets: 0 }]
}

fn recipients(bounty: Option<(AccountId, u32)>, rest: Option<(AccountId, u32)>) -> Recipients<u64> {
	let share = |(who, percent)| (who, Perbill::from_percent(percent));
	Recipients { bounty: bounty.map(share), restitution: rest.map(share) }
}

// What it takes.

#[test]
fn an_exclusive_slash_leaves_the_exclusive_stake_of_others() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		allocate(2, 300, Exclusive);
		at(COUNTS);
		assert_eq!(slash(1, COUNTS, 50), active(200));
		assert_eq!((value(ALICE), thousandths()), (800, 800));
		next_epoch();
		assert_eq!((stake(1, now()), stake(2, now())), (200, 300));
		// All that is left of it.
		assert_eq!(slash(1, now(), 100), active(200));
		next_epoch();
		assert_eq!((stake(1, now()), stake(2, now())), (0, 300));
	});
}

#[test]
fn the_exclusive_stake_of_others_is_the_same_up_to_one_unit_where_amounts_do_not_divide() {
	for percent in [1, 7, 33, 50, 99, 100] {
		with_ledger(|| {
			delegate(ALICE, 1_009);
			allocate(1, 417, Exclusive);
			allocate(2, 331, Exclusive);
			at(COUNTS);
			let before = stake(2, COUNTS);
			assert_eq!(before, 333);
			slash(1, COUNTS, percent);
			next_epoch();
			assert!((before..=before + 1).contains(&stake(2, now())), "{percent} %");
		});
	}
}

#[test]
fn a_shared_slash_reaches_other_shared_stake_through_the_ceiling_only() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		allocate(2, 300, Shared);
		allocate(3, 500, Shared);
		at(COUNTS);
		// 0.94 are left, of which 0.4 are exclusive: there is still room for 0.5.
		assert_eq!(slash(2, now(), 20), active(60));
		next_epoch();
		assert_eq!((stake(1, now()), stake(2, now()), stake(3, now())), (400, 240, 500));
		// 0.82 are left: 0.42 are not exclusive.
		assert_eq!(slash(2, now(), 50), active(120));
		next_epoch();
		assert_eq!((stake(1, now()), stake(2, now()), stake(3, now())), (400, 120, 420));
	});
}

#[test]
fn what_is_not_pledged_is_not_touched() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 250, Exclusive);
		at(COUNTS);
		assert_eq!(slash(1, COUNTS, 100), active(250));
		assert_eq!((value(ALICE), thousandths()), (750, 750));
	});
}

#[test]
fn a_slash_takes_from_all_owners_alike() {
	with_ledger(|| {
		delegate(ALICE, 600);
		delegate(BOB, 300);
		delegate(CHARLIE, 100);
		allocate(1, 500, Exclusive);
		at(COUNTS);
		assert_eq!(slash(1, COUNTS, 20), active(100));
		assert_eq!((value(ALICE), value(BOB), value(CHARLIE)), (540, 270, 90));
	});
}

#[test]
fn a_penalty_of_nothing_takes_nothing() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 1_000, Exclusive);
		at(COUNTS);
		assert_eq!(slash(1, COUNTS, 0), active(0));
		assert_eq!((value(ALICE), thousandths()), (1_000, 1_000));
	});
}

#[test]
fn slashing_works_at_every_size_to_the_unit() {
	for asset in [NATIVE, STAKED_DOT] {
		for zeros in 2..=27 {
			with_ledger(|| {
				let amount = 10u128.pow(zeros);
				enrich(ALICE, &asset, amount);
				assert_ok!(Restaking::delegate(signed(ALICE), OP, asset.clone(), amount));
				let half = FULL_MAGNITUDE / 2;
				assert_ok!(Restaking::allocate(signed(OP), 1, asset.clone(), half, Exclusive));
				at(COUNTS);
				assert_eq!(sum(&slash(1, COUNTS, 50)), amount / 4);
				let left = Restaking::position(&ALICE, &OP, &asset).value;
				assert_eq!(left, amount - amount / 4, "10^{zeros}");
			});
		}
	}
}

#[test]
fn one_unit_can_be_slashed_and_less_cannot() {
	with_ledger(|| {
		delegate(ALICE, 100);
		allocate(1, 10, Exclusive);
		allocate(2, 9, Exclusive);
		at(COUNTS);
		assert_eq!((stake(1, COUNTS), stake(2, COUNTS)), (1, 0));
		assert_eq!(slash(1, COUNTS, 100), active(1));
		assert_eq!(thousandths(), 990);
		// Where nothing was captured nothing is touched, not even the magnitude.
		assert_eq!(slash(2, COUNTS, 100), active(0));
		assert_eq!((value(ALICE), thousandths()), (99, 990));
	});
}

// Who answers.

#[test]
fn slash_spares_exits_requested_before_the_offence() {
	for late in [0, 3, 40] {
		with_ledger(|| {
			delegate(ALICE, 500);
			delegate(BOB, 500);
			allocate(1, 1_000, Exclusive);
			at(COUNTS);
			undelegate(ALICE, None);
			at(COUNTS + 1);
			open(1, COUNTS + 1);
			at(COUNTS + 1 + late);
			assert_eq!(execute(1, COUNTS + 1, 50), active(250));
			assert_eq!(exits(ALICE), vec![(COUNTS + U, 500)]);
			assert_eq!(value(BOB), 250);
		});
	}
}

#[test]
fn who_leaves_after_the_offence_pays_like_who_stays() {
	with_ledger(|| {
		for who in [ALICE, BOB, CHARLIE, OP] {
			delegate(who, 500);
		}
		allocate(1, 400, Exclusive);
		at(COUNTS);
		undelegate(ALICE, None);
		at(COUNTS + 2);
		open(1, COUNTS);
		undelegate(BOB, None);
		at(COUNTS + 3);
		// The bucket of this epoch still shares the pool's pledges.
		undelegate(CHARLIE, None);
		let taken = execute(1, COUNTS, 50);
		let all = Taken { asset: NATIVE, from_active: 100, from_exits: 300, buckets: 3 };
		assert_eq!(taken, vec![all]);
		assert_eq!(exits(ALICE), vec![(COUNTS + U, 400)]);
		assert_eq!(exits(BOB), vec![(COUNTS + 2 + U, 400)]);
		assert_eq!(exits(CHARLIE), vec![(COUNTS + 3 + U, 400)]);
		assert_eq!(value(OP), 400);
	});
}

#[test]
fn an_exit_that_pays_in_the_first_change_of_an_epoch_has_paid() {
	with_ledger(|| {
		delegate(ALICE, 500);
		delegate(BOB, 500);
		allocate(1, 400, Exclusive);
		at(COUNTS);
		open(1, COUNTS);
		open(1, COUNTS);
		undelegate(ALICE, None);
		// Until here the exit shares the pool's pledges; what it pays is noted on a copy of its own.
		next_epoch();
		let half = Taken { asset: NATIVE, from_active: 100, from_exits: 100, buckets: 1 };
		assert_eq!(execute(1, COUNTS, 50), vec![half.clone()]);
		assert_eq!(execute(1, COUNTS, 100), vec![half]);
		assert_eq!((claims(ALICE), claims(BOB)), (300, 300));
	});
}

#[test]
fn stake_that_joins_after_the_offence_raises_no_bill() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(COUNTS);
		delegate(BOB, 1_000);
		assert_eq!(slash(1, COUNTS, 50), active(200));
		assert_eq!((value(ALICE), value(BOB), thousandths()), (900, 900, 900));
		// It counts from the next epoch on.
		next_epoch();
		assert_eq!(stake(1, now()), 600);
		assert_eq!(slash(1, now(), 50), active(300));
	});
}

#[test]
fn newcomers_share_the_bill_with_exits_and_do_not_raise_it() {
	with_ledger(|| {
		delegate(ALICE, 500);
		delegate(BOB, 500);
		allocate(1, 400, Exclusive);
		at(COUNTS);
		undelegate(ALICE, None);
		next_epoch();
		delegate(CHARLIE, 1_000);
		let taken = slash(1, COUNTS, 50);
		let all = Taken { asset: NATIVE, from_active: 150, from_exits: 50, buckets: 1 };
		assert_eq!(taken, vec![all]);
		assert_eq!((claims(ALICE), value(BOB), value(CHARLIE)), (450, 450, 900));
	});
}

#[test]
fn an_empty_pool_pays_with_the_exits_that_answer() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(COUNTS);
		undelegate(ALICE, None);
		next_epoch();
		let taken = slash(1, COUNTS, 50);
		let all = Taken { asset: NATIVE, from_active: 0, from_exits: 200, buckets: 1 };
		assert_eq!(taken, vec![all]);
		assert_eq!(exits(ALICE), vec![(COUNTS + U, 800)]);
	});
}

#[test]
fn a_pool_that_was_empty_at_the_offence_pays_nothing() {
	with_ledger(|| {
		allocate(1, 400, Exclusive);
		at(COUNTS);
		assert_eq!(slash(1, COUNTS, 100), active(0));
		delegate(ALICE, 1_000);
		assert_eq!(slash(1, COUNTS, 100), active(0));
		assert_eq!((value(ALICE), thousandths()), (1_000, 1_000));
	});
}

#[test]
fn a_wiped_pool_pays_nothing_more_and_ends_once() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 1_000, Shared);
		allocate(2, 1_000, Shared);
		at(COUNTS);
		assert_eq!(slash(1, COUNTS, 100), active(1_000));
		take_events();
		assert_eq!(slash(2, COUNTS, 100), active(0));
		let ended = |event: &Event<Test>| matches!(event, Event::GenerationEnded { .. });
		assert!(!take_events().iter().any(ended));
	});
}

#[test]
fn each_pledged_asset_pays_its_own_part_once() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		assert_ok!(Restaking::delegate(signed(ALICE), OP, STAKED_DOT, 4_000));
		assert_ok!(Restaking::delegate(signed(ALICE), OPS[1], NATIVE, 1_000));
		allocate(1, 400, Exclusive);
		allocate(2, 300, Exclusive);
		let half = FULL_MAGNITUDE / 2;
		assert_ok!(Restaking::allocate(signed(OP), 1, STAKED_DOT, half, Shared));
		assert_ok!(Restaking::allocate(signed(OPS[1]), 1, NATIVE, half, Exclusive));
		at(COUNTS);
		let mut taken = slash(1, COUNTS, 50);
		taken.sort_by_key(|taken| taken.from_active);
		let dot = Taken { asset: STAKED_DOT, from_active: 1_000, from_exits: 0, buckets: 0 };
		assert_eq!(taken, [active(200), vec![dot]].concat());
		// A pool that was not pledged to the service does not answer.
		assert_eq!(slash(2, COUNTS, 50), active(150));
		assert_eq!(value(ALICE), 650);
		assert_eq!(Restaking::position(&ALICE, &OP, &STAKED_DOT).value, 3_000);
		assert_eq!(Restaking::position(&ALICE, &OPS[1], &NATIVE).value, 1_000);
	});
}

// Several penalties.

#[test]
fn of_several_penalties_of_one_condition_the_greatest_counts() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(COUNTS);
		let taken = [10, 30, 20, 30, 100].map(|percent| sum(&slash(1, COUNTS, percent)));
		assert_eq!(taken, [40, 80, 0, 0, 280]);
		assert_eq!(value(ALICE), 600);
	});
}

#[test]
fn penalties_of_different_conditions_add_up_to_the_maximum() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(COUNTS);
		let penalties = [(0, 30, 60), (1, 20, 60), (2, 50, 60), (0, 100, 60), (3, 100, 60)];
		let taken = penalties.map(|penalty| {
			open(1, COUNTS);
			execute_of(1, COUNTS, penalty)
		});
		// 30 %, 20 %, and what is left up to 60 %.
		assert_eq!(taken, [120, 80, 40, 0, 0]);
	});
}

#[test]
fn a_limit_of_shared_stake_binds_each_step_of_it_and_no_exclusive_stake() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		allocate(2, 400, Shared);
		at(COUNTS);
		let limited = |service, condition| {
			open(service, COUNTS);
			let shared_limit = Perquintill::from_percent(10);
			let judgement = Judgement { shared_limit, ..judgement(condition, 50) };
			let taken = Restaking::execute(&offence(service, COUNTS), &judgement, &nobody());
			sum(&taken.expect("the slash is open"))
		};
		assert_eq!(limited(1, 0), 200);
		assert_eq!([0, 1].map(|condition| limited(2, condition)), [40, 40]);
	});
}

#[test]
fn the_offences_of_two_epochs_are_punished_apart() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(COUNTS + 1);
		assert_eq!(slash(1, COUNTS, 50), active(200));
		assert_eq!(slash(1, COUNTS + 1, 50), active(200));
		// Whatever they are measured by, no more than the service has.
		assert_eq!(slash(1, COUNTS, 100), active(0));
		assert_eq!((value(ALICE), thousandths()), (600, 600));
	});
}

#[test]
fn many_small_penalties_cost_what_one_does() {
	for (amount, tolerance) in [(1_000_000, 0), (999_983, 100)] {
		let slashed = |percents: Vec<u64>| {
			let mut after = (0, 0);
			with_ledger(|| {
				delegate_new(ALICE, amount);
				allocate(1, 700, Exclusive);
				at(COUNTS);
				for percent in percents {
					slash(1, COUNTS, percent);
				}
				after = (value(ALICE), magnitude());
			});
			after
		};
		let (once, many) = (slashed(vec![100]), slashed((1..=100).collect()));
		// Each step rounds by at most a unit, and the magnitude of one.
		assert!(once.0.abs_diff(many.0) <= tolerance, "{once:?}, {many:?}");
		let tolerance = tolerance * FULL_MAGNITUDE.div_ceil(amount);
		assert!(once.1.abs_diff(many.1) <= tolerance, "{once:?}, {many:?}");
	}
}

#[test]
fn two_penalties_commute_while_the_services_hold_enough() {
	let after = |order: [(ServiceId, u64); 2]| {
		let mut after = None;
		with_ledger(|| {
			delegate_new(ALICE, 1_000_000);
			allocate(1, 400, Exclusive);
			allocate(2, 300, Shared);
			allocate(3, 300, Shared);
			at(COUNTS);
			undelegate(ALICE, 400_000);
			next_epoch();
			for (service, _) in order {
				open(service, COUNTS);
			}
			let taken: Balance =
				order.map(|(of, percent)| sum(&execute(of, COUNTS, percent))).iter().sum();
			after = Some((taken, claims(ALICE), part(), magnitude(), stake(2, now())));
		});
		after
	};
	for (one, other) in [((1, 50), (2, 30)), ((2, 80), (3, 70)), ((1, 100), (3, 100))] {
		assert_eq!(after([one, other]), after([other, one]));
	}
	assert_eq!(after([(1, 50), (2, 30)]).map(|after| after.0), Some(290_000));
}

#[test]
fn two_services_take_the_same_shared_stake_once_in_either_order() {
	for order in [[2, 3], [3, 2]] {
		with_ledger(|| {
			delegate(ALICE, 1_000);
			allocate(1, 400, Exclusive);
			allocate(2, 600, Shared);
			allocate(3, 600, Shared);
			at(COUNTS);
			for service in order {
				open(service, COUNTS);
			}
			assert_eq!(execute(order[0], COUNTS, 100), active(600));
			assert_eq!(execute(order[1], COUNTS, 100), active(0));
			assert_eq!((value(ALICE), thousandths()), (400, 400));
			next_epoch();
			assert_eq!((stake(1, now()), stake(2, now()), stake(3, now())), (400, 0, 0));
		});
	}
}

// Who gets it.

#[test]
fn what_is_recorded_is_what_moved_of_the_native_token() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 500, Exclusive);
		at(COUNTS);
		undelegate(ALICE, 400);
		next_epoch();
		open(1, COUNTS);
		let issued = issuance();
		let held = wallet(Restaking::pool_account(), &NATIVE);
		take_events();
		let to = recipients(Some((CHARLIE, 5)), Some((BOB, 50)));
		assert_ok!(Restaking::execute(&offence(1, COUNTS), &judgement(3, 67), &to));
		// 67 % of 500 are 335: 5 % of them, 50 %, and the rest.
		assert_eq!(
			take_events(),
			vec![Event::Slashed {
				operator: OP,
				service: 1,
				epoch: COUNTS,
				condition: 3,
				asset: NATIVE,
				kind: Exclusive,
				from_active: 201,
				from_exits: 134,
				bounty: 16,
				restitution: 167,
				rest: 152,
			}]
		);
		assert_eq!(wallet(CHARLIE, &NATIVE), WEALTH + 16);
		assert_eq!(wallet(BOB, &NATIVE), WEALTH + 167);
		assert_eq!(issuance(), issued - 152);
		assert_eq!(wallet(Restaking::pool_account(), &NATIVE), held - 335);
		assert_eq!(claims(ALICE), 1_000 - 335);
	});
}

#[test]
fn what_is_recorded_is_what_moved_of_an_asset() {
	with_ledger(|| {
		assert_ok!(Restaking::delegate(signed(ALICE), OP, STAKED_DOT, 1_000));
		let half = FULL_MAGNITUDE / 2;
		assert_ok!(Restaking::allocate(signed(OP), 1, STAKED_DOT, half, Exclusive));
		at(COUNTS);
		open(1, COUNTS);
		let treasury = wallet(TREASURY, &STAKED_DOT);
		let to = recipients(Some((CHARLIE, 5)), Some((BOB, 20)));
		assert_ok!(Restaking::execute(&offence(1, COUNTS), &judgement(0, 80), &to));
		assert_eq!(wallet(CHARLIE, &STAKED_DOT), WEALTH + 20);
		assert_eq!(wallet(BOB, &STAKED_DOT), WEALTH + 80);
		assert_eq!(wallet(TREASURY, &STAKED_DOT), treasury + 300);
		assert_eq!(Restaking::position(&ALICE, &OP, &STAKED_DOT).value, 600);
	});
}

#[test]
fn restitution_comes_from_exclusive_stake_only() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 500, Shared);
		at(COUNTS);
		open(1, COUNTS);
		let issued = issuance();
		let to = recipients(Some((CHARLIE, 5)), Some((BOB, 95)));
		assert_ok!(Restaking::execute(&offence(1, COUNTS), &judgement(0, 40), &to));
		assert_eq!(wallet(CHARLIE, &NATIVE), WEALTH + 10);
		assert_eq!(wallet(BOB, &NATIVE), WEALTH);
		assert_eq!(issuance(), issued - 190);
	});
}

#[test]
fn proceeds_that_the_receiver_cannot_hold_wait_to_be_collected() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 1_000, Exclusive);
		at(COUNTS);
		let to = recipients(Some((GHOST, 5)), None);
		let bounty_of = |percent| {
			open(1, COUNTS);
			assert_ok!(Restaking::execute(&offence(1, COUNTS), &judgement(0, percent), &to));
		};
		take_events();
		// 5 % of 100 units are less than an account must have.
		bounty_of(10);
		let kept = Event::ProceedsKept { who: GHOST, asset: NATIVE, amount: 5 };
		assert!(take_events().contains(&kept));
		check_ledger([0; 3]);
		assert_noop!(Restaking::collect(&GHOST, &NATIVE), Error::<Test>::ReceiverCannotHold);
		bounty_of(20);
		assert_eq!(wallet(GHOST, &NATIVE), 0);
		take_events();
		assert_eq!(Restaking::collect(&GHOST, &NATIVE), Ok(10));
		let collected = Event::Collected { who: GHOST, asset: NATIVE, amount: 10 };
		assert_eq!(take_events(), vec![collected]);
		assert_eq!(wallet(GHOST, &NATIVE), 10);
		assert_noop!(Restaking::collect(&GHOST, &NATIVE), Error::<Test>::NothingToCollect);
	});
}

#[test]
fn a_treasury_that_cannot_hold_the_rest_holds_up_no_slash() {
	with_ledger(|| {
		assert_ok!(NativeAndAssets::burn_from(
			STAKED_DOT,
			&TREASURY,
			wallet(TREASURY, &STAKED_DOT),
			Preservation::Expendable,
			Precision::Exact,
			Fortitude::Force,
		));
		assert_ok!(Restaking::delegate(signed(ALICE), OP, STAKED_DOT, 1_000));
		let all = FULL_MAGNITUDE;
		assert_ok!(Restaking::allocate(signed(OP), 1, STAKED_DOT, all, Exclusive));
		at(COUNTS);
		let dust = MINIMUM / 2;
		open(1, COUNTS);
		let penalty = Perquintill::from_rational(dust, 1_000);
		let judgement = Judgement { penalty, ..judgement(0, 0) };
		let taken = Restaking::execute(&offence(1, COUNTS), &judgement, &nobody());
		assert_eq!(sum(&taken.unwrap()), dust);
		assert_eq!(Uncollected::<Test>::get(TREASURY, STAKED_DOT), dust);
		assert_eq!(sum(&slash(1, COUNTS, 1)), 10 - dust);
		assert_eq!(Restaking::collect(&TREASURY, &STAKED_DOT), Ok(10));
	});
}

/// 1,000 units of an asset, half of them pledged, of which an open slash takes 80 %: 20 units for CHARLIE, 80 for BOB and 300
/// for the treasury.
fn with_a_slash_of_dots(test: impl FnOnce(Recipients<u64>)) {
	with_ledger(|| {
		assert_ok!(Restaking::delegate(signed(ALICE), OP, STAKED_DOT, 1_000));
		let half = FULL_MAGNITUDE / 2;
		assert_ok!(Restaking::allocate(signed(OP), 1, STAKED_DOT, half, Exclusive));
		at(COUNTS);
		open(1, COUNTS);
		test(recipients(Some((CHARLIE, 5)), Some((BOB, 20))));
	});
}

#[test]
fn a_frozen_asset_holds_up_no_slash() {
	with_a_slash_of_dots(|to| {
		let shares = [(CHARLIE, 20), (BOB, 80), (TREASURY, 300)];
		let before = shares.map(|(who, _)| wallet(who, &STAKED_DOT));
		let held = wallet(Restaking::pool_account(), &STAKED_DOT);
		assert_ok!(Assets::freeze_asset(signed(GOVERNANCE), 1));
		take_events();
		let taken = Restaking::execute(&offence(1, COUNTS), &judgement(0, 80), &to);
		assert_eq!(sum(&taken.unwrap()), 400);
		let kept = |(who, amount)| Event::ProceedsKept { who, asset: STAKED_DOT, amount };
		assert_eq!(take_events()[..3], shares.map(kept));
		assert_eq!(shares.map(|(who, _)| wallet(who, &STAKED_DOT)), before);
		assert_eq!(wallet(Restaking::pool_account(), &STAKED_DOT), held);
		assert_eq!(Restaking::position(&ALICE, &OP, &STAKED_DOT).value, 600);
		check_ledger([0; 3]);
		for (who, _) in shares {
			assert_noop!(Restaking::collect(&who, &STAKED_DOT), TokenError::Frozen);
		}
		assert_ok!(Assets::thaw_asset(signed(GOVERNANCE), 1));
		for ((who, amount), before) in shares.into_iter().zip(before) {
			assert_eq!(Restaking::collect(&who, &STAKED_DOT), Ok(amount));
			assert_eq!(wallet(who, &STAKED_DOT), before + amount);
		}
		assert_eq!(wallet(Restaking::pool_account(), &STAKED_DOT), held - 400);
	});
}

#[test]
fn whoever_can_be_paid_is_paid_although_others_cannot() {
	type Change = fn(RuntimeOrigin, u32, AccountId) -> sp_runtime::DispatchResult;
	let (freeze, block): (Change, Change) = (Assets::freeze, Assets::block);
	for (change, whom, kept) in [
		(freeze, Restaking::pool_account(), [20, 80, 300]),
		(block, CHARLIE, [20, 0, 0]),
		(block, BOB, [0, 80, 0]),
		(block, TREASURY, [0, 0, 300]),
		// Who may not spend can still receive.
		(freeze, BOB, [0, 0, 0]),
	] {
		with_a_slash_of_dots(|to| {
			let all = [CHARLIE, BOB, TREASURY];
			let before = all.map(|who| wallet(who, &STAKED_DOT));
			let got = || {
				let wallets = all.map(|who| wallet(who, &STAKED_DOT));
				[0, 1, 2].map(|of| wallets[of] - before[of])
			};
			assert_ok!(change(signed(GOVERNANCE), 1, whom));
			let taken = Restaking::execute(&offence(1, COUNTS), &judgement(0, 80), &to);
			assert_eq!(sum(&taken.unwrap()), 400);
			assert_eq!(all.map(|who| Uncollected::<Test>::get(who, STAKED_DOT)), kept);
			let whole = [20, 80, 300];
			assert_eq!(got(), [0, 1, 2].map(|of| whole[of] - kept[of]));
			check_ledger([0; 3]);
			assert_ok!(Assets::thaw(signed(GOVERNANCE), 1, whom));
			for who in all {
				let _ = Restaking::collect(&who, &STAKED_DOT);
			}
			assert_eq!(got(), whole);
		});
	}
}

#[test]
fn nobody_collects_what_waits_for_another() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 1_000, Exclusive);
		at(COUNTS);
		open(1, COUNTS);
		let to = recipients(Some((GHOST, 5)), None);
		assert_ok!(Restaking::execute(&offence(1, COUNTS), &judgement(0, 10), &to));
		assert_noop!(Restaking::collect(&BOB, &NATIVE), Error::<Test>::NothingToCollect);
		assert_noop!(Restaking::collect(&GHOST, &STAKED_DOT), Error::<Test>::NothingToCollect);
	});
}

// Asking.

#[test]
fn a_quote_is_what_an_execution_takes_and_changes_nothing() {
	with_ledger(|| {
		delegate(ALICE, 1_009);
		delegate(BOB, 503);
		allocate(1, 417, Exclusive);
		allocate(2, 311, Shared);
		allocate(3, 501, Shared);
		at(COUNTS);
		undelegate(ALICE, 307);
		next_epoch();
		delegate(CHARLIE, 701);
		undelegate(BOB, 211);
		for (service, epoch, percent) in [
			(1, COUNTS, 33),
			(3, COUNTS, 71),
			(2, COUNTS + 1, 13),
			(1, COUNTS, 62),
			(3, COUNTS, 50),
			(2, COUNTS, 100),
			(1, COUNTS + 1, 100),
		] {
			let asked = offence(service, epoch);
			let before = storage();
			let unopened = Restaking::quote(&asked, &judgement(0, percent));
			assert_eq!(changes(&before, &storage()), 0);
			open(service, epoch);
			let before = storage();
			let opened = Restaking::quote(&asked, &judgement(0, percent));
			assert_eq!(changes(&before, &storage()), 0);
			let taken = execute(service, epoch, percent);
			assert_eq!((&unopened, &opened), (&taken, &taken));
			assert_eq!(taken.len(), 1);
		}
	});
}

#[test]
fn a_quote_of_what_nobody_can_be_charged_with_is_empty() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(COUNTS + U);
		let quoted = |epoch| Restaking::quote(&offence(1, epoch), &judgement(0, 50));
		assert_eq!(quoted(COUNTS), vec![]);
		assert_eq!(quoted(COUNTS + 1), active(200));
		assert_eq!(quoted(now()), active(200));
		assert_eq!(quoted(now() + 1), vec![]);
		assert_eq!(Restaking::quote(&offence(2, now()), &judgement(0, 50)), vec![]);
	});
}

#[test]
fn a_quote_of_a_charge_that_is_over_is_empty() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(COUNTS);
		slash(1, COUNTS, 50);
		at(COUNTS + U);
		assert_noop!(Restaking::open(&offence(1, COUNTS)), Error::<Test>::EpochNotChargeable);
		assert_eq!(Restaking::quote(&offence(1, COUNTS), &judgement(0, 100)), vec![]);
	});
}

// Opening and closing.

#[test]
fn opening_tells_what_is_judged_and_moves_nothing() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		allocate(2, 600, Shared);
		at(COUNTS);
		take_events();
		let at_stake = |magnitude, captured, kind| {
			let magnitude = magnitude * FULL_MAGNITUDE / 1_000;
			let base = palisade_primitives::Base { magnitude, captured, kind };
			Ok(vec![AtStake { asset: NATIVE, base }])
		};
		assert_eq!(Restaking::open(&offence(1, COUNTS)), at_stake(400, 400, Exclusive));
		assert_eq!(Restaking::open(&offence(2, COUNTS)), at_stake(600, 600, Shared));
		// What joins later changes nothing of what is judged.
		delegate(BOB, 1_000);
		assert_eq!(Restaking::open(&offence(1, COUNTS)), at_stake(400, 400, Exclusive));
		let opened =
			|service, waiting| Event::SlashOpened { operator: OP, service, epoch: COUNTS, waiting };
		let events = take_events();
		assert_eq!(events[..2], [opened(1, 1), opened(2, 1)]);
		assert_eq!(events.last(), Some(&opened(1, 2)));
		assert_eq!((value(ALICE), value(BOB), thousandths()), (1_000, 1_000, 1_000));
	});
}

#[test]
fn closing_moves_nothing() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(COUNTS);
		undelegate(ALICE, 300);
		next_epoch();
		delegate(BOB, 1_000);
		let before = (part(), magnitude(), claims(ALICE), claims(BOB), issuance());
		open(1, COUNTS);
		take_events();
		assert_ok!(Restaking::close(&offence(1, COUNTS)));
		assert_eq!(
			take_events(),
			vec![Event::SlashClosed { operator: OP, service: 1, epoch: COUNTS, waiting: 0 }]
		);
		assert_eq!((part(), magnitude(), claims(ALICE), claims(BOB), issuance()), before);
		assert_eq!(Restaking::pool(&OP, &NATIVE).waiting, vec![]);
		// A slash that was dropped counts as none.
		assert_eq!(sum(&slash(1, COUNTS, 50)), 200);
	});
}

#[test]
fn what_is_not_open_is_neither_executed_nor_closed() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(COUNTS);
		let refused = |offence: &Offence<AccountId>| {
			assert_noop!(
				Restaking::execute(offence, &judgement(0, 50), &nobody()),
				Error::<Test>::NotOpen
			);
			assert_noop!(Restaking::close(offence), Error::<Test>::NotOpen);
		};
		refused(&offence(1, COUNTS));
		open(1, COUNTS);
		// Another service, another epoch, another operator.
		refused(&offence(2, COUNTS));
		refused(&offence(1, COUNTS - 1));
		refused(&Offence { operator: OPS[1], ..offence(1, COUNTS) });
		open(1, COUNTS);
		execute(1, COUNTS, 50);
		assert_ok!(Restaking::close(&offence(1, COUNTS)));
		refused(&offence(1, COUNTS));
	});
}

#[test]
fn an_epoch_is_chargeable_until_what_answers_for_it_can_leave() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(COUNTS);
		undelegate(ALICE, 500);
		assert_noop!(Restaking::open(&offence(1, COUNTS + 1)), Error::<Test>::EpochNotChargeable);
		at(COUNTS + U - 1);
		assert_noop!(Restaking::withdraw(signed(ALICE), OP, NATIVE), Error::<Test>::NotClaimable);
		assert_eq!(sum(&slash(1, COUNTS, 50)), 200);
		at(COUNTS + U);
		for epoch in [0, COUNTS - 1, COUNTS, now() + 1, Epoch::MAX] {
			assert_noop!(Restaking::open(&offence(1, epoch)), Error::<Test>::EpochNotChargeable);
		}
		open(1, COUNTS + 1);
		withdraw(ALICE);
	});
}

#[test]
fn a_chain_younger_than_the_unbonding_period_charges_its_first_epoch() {
	with_ledger(|| {
		at(0);
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(NOTICE);
		assert_eq!(slash(1, NOTICE, 50), active(200));
		assert_eq!(Restaking::open(&offence(1, 0)), Ok(vec![]));
		at(U - 1);
		assert_eq!(Restaking::open(&offence(1, 0)), Ok(vec![]));
		at(U);
		assert_noop!(Restaking::open(&offence(1, 0)), Error::<Test>::EpochNotChargeable);
	});
}

#[test]
fn a_slash_opens_also_where_nothing_was_pledged() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		// Announced is not pledged yet.
		assert_eq!(Restaking::open(&offence(1, START)), Ok(vec![]));
		assert_eq!(Restaking::open(&offence(2, START)), Ok(vec![]));
		assert_eq!(execute(1, START, 100), vec![]);
		assert_ok!(Restaking::close(&offence(2, START)));
		// It holds up nobody.
		open(2, START);
		undelegate(ALICE, None);
		next_epoch();
		withdraw(ALICE);
	});
}

#[test]
fn slashes_of_too_many_epochs_cannot_wait_at_once() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		allocate(2, 400, Exclusive);
		for epoch in COUNTS..COUNTS + MAX_CHARGED_EPOCHS {
			at(epoch);
			open(1, epoch);
		}
		// Of an epoch that is listed another one fits.
		open(1, now());
		next_epoch();
		for service in [1, 2] {
			assert_noop!(Restaking::open(&offence(service, now())), Error::<Test>::TooManyWaiting);
		}
		// Other operators, and services that nothing was pledged to, are not held up.
		open(3, now());
		assert_ok!(Restaking::open(&Offence { operator: OPS[1], ..offence(1, now()) }));
		execute(1, COUNTS, 10);
		open(1, now());
	});
}

#[test]
fn a_charge_is_forgotten_when_nobody_can_be_charged_with_it() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		for epoch in COUNTS..COUNTS + 3 * U {
			at(epoch);
			slash(1, epoch, 1);
		}
		// Two are dropped for each that is added.
		assert_eq!(Charges::<Test>::iter().count(), U as usize);
		assert_eq!(ChargedEpochs::<Test>::get(OP, 1).first(), Some(&(now() - U + 1)));
	});
}
