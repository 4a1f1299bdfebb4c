//! Which terms are lawful.

use crate::{
	Condition, ConsensusFault, Evidence, Fact, Formula, FormulaError, Penalty, Resolution,
	StakeKind, Terms, DUTY_ASSESSED_AFTER, FAULT_REPORTED_AFTER, MAX_BOUNTY,
	MAX_CONSENSUS_OPERATORS, MAX_OPERATORS, MIN_DUTY_PERIOD,
};
use palisade_primitives::Epoch;
use sp_runtime::{traits::Saturating, Perbill, Perquintill};

/// What the law of terms takes from the chain.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
	/// U: how many epochs pledged stake waits before it can be claimed.
	pub unbonding: Epoch,
	/// By how many epochs the circuit breaker may delay a slash.
	pub breaker_window: Epoch,
	/// Whether these are the terms of the chain's own consensus.
	pub consensus: bool,
}

impl Limits {
	fn max_operators(&self) -> u32 {
		if self.consensus {
			MAX_CONSENSUS_OPERATORS
		} else {
			MAX_OPERATORS
		}
	}
}

/// Why terms are not lawful. Where there are several reasons, the first of this list; of the conditions, the first that
/// is not lawful.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TermsError {
	/// No asset is accepted: nobody could pledge anything.
	NoAssets,
	/// An asset is accepted twice.
	DuplicateAsset,
	/// The most members are 0 or more than [`MAX_OPERATORS`], in the chain's own consensus [`MAX_CONSENSUS_OPERATORS`].
	OperatorLimitOutOfRange,
	/// There are conditions, but `max_slash_per_epoch` lets none of them take anything.
	ZeroSlashLimit,
	/// A reward asset is named twice.
	DuplicateRewardAsset,
	/// The security target says that an attack needs no stake.
	ZeroAttackThreshold,
	/// [`Evidence::Consensus`] belongs to the chain's own consensus.
	ReservedEvidence,
	/// The threshold of a quorum is not more than a half: two quorums need not share a member.
	QuorumTooSmall,
	/// The period of a duty is shorter than [`MIN_DUTY_PERIOD`].
	DutyPeriodTooShort,
	/// The grace of a duty is not shorter than its period.
	GraceTooLong,
	/// Every period of a duty may be missed.
	ToleranceIsEverything,
	/// The evidence is somebody's word, and nobody may object to it.
	EvidenceNeedsVeto,
	/// A veto without time for it.
	ZeroWindow,
	/// The account that rules would judge its own ruling.
	ResolverIsRuler,
	/// An offence could be reported only in its own epoch.
	ZeroEvidenceAge,
	/// A missed duty is assessed [`DUTY_ASSESSED_AFTER`] epochs later, when it could not be charged any more.
	DutyEvidenceTooShort,
	/// `evidence_age + window + breaker_window + 1` exceeds U: stake could leave before the slash is final.
	SlashingWindowTooLong,
	/// The bounty exceeds [`MAX_BOUNTY`].
	BountyTooHigh,
	/// The restitution's share is zero.
	EmptyRestitution,
	/// Bounty and restitution together exceed 100 %.
	ProceedsExceedPenalty,
	/// A missed duty pays no restitution.
	RestitutionFromDuty,
	/// Restitution is taken from exclusive stake, and none is accepted.
	RestitutionNeedsExclusiveStake,
	/// The formula is [empty](FormulaError::Empty).
	FormulaEmpty,
	/// The formula [lacks an operand](FormulaError::MissingOperand).
	FormulaMissingOperand,
	/// The formula [leaves an operand](FormulaError::UnusedOperand).
	FormulaUnusedOperand,
	/// The formula has [too large an exponent](FormulaError::ExponentTooLarge).
	FormulaExponentTooLarge,
	/// The formula reads other members' convictions, which are not known at once, but the slash is immediate.
	CorrelationNeedsWindow,
	/// The formula counts convictions over a look-back of 0 epochs.
	LookBackMissing,
	/// There is a look-back, but the formula does not count convictions.
	LookBackUnused,
	/// The look-back exceeds U: the chain remembers no longer.
	LookBackTooLong,
	/// There are two duties: an attestation says only for which service and period it is.
	SecondDuty,
	/// A fault of consensus could not be charged any more when the session after it reports it, in the epoch
	/// [`FAULT_REPORTED_AFTER`] the charged one.
	FaultEvidenceTooShort,
	/// Unresponsiveness in consensus costs something.
	UnresponsivenessCosts,
	/// There are two conditions for one fault of consensus: the chain would not know which of them it reports.
	SecondFault,
	/// Duties and accusations by a quorum are counted for [`MAX_OPERATORS`] members, and consensus can have more.
	EvidenceNotForConsensus,
}

