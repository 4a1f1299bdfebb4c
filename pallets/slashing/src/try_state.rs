//! What is always so.

use crate::*;
use alloc::collections::{BTreeMap, BTreeSet};
use frame_support::{ensure, traits::fungible::InspectHold};
use palisade_primitives::{Balance, Epoch, EpochClock, ServiceRegistry};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Every index says what the slashes say, and the bonds that they name are held.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let now = T::Clock::current_epoch();
		let next = NextSlashId::<T>::get();
		let mut bonds = BTreeMap::<T::AccountId, Balance>::new();
		let mut rulings = BTreeMap::<(u32, T::AccountId), u32>::new();
		let (mut slashes, mut pending, mut cases, mut facts) = (0, 0, 0, 0);
		for (id, slash) in Slashes::<T>::iter() {
			slashes += 1;
			ensure!(id < next, "an id that was not given");
			ensure!(
				Agenda::<T>::contains_key((slash.due, slash.service(), Ordered::from(id))),
				"a slash that is not in the agenda"
			);
			for topic in &slash.facts {
				facts += 1;
				ensure!(Facts::<T>::get(&slash.case, topic) == Some(id), "an unknown fact");
			}
			ensure!(!slash.facts.is_empty(), "a slash without a fact");
			let overturned = matches!(slash.stage, Stage::Overturned { .. });
			let listed = Convictions::<T>::get(Self::record_key(&slash.case))
				.iter()
				.any(|conviction| conviction.slash == id);
			let named = Cases::<T>::get(&slash.case) == Some(id);
			ensure!(named != overturned, "a case has its slash until that is overturned");
			cases += u32::from(named);
			if slash.is_pending() {
				pending += 1;
				ensure!(listed, "a pending slash is listed as a conviction");
				ensure!(slash.due >= slash.final_from, "due before it is final");
				ensure!(slash.final_from >= slash.reported, "final before its report");
				let operator = slash.case.offence.operator.clone();
				ensure!(
					PendingOf::<T>::contains_key(&operator, id),
					"a pending slash that is not listed"
				);
				if slash.is_subjective() {
					*rulings.entry((slash.service(), operator)).or_default() += 1;
				}
				if let Some(reporter) = &slash.reporter {
					*bonds.entry(reporter.clone()).or_default() += slash.bond;
				}
			} else {
				ensure!(!overturned || !listed, "an overturned slash is no conviction");
			}
		}
		ensure!(PendingOf::<T>::iter_keys().count() == pending, "pending slashes");
		ensure!(Cases::<T>::iter_keys().count() as u32 == cases, "cases");
		ensure!(Facts::<T>::iter_keys().count() == facts, "facts");
		let agenda: BTreeSet<_> = Agenda::<T>::iter_keys().collect();
		ensure!(agenda.len() == slashes, "the agenda");
		ensure!(
			LastTurn::<T>::get().epoch <= now
				&& agenda.iter().all(|(due, ..)| *due >= LastTurn::<T>::get().epoch),
			"the agenda goes forward"
		);
		let open: BTreeMap<_, _> = OpenRulings::<T>::iter()
			.map(|(service, operator, open)| ((service, operator), open))
			.collect();
		ensure!(open == rulings, "open rulings");
		ensure!(open.values().all(|open| *open <= MAX_OPEN_RULINGS), "too many open rulings");
		for (reporter, bond) in bonds {
			let held = T::Currency::balance_on_hold(&HoldReason::ReportBond.into(), &reporter);
			ensure!(held == bond, "bonds are held, and nothing else");
		}
		Self::try_duties(now)?;
		for (_, _, sentences) in Sentences::<T>::iter() {
			ensure!(sentences.iter().all(|s| s.from < s.until), "a sentence of no time");
		}
		Ok(())
	}
	/// What is attested is of enrolled duties, and counts what the registry says; what services paid for is within bounds.
	fn try_duties(now: Epoch) -> Result<(), TryRuntimeError> {
		let starts = EpochStarts::<T>::get();
		ensure!(
			starts.windows(2).all(|two| two[0].0 < two[1].0 && two[0].1 <= two[1].1),
			"epochs begin one after another"
		);
		ensure!(starts.last().is_none_or(|(epoch, _)| *epoch <= now), "an epoch to come");
		let assessed = AssessedEpoch::<T>::get();
		let mut load = BTreeMap::<Epoch, u32>::new();
		for (epoch, _, duty) in Duties::<T>::iter() {
			ensure!((assessed..=now).contains(&epoch), "a duty of no epoch in question");
			ensure!(
				duty.assessment.is_none() || epoch == assessed,
				"one epoch is assessed at a time"
			);
			*load.entry(epoch).or_default() += duty.attestations;
		}
		for (epoch, paid_for) in DutyLoad::<T>::iter() {
			let open = load.remove(&epoch).unwrap_or(0);
			ensure!(
				if epoch == assessed { open <= paid_for } else { open == paid_for },
				"what services paid for"
			);
		}
		ensure!(load.is_empty(), "a duty that nobody paid for");
		for ((epoch, service, operator), attendance) in Attendances::<T>::iter() {
			ensure!(Duties::<T>::contains_key(epoch, service), "an attendance without a duty");
			ensure!(attendance.attested.count() > 0, "an attendance of nothing");
			ensure!(
				T::Jurisdiction::counting_value(service, &operator, epoch)
					== Some(attendance.value),
				"an attendance counts what the member counted"
			);
		}
		Ok(())
	}
}
