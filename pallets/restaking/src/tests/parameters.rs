//! What governance sets.

use super::*;
use frame_support::traits::{Get, Hooks};
use palisade_ledger_math::Rise;
use palisade_primitives::MAX_UNBONDING_EPOCHS;
use sp_runtime::{traits::BadOrigin, DispatchResult, Perbill};

fn update(config: AssetConfig) {
	assert_ok!(try_update(config));
}

fn try_update(config: AssetConfig) -> DispatchResult {
	Restaking::update_asset(RuntimeOrigin::root(), NATIVE, config)
}

fn haircut(parts: u32) -> AssetConfig {
	AssetConfig { haircut: Perbill::from_parts(parts), ..config() }
}

fn minimum(min_delegation: Balance) -> AssetConfig {
	AssetConfig { min_delegation, ..config() }
}

fn leverage(leverage: u32) -> AssetConfig {
	AssetConfig { leverage, ..config() }
}

fn closed() -> AssetConfig {
	AssetConfig { accepting: false, ..config() }
}

fn set_unbonding(epochs: Epoch) {
	assert_ok!(Restaking::set_unbonding_epochs(RuntimeOrigin::root(), epochs));
}

fn refuse_unbonding(epochs: Epoch, error: Error<Test>) {
	assert_noop!(Restaking::set_unbonding_epochs(RuntimeOrigin::root(), epochs), error);
}

/// What of the native pool is pledged to service 1, whatever it is doing.
fn encumbering() -> Balance {
	let pool = Restaking::pool(&OP, &NATIVE);
	pool.allocations.iter().filter(|of| of.service == 1).map(|of| of.encumbering).sum()
}

// Assets.

#[test]
fn an_asset_is_treated_otherwise_from_the_next_epoch() {
	with_ledger(|| {
		let changed = AssetConfig {
			min_delegation: 150,
			cap_per_pool: 1_000,
			haircut: Perbill::from_percent(20),
			leverage: 4,
			accepting: true,
		};
		update(changed.clone());
		let from = START + 1;
		let event = Event::AssetUpdated { asset: NATIVE, config: changed.clone(), from };
		assert_eq!(take_events(), vec![event]);
		assert_eq!(Restaking::asset_config(&NATIVE), Some(config()));
		delegate(ALICE, 100);
		next_epoch();
		assert_eq!(Restaking::asset_config(&NATIVE), Some(changed.clone()));
		assert_eq!(Restaking::asset_config(&STAKED_DOT), Some(config()));
		assert_noop!(
			Restaking::delegate(signed(BOB), OP, NATIVE, 149),
			Error::<Test>::BelowMinDelegation
		);
		assert_noop!(
			Restaking::delegate(signed(BOB), OP, NATIVE, 901),
			Error::<Test>::PoolCapExceeded
		);
		delegate(BOB, 900);
		// The first block of the epoch writes down what is in force; that changes nothing.
		Restaking::on_initialize(1);
		assert_eq!(Restaking::asset_config(&NATIVE), Some(changed.clone()));
		assert_eq!(AcceptedAssets::<Test>::get(NATIVE), Some(changed));
		assert_eq!(AnnouncedConfigs::<Test>::iter().count(), 0);
	});
}

#[test]
fn a_change_replaces_the_one_that_was_announced_in_the_same_epoch() {
	with_ledger(|| {
		update(leverage(4));
		update(leverage(2));
		assert_eq!(Restaking::asset_config(&NATIVE), Some(config()));
		next_epoch();
		assert_eq!(Restaking::asset_config(&NATIVE), Some(leverage(2)));
	});
}

#[test]
fn a_change_follows_the_one_of_the_epoch_before() {
	with_ledger(|| {
		update(leverage(4));
		next_epoch();
		update(leverage(5));
		assert_eq!(Restaking::asset_config(&NATIVE), Some(leverage(4)));
		next_epoch();
		assert_eq!(Restaking::asset_config(&NATIVE), Some(leverage(5)));
	});
}

