//! Weights of `pallet_multisig` in this runtime, measured.
//!
//! Generated on 2026-11-27 by `scripts/benchmark.sh pallet_multisig`; edits are lost. Steps 50, repeat 20: fewer than
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

impl<T: frame_system::Config> pallet_multisig::WeightInfo for WeightInfo<T> {
	/// `z` is in `[0, 10000]`.
	fn as_multi_threshold_1(z: u32) -> Weight {
		// Measured proof size: 0 bytes.
		// Minimum execution time: 32_568 ns.
		Weight::from_parts(33_910_638, 0)
			// Standard error: 8.
			.saturating_add(Weight::from_parts(6_250, 0).saturating_mul(z.into()))
	}
	/// Storage: `Multisig::Multisigs` (r:1 w:1)
	/// Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
	/// `s` is in `[2, 100]`.
	/// `z` is in `[0, 10000]`.
	fn as_multi_create(s: u32, z: u32) -> Weight {
		// Measured proof size: 6 bytes.
		// Minimum execution time: 50_966 ns.
		Weight::from_parts(27_600_898, 6811)
			// Standard error: 1_829.
			.saturating_add(Weight::from_parts(245_522, 0).saturating_mul(s.into()))
			// Standard error: 17.
			.saturating_add(Weight::from_parts(6_290, 0).saturating_mul(z.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// Storage: `Multisig::Multisigs` (r:1 w:1)
	/// Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
	/// `s` is in `[3, 100]`.
	/// `z` is in `[0, 10000]`.
	fn as_multi_approve(s: u32, z: u32) -> Weight {
		// Measured proof size: 211 bytes.
		// Minimum execution time: 38_347 ns.
		Weight::from_parts(16_245_856, 6811)
			// Standard error: 1_723.
			.saturating_add(Weight::from_parts(237_927, 0).saturating_mul(s.into()))
			// Standard error: 16.
			.saturating_add(Weight::from_parts(6_239, 0).saturating_mul(z.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// Storage: `Multisig::Multisigs` (r:1 w:1)
	/// Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// `s` is in `[2, 100]`.
	/// `z` is in `[0, 10000]`.
	fn as_multi_complete(s: u32, z: u32) -> Weight {
		// Measured proof size: 317 + s * (33 ±0) bytes.
		// Minimum execution time: 60_620 ns.
		Weight::from_parts(15_377_658, 6811)
			// Standard error: 3_714.
			.saturating_add(Weight::from_parts(490_656, 0).saturating_mul(s.into()))
			// Standard error: 36.
			.saturating_add(Weight::from_parts(7_744, 0).saturating_mul(z.into()))
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	/// Storage: `Multisig::Multisigs` (r:1 w:1)
	/// Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
	/// `s` is in `[2, 100]`.
	fn approve_as_multi_create(s: u32) -> Weight {
		// Measured proof size: 6 bytes.
		// Minimum execution time: 24_627 ns.
		Weight::from_parts(26_161_928, 6811)
			// Standard error: 552.
			.saturating_add(Weight::from_parts(239_554, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// Storage: `Multisig::Multisigs` (r:1 w:1)
	/// Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
	/// `s` is in `[2, 100]`.
	fn approve_as_multi_approve(s: u32) -> Weight {
		// Measured proof size: 211 bytes.
		// Minimum execution time: 13_390 ns.
		Weight::from_parts(14_068_013, 6811)
			// Standard error: 395.
			.saturating_add(Weight::from_parts(237_403, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// Storage: `Multisig::Multisigs` (r:1 w:1)
	/// Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
	/// `s` is in `[2, 100]`.
	fn cancel_as_multi(s: u32) -> Weight {
		// Measured proof size: 211 bytes.
		// Minimum execution time: 24_506 ns.
		Weight::from_parts(25_475_803, 6811)
			// Standard error: 506.
			.saturating_add(Weight::from_parts(243_555, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// Storage: `Multisig::Multisigs` (r:1 w:1)
	/// Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
	/// `s` is in `[2, 100]`.
	fn poke_deposit(s: u32) -> Weight {
		// Measured proof size: 211 bytes.
		// Minimum execution time: 22_995 ns.
		Weight::from_parts(24_009_250, 6811)
			// Standard error: 451.
			.saturating_add(Weight::from_parts(240_173, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
}
