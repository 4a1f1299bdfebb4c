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
//! ## Notice
//!
//! Three delays of the protocol are genesis values, too, and kept here for the pallets that apply them
//! ([`AllocationNotice`], [`TermsNotice`], [`BreakerWindow`]):
//!
//! | Delay | At least | Between |
//! |---|---|---|
//! | allocation notice N | 2 epochs | the announcement of a pledge, or of a higher commission, and its effect |
//! | terms notice | 2 epochs | the announcement of a service's terms and their coming into force |
//! | breaker window | 1 epoch | the deadline of a slash that the circuit breaker stopped and its execution |
//!
//! With a notice of 2, at least one whole epoch lies between announcement and effect.
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

	/// Shortest notice, in epochs: at least one whole epoch lies between announcement and effect.
	pub const MIN_NOTICE: Epoch = 2;

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

	/// N: epochs between the announcement of a pledge or of a higher commission and its effect. Written at genesis.
	#[pallet::storage]
	pub type NoticeOfAllocations<T: Config> = StorageValue<_, Epoch, ValueQuery>;

	/// Epochs between the announcement of terms and their coming into force. Written at genesis.
	#[pallet::storage]
	pub type NoticeOfTerms<T: Config> = StorageValue<_, Epoch, ValueQuery>;

	/// Epochs by which the circuit breaker delays a slash. Written at genesis.
	#[pallet::storage]
	pub type BreakerDelay<T: Config> = StorageValue<_, Epoch, ValueQuery>;

	/// The length of a session and of an epoch, and the delays that count epochs.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Slots in a session, at least [`MIN_SESSION_LENGTH`]; 0 means the shortest.
		pub session_length: u32,
		/// Sessions in an epoch; 0 means 1.
		pub sessions_per_epoch: u32,
		/// Epochs, at least [`MIN_NOTICE`]; 0 means the least.
		pub allocation_notice: Epoch,
		/// Epochs, at least [`MIN_NOTICE`]; 0 means the least.
		pub terms_notice: Epoch,
		/// Epochs; 0 means 1.
		pub breaker_window: Epoch,
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
			for notice in [self.allocation_notice, self.terms_notice] {
				assert!(
					notice == 0 || notice >= MIN_NOTICE,
					"a notice of {notice} epochs is shorter than {MIN_NOTICE}",
				);
			}
			NoticeOfAllocations::<T>::put(self.allocation_notice.max(MIN_NOTICE));
			NoticeOfTerms::<T>::put(self.terms_notice.max(MIN_NOTICE));
			BreakerDelay::<T>::put(self.breaker_window.max(1));
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

		/// The epoch of `session`.
		pub fn epoch_of(session: u32) -> Epoch {
			// At least 1 since genesis; without genesis (as in a bare test) every session is an epoch.
			session / SessionsPerEpoch::<T>::get().max(1)
		}

		/// Slots in an epoch.
		pub fn epoch_length_in_slots() -> u64 {
			u64::from(SessionLength::<T>::get())
				.saturating_mul(u64::from(SessionsPerEpoch::<T>::get()))
		}

		/// All lengths and delays were written at genesis.
		#[cfg(any(test, feature = "try-runtime"))]
		pub fn do_try_state() -> Result<(), sp_runtime::TryRuntimeError> {
			ensure!(SessionLength::<T>::get() >= MIN_SESSION_LENGTH, "session length is not set");
			ensure!(SessionsPerEpoch::<T>::get() >= 1, "sessions per epoch are not set");
			ensure!(NoticeOfAllocations::<T>::get() >= MIN_NOTICE, "allocation notice is not set");
			ensure!(NoticeOfTerms::<T>::get() >= MIN_NOTICE, "terms notice is not set");
			ensure!(BreakerDelay::<T>::get() >= 1, "breaker window is not set");
			Ok(())
		}
	}
}

impl<T: Config> EpochClock for Pallet<T> {
	fn current_epoch() -> Epoch {
		Self::epoch_of(T::Sessions::current_session())
	}

	fn blocks_per_epoch() -> u32 {
		// A slot has one block at most.
		Self::epoch_length_in_slots().try_into().unwrap_or(u32::MAX)
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

/// N as a `Get`: epochs between the announcement of a pledge or of a higher commission and its effect.
pub struct AllocationNotice<T>(PhantomData<T>);

impl<T: Config> Get<Epoch> for AllocationNotice<T> {
	fn get() -> Epoch {
		NoticeOfAllocations::<T>::get()
	}
}

/// Epochs between the announcement of terms and their coming into force, as a `Get`.
pub struct TermsNotice<T>(PhantomData<T>);

impl<T: Config> Get<Epoch> for TermsNotice<T> {
	fn get() -> Epoch {
		NoticeOfTerms::<T>::get()
	}
}

/// Epochs by which the circuit breaker delays a slash, as a `Get`.
pub struct BreakerWindow<T>(PhantomData<T>);

impl<T: Config> Get<Epoch> for BreakerWindow<T> {
	fn get() -> Epoch {
		BreakerDelay::<T>::get()
	}
}
