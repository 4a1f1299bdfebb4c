//! The slash executor: what a penalty takes from the stake that answers, and where it goes.
//!
//! An [`Offence`] (operator, service, epoch) has one [`Charge`], made when its first slash is opened. It names the pools
//! that answer and fixes what penalties are measured by. While a slash of the charge waits, each of these pools knows so:
//! no exit that answers can be paid, and no layer that answers becomes free. Nothing else is held up.
//!
//! Bills are computed on copies, by the same code for a query and for an execution; an execution then writes the copies.

use crate::{pool::PoolNow, *};
use alloc::vec::Vec;
use frame_support::{
	ensure,
	pallet_prelude::*,
	storage::with_storage_layer,
	traits::{
		fungibles::Mutate,
		tokens::{Fortitude, Precision, Preservation},
		Get,
	},
};
use palisade_ledger_math::{bill, split, Answering, Cooling, Due, Step};
use palisade_primitives::{
	AssetId, AtStake, Balance, Epoch, EpochClock, Judgement, Liability, Offence, Recipients,
	StakeKind, Taken, MAX_ASSETS_PER_SERVICE,
};
use sp_runtime::{Perbill, Perquintill};

/// Most old charges that opening a new one drops.
const PRUNED_AT_ONCE: usize = 2;

/// What a pool pays, and how it is afterwards.
struct Bill<T: Config> {
	pool: PoolNow<T>,
	buckets: Vec<(Epoch, Bucket)>,
	taken: Taken,
	ends_generation: bool,
}

impl<T: Config> Pallet<T> {
	/// Who answers for `offence`, and with what.
	fn assess(offence: &Offence<T::AccountId>) -> Charge {
		let Offence { operator, service, epoch } = offence;
		let pools = PledgedAssets::<T>::get(operator, service).into_iter().filter_map(|asset| {
			let (base, generation) = Self::base_at(operator, &asset, *service, *epoch)?;
			Some(ChargedPool { asset, generation, base })
		});
		// Not more than pledged assets.
		Charge { pools: BoundedVec::truncate_from(pools.collect()), ..Default::default() }
	}

	/// What `step` takes from `charged`, computed on copies.
	fn bill_pool(
		offence: &Offence<T::AccountId>,
		charged: &ChargedPool,
		step: &Step,
		shared_limit: Perquintill,
	) -> Result<Bill<T>, DispatchError> {
		let (service, epoch, kind) = (offence.service, offence.epoch, charged.base.kind);
		let step = match kind {
			StakeKind::Exclusive => *step,
			StakeKind::Shared => step.at_most(shared_limit),
		};
		let mut pool = PoolNow::<T>::read(&offence.operator, &charged.asset)?;
		let cooling = pool.cooling();
		// Nobody asks for stake back that would answer in a later one.
		let last = pool.now.min(epoch.saturating_add(MAX_CHARGED_EPOCHS).saturating_sub(1));
		let mut buckets: Vec<(Epoch, Bucket)> = (epoch..=last)
			.filter_map(|requested| Some((requested, pool.bucket(requested)?)))
			.filter(|(_, bucket)| bucket.generation == charged.generation)
			.collect();

		let active_answers = pool.pool.generation == charged.generation;
		let mut parts = Vec::with_capacity(buckets.len().saturating_add(1));
		if active_answers {
			let (part, pledged) = (&pool.pool.part, &pool.pool.pledged);
			parts.push(Answering {
				balance: part.balance(),
				magnitude: pledged.magnitude,
				room: pledged.room(service, kind, epoch, &cooling),
			});
		}
		for (_, bucket) in &buckets {
			let answers_for = pool.answers_for(bucket);
			let cooling = if bucket.answers_for.is_some() { &Cooling::NEVER } else { &cooling };
			parts.push(Answering {
				balance: bucket.part.balance(),
				magnitude: answers_for.magnitude,
				room: answers_for.room(service, kind, epoch, cooling),
			});
		}

		let mut dues = bill(&charged.base, &step, &parts).into_iter();
		let mut taken =
			Taken { asset: charged.asset.clone(), from_active: 0, from_exits: 0, buckets: 0 };
		let overcharged = |_| Error::<T>::from(DefensiveError::PartOvercharged);
		let active = if active_answers { dues.next().unwrap_or_default() } else { Due::default() };
		for ((_, bucket), due) in buckets.iter_mut().zip(dues) {
			bucket.part.slash(due.amount).map_err(overcharged)?;
			if let Some(answers_for) = &mut bucket.answers_for {
				let missing = answers_for.draw(service, due.magnitude, epoch, pool.now);
				ensure!(missing == 0, Error::<T>::from(DefensiveError::PartOvercharged));
			}
			taken.from_exits = taken.from_exits.saturating_add(due.amount);
			taken.buckets = taken.buckets.saturating_add(1);
		}
		let state = &mut pool.pool;
		let was_wiped = state.part.is_wiped();
		state.part.slash(active.amount).map_err(overcharged)?;
		taken.from_active = active.amount;
		if active.magnitude > 0 {
			// A layer that loses everything stops; that it counted must not be forgotten.
			state.last_stopped = state.last_counted(pool.now);
			let missing = state.pledged.draw(service, active.magnitude, epoch, pool.now);
			ensure!(missing == 0, Error::<T>::from(DefensiveError::PartOvercharged));
		}
		let ends_generation = state.part.is_wiped() && !was_wiped;
		if ends_generation {
			state.pledged.pledges.void(pool.now);
			state.wiped_in = Some(pool.now);
		}
		Ok(Bill { pool, buckets, taken, ends_generation })
	}

