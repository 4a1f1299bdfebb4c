//! Weights of `pallet_timestamp` in this runtime, measured.
//!
//! Generated on 2026-11-27 by `scripts/benchmark.sh pallet_timestamp`; edits are lost. Steps 50, repeat 20: fewer than
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

impl<T: frame_system::Config> pallet_timestamp::WeightInfo for WeightInfo<T> {
	/// Storage: `Timestamp::Now` (r:1 w:1)
	/// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Babe::CurrentSlot` (r:1 w:0)
	/// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	fn set() -> Weight {
		// Measured proof size: 169 bytes.
		// Minimum execution time: 5_659 ns.
		Weight::from_parts(6_289_000, 1493)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn on_finalize() -> Weight {
		// Measured proof size: 0 bytes.
		// Minimum execution time: 831 ns.
		Weight::from_parts(1_202_000, 0)
	}
}
