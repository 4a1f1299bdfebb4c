//! The presets build, and hold what their documentation says.

use crate::common::*;
use codec::Decode;
use frame_support::{
	assert_noop, assert_ok,
	traits::{
		fungible::Inspect as _,
		fungibles::{metadata::Inspect as _, roles::Inspect as _, Inspect as _},
	},
};
use palisade_runtime::{
	configs::{CouncilCollective, GovernanceAccount, TreasuryAccount},
	genesis_presets::{LST_DOT, LST_KSM, TEST_ENDOWMENT, TEST_STAKE, TEST_TOKENS},
	*,
};
use sp_genesis_builder::runtime_decl_for_genesis_builder::GenesisBuilderV1;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Ferdie};
use sp_runtime::{BuildStorage, FixedPointNumber};

const TEST_PRESETS: [&str; 2] = [DEVELOPMENT, LOCAL_TESTNET];
const ALL_PRESETS: [&str; 3] = [DEVELOPMENT, LOCAL_TESTNET, PRODUCTION];

#[test]
fn runtime_lists_exactly_the_documented_presets() {
	let names: Vec<String> =
		<Runtime as GenesisBuilderV1<Block>>::preset_names().into_iter().collect();
	assert_eq!(names, ALL_PRESETS);
	for name in names {
		assert!(<Runtime as GenesisBuilderV1<Block>>::get_preset(&Some(name)).is_some());
	}
	assert!(<Runtime as GenesisBuilderV1<Block>>::get_preset(&Some("staging".into())).is_none());
}

#[test]
fn every_preset_builds_a_state_through_the_runtime_api() {
	for preset in ALL_PRESETS {
		let json = serde_json::to_vec(&genesis(preset)).unwrap();
		sp_io::TestExternalities::default().execute_with(|| {
			assert_ok!(<Runtime as GenesisBuilderV1<Block>>::build_state(json));
			assert_eq!(Balances::balance(&TreasuryAccount::get()), EXISTENTIAL_DEPOSIT);
		});
	}
}

#[test]
fn the_default_genesis_builds() {
	assert!(RuntimeGenesisConfig::default().build_storage().is_ok());
}

#[cfg(feature = "try-runtime")]
#[test]
fn every_preset_holds_all_invariants() {
	use frame_support::traits::{TryState, TryStateSelect};
	for preset in ALL_PRESETS {
		state_of(preset).execute_with(|| {
			let check = <AllPalletsWithSystem as TryState<BlockNumber>>::try_state;
			assert_ok!(check(0, TryStateSelect::All));
		});
	}
}

#[test]
fn clocks_are_as_documented() {
	for (preset, slots, sessions) in
		[(DEVELOPMENT, 10, 1), (LOCAL_TESTNET, 20, 1), (PRODUCTION, 600, 24)]
	{
		state_of(preset).execute_with(|| {
			assert_eq!(pallet_epochs::SessionLength::<Runtime>::get(), slots);
			assert_eq!(pallet_epochs::SessionsPerEpoch::<Runtime>::get(), sessions);
			assert_eq!(session_length(), u64::from(slots));
		});
	}
}

#[test]
fn well_known_accounts_own_a_million_of_everything_in_test_presets() {
	for preset in TEST_PRESETS {
		state_of(preset).execute_with(|| {
			assert_eq!(Sr25519Keyring::well_known().count(), 12);
			for key in Sr25519Keyring::well_known() {
				let who = account(key);
				// Validators keep a part of it behind themselves.
				let staked = Restaking::position(&who, &who, &AssetId::Native).value;
				let validates = Session::validators().contains(&who);
				assert_eq!(staked, if validates { TEST_STAKE } else { 0 });
				assert_eq!(Balances::total_balance(&who) + staked, TEST_ENDOWMENT);
				for asset in [LST_DOT, LST_KSM] {
					let tokens = TEST_TOKENS * asset.token();
					assert_eq!(Assets::balance(asset.id, account(key)), tokens);
				}
			}
		});
	}
}

#[test]
fn treasury_exists_everywhere_and_can_endow_pools_in_test_presets() {
	for preset in ALL_PRESETS {
		state_of(preset).execute_with(|| {
			assert_eq!(Balances::balance(&TreasuryAccount::get()), EXISTENTIAL_DEPOSIT);
		});
	}
	for preset in TEST_PRESETS {
		state_of(preset).execute_with(|| {
			for asset in [LST_DOT, LST_KSM] {
				let tokens = TEST_TOKENS * asset.token();
				assert_eq!(Assets::balance(asset.id, TreasuryAccount::get()), tokens);
			}
		});
	}
}

#[test]
fn test_assets_are_governed_and_minted_by_ferdie_alone() {
	for preset in TEST_PRESETS {
		in_block_one(preset).execute_with(|| {
			for asset in [LST_DOT, LST_KSM] {
				let id = asset.id;
				let governance = Some(GovernanceAccount::get());
				assert_eq!(Assets::owner(id), governance);
				assert_eq!(Assets::admin(id), governance);
				assert_eq!(Assets::freezer(id), governance);
				assert_eq!(Assets::issuer(id), Some(account(Ferdie)));
				assert_eq!(Assets::name(id), asset.name.as_bytes());
				assert_eq!(Assets::symbol(id), asset.symbol.as_bytes());
				assert_eq!(Assets::decimals(id), asset.decimals);
				assert_eq!(Assets::minimum_balance(id), asset.min_balance());

				let mint = |origin| Assets::mint(origin, id.into(), account(Bob).into(), 1);
				assert_noop!(mint(signed(Alice)), pallet_assets::Error::<Runtime>::NoPermission);
				assert_ok!(mint(signed(Ferdie)));
			}
		});
	}
}

