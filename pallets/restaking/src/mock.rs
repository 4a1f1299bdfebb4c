//! A chain with native tokens, two governed assets and three operators. The clock, the operators, the services and what
//! assets are worth are doubles.

use crate as pallet_restaking;
use crate::*;
use frame_support::{
	derive_impl, parameter_types,
	traits::{
		fungible::{self, HoldConsideration, InspectHold, NativeFromLeft},
		fungibles::Inspect,
		AsEnsureOriginWithArg, ConstU128, ConstU32, Equals, LinearStoragePrice,
	},
	weights::Weight,
	PalletId,
};
use frame_system::{EnsureRoot, EnsureSigned};
use palisade_primitives::{
	AssetId, AssetRates, Balance, ConsensusGuard, Epoch, EpochClock, GovernedTeam, OnMembershipEnd,
	OperatorRegistry, OperatorStatus, PledgeRefusal, PledgedStake, ServiceId, ServiceRegistry,
	StakeKind, StakeView, CONSENSUS_SERVICE,
};
use sp_runtime::{BuildStorage, FixedU128, Perbill};
use std::collections::BTreeMap;

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

/// Services that all operators belong to and that accept both registered assets as stake of either kind.
pub const SERVICES: [ServiceId; 5] = [1, 2, 3, 4, 5];
/// The epoch in which tests start.
pub const START: Epoch = 5;
/// The unbonding period of most tests.
pub const U: Epoch = 6;
/// Epochs between the announcement of a higher pledge and its effect.
pub const NOTICE: Epoch = 2;

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
	pub static CurrentEpoch: Epoch = START;
	pub static OperatorList: Vec<AccountId> = OPS.to_vec();
	pub static PausedList: Vec<AccountId> = vec![];
	pub const PoolsId: PalletId = PalletId(*b"pal/rstk");
	pub const Governor: AccountId = GOVERNANCE;
	pub const Treasurer: AccountId = TREASURY;
	/// The first epoch of each membership, and the first one after it.
	pub static Members: BTreeMap<(ServiceId, AccountId), (Epoch, Option<Epoch>)> = BTreeMap::new();
	/// What services do not accept.
	pub static Refused: Vec<(ServiceId, AssetId, StakeKind, PledgeRefusal)> = Vec::new();
	/// The least value of a member that counts.
	pub static MinimumValue: Balance = 0;
	pub static RequiredUnbonding: Epoch = 0;
	pub static RateMap: BTreeMap<u32, FixedU128> = BTreeMap::new();
	pub const AllocationHold: RuntimeHoldReason =
		RuntimeHoldReason::Restaking(HoldReason::Allocation);
}

/// Most blocks of an epoch.
pub const BLOCKS_PER_EPOCH: u32 = 100;

pub struct Clock;
impl EpochClock for Clock {
	fn current_epoch() -> Epoch {
		CurrentEpoch::get()
	}

