//! What consensus is paid with.

use crate::*;
use frame_support::traits::{fungible::Mutate, Get};
use palisade_primitives::Balance;
use sp_runtime::{
	traits::{AccountIdConversion, Saturating, UniqueSaturatedInto},
	DispatchError,
};

impl<T: Config> Pallet<T> {
	/// The keyless account from which services pay rewards.
	pub fn rewards_account() -> T::AccountId {
		T::RewardsPalletId::get().into_account_truncating()
	}

	/// Mints what the blocks since the last call are worth, at the end of `session`. What cannot be minted is tried again with
	/// the next session's.
	pub fn issue_rewards(session: u32) {
		let now = frame_system::Pallet::<T>::block_number();
		let since = now.saturating_sub(RewardedUpTo::<T>::get());
		let blocks: u32 = since.unique_saturated_into();
		let amount = T::BlockReward::get().saturating_mul(Balance::from(blocks));
		if amount > 0 {
			let minted: Result<Balance, DispatchError> =
				T::Currency::mint_into(&Self::rewards_account(), amount);
			if minted.is_err() {
				return;
			}
			Self::deposit_event(Event::RewardsIssued { session, blocks, amount });
		}
		RewardedUpTo::<T>::put(now);
	}
}