	/// Writes what a bill says, and pays what it took.
	fn settle_bill(
		offence: &Offence<T::AccountId>,
		condition: u8,
		charged: &ChargedPool,
		bill: Bill<T>,
		recipients: &Recipients<T::AccountId>,
	) -> Result<Taken, DispatchError> {
		let Bill { mut pool, buckets, taken, ends_generation } = bill;
		Self::set_waiting(&mut pool.pool, offence.epoch, charged.generation, false)?;
		for (requested, bucket) in buckets {
			pool.set_bucket(requested, bucket);
		}
		let generation = pool.pool.generation;
		pool.write();

		let (asset, kind) = (&charged.asset, charged.base.kind);
		let restitution = recipients.restitution.as_ref().filter(|_| kind == StakeKind::Exclusive);
		let share = |of: Option<&(T::AccountId, Perbill)>| of.map_or(Perbill::zero(), |of| of.1);
		let shares = split(taken.amount(), share(recipients.bounty.as_ref()), share(restitution));
		for (to, amount) in
			[(recipients.bounty.as_ref(), shares.bounty), (restitution, shares.restitution)]
		{
			if let Some((to, _)) = to {
				Self::pay_or_keep(asset, to, amount)?;
			}
		}
		match asset {
			AssetId::Native => Self::burn(shares.rest)?,
			_ => Self::pay_or_keep(asset, &T::Treasury::get(), shares.rest)?,
		}
		Self::deposit_event(Event::Slashed {
			operator: offence.operator.clone(),
			service: offence.service,
			epoch: offence.epoch,
			condition,
			asset: asset.clone(),
			kind,
			from_active: taken.from_active,
			from_exits: taken.from_exits,
			bounty: shares.bounty,
			restitution: shares.restitution,
			rest: shares.rest,
		});
		if ends_generation {
			Self::deposit_event(Event::GenerationEnded {
				operator: offence.operator.clone(),
				asset: asset.clone(),
				generation,
			});
		}
		Ok(taken)
	}

	/// Notes that one slash more, or less, waits.
	fn set_waiting(pool: &mut Pool, charged: Epoch, generation: u32, more: bool) -> DispatchResult {
		let miscounted = || Error::<T>::from(DefensiveError::WaitingMiscounted);
		match pool.waiting.binary_search_by_key(&charged, |waiting| waiting.charged) {
			Ok(at) => {
				let waiting = pool.waiting.get_mut(at).ok_or_else(miscounted)?;
				let count = waiting.slashes;
				let count = if more { count.checked_add(1) } else { count.checked_sub(1) };
				waiting.slashes = count.ok_or_else(miscounted)?;
				if waiting.slashes == 0 {
					pool.waiting.remove(at);
				}
				Ok(())
			},
			Err(at) if more => pool
				.waiting
				.try_insert(at, Waiting { charged, generation, slashes: 1 })
				.map_err(|_| Error::<T>::TooManyWaiting.into()),
			Err(_) => Err(miscounted().into()),
		}
	}

