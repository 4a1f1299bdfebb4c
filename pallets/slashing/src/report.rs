//! What a report does: it finds the terms that judge the charged epoch, verifies the evidence, and opens the slash of the
//! case, or makes it more severe.

use crate::{
	evidence::{Elector, Electorate, Fact, Trial, Verifier},
	*,
};
use frame_support::{
	defensive, ensure,
	storage::with_storage_layer,
	traits::{Defensive, DefensiveOption, Get},
};
use palisade_primitives::{
	Balance, Epoch, EpochClock, Liability, Offence, PledgedStake, ServiceRegistry, SlashId,
	StakeView,
};
use palisade_terms::{Charged, Condition, Evidence, Fact as FormulaFact, Jurisdiction};
use sp_runtime::{traits::Zero, DispatchError, DispatchResult, Perquintill};

/// The law of a case in this runtime, and what the accused answers with.
type LawOf<T> =
	(Law<<T as frame_system::Config>::AccountId>, Charged<<T as frame_system::Config>::AccountId>);

/// The law of a case.
pub struct Law<AccountId> {
	/// The condition that applies.
	pub condition: Condition<AccountId>,
	/// The most that all conditions take together.
	pub max_slash: Perquintill,
}

impl<T: Config> Pallet<T> {
	/// See [`Call::report`].
	pub(crate) fn do_report(
		reporter: T::AccountId,
		case: Case<T::AccountId>,
		proof: &Proof<T::AccountId>,
	) -> Result<ReportSize, DispatchError> {
		let (law, charged) = Self::law_of(&case)?;
		let added_up = Self::add_up_for(&case.offence, &law.condition);
		let fact = proof
			.verify(&Trial {
				genesis: &frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero()),
				service: case.offence.service,
				epoch: case.offence.epoch,
				condition: case.condition,
				accused: &case.offence.operator,
				key: &charged.key,
				evidence: &law.condition.evidence,
				reporter: Some(&reporter),
				electorate: &Members::<T>::at(&case.offence),
			})
			.map_err(Error::<T>::from)?;
		let execution = Self::report_fact(Some(reporter), case, law, fact)?;
		Ok(ReportSize { execution, added_up })
	}

	/// Looks at a few members, if the service's totals are needed now and not known. So reports need nobody's help in services
	/// with few members.
	pub(crate) fn add_up_for(
		offence: &Offence<T::AccountId>,
		condition: &Condition<T::AccountId>,
	) -> bool {
		let by_formula = condition.penalty.formula.facts().any(FormulaFact::needs_totals);
		let by_evidence = matches!(condition.evidence, Evidence::QuorumAccusation { .. });
		let by_breaker = condition.resolution.window() == 0 && !T::ServiceBudget::get().is_one();
		let Offence { service, epoch, .. } = *offence;
		(by_formula || by_evidence || by_breaker)
			&& T::Stake::totals(service, epoch).is_none()
			&& T::Stake::add_up(service, epoch).is_ok()
	}

	/// The law of `case`, if a fact of it can be reported now.
	pub(crate) fn law_of(case: &Case<T::AccountId>) -> Result<LawOf<T>, DispatchError> {
		let Offence { operator, service, epoch } = &case.offence;
		let now = T::Clock::current_epoch();
		ensure!(*epoch <= now, Error::<T>::FutureEpoch);
		let charged =
			T::Jurisdiction::charged(*service, operator, *epoch).map_err(Error::<T>::from)?;
		let condition = charged.terms.conditions.get(usize::from(case.condition));
		let condition = condition.ok_or(Error::<T>::UnknownCondition)?.clone();
		let last = epoch.saturating_add(condition.evidence_age);
		ensure!(now <= last, Error::<T>::EvidenceTooOld);
		Ok((Law { condition, max_slash: charged.terms.max_slash_per_epoch }, charged))
	}

	/// Takes notice of a fact that was proven. `reporter` is `None` where the chain itself found out, as of the offences of
	/// its own consensus. Returns what the weight of the slash's execution goes by, were it executed as soon as it is final.
	pub fn report_fact(
		reporter: Option<T::AccountId>,
		case: Case<T::AccountId>,
		law: Law<T::AccountId>,
		fact: Fact,
	) -> Result<Size, DispatchError> {
		ensure!(!Facts::<T>::contains_key(&case, fact.topic), Error::<T>::AlreadyReported);
		with_storage_layer(|| match Cases::<T>::get(&case) {
			Some(id) => Self::raise(id, reporter, fact),
			None => Self::open(reporter, case, law, fact),
		})
	}

	/// Opens the slash of a case.
	fn open(
		reporter: Option<T::AccountId>,
		case: Case<T::AccountId>,
		law: Law<T::AccountId>,
		fact: Fact,
	) -> Result<Size, DispatchError> {
		let now = T::Clock::current_epoch();
		let id = NextSlashId::<T>::get();
		let next = id.checked_add(1).ok_or(Error::<T>::NoSlashIdLeft)?;
		let offence = case.offence.clone();
		let Law { condition, max_slash } = law;
		let standing = Self::standing(&offence, &condition)?;
		let mut slash = Slash {
			final_from: Self::final_from(&condition, offence.epoch, now),
			stopped_until: None,
			limit: Self::highest_penalty(&condition),
			standing,
			condition,
			max_slash,
			severity: fact.severity,
			facts: Default::default(),
			reporter,
			raised_by: None,
			bond: 0,
			reported: now,
			upheld: false,
			stage: Stage::Pending,
			due: now,
			case,
		};
		if slash.is_subjective() {
			Self::count_ruling(&offence)?;
		}
		T::Liability::open(&offence)?;
		Self::take_bond(&mut slash)?;
		Self::remember_fact(id, &mut slash, fact)?;
		NextSlashId::<T>::put(next);
		Cases::<T>::insert(&slash.case, id);
		PendingOf::<T>::insert(&offence.operator, id, ());
		Self::convict(id, &slash, now)?;
		Self::list_convict(&slash)?;
		let due = slash.final_from;
		Self::schedule(id, &mut slash, due);
		Self::deposit_event(Event::Reported {
			slash: id,
			offence,
			condition: slash.case.condition,
			severity: slash.severity,
			reporter: slash.reporter.clone(),
			bond: slash.bond,
			final_from: slash.final_from,
		});
		Self::sentence(id, &slash, now);
		let size = Size::of(&slash, slash.final_from);
		// What the chain reports, the agenda executes in its own budget. Where the service's totals are still to be added up,
		// the next blocks do that first.
		let is_ready =
			slash.is_immediate() && slash.reporter.is_some() && !Self::lacks_totals(&slash, now);
		Slashes::<T>::insert(id, slash);
		if is_ready {
			// Should it fail, it stands in the agenda.
			if let Err(error) = Self::do_execute(id) {
				Self::deposit_event(Event::ExecutionFailed { slash: id, error });
			}
		}
		Ok(size)
	}

	/// Makes a slash more severe, and starts its window again. What the resolver and governance said was said of a lesser
	/// offence.
	fn raise(
		id: SlashId,
		reporter: Option<T::AccountId>,
		fact: Fact,
	) -> Result<Size, DispatchError> {
		let now = T::Clock::current_epoch();
		let mut slash = Slashes::<T>::get(id).defensive_ok_or(Error::<T>::Defensive)?;
		ensure!(slash.is_open(now), Error::<T>::AlreadyFinal);
		ensure!(fact.severity > slash.severity, Error::<T>::NotMoreSevere);
		Self::remember_fact(id, &mut slash, fact)?;
		slash.severity = fact.severity;
		slash.reported = now;
		slash.upheld = false;
		slash.limit = Self::highest_penalty(&slash.condition);
		slash.raised_by.clone_from(&reporter);
		let final_from = Self::final_from(&slash.condition, slash.case.offence.epoch, now);
		Self::set_final(id, &mut slash, final_from);
		Self::deposit_event(Event::Raised {
			slash: id,
			severity: slash.severity,
			reporter,
			final_from,
		});
		Self::sentence(id, &slash, now);
		let size = Size::of(&slash, final_from);
		Slashes::<T>::insert(id, slash);
		Ok(size)
	}

	/// The first epoch in which nobody can object to what is reported `now`: `report + window + 1`, or at once. Where the formula
	/// reads other members' convictions, as if it were reported as late as possible: so all of the charged epoch are final at once.
	pub(crate) fn final_from(
		condition: &Condition<T::AccountId>,
		charged: Epoch,
		now: Epoch,
	) -> Epoch {
		let correlated = condition.penalty.formula.facts().any(FormulaFact::is_correlation);
		let from = if correlated { charged.saturating_add(condition.evidence_age) } else { now };
		match condition.resolution.window() {
			0 => now,
			window => from.saturating_add(window).saturating_add(1),
		}
	}

	/// The slash is final from another epoch on.
	pub(crate) fn set_final(id: SlashId, slash: &mut Slash<T::AccountId>, final_from: Epoch) {
		slash.final_from = final_from;
		Self::schedule(id, slash, final_from);
		Convictions::<T>::mutate(Self::record_key(&slash.case), |convictions| {
			match convictions.iter_mut().find(|conviction| conviction.slash == id) {
				Some(conviction) => conviction.final_from = final_from,
				None => {
					defensive!("a pending slash is listed");
				},
			}
		});
	}

	/// Remembers a fact, so that it is reported once. Where the chain verified it and there are many, its severity is
	/// enough: a slash takes nothing that is not more severe.
	fn remember_fact(id: SlashId, slash: &mut Slash<T::AccountId>, fact: Fact) -> DispatchResult {
		if slash.facts.try_push(fact.topic).is_ok() {
			Facts::<T>::insert(&slash.case, fact.topic, id);
			return Ok(());
		}
		ensure!(!slash.is_subjective(), Error::<T>::TooManyFacts);
		Ok(())
	}

	/// Lists the slash as a conviction, dropping those that no formula can read any more.
	fn convict(id: SlashId, slash: &Slash<T::AccountId>, now: Epoch) -> DispatchResult {
		let conviction =
			Conviction { slash: id, final_from: slash.final_from, immediate: slash.is_immediate() };
		Convictions::<T>::try_mutate(Self::record_key(&slash.case), |convictions| {
			let kept = REMEMBERED_EPOCHS.saturating_mul(2);
			convictions.retain(|old| old.final_from.saturating_add(kept) >= now);
			convictions.try_push(conviction).defensive().map_err(|_| Error::<T>::Defensive.into())
		})
	}

	/// Forgets the conviction by a slash that is overturned.
	pub(crate) fn acquit(id: SlashId, case: &Case<T::AccountId>) {
		Convictions::<T>::mutate_exists(Self::record_key(case), |stored| {
			if let Some(convictions) = stored {
				convictions.retain(|conviction| conviction.slash != id);
				if convictions.is_empty() {
					*stored = None;
				}
			}
		});
	}

	/// Where convictions of the case's operator under its condition stand.
	pub(crate) fn record_key(
		case: &Case<T::AccountId>,
	) -> (palisade_primitives::ServiceId, T::AccountId, u8) {
		(case.offence.service, case.offence.operator.clone(), case.condition)
	}

	/// Counts one more slash that rests on somebody's word.
	fn count_ruling(offence: &Offence<T::AccountId>) -> DispatchResult {
		OpenRulings::<T>::try_mutate(offence.service, &offence.operator, |open| {
			ensure!(*open < MAX_OPEN_RULINGS, Error::<T>::TooManyOpenRulings);
			*open = open.saturating_add(1);
			Ok(())
		})
	}

	/// What is so of every slash that waits no more: it is remembered for a while, and no index lists it.
	pub(crate) fn settle(id: SlashId, slash: &mut Slash<T::AccountId>, now: Epoch) {
		let Offence { operator, service, .. } = &slash.case.offence;
		PendingOf::<T>::remove(operator, id);
		if slash.is_subjective() {
			OpenRulings::<T>::mutate_exists(service, operator, |open| {
				*open = open.map(|count| count.saturating_sub(1)).filter(|count| *count > 0);
			});
		}
		// Others that count this conviction are final as much later as formulas look back.
		let counted = if slash.is_correlated() { slash.condition.penalty.look_back } else { 0 };
		let remembered = REMEMBERED_EPOCHS.saturating_add(counted);
		Self::schedule(id, slash, now.saturating_add(remembered));
	}

	/// The value at stake at the charged epoch, in native units.
	pub(crate) fn value_at_stake(offence: &Offence<T::AccountId>) -> palisade_primitives::Balance {
		let pledged = T::Stake::pledged(&offence.operator, offence.service, offence.epoch);
		PledgedStake::value_of(&pledged)
	}
}

/// The members of a service that counted at the charged epoch.
struct Members<'a, T: Config> {
	offence: &'a Offence<T::AccountId>,
}

impl<'a, T: Config> Members<'a, T> {
	fn at(offence: &'a Offence<T::AccountId>) -> Self {
		Self { offence }
	}
}

impl<T: Config> Electorate<T::AccountId> for Members<'_, T> {
	fn value(&self) -> Option<Balance> {
		T::Stake::totals(self.offence.service, self.offence.epoch).map(|totals| totals.value)
	}

	fn elector(&self, who: &T::AccountId) -> Option<Elector> {
		let Offence { service, epoch, .. } = *self.offence;
		let value = T::Jurisdiction::counting_value(service, who, epoch)?;
		let key = T::Jurisdiction::charged(service, who, epoch).ok()?.key;
		Some(Elector { key, value })
	}
}
