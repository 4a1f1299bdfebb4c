//! # Validators: consensus is service 0
//!
//! The chain's own consensus is a service like others, with the id 0, and its validators are members of it: operators that
//! pledged stake to it and answer with that stake for what they sign. This pallet decides which of the members validate, has their
//! faults judged under the terms of service 0, and mints what consensus is paid with. It knows stake and memberships through
//! [`ServiceRegistry`], and the judge through [`ConsensusJudge`].
//!
//! | Question | File |
//! |---|---|
//! | Who validates? | `election.rs` |
//! | What becomes of a fault, and of an absence? | `faults.rs` |
//! | What is consensus paid with? | `rewards.rs` |
//! | Who would be elected now, and why not? ([`ValidatorsApi`](pallet_validators_runtime_api::ValidatorsApi)) | `views.rs` |
//!
//! ## Elections
//!
//! A **candidate** is a member of service 0 that counts in the current epoch (it is not jailed, and what it had pledged at the
//! epoch's start is worth the minimum of the terms) and has session keys. Candidates rank by **weight**: exclusive stake in full,
//! shared stake at [`Config::SharedWeight`], because others can slash that, too; ties by account. At the start of each session
//! the first `max` candidates are planned for the session after it. Whoever is known to have equivocated in this epoch is no
//! candidate in the rest of it; from the next epoch on it is jailed, as far as the terms say so:
//!
//! ```text
//! session        j − 1                        j
//!                │ planned by the stake       │ validate
//!                │ of its epoch               │
//! a fault of j is charged to the epoch of j − 1: to the stake that elected
//! ```
//!
//! Sessions 0 and 1 are planned by the stake of genesis, epoch 0, and charged to it.
//!
//! With `min` = 4 and `max` = 100:
//!
//! | Candidates | Planned |
//! |---|---|
//! | 120 | the first 100 |
//! | 10 | all of them |
//! | 3 | these, and whoever was planned before |
//! | 0 | whoever was planned before |
//!
//! Below `min` those planned before **stay**, beside the candidates: members that do not count, say because of their value, all;
//! jailed ones, and then those that are no members any more (and so cannot be slashed), only as far as there would be fewer than `min`
//! validators otherwise. Nobody stays whose session keys are gone. Each such session emits [`Event::TooFewCandidates`].
//!
//! While no more than `min` of those that were planned have session keys, nobody may purge any
//! ([`are_keys_scarce`](Pallet::are_keys_scarce), which the runtime asks).
//!
//! From one election to the next, no more candidates can leave service 0, be ejected, or pledge less to it than there are beyond
//! `min` ([`ConsensusGuard`]): otherwise all could go at once, and validate on without answering. Each counts once. (Delegators can
//! always leave their operator.)
//!
//! ## Faults
//!
//! What BABE, GRANDPA and im-online see is **recorded**, one entry for each (session, operator, kind), the gravest severity
//! counts. The start of each block **judges** what is recorded, oldest session first, within [`Config::JudgingBudget`]: it
//! becomes a slash under the condition of that kind in the terms of the charged epoch. What cannot be judged (no such condition,
//! not a member in that epoch, too old) is dropped with [`Event::FaultNotJudged`].
//!
//! A validator that is **absent**, with neither a block nor a heartbeat, for [`Config::MaxAbsence`] sessions on end commits a
//! fault of unresponsiveness. Terms may jail for it, and take nothing.
//!
//! ## Rewards
//!
//! For each block [`Config::BlockReward`] is minted, at the end of its session, to the account from which services pay rewards.
//!
//! ## Who may call
//!
//! | Call | Who |
//! |---|---|
//! | [`set_limits`](Pallet::set_limits) | [`Config::GovernanceOrigin`] |
//!
//! ## Limits
//!
//! [`MAX_CANDIDATES`] candidates (records of service 0 of any standing), [`Config::MaxValidators`] validators. No work
//! depends on the number of delegators.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub use palisade_primitives::Ordered;
pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

