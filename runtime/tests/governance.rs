//! What the council can do, and how many of it.

use crate::common::*;
use codec::Encode;
use frame_support::{
	assert_noop, assert_ok,
	dispatch::GetDispatchInfo,
	traits::fungible::{Inspect, InspectHold, Mutate},
};
use palisade_runtime::{
	configs::{
		dynamic_params::operators, CouncilCollective, GovernanceAccount, RuntimeParameters,
		TreasuryAccount,
	},
	genesis_presets::LST_KSM,
	*,
};
use pallet_restaking::AssetConfig;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Eve, Ferdie};
use sp_runtime::{
	traits::{BlakeTwo256, Dispatchable, Hash as _},
	DispatchError, DispatchResult, Perbill,
};

/// Moves `call` with a threshold of as many members as `ayes`, all of whom vote for it, and returns
/// what its dispatch did.
fn motion(ayes: &[Sr25519Keyring], call: impl Into<RuntimeCall>) -> DispatchResult {
	let call = call.into();
	let length = call.encoded_size() as u32;
	let weight = call.get_dispatch_info().call_weight;
	let hash = BlakeTwo256::hash_of(&call);
	let index = pallet_collective::ProposalCount::<Runtime, CouncilCollective>::get();
	let threshold = ayes.len() as u32;
	assert_ok!(Council::propose(signed(ayes[0]), threshold, Box::new(call), length));
	if threshold >= 2 {
		for aye in ayes {
			assert_ok!(Council::vote(signed(*aye), hash, index, true));
		}
		assert_ok!(Council::close(signed(ayes[0]), hash, index, weight, length));
	}
	System::events()
		.into_iter()
		.rev()
		.find_map(|record| match record.event {
			RuntimeEvent::Council(pallet_collective::Event::Executed { result, .. }) => {
				Some(result)
			},
			_ => None,
		})
		.expect("the motion was executed")
}

const TWO_OF_THREE: [Sr25519Keyring; 2] = [Alice, Bob];

#[test]
fn two_thirds_of_the_council_reach_root_by_whitelisting() {
	in_block_one(DEVELOPMENT).execute_with(|| {
		// Without anybody's sudo key.
		pallet_sudo::Key::<Runtime>::kill();
		let key = b"only root writes here".to_vec();
		let write = RuntimeCall::System(frame_system::Call::set_storage {
			items: vec![(key.clone(), b"written".to_vec())],
		});
		let hash = BlakeTwo256::hash_of(&write);

		// Not directly.
		assert_eq!(motion(&TWO_OF_THREE, write.clone()), Err(DispatchError::BadOrigin));

		assert_ok!(motion(
			&TWO_OF_THREE,
			pallet_whitelist::Call::whitelist_call { call_hash: hash }
		));
		assert_eq!(sp_io::storage::get(&key), None);
		assert_ok!(motion(
			&TWO_OF_THREE,
			pallet_whitelist::Call::dispatch_whitelisted_call_with_preimage {
				call: Box::new(write)
			}
		));
		assert_eq!(sp_io::storage::get(&key), Some(b"written".to_vec().into()));
	});
}

#[test]
fn council_authorizes_upgrades_without_sudo() {
	in_block_one(DEVELOPMENT).execute_with(|| {
		let code_hash = Hash::repeat_byte(7);
		let upgrade = RuntimeCall::System(frame_system::Call::authorize_upgrade { code_hash });
		let call_hash = BlakeTwo256::hash_of(&upgrade);
		assert_ok!(motion(&TWO_OF_THREE, pallet_whitelist::Call::whitelist_call { call_hash }));
		assert_ok!(motion(
			&TWO_OF_THREE,
			pallet_whitelist::Call::dispatch_whitelisted_call_with_preimage {
				call: Box::new(upgrade)
			}
		));
		System::assert_has_event(
			frame_system::Event::UpgradeAuthorized { code_hash, check_version: true }.into(),
		);
	});
}

