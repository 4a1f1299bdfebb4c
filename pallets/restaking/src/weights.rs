//! Interim: replaced by the generated file before this pallet ships.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

pub trait WeightInfo {
	fn register_asset() -> Weight;
	fn delegate() -> Weight;
	fn undelegate(e: u32) -> Weight;
	fn withdraw(e: u32) -> Weight;
}

pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn register_asset() -> Weight {
		Weight::from_parts(100_000_000, 10_000)
			.saturating_add(T::DbWeight::get().reads_writes(8, 6))
	}
	fn delegate() -> Weight {
		Weight::from_parts(100_000_000, 10_000)
			.saturating_add(T::DbWeight::get().reads_writes(8, 6))
	}
	fn undelegate(e: u32) -> Weight {
		Weight::from_parts(100_000_000, 10_000)
			.saturating_add(Weight::from_parts(10_000_000, 0).saturating_mul(e.into()))
			.saturating_add(T::DbWeight::get().reads_writes(8, 6))
	}
	fn withdraw(e: u32) -> Weight {
		Weight::from_parts(100_000_000, 10_000)
			.saturating_add(Weight::from_parts(10_000_000, 0).saturating_mul(e.into()))
			.saturating_add(T::DbWeight::get().reads_writes(8, 6))
	}
}
