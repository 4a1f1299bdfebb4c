//! What the pallet stores.

use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::{
	traits::Get, BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use scale_info::TypeInfo;

/// How many validators there are.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct ValidatorLimits {
	/// At least: the set is held together where there are fewer candidates.
	pub min: u32,
	/// At most.
	pub max: u32,
}

/// Who was absent in a session.
#[derive(
	Encode, Decode, CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, TypeInfo, MaxEncodedLen,
)]
#[scale_info(skip_type_params(MaxValidators))]
pub struct Absences<AccountId: Clone + PartialEq + Eq + core::fmt::Debug, MaxValidators: Get<u32>> {
	/// The session.
	pub session: u32,
	/// Who, and for how many sessions on end, this one included.
	pub absent: BoundedVec<(AccountId, u32), MaxValidators>,
}
