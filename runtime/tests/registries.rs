//! The registries as the runtime puts them together: each pallet's answers reach the pallets that ask.

use crate::common::*;
use frame_support::{
	assert_noop, assert_ok,
	traits::{fungible::InspectHold, Get},
};
use palisade_primitives::keys::{KeySignature, ServiceKey};
use palisade_runtime::{
	configs::{dynamic_params::services, RuntimeParameters},
	genesis_presets::LST_KSM,
	*,
};
use palisade_terms::{Limits, Resolution};
use pallet_epochs::{AllocationNotice, BreakerWindow, TermsNotice};
use pallet_restaking::AssuredUnbonding;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie};
use sp_runtime::Perbill;

#[test]
fn presets_have_their_documented_delays() {
	for (preset, expected) in
		[(DEVELOPMENT, [6, 2, 2, 1]), (LOCAL_TESTNET, [6, 2, 2, 1]), (PRODUCTION, [28, 3, 7, 2])]
	{
		let delays: [Epoch; 4] = state_of(preset).execute_with(|| {
			[
				AssuredUnbonding::<Runtime>::get(),
				AllocationNotice::<Runtime>::get(),
				TermsNotice::<Runtime>::get(),
				BreakerWindow::<Runtime>::get(),
			]
		});
		assert_eq!(delays, expected, "{preset}");
	}
}

#[test]
fn every_preset_leaves_room_for_a_veto_of_two_epochs() {
	for preset in [DEVELOPMENT, PRODUCTION] {
		let (unbonding, breaker_window) = state_of(preset)
			.execute_with(|| (AssuredUnbonding::<Runtime>::get(), BreakerWindow::<Runtime>::get()));
		let mut terms = terms();
		terms.conditions[0].resolution = Resolution::Veto { resolver: account(Bob), window: 2 };
		assert_eq!(
			terms.check(&Limits { unbonding, breaker_window, consensus: false }),
			Ok(()),
			"{preset}"
		);
	}
}

#[test]
fn a_pause_reaches_the_ledger_and_the_services() {
	in_block_one(DEVELOPMENT).execute_with(|| {
		assert_ok!(Operators::register(signed(Alice), vec![], Perbill::zero()));
		assert_ok!(Services::create(signed(Bob), terms(), vec![]));
		assert_ok!(Restaking::delegate(signed(Charlie), account(Alice), AssetId::Native, PAL));
		assert_ok!(Operators::pause(signed(Alice)));
		assert_noop!(
			Restaking::delegate(signed(Charlie), account(Alice), AssetId::Native, PAL),
			pallet_restaking::Error::<Runtime>::OperatorPaused
		);
		let key = ServiceKey::Sr25519(Alice.public());
		let proof = KeySignature::Sr25519(Alice.sign(b"anything"));
		assert_noop!(
			Services::apply(signed(Alice), 1, 1, key, proof),
			pallet_services::Error::<Runtime>::OperatorPaused
		);
		assert_ok!(Operators::resume(signed(Alice)));
		join(Alice, 1);
	});
}

#[test]
fn an_operator_with_a_membership_stays_and_one_without_leaves_its_stake_behind() {
	in_block_one(DEVELOPMENT).execute_with(|| {
		assert_ok!(Operators::register(signed(Alice), vec![], Perbill::zero()));
		assert_ok!(Restaking::delegate(signed(Charlie), account(Alice), AssetId::Native, PAL));
		assert_ok!(Services::create(signed(Bob), terms(), vec![]));
		join(Alice, 1);
		assert_noop!(
			Operators::deregister(signed(Alice)),
			pallet_operators::Error::<Runtime>::HasMemberships
		);
		// It leaves before it ever counted.
		assert_ok!(Services::leave(signed(Alice), 1));
		assert_ok!(Operators::deregister(signed(Alice)));
		assert_ok!(Restaking::undelegate(signed(Charlie), account(Alice), AssetId::Native, None));
	});
}

#[test]
fn terms_accept_only_assets_of_the_ledger() {
	in_block_one(DEVELOPMENT).execute_with(|| {
		let mut terms = terms();
		terms.assets[0].asset = AssetId::WithId(LST_KSM.id);
		assert_noop!(
			Services::create(signed(Bob), terms.clone(), vec![]),
			pallet_services::Error::<Runtime>::AssetNotRegistered
		);
		let config = pallet_restaking::AssetConfig {
			min_delegation: LST_KSM.token(),
			cap_per_pool: 1_000 * LST_KSM.token(),
			haircut: Perbill::zero(),
			leverage: 2,
			accepting: true,
		};
		let asset = AssetId::WithId(LST_KSM.id);
		assert_ok!(Restaking::register_asset(RuntimeOrigin::root(), asset, config));
		assert_ok!(Services::create(signed(Bob), terms, vec![]));
	});
}

#[test]
fn governance_sets_the_deposit_of_later_services() {
	in_block_one(DEVELOPMENT).execute_with(|| {
		let held = |who: Sr25519Keyring| {
			let reason = pallet_services::HoldReason::Service.into();
			Balances::balance_on_hold(&reason, &account(who))
		};
		assert_ok!(Services::create(signed(Bob), terms(), vec![]));
		let raise = RuntimeParameters::Services(services::Parameters::ServiceDepositBase(
			services::ServiceDepositBase,
			Some(services::ServiceDepositBase::get() + PAL),
		));
		assert_ok!(Parameters::set_parameter(RuntimeOrigin::root(), raise));
		assert_ok!(Services::create(signed(Charlie), terms(), vec![]));
		assert_eq!(held(Charlie), held(Bob) + PAL);
	});
}
