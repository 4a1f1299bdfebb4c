//! Who is a member of a service at epoch `e`, and why.
//!
//! Membership needs both sides. The operator **applies**, naming the latest version of the terms and a key; where
//! admission is open that is all, otherwise the owner **approves**. The membership then counts from the second epoch
//! after the later of the two, and not before the version it accepted is in force:
//!
//! ```text
//! epoch          t            t + 1         t + 2 = from                  l            l + 1 = until
//!                │ admitted   │ joining     │ counts      …               │ counts     │ does not count,
//!                                                                         └ leave /      answers for e < until
//!                                                                           eject        until now > until − 1 + U
//! ```
//!
//! An operator `o` **is a member** of `s` at epoch `e` when a spell of its record covers `e`:
//! `from ≤ e < min(until, lapse, stop)`, where
//! * `until` was set by `leave` or `eject` in `until − 1`;
//! * `lapse` is the first epoch in which a version is in force that `o` did not accept (`versions.rs`);
//! * `stop` is the first epoch after `s` was closed.
//!
//! It **counts** at `e` when it is a member, is not jailed at `e`, and its value at the start of `e` is at least the
//! minimum of the terms of `e` ([`Pallet::counts_at`]).
//!
//! The last two ends are evaluated when somebody asks, and written down (**settled**) when the record is next changed.
//! A member that comes back opens another spell of the same record. Spells are kept while any of the last U + 1 epochs
//! can ask for them; a record without spells and without an application is removed and its deposit returned: at once
//! when a membership ends before it ever counted, else by `clear_membership`, which anybody may call.
//!
//! Members without an end are counted per accepted version, so the count that `max_operators` bounds is a sum over at
//! most [`MAX_VERSIONS`] numbers, and members that lapse fall out of it by themselves ([`Timeline::members`]). An
//! operator that nobody relies on can still take one of an open service's places; the owner ejects it.

use crate::*;
use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::{
	defensive,
	traits::{Consideration, DefensiveOption, DefensiveResult, Footprint},
	BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use palisade_primitives::{
	keys::{KeySignature, ServiceKey},
	ConsensusGuard, EpochClock, OnMembershipEnd, OperatorRegistry, OperatorStatus, ServiceRegistry,
	MAX_UNBONDING_EPOCHS,
};
use palisade_terms::{Admission, Terms, MAX_CONSENSUS_OPERATORS};
use scale_info::TypeInfo;
use sp_runtime::{traits::ConstU32, DispatchError, DispatchResult};

/// Epochs between admission and the first one that counts.
pub const JOINING_EPOCHS: Epoch = 2;

/// Most spells of a record. One that ended in one of the last U epochs, and the next, are at least two epochs apart; one
/// may have no end.
pub const MAX_SPELLS: u32 = MAX_UNBONDING_EPOCHS / 2 + 2;

/// Most services in which an operator has a record.
pub const MAX_SERVICES_PER_OPERATOR: u32 = 32;

/// A time for which an operator belongs to a service without interruption.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Spell {
	/// First epoch that counts.
	pub from: Epoch,
	/// First epoch that does not count any more. `None`: no end is recorded; it may have lapsed.
	pub until: Option<Epoch>,
}

/// An application that waits for the owner.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Application {
	/// The version of the terms that the applicant accepted.
	pub version: TermsVersion,
	/// The key with which it wants to act.
	pub key: ServiceKey,
}

/// What an operator has with a service: an application, or spells of membership with the keys it used, or both.
#[derive(
	Encode, Decode, CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, TypeInfo, MaxEncodedLen,
)]
pub struct Membership<Deposit: Clone + PartialEq + Eq + core::fmt::Debug> {
	/// Oldest first; only the last one can be without an end.
	pub spells: BoundedVec<Spell, ConstU32<MAX_SPELLS>>,
	/// The latest version that was accepted in the last spell.
	pub accepted: TermsVersion,
	/// The keys of all these spells.
	pub keys: KeyHistory,
	/// Waits for the owner.
	pub application: Option<Application>,
	/// What the operator put down for this record.
	pub deposit: Deposit,
}

impl<Deposit: Clone + PartialEq + Eq + core::fmt::Debug> Membership<Deposit> {
	/// The spell whose end is not recorded.
	pub fn open_spell(&self) -> Option<&Spell> {
		self.spells.last().filter(|spell| spell.until.is_none())
	}

