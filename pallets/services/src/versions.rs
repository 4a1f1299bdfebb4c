//! How a version of a service's terms becomes binding.
//!
//! Terms are numbered from 1. Version 1 is in force from the epoch in which the service is created; nobody is a member
//! yet. `update_terms` in epoch `t` **announces** the next version:
//!
//! ```text
//! epoch          t            t + 1          t + TermsNotice = f
//!                │ announced  │ still        │ version v + 1 in force from the start of f
//!                │ v in force │ v in force   │
//! member         └── accept_terms(v + 1) ────┘ in time: goes on under v + 1
//!                                            └ not at all: counts in no epoch ≥ f, as if it had left in f − 1
//! ```
//!
//! * One version is announced at a time ([`Error::TermsPending`]) and nothing retracts it. So every version that
//!   somebody accepted comes into force, and whoever accepted version `v` is never judged by another one.
//! * Whoever applies accepts the latest version, announced or in force, and counts no earlier than that version is in
//!   force. A member that accepted the announced one stays under the one in force until then.
//! * Silence is not consent: a member that did not accept in time has **lapsed**. Nothing runs at the boundary; whoever
//!   asks compares epochs ([`Timeline::lapses_at`]).
//! * The chain's own consensus, service 0, binds by notice alone: its members are bound by each version from the epoch on in
//!   which it is in force, whether or not they accepted it. Who does not want that leaves in time; nobody lapses.
//! * An offence is judged by the version in force at the start of its epoch ([`Timeline::at`]). Versions are kept
//!   while any of the last U + 1 epochs can ask for them, and are dropped by the next `update_terms`.
//!
//! With `TermsNotice ≥ 2` versions come into force at least two epochs apart, so at most [`MAX_VERSIONS`] are kept.

use crate::*;
use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::{
	defensive,
	traits::{Consideration, DefensiveOption, DefensiveTruncateFrom, Footprint, Get},
	BoundedVec,
};
use palisade_primitives::{EpochClock, StakeAssets, MAX_UNBONDING_EPOCHS};
use palisade_terms::{Limits, Terms};
use scale_info::TypeInfo;
use sp_runtime::{traits::ConstU32, DispatchError, DispatchResult};

/// Most versions of one service that are kept: the one in force at the start of the oldest answerable epoch, one for
/// every second epoch since, and the announced one.
pub const MAX_VERSIONS: u32 = MAX_UNBONDING_EPOCHS / 2 + 2;

/// A version of a service's terms.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Version {
	/// Counted from 1.
	pub number: TermsVersion,
	/// First epoch in which it is in force.
	pub in_force_from: Epoch,
	/// Memberships without a recorded end whose latest accepted version this is.
	pub members: u32,
	/// Bytes of the encoded terms.
	pub size: u32,
	/// The least U with which the terms are lawful.
	pub needs: Epoch,
}

/// Why members are bound by a version.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub enum Consent {
	/// They accepted it.
	Acceptance,
	/// It was announced in time, and they did not leave.
	Notice,
}

/// The versions of one service that can still be asked for.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Timeline {
	/// Oldest first. Never empty; numbers are consecutive, epochs grow.
	versions: BoundedVec<Version, ConstU32<MAX_VERSIONS>>,
	/// By [`Consent::Notice`] the oldest version counts all members.
	consent: Consent,
}

impl Timeline {
	/// The timeline of a service that is created in `now`.
	pub fn start(now: Epoch, size: u32, needs: Epoch, consent: Consent) -> Self {
		let first = Version { number: 1, in_force_from: now, members: 0, size, needs };
		Self { versions: BoundedVec::defensive_truncate_from(alloc::vec![first]), consent }
	}

	/// Why members are bound by a version.
	pub fn consent(&self) -> Consent {
		self.consent
	}

	/// All kept versions, oldest first.
	pub fn versions(&self) -> &[Version] {
		&self.versions
	}

	/// The version that was announced last, in force or not; `None` never happens.
	pub fn latest(&self) -> Option<&Version> {
		self.versions.last()
	}

	/// The version in force at the start of `epoch`; `None` before the first kept one.
	pub fn at(&self, epoch: Epoch) -> Option<&Version> {
		self.versions.iter().rev().find(|version| version.in_force_from <= epoch)
	}

	/// The version that is not in force yet in `now`.
	pub fn announced(&self, now: Epoch) -> Option<&Version> {
		self.latest().filter(|version| version.in_force_from > now)
	}

	/// First epoch in which whoever accepted no more than version `accepted` does not count.
	pub fn lapses_at(&self, accepted: TermsVersion) -> Option<Epoch> {
		let needs_more =
			|version: &&Version| self.consent == Consent::Acceptance && version.number > accepted;
		self.versions.iter().find(needs_more).map(|version| version.in_force_from)
	}

	/// The version by which whoever accepted version `accepted` is bound in `now`, if its membership goes on.
	pub fn binding(&self, accepted: TermsVersion, now: Epoch) -> TermsVersion {
		match self.consent {
			Consent::Acceptance => accepted,
			Consent::Notice => self.at(now).map_or(accepted, |version| version.number),
		}
	}

