//! What the registry stores.

use crate::{Commission, Config};
use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::{
	traits::{Footprint, Get},
	BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use palisade_primitives::OperatorStatus;
use scale_info::TypeInfo;

/// A registered operator.
#[derive(
	Encode, Decode, CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, TypeInfo, MaxEncodedLen,
)]
#[scale_info(skip_type_params(MaxMetadata))]
pub struct Operator<MaxMetadata: Get<u32>, Deposit: Clone + PartialEq + Eq + core::fmt::Debug> {
	/// Bytes that mean something to people and wallets, nothing to the chain.
	pub metadata: BoundedVec<u8, MaxMetadata>,
	/// The part of its delegators' rewards that the operator keeps.
	pub commission: Commission,
	/// What the operator takes on.
	pub status: OperatorStatus,
	/// What the operator put down for this entry.
	pub deposit: Deposit,
}

/// An [`Operator`] with the runtime's bounds.
pub type OperatorOf<T> = Operator<<T as Config>::MaxMetadata, <T as Config>::Deposit>;

/// What an entry with `metadata_len` bytes of metadata takes up at most: one item; the length and the bytes of its
/// metadata, its commission with an announced rise (13 bytes), its status (1 byte). The record of the deposit itself is
/// not charged for.
pub(crate) fn footprint(metadata_len: usize) -> Footprint {
	let prefix = codec::Compact(metadata_len as u32).encoded_size();
	let metadata = prefix.saturating_add(metadata_len);
	let rest = Commission::max_encoded_len().saturating_add(OperatorStatus::max_encoded_len());
	Footprint::from_parts(1, metadata.saturating_add(rest))
}
