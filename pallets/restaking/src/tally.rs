//! The value of a whole service at an epoch, added up page by page.

use crate::*;
use frame_support::{ensure, pallet_prelude::*};
use palisade_primitives::{Epoch, EpochClock, ServiceId, ServiceRegistry};

/// Most old tallies that the first page of a new one drops.
const PRUNED_AT_ONCE: usize = 2;

impl<T: Config> Pallet<T> {
	/// Returns the number of members that were looked at.
	pub(crate) fn do_tally(service: ServiceId, epoch: Epoch) -> Result<u32, DispatchError> {
		ensure!(Self::is_answerable(epoch), Error::<T>::EpochNotAnswerable);
		let known = Tallies::<T>::get(service, epoch);
		let is_new = known.is_none();
		let mut tally =
			known.unwrap_or(Tally { value: 0, members: 0, last: None, complete: false });
		ensure!(!tally.complete, Error::<T>::TallyComplete);

		let page = T::Services::members_after(service, tally.last.as_ref(), TALLY_PAGE);
		ensure!(!is_new || !page.is_empty(), Error::<T>::NothingToTally);
		for operator in &page {
			if let Some(value) = T::Services::counting_value(service, operator, epoch) {
				tally.value = tally.value.saturating_add(value);
				tally.members = tally.members.saturating_add(1);
			}
		}
		let looked_at = page.len() as u32;
		tally.complete = looked_at < TALLY_PAGE;
		tally.last = page.into_iter().last().or(tally.last);
		if is_new {
			Self::list_tally(service, epoch)?;
		}
		let (value, members, complete) = (tally.value, tally.members, tally.complete);
		Tallies::<T>::insert(service, epoch, tally);
		Self::deposit_event(Event::Tallied { service, epoch, value, members, complete });
		Ok(looked_at)
	}

	/// Lists a new tally, dropping ones that nobody can ask for any more.
	fn list_tally(service: ServiceId, epoch: Epoch) -> DispatchResult {
		let oldest = T::Clock::current_epoch().saturating_sub(Self::unbonding_epochs());
		TalliedEpochs::<T>::try_mutate(service, |epochs| {
			for _ in 0..PRUNED_AT_ONCE {
				if let Some(at) = epochs.iter().position(|of| *of < oldest) {
					Tallies::<T>::remove(service, epochs.remove(at));
				}
			}
			epochs
				.try_push(epoch)
				.map_err(|_| Error::<T>::from(DefensiveError::TooManyTallies).into())
		})
	}
}