#[test]
fn one_member_alone_decides_nothing() {
	in_block_one(DEVELOPMENT).execute_with(|| {
		let call = pallet_whitelist::Call::whitelist_call { call_hash: Hash::zero() };
		assert_eq!(motion(&[Charlie], call), Err(DispatchError::BadOrigin));
		assert_noop!(
			Whitelist::whitelist_call(signed(Alice), Hash::zero()),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn strangers_are_not_heard() {
	in_block_one(DEVELOPMENT).execute_with(|| {
		let call = Box::new(RuntimeCall::System(frame_system::Call::remark { remark: vec![] }));
		assert_noop!(
			Council::propose(signed(Eve), 2, call, 100),
			pallet_collective::Error::<Runtime, CouncilCollective>::NotMember
		);
	});
}

#[test]
fn council_registers_an_asset_for_restaking_and_the_treasury_endows_it() {
	in_block_one(DEVELOPMENT).execute_with(|| {
		let asset = AssetId::WithId(LST_KSM.id);
		let config = AssetConfig {
			min_delegation: LST_KSM.token(),
			cap_per_pool: 1_000 * LST_KSM.token(),
			haircut: Perbill::from_percent(20),
			leverage: 2,
			accepting: true,
		};
		let call = pallet_restaking::Call::register_asset { asset: asset.clone(), config };
		let treasury = Assets::balance(LST_KSM.id, TreasuryAccount::get());
		assert_noop!(
			RuntimeCall::from(call.clone()).dispatch(signed(Alice)).map_err(|e| e.error),
			DispatchError::BadOrigin
		);
		assert_ok!(motion(&TWO_OF_THREE, call));
		assert!(pallet_restaking::AcceptedAssets::<Runtime>::contains_key(&asset));
		assert_eq!(
			treasury - Assets::balance(LST_KSM.id, TreasuryAccount::get()),
			LST_KSM.min_balance()
		);
	});
}

#[test]
fn asset_with_a_private_admin_cannot_be_registered() {
	in_block_one(DEVELOPMENT).execute_with(|| {
		assert_ok!(Assets::create(signed(Ferdie), 7.into(), account(Ferdie).into(), 1));
		let config = AssetConfig {
			min_delegation: 10,
			cap_per_pool: 100,
			haircut: Perbill::zero(),
			leverage: 1,
			accepting: true,
		};
		let call = pallet_restaking::Call::register_asset { asset: AssetId::WithId(7), config };
		assert_eq!(
			motion(&TWO_OF_THREE, call),
			Err(pallet_restaking::Error::<Runtime>::AssetNotGoverned.into())
		);
	});
}

#[test]
fn council_sets_rates_and_parameters() {
	in_block_one(DEVELOPMENT).execute_with(|| {
		let asset_kind = Box::new(AssetId::WithId(LST_KSM.id));
		let rate = 25.into();
		assert_ok!(motion(&TWO_OF_THREE, pallet_asset_rate::Call::update { asset_kind, rate }));
		assert_eq!(
			pallet_asset_rate::ConversionRateToNative::<Runtime>::get(AssetId::WithId(LST_KSM.id)),
			Some(rate)
		);

		let deposit = || Balances::total_balance_on_hold(&account(Eve));
		let key_value = RuntimeParameters::Operators(operators::Parameters::DepositBase(
			operators::DepositBase,
			Some(33 * PAL),
		));
		assert_ok!(motion(&TWO_OF_THREE, pallet_parameters::Call::set_parameter { key_value }));
		assert_ok!(Operators::register(signed(Eve), Default::default(), Perbill::zero()));
		assert!(deposit() >= 33 * PAL, "held {}", deposit());
	});
}

#[test]
fn council_spends_the_treasury_in_any_asset() {
	in_block_one(DEVELOPMENT).execute_with(|| {
		let treasury = TreasuryAccount::get();
		assert_ok!(Balances::mint_into(&treasury, 100 * PAL));
		let spend = |asset_kind: AssetId, amount| pallet_treasury::Call::spend {
			asset_kind: Box::new(asset_kind),
			amount,
			beneficiary: Box::new(account(Eve).into()),
			valid_from: None,
		};
		let native = Balances::balance(&account(Eve));
		let tokens = Assets::balance(LST_KSM.id, account(Eve));
		assert_ok!(motion(&TWO_OF_THREE, spend(AssetId::Native, 5 * PAL)));
		assert_ok!(motion(&TWO_OF_THREE, spend(AssetId::WithId(LST_KSM.id), 9)));
		for index in [0, 1] {
			assert_ok!(Treasury::payout(signed(Ferdie), index));
		}
		assert_eq!(Balances::balance(&account(Eve)) - native, 5 * PAL);
		assert_eq!(Assets::balance(LST_KSM.id, account(Eve)) - tokens, 9);
	});
}

#[test]
fn governance_account_has_no_key_and_is_not_the_treasury() {
	in_block_one(DEVELOPMENT).execute_with(|| {
		assert_eq!(&AsRef::<[u8; 32]>::as_ref(&GovernanceAccount::get())[..12], b"modlpal/govn");
		assert_ne!(GovernanceAccount::get(), TreasuryAccount::get());
	});
}
