//! What stops too much from being taken at once.
//!
//! In each epoch only a share of what is pledged may be executed: `ServiceBudget` of what the members of the service pledged that
//! counted (and the accused, if it did not), and `ChainBudget` of what is pledged to anybody, each unit counted once: the active
//! stake of all pools with pledges. Shares and penalties are valued as of the charged epoch,
//! whose numbers nobody can change after the offence. A slash counts in the epoch in which it is final, executed late or not; one
//! that does not fit is **stopped**: it is executed `BreakerWindow` epochs later, and until then governance may reduce or overturn
//! it. It is stopped once, and what it takes then counts in no budget, so that nothing can be held up for longer.
//!
//! With 1,000,000 pledged to a service and a budget of 10 %, slashes of 60,000 and 30,000 that are final in epoch 14 are executed
//! in it; a third one of 20,000 would make it 110,000, and waits for 15. (In which order they are judged that are final together, the
//! agenda says: one of each service in turn, in a service the one first that was reported first.) Whoever slashes itself in order to hold up others wins one
//! `BreakerWindow` of delay at most: stake that answers cannot leave before then, that is part of the law of terms.
//!
//! A budget of 100 % stops nothing.

use crate::*;
use alloc::vec::Vec;
use frame_support::traits::Get;
use palisade_primitives::{
	Balance, Epoch, EpochClock, Offence, ServiceId, ServiceRegistry, SlashId, StakeView, Taken,
};
use pallet_slashing_runtime_api::{BreakerInfo, BudgetInfo};
use sp_runtime::{traits::Saturating, Perquintill};

impl<T: Config> Pallet<T> {
	/// Whether the breaker may stop `slash` in `now`: not again, and not when it is late by as much already.
	pub(crate) fn is_guarded(slash: &Slash<T::AccountId>, now: Epoch) -> bool {
		let last = slash.final_from.saturating_add(T::BreakerWindow::get());
		Self::breaker_is_on() && slash.stopped_until.is_none() && now < last
	}

	/// Whether there is anything that a budget does not let through.
	pub(crate) fn breaker_is_on() -> bool {
		!(T::ServiceBudget::get().is_one() && T::ChainBudget::get().is_one())
	}

	/// Whether it has to be added up first what is pledged to the service.
	pub(crate) fn lacks_totals(slash: &Slash<T::AccountId>, now: Epoch) -> bool {
		let Offence { service, epoch, .. } = slash.case.offence;
		Self::is_guarded(slash, now)
			&& !T::ServiceBudget::get().is_one()
			&& T::Stake::totals(service, epoch).is_none()
	}

	/// What was taken was worth at the charged epoch, in native units.
	pub(crate) fn value_of(slash: &Slash<T::AccountId>, taken: &[Taken]) -> Balance {
		let epoch = slash.case.offence.epoch;
		let values = taken.iter().map(|one| T::Stake::value_at(epoch, &one.asset, one.amount()));
		values.fold(0, |sum, value| sum.saturating_add(value))
	}

	/// Draws `value` on both budgets, or tells which one has no room for it and changes nothing.
	pub(crate) fn draw(slash: &Slash<T::AccountId>, value: Balance) -> Result<(), Scope> {
		let (service, charged) = (slash.service(), slash.case.offence.epoch);
		let scopes = [Scope::Service(service), Scope::Chain];
		let own = |scope| match scope {
			Scope::Service(_) => Self::budget_of_excluded(&slash.case.offence),
			Scope::Chain => 0,
		};
		for scope in scopes.into_iter().filter(|scope| !Self::share_of(*scope).is_one()) {
			let drawn = Self::drawn(scope, slash.final_from).saturating_add(value);
			if drawn > Self::budget(scope, charged).saturating_add(own(scope)) {
				return Err(scope);
			}
		}
		for scope in scopes {
			Self::note_drawn(scope, slash.final_from, value);
		}
		Ok(())
	}

