//! The text form: what it says, what is refused and where, and that printing and reading undo each other.

use super::{
	evaluate::{any_op, parts, value, ONE},
	*,
};
use crate::text::{MAX_NESTING, MAX_TEXT};
use proptest::{collection::vec, prelude::*, sample::select};

fn parsed(text: &str) -> Vec<Op> {
	let formula = Formula::parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
	formula.ops().to_vec()
}

fn printed(ops: &[Op]) -> String {
	postfix(ops.to_vec()).print().expect("it is well-formed")
}

/// A hundredth of so many.
fn percent(percent: u128) -> Op {
	parts(percent * ONE / 100)
}

/// A formula as the crate documentation writes it.
fn notation(formula: &Formula) -> String {
	let step = |op: &Op| match op {
		Op::Add => "+".into(),
		Op::Sub => "−".into(),
		Op::Mul => "×".into(),
		Op::Min => "min".into(),
		Op::Max => "max".into(),
		Op::Pow(exponent) => format!("pow {exponent}"),
		Op::Choose => "choose".into(),
		Op::Const(_) | Op::Fact(_) => printed(&[*op]),
	};
	formula.ops().iter().map(step).collect::<Vec<_>>().join(" ")
}

/// The cells of the rows of a table in a module documentation.
fn documented(source: &'static str, head: &[&str]) -> Vec<Vec<&'static str>> {
	let rows = source.lines().filter_map(|line| line.strip_prefix("//! | "));
	let cells = |row: &'static str| -> Vec<_> {
		row.trim_end_matches('|').split('|').map(|cell| cell.trim().trim_matches('`')).collect()
	};
	rows.map(cells)
		.skip_while(|cells| cells[..] != *head)
		.skip(1)
		.take_while(|cells| cells.len() == head.len())
		.collect()
}

mod reading {
	use super::*;

	#[test]
	fn operands_come_in_the_order_of_the_text() {
		let (severity, repeats) = (Op::Fact(Fact::Severity), Op::Fact(Fact::Repeats));
		for (text, ops) in [
			("severity", vec![severity]),
			("severity + repeats", vec![severity, repeats, Op::Add]),
			("repeats - severity", vec![repeats, severity, Op::Sub]),
			("severity * repeats", vec![severity, repeats, Op::Mul]),
			("min(repeats, severity)", vec![repeats, severity, Op::Min]),
			("max(severity, repeats)", vec![severity, repeats, Op::Max]),
			("severity^3", vec![severity, Op::Pow(3)]),
			(
				"if severity >= 1 then 2 else 3",
				vec![severity, number(1), number(2), number(3), Op::Choose],
			),
		] {
			assert_eq!(parsed(text), ops, "{text}");
		}
	}

	#[test]
	fn each_fact_has_its_word() {
		for (word, fact) in [
			("severity", Fact::Severity),
			("repeats", Fact::Repeats),
			("convicted_value_share", Fact::ConvictedValueShare),
			("convicted_member_share", Fact::ConvictedMemberShare),
			("convicted_members", Fact::ConvictedMembers),
			("members", Fact::Members),
			("value_share", Fact::ValueShare),
		] {
			assert_eq!(parsed(word), [Op::Fact(fact)]);
			assert!(Fact::ALL.contains(&fact));
		}
	}

	#[test]
	fn powers_bind_before_products_before_sums_before_choices() {
		let [a, b, c] = [1, 2, 3].map(number);
		for (text, ops) in [
			("1 + 2 * 3", vec![a, b, c, Op::Mul, Op::Add]),
			("1 * 2 + 3", vec![a, b, Op::Mul, c, Op::Add]),
			("(1 + 2) * 3", vec![a, b, Op::Add, c, Op::Mul]),
			("1 * 2^3", vec![a, b, Op::Pow(3), Op::Mul]),
			("(1 * 2)^3", vec![a, b, Op::Mul, Op::Pow(3)]),
			("1 - 2 - 3", vec![a, b, Op::Sub, c, Op::Sub]),
			("1 - (2 - 3)", vec![a, b, c, Op::Sub, Op::Sub]),
			("1 - 2 + 3", vec![a, b, Op::Sub, c, Op::Add]),
			("1 * 2 * 3", vec![a, b, Op::Mul, c, Op::Mul]),
			("1 * (2 * 3)", vec![a, b, c, Op::Mul, Op::Mul]),
			("(1^2)^3", vec![a, Op::Pow(2), Op::Pow(3)]),
			("if 1 >= 2 then 3 else 1 + 2", vec![a, b, c, a, b, Op::Add, Op::Choose]),
			("(if 1 >= 2 then 3 else 1) + 2", vec![a, b, c, a, Op::Choose, b, Op::Add]),
		] {
			assert_eq!(parsed(text), ops, "{text}");
			assert_eq!(printed(&ops), text);
		}
	}

