//! Benchmarks. What the judge does is measured there.

use crate::*;
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{EnsureOrigin, Get},
	weights::Weight,
	BoundedVec,
};
use palisade_primitives::{ConsensusGuard, EpochClock, CONSENSUS_SERVICE};
use palisade_terms::ConsensusFault;
use sp_runtime::Perquintill;

/// An offender, recorded in `session`.
fn offender<T: Config>(session: u32) -> T::AccountId {
	let operator: T::AccountId = account("offender", session, 0);
	Pallet::<T>::record_fault(
		session,
		operator.clone(),
		ConsensusFault::VoteEquivocation,
		Perquintill::one(),
	);
	operator
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn set_limits() -> Result<(), BenchmarkError> {
		let origin =
			T::GovernanceOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 1, T::MaxValidators::get());
		let limits = Limits::<T>::get();
		assert_eq!((limits.min, limits.max), (1, T::MaxValidators::get()));
		Ok(())
	}

	/// Candidates of whom most are not elected: all have to be looked at and ranked.
	#[benchmark]
	fn elect(c: Linear<1, MAX_CANDIDATES>) {
		let max = T::MaxValidators::get();
		Limits::<T>::put(ValidatorLimits { min: 1, max });
		T::BenchmarkHelper::found_consensus(c);
		let elected: Option<Vec<T::AccountId>>;
		#[block]
		{
			elected = Pallet::<T>::plan(2);
		}
		assert_eq!(elected.map_or(0, |elected| elected.len()) as u32, c.min(max));
	}

	/// A candidate that is not planned, while the list of those that departed is nearly full.
	#[benchmark]
	fn release() {
		T::BenchmarkHelper::found_consensus(1);
		let epoch = T::Clock::current_epoch();
		let (candidate, _) = Pallet::<T>::election().candidates.pop().expect("there is one");
		let others = |name: &'static str, count| -> Vec<T::AccountId> {
			(0..count).map(|index| account(name, index, 0)).collect()
		};
		let planned = others("planned", T::MaxValidators::get());
		Planned::<T>::put(BoundedVec::truncate_from(planned));
		Departed::<T>::put(BoundedVec::truncate_from(others("departed", MAX_CANDIDATES - 1)));
		let suspended = others("suspended", MAX_CANDIDATES);
		Suspended::<T>::put((epoch, BoundedVec::truncate_from(suspended)));
		Spare::<T>::put(1);
		let released;
		#[block]
		{
			released = Pallet::<T>::release(CONSENSUS_SERVICE, &candidate);
		}
		assert!(released);
		assert_eq!(Departed::<T>::get().last(), Some(&candidate));
	}

	#[benchmark]
	fn next_fault() {
		let operator = offender::<T>(7);
		let next;
		#[block]
		{
			next = Recorded::<T>::iter_keys().next();
		}
		assert_eq!(next, Some((7.into(), operator, ConsensusFault::VoteEquivocation)));
	}

	/// A fault that cannot be judged, because there is no service 0: what the judge does besides is measured there.
	#[benchmark]
	fn judge_recorded() {
		offender::<T>(7);
		#[block]
		{
			Pallet::<T>::judge_recorded(Weight::MAX);
		}
		assert!(Recorded::<T>::iter_keys().next().is_none());
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