	/// Which share of what `scope` guards may be executed in one epoch.
	fn share_of(scope: Scope) -> Perquintill {
		match scope {
			Scope::Chain => T::ChainBudget::get(),
			Scope::Service(_) => T::ServiceBudget::get(),
		}
	}

	/// What may be executed in one epoch of what was pledged at `charged`; 0 where nobody knows what that was.
	fn budget(scope: Scope, charged: Epoch) -> Balance {
		let guarded = match scope {
			Scope::Chain => T::Stake::pledged_value(charged),
			Scope::Service(service) => T::Stake::totals(service, charged).unwrap_or_default().value,
		};
		Self::share_of(scope).mul_floor(guarded)
	}

	/// What an accused adds to the budget of its service that did not count as a member at the charged epoch, as it was jailed or
	/// had too little: its stake answers all the same.
	fn budget_of_excluded(offence: &Offence<T::AccountId>) -> Balance {
		let Offence { operator, service, epoch } = offence;
		match T::Jurisdiction::counting_value(*service, operator, *epoch) {
			Some(_) => 0,
			None => T::ServiceBudget::get().mul_floor(Self::value_at_stake(offence)),
		}
	}

	/// What slashes that are final in `epoch` took.
	fn drawn(scope: Scope, epoch: Epoch) -> Balance {
		let drawn = Drawn::<T>::get(scope);
		drawn.iter().find(|(of, _)| *of == epoch).map_or(0, |(_, value)| *value)
	}

	/// Notes that a slash that is final in `epoch` took `value`, and forgets epochs of which none is stopped any more.
	fn note_drawn(scope: Scope, epoch: Epoch, value: Balance) {
		let (now, window) = (T::Clock::current_epoch(), T::BreakerWindow::get());
		Drawn::<T>::mutate(scope, |drawn| {
			drawn.retain(|(of, _)| of.saturating_add(window) > now);
			match drawn.iter_mut().find(|(of, _)| *of == epoch) {
				Some((_, sum)) => sum.saturating_accrue(value),
				// One for each epoch of the window, which is shorter than U.
				None => drawn.force_push((epoch, value)),
			}
		});
	}

	/// Delays a slash for which `scope` has no room.
	pub(crate) fn stop(id: SlashId, mut slash: Slash<T::AccountId>, scope: Scope) {
		let until = slash.final_from.saturating_add(T::BreakerWindow::get());
		slash.stopped_until = Some(until);
		Self::schedule(id, &mut slash, until);
		Slashes::<T>::insert(id, slash);
		Self::deposit_event(Event::Stopped { slash: id, scope, until });
	}

	/// See [`pallet_slashing_runtime_api::SlashingApi::breaker`]. Seven reads.
	pub fn breaker(service: ServiceId, epoch: Epoch) -> BreakerInfo {
		let known = T::Stake::totals(service, epoch).is_some();
		let budget = |scope| BudgetInfo {
			drawn: Self::drawn(scope, epoch),
			budget: Self::budget(scope, epoch),
		};
		BreakerInfo {
			is_on: Self::breaker_is_on(),
			service: known.then(|| budget(Scope::Service(service))),
			chain: budget(Scope::Chain),
		}
	}

	/// Takes what `slash` takes, within the budgets where it is guarded. The scope that has no room, if one has none; then
	/// nothing that this did may stay.
	pub(crate) fn take_within_budgets(
		slash: &Slash<T::AccountId>,
		penalty: Perquintill,
		now: Epoch,
	) -> Result<Result<Vec<Taken>, Scope>, sp_runtime::DispatchError> {
		let taken = Self::take(slash, penalty, now)?;
		if Self::is_guarded(slash, now) {
			if let Err(scope) = Self::draw(slash, Self::value_of(slash, &taken)) {
				return Ok(Err(scope));
			}
		}
		Ok(Ok(taken))
	}
}
