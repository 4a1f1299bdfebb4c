//! Exits: how long they wait, how they are taken back, and where they go instead of the wallet.

use super::*;
use codec::Encode;
use frame_support::traits::fungible::Mutate as _;
use palisade_primitives::MAX_PAGE;
use sp_runtime::traits::BadOrigin;

fn refuse_cancel(who: AccountId, requested: Epoch, error: Error<Test>) {
	assert_noop!(Restaking::cancel_undelegation(signed(who), OP, NATIVE, requested), error);
}

fn into(who: AccountId, operator: AccountId) {
	assert_ok!(Restaking::withdraw_into(signed(who), OP, NATIVE, operator));
}

fn refuse_into(who: AccountId, operator: AccountId, error: Error<Test>) {
	assert_noop!(Restaking::withdraw_into(signed(who), OP, NATIVE, operator), error);
}

fn refuse_withdraw(who: AccountId, error: Error<Test>) {
	assert_noop!(Restaking::withdraw(signed(who), OP, NATIVE), error);
}

/// What the shares of `who` in the native pool of `operator` are worth.
fn value_behind(who: AccountId, operator: AccountId) -> Balance {
	Restaking::position(&who, &operator, &NATIVE).value
}

// How long an exit waits.

#[test]
fn an_exit_from_an_idle_pool_is_claimable_from_the_next_epoch() {
	with_ledger(|| {
		delegate(ALICE, 500);
		undelegate(ALICE, 100);
		assert_eq!(exits(ALICE), vec![(START + 1, 100)]);
		refuse_withdraw(ALICE, Error::NotClaimable);
		at(START + 1);
		withdraw(ALICE);
		undelegate(ALICE, 100);
		at(START + 30);
		withdraw(ALICE);
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH - 300);
	});
}

#[test]
fn an_exit_from_a_pledged_pool_is_claimable_after_u_epochs() {
	with_ledger(|| {
		delegate(ALICE, 500);
		delegate(BOB, 500);
		allocate(1, 1, Exclusive);
		at(8);
		for who in [ALICE, BOB] {
			undelegate(who, 100);
			assert_eq!(exits(who), vec![(8 + U, 100)]);
		}
		at(8 + U - 1);
		refuse_withdraw(ALICE, Error::NotClaimable);
		at(8 + U);
		withdraw(ALICE);
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH - 400);
		at(8 + U + 1);
		withdraw(BOB);
		assert_eq!(wallet(BOB, &NATIVE), WEALTH - 400);
	});
}

#[test]
fn an_exit_from_a_pool_that_was_pledged_waits_for_its_last_pledged_epoch() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		allocate(2, 400, Exclusive);
		at(9);
		allocate(1, 0, Exclusive);
		at(10);
		allocate(2, 0, Exclusive);
		let claimable = |requested| {
			at(requested);
			undelegate(ALICE, 10);
			exits(ALICE).last().map(|(claimable, _)| *claimable)
		};
		let last = 10 + U;
		for (requested, expected) in [
			(10, last),
			(11, last),
			(last - 1, last),
			(last, last + 1),
			(last + 1, last + 2),
			(last + 9, last + 10),
		] {
			assert_eq!(claimable(requested), Some(expected), "requested in {requested}");
		}
	});
}

#[test]
fn an_exit_keeps_its_date_whatever_is_pledged_later() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		delegate(BOB, 1_000);
		undelegate(ALICE, 100);
		allocate(1, 1_000, Exclusive);
		// The same bucket.
		undelegate(BOB, 100);
		assert_eq!((exits(ALICE), exits(BOB)), (vec![(6, 100)], vec![(6, 100)]));
		at(6);
		withdraw(ALICE);
		withdraw(BOB);
	});
}

