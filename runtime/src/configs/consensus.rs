//! Validators: who they are, how their faults are proven and what a fault does.
//!
//! The validators are members of service 0, which `pallet_validators` elects each session ([`Elections`]).
//!
//! A fault takes this way: the node sees an equivocation, asks the runtime for a proof of who owned
//! the key, submits both; `pallet_babe` or `pallet_grandpa` checks them, `pallet_offences` keeps one
//! report per offender and time, and [`Offenders`] tells `pallet_session`, which disables, and
//! `pallet_validators`, which has `pallet_slashing` judge it under the terms of service 0.

use crate::{
	configs::{dynamic_params, system::RuntimeBlockWeights, GovernanceOrigin},
	*,
};
use core::marker::PhantomData;
use frame_support::{
	parameter_types,
	traits::{ConstU32, ConstU64, Contains, Get},
	weights::Weight,
	PalletId,
};
use palisade_primitives::SessionCounter;
use palisade_terms::ConsensusFault;
use pallet_session::{
	disabling::UpToLimitWithReEnablingDisablingStrategy,
	historical::{IdentificationTuple, NoteHistoricalRoot},
};
use sp_runtime::{
	traits::{Convert, ConvertInto, OpaqueKeys, Zero},
	transaction_validity::TransactionPriority,
	Perbill,
};
use sp_staking::{
	offence::{
		Offence, OffenceDetails, OffenceError, OffenceSeverity, OnOffenceHandler, ReportOffence,
	},
	SessionIndex,
};

/// Most validators of a session.
pub type MaxAuthorities = ConstU32<100>;

/// How long a fault stays provable, in sessions: one epoch longer than stake can be made to wait,
/// for the epoch in which the fault happens.
pub struct ReportWindow;

impl ReportWindow {
	/// The window in sessions.
	fn sessions() -> SessionIndex {
		Epochs::first_session_of(MAX_UNBONDING_EPOCHS.saturating_add(1))
	}

	/// The window in blocks, if no slot stays empty.
	fn blocks() -> u64 {
		Epochs::epoch_length_in_slots().saturating_mul(u64::from(MAX_UNBONDING_EPOCHS) + 1)
	}
}

/// For `pallet_grandpa`, which counts the sessions of past authority sets.
impl Get<u64> for ReportWindow {
	fn get() -> u64 {
		Self::sessions().into()
	}
}

/// For how many blocks a report stays in the pools.
pub struct ReportLongevity;

impl Get<u64> for ReportLongevity {
	fn get() -> u64 {
		ReportWindow::blocks()
	}
}

impl pallet_babe::Config for Runtime {
	type EpochDuration = pallet_epochs::SessionLengthInSlots<Runtime>;
	type ExpectedBlockTime = ConstU64<SLOT_DURATION>;
	type EpochChangeTrigger = pallet_babe::ExternalTrigger;
	type DisabledValidators = Session;
	type WeightInfo = weights::pallet_babe::WeightInfo<Runtime>;
	type MaxAuthorities = MaxAuthorities;
	// A fault touches nothing that belongs to a delegator.
	type MaxNominators = ConstU32<0>;
	type KeyOwnerProof = sp_session::MembershipProof;
	type EquivocationReportSystem =
		pallet_babe::EquivocationReportSystem<Self, BlockFaults, Historical, ReportLongevity>;
}

impl pallet_grandpa::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = weights::pallet_grandpa::WeightInfo<Runtime>;
	type MaxAuthorities = MaxAuthorities;
	type MaxNominators = ConstU32<0>;
	// One authority set per session, see `Elections`.
	type MaxSetIdSessionEntries = ReportWindow;
	type KeyOwnerProof = sp_session::MembershipProof;
	type EquivocationReportSystem =
		pallet_grandpa::EquivocationReportSystem<Self, VoteFaults, Historical, ReportLongevity>;
}

impl pallet_authorship::Config for Runtime {
	type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Self, Babe>;
	type EventHandler = ImOnline;
}

impl pallet_offences::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type IdentificationTuple = IdentificationTuple<Self>;
	type OnOffenceHandler = Offenders;
}

impl pallet_session::historical::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type FullIdentification = ();
	type FullIdentificationOf = ValidatorsOnly;
}

parameter_types! {
	/// For the keys, for the entries that lead back from each of them, and for the three fields of
	/// 32 bytes that go with it.
	pub const KeyDeposit: Balance = deposit(5, 4 * 32 + 4 * (4 + 32 + 32) + 32);
}

