//! # Slashing: from evidence to executed penalty
//!
//! Operators pledge stake to services and are slashed by the terms that they accepted. This pallet is the judge: it takes
//! **reports** with evidence, lets those object whom the terms name, and has the ledger take what the terms say. The
//! ledger is asked through [`Liability`](palisade_primitives::Liability), the registry through
//! [`Jurisdiction`](palisade_terms::Jurisdiction).
//!
//! | Question | File |
//! |---|---|
//! | What proves an offence? | `evidence/`, one file for each kind |
//! | What does a report do? | `report.rs` |
//! | Who may object, and until when? | `resolution.rs` |
//! | What do formulas know, and what is the penalty? | `facts.rs` |
//! | How much is taken, when, and who gets it? | `execution.rs` |
//! | How are faults of the chain's own consensus judged? | `consensus.rs` |
//! | What stops too much from being taken at once? | `breaker.rs` |
//! | What do members attest, and who was absent? | `duties/` |
//! | Who is excluded from a service meanwhile? | `jail.rs` |
//! | What does a reporter put down? | `bonds.rs` |
//!
//! ## The life of a slash
//!
//! A **fact** is what evidence proves: (service, condition, operator, epoch, topic). It is reported once. Facts of one
//! **case** (service, condition, operator, epoch) share one slash; its severity is the greatest one proven before it is
//! final, and a greater one restarts its window.
//!
//! ```text
//! report ──▶ pending ──▶ final ──▶ executed ──▶ forgotten
//!               │
//!               └─ overturned ──────────────────▶ forgotten
//! ```
//!
//! While a slash is pending nothing has moved, and nothing that answers for it can leave; so undoing it is exact. From its
//! final epoch on nobody can change it, whether or not it was executed. With `evidence_age` = 2, `window` = 2, U = 6:
//!
//! | Epoch | What may happen to an offence of epoch 10 |
//! |---|---|
//! | 10 to 12 | it is reported; say in 12 |
//! | 12 to 14 | the resolver upholds, reduces or overturns; governance reduces or overturns |
//! | 15 | it is final (`report + window + 1`) and executed at the start, without anybody's doing |
//! | 16 | what was asked back in 10 can be claimed (`10 + U`): later than the execution |
//!
//! *Upheld* by the resolver in 12 or 13 it is final in 14: nothing under veto becomes final before the end of the epoch after
//! the report, so that governance has its say. Where the terms say `Immediate` the report itself executes. Where a formula reads
//! other members' convictions, all slashes of one epoch are final at once (`facts.rs`): here in 15, whenever they are reported.
//! What the circuit breaker stops is executed `BreakerWindow` epochs later, and governance can object until then.
//!
//! ## How much
//!
//! `penalty = min(formula(facts), what it was reduced to)`, a share of what was pledged to the service at the start of the charged
//! epoch. What of it is taken from which units says the ledger (its `liability.rs`): of all penalties of
//! one case the greatest counts, all conditions together take at most `max_slash_per_epoch`. **Repeats** are other slashes of
//! the operator under the condition, not overturned, that were final in the last `look_back` epochs before this one was, its
//! own final epoch included. Slashes that rest on somebody's word (`Ruling`, `QuorumAccusation`) take at most `SubjectiveCap` of what is shared
//! with other services in each epoch of execution; the excess is dropped.
//!
//! With 1,000 units pledged, a formula `0.01 repeats 1 + ×` and two earlier convictions: 3 %, 30 units. A bounty of 5 %: 1
//! unit (rounded down) to the reporter, 29 burned.
//!
//! ## Who may call
//!
//! | Caller | Calls |
//! |---|---|
//! | anyone | `report` (a ruling: the ruler alone), `execute`, `collect` |
//! | members of a service with a duty | `attest` |
//! | the resolver that the terms name, unless it reported or is accused | `uphold`, `reduce`, `overturn` |
//! | governance | `reduce`, `overturn` |
//!
//! ## Execution
//!
//! Each slash stands in an **agenda** under the epoch in which something is to happen to it: its execution, later its
//! removal. At the start of each block the chain works off what is due, up to `BlockBudget`, oldest epoch first and in it
//! one slash of each service in turn, so that no service holds up another. What fails is tried again in the next epoch, and
//! holds up nothing. The work is paid for with the report.
//!
//! ## Limits
//!
//! [`MAX_OPEN_RULINGS`] open slashes of one operator in one service rest on somebody's word; evidence that the chain itself
//! verifies is never refused for lack of a slot. [`MAX_PERIODS`] periods of a duty count in an epoch. [`MAX_FACTS`] facts a slash are remembered, [`MAX_CONVICTIONS`] convictions a
//! condition, [`MAX_SENTENCES`] sentences an operator and service, one conviction a member, condition and epoch for other members'
//! formulas. A closed slash is forgotten [`REMEMBERED_EPOCHS`] epochs later, and as many more as a formula looks back that reads
//! other members' convictions. No call depends on the number of delegators, slashes or services.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub use duties::{Assessment, Attendance, Duty, DutyTerms, Height, Periods, MAX_PERIODS};
pub use evidence::{DoubleSign, Proof, QuorumAccusation, Ruling, Statement};
pub use palisade_primitives::Ordered;
pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

