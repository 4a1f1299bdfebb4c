//! A chain with native tokens, two governed assets and three operators.

use crate as pallet_restaking;
use crate::*;
use frame_support::{
	derive_impl, parameter_types,
	traits::{
		fungible::{self, NativeFromLeft},
		fungibles::Inspect,
		AsEnsureOriginWithArg, ConstU128, Equals,
	},
	PalletId,
};
use frame_system::{EnsureRoot, EnsureSigned};
use palisade_primitives::{
	AssetId, Balance, Epoch, EpochClock, GovernedTeam, OperatorRegistry, OperatorStatus,
};
use sp_runtime::{BuildStorage, Perbill};

pub type AccountId = u64;

pub const NATIVE: AssetId = AssetId::Native;
/// Registered from genesis.
pub const STAKED_DOT: AssetId = AssetId::WithId(1);
/// Governed, not registered.
pub const STAKED_KSM: AssetId = AssetId::WithId(2);
/// Its owner is an ordinary account.
pub const MEME: AssetId = AssetId::WithId(3);

pub const ALICE: AccountId = 1;
pub const BOB: AccountId = 2;
pub const CHARLIE: AccountId = 3;
/// Operators.
pub const OPS: [AccountId; 3] = [11, 12, 13];
pub const OP: AccountId = OPS[0];
pub const GOVERNANCE: AccountId = 90;
pub const TREASURY: AccountId = 91;

/// Minimum balance of every asset.
pub const MINIMUM: Balance = 10;
/// `min_delegation` of every registered asset.
pub const MIN_DELEGATION: Balance = 100;
pub const CAP: Balance = 1_000_000_000;
/// What every user has of every asset at genesis.
pub const WEALTH: Balance = 1_000_000;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeHoldReason,
		RuntimeFreezeReason,
		RuntimeTask
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(2)]
	pub type Assets = pallet_assets;
	#[runtime::pallet_index(3)]
	pub type Restaking = pallet_restaking;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = Balance;
	type AccountStore = System;
	type ExistentialDeposit = ConstU128<MINIMUM>;
}

#[derive_impl(pallet_assets::config_preludes::TestDefaultConfig)]
impl pallet_assets::Config for Test {
	type Balance = Balance;
	type AssetId = u32;
	type AssetIdParameter = u32;
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureSigned<AccountId>>;
	type ForceOrigin = EnsureRoot<AccountId>;
	type Freezer = ();
	type Holder = ();
	type CallbackHandle = ();
}

parameter_types! {
	pub static CurrentEpoch: Epoch = 0;
	pub static OperatorList: Vec<AccountId> = OPS.to_vec();
	pub static PausedList: Vec<AccountId> = vec![];
	pub const PoolsId: PalletId = PalletId(*b"pal/rstk");
	pub const Governor: AccountId = GOVERNANCE;
	pub const Treasurer: AccountId = TREASURY;
}

pub struct Clock;
impl EpochClock for Clock {
	fn current_epoch() -> Epoch {
		CurrentEpoch::get()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn set_epoch(epoch: Epoch) {
		CurrentEpoch::set(epoch);
	}
}

pub struct Registry;
impl OperatorRegistry<AccountId> for Registry {
	fn status(who: &AccountId) -> Option<OperatorStatus> {
		let status = if PausedList::get().contains(who) {
			OperatorStatus::Paused
		} else {
			OperatorStatus::Active
		};
		OperatorList::get().contains(who).then_some(status)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn register_for_benchmark(who: &AccountId) {
		OperatorList::mutate(|list| list.push(*who));
	}
}

/// Native tokens and assets as one.
pub type NativeAndAssets = fungible::UnionOf<Balances, Assets, NativeFromLeft, AssetId, AccountId>;

impl Config for Test {
	type Assets = NativeAndAssets;
	type AssetGovernance = GovernedTeam<Assets, Equals<Governor>, AccountId>;
	type GovernanceOrigin = EnsureRoot<AccountId>;
	type EndowmentSource = Treasurer;
	type Operators = Registry;
	type Clock = Clock;
	type PalletId = PoolsId;
	type WeightInfo = weights::SubstrateWeight<Test>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = CreateAsset;
}

#[cfg(feature = "runtime-benchmarks")]
pub struct CreateAsset;
#[cfg(feature = "runtime-benchmarks")]
impl BenchmarkHelper<AccountId> for CreateAsset {
	fn create_governed_asset() -> AssetId {
		Assets::force_create(RuntimeOrigin::root(), 1_000, GOVERNANCE, true, MINIMUM).unwrap();
		AssetId::WithId(1_000)
	}
}

pub fn config() -> AssetConfig {
	AssetConfig {
		min_delegation: MIN_DELEGATION,
		cap_per_pool: CAP,
		haircut: Perbill::from_percent(10),
	}
}

pub fn new_test_ext() -> sp_io::TestExternalities {
	CurrentEpoch::set(5);
	OperatorList::set(OPS.to_vec());
	PausedList::set(vec![]);
	let users: Vec<AccountId> = [ALICE, BOB, CHARLIE, TREASURY].into_iter().chain(OPS).collect();
	let ids = [1, 2, 3];
	let mut ext: sp_io::TestExternalities = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: users.iter().map(|who| (*who, WEALTH)).collect(),
			..Default::default()
		},
		assets: pallet_assets::GenesisConfig {
			assets: ids
				.iter()
				.map(|id| (*id, if *id == 3 { ALICE } else { GOVERNANCE }, true, MINIMUM))
				.collect(),
			accounts: ids
				.iter()
				.flat_map(|id| users.iter().map(move |who| (*id, *who, WEALTH)))
				.collect(),
			..Default::default()
		},
		restaking: GenesisConfig {
			assets: vec![(NATIVE, config()), (STAKED_DOT, config())],
			..Default::default()
		},
		..Default::default()
	}
	.build_storage()
	.expect("the genesis is valid")
	.into();
	ext.execute_with(|| System::set_block_number(1));
	ext
}

/// Runs `test`, then checks the ledger, and that nobody gave to the pool account.
pub fn with_ledger(test: impl FnOnce()) {
	with_gift(|| {
		test();
		[0; 3]
	});
}

/// As [`with_ledger`], for a test that sends the returned amounts (native, asset 1, asset 2) to the pool account.
pub fn with_gift(test: impl FnOnce() -> [Balance; 3]) {
	new_test_ext().execute_with(|| {
		let gifts = test();
		check_ledger(gifts);
	});
}

pub fn check_ledger(gifts: [Balance; 3]) {
	Restaking::do_try_state().unwrap();
	for (asset, gift) in [NATIVE, STAKED_DOT, STAKED_KSM].into_iter().zip(gifts) {
		if AcceptedAssets::<Test>::contains_key(&asset) {
			assert_eq!(
				Restaking::unclaimed_surplus(&asset),
				Ok(gift),
				"law of the ledger, {asset:?}"
			);
		}
	}
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// What `who` holds outside the ledger.
pub fn wallet(who: AccountId, asset: &AssetId) -> Balance {
	NativeAndAssets::total_balance(asset.clone(), &who)
}

/// The events of this pallet since the last call.
pub fn take_events() -> Vec<Event<Test>> {
	let events = System::read_events_for_pallet::<Event<Test>>();
	System::reset_events();
	events
}
