//! # Palisade primitives
//!
//! The types that more than one pallet names, and the traits through which the pallets meet: none reaches into
//! another's storage. Who implements what stands in `docs/architecture.md`.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod keys;

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::marker::PhantomData;
use frame_support::traits::{
	fungibles::roles::Inspect as InspectRoles, tokens::fungible, Contains,
};
use scale_info::TypeInfo;

/// An amount in units of its own asset. Native amounts are in plancks: 10¹² of them are one PAL.
pub type Balance = u128;

/// Native token, or an asset of `pallet-assets` by its id.
pub type AssetId = fungible::NativeOrWithId<u32>;

/// Count of epochs since genesis. All delays of the protocol count epochs.
pub type Epoch = u32;

/// Names a service. Never used again after the service is gone; 0 is the chain's own consensus.
pub type ServiceId = u32;

/// Counts the versions of one service's terms, from 1.
pub type TermsVersion = u32;

/// Greatest unbonding period. History is kept for at most this many past epochs, and weights are taken at it.
pub const MAX_UNBONDING_EPOCHS: Epoch = 32;

/// Most entries that a runtime API returns at once.
pub const MAX_PAGE: u32 = 256;

/// A part of a list, as runtime APIs return it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct Page<Item, Cursor> {
	/// The entries.
	pub items: Vec<Item>,
	/// Where the next page starts; `None` at the list's end.
	pub next: Option<Cursor>,
}

/// What an operator takes on.
#[derive(
	Clone,
	Copy,
	Default,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub enum OperatorStatus {
	/// New stake, and new services.
	#[default]
	Active,
	/// Nothing new. Whatever it has goes on.
	Paused,
}

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

/// The registry of operators, as other pallets see it.
pub trait OperatorRegistry<AccountId> {
	/// The status of `who`; `None` if it is not registered. One storage read.
	fn status(who: &AccountId) -> Option<OperatorStatus>;

	/// Registers `who`, funding whatever that needs.
	#[cfg(feature = "runtime-benchmarks")]
	fn register_for_benchmark(who: &AccountId);
}

/// Who serves whom, as the registry of operators sees it.
pub trait Memberships<AccountId> {
	/// Whether `operator` applied to, belongs to, or still answers to any service. One storage read.
	fn has_any(operator: &AccountId) -> bool;
}

/// What operators pledge, as the registry of services sees it.
pub trait StakeView<AccountId> {
	/// The value of what `operator` pledged to `service` at the start of `epoch`, in native units.
	fn value(operator: &AccountId, service: ServiceId, epoch: Epoch) -> Balance;
}

/// A chain on which nothing can be pledged: every value is 0.
impl<AccountId> StakeView<AccountId> for () {
	fn value(_: &AccountId, _: ServiceId, _: Epoch) -> Balance {
		0
	}
}

/// Which assets can be staked.
pub trait StakeAssets {
	/// Whether `asset` is registered for restaking. One storage read.
	fn is_registered(asset: &AssetId) -> bool;

	/// Registers an asset that was not registered before.
	#[cfg(feature = "runtime-benchmarks")]
	fn register_for_benchmark() -> AssetId;
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
