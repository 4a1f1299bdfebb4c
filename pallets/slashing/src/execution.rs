//! How much a slash takes, when, and who gets it; and how a closed one is forgotten.

use crate::*;
use alloc::vec::Vec;
use frame_support::{
	defensive, ensure,
	storage::{with_storage_layer, with_transaction, TransactionOutcome},
	traits::Get,
	weights::{Weight, WeightMeter},
	BoundedVec,
};
use palisade_primitives::{
	AssetId, Epoch, EpochClock, Judgement, Liability, Offence, Recipients, ServiceId, SlashId,
	StakeView, Taken,
};
use sp_runtime::{traits::Saturating, DispatchError, DispatchResult, Perquintill};

impl<T: Config> Pallet<T> {
	/// What the execution of a slash that rests on somebody's word may still take of shared stake in this epoch.
	fn left_on_word(service: ServiceId, operator: &T::AccountId, now: Epoch) -> Perquintill {
		let taken = TakenOnWord::<T>::get(service, operator);
		let cap = T::SubjectiveCap::get();
		if taken.epoch == now {
			cap.saturating_sub(taken.penalty)
		} else {
			cap
		}
	}

	/// See [`Call::execute`]. Returns what the execution's weight goes by.
	pub(crate) fn do_execute(id: SlashId) -> Result<Size, DispatchError> {
		let slash = Self::slash_of(id)?;
		ensure!(slash.is_pending(), Error::<T>::NotPending);
		let now = T::Clock::current_epoch();
		ensure!(slash.final_from <= now, Error::<T>::NotFinal);
		ensure!(slash.executed_from() <= now, Error::<T>::Stopped);
		if Self::lacks_totals(&slash, now) {
			let Offence { service, epoch, .. } = slash.case.offence;
			// One page does for a service with few members.
			let _ = T::Stake::add_up(service, epoch);
			ensure!(!Self::lacks_totals(&slash, now), Error::<T>::NotTallied);
		}
		let size = Size::of(&slash, now);
		with_storage_layer(|| Self::execute_final(id, slash, now))?;
		Ok(size)
	}

	fn execute_final(id: SlashId, mut slash: Slash<T::AccountId>, now: Epoch) -> DispatchResult {
		let penalty = Self::penalty(id, &slash);
		let taken =
			match with_transaction(|| match Self::take_within_budgets(&slash, penalty, now) {
				Ok(Ok(taken)) => TransactionOutcome::Commit(Ok(Ok(taken))),
				undone => TransactionOutcome::Rollback(undone),
			})? {
				Ok(taken) => taken,
				Err(scope) => {
					Self::stop(id, slash, scope);
					return Ok(());
				},
			};
		// Not more than a service accepts assets.
		let taken = BoundedVec::truncate_from(
			taken.into_iter().map(|taken| (taken.asset.clone(), taken.amount())).collect(),
		);
		Self::return_bond(&slash)?;
		slash.stage = Stage::Executed { penalty, taken: BoundedVec::clone(&taken) };
		Self::settle(id, &mut slash, now);
		Slashes::<T>::insert(id, slash);
		Self::deposit_event(Event::Executed { slash: id, penalty, taken });
		Ok(())
	}

	/// Has the ledger take `penalty` and pay whom the terms name.
	pub(crate) fn take(
		slash: &Slash<T::AccountId>,
		penalty: Perquintill,
		now: Epoch,
	) -> Result<Vec<Taken>, DispatchError> {
		let offence = &slash.case.offence;
		let (service, operator) = (offence.service, &offence.operator);
		let on_word = slash.is_subjective();
		let shared_limit =
			if on_word { Self::left_on_word(service, operator, now) } else { Perquintill::one() };
		let judgement = Judgement {
			condition: slash.case.condition,
			penalty,
			max_slash: slash.max_slash,
			shared_limit,
		};
		let proceeds = &slash.condition.proceeds;
		let recipients = Recipients {
			bounty: slash.reporter.clone().map(|reporter| (reporter, proceeds.bounty)),
			restitution: proceeds.restitution.as_ref().map(|to| (to.to.clone(), to.share)),
		};
		let taken = T::Liability::execute(offence, &judgement, &recipients)?;
		if on_word {
			let left = shared_limit.saturating_sub(penalty);
			let penalty = T::SubjectiveCap::get().saturating_sub(left);
			TakenOnWord::<T>::insert(service, operator, WordTaken { epoch: now, penalty });
		}
		Ok(taken)
	}

	/// Who of those that a slash pays could not receive something.
	fn unpaid(slash: &Slash<T::AccountId>) -> impl Iterator<Item = (T::AccountId, AssetId)> {
		let restitution = slash.condition.proceeds.restitution.as_ref();
		let named = slash.reporter.iter().chain(restitution.map(|to| &to.to)).cloned();
		let payees: Vec<_> = named.chain([T::Treasury::get()]).collect();
		let assets: Vec<_> = match &slash.stage {
			Stage::Executed { taken, .. } => taken.iter().map(|(asset, _)| asset.clone()).collect(),
			_ => Default::default(),
		};
		let each = move |who: T::AccountId| {
			assets.clone().into_iter().map(move |asset| (who.clone(), asset))
		};
		payees
			.into_iter()
			.flat_map(each)
			.filter(|(who, asset)| T::Liability::uncollected(who, asset) > 0)
	}

