//! What the registry stores.

use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::{
	traits::{Footprint, Get},
	BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use scale_info::TypeInfo;
use sp_runtime::Perbill;

/// A registered operator.
#[derive(
	Encode, Decode, CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, TypeInfo, MaxEncodedLen,
)]
#[scale_info(skip_type_params(MaxMetadata))]
pub struct Operator<MaxMetadata: Get<u32>, Deposit: Clone + PartialEq + Eq + core::fmt::Debug> {
	/// Bytes that mean something to people and wallets, nothing to the chain.
	pub metadata: BoundedVec<u8, MaxMetadata>,
	/// The part of its delegators' rewards that the operator keeps.
	pub commission: Perbill,
	/// What the operator put down for this entry.
	pub deposit: Deposit,
}

/// What an entry with `metadata_len` bytes of metadata takes up: one item; its commission (4 bytes), the length and the
/// bytes of its metadata.
pub(crate) fn footprint(metadata_len: usize) -> Footprint {
	let commission = core::mem::size_of::<u32>();
	let prefix = codec::Compact(metadata_len as u32).encoded_size();
	Footprint::from_parts(1, commission.saturating_add(prefix).saturating_add(metadata_len))
}
