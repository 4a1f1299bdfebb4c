//! # Runtime API of the ledger
//!
//! Every number about stake that a user interface needs, without an indexer. Clients find the types in the metadata; in
//! polkadot.js the calls are `api.call.restakingApi.*`.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

use alloc::vec::Vec;
use codec::{Codec, Decode, Encode};
use palisade_primitives::{AssetId, Balance, Epoch, PledgedStake, ServiceId, StakeKind};
use scale_info::TypeInfo;

/// What stands behind one operator in one asset.
///
/// Whoever buys shares of a pool buys the liability for its last epochs with them: a slash charged to an epoch before the
/// purchase takes from the new shares, too.
#[derive(Clone, Default, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct PoolInfo {
	/// Active stake, in units of the asset: what its delegators share, exits excluded.
	pub balance: Balance,
	/// Shares of the active stake. Each is worth `balance / shares` units.
	pub shares: Balance,
	/// The magnitude that allocations are parts of: 10¹⁸ less what slashes took since nothing was pledged.
	pub magnitude: Balance,
	/// How often the pool started anew after a total loss.
	pub generation: u32,
	/// The epoch in which this generation took its first stake; `None` before that.
	pub opened: Option<Epoch>,
	/// What is pledged to whom; by service.
	pub allocations: Vec<AllocationInfo>,
	/// Exits that cannot be claimed yet: the epoch from which they can, and their units; oldest request first.
	pub exits: Vec<(Epoch, Balance)>,
	/// Slashes that wait for their execution; oldest epoch first.
	pub waiting: Vec<WaitingInfo>,
}

/// What of a pool is pledged to one service. Amounts are parts of the pool's magnitude.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct AllocationInfo {
	/// The service.
	pub service: ServiceId,
	/// Who else can slash it.
	pub kind: StakeKind,
	/// What the operator set it to.
	pub target: Balance,
	/// What counts in this epoch.
	pub counting: Balance,
	/// What cannot be pledged otherwise: it counts, is announced, or cools.
	pub encumbering: Balance,
	/// The layers that make it up.
	pub layers: Vec<LayerInfo>,
}

/// A part of an allocation with its own dates.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct LayerInfo {
	/// Of the pool's magnitude.
	pub amount: Balance,
	/// The first epoch in which it counts.
	pub counts_from: Epoch,
	/// The last epoch in which it counts, once that is known.
	pub stopped_after: Option<Epoch>,
}

/// Slashes that wait, charged to one epoch. What answers for that epoch cannot leave.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct WaitingInfo {
	/// The charged epoch.
	pub epoch: Epoch,
	/// The generation of the pool that answers.
	pub generation: u32,
	/// How many.
	pub slashes: u32,
}

/// The value that secures a service at an epoch, in native units.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct SecurityInfo<AccountId> {
	/// Of all members together.
	pub value: Balance,
	/// Of each member that counts.
	pub members: Vec<(AccountId, Balance)>,
}

/// What one account has behind one operator in one asset.
#[derive(Clone, Default, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct PositionInfo {
	/// Shares of the pool's active stake.
	pub shares: Balance,
	/// What these shares are worth now, in units of the asset, rounded down.
	pub value: Balance,
	/// Exits that were not withdrawn: the epoch from which each can be, and its units now; soonest first. What is
	/// claimable already may stand as one entry, under the current epoch.
	pub exits: Vec<(Epoch, Balance)>,
}

sp_api::decl_runtime_apis! {
	/// Reads the ledger.
	pub trait RestakingApi<AccountId>
	where
		AccountId: Codec,
	{
		/// The current epoch.
		fn epoch() -> Epoch;

		/// The pool of `operator` in `asset`; empty, with a full magnitude, where nobody ever had stake.
		fn pool(operator: AccountId, asset: AssetId) -> PoolInfo;

		/// What `who` has in that pool; all zero where it has nothing.
		fn position(who: AccountId, operator: AccountId, asset: AssetId) -> PositionInfo;

		/// What `who` has in all pools, behind the pool `from`; at most `limit` and 256 entries.
		fn positions(
			who: AccountId,
			from: Option<(AccountId, AssetId)>,
			limit: u32,
		) -> Vec<(AccountId, AssetId, PositionInfo)>;

		/// What `operator` had pledged to `service` as a member at the start of `epoch`: of each asset its units, their value
		/// in native units, and their kind. Empty for epochs that lie in the future, or more than U back.
		fn stake(operator: AccountId, service: ServiceId, epoch: Epoch) -> Vec<PledgedStake>;

		/// The value of all members of `service` that counted at the start of `epoch`; empty for epochs that lie in the
		/// future, or more than U back.
		fn security(service: ServiceId, epoch: Epoch) -> SecurityInfo<AccountId>;
	}
}