	/// See [`Call::collect`].
	pub(crate) fn do_collect(id: SlashId) -> DispatchResult {
		let slash = Self::slash_of(id)?;
		let mut paid = false;
		let mut failed = Error::<T>::NothingToCollect.into();
		for (who, asset) in Self::unpaid(&slash) {
			match T::Liability::collect(&who, &asset) {
				Ok(amount) => {
					Self::deposit_event(Event::Collected { slash: id, who, asset, amount });
					paid = true;
				},
				// Who cannot receive yet keeps nothing from the others.
				Err(error) => failed = error,
			}
		}
		if paid {
			Ok(())
		} else {
			Err(failed)
		}
	}

	/// Forgets a closed slash, unless a payee still cannot be paid.
	pub(crate) fn forget(id: SlashId, mut slash: Slash<T::AccountId>, now: Epoch) {
		// Pays what can be paid by now.
		let _ = Self::do_collect(id);
		if Self::unpaid(&slash).next().is_some() {
			Self::schedule(id, &mut slash, now.saturating_add(REMEMBERED_EPOCHS));
			Slashes::<T>::insert(id, slash);
			return;
		}
		for topic in &slash.facts {
			Facts::<T>::remove(&slash.case, topic);
		}
		// Of one that was overturned nothing else is left. Another slash of its case may be the conviction.
		if Cases::<T>::get(&slash.case) == Some(id) {
			Cases::<T>::remove(&slash.case);
			Self::unlist_convict(&slash);
		}
		Agenda::<T>::remove((slash.due, slash.service(), Ordered::from(id)));
		Slashes::<T>::remove(id);
		Self::deposit_event(Event::Forgotten { slash: id });
	}

	/// Notes that something is to happen to the slash in epoch `due`.
	pub(crate) fn schedule(id: SlashId, slash: &mut Slash<T::AccountId>, due: Epoch) {
		let service = slash.service();
		let key = Ordered::from(id);
		Agenda::<T>::remove((slash.due, service, key));
		Agenda::<T>::insert((due, service, key), ());
		slash.due = due;
	}

	/// Works off what is due, within `budget`: oldest epoch first, in it one slash of each service in turn.
	pub(crate) fn work_off(budget: Weight) -> Weight {
		let mut meter = WeightMeter::with_limit(budget);
		let now = T::Clock::current_epoch();
		let mut turn = LastTurn::<T>::get();
		let before = turn.clone();
		while meter.try_consume(T::WeightInfo::next_due()).is_ok() {
			match Self::next_due(&turn) {
				Some((service, id)) => {
					let Some(slash) = Slashes::<T>::get(id) else {
						defensive!("what the agenda lists is there");
						Agenda::<T>::remove((turn.epoch, service, Ordered::from(id)));
						continue;
					};
					let weight = if !slash.is_pending() {
						Self::forgetting_weight()
					} else if Self::lacks_totals(&slash, now) {
						T::Stake::add_up_weight()
					} else {
						Self::execution_weight(&Size::of(&slash, now))
					};
					if meter.try_consume(weight).is_err() {
						break;
					}
					turn.service = Some(service);
					Self::take_turn(id, slash, now);
				},
				// From the first service on.
				None if turn.service.is_some() => turn.service = None,
				None if turn.epoch < now => turn.epoch.saturating_inc(),
				None => break,
			}
		}
		if turn != before {
			LastTurn::<T>::put(turn);
		}
		meter.consumed()
	}

	/// Does what is due.
	fn take_turn(id: SlashId, mut slash: Slash<T::AccountId>, now: Epoch) {
		if !slash.is_pending() {
			return Self::forget(id, slash, now);
		}
		if Self::lacks_totals(&slash, now) {
			let Offence { service, epoch, .. } = slash.case.offence;
			if T::Stake::add_up(service, epoch).is_err() {
				// Nobody knows, so there is no budget.
				Self::stop(id, slash, Scope::Service(service));
			}
			return;
		}
		if let Err(error) = Self::do_execute(id) {
			Self::schedule(id, &mut slash, now.saturating_add(1));
			Slashes::<T>::insert(id, slash);
			Self::deposit_event(Event::ExecutionFailed { slash: id, error });
		}
	}

	/// The first slash of the service behind the one whose turn it was, in the order of the agenda.
	fn next_due(turn: &Turn) -> Option<(ServiceId, SlashId)> {
		let mut due = match turn.service {
			None => Agenda::<T>::iter_key_prefix((turn.epoch,)),
			Some(service) => {
				// No slash has the greatest id.
				let last = (turn.epoch, service, Ordered::from(SlashId::MAX));
				let last = Agenda::<T>::hashed_key_for(last);
				Agenda::<T>::iter_key_prefix_from((turn.epoch,), last)
			},
		};
		let (service, id) = due.next()?;
		Some((service, id.into()))
	}
}
