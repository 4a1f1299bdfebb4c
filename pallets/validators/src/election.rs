//! Who validates.

use crate::*;
use alloc::vec::Vec;
use core::cmp::Reverse;
use frame_support::{
	traits::{ConstU32, Contains, Get},
	weights::Weight,
	BoundedVec,
};
use palisade_primitives::{
	Balance, ConsensusGuard, Epoch, EpochClock, Jail, PledgedStake, ServiceId, ServiceRegistry,
	StakeKind, CONSENSUS_SERVICE,
};

/// What an election decides.
pub(crate) struct Election<AccountId> {
	/// Who can be elected, with its weight, the first rank first.
	pub candidates: Vec<(AccountId, Balance)>,
	/// Who is, candidates first.
	pub validators: Vec<AccountId>,
	/// How many of these stay, because there are fewer candidates than there must be validators. `None`: there are enough.
	pub staying: Option<u32>,
}

/// Whether consensus can do without an operator.
pub(crate) enum Departure<T: Config> {
	/// It does not count on it, or spared it before.
	Free,
	/// It can, at the cost of one of those that can be spared; what is to be stored then.
	Spared { departed: BoundedVec<T::AccountId, ConstU32<MAX_CANDIDATES>>, spare: u32 },
	/// There would be too few validators.
	Refused,
}

impl<T: Config> Pallet<T> {
	/// What `stake` weighs in an election, in native units: exclusive stake in full, shared stake at
	/// [`Config::SharedWeight`], rounded down.
	pub fn weight_of(stake: &[PledgedStake]) -> Balance {
		let weight = |stake: &PledgedStake| match stake.kind {
			StakeKind::Exclusive => stake.value,
			StakeKind::Shared => T::SharedWeight::get().mul_floor(stake.value),
		};
		stake.iter().map(weight).fold(0, Balance::saturating_add)
	}

	/// The weight of `operator`, if it is a candidate in `epoch`.
	pub fn candidacy(operator: &T::AccountId, epoch: Epoch) -> Option<Balance> {
		Self::candidacy_beside(&Self::suspended_in(epoch), operator, epoch)
	}

	/// The same, with the list of those that are suspended.
	fn candidacy_beside(
		suspended: &[T::AccountId],
		operator: &T::AccountId,
		epoch: Epoch,
	) -> Option<Balance> {
		if suspended.contains(operator) {
			return None;
		}
		let stake = T::Services::counting_stake(CONSENSUS_SERVICE, operator, epoch)?;
		T::SessionKeys::contains(operator).then(|| Self::weight_of(&stake))
	}

	/// Who is known to have equivocated in `epoch`, the current one.
	pub(crate) fn suspended_in(epoch: Epoch) -> Vec<T::AccountId> {
		let (of, suspended) = Suspended::<T>::get();
		if of == epoch {
			suspended.into_inner()
		} else {
			Vec::new()
		}
	}

	/// All candidates of `epoch` with their weights, the first rank first. Linear in the records of service 0, at most [`MAX_CANDIDATES`].
	fn ranking(epoch: Epoch) -> Vec<(T::AccountId, Balance)> {
		let records = T::Services::members_after(CONSENSUS_SERVICE, None, MAX_CANDIDATES);
		let suspended = Self::suspended_in(epoch);
		let ranked = |operator: T::AccountId| {
			let weight = Self::candidacy_beside(&suspended, &operator, epoch)?;
			Some((Reverse(weight), operator))
		};
		let mut ranked: Vec<_> = records.into_iter().filter_map(ranked).collect();
		ranked.sort_unstable();
		ranked.into_iter().map(|(Reverse(weight), operator)| (operator, weight)).collect()
	}

	/// What an election by the stake of `epoch`, the current one, decides.
	pub(crate) fn elect(limits: &ValidatorLimits, epoch: Epoch) -> Election<T::AccountId> {
		let candidates = Self::ranking(epoch);
		let elected = candidates.iter().take(limits.max as usize);
		let mut validators: Vec<_> = elected.map(|(operator, _)| operator.clone()).collect();
		let mut staying = None;
		if candidates.len() < limits.min as usize {
			let others = Self::staying(&validators, limits, epoch);
			// Not more than validators.
			staying = Some(others.len() as u32);
			validators.extend(others);
		}
		Election { candidates, validators, staying }
	}

