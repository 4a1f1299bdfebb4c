//! What units of assets are worth as security, epoch by epoch.
//!
//! `value = ⌊amount × rate × (1 − haircut)⌋` in native units. `rate × (1 − haircut)` of all registered assets is fixed
//! before the first transaction of each epoch: by the hook that runs when the epoch has begun, which is that of its second
//! block where the session starts in a later hook of the first. An asset without a rate is worth nothing.

use crate::*;
use frame_support::weights::Weight;
use palisade_primitives::{AssetId, AssetRates, Balance, Epoch, EpochClock};
use sp_runtime::{
	traits::{One, Saturating},
	FixedPointNumber, FixedU128, PerThing, Perbill,
};

/// Most old copies that one epoch drops.
const PRUNED_AT_ONCE: u32 = 2;

impl<T: Config> Pallet<T> {
	/// Copies the rates if the epoch is new, and drops copies that nobody can ask for any more.
	pub(crate) fn on_block() -> Weight {
		let now = T::Clock::current_epoch();
		let kept = RateEpochs::<T>::get();
		if kept.is_some_and(|kept| kept.last >= now) {
			return T::WeightInfo::on_initialize_within_epoch();
		}
		let table = Self::current_rates();
		// Also those that have no rate were asked for it.
		let assets = AcceptedAssets::<T>::count();
		PledgedValues::<T>::insert(now, Self::current_pledged_value(&table));
		Rates::<T>::insert(now, table);
		let mut first = kept.map_or(now, |kept| kept.first);
		let oldest = now.saturating_sub(Self::unbonding_epochs());
		for _ in 0..PRUNED_AT_ONCE {
			if first < oldest {
				Rates::<T>::remove(first);
				PledgedValues::<T>::remove(first);
				first = first.saturating_add(1);
			}
		}
		RateEpochs::<T>::put(KeptRates { first, last: now });
		Self::settle_announcements(now);
		T::WeightInfo::on_initialize_new_epoch(assets)
	}

	/// What one unit of each registered asset counts, now.
	fn current_rates() -> RateTable {
		let now = T::Clock::current_epoch();
		let rates = AcceptedAssets::<T>::iter().filter_map(|(asset, config)| {
			let config = Self::effective(&asset, config, now);
			let rate = match asset {
				AssetId::Native => FixedU128::one(),
				_ => T::Rates::rate(&asset)?,
			};
			let counts = FixedU128::saturating_from_rational(
				config.haircut.left_from_one().deconstruct(),
				Perbill::ACCURACY,
			);
			Some((asset, rate.saturating_mul(counts)))
		});
		RateTable::truncate_from(rates.collect())
	}

	/// What one unit of each asset counted at `epoch`. In an epoch's first block, before it was written down, it is what
	/// will be.
	pub(crate) fn rates_at(epoch: Epoch) -> RateTable {
		match Rates::<T>::try_get(epoch) {
			Ok(table) => table,
			Err(()) if epoch == T::Clock::current_epoch() => Self::current_rates(),
			Err(()) => RateTable::default(),
		}
	}

	/// What the stake in pools with pledges counts by `rates`, in native units.
	pub(crate) fn current_pledged_value(rates: &RateTable) -> Balance {
		rates.iter().fold(0, |sum: Balance, (asset, _)| {
			let units = PledgedUnits::<T>::get(asset);
			sum.saturating_add(Self::value_of(rates, asset, units))
		})
	}

	/// What `amount` units of `asset` count by `rates`, in native units, rounded down.
	pub(crate) fn value_of(rates: &RateTable, asset: &AssetId, amount: Balance) -> Balance {
		let rate = rates.iter().find(|(of, _)| of == asset).map(|(_, rate)| *rate);
		rate.map_or(0, |rate| rate.saturating_mul_int(amount))
	}
}
