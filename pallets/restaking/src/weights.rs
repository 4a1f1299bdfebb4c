//! Weights of `pallet_restaking`, in the shape in which they are generated.
//!
//! Provisional: reads and writes are counted by hand, times are estimates, none was measured yet.

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
	fn execute_slash(p: u32, b: u32) -> Weight;
	fn close_slash(p: u32) -> Weight;
	fn collect_proceeds() -> Weight;
}

/// What was measured, with the runtime's own price of a database access.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn register_asset() -> Weight {
		// Provisional, not measured.
		Weight::from_parts(130_000_000, 6208)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn update_asset() -> Weight {
		// Provisional, not measured.
		Weight::from_parts(60_000_000, 6208)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn set_unbonding_epochs() -> Weight {
		// Provisional, not measured.
		Weight::from_parts(200_000_000, 6208)
			.saturating_add(T::DbWeight::get().reads(39))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn delegate() -> Weight {
		// Provisional, not measured.
		Weight::from_parts(200_000_000, 6208)
			.saturating_add(T::DbWeight::get().reads(15))
			.saturating_add(T::DbWeight::get().writes(9))
	}
	fn undelegate(e: u32, s: u32) -> Weight {
		// Provisional, not measured.
		Weight::from_parts(200_000_000, 6208)
			.saturating_add(Weight::from_parts(25_000_000, 2592).saturating_mul(e.into()))
			.saturating_add(Weight::from_parts(20_000_000, 2592).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(15))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(e.into())))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(s.into())))
			.saturating_add(T::DbWeight::get().writes(9))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(e.into())))
	}
	fn cancel_undelegation() -> Weight {
		// Provisional, not measured.
		Weight::from_parts(180_000_000, 6208)
			.saturating_add(T::DbWeight::get().reads(14))
			.saturating_add(T::DbWeight::get().writes(9))
	}
	fn withdraw(e: u32) -> Weight {
		// Provisional, not measured.
		Weight::from_parts(200_000_000, 6208)
			.saturating_add(Weight::from_parts(25_000_000, 2592).saturating_mul(e.into()))
			.saturating_add(T::DbWeight::get().reads(15))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(e.into())))
			.saturating_add(T::DbWeight::get().writes(12))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(e.into())))
	}
	fn withdraw_into(e: u32) -> Weight {
		// Provisional, not measured.
		Weight::from_parts(300_000_000, 6208)
			.saturating_add(Weight::from_parts(25_000_000, 2592).saturating_mul(e.into()))
			.saturating_add(T::DbWeight::get().reads(22))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(e.into())))
			.saturating_add(T::DbWeight::get().writes(18))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(e.into())))
	}
	fn allocate(s: u32) -> Weight {
		// Provisional, not measured.
		Weight::from_parts(250_000_000, 6208)
			.saturating_add(Weight::from_parts(40_000_000, 2592).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(18))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(s.into())))
			.saturating_add(T::DbWeight::get().writes(11))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(s.into())))
	}
	fn tally(m: u32) -> Weight {
		// Provisional, not measured.
		Weight::from_parts(80_000_000, 6208)
			.saturating_add(Weight::from_parts(400_000_000, 2592).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().reads(30_u64.saturating_mul(m.into())))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn on_initialize_within_epoch() -> Weight {
		// Provisional, not measured.
		Weight::from_parts(10_000_000, 6208)
			.saturating_add(T::DbWeight::get().reads(5))
	}
	fn on_initialize_new_epoch(a: u32) -> Weight {
		// Provisional, not measured.
		Weight::from_parts(60_000_000, 6208)
			.saturating_add(Weight::from_parts(15_000_000, 2592).saturating_mul(a.into()))
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().reads(4_u64.saturating_mul(a.into())))
			.saturating_add(T::DbWeight::get().writes(7))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(a.into())))
	}
	fn open_slash(p: u32) -> Weight {
		// Provisional, not measured.
		Weight::from_parts(80_000_000, 6208)
			.saturating_add(Weight::from_parts(120_000_000, 2592).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().reads(8_u64.saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(6))
			.saturating_add(T::DbWeight::get().writes(6_u64.saturating_mul(p.into())))
	}
	fn execute_slash(p: u32, b: u32) -> Weight {
		// Provisional, not measured.
		Weight::from_parts(80_000_000, 6208)
			.saturating_add(Weight::from_parts(250_000_000, 2592).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(250_000_000, 2592).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().reads(16_u64.saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().reads(8_u64.saturating_mul(b.into())))
			.saturating_add(T::DbWeight::get().writes(8))
			.saturating_add(T::DbWeight::get().writes(14_u64.saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(8_u64.saturating_mul(b.into())))
	}
	fn close_slash(p: u32) -> Weight {
		// Provisional, not measured.
		Weight::from_parts(60_000_000, 6208)
			.saturating_add(Weight::from_parts(120_000_000, 2592).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().reads(7_u64.saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(T::DbWeight::get().writes(6_u64.saturating_mul(p.into())))
	}
	fn collect_proceeds() -> Weight {
		// Provisional, not measured.
		Weight::from_parts(90_000_000, 6208)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(5))
	}
}
