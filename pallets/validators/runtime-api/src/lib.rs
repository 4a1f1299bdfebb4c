//! # Runtime API of consensus as service 0
//!
//! Who would be elected, and why an operator would not. Clients find the types in the metadata; in polkadot.js the calls are
//! `api.call.validatorsApi.*`.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

use alloc::vec::Vec;
use codec::{Codec, Decode, Encode};
use palisade_primitives::Balance;
use scale_info::TypeInfo;

/// What an election by the stake of the current epoch decides, as of now: the elections of the epoch's remaining sessions decide
/// the same, unless somebody is suspended, leaves session keys behind or gets some, or the limits change.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct ElectionInfo<AccountId> {
	/// Fewest validators.
	pub min: u32,
	/// Most validators.
	pub max: u32,
	/// Who can be elected, with its weight in native units, the first rank first.
	pub candidates: Vec<(AccountId, Balance)>,
	/// Who is: the first `max` candidates, and if these are fewer than `min`, behind them those that stay.
	pub validators: Vec<AccountId>,
}

/// Where an operator stands in elections, as of the current epoch.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct ValidatorInfo {
	/// What its stake weighs, in native units. `None` where it does not count: it is no member (yet, or any more), it is jailed, or
	/// what it had pledged at the epoch's start is worth less than the minimum of the terms.
	pub weight: Option<Balance>,
	/// Whether it is excluded from service 0 in this epoch.
	pub jailed: bool,
	/// Whether it is known to have equivocated in this epoch, and so is no candidate for the rest of it.
	pub suspended: bool,
	/// Whether it registered session keys.
	pub has_session_keys: bool,
	/// Its rank among the candidates, from 1 on; `None` if it is none.
	pub rank: Option<u32>,
	/// Whether it is among the [`validators`](ElectionInfo::validators) that would be elected now.
	pub would_be_elected: bool,
	/// Whether the last election chose it: it validates in the next session.
	pub planned: bool,
	/// Whether it may leave service 0 and pledge less to it at the moment.
	pub may_leave: bool,
}

sp_api::decl_runtime_apis! {
	/// Looks ahead to the next election.
	pub trait ValidatorsApi<AccountId>
	where
		AccountId: Codec,
	{
		/// What an election decides, as of now. Looks at all records of service 0, at most 1,000.
		fn election() -> ElectionInfo<AccountId>;

		/// Where the operator `account` stands. Looks at all records of service 0, at most 1,000.
		fn validator(account: AccountId) -> ValidatorInfo;
	}
}
