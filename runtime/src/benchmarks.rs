//! Which benchmarks this runtime runs, and what they need from it. Those of sessions, heartbeats and faults of
//! validators are the runtime's own.
//!
//! Not listed: `pallet_offences`, `pallet_epochs`, `pallet_authorship`, `pallet_authority_discovery` and the genesis-only
//! pallets, which have nothing to measure.

mod babe;
mod grandpa;
mod im_online;
mod session;
mod validators;

use crate::{configs::GovernanceAccount, *};
use alloc::string::String;
use frame_benchmarking::{define_benchmarks, BenchmarkBatch, BenchmarkConfig, BenchmarkList};
use frame_support::traits::{
	fungibles::{Create, Inspect},
	StorageInfo, StorageInfoTrait, WhitelistedStorageKeys,
};
use palisade_primitives::{OnMembershipEnd, OperatorRegistry, ServiceRegistry};

use self::{
	babe::Pallet as BabeBench, grandpa::Pallet as GrandpaBench, im_online::Pallet as ImOnlineBench,
	session::Pallet as SessionBench,
};
use frame_benchmarking::baseline::Pallet as BaselineBench;
use frame_system_benchmarking::{
	extensions::Pallet as SystemExtensionsBench, Pallet as SystemBench,
};

define_benchmarks!(
	[frame_benchmarking, BaselineBench::<Runtime>]
	[frame_system, SystemBench::<Runtime>]
	[frame_system_extensions, SystemExtensionsBench::<Runtime>]
	[pallet_timestamp, Timestamp]
	[pallet_babe, BabeBench::<Runtime>]
	[pallet_balances, Balances]
	[pallet_assets, Assets]
	[pallet_asset_rate, AssetRate]
	[pallet_transaction_payment, TransactionPayment]
	[pallet_operators, Operators]
	[pallet_services, Services]
	[pallet_restaking, Restaking]
	[pallet_slashing, Slashing]
	[pallet_validators, Validators]
	[pallet_session, SessionBench::<Runtime>]
	[pallet_grandpa, GrandpaBench::<Runtime>]
	[pallet_im_online, ImOnlineBench::<Runtime>]
	[pallet_treasury, Treasury]
	[pallet_collective, Council]
	[pallet_whitelist, Whitelist]
	[pallet_utility, Utility]
	[pallet_multisig, Multisig]
	[pallet_proxy, Proxy]
	[pallet_scheduler, Scheduler]
	[pallet_preimage, Preimage]
	[pallet_parameters, Parameters]
	[pallet_migrations, Migrations]
	[pallet_sudo, Sudo]
);

impl frame_benchmarking::baseline::Config for Runtime {}
impl frame_system_benchmarking::Config for Runtime {}
impl pallet_transaction_payment::BenchmarkConfig for Runtime {}

/// See [`frame_benchmarking::Benchmark::benchmark_metadata`].
pub(crate) fn metadata(extra: bool) -> (Vec<BenchmarkList>, Vec<StorageInfo>) {
	let mut list = Vec::new();
	list_benchmarks!(list, extra);
	(list, AllPalletsWithSystem::storage_info())
}

/// See [`frame_benchmarking::Benchmark::dispatch_benchmark`].
pub(crate) fn dispatch(config: BenchmarkConfig) -> Result<Vec<BenchmarkBatch>, String> {
	let whitelist = AllPalletsWithSystem::whitelisted_storage_keys();
	let mut batches = Vec::new();
	let params = (&config, &whitelist);
	add_benchmarks!(params, batches);
	Ok(batches)
}

/// Makes asset ids for benchmarks: any but the native one, which needs no rate, and the low ones, which have one from genesis.
pub struct AssetKinds;

impl AssetKinds {
	fn create(seed: u32) -> AssetId {
		AssetId::WithId(seed.saturating_add(1_000_000))
	}
}

impl pallet_asset_rate::AssetKindFactory<AssetId> for AssetKinds {
	fn create_asset_kind(seed: u32) -> AssetId {
		Self::create(seed)
	}
}

impl pallet_treasury::ArgumentsFactory<AssetId, AccountId> for AssetKinds {
	fn create_asset_kind(seed: u32) -> AssetId {
		Self::create(seed)
	}

	fn create_beneficiary(seed: [u8; 32]) -> AccountId {
		seed.into()
	}
}

/// Makes assets for the ledger's benchmarks, and members with stake for those of slashing.
pub struct RestakingAssets;

impl pallet_restaking::BenchmarkHelper<AccountId> for RestakingAssets {
	fn create_governed_asset() -> AssetId {
		let free = (1_000u32..)
			.find(|id| !<Assets as Inspect<AccountId>>::asset_exists(*id))
			.expect("fewer assets exist than ids; qed");
		<Assets as Create<AccountId>>::create(free, GovernanceAccount::get(), true, PAL)
			.expect("the id is free; qed");
		AssetId::WithId(free)
	}
}

impl pallet_slashing::BenchmarkHelper<AccountId> for RestakingAssets {
	fn service_with_member(operator: &AccountId) -> ServiceId {
		Operators::register_for_benchmark(operator);
		let service = Services::create_for_benchmark(&[], core::slice::from_ref(operator));
		Restaking::pledge_for_benchmark(service, operator);
		service
	}

	fn fund(who: &AccountId) {
		use frame_support::traits::fungible::Mutate;
		// Pools of a benchmark hold a million minimum balances of each asset.
		Balances::mint_into(who, 1_000_000_000 * PAL).expect("nobody holds that much; qed");
	}
}

impl pallet_validators::BenchmarkHelper<AccountId> for RestakingAssets {
	fn found_consensus(candidates: u32) {
		use codec::Decode;
		use frame_support::traits::fungible::Mutate;
		use palisade_primitives::{keys::ServiceKey, EpochClock, StakeKind, CONSENSUS_SERVICE};
		use sp_core::sr25519;
		use sp_runtime::traits::TrailingZeroInput;

		// Without those of the preset.
		let members = pallet_services::Memberships::<Runtime>::clear_prefix(
			CONSENSUS_SERVICE,
			u32::MAX,
			None,
		);
		assert!(members.maybe_cursor.is_none());
		let terms = Services::terms_at(CONSENSUS_SERVICE, Epochs::current_epoch());
		let (_, terms) = terms.expect("genesis founds service 0; qed");
		Services::found_consensus(GovernanceAccount::get(), terms).expect("they are lawful; qed");
		for index in 0..candidates {
			let operator: AccountId = frame_benchmarking::account("candidate", index, 0);
			Operators::register_for_benchmark(&operator);
			Balances::mint_into(&operator, 1_000_000 * PAL).expect("nobody holds that much; qed");
			let mut key = [1u8; 32];
			key[..4].copy_from_slice(&index.to_le_bytes());
			let key = ServiceKey::Sr25519(sr25519::Public::from_raw(key));
			Services::enlist(&operator, key).expect("there is room; qed");
			let native = AssetId::Native;
			let stake = genesis_presets::TEST_STAKE;
			Restaking::do_delegate(operator.clone(), operator.clone(), native.clone(), stake)
				.expect("it was funded; qed");
			let half = palisade_primitives::FULL_MAGNITUDE / 2;
			let (service, kind) = (CONSENSUS_SERVICE, StakeKind::Exclusive);
			Restaking::allocate_at_genesis(&operator, service, &native, half, kind)
				.expect("nothing is pledged yet; qed");
			let keys = SessionKeys::decode(&mut TrailingZeroInput::new(&index.to_le_bytes()))
				.expect("keys are bytes; qed");
			pallet_session::NextKeys::<Runtime>::insert(&operator, keys);
		}
	}
}