#[test]
fn an_exit_asked_for_in_parts_waits_like_one() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		delegate(BOB, 1_000);
		allocate(1, 400, Exclusive);
		at(7);
		for _ in 0..10 {
			undelegate(ALICE, 20);
		}
		undelegate(BOB, 200);
		assert_eq!(exits(ALICE), vec![(7 + U, 200)]);
		assert_eq!(exits(ALICE), exits(BOB));
		at(7 + U - 1);
		refuse_withdraw(ALICE, Error::NotClaimable);
		at(7 + U);
		withdraw(ALICE);
		withdraw(BOB);
		assert_eq!(wallet(ALICE, &NATIVE), wallet(BOB, &NATIVE));
	});
}

#[test]
fn pledged_stake_gets_out_when_its_operator_vanished() {
	with_ledger(|| {
		delegate(ALICE, 500);
		delegate(BOB, 300);
		allocate(1, 400, Exclusive);
		allocate(2, 600, Shared);
		at(8);
		undelegate(ALICE, 200);
		OperatorList::set(vec![]);
		for service in [1, 2] {
			leave(service, OP);
		}
		at(9);
		undelegate(ALICE, None);
		undelegate(BOB, None);
		assert_eq!(exits(ALICE), vec![(8 + U, 200), (8 + U, 300)]);
		at(8 + U);
		for who in [ALICE, BOB] {
			withdraw(who);
			assert_eq!(wallet(who, &NATIVE), WEALTH);
		}
	});
}

#[test]
fn stake_behind_two_operators_leaves_the_wallet_twice() {
	with_ledger(|| {
		delegate(ALICE, 400);
		assert_ok!(Restaking::delegate(signed(ALICE), OPS[1], NATIVE, 300));
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH - 700);
		assert_eq!((value(ALICE), value_behind(ALICE, OPS[1])), (400, 300));
	});
}

// Back into the pool.

#[test]
fn an_exit_goes_back_into_the_pool() {
	with_ledger(|| {
		delegate(ALICE, 500);
		undelegate(ALICE, 200);
		take_events();
		cancel(ALICE, START);
		assert_eq!(
			take_events(),
			vec![Event::UndelegationCancelled {
				who: ALICE,
				operator: OP,
				asset: NATIVE,
				requested: START,
				amount: 200,
				shares: 200,
			}]
		);
		assert_eq!(part(), Part::new(500, 500).unwrap());
		assert_eq!((value(ALICE), exits(ALICE)), (500, vec![]));
		assert_eq!(Buckets::<Test>::iter().count(), 0);
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH - 500);
		// And out again, in the same epoch.
		undelegate(ALICE, None);
		assert_eq!(exits(ALICE), vec![(START + 1, 500)]);
	});
}

#[test]
fn one_exit_goes_back_and_others_go_on() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		delegate(BOB, 1_000);
		allocate(1, 400, Exclusive);
		at(7);
		undelegate(ALICE, 100);
		undelegate(BOB, 70);
		at(8);
		undelegate(ALICE, 50);
		at(9);
		cancel(ALICE, 7);
		assert_eq!((value(ALICE), exits(ALICE)), (950, vec![(8 + U, 50)]));
		assert_eq!(exits(BOB), vec![(7 + U, 70)]);
		assert_eq!(part(), Part::new(1_880, 1_880).unwrap());
		at(8 + U);
		withdraw(ALICE);
		withdraw(BOB);
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH - 950);
		assert_eq!(wallet(BOB, &NATIVE), WEALTH - 930);
	});
}

#[test]
fn everybody_may_change_their_mind_and_the_next_exits_answer_for_what_they_leave() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(7);
		undelegate(ALICE, None);
		cancel(ALICE, 7);
		at(8);
		undelegate(ALICE, None);
		at(9);
		assert_eq!(sum(&slash(1, 8, 100)), 400);
		assert_eq!(exits(ALICE), vec![(8 + U, 600)]);
	});
}

#[test]
fn what_goes_back_is_priced_like_new_stake() {
	with_ledger(|| {
		delegate(ALICE, 900);
		undelegate(ALICE, 300);
		lose(300);
		// 600 shares are worth 300 units.
		cancel(ALICE, START);
		assert_eq!(part(), Part::new(600, 1_200).unwrap());
		assert_eq!(shares(ALICE), 1_200);
	});
}

