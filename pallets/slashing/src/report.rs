//! What a report does: it finds the terms that judge the charged epoch, verifies the evidence, and opens the slash of the
//! case, or makes it more severe.

use crate::{
	evidence::{Fact, Trial, Verifier},
	*,
};
use frame_support::{
	defensive, ensure,
	storage::with_storage_layer,
	traits::{Defensive, DefensiveOption},
};
use palisade_primitives::{Epoch, EpochClock, Liability, Offence, SlashId, StakeView};
use palisade_terms::{Charged, Condition, Fact as FormulaFact, Jurisdiction};
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
	/// See [`Call::report`]. Returns how many epochs after the charged one, that one counted, the slash is executed.
	pub(crate) fn do_report(
		reporter: T::AccountId,
		case: Case<T::AccountId>,
		proof: &Proof,
	) -> Result<Epoch, DispatchError> {
		let (law, charged) = Self::law_of(&case)?;
		let fact = proof
			.verify(&Trial {
				genesis: &frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero()),
				service: case.offence.service,
				epoch: case.offence.epoch,
				key: &charged.key,
				evidence: &law.condition.evidence,
				reporter: Some(&reporter),
			})
			.map_err(Error::<T>::from)?;
		Self::report_fact(Some(reporter), case, law, fact)
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
		let known = |fact| matches!(fact, FormulaFact::Severity | FormulaFact::Repeats);
		ensure!(condition.penalty.formula.facts().all(known), Error::<T>::FactsUnavailable);
		Ok((Law { condition, max_slash: charged.terms.max_slash_per_epoch }, charged))
	}

	/// Takes notice of a fact that was proven. `reporter` is `None` where the chain itself found out, as of the offences of
	/// its own consensus. Returns what [`Self::do_report`] does.
	pub fn report_fact(
		reporter: Option<T::AccountId>,
		case: Case<T::AccountId>,
		law: Law<T::AccountId>,
		fact: Fact,
	) -> Result<Epoch, DispatchError> {
		ensure!(!Facts::<T>::contains_key(&case, fact.topic), Error::<T>::AlreadyReported);
		let charged = case.offence.epoch;
		let final_from = with_storage_layer(|| match Cases::<T>::get(&case) {
			Some(id) => Self::raise(id, reporter, fact),
			None => Self::open(reporter, case, law, fact),
		})?;
		Ok(final_from.saturating_sub(charged).saturating_add(1))
	}

	/// Opens the slash of a case. Returns from when on it is final.
	fn open(
		reporter: Option<T::AccountId>,
		case: Case<T::AccountId>,
		law: Law<T::AccountId>,
		fact: Fact,
	) -> Result<Epoch, DispatchError> {
		let now = T::Clock::current_epoch();
		let id = NextSlashId::<T>::get();
		let next = id.checked_add(1).ok_or(Error::<T>::NoSlashIdLeft)?;
		let offence = case.offence.clone();
		let Law { condition, max_slash } = law;
		let window = condition.resolution.window();
		let mut slash = Slash {
			condition,
			max_slash,
			severity: fact.severity,
			facts: Default::default(),
			reporter,
			bond: 0,
			reported: now,
			final_from: Self::final_from(now, window),
			upheld: false,
			limit: Perquintill::one(),
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
		let final_from = slash.final_from;
		let immediate = slash.is_immediate();
		Slashes::<T>::insert(id, slash);
		if immediate {
			// Should it fail, it stands in the agenda.
			if let Err(error) = Self::do_execute(id) {
				Self::deposit_event(Event::ExecutionFailed { slash: id, error });
			}
		}
		Ok(final_from)
	}

	/// Makes a slash more severe, and starts its window again. What the resolver and governance said was said of a lesser
	/// offence.
	fn raise(
		id: SlashId,
		reporter: Option<T::AccountId>,
		fact: Fact,
	) -> Result<Epoch, DispatchError> {
		let now = T::Clock::current_epoch();
		let mut slash = Slashes::<T>::get(id).defensive_ok_or(Error::<T>::Defensive)?;
		ensure!(slash.is_open(now), Error::<T>::AlreadyFinal);
		ensure!(fact.severity > slash.severity, Error::<T>::NotMoreSevere);
		Self::remember_fact(id, &mut slash, fact)?;
		slash.severity = fact.severity;
		slash.reported = now;
		slash.upheld = false;
		slash.limit = Perquintill::one();
		let final_from = Self::final_from(now, slash.condition.resolution.window());
		Self::set_final(id, &mut slash, final_from);
		Self::deposit_event(Event::Raised {
			slash: id,
			severity: slash.severity,
			reporter,
			final_from,
		});
		Self::sentence(id, &slash, now);
		Slashes::<T>::insert(id, slash);
		Ok(final_from)
	}

	/// The first epoch in which nobody can object to what is reported `now`: `report + window + 1`, or at once.
	fn final_from(now: Epoch, window: Epoch) -> Epoch {
		match window {
			0 => now,
			_ => now.saturating_add(window).saturating_add(1),
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
		Self::schedule(id, slash, now.saturating_add(REMEMBERED_EPOCHS));
	}

	/// The value at stake at the charged epoch, in native units.
	pub(crate) fn value_at_stake(offence: &Offence<T::AccountId>) -> palisade_primitives::Balance {
		let pledged = T::Stake::pledged(&offence.operator, offence.service, offence.epoch);
		pledged.iter().fold(0, |sum, stake| stake.value.saturating_add(sum))
	}
}
