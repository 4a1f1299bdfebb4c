//! The three moves of stake: in, on its way out, and out. Each computes first and writes last.

use crate::*;
use frame_support::{ensure, pallet_prelude::*};
use palisade_ledger_math::Part;
use palisade_primitives::{AssetId, Balance, Epoch, EpochClock, OperatorRegistry, OperatorStatus};
use sp_runtime::ArithmeticError;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_delegate(
		who: T::AccountId,
		operator: T::AccountId,
		asset: AssetId,
		amount: Balance,
	) -> DispatchResult {
		let config = AcceptedAssets::<T>::get(&asset).ok_or(Error::<T>::AssetNotRegistered)?;
		match T::Operators::status(&operator) {
			None => return Err(Error::<T>::UnknownOperator.into()),
			Some(OperatorStatus::Paused) => return Err(Error::<T>::OperatorPaused.into()),
			Some(OperatorStatus::Active) => (),
		}
		let keep = Self::affordable(&asset, &who, amount).ok_or(Error::<T>::InsufficientBalance)?;

		let key = (&who, &operator, &asset);
		let mut pool = Pools::<T>::get(&operator, &asset);
		let mut position = Positions::<T>::get(key);
		let shares = pool.put(amount).map_err(Self::part_error)?;
		position.shares = position.shares.checked_add(shares).ok_or(ArithmeticError::Overflow)?;
		Self::ensure_worth_keeping(&pool, &position, &config)?;
		ensure!(pool.balance() <= config.cap_per_pool, Error::<T>::PoolCapExceeded);

		Self::transfer(&asset, &who, &Self::pool_account(), amount, keep)?;
		Pools::<T>::insert(&operator, &asset, pool);
		Positions::<T>::insert(key, position);
		Self::deposit_event(Event::Delegated { who, operator, asset, amount, shares });
		Ok(())
	}

	/// Returns the number of matured exits that were folded.
	pub(crate) fn do_undelegate(
		who: T::AccountId,
		operator: T::AccountId,
		asset: AssetId,
		amount: Option<Balance>,
	) -> Result<u32, DispatchError> {
		let key = (&who, &operator, &asset);
		let mut position = Positions::<T>::try_get(key).map_err(|_| Error::<T>::NoPosition)?;
		let mut pool = Pools::<T>::get(&operator, &asset);
		let out = match amount {
			Some(amount) => pool.take_units(position.shares, amount),
			None if position.shares == 0 => return Err(Error::<T>::InsufficientStake.into()),
			None => pool.take_shares(position.shares),
		}
		.map_err(Self::part_error)?;
		position.shares = position
			.shares
			.checked_sub(out.shares)
			.ok_or_else(|| Error::<T>::from(DefensiveError::SharesMissing))?;
		if position.shares > 0 {
			let config = AcceptedAssets::<T>::get(&asset).ok_or(Error::<T>::AssetNotRegistered)?;
			Self::ensure_worth_keeping(&pool, &position, &config)?;
		}

		let now = T::Clock::current_epoch();
		let folded = Self::fold_matured(&mut position, &operator, &asset, now)?;
		let claimable_epoch =
			Self::enter_bucket(&mut position, &operator, &asset, now, out.amount)?;
		if pool.is_empty() {
			Pools::<T>::remove(&operator, &asset);
		} else {
			Pools::<T>::insert(&operator, &asset, pool);
		}
		Positions::<T>::insert(key, position);
		Self::deposit_event(Event::Undelegated {
			who,
			operator,
			asset,
			amount: out.amount,
			shares: out.shares,
			claimable_epoch,
		});
		Ok(folded)
	}

	/// Returns the number of matured exits that were folded.
	pub(crate) fn do_withdraw(
		who: T::AccountId,
		operator: T::AccountId,
		asset: AssetId,
	) -> Result<u32, DispatchError> {
		let key = (&who, &operator, &asset);
		let mut position = Positions::<T>::try_get(key).map_err(|_| Error::<T>::NoPosition)?;
		ensure!(position.matured > 0 || !position.exits.is_empty(), Error::<T>::NoExit);
		let waiting = position.matured;
		let now = T::Clock::current_epoch();
		let folded = Self::fold_matured(&mut position, &operator, &asset, now)?;
		ensure!(waiting > 0 || folded > 0, Error::<T>::NotClaimable);

		let amount = core::mem::take(&mut position.matured);
		Self::pay(&asset, &who, amount)?;
		if position.is_empty() {
			Positions::<T>::remove(key);
		} else {
			Positions::<T>::insert(key, position);
		}
		Self::deposit_event(Event::Withdrawn { who, operator, asset, amount });
		Ok(folded)
	}

	/// A position is worth the minimum when it is made or partly left. The comparison rounds up, by less than one unit, so
	/// that delegating exactly the minimum always meets it.
	fn ensure_worth_keeping(
		pool: &Part,
		position: &Position,
		config: &AssetConfig,
	) -> DispatchResult {
		let value = pool.stake_of_ceil(position.shares);
		ensure!(value >= config.min_delegation, Error::<T>::BelowMinDelegation);
		Ok(())
	}

	/// Moves what the position owns of matured buckets into its `matured` amount. Returns the number of exits moved.
	fn fold_matured(
		position: &mut Position,
		operator: &T::AccountId,
		asset: &AssetId,
		now: Epoch,
	) -> Result<u32, DispatchError> {
		let mut folded = 0u32;
		let mut immature = BoundedVec::new();
		for exit in core::mem::take(&mut position.exits) {
			let key = (operator, asset, exit.requested);
			let mut bucket = Buckets::<T>::get(key)
				.ok_or_else(|| Error::<T>::from(DefensiveError::BucketMissing))?;
			if bucket.claimable_from > now {
				immature
					.try_push(exit)
					.map_err(|_| Error::<T>::from(DefensiveError::TooManyExits))?;
				continue;
			}
			let out = bucket
				.part
				.take_shares(exit.shares)
				.map_err(|_| Error::<T>::from(DefensiveError::SharesMissing))?;
			position.matured =
				position.matured.checked_add(out.amount).ok_or(ArithmeticError::Overflow)?;
			folded = folded.saturating_add(1);
			if bucket.part.is_empty() {
				Buckets::<T>::remove(key);
			} else {
				Buckets::<T>::insert(key, bucket);
			}
		}
		position.exits = immature;
		Ok(folded)
	}

	/// Puts `amount` units into the bucket of this epoch's requests. Returns the epoch from which they can be claimed.
	fn enter_bucket(
		position: &mut Position,
		operator: &T::AccountId,
		asset: &AssetId,
		now: Epoch,
		amount: Balance,
	) -> Result<Epoch, DispatchError> {
		let key = (operator, asset, now);
		let mut bucket = Buckets::<T>::get(key)
			.unwrap_or(Bucket { part: Part::default(), claimable_from: Self::idle_exit(now) });
		let shares = bucket.part.put(amount).map_err(Self::part_error)?;
		match position.exits.last_mut() {
			Some(exit) if exit.requested == now => {
				exit.shares = exit.shares.checked_add(shares).ok_or(ArithmeticError::Overflow)?;
			},
			_ => position
				.exits
				.try_push(Exit { requested: now, shares })
				.map_err(|_| Error::<T>::from(DefensiveError::TooManyExits))?,
		}
		let claimable_from = bucket.claimable_from;
		Buckets::<T>::insert(key, bucket);
		Ok(claimable_from)
	}

	/// When stake that nothing was pledged from can be claimed: one epoch after the request, so that whatever the epoch
	/// of the request charges can still reach it.
	fn idle_exit(requested: Epoch) -> Epoch {
		requested.saturating_add(1)
	}
}
