//! A chain with balances and services. The clock, the operators, their stake and the assets are doubles.

use crate as pallet_services;
use crate::{weights, Config, Event, HoldReason};
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	traits::{
		fungible::{HoldConsideration, InspectHold},
		ConstU128, ConstU32, Footprint, Get, LinearStoragePrice,
	},
	weights::Weight,
};
use frame_system::EnsureRoot;
use palisade_primitives::{
	keys::{possession_payload, wrapped, KeySignature, ServiceKey},
	ActiveStake, AssetId, Balance, ConsensusGuard, Epoch, EpochClock, Jail, OnMembershipEnd,
	OperatorRegistry, OperatorStatus, PledgedStake, ServiceId, StakeAssets, StakeKind, StakeView,
	TermsVersion, Totals, CONSENSUS_SERVICE,
};
use palisade_terms::{
	AcceptedAsset, Admission, Condition, Evidence, Formula, Penalty, Proceeds, Resolution,
	StakeKinds, Terms,
};
use sp_core::{ecdsa, ed25519, sr25519, Pair, H256};
use sp_keystore::{testing::MemoryKeystore, KeystoreExt};
use sp_runtime::{traits::Convert, BuildStorage, DispatchResult, Perbill, Perquintill};
use std::collections::BTreeMap;

pub type AccountId = u64;

pub const OWNER: AccountId = 1;
/// Owns another service.
pub const PEER: AccountId = 2;
/// Neither an owner nor an operator.
pub const STRANGER: AccountId = 3;
/// Has nothing at genesis.
pub const POOR: AccountId = 4;
/// Operators.
pub const OPS: [AccountId; 4] = [11, 12, 13, 14];

/// The epoch in which tests start.
pub const START: Epoch = 20;
/// The unbonding period of most tests.
pub const U: Epoch = 6;
/// The notice of new terms in most tests.
pub const NOTICE: Epoch = 2;
pub const GENESIS: H256 = H256([0x42; 32]);

pub const EXISTENTIAL: Balance = 10;
pub const BASE: Balance = 1_000;
pub const PER_BYTE: Balance = 1;
pub const WEALTH: Balance = 10_000_000;
pub const MAX_METADATA: u32 = 256;
pub const METADATA: &[u8] = b"a service";
/// The least value of a member under [`terms`].
pub const MIN_VALUE: Balance = 100;

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
	pub type Services = pallet_services;
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
	type ExistentialDeposit = ConstU128<EXISTENTIAL>;
}

parameter_types! {
	pub static CurrentEpoch: Epoch = START;
	pub static UnbondingEpochs: Epoch = U;
	pub static AnnouncedFall: Option<Epoch> = None;
	pub static TermsNotice: Epoch = NOTICE;
	pub static BreakerWindow: Epoch = 1;
	pub static OperatorMap: BTreeMap<AccountId, OperatorStatus> = BTreeMap::new();
	/// Values that differ from the default one.
	pub static Values: BTreeMap<(AccountId, ServiceId, Epoch), Balance> = BTreeMap::new();
	pub static DefaultValue: Balance = 0;
	/// Who is excluded from which service in which epoch.
	pub static Jailed: Vec<(ServiceId, AccountId, Epoch)> = Vec::new();
	/// The ends of memberships that the ledger was told of.
	pub static Ends: Vec<(ServiceId, AccountId, Epoch)> = Vec::new();
	pub static AssetList: Vec<AssetId> = Vec::new();
	pub static NotSpared: Vec<AccountId> = Vec::new();
	pub const ServiceHold: RuntimeHoldReason = RuntimeHoldReason::Services(HoldReason::Service);
	pub const MembershipHold: RuntimeHoldReason =
		RuntimeHoldReason::Services(HoldReason::Membership);
}

/// As U, unless a fall of it was announced.
pub struct AssuredUnbonding;
impl Get<Epoch> for AssuredUnbonding {
	fn get() -> Epoch {
		AnnouncedFall::get().unwrap_or(UnbondingEpochs::get())
	}
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
		OperatorMap::get().get(who).copied()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn register_for_benchmark(who: &AccountId) {
		set_status(*who, OperatorStatus::Active);
	}
}

