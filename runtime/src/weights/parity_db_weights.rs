//! What an access to the state costs on ParityDB, measured.
//!
//! Generated on 2026-11-27 by `scripts/benchmark.sh --storage`; edits are lost.
//!
//! Machine: AMD EPYC, 2 cores, 24 GiB, Linux x86_64.
//! With rustc 1.95.0 and frame-benchmarking-cli 64.0.0.

#![cfg_attr(rustfmt, rustfmt_skip)]

use frame_support::{parameter_types, weights::{constants::WEIGHT_REF_TIME_PER_NANOS, RuntimeDbWeight}};

parameter_types! {
	/// The average times of all items of the state, each read once and written once; a write with its part of the state's
	/// root and of the commit, in batches of 10000, as blocks have them.
	///
	/// | | Nanoseconds of a read | of a write |
	/// |---|---|---|
	/// | least | 962 | 12_841 |
	/// | median | 4_697 | 19_598 |
	/// | average | 4_770 | 19_073 |
	/// | 95th percentile | 5_618 | 21_562 |
	/// | 99th percentile | 6_079 | 21_971 |
	/// | most | 3_225_528 | 22_121 |
	pub const ParityDbWeight: RuntimeDbWeight = RuntimeDbWeight {
		read: 4_770 * WEIGHT_REF_TIME_PER_NANOS,
		write: 19_073 * WEIGHT_REF_TIME_PER_NANOS,
	};
}
