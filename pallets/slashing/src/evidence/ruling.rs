//! The word of the account that the terms name: a multisig, a court, governance.
//!
//! Nothing is verified but who speaks. So terms allow it only with a veto window, its slashes are limited in number and in
//! what they take of shared stake, and a frivolous one costs the ruler its bond.

use super::{Electorate, Fact, NotProven, Trial, Verifier};
use codec::{Decode, DecodeWithMemTracking, Encode};
use palisade_terms::Evidence;
use scale_info::TypeInfo;
use sp_core::H256;
use sp_runtime::Perquintill;

/// What was ruled.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Ruling {
	/// The hash of what was ruled upon.
	pub topic: H256,
	/// How severe it is: not zero.
	pub severity: Perquintill,
}

impl<AccountId: PartialEq> Verifier<AccountId> for Ruling {
	fn verify<Hash: Encode, Voters: Electorate<AccountId>>(
		&self,
		trial: &Trial<AccountId, Hash, Voters>,
	) -> Result<Fact, NotProven> {
		let Evidence::Ruling { by } = trial.evidence else {
			return Err(NotProven::WrongEvidence);
		};
		if trial.reporter != Some(by) {
			return Err(NotProven::NotRuler);
		}
		if self.severity.is_zero() {
			return Err(NotProven::ZeroSeverity);
		}
		Ok(Fact { topic: self.topic, severity: self.severity })
	}
}
