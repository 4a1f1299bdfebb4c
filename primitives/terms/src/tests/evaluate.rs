//! What formulas make of facts: each operation by example, and random ones beside two other ways to compute them.

use super::{text::woven, *};
use proptest::{collection::vec, prelude::*};
use sp_runtime::biguint::BigUint;

/// Parts of a whole, of numbers in a formula and of penalties.
pub(super) const ONE: u128 = 1_000_000_000_000_000_000;
/// One thousandth.
const MILLI: u128 = ONE / 1_000;
/// The greatest number.
const MOST: u128 = u128::MAX;

/// So many parts.
pub(super) fn parts(parts: u128) -> Op {
	Op::Const(FixedU128::from_inner(parts))
}

fn milli(thousandths: u128) -> Op {
	parts(thousandths * MILLI)
}

fn evaluated(ops: &[Op], facts: &Facts) -> u128 {
	postfix(ops.to_vec()).evaluate(facts).deconstruct().into()
}

/// What a formula that reads no facts comes to, in parts; at most `ONE`.
pub(super) fn value(ops: &[Op]) -> u128 {
	evaluated(ops, &Facts::default())
}

/// `ops` leave so many parts, also where that is more than a penalty can be: neither difference is more than nothing.
#[track_caller]
fn leaves(ops: &[Op], expected: u128) {
	let expected = [parts(expected)];
	assert_eq!(value(&[ops, &expected, &[Op::Sub]].concat()), 0, "{ops:?} leave more");
	assert_eq!(value(&[&expected, ops, &[Op::Sub]].concat()), 0, "{ops:?} leave less");
}

/// Facts that no two of are alike.
fn sample_facts() -> Facts {
	Facts {
		severity: Perquintill::from_percent(11),
		repeats: 2,
		convicted_value_share: Perquintill::from_percent(13),
		convicted_member_share: Perquintill::from_percent(17),
		convicted_members: 3,
		members: 5,
		value_share: Perquintill::from_percent(23),
	}
}

/// A fact in parts, by a table of its own.
fn known(fact: Fact, facts: &Facts) -> u128 {
	let share = |of: Perquintill| u128::from(of.deconstruct());
	let count = |of: u32| u128::from(of) * ONE;
	match fact {
		Fact::Severity => share(facts.severity),
		Fact::Repeats => count(facts.repeats),
		Fact::ConvictedValueShare => share(facts.convicted_value_share),
		Fact::ConvictedMemberShare => share(facts.convicted_member_share),
		Fact::ConvictedMembers => count(facts.convicted_members),
		Fact::Members => count(facts.members),
		Fact::ValueShare => share(facts.value_share),
	}
}

const ALL_FACTS: [Fact; 7] = [
	Fact::Severity,
	Fact::Repeats,
	Fact::ConvictedValueShare,
	Fact::ConvictedMemberShare,
	Fact::ConvictedMembers,
	Fact::Members,
	Fact::ValueShare,
];

#[test]
fn a_penalty_is_at_most_everything() {
	for (number, expected) in [
		(0, 0),
		(1, 1),
		(ONE / 20, ONE / 20),
		(ONE - 1, ONE - 1),
		(ONE, ONE),
		(ONE + 1, ONE),
		(2 * ONE, ONE),
		// More than the parts of a penalty have room for, also in their lower half.
		(1 << 64, ONE),
		(MOST, ONE),
	] {
		assert_eq!(value(&[parts(number)]), expected);
	}
	for percent in [0, 5, 100] {
		let share = Perquintill::from_percent(percent);
		assert_eq!(Formula::constant(share).evaluate(&sample_facts()), share);
	}
}

