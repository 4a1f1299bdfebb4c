//! # Operators: who can be trusted with stake
//!
//! An **operator** is an account that runs infrastructure and answers for it with stake: delegators put stake behind
//! it (`pallet-restaking`), services buy the security of that stake. This pallet is the registry of operators. It owns
//! identity and commission, no stake: other pallets ask it through
//! [`OperatorRegistry`](palisade_primitives::OperatorRegistry).
//!
//! ## Registering
//!
//! Any signed account, also a proxy's principal or a multisig, may [`register`](Pallet::register). It names
//! * **metadata**: at most [`Config::MaxMetadata`] bytes that the chain stores and does not read (a URL, JSON, a hash);
//! * **commission**: the part of its delegators' rewards that it keeps, from 0 to 100 %.
//!
//! A deposit by footprint is held on the account's free balance for as long as the registration lasts:
//! `base + per_byte × (bytes stored)`, where the bytes are those of the encoded entry.
//!
//! ## Limits
//!
//! There is no cap on the number of operators; each pays for its own entry. Nothing iterates over all of them.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

use palisade_primitives::OperatorRegistry;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
mod types;
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
	pub type Operators<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, Operator<T::MaxMetadata, T::Deposit>>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// `operator` registered and keeps `commission` of its delegators' rewards.
		Registered {
			operator: T::AccountId,
			metadata: BoundedVec<u8, T::MaxMetadata>,
			commission: Perbill,
		},
	}

	#[pallet::error]
	#[derive(PartialEq, Eq)]
	pub enum Error<T> {
		/// The account is registered.
		AlreadyRegistered,
		/// The metadata has more bytes than `MaxMetadata`.
		MetadataTooLong,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxMetadata::get() > 0, "operators need some metadata");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Registers the caller as an operator.
		///
		/// `commission` is in parts per billion of its delegators' rewards. Holds a deposit by footprint on the caller's
		/// account.
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
			let operator = ensure_signed(origin)?;
			ensure!(!Operators::<T>::contains_key(&operator), Error::<T>::AlreadyRegistered);
			let metadata =
				BoundedVec::try_from(metadata).map_err(|_| Error::<T>::MetadataTooLong)?;
			let deposit = T::Deposit::new(&operator, footprint(metadata.len()))?;
			let entry = Operator { metadata: metadata.clone(), commission, deposit };
			Operators::<T>::insert(&operator, entry);
			Self::deposit_event(Event::Registered { operator, metadata, commission });
			Ok(())
		}
	}

	impl<T: Config> Pallet<T> {
		/// Each operator answers with a deposit: whoever has one has an account.
		#[cfg(any(test, feature = "try-runtime"))]
		pub fn do_try_state() -> Result<(), sp_runtime::TryRuntimeError> {
			for (operator, _) in Operators::<T>::iter() {
				ensure!(
					frame_system::Pallet::<T>::account_exists(&operator),
					"an operator without an account"
				);
			}
			Ok(())
		}
	}
}

impl<T: Config> OperatorRegistry<T::AccountId> for Pallet<T> {
	fn is_operator(who: &T::AccountId) -> bool {
		Operators::<T>::contains_key(who)
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
