//! # Runtime API of the registry of operators
//!
//! Who can be trusted with stake, at what commission, without an indexer. Clients find the types in the metadata; in
//! polkadot.js the calls are `api.call.operatorsApi.*`.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

use alloc::vec::Vec;
use codec::{Codec, Decode, Encode};
use palisade_primitives::{Epoch, OperatorStatus, Page};
use scale_info::TypeInfo;
use sp_runtime::Perbill;

/// A registered operator, as of the current epoch.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct OperatorInfo {
	/// The bytes that the operator chose; the chain gives them no meaning.
	pub metadata: Vec<u8>,
	/// The part of its delegators' rewards that the operator keeps in the current epoch.
	pub commission: Perbill,
	/// A rise that is not in force yet: the commission that it brings, and the first epoch in which that is in force.
	pub announced: Option<(Perbill, Epoch)>,
	/// Whether the operator takes new stake and new services.
	pub status: OperatorStatus,
}

sp_api::decl_runtime_apis! {
	/// Reads the registry of operators.
	pub trait OperatorsApi<AccountId>
	where
		AccountId: Codec,
	{
		/// The operator `account`; `None` if it is not registered.
		fn operator(account: AccountId) -> Option<OperatorInfo>;

		/// At most `limit` operators, and never more than
		/// [`MAX_PAGE`](palisade_primitives::MAX_PAGE), in the order of their storage keys, which is stable and means
		/// nothing.
		///
		/// The first one is `from`, or the one after it if `from` is not registered (any more); `None` starts at the
		/// list's start. The next page starts at the answer's `next`. A `limit` of 0 returns nothing, and `from` as `next`.
		fn operators(
			from: Option<AccountId>,
			limit: u32,
		) -> Page<(AccountId, OperatorInfo), AccountId>;
	}
}
