//! A chain with the real registries and the real ledger: two assets, one of them native, three operators, delegators and two
//! services. The clock and what assets are worth are doubles.

use crate as pallet_slashing;
use crate::*;
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	traits::{
		fungible::{self, HoldConsideration, InspectHold, NativeFromLeft},
		fungibles::Inspect,
		AsEnsureOriginWithArg, ConstU128, ConstU32, Equals, Hooks, LinearStoragePrice,
	},
	weights::Weight,
	PalletId,
};
use frame_system::{EnsureRoot, EnsureSigned};
use palisade_primitives::{
	keys::{possession_payload, statement_payload, wrapped, KeySignature, ServiceKey},
	AssetId, AssetRates, Balance, Epoch, EpochClock, GovernedTeam, ServiceId, SlashId, StakeKind,
};
use palisade_terms::{
	AcceptedAsset, Admission, Condition, Evidence, Formula, Penalty, Proceeds, Resolution,
	Restitution, StakeKinds, Terms,
};
use pallet_restaking::AssetConfig;
use sp_core::{ecdsa, ed25519, sr25519, Pair, H256};
use sp_keystore::{testing::MemoryKeystore, KeystoreExt};
use sp_runtime::{BuildStorage, FixedU128, Perbill, Perquintill};

pub type AccountId = u64;

pub const NATIVE: AssetId = AssetId::Native;
/// Registered from genesis.
pub const STAKED_DOT: AssetId = AssetId::WithId(1);

/// Delegators.
pub const ALICE: AccountId = 1;
pub const BOB: AccountId = 2;
pub const CHARLIE: AccountId = 3;
/// Operators.
pub const OPS: [AccountId; 3] = [11, 12, 13];
pub const OP: AccountId = OPS[0];
/// Owns the services.
pub const OWNER: AccountId = 21;
/// Rules and resolves.
pub const COURT: AccountId = 22;
pub const RESOLVER: AccountId = 23;
/// Gets restitution.
pub const CLIENT: AccountId = 24;
/// Reports.
pub const REPORTER: AccountId = 25;
pub const STRANGER: AccountId = 26;
pub const GOVERNANCE: AccountId = 90;
pub const TREASURY: AccountId = 91;

/// The epoch in which tests start.
pub const START: Epoch = 20;
/// The first epoch in which memberships and pledges of [`START`] count.
pub const COUNTS: Epoch = START + NOTICE;
/// The unbonding period.
pub const U: Epoch = 6;
/// Notice of pledges and of terms.
pub const NOTICE: Epoch = 2;
pub const GENESIS: H256 = H256([0x42; 32]);

/// Minimum balance of every asset.
pub const MINIMUM: Balance = 10;
pub const WEALTH: Balance = 10_000_000;
pub const MIN_BOND: Balance = 500;
/// Of the value at stake: 1 %.
pub const BOND_RATE: Perbill = Perbill::from_percent(1);
pub const DUTY_CAP: Perquintill = Perquintill::from_percent(1);
/// Of an attestation.
pub const PRICE: Balance = 3;
pub const WORD_CAP: Perquintill = Perquintill::from_percent(10);

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
	pub type Operators = pallet_operators;
	#[runtime::pallet_index(4)]
	pub type Services = pallet_services;
	#[runtime::pallet_index(5)]
	pub type Restaking = pallet_restaking;
	#[runtime::pallet_index(6)]
	pub type Slashing = pallet_slashing;
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
	/// Most work of assessing at the start of a block.
	pub static AssessmentRoom: Weight = Weight::from_parts(1_000_000_000_000, 10_000_000);
	/// By how many epochs the circuit breaker delays a slash.
	pub static BreakerDelay: Epoch = 1;
	/// Most attestations a block.
	pub static Attestations: u32 = 10;
	pub const DutyCap: Perquintill = DUTY_CAP;
	/// Most work at the start of a block.
	pub static Budget: Weight = Weight::from_parts(1_000_000_000_000, 10_000_000);
	/// The shares of what is pledged that may be executed in one epoch.
	pub static ServiceShare: Perquintill = Perquintill::one();
	pub static ChainShare: Perquintill = Perquintill::one();
	pub const PoolsId: PalletId = PalletId(*b"pal/rstk");
	pub const Governor: AccountId = GOVERNANCE;
	pub const Treasurer: AccountId = TREASURY;
	pub const MaxCommissionRise: Perbill = Perbill::from_percent(5);
	pub const ReportBondRate: Perbill = BOND_RATE;
	pub const SubjectiveCap: Perquintill = WORD_CAP;
	pub const RegistrationHold: RuntimeHoldReason =
		RuntimeHoldReason::Operators(pallet_operators::HoldReason::Registration);
	pub const ServiceHold: RuntimeHoldReason =
		RuntimeHoldReason::Services(pallet_services::HoldReason::Service);
	pub const MembershipHold: RuntimeHoldReason =
		RuntimeHoldReason::Services(pallet_services::HoldReason::Membership);
	pub const AllocationHold: RuntimeHoldReason =
		RuntimeHoldReason::Restaking(pallet_restaking::HoldReason::Allocation);
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

