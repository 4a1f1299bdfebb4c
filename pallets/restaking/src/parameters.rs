//! What governance sets: U, and how each asset is treated. Both change from the next epoch on, within bounds.

use crate::*;
use alloc::vec::Vec;
use frame_support::{ensure, pallet_prelude::*};
use palisade_ledger_math::{Rise, Unbonding};
use palisade_primitives::{
	AssetId, Balance, Epoch, EpochClock, ServiceRegistry, MAX_UNBONDING_EPOCHS,
};

impl<T: Config> Pallet<T> {
	/// U in the current epoch: for how many epochs stake that was pledged goes on answering after its owner asked for it.
	pub fn unbonding_epochs() -> Epoch {
		Self::unbonding().epochs
	}

	/// U, and where it rose last. Three reads.
	pub(crate) fn unbonding() -> Unbonding {
		let (epochs, rise) = (UnbondingEpochs::<T>::get(), LastRise::<T>::get());
		match AnnouncedUnbonding::<T>::get() {
			Some((from, announced)) if from <= T::Clock::current_epoch() => {
				let rose = (announced > epochs).then_some(Rise { from, before: epochs });
				Unbonding { epochs: announced, rise: rose.or(rise) }
			},
			_ => Unbonding { epochs, rise },
		}
	}

	/// The least of U and what it was announced to become: what new terms may rely on.
	pub(crate) fn assured_unbonding_epochs() -> Epoch {
		let now = Self::unbonding_epochs();
		AnnouncedUnbonding::<T>::get().map_or(now, |(_, epochs)| epochs.min(now))
	}

	pub(crate) fn do_set_unbonding_epochs(epochs: Epoch) -> DispatchResult {
		ensure!(epochs <= MAX_UNBONDING_EPOCHS, Error::<T>::UnbondingTooLong);
		ensure!(epochs >= T::Services::required_unbonding().max(1), Error::<T>::UnbondingTooShort);
		let now = T::Clock::current_epoch();
		let current = Self::unbonding();
		// Two rises among the epochs that can still be asked for could not be told apart.
		let recent = current
			.rise
			.is_some_and(|rise| rise.from.saturating_add(current.epochs) > now.saturating_add(1));
		ensure!(epochs <= current.epochs || !recent, Error::<T>::UnbondingRoseRecently);
		Self::settle_unbonding(now);
		let from = now.saturating_add(1);
		AnnouncedUnbonding::<T>::put((from, epochs));
		Self::deposit_event(Event::UnbondingEpochsSet { epochs, from });
		Ok(())
	}

	/// Writes a U down that came into force.
	fn settle_unbonding(now: Epoch) {
		if AnnouncedUnbonding::<T>::get().is_some_and(|(from, _)| from <= now) {
			let Unbonding { epochs, rise } = Self::unbonding();
			UnbondingEpochs::<T>::put(epochs);
			LastRise::<T>::set(rise);
			AnnouncedUnbonding::<T>::kill();
		}
	}

	/// How `asset` is treated now; `None` if it is not registered.
	pub fn asset_config(asset: &AssetId) -> Option<AssetConfig> {
		let config = AcceptedAssets::<T>::get(asset)?;
		Some(Self::effective(asset, config, T::Clock::current_epoch()))
	}

	/// What is in force of `config` and what was announced to follow it.
	pub(crate) fn effective(asset: &AssetId, config: AssetConfig, now: Epoch) -> AssetConfig {
		match AnnouncedConfigs::<T>::get(asset) {
			Some((from, announced)) if from <= now => announced,
			_ => config,
		}
	}

	pub(crate) fn do_update_asset(asset: AssetId, config: AssetConfig) -> DispatchResult {
		let current = Self::asset_config(&asset).ok_or(Error::<T>::AssetNotRegistered)?;
		Self::ensure_sound_config(&asset, &config)?;
		let apart = |a: Balance, b: Balance| a.max(b) > a.min(b).saturating_mul(MAX_MINIMUM_CHANGE);
		let haircut = current.haircut.max(config.haircut) - current.haircut.min(config.haircut);
		ensure!(
			haircut <= MAX_HAIRCUT_CHANGE
				&& !apart(current.min_delegation, config.min_delegation)
				&& current.leverage.abs_diff(config.leverage) <= 1,
			Error::<T>::ChangeTooLarge
		);
		let from = T::Clock::current_epoch().saturating_add(1);
		AcceptedAssets::<T>::insert(&asset, current);
		AnnouncedConfigs::<T>::insert(&asset, (from, config.clone()));
		Self::deposit_event(Event::AssetUpdated { asset, config, from });
		Ok(())
	}

	/// Writes down what came into force, so that nothing is compared for ever. At most one step an asset.
	pub(crate) fn settle_announcements(now: Epoch) {
		Self::settle_unbonding(now);
		for (asset, (from, config)) in AnnouncedConfigs::<T>::iter().collect::<Vec<_>>() {
			if from <= now {
				AcceptedAssets::<T>::insert(&asset, config);
				AnnouncedConfigs::<T>::remove(&asset);
			}
		}
	}
}
