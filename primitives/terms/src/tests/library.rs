//! Ready-made formulas: their texts, what `docs/formulas.md` says that they cost, what holds for all facts.

use super::{
	evaluate::{any_facts, ONE},
	*,
};
use crate::library::*;
use proptest::{collection::vec, prelude::*};
use sp_runtime::biguint::BigUint;

const PAGE: &str = include_str!("../../../../docs/formulas.md");

fn percent(percent: u64) -> Perquintill {
	Perquintill::from_percent(percent)
}

fn whole(factor: u32) -> FixedU128 {
	FixedU128::from_u32(factor)
}

/// From the thousandth on, so many thousandths.
fn step((from, penalty): (u64, u64)) -> Step {
	Step {
		from: Perquintill::from_rational(from, 1_000),
		penalty: Perquintill::from_rational(penalty, 1_000),
	}
}

fn service_level(steps: &[(u64, u64)]) -> Penalty {
	graded(bounded(steps.iter().copied().map(step).collect()))
}

/// As the page and the documentation have them, with a look-back of 3.
fn samples() -> [(&'static str, Penalty); 6] {
	let correlated = correlated_members(whole(3), 3);
	[
		("flat", flat(percent(5))),
		("escalating", escalating(percent(1), percent(2), percent(10), 3)),
		("correlated_members", correlated.clone()),
		("correlated_value", correlated_value(whole(3), 3)),
		("graded", service_level(&[(500, 100), (200, 20), (100, 5)])),
		("capped_small_set", capped_small_set(correlated, 10, percent(10)).expect("there is room")),
	]
}

fn share_of(penalty: &Penalty, facts: &Facts) -> Perquintill {
	penalty.formula.evaluate(facts)
}

mod documents {
	use super::*;

	/// What follows a mark on the page.
	fn marked(mark: &str) -> impl Iterator<Item = &'static str> {
		let mark = format!("<!-- {mark} -->");
		let (_, rest) = PAGE.split_once(&mark).unwrap_or_else(|| panic!("the page has no {mark}"));
		rest.trim_start().lines()
	}

	/// The lines of the block of code behind a mark.
	fn block(mark: &str) -> Vec<&'static str> {
		let mut lines = marked(mark);
		assert_eq!(lines.next(), Some("```text"), "{mark}");
		lines.take_while(|line| *line != "```").collect()
	}

	/// A cell, in parts: a share with a percent sign, a count without.
	fn number_in(cell: &str) -> u128 {
		match Formula::parse(cell).expect("it is a number").ops() {
			[Op::Const(number)] => number.into_inner(),
			_ => panic!("{cell} is no number"),
		}
	}

	fn set(facts: &mut Facts, fact: &str, cell: &str) {
		let parts = number_in(cell);
		let share = || Perquintill::from_parts(u64::try_from(parts).expect("it is a share"));
		let count = || u32::try_from(parts / ONE).expect("it is a count");
		// Neither a share that is written as a count, nor the other way round.
		let is_share = cell.contains('%');
		match (fact, is_share) {
			("severity", true) => facts.severity = share(),
			("repeats", false) => facts.repeats = count(),
			("convicted_value_share", true) => facts.convicted_value_share = share(),
			("convicted_member_share", true) => facts.convicted_member_share = share(),
			("convicted_members", false) => facts.convicted_members = count(),
			("members", false) => facts.members = count(),
			("value_share", true) => facts.value_share = share(),
			_ => panic!("{fact} is not {cell}"),
		}
	}

	fn cells(row: &'static str) -> Vec<&'static str> {
		row.trim_matches('|').split('|').map(|cell| cell.trim().trim_matches('`')).collect()
	}

	#[test]
	fn formulas_of_the_page_are_those_of_the_library() {
		for (name, penalty) in samples() {
			let text = block(&format!("formula: {name}")).join("\n");
			assert_eq!(Formula::parse(&text), Ok(penalty.formula.clone()), "{name}");
			assert_eq!(penalty.formula.print(), Ok(text));
		}
		let marks = PAGE.matches("<!-- formula: ").count();
		assert_eq!(marks, samples().len(), "there is no other on the page");
	}

	#[test]
	fn penalties_are_as_the_page_says() {
		let mut compared = 0;
		for (name, _) in samples() {
			let formula = Formula::parse(&block(&format!("formula: {name}")).join("\n")).unwrap();
			let mut rows =
				marked(&format!("table: {name}")).take_while(|line| line.starts_with('|'));
			let head = cells(rows.next().expect("the table has a head"));
			assert_eq!(head.last(), Some(&"penalty"));
			for row in rows.skip(1) {
				let cells = cells(row);
				assert_eq!(cells.len(), head.len(), "{row}");
				let mut facts = Facts::default();
				let (penalty, known) = cells.split_last().expect("a row has cells");
				for (fact, cell) in head.iter().zip(known) {
					set(&mut facts, fact, cell);
				}
				let expected = number_in(penalty);
				assert_eq!(u128::from(formula.evaluate(&facts).deconstruct()), expected, "{row}");
				compared += 1;
			}
		}
		assert_eq!(compared, 50);
	}

	#[test]
	fn bars_of_the_page_are_as_long_as_penalties_are_high() {
		let mut compared = 0;
		for (name, penalty) in samples() {
			if !PAGE.contains(&format!("<!-- plot: {name} -->")) {
				continue;
			}
			let mut lines = block(&format!("plot: {name}")).into_iter();
			let head = lines.next().expect("the plot has a head").trim_end_matches(':');
			let (fact, unit) = head.split_once(", one # for ").expect("the head names the unit");
			let unit = number_in(unit);
			for line in lines.filter(|line| !line.is_empty()) {
				let (at, bar) = line.split_once('|').expect("a bar begins with a line");
				let mut facts = Facts { severity: Perquintill::one(), ..Default::default() };
				set(&mut facts, fact, at.trim());
				let parts = u128::from(share_of(&penalty, &facts).deconstruct());
				assert_eq!(bar, "#".repeat(((parts + unit / 2) / unit) as usize), "{name}: {line}");
				compared += 1;
			}
		}
		assert_eq!(compared, 50);
	}

	#[test]
	fn documented_texts_are_those_of_the_formulas() {
		let source = include_str!("../library.rs").lines();
		let texts = source
			.scan("", |before, line| Some((std::mem::replace(before, line), line)))
			.filter(|(before, _)| *before == "/// ```text")
			.filter_map(|(_, line)| line.strip_prefix("/// "));
		let printed = samples().map(|(_, penalty)| penalty.formula.print().unwrap());
		assert_eq!(texts.collect::<Vec<_>>(), printed);
	}
}