/// One unit of any asset is worth one native unit.
pub struct RateDouble;
impl AssetRates for RateDouble {
	fn rate(_: &AssetId) -> Option<FixedU128> {
		Some(FixedU128::from_u32(1))
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn set_rate_for_benchmark(_: &AssetId, _: FixedU128) {}
}

/// Native tokens and assets as one.
pub type NativeAndAssets = fungible::UnionOf<Balances, Assets, NativeFromLeft, AssetId, AccountId>;

/// One native unit for whatever is put down.
type Price = LinearStoragePrice<ConstU128<1>, ConstU128<0>, Balance>;

impl pallet_operators::Config for Test {
	type Deposit = HoldConsideration<AccountId, Balances, RegistrationHold, Price>;
	type MaxMetadata = ConstU32<64>;
	type Clock = Clock;
	type RiseNotice = ConstU32<NOTICE>;
	type MaxCommissionRise = MaxCommissionRise;
	type Memberships = Services;
	type WeightInfo = pallet_operators::weights::SubstrateWeight<Test>;
}

impl pallet_services::Config for Test {
	type Clock = Clock;
	type Operators = Operators;
	type Stake = Restaking;
	type Jail = Slashing;
	type OnMembershipEnd = Restaking;
	type StakeAssets = Restaking;
	type Consensus = ();
	type GovernanceOrigin = EnsureRoot<AccountId>;
	type UnbondingEpochs = pallet_restaking::CurrentUnbonding<Test>;
	type AssuredUnbonding = pallet_restaking::AssuredUnbonding<Test>;
	type TermsNotice = ConstU32<NOTICE>;
	type BreakerWindow = BreakerDelay;
	type ServiceDeposit = HoldConsideration<AccountId, Balances, ServiceHold, Price>;
	type MembershipDeposit = HoldConsideration<AccountId, Balances, MembershipHold, Price>;
	type MaxMetadata = ConstU32<64>;
	type WeightInfo = pallet_services::weights::SubstrateWeight<Test>;
}

impl pallet_restaking::Config for Test {
	type Assets = NativeAndAssets;
	type AssetGovernance = GovernedTeam<Assets, Equals<Governor>, AccountId>;
	type GovernanceOrigin = EnsureRoot<AccountId>;
	type Treasury = Treasurer;
	type Operators = Operators;
	type Services = Services;
	type Consensus = ();
	type Rates = RateDouble;
	type AllocationNotice = ConstU32<NOTICE>;
	type AllocationDeposit = HoldConsideration<AccountId, Balances, AllocationHold, Price>;
	type Clock = Clock;
	type PalletId = PoolsId;
	type WeightInfo = pallet_restaking::weights::SubstrateWeight<Test>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = CreateAsset;
}

#[cfg(feature = "runtime-benchmarks")]
pub struct CreateAsset;
#[cfg(feature = "runtime-benchmarks")]
impl pallet_restaking::BenchmarkHelper<AccountId> for CreateAsset {
	fn create_governed_asset() -> AssetId {
		let free = (1_000..).find(|id| !Assets::asset_exists(*id)).expect("an id is free");
		assert_ok!(Assets::force_create(RuntimeOrigin::root(), free, GOVERNANCE, true, MINIMUM));
		AssetId::WithId(free)
	}
}

impl Config for Test {
	type Clock = Clock;
	type Jurisdiction = Services;
	type Stake = Restaking;
	type Liability = Restaking;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type GovernanceOrigin = EnsureRoot<AccountId>;
	type Treasury = Treasurer;
	type MinReportBond = ConstU128<MIN_BOND>;
	type ReportBondRate = ReportBondRate;
	type SubjectiveCap = SubjectiveCap;
	type ServiceBudget = ServiceShare;
	type ChainBudget = ChainShare;
	type BreakerWindow = BreakerDelay;
	type MaxDutyPenalty = DutyCap;
	type DutyBudget = Attestations;
	type AttestationPrice = ConstU128<PRICE>;
	type AssessmentBudget = AssessmentRoom;
	type BlockBudget = Budget;
	type WeightInfo = weights::SubstrateWeight<Test>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Member;
}

#[cfg(feature = "runtime-benchmarks")]
pub struct Member;
#[cfg(feature = "runtime-benchmarks")]
impl BenchmarkHelper<AccountId> for Member {
	fn service_with_member(operator: &AccountId) -> ServiceId {
		use palisade_primitives::{OnMembershipEnd, OperatorRegistry, ServiceRegistry};
		Operators::register_for_benchmark(operator);
		let service = Services::create_for_benchmark(&[], &[*operator]);
		Restaking::pledge_for_benchmark(service, operator);
		service
	}