	#[test]
	fn choices_stand_within_choices_without_parentheses() {
		let [a, b, c] = [1, 2, 3].map(number);
		let one = |value| [value, vec![b, c, a, Op::Choose]].concat();
		let inner = one(vec![a]);
		for (text, ops) in [
			("if if 1 >= 2 then 3 else 1 >= 2 then 3 else 1", one(inner.clone())),
			(
				"if 1 >= if 1 >= 2 then 3 else 1 then 3 else 1",
				[vec![a], inner.clone(), vec![c, a, Op::Choose]].concat(),
			),
			(
				"if 1 >= 2 then if 1 >= 2 then 3 else 1 else 1",
				[vec![a, b], inner.clone(), vec![a, Op::Choose]].concat(),
			),
			(
				"if 1 >= 2 then 3 else if 1 >= 2 then 3 else 1",
				[vec![a, b, c], inner.clone(), vec![Op::Choose]].concat(),
			),
			("min(if 1 >= 2 then 3 else 1, 2)", [inner, vec![b, Op::Min]].concat()),
		] {
			assert_eq!(parsed(text), ops, "{text}");
			assert_eq!(printed(&ops), text);
		}
	}

	#[test]
	fn numbers_are_exact_decimals() {
		for (text, expected) in [
			("0", 0),
			("3", 3 * ONE),
			("0.05", ONE / 20),
			("0.050", ONE / 20),
			("007.5", 15 * ONE / 2),
			("5%", ONE / 20),
			("5 %", ONE / 20),
			("5\n\t%", ONE / 20),
			("0.5%", ONE / 200),
			("100%", ONE),
			("250 %", 5 * ONE / 2),
			("0.000000000000000001", 1),
			("0.0000000000000001%", 1),
			("340282366920938463463.374607431768211455", u128::MAX),
			("34028236692093846346337.4607431768211455%", u128::MAX),
			("000000000000000000000000000000000000000000000000000000000001", ONE),
		] {
			assert_eq!(parsed(text), [parts(expected)], "{text}");
		}
		// The sign belongs to the number, before any power.
		assert_eq!(parsed("50%^2"), [percent(50), Op::Pow(2)]);
		assert_eq!(parsed("2^08"), [number(2), Op::Pow(8)]);
	}

	#[test]
	fn spaces_tabs_and_newlines_are_free_between_tokens() {
		let ops = parsed("if severity>=0.5 then(min(1,2)+3)^2 else 5%*repeats");
		let text =
			"\n\tif severity >= 0.5\n\tthen ( min ( 1 , 2 ) + 3 ) ^ 2\n\telse 5 % * repeats \n";
		assert_eq!(parsed(text), ops);
		assert_eq!(printed(&ops), "if severity >= 0.5 then (min(1, 2) + 3)^2 else 0.05 * repeats");
	}

	#[test]
	fn documented_texts_are_the_documented_operations() {
		let [of_text, of_crate] = [include_str!("../text.rs"), include_str!("../lib.rs")];
		let of_text = documented(of_text, &["Text", "Operations"]);
		let of_crate = documented(of_crate, &["Penalty", "Text", "Postfix", "Examples"]);
		assert_eq!([of_text.len(), of_crate.len()], [5, 5]);
		let of_text = of_text.iter().map(|cells| (cells[0], cells[1]));
		let of_crate = of_crate.iter().map(|cells| (cells[1], cells[2]));
		for (text, operations) in of_text.chain(of_crate) {
			let formula = Formula::parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
			assert_eq!(notation(&formula), operations);
		}
	}
}

mod refusals {
	use super::*;
	use ParseReason::*;

	#[track_caller]
	fn refused(reason: ParseReason, at: u32, text: &str) {
		assert_eq!(Formula::parse(text), Err(ParseError { at, reason }), "{text}");
	}