pub struct Stake;
impl StakeView<AccountId> for Stake {
	/// Two assets, so that values have to be added up.
	fn pledged(operator: &AccountId, service: ServiceId, epoch: Epoch) -> Vec<PledgedStake> {
		let value = Values::get().get(&(*operator, service, epoch)).copied();
		let value = value.unwrap_or(DefaultValue::get());
		let stake = |asset, value| PledgedStake {
			asset,
			amount: value / 2,
			value,
			kind: StakeKind::Shared,
		};
		vec![stake(AssetId::Native, value / 3), stake(AssetId::WithId(1), value - value / 3)]
	}

	fn pledged_now(operator: &AccountId, service: ServiceId) -> Vec<PledgedStake> {
		Self::pledged(operator, service, CurrentEpoch::get())
	}

	fn active_stake(_: &AccountId, _: &AssetId) -> ActiveStake {
		ActiveStake::default()
	}

	fn totals(_: ServiceId, _: Epoch) -> Option<Totals> {
		None
	}

	fn add_up(_: ServiceId, _: Epoch) -> DispatchResult {
		Ok(())
	}

	fn add_up_weight() -> Weight {
		Weight::zero()
	}

	fn look_up_weight(_: u32) -> Weight {
		Weight::zero()
	}

	fn pledged_value(_: Epoch) -> Balance {
		0
	}

	fn value_at(_: Epoch, _: &AssetId, amount: Balance) -> Balance {
		amount
	}
}

/// Excludes whom a test says.
pub struct Prison;
impl Jail<AccountId> for Prison {
	fn is_jailed(service: ServiceId, operator: &AccountId, epoch: Epoch) -> bool {
		Jailed::get().contains(&(service, *operator, epoch))
	}
}

pub struct Ledger;
impl OnMembershipEnd<AccountId> for Ledger {
	fn on_membership_end(service: ServiceId, operator: &AccountId, stops_at: Epoch) {
		Ends::mutate(|ends| ends.push((service, *operator, stops_at)));
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn pledge_for_benchmark(_: ServiceId, _: &AccountId) {}
}

/// Whom consensus cannot spare: whom a test says.
pub struct Spared;
impl ConsensusGuard<AccountId> for Spared {
	fn release(service: ServiceId, operator: &AccountId) -> bool {
		service != CONSENSUS_SERVICE || !NotSpared::get().contains(operator)
	}

	fn release_weight(service: ServiceId) -> Weight {
		Weight::from_parts(u64::from(service == CONSENSUS_SERVICE), 0)
	}
}

pub struct Assets;
impl StakeAssets for Assets {
	fn is_registered(asset: &AssetId) -> bool {
		AssetList::get().contains(asset)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn register_for_benchmark() -> AssetId {
		let asset = AssetId::WithId(1_000 + AssetList::get().len() as u32);
		AssetList::mutate(|list| list.push(asset.clone()));
		asset
	}
}

/// What a footprint costs.
pub type Price = LinearStoragePrice<ConstU128<BASE>, ConstU128<PER_BYTE>, Balance>;

impl Config for Test {
	type Clock = Clock;
	type Operators = Registry;
	type Stake = Stake;
	type Jail = Prison;
	type OnMembershipEnd = Ledger;
	type StakeAssets = Assets;
	type Consensus = Spared;
	type GovernanceOrigin = EnsureRoot<AccountId>;
	type UnbondingEpochs = UnbondingEpochs;
	type AssuredUnbonding = AssuredUnbonding;
	type TermsNotice = TermsNotice;
	type BreakerWindow = BreakerWindow;
	type ServiceDeposit = HoldConsideration<AccountId, Balances, ServiceHold, Price>;
	type MembershipDeposit = HoldConsideration<AccountId, Balances, MembershipHold, Price>;
	type MaxMetadata = ConstU32<MAX_METADATA>;
	type WeightInfo = weights::SubstrateWeight<Test>;
}

pub fn new_test_ext() -> sp_io::TestExternalities {
	CurrentEpoch::set(START);
	UnbondingEpochs::set(U);
	AnnouncedFall::set(None);
	TermsNotice::set(NOTICE);
	BreakerWindow::set(1);
	OperatorMap::set(OPS.into_iter().map(|who| (who, OperatorStatus::Active)).collect());
	Values::set(BTreeMap::new());
	DefaultValue::set(MIN_VALUE);
	Ends::set(Vec::new());
	Jailed::set(Vec::new());
	NotSpared::set(Vec::new());
	AssetList::set(vec![AssetId::Native, AssetId::WithId(1)]);
	let rich = [OWNER, PEER, STRANGER].into_iter().chain(OPS).map(|who| (who, WEALTH));
	let mut ext: sp_io::TestExternalities = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig { balances: rich.collect(), ..Default::default() },
		..Default::default()
	}
	.build_storage()
	.expect("the genesis is valid")
	.into();
	// Benchmarks sign with it.
	ext.register_extension(KeystoreExt::new(MemoryKeystore::new()));
	ext.execute_with(|| {
		System::set_block_number(1);
		frame_system::BlockHash::<Test>::insert(0u64, GENESIS);
	});
	ext
}

/// Runs `test`, then checks the registry and its deposits.
pub fn with_registry(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		check_registry();
	});
}

