//! Stake in: a unit leaves the wallet and becomes shares of a pool.

use crate::{pool::PoolNow, *};
use frame_support::{ensure, pallet_prelude::*};
use palisade_ledger_math::Part;
use palisade_primitives::{AssetId, Balance, OperatorRegistry, OperatorStatus};
use sp_runtime::ArithmeticError;

impl<T: Config> Pallet<T> {
	/// See [`Call::delegate`]. Called at genesis, too.
	pub fn do_delegate(
		who: T::AccountId,
		operator: T::AccountId,
		asset: AssetId,
		amount: Balance,
	) -> DispatchResult {
		let config = Self::ensure_accepting(&operator, &asset)?;
		let keep = Self::affordable(&asset, &who, amount).ok_or(Error::<T>::InsufficientBalance)?;
		let mut pool = PoolNow::<T>::read(&operator, &asset)?;
		let mut position = Positions::<T>::get((&who, &operator, &asset));
		let shares = Self::join(&mut pool, &who, &mut position, amount, &config)?;

		Self::transfer(&asset, &who, &Self::pool_account(), amount, keep)?;
		pool.write();
		Positions::<T>::insert((&who, &operator, &asset), position);
		Self::deposit_event(Event::Delegated { who, operator, asset, amount, shares });
		Ok(())
	}

	/// `operator` takes new stake in `asset`, on the terms that are returned.
	pub(crate) fn ensure_accepting(
		operator: &T::AccountId,
		asset: &AssetId,
	) -> Result<AssetConfig, DispatchError> {
		let config = Self::asset_config(asset).ok_or(Error::<T>::AssetNotRegistered)?;
		ensure!(config.accepting, Error::<T>::AssetNotAccepted);
		match T::Operators::status(operator) {
			None => Err(Error::<T>::UnknownOperator.into()),
			Some(OperatorStatus::Paused) => Err(Error::<T>::OperatorPaused.into()),
			Some(OperatorStatus::Active) => Ok(config),
		}
	}

	/// Makes `amount` units of the ledger active stake of `pool` that `who` owns by `position`. Returns the shares minted.
	pub(crate) fn join(
		pool: &mut PoolNow<T>,
		who: &T::AccountId,
		position: &mut Position,
		amount: Balance,
		config: &AssetConfig,
	) -> Result<Balance, DispatchError> {
		pool.admit()?;
		if position.shares > 0 && position.shares_of(&pool.pool) == 0 {
			Self::void_shares(pool, who, position);
		}
		position.generation = pool.pool.generation;
		let part = &mut pool.pool.part;
		let shares = part.put(amount).map_err(Self::part_error)?;
		position.shares = position.shares.checked_add(shares).ok_or(ArithmeticError::Overflow)?;
		Self::ensure_worth_keeping(part, position, config)?;
		ensure!(part.balance() <= config.cap_per_pool, Error::<T>::PoolCapExceeded);
		Ok(shares)
	}

	/// Forgets the shares of `position`: all they stood for was lost.
	pub(crate) fn void_shares(pool: &PoolNow<T>, who: &T::AccountId, position: &mut Position) {
		Self::deposit_event(Event::SharesVoided {
			who: who.clone(),
			operator: pool.operator.clone(),
			asset: pool.asset.clone(),
			shares: core::mem::take(&mut position.shares),
		});
	}

	/// A position is worth the minimum when it is made or partly left. The comparison rounds up, by less than one unit, so
	/// that delegating exactly the minimum always meets it.
	pub(crate) fn ensure_worth_keeping(
		part: &Part,
		position: &Position,
		config: &AssetConfig,
	) -> DispatchResult {
		let value = part.stake_of_ceil(position.shares);
		ensure!(value >= config.min_delegation, Error::<T>::BelowMinDelegation);
		Ok(())
	}
}