	#[test]
	fn texts_are_at_most_so_long() {
		assert_eq!(MAX_TEXT, 2_048);
		let padded = |len: usize| format!("{:>len$}", "1");
		assert_eq!(parsed(&padded(2_048)), [number(1)]);
		refused(TooLong, 2_048, &padded(2_049));
		refused(TooLong, 2_048, &padded(60_000));
		// Bytes count, not characters; and nothing is read of what is too long.
		refused(TooLong, 2_048, &"×".repeat(1_025));
		refused(UnexpectedCharacter, 0, &"×".repeat(1_024));
	}

	#[test]
	fn nesting_is_at_most_so_deep() {
		assert_eq!(MAX_NESTING, 32);
		let within = |open: &str, close: &str, depth| {
			[&open.repeat(depth), "1", &close.repeat(depth)].concat()
		};
		assert_eq!(parsed(&within("(", ")", 32)), [number(1)]);
		refused(TooDeep, 32, &within("(", ")", 33));
		refused(TooDeep, 32, &"(".repeat(2_048));
		refused(TooDeep, 4 * 32, &"min(".repeat(33));
		refused(TooDeep, 4 * 32, &"max(".repeat(500));
		refused(TooDeep, 3 * 32, &"if ".repeat(600));
		// They count together, each once.
		refused(TooDeep, 5 * 16, &"min((".repeat(33));
		refused(TooDeep, 4 * 16, &"if (".repeat(33));
		// What was closed does not count.
		assert_eq!(parsed(&vec!["(1)"; 16].join("+")).len(), 31);
	}

	#[test]
	fn operations_are_at_most_so_many() {
		let sum = |terms: usize| vec!["1"; terms].join("+");
		assert_eq!(parsed(&sum(16)).len(), 31);
		assert_eq!(parsed(&format!("{}^1", sum(16))).len(), 32);
		// Counted as they stand in the text: the 17th number is the 33rd.
		refused(TooManyOperations, 32, &sum(17));
		refused(TooManyOperations, 32, &sum(1_000));
		refused(TooManyOperations, 5 + 33, &format!(" min({}, 1)", sum(16)));
		// A call, a number, a fact, a sign, a power, a choice.
		let open = "min(1,".repeat(16);
		refused(TooManyOperations, 6 * 16, &format!("{open}min(1, 1)"));
		refused(TooManyOperations, 6 * 16, &format!("{open}max(1, 1)"));
		refused(TooManyOperations, 6 * 16, &format!("{open}5%"));
		refused(TooManyOperations, 6 * 16, &format!("{open}severity"));
		refused(TooManyOperations, 6 * 16, &format!("{open}if 1 >= 1 then 1 else 1"));
		for sign in ["+", "-", "*"] {
			refused(TooManyOperations, 33, &format!("{}^1{sign}2", sum(16)));
		}
		let choice = format!(" if {} >= 1 then 1 else 1", sum(15));
		refused(TooManyOperations, choice.len() as u32 - 1, &choice);
	}

	#[test]
	fn characters_that_do_not_occur() {
		refused(UnexpectedCharacter, 2, "1 ? 2");
		refused(UnexpectedCharacter, 0, "\0");
		refused(UnexpectedCharacter, 5, "0.01 × repeats");
		refused(UnexpectedCharacter, 8, "severity\u{a0}+ 1");
		refused(UnexpectedCharacter, 1, "1\r\n");
		refused(UnexpectedCharacter, 0, ".5");
		refused(UnexpectedCharacter, 3, "1.2.3");
		refused(UnexpectedCharacter, 2, "1.%");
		refused(UnexpectedCharacter, 2, "1. 5");
		refused(UnexpectedCharacter, 6, "if 1 > = 2 then 1 else 1");
		refused(UnexpectedCharacter, 5, "if 1 <= 2 then 1 else 1");
		refused(UnexpectedCharacter, 1, "1/2");
	}

	#[test]
	fn ends_where_something_has_to_follow() {
		refused(UnexpectedEnd, 0, "");
		refused(UnexpectedEnd, 3, " \t\n");
		refused(UnexpectedEnd, 3, "1 +");
		refused(UnexpectedEnd, 4, "1 * ");
		refused(UnexpectedEnd, 2, "1.");
		refused(UnexpectedEnd, 2, "(1");
		refused(UnexpectedEnd, 2, "1^");
		refused(UnexpectedEnd, 3, "min");
		refused(UnexpectedEnd, 6, "min(1,");
		refused(UnexpectedEnd, 8, "max(1, 2");
		refused(UnexpectedEnd, 6, "if 1 >");
		refused(UnexpectedEnd, 16, "if 1 >= 1 then 2");
	}

