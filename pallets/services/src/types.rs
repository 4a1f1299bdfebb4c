//! What the registry stores about a service. Versions of terms are in `versions.rs`, memberships in `membership.rs`.

use crate::*;
use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::{
	traits::Get, BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use scale_info::TypeInfo;

/// A service.
#[derive(
	Encode, Decode, CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, TypeInfo, MaxEncodedLen,
)]
#[scale_info(skip_type_params(MaxMetadata))]
pub struct Service<
	AccountId: Clone + PartialEq + Eq + core::fmt::Debug,
	MaxMetadata: Get<u32>,
	Deposit: Clone + PartialEq + Eq + core::fmt::Debug,
> {
	/// Announces terms, admits and ejects, closes.
	pub owner: AccountId,
	/// Bytes that mean something to people and wallets, nothing to the chain.
	pub metadata: BoundedVec<u8, MaxMetadata>,
	/// The versions of its terms.
	pub timeline: Timeline,
	/// Closed: the first epoch in which nobody counts.
	pub stops_at: Option<Epoch>,
	/// Membership records, of applicants and former members, too.
	pub records: u32,
	/// What the owner put down for all of it. `None`: nothing, of the chain's own consensus.
	pub deposit: Option<Deposit>,
}