/// The operations that the page's test does not see.
#[test]
fn no_step_and_four_steps_are_service_levels() {
	assert_eq!(service_level(&[]).formula.print().unwrap(), "0");
	let four = service_level(&[(200, 20), (800, 80), (400, 40), (600, 60)]);
	assert_eq!(four.formula.ops().len(), 17);
	let reached =
		|severity| share_of(&four, &Facts { severity: percent(severity), ..Default::default() });
	assert_eq!(
		[0, 19, 20, 39, 40, 59, 60, 79, 80, 100].map(reached),
		[0, 0, 2, 2, 4, 4, 6, 6, 8, 8].map(percent)
	);
}

#[test]
fn look_backs_are_where_they_are_needed() {
	for (name, penalty) in samples() {
		let needed = penalty.formula.facts().any(Fact::needs_look_back);
		assert_eq!(penalty.look_back, if needed { 3 } else { 0 }, "{name}");
		assert_eq!(penalty.formula.check(), Ok(()), "{name}");
	}
}

#[test]
fn ready_made_penalties_are_lawful() {
	for (name, penalty) in samples() {
		let correlated = penalty.formula.facts().any(Fact::is_correlation);
		for condition in [DOUBLE_SIGN, ACCUSATION] {
			let mut terms = sample();
			terms.conditions[condition].penalty = penalty.clone();
			// The first of them is immediate.
			let refused = correlated && condition == DOUBLE_SIGN;
			let expected = if refused { Err(TermsError::CorrelationNeedsWindow) } else { Ok(()) };
			assert_eq!(terms.check(&LIMITS), expected, "{name}");
		}
	}
}