/// The registry is sound, and what is held on each account is the price of its services and of its records.
pub fn check_registry() {
	Services::do_try_state().unwrap();
	let mut prices = BTreeMap::<(AccountId, bool), Balance>::new();
	for entry in pallet_services::Services::<Test>::iter_values() {
		if entry.deposit.is_none() {
			continue;
		}
		let footprint = Services::service_footprint(&entry.metadata, &entry.timeline);
		*prices.entry((entry.owner, true)).or_default() += price(footprint);
	}
	for (_, operator, _) in pallet_services::Memberships::<Test>::iter() {
		*prices.entry((operator, false)).or_default() += record_price();
	}
	let mut held = BTreeMap::new();
	for (who, holds) in pallet_balances::Holds::<Test>::iter() {
		for hold in holds {
			held.insert((who, hold.id == ServiceHold::get()), hold.amount);
		}
	}
	assert_eq!(held, prices, "what is held of each account, for services or not");
}

pub fn price(footprint: Footprint) -> Balance {
	Price::convert(footprint)
}

/// What a membership record costs.
pub fn record_price() -> Balance {
	price(Services::membership_footprint())
}

/// What is held of `who` for services.
pub fn held_for_services(who: AccountId) -> Balance {
	Balances::balance_on_hold(&ServiceHold::get(), &who)
}

/// What is held of `who` for applications and memberships.
pub fn held_for_records(who: AccountId) -> Balance {
	Balances::balance_on_hold(&MembershipHold::get(), &who)
}

pub fn set_status(who: AccountId, status: OperatorStatus) {
	OperatorMap::mutate(|map| {
		map.insert(who, status);
	});
}

pub fn at(epoch: Epoch) {
	CurrentEpoch::set(epoch);
}

/// Lawful terms of a service that everybody may join.
pub fn terms() -> Terms<AccountId> {
	let double_sign = Condition {
		evidence: Evidence::DoubleSign,
		penalty: Penalty { formula: Formula::constant(Perquintill::from_percent(5)), look_back: 0 },
		evidence_age: 3,
		resolution: Resolution::Immediate,
		proceeds: Proceeds { bounty: Perbill::from_percent(1), restitution: None },
		jail: 0,
	};
	let native = AcceptedAsset { asset: AssetId::Native, kinds: StakeKinds::Both };
	Terms {
		assets: vec![native].try_into().expect("one asset"),
		min_operator_value: MIN_VALUE,
		max_operators: 3,
		admission: Admission::Open,
		conditions: vec![double_sign].try_into().expect("one condition"),
		max_slash_per_epoch: Perquintill::from_percent(10),
		reward_assets: vec![AssetId::Native].try_into().expect("one asset"),
		security_target: None,
	}
}

/// The same for a service whose owner decides who joins.
pub fn approval_terms() -> Terms<AccountId> {
	Terms { admission: Admission::Approval, ..terms() }
}