#[test]
fn a_haircut_changes_by_ten_percentage_points_at_once() {
	with_ledger(|| {
		assert_noop!(try_update(haircut(200_000_001)), Error::<Test>::ChangeTooLarge);
		update(haircut(0));
		update(haircut(200_000_000));
		// What counts is what is in force, not what was announced.
		assert_noop!(try_update(haircut(300_000_000)), Error::<Test>::ChangeTooLarge);
		next_epoch();
		update(haircut(300_000_000));
		assert_noop!(try_update(haircut(99_999_999)), Error::<Test>::ChangeTooLarge);
	});
}

#[test]
fn a_minimum_delegation_changes_tenfold_at_once() {
	with_ledger(|| {
		assert_noop!(try_update(minimum(1_001)), Error::<Test>::ChangeTooLarge);
		update(minimum(10));
		update(minimum(1_000));
		next_epoch();
		assert_noop!(try_update(minimum(99)), Error::<Test>::ChangeTooLarge);
		update(minimum(100));
	});
}

#[test]
fn a_leverage_changes_by_one_at_once() {
	with_ledger(|| {
		for out_of_reach in [1, 5] {
			assert_noop!(try_update(leverage(out_of_reach)), Error::<Test>::ChangeTooLarge);
		}
		update(leverage(2));
		update(leverage(4));
	});
}

#[test]
fn a_cap_changes_by_any_amount_at_once() {
	with_ledger(|| {
		for cap_per_pool in [Balance::MAX, MIN_DELEGATION] {
			update(AssetConfig { cap_per_pool, ..config() });
		}
	});
}

#[test]
fn terms_that_cannot_work_are_refused() {
	with_ledger(|| {
		assert_noop!(try_update(minimum(MINIMUM - 1)), Error::<Test>::MinDelegationTooLow);
		let capped = AssetConfig { cap_per_pool: MIN_DELEGATION - 1, ..config() };
		assert_noop!(try_update(capped), Error::<Test>::CapBelowMinDelegation);
		for beyond in [0, MAX_LEVERAGE + 1] {
			assert_noop!(try_update(leverage(beyond)), Error::<Test>::LeverageOutOfRange);
		}
	});
}

#[test]
fn only_a_registered_asset_is_updated() {
	with_ledger(|| {
		for asset in [STAKED_KSM, MEME] {
			assert_noop!(
				Restaking::update_asset(RuntimeOrigin::root(), asset, config()),
				Error::<Test>::AssetNotRegistered
			);
		}
	});
}

#[test]
fn only_governance_sets_parameters() {
	with_ledger(|| {
		for origin in [signed(ALICE), signed(OP), RuntimeOrigin::none()] {
			assert_noop!(Restaking::update_asset(origin.clone(), NATIVE, leverage(4)), BadOrigin);
			assert_noop!(Restaking::set_unbonding_epochs(origin, 8), BadOrigin);
		}
	});
}

#[test]
fn what_is_not_accepted_any_more_takes_no_new_stake_and_pays_back_what_it_has() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		assert_ok!(Restaking::delegate(signed(ALICE), OPS[1], NATIVE, 500));
		allocate(1, 400, Exclusive);
		update(closed());
		delegate(ALICE, 1);
		next_epoch();
		for who in [ALICE, BOB] {
			assert_noop!(
				Restaking::delegate(signed(who), OP, NATIVE, 500),
				Error::<Test>::AssetNotAccepted
			);
		}
		undelegate(ALICE, 500);
		cancel(ALICE, START + 1);
		assert_eq!(value(ALICE), 1_001);
		undelegate(ALICE, None);
		next_epoch();
		assert_noop!(
			Restaking::withdraw_into(signed(ALICE), OP, NATIVE, OPS[1]),
			Error::<Test>::AssetNotAccepted
		);
		withdraw(ALICE);
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH - 500);
		// Another asset is not concerned.
		assert_ok!(Restaking::delegate(signed(ALICE), OP, STAKED_DOT, 500));
	});
}