#[test]
fn each_fact_is_read_from_its_own_place() {
	let facts = sample_facts();
	for (fact, expected) in [
		(Fact::Severity, 11 * MILLI / 10),
		(Fact::Repeats, 20 * MILLI),
		(Fact::ConvictedValueShare, 13 * MILLI / 10),
		(Fact::ConvictedMemberShare, 17 * MILLI / 10),
		(Fact::ConvictedMembers, 30 * MILLI),
		(Fact::Members, 50 * MILLI),
		(Fact::ValueShare, 23 * MILLI / 10),
	] {
		// A hundredth of it, as counts are more than a penalty can be.
		assert_eq!(evaluated(&[Op::Fact(fact), milli(10), Op::Mul], &facts), expected, "{fact:?}");
	}
	assert_eq!(Formula::severity().evaluate(&facts), facts.severity);
}

#[test]
fn the_greatest_counts_are_no_less_than_they_are() {
	let facts = Facts { repeats: u32::MAX, ..Default::default() };
	let less_than_all = [Op::Fact(Fact::Repeats), number(u32::MAX - 1), Op::Sub];
	assert_eq!(evaluated(&less_than_all, &facts), ONE);
	assert_eq!(evaluated(&[Op::Fact(Fact::Repeats), number(u32::MAX), Op::Sub], &facts), 0);
}

#[test]
fn sums_stop_at_the_greatest_number() {
	leaves(&[milli(100), milli(200), Op::Add], 300 * MILLI);
	leaves(&[number(2), number(3), Op::Add], 5 * ONE);
	leaves(&[parts(MOST - 1), parts(1), Op::Add], MOST);
	leaves(&[parts(MOST), parts(1), Op::Add], MOST);
	leaves(&[parts(MOST), parts(MOST), Op::Add], MOST);
}

#[test]
fn differences_stop_at_nothing() {
	assert_eq!(value(&[milli(300), milli(100), Op::Sub]), 200 * MILLI);
	assert_eq!(value(&[milli(300), milli(300), Op::Sub]), 0);
	assert_eq!(value(&[milli(100), milli(300), Op::Sub]), 0);
	assert_eq!(value(&[parts(0), parts(MOST), Op::Sub]), 0);
	assert_eq!(value(&[parts(MOST), parts(MOST - 7), Op::Sub]), 7);
	// It is not made up for later: (1 − 2) + 0.1.
	assert_eq!(value(&[number(1), number(2), Op::Sub, milli(100), Op::Add]), 100 * MILLI);
}

#[test]
fn products_round_down_and_stop_at_the_greatest_number() {
	leaves(&[milli(500), milli(500), Op::Mul], 250 * MILLI);
	leaves(&[number(3), number(4), Op::Mul], 12 * ONE);
	leaves(&[parts(3), milli(500), Op::Mul], 1);
	leaves(&[parts(1), parts(ONE - 1), Op::Mul], 0);
	leaves(&[parts(ONE - 1), parts(ONE - 1), Op::Mul], ONE - 2);
	leaves(&[parts(MOST), number(0), Op::Mul], 0);
	leaves(&[parts(MOST), number(1), Op::Mul], MOST);
	// What stands in between may be greater than any number.
	leaves(&[parts(MOST), milli(500), Op::Mul], MOST / 2);
	leaves(&[parts(MOST / 2), number(2), Op::Mul], MOST - 1);
	leaves(&[parts(MOST / 2 + 1), number(2), Op::Mul], MOST);
	leaves(&[parts(MOST), parts(MOST), Op::Mul], MOST);
}

#[test]
fn what_stopped_at_the_greatest_number_counts_as_that() {
	let stopped = [parts(MOST), number(2), Op::Mul];
	leaves(&[&stopped[..], &[milli(500), Op::Mul]].concat(), MOST / 2);
	leaves(&[&stopped[..], &[parts(MOST), Op::Sub]].concat(), 0);
}

#[test]
fn the_lesser_and_the_greater() {
	for (a, b) in [(300, 400), (400, 300), (400, 400), (0, 700), (2_000, 900)] {
		leaves(&[milli(a), milli(b), Op::Min], a.min(b) * MILLI);
		leaves(&[milli(a), milli(b), Op::Max], a.max(b) * MILLI);
	}
}