	/// First epoch in which the last spell does not count any more, as far as that is known: recorded, by lapse, or by
	/// the service's closing, whichever is first.
	pub fn ends_at(&self, timeline: &Timeline, service_stops_at: Option<Epoch>) -> Option<Epoch> {
		let spell = self.spells.last()?;
		spell.until.or_else(|| {
			[timeline.lapses_at(self.accepted), service_stops_at].into_iter().flatten().min()
		})
	}

	/// Whether a spell covers `epoch`.
	pub fn covers(
		&self,
		epoch: Epoch,
		timeline: &Timeline,
		service_stops_at: Option<Epoch>,
	) -> bool {
		self.spells.iter().any(|spell| {
			let until = spell.until.or_else(|| self.ends_at(timeline, service_stops_at));
			spell.from <= epoch && until.is_none_or(|until| epoch < until)
		})
	}

	/// Whether the operator was admitted and its membership has no end that has come by `now`.
	pub fn is_current(
		&self,
		now: Epoch,
		timeline: &Timeline,
		service_stops_at: Option<Epoch>,
	) -> bool {
		self.open_spell().is_some()
			&& self.ends_at(timeline, service_stops_at).is_none_or(|end| end > now)
	}

	/// Whether no spell covers `oldest` or any later epoch. A spell that lapsed before it began covers none.
	fn answers_for_nothing_from(
		&self,
		oldest: Epoch,
		now: Epoch,
		timeline: &Timeline,
		service_stops_at: Option<Epoch>,
	) -> bool {
		self.spells.iter().all(|spell| {
			let end = spell.until.or_else(|| self.ends_at(timeline, service_stops_at));
			// Up to its lapse a member can still accept.
			end.is_some_and(|end| end <= oldest || (end <= spell.from && end <= now))
		})
	}

	/// The end, at `until` or earlier, of the last spell that counted before `until`.
	pub(crate) fn last_before(&self, until: Epoch) -> Option<Epoch> {
		let spell = self.spells.iter().rev().find(|spell| spell.from < until)?;
		Some(spell.until.map_or(until, |end| end.min(until)))
	}

	/// Nothing is left that anybody can ask for.
	fn is_empty(&self) -> bool {
		self.spells.is_empty() && self.application.is_none()
	}
}

/// The record of a membership in this runtime.
pub type MembershipOf<T> = Membership<<T as Config>::MembershipDeposit>;

impl<T: Config> Pallet<T> {
	/// Version in force and key of `operator` in `service` at `epoch`, if it was a member then; `None` for epochs that
	/// nobody can be asked about any more. For a future epoch: as announced now.
	///
	/// Two reads.
	pub fn member_at(
		service: ServiceId,
		operator: &T::AccountId,
		epoch: Epoch,
	) -> Option<(TermsVersion, ServiceKey)> {
		if epoch < Self::oldest_answerable(T::Clock::current_epoch()) {
			return None;
		}
		let record = Memberships::<T>::get(service, operator)?;
		let entry = Services::<T>::get(service)?;
		if !record.covers(epoch, &entry.timeline, entry.stops_at) {
			return None;
		}
		Some((entry.timeline.at(epoch)?.number, *record.keys.at(epoch)?))
	}

	/// Whether `operator` counts as a member of `service` at `epoch`: it is one, not jailed, and its value is at least the
	/// minimum.
	pub fn counts_at(service: ServiceId, operator: &T::AccountId, epoch: Epoch) -> bool {
		Self::counting_value(service, operator, epoch).is_some()
	}