#[test]
fn test_assets_have_their_prices() {
	for preset in TEST_PRESETS {
		state_of(preset).execute_with(|| {
			let rate = pallet_asset_rate::ConversionRateToNative::<Runtime>::get;
			for (asset, pal) in [(LST_DOT, 5), (LST_KSM, 20)] {
				let price = rate(AssetId::WithId(asset.id)).unwrap();
				assert_eq!(price.saturating_mul_int(asset.token()), pal * PAL);
			}
			assert_eq!(rate(AssetId::WithId(1)), Some(500.into()));
			assert_eq!(rate(AssetId::WithId(2)), Some(20.into()));
		});
	}
}

#[test]
fn native_token_and_first_test_asset_are_restakable() {
	let registered = |preset: &str| {
		state_of(preset).execute_with(|| {
			[AssetId::Native, AssetId::WithId(LST_DOT.id), AssetId::WithId(LST_KSM.id)]
				.map(pallet_restaking::AcceptedAssets::<Runtime>::contains_key)
		})
	};
	for preset in TEST_PRESETS {
		assert_eq!(registered(preset), [true, true, false]);
	}
	assert_eq!(registered(PRODUCTION), [true, false, false]);
}

#[test]
fn validators_of_test_presets_are_the_documented_ones() {
	for (preset, validators) in
		[(DEVELOPMENT, vec![Alice]), (LOCAL_TESTNET, vec![Alice, Bob, Charlie, Dave])]
	{
		state_of(preset).execute_with(|| {
			let mut accounts: Vec<AccountId> = validators.iter().copied().map(validator).collect();
			// All have the same stake.
			accounts.sort();
			assert_eq!(Session::validators(), accounts);
			assert_eq!(Babe::authorities().len(), validators.len());
			assert_eq!(Grandpa::grandpa_authorities().len(), validators.len());
			assert_eq!(AuthorityDiscovery::authorities().len(), validators.len());
			assert_eq!(pallet_im_online::Keys::<Runtime>::get().len(), validators.len());
		});
	}
}

#[test]
fn session_keys_are_those_that_nodes_derive_from_the_name() {
	state_of(DEVELOPMENT).execute_with(|| {
		let keys = Session::load_keys(&validator(Alice)).unwrap();
		let sr25519 = Alice.public();
		let ed25519 = sp_keyring::Ed25519Keyring::Alice.public();
		assert_eq!(keys.babe, sr25519.into());
		assert_eq!(keys.grandpa, ed25519.into());
		assert_eq!(keys.im_online, sr25519.into());
		assert_eq!(keys.authority_discovery, sr25519.into());
		let encoded = codec::Encode::encode(&keys);
		let in_order = [sr25519.0, ed25519.0, sr25519.0, sr25519.0].concat();
		assert_eq!(encoded, in_order);
		assert_eq!(SessionKeys::decode(&mut &encoded[..]).unwrap(), keys);
	});
}

#[test]
fn only_test_presets_have_a_sudo_key() {
	for preset in TEST_PRESETS {
		state_of(preset)
			.execute_with(|| assert_eq!(pallet_sudo::Key::<Runtime>::get(), Some(account(Alice))));
	}
	in_block_one(PRODUCTION).execute_with(|| {
		assert_eq!(pallet_sudo::Key::<Runtime>::get(), None);
		let call = Box::new(RuntimeCall::System(frame_system::Call::remark { remark: vec![] }));
		for key in Sr25519Keyring::well_known() {
			assert_noop!(
				Sudo::sudo(signed(key), call.clone()),
				pallet_sudo::Error::<Runtime>::RequireSudo
			);
		}
	});
}

#[test]
fn test_presets_have_a_council_of_three() {
	for preset in TEST_PRESETS {
		state_of(preset).execute_with(|| {
			let mut members = vec![account(Alice), account(Bob), account(Charlie)];
			members.sort();
			assert_eq!(pallet_collective::Members::<Runtime, CouncilCollective>::get(), members);
		});
	}
}

#[test]
fn production_is_a_template_without_anybody_in_it() {
	let patch = patch(PRODUCTION);
	assert_eq!(patch["session"]["keys"], serde_json::json!([]));
	assert_eq!(patch["council"]["members"], serde_json::json!([]));
	assert_eq!(patch["sudo"]["key"], serde_json::Value::Null);
	assert_eq!(patch["balances"]["balances"].as_array().unwrap().len(), 1);
	state_of(PRODUCTION).execute_with(|| {
		assert!(Session::validators().is_empty());
		for key in Sr25519Keyring::well_known() {
			assert_eq!(Balances::total_balance(&account(key)), 0);
		}
		assert_eq!(pallet_assets::Asset::<Runtime>::iter().count(), 0);
	});
}

#[test]
fn a_filled_in_production_template_works() {
	let mut patch = patch(PRODUCTION);
	let test = crate::common::patch(LOCAL_TESTNET);
	for (pallet, field) in [("session", "keys"), ("council", "members")] {
		patch[pallet][field] = test[pallet][field].clone();
	}
	let operators = &test["genesisConsensus"]["consensus"]["operators"];
	patch["genesisConsensus"]["consensus"]["operators"] = operators.clone();
	let mut balances = patch["balances"]["balances"].as_array().unwrap().clone();
	for operator in [Alice, Bob, Charlie, Dave].map(validator) {
		balances.push(serde_json::json!([operator, 2 * TEST_STAKE as u64]));
	}
	patch["balances"]["balances"] = balances.into();
	let mut state = from_patch(&patch);
	state.execute_with(|| {
		assert_eq!(Session::validators().len(), 4);
		assert_eq!(pallet_validators::Planned::<Runtime>::get().len(), 4);
		run_to_slot(FIRST_SLOT + 2);
		assert_eq!(System::block_number(), 3);
	});
}