	/// Members that did not leave, nor lapse by `now`.
	pub fn members(&self, now: Epoch) -> u32 {
		let in_force = match self.consent {
			Consent::Acceptance => self.at(now).map_or(0, |version| version.number),
			Consent::Notice => 0,
		};
		self.versions
			.iter()
			.filter(|version| version.number >= in_force)
			.fold(0, |sum, version| sum.saturating_add(version.members))
	}

	/// Bytes of all kept terms.
	pub fn size(&self) -> u32 {
		self.versions.iter().fold(0, |sum, version| sum.saturating_add(version.size))
	}

	/// Adds the next version, `size` bytes long, in force from `in_force_from` and lawful from a U of `needs` on, and
	/// returns its number.
	pub(crate) fn announce(
		&mut self,
		in_force_from: Epoch,
		size: u32,
		needs: Epoch,
	) -> Option<TermsVersion> {
		let number = self.latest()?.number.checked_add(1)?;
		self.versions.try_push(Version { number, in_force_from, members: 0, size, needs }).ok()?;
		Some(number)
	}

	/// Drops the versions that no epoch from `oldest` on can ask for, and returns them.
	pub(crate) fn prune(&mut self, oldest: Epoch) -> Vec<Version> {
		let asked = self.versions.iter().rposition(|version| version.in_force_from <= oldest);
		let dropped: Vec<_> = self.versions.drain(..asked.unwrap_or(0)).collect();
		if self.consent == Consent::Notice {
			let bound = dropped.iter().fold(0u32, |sum, old| sum.saturating_add(old.members));
			if let Some(oldest) = self.versions.iter_mut().next() {
				oldest.members = oldest.members.saturating_add(bound);
			}
		}
		dropped
	}

	/// The version that counts those who accepted `accepted`.
	fn counted_by(&mut self, accepted: TermsVersion) -> Option<&mut Version> {
		match self.consent {
			Consent::Acceptance => {
				self.versions.iter_mut().find(|version| version.number == accepted)
			},
			Consent::Notice => self.versions.iter_mut().next(),
		}
	}

	/// Counts one more member that accepted `accepted`.
	pub(crate) fn count_in(&mut self, accepted: TermsVersion) {
		match self.counted_by(accepted) {
			Some(version) => version.members = version.members.saturating_add(1),
			None => {
				defensive!("nobody accepts a version that is not kept");
			},
		}
	}

	/// Counts one member less that accepted `accepted`. Nothing to do where that version is not kept any more: its
	/// members lapsed.
	pub(crate) fn count_out(&mut self, accepted: TermsVersion) {
		if let Some(version) = self.counted_by(accepted) {
			version.members = version.members.saturating_sub(1);
		}
	}
}

impl<T: Config> Pallet<T> {
	/// The first epoch that can still be asked about: U epochs ago, or the chain's first.
	pub fn oldest_answerable(now: Epoch) -> Epoch {
		now.saturating_sub(Self::unbonding_epochs())
	}

	/// U, never more than the histories have room for.
	pub(crate) fn unbonding_epochs() -> Epoch {
		T::UnbondingEpochs::get().min(MAX_UNBONDING_EPOCHS)
	}

	/// Version and terms of `service` in force at the start of `epoch`; `None` for an epoch that nobody can be asked
	/// about any more, and for one before the service was created. For a future epoch: as announced now.
	///
	/// Two reads.
	pub fn terms_at(
		service: ServiceId,
		epoch: Epoch,
	) -> Option<(TermsVersion, Terms<T::AccountId>)> {
		if epoch < Self::oldest_answerable(T::Clock::current_epoch()) {
			return None;
		}
		let number = Services::<T>::get(service)?.timeline.at(epoch)?.number;
		TermsOf::<T>::get(service, number).map(|terms| (number, terms))
	}

	/// See [`Call::create`].
	pub(crate) fn do_create(
		owner: T::AccountId,
		terms: Terms<T::AccountId>,
		metadata: BoundedVec<u8, T::MaxMetadata>,
	) -> DispatchResult {
		let service = NextServiceId::<T>::get();
		Self::check_terms(service, &terms)?;
		let next = service.checked_add(1).ok_or(Error::<T>::NoServiceIdLeft)?;
		let timeline = Self::first_version(&terms, Consent::Acceptance);
		let deposit =
			T::ServiceDeposit::new(&owner, Self::service_footprint(&metadata, &timeline))?;
		let entry = Service {
			owner: owner.clone(),
			metadata: metadata.clone(),
			timeline,
			stops_at: None,
			records: 0,
			deposit: Some(deposit),
		};
		NextServiceId::<T>::put(next);
		Self::store_new(service, entry, terms);
		Self::deposit_event(Event::Created { service, owner, metadata });
		Ok(())
	}

	/// The timeline of a service whose first `terms` are in force from now on.
	pub(crate) fn first_version(terms: &Terms<T::AccountId>, consent: Consent) -> Timeline {
		let needs = terms.requires_unbonding(T::BreakerWindow::get());
		let now = T::Clock::current_epoch();
		Timeline::start(now, terms.encoded_size() as u32, needs, consent)
	}

