//! A pool in the current epoch: whatever epochs brought since its last change is settled before anything else happens.
//!
//! The first change of a pool in an epoch
//! 1. records how the pool was at the start of the epoch, if anybody can ask for that;
//! 2. gives the bucket of the last epoch with requests its own copy of magnitude and pledges;
//! 3. notes `L`, the last epoch in which a pledge counted, and forgets layers that nobody can ask about any more;
//! 4. renormalises the magnitude, if nothing depends on it;
//! 5. drops at most two records that are too old.
//!
//! All of it is computed when the pool is read, so queries see it, too, and written only with a change.

use crate::*;
use alloc::vec::Vec;
use frame_support::{ensure, pallet_prelude::*};
use palisade_ledger_math::{Cooling, Part, Pledged, Unbonding, FULL_MAGNITUDE, MIN_MAGNITUDE};
use palisade_primitives::{AssetId, Epoch, EpochClock};

/// Most old records that one change drops.
const PRUNED_AT_ONCE: usize = 2;

/// See the [module documentation](self).
pub(crate) struct PoolNow<T: Config> {
	pub(crate) operator: T::AccountId,
	pub(crate) asset: AssetId,
	pub(crate) now: Epoch,
	/// U.
	pub(crate) unbonding: Unbonding,
	/// The pool, settled.
	pub(crate) pool: Pool,
	snapshot: Option<Snapshot>,
	sealed: Option<(Epoch, Pledged)>,
	outdated: Vec<Epoch>,
}

impl<T: Config> PoolNow<T> {
	/// Reads the pool of `operator` in `asset`: at most five reads, four of them of values that are the same for all.
	pub(crate) fn read(operator: &T::AccountId, asset: &AssetId) -> Result<Self, DispatchError> {
		let mut this = Self {
			operator: operator.clone(),
			asset: asset.clone(),
			now: T::Clock::current_epoch(),
			unbonding: Pallet::<T>::unbonding(),
			pool: Pools::<T>::get(operator, asset),
			snapshot: None,
			sealed: None,
			outdated: Vec::new(),
		};
		if this.pool.settled_in != Some(this.now) {
			this.settle()?;
		}
		Ok(this)
	}

	fn settle(&mut self) -> DispatchResult {
		let (now, cooling) = (self.now, self.cooling());
		let pool = &mut self.pool;
		while self.outdated.len() < PRUNED_AT_ONCE {
			match pool.snapshots.first() {
				Some(first) if self.unbonding.ends(*first) < now => {
					self.outdated.push(pool.snapshots.remove(0));
				},
				_ => break,
			}
		}
		if !pool.pledged.pledges.are_forgotten() {
			self.snapshot = Some(Snapshot::of(pool));
			pool.snapshots
				.try_push(now)
				.map_err(|_| Error::<T>::from(DefensiveError::TooManySnapshots))?;
		}
		if let Some(requested) = pool.open_bucket.take() {
			let cooling = Cooling { now: requested, ..cooling };
			self.sealed = Some((requested, pool.pledged.as_left(requested, &cooling)));
		}
		self.forget();
		let pool = &mut self.pool;
		let is_over = pool.last_counted(now).is_none_or(|last| self.unbonding.ends(last) <= now);
		if is_over
			&& pool.waiting.is_empty()
			&& pool.pledged.pledges.are_free(&cooling)
			&& !pool.part.is_wiped()
		{
			pool.pledged.magnitude = FULL_MAGNITUDE;
		}
		pool.settled_in = Some(now);
		Ok(())
	}

	/// Drops layers that are free and that nobody can ask about any more, but not when the last of them counted.
	pub(crate) fn forget(&mut self) {
		let cooling = self.cooling();
		let pool = &mut self.pool;
		pool.last_stopped = pool.last_stopped.max(pool.pledged.pledges.last_stopped());
		pool.pledged.pledges.forget(&cooling);
	}

	/// What decides whether its stopped layers are free.
	pub(crate) fn cooling(&self) -> Cooling {
		Cooling {
			now: self.now,
			unbonding: self.unbonding,
			oldest_waiting: self.pool.oldest_waiting(),
		}
	}

