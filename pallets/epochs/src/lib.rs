//! # Epochs: the protocol's clock
//!
//! Every delay of the protocol counts **epochs**, never wall time. An epoch is a fixed number of sessions, a session a
//! fixed number of slots:
//!
//! ```text
//! epoch = ⌊session index / sessions per epoch⌋
//! ```
//!
//! Both numbers are genesis values, so one runtime blob serves a development chain, a local network and production.
//! They never change afterwards: BABE refuses a chain whose session length moved, and every recorded epoch would lose
//! its meaning. So this pallet has no calls, no events and no hooks; rules "from epoch e on" are evaluated by whoever
//! needs them, by comparing epochs.
//!
//! | Preset | Session | Sessions an epoch | Epoch |
//! |---|---|---|---|
//! | `development` | 10 slots (1 min) | 1 | 1 minute |
//! | `local_testnet` | 20 slots (2 min) | 1 | 2 minutes |
//! | `production` | 600 slots (1 h) | 24 | 1 day |
//!
//! A slot without a block still counts: after an outage the next block may open a session late, and no session is
//! skipped in the count, so an epoch can take longer than the table says but never less.
//!
//! Terms: *slot*, the 6 seconds in which one block may be authored; *session*, the time for which one validator set
//! signs (what BABE calls its epoch); *epoch*, the protocol's unit of time.

#![cfg_attr(not(feature = "std"), no_std)]

pub use pallet::*;

use core::marker::PhantomData;
use frame_support::traits::Get;
use palisade_primitives::{Epoch, EpochClock, SessionCounter};

#[cfg(test)]
mod tests;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	/// Fewest slots in a session. A session's first block takes no transactions, so a chain of shorter ones would serve nobody.
	pub const MIN_SESSION_LENGTH: u32 = 4;

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Counts the sessions.
		type Sessions: SessionCounter;
	}

	/// Slots in a session. Written at genesis, never again.
	#[pallet::storage]
	pub type SessionLength<T: Config> = StorageValue<_, u32, ValueQuery>;

	/// Sessions in an epoch. Written at genesis, never again.
	#[pallet::storage]
	pub type SessionsPerEpoch<T: Config> = StorageValue<_, u32, ValueQuery>;

	/// The length of a session and of an epoch.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Slots in a session, at least [`MIN_SESSION_LENGTH`]; 0 means the shortest.
		pub session_length: u32,
		/// Sessions in an epoch; 0 means 1.
		pub sessions_per_epoch: u32,
		#[serde(skip)]
		pub _config: PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			assert!(
				self.session_length == 0 || self.session_length >= MIN_SESSION_LENGTH,
				"a session of {} slots is shorter than {MIN_SESSION_LENGTH}",
				self.session_length,
			);
			SessionLength::<T>::put(self.session_length.max(MIN_SESSION_LENGTH));
			SessionsPerEpoch::<T>::put(self.sessions_per_epoch.max(1));
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	impl<T: Config> Pallet<T> {
		/// The first session of `epoch`.
		pub fn first_session_of(epoch: Epoch) -> u32 {
			epoch.saturating_mul(SessionsPerEpoch::<T>::get().max(1))
		}

		/// Slots in an epoch.
		pub fn epoch_length_in_slots() -> u64 {
			u64::from(SessionLength::<T>::get())
				.saturating_mul(u64::from(SessionsPerEpoch::<T>::get()))
		}

		/// Both lengths were written at genesis.
		#[cfg(any(test, feature = "try-runtime"))]
		pub fn do_try_state() -> Result<(), sp_runtime::TryRuntimeError> {
			ensure!(SessionLength::<T>::get() >= MIN_SESSION_LENGTH, "session length is not set");
			ensure!(SessionsPerEpoch::<T>::get() >= 1, "sessions per epoch are not set");
			Ok(())
		}
	}
}

impl<T: Config> EpochClock for Pallet<T> {
	fn current_epoch() -> Epoch {
		// The divisor is at least 1 since genesis; without genesis (as in a bare test) every session is an epoch.
		T::Sessions::current_session() / SessionsPerEpoch::<T>::get().max(1)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn set_epoch(epoch: Epoch) {
		T::Sessions::set_session(Self::first_session_of(epoch));
	}
}

/// The session length in slots as a `Get`, for the pallets that ask for one (`pallet_babe::Config::EpochDuration`).
pub struct SessionLengthInSlots<T>(PhantomData<T>);

impl<T: Config, Slots: From<u32>> Get<Slots> for SessionLengthInSlots<T> {
	fn get() -> Slots {
		SessionLength::<T>::get().into()
	}
}
