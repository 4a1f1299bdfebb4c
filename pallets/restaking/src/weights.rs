//! Weights of `pallet_restaking`, measured.
//!
//! Generated on 2026-11-27 by `scripts/benchmark.sh pallet_restaking`; edits are lost. Steps 50, repeat 20: fewer than
//! 50 and 20 are provisional.
//!
//! Machine: AMD EPYC, 2 cores, 24 GiB, Linux x86_64.
//! With rustc 1.95.0 and frame-benchmarking-cli 64.0.0.

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// What each call of the pallet costs.
pub trait WeightInfo {
	fn register_asset() -> Weight;
	fn update_asset() -> Weight;
	fn set_unbonding_epochs() -> Weight;
	fn delegate() -> Weight;
	fn undelegate(e: u32, s: u32) -> Weight;
	fn cancel_undelegation() -> Weight;
	fn withdraw(e: u32) -> Weight;
	fn withdraw_into(e: u32) -> Weight;
	fn allocate(s: u32) -> Weight;
	fn tally(m: u32) -> Weight;
	fn on_initialize_within_epoch() -> Weight;
	fn on_initialize_new_epoch(a: u32) -> Weight;
	fn open_slash(p: u32) -> Weight;
	fn execute_slash(b: u32) -> Weight;
	fn close_slash() -> Weight;
	fn collect_proceeds() -> Weight;
}

