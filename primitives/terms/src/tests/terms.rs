//! The sample is lawful; each change that breaks one rule is refused with that rule's error, and the last lawful value
//! on the other side of the rule is not.

use super::*;
use proptest::prelude::*;

fn check(limits: Limits, change: impl FnOnce(&mut Terms<u64>)) -> Result<(), TermsError> {
	let mut terms = sample();
	change(&mut terms);
	terms.check(&limits)
}

#[track_caller]
fn refused(error: TermsError, change: impl FnOnce(&mut Terms<u64>)) {
	assert_eq!(check(LIMITS, change), Err(error));
}

#[track_caller]
fn lawful(change: impl FnOnce(&mut Terms<u64>)) {
	assert_eq!(check(LIMITS, change), Ok(()));
}

/// The smallest share above `share`.
fn above(share: Perbill) -> Perbill {
	Perbill::from_parts(share.deconstruct() + 1)
}

#[test]
fn the_sample_is_lawful() {
	lawful(|_| {});
}

mod joining {
	use super::*;

	#[test]
	fn something_is_accepted_and_nothing_twice() {
		refused(TermsError::NoAssets, |terms| terms.assets.clear());
		refused(TermsError::DuplicateAsset, |terms| terms.assets[1].asset = AssetId::Native);
		lawful(|terms| terms.assets[1].asset = AssetId::WithId(0));
	}

	#[test]
	fn a_duplicate_is_found_wherever_it_stands() {
		for (first, second) in [(0, 1), (0, 7), (3, 4), (6, 7)] {
			let mut ids: Vec<_> = (0..MAX_ASSETS).map(AssetId::WithId).collect();
			lawful(|terms| terms.reward_assets = bounded(ids.clone()));
			ids[second] = ids[first].clone();
			refused(TermsError::DuplicateRewardAsset, |terms| terms.reward_assets = bounded(ids));
		}
	}

	#[test]
	fn a_service_need_not_pay() {
		lawful(|terms| terms.reward_assets.clear());
	}

	#[test]
	fn members_are_from_1_to_256() {
		for (max_operators, result) in [
			(0, Err(TermsError::OperatorLimitOutOfRange)),
			(1, Ok(())),
			(256, Ok(())),
			(257, Err(TermsError::OperatorLimitOutOfRange)),
			(u32::MAX, Err(TermsError::OperatorLimitOutOfRange)),
		] {
			assert_eq!(check(LIMITS, |terms| terms.max_operators = max_operators), result);
		}
	}

	#[test]
	fn a_security_target_needs_a_threshold() {
		let target = |attack_threshold| Some(SecurityTarget { value_at_risk: 1, attack_threshold });
		refused(TermsError::ZeroAttackThreshold, |terms| {
			terms.security_target = target(Perbill::zero())
		});
		lawful(|terms| terms.security_target = target(Perbill::from_parts(1)));
		lawful(|terms| terms.security_target = None);
	}

	#[test]
	fn only_terms_without_conditions_take_nothing() {
		refused(TermsError::ZeroSlashLimit, |terms| {
			terms.max_slash_per_epoch = Perquintill::zero()
		});
		lawful(|terms| terms.max_slash_per_epoch = Perquintill::from_parts(1));
		lawful(|terms| {
			terms.max_slash_per_epoch = Perquintill::zero();
			terms.conditions.clear();
		});
	}
}

mod evidence {
	use super::*;

	fn duty(every: u32, grace: u32, tolerated: Perbill) -> impl FnOnce(&mut Terms<u64>) {
		move |terms| {
			terms.conditions[DUTY].evidence = Evidence::MissedDuty { every, grace, tolerated }
		}
	}

	fn quorum(threshold: Perbill) -> impl FnOnce(&mut Terms<u64>) {
		move |terms| {
			terms.conditions[ACCUSATION].evidence = Evidence::QuorumAccusation { threshold }
		}
	}