	#[test]
	fn tokens_that_cannot_stand_there() {
		for (at, text) in [
			(2, "1 2"),
			(1, "3severity"),
			(9, "severity repeats"),
			(8, "severity(1)"),
			(0, "* 3"),
			(0, "-1"),
			(4, "1 + + 1"),
			(1, "1)"),
			(1, "()"),
			(0, "%"),
			(8, "severity%"),
			(2, "1%%"),
			(4, "min 1"),
			(5, "min(1)"),
			(8, "min(1, 2, 3)"),
			(4, "min(, 1)"),
			(2, "(1, 2)"),
			(3, "2^3^2"),
			(0, "then"),
			(2, "1 if"),
			(2, "1 >= 0"),
			(5, "if 1 then 2 else 3"),
			(10, "if 1 >= 2 else 3"),
			(15, "if 1 >= 1 then then"),
			// A choice is no operand.
			(4, "1 + if 1 >= 0 then 1 else 0"),
			(26, "if 1 >= 0 then 1 else 2 + if 1 >= 0 then 1 else 0"),
		] {
			refused(UnexpectedToken, at, text);
		}
	}

	#[test]
	fn words_that_nobody_knows() {
		refused(UnknownWord, 0, "sever");
		refused(UnknownWord, 0, "Severity");
		refused(UnknownWord, 0, "MIN(1, 2)");
		refused(UnknownWord, 0, "minimum(1, 2)");
		refused(UnknownWord, 0, "convicted-members");
		refused(UnknownWord, 1, "1e5");
		refused(UnknownWord, 4, "1 + _");
		refused(UnknownWord, 0, "severity2");
	}

	#[test]
	fn numbers_have_so_many_digits_after_the_point() {
		refused(NumberTooPrecise, 4, "1 + 0.1234567890123456789");
		refused(NumberTooPrecise, 0, "0.0000000000000000000");
		refused(NumberTooPrecise, 4, "1 + 0.12345678901234567%");
		refused(NumberTooPrecise, 0, "0.12345678901234567 %");
		assert_eq!(parsed("0.12345678901234567"), [parts(123_456_789_012_345_670)]);
	}

	#[test]
	fn numbers_are_at_most_so_large() {
		refused(NumberTooLarge, 0, "340282366920938463463.374607431768211456");
		refused(NumberTooLarge, 4, "1 + 340282366920938463464");
		refused(NumberTooLarge, 0, "34028236692093846346337.4607431768211456%");
		refused(NumberTooLarge, 0, "34028236692093846346338 %");
		refused(NumberTooLarge, 0, &"9".repeat(2_048));
	}

	#[test]
	fn exponents_are_whole_numbers_up_to_8() {
		refused(ExponentNotInteger, 2, "2^severity");
		refused(ExponentNotInteger, 2, "2^1.5");
		refused(ExponentNotInteger, 2, "2^2.0");
		refused(ExponentNotInteger, 2, "2^2%");
		refused(ExponentNotInteger, 2, "2^(2)");
		refused(ExponentNotInteger, 3, "2^ -1");
		refused(ExponentTooLarge, 2, "2^9");
		refused(ExponentTooLarge, 4, "2 ^ 256");
		refused(ExponentTooLarge, 2, &format!("2^{}", "9".repeat(1_000)));
		for exponent in 0..=MAX_EXPONENT {
			assert_eq!(parsed(&format!("2^{exponent}")), [number(2), Op::Pow(exponent)]);
		}
	}

	#[test]
	fn of_several_errors_the_first_is_named() {
		refused(UnexpectedToken, 4, "1 + ) guilt ?");
		refused(UnknownWord, 4, "1 + guilt ) ?");
		refused(UnexpectedCharacter, 4, "1 + ? ) guilt");
		refused(NumberTooPrecise, 0, "0.1234567890123456789 ?");
		refused(NumberTooLarge, 0, "999999999999999999999 2");
		refused(ExponentTooLarge, 2, "2^9?");
		refused(ExponentNotInteger, 2, "2^1.5?");
		refused(UnexpectedCharacter, 2, "2^?9");
		refused(TooDeep, 32, &format!("{}?", "(".repeat(33)));
	}