impl pallet_session::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = AccountId;
	// An account is its own validator. Anybody may register keys for a deposit; that alone elects nobody.
	type ValidatorIdOf = ConvertInto;
	type ShouldEndSession = Babe;
	type NextSessionRotation = Babe;
	type SessionManager = NoteHistoricalRoot<Self, Elections>;
	type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
	type Keys = SessionKeys;
	type DisablingStrategy = UpToLimitWithReEnablingDisablingStrategy;
	type WeightInfo = weights::pallet_session::WeightInfo<Runtime>;
	type Currency = Balances;
	type KeyDeposit = KeyDeposit;
}

parameter_types! {
	/// Heartbeats before everything else: a full pool must not make validators look absent.
	pub const HeartbeatPriority: TransactionPriority = TransactionPriority::MAX;
}

impl pallet_im_online::Config for Runtime {
	type AuthorityId = pallet_im_online::sr25519::AuthorityId;
	type MaxKeys = MaxAuthorities;
	type MaxPeerInHeartbeats = ConstU32<0>;
	type RuntimeEvent = RuntimeEvent;
	type ValidatorSet = Historical;
	type NextSessionRotation = Babe;
	type ReportUnresponsiveness = Absences;
	type UnsignedPriority = HeartbeatPriority;
	type WeightInfo = weights::pallet_im_online::WeightInfo<Runtime>;
}

impl pallet_authority_discovery::Config for Runtime {
	type MaxAuthorities = MaxAuthorities;
}

parameter_types! {
	/// Names the keyless account from which services, and consensus first, pay rewards.
	pub const RewardsPalletId: PalletId = PalletId(*b"pal/rwrd");
	/// A twentieth of a block.
	pub JudgingBudget: Weight = Perbill::from_percent(5) * RuntimeBlockWeights::get().max_block;
}

impl pallet_validators::Config for Runtime {
	type Clock = Epochs;
	type EpochOfSession = EpochOfSession;
	type Services = Services;
	type Jail = Slashing;
	type Judge = Slashing;
	type SessionKeys = WithSessionKeys;
	type Incumbents = CurrentValidators;
	type GovernanceOrigin = GovernanceOrigin;
	type Currency = Balances;
	type RewardsPalletId = RewardsPalletId;
	type BlockReward = dynamic_params::validators::BlockReward;
	type SharedWeight = dynamic_params::validators::SharedWeight;
	type MaxAbsence = ConstU32<4>;
	type MaxValidators = MaxAuthorities;
	type JudgingBudget = JudgingBudget;
	type WeightInfo = pallet_validators::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::RestakingAssets;
}

/// The epoch of a session.
pub struct EpochOfSession;

impl Convert<SessionIndex, Epoch> for EpochOfSession {
	fn convert(session: SessionIndex) -> Epoch {
		Epochs::epoch_of(session)
	}
}

/// Who has session keys.
pub struct WithSessionKeys;

impl Contains<AccountId> for WithSessionKeys {
	fn contains(who: &AccountId) -> bool {
		pallet_session::NextKeys::<Runtime>::contains_key(who)
	}
}

/// The validators of the current session.
pub struct CurrentValidators;

impl Get<Vec<AccountId>> for CurrentValidators {
	fn get() -> Vec<AccountId> {
		Session::validators()
	}
}

/// Has `pallet_validators` elect, each session.
///
/// It answers with the set also where that is the one before, never with "unchanged": then `pallet_session` loads everybody's
/// newest keys, and the historical root is made from those. A consequence is that every session from the third on starts with
/// nobody disabled and has a GRANDPA authority set of its own.
pub struct Elections;

type NotingSessions = NoteHistoricalRoot<Runtime, Elections>;

impl pallet_session::SessionManager<AccountId> for Elections {
	fn new_session(index: SessionIndex) -> Option<Vec<AccountId>> {
		Validators::plan(index)
	}

	fn start_session(index: SessionIndex) {
		if index.is_zero() {
			// Genesis. Where nobody was elected `pallet_session` took the accounts of its keys, and their roots are missing, without
			// which a fault in the first two sessions could not be proven afterwards.
			let missing = |first: &SessionIndex| {
				!pallet_session::historical::HistoricalSessions::<Runtime>::contains_key(first)
			};
			for first in [0, 1].into_iter().filter(missing) {
				<NotingSessions as pallet_session::SessionManager<AccountId>>::new_session(first);
			}
		} else if let Some(oldest) =
			index.checked_sub(ReportWindow::sessions()).filter(|oldest| !oldest.is_zero())
		{
			Historical::prune_up_to(oldest);
		}
	}