mod small_sets {
	use super::*;

	/// Well-formed, with so many operations.
	fn of_ops(count: usize) -> Penalty {
		let formula = postfix([vec![number(1)], vec![Op::Pow(1); count - 1]].concat());
		Penalty { formula, look_back: 0 }
	}

	#[test]
	fn the_limit_needs_room_for_six_operations() {
		let capped = capped_small_set(of_ops(26), 10, percent(10)).expect("there is room");
		assert_eq!(capped.formula.ops().len(), MAX_OPS as usize);
		assert_eq!(capped.formula.check(), Ok(()));
		assert_eq!(capped_small_set(of_ops(27), 10, percent(10)), None);
	}

	#[test]
	fn what_is_no_formula_does_not_become_one() {
		for (ops, error) in [
			(vec![], FormulaError::MissingOperand),
			(vec![Op::Add], FormulaError::MissingOperand),
			(vec![number(1); 2], FormulaError::UnusedOperand),
			(vec![number(1), Op::Pow(9)], FormulaError::ExponentTooLarge),
		] {
			let inner = Penalty { formula: postfix(ops), look_back: 0 };
			let capped = capped_small_set(inner, 10, percent(10)).expect("there is room");
			assert_eq!(capped.formula.check(), Err(error));
		}
	}
}

fn share() -> impl Strategy<Value = Perquintill> {
	prop_oneof![
		4 => (0..=ONE as u64).prop_map(Perquintill::from_parts),
		1 => (0..=100u64).prop_map(Perquintill::from_percent),
	]
}

/// Factors, whole or not.
fn factor() -> impl Strategy<Value = FixedU128> {
	prop_oneof![
		(0u32..20).prop_map(whole),
		(0..20 * ONE).prop_map(FixedU128::from_inner),
		any::<u128>().prop_map(FixedU128::from_inner),
	]
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
	vec((share(), share()).prop_map(|(from, penalty)| Step { from, penalty }), 0..=4)
}

/// Each penalty of the library, with random numbers.
fn any_penalty() -> impl Strategy<Value = Penalty> {
	let simple = prop_oneof![
		share().prop_map(flat),
		(share(), share(), share()).prop_map(|(base, step, cap)| escalating(base, step, cap, 1)),
		factor().prop_map(|factor| correlated_members(factor, 1)),
		factor().prop_map(|factor| correlated_value(factor, 1)),
		steps().prop_map(|steps| graded(bounded(steps))),
	];
	(simple, any::<bool>(), 0u32..20, share()).prop_map(
		|(inner, capped, members, cap)| match capped {
			true => capped_small_set(inner, members, cap).expect("there is room"),
			false => inner,
		},
	)
}

