//! # Operators: who can be trusted with stake
//!
//! An **operator** is an account that runs infrastructure and answers for it with stake: delegators put stake behind
//! it (`pallet-restaking`), services buy the security of that stake. This pallet is the registry of operators. It owns
//! identity, commission and status, no stake: other pallets ask it through
//! [`OperatorRegistry`](palisade_primitives::OperatorRegistry).
//!
//! ## Registering
//!
//! Any signed account, also a proxy's principal or a multisig, may [`register`](Pallet::register). It names
//! * **metadata**: at most [`Config::MaxMetadata`] bytes that the chain stores and does not read (a URL, JSON, a hash).
//!   [`set_metadata`](Pallet::set_metadata) replaces them at any time;
//! * **commission**: the part of its delegators' rewards that it keeps, from 0 to 100 %.
//!
//! A deposit by footprint is held on the account's free balance for as long as the registration lasts:
//! `base + per_byte × bytes`, where the bytes are the most that the entry can take up with this metadata: its length (1
//! byte up to 63 bytes of metadata, else 2) and its bytes, 13 for the commission with an announced rise, 1 for the
//! status. So 100 bytes of metadata cost `base + 116 × per_byte`. Only `set_metadata` changes the deposit: it prices the
//! whole entry anew.
//!
//! ## Commission
//!
//! A commission falls at once. It **rises** only [`Config::RiseNotice`] (`N`) epochs after the announcement, by at most
//! [`Config::MaxCommissionRise`] above the commission in force when it was announced, and one rise is announced at a time.
//! So over any `N` epochs it rises by at most that much, and delegators have `N` epochs to leave. With `N = 3`,
//! `MaxCommissionRise = 5 %`:
//!
//! ```text
//! epoch      |   10    |   11    |   12    |   13    |   14    |   15    |   16    |
//! call       | set 9%  |         |         | set 14% |         | set 3%  |         |
//! in force   |   5%    |   5%    |   5%    |   9%    |   9%    |   3%    |   3%    |
//! announced  | 9% from 13                  | 14% from 16       |         |         |
//! ```
//!
//! The module [`commission`] has the whole rule. It is evaluated when somebody asks, by comparing epochs: nothing runs at
//! an epoch's start.
//!
//! The first commission, at [`register`](Pallet::register), is free: nobody delegated to the operator on other terms. A
//! former operator that registers again is a new one in this respect too: it has no memberships, so there are no rewards
//! to take a commission from until a service admits it.
//!
//! ## Pausing
//!
//! A [paused](Pallet::pause) operator takes no new stake and applies to no new service; the pallets that own these refuse
//! them. Everything else goes on: its memberships, its duties, its rewards, its delegators' exits, its announced rise.
//! [`resume`](Pallet::resume) ends it. Neither waits.
//!
//! ## Leaving
//!
//! [`deregister`](Pallet::deregister) removes the entry and returns exactly what is held. It is refused as long as the
//! operator [has memberships](palisade_primitives::Memberships): it applied to a service, belongs to one, or still answers
//! to one that it left. It never touches stake: the exits of `pallet-restaking` do not ask this registry, so delegators of
//! an operator that left undelegate and withdraw as before. Only new stake is refused.
//!
//! ## Who may do what
//!
//! | Call | Who | When |
//! |---|---|---|
//! | [`register`](Pallet::register) | any account | it is not registered |
//! | [`set_metadata`](Pallet::set_metadata), [`set_commission`](Pallet::set_commission) | the operator | always |
//! | [`pause`](Pallet::pause) / [`resume`](Pallet::resume) | the operator | it is active / paused |
//! | [`deregister`](Pallet::deregister) | the operator | it has no memberships |
//!
//! Nobody, governance included, changes another account's entry.
//!
//! ## Limits
//!
//! There is no cap on the number of operators; each pays for its own entry. No call iterates over them; the runtime API
//! reads at most [`MAX_PAGE`](palisade_primitives::MAX_PAGE) of them at once, and one more to know where the next page
//! starts.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub use commission::*;
pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

