//! What becomes of a fault, and of an absence.

use crate::*;
use frame_support::{
	defensive,
	traits::Get,
	weights::{Weight, WeightMeter},
	BoundedVec,
};
use palisade_primitives::{Epoch, EpochClock};
use palisade_terms::{ConsensusFault, ConsensusJudge, FaultOutcome, SeenFault};
use sp_runtime::{traits::Convert, PerThing, Perbill, Perquintill};

impl<T: Config> Pallet<T> {
	/// The epoch to which a fault of `session` is charged: that of the session before, whose stake elected its validators.
	pub fn charged_epoch(session: u32) -> Epoch {
		T::EpochOfSession::convert(session.saturating_sub(1))
	}

	/// Runs `report`, by which the chain's registry of offences learns of a `fault` and then tells of its offenders. That registry
	/// itself does not say which kind a fault is of.
	pub fn while_reporting<Outcome>(
		fault: ConsensusFault,
		report: impl FnOnce() -> Outcome,
	) -> Outcome {
		Reporting::<T>::put(fault);
		let outcome = report();
		Reporting::<T>::kill();
		outcome
	}

	/// Takes note of those who committed the fault that is [being reported](Self::while_reporting), and how severe it was.
	pub fn record_offenders(
		session: u32,
		offenders: impl IntoIterator<Item = (T::AccountId, Perbill)>,
	) {
		let Some(fault) = Reporting::<T>::get() else {
			defensive!("whoever reports an offence says which kind it is");
			return;
		};
		if fault == ConsensusFault::Unresponsiveness {
			return Self::record_absences(session, offenders.into_iter().map(|(who, _)| who));
		}
		for (operator, share) in offenders {
			let severity = Perquintill::from_rational(
				u64::from(share.deconstruct()),
				u64::from(Perbill::ACCURACY),
			);
			Self::record_fault(session, operator, fault, severity);
		}
	}

	/// Takes note of what `operator` did in `session`. One entry for each (session, operator, kind): the gravest counts. No
	/// severity is no fault. Two reads, two writes.
	pub fn record_fault(
		session: u32,
		operator: T::AccountId,
		fault: ConsensusFault,
		severity: Perquintill,
	) {
		let key = (Ordered::from(session), &operator, fault);
		let known = Recorded::<T>::get(key).unwrap_or(Perquintill::zero());
		if severity <= known {
			return;
		}
		Recorded::<T>::insert(key, severity);
		if fault != ConsensusFault::Unresponsiveness {
			Self::suspend(&operator);
		}
		Self::deposit_event(Event::FaultRecorded { session, operator, fault, severity });
	}

	/// Keeps `operator` from being elected in the rest of this epoch.
	fn suspend(operator: &T::AccountId) {
		let epoch = T::Clock::current_epoch();
		Suspended::<T>::mutate(|(of, suspended)| {
			if *of != epoch {
				*of = epoch;
				suspended.clear();
			}
			if !suspended.contains(operator) {
				// Of more than there is room for, nobody validates any more.
				let _ = suspended.try_push(operator.clone());
			}
		});
	}

	/// Takes note of who was absent in `session`. Whoever was for [`Config::MaxAbsence`] sessions on end has committed a fault.
	/// One read and one write, and as much for each fault.
	pub fn record_absences(session: u32, absent: impl IntoIterator<Item = T::AccountId>) {
		let before = LastAbsences::<T>::get()
			.filter(|last| last.session.saturating_add(1) == session)
			.map(|last| last.absent)
			.unwrap_or_default();
		let sessions_of = |who: &T::AccountId| {
			let known = before.iter().find(|(other, _)| other == who);
			known.map_or(0u32, |(_, sessions)| *sessions).saturating_add(1)
		};
		let mut listed = BoundedVec::default();
		for operator in absent {
			let sessions = sessions_of(&operator);
			if sessions < T::MaxAbsence::get() {
				// Not more than validators.
				let _ = listed.try_push((operator, sessions));
			} else {
				let fault = ConsensusFault::Unresponsiveness;
				Self::record_fault(session, operator, fault, Perquintill::one());
			}
		}
		LastAbsences::<T>::put(Absences { session, absent: listed });
	}

	/// Judges what was recorded, oldest session first, within `budget`. Returns what that took.
	pub(crate) fn judge_recorded(budget: Weight) -> Weight {
		let mut meter = WeightMeter::with_limit(budget);
		while meter.try_consume(T::WeightInfo::next_fault()).is_ok() {
			let Some((session, operator, fault)) = Recorded::<T>::iter_keys().next() else { break };
			if meter.try_consume(Self::judging_weight()).is_err() {
				break;
			}
			let key = (session, &operator, fault);
			let severity = Recorded::<T>::get(key).unwrap_or(Perquintill::zero());
			let session = u32::from(session);
			let charged = Self::charged_epoch(session);
			let seen = SeenFault { operator: operator.clone(), fault, session, charged, severity };
			let judged = frame_support::storage::with_storage_layer(|| T::Judge::judge(&seen));
			match judged {
				// The rest of the work goes on in the next block.
				Ok(FaultOutcome::Waits) => break,
				Ok(FaultOutcome::Reported) => {
					Recorded::<T>::remove(key);
					Self::deposit_event(Event::FaultJudged { session, operator, fault, charged });
				},
				Err(error) => {
					Recorded::<T>::remove(key);
					Self::deposit_event(Event::FaultNotJudged { session, operator, fault, error });
				},
			}
		}
		meter.consumed()
	}

	/// What it costs to judge one fault.
	pub(crate) fn judging_weight() -> Weight {
		T::WeightInfo::judge_recorded().saturating_add(T::Judge::judge_weight())
	}
}