#[test]
fn powers_are_repeated_products() {
	for base in [0, 1, MILLI, ONE, 2 * ONE, MOST] {
		leaves(&[parts(base), Op::Pow(0)], ONE);
		leaves(&[parts(base), Op::Pow(1)], base);
	}
	for exponent in 1..=MAX_EXPONENT {
		leaves(&[number(0), Op::Pow(exponent)], 0);
		leaves(&[number(1), Op::Pow(exponent)], ONE);
		leaves(&[number(2), Op::Pow(exponent)], ONE << exponent);
		leaves(&[milli(500), Op::Pow(exponent)], ONE >> exponent);
		leaves(&[milli(100), Op::Pow(exponent)], ONE / 10u128.pow(exponent.into()));
	}
	for exponent in 2..=MAX_EXPONENT {
		leaves(&[parts(MOST), Op::Pow(exponent)], MOST);
	}
}

#[test]
fn a_choice_is_made_at_the_threshold() {
	let choice = |value: u128, threshold: u128| {
		[parts(value), parts(threshold), milli(100), milli(10), Op::Choose]
	};
	for (number, threshold, expected) in [
		(501 * MILLI, 500 * MILLI, 100),
		(500 * MILLI, 500 * MILLI, 100),
		(500 * MILLI - 1, 500 * MILLI, 10),
		(0, 0, 100),
		(0, 1, 10),
		(MOST, MOST, 100),
		(MOST - 1, MOST, 10),
	] {
		leaves(&choice(number, threshold), expected * MILLI);
	}
	// It takes four values and no more.
	let sum = [&[milli(7)][..], &choice(ONE, ONE), &[Op::Add]].concat();
	leaves(&sum, 107 * MILLI);
}

#[test]
fn a_value_that_is_missing_counts_as_nothing() {
	for (ops, expected) in [
		(vec![], 0),
		(vec![Op::Add], 0),
		(vec![Op::Sub], 0),
		(vec![Op::Mul], 0),
		(vec![Op::Pow(0)], ONE),
		(vec![Op::Pow(u8::MAX)], 0),
		(vec![Op::Choose], 0),
		(vec![milli(300), Op::Add], 300 * MILLI),
		// The last one is there, the first one is not.
		(vec![milli(300), Op::Sub], 0),
		(vec![milli(300), Op::Min], 0),
		(vec![milli(300), Op::Max], 300 * MILLI),
		// Of four the upper two, and nothing is no less than nothing.
		(vec![milli(300), milli(200), Op::Choose], 300 * MILLI),
		(vec![milli(100), milli(300), milli(200), Op::Choose], 200 * MILLI),
		// What is not used is left aside.
		(vec![number(1), milli(300)], 300 * MILLI),
	] {
		assert_eq!(value(&ops), expected, "{ops:?}");
	}
}

#[test]
fn as_many_values_as_operations_have_room() {
	let all_numbers = vec![milli(1); MAX_OPS as usize];
	assert_eq!(value(&all_numbers), MILLI);
	// 1 2 … 16, then as many sums as are left.
	let numbers = (1..=16).map(milli);
	let ops: Vec<_> = numbers.chain(vec![Op::Add; 15]).collect();
	assert_eq!(value(&ops), 136 * MILLI);
}

#[test]
fn clients_send_facts_in_the_order_of_their_declaration() {
	let encoded = sample_facts().encode();
	let percent = |of: u64| of * 10_000_000_000_000_000;
	let fields = ((percent(11), 2u32, percent(13)), (percent(17), 3u32, 5u32, percent(23)));
	assert_eq!(encoded, fields.encode());
	assert_eq!(Facts::decode(&mut &encoded[..]), Ok(sample_facts()));
}

