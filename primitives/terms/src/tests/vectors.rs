//! Formulas, facts and penalties that other implementations are compared with as well.

use super::*;
use std::collections::BTreeSet;

const VECTORS: &str = include_str!("vectors.txt");

/// Formula, facts and penalty of each line.
fn vectors() -> impl Iterator<Item = (&'static str, Facts, u64)> {
	let lines = VECTORS.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
	lines.map(|line| {
		let fields: Vec<_> = line.split('|').collect();
		let [text, facts, penalty] = fields[..] else { panic!("three fields in {line}") };
		let facts: Vec<u64> =
			facts.split_whitespace().map(|fact| fact.parse().expect("it is a number")).collect();
		let [severity, repeats, value, member, convicted, members, own] = facts[..] else {
			panic!("seven facts in {line}")
		};
		let share = |parts: u64| {
			assert!(parts <= 1_000_000_000_000_000_000, "{parts} is no share");
			Perquintill::from_parts(parts)
		};
		let count = |count: u64| u32::try_from(count).expect("it is a count");
		let facts = Facts {
			severity: share(severity),
			repeats: count(repeats),
			convicted_value_share: share(value),
			convicted_member_share: share(member),
			convicted_members: count(convicted),
			members: count(members),
			value_share: share(own),
		};
		(text, facts, penalty.trim().parse().expect("it is a number"))
	})
}

#[test]
fn formulas_cost_what_the_vectors_say() {
	for (text, facts, penalty) in vectors() {
		let formula = Formula::parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
		assert_eq!(formula.evaluate(&facts).deconstruct(), penalty, "{text} of {facts:?}");
		let printed = formula.print().expect("it is well-formed");
		assert_eq!(Formula::parse(&printed), Ok(formula));
	}
}

#[test]
fn vectors_use_every_fact_and_every_operation() {
	assert_eq!(vectors().count(), 71);
	let formulas = vectors().filter_map(|(text, _, _)| Formula::parse(text).ok());
	let ops: BTreeSet<_> = formulas
		.flat_map(|formula| formula.ops().to_vec())
		.map(|op| match op {
			Op::Fact(fact) => vec![1, fact.encode()[0]],
			op => vec![op.encode()[0]],
		})
		.collect();
	// Eight operations besides facts, seven facts.
	assert_eq!(ops.len(), 15);
}
