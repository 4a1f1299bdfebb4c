//! Weights of `pallet_restaking`.
//!
//! Provisional, not measured.

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
		Weight::from_parts(150_000_000, 6208)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn update_asset() -> Weight {
		Weight::from_parts(150_000_000, 6208)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn set_unbonding_epochs() -> Weight {
		Weight::from_parts(150_000_000, 6208)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn delegate() -> Weight {
		Weight::from_parts(150_000_000, 6208)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn undelegate(e: u32, s: u32) -> Weight {
		Weight::from_parts(150_000_000, 6208)
			.saturating_add(Weight::from_parts(15_000_000, 2592).saturating_mul(e.into()))
			.saturating_add(T::DbWeight::get().reads_writes(2, 1).saturating_mul(e.into()))
			.saturating_add(Weight::from_parts(15_000_000, 2592).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads_writes(2, 1).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn cancel_undelegation() -> Weight {
		Weight::from_parts(150_000_000, 6208)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn withdraw(e: u32) -> Weight {
		Weight::from_parts(150_000_000, 6208)
			.saturating_add(Weight::from_parts(15_000_000, 2592).saturating_mul(e.into()))
			.saturating_add(T::DbWeight::get().reads_writes(2, 1).saturating_mul(e.into()))
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn withdraw_into(e: u32) -> Weight {
		Weight::from_parts(150_000_000, 6208)
			.saturating_add(Weight::from_parts(15_000_000, 2592).saturating_mul(e.into()))
			.saturating_add(T::DbWeight::get().reads_writes(2, 1).saturating_mul(e.into()))
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn allocate(s: u32) -> Weight {
		Weight::from_parts(150_000_000, 6208)
			.saturating_add(Weight::from_parts(15_000_000, 2592).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads_writes(2, 1).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn tally(m: u32) -> Weight {
		Weight::from_parts(150_000_000, 6208)
			.saturating_add(Weight::from_parts(15_000_000, 2592).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads_writes(2, 1).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn on_initialize_within_epoch() -> Weight {
		Weight::from_parts(150_000_000, 6208)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn on_initialize_new_epoch(a: u32) -> Weight {
		Weight::from_parts(150_000_000, 6208)
			.saturating_add(Weight::from_parts(15_000_000, 2592).saturating_mul(a.into()))
			.saturating_add(T::DbWeight::get().reads_writes(2, 1).saturating_mul(a.into()))
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn open_slash(p: u32) -> Weight {
		Weight::from_parts(150_000_000, 6208)
			.saturating_add(Weight::from_parts(15_000_000, 2592).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads_writes(2, 1).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn execute_slash(p: u32, b: u32) -> Weight {
		Weight::from_parts(150_000_000, 6208)
			.saturating_add(Weight::from_parts(15_000_000, 2592).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads_writes(2, 1).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(15_000_000, 2592).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads_writes(2, 1).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn close_slash(p: u32) -> Weight {
		Weight::from_parts(150_000_000, 6208)
			.saturating_add(Weight::from_parts(15_000_000, 2592).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads_writes(2, 1).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn collect_proceeds() -> Weight {
		Weight::from_parts(150_000_000, 6208)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(8))
	}
}
