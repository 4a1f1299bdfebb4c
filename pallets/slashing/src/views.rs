//! What the runtime API answers.

use crate::*;
use alloc::vec::Vec;
use frame_support::storage::{with_transaction, TransactionOutcome};
use palisade_primitives::{
	Epoch, EpochClock, Liability, Offence, Page, ServiceId, SlashId, StakeView, MAX_PAGE,
};
use palisade_terms::{Fact, Facts as FormulaFacts, Jurisdiction};
use pallet_slashing_runtime_api::{Outcome, PoolEffect, Preview, SlashInfo};
use sp_runtime::{DispatchError, Perquintill};

impl<T: Config> Pallet<T> {
	/// See [`pallet_slashing_runtime_api::SlashingApi::slash`]. Two reads.
	pub fn slash(id: SlashId) -> Option<SlashInfo<T::AccountId>> {
		Slashes::<T>::get(id).map(|slash| Self::slash_info(id, slash))
	}

	/// See [`pallet_slashing_runtime_api::SlashingApi::pending`]. Reads one entry more than it returns.
	pub fn pending(
		operator: &T::AccountId,
		from: Option<SlashId>,
		limit: u32,
	) -> Page<(SlashId, SlashInfo<T::AccountId>), SlashId> {
		let limit = limit.min(MAX_PAGE) as usize;
		// Iteration starts behind the given key, so the first entry is looked up.
		let first = from.filter(|id| PendingOf::<T>::contains_key(operator, id));
		let rest = match from {
			None => PendingOf::<T>::iter_key_prefix(operator),
			Some(id) => PendingOf::<T>::iter_key_prefix_from(
				operator,
				PendingOf::<T>::hashed_key_for(operator, id),
			),
		};
		let mut all = first.into_iter().chain(rest);
		let items =
			all.by_ref().take(limit).filter_map(|id| Some((id, Self::slash(id)?))).collect();
		Page { items, next: all.next() }
	}

	fn slash_info(id: SlashId, slash: Slash<T::AccountId>) -> SlashInfo<T::AccountId> {
		let outcome = match &slash.stage {
			Stage::Pending => Outcome::Pending { penalty: Self::penalty(id, &slash) },
			Stage::Overturned { frivolous } => Outcome::Overturned { frivolous: *frivolous },
			Stage::Executed { penalty, taken } => {
				Outcome::Executed { penalty: *penalty, taken: taken.to_vec() }
			},
		};
		let Slash {
			case,
			severity,
			reporter,
			bond,
			reported,
			final_from,
			stopped_until,
			upheld,
			limit,
			..
		} = slash;
		SlashInfo {
			offence: case.offence,
			condition: case.condition,
			severity,
			reporter,
			bond,
			reported,
			final_from,
			stopped_until,
			upheld,
			limit,
			outcome,
		}
	}

	/// See [`pallet_slashing_runtime_api::SlashingApi::preview`]. Opens and executes the slash, and takes both back.
	pub fn preview(
		service: ServiceId,
		condition: u8,
		operator: T::AccountId,
		epoch: Epoch,
		severity: Perquintill,
	) -> Option<Preview> {
		let case = Case { offence: Offence { operator, service, epoch }, condition };
		with_transaction(|| {
			let preview = Self::previewed(case, severity);
			TransactionOutcome::Rollback(Ok::<_, DispatchError>(preview))
		})
		.ok()?
	}

	/// See [`pallet_slashing_runtime_api::SlashingApi::facts`].
	pub fn facts_of(
		service: ServiceId,
		condition: u8,
		operator: T::AccountId,
		epoch: Epoch,
		severity: Perquintill,
	) -> Option<FormulaFacts> {
		let case = Case { offence: Offence { operator, service, epoch }, condition };
		with_transaction(|| {
			let slash = Self::imagined(case, severity);
			let facts = slash.map(|slash| Self::facts(NextSlashId::<T>::get(), &slash));
			TransactionOutcome::Rollback(Ok::<_, DispatchError>(facts))
		})
		.ok()?
	}

	/// The slash that a report would open, as if its window were over; where it depends on other members' convictions, as of when
	/// it would be final. Adds up what a report would.
	fn imagined(case: Case<T::AccountId>, severity: Perquintill) -> Option<Slash<T::AccountId>> {
		let (law, _) = Self::law_of(&case).ok()?;
		Self::add_up_for(&case.offence, &law.condition);
		let now = T::Clock::current_epoch();
		let correlated = law.condition.penalty.formula.facts().any(Fact::is_correlation);
		let epoch = case.offence.epoch;
		Some(Slash {
			final_from: if correlated { Self::final_from(&law.condition, epoch, now) } else { now },
			standing: Self::standing(&case.offence, &law.condition).ok()?,
			limit: Self::highest_penalty(&law.condition),
			case,
			condition: law.condition,
			max_slash: law.max_slash,
			severity,
			facts: Default::default(),
			reporter: None,
			raised_by: None,
			bond: 0,
			reported: now,
			stopped_until: None,
			upheld: false,
			stage: Stage::Pending,
			due: now,
		})
	}

	fn previewed(case: Case<T::AccountId>, severity: Perquintill) -> Option<Preview> {
		let now = T::Clock::current_epoch();
		let id = NextSlashId::<T>::get();
		let slash = Self::imagined(case, severity)?;
		let offence = slash.case.offence.clone();
		let bond =
			if slash.is_immediate() { 0 } else { Self::bond(Self::value_at_stake(&offence)) };
		let penalty = Self::penalty(id, &slash);
		let at_stake = T::Liability::open(&offence).ok()?;
		let operator = &offence.operator;
		let active = |asset: &_| T::Stake::active_stake(operator, asset);
		let before: Vec<_> = at_stake.iter().map(|pool| active(&pool.asset)).collect();
		let taken = Self::take(&slash, penalty, now).ok()?;
		let stopped_by = match Self::is_guarded(&slash, now) {
			true => Self::draw(&slash, Self::value_of(&slash, &taken)).err(),
			false => None,
		};
		let pools = taken
			.into_iter()
			.zip(before)
			.map(|(taken, before)| PoolEffect {
				after: active(&taken.asset),
				asset: taken.asset,
				from_active: taken.from_active,
				from_exits: taken.from_exits,
				before,
			})
			.collect();
		let pledged = T::Jurisdiction::services_of(operator)
			.into_iter()
			.map(|service| (service, T::Stake::pledged_now(operator, service)))
			.collect();
		Some(Preview { penalty, bond, stopped: stopped_by.is_some(), pools, pledged })
	}
}