#[test]
fn what_goes_back_counts_from_the_next_epoch() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 500, Exclusive);
		at(8);
		undelegate(ALICE, 400);
		at(9);
		cancel(ALICE, 8);
		assert_eq!([8, 9].map(|epoch| stake(1, epoch)), [500, 300]);
		at(10);
		assert_eq!(stake(1, 10), 500);
	});
}

#[test]
fn an_exit_goes_back_also_behind_an_operator_that_takes_no_new_stake() {
	with_ledger(|| {
		delegate(ALICE, 500);
		undelegate(ALICE, 200);
		PausedList::set(vec![OP]);
		cancel(ALICE, START);
		undelegate(ALICE, 200);
		OperatorList::set(vec![]);
		cancel(ALICE, START);
		assert_eq!(value(ALICE), 500);
	});
}

#[test]
fn nobody_takes_back_what_does_not_exist() {
	with_ledger(|| {
		refuse_cancel(ALICE, START, Error::NoPosition);
		delegate(ALICE, 500);
		refuse_cancel(ALICE, START, Error::NoExit);
		undelegate(ALICE, 100);
		for other in [0, START - 1, START + 1, Epoch::MAX] {
			refuse_cancel(ALICE, other, Error::NoExit);
		}
		refuse_cancel(BOB, START, Error::NoPosition);
		delegate(BOB, 500);
		refuse_cancel(BOB, START, Error::NoExit);
	});
}

#[test]
fn what_matured_does_not_go_back() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		undelegate(ALICE, 100);
		at(START + 1);
		refuse_cancel(ALICE, START, Error::ExitMatured);
		allocate(1, 400, Exclusive);
		at(8);
		undelegate(ALICE, 100);
		// It was folded into the amount that waits.
		refuse_cancel(ALICE, START, Error::NoExit);
		at(8 + U);
		refuse_cancel(ALICE, 8, Error::ExitMatured);
	});
}

#[test]
fn a_pledged_exit_goes_back_until_the_epoch_before_it_matures() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(8);
		undelegate(ALICE, 100);
		at(8 + U - 1);
		cancel(ALICE, 8);
		assert_eq!((value(ALICE), exits(ALICE)), (1_000, vec![]));
	});
}

#[test]
fn nobody_cancels_into_or_out_of_a_slash() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		delegate(BOB, 1_000);
		allocate(1, 400, Exclusive);
		at(7);
		undelegate(ALICE, 500);
		at(8);
		undelegate(BOB, 500);
		at(9);
		// Charged to 8: the pool and the exit of 8 answer, and the exit of 7 does not.
		assert_eq!(sum(&slash(1, 8, 50)), 300);
		refuse_cancel(ALICE, 7, Error::BucketDiverged);
		assert_eq!(exits(ALICE), vec![(7 + U, 500)]);
		// This one lost as much as the pool.
		cancel(BOB, 8);
		assert_eq!(value(BOB), 800);
		// Nothing helps the other one, and it gets everything.
		at(7 + U);
		withdraw(ALICE);
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH - 500);
	});
}

#[test]
fn an_exit_that_was_slashed_like_its_pool_goes_back() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(7);
		undelegate(ALICE, 500);
		at(8);
		assert_eq!(sum(&slash(1, 7, 50)), 200);
		cancel(ALICE, 7);
		assert_eq!(part(), Part::new(800, 1_000).unwrap());
		assert_eq!(value(ALICE), 800);
	});
}

#[test]
fn an_exit_of_a_lost_generation_does_not_go_back() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		delegate(BOB, 1_000);
		allocate(1, 1_000, Exclusive);
		at(7);
		undelegate(ALICE, None);
		at(8);
		assert_eq!(sum(&slash(1, 8, 100)), 1_000);
		refuse_cancel(ALICE, 7, Error::BucketDiverged);
		at(9);
		// The next generation has a full magnitude, as the exit has.
		delegate(CHARLIE, 500);
		refuse_cancel(ALICE, 7, Error::BucketDiverged);
		at(7 + U);
		withdraw(ALICE);
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH);
	});
}

