//! What proves an offence.
//!
//! Each kind of evidence has one variant of [`Evidence`](palisade_terms::Evidence), which terms name, one of [`Proof`],
//! which reports carry, and one [`Verifier`] in a file of its own. A verifier reads nothing but what it is
//! given.

mod double_sign;
mod quorum;
mod ruling;

pub use double_sign::{DoubleSign, Statement};
pub use quorum::QuorumAccusation;
pub use ruling::Ruling;

use codec::{Decode, DecodeWithMemTracking, Encode};
use palisade_primitives::{
	keys::{KeySignature, ServiceKey, SignatureError},
	Balance, Epoch, ServiceId,
};
use palisade_terms::Evidence;
use scale_info::TypeInfo;
use sp_core::H256;
use sp_runtime::Perquintill;

/// What a report carries.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum Proof<AccountId> {
	/// For [`Evidence::DoubleSign`].
	#[codec(index = 0)]
	DoubleSign(DoubleSign),
	/// For [`Evidence::QuorumAccusation`].
	#[codec(index = 1)]
	QuorumAccusation(QuorumAccusation<AccountId>),
	/// For [`Evidence::Ruling`].
	#[codec(index = 3)]
	Ruling(Ruling),
}

impl<AccountId> Proof<AccountId> {
	/// The signatures that it carries.
	pub fn signatures(&self) -> impl Iterator<Item = &KeySignature> {
		let (statements, accusers) = match self {
			Self::DoubleSign(evidence) => (Some([&evidence.first, &evidence.second]), None),
			Self::QuorumAccusation(evidence) => (None, Some(&evidence.signatures)),
			Self::Ruling(_) => (None, None),
		};
		let statements = statements.into_iter().flatten().map(|statement| &statement.signature);
		statements.chain(accusers.into_iter().flatten().map(|(_, signature)| signature))
	}

	/// How many members it has to be looked up.
	pub fn signers(&self) -> u32 {
		match self {
			// As many as fit.
			Self::QuorumAccusation(evidence) => evidence.signatures.len() as u32,
			Self::DoubleSign(_) | Self::Ruling(_) => 0,
		}
	}
}

/// What proof is verified against.
pub struct Trial<'a, AccountId, Hash, Voters> {
	/// The hash of the chain's first block.
	pub genesis: &'a Hash,
	/// Against whom the offence is.
	pub service: ServiceId,
	/// The charged epoch.
	pub epoch: Epoch,
	/// Which condition it is, by its place in the terms.
	pub condition: u8,
	/// Who is accused.
	pub accused: &'a AccountId,
	/// The accused's key in that epoch.
	pub key: &'a ServiceKey,
	/// What the terms ask for.
	pub evidence: &'a Evidence<AccountId>,
	/// Who reports. `None`: the chain itself.
	pub reporter: Option<&'a AccountId>,
	/// The members of the service in that epoch.
	pub electorate: &'a Voters,
}

/// The members of a service that counted in an epoch.
pub trait Electorate<AccountId> {
	/// What all of them had pledged together, in native units, if it was added up.
	fn value(&self) -> Option<Balance>;

	/// `who`, if it counted.
	fn elector(&self, who: &AccountId) -> Option<Elector>;
}

/// A member that counted in an epoch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Elector {
	/// Its key in that epoch.
	pub key: ServiceKey,
	/// What it had pledged, in native units.
	pub value: Balance,
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
	/// What the members pledged was not added up.
	NotTallied,
	/// Signers are not in ascending order, or there is one twice.
	SignersOutOfOrder,
	/// The accused is among the signers.
	AccusedSigned,
	/// A signer did not count as a member in that epoch.
	SignerNotMember,
	/// The signers hold less than the threshold.
	QuorumNotReached,
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
pub trait Verifier<AccountId> {
	/// What `self` proves.
	fn verify<Hash: Encode, Voters: Electorate<AccountId>>(
		&self,
		trial: &Trial<AccountId, Hash, Voters>,
	) -> Result<Fact, NotProven>;
}

impl<AccountId: Ord + Encode> Verifier<AccountId> for Proof<AccountId> {
	fn verify<Hash: Encode, Voters: Electorate<AccountId>>(
		&self,
		trial: &Trial<AccountId, Hash, Voters>,
	) -> Result<Fact, NotProven> {
		match self {
			Self::DoubleSign(proof) => proof.verify(trial),
			Self::QuorumAccusation(proof) => proof.verify(trial),
			Self::Ruling(proof) => proof.verify(trial),
		}
	}
}
