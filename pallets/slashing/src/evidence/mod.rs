//! What proves an offence.
//!
//! Each kind of evidence has one variant of [`Evidence`](palisade_terms::Evidence), which terms name, one of [`Proof`],
//! which reports carry, and one [`Verifier`] in a file of its own. A verifier reads nothing but what it is given.

mod double_sign;
mod ruling;

pub use double_sign::{DoubleSign, Statement};
pub use ruling::Ruling;

use codec::{Decode, DecodeWithMemTracking, Encode};
use palisade_primitives::{
	keys::{KeySignature, ServiceKey, SignatureError},
	Epoch, ServiceId,
};
use palisade_terms::Evidence;
use scale_info::TypeInfo;
use sp_core::H256;
use sp_runtime::Perquintill;

/// What a report carries.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum Proof {
	/// For [`Evidence::DoubleSign`].
	#[codec(index = 0)]
	DoubleSign(DoubleSign),
	/// For [`Evidence::Ruling`].
	#[codec(index = 3)]
	Ruling(Ruling),
}

impl Proof {
	/// The signatures that it carries.
	pub fn signatures(&self) -> impl Iterator<Item = &KeySignature> {
		let statements = match self {
			Self::DoubleSign(evidence) => Some([&evidence.first, &evidence.second]),
			Self::Ruling(_) => None,
		};
		statements.into_iter().flatten().map(|statement| &statement.signature)
	}
}

/// What proof is verified against.
pub struct Trial<'a, AccountId, Hash> {
	/// The hash of the chain's first block.
	pub genesis: &'a Hash,
	/// Against whom the offence is.
	pub service: ServiceId,
	/// The charged epoch.
	pub epoch: Epoch,
	/// The accused's key in that epoch.
	pub key: &'a ServiceKey,
	/// What the terms ask for.
	pub evidence: &'a Evidence<AccountId>,
	/// Who reports. `None`: the chain itself.
	pub reporter: Option<&'a AccountId>,
}

/// What was proven.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fact {
	/// Tells facts of the same case apart. One is reported once.
	pub topic: H256,
	/// How severe it is: not zero.
	pub severity: Perquintill,
}

/// Why proof is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotProven {
	/// It is of another kind than the condition asks for.
	WrongEvidence,
	/// Both statements say the same.
	SamePayload,
	/// A signature is of another scheme than the accused's key in that epoch.
	SignatureOfOtherScheme,
	/// A signature is not in the one accepted form.
	MalleableSignature,
	/// The accused's key of that epoch did not sign a statement of this chain, service, epoch and topic.
	InvalidSignature,
	/// The reporter is not the one who rules.
	NotRuler,
	/// An offence of no severity.
	ZeroSeverity,
}

impl From<SignatureError> for NotProven {
	fn from(error: SignatureError) -> Self {
		match error {
			SignatureError::OtherScheme => Self::SignatureOfOtherScheme,
			SignatureError::Malleable => Self::MalleableSignature,
			SignatureError::Invalid => Self::InvalidSignature,
		}
	}
}

/// Verifies one kind of evidence.
pub trait Verifier {
	/// What `self` proves.
	fn verify<AccountId: PartialEq, Hash: Encode>(
		&self,
		trial: &Trial<AccountId, Hash>,
	) -> Result<Fact, NotProven>;
}

impl Verifier for Proof {
	fn verify<AccountId: PartialEq, Hash: Encode>(
		&self,
		trial: &Trial<AccountId, Hash>,
	) -> Result<Fact, NotProven> {
		match self {
			Self::DoubleSign(proof) => proof.verify(trial),
			Self::Ruling(proof) => proof.verify(trial),
		}
	}
}
