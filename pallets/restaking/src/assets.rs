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
use palisade_primitives::{AssetGovernance, AssetId, Balance, StakeAssets};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register_asset(asset: AssetId, config: AssetConfig) -> DispatchResult {
		ensure!(!AcceptedAssets::<T>::contains_key(&asset), Error::<T>::AssetAlreadyRegistered);
		ensure!(AcceptedAssets::<T>::count() < MAX_ASSETS, Error::<T>::TooManyAssets);
		ensure!(T::AssetGovernance::is_governed(&asset), Error::<T>::AssetNotGoverned);
		Self::ensure_sound_config(&asset, &config)?;

		Self::endow(&asset)?;
		AcceptedAssets::<T>::insert(&asset, config.clone());
		Self::deposit_event(Event::AssetRegistered { asset, config });
		Ok(())
	}

	/// What every configuration of `asset` keeps to.
	pub(crate) fn ensure_sound_config(asset: &AssetId, config: &AssetConfig) -> DispatchResult {
		let minimum = T::Assets::minimum_balance(asset.clone()).max(1);
		ensure!(config.min_delegation >= minimum, Error::<T>::MinDelegationTooLow);
		ensure!(config.cap_per_pool >= config.min_delegation, Error::<T>::CapBelowMinDelegation);
		ensure!((1..=MAX_LEVERAGE).contains(&config.leverage), Error::<T>::LeverageOutOfRange);
		Ok(())
	}

	/// Gives the pool account the asset's minimum balance, once.
	fn endow(asset: &AssetId) -> DispatchResult {
		if Endowments::<T>::contains_key(asset) {
			return Ok(());
		}
		let minimum = T::Assets::minimum_balance(asset.clone());
		let source = T::Treasury::get();
		let keep =
			Self::affordable(asset, &source, minimum).ok_or(Error::<T>::EndowmentUnavailable)?;
		Self::transfer(asset, &source, &Self::pool_account(), minimum, keep)?;
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

	/// Moves exactly `amount` units out of the pool account to `who`.
	pub(crate) fn pay(asset: &AssetId, who: &T::AccountId, amount: Balance) -> DispatchResult {
		if amount == 0 {
			return Ok(());
		}
		T::Assets::can_deposit(asset.clone(), who, amount, Provenance::Extant)
			.into_result()
			.map_err(|_| Error::<T>::ReceiverCannotHold)?;
		Self::transfer(asset, &Self::pool_account(), who, amount, Preservation::Preserve)
	}

	/// Moves exactly `amount` units.
	pub(crate) fn transfer(
		asset: &AssetId,
		from: &T::AccountId,
		to: &T::AccountId,
		amount: Balance,
		keep: Preservation,
	) -> DispatchResult {
		let moved = T::Assets::transfer(asset.clone(), from, to, amount, keep)?;
		ensure!(moved == amount, Error::<T>::from(DefensiveError::WrongAmountMoved));
		Ok(())
	}

	/// How to take `amount` units of `asset` from `who`, or `None` if it cannot spare them.
	///
	/// An account gives all its units or keeps the minimum balance; of the native token, which keeps the account itself
	/// alive, it always keeps that. In between, an asset would hand the rest of the closed account to the receiver, and
	/// more would move than the ledger records.
	pub(crate) fn affordable(
		asset: &AssetId,
		who: &T::AccountId,
		amount: Balance,
	) -> Option<Preservation> {
		let spendable =
			|keep| T::Assets::reducible_balance(asset.clone(), who, keep, Fortitude::Polite);
		if *asset != AssetId::Native && amount == spendable(Preservation::Expendable) {
			return Some(Preservation::Expendable);
		}
		(amount <= spendable(Preservation::Preserve)).then_some(Preservation::Preserve)
	}
}

impl<T: Config> StakeAssets for Pallet<T> {
	fn is_registered(asset: &AssetId) -> bool {
		AcceptedAssets::<T>::contains_key(asset)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn register_for_benchmark() -> AssetId {
		let asset = T::BenchmarkHelper::create_governed_asset();
		let minimum = T::Assets::minimum_balance(asset.clone()).max(1);
		let config = AssetConfig {
			min_delegation: minimum,
			cap_per_pool: Balance::MAX,
			haircut: Default::default(),
			leverage: MAX_LEVERAGE,
			accepting: true,
		};
		// Without an endowment, which no benchmark of another pallet needs.
		AcceptedAssets::<T>::insert(&asset, config);
		asset
	}
}
