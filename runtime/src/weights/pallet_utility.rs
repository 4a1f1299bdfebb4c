//! Weights of `pallet_utility` in this runtime, measured.
//!
//! Generated on 2026-11-27 by `scripts/benchmark.sh pallet_utility`; edits are lost. Steps 50, repeat 20: fewer than
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

impl<T: frame_system::Config> pallet_utility::WeightInfo for WeightInfo<T> {
	/// `c` is in `[0, 1000]`.
	fn batch(c: u32) -> Weight {
		// Measured proof size: 0 bytes.
		// Minimum execution time: 4_136 ns.
		Weight::from_parts(4_286_000, 0)
			// Standard error: 815.
			.saturating_add(Weight::from_parts(2_920_701, 0).saturating_mul(c.into()))
	}
	fn as_derivative() -> Weight {
		// Measured proof size: 0 bytes.
		// Minimum execution time: 4_186 ns.
		Weight::from_parts(4_847_000, 0)
	}
	/// `c` is in `[0, 1000]`.
	fn batch_all(c: u32) -> Weight {
		// Measured proof size: 0 bytes.
		// Minimum execution time: 4_396 ns.
		Weight::from_parts(9_429_472, 0)
			// Standard error: 1_823.
			.saturating_add(Weight::from_parts(3_223_890, 0).saturating_mul(c.into()))
	}
	fn dispatch_as() -> Weight {
		// Measured proof size: 0 bytes.
		// Minimum execution time: 5_929 ns.
		Weight::from_parts(6_509_000, 0)
	}
	/// `c` is in `[0, 1000]`.
	fn force_batch(c: u32) -> Weight {
		// Measured proof size: 0 bytes.
		// Minimum execution time: 4_136 ns.
		Weight::from_parts(551_888, 0)
			// Standard error: 1_793.
			.saturating_add(Weight::from_parts(2_898_762, 0).saturating_mul(c.into()))
	}
	fn dispatch_as_fallible() -> Weight {
		// Measured proof size: 0 bytes.
		// Minimum execution time: 5_788 ns.
		Weight::from_parts(6_510_000, 0)
	}
	fn if_else() -> Weight {
		// Measured proof size: 0 bytes.
		// Minimum execution time: 7_471 ns.
		Weight::from_parts(8_152_000, 0)
	}
}
