//! The accepted assets, the endowment of the pool account, and the two ways in which units move.

use crate::*;
use frame_support::{
	ensure,
	pallet_prelude::*,
	traits::{
		fungibles::{Inspect, Mutate},
		tokens::{Fortitude, Preservation, Provenance},
		Get,
	},
};
use palisade_primitives::{AssetGovernance, AssetId, Balance};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register_asset(asset: AssetId, config: AssetConfig) -> DispatchResult {
		ensure!(!AcceptedAssets::<T>::contains_key(&asset), Error::<T>::AssetAlreadyRegistered);
		ensure!(AcceptedAssets::<T>::count() < MAX_ASSETS, Error::<T>::TooManyAssets);
		ensure!(T::AssetGovernance::is_governed(&asset), Error::<T>::AssetNotGoverned);
		let minimum = T::Assets::minimum_balance(asset.clone()).max(1);
		ensure!(config.min_delegation >= minimum, Error::<T>::MinDelegationTooLow);
		ensure!(config.cap_per_pool >= config.min_delegation, Error::<T>::CapBelowMinDelegation);

		Self::endow(&asset)?;
		AcceptedAssets::<T>::insert(&asset, config.clone());
		Self::deposit_event(Event::AssetRegistered { asset, config });
		Ok(())
	}

	/// Gives the pool account the asset's minimum balance, once.
	fn endow(asset: &AssetId) -> DispatchResult {
		if Endowments::<T>::contains_key(asset) {
			return Ok(());
		}
		let source = T::EndowmentSource::get();
		let minimum = T::Assets::minimum_balance(asset.clone());
		let keep = Self::preservation(asset, &source, minimum);
		ensure!(Self::spendable(asset, &source, keep) >= minimum, Error::<T>::EndowmentUnavailable);
		let pools = Self::pool_account();
		let moved = T::Assets::transfer(asset.clone(), &source, &pools, minimum, keep)?;
		ensure!(moved == minimum, Error::<T>::from(DefensiveError::WrongAmountMoved));
		Endowments::<T>::insert(asset, minimum);
		Ok(())
	}

	/// As [`Self::endow`], from new units: at genesis all units are.
	pub(crate) fn endow_at_genesis(asset: AssetId) {
		if Endowments::<T>::contains_key(&asset) {
			return;
		}
		let minimum = T::Assets::minimum_balance(asset.clone());
		T::Assets::mint_into(asset.clone(), &Self::pool_account(), minimum)
			.unwrap_or_else(|error| panic!("endowment of {asset:?}: {error:?}"));
		Endowments::<T>::insert(asset, minimum);
	}

	/// Moves exactly `amount` units of `who` into the pool account.
	pub(crate) fn collect(asset: &AssetId, who: &T::AccountId, amount: Balance) -> DispatchResult {
		let keep = Self::preservation(asset, who, amount);
		ensure!(Self::spendable(asset, who, keep) >= amount, Error::<T>::InsufficientBalance);
		let pools = Self::pool_account();
		let moved = T::Assets::transfer(asset.clone(), who, &pools, amount, keep)?;
		ensure!(moved == amount, Error::<T>::from(DefensiveError::WrongAmountMoved));
		Ok(())
	}

	/// Moves exactly `amount` units out of the pool account to `who`.
	pub(crate) fn pay(asset: &AssetId, who: &T::AccountId, amount: Balance) -> DispatchResult {
		if amount == 0 {
			return Ok(());
		}
		T::Assets::can_deposit(asset.clone(), who, amount, Provenance::Extant)
			.into_result()
			.map_err(|_| Error::<T>::ReceiverCannotHold)?;
		let pools = Self::pool_account();
		let moved =
			T::Assets::transfer(asset.clone(), &pools, who, amount, Preservation::Preserve)?;
		ensure!(moved == amount, Error::<T>::from(DefensiveError::WrongAmountMoved));
		Ok(())
	}

	/// Whether `who` may be left without a single unit of `asset` after giving `amount`.
	///
	/// Only by giving everything, and never of the native token, which keeps the account alive. In all other cases the
	/// account is preserved: an asset would hand the dust of a closed account to the receiver, and more would move than
	/// the ledger recorded.
	fn preservation(asset: &AssetId, who: &T::AccountId, amount: Balance) -> Preservation {
		let all = || Self::spendable(asset, who, Preservation::Expendable);
		if *asset != AssetId::Native && amount == all() {
			Preservation::Expendable
		} else {
			Preservation::Preserve
		}
	}

	fn spendable(asset: &AssetId, who: &T::AccountId, keep: Preservation) -> Balance {
		T::Assets::reducible_balance(asset.clone(), who, keep, Fortitude::Polite)
	}
}
