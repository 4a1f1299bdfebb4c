//! The law of service 0, the chain's own consensus: that of all services, and more.

use super::*;
use ConsensusFault::{BlockEquivocation, Unresponsiveness, VoteEquivocation};

/// The development chain's, for service 0.
const CONSENSUS: Limits = Limits { consensus: true, ..LIMITS };

/// The conditions of [`consensus`].
const BLOCKS: usize = 0;
const VOTES: usize = 1;
const ABSENCE: usize = 2;

fn nothing() -> Penalty {
	Penalty { formula: Formula::constant(Perquintill::zero()), look_back: 0 }
}

/// Lawful terms of service 0 with a condition for each fault.
fn consensus() -> Terms<u64> {
	let condition = |fault, penalty, resolution| Condition {
		evidence: Evidence::Consensus(fault),
		penalty,
		evidence_age: 2,
		resolution,
		proceeds: Proceeds { bounty: Perbill::zero(), restitution: None },
		jail: 1,
	};
	let equivocation = |fault| {
		let penalty = Penalty { formula: correlation(), look_back: 1 };
		condition(fault, penalty, Resolution::Veto { resolver: RESOLVER, window: 1 })
	};
	Terms {
		conditions: bounded(vec![
			equivocation(BlockEquivocation),
			equivocation(VoteEquivocation),
			condition(Unresponsiveness, nothing(), Resolution::Immediate),
		]),
		..sample()
	}
}

fn check(limits: Limits, change: impl FnOnce(&mut Terms<u64>)) -> Result<(), TermsError> {
	let mut terms = consensus();
	change(&mut terms);
	terms.check(&limits)
}

#[track_caller]
fn refused(error: TermsError, change: impl FnOnce(&mut Terms<u64>)) {
	assert_eq!(check(CONSENSUS, change), Err(error));
}

#[track_caller]
fn lawful(change: impl FnOnce(&mut Terms<u64>)) {
	assert_eq!(check(CONSENSUS, change), Ok(()));
}

#[test]
fn terms_with_a_condition_for_each_fault_are_lawful() {
	lawful(|_| {});
}

#[test]
fn terms_of_other_services_without_duty_and_quorum_are_lawful_for_service_0_too() {
	let mut terms = sample();
	terms.conditions.retain(|condition| {
		matches!(condition.evidence, Evidence::DoubleSign | Evidence::Ruling { .. })
	});
	assert_eq!(terms.conditions.len(), 2);
	assert_eq!(terms.check(&CONSENSUS), Ok(()));
}

#[test]
fn other_services_have_no_faults_of_consensus() {
	for place in [BLOCKS, VOTES, ABSENCE] {
		let only = |terms: &mut Terms<u64>| {
			let condition = terms.conditions[place].clone();
			terms.conditions = bounded(vec![condition]);
		};
		assert_eq!(check(LIMITS, only), Err(TermsError::ReservedEvidence));
		assert_eq!(check(CONSENSUS, only), Ok(()));
	}
}

#[test]
fn service_0_has_from_1_to_1000_members() {
	for (max_operators, result) in [
		(0, Err(TermsError::OperatorLimitOutOfRange)),
		(1, Ok(())),
		(257, Ok(())),
		(1_000, Ok(())),
		(1_001, Err(TermsError::OperatorLimitOutOfRange)),
		(u32::MAX, Err(TermsError::OperatorLimitOutOfRange)),
	] {
		assert_eq!(check(CONSENSUS, |terms| terms.max_operators = max_operators), result);
	}
}

#[test]
fn a_fault_can_still_be_charged_when_the_session_after_it_reports_it() {
	for place in [BLOCKS, VOTES, ABSENCE] {
		// One epoch: the session after the fault may be in the second one after the charged.
		refused(TermsError::FaultEvidenceTooShort, |terms| {
			terms.conditions[place].evidence_age = 1
		});
		refused(TermsError::ZeroEvidenceAge, |terms| terms.conditions[place].evidence_age = 0);
		lawful(|terms| terms.conditions[place].evidence_age = 2);
	}
	// Of other evidence it asks no such thing.
	lawful(|terms| {
		terms.conditions[VOTES].evidence = Evidence::DoubleSign;
		terms.conditions[VOTES].evidence_age = 1;
	});
}

#[test]
fn a_fault_is_slashed_before_the_exit_like_anything_else() {
	// 2 + 1 + 1 + 1 of 6 epochs.
	lawful(|terms| terms.conditions[BLOCKS].evidence_age = 3);
	refused(TermsError::SlashingWindowTooLong, |terms| terms.conditions[BLOCKS].evidence_age = 4);
}

#[test]
fn unresponsiveness_costs_nothing() {
	for formula in [
		Formula::severity(),
		Formula::constant(Perquintill::from_parts(1)),
		// Always nothing, but one has to look twice.
		Formula::parse("0 * severity").expect("it is a formula"),
		Formula::parse("0 + 0").expect("it is a formula"),
	] {
		refused(TermsError::UnresponsivenessCosts, |terms| {
			terms.conditions[ABSENCE].penalty.formula = formula.clone()
		});
		lawful(|terms| terms.conditions[VOTES].penalty = Penalty { formula, look_back: 0 });
	}
	lawful(|terms| terms.conditions[ABSENCE].jail = 0);
}

#[test]
fn a_formula_that_is_none_is_named_before_what_it_costs() {
	refused(TermsError::FormulaEmpty, |terms| {
		terms.conditions[ABSENCE].penalty.formula = postfix(vec![])
	});
}

#[test]
fn each_fault_has_one_condition() {
	for fault in [BlockEquivocation, VoteEquivocation] {
		for place in [BLOCKS, VOTES] {
			let change = |terms: &mut Terms<u64>| {
				terms.conditions[place].evidence = Evidence::Consensus(fault)
			};
			let result = check(CONSENSUS, change);
			let second = consensus().conditions[place].evidence.fault() != Some(fault);
			assert_eq!(result, if second { Err(TermsError::SecondFault) } else { Ok(()) });
		}
	}
	refused(TermsError::SecondFault, |terms| {
		let absence = terms.conditions[ABSENCE].clone();
		terms.conditions.try_push(absence).expect("there is room");
	});
	// Nor need there be any.
	lawful(|terms| {
		terms.conditions.remove(VOTES);
	});
	lawful(|terms| terms.conditions.clear());
}

#[test]
fn only_evidence_of_consensus_names_a_fault() {
	let faults: Vec<_> = consensus().conditions.iter().map(|it| it.evidence.fault()).collect();
	let all = [BlockEquivocation, VoteEquivocation, Unresponsiveness];
	assert_eq!(faults, all.map(Some));
	assert!(sample().conditions.iter().all(|condition| condition.evidence.fault().is_none()));
}

#[test]
fn consensus_has_no_evidence_that_counts_members() {
	let duty = Evidence::MissedDuty { every: 100, grace: 10, tolerated: Perbill::zero() };
	let quorum = Evidence::QuorumAccusation { threshold: Perbill::from_percent(60) };
	for evidence in [duty, quorum] {
		refused(TermsError::EvidenceNotForConsensus, |terms| {
			terms.conditions[VOTES].evidence = evidence.clone()
		});
	}
}