	/// Stores a new service with its first `terms`.
	pub(crate) fn store_new(service: ServiceId, entry: ServiceOf<T>, terms: Terms<T::AccountId>) {
		for version in entry.timeline.versions() {
			Self::count_needed(version.needs);
			TermsOf::<T>::insert(service, version.number, &terms);
		}
		Services::<T>::insert(service, entry);
	}

	/// See [`Call::update_terms`]. Returns how many versions were dropped.
	pub(crate) fn do_update_terms(
		owner: T::AccountId,
		service: ServiceId,
		terms: Terms<T::AccountId>,
	) -> Result<u32, DispatchError> {
		let mut entry = Self::open_service_of(&owner, service)?;
		let now = T::Clock::current_epoch();
		ensure!(entry.timeline.announced(now).is_none(), Error::<T>::TermsPending);
		Self::check_terms(service, &terms)?;
		let from = now.saturating_add(T::TermsNotice::get().max(MIN_TERMS_NOTICE));
		let dropped = entry.timeline.prune(Self::oldest_answerable(now));
		let needs = terms.requires_unbonding(T::BreakerWindow::get());
		let number = entry
			.timeline
			.announce(from, terms.encoded_size() as u32, needs)
			.defensive_ok_or(Error::<T>::Defensive)?;
		let footprint = Self::service_footprint(&entry.metadata, &entry.timeline);
		Self::update_deposit(&mut entry, footprint)?;

		for version in &dropped {
			Self::drop_version(service, version);
		}
		TermsOf::<T>::insert(service, number, terms);
		Self::count_needed(needs);
		Services::<T>::insert(service, entry);
		Self::deposit_event(Event::TermsAnnounced {
			service,
			version: number,
			in_force_from: from,
		});
		Ok(dropped.len() as u32)
	}

	/// See [`Call::accept_terms`].
	pub(crate) fn do_accept_terms(
		operator: T::AccountId,
		service: ServiceId,
		version: TermsVersion,
	) -> DispatchResult {
		let mut entry = Self::open_service(service)?;
		let mut member = Self::member_record(&entry, service, &operator)?;
		ensure!(member.accepted != version, Error::<T>::AlreadyAccepted);
		let announced = entry.timeline.announced(T::Clock::current_epoch());
		ensure!(announced.is_some_and(|v| v.number == version), Error::<T>::VersionNotAnnounced);
		entry.timeline.count_out(member.accepted);
		entry.timeline.count_in(version);
		member.accepted = version;
		Services::<T>::insert(service, entry);
		Memberships::<T>::insert(service, &operator, member);
		Self::deposit_event(Event::TermsAccepted { service, operator, version });
		Ok(())
	}

	/// One more kept version needs a U of `needs`.
	fn count_needed(needs: Epoch) {
		NeededUnbonding::<T>::mutate(needs, |versions| *versions = versions.saturating_add(1));
	}

	/// Forgets the terms of a version that nobody can ask for any more.
	pub(crate) fn drop_version(service: ServiceId, version: &Version) {
		TermsOf::<T>::remove(service, version.number);
		NeededUnbonding::<T>::mutate_exists(version.needs, |versions| {
			*versions = versions.and_then(|count| count.checked_sub(1)).filter(|count| *count > 0);
		});
	}

	/// Makes the owner's deposit the price of `footprint`.
	pub(crate) fn update_deposit(entry: &mut ServiceOf<T>, footprint: Footprint) -> DispatchResult {
		if let Some(deposit) = entry.deposit.take() {
			entry.deposit = Some(deposit.update(&entry.owner, footprint)?);
		}
		Ok(())
	}

	/// Fails where `terms` are not lawful now. Reads each accepted asset's registration.
	pub(crate) fn check_terms(service: ServiceId, terms: &Terms<T::AccountId>) -> DispatchResult {
		let limits = Limits {
			unbonding: T::AssuredUnbonding::get().min(MAX_UNBONDING_EPOCHS),
			breaker_window: T::BreakerWindow::get(),
			consensus: service == CONSENSUS_SERVICE,
		};
		terms.check(&limits).map_err(Error::<T>::from)?;
		let registered = terms.assets.iter().all(|a| T::StakeAssets::is_registered(&a.asset));
		ensure!(registered, Error::<T>::AssetNotRegistered);
		Ok(())
	}

	/// What a service takes up: the bytes of its metadata and of each kept version's terms, as one item. (The SDK's
	/// linear price multiplies items and bytes.)
	pub(crate) fn service_footprint(metadata: &[u8], timeline: &Timeline) -> Footprint {
		Footprint::from_parts(1, metadata.len().saturating_add(timeline.size() as usize))
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl Timeline {
	/// The timeline that consists of `versions`, in order or not.
	pub(crate) fn from_parts(versions: Vec<Version>) -> Self {
		let versions = BoundedVec::defensive_truncate_from(versions);
		Self { versions, consent: Consent::Acceptance }
	}
}
