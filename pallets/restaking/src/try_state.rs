//! What must hold of the ledger after every call, in any order, for ever.

use crate::*;
use alloc::collections::{BTreeMap, BTreeSet};
use frame_support::ensure;
use palisade_ledger_math::Part;
use palisade_primitives::{AssetId, Balance};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks, for each asset:
	/// 1. the account backs the ledger: `account balance − endowment ≥ Σ active + Σ exits + Σ matured`, with equality
	///    unless somebody sent units to the account directly (see [`Self::unclaimed_surplus`]);
	/// 2. the shares of positions are the shares of their pool, those of exits the shares of their bucket;
	/// 3. in each part `S ≥ B`, and no entry is empty;
	/// 4. exits are ordered by epoch, one an epoch, none from the future, and no bucket outlives its last claimant;
	/// 5. stake stands only in registered assets behind registered operators;
	/// 6. the terms of each asset are ones that [`Pallet::register_asset`] accepts.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		for (asset, config) in AcceptedAssets::<T>::iter() {
			Self::unclaimed_surplus(&asset)?;
			ensure!(config.cap_per_pool >= config.min_delegation, "a cap is below the minimum");
		}
		ensure!(
			AcceptedAssets::<T>::iter().count() as u32 == AcceptedAssets::<T>::count(),
			"assets miscounted"
		);
		ensure!(AcceptedAssets::<T>::count() <= MAX_ASSETS, "too many assets");

		let (pool_shares, bucket_shares) = Self::owned_shares()?;
		for (operator, asset, pool) in Pools::<T>::iter() {
			Self::ensure_sound(&pool)?;
			ensure!(AcceptedAssets::<T>::contains_key(&asset), "stake in an unknown asset");
			let owned = pool_shares.get(&(operator, asset)).copied().unwrap_or_default();
			ensure!(owned == pool.shares(), "the shares of a pool are not those of its positions");
		}
		for ((operator, asset, requested), bucket) in Buckets::<T>::iter() {
			Self::ensure_sound(&bucket.part)?;
			ensure!(bucket.claimable_from > requested, "an exit was claimable at once");
			let owned = bucket_shares.get(&(operator, asset, requested)).copied().unwrap_or(0);
			ensure!(owned == bucket.part.shares(), "the shares of a bucket are not its exits'");
		}
		let pools = Pools::<T>::iter_keys().collect::<BTreeSet<_>>();
		ensure!(pool_shares.keys().all(|key| pools.contains(key)), "shares of a missing pool");
		ensure!(bucket_shares.keys().all(Buckets::<T>::contains_key), "shares of a missing bucket");
		Ok(())
	}

	/// Units of `asset` that the pool account holds beyond its endowment and the ledger: what strangers sent to it. Nobody
	/// can refuse such a gift; it belongs to no pool. An error where units are missing.
	pub fn unclaimed_surplus(asset: &AssetId) -> Result<Balance, TryRuntimeError> {
		let active =
			Pools::<T>::iter().filter(|(_, of, _)| of == asset).map(|(_, _, pool)| pool.balance());
		let leaving = Buckets::<T>::iter()
			.filter(|((_, of, _), _)| of == asset)
			.map(|(_, bucket)| bucket.part.balance());
		let matured = Positions::<T>::iter()
			.filter(|((_, _, of), _)| of == asset)
			.map(|(_, position)| position.matured);
		let ledger = active
			.chain(leaving)
			.chain(matured)
			.try_fold(0, Balance::checked_add)
			.ok_or("the ledger's sum overflows")?;
		let held = Self::balance_beyond_endowment(asset).ok_or("the endowment is missing")?;
		held.checked_sub(ledger).ok_or("the account holds less than the ledger".into())
	}

	/// The shares that positions own, by pool and by bucket.
	#[allow(clippy::type_complexity)]
	fn owned_shares() -> Result<
		(
			BTreeMap<(T::AccountId, AssetId), Balance>,
			BTreeMap<(T::AccountId, AssetId, u32), Balance>,
		),
		TryRuntimeError,
	> {
		let now = Self::epoch();
		let (mut in_pools, mut in_buckets) = (BTreeMap::new(), BTreeMap::new());
		for ((_, operator, asset), position) in Positions::<T>::iter() {
			ensure!(!position.is_empty(), "an empty position");
			ensure!(
				position.exits.windows(2).all(|pair| pair[0].requested < pair[1].requested),
				"exits out of order"
			);
			if position.shares > 0 {
				*in_pools.entry((operator.clone(), asset.clone())).or_default() += position.shares;
			}
			for exit in &position.exits {
				ensure!(exit.requested <= now, "an exit from the future");
				ensure!(exit.shares > 0, "an exit without shares");
				*in_buckets
					.entry((operator.clone(), asset.clone(), exit.requested))
					.or_default() += exit.shares;
			}
		}
		Ok((in_pools, in_buckets))
	}

	fn ensure_sound(part: &Part) -> Result<(), TryRuntimeError> {
		ensure!(!part.is_empty(), "an empty part");
		ensure!(part.shares() >= part.balance(), "a share is worth more than a unit");
		Ok(())
	}
}
