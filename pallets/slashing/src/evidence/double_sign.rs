//! Two statements that contradict each other, both signed by the accused.
//!
//! A statement says that in a service, in an epoch, a **topic** (a height, a round, a request) is a **payload**; both are
//! hashes that the service defines. Whoever signs two payloads for one topic has lied to somebody. What is signed names
//! chain, service and epoch ([`statement_payload`]), so it proves nothing elsewhere. Clients of a service reject statements
//! whose epoch is neither the current nor the previous one.

use super::{Electorate, Fact, NotProven, Trial, Verifier};
use codec::{Decode, DecodeWithMemTracking, Encode};
use palisade_primitives::keys::{statement_payload, KeySignature};
use palisade_terms::Evidence;
use scale_info::TypeInfo;
use sp_core::H256;
use sp_runtime::Perquintill;

/// Two statements about `topic`.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct DoubleSign {
	/// What both are about.
	pub topic: H256,
	/// One of them.
	pub first: Statement,
	/// The other one.
	pub second: Statement,
}

/// What the accused said.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Statement {
	/// The hash of what it said.
	pub payload_hash: H256,
	/// Of [`statement_payload`], raw or wrapped by a wallet.
	pub signature: KeySignature,
}

impl<AccountId: PartialEq> Verifier<AccountId> for DoubleSign {
	/// At most four verifications of signatures.
	fn verify<Hash: Encode, Voters: Electorate<AccountId>>(
		&self,
		trial: &Trial<AccountId, Hash, Voters>,
	) -> Result<Fact, NotProven> {
		if !matches!(trial.evidence, Evidence::DoubleSign) {
			return Err(NotProven::WrongEvidence);
		}
		if self.first.payload_hash == self.second.payload_hash {
			return Err(NotProven::SamePayload);
		}
		for Statement { payload_hash, signature } in [&self.first, &self.second] {
			let payload = statement_payload(
				trial.genesis,
				trial.service,
				trial.epoch,
				&self.topic,
				payload_hash,
			);
			trial.key.verify(&payload, signature)?;
		}
		Ok(Fact { topic: self.topic, severity: Perquintill::one() })
	}
}
