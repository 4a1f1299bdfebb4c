//! A chain with validators. Memberships, stake, session keys and the judge are doubles that tests set.

use crate as pallet_validators;
use crate::{weights, Config, Event};
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU128, ConstU32, Contains},
	weights::Weight,
	PalletId,
};
use frame_system::EnsureRoot;
use palisade_primitives::{
	AssetId, Balance, Epoch, EpochClock, Jail, PledgeRefusal, PledgedStake, ServiceId,
	ServiceRegistry, StakeKind, CONSENSUS_SERVICE,
};
use palisade_terms::{ConsensusJudge, FaultOutcome, SeenFault};
use sp_runtime::{traits::Convert, BuildStorage, DispatchError, Perbill};
use std::collections::BTreeMap;

pub type AccountId = u64;

/// Sessions of an epoch.
pub const SESSIONS_PER_EPOCH: u32 = 3;
/// Fewest and most validators at first.
pub const MIN: u32 = 3;
pub const MAX: u32 = 5;
/// Most validators that there can be.
pub const MOST: u32 = 10;
/// The first session in which somebody is judged for its absence.
pub const MAX_ABSENCE: u32 = 3;
pub const REWARD: Balance = 50;
pub const EXISTENTIAL: Balance = 10;

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
	pub type Validators = pallet_validators;
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

/// A member of service 0.
#[derive(Clone, Debug)]
pub struct Member {
	/// What it pledged: value and kind.
	pub stake: Vec<(Balance, StakeKind)>,
	/// Whether it counts, were it not jailed.
	pub counts: bool,
	/// Whether its membership goes on.
	pub is_member: bool,
}

parameter_types! {
	pub static CurrentEpoch: Epoch = 0;
	/// All records of service 0.
	pub static Members: BTreeMap<AccountId, Member> = BTreeMap::new();
	/// Whose keys are gone.
	pub static Keyless: Vec<AccountId> = Vec::new();
	pub static Jailed: Vec<AccountId> = Vec::new();
	/// Who validates as long as nobody was elected.
	pub static Incumbents: Vec<AccountId> = Vec::new();
	pub static SharedWeight: Perbill = Perbill::from_percent(50);
	pub static BlockReward: Balance = REWARD;
	/// What the judge was asked.
	pub static Judged: Vec<SeenFault<AccountId>> = Vec::new();
	/// What it answers: the first of them, and `Reported` when there is none.
	pub static Answers: Vec<Result<FaultOutcome, DispatchError>> = Vec::new();
	pub static JudgingBudget: Weight = Weight::MAX;
	pub const RewardsPalletId: PalletId = PalletId(*b"pal/rwrd");
}

pub struct Clock;
impl EpochClock for Clock {
	fn current_epoch() -> Epoch {
		CurrentEpoch::get()
	}

	fn blocks_per_epoch() -> u32 {
		100
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn set_epoch(epoch: Epoch) {
		CurrentEpoch::set(epoch);
	}
}

impl Convert<u32, Epoch> for Clock {
	fn convert(session: u32) -> Epoch {
		session / SESSIONS_PER_EPOCH
	}
}

pub struct Registry;
impl ServiceRegistry<AccountId> for Registry {
	fn may_pledge(
		_: ServiceId,
		_: &AccountId,
		_: &AssetId,
		_: StakeKind,
	) -> Result<(), PledgeRefusal> {
		Ok(())
	}

	fn ended_at(_: ServiceId, _: &AccountId) -> Option<Epoch> {
		None
	}

	fn is_member(service: ServiceId, operator: &AccountId, _: Epoch) -> bool {
		assert_eq!(service, CONSENSUS_SERVICE);
		Members::get().get(operator).is_some_and(|member| member.is_member)
	}

	fn counting_stake(
		service: ServiceId,
		operator: &AccountId,
		epoch: Epoch,
	) -> Option<Vec<PledgedStake>> {
		assert_eq!((service, epoch), (CONSENSUS_SERVICE, CurrentEpoch::get()));
		let member = Members::get().get(operator).cloned()?;
		let counts = member.counts && member.is_member && !Jailed::get().contains(operator);
		let stake = member.stake.into_iter().map(|(value, kind)| PledgedStake {
			asset: AssetId::Native,
			amount: value,
			value,
			kind,
		});
		counts.then(|| stake.collect())
	}

