//! Weights of `pallet_session` in this runtime, measured.
//!
//! Generated on 2026-11-27 by `scripts/benchmark.sh pallet_session`; edits are lost. Steps 50, repeat 20: fewer than
//! 50 and 20 are provisional.
//!
//! Machine: AMD EPYC, 2 cores, 24 GiB, Linux x86_64.
//! With rustc 1.95.0 and frame-benchmarking-cli 64.0.0.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// What was measured, with the runtime's own price of a database access.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_session::WeightInfo for WeightInfo<T> {
	/// Storage: `Session::NextKeys` (r:1 w:1)
	/// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// Storage: `Session::ExternallySetKeys` (r:1 w:1)
	/// Proof: `Session::ExternallySetKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// Storage: `Session::KeyOwner` (r:4 w:8)
	/// Proof: `Session::KeyOwner` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(211), added: 2686, mode: `MaxEncodedLen`)
	fn set_keys() -> Weight {
		// Measured proof size: 789 bytes.
		// Minimum execution time: 217_053 ns.
		Weight::from_parts(251_735_000, 11679)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(11))
	}
	/// Storage: `Session::NextKeys` (r:1 w:1)
	/// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(211), added: 2686, mode: `MaxEncodedLen`)
	/// Storage: `Session::ExternallySetKeys` (r:1 w:0)
	/// Proof: `Session::ExternallySetKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// Storage: `Session::KeyOwner` (r:0 w:4)
	/// Proof: `Session::KeyOwner` (`max_values`: None, `max_size`: None, mode: `Measured`)
	fn purge_keys() -> Weight {
		// Measured proof size: 434 bytes.
		// Minimum execution time: 53_490 ns.
		Weight::from_parts(56_384_000, 3899)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(6))
	}
}