#[test]
fn the_crates_examples_cost_what_they_say() {
	let severity =
		|percent| Facts { severity: Perquintill::from_percent(percent), ..Default::default() };
	assert_eq!(Formula::severity().evaluate(&severity(30)), Perquintill::from_percent(30));

	let repeats = [milli(10), Op::Fact(Fact::Repeats), number(1), Op::Add, Op::Mul];
	for (repeats_before, percent) in [(0, 1), (1, 2), (2, 3), (99, 100), (500, 100)] {
		let facts = Facts { repeats: repeats_before, ..Default::default() };
		assert_eq!(evaluated(&repeats, &facts), percent * 10 * MILLI);
	}

	let convicted = |share| {
		let facts = Facts { convicted_value_share: share, ..severity(100) };
		u128::from(correlation().evaluate(&facts).deconstruct())
	};
	assert_eq!(convicted(Perquintill::from_percent(1)), 9 * MILLI / 10);
	assert_eq!(convicted(Perquintill::from_percent(10)), 90 * MILLI);
	assert_eq!(convicted(Perquintill::from_percent(34)), ONE);
	// A third cannot be written down: it is less by a part of a part.
	assert_eq!(convicted(Perquintill::from_rational(1u64, 3)), ONE - 2);

	let ladder = [Op::Fact(Fact::Severity), milli(500), milli(100), milli(10), Op::Choose];
	assert_eq!(evaluated(&ladder, &severity(50)), 100 * MILLI);
	assert_eq!(evaluated(&ladder, &severity(49)), 10 * MILLI);
}

/// `⌊a × b⌋` of numbers in parts, without numbers of more than 128 bits: whole and broken part apart.
fn times(a: u128, b: u128) -> u128 {
	let [(a, of_a), (b, of_b)] = [a, b].map(|number| (number / ONE, number % ONE));
	let whole = a.checked_mul(b).and_then(|whole| whole.checked_mul(ONE));
	let mixed = (a * of_b).checked_add(of_a * b);
	let sum = whole.zip(mixed).and_then(|(whole, mixed)| whole.checked_add(mixed));
	sum.and_then(|sum| sum.checked_add(of_a * of_b / ONE)).unwrap_or(MOST)
}

/// What `ops` leave, in parts, and the operations that had no part in it: read from the end, each operation asks for its
/// operands, and where none are left there is nothing. Only for exponents up to 3, of which there is but one way to
/// multiply.
fn from_the_end<'a>(ops: &'a [Op], facts: &Facts) -> (u128, &'a [Op]) {
	let Some((op, before)) = ops.split_last() else { return (0, ops) };
	let two = |of: fn(u128, u128) -> u128| {
		let (b, before) = from_the_end(before, facts);
		let (a, before) = from_the_end(before, facts);
		(of(a, b), before)
	};
	match *op {
		Op::Const(number) => (number.into_inner(), before),
		Op::Fact(fact) => (known(fact, facts), before),
		Op::Add => two(|a, b| a.checked_add(b).unwrap_or(MOST)),
		Op::Sub => two(|a, b| a.saturating_sub(b)),
		Op::Mul => two(times),
		Op::Min => two(|a, b| if a < b { a } else { b }),
		Op::Max => two(|a, b| if a < b { b } else { a }),
		Op::Pow(exponent) => {
			let (base, before) = from_the_end(before, facts);
			((0..exponent).fold(ONE, |power, _| times(power, base)), before)
		},
		Op::Choose => {
			let (otherwise, before) = from_the_end(before, facts);
			let (then, before) = from_the_end(before, facts);
			let (threshold, before) = from_the_end(before, facts);
			let (value, before) = from_the_end(before, facts);
			(if value < threshold { otherwise } else { then }, before)
		},
	}
}

/// A decimal fraction, `digits / 10^places`, exactly; and by how many parts evaluation may miss it.
#[derive(Clone, Copy)]
struct Exact {
	digits: u128,
	places: u32,
	error: u128,
}

impl Exact {
	/// The next whole number.
	fn ceil(self) -> Option<u128> {
		Some(self.digits.div_ceil(10u128.checked_pow(self.places)?))
	}