	/// See [`Call::apply`].
	pub(crate) fn do_apply(
		operator: T::AccountId,
		service: ServiceId,
		version: TermsVersion,
		key: ServiceKey,
		proof: KeySignature,
	) -> DispatchResult {
		match T::Operators::status(&operator) {
			None => return Err(Error::<T>::NotOperator.into()),
			Some(OperatorStatus::Paused) => return Err(Error::<T>::OperatorPaused.into()),
			Some(OperatorStatus::Active) => (),
		}
		let mut entry = Self::open_service(service)?;
		let latest = entry.timeline.latest().map(|latest| latest.number);
		ensure!(latest == Some(version), Error::<T>::TermsChanged);
		let now = T::Clock::current_epoch();

		let former = Memberships::<T>::get(service, &operator);
		match &former {
			Some(record) => {
				ensure!(
					!record.is_current(now, &entry.timeline, entry.stops_at),
					Error::<T>::AlreadyMember
				);
				let applied = record.application.as_ref().map(|application| application.version);
				ensure!(applied != Some(version), Error::<T>::AlreadyApplied);
			},
			None => {
				ensure!(
					(OperatorServices::<T>::decode_len(&operator).unwrap_or(0) as u32)
						< MAX_SERVICES_PER_OPERATOR,
					Error::<T>::TooManyServices
				);
				// An election looks at each record, whatever stands in it.
				ensure!(
					service != CONSENSUS_SERVICE || entry.records < MAX_CONSENSUS_OPERATORS,
					Error::<T>::ServiceFull
				);
			},
		}
		let terms = TermsOf::<T>::get(service, version).defensive_ok_or(Error::<T>::Defensive)?;
		if terms.admission == Admission::Open {
			Self::ensure_room(&entry, &terms, now)?;
		}
		Self::prove_possession(service, &operator, &key, &proof)?;
		Self::ensure_claimable(&key, &operator, now)?;

		let mut record = match former {
			Some(mut record) => {
				Self::settle(&mut record, &mut entry, service, &operator, now);
				if let Some(application) = record.application.take() {
					Self::release_unused_key(&application.key, &operator, now);
				}
				record
			},
			None => Self::new_record(service, &operator, version, &mut entry)?,
		};
		Self::claim_key(&key, &operator, now)?;
		match terms.admission {
			Admission::Open => {
				Self::join(&mut record, &mut entry, service, &operator, version, key, now)?
			},
			Admission::Approval => {
				record.application = Some(Application { version, key });
				let operator = operator.clone();
				Self::deposit_event(Event::Applied { service, operator, version, key });
			},
		}
		Services::<T>::insert(service, entry);
		Memberships::<T>::insert(service, &operator, record);
		Ok(())
	}

	/// See [`Call::approve`].
	pub(crate) fn do_approve(
		owner: T::AccountId,
		service: ServiceId,
		operator: T::AccountId,
	) -> DispatchResult {
		let mut entry = Self::open_service_of(&owner, service)?;
		let mut record =
			Memberships::<T>::get(service, &operator).ok_or(Error::<T>::NoApplication)?;
		let Application { version, key } =
			record.application.take().ok_or(Error::<T>::NoApplication)?;
		let latest = entry.timeline.latest().map(|latest| latest.number);
		ensure!(latest == Some(version), Error::<T>::TermsChanged);
		let now = T::Clock::current_epoch();
		let terms = TermsOf::<T>::get(service, version).defensive_ok_or(Error::<T>::Defensive)?;
		Self::ensure_room(&entry, &terms, now)?;
		Self::join(&mut record, &mut entry, service, &operator, version, key, now)?;
		Services::<T>::insert(service, entry);
		Memberships::<T>::insert(service, &operator, record);
		Ok(())
	}

	/// See [`Call::reject`].
	pub(crate) fn do_reject(
		owner: T::AccountId,
		service: ServiceId,
		operator: T::AccountId,
	) -> DispatchResult {
		let mut entry = Self::service_of(&owner, service)?;
		let mut record =
			Memberships::<T>::get(service, &operator).ok_or(Error::<T>::NoApplication)?;
		let application = record.application.take().ok_or(Error::<T>::NoApplication)?;
		let now = T::Clock::current_epoch();
		Self::release_unused_key(&application.key, &operator, now);
		Self::store(record, &mut entry, service, &operator)?;
		Services::<T>::insert(service, entry);
		Self::deposit_event(Event::Rejected { service, operator });
		Ok(())
	}

	/// See [`Call::leave`].
	pub(crate) fn do_leave(operator: T::AccountId, service: ServiceId) -> DispatchResult {
		let mut entry = Services::<T>::get(service).ok_or(Error::<T>::UnknownService)?;
		let mut record = Memberships::<T>::get(service, &operator).ok_or(Error::<T>::NotMember)?;
		let now = T::Clock::current_epoch();
		let event = if let Some(application) = record.application.take() {
			Self::release_unused_key(&application.key, &operator, now);
			Event::ApplicationWithdrawn { service, operator: operator.clone() }
		} else {
			let stops_at = Self::end_now(&mut record, &mut entry, service, &operator, now)?;
			ensure!(T::Consensus::release(service, &operator), Error::<T>::TooFewValidators);
			Event::Left { service, operator: operator.clone(), stops_at }
		};
		Self::store(record, &mut entry, service, &operator)?;
		Services::<T>::insert(service, entry);
		Self::deposit_event(event);
		Ok(())
	}

