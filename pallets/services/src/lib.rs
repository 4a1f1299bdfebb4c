//! # Services: who buys security, on what terms, and who serves
//!
//! A **service** is anything that wants to be secured by slashable stake: an oracle, a bridge, a sequencer. Its owner
//! publishes **terms** (what they are stands in [`palisade_terms`]); operators **apply** with a key and become
//! **members**. This pallet is the registry of services, of the versions of their terms, of their members and of the
//! members' keys. It holds no stake: what a member pledged it asks through
//! [`StakeView`](palisade_primitives::StakeView), and whoever holds the stake asks it through
//! [`ServiceRegistry`](palisade_primitives::ServiceRegistry).
//!
//! | Question | File |
//! |---|---|
//! | What are terms, which are lawful? | `primitives/terms` |
//! | How does a version become binding? | `versions.rs` |
//! | Who is a member at epoch `e`, and why? | `membership.rs` |
//! | Which key acts for a member at epoch `e`, whose is a key? | `keys.rs` |
//! | What may a member pledge, what does its value amount to? | `pledges.rs` |
//! | How does service 0 begin? | `consensus.rs` |
//!
//! ## Who may call
//!
//! | Caller | Calls |
//! |---|---|
//! | anyone | `create`, `clear_membership`, `remove` |
//! | the owner of the service; of service 0, governance | `update_terms`, `set_metadata`, `approve`, `reject`, `eject`, `close` |
//! | an operator that is registered and not paused | `apply` |
//! | a member | `accept_terms`, `set_key`, `leave` |
//!
//! ## Time
//!
//! All delays count epochs (`pallet-epochs`). With `TermsNotice` = 2 and U = 6:
//!
//! | Act in epoch 10 | Effect |
//! |---|---|
//! | `update_terms` | in force from 12; a member that has not accepted by the end of 11 counts last in 11 |
//! | `apply` (open) or `approve` | counts from 12, later if the accepted version is in force later |
//! | `set_key` | the new key from 11, the old one through 10 |
//! | `leave`, `eject`, `close` | counts last in 10, answers for it through 16; the record can be cleared from 17 |
//!
//! An epoch is answerable while it is one of the last U + 1. Nothing runs at an epoch's boundary.
//!
//! ## Deposits
//!
//! | For | Paid by | Size | Returned |
//! |---|---|---|---|
//! | a service | its owner | its metadata and the encoded terms of all kept versions | by `remove` |
//! | a membership record | the operator, at `apply` | a record's greatest size | when the record is removed |
//!
//! ## Closing
//!
//! `close` in epoch `t` ends every membership: nobody counts from `t + 1`. It ends nothing that is liable: terms,
//! memberships and keys stay readable while an epoch with them is answerable. When all records are cleared, `remove`
//! removes the service. Its id is never used again.
//!
//! ## Service 0
//!
//! The chain's own consensus is a service like others, created at genesis (`consensus.rs`), except that
//!
//! * it belongs to governance, costs no deposit, and is never closed ([`Error::ConsensusStays`]);
//! * its terms bind by notice alone (`versions.rs`) and may name the faults of consensus
//!   ([`Consensus`](palisade_terms::Evidence::Consensus));
//! * it has room for 1,000 members, and for as many records of members, applicants and former members together, because an
//!   election looks at all of them;
//! * nobody leaves it, or is ejected, whom the chain cannot spare ([`Error::TooFewValidators`]).
//!
//! Which members validate decides `pallet-validators`.
//!
//! ## Limits
//!
//! [`MAX_OPERATORS`](palisade_terms::MAX_OPERATORS) members a service, [`MAX_SERVICES_PER_OPERATOR`] records an operator,
//! [`MAX_VERSIONS`] versions, [`MAX_SPELLS`] spells and [`MAX_KEYS`] keys a record. No call depends on the number of
//! services, members or applications.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub use keys::*;
pub use membership::*;
pub use pallet::*;
pub use types::*;
pub use versions::*;
pub use weights::WeightInfo;