	/// Lists a new charge, dropping ones that nothing can be charged to any more.
	fn list_charge(offence: &Offence<T::AccountId>) -> DispatchResult {
		let Offence { operator, service, epoch } = offence;
		let is_over = |of: Epoch| {
			let waits = Charges::<T>::get((operator, service, of)).is_some_and(|c| c.waiting > 0);
			!Self::is_chargeable(of) && !waits
		};
		ChargedEpochs::<T>::try_mutate(operator, service, |epochs| {
			for _ in 0..PRUNED_AT_ONCE {
				if epochs.first().is_some_and(|first| is_over(*first)) {
					Charges::<T>::remove((operator, service, epochs.remove(0)));
				}
			}
			let at = epochs.binary_search(epoch).unwrap_or_else(|at| at);
			epochs.try_insert(at, *epoch).map_err(|_| Error::<T>::TooManyWaiting.into())
		})
	}

	/// Whether all that answers for `epoch` is still here: its exits can be claimed from `epoch + U` on.
	fn is_chargeable(epoch: Epoch) -> bool {
		let now = T::Clock::current_epoch();
		epoch <= now && Self::unbonding().ends(epoch) > now
	}

	/// One slash of the charge waits no more.
	fn open_charge(offence: &Offence<T::AccountId>) -> Result<Charge, DispatchError> {
		let key = (&offence.operator, offence.service, offence.epoch);
		let mut charge = Charges::<T>::get(key).ok_or(Error::<T>::NotOpen)?;
		charge.waiting = charge.waiting.checked_sub(1).ok_or(Error::<T>::NotOpen)?;
		Ok(charge)
	}

	fn set_charge(offence: &Offence<T::AccountId>, charge: Charge) {
		Charges::<T>::insert((&offence.operator, offence.service, offence.epoch), charge);
	}

	/// Pays `amount` to `to`, or keeps it until it is collected: no receiver and no frozen asset holds up a slash.
	fn pay_or_keep(asset: &AssetId, to: &T::AccountId, amount: Balance) -> DispatchResult {
		if with_storage_layer(|| Self::pay(asset, to, amount)).is_ok() {
			return Ok(());
		}
		Uncollected::<T>::try_mutate(to, asset, |kept| {
			*kept = kept
				.checked_add(amount)
				.ok_or_else(|| Error::<T>::from(DefensiveError::WrongAmountMoved))?;
			Ok::<_, DispatchError>(())
		})?;
		Self::deposit_event(Event::ProceedsKept { who: to.clone(), asset: asset.clone(), amount });
		Ok(())
	}

	/// Burns native units of the pool account.
	fn burn(amount: Balance) -> DispatchResult {
		let burned = T::Assets::burn_from(
			AssetId::Native,
			&Self::pool_account(),
			amount,
			Preservation::Preserve,
			Precision::Exact,
			Fortitude::Polite,
		)?;
		ensure!(burned == amount, Error::<T>::from(DefensiveError::WrongAmountMoved));
		Ok(())
	}
}

impl<T: Config> Liability<T::AccountId> for Pallet<T> {
	fn open(offence: &Offence<T::AccountId>) -> Result<Vec<AtStake>, DispatchError> {
		with_storage_layer(|| {
			let Offence { operator, service, epoch } = offence;
			ensure!(Self::is_chargeable(*epoch), Error::<T>::EpochNotChargeable);
			let mut charge = match Charges::<T>::get((operator, service, epoch)) {
				Some(charge) => charge,
				None => {
					Self::list_charge(offence)?;
					Self::assess(offence)
				},
			};
			charge.waiting = charge.waiting.checked_add(1).ok_or(Error::<T>::TooManyWaiting)?;
			for charged in &charge.pools {
				let mut pool = PoolNow::<T>::read(operator, &charged.asset)?;
				Self::set_waiting(&mut pool.pool, *epoch, charged.generation, true)?;
				pool.write();
			}
			let at_stake = charge.pools.iter();
			let at_stake = at_stake
				.map(|charged| AtStake { asset: charged.asset.clone(), base: charged.base })
				.collect();
			Self::deposit_event(Event::SlashOpened {
				operator: operator.clone(),
				service: *service,
				epoch: *epoch,
				waiting: charge.waiting,
			});
			Self::set_charge(offence, charge);
			Ok(at_stake)
		})
	}