	/// The digits of both with equally many places.
	fn aligned(self, other: Self) -> Option<(u128, u128, u32)> {
		let places = self.places.max(other.places);
		let digits = |of: Self| {
			let digits = of.digits.checked_mul(10u128.checked_pow(places - of.places)?)?;
			// So that two have room together.
			Some(digits).filter(|digits| *digits < MOST / 2)
		};
		Some((digits(self)?, digits(other)?, places))
	}

	fn times(self, other: Self) -> Option<Self> {
		let places = self.places + other.places;
		let errors = self.ceil()? * other.error + other.ceil()? * self.error;
		// What is cut off, and the errors of both together, are less than a part each.
		let rounding = u128::from(places > 18) + u128::from(self.error.min(other.error) > 0);
		let digits = self.digits.checked_mul(other.digits)?;
		Some(Self { digits, places, error: errors + rounding })
	}

	/// In parts, of which a penalty has at most `ONE`; rounded down.
	fn penalty(self) -> u128 {
		let parts = match self.places.checked_sub(18) {
			Some(more) => 10u128.checked_pow(more).map_or(0, |more| self.digits / more),
			None => self.digits.saturating_mul(10u128.pow(18 - self.places)),
		};
		parts.min(ONE)
	}
}

/// As [`from_the_end`], exactly, of formulas of thousandths without a choice. `None`: more digits than there is room for.
fn exactly(ops: &[Op]) -> Option<(Exact, &[Op])> {
	let (op, before) = ops.split_last().expect("it is a formula");
	let two = |of: &dyn Fn(Exact, Exact) -> Option<Exact>| {
		let (b, before) = exactly(before)?;
		let (a, before) = exactly(before)?;
		Some((of(a, b)?, before))
	};
	let aligned = |of: fn(u128, u128) -> u128, error: fn(u128, u128) -> u128| {
		two(&move |a, b| {
			let (digits_a, digits_b, places) = a.aligned(b)?;
			let digits = of(digits_a, digits_b);
			Some(Exact { digits, places, error: error(a.error, b.error) })
		})
	};
	match *op {
		Op::Const(number) => {
			let digits = number.into_inner() / MILLI;
			Some((Exact { digits, places: 3, error: 0 }, before))
		},
		Op::Add => aligned(|a, b| a + b, |a, b| a + b),
		Op::Sub => aligned(|a, b| a.saturating_sub(b), |a, b| a + b),
		Op::Min => aligned(u128::min, u128::max),
		Op::Max => aligned(u128::max, u128::max),
		Op::Mul => two(&Exact::times),
		Op::Pow(exponent) => {
			let (base, before) = exactly(before)?;
			let one = Exact { digits: 1, places: 0, error: 0 };
			let power = (0..exponent).try_fold(one, |power, _| power.times(base))?;
			Some((power, before))
		},
		Op::Fact(_) | Op::Choose => unreachable!("the strategy makes none"),
	}
}

/// `10^(18 × count)`
fn ones(count: u32) -> BigUint {
	(0..count).fold(BigUint::from(1u128), |ones, _| trimmed(ones.mul(&BigUint::from(ONE))))
}

fn trimmed(mut number: BigUint) -> BigUint {
	number.lstrip();
	number
}

/// A value that an operation leaves, exactly and as it is rounded, and how many multiplications it is made of.
#[derive(Clone)]
struct Precise {
	/// Over `ones(scale)`, of which there is at least one.
	exact: BigUint,
	scale: u32,
	rounded: u128,
	multiplications: u32,
}

impl Precise {
	fn of(rounded: u128) -> Self {
		Self { exact: BigUint::from(rounded), scale: 1, rounded, multiplications: 0 }
	}

	fn exact_over(&self, scale: u32) -> BigUint {
		trimmed(self.exact.clone().mul(&ones(scale - self.scale)))
	}

	/// Both exact values over the greater scale of the two.
	fn aligned(&self, other: &Self) -> (BigUint, BigUint, u32) {
		let scale = self.scale.max(other.scale);
		(self.exact_over(scale), other.exact_over(scale), scale)
	}

