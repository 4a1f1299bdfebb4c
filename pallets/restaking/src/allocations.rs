//! What operators pledge to services, and what becomes of it when a membership ends.

use crate::{pool::PoolNow, *};
use alloc::vec::Vec;
use frame_support::{
	pallet_prelude::*,
	traits::{Consideration, Footprint, Get},
};
use palisade_ledger_math::{Pledge, PledgeChange, PledgeError};
use palisade_primitives::{
	AssetId, Balance, ConsensusGuard, Epoch, EpochClock, OnMembershipEnd, PledgeRefusal, ServiceId,
	ServiceRegistry, StakeKind,
};

impl<T: Config> Pallet<T> {
	/// Returns the number of services that the pool was pledged to.
	pub(crate) fn do_allocate(
		operator: T::AccountId,
		service: ServiceId,
		asset: AssetId,
		target: Balance,
		kind: StakeKind,
	) -> Result<u32, DispatchError> {
		let notice = T::AllocationNotice::get();
		Self::allocate_by_notice(operator, service, asset, target, kind, notice)
	}

	/// As [`Call::allocate`], at genesis: what is pledged counts in epoch 0 already. All that is put behind the operator at
	/// genesis and counts then is there before.
	pub fn allocate_at_genesis(
		operator: &T::AccountId,
		service: ServiceId,
		asset: &AssetId,
		target: Balance,
		kind: StakeKind,
	) -> DispatchResult {
		// What was pledged at genesis before counts as well: nothing is recorded in between.
		let now = Some(T::Clock::current_epoch());
		Pools::<T>::mutate_exists(operator, asset, |pool| {
			if let Some(pool) = pool {
				pool.settled_in = now;
			}
		});
		Self::allocate_by_notice(operator.clone(), service, asset.clone(), target, kind, 0)?;
		// So that its first change records how epoch 0 began.
		Pools::<T>::mutate(operator, asset, |pool| pool.settled_in = None);
		Ok(())
	}

	/// `notice`: how many epochs from now an increase counts.
	fn allocate_by_notice(
		operator: T::AccountId,
		service: ServiceId,
		asset: AssetId,
		target: Balance,
		kind: StakeKind,
		notice: Epoch,
	) -> Result<u32, DispatchError> {
		let config = Self::asset_config(&asset).ok_or(Error::<T>::AssetNotRegistered)?;
		let mut pool = PoolNow::<T>::read(&operator, &asset)?;
		let services = Self::record_ended_memberships(&mut pool);
		let removed = Self::remove_forgotten(&mut pool);
		let pledge = pool.pool.pledged.pledges.get(service);
		let (is_listed, from) = (pledge.is_some(), pledge.map_or(0, Pledge::target));
		if target > from {
			T::Services::may_pledge(service, &operator, &asset, kind).map_err(|refusal| {
				match refusal {
					PledgeRefusal::NotMember => Error::<T>::NotMember,
					PledgeRefusal::AssetNotAccepted => Error::<T>::AssetNotInTerms,
					PledgeRefusal::KindNotAccepted => Error::<T>::KindNotInTerms,
				}
			})?;
			pool.ensure_undiluted()?;
		}
		// To set to nothing what is over anyway is how an operator gets the deposit for it back.
		if target > 0 || !removed.contains(&service) {
			let counts_from = pool.now.saturating_add(notice);
			let leverage = config.leverage;
			let change = PledgeChange { service, kind, target, counts_from, leverage };
			let cooling = pool.cooling();
			pool.pool.pledged.set(&change, &cooling).map_err(Self::pledge_error)?;
			let is_spared = target > from || T::Consensus::release(service, &operator);
			ensure!(is_spared, Error::<T>::TooFewValidators);
			if !is_listed {
				PledgedAssets::<T>::try_mutate(&operator, service, |assets| {
					assets.try_push(asset.clone()).map_err(|_| Error::<T>::TooManyPledgedAssets)
				})?;
			}
			Self::deposit_event(if target > from {
				Event::AllocationIncreased {
					operator,
					service,
					asset,
					kind,
					from,
					to: target,
					counts_from,
				}
			} else {
				let stops_after = pool.now;
				Event::AllocationDecreased {
					operator,
					service,
					asset,
					from,
					to: target,
					stops_after,
				}
			});
			// What was announced and taken back leaves no trace.
			Self::remove_forgotten(&mut pool);
		}
		Self::take_deposit(&pool, target > from)?;
		pool.write();
		Ok(services)
	}