/// With room for any product.
fn big(number: u128) -> BigUint {
	BigUint::from(number)
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 1_000, ..Default::default() })]

	#[test]
	fn texts_of_the_library_can_be_read(penalty in any_penalty()) {
		prop_assert_eq!(penalty.formula.check(), Ok(()));
		let text = penalty.formula.print().expect("it is well-formed");
		prop_assert_eq!(Formula::parse(&text), Ok(penalty.formula));
	}

	#[test]
	fn repeats_escalate_up_to_the_cap(
		(base, step, cap) in (share(), share(), share()),
		facts in any_facts(),
		more in any::<u32>(),
	) {
		let penalty = escalating(base, step, cap, 1);
		let first = share_of(&penalty, &Facts { repeats: 0, ..facts });
		prop_assert_eq!(first, base.min(cap));
		let now = share_of(&penalty, &facts);
		let then = share_of(&penalty, &Facts { repeats: facts.repeats.saturating_add(more), ..facts });
		prop_assert!(first <= now && now <= then && then <= cap);
		// Each costs a step, exactly.
		let parts = |share: Perquintill| u128::from(share.deconstruct());
		let exact = parts(base) + parts(step) * u128::from(facts.repeats);
		prop_assert_eq!(parts(now), exact.min(parts(cap)));
	}

	#[test]
	fn correlated_penalties_never_fall_as_severity_or_the_share_grows(
		factor in factor(),
		facts in any_facts(),
		(severity, value_share, member_share) in (share(), share(), share()),
	) {
		let more = Facts {
			severity: facts.severity.max(severity),
			convicted_value_share: facts.convicted_value_share.max(value_share),
			convicted_member_share: facts.convicted_member_share.max(member_share),
			..facts
		};
		for penalty in [correlated_members(factor, 1), correlated_value(factor, 1)] {
			let (now, then) = (share_of(&penalty, &facts), share_of(&penalty, &more));
			prop_assert!(now <= then);
			prop_assert!(then <= more.severity, "never more than the severity");
		}
	}

	#[test]
	fn correlated_penalties_err_by_less_than_two_parts(factor in 0u32..1_000, facts in any_facts()) {
		let parts = |share: Perquintill| big(share.deconstruct().into());
		// Numerators over ONE, then ONE³.
		let clamped = |share: Perquintill| parts(share).mul(&big(factor.into())).min(big(ONE));
		let severity = parts(facts.severity);
		let member = clamped(facts.convicted_member_share);
		let value = clamped(facts.convicted_value_share).mul(&big(ONE));
		for (penalty, share) in [
			(correlated_members(whole(factor), 1), member.clone().mul(&member)),
			(correlated_value(whole(factor), 1), value),
		] {
			let exact = severity.clone().mul(&share);
			let square = big(ONE).mul(&big(ONE));
			let seen = parts(share_of(&penalty, &facts)).mul(&square);
			let missed = exact.sub(&seen);
			prop_assert!(missed.is_ok(), "not more than the exact value");
			prop_assert!(missed.is_ok_and(|missed| missed < square.mul(&big(2))));
		}
	}

	#[test]
	fn a_service_level_is_the_highest_step_that_is_reached(steps in steps(), facts in any_facts()) {
		let reached = steps.iter().filter(|step| step.from <= facts.severity);
		let expected = reached
			.map(|step| (step.from, step.penalty))
			.max()
			.map_or(Perquintill::zero(), |(_, penalty)| penalty);
		let penalty = graded(bounded(steps.clone()));
		prop_assert_eq!(share_of(&penalty, &facts), expected);
		// In whatever order.
		let reversed = graded(bounded(steps.into_iter().rev().collect()));
		prop_assert_eq!(reversed, penalty);
	}

	#[test]
	fn a_service_level_with_ascending_penalties_never_falls_as_severity_grows(
		steps in steps(),
		facts in any_facts(),
		severity in share(),
	) {
		let mut from: Vec<_> = steps.iter().map(|step| step.from).collect();
		let mut penalties: Vec<_> = steps.iter().map(|step| step.penalty).collect();
		from.sort();
		penalties.sort();
		let steps = from.into_iter().zip(penalties).map(|(from, penalty)| Step { from, penalty });
		let penalty = graded(bounded(steps.collect()));
		let more = Facts { severity: facts.severity.max(severity), ..facts };
		prop_assert!(share_of(&penalty, &facts) <= share_of(&penalty, &more));
	}

	#[test]
	fn a_small_set_is_spared_and_no_other(
		inner in any_penalty(),
		(members, cap) in (0u32..20, share()),
		facts in any_facts(),
		count in 0u32..20,
	) {
		let facts = Facts { members: count, ..facts };
		let uncapped = share_of(&inner, &facts);
		let Some(penalty) = capped_small_set(inner, members, cap) else {
			prop_assert!(false, "twice there is room as well");
			return Ok(());
		};
		let expected = if count < members { uncapped.min(cap) } else { uncapped };
		prop_assert_eq!(share_of(&penalty, &facts), expected);
	}

	#[test]
	fn a_flat_penalty_is_the_same_for_all_facts(share in share(), facts in any_facts()) {
		prop_assert_eq!(share_of(&flat(share), &facts), share);
	}
}