use election::{Departure, Election};
use frame_system::pallet_prelude::BlockNumberFor;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod election;
mod faults;
#[cfg(test)]
mod mock;
mod rewards;
#[cfg(test)]
mod tests;
#[cfg(any(test, feature = "try-runtime"))]
mod try_state;
mod types;
mod views;
pub mod weights;

/// Most records of service 0 that an election looks at.
pub const MAX_CANDIDATES: u32 = palisade_terms::MAX_CONSENSUS_OPERATORS;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{
		pallet_prelude::*,
		traits::{fungible::Mutate, Contains, EnsureOrigin},
		PalletId,
	};
	use frame_system::pallet_prelude::*;
	use palisade_primitives::{
		Balance, Epoch, EpochClock, Jail, ServiceRegistry, MAX_ASSETS_PER_SERVICE,
	};
	use palisade_terms::{ConsensusFault, ConsensusJudge};
	use sp_runtime::{traits::Convert, Perbill, Perquintill};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Tells the epoch.
		type Clock: EpochClock;

		/// The epoch of a session.
		type EpochOfSession: Convert<u32, Epoch>;

		/// Knows the members of service 0, and what they pledged.
		type Services: ServiceRegistry<Self::AccountId>;

		/// Who is excluded from service 0 for a time.
		type Jail: Jail<Self::AccountId>;

		/// Judges faults.
		type Judge: ConsensusJudge<Self::AccountId>;

		/// Who has session keys. One read.
		type SessionKeys: Contains<Self::AccountId>;

		/// Who validates in the current session. Asked as long as nobody was ever elected.
		type Incumbents: Get<Vec<Self::AccountId>>;

		/// Changes the limits.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Mints rewards.
		type Currency: Mutate<Self::AccountId, Balance = Balance>;

		/// Names the keyless account from which services pay rewards.
		#[pallet::constant]
		type RewardsPalletId: Get<PalletId>;

		/// What is minted for a block, in native units.
		type BlockReward: Get<Balance>;

		/// What shared stake weighs in an election, of its value.
		type SharedWeight: Get<Perbill>;

		/// After how many sessions of absence on end a validator has committed a fault.
		#[pallet::constant]
		type MaxAbsence: Get<u32>;

		/// Most validators that there can be.
		#[pallet::constant]
		type MaxValidators: Get<u32>;

		/// Most work of judging faults at the start of a block.
		type JudgingBudget: Get<Weight>;

		type WeightInfo: WeightInfo;

		/// Sets up what is measured.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId>;
	}

	/// Sets up what the pallet itself cannot.
	#[cfg(feature = "runtime-benchmarks")]
	pub trait BenchmarkHelper<AccountId> {
		/// Founds service 0 with so many candidates in the current epoch, each with one pledged asset.
		fn found_consensus(candidates: u32);
	}

	/// How many validators there are.
	#[pallet::storage]
	pub type Limits<T: Config> = StorageValue<_, ValidatorLimits, ValueQuery>;

	/// What kind of fault is being reported: only while it is.
	#[pallet::storage]
	pub type Reporting<T: Config> = StorageValue<_, ConsensusFault, OptionQuery>;

	/// The validators that were planned last, in the order of their rank.
	#[pallet::storage]
	pub type Planned<T: Config> =
		StorageValue<_, BoundedVec<T::AccountId, T::MaxValidators>, ValueQuery>;

	/// How many of the candidates can still be spared before validators are planned again.
	#[pallet::storage]
	pub type Spare<T: Config> = StorageValue<_, u32, ValueQuery>;

	/// Who left service 0 or pledged less to it since validators were planned last, of those that could be spared.
	#[pallet::storage]
	pub type Departed<T: Config> =
		StorageValue<_, BoundedVec<T::AccountId, ConstU32<MAX_CANDIDATES>>, ValueQuery>;

	/// Who equivocated, as far as it is known, in that epoch: whoever did is no candidate for the rest of it.
	#[pallet::storage]
	pub type Suspended<T: Config> =
		StorageValue<_, (Epoch, BoundedVec<T::AccountId, ConstU32<MAX_CANDIDATES>>), ValueQuery>;

	/// What was seen and is not judged yet: by session, in their order, operator and kind; and how severe it is.
	#[pallet::storage]
	pub type Recorded<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Identity, Ordered>,
			NMapKey<Blake2_128Concat, T::AccountId>,
			NMapKey<Twox64Concat, ConsensusFault>,
		),
		Perquintill,
	>;

	/// Who was absent in the last session in which anybody was.
	#[pallet::storage]
	pub type LastAbsences<T: Config> =
		StorageValue<_, Absences<T::AccountId, T::MaxValidators>, OptionQuery>;

	/// All blocks up to this one were rewarded.
	#[pallet::storage]
	pub type RewardedUpTo<T: Config> = StorageValue<_, BlockNumberFor<T>, ValueQuery>;

	/// How many validators there are.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Fewest validators; 0 means 1.
		pub min_validators: u32,
		/// Most validators; 0 means as many as there can be.
		pub max_validators: u32,
		#[serde(skip)]
		pub _config: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			let limits = ValidatorLimits {
				min: self.min_validators.max(1),
				max: match self.max_validators {
					0 => T::MaxValidators::get(),
					max => max,
				},
			};
			assert!(Pallet::<T>::are_sound(&limits), "limits out of range: {limits:?}");
			Limits::<T>::put(limits);
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// So many of the candidates will validate in that session.
		Elected { session: u32, candidates: u32, validators: u32 },
		/// There were fewer candidates than there must be validators: so many of those that validated before stay for that session.
		TooFewCandidates { session: u32, candidates: u32, staying: u32 },
		/// The chain saw a fault of that session. It is judged next.
		FaultRecorded {
			session: u32,
			operator: T::AccountId,
			fault: ConsensusFault,
			severity: Perquintill,
		},
		/// A fault was judged under the terms of service 0 in that epoch.
		FaultJudged { session: u32, operator: T::AccountId, fault: ConsensusFault, charged: Epoch },
		/// A fault cannot be judged, and is dropped.
		FaultNotJudged {
			session: u32,
			operator: T::AccountId,
			fault: ConsensusFault,
			error: DispatchError,
		},
		/// Governance changed how many validators there are, from the next election on.
		LimitsSet { min: u32, max: u32 },
		/// So much was minted for so many blocks, up to the end of that session.
		RewardsIssued { session: u32, blocks: u32, amount: Balance },
	}

	#[pallet::error]
	#[derive(PartialEq, Eq)]
	pub enum Error<T> {
		/// Fewer than one validator, fewer at the most than at the least, or more than there can be.
		LimitsOutOfRange,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			Self::judge_recorded(T::JudgingBudget::get())
		}

		fn integrity_test() {
			let one = T::WeightInfo::next_fault().saturating_add(Self::judging_weight());
			assert!(
				T::JudgingBudget::get().all_gte(one),
				"a block must have room for the judgement of one fault: {one:?}"
			);
			// An asset adds less to the cost of a candidate than the first one comes to with the candidate.
			let longest =
				T::WeightInfo::elect(MAX_CANDIDATES).saturating_mul(MAX_ASSETS_PER_SERVICE.into());
			let block = T::BlockWeights::get().max_block;
			assert!(block.all_gte(longest), "a block must have room for an election: {longest:?}");
			assert!(T::MaxAbsence::get() > 0, "nobody is absent for no session");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Sets the fewest and the most validators, from the next election on.
		///
		/// Emits [`Event::LimitsSet`]. Fails with [`Error::LimitsOutOfRange`].
		///
		/// Complexity: O(1).
		#[pallet::call_index(0)]
		pub fn set_limits(origin: OriginFor<T>, min: u32, max: u32) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			let limits = ValidatorLimits { min, max };
			ensure!(Self::are_sound(&limits), Error::<T>::LimitsOutOfRange);
			Limits::<T>::put(limits);
			Self::deposit_event(Event::LimitsSet { min, max });
			Ok(())
		}
	}

	impl<T: Config> Pallet<T> {
		/// Whether there can be so many validators.
		pub(crate) fn are_sound(limits: &ValidatorLimits) -> bool {
			0 < limits.min && limits.min <= limits.max && limits.max <= T::MaxValidators::get()
		}
	}
}