	/// Stops what is pledged to services that the operator does not belong to any more. Returns the number of services
	/// that the pool is pledged to.
	pub(crate) fn record_ended_memberships(pool: &mut PoolNow<T>) -> u32 {
		let services: Vec<_> =
			pool.pool.pledged.pledges.iter().map(|p| (p.service, p.target())).collect();
		for (service, _) in services.iter().filter(|(_, target)| *target > 0) {
			if let Some(stops_at) = T::Services::ended_at(*service, &pool.operator) {
				Self::stop_pledge(pool, *service, stops_at);
			}
		}
		// It may have ended so long ago that nothing of it answers any more.
		pool.forget();
		services.len() as u32
	}

	/// Lets nothing pledged to `service` count from epoch `stops_at` on.
	fn stop_pledge(pool: &mut PoolNow<T>, service: ServiceId, stops_at: Epoch) {
		let stops_after = stops_at.saturating_sub(1);
		let before = pool.pool.pledged.pledges.stop(service, stops_after);
		if let Some(from) = before.filter(|before| *before > 0) {
			Self::deposit_event(Event::AllocationDecreased {
				operator: pool.operator.clone(),
				service,
				asset: pool.asset.clone(),
				from,
				to: 0,
				stops_after,
			});
		}
	}

	/// Drops the pledges that nobody can ask about any more, and returns their services.
	fn remove_forgotten(pool: &mut PoolNow<T>) -> Vec<ServiceId> {
		let removed = pool.pool.pledged.pledges.remove_forgotten();
		for service in &removed {
			PledgedAssets::<T>::mutate_exists(&pool.operator, service, |assets| {
				*assets = assets.take().and_then(|mut list| {
					list.retain(|asset| *asset != pool.asset);
					(!list.is_empty()).then_some(list)
				});
			});
			Self::deposit_event(Event::AllocationRemoved {
				operator: pool.operator.clone(),
				service: *service,
				asset: pool.asset.clone(),
			});
		}
		removed
	}

	/// Makes the operator's deposit that for the entries there are. Who pledges no more than before keeps the old deposit
	/// where a higher one could not be held: nobody has to pay in order to pledge less.
	fn take_deposit(pool: &PoolNow<T>, is_increase: bool) -> DispatchResult {
		let (operator, asset) = (&pool.operator, &pool.asset);
		let count = pool.pool.pledged.pledges.len();
		let footprint = Self::allocation_footprint(count);
		AllocationDeposits::<T>::try_mutate_exists(operator, asset, |ticket| {
			*ticket = match ticket.take() {
				None if count == 0 => None,
				None => Some(T::AllocationDeposit::new(operator, footprint)?),
				Some(ticket) if count == 0 => {
					ticket.drop(operator)?;
					None
				},
				Some(ticket) => match ticket.clone().update(operator, footprint) {
					Err(error) if is_increase => return Err(error),
					updated => Some(updated.unwrap_or(ticket)),
				},
			};
			Ok(())
		})
	}

	/// What `count` pledges of a pool take up at most, as one item. (The SDK's linear price multiplies items and bytes.)
	pub(crate) fn allocation_footprint(count: usize) -> Footprint {
		Footprint::from_parts(1, Pledge::max_encoded_len().saturating_mul(count))
	}

	fn pledge_error(error: PledgeError) -> Error<T> {
		match error {
			PledgeError::Unchanged => Error::<T>::AllocationUnchanged,
			PledgeError::KindChanged => Error::<T>::KindChanged,
			PledgeError::TooManyServices => Error::<T>::TooManyServices,
			PledgeError::TooManyChanges => Error::<T>::TooManyChanges,
			PledgeError::ExceedsMagnitude => Error::<T>::ExceedsMagnitude,
			PledgeError::ExceedsCeiling => Error::<T>::ExceedsCeiling,
			PledgeError::ExceedsLeverage => Error::<T>::ExceedsLeverage,
			PledgeError::WouldShelterStake => Error::<T>::WouldShelterStake,
		}
	}
}

impl<T: Config> OnMembershipEnd<T::AccountId> for Pallet<T> {
	fn on_membership_end(service: ServiceId, operator: &T::AccountId, stops_at: Epoch) {
		for asset in PledgedAssets::<T>::get(operator, service) {
			// Reading fails only where the ledger contradicts itself, which is reported there.
			if let Ok(mut pool) = PoolNow::<T>::read(operator, &asset) {
				Self::stop_pledge(&mut pool, service, stops_at);
				pool.write();
			}
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn pledge_for_benchmark(service: ServiceId, operator: &T::AccountId) {
		benchmarking::pledge_everything::<T>(service, operator);
	}
}
