//! Weights of `pallet_sudo` in this runtime, measured.
//!
//! Generated on 2026-11-27 by `scripts/benchmark.sh pallet_sudo`; edits are lost. Steps 50, repeat 20: fewer than
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

impl<T: frame_system::Config> pallet_sudo::WeightInfo for WeightInfo<T> {
	/// Storage: `Sudo::Key` (r:1 w:1)
	/// Proof: `Sudo::Key` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	fn set_key() -> Weight {
		// Measured proof size: 98 bytes.
		// Minimum execution time: 7_942 ns.
		Weight::from_parts(8_452_000, 1517)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// Storage: `Sudo::Key` (r:1 w:0)
	/// Proof: `Sudo::Key` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	fn sudo() -> Weight {
		// Measured proof size: 98 bytes.
		// Minimum execution time: 8_513 ns.
		Weight::from_parts(9_213_000, 1517)
			.saturating_add(T::DbWeight::get().reads(1))
	}
	/// Storage: `Sudo::Key` (r:1 w:0)
	/// Proof: `Sudo::Key` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	fn sudo_as() -> Weight {
		// Measured proof size: 98 bytes.
		// Minimum execution time: 8_593 ns.
		Weight::from_parts(9_234_000, 1517)
			.saturating_add(T::DbWeight::get().reads(1))
	}
	/// Storage: `Sudo::Key` (r:1 w:1)
	/// Proof: `Sudo::Key` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	fn remove_key() -> Weight {
		// Measured proof size: 98 bytes.
		// Minimum execution time: 7_041 ns.
		Weight::from_parts(7_591_000, 1517)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// Storage: `Sudo::Key` (r:1 w:0)
	/// Proof: `Sudo::Key` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	fn check_only_sudo_account() -> Weight {
		// Measured proof size: 98 bytes.
		// Minimum execution time: 4_207 ns.
		Weight::from_parts(4_557_000, 1517)
			.saturating_add(T::DbWeight::get().reads(1))
	}
}