	fn members_after(service: ServiceId, after: Option<&AccountId>, limit: u32) -> Vec<AccountId> {
		assert_eq!((service, after), (CONSENSUS_SERVICE, None));
		Members::get().into_keys().take(limit as usize).collect()
	}

	fn required_unbonding() -> Epoch {
		0
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn create_for_benchmark(_: &[AssetId], _: &[AccountId]) -> ServiceId {
		CONSENSUS_SERVICE
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn need_each_unbonding_for_benchmark() {}
}

pub struct Prison;
impl Jail<AccountId> for Prison {
	fn is_jailed(service: ServiceId, operator: &AccountId, _: Epoch) -> bool {
		assert_eq!(service, CONSENSUS_SERVICE);
		Jailed::get().contains(operator)
	}
}

/// Where the judge writes the session of whatever it is asked about.
pub const JUDGE_WROTE: &[u8] = b"judge wrote";

pub struct Judge;
impl ConsensusJudge<AccountId> for Judge {
	fn judge(fault: &SeenFault<AccountId>) -> Result<FaultOutcome, DispatchError> {
		Judged::mutate(|judged| judged.push(fault.clone()));
		frame_support::storage::unhashed::put(JUDGE_WROTE, &fault.session);
		let mut answers = Answers::get();
		if answers.is_empty() {
			return Ok(FaultOutcome::Reported);
		}
		let answer = answers.remove(0);
		Answers::set(answers);
		answer
	}

	fn judge_weight() -> Weight {
		Weight::from_parts(1_000_000_000, 0)
	}
}

pub struct Keys;
impl Contains<AccountId> for Keys {
	fn contains(who: &AccountId) -> bool {
		!Keyless::get().contains(who)
	}
}

#[cfg(feature = "runtime-benchmarks")]
pub struct Helper;
#[cfg(feature = "runtime-benchmarks")]
impl pallet_validators::BenchmarkHelper<AccountId> for Helper {
	fn found_consensus(candidates: u32) {
		let candidates = (0..candidates).map(|index| {
			(
				frame_benchmarking::account("candidate", index, 0),
				exclusive(100 + Balance::from(index)),
			)
		});
		Members::mutate(|members| members.extend(candidates));
	}
}

impl Config for Test {
	type Clock = Clock;
	type EpochOfSession = Clock;
	type Services = Registry;
	type Jail = Prison;
	type Judge = Judge;
	type SessionKeys = Keys;
	type Incumbents = Incumbents;
	type GovernanceOrigin = EnsureRoot<AccountId>;
	type Currency = Balances;
	type RewardsPalletId = RewardsPalletId;
	type BlockReward = BlockReward;
	type SharedWeight = SharedWeight;
	type MaxAbsence = ConstU32<MAX_ABSENCE>;
	type MaxValidators = ConstU32<MOST>;
	type JudgingBudget = JudgingBudget;
	type WeightInfo = weights::SubstrateWeight<Test>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

/// A member that counts with an exclusive pledge of `value`.
pub fn exclusive(value: Balance) -> Member {
	Member { stake: vec![(value, StakeKind::Exclusive)], counts: true, is_member: true }
}

/// Makes `who` a member that counts with an exclusive pledge of `value`.
pub fn set_member(who: AccountId, value: Balance) {
	Members::mutate(|members| members.insert(who, exclusive(value)));
}

/// Changes the member `who`.
pub fn change_member(who: AccountId, change: impl FnOnce(&mut Member)) {
	Members::mutate(|members| change(members.get_mut(&who).expect("a member")));
}

pub fn new_test_ext() -> sp_io::TestExternalities {
	CurrentEpoch::set(0);
	Members::set(BTreeMap::new());
	Keyless::set(Vec::new());
	Jailed::set(Vec::new());
	Incumbents::set(Vec::new());
	SharedWeight::set(Perbill::from_percent(50));
	BlockReward::set(REWARD);
	Judged::set(Vec::new());
	Answers::set(Vec::new());
	JudgingBudget::set(Weight::MAX);
	let mut ext: sp_io::TestExternalities = RuntimeGenesisConfig {
		validators: pallet_validators::GenesisConfig {
			min_validators: MIN,
			max_validators: MAX,
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

/// Runs `test`, then checks what must always hold.
pub fn with_validators(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		Validators::do_try_state().unwrap();
	});
}

/// The events of this pallet since the last call.
pub fn take_events() -> Vec<Event<Test>> {
	let events = System::read_events_for_pallet::<Event<Test>>();
	System::reset_events();
	events
}
