//! # Genesis assets: what the SDK's asset pallets cannot say at genesis
//!
//! `pallet_asset_rate` has no genesis at all, and that of `pallet_assets` makes an asset's owner its
//! issuer, too. This pallet writes initial rates and issuers. It has no calls, no events and no
//! storage of its own, and does nothing after genesis.
//!
//! It is built after both pallets because its index is greater than theirs.

pub use pallet::*;

#[frame_support::pallet]
pub mod pallet {
	use crate::{AccountId, AssetId};
	use alloc::vec::Vec;
	use core::marker::PhantomData;
	use frame_support::{
		pallet_prelude::*,
		traits::fungibles::roles::{Inspect, ResetTeam},
	};
	use sp_runtime::FixedU128;

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	/// Needs the two pallets whose state it completes.
	#[pallet::config]
	pub trait Config:
		frame_system::Config<AccountId = AccountId>
		+ pallet_assets::Config<AssetId = u32>
		+ pallet_asset_rate::Config<AssetKind = AssetId>
	{
	}

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Value of one unit of an asset in plancks, by asset.
		pub rates: Vec<(AssetId, FixedU128)>,
		/// Who may mint units of an asset, by asset.
		pub issuers: Vec<(u32, AccountId)>,
		#[serde(skip)]
		pub _config: PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			for (asset, rate) in &self.rates {
				pallet_asset_rate::ConversionRateToNative::<T>::insert(asset, rate);
			}
			for (id, issuer) in &self.issuers {
				let role = |role: Option<AccountId>| {
					role.unwrap_or_else(|| panic!("asset {id} has an issuer but is not in genesis"))
				};
				pallet_assets::Pallet::<T>::reset_team(
					*id,
					role(pallet_assets::Pallet::<T>::owner(*id)),
					role(pallet_assets::Pallet::<T>::admin(*id)),
					issuer.clone(),
					role(pallet_assets::Pallet::<T>::freezer(*id)),
				)
				.expect("an existing asset of genesis without deposits can change its team; qed");
			}
		}
	}
}