	fn fund(who: &AccountId) {
		use frame_support::traits::fungible::Mutate;
		assert_ok!(Balances::mint_into(who, 1_000_000_000_000));
	}
}

/// A key that signs.
#[derive(Clone)]
pub enum KeyPair {
	Ed25519(Box<ed25519::Pair>),
	Sr25519(Box<sr25519::Pair>),
	Ecdsa(ecdsa::Pair),
}

/// The key of a seed; its scheme is by the seed.
pub fn pair(seed: u32) -> KeyPair {
	let mut secret = [7; 32];
	secret[..4].copy_from_slice(&seed.to_le_bytes());
	match seed % 3 {
		0 => KeyPair::Ed25519(Box::new(ed25519::Pair::from_seed(&secret))),
		1 => KeyPair::Sr25519(Box::new(sr25519::Pair::from_seed(&secret))),
		_ => KeyPair::Ecdsa(ecdsa::Pair::from_seed(&secret)),
	}
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

/// The seed of the key with which `operator` joins.
pub fn seed_of(operator: AccountId) -> u32 {
	operator as u32
}

/// What `pair` states about `topic`.
pub fn statement(
	pair: &KeyPair,
	(service, epoch): (ServiceId, Epoch),
	topic: u8,
	payload: u8,
) -> Statement {
	let payload_hash = H256::repeat_byte(payload);
	let topic = H256::repeat_byte(topic);
	let message = statement_payload(&GENESIS, service, epoch, &topic, &payload_hash);
	Statement { payload_hash, signature: pair.sign(&message) }
}

/// That `operator` double-signed about `topic`.
pub fn double_sign(operator: AccountId, of: (ServiceId, Epoch), topic: u8) -> Proof<AccountId> {
	let pair = pair(seed_of(operator));
	Proof::DoubleSign(DoubleSign {
		topic: H256::repeat_byte(topic),
		first: statement(&pair, of, topic, 1),
		second: statement(&pair, of, topic, 2),
	})
}

/// What the court rules upon `topic`.
pub fn ruling(topic: u8, percent: u64) -> Proof<AccountId> {
	let severity = Perquintill::from_percent(percent);
	Proof::Ruling(Ruling { topic: H256::repeat_byte(topic), severity })
}

pub fn wrapped_statement(
	pair: &KeyPair,
	(service, epoch): (ServiceId, Epoch),
	topic: u8,
	payload: u8,
) -> Statement {
	let payload_hash = H256::repeat_byte(payload);
	let topic = H256::repeat_byte(topic);
	let message = statement_payload(&GENESIS, service, epoch, &topic, &payload_hash);
	Statement { payload_hash, signature: pair.sign(&wrapped(&message)) }
}

/// A penalty that is the same for every offence.
pub fn flat(percent: u64) -> Penalty {
	let formula = Formula::constant(Perquintill::from_percent(percent));
	Penalty { formula, look_back: 0 }
}

/// A penalty as severe as the offence.
pub fn graded() -> Penalty {
	Penalty { formula: Formula::severity(), look_back: 0 }
}

/// Double signing: half of the stake, at once, and nobody is paid.
pub fn at_once() -> Condition<AccountId> {
	Condition {
		evidence: Evidence::DoubleSign,
		penalty: flat(50),
		evidence_age: 4,
		resolution: Resolution::Immediate,
		proceeds: Proceeds { bounty: Perbill::zero(), restitution: None },
		jail: 0,
	}
}

/// The court rules, the resolver may object for two epochs; as severe as the ruling says.
pub fn by_court() -> Condition<AccountId> {
	Condition {
		evidence: Evidence::Ruling { by: COURT },
		penalty: graded(),
		evidence_age: 2,
		resolution: Resolution::Veto { resolver: RESOLVER, window: 2 },
		proceeds: Proceeds { bounty: Perbill::zero(), restitution: None },
		jail: 0,
	}
}

/// As [`at_once`], with a veto window of two epochs.
pub fn vetoable() -> Condition<AccountId> {
	Condition {
		evidence_age: 2,
		resolution: Resolution::Veto { resolver: RESOLVER, window: 2 },
		..at_once()
	}
}

/// A bounty, and restitution to the client.
pub fn proceeds(bounty: u32, restitution: u32) -> Proceeds<AccountId> {
	let share = Perbill::from_percent(restitution);
	Proceeds {
		bounty: Perbill::from_percent(bounty),
		restitution: (restitution > 0).then_some(Restitution { to: CLIENT, share }),
	}
}

/// Terms that accept both assets as stake of either kind.
pub fn terms(conditions: Vec<Condition<AccountId>>) -> Terms<AccountId> {
	let accepted = |asset| AcceptedAsset { asset, kinds: StakeKinds::Both };
	Terms {
		assets: vec![accepted(NATIVE), accepted(STAKED_DOT)].try_into().unwrap(),
		min_operator_value: 0,
		max_operators: 10,
		admission: Admission::Open,
		max_slash_per_epoch: if conditions.is_empty() {
			Perquintill::zero()
		} else {
			Perquintill::one()
		},
		conditions: conditions.try_into().unwrap(),
		reward_assets: Default::default(),
		security_target: None,
	}
}

fn config() -> AssetConfig {
	AssetConfig {
		min_delegation: 100,
		cap_per_pool: Balance::MAX,
		haircut: Perbill::zero(),
		leverage: 3,
		accepting: true,
	}
}

pub fn new_test_ext() -> sp_io::TestExternalities {
	CurrentEpoch::set(START);
	Budget::set(Weight::from_parts(1_000_000_000_000, 10_000_000));
	AssessmentRoom::set(Weight::from_parts(1_000_000_000_000, 10_000_000));
	Attestations::set(10);
	BreakerDelay::set(1);
	ServiceShare::set(Perquintill::one());
	ChainShare::set(Perquintill::one());
	let users = [ALICE, BOB, CHARLIE, OWNER, COURT, RESOLVER, CLIENT, REPORTER, STRANGER, TREASURY];
	let users: Vec<AccountId> = users.into_iter().chain(OPS).collect();
	let mut ext: sp_io::TestExternalities = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: users.iter().map(|who| (*who, WEALTH)).collect(),
			..Default::default()
		},
		assets: pallet_assets::GenesisConfig {
			assets: vec![(1, GOVERNANCE, true, MINIMUM)],
			accounts: users.iter().map(|who| (1, *who, WEALTH)).collect(),
			..Default::default()
		},
		restaking: pallet_restaking::GenesisConfig {
			assets: vec![(NATIVE, config()), (STAKED_DOT, config())],
			unbonding_epochs: U,
			..Default::default()
		},
		..Default::default()
	}
	.build_storage()
	.expect("the genesis is valid")
	.into();
	ext.register_extension(KeystoreExt::new(MemoryKeystore::new()));
	ext.execute_with(|| {
		System::set_block_number(1);
		frame_system::BlockHash::<Test>::insert(0, GENESIS);
	});
	ext
}

