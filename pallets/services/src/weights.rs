//! Weights of `pallet_services`, measured.
//!
//! Generated on 2026-11-27 by `scripts/benchmark.sh pallet_services`; edits are lost. Steps 50, repeat 20: fewer than
//! 50 and 20 are provisional.
//!
//! Machine: AMD EPYC, 2 cores, 24 GiB, Linux x86_64.
//! With rustc 1.95.0 and frame-benchmarking-cli 64.0.0.

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// What each call of the pallet costs.
pub trait WeightInfo {
	fn create(a: u32, c: u32, m: u32) -> Weight;
	fn update_terms(a: u32, c: u32, v: u32) -> Weight;
	fn accept_terms() -> Weight;
	fn set_metadata(m: u32) -> Weight;
	fn apply_with_ed25519() -> Weight;
	fn apply_with_sr25519() -> Weight;
	fn apply_with_ecdsa() -> Weight;
	fn approve() -> Weight;
	fn reject() -> Weight;
	fn leave() -> Weight;
	fn eject() -> Weight;
	fn set_key_with_ed25519() -> Weight;
	fn set_key_with_sr25519() -> Weight;
	fn set_key_with_ecdsa() -> Weight;
	fn close() -> Weight;
	fn clear_membership(k: u32) -> Weight;
	fn remove(v: u32) -> Weight;
}