	#[test]
	fn consensus_is_reserved() {
		refused(TermsError::ReservedEvidence, |terms| {
			terms.conditions[DOUBLE_SIGN].evidence =
				Evidence::Consensus(ConsensusFault::BlockEquivocation)
		});
	}

	#[test]
	fn a_quorum_is_more_than_a_half() {
		let half = Perbill::from_percent(50);
		refused(TermsError::QuorumTooSmall, quorum(Perbill::zero()));
		refused(TermsError::QuorumTooSmall, quorum(half));
		lawful(quorum(above(half)));
		lawful(quorum(Perbill::one()));
	}

	#[test]
	fn a_period_is_10_blocks_and_its_grace_shorter() {
		let some = Perbill::from_percent(10);
		refused(TermsError::DutyPeriodTooShort, duty(9, 0, some));
		lawful(duty(10, 9, some));
		refused(TermsError::GraceTooLong, duty(10, 10, some));
		refused(TermsError::GraceTooLong, duty(100, 100, some));
		lawful(duty(100, 99, some));
		lawful(duty(100, 0, some));
	}

	#[test]
	fn not_everything_may_be_missed() {
		refused(TermsError::ToleranceIsEverything, duty(100, 20, Perbill::one()));
		lawful(duty(100, 20, Perbill::from_parts(999_999_999)));
		lawful(duty(100, 20, Perbill::zero()));
	}
}

mod resolution {
	use super::*;

	/// Reads no other members' convictions, which would be another error without a window.
	fn immediate(condition: usize) -> impl FnOnce(&mut Terms<u64>) {
		move |terms| {
			let condition = &mut terms.conditions[condition];
			condition.resolution = Resolution::Immediate;
			condition.penalty = Penalty { formula: Formula::severity(), look_back: 0 };
		}
	}

	#[test]
	fn somebodys_word_needs_a_veto() {
		refused(TermsError::EvidenceNeedsVeto, immediate(ACCUSATION));
		refused(TermsError::EvidenceNeedsVeto, immediate(RULING));
		lawful(immediate(DOUBLE_SIGN));
		lawful(immediate(DUTY));
	}

	#[test]
	fn proofs_may_be_vetoed_as_well() {
		for condition in [DOUBLE_SIGN, DUTY] {
			lawful(|terms| {
				let condition = &mut terms.conditions[condition];
				condition.evidence_age = 2;
				condition.resolution = Resolution::Veto { resolver: RESOLVER, window: 1 };
			});
		}
	}

	#[test]
	fn a_veto_has_a_window() {
		let veto = |window| {
			move |terms: &mut Terms<u64>| {
				terms.conditions[RULING].resolution =
					Resolution::Veto { resolver: RESOLVER, window }
			}
		};
		refused(TermsError::ZeroWindow, veto(0));
		lawful(veto(1));
	}

	#[test]
	fn who_rules_does_not_resolve() {
		refused(TermsError::ResolverIsRuler, |terms| {
			terms.conditions[RULING].evidence = Evidence::Ruling { by: RESOLVER }
		});
		// In another condition he may.
		lawful(|terms| {
			terms.conditions[ACCUSATION].resolution =
				Resolution::Veto { resolver: RULER, window: 2 }
		});
	}

	#[test]
	fn the_window_of_immediate_is_0() {
		assert_eq!(Resolution::<u64>::Immediate.window(), 0);
		assert_eq!(Resolution::Veto { resolver: RESOLVER, window: 3 }.window(), 3);
	}
}

mod slashing_window {
	use super::*;

	fn accusation(evidence_age: Epoch, window: Epoch) -> impl FnOnce(&mut Terms<u64>) {
		move |terms| {
			let condition = &mut terms.conditions[ACCUSATION];
			condition.evidence_age = evidence_age;
			condition.resolution = Resolution::Veto { resolver: RESOLVER, window };
		}
	}

