//! Which periods are due, and who missed too many of them.

use super::*;
use crate::{evidence::Fact, facts::share};
use alloc::{vec, vec::Vec};
use frame_support::weights::WeightMeter;
use palisade_primitives::{Offence, ServiceId, ServiceRegistry, StakeView};
use palisade_terms::MAX_OPERATORS;
use sp_core::H256;
use sp_runtime::{traits::Saturating, Weight};

/// How many members were looked at, of how many the value was looked up, and how many were reported.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(crate) struct Judged {
	pub looked_at: u32,
	pub looked_up: u32,
	pub reported: u32,
}

impl Judged {
	/// All that are judged at once.
	pub const AT_MOST: Self =
		Self { looked_at: JUDGED_AT_ONCE, looked_up: JUDGED_AT_ONCE, reported: JUDGED_AT_ONCE };
}

impl<T: Config> Pallet<T> {
	/// Assesses the duties of the epochs whose attestations are over, within `budget`. Returns what that took.
	pub(crate) fn assess(budget: Weight) -> Weight {
		let mut meter = WeightMeter::with_limit(budget);
		let now = T::Clock::current_epoch();
		let before = AssessedEpoch::<T>::get();
		let mut epoch = before;
		while epoch.saturating_add(DUTY_ASSESSED_AFTER) <= now
			&& meter.try_consume(T::WeightInfo::next_duty()).is_ok()
		{
			let Some(service) = Duties::<T>::iter_key_prefix(epoch).next() else {
				DutyLoad::<T>::remove(epoch);
				epoch.saturating_inc();
				continue;
			};
			let Some(weight) = Self::assess_service(service, epoch, meter.remaining()) else {
				break;
			};
			meter.consume(weight);
		}
		if epoch != before {
			AssessedEpoch::<T>::put(epoch);
		}
		meter.consumed()
	}

	/// Does the next step of the assessment of `service`, if it takes no more than `room`. Returns what it took.
	pub(crate) fn assess_service(service: ServiceId, epoch: Epoch, room: Weight) -> Option<Weight> {
		let mut duty = Duties::<T>::get(epoch, service)?;
		let Some(assessment) = duty.assessment.as_mut() else {
			let totals = T::Stake::totals(service, epoch);
			if totals.is_none() {
				let weight = T::Stake::add_up_weight();
				if weight.any_gt(room) {
					return None;
				}
				if T::Stake::add_up(service, epoch).is_ok() {
					return Some(weight);
				}
			}
			if T::WeightInfo::find_due(MAX_OPERATORS).any_gt(room) {
				return None;
			}
			// Where nobody knows what its members pledged, nobody can tell an outage from an absence.
			let (due, read) = match totals {
				Some(totals) => Self::due_periods(service, epoch, &duty, totals.value),
				None => Default::default(),
			};
			duty.assessment = Some(Assessment { due, absent: 0, last: None });
			Duties::<T>::insert(epoch, service, duty);
			return Some(T::WeightInfo::find_due(read));
		};
		if Self::judging_weight(Judged::AT_MOST).any_gt(room) {
			return None;
		}
		let judged = Self::judge(service, epoch, &duty.terms, assessment);
		if judged.looked_at == JUDGED_AT_ONCE {
			Duties::<T>::insert(epoch, service, duty);
		} else {
			let (due, absent) = (assessment.due.count(), assessment.absent);
			Duties::<T>::remove(epoch, service);
			Self::deposit_event(Event::DutyAssessed { service, epoch, due, absent });
		}
		Some(Self::judging_weight(judged))
	}

	/// What it costs to judge members.
	pub(crate) fn judging_weight(judged: Judged) -> Weight {
		let each = T::WeightInfo::report_absence();
		T::WeightInfo::judge(judged.looked_at)
			.saturating_add(T::Stake::look_up_weight(judged.looked_up))
			.saturating_add(each.saturating_mul(judged.reported.into()))
	}

	/// The periods of `epoch` that are due, and how many attendances were read for that. `total`: the value of all members that
	/// count.
	pub(crate) fn due_periods(
		service: ServiceId,
		epoch: Epoch,
		duty: &Duty<T::AccountId>,
		total: Balance,
	) -> (Periods, u32) {
		let starts = EpochStarts::<T>::get();
		let start = |after| start_of(&starts, epoch.saturating_add(after));
		let known = starts.first().is_some_and(|(first, _)| *first <= epoch);
		let (Some(start), Some(next), Some(end), true) = (start(0), start(1), start(2), known)
		else {
			return Default::default();
		};
		let (first, last) = (duty.terms.first_from(start), duty.terms.first_from(next));
		let places = 0..last.saturating_sub(first).min(MAX_PERIODS.into()) as u32;

		let mut attested = vec![0; places.len()];
		let attendances = Attendances::<T>::iter_prefix_values((epoch, service));
		let mut read = 0;
		for Attendance { value, attested: periods } in attendances.take(MAX_OPERATORS as usize) {
			read.saturating_inc();
			for place in periods.iter() {
				if let Some(sum) = attested.get_mut(place as usize) {
					*sum = value.saturating_add(*sum);
				}
			}
		}
		let mut due = Periods::default();
		for ((place, period), attested) in places.zip(first..).zip(attested) {
			// Whole units: more than a third exactly if more than a third rounded down.
			let is_outage = total.saturating_sub(attested) > total / 3;
			if !is_outage && duty.terms.may_be_due(period, duty.enrolled_at, end) {
				due.insert(place);
			}
		}
		(due, read)
	}

	/// Judges the next members, and forgets what they attested.
	pub(crate) fn judge(
		service: ServiceId,
		epoch: Epoch,
		terms: &DutyTerms,
		assessment: &mut Assessment<T::AccountId>,
	) -> Judged {
		let due = assessment.due.count();
		let page: Vec<_> =
			T::Jurisdiction::members_after(service, assessment.last.as_ref(), JUDGED_AT_ONCE);
		let mut judged = Judged::default();
		for operator in page {
			judged.looked_at.saturating_inc();
			assessment.last = Some(operator.clone());
			let attended = Attendances::<T>::take((epoch, service, &operator));
			let counts = attended.is_some() || {
				judged.looked_up.saturating_inc();
				T::Jurisdiction::counting_value(service, &operator, epoch).is_some()
			};
			let attested = attended.map(|attendance| attendance.attested).unwrap_or_default();
			let missed = assessment.due.count_without(&attested);
			if counts && !terms.tolerates(missed, due) {
				judged.reported.saturating_inc();
				let offence = Offence { operator, service, epoch };
				let severity = share(missed.into(), due.into());
				Self::report_absence(offence, terms.condition, severity);
				assessment.absent.saturating_inc();
			}
		}
		judged
	}

	/// Reports that a member was absent.
	pub(crate) fn report_absence(
		offence: Offence<T::AccountId>,
		condition: u8,
		severity: Perquintill,
	) {
		let case = Case { offence, condition };
		// There is one fact of a case.
		let fact = Fact { topic: H256::zero(), severity };
		let reported = Self::law_of(&case)
			.and_then(|(law, _)| Self::report_fact(None, case.clone(), law, fact));
		if let Err(error) = reported {
			let Offence { operator, service, epoch } = case.offence;
			Self::deposit_event(Event::AbsenceNotReported { service, operator, epoch, error });
		}
	}
}