/// Runs `test`, then checks that judge, registries and ledger are sound and agree.
pub fn with_chain(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		check();
	});
}

/// What is always so, of each pallet and between them.
pub fn check() {
	Slashing::do_try_state().unwrap();
	#[cfg(feature = "try-runtime")]
	{
		Operators::try_state(0).unwrap();
		Services::try_state(0).unwrap();
		Restaking::try_state(0).unwrap();
	}
	// What waits in the ledger is what waits here.
	let mut waiting = std::collections::BTreeMap::new();
	for slash in Slashes::<Test>::iter_values().filter(Slash::is_pending) {
		let offence = slash.case.offence;
		*waiting.entry((offence.operator, offence.service, offence.epoch)).or_insert(0) += 1;
	}
	for (key, charge) in pallet_restaking::Charges::<Test>::iter() {
		assert_eq!(charge.waiting, waiting.remove(&key).unwrap_or(0), "{key:?}");
	}
	assert!(waiting.is_empty(), "{waiting:?}");
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// Makes `epoch` the current one, as the start of a block in it does.
pub fn at(epoch: Epoch) {
	CurrentEpoch::set(epoch);
	System::set_block_number(System::block_number().max(start_of(epoch)));
	begin_block();
}

/// The first block of an epoch that tests with blocks are in.
pub fn start_of(epoch: Epoch) -> u64 {
	u64::from(epoch.saturating_sub(START) * BLOCKS_PER_EPOCH) + 1
}

/// Makes as many blocks as there are up to that one.
pub fn block(height: u64) {
	while System::block_number() < height {
		let next = System::block_number() + 1;
		System::set_block_number(next);
		CurrentEpoch::set(START + ((next - 1) / u64::from(BLOCKS_PER_EPOCH)) as Epoch);
		begin_block();
	}
}

/// What happens at the start of a block.
pub fn begin_block() {
	Restaking::on_initialize(1);
	Slashing::on_initialize(1);
}

pub fn now() -> Epoch {
	CurrentEpoch::get()
}

/// Creates a service with these conditions.
pub fn create(conditions: Vec<Condition<AccountId>>) -> ServiceId {
	create_with(terms(conditions))
}

pub fn create_with(terms: Terms<AccountId>) -> ServiceId {
	let service = pallet_services::NextServiceId::<Test>::get();
	assert_ok!(Services::create(signed(OWNER), terms, vec![]));
	service
}

pub fn register(operator: AccountId) {
	assert_ok!(Operators::register(signed(operator), vec![], Perbill::zero()));
}

/// Makes `operator` a member of `service`, under the latest version of its terms.
pub fn join(operator: AccountId, service: ServiceId) {
	let pair = pair(seed_of(operator));
	let payload = possession_payload(&GENESIS, service, &operator, &pair.key());
	let entry = pallet_services::Services::<Test>::get(service).expect("it was created");
	let version = entry.timeline.latest().expect("it has terms").number;
	let proof = pair.sign(&payload);
	assert_ok!(Services::apply(signed(operator), service, version, pair.key(), proof));
}

/// Pledges `thousandths` of a fresh pool to `service`.
pub fn pledge(
	operator: AccountId,
	service: ServiceId,
	asset: AssetId,
	thousandths: Balance,
	kind: StakeKind,
) {
	let magnitude = thousandths * 1_000_000_000_000_000;
	assert_ok!(Restaking::allocate(signed(operator), service, asset, magnitude, kind));
}

pub fn delegate(who: AccountId, operator: AccountId, asset: AssetId, amount: Balance) {
	assert_ok!(Restaking::delegate(signed(who), operator, asset, amount));
}

/// A service with these conditions whose one member is [`OP`], with all of `stake` native units of [`ALICE`] pledged as stake
/// of `kind`. It is [`COUNTS`].
pub fn guarded(
	conditions: Vec<Condition<AccountId>>,
	stake: Balance,
	kind: StakeKind,
) -> ServiceId {
	register(OP);
	let service = create(conditions);
	join(OP, service);
	delegate(ALICE, OP, NATIVE, stake);
	pledge(OP, service, NATIVE, 1_000, kind);
	at(COUNTS);
	take_events();
	service
}

/// Reports a double signature of [`OP`] about topic 1.
pub fn report(service: ServiceId, condition: u8, epoch: Epoch) -> SlashId {
	report_proof(REPORTER, service, condition, epoch, double_sign(OP, (service, epoch), 1))
}

/// The court rules against [`OP`].
pub fn rule(service: ServiceId, condition: u8, epoch: Epoch, percent: u64) -> SlashId {
	report_proof(COURT, service, condition, epoch, ruling(1, percent))
}

pub fn report_proof(
	reporter: AccountId,
	service: ServiceId,
	condition: u8,
	epoch: Epoch,
	proof: Proof<AccountId>,
) -> SlashId {
	let id = NextSlashId::<Test>::get();
	assert_ok!(Slashing::report(signed(reporter), service, condition, OP, epoch, proof));
	id
}

/// Units of the active stake behind [`OP`].
pub fn staked(asset: &AssetId) -> Balance {
	Restaking::pool(&OP, asset).balance
}

/// What `who` holds outside the ledger.
pub fn wallet(who: AccountId, asset: &AssetId) -> Balance {
	NativeAndAssets::total_balance(asset.clone(), &who)
}

/// All that `who` has in an asset: in the wallet and behind [`OP`].
pub fn wealth(who: AccountId, asset: &AssetId) -> Balance {
	let position = Restaking::position(&who, &OP, asset);
	let exits: Balance = position.exits.iter().map(|(_, amount)| amount).sum();
	wallet(who, asset) + position.value + exits
}

/// What is held of `who` for reports.
pub fn bond_of(who: AccountId) -> Balance {
	Balances::balance_on_hold(&HoldReason::ReportBond.into(), &who)
}

/// What the weight of an execution goes by whose formula reads nothing of other members.
pub fn size(epochs: Epoch) -> Size {
	Size { epochs, correlated: 0 }
}

/// A service with these conditions and as many members as there are stakes, [`OP`] the first of them; all of it is pledged as
/// exclusive stake. It is [`COUNTS`].
pub fn members(conditions: Vec<Condition<AccountId>>, stakes: &[Balance]) -> ServiceId {
	use frame_support::traits::fungible::Mutate;
	let service = create(conditions);
	for (operator, stake) in (OP..).zip(stakes) {
		if !OPS.contains(&operator) {
			assert_ok!(Balances::mint_into(&operator, WEALTH));
		}
		register(operator);
		join(operator, service);
		delegate(ALICE, operator, NATIVE, *stake);
		pledge(operator, service, NATIVE, 1_000, StakeKind::Exclusive);
	}
	at(COUNTS);
	take_events();
	service
}

/// What became of a slash.
pub fn stage(id: SlashId) -> Stage {
	Slashes::<Test>::get(id).expect("it is remembered").stage
}

pub fn is_executed(id: SlashId) -> bool {
	matches!(stage(id), Stage::Executed { .. })
}

/// The events of this pallet since the last call.
pub fn take_events() -> Vec<Event<Test>> {
	let events = System::read_events_for_pallet::<Event<Test>>();
	System::reset_events();
	events
}

/// One percent, and one more for each earlier conviction in so many epochs: `0.01 repeats 1 + ×`.
pub fn repeated(look_back: Epoch) -> Penalty {
	use palisade_terms::{Fact, Op};
	let percent = Op::Const(FixedU128::from_rational(1, 100));
	let ops = vec![percent, Op::Fact(Fact::Repeats), Op::Const(1.into()), Op::Add, Op::Mul];
	Penalty { formula: Formula::new(ops.try_into().unwrap()), look_back }
}

/// `operator` double-signed about topic 1, and [`REPORTER`] says so.
pub fn accuse(operator: AccountId, service: ServiceId, condition: u8, epoch: Epoch) -> SlashId {
	let id = NextSlashId::<Test>::get();
	let proof = double_sign(operator, (service, epoch), 1);
	assert_ok!(Slashing::report(signed(REPORTER), service, condition, operator, epoch, proof));
	id
}
