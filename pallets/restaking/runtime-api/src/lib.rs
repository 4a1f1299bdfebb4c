//! # Runtime API of the ledger
//!
//! Every number about stake that a user interface needs, without an indexer. Clients find the types in the metadata; in
//! polkadot.js the calls are `api.call.restakingApi.*`.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

use alloc::vec::Vec;
use codec::{Codec, Decode, Encode};
use palisade_primitives::{AssetId, Balance, Epoch};
use scale_info::TypeInfo;

/// What stands behind one operator in one asset.
#[derive(Clone, Default, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct PoolInfo {
	/// Active stake, in units of the asset: what its delegators share, exits excluded.
	pub balance: Balance,
	/// Shares of the active stake. Each is worth `balance / shares` units.
	pub shares: Balance,
	/// Exits that cannot be claimed yet: the epoch from which they can, and their units; soonest first.
	pub exits: Vec<(Epoch, Balance)>,
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

		/// The pool of `operator` in `asset`; all zero where nobody has stake.
		fn pool(operator: AccountId, asset: AssetId) -> PoolInfo;

		/// What `who` has in that pool; all zero where it has nothing.
		fn position(who: AccountId, operator: AccountId, asset: AssetId) -> PositionInfo;
	}
}