impl From<FormulaError> for TermsError {
	fn from(error: FormulaError) -> Self {
		match error {
			FormulaError::Empty => Self::FormulaEmpty,
			FormulaError::MissingOperand => Self::FormulaMissingOperand,
			FormulaError::UnusedOperand => Self::FormulaUnusedOperand,
			FormulaError::ExponentTooLarge => Self::FormulaExponentTooLarge,
		}
	}
}

impl<AccountId: PartialEq> Terms<AccountId> {
	/// Whether a service may publish these terms. Linear in the number of operations of all formulas.
	pub fn check(&self, limits: &Limits) -> Result<(), TermsError> {
		ensure(!self.assets.is_empty(), TermsError::NoAssets)?;
		let assets = self.assets.iter().map(|accepted| &accepted.asset);
		ensure(all_differ(assets), TermsError::DuplicateAsset)?;
		ensure(
			(1..=limits.max_operators()).contains(&self.max_operators),
			TermsError::OperatorLimitOutOfRange,
		)?;
		ensure(
			self.conditions.is_empty() || !self.max_slash_per_epoch.is_zero(),
			TermsError::ZeroSlashLimit,
		)?;
		ensure(all_differ(self.reward_assets.iter()), TermsError::DuplicateRewardAsset)?;
		let vacuous = self.security_target.is_some_and(|target| target.attack_threshold.is_zero());
		ensure(!vacuous, TermsError::ZeroAttackThreshold)?;

		let exclusive =
			self.assets.iter().any(|accepted| accepted.kinds.accepts(StakeKind::Exclusive));
		self.conditions.iter().try_for_each(|condition| condition.check(limits, exclusive))?;
		let duties = self.conditions.iter().filter(|condition| condition.evidence.is_duty());
		ensure(duties.count() <= 1, TermsError::SecondDuty)?;
		let faults = self.conditions.iter().filter_map(|condition| condition.evidence.fault());
		ensure(all_differ(faults), TermsError::SecondFault)
	}
}

impl<AccountId> Terms<AccountId> {
	/// The least U with which these terms are lawful, if they are with any; 0 without conditions. Saturates, far
	/// beyond any U.
	pub fn requires_unbonding(&self, breaker_window: Epoch) -> Epoch {
		self.conditions
			.iter()
			.map(|condition| {
				condition.slashing_window(breaker_window).max(condition.penalty.look_back)
			})
			.max()
			.unwrap_or(0)
	}
}

impl<AccountId> Condition<AccountId> {
	/// How many epochs after the charged one, at its start, a slash is final at the latest.
	fn slashing_window(&self, breaker_window: Epoch) -> Epoch {
		// Saturating: a number that large must not wrap into a lawful one.
		self.evidence_age
			.saturating_add(self.resolution.window())
			.saturating_add(breaker_window)
			.saturating_add(1)
	}
}

impl<AccountId: PartialEq> Condition<AccountId> {
	/// `exclusive` tells whether the service accepts exclusive stake.
	fn check(&self, limits: &Limits, exclusive: bool) -> Result<(), TermsError> {
		self.evidence.check(limits)?;
		self.check_resolution()?;
		ensure(self.evidence_age > 0, TermsError::ZeroEvidenceAge)?;
		ensure(
			!self.evidence.is_duty() || self.evidence_age >= DUTY_ASSESSED_AFTER,
			TermsError::DutyEvidenceTooShort,
		)?;
		ensure(
			self.evidence.fault().is_none() || self.evidence_age >= FAULT_REPORTED_AFTER,
			TermsError::FaultEvidenceTooShort,
		)?;
		ensure(
			self.slashing_window(limits.breaker_window) <= limits.unbonding,
			TermsError::SlashingWindowTooLong,
		)?;
		self.check_proceeds(exclusive)?;
		self.check_penalty(limits)
	}

