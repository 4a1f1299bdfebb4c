//! Interim: replaced by the generated file before this pallet ships.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

pub trait WeightInfo {
	fn register(m: u32) -> Weight;
}

pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn register(m: u32) -> Weight {
		Weight::from_parts(100_000_000, 10_000)
			.saturating_add(Weight::from_parts(10_000_000, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads_writes(8, 6))
	}
}