/// What was measured, with the runtime's own price of a database access.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	/// Storage: `Services::NextServiceId` (r:1 w:1)
	/// Proof: `Services::NextServiceId` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::LastRise` (r:1 w:0)
	/// Proof: `Restaking::LastRise` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AnnouncedUnbonding` (r:1 w:0)
	/// Proof: `Restaking::AnnouncedUnbonding` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Epochs::BreakerDelay` (r:1 w:0)
	/// Proof: `Epochs::BreakerDelay` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AcceptedAssets` (r:8 w:0)
	/// Proof: `Restaking::AcceptedAssets` (`max_values`: None, `max_size`: Some(62), added: 2537, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Parameters::Parameters` (r:2 w:0)
	/// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(211), added: 2686, mode: `MaxEncodedLen`)
	/// Storage: `Services::NeededUnbonding` (r:1 w:1)
	/// Proof: `Services::NeededUnbonding` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
	/// Storage: `Services::TermsOf` (r:0 w:1)
	/// Proof: `Services::TermsOf` (`max_values`: None, `max_size`: Some(10853), added: 13328, mode: `MaxEncodedLen`)
	/// Storage: `Services::Services` (r:0 w:1)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(690), added: 3165, mode: `MaxEncodedLen`)
	/// `a` is in `[1, 8]`.
	/// `c` is in `[0, 16]`.
	/// `m` is in `[0, 256]`.
	fn create(a: u32, c: u32, m: u32) -> Weight {
		// Measured proof size: 899 + a * (58 ±0) bytes.
		// Minimum execution time: 83_094 ns.
		Weight::from_parts(70_633_663, 6012)
			// Standard error: 10_881.
			.saturating_add(Weight::from_parts(2_567_564, 0).saturating_mul(a.into()))
			// Standard error: 4_902.
			.saturating_add(Weight::from_parts(627_350, 0).saturating_mul(c.into()))
			// Standard error: 319.
			.saturating_add(Weight::from_parts(5_621, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(a.into())))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(Weight::from_parts(0, 2537).saturating_mul(a.into()))
	}
	/// Storage: `Services::Services` (r:1 w:1)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(690), added: 3165, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::LastRise` (r:1 w:0)
	/// Proof: `Restaking::LastRise` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AnnouncedUnbonding` (r:1 w:0)
	/// Proof: `Restaking::AnnouncedUnbonding` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Epochs::BreakerDelay` (r:1 w:0)
	/// Proof: `Epochs::BreakerDelay` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AcceptedAssets` (r:8 w:0)
	/// Proof: `Restaking::AcceptedAssets` (`max_values`: None, `max_size`: Some(62), added: 2537, mode: `MaxEncodedLen`)
	/// Storage: `Epochs::NoticeOfTerms` (r:1 w:0)
	/// Proof: `Epochs::NoticeOfTerms` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Parameters::Parameters` (r:2 w:0)
	/// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(211), added: 2686, mode: `MaxEncodedLen`)
	/// Storage: `Services::NeededUnbonding` (r:2 w:2)
	/// Proof: `Services::NeededUnbonding` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
	/// Storage: `Services::TermsOf` (r:0 w:18)
	/// Proof: `Services::TermsOf` (`max_values`: None, `max_size`: Some(10853), added: 13328, mode: `MaxEncodedLen`)
	/// `a` is in `[1, 8]`.
	/// `c` is in `[0, 16]`.
	/// `v` is in `[1, 17]`.
	fn update_terms(a: u32, c: u32, v: u32) -> Weight {
		// Measured proof size: 1246 + a * (58 ±0) + v * (20 ±0) bytes.
		// Minimum execution time: 110_525 ns.
		Weight::from_parts(85_542_667, 6012)
			// Standard error: 19_738.
			.saturating_add(Weight::from_parts(2_031_516, 0).saturating_mul(a.into()))
			// Standard error: 8_892.
			.saturating_add(Weight::from_parts(632_998, 0).saturating_mul(c.into()))
			// Standard error: 8_892.
			.saturating_add(Weight::from_parts(2_774_431, 0).saturating_mul(v.into()))
			.saturating_add(T::DbWeight::get().reads(13))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(a.into())))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(v.into())))
			.saturating_add(Weight::from_parts(0, 2537).saturating_mul(a.into()))
			.saturating_add(Weight::from_parts(0, 20).saturating_mul(v.into()))
	}
	/// Storage: `Services::Services` (r:1 w:1)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(690), added: 3165, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Services::Memberships` (r:1 w:1)
	/// Proof: `Services::Memberships` (`max_values`: None, `max_size`: Some(1613), added: 4088, mode: `MaxEncodedLen`)
	fn accept_terms() -> Weight {
		// Measured proof size: 2788 bytes.
		// Minimum execution time: 33_319 ns.
		Weight::from_parts(37_516_000, 5078)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	/// Storage: `Services::Services` (r:1 w:1)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(690), added: 3165, mode: `MaxEncodedLen`)
	/// Storage: `Parameters::Parameters` (r:2 w:0)
	/// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(211), added: 2686, mode: `MaxEncodedLen`)
	/// `m` is in `[0, 256]`.
	fn set_metadata(m: u32) -> Weight {
		// Measured proof size: 988 bytes.
		// Minimum execution time: 52_859 ns.
		Weight::from_parts(56_688_296, 6012)
			// Standard error: 179.
			.saturating_add(Weight::from_parts(691, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	/// Storage: `Operators::Operators` (r:1 w:0)
	/// Proof: `Operators::Operators` (`max_values`: None, `max_size`: Some(336), added: 2811, mode: `MaxEncodedLen`)
	/// Storage: `Services::Services` (r:1 w:1)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(690), added: 3165, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Services::Memberships` (r:1 w:1)
	/// Proof: `Services::Memberships` (`max_values`: None, `max_size`: Some(1613), added: 4088, mode: `MaxEncodedLen`)
	/// Storage: `Services::TermsOf` (r:1 w:0)
	/// Proof: `Services::TermsOf` (`max_values`: None, `max_size`: Some(10853), added: 13328, mode: `MaxEncodedLen`)
	/// Storage: `System::BlockHash` (r:1 w:0)
	/// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	/// Storage: `Services::Keys` (r:4 w:4)
	/// Proof: `Services::Keys` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::LastRise` (r:1 w:0)
	/// Proof: `Restaking::LastRise` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AnnouncedUnbonding` (r:1 w:0)
	/// Proof: `Restaking::AnnouncedUnbonding` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::PledgedAssets` (r:1 w:0)
	/// Proof: `Restaking::PledgedAssets` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Pools` (r:8 w:8)
	/// Proof: `Restaking::Pools` (`max_values`: None, `max_size`: Some(2786), added: 5261, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::PledgedUnits` (r:8 w:8)
	/// Proof: `Restaking::PledgedUnits` (`max_values`: None, `max_size`: Some(37), added: 2512, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Buckets` (r:8 w:8)
	/// Proof: `Restaking::Buckets` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::History` (r:0 w:24)
	/// Proof: `Restaking::History` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	fn apply_with_ed25519() -> Weight {
		// Measured proof size: 16775 bytes.
		// Minimum execution time: 501_177 ns.
		Weight::from_parts(525_554_000, 43078)
			.saturating_add(T::DbWeight::get().reads(39))
			.saturating_add(T::DbWeight::get().writes(54))
	}
	/// Storage: `Operators::Operators` (r:1 w:0)
	/// Proof: `Operators::Operators` (`max_values`: None, `max_size`: Some(336), added: 2811, mode: `MaxEncodedLen`)
	/// Storage: `Services::Services` (r:1 w:1)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(690), added: 3165, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Services::Memberships` (r:1 w:1)
	/// Proof: `Services::Memberships` (`max_values`: None, `max_size`: Some(1613), added: 4088, mode: `MaxEncodedLen`)
	/// Storage: `Services::TermsOf` (r:1 w:0)
	/// Proof: `Services::TermsOf` (`max_values`: None, `max_size`: Some(10853), added: 13328, mode: `MaxEncodedLen`)
	/// Storage: `System::BlockHash` (r:1 w:0)
	/// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	/// Storage: `Services::Keys` (r:4 w:4)
	/// Proof: `Services::Keys` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::LastRise` (r:1 w:0)
	/// Proof: `Restaking::LastRise` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AnnouncedUnbonding` (r:1 w:0)
	/// Proof: `Restaking::AnnouncedUnbonding` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::PledgedAssets` (r:1 w:0)
	/// Proof: `Restaking::PledgedAssets` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Pools` (r:8 w:8)
	/// Proof: `Restaking::Pools` (`max_values`: None, `max_size`: Some(2786), added: 5261, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::PledgedUnits` (r:8 w:8)
	/// Proof: `Restaking::PledgedUnits` (`max_values`: None, `max_size`: Some(37), added: 2512, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Buckets` (r:8 w:8)
	/// Proof: `Restaking::Buckets` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::History` (r:0 w:24)
	/// Proof: `Restaking::History` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	fn apply_with_sr25519() -> Weight {
		// Measured proof size: 16774 bytes.
		// Minimum execution time: 475_960 ns.
		Weight::from_parts(491_923_000, 43078)
			.saturating_add(T::DbWeight::get().reads(39))
			.saturating_add(T::DbWeight::get().writes(54))
	}
	/// Storage: `Operators::Operators` (r:1 w:0)
	/// Proof: `Operators::Operators` (`max_values`: None, `max_size`: Some(336), added: 2811, mode: `MaxEncodedLen`)
	/// Storage: `Services::Services` (r:1 w:1)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(690), added: 3165, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Services::Memberships` (r:1 w:1)
	/// Proof: `Services::Memberships` (`max_values`: None, `max_size`: Some(1613), added: 4088, mode: `MaxEncodedLen`)
	/// Storage: `Services::TermsOf` (r:1 w:0)
	/// Proof: `Services::TermsOf` (`max_values`: None, `max_size`: Some(10853), added: 13328, mode: `MaxEncodedLen`)
	/// Storage: `System::BlockHash` (r:1 w:0)
	/// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	/// Storage: `Services::Keys` (r:4 w:4)
	/// Proof: `Services::Keys` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::LastRise` (r:1 w:0)
	/// Proof: `Restaking::LastRise` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AnnouncedUnbonding` (r:1 w:0)
	/// Proof: `Restaking::AnnouncedUnbonding` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::PledgedAssets` (r:1 w:0)
	/// Proof: `Restaking::PledgedAssets` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Pools` (r:8 w:8)
	/// Proof: `Restaking::Pools` (`max_values`: None, `max_size`: Some(2786), added: 5261, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::PledgedUnits` (r:8 w:8)
	/// Proof: `Restaking::PledgedUnits` (`max_values`: None, `max_size`: Some(37), added: 2512, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Buckets` (r:8 w:8)
	/// Proof: `Restaking::Buckets` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::History` (r:0 w:24)
	/// Proof: `Restaking::History` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	fn apply_with_ecdsa() -> Weight {
		// Measured proof size: 16775 bytes.
		// Minimum execution time: 474_096 ns.
		Weight::from_parts(502_589_000, 43078)
			.saturating_add(T::DbWeight::get().reads(39))
			.saturating_add(T::DbWeight::get().writes(54))
	}
	/// Storage: `Services::Services` (r:1 w:1)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(690), added: 3165, mode: `MaxEncodedLen`)
	/// Storage: `Services::Memberships` (r:1 w:1)
	/// Proof: `Services::Memberships` (`max_values`: None, `max_size`: Some(1613), added: 4088, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Services::TermsOf` (r:1 w:0)
	/// Proof: `Services::TermsOf` (`max_values`: None, `max_size`: Some(10853), added: 13328, mode: `MaxEncodedLen`)
	fn approve() -> Weight {
		// Measured proof size: 11782 bytes.
		// Minimum execution time: 37_866 ns.
		Weight::from_parts(39_760_000, 14318)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	/// Storage: `Services::Services` (r:1 w:1)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(690), added: 3165, mode: `MaxEncodedLen`)
	/// Storage: `Services::Memberships` (r:1 w:1)
	/// Proof: `Services::Memberships` (`max_values`: None, `max_size`: Some(1613), added: 4088, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Services::Keys` (r:1 w:1)
	/// Proof: `Services::Keys` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::LastRise` (r:1 w:0)
	/// Proof: `Restaking::LastRise` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AnnouncedUnbonding` (r:1 w:0)
	/// Proof: `Restaking::AnnouncedUnbonding` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(211), added: 2686, mode: `MaxEncodedLen`)
	/// Storage: `Services::OperatorServices` (r:1 w:1)
	/// Proof: `Services::OperatorServices` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
	fn reject() -> Weight {
		// Measured proof size: 2153 bytes.
		// Minimum execution time: 72_107 ns.
		Weight::from_parts(76_594_000, 5078)
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	/// Storage: `Services::Services` (r:1 w:1)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(690), added: 3165, mode: `MaxEncodedLen`)
	/// Storage: `Services::Memberships` (r:1 w:1)
	/// Proof: `Services::Memberships` (`max_values`: None, `max_size`: Some(1613), added: 4088, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::LastRise` (r:1 w:0)
	/// Proof: `Restaking::LastRise` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AnnouncedUnbonding` (r:1 w:0)
	/// Proof: `Restaking::AnnouncedUnbonding` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::PledgedAssets` (r:1 w:0)
	/// Proof: `Restaking::PledgedAssets` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Pools` (r:8 w:8)
	/// Proof: `Restaking::Pools` (`max_values`: None, `max_size`: Some(2786), added: 5261, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::PledgedUnits` (r:8 w:8)
	/// Proof: `Restaking::PledgedUnits` (`max_values`: None, `max_size`: Some(37), added: 2512, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Buckets` (r:8 w:8)
	/// Proof: `Restaking::Buckets` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	/// Storage: `Services::Keys` (r:1 w:1)
	/// Proof: `Services::Keys` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(211), added: 2686, mode: `MaxEncodedLen`)
	/// Storage: `Services::OperatorServices` (r:1 w:1)
	/// Proof: `Services::OperatorServices` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::History` (r:0 w:24)
	/// Proof: `Restaking::History` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	fn leave() -> Weight {
		// Measured proof size: 5517 bytes.
		// Minimum execution time: 419_826 ns.
		Weight::from_parts(451_242_000, 43078)
			.saturating_add(T::DbWeight::get().reads(35))
			.saturating_add(T::DbWeight::get().writes(53))
	}
	/// Storage: `Services::Services` (r:1 w:1)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(690), added: 3165, mode: `MaxEncodedLen`)
	/// Storage: `Services::Memberships` (r:1 w:1)
	/// Proof: `Services::Memberships` (`max_values`: None, `max_size`: Some(1613), added: 4088, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::LastRise` (r:1 w:0)
	/// Proof: `Restaking::LastRise` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AnnouncedUnbonding` (r:1 w:0)
	/// Proof: `Restaking::AnnouncedUnbonding` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::PledgedAssets` (r:1 w:0)
	/// Proof: `Restaking::PledgedAssets` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Pools` (r:8 w:8)
	/// Proof: `Restaking::Pools` (`max_values`: None, `max_size`: Some(2786), added: 5261, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::PledgedUnits` (r:8 w:8)
	/// Proof: `Restaking::PledgedUnits` (`max_values`: None, `max_size`: Some(37), added: 2512, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Buckets` (r:8 w:8)
	/// Proof: `Restaking::Buckets` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	/// Storage: `Services::Keys` (r:1 w:1)
	/// Proof: `Services::Keys` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(211), added: 2686, mode: `MaxEncodedLen`)
	/// Storage: `Services::OperatorServices` (r:1 w:1)
	/// Proof: `Services::OperatorServices` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::History` (r:0 w:24)
	/// Proof: `Restaking::History` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	fn eject() -> Weight {
		// Measured proof size: 5620 bytes.
		// Minimum execution time: 425_534 ns.
		Weight::from_parts(473_466_000, 43078)
			.saturating_add(T::DbWeight::get().reads(36))
			.saturating_add(T::DbWeight::get().writes(54))
	}
	/// Storage: `Services::Services` (r:1 w:0)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(690), added: 3165, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Services::Memberships` (r:1 w:1)
	/// Proof: `Services::Memberships` (`max_values`: None, `max_size`: Some(1613), added: 4088, mode: `MaxEncodedLen`)
	/// Storage: `System::BlockHash` (r:1 w:0)
	/// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	/// Storage: `Services::Keys` (r:4 w:4)
	/// Proof: `Services::Keys` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::LastRise` (r:1 w:0)
	/// Proof: `Restaking::LastRise` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AnnouncedUnbonding` (r:1 w:0)
	/// Proof: `Restaking::AnnouncedUnbonding` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	fn set_key_with_ed25519() -> Weight {
		// Measured proof size: 4242 bytes.
		// Minimum execution time: 165_407 ns.
		Weight::from_parts(207_960_000, 11254)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	/// Storage: `Services::Services` (r:1 w:0)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(690), added: 3165, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Services::Memberships` (r:1 w:1)
	/// Proof: `Services::Memberships` (`max_values`: None, `max_size`: Some(1613), added: 4088, mode: `MaxEncodedLen`)
	/// Storage: `System::BlockHash` (r:1 w:0)
	/// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	/// Storage: `Services::Keys` (r:4 w:4)
	/// Proof: `Services::Keys` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::LastRise` (r:1 w:0)
	/// Proof: `Restaking::LastRise` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AnnouncedUnbonding` (r:1 w:0)
	/// Proof: `Restaking::AnnouncedUnbonding` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	fn set_key_with_sr25519() -> Weight {
		// Measured proof size: 4242 bytes.
		// Minimum execution time: 139_197 ns.
		Weight::from_parts(181_030_000, 11254)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	/// Storage: `Services::Services` (r:1 w:0)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(690), added: 3165, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Services::Memberships` (r:1 w:1)
	/// Proof: `Services::Memberships` (`max_values`: None, `max_size`: Some(1613), added: 4088, mode: `MaxEncodedLen`)
	/// Storage: `System::BlockHash` (r:1 w:0)
	/// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	/// Storage: `Services::Keys` (r:4 w:4)
	/// Proof: `Services::Keys` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::LastRise` (r:1 w:0)
	/// Proof: `Restaking::LastRise` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AnnouncedUnbonding` (r:1 w:0)
	/// Proof: `Restaking::AnnouncedUnbonding` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	fn set_key_with_ecdsa() -> Weight {
		// Measured proof size: 4243 bytes.
		// Minimum execution time: 133_659 ns.
		Weight::from_parts(179_618_000, 11254)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	/// Storage: `Services::Services` (r:1 w:1)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(690), added: 3165, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	fn close() -> Weight {
		// Measured proof size: 1150 bytes.
		// Minimum execution time: 16_054 ns.
		Weight::from_parts(17_596_000, 4155)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// Storage: `Services::Services` (r:1 w:1)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(690), added: 3165, mode: `MaxEncodedLen`)
	/// Storage: `Services::Memberships` (r:1 w:1)
	/// Proof: `Services::Memberships` (`max_values`: None, `max_size`: Some(1613), added: 4088, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::LastRise` (r:1 w:0)
	/// Proof: `Restaking::LastRise` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AnnouncedUnbonding` (r:1 w:0)
	/// Proof: `Restaking::AnnouncedUnbonding` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::PledgedAssets` (r:1 w:0)
	/// Proof: `Restaking::PledgedAssets` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Pools` (r:8 w:8)
	/// Proof: `Restaking::Pools` (`max_values`: None, `max_size`: Some(2786), added: 5261, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::PledgedUnits` (r:8 w:8)
	/// Proof: `Restaking::PledgedUnits` (`max_values`: None, `max_size`: Some(37), added: 2512, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Buckets` (r:8 w:8)
	/// Proof: `Restaking::Buckets` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	/// Storage: `Services::Keys` (r:35 w:35)
	/// Proof: `Services::Keys` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(211), added: 2686, mode: `MaxEncodedLen`)
	/// Storage: `Services::OperatorServices` (r:1 w:1)
	/// Proof: `Services::OperatorServices` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::History` (r:0 w:24)
	/// Proof: `Restaking::History` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	/// `k` is in `[1, 33]`.
	fn clear_membership(k: u32) -> Weight {
		// Measured proof size: 5907 + k * (137 ±0) bytes.
		// Minimum execution time: 444_001 ns.
		Weight::from_parts(488_779_962, 43078)
			// Standard error: 82_810.
			.saturating_add(Weight::from_parts(5_206_191, 0).saturating_mul(k.into()))
			.saturating_add(T::DbWeight::get().reads(37))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(k.into())))
			.saturating_add(T::DbWeight::get().writes(55))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(k.into())))
			.saturating_add(Weight::from_parts(0, 2566).saturating_mul(k.into()))
	}
	/// Storage: `Services::Services` (r:1 w:1)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(690), added: 3165, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(211), added: 2686, mode: `MaxEncodedLen`)
	/// Storage: `Services::NeededUnbonding` (r:1 w:1)
	/// Proof: `Services::NeededUnbonding` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
	/// Storage: `Services::TermsOf` (r:0 w:18)
	/// Proof: `Services::TermsOf` (`max_values`: None, `max_size`: Some(10853), added: 13328, mode: `MaxEncodedLen`)
	/// `v` is in `[1, 18]`.
	fn remove(v: u32) -> Weight {
		// Measured proof size: 758 + v * (20 ±0) bytes.
		// Minimum execution time: 46_449 ns.
		Weight::from_parts(45_673_255, 4155)
			// Standard error: 2_030.
			.saturating_add(Weight::from_parts(2_788_264, 0).saturating_mul(v.into()))
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(v.into())))
	}
}