/// What was measured, with the runtime's own price of a database access.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	/// Storage: `Restaking::AcceptedAssets` (r:1 w:1)
	/// Proof: `Restaking::AcceptedAssets` (`max_values`: None, `max_size`: Some(62), added: 2537, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::CounterForAcceptedAssets` (r:1 w:1)
	/// Proof: `Restaking::CounterForAcceptedAssets` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Asset` (r:1 w:1)
	/// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Endowments` (r:1 w:1)
	/// Proof: `Restaking::Endowments` (`max_values`: None, `max_size`: Some(37), added: 2512, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Account` (r:2 w:2)
	/// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	fn register_asset() -> Weight {
		// Measured proof size: 1076 bytes.
		// Minimum execution time: 70_104 ns.
		Weight::from_parts(72_839_000, 6208)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	/// Storage: `Restaking::AcceptedAssets` (r:1 w:1)
	/// Proof: `Restaking::AcceptedAssets` (`max_values`: None, `max_size`: Some(62), added: 2537, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AnnouncedConfigs` (r:1 w:1)
	/// Proof: `Restaking::AnnouncedConfigs` (`max_values`: None, `max_size`: Some(66), added: 2541, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Asset` (r:1 w:0)
	/// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	fn update_asset() -> Weight {
		// Measured proof size: 1065 bytes.
		// Minimum execution time: 28_973 ns.
		Weight::from_parts(30_436_000, 3675)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	/// Storage: `Services::NeededUnbonding` (r:33 w:0)
	/// Proof: `Services::NeededUnbonding` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::LastRise` (r:1 w:0)
	/// Proof: `Restaking::LastRise` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AnnouncedUnbonding` (r:1 w:1)
	/// Proof: `Restaking::AnnouncedUnbonding` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	fn set_unbonding_epochs() -> Weight {
		// Measured proof size: 1304 bytes.
		// Minimum execution time: 43_014 ns.
		Weight::from_parts(44_857_000, 83193)
			.saturating_add(T::DbWeight::get().reads(38))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// Storage: `Restaking::AcceptedAssets` (r:1 w:0)
	/// Proof: `Restaking::AcceptedAssets` (`max_values`: None, `max_size`: Some(62), added: 2537, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AnnouncedConfigs` (r:1 w:0)
	/// Proof: `Restaking::AnnouncedConfigs` (`max_values`: None, `max_size`: Some(66), added: 2541, mode: `MaxEncodedLen`)
	/// Storage: `Operators::Operators` (r:1 w:0)
	/// Proof: `Operators::Operators` (`max_values`: None, `max_size`: Some(336), added: 2811, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Asset` (r:1 w:1)
	/// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Account` (r:2 w:2)
	/// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::LastRise` (r:1 w:0)
	/// Proof: `Restaking::LastRise` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AnnouncedUnbonding` (r:1 w:0)
	/// Proof: `Restaking::AnnouncedUnbonding` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Pools` (r:1 w:1)
	/// Proof: `Restaking::Pools` (`max_values`: None, `max_size`: Some(2786), added: 5261, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Positions` (r:1 w:1)
	/// Proof: `Restaking::Positions` (`max_values`: None, `max_size`: Some(814), added: 3289, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::PledgedUnits` (r:1 w:1)
	/// Proof: `Restaking::PledgedUnits` (`max_values`: None, `max_size`: Some(37), added: 2512, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Buckets` (r:1 w:1)
	/// Proof: `Restaking::Buckets` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::History` (r:0 w:3)
	/// Proof: `Restaking::History` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	fn delegate() -> Weight {
		// Measured proof size: 3577 bytes.
		// Minimum execution time: 126_128 ns.
		Weight::from_parts(134_621_000, 6251)
			.saturating_add(T::DbWeight::get().reads(15))
			.saturating_add(T::DbWeight::get().writes(10))
	}
	/// Storage: `Restaking::Positions` (r:1 w:1)
	/// Proof: `Restaking::Positions` (`max_values`: None, `max_size`: Some(814), added: 3289, mode: `MaxEncodedLen`)
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
	/// Storage: `Restaking::Pools` (r:1 w:1)
	/// Proof: `Restaking::Pools` (`max_values`: None, `max_size`: Some(2786), added: 5261, mode: `MaxEncodedLen`)
	/// Storage: `Services::Memberships` (r:16 w:0)
	/// Proof: `Services::Memberships` (`max_values`: None, `max_size`: Some(1613), added: 4088, mode: `MaxEncodedLen`)
	/// Storage: `Services::Services` (r:16 w:0)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(690), added: 3165, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AcceptedAssets` (r:1 w:0)
	/// Proof: `Restaking::AcceptedAssets` (`max_values`: None, `max_size`: Some(62), added: 2537, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AnnouncedConfigs` (r:1 w:0)
	/// Proof: `Restaking::AnnouncedConfigs` (`max_values`: None, `max_size`: Some(66), added: 2541, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Buckets` (r:35 w:35)
	/// Proof: `Restaking::Buckets` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::PledgedUnits` (r:1 w:1)
	/// Proof: `Restaking::PledgedUnits` (`max_values`: None, `max_size`: Some(37), added: 2512, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::History` (r:0 w:3)
	/// Proof: `Restaking::History` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	/// `e` is in `[0, 33]`.
	/// `s` is in `[1, 16]`.
	fn undelegate(e: u32, s: u32) -> Weight {
		// Measured proof size: 3286 + e * (68 ±0) + s * (321 ±0) bytes.
		// Minimum execution time: 219_046 ns.
		Weight::from_parts(101_756_614, 9610)
			// Standard error: 45_841.
			.saturating_add(Weight::from_parts(12_224_047, 0).saturating_mul(e.into()))
			// Standard error: 98_363.
			.saturating_add(Weight::from_parts(8_454_771, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(e.into())))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(s.into())))
			.saturating_add(T::DbWeight::get().writes(8))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(e.into())))
			.saturating_add(Weight::from_parts(0, 4310).saturating_mul(e.into()))
			.saturating_add(Weight::from_parts(0, 4088).saturating_mul(s.into()))
	}
	/// Storage: `Restaking::Positions` (r:1 w:1)
	/// Proof: `Restaking::Positions` (`max_values`: None, `max_size`: Some(814), added: 3289, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AcceptedAssets` (r:1 w:0)
	/// Proof: `Restaking::AcceptedAssets` (`max_values`: None, `max_size`: Some(62), added: 2537, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AnnouncedConfigs` (r:1 w:0)
	/// Proof: `Restaking::AnnouncedConfigs` (`max_values`: None, `max_size`: Some(66), added: 2541, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::LastRise` (r:1 w:0)
	/// Proof: `Restaking::LastRise` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AnnouncedUnbonding` (r:1 w:0)
	/// Proof: `Restaking::AnnouncedUnbonding` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Pools` (r:1 w:1)
	/// Proof: `Restaking::Pools` (`max_values`: None, `max_size`: Some(2786), added: 5261, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Buckets` (r:2 w:2)
	/// Proof: `Restaking::Buckets` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::PledgedUnits` (r:1 w:1)
	/// Proof: `Restaking::PledgedUnits` (`max_values`: None, `max_size`: Some(37), added: 2512, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::History` (r:0 w:3)
	/// Proof: `Restaking::History` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	fn cancel_undelegation() -> Weight {
		// Measured proof size: 4535 bytes.
		// Minimum execution time: 90_134 ns.
		Weight::from_parts(94_551_000, 9610)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	/// Storage: `Restaking::Positions` (r:1 w:1)
	/// Proof: `Restaking::Positions` (`max_values`: None, `max_size`: Some(814), added: 3289, mode: `MaxEncodedLen`)
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
	/// Storage: `Restaking::Pools` (r:1 w:1)
	/// Proof: `Restaking::Pools` (`max_values`: None, `max_size`: Some(2786), added: 5261, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Buckets` (r:34 w:34)
	/// Proof: `Restaking::Buckets` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::PledgedUnits` (r:1 w:1)
	/// Proof: `Restaking::PledgedUnits` (`max_values`: None, `max_size`: Some(37), added: 2512, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Asset` (r:1 w:1)
	/// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Account` (r:2 w:2)
	/// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::History` (r:0 w:3)
	/// Proof: `Restaking::History` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	/// `e` is in `[1, 33]`.
	fn withdraw(e: u32) -> Weight {
		// Measured proof size: 4855 + e * (68 ±0) bytes.
		// Minimum execution time: 129_293 ns.
		Weight::from_parts(121_367_219, 6339)
			// Standard error: 11_288.
			.saturating_add(Weight::from_parts(12_638_107, 0).saturating_mul(e.into()))
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(e.into())))
			.saturating_add(T::DbWeight::get().writes(10))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(e.into())))
			.saturating_add(Weight::from_parts(0, 4310).saturating_mul(e.into()))
	}
	/// Storage: `Restaking::AcceptedAssets` (r:1 w:0)
	/// Proof: `Restaking::AcceptedAssets` (`max_values`: None, `max_size`: Some(62), added: 2537, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AnnouncedConfigs` (r:1 w:0)
	/// Proof: `Restaking::AnnouncedConfigs` (`max_values`: None, `max_size`: Some(66), added: 2541, mode: `MaxEncodedLen`)
	/// Storage: `Operators::Operators` (r:1 w:0)
	/// Proof: `Operators::Operators` (`max_values`: None, `max_size`: Some(336), added: 2811, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Positions` (r:2 w:2)
	/// Proof: `Restaking::Positions` (`max_values`: None, `max_size`: Some(814), added: 3289, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::LastRise` (r:1 w:0)
	/// Proof: `Restaking::LastRise` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AnnouncedUnbonding` (r:1 w:0)
	/// Proof: `Restaking::AnnouncedUnbonding` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Pools` (r:2 w:2)
	/// Proof: `Restaking::Pools` (`max_values`: None, `max_size`: Some(2786), added: 5261, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Buckets` (r:35 w:35)
	/// Proof: `Restaking::Buckets` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::PledgedUnits` (r:1 w:1)
	/// Proof: `Restaking::PledgedUnits` (`max_values`: None, `max_size`: Some(37), added: 2512, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::History` (r:0 w:6)
	/// Proof: `Restaking::History` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	/// `e` is in `[1, 33]`.
	fn withdraw_into(e: u32) -> Weight {
		// Measured proof size: 6500 + e * (68 ±0) bytes.
		// Minimum execution time: 150_264 ns.
		Weight::from_parts(143_088_050, 11512)
			// Standard error: 19_221.
			.saturating_add(Weight::from_parts(12_358_847, 0).saturating_mul(e.into()))
			.saturating_add(T::DbWeight::get().reads(15))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(e.into())))
			.saturating_add(T::DbWeight::get().writes(13))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(e.into())))
			.saturating_add(Weight::from_parts(0, 4310).saturating_mul(e.into()))
	}
	/// Storage: `Epochs::NoticeOfAllocations` (r:1 w:0)
	/// Proof: `Epochs::NoticeOfAllocations` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AcceptedAssets` (r:1 w:0)
	/// Proof: `Restaking::AcceptedAssets` (`max_values`: None, `max_size`: Some(62), added: 2537, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AnnouncedConfigs` (r:1 w:0)
	/// Proof: `Restaking::AnnouncedConfigs` (`max_values`: None, `max_size`: Some(66), added: 2541, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::LastRise` (r:1 w:0)
	/// Proof: `Restaking::LastRise` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AnnouncedUnbonding` (r:1 w:0)
	/// Proof: `Restaking::AnnouncedUnbonding` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Pools` (r:1 w:1)
	/// Proof: `Restaking::Pools` (`max_values`: None, `max_size`: Some(2786), added: 5261, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::PledgedAssets` (r:17 w:17)
	/// Proof: `Restaking::PledgedAssets` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	/// Storage: `Services::Services` (r:1 w:0)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(690), added: 3165, mode: `MaxEncodedLen`)
	/// Storage: `Services::Memberships` (r:1 w:0)
	/// Proof: `Services::Memberships` (`max_values`: None, `max_size`: Some(1613), added: 4088, mode: `MaxEncodedLen`)
	/// Storage: `Services::TermsOf` (r:1 w:0)
	/// Proof: `Services::TermsOf` (`max_values`: None, `max_size`: Some(10853), added: 13328, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AllocationDeposits` (r:1 w:1)
	/// Proof: `Restaking::AllocationDeposits` (`max_values`: None, `max_size`: Some(85), added: 2560, mode: `MaxEncodedLen`)
	/// Storage: `Parameters::Parameters` (r:2 w:0)
	/// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(211), added: 2686, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::PledgedUnits` (r:1 w:1)
	/// Proof: `Restaking::PledgedUnits` (`max_values`: None, `max_size`: Some(37), added: 2512, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Buckets` (r:1 w:1)
	/// Proof: `Restaking::Buckets` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::History` (r:0 w:3)
	/// Proof: `Restaking::History` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	/// `s` is in `[2, 16]`.
	fn allocate(s: u32) -> Weight {
		// Measured proof size: 2953 + s * (128 ±0) bytes.
		// Minimum execution time: 140_018 ns.
		Weight::from_parts(132_773_461, 14318)
			// Standard error: 14_633.
			.saturating_add(Weight::from_parts(6_238_069, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(20))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(s.into())))
			.saturating_add(T::DbWeight::get().writes(10))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(s.into())))
			.saturating_add(Weight::from_parts(0, 2576).saturating_mul(s.into()))
	}
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
	/// Storage: `Restaking::Tallies` (r:1 w:3)
	/// Proof: `Restaking::Tallies` (`max_values`: None, `max_size`: Some(78), added: 2553, mode: `MaxEncodedLen`)
	/// Storage: `Services::Memberships` (r:17 w:0)
	/// Proof: `Services::Memberships` (`max_values`: None, `max_size`: Some(1613), added: 4088, mode: `MaxEncodedLen`)
	/// Storage: `Services::Services` (r:1 w:0)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(690), added: 3165, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Sentences` (r:16 w:0)
	/// Proof: `Slashing::Sentences` (`max_values`: None, `max_size`: Some(685), added: 3160, mode: `MaxEncodedLen`)
	/// Storage: `Services::TermsOf` (r:1 w:0)
	/// Proof: `Services::TermsOf` (`max_values`: None, `max_size`: Some(10853), added: 13328, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Rates` (r:1 w:0)
	/// Proof: `Restaking::Rates` (`max_values`: None, `max_size`: Some(685), added: 3160, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::PledgedAssets` (r:16 w:0)
	/// Proof: `Restaking::PledgedAssets` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Pools` (r:128 w:0)
	/// Proof: `Restaking::Pools` (`max_values`: None, `max_size`: Some(2786), added: 5261, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::History` (r:128 w:0)
	/// Proof: `Restaking::History` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::TalliedEpochs` (r:1 w:1)
	/// Proof: `Restaking::TalliedEpochs` (`max_values`: None, `max_size`: Some(145), added: 2620, mode: `MaxEncodedLen`)
	/// `m` is in `[1, 16]`.
	fn tally(m: u32) -> Weight {
		// Measured proof size: 10013 + m * (1047 ±0) bytes.
		// Minimum execution time: 215_512 ns.
		Weight::from_parts(78_375_592, 14318)
			// Standard error: 227_479.
			.saturating_add(Weight::from_parts(151_512_560, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().reads(19_u64.saturating_mul(m.into())))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(Weight::from_parts(0, 42088).saturating_mul(m.into()))
	}
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::RateEpochs` (r:1 w:0)
	/// Proof: `Restaking::RateEpochs` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	fn on_initialize_within_epoch() -> Weight {
		// Measured proof size: 494 bytes.
		// Minimum execution time: 9_024 ns.
		Weight::from_parts(9_744_000, 1979)
			.saturating_add(T::DbWeight::get().reads(3))
	}
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::RateEpochs` (r:1 w:1)
	/// Proof: `Restaking::RateEpochs` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AcceptedAssets` (r:33 w:32)
	/// Proof: `Restaking::AcceptedAssets` (`max_values`: None, `max_size`: Some(62), added: 2537, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AnnouncedConfigs` (r:33 w:32)
	/// Proof: `Restaking::AnnouncedConfigs` (`max_values`: None, `max_size`: Some(66), added: 2541, mode: `MaxEncodedLen`)
	/// Storage: `AssetRate::ConversionRateToNative` (r:32 w:0)
	/// Proof: `AssetRate::ConversionRateToNative` (`max_values`: None, `max_size`: Some(37), added: 2512, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::CounterForAcceptedAssets` (r:1 w:0)
	/// Proof: `Restaking::CounterForAcceptedAssets` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::PledgedUnits` (r:32 w:0)
	/// Proof: `Restaking::PledgedUnits` (`max_values`: None, `max_size`: Some(37), added: 2512, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:1)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::LastRise` (r:1 w:1)
	/// Proof: `Restaking::LastRise` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AnnouncedUnbonding` (r:1 w:1)
	/// Proof: `Restaking::AnnouncedUnbonding` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::PledgedValues` (r:0 w:3)
	/// Proof: `Restaking::PledgedValues` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Rates` (r:0 w:3)
	/// Proof: `Restaking::Rates` (`max_values`: None, `max_size`: Some(685), added: 3160, mode: `MaxEncodedLen`)
	/// `a` is in `[1, 32]`.
	fn on_initialize_new_epoch(a: u32) -> Weight {
		// Measured proof size: 1018 + a * (157 ±0) bytes.
		// Minimum execution time: 54_922 ns.
		Weight::from_parts(38_078_961, 3531)
			// Standard error: 14_806.
			.saturating_add(Weight::from_parts(17_241_109, 0).saturating_mul(a.into()))
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().reads(4_u64.saturating_mul(a.into())))
			.saturating_add(T::DbWeight::get().writes(10))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(a.into())))
			.saturating_add(Weight::from_parts(0, 2541).saturating_mul(a.into()))
	}
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
	/// Storage: `Restaking::Charges` (r:3 w:3)
	/// Proof: `Restaking::Charges` (`max_values`: None, `max_size`: Some(558), added: 3033, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::ChargedEpochs` (r:1 w:1)
	/// Proof: `Restaking::ChargedEpochs` (`max_values`: None, `max_size`: Some(326), added: 2801, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::PledgedAssets` (r:1 w:0)
	/// Proof: `Restaking::PledgedAssets` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Pools` (r:8 w:8)
	/// Proof: `Restaking::Pools` (`max_values`: None, `max_size`: Some(2786), added: 5261, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::History` (r:8 w:24)
	/// Proof: `Restaking::History` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::PledgedUnits` (r:8 w:8)
	/// Proof: `Restaking::PledgedUnits` (`max_values`: None, `max_size`: Some(37), added: 2512, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Buckets` (r:8 w:8)
	/// Proof: `Restaking::Buckets` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	/// `p` is in `[0, 8]`.
	fn open_slash(p: u32) -> Weight {
		// Measured proof size: 4601 + p * (635 ±0) bytes.
		// Minimum execution time: 51_086 ns.
		Weight::from_parts(65_749_947, 10089)
			// Standard error: 140_942.
			.saturating_add(Weight::from_parts(57_004_684, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().reads(4_u64.saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(T::DbWeight::get().writes(6_u64.saturating_mul(p.into())))
			.saturating_add(Weight::from_parts(0, 5261).saturating_mul(p.into()))
	}
	/// Storage: `Restaking::Charges` (r:1 w:1)
	/// Proof: `Restaking::Charges` (`max_values`: None, `max_size`: Some(558), added: 3033, mode: `MaxEncodedLen`)
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
	/// Storage: `Restaking::Pools` (r:8 w:8)
	/// Proof: `Restaking::Pools` (`max_values`: None, `max_size`: Some(2786), added: 5261, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Buckets` (r:528 w:528)
	/// Proof: `Restaking::Buckets` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::PledgedUnits` (r:8 w:8)
	/// Proof: `Restaking::PledgedUnits` (`max_values`: None, `max_size`: Some(37), added: 2512, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Asset` (r:8 w:8)
	/// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Account` (r:32 w:32)
	/// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:3 w:3)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::History` (r:0 w:24)
	/// Proof: `Restaking::History` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	/// `b` is in `[2, 66]`.
	fn execute_slash(b: u32) -> Weight {
		// Measured proof size: 5989 + b * (541 ±0) bytes.
		// Minimum execution time: 1_378_184 ns.
		Weight::from_parts(1_232_295_506, 84478)
			// Standard error: 169_453.
			.saturating_add(Weight::from_parts(94_940_904, 0).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(65))
			.saturating_add(T::DbWeight::get().reads(8_u64.saturating_mul(b.into())))
			.saturating_add(T::DbWeight::get().writes(84))
			.saturating_add(T::DbWeight::get().writes(8_u64.saturating_mul(b.into())))
			.saturating_add(Weight::from_parts(0, 34480).saturating_mul(b.into()))
	}
	/// Storage: `Restaking::Charges` (r:1 w:1)
	/// Proof: `Restaking::Charges` (`max_values`: None, `max_size`: Some(558), added: 3033, mode: `MaxEncodedLen`)
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
	/// Storage: `Restaking::Pools` (r:8 w:8)
	/// Proof: `Restaking::Pools` (`max_values`: None, `max_size`: Some(2786), added: 5261, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::PledgedUnits` (r:8 w:8)
	/// Proof: `Restaking::PledgedUnits` (`max_values`: None, `max_size`: Some(37), added: 2512, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Buckets` (r:8 w:8)
	/// Proof: `Restaking::Buckets` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::History` (r:0 w:24)
	/// Proof: `Restaking::History` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	fn close_slash() -> Weight {
		// Measured proof size: 3116 bytes.
		// Minimum execution time: 318_355 ns.
		Weight::from_parts(328_770_000, 43078)
			.saturating_add(T::DbWeight::get().reads(30))
			.saturating_add(T::DbWeight::get().writes(49))
	}
	/// Storage: `Restaking::Uncollected` (r:1 w:1)
	/// Proof: `Restaking::Uncollected` (`max_values`: None, `max_size`: Some(85), added: 2560, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Asset` (r:1 w:1)
	/// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Account` (r:2 w:2)
	/// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	fn collect_proceeds() -> Weight {
		// Measured proof size: 919 bytes.
		// Minimum execution time: 49_984 ns.
		Weight::from_parts(52_458_000, 6208)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
	}
}
