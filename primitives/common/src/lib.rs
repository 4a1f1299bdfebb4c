//! # Palisade primitives
//!
//! The types that more than one pallet names, and the traits through which the pallets meet: none reaches into
//! another's storage. Who implements what stands in `docs/architecture.md`.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod keys;
mod liability;

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::marker::PhantomData;
use frame_support::{
	pallet_prelude::{DispatchResult, Weight},
	traits::{fungibles::roles::Inspect as InspectRoles, tokens::fungible, Contains},
};
use scale_info::TypeInfo;
use sp_runtime::FixedU128;

pub use liability::{AtStake, Judgement, Liability, Offence, Recipients, Taken};

pub use palisade_ledger_math::{Base, Epoch, ServiceId, StakeKind, FULL_MAGNITUDE, MAX_CONDITIONS};

/// An amount in units of its own asset. Native amounts are in plancks: 10¹² of them are one PAL.
pub type Balance = u128;

/// Native token, or an asset of `pallet-assets` by its id.
pub type AssetId = fungible::NativeOrWithId<u32>;

/// Numbers slashes, from 0 on, over all services.
pub type SlashId = u32;

/// Counts the versions of one service's terms, from 1.
pub type TermsVersion = u32;

/// Greatest unbonding period. History is kept for at most this many past epochs, and weights are taken at it.
pub const MAX_UNBONDING_EPOCHS: Epoch = 32;

/// Most assets that a service accepts, and so most pools of one operator that are pledged to one service.
pub const MAX_ASSETS_PER_SERVICE: u32 = 8;

/// Most entries that a runtime API returns at once.
pub const MAX_PAGE: u32 = 256;

/// The id of the chain's own consensus.
pub const CONSENSUS_SERVICE: ServiceId = 0;

/// A number as a key of storage: such keys are in the order of their numbers.
#[derive(
	Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Encode, Decode, TypeInfo, MaxEncodedLen,
)]
pub struct Ordered([u8; 4]);

impl From<u32> for Ordered {
	fn from(number: u32) -> Self {
		Self(number.to_be_bytes())
	}
}

impl From<Ordered> for u32 {
	fn from(Ordered(bytes): Ordered) -> Self {
		Self::from_be_bytes(bytes)
	}
}

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

	/// Most blocks that an epoch has. One or two storage reads.
	fn blocks_per_epoch() -> u32;

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

/// What an operator pledged of one asset to one service.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct PledgedStake {
	/// The asset.
	pub asset: AssetId,
	/// Units of it.
	pub amount: Balance,
	/// What they are worth as security, in native units.
	pub value: Balance,
	/// Who else can slash them.
	pub kind: StakeKind,
}

impl PledgedStake {
	/// The value of all of `stake`, in native units.
	pub fn value_of(stake: &[Self]) -> Balance {
		stake.iter().fold(0, |sum, stake| stake.value.saturating_add(sum))
	}
}

/// What operators pledge, as the registry of services sees it.
pub trait StakeView<AccountId> {
	/// What `operator` pledged to `service` as of the start of `epoch`, whether or not it was a member then. At most
	/// [`MAX_ASSETS_PER_SERVICE`] entries; empty for epochs that nobody can be asked about any more. Three reads an
	/// asset, at most.
	fn pledged(operator: &AccountId, service: ServiceId, epoch: Epoch) -> Vec<PledgedStake>;

	/// What `operator` has pledged to `service` now, after whatever happened in this epoch. At most
	/// [`MAX_ASSETS_PER_SERVICE`] entries. Two reads an asset, and the rates.
	fn pledged_now(operator: &AccountId, service: ServiceId) -> Vec<PledgedStake>;

	/// The active stake behind `operator` in `asset`, and the shares that it is divided into. One read.
	fn active_stake(operator: &AccountId, asset: &AssetId) -> ActiveStake;

	/// What the members of `service` that counted at `epoch` had pledged together, if it was [added up](Self::add_up).
	/// One read.
	fn totals(service: ServiceId, epoch: Epoch) -> Option<Totals>;

	/// Looks at a few members more for [`Self::totals`]. Fails where all were looked at, where there is no member, and for
	/// epochs that nobody can be asked about.
	fn add_up(service: ServiceId, epoch: Epoch) -> DispatchResult;

	/// What [`Self::add_up`] costs at most.
	fn add_up_weight() -> Weight;

	/// What it costs at most to look up so many members and what they count.
	fn look_up_weight(members: u32) -> Weight;

	/// The value of all stake that was pledged to anybody at the start of `epoch`, each unit counted once, in native units.
	/// One read; of the current epoch in its first block, one more an asset.
	fn pledged_value(epoch: Epoch) -> Balance;

	/// What `amount` units of `asset` counted as security at `epoch`, in native units. One read.
	fn value_at(epoch: Epoch, asset: &AssetId, amount: Balance) -> Balance;
}

/// What the members of a service that count at an epoch have pledged to it.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct Totals {
	/// In native units.
	pub value: Balance,
	/// How many members count.
	pub members: u32,
}

