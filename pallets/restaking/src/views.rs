//! What the runtime API answers. Reads only.

use crate::*;
use alloc::vec::Vec;
use frame_support::traits::fungibles::Inspect;
use palisade_primitives::{AssetId, Balance, Epoch, EpochClock, MAX_UNBONDING_EPOCHS};
use pallet_restaking_runtime_api::{PoolInfo, PositionInfo};

impl<T: Config> Pallet<T> {
	/// See [`pallet_restaking_runtime_api::RestakingApi::epoch`].
	pub fn epoch() -> Epoch {
		T::Clock::current_epoch()
	}

	/// See [`pallet_restaking_runtime_api::RestakingApi::pool`]. Reads the pool and the at most [`MAX_EXITS`] buckets that
	/// can be immature.
	pub fn pool(operator: &T::AccountId, asset: &AssetId) -> PoolInfo {
		let now = Self::epoch();
		let active = Pools::<T>::get(operator, asset);
		let exits = (now.saturating_sub(MAX_UNBONDING_EPOCHS)..=now)
			.filter_map(|requested| Buckets::<T>::get((operator, asset, requested)))
			.filter(|bucket| bucket.claimable_from > now)
			.map(|bucket| (bucket.claimable_from, bucket.part.balance()))
			.collect();
		PoolInfo { balance: active.balance(), shares: active.shares(), exits }
	}

	/// See [`pallet_restaking_runtime_api::RestakingApi::position`].
	pub fn position(who: &T::AccountId, operator: &T::AccountId, asset: &AssetId) -> PositionInfo {
		let position = Positions::<T>::get((who, operator, asset));
		let pool = Pools::<T>::get(operator, asset);
		let mut exits = Vec::new();
		if position.matured > 0 {
			exits.push((Self::epoch(), position.matured));
		}
		exits.extend(position.exits.iter().filter_map(|exit| {
			let bucket = Buckets::<T>::get((operator, asset, exit.requested))?;
			Some((bucket.claimable_from, bucket.part.stake_of_floor(exit.shares)))
		}));
		exits.sort_unstable_by_key(|(claimable_from, _)| *claimable_from);
		PositionInfo { shares: position.shares, value: pool.stake_of_floor(position.shares), exits }
	}

	/// What the pool account holds of `asset` beyond its endowment.
	pub fn balance_beyond_endowment(asset: &AssetId) -> Option<Balance> {
		T::Assets::total_balance(asset.clone(), &Self::pool_account())
			.checked_sub(Endowments::<T>::get(asset))
	}
}
