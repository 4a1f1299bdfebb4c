//! The accusation of so many members that they stand for most of the service.
//!
//! Members that hold at least `threshold` of the value of all members at the charged epoch, the accused's included, sign with
//! their keys of that epoch that somebody offended, and how severe it was. As the threshold is more than a half, no two quorums
//! are without a common member, a minority convicts nobody, and who holds more than the rest cannot be accused. The accused's own
//! signature does not count.
//!
//! What is signed names chain, service, epoch, condition, accused, severity and topic ([`accusation_payload`]), so it accuses
//! nobody else of anything else. Whether it is true, the chain cannot know: as with a ruling, somebody may object.

use super::{Electorate, Fact, NotProven, Trial, Verifier};
use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{traits::ConstU32, BoundedVec};
use palisade_primitives::{
	keys::{accusation_payload, KeySignature},
	Balance,
};
use palisade_terms::{Evidence, MAX_OPERATORS};
use scale_info::TypeInfo;
use sp_core::H256;
use sp_runtime::Perquintill;

/// What members say together of another one.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct QuorumAccusation<AccountId> {
	/// The hash of what happened.
	pub topic: H256,
	/// How severe it was: not zero.
	pub severity: Perquintill,
	/// Who says so, in ascending order, and the signatures of [`accusation_payload`], raw or wrapped by a wallet.
	pub signatures: BoundedVec<(AccountId, KeySignature), ConstU32<MAX_OPERATORS>>,
}

impl<AccountId: Ord + Encode> Verifier<AccountId> for QuorumAccusation<AccountId> {
	/// Looks up each signer, and verifies at most two forms of each signature, once the quorum is reached.
	fn verify<Hash: Encode, Voters: Electorate<AccountId>>(
		&self,
		trial: &Trial<AccountId, Hash, Voters>,
	) -> Result<Fact, NotProven> {
		let Evidence::QuorumAccusation { threshold } = trial.evidence else {
			return Err(NotProven::WrongEvidence);
		};
		if self.severity.is_zero() {
			return Err(NotProven::ZeroSeverity);
		}
		let signers = self.signatures.iter().map(|(who, _)| who);
		if signers.clone().zip(signers.skip(1)).any(|(one, next)| one >= next) {
			return Err(NotProven::SignersOutOfOrder);
		}
		let all = trial.electorate.value().ok_or(NotProven::NotTallied)?;
		let mut value: Balance = 0;
		let mut keys = alloc::vec::Vec::with_capacity(self.signatures.len());
		for (who, signature) in &self.signatures {
			if who == trial.accused {
				return Err(NotProven::AccusedSigned);
			}
			let elector = trial.electorate.elector(who).ok_or(NotProven::SignerNotMember)?;
			value = value.saturating_add(elector.value);
			keys.push((elector.key, signature));
		}
		// Where nothing is worth anything, nobody stands for anything.
		if value == 0 || value < threshold.mul_ceil(all) {
			return Err(NotProven::QuorumNotReached);
		}
		let payload = accusation_payload(
			trial.genesis,
			trial.service,
			trial.epoch,
			trial.condition,
			trial.accused,
			self.severity,
			&self.topic,
		);
		for (key, signature) in keys {
			key.verify(&payload, signature)?;
		}
		Ok(Fact { topic: self.topic, severity: self.severity })
	}
}