use alloc::vec::Vec;
use frame_support::ensure;
use frame_system::pallet_prelude::BlockNumberFor;
use palisade_primitives::{Epoch, ServiceId, TermsVersion, CONSENSUS_SERVICE};

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod consensus;
mod keys;
mod membership;
#[cfg(test)]
mod mock;
mod pledges;
#[cfg(test)]
mod tests;
#[cfg(any(test, feature = "try-runtime"))]
mod try_state;
mod types;
mod versions;
mod views;
pub mod weights;

/// Shortest notice of new terms: at least one whole epoch lies between announcement and effect.
pub const MIN_TERMS_NOTICE: Epoch = 2;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::{
		pallet_prelude::*,
		traits::{Consideration, Footprint},
	};
	use frame_system::pallet_prelude::*;
	use palisade_primitives::{
		keys::{KeySignature, ServiceKey},
		ConsensusGuard, EpochClock, Jail, OnMembershipEnd, OperatorRegistry, StakeAssets,
		StakeView, MAX_UNBONDING_EPOCHS,
	};
	use palisade_terms::{Terms, TermsError};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Tells the epoch.
		type Clock: EpochClock;

		/// Who is an operator, and takes on new services.
		type Operators: OperatorRegistry<Self::AccountId>;

		/// What members pledged, for the minimum value.
		type Stake: StakeView<Self::AccountId>;

		/// Who is excluded from services for a time.
		type Jail: Jail<Self::AccountId>;

		/// Learns of the end of memberships: what was pledged stops counting.
		type OnMembershipEnd: OnMembershipEnd<Self::AccountId>;

		/// Which assets terms may accept.
		type StakeAssets: StakeAssets;

		/// Whom the chain's own consensus cannot spare.
		type Consensus: ConsensusGuard<Self::AccountId>;

		/// Acts for the owner of service 0, the chain's own consensus.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// U: epochs for which everybody answers after the last one that counted. At most `MAX_UNBONDING_EPOCHS`.
		type UnbondingEpochs: Get<Epoch>;

		/// The U with which new terms must be lawful: the least that U is announced to be.
		type AssuredUnbonding: Get<Epoch>;

		/// Epochs between the announcement of terms and their coming into force. At least [`MIN_TERMS_NOTICE`].
		type TermsNotice: Get<Epoch>;

		/// Epochs by which the circuit breaker delays a slash: part of the slashing-window law.
		type BreakerWindow: Get<Epoch>;

		/// What an owner puts down for a service.
		type ServiceDeposit: Consideration<Self::AccountId, Footprint>;

		/// What an operator puts down for a membership record.
		type MembershipDeposit: Consideration<Self::AccountId, Footprint>;

		/// Most bytes of a service's metadata.
		#[pallet::constant]
		type MaxMetadata: Get<u32>;

		type WeightInfo: WeightInfo;
	}

	/// Why this pallet holds funds.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The deposit for a service.
		Service,
		/// The deposits for applications and memberships.
		Membership,
	}

	/// A service in this runtime.
	pub type ServiceOf<T> = Service<
		<T as frame_system::Config>::AccountId,
		<T as Config>::MaxMetadata,
		<T as Config>::ServiceDeposit,
	>;

	/// The id of the next service.
	#[pallet::storage]
	pub type NextServiceId<T: Config> =
		StorageValue<_, ServiceId, ValueQuery, ConstU32<{ CONSENSUS_SERVICE + 1 }>>;

	/// The services that were not removed.
	#[pallet::storage]
	pub type Services<T: Config> = StorageMap<_, Twox64Concat, ServiceId, ServiceOf<T>>;

	/// The terms of each version in a service's timeline.
	#[pallet::storage]
	pub type TermsOf<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		ServiceId,
		Twox64Concat,
		TermsVersion,
		Terms<T::AccountId>,
	>;

	/// How many kept versions of terms need that many unbonding epochs. At most `MAX_UNBONDING_EPOCHS` entries.
	#[pallet::storage]
	pub type NeededUnbonding<T: Config> = StorageMap<_, Twox64Concat, Epoch, u32, ValueQuery>;

	/// What each operator has with each service.
	#[pallet::storage]
	pub type Memberships<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		ServiceId,
		Blake2_128Concat,
		T::AccountId,
		MembershipOf<T>,
	>;

	/// The services with which an operator has a record; the mirror of [`Memberships`].
	#[pallet::storage]
	pub type OperatorServices<T: Config> = StorageMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		BoundedVec<ServiceId, ConstU32<MAX_SERVICES_PER_OPERATOR>>,
		ValueQuery,
	>;

	/// Whose each key is.
	#[pallet::storage]
	pub type Keys<T: Config> = StorageMap<_, Blake2_128Concat, ServiceKey, KeyUse<T::AccountId>>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// `owner` created `service`, with version 1 of its terms in force.
		Created {
			service: ServiceId,
			owner: T::AccountId,
			metadata: BoundedVec<u8, T::MaxMetadata>,
		},
		/// The owner announced a version of the terms; it is in force from that epoch on.
		TermsAnnounced { service: ServiceId, version: TermsVersion, in_force_from: Epoch },
		/// A member accepted the announced version.
		TermsAccepted { service: ServiceId, operator: T::AccountId, version: TermsVersion },
		/// The owner changed the metadata.
		MetadataSet { service: ServiceId, metadata: BoundedVec<u8, T::MaxMetadata> },
		/// An operator applied, and waits for the owner.
		Applied {
			service: ServiceId,
			operator: T::AccountId,
			version: TermsVersion,
			key: ServiceKey,
		},
		/// An operator was admitted. Its membership counts from that epoch on.
		Joined {
			service: ServiceId,
			operator: T::AccountId,
			version: TermsVersion,
			key: ServiceKey,
			counts_from: Epoch,
		},
		/// The owner refused an application.
		Rejected { service: ServiceId, operator: T::AccountId },
		/// An operator took its application back.
		ApplicationWithdrawn { service: ServiceId, operator: T::AccountId },
		/// A member left. It does not count from `stops_at` on.
		Left { service: ServiceId, operator: T::AccountId, stops_at: Epoch },
		/// The owner ejected a member. It does not count from `stops_at` on.
		Ejected { service: ServiceId, operator: T::AccountId, stops_at: Epoch },
		/// A member changed its key. The new one counts from that epoch on.
		KeySet { service: ServiceId, operator: T::AccountId, key: ServiceKey, counts_from: Epoch },
		/// The owner closed the service. Nobody counts from `stops_at` on.
		Closed { service: ServiceId, stops_at: Epoch },
		/// The record of a membership that answers for nothing any more was removed.
		MembershipCleared { service: ServiceId, operator: T::AccountId },
		/// A closed service was removed.
		Removed { service: ServiceId },
	}

	#[pallet::error]
	#[derive(PartialEq, Eq)]
	pub enum Error<T> {
		/// No service has this id.
		UnknownService,
		/// The caller does not own the service.
		NotOwner,
		/// The service is closed.
		ServiceClosed,
		/// The service is not closed.
		NotClosed,
		/// Membership records remain: clear them first.
		RecordsRemain,
		/// The metadata has more bytes than `MaxMetadata`.
		MetadataTooLong,
		/// All ids are used up.
		NoServiceIdLeft,
		/// An announced version is not in force yet.
		TermsPending,
		/// The version is not the latest one.
		TermsChanged,
		/// The version is not the announced one.
		VersionNotAnnounced,
		/// The member accepted this version before.
		AlreadyAccepted,
		/// The caller is not a registered operator.
		NotOperator,
		/// The operator takes on nothing new.
		OperatorPaused,
		/// The operator has records with `MAX_SERVICES_PER_OPERATOR` services.
		TooManyServices,
		/// The service has as many members as its terms allow.
		ServiceFull,
		/// The operator is a member.
		AlreadyMember,
		/// The operator applied with this version of the terms before.
		AlreadyApplied,
		/// The operator did not apply.
		NoApplication,
		/// The operator is not a member, nor an applicant.
		NotMember,
		/// The record can still be asked for: an application, a membership, or one that ended less than U epochs ago.
		StillAnswers,
		/// Everybody can sign under this key.
		WeakKey,
		/// The key is, or was within the last U epochs, another operator's.
		KeyTaken,
		/// The member has this key.
		KeyUnchanged,
		/// The proof is a signature of another scheme than the key's.
		ProofOfOtherScheme,
		/// The proof is not in the one form that is accepted of a signature.
		MalleableProof,
		/// The key did not sign the payload of this chain, service and operator.
		InvalidProof,
		/// The terms accept an asset that is not registered for restaking.
		AssetNotRegistered,
		/// The terms accept no asset.
		NoAssets,
		/// The terms name an accepted asset twice.
		DuplicateAsset,
		/// `max_operators` is 0 or above the limit.
		OperatorLimitOutOfRange,
		/// The terms name a reward asset twice.
		DuplicateRewardAsset,
		/// The security target's attack threshold is 0.
		ZeroAttackThreshold,
		/// Conditions, but nothing may be slashed in an epoch.
		ZeroSlashLimit,
		/// The evidence is reserved for the chain's own consensus.
		ReservedEvidence,
		/// A quorum of half of the value or less.
		QuorumTooSmall,
		/// A duty that is due too often.
		DutyPeriodTooShort,
		/// A duty's grace reaches into the next period's.
		GraceTooLong,
		/// A duty that need not be done at all.
		ToleranceIsEverything,
		/// Evidence that the chain cannot verify itself needs a veto window.
		EvidenceNeedsVeto,
		/// A veto window of no epoch.
		ZeroWindow,
		/// The resolver is the ruler.
		ResolverIsRuler,
		/// An offence could not be reported when its epoch ends.
		ZeroEvidenceAge,
		/// A missed duty is assessed in the second epoch after it, when it could not be charged any more.
		DutyEvidenceTooShort,
		/// `evidence_age + window + BreakerWindow + 1` exceeds U.
		SlashingWindowTooLong,
		/// The bounty is above the limit.
		BountyTooHigh,
		/// Bounty and restitution exceed the penalty.
		ProceedsExceedPenalty,
		/// Restitution of nothing.
		EmptyRestitution,
		/// A missed duty pays no restitution.
		RestitutionFromDuty,
		/// Restitution comes from exclusive stake, and no accepted asset is taken exclusively.
		RestitutionNeedsExclusiveStake,
		/// A formula that reads correlation needs a veto window.
		CorrelationNeedsWindow,
		/// The look-back window is longer than U.
		LookBackTooLong,
		/// The formula reads facts of a look-back window of no epoch.
		LookBackMissing,
		/// A look-back window that the formula does not read.
		LookBackUnused,
		/// A formula without operations.
		FormulaEmpty,
		/// An operation of the formula lacks an operand.
		FormulaMissingOperand,
		/// The formula leaves more than one value.
		FormulaUnusedOperand,
		/// The formula has an exponent above the limit.
		FormulaExponentTooLarge,
		/// There are two duties: an attestation says only for which service and period it is.
		SecondDuty,
		/// A fault of consensus could not be charged any more when the session after it reports it.
		FaultEvidenceTooShort,
		/// Unresponsiveness in consensus costs something.
		UnresponsivenessCosts,
		/// There are two conditions for one fault of consensus.
		SecondFault,
		/// Duties and accusations by a quorum are not for the chain's own consensus, which has more members than they count.
		EvidenceNotForConsensus,
		/// The chain's own consensus cannot spare the member: there would be too few validators.
		TooFewValidators,
		/// The chain's own consensus is never closed.
		ConsensusStays,
		/// What the pallet rules out has happened. Nothing was changed.
		Defensive,
	}

	impl<T> From<TermsError> for Error<T> {
		fn from(error: TermsError) -> Self {
			match error {
				TermsError::NoAssets => Self::NoAssets,
				TermsError::DuplicateAsset => Self::DuplicateAsset,
				TermsError::OperatorLimitOutOfRange => Self::OperatorLimitOutOfRange,
				TermsError::DuplicateRewardAsset => Self::DuplicateRewardAsset,
				TermsError::ZeroAttackThreshold => Self::ZeroAttackThreshold,
				TermsError::ZeroSlashLimit => Self::ZeroSlashLimit,
				TermsError::ReservedEvidence => Self::ReservedEvidence,
				TermsError::QuorumTooSmall => Self::QuorumTooSmall,
				TermsError::DutyPeriodTooShort => Self::DutyPeriodTooShort,
				TermsError::GraceTooLong => Self::GraceTooLong,
				TermsError::ToleranceIsEverything => Self::ToleranceIsEverything,
				TermsError::EvidenceNeedsVeto => Self::EvidenceNeedsVeto,
				TermsError::ZeroWindow => Self::ZeroWindow,
				TermsError::ResolverIsRuler => Self::ResolverIsRuler,
				TermsError::ZeroEvidenceAge => Self::ZeroEvidenceAge,
				TermsError::DutyEvidenceTooShort => Self::DutyEvidenceTooShort,
				TermsError::SlashingWindowTooLong => Self::SlashingWindowTooLong,
				TermsError::BountyTooHigh => Self::BountyTooHigh,
				TermsError::ProceedsExceedPenalty => Self::ProceedsExceedPenalty,
				TermsError::EmptyRestitution => Self::EmptyRestitution,
				TermsError::RestitutionFromDuty => Self::RestitutionFromDuty,
				TermsError::RestitutionNeedsExclusiveStake => Self::RestitutionNeedsExclusiveStake,
				TermsError::CorrelationNeedsWindow => Self::CorrelationNeedsWindow,
				TermsError::LookBackTooLong => Self::LookBackTooLong,
				TermsError::LookBackMissing => Self::LookBackMissing,
				TermsError::LookBackUnused => Self::LookBackUnused,
				TermsError::FormulaEmpty => Self::FormulaEmpty,
				TermsError::FormulaMissingOperand => Self::FormulaMissingOperand,
				TermsError::FormulaUnusedOperand => Self::FormulaUnusedOperand,
				TermsError::FormulaExponentTooLarge => Self::FormulaExponentTooLarge,
				TermsError::SecondDuty => Self::SecondDuty,
				TermsError::FaultEvidenceTooShort => Self::FaultEvidenceTooShort,
				TermsError::UnresponsivenessCosts => Self::UnresponsivenessCosts,
				TermsError::SecondFault => Self::SecondFault,
				TermsError::EvidenceNotForConsensus => Self::EvidenceNotForConsensus,
			}
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxMetadata::get() > 0, "services need some metadata");
			// Histories are bounded by these relations of constants.
			const {
				assert!(MIN_TERMS_NOTICE >= 2);
				assert!(MAX_VERSIONS > MAX_UNBONDING_EPOCHS / MIN_TERMS_NOTICE);
				assert!(MAX_SPELLS > MAX_UNBONDING_EPOCHS / JOINING_EPOCHS);
				assert!(MAX_KEYS > MAX_UNBONDING_EPOCHS + JOINING_EPOCHS);
			}
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Creates a service that the caller owns, with version 1 of its terms in force at once.
		///
		/// Holds a deposit by the size of terms and metadata on the caller's account.
		///
		/// Emits [`Event::Created`]. Fails with [`Error::MetadataTooLong`], [`Error::AssetNotRegistered`], one of the
		/// errors of [`palisade_terms::TermsError`], or the currency's own error when the deposit cannot be held.
		///
		/// Complexity: O(assets + conditions × length of formulas + bytes of metadata).
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::create(
			terms.assets.len() as u32,
			terms.conditions.len() as u32,
			metadata.len() as u32,
		))]
		pub fn create(
			origin: OriginFor<T>,
			terms: Terms<T::AccountId>,
			metadata: Vec<u8>,
		) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			let metadata =
				BoundedVec::try_from(metadata).map_err(|_| Error::<T>::MetadataTooLong)?;
			Self::do_create(owner, terms, metadata)
		}

		/// Announces the next version of the terms, in force `TermsNotice` epochs from now.
		///
		/// A member that does not accept it by then stops counting. The deposit follows the size of all kept versions.
		///
		/// Emits [`Event::TermsAnnounced`]. Fails with [`Error::UnknownService`], [`Error::NotOwner`],
		/// [`Error::ServiceClosed`], [`Error::TermsPending`], [`Error::AssetNotRegistered`], one of the errors of
		/// [`palisade_terms::TermsError`], or the currency's own error when the deposit cannot be held.
		///
		/// Complexity: O(assets + conditions × length of formulas + versions dropped).
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::update_terms(
			terms.assets.len() as u32,
			terms.conditions.len() as u32,
			MAX_VERSIONS - 1,
		))]
		pub fn update_terms(
			origin: OriginFor<T>,
			service: ServiceId,
			terms: Terms<T::AccountId>,
		) -> DispatchResultWithPostInfo {
			let owner = Self::ensure_owner(origin, service)?;
			let (assets, conditions) = (terms.assets.len() as u32, terms.conditions.len() as u32);
			let dropped = Self::do_update_terms(owner, service, terms)?;
			Ok(Some(T::WeightInfo::update_terms(assets, conditions, dropped)).into())
		}

		/// Accepts the announced version of the terms: the caller's membership goes on when it comes into force.
		///
		/// Emits [`Event::TermsAccepted`]. Fails with [`Error::UnknownService`], [`Error::ServiceClosed`],
		/// [`Error::NotMember`], [`Error::AlreadyAccepted`], [`Error::VersionNotAnnounced`].
		///
		/// Complexity: O(1).
		#[pallet::call_index(2)]
		pub fn accept_terms(
			origin: OriginFor<T>,
			service: ServiceId,
			version: TermsVersion,
		) -> DispatchResult {
			Self::do_accept_terms(ensure_signed(origin)?, service, version)
		}

		/// Replaces the metadata. The deposit becomes what the service costs at today's price.
		///
		/// Emits [`Event::MetadataSet`]. Fails with [`Error::UnknownService`], [`Error::NotOwner`],
		/// [`Error::ServiceClosed`], [`Error::MetadataTooLong`], or the currency's own error when the difference cannot be
		/// held.
		///
		/// Complexity: O(bytes of metadata).
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::set_metadata(metadata.len() as u32))]
		pub fn set_metadata(
			origin: OriginFor<T>,
			service: ServiceId,
			metadata: Vec<u8>,
		) -> DispatchResult {
			let owner = Self::ensure_owner(origin, service)?;
			let mut entry = Self::open_service_of(&owner, service)?;
			let metadata =
				BoundedVec::try_from(metadata).map_err(|_| Error::<T>::MetadataTooLong)?;
			let footprint = Self::service_footprint(&metadata, &entry.timeline);
			Self::update_deposit(&mut entry, footprint)?;
			entry.metadata = metadata.clone();
			Services::<T>::insert(service, entry);
			Self::deposit_event(Event::MetadataSet { service, metadata });
			Ok(())
		}

		/// Applies for membership: accepts version `terms_version`, which must be the latest one, and `key` as the key
		/// with which the caller acts.
		///
		/// `proof` is a signature by the key, raw or wrapped by a wallet, of
		/// [`possession_payload`](palisade_primitives::keys::possession_payload). Where admission is open, the
		/// membership counts from the second epoch after this one; else the owner decides. After the terms changed, an
		/// applicant applies again. Holds a deposit on the caller's account with its first application.
		///
		/// Emits [`Event::Joined`] or [`Event::Applied`]. Fails with [`Error::NotOperator`], [`Error::OperatorPaused`],
		/// [`Error::UnknownService`], [`Error::ServiceClosed`], [`Error::TermsChanged`], [`Error::AlreadyMember`],
		/// [`Error::AlreadyApplied`], [`Error::TooManyServices`], [`Error::WeakKey`], [`Error::ProofOfOtherScheme`],
		/// [`Error::MalleableProof`], [`Error::InvalidProof`], [`Error::KeyTaken`], [`Error::ServiceFull`] (in the chain's own
		/// consensus also where there is no room for one more record of anybody), or the
		/// currency's own error when the deposit cannot be held.
		///
		/// Complexity: O(1), at most two verifications of the proof.
		#[pallet::call_index(4)]
		#[pallet::weight(match key {
			ServiceKey::Ed25519(_) => T::WeightInfo::apply_with_ed25519(),
			ServiceKey::Sr25519(_) => T::WeightInfo::apply_with_sr25519(),
			ServiceKey::Ecdsa(_) => T::WeightInfo::apply_with_ecdsa(),
		})]
		pub fn apply(
			origin: OriginFor<T>,
			service: ServiceId,
			terms_version: TermsVersion,
			key: ServiceKey,
			proof: KeySignature,
		) -> DispatchResult {
			Self::do_apply(ensure_signed(origin)?, service, terms_version, key, proof)
		}

		/// Admits an applicant, also one that paused after it applied. Its membership counts from the second epoch after
		/// this one.
		///
		/// Emits [`Event::Joined`]. Fails with [`Error::UnknownService`], [`Error::NotOwner`],
		/// [`Error::ServiceClosed`], [`Error::NoApplication`], [`Error::TermsChanged`] (the applicant accepted older
		/// terms and must apply again), [`Error::ServiceFull`].
		///
		/// Complexity: O(1).
		#[pallet::call_index(5)]
		pub fn approve(
			origin: OriginFor<T>,
			service: ServiceId,
			operator: T::AccountId,
		) -> DispatchResult {
			Self::do_approve(Self::ensure_owner(origin, service)?, service, operator)
		}

		/// Refuses an application. The applicant's deposit is returned, unless a record of earlier membership remains.
		///
		/// Emits [`Event::Rejected`]. Fails with [`Error::UnknownService`], [`Error::NotOwner`],
		/// [`Error::NoApplication`].
		///
		/// Complexity: O(1).
		#[pallet::call_index(6)]
		pub fn reject(
			origin: OriginFor<T>,
			service: ServiceId,
			operator: T::AccountId,
		) -> DispatchResult {
			Self::do_reject(Self::ensure_owner(origin, service)?, service, operator)
		}

		/// Takes the caller's application back, or ends its membership: this epoch is the last one that counts. What
		/// counted stays liable for U epochs.
		///
		/// Emits [`Event::ApplicationWithdrawn`] or [`Event::Left`]. Fails with [`Error::UnknownService`],
		/// [`Error::NotMember`], [`Error::TooFewValidators`].
		///
		/// Complexity: O(1).
		#[pallet::call_index(7)]
		#[pallet::weight(
			T::WeightInfo::leave().saturating_add(T::Consensus::release_weight(*service))
		)]
		pub fn leave(origin: OriginFor<T>, service: ServiceId) -> DispatchResult {
			Self::do_leave(ensure_signed(origin)?, service)
		}

		/// Ends a membership: this epoch is the last one that counts. What counted stays liable for U epochs.
		///
		/// Emits [`Event::Ejected`]. Fails with [`Error::UnknownService`], [`Error::NotOwner`], [`Error::NotMember`],
		/// [`Error::TooFewValidators`].
		///
		/// Complexity: O(1).
		#[pallet::call_index(8)]
		#[pallet::weight(
			T::WeightInfo::eject().saturating_add(T::Consensus::release_weight(*service))
		)]
		pub fn eject(
			origin: OriginFor<T>,
			service: ServiceId,
			operator: T::AccountId,
		) -> DispatchResult {
			Self::do_eject(Self::ensure_owner(origin, service)?, service, operator)
		}

		/// Changes the caller's key from the next epoch on. The old key goes on answering for its epochs.
		///
		/// `proof` is as in [`Pallet::apply`].
		///
		/// Emits [`Event::KeySet`]. Fails with [`Error::UnknownService`], [`Error::ServiceClosed`],
		/// [`Error::NotMember`], [`Error::KeyUnchanged`], [`Error::WeakKey`], [`Error::ProofOfOtherScheme`],
		/// [`Error::MalleableProof`], [`Error::InvalidProof`], [`Error::KeyTaken`].
		///
		/// Complexity: O(1), at most two verifications of the proof.
		#[pallet::call_index(9)]
		#[pallet::weight(match key {
			ServiceKey::Ed25519(_) => T::WeightInfo::set_key_with_ed25519(),
			ServiceKey::Sr25519(_) => T::WeightInfo::set_key_with_sr25519(),
			ServiceKey::Ecdsa(_) => T::WeightInfo::set_key_with_ecdsa(),
		})]
		pub fn set_key(
			origin: OriginFor<T>,
			service: ServiceId,
			key: ServiceKey,
			proof: KeySignature,
		) -> DispatchResult {
			Self::do_set_key(ensure_signed(origin)?, service, key, proof)
		}

		/// Closes the service: this epoch is the last one in which anybody counts. Ends nothing that is liable.
		///
		/// Emits [`Event::Closed`]. Fails with [`Error::UnknownService`], [`Error::NotOwner`],
		/// [`Error::ServiceClosed`], [`Error::ConsensusStays`].
		///
		/// Complexity: O(1).
		#[pallet::call_index(10)]
		pub fn close(origin: OriginFor<T>, service: ServiceId) -> DispatchResult {
			ensure!(service != CONSENSUS_SERVICE, Error::<T>::ConsensusStays);
			let owner = ensure_signed(origin)?;
			let mut entry = Self::open_service_of(&owner, service)?;
			let stops_at = T::Clock::current_epoch().saturating_add(1);
			entry.stops_at = Some(stops_at);
			Services::<T>::insert(service, entry);
			Self::deposit_event(Event::Closed { service, stops_at });
			Ok(())
		}

		/// Removes the record of a membership that ended and answers for nothing any more, and returns its deposit.
		/// Anybody may call.
		///
		/// Emits [`Event::MembershipCleared`]. Fails with [`Error::UnknownService`], [`Error::NotMember`],
		/// [`Error::StillAnswers`].
		///
		/// Complexity: O(keys of the record).
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::clear_membership(MAX_KEYS))]
		pub fn clear_membership(
			origin: OriginFor<T>,
			service: ServiceId,
			operator: T::AccountId,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let dropped = Self::do_clear_membership(service, operator)?;
			Ok(Some(T::WeightInfo::clear_membership(dropped)).into())
		}

		/// Removes a closed service that has no membership records, and returns its owner's deposit. Anybody may call.
		///
		/// Emits [`Event::Removed`]. Fails with [`Error::UnknownService`], [`Error::NotClosed`],
		/// [`Error::RecordsRemain`].
		///
		/// Complexity: O(kept versions).
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::remove(MAX_VERSIONS))]
		pub fn remove(origin: OriginFor<T>, service: ServiceId) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let entry = Services::<T>::get(service).ok_or(Error::<T>::UnknownService)?;
			ensure!(entry.stops_at.is_some(), Error::<T>::NotClosed);
			ensure!(entry.records == 0, Error::<T>::RecordsRemain);
			if let Some(deposit) = entry.deposit {
				deposit.drop(&entry.owner)?;
			}
			let versions = entry.timeline.versions();
			for version in versions {
				Self::drop_version(service, version);
			}
			let kept = versions.len() as u32;
			Services::<T>::remove(service);
			Self::deposit_event(Event::Removed { service });
			Ok(Some(T::WeightInfo::remove(kept)).into())
		}
	}

	impl<T: Config> Pallet<T> {
		/// The account that owns `service`, if the caller acts for it: governance for the chain's own consensus, the caller itself
		/// for others, whether or not it owns them.
		fn ensure_owner(
			origin: OriginFor<T>,
			service: ServiceId,
		) -> Result<T::AccountId, DispatchError> {
			if service != CONSENSUS_SERVICE {
				return Ok(ensure_signed(origin)?);
			}
			T::GovernanceOrigin::ensure_origin(origin)?;
			let entry = Services::<T>::get(service).ok_or(Error::<T>::UnknownService)?;
			Ok(entry.owner)
		}

		/// The service, which must not be closed.
		pub(crate) fn open_service(service: ServiceId) -> Result<ServiceOf<T>, Error<T>> {
			let entry = Services::<T>::get(service).ok_or(Error::<T>::UnknownService)?;
			ensure!(entry.stops_at.is_none(), Error::<T>::ServiceClosed);
			Ok(entry)
		}

		/// The service, which must be `owner`'s.
		pub(crate) fn service_of(
			owner: &T::AccountId,
			service: ServiceId,
		) -> Result<ServiceOf<T>, Error<T>> {
			let entry = Services::<T>::get(service).ok_or(Error::<T>::UnknownService)?;
			ensure!(entry.owner == *owner, Error::<T>::NotOwner);
			Ok(entry)
		}

		/// The service, which must be `owner`'s and not closed.
		pub(crate) fn open_service_of(
			owner: &T::AccountId,
			service: ServiceId,
		) -> Result<ServiceOf<T>, Error<T>> {
			let entry = Self::service_of(owner, service)?;
			ensure!(entry.stops_at.is_none(), Error::<T>::ServiceClosed);
			Ok(entry)
		}
	}
}