	/// The bucket of the exits that were asked for in epoch `requested`. One read.
	pub(crate) fn bucket(&self, requested: Epoch) -> Option<Bucket> {
		let mut bucket = Buckets::<T>::get((&self.operator, &self.asset, requested))?;
		if let Some((_, answers_for)) = self.sealed.as_ref().filter(|(of, _)| *of == requested) {
			bucket.answers_for = Some(answers_for.clone());
		}
		Some(bucket)
	}

	/// What the stake in `bucket` answers for.
	pub(crate) fn answers_for<'a>(&'a self, bucket: &'a Bucket) -> &'a Pledged {
		bucket.answers_for.as_ref().unwrap_or(&self.pool.pledged)
	}

	/// Puts `bucket` back, or drops it if nobody owns anything in it.
	pub(crate) fn set_bucket(&mut self, requested: Epoch, bucket: Bucket) {
		let key = (&self.operator, &self.asset, requested);
		if bucket.part.is_empty() {
			Buckets::<T>::remove(key);
		} else {
			Buckets::<T>::insert(key, bucket);
		}
		// It was read with its copy.
		if self.sealed.as_ref().is_some_and(|(of, _)| *of == requested) {
			self.sealed = None;
		}
	}

	/// Makes the pool ready for new stake: after the end of a generation the next one opens, in a later epoch.
	pub(crate) fn admit(&mut self) -> DispatchResult {
		let pool = &mut self.pool;
		pool.opened = pool.opened.or(Some(self.now));
		if pool.is_over() {
			let this_epoch = Some(self.now);
			ensure!(
				pool.wiped_in != this_epoch && pool.open_bucket != this_epoch,
				Error::<T>::PoolRestarting
			);
			let lost = pool.generation;
			pool.generation = pool
				.generation
				.checked_add(1)
				.ok_or_else(|| Error::<T>::from(DefensiveError::TooManyGenerations))?;
			pool.part = Part::default();
			pool.pledged.magnitude = FULL_MAGNITUDE;
			pool.pledged.pledges.void(self.now);
			pool.opened = Some(self.now);
			pool.last_stopped = None;
			Pallet::<T>::deposit_event(Event::GenerationOpened {
				operator: self.operator.clone(),
				asset: self.asset.clone(),
				generation: pool.generation,
				lost,
			});
		}
		self.ensure_undiluted()
	}

	/// Its shares and its magnitude are worth enough to take something new.
	pub(crate) fn ensure_undiluted(&self) -> DispatchResult {
		let enough = self.pool.pledged.magnitude >= MIN_MAGNITUDE;
		ensure!(enough && !self.pool.part.is_diluted(), Error::<T>::PoolDiluted);
		Ok(())
	}

	/// Writes the pool and whatever settling it brought.
	pub(crate) fn write(self) {
		let is_pledged = !self.pool.pledged.pledges.are_free(&self.cooling());
		let Self { operator, asset, now, mut pool, snapshot, sealed, outdated, .. } = self;
		let units = if is_pledged { pool.part.balance() } else { 0 };
		if units != pool.pledged_units {
			PledgedUnits::<T>::mutate(&asset, |sum| {
				// The pool's own units are part of the sum, which is at most what there is of the asset.
				*sum = sum.saturating_sub(pool.pledged_units).saturating_add(units);
			});
			pool.pledged_units = units;
		}
		for epoch in outdated {
			History::<T>::remove((&operator, &asset, epoch));
		}
		if let Some(snapshot) = snapshot {
			History::<T>::insert((&operator, &asset, now), snapshot);
		}
		if let Some((requested, answers_for)) = sealed {
			// All its owners may have cancelled.
			Buckets::<T>::mutate_exists((&operator, &asset, requested), |bucket| {
				if let Some(bucket) = bucket {
					bucket.answers_for = Some(answers_for);
				}
			});
		}
		if pool.is_forgotten() {
			Pools::<T>::remove(&operator, &asset);
		} else {
			Pools::<T>::insert(&operator, &asset, pool);
		}
	}
}

impl Snapshot {
	pub(crate) fn of(pool: &Pool) -> Self {
		Self {
			part: pool.part,
			pledged: pool.pledged.clone(),
			generation: pool.generation,
			oldest_waiting: pool.oldest_waiting(),
		}
	}
}