#[test]
fn what_is_accepted_again_takes_stake_again() {
	with_ledger(|| {
		update(closed());
		next_epoch();
		update(config());
		assert_noop!(
			Restaking::delegate(signed(ALICE), OP, NATIVE, 500),
			Error::<Test>::AssetNotAccepted
		);
		next_epoch();
		delegate(ALICE, 500);
	});
}

#[test]
fn a_position_below_a_new_minimum_stays_as_it_is() {
	with_ledger(|| {
		delegate(ALICE, 500);
		update(minimum(1_000));
		next_epoch();
		assert_eq!(value(ALICE), 500);
		assert_noop!(
			Restaking::undelegate(signed(ALICE), OP, NATIVE, Some(1)),
			Error::<Test>::BelowMinDelegation
		);
		assert_noop!(
			Restaking::delegate(signed(ALICE), OP, NATIVE, 499),
			Error::<Test>::BelowMinDelegation
		);
		undelegate(ALICE, None);
	});
}

#[test]
fn a_pool_above_a_new_cap_stays_as_it_is() {
	with_ledger(|| {
		delegate(ALICE, 500);
		update(AssetConfig { cap_per_pool: 300, ..config() });
		next_epoch();
		assert_noop!(
			Restaking::delegate(signed(BOB), OP, NATIVE, 100),
			Error::<Test>::PoolCapExceeded
		);
		undelegate(ALICE, 300);
		delegate(BOB, 100);
	});
}

// U.

#[test]
fn another_u_is_announced_for_the_next_epoch() {
	with_ledger(|| {
		set_unbonding(8);
		assert_eq!(take_events(), vec![Event::UnbondingEpochsSet { epochs: 8, from: START + 1 }]);
		assert_eq!(Restaking::unbonding_epochs(), U);
		next_epoch();
		assert_eq!(Restaking::unbonding_epochs(), 8);
		// The first block of the epoch writes it down; that changes nothing.
		Restaking::on_initialize(1);
		assert_eq!(Restaking::unbonding_epochs(), 8);
		assert_eq!(UnbondingEpochs::<Test>::get(), 8);
		assert_eq!(LastRise::<Test>::get(), Some(Rise { from: START + 1, before: U }));
		assert_eq!(AnnouncedUnbonding::<Test>::get(), None);
	});
}

#[test]
fn another_u_replaces_the_one_that_was_announced_in_the_same_epoch() {
	with_ledger(|| {
		set_unbonding(8);
		set_unbonding(9);
		set_unbonding(7);
		next_epoch();
		assert_eq!(Restaking::unbonding_epochs(), 7);
	});
}

#[test]
fn another_u_applies_to_later_exits_only() {
	with_ledger(|| {
		for who in [ALICE, BOB, CHARLIE] {
			delegate(who, 1_000);
		}
		allocate(1, 400, Exclusive);
		at(8);
		undelegate(ALICE, 100);
		set_unbonding(10);
		undelegate(BOB, 100);
		assert_eq!((exits(ALICE), exits(BOB)), (vec![(14, 100)], vec![(14, 100)]));
		at(9);
		undelegate(ALICE, 100);
		set_unbonding(4);
		undelegate(CHARLIE, 100);
		at(10);
		undelegate(CHARLIE, 100);
		assert_eq!(exits(ALICE), vec![(14, 100), (19, 100)]);
		assert_eq!(exits(BOB), vec![(14, 100)]);
		assert_eq!(exits(CHARLIE), vec![(14, 100), (19, 100)]);
	});
}

#[test]
fn u_stays_within_what_is_kept() {
	with_ledger(|| {
		refuse_unbonding(MAX_UNBONDING_EPOCHS + 1, Error::UnbondingTooLong);
		set_unbonding(MAX_UNBONDING_EPOCHS);
	});
}