	/// See [`Call::eject`].
	pub(crate) fn do_eject(
		owner: T::AccountId,
		service: ServiceId,
		operator: T::AccountId,
	) -> DispatchResult {
		let mut entry = Self::service_of(&owner, service)?;
		let mut record = Memberships::<T>::get(service, &operator).ok_or(Error::<T>::NotMember)?;
		let now = T::Clock::current_epoch();
		let stops_at = Self::end_now(&mut record, &mut entry, service, &operator, now)?;
		ensure!(T::Consensus::release(service, &operator), Error::<T>::TooFewValidators);
		Self::store(record, &mut entry, service, &operator)?;
		Services::<T>::insert(service, entry);
		Self::deposit_event(Event::Ejected { service, operator, stops_at });
		Ok(())
	}

	/// See [`Call::clear_membership`]. Returns how many keys were dropped at the end.
	pub(crate) fn do_clear_membership(
		service: ServiceId,
		operator: T::AccountId,
	) -> Result<u32, DispatchError> {
		let mut entry = Services::<T>::get(service).ok_or(Error::<T>::UnknownService)?;
		let mut record = Memberships::<T>::get(service, &operator).ok_or(Error::<T>::NotMember)?;
		let now = T::Clock::current_epoch();
		let oldest = Self::oldest_answerable(now);
		let ended = record.answers_for_nothing_from(oldest, now, &entry.timeline, entry.stops_at);
		ensure!(record.application.is_none() && ended, Error::<T>::StillAnswers);
		Self::settle(&mut record, &mut entry, service, &operator, now);
		let keys = record.keys.take_all();
		for key in &keys {
			Self::forget_key(key, &operator, now);
		}
		Self::store(record, &mut entry, service, &operator)?;
		Services::<T>::insert(service, entry);
		Self::deposit_event(Event::MembershipCleared { service, operator });
		Ok(keys.len() as u32)
	}

	/// The record of a member of `service`: one whose membership has no end yet that has come.
	pub(crate) fn member_record(
		entry: &ServiceOf<T>,
		service: ServiceId,
		operator: &T::AccountId,
	) -> Result<MembershipOf<T>, Error<T>> {
		let now = T::Clock::current_epoch();
		Memberships::<T>::get(service, operator)
			.filter(|record| record.is_current(now, &entry.timeline, entry.stops_at))
			.ok_or(Error::NotMember)
	}

	/// Fails when the service has as many members as `terms` allow.
	pub(crate) fn ensure_room(
		entry: &ServiceOf<T>,
		terms: &Terms<T::AccountId>,
		now: Epoch,
	) -> Result<(), Error<T>> {
		ensure!(entry.timeline.members(now) < terms.max_operators, Error::<T>::ServiceFull);
		Ok(())
	}

	/// A record of `operator`, which it pays for.
	pub(crate) fn new_record(
		service: ServiceId,
		operator: &T::AccountId,
		accepted: TermsVersion,
		entry: &mut ServiceOf<T>,
	) -> Result<MembershipOf<T>, DispatchError> {
		let deposit = T::MembershipDeposit::new(operator, Self::membership_footprint())?;
		OperatorServices::<T>::try_append(operator, service)
			.map_err(|_| Error::<T>::TooManyServices)?;
		entry.records = entry.records.saturating_add(1);
		Ok(Membership {
			spells: Default::default(),
			accepted,
			keys: Default::default(),
			application: None,
			deposit,
		})
	}

	/// Opens a spell for `operator`, which accepted `version` and acts with `key`.
	fn join(
		record: &mut MembershipOf<T>,
		entry: &mut ServiceOf<T>,
		service: ServiceId,
		operator: &T::AccountId,
		version: TermsVersion,
		key: ServiceKey,
		now: Epoch,
	) -> DispatchResult {
		let in_force_from = entry.timeline.latest().map_or(now, |latest| latest.in_force_from);
		let from = now.saturating_add(JOINING_EPOCHS).max(in_force_from);
		Self::begin_spell(record, entry, version, key, from)?;
		Self::deposit_event(Event::Joined {
			service,
			operator: operator.clone(),
			version,
			key,
			counts_from: from,
		});
		Ok(())
	}