	fn check_resolution(&self) -> Result<(), TermsError> {
		match &self.resolution {
			Resolution::Immediate => {
				ensure(self.evidence.is_self_verifying(), TermsError::EvidenceNeedsVeto)
			},
			Resolution::Veto { resolver, window } => {
				ensure(*window > 0, TermsError::ZeroWindow)?;
				let rules = matches!(&self.evidence, Evidence::Ruling { by } if by == resolver);
				ensure(!rules, TermsError::ResolverIsRuler)
			},
		}
	}

	fn check_proceeds(&self, exclusive: bool) -> Result<(), TermsError> {
		let bounty = self.proceeds.bounty;
		ensure(bounty <= MAX_BOUNTY, TermsError::BountyTooHigh)?;
		let Some(restitution) = &self.proceeds.restitution else { return Ok(()) };
		ensure(!restitution.share.is_zero(), TermsError::EmptyRestitution)?;
		// A sum would stop at 100 %, the difference is exact.
		ensure(
			restitution.share <= Perbill::one().saturating_sub(bounty),
			TermsError::ProceedsExceedPenalty,
		)?;
		ensure(!self.evidence.is_duty(), TermsError::RestitutionFromDuty)?;
		ensure(exclusive, TermsError::RestitutionNeedsExclusiveStake)
	}

	fn check_penalty(&self, limits: &Limits) -> Result<(), TermsError> {
		let Penalty { formula, look_back } = &self.penalty;
		formula.check()?;
		let absent = self.evidence.fault() == Some(ConsensusFault::Unresponsiveness);
		let nothing = *formula == Formula::constant(Perquintill::zero());
		ensure(!absent || nothing, TermsError::UnresponsivenessCosts)?;
		let immediate = matches!(self.resolution, Resolution::Immediate);
		ensure(
			!(immediate && formula.facts().any(Fact::is_correlation)),
			TermsError::CorrelationNeedsWindow,
		)?;
		match (formula.facts().any(Fact::needs_look_back), *look_back) {
			(true, 0) => Err(TermsError::LookBackMissing),
			(false, 1..) => Err(TermsError::LookBackUnused),
			(_, epochs) => ensure(epochs <= limits.unbonding, TermsError::LookBackTooLong),
		}
	}
}

impl<AccountId> Evidence<AccountId> {
	fn check(&self, limits: &Limits) -> Result<(), TermsError> {
		let counts_members =
			matches!(self, Self::QuorumAccusation { .. } | Self::MissedDuty { .. });
		ensure(!(limits.consensus && counts_members), TermsError::EvidenceNotForConsensus)?;
		match self {
			Self::DoubleSign | Self::Ruling { .. } => Ok(()),
			Self::QuorumAccusation { threshold } => {
				ensure(*threshold > Perbill::from_percent(50), TermsError::QuorumTooSmall)
			},
			Self::MissedDuty { every, grace, tolerated } => {
				ensure(*every >= MIN_DUTY_PERIOD, TermsError::DutyPeriodTooShort)?;
				ensure(grace < every, TermsError::GraceTooLong)?;
				ensure(!tolerated.is_one(), TermsError::ToleranceIsEverything)
			},
			Self::Consensus(_) => ensure(limits.consensus, TermsError::ReservedEvidence),
		}
	}
}

fn ensure(lawful: bool, error: TermsError) -> Result<(), TermsError> {
	if lawful {
		Ok(())
	} else {
		Err(error)
	}
}

/// Whether no item occurs twice. Quadratic: for short lists.
fn all_differ<Item: PartialEq>(mut items: impl Iterator<Item = Item> + Clone) -> bool {
	while let Some(item) = items.next() {
		if items.clone().any(|other| other == item) {
			return false;
		}
	}
	true
}
