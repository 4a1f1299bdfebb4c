//! Stake out: shares become an exit, and an exit becomes units again, in the wallet or in another pool.

use crate::{pool::PoolNow, *};
use frame_support::{ensure, pallet_prelude::*};
use palisade_ledger_math::{Outflow, Part};
use palisade_primitives::{AssetId, Balance, Epoch};
use sp_runtime::ArithmeticError;

/// What was done on the way, for the weight.
pub(crate) struct ExitWork {
	/// Exits looked at.
	pub(crate) exits: u32,
	/// Services of the pool looked at.
	pub(crate) services: u32,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_undelegate(
		who: T::AccountId,
		operator: T::AccountId,
		asset: AssetId,
		amount: Option<Balance>,
	) -> Result<ExitWork, DispatchError> {
		let key = (&who, &operator, &asset);
		let mut position = Positions::<T>::try_get(key).map_err(|_| Error::<T>::NoPosition)?;
		let mut pool = PoolNow::<T>::read(&operator, &asset)?;
		let exits = position.exits.len() as u32;
		if amount.is_none() && Self::write_off(&mut pool, &mut position)? {
			Self::void_shares(&pool, &who, &mut position);
			pool.write();
			Self::set_position(key, position);
			return Ok(ExitWork { exits: 0, services: 0 });
		}

		let services = Self::record_ended_memberships(&mut pool);
		let Outflow { amount, shares } = Self::leave(&mut pool, &mut position, amount)?;
		Self::fold_matured(&mut pool, &mut position)?;
		let claimable_epoch = Self::enter_bucket(&mut pool, &mut position, amount)?;
		pool.write();
		Positions::<T>::insert(key, position);
		Self::deposit_event(Event::Undelegated {
			who,
			operator,
			asset,
			amount,
			shares,
			claimable_epoch,
		});
		Ok(ExitWork { exits, services })
	}

	pub(crate) fn do_cancel_undelegation(
		who: T::AccountId,
		operator: T::AccountId,
		asset: AssetId,
		requested: Epoch,
	) -> DispatchResult {
		let key = (&who, &operator, &asset);
		let mut position = Positions::<T>::try_get(key).map_err(|_| Error::<T>::NoPosition)?;
		let config = Self::asset_config(&asset).ok_or(Error::<T>::AssetNotRegistered)?;
		let at = position
			.exits
			.binary_search_by_key(&requested, |exit| exit.requested)
			.map_err(|_| Error::<T>::NoExit)?;
		let mut pool = PoolNow::<T>::read(&operator, &asset)?;
		let mut bucket = Self::bucket_of_exit(&pool, requested)?;
		ensure!(bucket.claimable_from > pool.now, Error::<T>::ExitMatured);
		ensure!(
			bucket.generation == pool.pool.generation
				&& pool.answers_for(&bucket).magnitude == pool.pool.pledged.magnitude,
			Error::<T>::BucketDiverged
		);
		// Before `join`, which would open the next generation for it.
		pool.ensure_undiluted()?;

		let exit = position.exits.remove(at);
		let amount = Self::take_exit(&mut bucket, &exit)?;
		pool.set_bucket(requested, bucket);
		let shares = Self::join(&mut pool, &who, &mut position, amount, &config)?;
		pool.write();
		Positions::<T>::insert(key, position);
		Self::deposit_event(Event::UndelegationCancelled {
			who,
			operator,
			asset,
			requested,
			amount,
			shares,
		});
		Ok(())
	}

	pub(crate) fn do_withdraw(
		who: T::AccountId,
		operator: T::AccountId,
		asset: AssetId,
	) -> Result<ExitWork, DispatchError> {
		let (amount, work) = Self::take_matured(&who, &operator, &asset)?;
		Self::pay(&asset, &who, amount)?;
		Self::deposit_event(Event::Withdrawn { who, operator, asset, amount });
		Ok(work)
	}

	pub(crate) fn do_withdraw_into(
		who: T::AccountId,
		operator: T::AccountId,
		asset: AssetId,
		new_operator: T::AccountId,
	) -> Result<ExitWork, DispatchError> {
		let config = Self::ensure_accepting(&new_operator, &asset)?;
		let (amount, work) = Self::take_matured(&who, &operator, &asset)?;
		let mut pool = PoolNow::<T>::read(&new_operator, &asset)?;
		let key = (&who, &new_operator, &asset);
		let mut position = Positions::<T>::get(key);
		let shares = Self::join(&mut pool, &who, &mut position, amount, &config)?;
		pool.write();
		Positions::<T>::insert(key, position);
		Self::deposit_event(Event::WithdrawnInto {
			who,
			operator,
			asset,
			amount,
			new_operator,
			shares,
		});
		Ok(work)
	}

	/// Whether the position's shares are worth nothing. Then they are burned.
	fn write_off(pool: &mut PoolNow<T>, position: &mut Position) -> Result<bool, DispatchError> {
		let own = position.shares_of(&pool.pool);
		let part = &mut pool.pool.part;
		if position.shares == 0 || part.stake_of_floor(own) > 0 {
			return Ok(false);
		}
		if own > 0 {
			part.take_shares(own).map_err(|_| Error::<T>::from(DefensiveError::SharesMissing))?;
		}
		Ok(true)
	}

	/// Burns shares of `position` for `amount` units, or all of them for what they are worth.
	fn leave(
		pool: &mut PoolNow<T>,
		position: &mut Position,
		amount: Option<Balance>,
	) -> Result<Outflow, DispatchError> {
		let held = position.shares_of(&pool.pool);
		let part = &mut pool.pool.part;
		let out = match amount {
			Some(amount) => part.take_units(held, amount),
			None if held == 0 => return Err(Error::<T>::InsufficientStake.into()),
			None => part.take_shares(held),
		}
		.map_err(Self::part_error)?;
		position.shares = held
			.checked_sub(out.shares)
			.ok_or_else(|| Error::<T>::from(DefensiveError::SharesMissing))?;
		if position.shares > 0 {
			let config = Self::asset_config(&pool.asset).ok_or(Error::<T>::AssetNotRegistered)?;
			Self::ensure_worth_keeping(&pool.pool.part, position, &config)?;
		}
		Ok(out)
	}