	#[test]
	fn it_ends_before_the_exit() {
		// With a breaker window of 1 and U = 6, age and window together are 4 at most.
		for (age, window, result) in [
			(1, 2, Ok(())),
			(2, 1, Ok(())),
			(2, 2, Ok(())),
			(3, 1, Ok(())),
			(1, 3, Ok(())),
			(3, 2, Err(TermsError::SlashingWindowTooLong)),
			(2, 3, Err(TermsError::SlashingWindowTooLong)),
		] {
			assert_eq!(check(LIMITS, accusation(age, window)), result, "{age} and {window}");
		}
	}

	#[test]
	fn without_a_veto_it_is_that_much_shorter() {
		let age =
			|age| move |terms: &mut Terms<u64>| terms.conditions[DOUBLE_SIGN].evidence_age = age;
		lawful(age(4));
		refused(TermsError::SlashingWindowTooLong, age(5));
	}

	#[test]
	fn it_depends_on_the_chain() {
		for (unbonding, breaker_window, result) in [
			(5, 1, Err(TermsError::SlashingWindowTooLong)),
			(6, 1, Ok(())),
			(7, 1, Ok(())),
			(6, 2, Err(TermsError::SlashingWindowTooLong)),
			(7, 2, Ok(())),
		] {
			let limits = Limits { unbonding, breaker_window, ..LIMITS };
			assert_eq!(check(limits, |_| {}), result, "{limits:?}");
		}
	}

	#[test]
	fn large_numbers_do_not_wrap() {
		let max = u32::MAX;
		for (age, window) in [(max, 1), (1, max), (max, max), (max - 1, 1), (max - 2, 1)] {
			refused(TermsError::SlashingWindowTooLong, accusation(age, window));
		}
		let limits = Limits { breaker_window: max, ..LIMITS };
		assert_eq!(check(limits, |_| {}), Err(TermsError::SlashingWindowTooLong));
		assert_eq!(sample().requires_unbonding(max), max);
	}

	#[test]
	fn an_offence_can_be_reported_in_the_next_epoch() {
		refused(TermsError::ZeroEvidenceAge, |terms| {
			terms.conditions[DOUBLE_SIGN].evidence_age = 0
		});
		lawful(|terms| terms.conditions[DOUBLE_SIGN].evidence_age = 1);
	}

	#[test]
	fn a_missed_duty_can_be_charged_when_it_is_assessed() {
		refused(TermsError::DutyEvidenceTooShort, |terms| terms.conditions[DUTY].evidence_age = 1);
		refused(TermsError::ZeroEvidenceAge, |terms| terms.conditions[DUTY].evidence_age = 0);
		lawful(|terms| terms.conditions[DUTY].evidence_age = 2);
	}

	#[test]
	fn terms_have_one_duty() {
		refused(TermsError::SecondDuty, |terms| {
			let duty = terms.conditions[DUTY].clone();
			terms.conditions.try_push(duty).unwrap();
		});
		refused(TermsError::ZeroEvidenceAge, |terms| {
			let mut duty = terms.conditions[DUTY].clone();
			duty.evidence_age = 0;
			terms.conditions.try_push(duty).unwrap();
		});
	}

	#[test]
	fn terms_without_conditions_need_no_unbonding() {
		let mut terms = sample();
		terms.conditions.clear();
		assert_eq!(terms.requires_unbonding(u32::MAX), 0);
		assert_eq!(terms.check(&Limits { unbonding: 0, ..LIMITS }), Ok(()));
	}

	#[test]
	fn the_longest_condition_decides() {
		assert_eq!(sample().requires_unbonding(1), 6);
		assert_eq!(sample().requires_unbonding(2), 7);
		let mut terms = sample();
		terms.conditions[ACCUSATION].penalty.look_back = 9;
		assert_eq!(terms.requires_unbonding(1), 9);
	}