	/// What no multiplication makes of two.
	fn with(
		&self,
		other: &Self,
		exactly: fn(BigUint, BigUint) -> BigUint,
		rounded: fn(u128, u128) -> u128,
	) -> Self {
		let (a, b, scale) = self.aligned(other);
		Self {
			exact: trimmed(exactly(a, b)),
			scale,
			rounded: rounded(self.rounded, other.rounded),
			multiplications: self.multiplications + other.multiplications,
		}
	}

	fn times(&self, other: &Self) -> Self {
		Self {
			exact: trimmed(self.exact.clone().mul(&other.exact)),
			scale: self.scale + other.scale,
			rounded: times(self.rounded, other.rounded),
			multiplications: self.multiplications + other.multiplications + 1,
		}
	}

	/// By squares, as many as the exponent has digits.
	fn power(&self, exponent: u8) -> Self {
		let mut square = self.clone();
		let mut power: Option<Self> = None;
		for digit in 0..4 {
			if digit > 0 {
				square = square.times(&square);
			}
			if exponent >> digit & 1 == 1 {
				power = Some(power.map_or(square.clone(), |power| power.times(&square)));
			}
		}
		power.unwrap_or(Self::of(ONE))
	}

	/// The least power of two that is not less, at least 1.
	fn bound(&self) -> u128 {
		let mut bound = 1;
		while self.exact > ones(self.scale).mul(&BigUint::from(bound))
			|| self.rounded > ONE.saturating_mul(bound)
		{
			bound *= 2;
		}
		bound
	}
}

/// What a formula leaves, and what no value on the way exceeds. `None` if it is made of more multiplications than `most`, if
/// a choice depends on the rounding, or a value is far from all that is useful.
fn precisely(ops: &[Op], facts: &Facts, most: u32) -> Option<(Precise, u128)> {
	let mut stack: Vec<Precise> = vec![];
	let mut bound = 1;
	for op in ops {
		let mut pop = || stack.pop().expect("it is a formula");
		let value = match *op {
			Op::Const(number) => Precise::of(number.into_inner()),
			Op::Fact(fact) => Precise::of(known(fact, facts)),
			Op::Pow(exponent) => {
				let base = pop();
				if (base.multiplications + 1) * u32::from(exponent) > most {
					return None;
				}
				base.power(exponent)
			},
			Op::Choose => {
				let (otherwise, then, threshold, value) = (pop(), pop(), pop(), pop());
				let (a, b, _) = value.aligned(&threshold);
				let reached = a >= b;
				if reached != (value.rounded >= threshold.rounded) {
					return None;
				}
				let all = [&value, &threshold, &then, &otherwise];
				let multiplications = all.iter().map(|value| value.multiplications).sum();
				let chosen = if reached { then } else { otherwise };
				Precise { multiplications, ..chosen }
			},
			Op::Mul => {
				let (b, a) = (pop(), pop());
				a.times(&b)
			},
			Op::Add => {
				let (b, a) = (pop(), pop());
				a.with(&b, |a, b| a.add(&b), u128::saturating_add)
			},
			Op::Sub => {
				let (b, a) = (pop(), pop());
				let difference = |a: BigUint, b: BigUint| a.sub(&b).unwrap_or(BigUint::from(0u128));
				a.with(&b, difference, u128::saturating_sub)
			},
			Op::Min => {
				let (b, a) = (pop(), pop());
				a.with(&b, |a, b| a.min(b), u128::min)
			},
			Op::Max => {
				let (b, a) = (pop(), pop());
				a.with(&b, |a, b| a.max(b), u128::max)
			},
		};
		if value.multiplications > most || value.rounded > MOST >> 20 {
			return None;
		}
		bound = bound.max(value.bound());
		stack.push(value);
	}
	stack.pop().map(|value| (value, bound))
}

