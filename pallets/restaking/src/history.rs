//! What stood behind an operator at the start of an epoch.
//!
//! A pool records its state only when it changes, so its state at `e` is the first record of `e` or later, or else what
//! it is now. Layers carry their own dates, so each record answers for all epochs since the one before it. A pool without
//! layers records nothing: none counted in its past either.

use crate::*;
use alloc::vec::Vec;
use palisade_ledger_math::{Base, Cooling};
use palisade_primitives::{
	AssetId, Balance, Epoch, EpochClock, PledgedStake, ServiceId, StakeView,
};

impl<T: Config> Pallet<T> {
	/// Whether anybody can ask how `epoch` was: the last U epochs, and the current one.
	pub(crate) fn is_answerable(epoch: Epoch) -> bool {
		let now = T::Clock::current_epoch();
		epoch <= now && Self::unbonding().ends(epoch) >= now
	}

	/// The pool at the start of `epoch`, which is answerable. Two reads.
	pub(crate) fn pool_at(operator: &T::AccountId, asset: &AssetId, epoch: Epoch) -> Snapshot {
		let pool = Pools::<T>::get(operator, asset);
		let recorded = pool.snapshots.iter().find(|recorded| **recorded >= epoch);
		recorded
			.and_then(|recorded| History::<T>::get((operator, asset, recorded)))
			.unwrap_or_else(|| Snapshot::of(&pool))
	}

	/// What `service` had of that pool at the start of `epoch`, which is answerable, and the generation it belonged to.
	pub(crate) fn base_at(
		operator: &T::AccountId,
		asset: &AssetId,
		service: ServiceId,
		epoch: Epoch,
	) -> Option<(Base, u32)> {
		let then = Self::pool_at(operator, asset, epoch);
		let cooling = Cooling {
			now: epoch,
			unbonding: Self::unbonding(),
			oldest_waiting: then.oldest_waiting,
		};
		let base = then.pledged.base(service, &then.part, &cooling)?;
		Some((base, then.generation))
	}
}

impl<T: Config> StakeView<T::AccountId> for Pallet<T> {
	fn pledged(operator: &T::AccountId, service: ServiceId, epoch: Epoch) -> Vec<PledgedStake> {
		if !Self::is_answerable(epoch) {
			return Vec::new();
		}
		let rates = Self::rates_at(epoch);
		let pledged = |asset: AssetId| {
			let (base, _) = Self::base_at(operator, &asset, service, epoch)?;
			let amount: Balance = base.captured;
			let value = Self::value_of(&rates, &asset, amount);
			Some(PledgedStake { asset, amount, value, kind: base.kind })
		};
		PledgedAssets::<T>::get(operator, service).into_iter().filter_map(pledged).collect()
	}
}