/// Active stake behind an operator.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct ActiveStake {
	/// In units of its asset.
	pub balance: Balance,
	/// Each is worth `balance / shares` units.
	pub shares: Balance,
}

/// Who is excluded from a service for a time, as the registry of services sees it.
pub trait Jail<AccountId> {
	/// Whether `operator` is excluded from `service` in `epoch`, one of the last U + 1 or a later one. One read.
	fn is_jailed(service: ServiceId, operator: &AccountId, epoch: Epoch) -> bool;
}

/// Why an operator cannot pledge something to a service.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PledgeRefusal {
	/// It is not admitted to the service, or its membership has ended.
	NotMember,
	/// The terms that it accepted last do not accept the asset.
	AssetNotAccepted,
	/// They accept the asset, but not as stake of this kind.
	KindNotAccepted,
}

/// Who belongs to which service, as the ledger sees it.
pub trait ServiceRegistry<AccountId> {
	/// Whether `operator` may pledge `asset` to `service` as stake of `kind`: it is admitted, its membership has no end
	/// that has come, and the terms that it accepted last take such stake. At most three reads.
	fn may_pledge(
		service: ServiceId,
		operator: &AccountId,
		asset: &AssetId,
		kind: StakeKind,
	) -> Result<(), PledgeRefusal>;

	/// The first epoch in which `operator` does not belong to `service` any more, if that epoch has come; `None` while
	/// the membership goes on, and without any record of one. At most two reads.
	fn ended_at(service: ServiceId, operator: &AccountId) -> Option<Epoch>;

	/// Whether `operator` was a member of `service` at `epoch`. At most two reads.
	fn is_member(service: ServiceId, operator: &AccountId, epoch: Epoch) -> bool;

	/// `operator`'s stake in `service` at the start of `epoch`, if it counts as a member then. Reads membership, terms, the
	/// jail and what [`StakeView::pledged`] reads.
	fn counting_stake(
		service: ServiceId,
		operator: &AccountId,
		epoch: Epoch,
	) -> Option<Vec<PledgedStake>>;

	/// The value of [`Self::counting_stake`], in native units.
	fn counting_value(service: ServiceId, operator: &AccountId, epoch: Epoch) -> Option<Balance> {
		Self::counting_stake(service, operator, epoch).map(|stake| PledgedStake::value_of(&stake))
	}

	/// At most `limit` operators with a record of membership in `service`, behind `after` in an order that never
	/// changes. One read an operator.
	fn members_after(service: ServiceId, after: Option<&AccountId>, limit: u32) -> Vec<AccountId>;

	/// The least U under which all terms are lawful that are in force, announced, or can still be asked for. Reads at
	/// most [`MAX_UNBONDING_EPOCHS`] counters.
	fn required_unbonding() -> Epoch;

	/// Creates a service that accepts all of `assets` as stake of either kind, with `operators`, which are registered, as
	/// members, and returns its id.
	#[cfg(feature = "runtime-benchmarks")]
	fn create_for_benchmark(assets: &[AssetId], operators: &[AccountId]) -> ServiceId;

	/// Makes some terms need each U that there can be.
	#[cfg(feature = "runtime-benchmarks")]
	fn need_each_unbonding_for_benchmark();
}

/// Told by the registry of services.
pub trait OnMembershipEnd<AccountId> {
	/// `operator` does not belong to `service` from epoch `stops_at` on, which is the next epoch at the latest. Called
	/// when that is written down: for a lapse or a closing, that can be later than `stops_at`, but is before the operator
	/// can belong to it again.
	fn on_membership_end(service: ServiceId, operator: &AccountId, stops_at: Epoch);

	/// Makes `operator`, a registered one, have pledged as many assets to `service` as it can.
	#[cfg(feature = "runtime-benchmarks")]
	fn pledge_for_benchmark(service: ServiceId, operator: &AccountId);
}

/// Whom the chain's own consensus cannot spare.
pub trait ConsensusGuard<AccountId> {
	/// Takes note that `operator` leaves `service` or pledges less to it. `false`: it may not, there would be too few
	/// validators.
	fn release(service: ServiceId, operator: &AccountId) -> bool;

	/// What [`Self::release`] costs at most for members of `service`.
	fn release_weight(service: ServiceId) -> Weight;
}

/// A chain whose consensus is secured otherwise.
impl<AccountId> ConsensusGuard<AccountId> for () {
	fn release(_: ServiceId, _: &AccountId) -> bool {
		true
	}

	fn release_weight(_: ServiceId) -> Weight {
		Weight::zero()
	}
}

/// What assets are worth.
pub trait AssetRates {
	/// Native units for one unit of `asset`, now; `None` where nobody knows. One read.
	fn rate(asset: &AssetId) -> Option<FixedU128>;

	/// Makes `rate(asset)` known.
	#[cfg(feature = "runtime-benchmarks")]
	fn set_rate_for_benchmark(asset: &AssetId, rate: FixedU128);
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