	proptest! {
		#[test]
		fn required_unbonding_is_the_least_lawful_one(
			age in 1u32..40,
			window in 1u32..40,
			look_back in 1u32..40,
			breaker_window in 0u32..10,
		) {
			let mut terms = sample();
			accusation(age, window)(&mut terms);
			terms.conditions[ACCUSATION].penalty.look_back = look_back;
			let least = terms.requires_unbonding(breaker_window);
			prop_assert_eq!(terms.check(&Limits { unbonding: least, breaker_window, ..LIMITS }), Ok(()));
			prop_assert_eq!(terms.check(&Limits { unbonding: least + 1, breaker_window, ..LIMITS }), Ok(()));
			let refusal = terms.check(&Limits { unbonding: least - 1, breaker_window, ..LIMITS });
			prop_assert!(matches!(
				refusal,
				Err(TermsError::SlashingWindowTooLong | TermsError::LookBackTooLong)
			));
		}
	}
}

mod proceeds {
	use super::*;

	fn bounty(bounty: Perbill) -> impl FnOnce(&mut Terms<u64>) {
		move |terms| terms.conditions[DOUBLE_SIGN].proceeds.bounty = bounty
	}

	fn split(bounty: Perbill, share: Perbill) -> impl FnOnce(&mut Terms<u64>) {
		move |terms| {
			let restitution = Some(Restitution { to: CLIENT, share });
			terms.conditions[ACCUSATION].proceeds = Proceeds { bounty, restitution };
		}
	}

	#[test]
	fn the_bounty_is_at_most_5_percent() {
		lawful(bounty(Perbill::zero()));
		lawful(bounty(Perbill::from_percent(5)));
		refused(TermsError::BountyTooHigh, bounty(above(Perbill::from_percent(5))));
		refused(TermsError::BountyTooHigh, bounty(Perbill::one()));
	}

	#[test]
	fn bounty_and_restitution_are_at_most_everything() {
		let percent = Perbill::from_percent;
		lawful(split(percent(5), percent(95)));
		refused(TermsError::ProceedsExceedPenalty, split(percent(5), above(percent(95))));
		refused(TermsError::ProceedsExceedPenalty, split(percent(5), Perbill::one()));
		refused(TermsError::ProceedsExceedPenalty, split(Perbill::from_parts(1), Perbill::one()));
		lawful(split(Perbill::zero(), Perbill::one()));
	}

	#[test]
	fn a_restitution_is_something() {
		refused(TermsError::EmptyRestitution, split(Perbill::zero(), Perbill::zero()));
		lawful(split(Perbill::zero(), Perbill::from_parts(1)));
	}

	#[test]
	fn a_missed_duty_pays_none() {
		refused(TermsError::RestitutionFromDuty, |terms| {
			terms.conditions[DUTY].proceeds.restitution =
				Some(Restitution { to: CLIENT, share: Perbill::from_percent(1) })
		});
	}

	#[test]
	fn restitution_needs_exclusive_stake() {
		refused(TermsError::RestitutionNeedsExclusiveStake, |terms| {
			terms.assets[0].kinds = StakeKinds::Shared
		});
		lawful(|terms| terms.assets[0].kinds = StakeKinds::Exclusive);
		lawful(|terms| {
			terms.assets[0].kinds = StakeKinds::Shared;
			terms.assets[1].kinds = StakeKinds::Exclusive;
		});
		lawful(|terms| {
			terms.assets[0].kinds = StakeKinds::Shared;
			terms.conditions[ACCUSATION].proceeds.restitution = None;
			terms.conditions[RULING].proceeds.restitution = None;
		});
	}
}

mod penalty {
	use super::*;

	fn formula(condition: usize, ops: Vec<Op>) -> impl FnOnce(&mut Terms<u64>) {
		move |terms| terms.conditions[condition].penalty.formula = postfix(ops)
	}

	fn look_back(condition: usize, epochs: Epoch) -> impl FnOnce(&mut Terms<u64>) {
		move |terms| terms.conditions[condition].penalty.look_back = epochs
	}

