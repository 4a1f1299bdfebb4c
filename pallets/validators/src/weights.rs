//! Weights of `pallet_validators`, measured.
//!
//! Generated on 2026-11-27 by `scripts/benchmark.sh pallet_validators`; edits are lost. Steps 50, repeat 20: fewer than
//! 50 and 20 are provisional.
//!
//! Machine: AMD EPYC, 2 cores, 24 GiB, Linux x86_64.
//! With rustc 1.95.0 and frame-benchmarking-cli 64.0.0.

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// What each call of the pallet costs.
pub trait WeightInfo {
	fn set_limits() -> Weight;
	fn elect(c: u32) -> Weight;
	fn release() -> Weight;
	fn next_fault() -> Weight;
	fn judge_recorded() -> Weight;
}

/// What was measured, with the runtime's own price of a database access.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	/// Storage: `Validators::Limits` (r:0 w:1)
	/// Proof: `Validators::Limits` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	fn set_limits() -> Weight {
		// Measured proof size: 0 bytes.
		// Minimum execution time: 4_066 ns.
		Weight::from_parts(4_526_000, 0)
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// Storage: `Validators::Limits` (r:1 w:0)
	/// Proof: `Validators::Limits` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Services::Memberships` (r:1000 w:0)
	/// Proof: `Services::Memberships` (`max_values`: None, `max_size`: Some(1613), added: 4088, mode: `MaxEncodedLen`)
	/// Storage: `Validators::Suspended` (r:1 w:0)
	/// Proof: `Validators::Suspended` (`max_values`: Some(1), `max_size`: Some(32006), added: 32501, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::LastRise` (r:1 w:0)
	/// Proof: `Restaking::LastRise` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AnnouncedUnbonding` (r:1 w:0)
	/// Proof: `Restaking::AnnouncedUnbonding` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Services::Services` (r:1 w:0)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(690), added: 3165, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Sentences` (r:999 w:0)
	/// Proof: `Slashing::Sentences` (`max_values`: None, `max_size`: Some(685), added: 3160, mode: `MaxEncodedLen`)
	/// Storage: `Services::TermsOf` (r:1 w:0)
	/// Proof: `Services::TermsOf` (`max_values`: None, `max_size`: Some(10853), added: 13328, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Rates` (r:1 w:0)
	/// Proof: `Restaking::Rates` (`max_values`: None, `max_size`: Some(685), added: 3160, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AcceptedAssets` (r:3 w:0)
	/// Proof: `Restaking::AcceptedAssets` (`max_values`: None, `max_size`: Some(62), added: 2537, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AnnouncedConfigs` (r:2 w:0)
	/// Proof: `Restaking::AnnouncedConfigs` (`max_values`: None, `max_size`: Some(66), added: 2541, mode: `MaxEncodedLen`)
	/// Storage: `AssetRate::ConversionRateToNative` (r:1 w:0)
	/// Proof: `AssetRate::ConversionRateToNative` (`max_values`: None, `max_size`: Some(37), added: 2512, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::PledgedAssets` (r:999 w:0)
	/// Proof: `Restaking::PledgedAssets` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Pools` (r:999 w:0)
	/// Proof: `Restaking::Pools` (`max_values`: None, `max_size`: Some(2786), added: 5261, mode: `MaxEncodedLen`)
	/// Storage: `Session::NextKeys` (r:999 w:0)
	/// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// Storage: `Validators::Departed` (r:0 w:1)
	/// Proof: `Validators::Departed` (`max_values`: Some(1), `max_size`: Some(32002), added: 32497, mode: `MaxEncodedLen`)
	/// Storage: `Validators::Spare` (r:0 w:1)
	/// Proof: `Validators::Spare` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Validators::Planned` (r:0 w:1)
	/// Proof: `Validators::Planned` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	/// `c` is in `[1, 1000]`.
	fn elect(c: u32) -> Weight {
		// Measured proof size: 2741 + c * (371 ±0) bytes.
		// Minimum execution time: 88_762 ns.
		Weight::from_parts(89_193_000, 33491)
			// Standard error: 47_930.
			.saturating_add(Weight::from_parts(51_306_427, 0).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads(17))
			.saturating_add(T::DbWeight::get().reads(5_u64.saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(Weight::from_parts(0, 5261).saturating_mul(c.into()))
	}
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Validators::Planned` (r:1 w:0)
	/// Proof: `Validators::Planned` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	/// Storage: `Validators::Suspended` (r:1 w:0)
	/// Proof: `Validators::Suspended` (`max_values`: Some(1), `max_size`: Some(32006), added: 32501, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::LastRise` (r:1 w:0)
	/// Proof: `Restaking::LastRise` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AnnouncedUnbonding` (r:1 w:0)
	/// Proof: `Restaking::AnnouncedUnbonding` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Services::Memberships` (r:1 w:0)
	/// Proof: `Services::Memberships` (`max_values`: None, `max_size`: Some(1613), added: 4088, mode: `MaxEncodedLen`)
	/// Storage: `Services::Services` (r:1 w:0)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(690), added: 3165, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Sentences` (r:1 w:0)
	/// Proof: `Slashing::Sentences` (`max_values`: None, `max_size`: Some(685), added: 3160, mode: `MaxEncodedLen`)
	/// Storage: `Services::TermsOf` (r:1 w:0)
	/// Proof: `Services::TermsOf` (`max_values`: None, `max_size`: Some(10853), added: 13328, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Rates` (r:1 w:0)
	/// Proof: `Restaking::Rates` (`max_values`: None, `max_size`: Some(685), added: 3160, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AcceptedAssets` (r:3 w:0)
	/// Proof: `Restaking::AcceptedAssets` (`max_values`: None, `max_size`: Some(62), added: 2537, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AnnouncedConfigs` (r:2 w:0)
	/// Proof: `Restaking::AnnouncedConfigs` (`max_values`: None, `max_size`: Some(66), added: 2541, mode: `MaxEncodedLen`)
	/// Storage: `AssetRate::ConversionRateToNative` (r:1 w:0)
	/// Proof: `AssetRate::ConversionRateToNative` (`max_values`: None, `max_size`: Some(37), added: 2512, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::PledgedAssets` (r:1 w:0)
	/// Proof: `Restaking::PledgedAssets` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Pools` (r:1 w:0)
	/// Proof: `Restaking::Pools` (`max_values`: None, `max_size`: Some(2786), added: 5261, mode: `MaxEncodedLen`)
	/// Storage: `Session::NextKeys` (r:1 w:0)
	/// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// Storage: `Validators::Departed` (r:1 w:1)
	/// Proof: `Validators::Departed` (`max_values`: Some(1), `max_size`: Some(32002), added: 32497, mode: `MaxEncodedLen`)
	/// Storage: `Validators::Spare` (r:1 w:1)
	/// Proof: `Validators::Spare` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	fn release() -> Weight {
		// Measured proof size: 69493 bytes.
		// Minimum execution time: 102_974 ns.
		Weight::from_parts(108_251_000, 72958)
			.saturating_add(T::DbWeight::get().reads(23))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	/// Storage: `Validators::Recorded` (r:1 w:0)
	/// Proof: `Validators::Recorded` (`max_values`: None, `max_size`: Some(69), added: 2544, mode: `MaxEncodedLen`)
	fn next_fault() -> Weight {
		// Measured proof size: 291 bytes.
		// Minimum execution time: 2_524 ns.
		Weight::from_parts(2_804_000, 3534)
			.saturating_add(T::DbWeight::get().reads(1))
	}
	/// Storage: `Validators::Recorded` (r:2 w:1)
	/// Proof: `Validators::Recorded` (`max_values`: None, `max_size`: Some(69), added: 2544, mode: `MaxEncodedLen`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::LastRise` (r:1 w:0)
	/// Proof: `Restaking::LastRise` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AnnouncedUnbonding` (r:1 w:0)
	/// Proof: `Restaking::AnnouncedUnbonding` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Services::Services` (r:1 w:0)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(690), added: 3165, mode: `MaxEncodedLen`)
	/// Storage: `Services::TermsOf` (r:1 w:0)
	/// Proof: `Services::TermsOf` (`max_values`: None, `max_size`: Some(10853), added: 13328, mode: `MaxEncodedLen`)
	fn judge_recorded() -> Weight {
		// Measured proof size: 1494 bytes.
		// Minimum execution time: 38_167 ns.
		Weight::from_parts(40_610_000, 14318)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(1))
	}
}
