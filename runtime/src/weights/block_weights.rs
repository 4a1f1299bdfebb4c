//! The weight of a block without transactions, measured.
//!
//! Generated on 2026-11-27 by `scripts/benchmark.sh --overhead`; edits are lost. Executed 100 times.
//!
//! Machine: AMD EPYC, 2 cores, 24 GiB, Linux x86_64.
//! With rustc 1.95.0 and frame-benchmarking-cli 64.0.0.

#![cfg_attr(rustfmt, rustfmt_skip)]

use frame_support::{parameter_types, weights::{constants::WEIGHT_REF_TIME_PER_NANOS, Weight}};

parameter_types! {
	/// Weight of executing an empty block.
	/// Calculated by multiplying the *Average* with `1.0` and adding `0`.
	///
	/// Stats nanoseconds:
	///   Min, Max: 317_213, 1_017_166
	///   Average:  360_525
	///   Median:   353_096
	///   Std-Dev:  74426.05
	///
	/// Percentiles nanoseconds:
	///   99th: 494_037
	///   95th: 422_750
	///   75th: 370_903
	pub const BlockExecutionWeight: Weight =
		Weight::from_parts(WEIGHT_REF_TIME_PER_NANOS.saturating_mul(360_525), 0);
}
