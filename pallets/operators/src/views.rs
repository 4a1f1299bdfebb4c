//! What the runtime API answers. Reads only.

use crate::*;
use alloc::vec::Vec;
use palisade_primitives::{Epoch, EpochClock, Page, MAX_PAGE};
use pallet_operators_runtime_api::OperatorInfo;

impl<T: Config> Pallet<T> {
	/// See [`pallet_operators_runtime_api::OperatorsApi::operator`].
	pub fn operator(account: &T::AccountId) -> Option<OperatorInfo> {
		let entry = Operators::<T>::get(account)?;
		Some(Self::info(entry, T::Clock::current_epoch()))
	}

	/// See [`pallet_operators_runtime_api::OperatorsApi::operators`]. Reads at most `limit + 1` entries.
	pub fn operators(
		from: Option<T::AccountId>,
		limit: u32,
	) -> Page<(T::AccountId, OperatorInfo), T::AccountId> {
		if limit == 0 {
			return Page { items: Vec::new(), next: from };
		}
		let (first, rest) = match from {
			None => (None, Operators::<T>::iter()),
			// Iterating from a key leaves out that key, whether it exists or not.
			Some(from) => {
				let after = Operators::<T>::iter_from(Operators::<T>::hashed_key_for(&from));
				(Operators::<T>::get(&from).map(|entry| (from, entry)), after)
			},
		};
		let now = T::Clock::current_epoch();
		let mut entries = first.into_iter().chain(rest);
		let items = entries
			.by_ref()
			.take(limit.min(MAX_PAGE) as usize)
			.map(|(account, entry)| (account, Self::info(entry, now)))
			.collect();
		Page { items, next: entries.next().map(|(account, _)| account) }
	}

	fn info(entry: OperatorOf<T>, now: Epoch) -> OperatorInfo {
		OperatorInfo {
			metadata: entry.metadata.into_inner(),
			commission: entry.commission.at(now),
			announced: entry.commission.pending(now).map(|rise| (rise.to, rise.from)),
			status: entry.status,
		}
	}
}
