//! What stood behind an operator at the start of an epoch.
//!
//! A pool records its state only when it changes, so its state at `e` is the first record of `e` or later, or else what
//! it is now. Layers carry their own dates, so each record answers for all epochs since the one before it. A pool without
//! layers records nothing: none counted in its past either.

use crate::{pool::PoolNow, *};
use alloc::vec::Vec;
use frame_support::{pallet_prelude::DispatchResult, weights::Weight};
use palisade_ledger_math::{Base, Cooling};
use palisade_primitives::{
	ActiveStake, AssetId, Balance, Epoch, EpochClock, PledgedStake, ServiceId, StakeView, Totals,
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
		let base = |asset: &AssetId| Self::base_at(operator, asset, service, epoch);
		Self::pledged_by(operator, service, epoch, |asset| Some(base(asset)?.0))
	}

	fn pledged_now(operator: &T::AccountId, service: ServiceId) -> Vec<PledgedStake> {
		Self::pledged_by(operator, service, T::Clock::current_epoch(), |asset| {
			let current = PoolNow::<T>::read(operator, asset).ok()?;
			let pool = &current.pool;
			pool.pledged.base(service, &pool.part, &current.cooling())
		})
	}

	fn active_stake(operator: &T::AccountId, asset: &AssetId) -> ActiveStake {
		let part = Pools::<T>::get(operator, asset).part;
		ActiveStake { balance: part.balance(), shares: part.shares() }
	}

	fn totals(service: ServiceId, epoch: Epoch) -> Option<Totals> {
		let tally = Tallies::<T>::get(service, epoch).filter(|tally| tally.complete)?;
		Some(Totals { value: tally.value, members: tally.members })
	}

	fn add_up(service: ServiceId, epoch: Epoch) -> DispatchResult {
		Self::do_tally(service, epoch).map(|_| ())
	}

	fn add_up_weight() -> Weight {
		Self::look_up_weight(TALLY_PAGE)
	}

	fn look_up_weight(members: u32) -> Weight {
		T::WeightInfo::tally(members)
	}

	fn pledged_value(epoch: Epoch) -> Balance {
		match PledgedValues::<T>::try_get(epoch) {
			Ok(value) => value,
			Err(()) if epoch == T::Clock::current_epoch() => {
				Self::current_pledged_value(&Self::rates_at(epoch))
			},
			Err(()) => 0,
		}
	}

	fn value_at(epoch: Epoch, asset: &AssetId, amount: Balance) -> Balance {
		Self::value_of(&Self::rates_at(epoch), asset, amount)
	}
}

impl<T: Config> Pallet<T> {
	/// What each of the pools pledged to `service` holds for it, where `base` tells that, and its value at `epoch`.
	fn pledged_by(
		operator: &T::AccountId,
		service: ServiceId,
		epoch: Epoch,
		base: impl Fn(&AssetId) -> Option<Base>,
	) -> Vec<PledgedStake> {
		let rates = Self::rates_at(epoch);
		let pledged = |asset: AssetId| {
			let base = base(&asset)?;
			let amount: Balance = base.captured;
			let value = Self::value_of(&rates, &asset, amount);
			Some(PledgedStake { asset, amount, value, kind: base.kind })
		};
		PledgedAssets::<T>::get(operator, service).into_iter().filter_map(pledged).collect()
	}
}