use frame_system::pallet_prelude::BlockNumberFor;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod bonds;
mod breaker;
mod consensus;
pub mod duties;
pub mod evidence;
mod execution;
mod facts;
mod jail;
#[cfg(test)]
mod mock;
mod report;
mod resolution;
#[cfg(test)]
mod tests;
#[cfg(any(test, feature = "try-runtime"))]
mod try_state;
mod types;
mod views;
pub mod weights;

// A report carries two signatures, and calls are not kept.
#[allow(clippy::large_enum_variant)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::{
		dispatch::PostDispatchInfo,
		pallet_prelude::*,
		traits::{
			fungible::{Mutate, MutateHold},
			EnsureOrigin,
		},
	};
	use frame_system::pallet_prelude::*;
	use palisade_primitives::{
		keys::KeySignature, AssetId, Balance, Epoch, EpochClock, Liability, Offence, ServiceId,
		ServiceRegistry, SlashId, StakeView, MAX_ASSETS_PER_SERVICE, MAX_UNBONDING_EPOCHS,
	};
	use palisade_terms::{Jurisdiction, NotCharged};
	use sp_core::H256;
	use sp_runtime::{Perbill, Perquintill};

	use crate::evidence::NotProven;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Tells the epoch.
		type Clock: EpochClock;

		/// Knows who was bound by which terms, and who counts as a member.
		type Jurisdiction: Jurisdiction<Self::AccountId> + ServiceRegistry<Self::AccountId>;

		/// Knows what is pledged.
		type Stake: StakeView<Self::AccountId>;

		/// Takes what is to be taken.
		type Liability: Liability<Self::AccountId>;

		/// Holds the bonds of reporters, and pays for attestations.
		type Currency: Mutate<Self::AccountId, Balance = Balance>
			+ MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		/// Reason for holds.
		type RuntimeHoldReason: From<HoldReason>;

		/// Overturns and reduces slashes that are not final.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Gets what slashes leave of assets that cannot be burned, as the ledger knows, a forfeited bond that the accused
		/// cannot receive, and what attestations cost.
		type Treasury: Get<Self::AccountId>;

		/// What a reporter puts down at least where somebody may object, in native units.
		type MinReportBond: Get<Balance>;

		/// What a reporter puts down of the value at stake.
		type ReportBondRate: Get<Perbill>;

		/// Most that slashes which rest on somebody's word take of shared stake, in each epoch of execution.
		#[pallet::constant]
		type SubjectiveCap: Get<Perquintill>;

		/// Share of what is pledged to a service that may be executed in one epoch before the circuit breaker stops the rest.
		type ServiceBudget: Get<Perquintill>;

		/// Share of what is pledged to anybody that may be executed in one epoch before the circuit breaker stops the rest.
		type ChainBudget: Get<Perquintill>;

		/// By how many epochs the circuit breaker delays a slash: at least 1, less than U.
		type BreakerWindow: Get<Epoch>;

		/// Most that a slash takes for missed duties of one epoch, of what was pledged.
		#[pallet::constant]
		type MaxDutyPenalty: Get<Perquintill>;

		/// Most attestations a block that all services together may ask for, on the average of an epoch.
		type DutyBudget: Get<u32>;

		/// What a service pays for each attestation that an epoch can bring, in native units.
		type AttestationPrice: Get<Balance>;

		/// Most work of assessing duties at the start of a block.
		type AssessmentBudget: Get<Weight>;

		/// Most work of executing and forgetting slashes at the start of a block.
		type BlockBudget: Get<Weight>;

		type WeightInfo: WeightInfo;

		/// Sets up what is measured.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId>;
	}

	/// Sets up what the pallet's own calls cannot.
	#[cfg(feature = "runtime-benchmarks")]
	pub trait BenchmarkHelper<AccountId> {
		/// A service whose member `operator` is, from the first epoch on, with stake pledged to it.
		fn service_with_member(operator: &AccountId) -> ServiceId;

		/// Gives `who` what any bond takes.
		fn fund(who: &AccountId);
	}

	/// Why this pallet holds funds.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The bonds of reporters.
		ReportBond,
	}

	/// The id of the next slash.
	#[pallet::storage]
	pub type NextSlashId<T: Config> = StorageValue<_, SlashId, ValueQuery>;

	/// Slashes that are not forgotten.
	#[pallet::storage]
	pub type Slashes<T: Config> = StorageMap<_, Twox64Concat, SlashId, Slash<T::AccountId>>;

	/// The slash of each case that was not overturned.
	#[pallet::storage]
	pub type Cases<T: Config> = StorageMap<_, Blake2_128Concat, Case<T::AccountId>, SlashId>;

	/// The facts of each case that were reported, by topic, and the slash that remembers them.
	#[pallet::storage]
	pub type Facts<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, Case<T::AccountId>, Blake2_128Concat, H256, SlashId>;

	/// The slashes of an operator that wait.
	#[pallet::storage]
	pub type PendingOf<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Twox64Concat, SlashId, ()>;

	/// How many slashes of an operator in a service wait that rest on somebody's word.
	#[pallet::storage]
	pub type OpenRulings<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		ServiceId,
		Blake2_128Concat,
		T::AccountId,
		u32,
		ValueQuery,
	>;

	/// When something is to happen to which slash: by epoch, service and slash, these in the order of their ids.
	#[pallet::storage]
	pub type Agenda<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Twox64Concat, Epoch>,
			NMapKey<Twox64Concat, ServiceId>,
			NMapKey<Identity, Ordered>,
		),
		(),
	>;

	/// Where the agenda has got to.
	#[pallet::storage]
	pub type LastTurn<T: Config> = StorageValue<_, Turn, ValueQuery>;

	/// Of a service, an operator and a condition, the slashes that were not overturned; oldest first.
	#[pallet::storage]
	pub type Convictions<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Twox64Concat, ServiceId>,
			NMapKey<Blake2_128Concat, T::AccountId>,
			NMapKey<Twox64Concat, u8>,
		),
		BoundedVec<Conviction, ConstU32<MAX_CONVICTIONS>>,
		ValueQuery,
	>;

	/// Of a service, a condition and a charged epoch, the members convicted, where formulas read other members' convictions.
	#[pallet::storage]
	pub type Convicts<T: Config> = StorageNMap<
		_,
		(NMapKey<Twox64Concat, ServiceId>, NMapKey<Twox64Concat, u8>, NMapKey<Twox64Concat, Epoch>),
		ConvictsOf<T::AccountId>,
		ValueQuery,
	>;

	/// What was executed of the budgets of the circuit breaker, by the epoch in which slashes were final, in native units.
	#[pallet::storage]
	pub type Drawn<T: Config> = StorageMap<
		_,
		Twox64Concat,
		Scope,
		BoundedVec<(Epoch, Balance), ConstU32<{ MAX_UNBONDING_EPOCHS + 1 }>>,
		ValueQuery,
	>;

	/// When an operator is excluded from a service.
	#[pallet::storage]
	pub type Sentences<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		ServiceId,
		Blake2_128Concat,
		T::AccountId,
		BoundedVec<Sentence, ConstU32<MAX_SENTENCES>>,
		ValueQuery,
	>;

	/// What slashes that rest on somebody's word took last of what an operator shares with a service.
	#[pallet::storage]
	pub type TakenOnWord<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		ServiceId,
		Blake2_128Concat,
		T::AccountId,
		WordTaken,
		ValueQuery,
	>;

	/// When the last epochs began: epoch and first block, oldest first.
	#[pallet::storage]
	pub type EpochStarts<T: Config> = StorageValue<
		_,
		BoundedVec<(Epoch, Height), ConstU32<{ duties::KNOWN_STARTS }>>,
		ValueQuery,
	>;

	/// Of an epoch, the services whose duties are enrolled and not assessed.
	#[pallet::storage]
	pub type Duties<T: Config> =
		StorageDoubleMap<_, Twox64Concat, Epoch, Twox64Concat, ServiceId, Duty<T::AccountId>>;

	/// For how many attestations of an epoch services have paid.
	#[pallet::storage]
	pub type DutyLoad<T: Config> = StorageMap<_, Twox64Concat, Epoch, u32, ValueQuery>;

	/// What members attested: by epoch, service and operator.
	#[pallet::storage]
	pub type Attendances<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Twox64Concat, Epoch>,
			NMapKey<Twox64Concat, ServiceId>,
			NMapKey<Blake2_128Concat, T::AccountId>,
		),
		Attendance,
	>;

	/// The duties of all earlier epochs are assessed.
	#[pallet::storage]
	pub type AssessedEpoch<T: Config> = StorageValue<_, Epoch, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// The first fact of a case was proven. The slash is final from that epoch on.
		Reported {
			slash: SlashId,
			offence: Offence<T::AccountId>,
			condition: u8,
			severity: Perquintill,
			reporter: Option<T::AccountId>,
			bond: Balance,
			final_from: Epoch,
		},
		/// A more severe fact was proven: the window starts again, without what anybody said before.
		Raised {
			slash: SlashId,
			severity: Perquintill,
			reporter: Option<T::AccountId>,
			final_from: Epoch,
		},
		/// The resolver waived its veto.
		Upheld { slash: SlashId, final_from: Epoch },
		/// The penalty is at most that.
		Reduced { slash: SlashId, limit: Perquintill, by_governance: bool },
		/// The slash was undone. `bond`: native units that the reporter lost to the accused.
		Overturned { slash: SlashId, by_governance: bool, frivolous: bool, bond: Balance },
		/// The ledger took the penalty: of each asset so many units.
		Executed {
			slash: SlashId,
			penalty: Perquintill,
			taken: BoundedVec<(AssetId, Balance), ConstU32<MAX_ASSETS_PER_SERVICE>>,
		},
		/// The circuit breaker stopped the slash, as that much may not be taken at once of what `scope` guards. It is executed in
		/// epoch `until`; before, governance can reduce or overturn it.
		Stopped { slash: SlashId, scope: Scope, until: Epoch },
		/// What was due could not be done. It is tried again in the next epoch.
		ExecutionFailed { slash: SlashId, error: DispatchError },
		/// An operator is excluded from a service from an epoch on, and up to another.
		Jailed {
			service: ServiceId,
			operator: T::AccountId,
			from: Epoch,
			until: Epoch,
			slash: SlashId,
		},
		/// The exclusion ends with that epoch.
		Released { service: ServiceId, operator: T::AccountId, from: Epoch, slash: SlashId },
		/// What a payee could not receive before was paid.
		Collected { slash: SlashId, who: T::AccountId, asset: AssetId, amount: Balance },
		/// Nothing depends on the slash any more.
		Forgotten { slash: SlashId },
		/// A member attested a period, which counts for that epoch.
		Attested { service: ServiceId, operator: T::AccountId, epoch: Epoch, period: u32 },
		/// The owner of a service paid for so many attestations of an epoch, in native units.
		DutyEnrolled { service: ServiceId, epoch: Epoch, attestations: u32, paid: Balance },
		/// All members of a service were judged for an epoch in which so many periods were due; so many of them were absent.
		DutyAssessed { service: ServiceId, epoch: Epoch, due: u32, absent: u32 },
		/// A member was absent, but cannot be charged with it.
		AbsenceNotReported {
			service: ServiceId,
			operator: T::AccountId,
			epoch: Epoch,
			error: DispatchError,
		},
	}

	#[pallet::error]
	#[derive(PartialEq, Eq)]
	pub enum Error<T> {
		/// No service has this id.
		UnknownService,
		/// The operator was no member at that epoch, or nobody can be asked about it any more.
		NotMember,
		/// The terms of that epoch have no such condition.
		UnknownCondition,
		/// The epoch has not begun.
		FutureEpoch,
		/// Since that epoch more than the condition's `evidence_age` epochs have passed.
		EvidenceTooOld,
		/// What the members of the service pledged at that epoch is needed, and was not added up yet: see `tally` of the ledger.
		NotTallied,
		/// The evidence is not of the condition's kind.
		WrongEvidence,
		/// Both statements say the same.
		SamePayload,
		/// A signature is of another scheme than the operator's key in that epoch.
		SignatureOfOtherScheme,
		/// A signature is not in the one form that is accepted.
		MalleableSignature,
		/// The operator's key of that epoch did not sign a statement of this chain, service, epoch and topic.
		InvalidSignature,
		/// The caller is not the account that rules.
		NotRuler,
		/// An offence of no severity.
		ZeroSeverity,
		/// Accusers are not in ascending order, or there is one twice.
		SignersOutOfOrder,
		/// The accused is among the accusers.
		AccusedSigned,
		/// An accuser did not count as a member of the service in that epoch.
		SignerNotMember,
		/// The accusers hold less than the threshold of what all members have pledged.
		QuorumNotReached,
		/// The fact was reported before.
		AlreadyReported,
		/// The slash of the case is final.
		AlreadyFinal,
		/// The slash of the case is as severe already.
		NotMoreSevere,
		/// More facts than a slash remembers.
		TooManyFacts,
		/// Too many slashes of the operator in the service wait that rest on somebody's word.
		TooManyOpenRulings,
		/// The caller cannot put down the reporter's bond.
		BondUnavailable,
		/// All ids are used up.
		NoSlashIdLeft,
		/// No slash has this id, or it was forgotten.
		UnknownSlash,
		/// The slash was executed or overturned.
		NotPending,
		/// The slash is final: nobody can object any more.
		WindowClosed,
		/// The slash is not final yet.
		NotFinal,
		/// The circuit breaker stopped the slash: it is executed in a later epoch.
		Stopped,
		/// The caller is neither the resolver nor governance.
		NotResolver,
		/// The resolver reported the offence, or is accused of it.
		ResolverIsParty,
		/// The resolver waived its veto before.
		AlreadyUpheld,
		/// The slash is limited to that penalty, or to a lesser one, already.
		NotLower,
		/// What the chain itself verified is not frivolous.
		NotFrivolous,
		/// Every payee received its part.
		NothingToCollect,
		/// The service has no duty, in this epoch and in the last one.
		NoDuty,
		/// The caller does not count as a member of the service in the epoch in which the period begins.
		NotCounting,
		/// The period has not begun.
		PeriodNotBegun,
		/// The period cannot be attested any more.
		PeriodOver,
		/// The period is none of the first [`MAX_PERIODS`] of its epoch.
		PeriodNotCounted,
		/// The caller has attested the period.
		AlreadyAttested,
		/// The owner of the service cannot pay for the attestations of the epoch.
		DutyUnpaid,
		/// The attestations of the service are more than the chain has room for in the epoch.
		DutyBudgetExceeded,
		/// What the pallet rules out has happened. Nothing was changed.
		Defensive,
	}

	impl<T> From<NotProven> for Error<T> {
		fn from(error: NotProven) -> Self {
			match error {
				NotProven::WrongEvidence => Self::WrongEvidence,
				NotProven::SamePayload => Self::SamePayload,
				NotProven::SignatureOfOtherScheme => Self::SignatureOfOtherScheme,
				NotProven::MalleableSignature => Self::MalleableSignature,
				NotProven::InvalidSignature => Self::InvalidSignature,
				NotProven::NotRuler => Self::NotRuler,
				NotProven::ZeroSeverity => Self::ZeroSeverity,
				NotProven::NotTallied => Self::NotTallied,
				NotProven::SignersOutOfOrder => Self::SignersOutOfOrder,
				NotProven::AccusedSigned => Self::AccusedSigned,
				NotProven::SignerNotMember => Self::SignerNotMember,
				NotProven::QuorumNotReached => Self::QuorumNotReached,
			}
		}
	}

	impl<T> From<NotCharged> for Error<T> {
		fn from(error: NotCharged) -> Self {
			match error {
				NotCharged::UnknownService => Self::UnknownService,
				NotCharged::NotMember => Self::NotMember,
			}
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			Self::note_epoch();
			let assessed = Self::assess(T::AssessmentBudget::get());
			let executed = Self::work_off(T::BlockBudget::get());
			T::WeightInfo::note_epoch().saturating_add(assessed).saturating_add(executed)
		}

		fn integrity_test() {
			let longest = Self::execution_weight(&Size::at_most(2 * (MAX_UNBONDING_EPOCHS + 1)))
				.max(Self::forgetting_weight())
				.max(T::Stake::add_up_weight())
				.saturating_add(T::WeightInfo::next_due().saturating_mul(2));
			assert!(
				T::BlockBudget::get().all_gte(longest),
				"a block must have room for the longest execution: {longest:?}"
			);
			let step = Self::longest_assessment_step();
			assert!(
				T::AssessmentBudget::get().all_gte(step),
				"a block must have room for the longest step of an assessment: {step:?}"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Reports an offence of `operator` against `service` in `epoch`, under the condition at that place in the terms of
		/// the epoch.
		///
		/// Where somebody may object, `max(MinReportBond, ReportBondRate × value at stake)` is held on the caller's account
		/// until the slash is executed or overturned. Where nobody may, the slash is executed at once. The first reporter of
		/// a case gets the bounty. A more severe fact of a case whose slash is not final restarts its window.
		///
		/// Emits [`Event::Reported`] or [`Event::Raised`], [`Event::Jailed`] where the terms say so, and
		/// [`Event::Executed`] where nobody may object. Fails with [`Error::UnknownService`], [`Error::NotMember`],
		/// [`Error::UnknownCondition`], [`Error::FutureEpoch`], [`Error::EvidenceTooOld`], [`Error::NotTallied`],
		/// [`Error::WrongEvidence`], [`Error::SamePayload`], [`Error::SignatureOfOtherScheme`],
		/// [`Error::MalleableSignature`], [`Error::InvalidSignature`], [`Error::NotRuler`], [`Error::ZeroSeverity`],
		/// [`Error::SignersOutOfOrder`], [`Error::AccusedSigned`], [`Error::SignerNotMember`], [`Error::QuorumNotReached`],
		/// [`Error::AlreadyReported`], [`Error::AlreadyFinal`], [`Error::NotMoreSevere`], [`Error::TooManyFacts`],
		/// [`Error::TooManyOpenRulings`], [`Error::BondUnavailable`], or the ledger's own error when the epoch cannot be
		/// charged any more.
		///
		/// Complexity: O(signatures + accusers × assets pledged + assets pledged × epochs since `epoch`), the execution included.
		#[pallet::call_index(0)]
		#[pallet::weight(Pallet::<T>::report_weight(evidence, &ReportSize {
			execution: Size::at_most(MAX_UNBONDING_EPOCHS + 1),
			added_up: true,
		}))]
		pub fn report(
			origin: OriginFor<T>,
			service: ServiceId,
			condition: u8,
			operator: T::AccountId,
			epoch: Epoch,
			evidence: Proof<T::AccountId>,
		) -> DispatchResultWithPostInfo {
			let reporter = ensure_signed(origin)?;
			let case = Case { offence: Offence { operator, service, epoch }, condition };
			let size = Self::do_report(reporter, case, &evidence)?;
			Ok(Some(Self::report_weight(&evidence, &size)).into())
		}

		/// Attests that the caller does its duty to `service` in `period`: the blocks from `period × every` on. See
		/// [the duties](crate::duties).
		///
		/// Costs no fee. The first attestation for an epoch has the service's owner pay `AttestationPrice` for each that the
		/// epoch can bring.
		///
		/// Emits [`Event::Attested`], and [`Event::DutyEnrolled`] with the first one. Fails with [`Error::UnknownService`],
		/// [`Error::NoDuty`], [`Error::PeriodNotBegun`], [`Error::PeriodOver`], [`Error::PeriodNotCounted`],
		/// [`Error::AlreadyAttested`], [`Error::NotCounting`], [`Error::DutyBudgetExceeded`], [`Error::DutyUnpaid`].
		///
		/// Complexity: O(assets pledged), for an operator's first attestation of an epoch; then O(1).
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::attest().saturating_add(T::WeightInfo::enrol()))]
		pub fn attest(
			origin: OriginFor<T>,
			service: ServiceId,
			period: u32,
		) -> DispatchResultWithPostInfo {
			let operator = ensure_signed(origin)?;
			let enrolled = Self::do_attest(operator, service, period)?;
			let enrolling = if enrolled { T::WeightInfo::enrol() } else { Weight::default() };
			Ok(PostDispatchInfo {
				actual_weight: Some(T::WeightInfo::attest().saturating_add(enrolling)),
				pays_fee: Pays::No,
			})
		}

		/// Waives the resolver's veto: the slash is final from the next epoch on, and not before the second one after its
		/// report. Until then governance can still object.
		///
		/// Emits [`Event::Upheld`]. Fails with [`Error::UnknownSlash`], [`Error::NotPending`], [`Error::WindowClosed`],
		/// [`Error::NotResolver`], [`Error::ResolverIsParty`], [`Error::AlreadyUpheld`].
		///
		/// Complexity: O(1).
		#[pallet::call_index(2)]
		pub fn uphold(origin: OriginFor<T>, slash: SlashId) -> DispatchResult {
			Self::do_uphold(ensure_signed(origin)?, slash)
		}

		/// Limits the penalty, a share of what was pledged at the charged epoch. By the resolver, or by governance.
		///
		/// Emits [`Event::Reduced`]. Fails with [`Error::UnknownSlash`], [`Error::NotPending`], [`Error::WindowClosed`],
		/// [`Error::NotResolver`], [`Error::ResolverIsParty`], [`Error::AlreadyUpheld`], [`Error::NotLower`].
		///
		/// Complexity: O(1).
		#[pallet::call_index(3)]
		pub fn reduce(
			origin: OriginFor<T>,
			slash: SlashId,
			penalty: Perquintill,
		) -> DispatchResult {
			Self::do_reduce(origin, slash, penalty)
		}

		/// Undoes a slash, and releases the accused from jail with the end of this epoch. By the resolver, or by
		/// governance. Nothing had moved. The reporter gets its bond back, unless the slash rests on its word and was
		/// `frivolous`: then the accused gets it.
		///
		/// Emits [`Event::Overturned`], and [`Event::Released`] from jail. Fails with [`Error::UnknownSlash`],
		/// [`Error::NotPending`], [`Error::WindowClosed`], [`Error::NotResolver`], [`Error::ResolverIsParty`],
		/// [`Error::AlreadyUpheld`], [`Error::NotFrivolous`].
		///
		/// Complexity: O(assets pledged).
		#[pallet::call_index(4)]
		pub fn overturn(origin: OriginFor<T>, slash: SlashId, frivolous: bool) -> DispatchResult {
			Self::do_overturn(origin, slash, frivolous)
		}

		/// Executes a slash that is final. The chain does so by itself; anybody may be faster.
		///
		/// Emits [`Event::Executed`], or [`Event::Stopped`] where the circuit breaker stops it. Fails with
		/// [`Error::UnknownSlash`], [`Error::NotPending`], [`Error::NotFinal`], [`Error::Stopped`], [`Error::NotTallied`].
		///
		/// Complexity: O(assets pledged × epochs since the charged one + epochs whose convictions the formula counts).
		#[pallet::call_index(5)]
		#[pallet::weight(
			Pallet::<T>::execution_weight(&Size::at_most(2 * (MAX_UNBONDING_EPOCHS + 1)))
				.saturating_add(T::Stake::add_up_weight())
		)]
		pub fn execute(origin: OriginFor<T>, slash: SlashId) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let adds_up = Slashes::<T>::get(slash)
				.is_some_and(|slash| Self::lacks_totals(&slash, T::Clock::current_epoch()));
			let size = Self::do_execute(slash)?;
			let adding_up = if adds_up { T::Stake::add_up_weight() } else { Weight::default() };
			Ok(Some(Self::execution_weight(&size).saturating_add(adding_up)).into())
		}

		/// Pays reporter, restitution account and treasury what they could not receive when slashes were executed, in the
		/// assets of this one. Anybody may call.
		///
		/// Emits [`Event::Collected`] for each payment. Fails with [`Error::UnknownSlash`], [`Error::NothingToCollect`], or
		/// with the asset's error where no payee can receive anything yet.
		///
		/// Complexity: O(assets).
		#[pallet::call_index(6)]
		#[pallet::weight(Pallet::<T>::collecting_weight())]
		pub fn collect(origin: OriginFor<T>, slash: SlashId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_collect(slash)
		}
	}

	impl<T: Config> Pallet<T> {
		/// What a report weighs: the report, the verification of its signatures, looking up who signed, and the execution, which
		/// is paid for with it.
		pub(crate) fn report_weight(evidence: &Proof<T::AccountId>, size: &ReportSize) -> Weight {
			let verification = |signature: &KeySignature| match signature {
				KeySignature::Ed25519(_) => T::WeightInfo::verify_ed25519(),
				KeySignature::Sr25519(_) => T::WeightInfo::verify_sr25519(),
				KeySignature::Ecdsa(_) => T::WeightInfo::verify_ecdsa(),
			};
			let looking_up = match evidence.signers() {
				0 => Weight::default(),
				signers => T::Stake::look_up_weight(signers),
			};
			let adding_up =
				if size.added_up { T::Stake::add_up_weight() } else { Weight::default() };
			evidence
				.signatures()
				.map(verification)
				.fold(T::WeightInfo::report(), |sum, one| sum.saturating_add(one))
				.saturating_add(looking_up)
				.saturating_add(adding_up)
				.saturating_add(Self::execution_weight(&size.execution))
		}

		/// What the execution of a slash weighs.
		pub(crate) fn execution_weight(size: &Size) -> Weight {
			let correlating = match size.correlated {
				0 => Weight::default(),
				epochs => T::WeightInfo::correlate(epochs),
			};
			T::WeightInfo::execute()
				.saturating_add(T::Liability::execute_weight(size.epochs))
				.saturating_add(correlating)
		}

		/// What collecting weighs: for three payees in each asset.
		pub(crate) fn collecting_weight() -> Weight {
			let each = T::Liability::collect_weight();
			let payments = 3 * u64::from(MAX_ASSETS_PER_SERVICE);
			T::WeightInfo::collect().saturating_add(each.saturating_mul(payments))
		}

		/// What forgetting a slash weighs, after a last try to pay what was kept.
		pub(crate) fn forgetting_weight() -> Weight {
			T::WeightInfo::forget().saturating_add(Self::collecting_weight())
		}

		/// What the longest step of an assessment weighs.
		pub(crate) fn longest_assessment_step() -> Weight {
			Self::judging_weight(duties::Judged::AT_MOST)
				.max(T::WeightInfo::find_due(palisade_terms::MAX_OPERATORS))
				.max(T::Stake::add_up_weight())
				.saturating_add(T::WeightInfo::next_duty())
		}

		/// The slash with this id.
		pub(crate) fn slash_of(id: SlashId) -> Result<Slash<T::AccountId>, Error<T>> {
			Slashes::<T>::get(id).ok_or(Error::UnknownSlash)
		}
	}
}