	#[test]
	fn a_text_that_has_too_many_operations_is_refused_for_them_whatever_follows() {
		let sum = vec!["1"; 17].join("+");
		for what in ["", "?", " ?", " guilt", " 1", ")", "+ ?", " * ?", "^9", "^?", " >= 1 ?"] {
			refused(TooManyOperations, 32, &format!("{sum}{what}"));
		}
		let full = format!("{}^1", vec!["1"; 16].join("+"));
		assert_eq!(parsed(&full).len(), 32);
		// There is no room for another power, whatever its exponent is; nor for a sign, whatever stands behind it.
		let full = format!("({full})");
		for what in
			["^9", "^1.5", "^severity", "^?", "^", "+?", "* guilt", "- 0.1234567890123456789"]
		{
			refused(TooManyOperations, 35, &format!("{full}{what}"));
		}
		// What is wrong before them comes first.
		refused(UnknownWord, 0, &format!("guilt + {sum}"));
		refused(ExponentTooLarge, 2, &format!("1^9 + {sum}"));
	}

	#[test]
	fn clients_know_reasons_by_their_indices() {
		let reasons = [
			TooLong,
			TooDeep,
			TooManyOperations,
			UnexpectedCharacter,
			UnexpectedEnd,
			UnexpectedToken,
			UnknownWord,
			NumberTooPrecise,
			NumberTooLarge,
			ExponentNotInteger,
			ExponentTooLarge,
		];
		for (index, reason) in (0u8..).zip(reasons) {
			let error = ParseError { at: 513, reason };
			assert_eq!(error.encode(), [1, 2, 0, 0, index]);
			assert_eq!(ParseError::decode(&mut &error.encode()[..]), Ok(error));
		}
	}
}

mod printing {
	use super::*;

	#[test]
	fn numbers_are_as_short_as_they_can_be() {
		for (number, text) in [
			(0, "0"),
			(1, "0.000000000000000001"),
			(ONE / 20, "0.05"),
			(ONE, "1"),
			(ONE + 1, "1.000000000000000001"),
			(10 * ONE, "10"),
			(100 * ONE + ONE / 10, "100.1"),
			(u128::MAX, "340282366920938463463.374607431768211455"),
		] {
			assert_eq!(printed(&[parts(number)]), text);
			assert_eq!(parsed(text), [parts(number)]);
		}
	}

	#[test]
	fn parentheses_stand_where_they_are_needed_only() {
		for (text, canonical) in [
			("((severity))", "severity"),
			("(1 + 2) + 3", "1 + 2 + 3"),
			("1 + (2 + 3)", "1 + (2 + 3)"),
			("1 + (2 - 3)", "1 + (2 - 3)"),
			("(1 * 2) + (3 * 4)", "1 * 2 + 3 * 4"),
			("(1 * 2) * 3", "1 * 2 * 3"),
			("1 * (2^3)", "1 * 2^3"),
			("(min(1, 2))^2", "min(1, 2)^2"),
			("((1)^2)^2", "(1^2)^2"),
			("min((1 + 2), (if 1 >= 2 then 3 else 4))", "min(1 + 2, if 1 >= 2 then 3 else 4)"),
			("(if 1 >= 2 then 3 else 4) * 5%", "(if 1 >= 2 then 3 else 4) * 0.05"),
			("5% * (if 1 >= 2 then 3 else 4)", "0.05 * (if 1 >= 2 then 3 else 4)"),
			("(if 1 >= 2 then 3 else 4)^2", "(if 1 >= 2 then 3 else 4)^2"),
			("if (1 + 2) >= (3) then (4) else (5)", "if 1 + 2 >= 3 then 4 else 5"),
			("max(007, 0.50)", "max(7, 0.5)"),
		] {
			assert_eq!(printed(&parsed(text)), canonical);
			assert_eq!(parsed(canonical), parsed(text), "{text}");
		}
	}

	#[test]
	fn what_is_no_formula_has_no_text() {
		for (ops, error) in [
			(vec![], FormulaError::Empty),
			(vec![Op::Add], FormulaError::MissingOperand),
			(vec![number(1), number(1)], FormulaError::UnusedOperand),
			(vec![number(1), Op::Pow(9)], FormulaError::ExponentTooLarge),
		] {
			assert_eq!(postfix(ops).print(), Err(error));
		}
	}

	#[test]
	fn the_longest_texts_can_be_read() {
		let longest = parts(u128::MAX);
		// Seven choices in one another, in parentheses for a power, and a minimum.
		let ops = [
			vec![longest; 4],
			vec![Op::Choose],
			[longest, longest, longest, Op::Choose].repeat(6),
			vec![Op::Pow(8), longest, Op::Min],
		]
		.concat();
		assert_eq!(ops.len(), MAX_OPS as usize);
		let text = printed(&ops);
		assert_eq!(text.len(), 1_064);
		assert_eq!(parsed(&text), ops);
	}

