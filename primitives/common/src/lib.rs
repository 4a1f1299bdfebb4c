//! # Palisade primitives
//!
//! The types that more than one pallet names, and the traits through which the pallets meet: none reaches into
//! another's storage. Who implements what stands in `docs/architecture.md`.

#![cfg_attr(not(feature = "std"), no_std)]

use core::marker::PhantomData;
use frame_support::traits::{
	fungibles::roles::Inspect as InspectRoles, tokens::fungible, Contains,
};

/// An amount in units of its own asset. Native amounts are in plancks: 10¹² of them are one PAL.
pub type Balance = u128;

/// Native token, or an asset of `pallet-assets` by its id.
pub type AssetId = fungible::NativeOrWithId<u32>;

/// Count of epochs since genesis. All delays of the protocol count epochs.
pub type Epoch = u32;

/// Tells the protocol's time.
pub trait EpochClock {
	/// The epoch of the current block: `⌊session index / sessions per epoch⌋`. One or two storage reads.
	fn current_epoch() -> Epoch;

	/// Moves the clock to the start of `epoch`.
	#[cfg(feature = "runtime-benchmarks")]
	fn set_epoch(epoch: Epoch);
}

/// Counts sessions.
pub trait SessionCounter {
	/// Index of the current session. One storage read.
	fn current_session() -> u32;

	/// Makes `index` the current session.
	#[cfg(feature = "runtime-benchmarks")]
	fn set_session(index: u32);
}

/// The registry of operators, as the ledger sees it.
pub trait OperatorRegistry<AccountId> {
	/// Whether `who` is registered. One storage read.
	fn is_operator(who: &AccountId) -> bool;

	/// Registers `who`, funding whatever that needs.
	#[cfg(feature = "runtime-benchmarks")]
	fn register_for_benchmark(who: &AccountId);
}

/// Tells whether nobody but governance can burn, freeze or take units of an asset.
pub trait AssetGovernance {
	/// Whether `asset` exists and is governed. A constant number of storage reads.
	fn is_governed(asset: &AssetId) -> bool;
}

/// [`AssetGovernance`] over `pallet-assets`: the native token is governed by definition; an asset is, when its owner,
/// its admin and its freezer are all accounts in `Governors`. Its issuer may be anybody: minting dilutes nobody's
/// units.
pub struct GovernedTeam<Assets, Governors, AccountId>(PhantomData<(Assets, Governors, AccountId)>);

impl<Assets, Governors, AccountId> AssetGovernance for GovernedTeam<Assets, Governors, AccountId>
where
	Assets: InspectRoles<AccountId, AssetId = u32>,
	Governors: Contains<AccountId>,
{
	fn is_governed(asset: &AssetId) -> bool {
		match asset {
			AssetId::Native => true,
			AssetId::WithId(id) => [Assets::owner(*id), Assets::admin(*id), Assets::freezer(*id)]
				.iter()
				.all(|role| role.as_ref().is_some_and(Governors::contains)),
		}
	}
}