/// The penalty is what rounding each operation gives, and no further from the exact one than documented. Returns what no
/// value on the way exceeds.
fn errs_as_documented(ops: &[Op], facts: &Facts) -> Result<u128, TestCaseError> {
	let precise = precisely(ops, facts, 60);
	prop_assume!(precise.is_some());
	let (value, bound) = precise.expect("it is some");
	let penalty = evaluated(ops, facts);
	prop_assert_eq!(penalty, value.rounded.min(ONE));

	let seen = Precise::of(penalty);
	let exact = Precise { exact: value.exact.clone().min(ones(value.scale)), ..value };
	let (seen, exact, scale) = seen.aligned(&exact);
	let missed = if seen > exact { seen.sub(&exact) } else { exact.sub(&seen) };
	let missed = missed.expect("the greater one comes first");
	// m × K^(m − 1), in parts.
	let factors = 1..value.multiplications;
	let allowed = factors.fold(BigUint::from(value.multiplications), |allowed, _| {
		trimmed(allowed.mul(&BigUint::from(bound)))
	});
	prop_assert!(
		missed <= allowed.mul(&ones(scale - 1)),
		"{ops:?}: {} multiplications of numbers up to {bound}",
		value.multiplications
	);
	Ok(bound)
}

/// Formulas of shares, in which nothing exceeds 1; or sums as well.
fn of_shares(sums: bool) -> impl Strategy<Value = Vec<Op>> {
	let shares = vec![
		Fact::Severity,
		Fact::ConvictedValueShare,
		Fact::ConvictedMemberShare,
		Fact::ValueShare,
	];
	let mut binary = vec![Op::Mul, Op::Mul, Op::Sub, Op::Min, Op::Max];
	if sums {
		binary.push(Op::Add);
	}
	let most = if sums { 3 * ONE } else { ONE };
	let value = prop_oneof![
		1 => (0..=most).prop_map(parts),
		1 => (0..=1_000u128).prop_map(milli),
		2 => prop::sample::select(shares).prop_map(Op::Fact),
	];
	let op = prop_oneof![
		2 => prop::sample::select(binary),
		1 => (0..=MAX_EXPONENT).prop_map(Op::Pow),
		1 => Just(Op::Choose),
	];
	// First some values, then operations among others, and at the end products of what is left.
	let mixed = vec(prop_oneof![1 => value.clone(), 2 => op], 1..12);
	(vec(value, 1..8), mixed).prop_map(|(values, mixed)| {
		let mut ops = woven([values, mixed].concat());
		let sums = ops.iter().rev().take_while(|op| **op == Op::Add).count();
		let products = ops.len() - sums;
		ops.truncate(products);
		ops.extend(vec![Op::Mul; sums]);
		ops
	})
}

pub(super) fn any_facts() -> impl Strategy<Value = Facts> {
	let share = || (0..=ONE as u64).prop_map(Perquintill::from_parts);
	let count = || prop_oneof![3 => 0u32..5, 1 => any::<u32>()];
	let shares = (share(), share(), share(), share());
	(shares, (count(), count(), count())).prop_map(|(shares, counts)| Facts {
		severity: shares.0,
		repeats: counts.0,
		convicted_value_share: shares.1,
		convicted_member_share: shares.2,
		convicted_members: counts.1,
		members: counts.2,
		value_share: shares.3,
	})
}

/// Numbers as terms have them, and others.
fn any_number() -> impl Strategy<Value = u128> {
	prop_oneof![
		6 => 0..=2 * ONE,
		2 => (0..=2_000u128).prop_map(|thousandths| thousandths * MILLI),
		1 => any::<u128>(),
		1 => prop::sample::select(vec![0, 1, ONE - 1, ONE, ONE + 1, MOST - 1, MOST]),
	]
}

pub(super) fn any_op(exponents: impl Strategy<Value = u8>) -> impl Strategy<Value = Op> {
	prop_oneof![
		4 => any_number().prop_map(parts),
		3 => prop::sample::select(ALL_FACTS.to_vec()).prop_map(Op::Fact),
		5 => prop::sample::select(vec![Op::Add, Op::Sub, Op::Mul, Op::Min, Op::Max]),
		1 => exponents.prop_map(Op::Pow),
		1 => Just(Op::Choose),
	]
}