	#[test]
	fn the_deepest_texts_can_be_read() {
		for ops in [
			[vec![number(1)], vec![Op::Pow(8); 31]].concat(),
			[vec![number(1); 16], vec![Op::Sub; 15]].concat(),
			[vec![number(1); 16], vec![Op::Min; 15], vec![Op::Pow(2)]].concat(),
			// Each choice in a power: two levels for five operations.
			[
				vec![number(1)],
				[number(1), number(1), number(1), Op::Choose, Op::Pow(2)].repeat(6),
				vec![Op::Pow(2)],
			]
			.concat(),
			[vec![number(1); 22], vec![Op::Choose; 7], vec![Op::Pow(2); 3]].concat(),
		] {
			assert_eq!(parsed(&printed(&ops)), ops);
		}
		assert_eq!(printed(&[vec![number(1)], vec![Op::Pow(8); 31]].concat()).find('1'), Some(30));
	}
}

mod bombs {
	use super::*;

	#[test]
	fn towers_of_powers_stop_at_the_greatest_number() {
		for (base, expected) in
			[(0, 0), (ONE / 2, 0), (ONE - 1, 0), (ONE, ONE), (ONE + 1, ONE), (u128::MAX, ONE)]
		{
			let tower = [vec![parts(base)], vec![Op::Pow(8); 31]].concat();
			let formula = Formula::parse(&printed(&tower)).expect("it was printed");
			assert_eq!(value(formula.ops()), expected, "{base}");
		}
	}

	#[test]
	fn huge_numbers_take_everything_or_nothing() {
		for (text, expected) in [
			("340282366920938463463 * 340282366920938463463", ONE),
			("340282366920938463463^8 - 340282366920938463463.374607431768211455", 0),
			("1 - 340282366920938463463", 0),
			("0 * 340282366920938463463^8", 0),
			("340282366920938463463 + 340282366920938463463", ONE),
			("0.000000000000000001^2", 0),
			("0.000000000000000001 * 340282366920938463463", ONE),
		] {
			assert_eq!(value(&parsed(text)), expected, "{text}");
		}
	}

	#[test]
	fn anything_to_the_power_of_0_is_everything() {
		for text in ["0^0", "severity^0", "(0^0)^0", "(1 - 2)^0", "340282366920938463463^0"] {
			assert_eq!(value(&parsed(text)), ONE, "{text}");
		}
		assert_eq!(value(&parsed("1 - 0^0")), 0);
	}

	#[test]
	fn long_texts_of_nothing_are_refused() {
		for token in
			["(", ")", "1", "0.", "1+", "1-", "2^", "^", "min(", "min", "if ", "1,", ">=", "%"]
		{
			let text = token.repeat(2_048 / token.len());
			assert!(Formula::parse(&text).is_err(), "{token}");
		}
		assert_eq!(parsed(&format!("{}5", "0".repeat(2_047))), [number(5)]);
	}
}

/// Of the operations those that together are a formula, as many as there is room for; with sums at the end of what is left.
pub(super) fn woven(ops: Vec<Op>) -> Vec<Op> {
	let (mut formula, mut depth) = (vec![], 0usize);
	for op in ops {
		let needs = op.operands() as usize;
		let Some(rest) = depth.checked_sub(needs) else { continue };
		// Each value but one needs an operation that takes it.
		if formula.len() + 1 + rest <= MAX_OPS as usize {
			formula.push(op);
			depth = rest + 1;
		}
	}
	if depth == 0 {
		return vec![number(0)];
	}
	formula.extend(vec![Op::Add; depth - 1]);
	formula
}

/// Any formula.
fn formulas() -> impl Strategy<Value = Vec<Op>> {
	prop_oneof![
		vec(any_op(0..=MAX_EXPONENT), 1..=8),
		vec(any_op(0..=MAX_EXPONENT), 1..=80),
		// Deep ones.
		vec(prop_oneof![1 => any_op(0..=MAX_EXPONENT), 4 => Just(Op::Pow(2))], 1..=40),
		(vec(any_op(0..=MAX_EXPONENT), 16), vec(any_op(0..=MAX_EXPONENT), 40)).prop_map(
			|(first, then)| {
				let values = first.into_iter().filter(|op| op.operands() == 0);
				values.chain(then.into_iter().filter(|op| op.operands() > 0)).collect()
			}
		),
	]
	.prop_map(woven)
}