/// A key pair of any scheme.
// A test has a handful of them.
#[allow(clippy::large_enum_variant)]
pub enum KeyPair {
	Ed25519(ed25519::Pair),
	Sr25519(sr25519::Pair),
	Ecdsa(ecdsa::Pair),
}

impl KeyPair {
	pub fn key(&self) -> ServiceKey {
		match self {
			Self::Ed25519(pair) => ServiceKey::Ed25519(pair.public()),
			Self::Sr25519(pair) => ServiceKey::Sr25519(pair.public()),
			Self::Ecdsa(pair) => ServiceKey::Ecdsa(pair.public()),
		}
	}

	pub fn sign(&self, message: &[u8]) -> KeySignature {
		match self {
			Self::Ed25519(pair) => KeySignature::Ed25519(pair.sign(message)),
			Self::Sr25519(pair) => KeySignature::Sr25519(pair.sign(message)),
			Self::Ecdsa(pair) => KeySignature::Ecdsa(pair.sign(message)),
		}
	}
}

/// A key pair of each scheme: ed25519, sr25519, ecdsa.
pub fn pairs(seed: u32) -> [KeyPair; 3] {
	let mut bytes = [7; 32];
	bytes[..4].copy_from_slice(&seed.to_le_bytes());
	[
		KeyPair::Ed25519(ed25519::Pair::from_seed(&bytes)),
		KeyPair::Sr25519(sr25519::Pair::from_seed(&bytes)),
		KeyPair::Ecdsa(ecdsa::Pair::from_seed(&bytes)),
	]
}

/// A key pair. The schemes take turns with the seeds.
pub fn pair(seed: u32) -> KeyPair {
	let [ed25519, sr25519, ecdsa] = pairs(seed);
	match seed % 3 {
		0 => ed25519,
		1 => sr25519,
		_ => ecdsa,
	}
}

pub fn key(seed: u32) -> ServiceKey {
	pair(seed).key()
}

/// What a proof for this chain signs.
pub fn payload(service: ServiceId, operator: AccountId, key: &ServiceKey) -> Vec<u8> {
	possession_payload(&GENESIS, service, &operator, key)
}

/// The key of `pair`, and the proof that `operator` holds it for `service`.
pub fn prove(
	service: ServiceId,
	operator: AccountId,
	pair: &KeyPair,
) -> (ServiceKey, KeySignature) {
	let key = pair.key();
	(key, pair.sign(&payload(service, operator, &key)))
}

/// As [`prove`], signed by a wallet.
pub fn prove_wrapped(
	service: ServiceId,
	operator: AccountId,
	pair: &KeyPair,
) -> (ServiceKey, KeySignature) {
	let key = pair.key();
	(key, pair.sign(&wrapped(&payload(service, operator, &key))))
}

/// Creates a service and forgets the events.
pub fn create(owner: AccountId, terms: Terms<AccountId>) -> ServiceId {
	assert_ok!(Services::create(signed(owner), terms, METADATA.to_vec()));
	match take_events().pop() {
		Some(Event::Created { service, .. }) => service,
		other => panic!("no service was created: {other:?}"),
	}
}

/// The latest version of the terms of `service`.
pub fn latest(service: ServiceId) -> TermsVersion {
	pallet_services::Services::<Test>::get(service)
		.and_then(|entry| entry.timeline.latest().map(|version| version.number))
		.unwrap_or(1)
}

/// Applies with the latest version and the key of that seed.
pub fn apply(operator: AccountId, service: ServiceId, seed: u32) -> DispatchResult {
	let (key, proof) = prove(service, operator, &pair(seed));
	Services::apply(signed(operator), service, latest(service), key, proof)
}

/// Applies with success, and forgets the events.
pub fn join(operator: AccountId, service: ServiceId, seed: u32) {
	assert_ok!(apply(operator, service, seed));
	take_events();
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// The events of this pallet since the last call.
pub fn take_events() -> Vec<Event<Test>> {
	let events = System::read_events_for_pallet::<Event<Test>>();
	System::reset_events();
	events
}