#[test]
fn u_does_not_fall_below_what_terms_need() {
	with_ledger(|| {
		refuse_unbonding(0, Error::UnbondingTooShort);
		RequiredUnbonding::set(4);
		refuse_unbonding(3, Error::UnbondingTooShort);
		set_unbonding(4);
		RequiredUnbonding::set(0);
		set_unbonding(1);
	});
}

#[test]
fn u_rises_only_once_in_u_epochs() {
	with_ledger(|| {
		set_unbonding(8);
		// Rose in 6, to 8: again from 14 on.
		at(12);
		refuse_unbonding(9, Error::UnbondingRoseRecently);
		set_unbonding(8);
		at(13);
		set_unbonding(9);
		at(14);
		assert_eq!(Restaking::unbonding_epochs(), 9);
		refuse_unbonding(10, Error::UnbondingRoseRecently);
	});
}

#[test]
fn u_may_fall_soon_after_it_rose() {
	with_ledger(|| {
		set_unbonding(8);
		at(7);
		set_unbonding(7);
		at(8);
		assert_eq!(Restaking::unbonding_epochs(), 7);
		refuse_unbonding(8, Error::UnbondingRoseRecently);
	});
}

#[test]
fn what_was_free_under_a_shorter_u_stays_free() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(10);
		allocate(1, 0, Exclusive);
		at(10 + U - 1);
		assert_eq!(encumbering(), 400 * FULL_MAGNITUDE / 1_000);
		set_unbonding(20);
		for epoch in 10 + U..10 + U + 8 {
			at(epoch);
			assert_eq!(encumbering(), 0);
		}
		allocate(2, 1_000, Exclusive);
	});
}

#[test]
fn what_stopped_before_a_rise_cools_for_the_shorter_u_and_what_stops_after_it_for_the_longer() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(10);
		set_unbonding(9);
		allocate(1, 300, Exclusive);
		at(11);
		allocate(1, 100, Exclusive);
		let milli = FULL_MAGNITUDE / 1_000;
		for (epoch, encumbers) in [(15, 400), (16, 300), (19, 300), (20, 100)] {
			at(epoch);
			assert_eq!(encumbering(), encumbers * milli, "in {epoch}");
		}
	});
}

#[test]
fn what_can_be_charged_under_a_shorter_u_stays_so() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(10);
		set_unbonding(9);
		let chargeable = |epoch| Restaking::open(&offence(1, epoch)).is_ok();
		for (now, charged, expected) in [
			(15, 9, false),
			(15, 10, true),
			(16, 10, false),
			(16, 11, true),
			(19, 11, true),
			(20, 11, false),
			(20, 12, true),
		] {
			at(now);
			assert_eq!(chargeable(charged), expected, "{charged} in {now}");
		}
		assert_noop!(Restaking::open(&offence(1, 11)), Error::<Test>::EpochNotChargeable);
	});
}

#[test]
fn what_can_be_asked_for_under_a_shorter_u_stays_so() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(10);
		set_unbonding(9);
		at(16);
		assert_eq!((stake(1, 9), stake(1, 10)), (0, 400));
		at(17);
		assert_eq!((stake(1, 10), stake(1, 11)), (0, 400));
		at(20);
		assert_eq!((stake(1, 10), stake(1, 11)), (0, 400));
	});
}

#[test]
fn terms_rely_on_the_lesser_of_u_and_what_was_announced() {
	with_ledger(|| {
		let assured = <AssuredUnbonding<Test> as Get<Epoch>>::get;
		set_unbonding(8);
		assert_eq!(assured(), U);
		next_epoch();
		assert_eq!(assured(), 8);
		set_unbonding(4);
		assert_eq!(assured(), 4);
		next_epoch();
		assert_eq!(assured(), 4);
	});
}