#[test]
fn nothing_goes_back_into_a_diluted_pool() {
	with_ledger(|| {
		delegate(ALICE, 900_000);
		delegate(BOB, 200_000);
		undelegate(ALICE, 99_999);
		// 1,000,001 shares of one unit.
		lose(1_000_000);
		refuse_cancel(ALICE, START, Error::PoolDiluted);
		next_epoch();
		withdraw(ALICE);
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH - 800_001);
	});
}

#[test]
fn a_position_is_worth_the_minimum_when_an_exit_goes_back() {
	with_ledger(|| {
		delegate(ALICE, 150);
		allocate(1, 400, Exclusive);
		at(7);
		undelegate(ALICE, 50);
		at(8);
		undelegate(ALICE, None);
		refuse_cancel(ALICE, 7, Error::BelowMinDelegation);
		cancel(ALICE, 8);
		cancel(ALICE, 7);
		assert_eq!(value(ALICE), 150);
	});
}

#[test]
fn a_pool_is_within_its_cap_when_an_exit_goes_back() {
	with_ledger(|| {
		assert_ok!(Assets::mint_into(1, &ALICE, CAP));
		assert_ok!(Restaking::delegate(signed(ALICE), OP, STAKED_DOT, CAP));
		assert_ok!(Restaking::undelegate(signed(ALICE), OP, STAKED_DOT, Some(200)));
		assert_ok!(Restaking::delegate(signed(BOB), OP, STAKED_DOT, 101));
		let cancel = || Restaking::cancel_undelegation(signed(ALICE), OP, STAKED_DOT, START);
		assert_noop!(cancel(), Error::<Test>::PoolCapExceeded);
		assert_ok!(Restaking::undelegate(signed(BOB), OP, STAKED_DOT, None));
		assert_ok!(cancel());
	});
}

// Behind another operator.

#[test]
fn matured_exits_go_behind_another_operator_without_a_transfer() {
	with_ledger(|| {
		delegate(ALICE, 500);
		undelegate(ALICE, None);
		next_epoch();
		let (before, held) = (wallet(ALICE, &NATIVE), wallet(Restaking::pool_account(), &NATIVE));
		System::reset_events();
		into(ALICE, OPS[1]);
		// Nothing but this happened, in any pallet.
		let events: Vec<_> = System::events().into_iter().map(|record| record.event).collect();
		let moved = Event::WithdrawnInto {
			who: ALICE,
			operator: OP,
			asset: NATIVE,
			amount: 500,
			new_operator: OPS[1],
			shares: 500,
		};
		assert_eq!(events, vec![moved.into()]);
		assert_eq!(wallet(ALICE, &NATIVE), before);
		assert_eq!(wallet(Restaking::pool_account(), &NATIVE), held);
		assert_eq!(value_behind(ALICE, OPS[1]), 500);
		assert!(!Positions::<Test>::contains_key((ALICE, OP, NATIVE)));
	});
}

#[test]
fn matured_exits_go_back_behind_their_own_operator() {
	with_ledger(|| {
		delegate(ALICE, 500);
		undelegate(ALICE, 200);
		next_epoch();
		into(ALICE, OP);
		assert_eq!((value(ALICE), exits(ALICE)), (500, vec![]));
	});
}

#[test]
fn only_what_matured_goes_behind_another_operator() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		undelegate(ALICE, 100);
		allocate(1, 400, Exclusive);
		at(7);
		undelegate(ALICE, 50);
		at(8);
		undelegate(ALICE, 30);
		into(ALICE, OPS[1]);
		assert_eq!(value_behind(ALICE, OPS[1]), 100);
		assert_eq!(exits(ALICE), vec![(7 + U, 50), (8 + U, 30)]);
		at(8 + U);
		into(ALICE, OPS[1]);
		assert_eq!(value_behind(ALICE, OPS[1]), 180);
	});
}

