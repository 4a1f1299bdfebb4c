//! Weights of `pallet_operators`, measured.
//!
//! Generated on 2026-11-27 by `scripts/benchmark.sh pallet_operators`; edits are lost. Steps 50, repeat 20: fewer than
//! 50 and 20 are provisional.
//!
//! Machine: AMD EPYC, 2 cores, 24 GiB, Linux x86_64.
//! With rustc 1.95.0 and frame-benchmarking-cli 64.0.0.

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// What each call of the pallet costs.
pub trait WeightInfo {
	fn register(m: u32) -> Weight;
	fn set_metadata(m: u32) -> Weight;
	fn set_commission() -> Weight;
	fn pause() -> Weight;
	fn resume() -> Weight;
	fn deregister() -> Weight;
}

/// What was measured, with the runtime's own price of a database access.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	/// Storage: `Operators::Operators` (r:1 w:1)
	/// Proof: `Operators::Operators` (`max_values`: None, `max_size`: Some(336), added: 2811, mode: `MaxEncodedLen`)
	/// Storage: `Parameters::Parameters` (r:2 w:0)
	/// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(211), added: 2686, mode: `MaxEncodedLen`)
	/// `m` is in `[0, 256]`.
	fn register(m: u32) -> Weight {
		// Measured proof size: 176 bytes.
		// Minimum execution time: 47_912 ns.
		Weight::from_parts(50_266_036, 6012)
			// Standard error: 72.
			.saturating_add(Weight::from_parts(871, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	/// Storage: `Operators::Operators` (r:1 w:1)
	/// Proof: `Operators::Operators` (`max_values`: None, `max_size`: Some(336), added: 2811, mode: `MaxEncodedLen`)
	/// Storage: `Parameters::Parameters` (r:2 w:0)
	/// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(211), added: 2686, mode: `MaxEncodedLen`)
	/// `m` is in `[0, 256]`.
	fn set_metadata(m: u32) -> Weight {
		// Measured proof size: 494 bytes.
		// Minimum execution time: 44_637 ns.
		Weight::from_parts(47_208_261, 6012)
			// Standard error: 214.
			.saturating_add(Weight::from_parts(3_997, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	/// Storage: `Operators::Operators` (r:1 w:1)
	/// Proof: `Operators::Operators` (`max_values`: None, `max_size`: Some(336), added: 2811, mode: `MaxEncodedLen`)
	/// Storage: `Epochs::NoticeOfAllocations` (r:1 w:0)
	/// Proof: `Epochs::NoticeOfAllocations` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	fn set_commission() -> Weight {
		// Measured proof size: 664 bytes.
		// Minimum execution time: 16_345 ns.
		Weight::from_parts(17_577_000, 3801)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// Storage: `Operators::Operators` (r:1 w:1)
	/// Proof: `Operators::Operators` (`max_values`: None, `max_size`: Some(336), added: 2811, mode: `MaxEncodedLen`)
	fn pause() -> Weight {
		// Measured proof size: 397 bytes.
		// Minimum execution time: 9_884 ns.
		Weight::from_parts(10_786_000, 3801)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// Storage: `Operators::Operators` (r:1 w:1)
	/// Proof: `Operators::Operators` (`max_values`: None, `max_size`: Some(336), added: 2811, mode: `MaxEncodedLen`)
	fn resume() -> Weight {
		// Measured proof size: 397 bytes.
		// Minimum execution time: 9_884 ns.
		Weight::from_parts(10_666_000, 3801)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// Storage: `Operators::Operators` (r:1 w:1)
	/// Proof: `Operators::Operators` (`max_values`: None, `max_size`: Some(336), added: 2811, mode: `MaxEncodedLen`)
	/// Storage: `Services::OperatorServices` (r:1 w:0)
	/// Proof: `Services::OperatorServices` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(211), added: 2686, mode: `MaxEncodedLen`)
	fn deregister() -> Weight {
		// Measured proof size: 686 bytes.
		// Minimum execution time: 41_462 ns.
		Weight::from_parts(44_176_000, 3801)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
}