	fn end_session(index: SessionIndex) {
		Validators::issue_rewards(index);
	}
}

impl pallet_session::historical::SessionManager<AccountId, ()> for Elections {
	fn new_session(index: SessionIndex) -> Option<Vec<(AccountId, ())>> {
		let validators = <Self as pallet_session::SessionManager<AccountId>>::new_session(index)?;
		Some(validators.into_iter().map(|validator| (validator, ())).collect())
	}

	fn start_session(index: SessionIndex) {
		<Self as pallet_session::SessionManager<AccountId>>::start_session(index)
	}

	fn end_session(index: SessionIndex) {
		<Self as pallet_session::SessionManager<AccountId>>::end_session(index)
	}
}

/// Identifies the validators of the current session, and nobody else.
pub struct ValidatorsOnly;

impl Convert<AccountId, Option<()>> for ValidatorsOnly {
	fn convert(who: AccountId) -> Option<()> {
		Session::validators().contains(&who).then_some(())
	}
}

/// Tells `pallet_offences` what is reported, and `pallet_validators` of which kind it is.
pub struct Faults<Kind>(PhantomData<Kind>);

/// Two blocks for one slot.
pub type BlockFaults = Faults<OfBlocks>;
/// Two votes in one round.
pub type VoteFaults = Faults<OfVotes>;
/// Neither a block nor a heartbeat in a session.
pub type Absences = Faults<OfAbsence>;

parameter_types! {
	pub const OfBlocks: ConsensusFault = ConsensusFault::BlockEquivocation;
	pub const OfVotes: ConsensusFault = ConsensusFault::VoteEquivocation;
	pub const OfAbsence: ConsensusFault = ConsensusFault::Unresponsiveness;
}

impl<Kind, O> ReportOffence<AccountId, IdentificationTuple<Runtime>, O> for Faults<Kind>
where
	Kind: Get<ConsensusFault>,
	O: Offence<IdentificationTuple<Runtime>>,
{
	fn report_offence(reporters: Vec<AccountId>, offence: O) -> Result<(), OffenceError> {
		Validators::while_reporting(Kind::get(), || Offences::report_offence(reporters, offence))
	}

	fn is_known_offence(offenders: &[IdentificationTuple<Runtime>], time_slot: &O::Slot) -> bool {
		<Offences as ReportOffence<AccountId, IdentificationTuple<Runtime>, O>>::is_known_offence(
			offenders, time_slot,
		)
	}
}

/// Has whoever committed a fault judged, and disables it for the rest of the session, up to a third of the validators; beyond that
/// only in place of somebody with a lesser fault. (The first two sessions count as one, since genesis planned both.)
///
/// `pallet_offences` drops the returned weight, so the work per offender is constant: one look into the current validators, one
/// into the disabled ones, one note for the judge.
pub struct Offenders;

impl OnOffenceHandler<AccountId, IdentificationTuple<Runtime>, Weight> for Offenders {
	fn on_offence(
		offenders: &[OffenceDetails<AccountId, IdentificationTuple<Runtime>>],
		slash_fraction: &[Perbill],
		session: SessionIndex,
	) -> Weight {
		let offenders = offenders.iter().map(|details| details.offender.0.clone());
		let faults = offenders.zip(slash_fraction.iter().copied());
		// Being absent with few others is reported with a zero fraction: no reason to disable.
		for (validator, fraction) in faults.clone().filter(|(_, fraction)| !fraction.is_zero()) {
			Session::report_offence(validator, OffenceSeverity(fraction));
		}
		Validators::record_offenders(session, faults);
		Weight::zero()
	}
}

/// Refuses to purge session keys, to anybody, where no more planned validators have some than there must be: without keys nobody can
/// stay.
pub struct LastKeysStay;

impl Contains<RuntimeCall> for LastKeysStay {
	fn contains(call: &RuntimeCall) -> bool {
		let purges = matches!(call, RuntimeCall::Session(pallet_session::Call::purge_keys {}));
		!(purges && Validators::are_keys_scarce())
	}
}

/// Tells the clock which session it is.
pub struct Sessions;

impl SessionCounter for Sessions {
	fn current_session() -> u32 {
		Session::current_index()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn set_session(index: u32) {
		pallet_session::CurrentIndex::<Runtime>::put(index);
	}
}
