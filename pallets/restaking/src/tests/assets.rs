//! Which assets are accepted, and the endowment of the pool account.

use super::*;
use frame_support::traits::fungibles::{roles::Inspect as _, Inspect as _};
use palisade_primitives::MAX_UNBONDING_EPOCHS;
use sp_runtime::{traits::BadOrigin, BuildStorage, Perbill};

fn register(asset: AssetId, config: AssetConfig) -> Result<(), DispatchError> {
	Restaking::register_asset(RuntimeOrigin::root(), asset, config)
}

#[test]
fn governance_registers_an_asset_and_the_treasury_endows_the_pool_account() {
	with_ledger(|| {
		let before = wallet(TREASURY, &STAKED_KSM);
		assert_ok!(register(STAKED_KSM, config()));
		assert_eq!(
			take_events(),
			vec![Event::AssetRegistered { asset: STAKED_KSM, config: config() }]
		);
		assert_eq!(wallet(TREASURY, &STAKED_KSM), before - MINIMUM);
		assert_eq!(wallet(Restaking::pool_account(), &STAKED_KSM), MINIMUM);
		assert_ok!(Restaking::delegate(signed(ALICE), OP, STAKED_KSM, 100));
	});
}

#[test]
fn the_pool_account_is_endowed_at_genesis() {
	with_ledger(|| {
		for asset in [NATIVE, STAKED_DOT] {
			assert_eq!(wallet(Restaking::pool_account(), &asset), MINIMUM);
			assert_eq!(Endowments::<Test>::get(&asset), MINIMUM);
		}
		assert_eq!(Balances::total_issuance(), 7 * WEALTH + MINIMUM);
		assert_eq!(Assets::total_issuance(1), 7 * WEALTH + MINIMUM);
	});
}

#[test]
fn only_governance_registers() {
	with_ledger(|| {
		assert_noop!(Restaking::register_asset(signed(ALICE), STAKED_KSM, config()), BadOrigin);
	});
}

#[test]
fn an_asset_is_registered_once() {
	with_ledger(|| {
		assert_noop!(register(NATIVE, config()), Error::<Test>::AssetAlreadyRegistered);
	});
}

#[test]
fn an_asset_whose_team_can_burn_or_freeze_stake_is_refused() {
	with_ledger(|| {
		assert_noop!(register(MEME, config()), Error::<Test>::AssetNotGoverned);
		assert_noop!(register(AssetId::WithId(404), config()), Error::<Test>::AssetNotGoverned);
		// Each role counts by itself.
		for team in [[ALICE, GOVERNANCE], [GOVERNANCE, ALICE]] {
			assert_ok!(Assets::set_team(signed(GOVERNANCE), 2, ALICE, team[0], team[1]));
			assert_noop!(register(STAKED_KSM, config()), Error::<Test>::AssetNotGoverned);
		}
		// The issuer may be anybody.
		assert_ok!(Assets::set_team(signed(GOVERNANCE), 2, ALICE, GOVERNANCE, GOVERNANCE));
		assert_eq!(Assets::issuer(2), Some(ALICE));
		assert_ok!(register(STAKED_KSM, config()));
	});
}

#[test]
fn terms_that_cannot_work_are_refused() {
	with_ledger(|| {
		let low = AssetConfig { min_delegation: MINIMUM - 1, ..config() };
		assert_noop!(register(STAKED_KSM, low), Error::<Test>::MinDelegationTooLow);
		let capped = AssetConfig { cap_per_pool: MIN_DELEGATION - 1, ..config() };
		assert_noop!(register(STAKED_KSM, capped), Error::<Test>::CapBelowMinDelegation);
		for leverage in [0, MAX_LEVERAGE + 1] {
			let config = AssetConfig { leverage, ..config() };
			assert_noop!(register(STAKED_KSM, config), Error::<Test>::LeverageOutOfRange);
		}
		// Limits: a position of one minimum balance, a pool of one position, stake that weighs nothing.
		let extreme = AssetConfig {
			min_delegation: MINIMUM,
			cap_per_pool: MINIMUM,
			haircut: Perbill::one(),
			leverage: MAX_LEVERAGE,
			accepting: false,
		};
		assert_ok!(register(STAKED_KSM, extreme));
	});
}

#[test]
fn a_haircut_of_more_than_everything_does_not_decode() {
	use codec::{Decode, Encode};
	let beyond = (MIN_DELEGATION, CAP, 1_000_000_001u32, 1u32, true).encode();
	assert!(AssetConfig::decode(&mut &beyond[..]).is_err());
	let everything = (MIN_DELEGATION, CAP, 1_000_000_000u32, 1u32, true).encode();
	assert_eq!(AssetConfig::decode(&mut &everything[..]).unwrap().haircut, Perbill::one());
}

#[test]
fn an_asset_that_nobody_can_endow_is_refused() {
	with_ledger(|| {
		let all = wallet(TREASURY, &STAKED_KSM);
		assert_ok!(Assets::burn_from(
			2,
			&TREASURY,
			all,
			Preservation::Expendable,
			Precision::Exact,
			Fortitude::Force,
		));
		assert_noop!(register(STAKED_KSM, config()), Error::<Test>::EndowmentUnavailable);
		assert_ok!(Assets::mint_into(2, &TREASURY, MINIMUM));
		assert_ok!(register(STAKED_KSM, config()));
	});
}

#[test]
fn no_more_assets_than_the_limit_are_accepted() {
	with_ledger(|| {
		for id in 100..100 + MAX_ASSETS - 2 {
			assert_ok!(Assets::force_create(RuntimeOrigin::root(), id, GOVERNANCE, true, 1));
			assert_ok!(Assets::mint_into(id, &TREASURY, 1));
			assert_ok!(register(AssetId::WithId(id), config()));
		}
		assert_noop!(register(STAKED_KSM, config()), Error::<Test>::TooManyAssets);
	});
}

#[test]
#[should_panic(expected = "AssetNotGoverned")]
fn genesis_refuses_an_asset_that_a_call_would_refuse() {
	new_test_ext().execute_with(|| {
		frame_support::traits::BuildGenesisConfig::build(&GenesisConfig::<Test> {
			assets: vec![(MEME, config())],
			..Default::default()
		});
	});
}

#[test]
fn the_unbonding_period_comes_from_genesis_within_its_bound() {
	let with = |unbonding_epochs| {
		let mut ext: sp_io::TestExternalities = RuntimeGenesisConfig {
			restaking: GenesisConfig { unbonding_epochs, ..Default::default() },
			..Default::default()
		}
		.build_storage()
		.expect("the genesis is valid")
		.into();
		ext.execute_with(<AssuredUnbonding<Test> as frame_support::traits::Get<u32>>::get)
	};
	assert_eq!(with(6), 6);
	assert_eq!(with(0), MAX_UNBONDING_EPOCHS);
	assert_eq!(with(MAX_UNBONDING_EPOCHS), MAX_UNBONDING_EPOCHS);
	assert!(std::panic::catch_unwind(|| with(MAX_UNBONDING_EPOCHS + 1)).is_err());
}
