//! Benchmarks.

use crate::*;
use alloc::vec;
use frame_benchmarking::v2::*;
use frame_support::traits::{Consideration, Get};
use frame_system::RawOrigin;
use sp_runtime::Perbill;

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
		let entry = Operators::<T>::get(&operator).ok_or("the operator is not registered")?;
		assert_eq!(entry.metadata.len(), m as usize);
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
