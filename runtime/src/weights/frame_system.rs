//! Weights of `frame_system` in this runtime, measured.
//!
//! Generated on 2026-11-27 by `scripts/benchmark.sh frame_system`; edits are lost. Steps 50, repeat 20: fewer than
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

impl<T: frame_system::Config> frame_system::WeightInfo for WeightInfo<T> {
	/// `b` is in `[0, 3932160]`.
	fn remark(b: u32) -> Weight {
		// Measured proof size: 0 bytes.
		// Minimum execution time: 1_832 ns.
		Weight::from_parts(16_583_524, 0)
			// Standard error: 0.
			.saturating_add(Weight::from_parts(192, 0).saturating_mul(b.into()))
	}
	/// `b` is in `[0, 3932160]`.
	fn remark_with_event(b: u32) -> Weight {
		// Measured proof size: 0 bytes.
		// Minimum execution time: 4_647 ns.
		Weight::from_parts(27_493_392, 0)
			// Standard error: 1.
			.saturating_add(Weight::from_parts(1_341, 0).saturating_mul(b.into()))
	}
	/// Storage: UNKNOWN KEY `0x3a686561707061676573` (r:0 w:1)
	/// Proof: UNKNOWN KEY `0x3a686561707061676573` (r:0 w:1)
	fn set_heap_pages() -> Weight {
		// Measured proof size: 0 bytes.
		// Minimum execution time: 3_325 ns.
		Weight::from_parts(3_796_000, 0)
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// Storage: `Migrations::Cursor` (r:1 w:0)
	/// Proof: `Migrations::Cursor` (`max_values`: Some(1), `max_size`: Some(65550), added: 66045, mode: `MaxEncodedLen`)
	/// Storage: UNKNOWN KEY `0x3a636f6465` (r:0 w:1)
	/// Proof: UNKNOWN KEY `0x3a636f6465` (r:0 w:1)
	fn set_code() -> Weight {
		// Measured proof size: 42 bytes.
		// Minimum execution time: 81_442_378 ns.
		Weight::from_parts(82_359_004_000, 67035)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// Storage: `Skipped::Metadata` (r:0 w:0)
	/// Proof: `Skipped::Metadata` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// `i` is in `[0, 1000]`.
	fn set_storage(i: u32) -> Weight {
		// Measured proof size: 0 bytes.
		// Minimum execution time: 1_933 ns.
		Weight::from_parts(2_003_000, 0)
			// Standard error: 493.
			.saturating_add(Weight::from_parts(652_152, 0).saturating_mul(i.into()))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(i.into())))
	}
	/// Storage: `Skipped::Metadata` (r:0 w:0)
	/// Proof: `Skipped::Metadata` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// `i` is in `[0, 1000]`.
	fn kill_storage(i: u32) -> Weight {
		// Measured proof size: 0 bytes.
		// Minimum execution time: 1_883 ns.
		Weight::from_parts(1_953_000, 0)
			// Standard error: 723.
			.saturating_add(Weight::from_parts(478_642, 0).saturating_mul(i.into()))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(i.into())))
	}
	/// Storage: `Skipped::Metadata` (r:0 w:0)
	/// Proof: `Skipped::Metadata` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// `p` is in `[0, 1000]`.
	fn kill_prefix(p: u32) -> Weight {
		// Measured proof size: 77 + p * (69 ±0) bytes.
		// Minimum execution time: 3_325 ns.
		Weight::from_parts(3_435_000, 77)
			// Standard error: 1_289.
			.saturating_add(Weight::from_parts(1_005_165, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(p.into())))
			.saturating_add(Weight::from_parts(0, 70).saturating_mul(p.into()))
	}
	/// Storage: `System::AuthorizedUpgrade` (r:0 w:1)
	/// Proof: `System::AuthorizedUpgrade` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
	fn authorize_upgrade() -> Weight {
		// Measured proof size: 0 bytes.
		// Minimum execution time: 13_511 ns.
		Weight::from_parts(16_835_000, 0)
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// Storage: `System::AuthorizedUpgrade` (r:1 w:1)
	/// Proof: `System::AuthorizedUpgrade` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
	/// Storage: `Migrations::Cursor` (r:1 w:0)
	/// Proof: `Migrations::Cursor` (`max_values`: Some(1), `max_size`: Some(65550), added: 66045, mode: `MaxEncodedLen`)
	/// Storage: UNKNOWN KEY `0x3a636f6465` (r:0 w:1)
	/// Proof: UNKNOWN KEY `0x3a636f6465` (r:0 w:1)
	fn apply_authorized_upgrade() -> Weight {
		// Measured proof size: 64 bytes.
		// Minimum execution time: 88_319_169 ns.
		Weight::from_parts(89_514_961_000, 67035)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
}
