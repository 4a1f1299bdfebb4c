//! What an attestation does, and what it costs the service.

use super::*;
use frame_support::{
	defensive, ensure,
	traits::{fungible::Mutate, tokens::Preservation},
};
use palisade_primitives::{ServiceId, ServiceRegistry};
use palisade_terms::Jurisdiction;
use pallet_slashing_runtime_api::{DutyInfo, OpenPeriod};
use sp_runtime::{DispatchError, DispatchResult};

/// A period that can be attested.
struct Open {
	epoch: Epoch,
	terms: DutyTerms,
	period: u64,
	/// Among the periods of the epoch.
	place: u32,
}

impl<T: Config> Pallet<T> {
	/// See [`Call::attest`]. Returns whether the attestation enrolled the service's duty.
	pub(crate) fn do_attest(
		operator: T::AccountId,
		service: ServiceId,
		period: u32,
	) -> Result<bool, DispatchError> {
		let Open { epoch, terms, place, .. } = Self::open_period(&operator, service, period)?;
		let key = (epoch, service, operator);
		let mut attendance = match Attendances::<T>::get(&key) {
			Some(attendance) => attendance,
			None => {
				let value = T::Jurisdiction::counting_value(service, &key.2, epoch);
				let value = value.ok_or(Error::<T>::NotCounting)?;
				Attendance { value, attested: Default::default() }
			},
		};
		let is_new = attendance.attested.insert(place).ok_or(Error::<T>::PeriodNotCounted)?;
		ensure!(is_new, Error::<T>::AlreadyAttested);
		let enrols = !Duties::<T>::contains_key(epoch, service);
		if enrols {
			Self::enrol(service, epoch, terms)?;
		}
		Attendances::<T>::insert(&key, attendance);
		Self::deposit_event(Event::Attested { service, operator: key.2, epoch, period });
		Ok(enrols)
	}

	/// The epoch and place of a period that `operator` can attest now. Where the terms of the last two epochs disagree about what
	/// `period` is, the older of those that are open and not attested.
	fn open_period(
		operator: &T::AccountId,
		service: ServiceId,
		period: u32,
	) -> Result<Open, Error<T>> {
		let mut refusal = Error::NoDuty;
		let starts = EpochStarts::<T>::get();
		for (epoch, terms) in Self::recent_duties(service) {
			match Self::in_epoch(&starts, epoch, terms, period.into()) {
				Ok(open) => {
					let attendance = Attendances::<T>::get((epoch, service, operator));
					if attendance.is_none_or(|known| !known.attested.contains(open.place)) {
						return Ok(open);
					}
					refusal = Error::AlreadyAttested;
				},
				// What is attested needs no other reason.
				Err(_) if refusal == Error::AlreadyAttested => (),
				Err(error) => refusal = error,
			}
		}
		if refusal == Error::NoDuty && T::Jurisdiction::owner_and_members(service).is_none() {
			refusal = Error::UnknownService;
		}
		Err(refusal)
	}

	/// The duties of `service` in the last epoch and in this one, where it has any.
	fn recent_duties(service: ServiceId) -> impl Iterator<Item = (Epoch, DutyTerms)> {
		let now = T::Clock::current_epoch();
		let duty = move |epoch| {
			let terms = match Duties::<T>::get(epoch, service) {
				Some(duty) => duty.terms,
				None => DutyTerms::of(&T::Jurisdiction::terms(service, epoch)?)?,
			};
			Some((epoch, terms))
		};
		[now.checked_sub(1), Some(now)].into_iter().flatten().filter_map(duty)
	}

	/// A period that begins in `epoch`, if it is open.
	fn in_epoch(
		starts: &[(Epoch, Height)],
		epoch: Epoch,
		terms: DutyTerms,
		period: u64,
	) -> Result<Open, Error<T>> {
		let height = Self::height();
		let begins = terms.begins(period);
		ensure!(begins <= height, Error::PeriodNotBegun);
		let start = start_of(starts, epoch).ok_or(Error::PeriodOver)?;
		let is_later = start_of(starts, epoch.saturating_add(1)).is_some_and(|end| begins >= end);
		let over = begins < start || is_later || height >= terms.closes(period);
		ensure!(!over, Error::PeriodOver);
		let place = period.saturating_sub(terms.first_from(start));
		let place = u32::try_from(place).ok().filter(|place| *place < MAX_PERIODS);
		let place = place.ok_or(Error::PeriodNotCounted)?;
		Ok(Open { epoch, terms, period, place })
	}

	/// Has the owner of `service` pay for all attestations of `epoch`, within what the chain has room for.
	pub(crate) fn enrol(service: ServiceId, epoch: Epoch, terms: DutyTerms) -> DispatchResult {
		if AssessedEpoch::<T>::get() > epoch {
			defensive!("an epoch is assessed when nothing of it can be attested any more");
			return Err(Error::<T>::Defensive.into());
		}
		let (owner, members) =
			T::Jurisdiction::owner_and_members(service).ok_or(Error::<T>::UnknownService)?;
		let blocks = T::Clock::blocks_per_epoch();
		// At least one: somebody attests.
		let attestations = members.max(1).saturating_mul(terms.most_in(blocks).max(1));
		let load = DutyLoad::<T>::get(epoch).saturating_add(attestations);
		let room = T::DutyBudget::get().saturating_mul(blocks);
		ensure!(load <= room, Error::<T>::DutyBudgetExceeded);
		let paid = T::AttestationPrice::get().saturating_mul(attestations.into());
		if paid > 0 {
			T::Currency::transfer(&owner, &T::Treasury::get(), paid, Preservation::Preserve)
				.map_err(|_| Error::<T>::DutyUnpaid)?;
		}
		DutyLoad::<T>::insert(epoch, load);
		let duty = Duty { terms, enrolled_at: Self::height(), attestations, assessment: None };
		Duties::<T>::insert(epoch, service, duty);
		Self::deposit_event(Event::DutyEnrolled { service, epoch, attestations, paid });
		Ok(())
	}

	/// See [`pallet_slashing_runtime_api::SlashingApi::duty`].
	pub fn duty(service: ServiceId, operator: T::AccountId) -> Option<DutyInfo> {
		let height = Self::height();
		let starts = EpochStarts::<T>::get();
		let (_, latest) = Self::recent_duties(service).last()?;
		let mut open = alloc::vec::Vec::new();
		for (epoch, terms) in Self::recent_duties(service) {
			if T::Jurisdiction::counting_value(service, &operator, epoch).is_none() {
				continue;
			}
			let attendance = Attendances::<T>::get((epoch, service, &operator));
			// Grace is shorter than a period: no other one is open.
			let current = height.checked_div(terms.every.into()).unwrap_or(0);
			for period in [current.checked_sub(1), Some(current)].into_iter().flatten() {
				let Ok(found) = Self::in_epoch(&starts, epoch, terms, period) else { continue };
				open.push(OpenPeriod {
					period: found.period.try_into().ok()?,
					epoch,
					closes: terms.closes(period),
					attested: attendance
						.as_ref()
						.is_some_and(|known| known.attested.contains(found.place)),
				});
			}
		}
		let DutyTerms { condition, every, grace, tolerated } = latest;
		Some(DutyInfo { condition, every, grace, tolerated, open })
	}
}
