//! Putting stake behind an operator.

use super::*;

#[test]
fn stake_moves_from_the_wallet_to_the_pool_against_shares() {
	with_ledger(|| {
		for asset in [NATIVE, STAKED_DOT] {
			assert_ok!(Restaking::delegate(signed(ALICE), OP, asset.clone(), 500));
			assert_eq!(
				take_events(),
				vec![Event::Delegated {
					who: ALICE,
					operator: OP,
					asset: asset.clone(),
					amount: 500,
					shares: 500
				}]
			);
			assert_eq!(wallet(ALICE, &asset), WEALTH - 500);
			assert_eq!(wallet(Restaking::pool_account(), &asset), MINIMUM + 500);
			assert_eq!(Pools::<Test>::get(OP, &asset).part, Part::new(500, 500).unwrap());
		}
	});
}

#[test]
fn positions_are_apart_by_owner_operator_and_asset() {
	with_ledger(|| {
		delegate(ALICE, 100);
		delegate(BOB, 200);
		delegate(ALICE, 300);
		assert_ok!(Restaking::delegate(signed(ALICE), OPS[1], NATIVE, 400));
		assert_ok!(Restaking::delegate(signed(ALICE), OP, STAKED_DOT, 500));
		assert_eq!((shares(ALICE), shares(BOB), shares(CHARLIE)), (400, 200, 0));
		assert_eq!(Restaking::position(&ALICE, &OPS[1], &NATIVE).shares, 400);
		assert_eq!(Restaking::position(&ALICE, &OP, &STAKED_DOT).shares, 500);
		assert_eq!(Restaking::pool(&OP, &NATIVE).balance, 600);
	});
}

#[test]
fn an_operator_may_delegate_to_itself() {
	with_ledger(|| {
		delegate(OP, 100);
		assert_eq!(shares(OP), 100);
	});
}

#[test]
fn shares_of_a_pool_that_lost_units_cost_less() {
	with_ledger(|| {
		delegate(ALICE, 900);
		lose(600);
		delegate(BOB, 100);
		assert_eq!(shares(BOB), 300);
		assert_eq!(Restaking::position(&ALICE, &OP, &NATIVE).value, 300);
	});
}

#[test]
fn an_unregistered_asset_is_refused() {
	with_ledger(|| {
		for asset in [STAKED_KSM, MEME] {
			assert_noop!(
				Restaking::delegate(signed(ALICE), OP, asset, 100),
				Error::<Test>::AssetNotRegistered
			);
		}
	});
}

#[test]
fn a_stranger_takes_no_stake() {
	with_ledger(|| {
		assert_noop!(
			Restaking::delegate(signed(ALICE), BOB, NATIVE, 100),
			Error::<Test>::UnknownOperator
		);
	});
}

#[test]
fn zero_units_are_refused() {
	with_ledger(|| {
		assert_noop!(Restaking::delegate(signed(ALICE), OP, NATIVE, 0), Error::<Test>::ZeroAmount);
	});
}

#[test]
fn a_position_starts_at_the_minimum_and_grows_by_any_amount() {
	with_ledger(|| {
		assert_noop!(
			Restaking::delegate(signed(ALICE), OP, NATIVE, MIN_DELEGATION - 1),
			Error::<Test>::BelowMinDelegation
		);
		delegate(ALICE, MIN_DELEGATION);
		delegate(ALICE, 1);
		assert_eq!(shares(ALICE), MIN_DELEGATION + 1);
	});
}

#[test]
fn exactly_the_minimum_is_enough_although_shares_are_rounded_down() {
	with_ledger(|| {
		delegate(BOB, 900);
		lose(200);
		// ⌊100 × 900 / 700⌋ = 128 shares, worth 99.6 units.
		delegate(ALICE, MIN_DELEGATION);
		assert_eq!(shares(ALICE), 128);
		assert_eq!(Restaking::position(&ALICE, &OP, &NATIVE).value, 99);
		assert_noop!(
			Restaking::undelegate(signed(ALICE), OP, NATIVE, Some(1)),
			Error::<Test>::BelowMinDelegation
		);
	});
}