/// Well-formed formulas of thousandths with these operations.
fn tree(binary: Vec<Op>) -> impl Strategy<Value = Vec<Op>> {
	(0..=1_200u128).prop_map(|number| vec![milli(number)]).prop_recursive(3, 12, 2, move |inner| {
		let op = prop::sample::select(binary.clone());
		prop_oneof![
			1 => (inner.clone(), 0u8..=3)
				.prop_map(|(base, exponent)| [base, vec![Op::Pow(exponent)]].concat()),
			4 => (inner.clone(), inner, op)
				.prop_map(|(left, right, op)| [left, right, vec![op]].concat()),
		]
	})
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 2_000, ..Default::default() })]

	#[test]
	fn whatever_stands_there_comes_to_at_most_everything(
		ops in vec(any_op(any::<u8>()), 0..=MAX_OPS as usize),
		facts in any_facts(),
	) {
		let formula = postfix(ops);
		let penalty = formula.evaluate(&facts);
		prop_assert!(penalty <= Perquintill::one());
		prop_assert_eq!(formula.evaluate(&facts), penalty);
	}

	#[test]
	fn operations_do_to_the_last_digit_what_they_say(
		ops in prop_oneof![
			vec(any_op(0u8..=3), 0..=8),
			vec(any_op(0u8..=3), 0..=MAX_OPS as usize),
		],
		facts in any_facts(),
	) {
		let (expected, _) = from_the_end(&ops, &facts);
		prop_assert_eq!(evaluated(&ops, &facts), expected.min(ONE));
	}

	#[test]
	fn formulas_miss_the_exact_value_by_rounding_only(
		ops in tree(vec![Op::Add, Op::Sub, Op::Mul, Op::Mul, Op::Min, Op::Max]),
	) {
		let exact = exactly(&ops);
		prop_assume!(exact.is_some());
		let (exact, unused) = exact.expect("it has room");
		prop_assert!(unused.is_empty());
		let missed = value(&ops).abs_diff(exact.penalty());
		prop_assert!(missed <= exact.error, "{missed} parts, {} allowed", exact.error);
	}

	#[test]
	fn without_differences_rounding_is_down(
		ops in tree(vec![Op::Add, Op::Mul, Op::Mul, Op::Min, Op::Max]),
	) {
		let exact = exactly(&ops);
		prop_assume!(exact.is_some());
		let (exact, _) = exact.expect("it has room");
		prop_assert!(value(&ops) <= exact.penalty());
	}

	#[test]
	fn of_shares_a_part_is_lost_for_each_multiplication(
		ops in of_shares(false),
		facts in any_facts(),
	) {
		prop_assert_eq!(errs_as_documented(&ops, &facts)?, 1);
	}

	#[test]
	fn of_greater_numbers_errors_grow_as_documented(ops in of_shares(true), facts in any_facts()) {
		errs_as_documented(&ops, &facts)?;
	}

	#[test]
	fn powers_of_shares_miss_the_exact_value_by_a_few_parts(
		thousandths in 0..=1_000u128,
		exponent in 0..=MAX_EXPONENT,
	) {
		let power = value(&[milli(thousandths), Op::Pow(exponent)]);
		// thousandths^exponent / 1,000^exponent in parts of 10¹⁸.
		let digits = thousandths.pow(exponent.into());
		let exact = match exponent {
			0..=6 => digits * 1_000u128.pow(6 - u32::from(exponent)),
			_ => digits / 1_000u128.pow(u32::from(exponent) - 6),
		};
		prop_assert!(power <= exact && exact - power <= u128::from(exponent), "{power} {exact}");
		// Up to there all digits have room.
		prop_assert!(exponent > 6 || power == exact);
	}
}
