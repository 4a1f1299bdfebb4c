//! Which operations are a formula: examples, and two independent definitions over random operations.

use super::*;
use proptest::{collection::vec, prelude::*};

/// How many values `op` takes, apart from the crate's own table.
fn taken(op: &Op) -> usize {
	match op {
		Op::Const(_) | Op::Fact(_) => 0,
		Op::Pow(_) => 1,
		Op::Choose => 4,
		_ => 2,
	}
}

/// By the stack: each value is known by how many operations it is made of. Returns how many there were at most.
fn by_stack(ops: &[Op]) -> Result<u32, FormulaError> {
	let mut stack: Vec<usize> = vec![];
	let mut deepest = 0;
	for op in ops {
		if let Op::Pow(9..) = op {
			return Err(FormulaError::ExponentTooLarge);
		}
		let mut made_of = 1;
		for _ in 0..taken(op) {
			made_of += stack.pop().ok_or(FormulaError::MissingOperand)?;
		}
		stack.push(made_of);
		deepest = deepest.max(stack.len() as u32);
	}
	match stack.as_slice() {
		[] => Err(FormulaError::Empty),
		[all] => {
			assert_eq!(*all, ops.len());
			Ok(deepest)
		},
		_ => Err(FormulaError::UnusedOperand),
	}
}

/// By the grammar: an expression ends with its operation, and before that stand its operands. Reads one from the end and
/// returns what is left.
fn by_grammar(ops: &[Op]) -> Option<&[Op]> {
	let (op, before) = ops.split_last()?;
	match op {
		Op::Const(_) | Op::Fact(_) => Some(before),
		Op::Pow(exponent) => by_grammar(before).filter(|_| *exponent <= 8),
		Op::Add | Op::Sub | Op::Mul | Op::Min | Op::Max => by_grammar(by_grammar(before)?),
		Op::Choose => by_grammar(by_grammar(by_grammar(by_grammar(before)?)?)?),
	}
}

fn leaf() -> impl Strategy<Value = Op> {
	prop_oneof![
		any::<u128>().prop_map(|inner| Op::Const(FixedU128::from_inner(inner))),
		prop::sample::select(vec![
			Fact::Severity,
			Fact::Repeats,
			Fact::ConvictedValueShare,
			Fact::ConvictedMemberShare,
			Fact::ConvictedMembers,
			Fact::Members,
			Fact::ValueShare,
		])
		.prop_map(Op::Fact),
	]
}

fn binary() -> impl Strategy<Value = Op> {
	prop::sample::select(vec![Op::Add, Op::Sub, Op::Mul, Op::Min, Op::Max])
}

/// Any operation, often enough one that leaves a value to those after it.
fn op() -> impl Strategy<Value = Op> {
	prop_oneof![
		5 => leaf(),
		3 => binary(),
		1 => (0u8..12).prop_map(Op::Pow),
		1 => Just(Op::Choose),
	]
}

fn applied<const N: usize>(operands: [Vec<Op>; N], op: Op) -> Vec<Op> {
	[operands.concat(), vec![op]].concat()
}

/// A random expression tree, written down in postfix order.
fn tree() -> impl Strategy<Value = Vec<Op>> {
	leaf()
		.prop_map(|op| vec![op])
		.prop_recursive(3, 16, 4, |inner| {
			prop_oneof![
				(inner.clone(), 0u8..=8)
					.prop_map(|(base, exponent)| applied([base], Op::Pow(exponent))),
				(inner.clone(), inner.clone(), binary())
					.prop_map(|(left, right, op)| applied([left, right], op)),
				(inner.clone(), inner.clone(), inner.clone(), inner).prop_map(
					|(value, threshold, then, otherwise)| {
						applied([value, threshold, then, otherwise], Op::Choose)
					}
				),
			]
		})
		.prop_filter("too long for a formula", |ops| ops.len() <= MAX_OPS as usize)
}

#[test]
fn ready_formulas_are_well_formed() {
	let five = Formula::constant(Perquintill::from_percent(5));
	assert_eq!(five.ops(), [Op::Const(FixedU128::from_rational(5, 100))]);
	assert_eq!(five.max_depth(), Ok(1));
	assert_eq!(Formula::constant(Perquintill::one()).ops(), [Op::Const(FixedU128::from_u32(1))]);
	assert_eq!(Formula::severity().ops(), [Op::Fact(Fact::Severity)]);
	assert_eq!(Formula::severity().check(), Ok(()));
}