	/// Opens a spell that counts from `from` on.
	pub(crate) fn begin_spell(
		record: &mut MembershipOf<T>,
		entry: &mut ServiceOf<T>,
		version: TermsVersion,
		key: ServiceKey,
		from: Epoch,
	) -> DispatchResult {
		record
			.spells
			.try_push(Spell { from, until: None })
			.defensive_map_err(|_| Error::<T>::Defensive)?;
		record.keys.set(key, from).defensive_map_err(|_| Error::<T>::Defensive)?;
		record.accepted = version;
		entry.timeline.count_in(version);
		Ok(())
	}

	/// Ends the membership by an act of today, and returns the first epoch in which it does not count.
	fn end_now(
		record: &mut MembershipOf<T>,
		entry: &mut ServiceOf<T>,
		service: ServiceId,
		operator: &T::AccountId,
		now: Epoch,
	) -> Result<Epoch, DispatchError> {
		let current = record.is_current(now, &entry.timeline, entry.stops_at);
		ensure!(current, Error::<T>::NotMember);
		Self::settle(record, entry, service, operator, now);
		let until = now.saturating_add(1);
		Self::end_spell(record, entry, service, operator, until, now);
		Ok(until)
	}

	/// Writes down a lapse or closing that has come, and drops what no answerable epoch can ask for.
	fn settle(
		record: &mut MembershipOf<T>,
		entry: &mut ServiceOf<T>,
		service: ServiceId,
		operator: &T::AccountId,
		now: Epoch,
	) {
		let end = record
			.open_spell()
			.and_then(|_| record.ends_at(&entry.timeline, entry.stops_at))
			.filter(|end| *end <= now);
		if let Some(end) = end {
			Self::end_spell(record, entry, service, operator, end, now);
		}
		let oldest = Self::oldest_answerable(now);
		record.spells.retain(|spell| spell.until.is_none_or(|until| until > oldest));
		for key in record.keys.prune(oldest) {
			Self::forget_key(&key, operator, now);
		}
	}

	/// Ends the open spell: `until` is the first epoch that does not count. A spell that never counted leaves no trace.
	fn end_spell(
		record: &mut MembershipOf<T>,
		entry: &mut ServiceOf<T>,
		service: ServiceId,
		operator: &T::AccountId,
		until: Epoch,
		now: Epoch,
	) {
		let Some(spell) = record.spells.last_mut().filter(|spell| spell.until.is_none()) else {
			defensive!("only an open spell ends");
			return;
		};
		spell.until = Some(until);
		if until <= spell.from {
			record.spells.pop();
		}
		entry.timeline.count_out(record.accepted);
		T::OnMembershipEnd::on_membership_end(service, operator, until);
		match record.keys.end(until) {
			KeyEnd::NeverInForce(key) => Self::release_unused_key(&key, operator, now),
			KeyEnd::Stopped(key) => {
				Self::release_key(&key, operator, record.last_before(until), now)
			},
			KeyEnd::NoKey => {
				defensive!("a member has a key");
			},
		}
	}

	/// Stores a record, or removes it and returns its deposit when nothing is left in it. A record that answers for nothing
	/// but remembers old keys waits for `clear_membership`, so that no other call depends on their number.
	fn store(
		record: MembershipOf<T>,
		entry: &mut ServiceOf<T>,
		service: ServiceId,
		operator: &T::AccountId,
	) -> DispatchResult {
		if !record.is_empty() || !record.keys.entries().is_empty() {
			Memberships::<T>::insert(service, operator, record);
			return Ok(());
		}
		record.deposit.drop(operator)?;
		Memberships::<T>::remove(service, operator);
		OperatorServices::<T>::mutate_exists(operator, |services| {
			if let Some(list) = services {
				list.retain(|other| *other != service);
				if list.is_empty() {
					*services = None;
				}
			}
		});
		entry.records = entry.records.saturating_sub(1);
		Ok(())
	}

	/// What a record takes up at most.
	pub(crate) fn membership_footprint() -> Footprint {
		Footprint::from_mel::<MembershipOf<T>>()
	}
}

impl<T: Config> palisade_primitives::Memberships<T::AccountId> for Pallet<T> {
	fn has_any(operator: &T::AccountId) -> bool {
		OperatorServices::<T>::contains_key(operator)
	}
}