	#[test]
	fn the_formula_is_well_formed() {
		refused(TermsError::FormulaEmpty, formula(RULING, vec![]));
		refused(TermsError::FormulaMissingOperand, formula(RULING, vec![number(1), Op::Add]));
		refused(TermsError::FormulaUnusedOperand, formula(RULING, vec![number(1), number(1)]));
		refused(TermsError::FormulaExponentTooLarge, formula(RULING, vec![number(1), Op::Pow(9)]));
		lawful(formula(RULING, vec![number(1), Op::Pow(8)]));
	}

	#[test]
	fn correlation_needs_a_window() {
		for fact in [Fact::ConvictedValueShare, Fact::ConvictedMemberShare, Fact::ConvictedMembers]
		{
			// This condition is immediate and counts repeats.
			refused(TermsError::CorrelationNeedsWindow, formula(DUTY, vec![Op::Fact(fact)]));
			lawful(formula(ACCUSATION, vec![Op::Fact(fact)]));
		}
		lawful(formula(DUTY, vec![Op::Fact(Fact::Repeats)]));
	}

	#[test]
	fn the_look_back_is_at_most_the_unbonding_period() {
		lawful(look_back(ACCUSATION, 6));
		refused(TermsError::LookBackTooLong, look_back(ACCUSATION, 7));
		refused(TermsError::LookBackTooLong, look_back(ACCUSATION, u32::MAX));
		lawful(look_back(ACCUSATION, 1));
	}

	#[test]
	fn there_is_a_look_back_exactly_where_one_is_read() {
		refused(TermsError::LookBackMissing, look_back(ACCUSATION, 0));
		refused(TermsError::LookBackMissing, look_back(DUTY, 0));
		refused(TermsError::LookBackUnused, look_back(DOUBLE_SIGN, 1));
		refused(TermsError::LookBackUnused, look_back(RULING, u32::MAX));
		for fact in [Fact::Severity, Fact::Members, Fact::ValueShare] {
			lawful(formula(RULING, vec![Op::Fact(fact)]));
			refused(TermsError::LookBackUnused, formula(DUTY, vec![Op::Fact(fact)]));
		}
	}
}

#[test]
fn a_condition_after_lawful_ones_is_checked_too() {
	refused(TermsError::ZeroEvidenceAge, |terms| terms.conditions[RULING].evidence_age = 0);
}

#[test]
fn of_several_reasons_the_first_is_named() {
	refused(TermsError::OperatorLimitOutOfRange, |terms| {
		terms.conditions[DOUBLE_SIGN].evidence =
			Evidence::Consensus(ConsensusFault::BlockEquivocation);
		terms.max_operators = 0;
	});
	refused(TermsError::ReservedEvidence, |terms| {
		terms.conditions[DOUBLE_SIGN].evidence =
			Evidence::Consensus(ConsensusFault::BlockEquivocation);
		terms.conditions[DOUBLE_SIGN].evidence_age = 0;
	});
}

#[test]
fn kinds_accept_themselves_and_both_accept_either() {
	use StakeKind::{Exclusive, Shared};
	assert!(StakeKinds::Exclusive.accepts(Exclusive) && !StakeKinds::Exclusive.accepts(Shared));
	assert!(StakeKinds::Shared.accepts(Shared) && !StakeKinds::Shared.accepts(Exclusive));
	assert!(StakeKinds::Both.accepts(Shared) && StakeKinds::Both.accepts(Exclusive));
}

#[test]
fn proofs_verify_themselves() {
	let duty = Evidence::MissedDuty { every: 10, grace: 0, tolerated: Perbill::zero() };
	for (evidence, is) in [
		(Evidence::DoubleSign, true),
		(Evidence::QuorumAccusation { threshold: Perbill::one() }, false),
		(duty, true),
		(Evidence::Ruling { by: RULER }, false),
		(Evidence::Consensus(ConsensusFault::BlockEquivocation), true),
	] {
		assert_eq!(evidence.is_self_verifying(), is, "{evidence:?}");
	}
}