#[test]
fn what_goes_behind_another_operator_pays_the_price_of_its_shares() {
	with_ledger(|| {
		assert_ok!(Restaking::delegate(signed(BOB), OPS[1], NATIVE, 900));
		Pools::<Test>::mutate(OPS[1], NATIVE, |pool| pool.part = Part::new(300, 900).unwrap());
		assert_ok!(NativeAndAssets::burn_from(
			NATIVE,
			&Restaking::pool_account(),
			600,
			Preservation::Preserve,
			Precision::Exact,
			Fortitude::Force,
		));
		delegate(ALICE, 100);
		undelegate(ALICE, None);
		next_epoch();
		into(ALICE, OPS[1]);
		assert_eq!(Restaking::position(&ALICE, &OPS[1], &NATIVE).shares, 300);
		assert_eq!(value_behind(ALICE, OPS[1]), 100);
		assert_eq!(value_behind(BOB, OPS[1]), 300);
	});
}

#[test]
fn what_a_wallet_cannot_hold_goes_behind_another_operator() {
	with_ledger(|| {
		assert_ok!(Restaking::delegate(signed(ALICE), OP, STAKED_DOT, WEALTH - 200));
		assert_ok!(Restaking::delegate(signed(ALICE), OPS[1], STAKED_DOT, 200));
		assert_ok!(Restaking::undelegate(signed(ALICE), OP, STAKED_DOT, Some(MINIMUM - 1)));
		next_epoch();
		assert_noop!(
			Restaking::withdraw(signed(ALICE), OP, STAKED_DOT),
			Error::<Test>::ReceiverCannotHold
		);
		assert_ok!(Restaking::withdraw_into(signed(ALICE), OP, STAKED_DOT, OPS[1]));
		let position = Restaking::position(&ALICE, &OPS[1], &STAKED_DOT);
		assert_eq!(position.value, 200 + MINIMUM - 1);
	});
}

#[test]
fn nothing_goes_anywhere_before_it_matured() {
	with_ledger(|| {
		refuse_into(ALICE, OPS[1], Error::NoPosition);
		delegate(ALICE, 500);
		refuse_into(ALICE, OPS[1], Error::NoExit);
		allocate(1, 400, Exclusive);
		at(7);
		undelegate(ALICE, 200);
		at(7 + U - 1);
		refuse_into(ALICE, OPS[1], Error::NotClaimable);
		at(7 + U);
		into(ALICE, OPS[1]);
		refuse_into(ALICE, OPS[1], Error::NoExit);
	});
}

#[test]
fn what_waits_for_a_slash_goes_nowhere() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(7);
		undelegate(ALICE, 500);
		at(7 + U - 1);
		open(1, 7);
		at(7 + U);
		refuse_into(ALICE, OPS[1], Error::SlashDue);
		refuse_withdraw(ALICE, Error::SlashDue);
		assert_eq!(sum(&execute(1, 7, 100)), 400);
		into(ALICE, OPS[1]);
		assert_eq!(value_behind(ALICE, OPS[1]), 300);
	});
}

#[test]
fn an_operator_that_takes_no_new_stake_takes_no_exits_of_others() {
	with_ledger(|| {
		delegate(ALICE, 500);
		undelegate(ALICE, None);
		next_epoch();
		refuse_into(ALICE, BOB, Error::UnknownOperator);
		PausedList::set(vec![OPS[1]]);
		refuse_into(ALICE, OPS[1], Error::OperatorPaused);
		PausedList::set(vec![]);
		let closed = AssetConfig { accepting: false, ..config() };
		assert_ok!(Restaking::update_asset(RuntimeOrigin::root(), NATIVE, closed));
		next_epoch();
		refuse_into(ALICE, OPS[1], Error::AssetNotAccepted);
		assert_noop!(
			Restaking::withdraw_into(signed(ALICE), OP, STAKED_KSM, OPS[1]),
			Error::<Test>::AssetNotRegistered
		);
		// The wallet takes them.
		withdraw(ALICE);
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH);
	});
}