/// A formula with everything in parentheses, and spaces, zeros and percent signs as `dice` say.
fn loosely(ops: &[Op], dice: &[u8]) -> String {
	let mut dice = dice.iter().cycle().copied();
	let mut stack: Vec<String> = vec![];
	for op in ops {
		let mut space = || match dice.next().expect("there are dice") % 8 {
			0 => " ",
			1 => "\t",
			2 => "\n",
			3 => " \n ",
			_ => "",
		};
		let mut pop = || stack.pop().expect("it is a formula");
		let text = match op {
			Op::Const(number) => {
				let digits = number.into_inner().to_string();
				// Places of the point in parts, and in hundredths of parts.
				let (places, sign) = if space().is_empty() { (18, "") } else { (16, "%") };
				let padded = format!("{digits:0>20}");
				let (whole, fraction) = padded.split_at(padded.len() - places);
				format!("{whole}.{fraction}{}{sign}", if sign.is_empty() { "" } else { space() })
			},
			Op::Fact(fact) => fact.word().to_string(),
			Op::Add | Op::Sub | Op::Mul => {
				let (b, a) = (pop(), pop());
				let sign = match op {
					Op::Add => "+",
					Op::Sub => "-",
					_ => "*",
				};
				[a.as_str(), space(), sign, space(), &b].concat()
			},
			Op::Min | Op::Max => {
				let (b, a) = (pop(), pop());
				let name = if matches!(op, Op::Min) { "min" } else { "max" };
				[name, space(), "(", space(), &a, ",", space(), &b, space(), ")"].concat()
			},
			Op::Pow(exponent) => {
				[pop().as_str(), space(), "^", space(), &exponent.to_string()].concat()
			},
			Op::Choose => {
				let (otherwise, then, threshold, value) = (pop(), pop(), pop(), pop());
				format!("if({value})>=({threshold})then({then}){}else({otherwise})", space())
			},
		};
		stack.push(match op {
			Op::Const(_) | Op::Fact(_) | Op::Min | Op::Max => text,
			_ => [space(), "(", space(), &text, ")"].concat(),
		});
	}
	stack.pop().expect("it is a formula")
}

/// What a text is made of, and what it is not made of.
const PIECES: [&str; 34] = [
	"severity",
	"repeats",
	"members",
	"value_share",
	"guilt",
	"if",
	"then",
	"else",
	"min",
	"max",
	">=",
	">",
	"=",
	"+",
	"-",
	"*",
	"^",
	"%",
	"(",
	")",
	",",
	"0",
	"1",
	"0.5",
	".",
	"8",
	"9",
	" ",
	" ",
	"\n",
	"×",
	"\0",
	"min(1,",
	"0.1234567890123456789",
];

/// Texts most of which have an error, early or late: of pieces; of formulas, one after another, that are too large together;
/// of formulas in too many parentheses.
fn wrong_texts() -> impl Strategy<Value = String> {
	let printed = || formulas().prop_map(|ops| printed(&ops));
	let sign = || select(&["+", "-", "*", " ", "^", "?", ")^2+", ") ? ("][..]);
	prop_oneof![
		vec(select(&PIECES[..]), 0..40).prop_map(|pieces| pieces.join(" ")),
		(vec((printed(), sign()), 1..5), any::<bool>()).prop_map(|(parts, open)| {
			let part = |(text, sign)| format!("({text}){sign}");
			let text: String = parts.into_iter().map(part).collect();
			[text.as_str(), if open { "" } else { "1" }].concat()
		}),
		(printed(), 20usize..40, select(&PIECES[..])).prop_map(|(text, depth, piece)| {
			[&"(".repeat(depth), text.as_str(), piece, &")".repeat(depth)].concat()
		}),
	]
}

