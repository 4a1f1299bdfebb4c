//! Benchmarks.

use crate::*;
use alloc::vec;
use frame_benchmarking::v2::*;
use frame_support::traits::{Consideration, Get};
use frame_system::RawOrigin;
use palisade_primitives::EpochClock;
use sp_runtime::Perbill;

/// An operator with `m` bytes of metadata, no commission, and the funds for an entry of any size.
fn operator<T: Config>(m: u32) -> Result<T::AccountId, BenchmarkError> {
	let operator: T::AccountId = whitelisted_caller();
	T::Deposit::ensure_successful(&operator, footprint(T::MaxMetadata::get() as usize));
	let origin = RawOrigin::Signed(operator.clone()).into();
	Pallet::<T>::register(origin, vec![0x4f; m as usize], Perbill::zero())?;
	Ok(operator)
}

fn entry<T: Config>(operator: &T::AccountId) -> Result<OperatorOf<T>, BenchmarkError> {
	Operators::<T>::get(operator).ok_or(BenchmarkError::Stop("the operator is not registered"))
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register(m: Linear<0, { T::MaxMetadata::get() }>) -> Result<(), BenchmarkError> {
		let operator: T::AccountId = whitelisted_caller();
		T::Deposit::ensure_successful(&operator, footprint(m as usize));
		let metadata = vec![0x50; m as usize];
		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()), metadata, Perbill::from_percent(5));
		assert_eq!(entry::<T>(&operator)?.metadata.len(), m as usize);
		Ok(())
	}

	/// The old entry is full, or one byte short of it, so that the deposit changes for every `m`.
	#[benchmark]
	fn set_metadata(m: Linear<0, { T::MaxMetadata::get() }>) -> Result<(), BenchmarkError> {
		let full = T::MaxMetadata::get();
		let operator = operator::<T>(if m == full { full.saturating_sub(1) } else { full })?;
		let metadata = vec![0x50; m as usize];
		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()), metadata.clone());
		assert_eq!(entry::<T>(&operator)?.metadata.into_inner(), metadata);
		Ok(())
	}

	/// An announced rise came into force, and another one is announced.
	#[benchmark]
	fn set_commission() -> Result<(), BenchmarkError> {
		let operator = operator::<T>(T::MaxMetadata::get())?;
		let origin = RawOrigin::Signed(operator.clone());
		let (first, second) = (Perbill::from_parts(1), Perbill::from_parts(2));
		Pallet::<T>::set_commission(origin.clone().into(), first)?;
		let now = T::Clock::current_epoch().saturating_add(T::RiseNotice::get());
		T::Clock::set_epoch(now);
		#[extrinsic_call]
		_(origin, second);
		let commission = entry::<T>(&operator)?.commission;
		assert_eq!(commission.at(now), first);
		assert_eq!(commission.pending(now).map(|rise| rise.to), Some(second));
		Ok(())
	}

	#[benchmark]
	fn pause() -> Result<(), BenchmarkError> {
		let operator = operator::<T>(T::MaxMetadata::get())?;
		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()));
		assert_eq!(entry::<T>(&operator)?.status, OperatorStatus::Paused);
		Ok(())
	}

	#[benchmark]
	fn resume() -> Result<(), BenchmarkError> {
		let operator = operator::<T>(T::MaxMetadata::get())?;
		Pallet::<T>::pause(RawOrigin::Signed(operator.clone()).into())?;
		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()));
		assert_eq!(entry::<T>(&operator)?.status, OperatorStatus::Active);
		Ok(())
	}

	#[benchmark]
	fn deregister() -> Result<(), BenchmarkError> {
		let operator = operator::<T>(T::MaxMetadata::get())?;
		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()));
		assert!(!Operators::<T>::contains_key(&operator));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
