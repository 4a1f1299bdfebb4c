//! What the runtime API answers. Reads only.

use crate::*;
use palisade_primitives::{EpochClock, Page, MAX_PAGE};
use palisade_terms::Terms;
use pallet_services_runtime_api::{MemberInfo, MembershipInfo, ServiceInfo, Standing};

impl<T: Config> Pallet<T> {
	/// See [`pallet_services_runtime_api::ServicesApi::service`].
	pub fn service(service: ServiceId) -> Option<ServiceInfo<T::AccountId>> {
		let now = T::Clock::current_epoch();
		let entry = Services::<T>::get(service)?;
		Some(ServiceInfo {
			version: entry.timeline.at(now).map_or(0, |version| version.number),
			announced: entry.timeline.announced(now).map(|v| (v.number, v.in_force_from)),
			members: if entry.stops_at.is_some() { 0 } else { entry.timeline.members(now) },
			owner: entry.owner,
			metadata: entry.metadata.into_inner(),
			stops_at: entry.stops_at,
		})
	}

	/// See [`pallet_services_runtime_api::ServicesApi::services`]. Reads at most as many entries as it may return.
	pub fn services(
		from: ServiceId,
		limit: u32,
	) -> Page<(ServiceId, ServiceInfo<T::AccountId>), ServiceId> {
		let end = from.saturating_add(limit.min(MAX_PAGE));
		let items = (from..end).filter_map(|id| Some((id, Self::service(id)?))).collect();
		Page { items, next: Some(end).filter(|end| *end < NextServiceId::<T>::get()) }
	}

	/// See [`pallet_services_runtime_api::ServicesApi::members`]. Reads one entry more than it returns.
	pub fn members(
		service: ServiceId,
		from: Option<T::AccountId>,
		limit: u32,
	) -> Page<MemberInfo<T::AccountId>, T::AccountId> {
		let Some(entry) = Services::<T>::get(service) else {
			return Page { items: Vec::new(), next: None };
		};
		let now = T::Clock::current_epoch();
		let limit = limit.min(MAX_PAGE) as usize;
		// Iteration starts behind the given key, so the first entry is looked up.
		let first = from
			.as_ref()
			.and_then(|from| Some((from.clone(), Memberships::<T>::get(service, from)?)));
		let rest = match &from {
			Some(from) => Memberships::<T>::iter_prefix_from(
				service,
				Memberships::<T>::hashed_key_for(service, from),
			),
			None => Memberships::<T>::iter_prefix(service),
		};
		let mut all = first.into_iter().chain(rest);
		let items: Vec<_> = all
			.by_ref()
			.take(limit)
			.map(|(operator, record)| Self::member_info(operator, record, &entry, now))
			.collect();
		Page { items, next: all.next().map(|(operator, _)| operator) }
	}

	/// See [`pallet_services_runtime_api::ServicesApi::membership`].
	pub fn membership(
		service: ServiceId,
		operator: &T::AccountId,
		epoch: Epoch,
	) -> Option<MembershipInfo> {
		let (version, key) = Self::member_at(service, operator, epoch)?;
		Some(MembershipInfo { version, key, counts: Self::counts_at(service, operator, epoch) })
	}

	fn member_info(
		operator: T::AccountId,
		record: MembershipOf<T>,
		entry: &ServiceOf<T>,
		now: Epoch,
	) -> MemberInfo<T::AccountId> {
		let end = record.ends_at(&entry.timeline, entry.stops_at);
		let standing = match (&record.application, record.spells.last()) {
			(Some(_), _) => Standing::Applicant,
			(None, Some(_)) if end.is_some_and(|end| end <= now) => Standing::Former,
			(None, Some(spell)) if spell.from > now => Standing::Joining,
			(None, Some(_)) if end.is_some() => Standing::Leaving,
			(None, Some(_)) => Standing::Member,
			(None, None) => Standing::Former,
		};
		let key = match &record.application {
			Some(application) => Some(application.key),
			None => record.keys.latest().map(|latest| latest.key),
		};
		MemberInfo {
			operator,
			standing,
			accepted: record.application.as_ref().map_or(record.accepted, |a| a.version),
			counts_from: record.spells.last().map(|spell| spell.from),
			stops_at: end,
			key,
		}
	}

	/// The services with which `operator` has a record. One read.
	pub fn services_of(operator: &T::AccountId) -> Vec<ServiceId> {
		OperatorServices::<T>::get(operator).into_inner()
	}

	/// See [`pallet_services_runtime_api::ServicesApi::version`]. One read.
	pub fn version(service: ServiceId, version: TermsVersion) -> Option<Terms<T::AccountId>> {
		TermsOf::<T>::get(service, version)
	}
}