/// Whatever is read is a formula, and is read from what is printed of it; whatever is not, is wrong within the text.
fn read_or_refused(text: &str) -> Result<(), TestCaseError> {
	match Formula::parse(text) {
		Ok(formula) => {
			prop_assert_eq!(formula.check(), Ok(()));
			let canonical = formula.print().expect("it is well-formed");
			prop_assert_eq!(Formula::parse(&canonical), Ok(formula));
		},
		Err(ParseError { at, reason: ParseReason::TooLong }) => {
			prop_assert!(at == MAX_TEXT && text.len() > MAX_TEXT as usize);
		},
		Err(ParseError { at, reason }) => {
			prop_assert!(text.is_char_boundary(at as usize), "{reason:?} at {at}");
			prop_assert_eq!(reason == ParseReason::UnexpectedEnd, at as usize == text.len());
		},
	}
	Ok(())
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 2_000, ..Default::default() })]

	#[test]
	fn what_is_printed_reads_as_it_was(ops in formulas()) {
		let formula = postfix(ops);
		let text = formula.print().expect("it is well-formed");
		prop_assert!(text.len() <= 1_064);
		prop_assert_eq!(Formula::parse(&text), Ok(formula), "{}", text);
	}

	#[test]
	fn no_printed_parentheses_can_be_left_out(ops in formulas(), pair in any::<prop::sample::Index>()) {
		let formula = postfix(ops);
		let text = formula.print().expect("it is well-formed");
		let opens: Vec<_> = text
			.match_indices('(')
			.map(|(at, _)| at)
			// Those of calls belong to them.
			.filter(|at| !text[..*at].ends_with("min") && !text[..*at].ends_with("max"))
			.collect();
		// Not rejected: they are many.
		if opens.is_empty() {
			return Ok(());
		}
		let open = opens[pair.index(opens.len())];
		let mut depth = 0;
		let close = text[open..].find(|c: char| {
			depth += i32::from(c == '(') - i32::from(c == ')');
			depth == 0
		});
		let close = open + close.expect("it is closed");
		let without = [&text[..open], &text[open + 1..close], &text[close + 1..]].concat();
		prop_assert_ne!(Formula::parse(&without), Ok(formula), "{} and {}", text, without);
	}

	#[test]
	fn spaces_zeros_percent_signs_and_parentheses_change_nothing(
		ops in formulas(),
		dice in vec(any::<u8>(), 1..50),
	) {
		let text = loosely(&ops, &dice);
		let formula = postfix(ops);
		prop_assert_eq!(Formula::parse(&text), Ok(formula.clone()), "{}", text);
		let canonical = formula.print().expect("it is well-formed");
		prop_assert_eq!(Formula::parse(&canonical), Ok(formula));
	}

	#[test]
	fn bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..=2_100)) {
		read_or_refused(&String::from_utf8_lossy(&bytes))?;
	}

	#[test]
	fn pieces_of_texts_are_read_or_refused(pieces in vec(select(&PIECES[..]), 0..40)) {
		read_or_refused(&pieces.concat())?;
		read_or_refused(&pieces.join(" "))?;
	}

	#[test]
	fn texts_with_a_piece_exchanged_are_read_or_refused(
		ops in formulas(),
		at in any::<prop::sample::Index>(),
		len in 0usize..4,
		piece in select(&PIECES[..]),
	) {
		let text = printed(&ops);
		let at = at.index(text.len());
		let end = (at + len).min(text.len());
		read_or_refused(&[&text[..at], piece, &text[end..]].concat())?;
	}

	#[test]
	fn the_first_of_several_errors_stays_the_first(
		text in wrong_texts(),
		pieces in vec(select(&PIECES[..]), 1..8),
	) {
		let Err(first) = Formula::parse(&text) else { return Ok(()) };
		let all = format!("{text} {}", pieces.join(" "));
		// What ends too early is not wrong if something follows, nor is a number too large or too precise of which there are
		// hundredths. And of a text that is too long nothing is read.
		let goes_on = first.reason == ParseReason::UnexpectedEnd
			|| pieces.concat().trim_start().starts_with('%')
			|| all.len() > MAX_TEXT as usize;
		if !goes_on {
			prop_assert_eq!(Formula::parse(&all), Err(first), "{}", all);
		}
	}

	#[test]
	fn what_is_cut_off_lacks_its_end(ops in formulas(), at in any::<prop::sample::Index>()) {
		let text = printed(&ops);
		let text = &text[..at.index(text.len())];
		if let Err(ParseError { at, reason }) = Formula::parse(text) {
			match reason {
				ParseReason::UnexpectedEnd => prop_assert_eq!(at as usize, text.len()),
				// A word is cut off.
				ParseReason::UnknownWord => {
					let word = |c: char| c.is_ascii_lowercase() || c == '_';
					prop_assert!(text[at as usize..].chars().all(word));
				},
				other => prop_assert!(false, "{:?} in {}", other, text),
			}
		}
	}
}
