//! What the ledger stores.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use palisade_ledger_math::Part;
use palisade_primitives::{Balance, Epoch, MAX_UNBONDING_EPOCHS};
use scale_info::TypeInfo;
use sp_runtime::Perbill;

/// Most assets that the ledger accepts.
pub const MAX_ASSETS: u32 = 32;

/// Most exits of one position: one for each epoch of which an exit can still be immature, the current one included.
pub const MAX_EXITS: u32 = MAX_UNBONDING_EPOCHS + 1;

/// How the ledger treats an asset.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	serde::Serialize,
	serde::Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AssetConfig {
	/// What a position is worth at least when it is made or partly left, in units of the asset.
	pub min_delegation: Balance,
	/// Most active stake of one pool, in units of the asset.
	pub cap_per_pool: Balance,
	/// The part of the asset's market value that does not count as security.
	pub haircut: Perbill,
}

/// Stake whose owners asked for it in one epoch.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Bucket {
	/// Its units, and the bucket's own shares of them.
	pub part: Part,
	/// The epoch from which it can be withdrawn, fixed at the bucket's first request.
	pub claimable_from: Epoch,
}

/// One owner's part of a [`Bucket`].
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Exit {
	/// The epoch of the request, which names the bucket.
	pub requested: Epoch,
	/// Shares of the bucket.
	pub shares: Balance,
}

/// What one account has in one pool.
#[derive(Clone, Default, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Position {
	/// Shares of the pool's active stake.
	pub shares: Balance,
	/// Units that left their matured buckets and wait to be withdrawn. Nothing can touch them any more.
	pub matured: Balance,
	/// Exits by epoch of request, oldest first, at most one an epoch.
	pub exits: BoundedVec<Exit, ConstU32<MAX_EXITS>>,
}

impl Position {
	/// Nothing is left to remember.
	pub fn is_empty(&self) -> bool {
		self.shares == 0 && self.matured == 0 && self.exits.is_empty()
	}
}