	/// Takes all that matured, and that no slash waits for, out of the position.
	fn take_matured(
		who: &T::AccountId,
		operator: &T::AccountId,
		asset: &AssetId,
	) -> Result<(Balance, ExitWork), DispatchError> {
		let key = (who, operator, asset);
		let mut position = Positions::<T>::try_get(key).map_err(|_| Error::<T>::NoPosition)?;
		ensure!(position.matured > 0 || !position.exits.is_empty(), Error::<T>::NoExit);
		let mut pool = PoolNow::<T>::read(operator, asset)?;
		let work = ExitWork { exits: position.exits.len() as u32, services: 0 };
		let waiting = position.matured;
		let folded = Self::fold_matured(&mut pool, &mut position)?;
		if waiting == 0 && folded.paid == 0 {
			let error =
				if folded.due > 0 { Error::<T>::SlashDue } else { Error::<T>::NotClaimable };
			return Err(error.into());
		}
		let amount = core::mem::take(&mut position.matured);
		pool.write();
		Self::set_position(key, position);
		Ok((amount, work))
	}

	/// Moves what the position owns of matured buckets into its `matured` amount, except where a slash waits.
	fn fold_matured(
		pool: &mut PoolNow<T>,
		position: &mut Position,
	) -> Result<Folded, DispatchError> {
		let mut folded = Folded::default();
		let mut kept = BoundedVec::new();
		for exit in core::mem::take(&mut position.exits) {
			let mut bucket = Self::bucket_of_exit(pool, exit.requested)?;
			let matured = bucket.claimable_from <= pool.now;
			let due = pool.pool.is_due(bucket.generation, exit.requested);
			if !matured || due {
				folded.due = folded.due.saturating_add((matured && due).into());
				kept.try_push(exit).map_err(|_| Error::<T>::from(DefensiveError::TooManyExits))?;
				continue;
			}
			let amount = Self::take_exit(&mut bucket, &exit)?;
			position.matured =
				position.matured.checked_add(amount).ok_or(ArithmeticError::Overflow)?;
			folded.paid = folded.paid.saturating_add(1);
			pool.set_bucket(exit.requested, bucket);
		}
		position.exits = kept;
		Ok(folded)
	}

	/// Puts `amount` units into the bucket of this epoch's requests. Returns the epoch from which they can be claimed.
	fn enter_bucket(
		pool: &mut PoolNow<T>,
		position: &mut Position,
		amount: Balance,
	) -> Result<Epoch, DispatchError> {
		let now = pool.now;
		let generation = pool.pool.generation;
		let mut answering = pool.pool.waiting.iter().filter(|slash| slash.generation == generation);
		if let Some(oldest) = answering.next() {
			// An execution reaches so many buckets. Anybody may execute what is final.
			ensure!(now.saturating_sub(oldest.charged) < MAX_CHARGED_EPOCHS, Error::<T>::SlashDue);
		}
		let mut bucket = pool.bucket(now).unwrap_or(Bucket {
			part: Part::default(),
			claimable_from: pool.claimable_from(),
			generation: pool.pool.generation,
			answers_for: None,
		});
		let shares = bucket.part.put(amount).map_err(Self::part_error)?;
		match position.exits.last_mut() {
			Some(exit) if exit.requested == now => {
				exit.shares = exit.shares.checked_add(shares).ok_or(ArithmeticError::Overflow)?;
			},
			// Only exits that a slash waits for can be that many.
			_ => position
				.exits
				.try_push(Exit { requested: now, shares })
				.map_err(|_| Error::<T>::SlashDue)?,
		}
		let claimable_from = bucket.claimable_from;
		pool.pool.open_bucket = Some(now);
		pool.set_bucket(now, bucket);
		Ok(claimable_from)
	}

	fn bucket_of_exit(pool: &PoolNow<T>, requested: Epoch) -> Result<Bucket, DispatchError> {
		let bucket = pool.bucket(requested);
		bucket.ok_or_else(|| Error::<T>::from(DefensiveError::BucketMissing).into())
	}

	/// Burns all shares of `exit`.
	fn take_exit(bucket: &mut Bucket, exit: &Exit) -> Result<Balance, DispatchError> {
		let out = bucket.part.take_shares(exit.shares);
		let out = out.map_err(|_| Error::<T>::from(DefensiveError::SharesMissing))?;
		Ok(out.amount)
	}

	fn set_position(key: (&T::AccountId, &T::AccountId, &AssetId), position: Position) {
		if position.is_empty() {
			Positions::<T>::remove(key);
		} else {
			Positions::<T>::insert(key, position);
		}
	}
}

/// What became of matured exits.
#[derive(Default)]
struct Folded {
	/// Exits whose units are free now.
	paid: u32,
	/// Exits that a slash waits for.
	due: u32,
}

impl<T: Config> PoolNow<T> {
	/// `max(r + 1, min(r, L) + U)` for an exit requested now, `r`; `r + 1` if nothing ever counted. So whatever the epoch
	/// of the request charges can still reach it.
	fn claimable_from(&self) -> Epoch {
		let next = self.now.saturating_add(1);
		let pledged_until = self.pool.last_counted(self.now).map(|last| self.unbonding.ends(last));
		pledged_until.map_or(next, |until| until.max(next))
	}
}