#[test]
fn nothing_is_no_formula() {
	assert_eq!(postfix(vec![]).check(), Err(FormulaError::Empty));
}

#[test]
fn each_operation_takes_what_it_needs_and_leaves_one_value() {
	for op in [
		Op::Add,
		Op::Sub,
		Op::Mul,
		Op::Min,
		Op::Max,
		Op::Pow(0),
		Op::Choose,
		number(1),
		Op::Fact(Fact::Members),
	] {
		let with = |values: usize| [vec![number(1); values], vec![op]].concat();
		let needs = taken(&op);
		assert_eq!(op.operands() as usize, needs);
		assert_eq!(postfix(with(needs)).max_depth(), Ok(needs.max(1) as u32), "{op:?}");
		assert_eq!(postfix(with(needs + 1)).check(), Err(FormulaError::UnusedOperand), "{op:?}");
		if let Some(fewer) = needs.checked_sub(1) {
			assert_eq!(postfix(with(fewer)).check(), Err(FormulaError::MissingOperand), "{op:?}");
		}
	}
}

#[test]
fn a_later_operand_does_not_help_an_earlier_operation() {
	let ops = vec![number(1), Op::Add, number(1)];
	assert_eq!(postfix(ops).check(), Err(FormulaError::MissingOperand));
}

#[test]
fn exponents_are_at_most_8() {
	assert_eq!(MAX_EXPONENT, 8);
	let power = |exponent| postfix(vec![number(2), Op::Pow(exponent)]).check();
	assert_eq!(power(0), Ok(()));
	assert_eq!(power(8), Ok(()));
	assert_eq!(power(9), Err(FormulaError::ExponentTooLarge));
	assert_eq!(power(u8::MAX), Err(FormulaError::ExponentTooLarge));
}

#[test]
fn the_depth_is_the_most_values_at_once() {
	assert_eq!(correlation().max_depth(), Ok(3));
	// 1 1 + 1 + 1 +: never more than two.
	let chain = [vec![number(1)], [number(1), Op::Add].repeat(3)].concat();
	assert_eq!(postfix(chain).max_depth(), Ok(2));
	// 1 1 1 1 + + +: four at once.
	let nested = [vec![number(1); 4], vec![Op::Add; 3]].concat();
	assert_eq!(postfix(nested).max_depth(), Ok(4));
}

#[test]
fn facts_are_listed_as_they_are_read() {
	assert_eq!(
		correlation().facts().collect::<Vec<_>>(),
		[Fact::Severity, Fact::ConvictedValueShare]
	);
	assert_eq!(Formula::constant(Perquintill::one()).facts().count(), 0);
}

#[test]
fn each_fact_needs_a_look_back_or_totals_or_neither() {
	for (fact, needs_look_back, is_correlation, needs_totals) in [
		(Fact::Severity, false, false, false),
		(Fact::Repeats, true, false, false),
		(Fact::ConvictedValueShare, true, true, true),
		(Fact::ConvictedMemberShare, true, true, true),
		(Fact::ConvictedMembers, true, true, true),
		(Fact::Members, false, false, true),
		(Fact::ValueShare, false, false, true),
	] {
		assert_eq!(fact.needs_look_back(), needs_look_back, "{fact:?}");
		assert_eq!(fact.is_correlation(), is_correlation, "{fact:?}");
		assert_eq!(fact.needs_totals(), needs_totals, "{fact:?}");
	}
}

proptest! {
	#[test]
	fn every_expression_is_a_formula(ops in tree()) {
		prop_assert_eq!(postfix(ops).check(), Ok(()));
	}

	#[test]
	fn an_expression_that_lacks_a_step_is_none(ops in tree(), step in any::<prop::sample::Index>()) {
		let step = step.index(ops.len());
		// Without a power it is as good.
		prop_assume!(!matches!(ops[step], Op::Pow(_)));
		let mut ops = ops;
		ops.remove(step);
		prop_assert!(postfix(ops).check().is_err());
	}

	#[test]
	fn random_operations_agree_with_both_definitions(
		ops in prop_oneof![vec(op(), 0..=8), vec(op(), 0..=MAX_OPS as usize)],
	) {
		let formula = postfix(ops.clone());
		prop_assert_eq!(formula.max_depth(), by_stack(&ops));
		let grammatical = by_grammar(&ops).is_some_and(<[Op]>::is_empty);
		prop_assert_eq!(formula.check().is_ok(), grammatical);
	}
}