	fn quote(offence: &Offence<T::AccountId>, judgement: &Judgement) -> Vec<Taken> {
		let known = Charges::<T>::get((&offence.operator, offence.service, offence.epoch));
		let charge = match known {
			Some(charge) if charge.waiting > 0 || Self::is_chargeable(offence.epoch) => charge,
			None if Self::is_chargeable(offence.epoch) => Self::assess(offence),
			_ => return Vec::new(),
		};
		let step =
			charge.executed.step(judgement.condition, judgement.penalty, judgement.max_slash);
		let limit = judgement.shared_limit;
		let bills =
			charge.pools.iter().map(|charged| Self::bill_pool(offence, charged, &step, limit));
		bills.filter_map(|bill| bill.ok().map(|bill| bill.taken)).collect()
	}

	fn execute(
		offence: &Offence<T::AccountId>,
		judgement: &Judgement,
		recipients: &Recipients<T::AccountId>,
	) -> Result<Vec<Taken>, DispatchError> {
		with_storage_layer(|| {
			let Judgement { condition, penalty, max_slash, shared_limit } = *judgement;
			let mut charge = Self::open_charge(offence)?;
			let step = charge.executed.step(condition, penalty, max_slash);
			charge
				.executed
				.record(condition, penalty)
				.ok_or_else(|| Error::<T>::from(DefensiveError::TooManyConditions))?;
			let taken = charge
				.pools
				.iter()
				.map(|charged| {
					let bill = Self::bill_pool(offence, charged, &step, shared_limit)?;
					Self::settle_bill(offence, condition, charged, bill, recipients)
				})
				.collect::<Result<_, DispatchError>>()?;
			Self::set_charge(offence, charge);
			Ok(taken)
		})
	}

	fn close(offence: &Offence<T::AccountId>) -> DispatchResult {
		with_storage_layer(|| {
			let charge = Self::open_charge(offence)?;
			for charged in &charge.pools {
				let mut pool = PoolNow::<T>::read(&offence.operator, &charged.asset)?;
				Self::set_waiting(&mut pool.pool, offence.epoch, charged.generation, false)?;
				pool.write();
			}
			Self::deposit_event(Event::SlashClosed {
				operator: offence.operator.clone(),
				service: offence.service,
				epoch: offence.epoch,
				waiting: charge.waiting,
			});
			Self::set_charge(offence, charge);
			Ok(())
		})
	}

	fn uncollected(who: &T::AccountId, asset: &AssetId) -> Balance {
		Uncollected::<T>::get(who, asset)
	}

	fn collect(who: &T::AccountId, asset: &AssetId) -> Result<Balance, DispatchError> {
		with_storage_layer(|| {
			let amount = Uncollected::<T>::take(who, asset);
			ensure!(amount > 0, Error::<T>::NothingToCollect);
			Self::pay(asset, who, amount)?;
			let event = Event::Collected { who: who.clone(), asset: asset.clone(), amount };
			Self::deposit_event(event);
			Ok(amount)
		})
	}

	fn open_weight() -> Weight {
		T::WeightInfo::open_slash(MAX_ASSETS_PER_SERVICE)
	}

	fn execute_weight(epochs: u32) -> Weight {
		T::WeightInfo::execute_slash(epochs)
	}

	fn close_weight() -> Weight {
		T::WeightInfo::close_slash()
	}

	fn collect_weight() -> Weight {
		T::WeightInfo::collect_proceeds()
	}
}