use palisade_primitives::{OperatorRegistry, OperatorStatus};

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
pub mod commission;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
mod types;
mod views;
pub mod weights;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{
		pallet_prelude::*,
		traits::{Consideration, Footprint},
	};
	use frame_system::pallet_prelude::*;
	use palisade_primitives::{Epoch, EpochClock, Memberships};
	use sp_runtime::Perbill;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// What an operator puts down for its entry.
		type Deposit: Consideration<Self::AccountId, Footprint>;

		/// Most bytes of metadata.
		#[pallet::constant]
		type MaxMetadata: Get<u32>;

		/// Tells the epoch.
		type Clock: EpochClock;

		/// Epochs between the announcement of a commission's rise and its effect, at least 2, so that one whole epoch
		/// lies between them. A change of it leaves announced rises alone.
		type RiseNotice: Get<Epoch>;

		/// Most that a rise may add to the commission in force at its announcement.
		#[pallet::constant]
		type MaxCommissionRise: Get<Perbill>;

		/// Knows whom an operator serves.
		type Memberships: Memberships<Self::AccountId>;

		type WeightInfo: WeightInfo;
	}

	/// Why this pallet holds funds.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The deposit for a registration.
		Registration,
	}

	/// The registered operators.
	#[pallet::storage]
	pub type Operators<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, OperatorOf<T>>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// `operator` registered and keeps `commission` of its delegators' rewards.
		Registered {
			operator: T::AccountId,
			metadata: BoundedVec<u8, T::MaxMetadata>,
			commission: Perbill,
		},
		/// `operator` replaced its metadata.
		MetadataSet { operator: T::AccountId, metadata: BoundedVec<u8, T::MaxMetadata> },
		/// `operator` keeps only `commission` from now on. A rise that it had announced is dropped.
		CommissionSet { operator: T::AccountId, commission: Perbill },
		/// `operator` will keep `commission` from the start of the epoch `from` on. This replaces a rise that it had
		/// announced before.
		CommissionRiseAnnounced { operator: T::AccountId, commission: Perbill, from: Epoch },
		/// `operator` dropped the rise that it had announced.
		CommissionRiseWithdrawn { operator: T::AccountId },
		/// `operator` takes no new stake and no new services.
		Paused { operator: T::AccountId },
		/// `operator` takes new stake and new services again.
		Resumed { operator: T::AccountId },
		/// `operator` left the registry and got its deposit back.
		Deregistered { operator: T::AccountId },
	}

	#[pallet::error]
	#[derive(PartialEq, Eq)]
	pub enum Error<T> {
		/// The account is registered.
		AlreadyRegistered,
		/// The metadata has more bytes than `MaxMetadata`.
		MetadataTooLong,
		/// The account is not registered.
		NotRegistered,
		/// This commission is in force with no rise announced, or it is announced already.
		CommissionUnchanged,
		/// The commission is more than `MaxCommissionRise` above the one in force.
		CommissionRiseTooSteep,
		/// The operator is paused.
		AlreadyPaused,
		/// The operator is not paused.
		NotPaused,
		/// The operator applied to, belongs to, or still answers to a service.
		HasMemberships,
	}

	impl<T> From<Refusal> for Error<T> {
		fn from(refusal: Refusal) -> Self {
			match refusal {
				Refusal::Unchanged => Error::CommissionUnchanged,
				Refusal::TooSteep => Error::CommissionRiseTooSteep,
			}
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxMetadata::get() > 0, "operators need some metadata");
			assert!(
				T::MaxCommissionRise::get() > Perbill::zero(),
				"a commission that fell must be able to rise"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Registers the caller as an operator, active from now on.
		///
		/// `commission` is in parts per billion of its delegators' rewards, and free. Holds a deposit by footprint on the
		/// caller's account.
		///
		/// Emits [`Event::Registered`]. Fails with [`Error::AlreadyRegistered`], [`Error::MetadataTooLong`], or the
		/// currency's own error when the deposit cannot be held. A commission above 100 % does not even decode.
		///
		/// Complexity: O(bytes of metadata).
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::register(metadata.len() as u32))]
		pub fn register(
			origin: OriginFor<T>,
			metadata: Vec<u8>,
			commission: Perbill,
		) -> DispatchResult {
			Self::do_register(ensure_signed(origin)?, metadata, commission)
		}

		/// Replaces the caller's metadata.
		///
		/// The deposit becomes what the whole entry costs at today's price: the difference is held or released. The same
		/// metadata again is accepted, and does just that.
		///
		/// Emits [`Event::MetadataSet`]. Fails with [`Error::NotRegistered`], [`Error::MetadataTooLong`], or the currency's
		/// own error when the difference cannot be held.
		///
		/// Complexity: O(bytes of the old and the new metadata).
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::set_metadata(metadata.len() as u32))]
		pub fn set_metadata(origin: OriginFor<T>, metadata: Vec<u8>) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			let mut entry = Self::entry(&operator)?;
			let metadata = Self::bounded(metadata)?;
			entry.deposit = entry.deposit.update(&operator, footprint(metadata.len()))?;
			entry.metadata = metadata.clone();
			Operators::<T>::insert(&operator, entry);
			Self::deposit_event(Event::MetadataSet { operator, metadata });
			Ok(())
		}

		/// Makes `commission`, in parts per billion of its delegators' rewards, the caller's.
		///
		/// * Below the one in force: at once; an announced rise is dropped.
		/// * Equal to the one in force: drops the announced rise.
		/// * Above the one in force: announced for [`Config::RiseNotice`] epochs from now; replaces an announced rise, with
		///   fresh notice.
		///
		/// Emits [`Event::CommissionSet`], [`Event::CommissionRiseWithdrawn`] or [`Event::CommissionRiseAnnounced`],
		/// respectively. Fails with [`Error::NotRegistered`], [`Error::CommissionUnchanged`] (no rise to drop, or the same
		/// rise is announced), [`Error::CommissionRiseTooSteep`] (more than [`Config::MaxCommissionRise`] above the one in
		/// force).
		///
		/// Complexity: O(1).
		#[pallet::call_index(2)]
		pub fn set_commission(origin: OriginFor<T>, commission: Perbill) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			let mut entry = Self::entry(&operator)?;
			let pace = Pace { notice: T::RiseNotice::get(), step: T::MaxCommissionRise::get() };
			let change = entry
				.commission
				.set(commission, T::Clock::current_epoch(), pace)
				.map_err(Error::<T>::from)?;
			Operators::<T>::insert(&operator, entry);
			Self::deposit_event(match change {
				Change::Set => Event::CommissionSet { operator, commission },
				Change::Announced(Rise { from, .. }) => {
					Event::CommissionRiseAnnounced { operator, commission, from }
				},
				Change::Withdrawn => Event::CommissionRiseWithdrawn { operator },
			});
			Ok(())
		}

		/// Stops the caller from taking new stake and new services, at once. What it has goes on.
		///
		/// Emits [`Event::Paused`]. Fails with [`Error::NotRegistered`], [`Error::AlreadyPaused`].
		///
		/// Complexity: O(1).
		#[pallet::call_index(3)]
		pub fn pause(origin: OriginFor<T>) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			let mut entry = Self::entry(&operator)?;
			ensure!(entry.status != OperatorStatus::Paused, Error::<T>::AlreadyPaused);
			entry.status = OperatorStatus::Paused;
			Operators::<T>::insert(&operator, entry);
			Self::deposit_event(Event::Paused { operator });
			Ok(())
		}

		/// Lets the caller take new stake and new services again, at once.
		///
		/// Emits [`Event::Resumed`]. Fails with [`Error::NotRegistered`], [`Error::NotPaused`].
		///
		/// Complexity: O(1).
		#[pallet::call_index(4)]
		pub fn resume(origin: OriginFor<T>) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			let mut entry = Self::entry(&operator)?;
			ensure!(entry.status == OperatorStatus::Paused, Error::<T>::NotPaused);
			entry.status = OperatorStatus::Active;
			Operators::<T>::insert(&operator, entry);
			Self::deposit_event(Event::Resumed { operator });
			Ok(())
		}

		/// Removes the caller from the registry and returns its deposit. Stake behind it stays where it is, and its owners'
		/// to take back.
		///
		/// Emits [`Event::Deregistered`]. Fails with [`Error::NotRegistered`], [`Error::HasMemberships`].
		///
		/// Complexity: O(1).
		#[pallet::call_index(5)]
		pub fn deregister(origin: OriginFor<T>) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			let entry = Self::entry(&operator)?;
			ensure!(!T::Memberships::has_any(&operator), Error::<T>::HasMemberships);
			entry.deposit.drop(&operator)?;
			Operators::<T>::remove(&operator);
			Self::deposit_event(Event::Deregistered { operator });
			Ok(())
		}
	}

	impl<T: Config> Pallet<T> {
		/// See [`Call::register`]. Called at genesis, too.
		pub fn do_register(
			operator: T::AccountId,
			metadata: Vec<u8>,
			commission: Perbill,
		) -> DispatchResult {
			ensure!(!Operators::<T>::contains_key(&operator), Error::<T>::AlreadyRegistered);
			let metadata = Self::bounded(metadata)?;
			let deposit = T::Deposit::new(&operator, footprint(metadata.len()))?;
			let entry = Operator {
				metadata: metadata.clone(),
				commission: Commission::new(commission),
				status: OperatorStatus::Active,
				deposit,
			};
			Operators::<T>::insert(&operator, entry);
			Self::deposit_event(Event::Registered { operator, metadata, commission });
			Ok(())
		}

		fn entry(operator: &T::AccountId) -> Result<OperatorOf<T>, Error<T>> {
			Operators::<T>::get(operator).ok_or(Error::<T>::NotRegistered)
		}

		fn bounded(metadata: Vec<u8>) -> Result<BoundedVec<u8, T::MaxMetadata>, Error<T>> {
			BoundedVec::try_from(metadata).map_err(|_| Error::<T>::MetadataTooLong)
		}

		/// Checks, for each operator:
		/// 1. it has an account, which the deposit is held on;
		/// 2. its announced rise, if it has one, is above the commission that it follows.
		#[cfg(any(test, feature = "try-runtime"))]
		pub fn do_try_state() -> Result<(), sp_runtime::TryRuntimeError> {
			for (operator, entry) in Operators::<T>::iter() {
				ensure!(
					frame_system::Pallet::<T>::account_exists(&operator),
					"an operator without an account"
				);
				ensure!(entry.commission.is_sound(), "an announced rise that is none");
			}
			Ok(())
		}
	}
}

impl<T: Config> OperatorRegistry<T::AccountId> for Pallet<T> {
	fn status(who: &T::AccountId) -> Option<OperatorStatus> {
		Operators::<T>::get(who).map(|entry| entry.status)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn register_for_benchmark(who: &T::AccountId) {
		use frame_support::traits::Consideration;
		T::Deposit::ensure_successful(who, footprint(0));
		Self::register(
			frame_system::RawOrigin::Signed(who.clone()).into(),
			Default::default(),
			Default::default(),
		)
		.expect("the deposit was just funded");
	}
}
