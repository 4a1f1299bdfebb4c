//! Weights of `frame_system_extensions` in this runtime, measured.
//!
//! Generated on 2026-11-27 by `scripts/benchmark.sh frame_system_extensions`; edits are lost. Steps 50, repeat 20: fewer than
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

impl<T: frame_system::Config> frame_system::ExtensionsWeightInfo for WeightInfo<T> {
	fn check_genesis() -> Weight {
		// Measured proof size: 0 bytes.
		// Minimum execution time: 1_552 ns.
		Weight::from_parts(1_743_000, 0)
	}
	fn check_mortality_mortal_transaction() -> Weight {
		// Measured proof size: 0 bytes.
		// Minimum execution time: 3_275 ns.
		Weight::from_parts(3_665_000, 0)
	}
	fn check_mortality_immortal_transaction() -> Weight {
		// Measured proof size: 0 bytes.
		// Minimum execution time: 3_315 ns.
		Weight::from_parts(3_725_000, 0)
	}
	fn check_non_zero_sender() -> Weight {
		// Measured proof size: 0 bytes.
		// Minimum execution time: 461 ns.
		Weight::from_parts(571_000, 0)
	}
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	fn check_nonce() -> Weight {
		// Measured proof size: 101 bytes.
		// Minimum execution time: 6_760 ns.
		Weight::from_parts(7_391_000, 3593)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn check_spec_version() -> Weight {
		// Measured proof size: 0 bytes.
		// Minimum execution time: 340 ns.
		Weight::from_parts(441_000, 0)
	}
	fn check_tx_version() -> Weight {
		// Measured proof size: 0 bytes.
		// Minimum execution time: 340 ns.
		Weight::from_parts(450_000, 0)
	}
	fn check_weight() -> Weight {
		// Measured proof size: 0 bytes.
		// Minimum execution time: 3_435 ns.
		Weight::from_parts(3_765_000, 0)
	}
	fn weight_reclaim() -> Weight {
		// Measured proof size: 0 bytes.
		// Minimum execution time: 2_043 ns.
		Weight::from_parts(2_304_000, 0)
	}
}
