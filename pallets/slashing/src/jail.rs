//! Who is excluded from a service for a time.
//!
//! Where the terms say so, an operator is **jailed** by the report of an offence: it does not count in the service from the
//! next epoch on, for as many epochs as the condition says. Only the service whose terms these are excludes it. If the slash
//! is overturned, the exclusion ends with that epoch; what was is not rewritten, because totals of past epochs may have been
//! relied on.

use crate::*;
use alloc::vec::Vec;
use frame_support::{defensive, traits::ConstU32, BoundedVec};
use palisade_primitives::{Epoch, Jail, Offence, ServiceId, SlashId, MAX_UNBONDING_EPOCHS};

impl<T: Config> Pallet<T> {
	/// Excludes the accused as the condition says, from the next epoch on.
	pub(crate) fn sentence(id: SlashId, slash: &Slash<T::AccountId>, now: Epoch) {
		if slash.condition.jail == 0 {
			return;
		}
		let Offence { operator, service, .. } = slash.case.offence.clone();
		let from = now.saturating_add(1);
		let until = from.saturating_add(slash.condition.jail);
		Sentences::<T>::mutate(service, &operator, |sentences| {
			sentences.retain(|sentence| sentence.until.saturating_add(MAX_UNBONDING_EPOCHS) >= now);
			// One that was served already is not prolonged: the operator counted since.
			let own = |own: &&mut Sentence| own.slash == Some(id) && own.until >= from;
			if let Some(own) = sentences.iter_mut().find(own) {
				own.until = own.until.max(until);
				return;
			}
			if sentences.is_full() {
				Self::merge_served(sentences, from);
			}
			let sentence = Sentence { slash: Some(id), from, until };
			if sentences.try_push(sentence).is_ok() {
				return;
			}
			// So many at once are served together, and not lifted one by one.
			match sentences.iter_mut().find(|other| other.until >= from) {
				Some(other) => {
					*other = Sentence { slash: None, until: other.until.max(until), ..*other }
				},
				None => {
					defensive!("what was served takes little room once it is merged");
				},
			}
		});
		Self::deposit_event(Event::Jailed { service, operator, from, until, slash: id });
	}

	/// Makes one of all sentences without a gap between them that end by `next`: nothing can be lifted of these any more.
	fn merge_served(sentences: &mut BoundedVec<Sentence, ConstU32<MAX_SENTENCES>>, next: Epoch) {
		let (mut served, rest): (Vec<_>, Vec<_>) =
			sentences.iter().copied().partition(|sentence| sentence.until <= next);
		served.sort_unstable_by_key(|sentence| sentence.from);
		let mut merged = Vec::<Sentence>::new();
		for sentence in served {
			match merged.last_mut().filter(|last| sentence.from <= last.until) {
				Some(last) => last.until = last.until.max(sentence.until),
				None => merged.push(Sentence { slash: None, ..sentence }),
			}
		}
		merged.extend(rest);
		// Not more than there were.
		*sentences = BoundedVec::truncate_from(merged);
	}

	/// Ends what the accused serves for a slash with this epoch.
	pub(crate) fn release(id: SlashId, offence: &Offence<T::AccountId>, now: Epoch) {
		let Offence { operator, service, .. } = offence.clone();
		let from = now.saturating_add(1);
		let released = Sentences::<T>::mutate_exists(service, &operator, |stored| {
			let Some(sentences) = stored else { return false };
			let mut released = false;
			for own in sentences.iter_mut().filter(|own| own.slash == Some(id)) {
				released |= own.until > from;
				own.until = own.until.min(from);
			}
			sentences.retain(|sentence| sentence.from < sentence.until);
			if sentences.is_empty() {
				*stored = None;
			}
			released
		});
		if released {
			Self::deposit_event(Event::Released { service, operator, from, slash: id });
		}
	}
}

impl<T: Config> Jail<T::AccountId> for Pallet<T> {
	fn is_jailed(service: ServiceId, operator: &T::AccountId, epoch: Epoch) -> bool {
		let sentences = Sentences::<T>::get(service, operator);
		sentences.iter().any(|sentence| sentence.from <= epoch && epoch < sentence.until)
	}
}