	/// Whether no more of those that were planned last have session keys than there must be validators. Reads the keys of at most
	/// [`Config::MaxValidators`].
	pub fn are_keys_scarce() -> bool {
		let planned = Planned::<T>::get();
		let with_keys = planned.iter().filter(|who| T::SessionKeys::contains(who)).count();
		with_keys <= Limits::<T>::get().min as usize
	}

	/// Plans the validators of `session` by the stake of the current epoch. `None`: there is nobody.
	pub fn plan(session: u32) -> Option<Vec<T::AccountId>> {
		let limits = Limits::<T>::get();
		let Election { candidates, validators, staying } =
			Self::elect(&limits, T::Clock::current_epoch());
		// Not more than records of a service.
		let candidates = candidates.len() as u32;
		if let Some(staying) = staying {
			Self::deposit_event(Event::TooFewCandidates { session, candidates, staying });
		}
		Spare::<T>::put(candidates.saturating_sub(limits.min));
		Departed::<T>::kill();
		if validators.is_empty() {
			return None;
		}
		Self::deposit_event(Event::Elected {
			session,
			candidates,
			validators: validators.len() as u32,
		});
		Planned::<T>::put(BoundedVec::truncate_from(validators.clone()));
		Some(validators)
	}

	/// Those that were planned before, have session keys and are not among `elected`. Who is jailed or no member any more stays
	/// only as far as there would be fewer than `limits.min` otherwise, members first. Where nobody ever was a member, all stay.
	fn staying(
		elected: &[T::AccountId],
		limits: &ValidatorLimits,
		epoch: Epoch,
	) -> Vec<T::AccountId> {
		let mut before = Planned::<T>::get().into_inner();
		if before.is_empty() {
			before = T::Incumbents::get();
		}
		before.retain(|who| !elected.contains(who) && T::SessionKeys::contains(who));
		let service = CONSENSUS_SERVICE;
		let has_members = !T::Services::members_after(service, None, 1).is_empty();
		let suspended = Self::suspended_in(epoch);
		let (mut staying, mut others): (Vec<_>, Vec<_>) = before.into_iter().partition(|who| {
			let excluded = T::Jail::is_jailed(service, who, epoch) || suspended.contains(who);
			!has_members || (!excluded && T::Services::is_member(service, who, epoch))
		});
		// Stable: among equals the rank decides that they had.
		others.sort_by_cached_key(|who| !T::Services::is_member(service, who, epoch));
		let there = elected.len().saturating_add(staying.len());
		let missing = (limits.min as usize).saturating_sub(there);
		staying.extend(others.into_iter().take(missing));
		staying.truncate((limits.max as usize).saturating_sub(elected.len()));
		staying
	}

	/// Whether consensus can do without `operator`: whoever was planned last or is a candidate is needed as long as none can be
	/// spared.
	pub(crate) fn departure(operator: &T::AccountId, epoch: Epoch) -> Departure<T> {
		let is_needed =
			Planned::<T>::get().contains(operator) || Self::candidacy(operator, epoch).is_some();
		if !is_needed {
			return Departure::Free;
		}
		let mut departed = Departed::<T>::get();
		if departed.contains(operator) {
			return Departure::Free;
		}
		let spare = Spare::<T>::get();
		if spare == 0 || departed.try_push(operator.clone()).is_err() {
			return Departure::Refused;
		}
		Departure::Spared { departed, spare: spare.saturating_sub(1) }
	}
}

impl<T: Config> ConsensusGuard<T::AccountId> for Pallet<T> {
	fn release(service: ServiceId, operator: &T::AccountId) -> bool {
		if service != CONSENSUS_SERVICE {
			return true;
		}
		match Self::departure(operator, T::Clock::current_epoch()) {
			Departure::Free => true,
			Departure::Spared { departed, spare } => {
				Departed::<T>::put(departed);
				Spare::<T>::put(spare);
				true
			},
			Departure::Refused => false,
		}
	}

	fn release_weight(service: ServiceId) -> Weight {
		match service {
			CONSENSUS_SERVICE => T::WeightInfo::release(),
			_ => Weight::zero(),
		}
	}
}