#[test]
fn a_pool_is_filled_to_its_cap_and_no_further() {
	with_ledger(|| {
		assert_ok!(Assets::mint_into(1, &ALICE, CAP));
		assert_ok!(Restaking::delegate(signed(ALICE), OP, STAKED_DOT, CAP - 100));
		assert_noop!(
			Restaking::delegate(signed(BOB), OP, STAKED_DOT, 101),
			Error::<Test>::PoolCapExceeded
		);
		assert_ok!(Restaking::delegate(signed(BOB), OP, STAKED_DOT, 100));
		assert_ok!(Restaking::delegate(signed(BOB), OPS[1], STAKED_DOT, 101));
	});
}

#[test]
fn more_than_the_wallet_holds_is_refused() {
	with_ledger(|| {
		for asset in [NATIVE, STAKED_DOT] {
			assert_noop!(
				Restaking::delegate(signed(ALICE), OP, asset.clone(), WEALTH + 1),
				Error::<Test>::InsufficientBalance
			);
			// Beyond the cap and all arithmetic, the first thing that is wrong is still the wallet.
			assert_noop!(
				Restaking::delegate(signed(ALICE), OP, asset, u128::MAX),
				Error::<Test>::InsufficientBalance
			);
		}
	});
}

#[test]
fn a_native_delegator_keeps_its_account_alive() {
	with_ledger(|| {
		assert_noop!(
			Restaking::delegate(signed(ALICE), OP, NATIVE, WEALTH - MINIMUM + 1),
			Error::<Test>::InsufficientBalance
		);
		delegate(ALICE, WEALTH - MINIMUM);
		assert_eq!(wallet(ALICE, &NATIVE), MINIMUM);
	});
}

#[test]
fn an_asset_may_be_delegated_whole_but_leaves_no_dust() {
	with_ledger(|| {
		// What would stay is below the minimum balance, and would be swept along.
		assert_noop!(
			Restaking::delegate(signed(ALICE), OP, STAKED_DOT, WEALTH - 1),
			Error::<Test>::InsufficientBalance
		);
		assert_ok!(Restaking::delegate(signed(ALICE), OP, STAKED_DOT, WEALTH));
		assert_eq!(wallet(ALICE, &STAKED_DOT), 0);
		assert_ok!(Restaking::delegate(signed(BOB), OP, STAKED_DOT, WEALTH - MINIMUM));
		assert_eq!(wallet(BOB, &STAKED_DOT), MINIMUM);
	});
}

#[test]
fn a_frozen_asset_cannot_be_spent() {
	with_ledger(|| {
		assert_ok!(Assets::freeze_asset(signed(GOVERNANCE), 1));
		assert_noop!(
			Restaking::delegate(signed(ALICE), OP, STAKED_DOT, 100),
			Error::<Test>::InsufficientBalance
		);
	});
}

#[test]
fn a_gift_to_the_pool_account_moves_no_price() {
	with_gift(|| {
		delegate(ALICE, 500);
		assert_ok!(Balances::transfer_allow_death(signed(BOB), Restaking::pool_account(), 777));
		assert_eq!(Restaking::position(&ALICE, &OP, &NATIVE).value, 500);
		delegate(BOB, 500);
		assert_eq!(shares(BOB), 500);
		[777, 0, 0]
	});
}

#[test]
fn a_paused_operator_takes_no_new_stake_and_pays_back_what_it_has() {
	with_ledger(|| {
		delegate(ALICE, 500);
		PausedList::set(vec![OP]);
		for who in [ALICE, BOB] {
			assert_noop!(
				Restaking::delegate(signed(who), OP, NATIVE, 500),
				Error::<Test>::OperatorPaused
			);
		}
		assert_ok!(Restaking::delegate(signed(BOB), OPS[1], NATIVE, 500));
		undelegate(ALICE, None);
		next_epoch();
		withdraw(ALICE);
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH);
		PausedList::set(vec![]);
		delegate(BOB, 500);
	});
}
