//! What the runtime API answers. Reads only.

use crate::{pool::PoolNow, *};
use alloc::vec::Vec;
use frame_support::traits::fungibles::Inspect;
use palisade_primitives::{
	AssetId, Balance, Epoch, EpochClock, PledgedStake, ServiceId, ServiceRegistry, StakeView,
	MAX_PAGE, MAX_UNBONDING_EPOCHS,
};
use pallet_restaking_runtime_api::{
	AllocationInfo, LayerInfo, PoolInfo, PositionInfo, SecurityInfo, WaitingInfo,
};

impl<T: Config> Pallet<T> {
	/// See [`pallet_restaking_runtime_api::RestakingApi::epoch`].
	pub fn epoch() -> Epoch {
		T::Clock::current_epoch()
	}

	/// See [`pallet_restaking_runtime_api::RestakingApi::pool`]. Reads the pool and the at most [`MAX_EXITS`] buckets that
	/// can be immature.
	pub fn pool(operator: &T::AccountId, asset: &AssetId) -> PoolInfo {
		let Ok(current) = PoolNow::<T>::read(operator, asset) else { return PoolInfo::default() };
		let (now, cooling, pool) = (current.now, current.cooling(), &current.pool);
		let exits = (now.saturating_sub(MAX_UNBONDING_EPOCHS)..=now)
			.filter_map(|requested| current.bucket(requested))
			.filter(|bucket| bucket.claimable_from > now)
			.map(|bucket| (bucket.claimable_from, bucket.part.balance()))
			.collect();
		let allocations = pool.pledged.pledges.iter().map(|pledge| AllocationInfo {
			service: pledge.service,
			kind: pledge.kind,
			target: pledge.target(),
			counting: pledge.counted_at(now),
			encumbering: pledge.encumbering(&cooling),
			layers: pledge
				.layers
				.iter()
				.map(|layer| LayerInfo {
					amount: layer.amount,
					counts_from: layer.counts_from,
					stopped_after: layer.stopped_after,
				})
				.collect(),
		});
		let waiting = pool.waiting.iter().map(|waiting| WaitingInfo {
			epoch: waiting.charged,
			generation: waiting.generation,
			slashes: waiting.slashes,
		});
		PoolInfo {
			balance: pool.part.balance(),
			shares: pool.part.shares(),
			magnitude: pool.pledged.magnitude,
			generation: pool.generation,
			opened: pool.opened,
			allocations: allocations.collect(),
			exits,
			waiting: waiting.collect(),
		}
	}

	/// See [`pallet_restaking_runtime_api::RestakingApi::position`].
	pub fn position(who: &T::AccountId, operator: &T::AccountId, asset: &AssetId) -> PositionInfo {
		Self::position_info(operator, asset, &Positions::<T>::get((who, operator, asset)))
	}

	/// See [`pallet_restaking_runtime_api::RestakingApi::positions`].
	pub fn positions(
		who: &T::AccountId,
		from: Option<(T::AccountId, AssetId)>,
		limit: u32,
	) -> Vec<(T::AccountId, AssetId, PositionInfo)> {
		let all = match from {
			None => Positions::<T>::iter_prefix((who,)),
			Some((operator, asset)) => Positions::<T>::iter_prefix_from(
				(who,),
				Positions::<T>::hashed_key_for((who, operator, asset)),
			),
		};
		all.take(limit.min(MAX_PAGE) as usize)
			.map(|((operator, asset), position)| {
				let info = Self::position_info(&operator, &asset, &position);
				(operator, asset, info)
			})
			.collect()
	}

	fn position_info(
		operator: &T::AccountId,
		asset: &AssetId,
		position: &Position,
	) -> PositionInfo {
		let pool = Pools::<T>::get(operator, asset);
		let shares = position.shares_of(&pool);
		let mut exits = Vec::new();
		if position.matured > 0 {
			exits.push((Self::epoch(), position.matured));
		}
		exits.extend(position.exits.iter().filter_map(|exit| {
			let bucket = Buckets::<T>::get((operator, asset, exit.requested))?;
			Some((bucket.claimable_from, bucket.part.stake_of_floor(exit.shares)))
		}));
		exits.sort_unstable_by_key(|(claimable_from, _)| *claimable_from);
		// The ledger pays what all shares are worth to whoever holds them all, also nothing.
		let value = if shares > 0 { pool.part.stake_of_floor(shares) } else { 0 };
		PositionInfo { shares, value, exits }
	}

	/// See [`pallet_restaking_runtime_api::RestakingApi::stake`].
	pub fn stake(operator: &T::AccountId, service: ServiceId, epoch: Epoch) -> Vec<PledgedStake> {
		if T::Services::is_member(service, operator, epoch) {
			Self::pledged(operator, service, epoch)
		} else {
			Vec::new()
		}
	}

	/// See [`pallet_restaking_runtime_api::RestakingApi::security`].
	pub fn security(service: ServiceId, epoch: Epoch) -> SecurityInfo<T::AccountId> {
		let mut security = SecurityInfo { value: 0, members: Vec::new() };
		if !Self::is_answerable(epoch) {
			return security;
		}
		let mut last = None;
		loop {
			let page = T::Services::members_after(service, last.as_ref(), MAX_PAGE);
			let is_last = (page.len() as u32) < MAX_PAGE;
			for operator in &page {
				if let Some(value) = T::Services::counting_value(service, operator, epoch) {
					security.value = security.value.saturating_add(value);
					security.members.push((operator.clone(), value));
				}
			}
			last = page.into_iter().last().or(last);
			if is_last {
				return security;
			}
		}
	}

	/// What the pool account holds of `asset` beyond its endowment.
	pub fn balance_beyond_endowment(asset: &AssetId) -> Option<Balance> {
		T::Assets::total_balance(asset.clone(), &Self::pool_account())
			.checked_sub(Endowments::<T>::get(asset))
	}
}
