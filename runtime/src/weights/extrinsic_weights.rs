//! The weight of a transaction beside its call and extensions, measured.
//!
//! Generated on 2026-11-27 by `scripts/benchmark.sh --overhead`; edits are lost. Executed 100 times.
//!
//! Machine: AMD EPYC, 2 cores, 24 GiB, Linux x86_64.
//! With rustc 1.95.0 and frame-benchmarking-cli 64.0.0.

#![cfg_attr(rustfmt, rustfmt_skip)]

use frame_support::{parameter_types, weights::{constants::WEIGHT_REF_TIME_PER_NANOS, Weight}};

parameter_types! {
	/// Weight of executing a NO-OP extrinsic, for example `System::remark`.
	/// Calculated by multiplying the *Average* with `1.0` and adding `0`.
	///
	/// Stats nanoseconds:
	///   Min, Max: 98_730, 108_104
	///   Average:  101_298
	///   Median:   100_697
	///   Std-Dev:  2001.23
	///
	/// Percentiles nanoseconds:
	///   99th: 106_992
	///   95th: 106_211
	///   75th: 101_382
	pub const ExtrinsicBaseWeight: Weight =
		Weight::from_parts(WEIGHT_REF_TIME_PER_NANOS.saturating_mul(101_298), 0);
}