	fn blocks_per_epoch() -> u32 {
		BLOCKS_PER_EPOCH
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

/// Services with memberships that tests begin and end.
pub struct ServiceDouble;
impl ServiceRegistry<AccountId> for ServiceDouble {
	fn may_pledge(
		service: ServiceId,
		operator: &AccountId,
		asset: &AssetId,
		kind: StakeKind,
	) -> Result<(), PledgeRefusal> {
		let now = CurrentEpoch::get();
		let members = Members::get();
		let ends = members.get(&(service, *operator)).map(|(_, ends)| *ends);
		if ends.is_none_or(|ends| ends.is_some_and(|ends| ends <= now)) {
			return Err(PledgeRefusal::NotMember);
		}
		let refused = Refused::get();
		let refusal = refused.iter().find(|(s, a, k, _)| (*s, a, *k) == (service, asset, kind));
		refusal.map_or(Ok(()), |(.., refusal)| Err(*refusal))
	}

	fn ended_at(service: ServiceId, operator: &AccountId) -> Option<Epoch> {
		let (_, ends) = Members::get().get(&(service, *operator)).copied()?;
		ends.filter(|ends| *ends <= CurrentEpoch::get())
	}

	fn is_member(service: ServiceId, operator: &AccountId, epoch: Epoch) -> bool {
		Members::get()
			.get(&(service, *operator))
			.is_some_and(|(from, ends)| *from <= epoch && ends.is_none_or(|ends| epoch < ends))
	}

	fn counting_stake(
		service: ServiceId,
		operator: &AccountId,
		epoch: Epoch,
	) -> Option<Vec<PledgedStake>> {
		let pledged = <Restaking as StakeView<AccountId>>::pledged(operator, service, epoch);
		let counts = Self::is_member(service, operator, epoch)
			&& PledgedStake::value_of(&pledged) >= MinimumValue::get();
		counts.then_some(pledged)
	}

	fn members_after(service: ServiceId, after: Option<&AccountId>, limit: u32) -> Vec<AccountId> {
		let members = Members::get().into_keys().filter(|(of, _)| *of == service);
		let operators = members.map(|(_, operator)| operator);
		operators
			.filter(|operator| after.is_none_or(|after| operator > after))
			.take(limit as usize)
			.collect()
	}

	fn required_unbonding() -> Epoch {
		RequiredUnbonding::get()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn create_for_benchmark(_: &[AssetId], operators: &[AccountId]) -> ServiceId {
		Members::mutate(|members| {
			let service = members.keys().map(|(service, _)| *service).max().unwrap_or(0) + 1;
			for operator in operators {
				members.insert((service, *operator), (0, None));
			}
			service
		})
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn need_each_unbonding_for_benchmark() {
		RequiredUnbonding::set(palisade_primitives::MAX_UNBONDING_EPOCHS);
	}
}

/// Ends a membership from `stops_at` on; the ledger learns of it when it next looks.
pub fn end_membership(service: ServiceId, operator: AccountId, stops_at: Epoch) {
	Members::mutate(|members| {
		let membership = members.get_mut(&(service, operator)).expect("a member");
		membership.1 = Some(stops_at);
	});
}

/// Ends a membership by an act of today, of which the ledger is told.
pub fn leave(service: ServiceId, operator: AccountId) {
	let stops_at = CurrentEpoch::get() + 1;
	end_membership(service, operator, stops_at);
	Restaking::on_membership_end(service, &operator, stops_at);
}

pub struct RateDouble;
impl AssetRates for RateDouble {
	fn rate(asset: &AssetId) -> Option<FixedU128> {
		match asset {
			AssetId::Native => None,
			AssetId::WithId(id) => RateMap::get().get(id).copied(),
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn set_rate_for_benchmark(asset: &AssetId, rate: FixedU128) {
		if let AssetId::WithId(id) = asset {
			RateMap::mutate(|rates| rates.insert(*id, rate));
		}
	}
}

/// Native tokens and assets as one.
pub type NativeAndAssets = fungible::UnionOf<Balances, Assets, NativeFromLeft, AssetId, AccountId>;

parameter_types! {
	/// Whom the chain's own consensus cannot spare.
	pub static NotSpared: Vec<AccountId> = Vec::new();
}

pub struct Spared;
impl ConsensusGuard<AccountId> for Spared {
	fn release(service: ServiceId, operator: &AccountId) -> bool {
		service != CONSENSUS_SERVICE || !NotSpared::get().contains(operator)
	}

	fn release_weight(service: ServiceId) -> Weight {
		Weight::from_parts(u64::from(service == CONSENSUS_SERVICE), 0)
	}
}

impl Config for Test {
	type Assets = NativeAndAssets;
	type AssetGovernance = GovernedTeam<Assets, Equals<Governor>, AccountId>;
	type GovernanceOrigin = EnsureRoot<AccountId>;
	type Treasury = Treasurer;
	type Operators = Registry;
	type Services = ServiceDouble;
	type Consensus = Spared;
	type Rates = RateDouble;
	type AllocationNotice = ConstU32<NOTICE>;
	type AllocationDeposit = HoldConsideration<
		AccountId,
		Balances,
		AllocationHold,
		LinearStoragePrice<ConstU128<0>, ConstU128<1>, Balance>,
	>;
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
		let free = (1_000..).find(|id| !Assets::asset_exists(*id)).expect("an id is free");
		Assets::force_create(RuntimeOrigin::root(), free, GOVERNANCE, true, MINIMUM).unwrap();
		AssetId::WithId(free)
	}
}

pub fn config() -> AssetConfig {
	AssetConfig {
		min_delegation: MIN_DELEGATION,
		cap_per_pool: CAP,
		haircut: Perbill::from_percent(10),
		leverage: 3,
		accepting: true,
	}
}

pub fn new_test_ext() -> sp_io::TestExternalities {
	CurrentEpoch::set(START);
	OperatorList::set(OPS.to_vec());
	PausedList::set(vec![]);
	let memberships = SERVICES.iter().flat_map(|service| OPS.map(|operator| (*service, operator)));
	Members::set(memberships.map(|membership| (membership, (0, None))).collect());
	Refused::set(Vec::new());
	MinimumValue::set(0);
	NotSpared::set(Vec::new());
	RequiredUnbonding::set(0);
	RateMap::set([(1, FixedU128::from_rational(3, 2))].into());
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
			unbonding_epochs: U,
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

/// What is held of `who` for the pledges of its pools.
pub fn held_for_pledges(who: AccountId) -> Balance {
	Balances::balance_on_hold(&AllocationHold::get(), &who)
}

/// The events of this pallet since the last call.
pub fn take_events() -> Vec<Event<Test>> {
	let events = System::read_events_for_pallet::<Event<Test>>();
	System::reset_events();
	events
}
