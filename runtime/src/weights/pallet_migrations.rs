//! Weights of `pallet_migrations` in this runtime, measured.
//!
//! Generated on 2026-11-27 by `scripts/benchmark.sh pallet_migrations`; edits are lost. Steps 50, repeat 20: fewer than
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

impl<T: frame_system::Config> pallet_migrations::WeightInfo for WeightInfo<T> {
	/// Storage: `Migrations::Cursor` (r:1 w:1)
	/// Proof: `Migrations::Cursor` (`max_values`: Some(1), `max_size`: Some(65550), added: 66045, mode: `MaxEncodedLen`)
	/// Storage: UNKNOWN KEY `0x583359fe0e84d953a9dd84e8addb08a5` (r:1 w:0)
	/// Proof: UNKNOWN KEY `0x583359fe0e84d953a9dd84e8addb08a5` (r:1 w:0)
	fn onboard_new_mbms() -> Weight {
		// Measured proof size: 105 bytes.
		// Minimum execution time: 6_680 ns.
		Weight::from_parts(7_130_000, 67035)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// Storage: `Migrations::Cursor` (r:1 w:0)
	/// Proof: `Migrations::Cursor` (`max_values`: Some(1), `max_size`: Some(65550), added: 66045, mode: `MaxEncodedLen`)
	fn progress_mbms_none() -> Weight {
		// Measured proof size: 42 bytes.
		// Minimum execution time: 2_033 ns.
		Weight::from_parts(2_263_000, 67035)
			.saturating_add(T::DbWeight::get().reads(1))
	}
	/// Storage: UNKNOWN KEY `0x583359fe0e84d953a9dd84e8addb08a5` (r:1 w:0)
	/// Proof: UNKNOWN KEY `0x583359fe0e84d953a9dd84e8addb08a5` (r:1 w:0)
	/// Storage: `Migrations::Cursor` (r:0 w:1)
	/// Proof: `Migrations::Cursor` (`max_values`: Some(1), `max_size`: Some(65550), added: 66045, mode: `MaxEncodedLen`)
	fn exec_migration_completed() -> Weight {
		// Measured proof size: 63 bytes.
		// Minimum execution time: 4_868 ns.
		Weight::from_parts(5_258_000, 3528)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// Storage: UNKNOWN KEY `0x583359fe0e84d953a9dd84e8addb08a5` (r:1 w:0)
	/// Proof: UNKNOWN KEY `0x583359fe0e84d953a9dd84e8addb08a5` (r:1 w:0)
	/// Storage: `Migrations::Historic` (r:1 w:0)
	/// Proof: `Migrations::Historic` (`max_values`: None, `max_size`: Some(266), added: 2741, mode: `MaxEncodedLen`)
	fn exec_migration_skipped_historic() -> Weight {
		// Measured proof size: 159 bytes.
		// Minimum execution time: 9_213 ns.
		Weight::from_parts(9_855_000, 3731)
			.saturating_add(T::DbWeight::get().reads(2))
	}
	/// Storage: UNKNOWN KEY `0x583359fe0e84d953a9dd84e8addb08a5` (r:1 w:0)
	/// Proof: UNKNOWN KEY `0x583359fe0e84d953a9dd84e8addb08a5` (r:1 w:0)
	/// Storage: `Migrations::Historic` (r:1 w:0)
	/// Proof: `Migrations::Historic` (`max_values`: None, `max_size`: Some(266), added: 2741, mode: `MaxEncodedLen`)
	fn exec_migration_advance() -> Weight {
		// Measured proof size: 105 bytes.
		// Minimum execution time: 8_773 ns.
		Weight::from_parts(9_524_000, 3731)
			.saturating_add(T::DbWeight::get().reads(2))
	}
	/// Storage: UNKNOWN KEY `0x583359fe0e84d953a9dd84e8addb08a5` (r:1 w:0)
	/// Proof: UNKNOWN KEY `0x583359fe0e84d953a9dd84e8addb08a5` (r:1 w:0)
	/// Storage: `Migrations::Historic` (r:1 w:1)
	/// Proof: `Migrations::Historic` (`max_values`: None, `max_size`: Some(266), added: 2741, mode: `MaxEncodedLen`)
	fn exec_migration_complete() -> Weight {
		// Measured proof size: 105 bytes.
		// Minimum execution time: 10_375 ns.
		Weight::from_parts(11_066_000, 3731)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// Storage: UNKNOWN KEY `0x583359fe0e84d953a9dd84e8addb08a5` (r:1 w:0)
	/// Proof: UNKNOWN KEY `0x583359fe0e84d953a9dd84e8addb08a5` (r:1 w:0)
	/// Storage: `Migrations::Historic` (r:1 w:0)
	/// Proof: `Migrations::Historic` (`max_values`: None, `max_size`: Some(266), added: 2741, mode: `MaxEncodedLen`)
	/// Storage: `Migrations::Cursor` (r:0 w:1)
	/// Proof: `Migrations::Cursor` (`max_values`: Some(1), `max_size`: Some(65550), added: 66045, mode: `MaxEncodedLen`)
	fn exec_migration_fail() -> Weight {
		// Measured proof size: 105 bytes.
		// Minimum execution time: 10_555 ns.
		Weight::from_parts(11_237_000, 3731)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn on_init_loop() -> Weight {
		// Measured proof size: 0 bytes.
		// Minimum execution time: 120 ns.
		Weight::from_parts(170_000, 0)
	}
	/// Storage: `Migrations::Cursor` (r:0 w:1)
	/// Proof: `Migrations::Cursor` (`max_values`: Some(1), `max_size`: Some(65550), added: 66045, mode: `MaxEncodedLen`)
	fn force_set_cursor() -> Weight {
		// Measured proof size: 0 bytes.
		// Minimum execution time: 2_313 ns.
		Weight::from_parts(2_584_000, 0)
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// Storage: `Migrations::Cursor` (r:0 w:1)
	/// Proof: `Migrations::Cursor` (`max_values`: Some(1), `max_size`: Some(65550), added: 66045, mode: `MaxEncodedLen`)
	fn force_set_active_cursor() -> Weight {
		// Measured proof size: 0 bytes.
		// Minimum execution time: 2_744 ns.
		Weight::from_parts(3_045_000, 0)
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// Storage: `Migrations::Cursor` (r:1 w:0)
	/// Proof: `Migrations::Cursor` (`max_values`: Some(1), `max_size`: Some(65550), added: 66045, mode: `MaxEncodedLen`)
	/// Storage: UNKNOWN KEY `0x583359fe0e84d953a9dd84e8addb08a5` (r:1 w:0)
	/// Proof: UNKNOWN KEY `0x583359fe0e84d953a9dd84e8addb08a5` (r:1 w:0)
	fn force_onboard_mbms() -> Weight {
		// Measured proof size: 81 bytes.
		// Minimum execution time: 4_858 ns.
		Weight::from_parts(5_438_000, 67035)
			.saturating_add(T::DbWeight::get().reads(2))
	}
	/// Storage: `Migrations::Historic` (r:256 w:256)
	/// Proof: `Migrations::Historic` (`max_values`: None, `max_size`: Some(266), added: 2741, mode: `MaxEncodedLen`)
	/// `n` is in `[0, 256]`.
	fn clear_historic(n: u32) -> Weight {
		// Measured proof size: 1022 + n * (271 ±0) bytes.
		// Minimum execution time: 12_058 ns.
		Weight::from_parts(11_528_203, 3834)
			// Standard error: 2_328.
			.saturating_add(Weight::from_parts(1_104_584, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 2740).saturating_mul(n.into()))
	}
	/// Storage: `Skipped::Metadata` (r:0 w:0)
	/// Proof: `Skipped::Metadata` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// `n` is in `[0, 2048]`.
	fn reset_pallet_migration(n: u32) -> Weight {
		// Measured proof size: 1993 bytes.
		// Minimum execution time: 1_582 ns.
		Weight::from_parts(1_958_523, 1472)
			// Standard error: 1_122.
			.saturating_add(Weight::from_parts(634_025, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 1).saturating_mul(n.into()))
	}
}