#[test]
fn exits_join_another_pool_within_its_limits() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		undelegate(ALICE, MIN_DELEGATION - 1);
		next_epoch();
		refuse_into(ALICE, OPS[1], Error::BelowMinDelegation);
		undelegate(ALICE, 1);
		next_epoch();
		let capped = AssetConfig { cap_per_pool: MIN_DELEGATION + 99, ..config() };
		assert_ok!(Restaking::update_asset(RuntimeOrigin::root(), NATIVE, capped));
		assert_ok!(Restaking::delegate(signed(BOB), OPS[1], NATIVE, 100));
		next_epoch();
		refuse_into(ALICE, OPS[1], Error::PoolCapExceeded);
		into(ALICE, OPS[2]);
		assert_eq!(value_behind(ALICE, OPS[2]), MIN_DELEGATION);
	});
}

#[test]
fn a_position_is_moved_by_its_owner() {
	with_ledger(|| {
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(Restaking::withdraw_into(origin.clone(), OP, NATIVE, OPS[1]), BadOrigin);
			assert_noop!(Restaking::cancel_undelegation(origin, OP, NATIVE, START), BadOrigin);
		}
	});
}

// What is told of positions.

/// Puts 100 units of `who` behind each of `count` new operators.
fn spread(who: AccountId, count: u64) {
	for operator in 1_000..1_000 + count {
		OperatorList::mutate(|operators| operators.push(operator));
		assert_ok!(Restaking::delegate(signed(who), operator, NATIVE, 100));
	}
}

#[test]
fn a_page_of_positions_has_a_limit() {
	with_ledger(|| {
		spread(ALICE, u64::from(MAX_PAGE) + 1);
		let told = |limit| Restaking::positions(&ALICE, None, limit).len() as u32;
		assert_eq!([0, 1, MAX_PAGE - 1, MAX_PAGE].map(told), [0, 1, MAX_PAGE - 1, MAX_PAGE]);
		assert_eq!([MAX_PAGE + 1, u32::MAX].map(told), [MAX_PAGE; 2]);
	});
}

#[test]
fn pages_of_positions_of_any_size_cover_the_list_once() {
	with_ledger(|| {
		spread(ALICE, 20);
		delegate(ALICE, 500);
		assert_ok!(Restaking::delegate(signed(ALICE), OP, STAKED_DOT, 300));
		spread(BOB, 20);
		let all = Restaking::positions(&ALICE, None, MAX_PAGE);
		assert_eq!(all.len(), 22);
		for (operator, asset, position) in &all {
			assert_eq!(*position, Restaking::position(&ALICE, operator, asset));
		}
		for size in 1..=23 {
			let mut told = Vec::new();
			let mut from = None;
			loop {
				let page = Restaking::positions(&ALICE, from, size);
				from = page.last().map(|(operator, asset, _)| (*operator, asset.clone()));
				told.extend(page);
				if from.is_none() {
					break;
				}
			}
			assert_eq!(told, all, "pages of {size}");
		}
	});
}

#[test]
fn a_pool_is_told_without_reading_its_delegators() {
	// What a proof of all storage that was read takes, in bytes.
	let read = |delegators: u64| {
		let mut ext = new_test_ext();
		ext.execute_with(|| {
			allocate(1, 400, Exclusive);
			at(7);
			for who in 1_000..1_000 + delegators {
				assert_ok!(Balances::mint_into(&who, 1_000));
				delegate(who, 500);
				undelegate(who, 100);
			}
		});
		ext.commit_all().expect("the changes are applied");
		let (pool, proof) = ext.execute_and_prove(|| Restaking::pool(&OP, &NATIVE));
		assert_eq!(pool.balance, u128::from(delegators) * 400);
		assert_eq!(pool.exits, vec![(7 + U, u128::from(delegators) * 100)]);
		proof.encoded_size()
	};
	let few = read(2);
	assert!(few > 0);
	assert_eq!(few, read(500));
}
