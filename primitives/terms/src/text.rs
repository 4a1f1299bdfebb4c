//! The text form of penalty formulas.
//!
//! ```text
//! severity * min((3 * convicted_value_share)^2, 1)
//! ```
//!
//! ## Grammar
//!
//! ```text
//! expression = "if" expression ">=" expression "then" expression "else" expression
//!            | sum ;
//! sum        = product { ( "+" | "-" ) product } ;
//! product    = power { "*" power } ;
//! power      = primary [ "^" exponent ] ;
//! primary    = number [ "%" ]
//!            | fact
//!            | ( "min" | "max" ) "(" expression "," expression ")"
//!            | "(" expression ")" ;
//! exponent   = digit { digit } ;                            (* from 0 to 8 *)
//! number     = digit { digit } [ "." digit { digit } ] ;
//! digit      = "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" ;
//! fact       = "severity" | "repeats" | "convicted_value_share" | "convicted_member_share"
//!            | "convicted_members" | "members" | "value_share" ;
//! ```
//!
//! * Spaces, tabs and newlines may stand between any two tokens and nowhere else. Words are case-sensitive.
//! * `+`, `-` and `*` group from the left: `a - b + c` is `(a - b) + c`. A power has one exponent: `(a^2)^3`, not `a^2^3`.
//! * `a - b` is 0 where `b` is greater. `if x >= t then a else b` is [`Op::Choose`].
//! * `5%` is the number 0.05. A number has at most 18 digits after its point, one before `%` at most 16, and it is less
//!   than 2¹²⁸ parts of 10¹⁸, about 3.4 × 10²⁰.
//!
//! | Text | Operations |
//! |---|---|
//! | `5%` | `0.05` |
//! | `min(0.01 + 0.02 * repeats, 0.1)` | `0.01 0.02 repeats × + 0.1 min` |
//! | `severity - 0.1 - 0.2` | `severity 0.1 − 0.2 −` |
//! | `severity - (0.1 - 0.2)` | `severity 0.1 0.2 − −` |
//! | `if severity >= 50% then 0.1 else severity * 2%` | `severity 0.5 0.1 severity 0.02 × choose` |
//!
//! A text is at most [`MAX_TEXT`] bytes, at most [`MAX_NESTING`] deep (parentheses, calls and choices within one another),
//! and at most [`MAX_OPS`] operations. What is not a formula is refused with the place and the reason of the first error, whatever
//! follows it; of a text that is too long nothing is read.
//!
//! ## One text for each formula
//!
//! [`Formula::print`] writes the canonical text: as few parentheses as there can be, one space around `+`, `-`, `*` and
//! words, the shortest decimal for each number. [`Formula::parse`] reads from it exactly the operations that were printed.
//!
//! ```
//! use palisade_terms::{Formula, ParseError, ParseReason};
//!
//! let formula = Formula::parse("severity * (min( (3*convicted_value_share)^2, 100% ))").unwrap();
//! assert_eq!(formula.print().unwrap(), "severity * min((3 * convicted_value_share)^2, 1)");
//! assert_eq!(
//!     Formula::parse("severity * guilt"),
//!     Err(ParseError { at: 11, reason: ParseReason::UnknownWord })
//! );
//! ```

use crate::{Fact, Formula, FormulaError, Op, MAX_EXPONENT, MAX_OPS};
use alloc::{
	format,
	string::{String, ToString},
	vec::Vec,
};
use codec::{Decode, Encode};
use core::iter;
use scale_info::TypeInfo;
use sp_runtime::{traits::ConstU32, BoundedVec, FixedU128};

/// Most bytes of a text.
//
// Every formula that can be printed must be readable again. In [`MAX_OPS`] operations with `c` choices, `b` operations of
// two operands and `p` powers there are `1 + 3c + b` numbers or facts, so `1 + 4c + 2b + p ≤ 32`. A number takes at most
// 40 bytes (a fact 22), a choice 21 (`(if  >= t then  else )`), an operation of two operands 7 (`min(, )`), a power 4
// (`()^8`): at most 40 + 141c + 47b + 4p bytes, which is most with 7 choices, 1,078. As not all of them need their
// parentheses the longest text has 1,064, more than 1,024. The rest of 2,048 is for those who write one step a line.
pub const MAX_TEXT: u32 = 2_048;

/// How many parentheses, calls of `min` and `max`, and choices may stand within one another.
//
// No printed text is as deep: each level belongs to an operation of its own, of which one is outermost, except that a
// choice in parentheses is two levels; but it has three operands more than a power, which can be one level. The deepest
// texts, towers of 31 powers, have 30 levels.
pub const MAX_NESTING: u32 = 32;

/// Digits of a number after its point: 10¹⁸ parts are one.
const PLACES: usize = 18;
/// The same before a percent sign.
const PERCENT_PLACES: usize = 16;

/// Why a text is no formula, and where.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct ParseError {
	/// How many bytes stand before what is wrong.
	pub at: u32,
	/// What is wrong.
	pub reason: ParseReason,
}

/// Why a text is no formula.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub enum ParseReason {
	/// It has more than [`MAX_TEXT`] bytes. At the first byte too many.
	#[codec(index = 0)]
	TooLong,
	/// More than [`MAX_NESTING`] parentheses, calls and choices within one another. At the first one too many.
	#[codec(index = 1)]
	TooDeep,
	/// More than [`MAX_OPS`] operations. At the number, fact, sign or word that is one too many, as they stand in the text.
	#[codec(index = 2)]
	TooManyOperations,
	/// A character that does not occur in formulas, or not after the one before it.
	#[codec(index = 3)]
	UnexpectedCharacter,
	/// The text ends where something has to follow. At its end.
	#[codec(index = 4)]
	UnexpectedEnd,
	/// A word, number or sign that cannot stand there.
	#[codec(index = 5)]
	UnexpectedToken,
	/// Neither a fact nor one of `if`, `then`, `else`, `min` and `max`.
	#[codec(index = 6)]
	UnknownWord,
	/// A number with more than 18 digits after its point, or more than 16 before a percent sign.
	#[codec(index = 7)]
	NumberTooPrecise,
	/// A number of 2¹²⁸ parts of 10¹⁸ or more.
	#[codec(index = 8)]
	NumberTooLarge,
	/// What follows `^` is not a whole number. At what follows.
	#[codec(index = 9)]
	ExponentNotInteger,
	/// An exponent is greater than [`MAX_EXPONENT`]. At the exponent.
	#[codec(index = 10)]
	ExponentTooLarge,
}

impl ParseReason {
	fn at(self, at: usize) -> ParseError {
		// Places are less than or equal to `MAX_TEXT`.
		ParseError { at: u32::try_from(at).unwrap_or(u32::MAX), reason: self }
	}
}

impl Fact {
	/// All facts.
	pub const ALL: [Self; 7] = [
		Self::Severity,
		Self::Repeats,
		Self::ConvictedValueShare,
		Self::ConvictedMemberShare,
		Self::ConvictedMembers,
		Self::Members,
		Self::ValueShare,
	];

	/// What it is called in texts.
	pub fn word(self) -> &'static str {
		match self {
			Self::Severity => "severity",
			Self::Repeats => "repeats",
			Self::ConvictedValueShare => "convicted_value_share",
			Self::ConvictedMemberShare => "convicted_member_share",
			Self::ConvictedMembers => "convicted_members",
			Self::Members => "members",
			Self::ValueShare => "value_share",
		}
	}
}

impl Formula {
	/// The formula that `text` says, always [well-formed](Self::check). See the [grammar](crate::text).
	///
	/// Linear in the length of the text, which is at most [`MAX_TEXT`] bytes; the call stack is at most
	/// `5 × (MAX_NESTING + 1)` functions deep.
	pub fn parse(text: &str) -> Result<Self, ParseError> {
		let most = MAX_TEXT as usize;
		if text.len() > most {
			return Err(ParseReason::TooLong.at(most));
		}
		let mut parser = Parser::new(text);
		parser.advance()?;
		parser.expression(0)?;
		match parser.token {
			Token::End => Ok(Self::new(parser.ops)),
			_ => Err(parser.unexpected()),
		}
	}

	/// Its canonical text, at most [`MAX_TEXT`] bytes, from which [`parse`](Self::parse) gives the same operations.
	///
	/// Fails as [`check`](Self::check) does. At most `MAX_OPS × MAX_TEXT` bytes are copied.
	pub fn print(&self) -> Result<String, FormulaError> {
		self.check()?;
		let mut stack = Vec::<Printed>::new();
		for op in self.ops() {
			// Never missing, as it is well-formed.
			let mut operand = |least| {
				stack.pop().map(|operand| operand.bound(least)).ok_or(FormulaError::MissingOperand)
			};
			let (text, binding) = match op {
				Op::Const(number) => (decimal(*number), Binding::Primary),
				Op::Fact(fact) => (fact.word().to_string(), Binding::Primary),
				Op::Add | Op::Sub => {
					let (b, a) = (operand(Binding::Product)?, operand(Binding::Sum)?);
					let sign = if matches!(op, Op::Add) { '+' } else { '-' };
					(format!("{a} {sign} {b}"), Binding::Sum)
				},
				Op::Mul => {
					let (b, a) = (operand(Binding::Power)?, operand(Binding::Product)?);
					(format!("{a} * {b}"), Binding::Product)
				},
				Op::Min | Op::Max => {
					let (b, a) = (operand(Binding::Choice)?, operand(Binding::Choice)?);
					let name = if matches!(op, Op::Min) { "min" } else { "max" };
					(format!("{name}({a}, {b})"), Binding::Primary)
				},
				Op::Pow(exponent) => {
					let base = operand(Binding::Primary)?;
					(format!("{base}^{exponent}"), Binding::Power)
				},
				Op::Choose => {
					let mut any = || operand(Binding::Choice);
					let (otherwise, then, threshold, value) = (any()?, any()?, any()?, any()?);
					let text = format!("if {value} >= {threshold} then {then} else {otherwise}");
					(text, Binding::Choice)
				},
			};
			stack.push(Printed { text, binding });
		}
		stack.pop().map(|all| all.text).ok_or(FormulaError::Empty)
	}
}

/// How firmly a text holds together, from the loosest on: which rule of the grammar it follows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
	Choice,
	Sum,
	Product,
	Power,
	Primary,
}

/// A part of a formula, printed.
struct Printed {
	text: String,
	binding: Binding,
}

impl Printed {
	/// In parentheses, unless it holds together at least like that.
	fn bound(self, least: Binding) -> String {
		if self.binding >= least {
			self.text
		} else {
			format!("({})", self.text)
		}
	}
}

/// The shortest decimal that is this number.
fn decimal(number: FixedU128) -> String {
	const ONE: u128 = 10u128.pow(PLACES as u32);
	let (whole, parts) = (number.into_inner() / ONE, number.into_inner() % ONE);
	match parts {
		0 => whole.to_string(),
		_ => format!("{whole}.{parts:0width$}", width = PLACES).trim_end_matches('0').to_string(),
	}
}

/// The number that `digits`, with a point among them or not, say, where `places` of them are as fine as parts.
fn number(digits: &str, places: usize) -> Result<FixedU128, ParseReason> {
	let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
	let missing = places.checked_sub(fraction.len()).ok_or(ParseReason::NumberTooPrecise)?;
	whole
		.bytes()
		.chain(fraction.bytes())
		.chain(iter::repeat_n(b'0', missing))
		.try_fold(0u128, |parts, digit| {
			parts.checked_mul(10)?.checked_add(digit.saturating_sub(b'0').into())
		})
		.map(FixedU128::from_inner)
		.ok_or(ParseReason::NumberTooLarge)
}

/// What texts are made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
	/// As it is written, the percent sign apart.
	Number {
		digits: &'a str,
		percent: bool,
	},
	Fact(Fact),
	If,
	Then,
	Else,
	Min,
	Max,
	/// `>=`
	AtLeast,
	/// One of `+ - * ^ % ( ) ,`.
	Sign(char),
	/// Nothing follows.
	End,
}

/// Reads from left to right and looks one token ahead, so that errors come in the order of the text.
struct Parser<'a> {
	text: &'a str,
	/// Where the next token is looked for.
	next: usize,
	/// The token that is looked at, and where it begins.
	token: Token<'a>,
	at: usize,
	/// What was read.
	ops: BoundedVec<Op, ConstU32<MAX_OPS>>,
	/// How many operations that is, with those whose operands are still being read.
	begun: u32,
}

impl<'a> Parser<'a> {
	fn new(text: &'a str) -> Self {
		Self { text, next: 0, token: Token::End, at: 0, ops: BoundedVec::new(), begun: 0 }
	}

	fn peek(&self) -> Option<char> {
		self.text.get(self.next..)?.chars().next()
	}

	/// Reads the characters from here on that are `like` that.
	fn read(&mut self, like: impl Fn(char) -> bool) -> &'a str {
		let rest = self.text.get(self.next..).unwrap_or_default();
		let len = rest.find(|c| !like(c)).unwrap_or(rest.len());
		self.next = self.next.saturating_add(len);
		rest.get(..len).unwrap_or_default()
	}

	/// Reads `c` if it is here. It is one byte long.
	fn read_char(&mut self, c: char) -> bool {
		let is = self.peek() == Some(c);
		self.next = self.next.saturating_add(usize::from(is));
		is
	}

	fn read_spaces(&mut self) {
		self.read(|c| matches!(c, ' ' | '\t' | '\n'));
	}

	/// The character here cannot stand here.
	fn unexpected_character(&self) -> ParseError {
		let reason = match self.peek() {
			Some(_) => ParseReason::UnexpectedCharacter,
			None => ParseReason::UnexpectedEnd,
		};
		reason.at(self.next)
	}

	/// The token that is looked at cannot stand where it stands.
	fn unexpected(&self) -> ParseError {
		let reason = match self.token {
			Token::End => ParseReason::UnexpectedEnd,
			_ => ParseReason::UnexpectedToken,
		};
		reason.at(self.at)
	}

	/// Looks at the next token.
	fn advance(&mut self) -> Result<(), ParseError> {
		self.read_spaces();
		self.at = self.next;
		self.token = match self.peek() {
			None => Token::End,
			Some('0'..='9') => self.read_number()?,
			Some('a'..='z' | 'A'..='Z' | '_') => self.read_word()?,
			Some('>') => {
				self.read_char('>');
				if !self.read_char('=') {
					return Err(self.unexpected_character());
				}
				Token::AtLeast
			},
			Some(sign @ ('+' | '-' | '*' | '^' | '%' | '(' | ')' | ',')) => {
				self.read_char(sign);
				Token::Sign(sign)
			},
			Some(_) => return Err(self.unexpected_character()),
		};
		Ok(())
	}

	fn read_number(&mut self) -> Result<Token<'a>, ParseError> {
		let digit = |c: char| c.is_ascii_digit();
		self.read(digit);
		if self.read_char('.') && self.read(digit).is_empty() {
			return Err(self.unexpected_character());
		}
		let digits = self.text.get(self.at..self.next).unwrap_or_default();
		self.read_spaces();
		Ok(Token::Number { digits, percent: self.read_char('%') })
	}

	fn read_word(&mut self) -> Result<Token<'a>, ParseError> {
		let word = self.read(|c| c.is_ascii_alphanumeric() || c == '_');
		match word {
			"if" => Ok(Token::If),
			"then" => Ok(Token::Then),
			"else" => Ok(Token::Else),
			"min" => Ok(Token::Min),
			"max" => Ok(Token::Max),
			_ => Fact::ALL
				.into_iter()
				.find(|fact| fact.word() == word)
				.map(Token::Fact)
				.ok_or(ParseReason::UnknownWord.at(self.at)),
		}
	}

	/// Goes on to the next token if this one is `token`.
	fn expect(&mut self, token: Token<'a>) -> Result<(), ParseError> {
		if self.token == token {
			self.advance()
		} else {
			Err(self.unexpected())
		}
	}

	/// The token that is looked at is an operation: counted before anything behind it is looked at, so that of several errors
	/// the first is found.
	fn begin(&mut self) -> Result<(), ParseError> {
		self.begun = self.begun.saturating_add(1);
		if self.begun > MAX_OPS {
			return Err(ParseReason::TooManyOperations.at(self.at));
		}
		Ok(())
	}

	/// The next operation is `op`, which has begun.
	fn push(&mut self, op: Op) -> Result<(), ParseError> {
		// No more are pushed than have begun.
		self.ops.try_push(op).map_err(|_| ParseReason::TooManyOperations.at(self.at))
	}

	/// One deeper than `depth`, by the token that is looked at.
	fn deeper(&self, depth: u32) -> Result<u32, ParseError> {
		let within = depth.checked_add(1).filter(|depth| *depth <= MAX_NESTING);
		within.ok_or(ParseReason::TooDeep.at(self.at))
	}

	// The rules of the grammar. Each reads what follows it, appends its operations and stops at the token behind it.

	fn expression(&mut self, depth: u32) -> Result<(), ParseError> {
		if self.token != Token::If {
			return self.sum(depth);
		}
		let depth = self.deeper(depth)?;
		self.begin()?;
		self.advance()?;
		self.expression(depth)?;
		for word in [Token::AtLeast, Token::Then, Token::Else] {
			self.expect(word)?;
			self.expression(depth)?;
		}
		self.push(Op::Choose)
	}

	fn sum(&mut self, depth: u32) -> Result<(), ParseError> {
		self.product(depth)?;
		loop {
			let op = match self.token {
				Token::Sign('+') => Op::Add,
				Token::Sign('-') => Op::Sub,
				_ => return Ok(()),
			};
			self.begin()?;
			self.advance()?;
			self.product(depth)?;
			self.push(op)?;
		}
	}

	fn product(&mut self, depth: u32) -> Result<(), ParseError> {
		self.power(depth)?;
		while self.token == Token::Sign('*') {
			self.begin()?;
			self.advance()?;
			self.power(depth)?;
			self.push(Op::Mul)?;
		}
		Ok(())
	}

	fn power(&mut self, depth: u32) -> Result<(), ParseError> {
		self.primary(depth)?;
		if self.token != Token::Sign('^') {
			return Ok(());
		}
		self.begin()?;
		self.advance()?;
		let exponent = match self.token {
			Token::Number { digits, percent: false } if !digits.contains('.') => digits,
			Token::End => return Err(self.unexpected()),
			_ => return Err(ParseReason::ExponentNotInteger.at(self.at)),
		};
		// Digits that are no `u8` are too many.
		let exponent = exponent.parse().ok().filter(|exponent| *exponent <= MAX_EXPONENT);
		let exponent = exponent.ok_or(ParseReason::ExponentTooLarge.at(self.at))?;
		self.push(Op::Pow(exponent))?;
		self.advance()
	}

	fn primary(&mut self, depth: u32) -> Result<(), ParseError> {
		match self.token {
			Token::Number { digits, percent } => {
				let places = if percent { PERCENT_PLACES } else { PLACES };
				let number = number(digits, places).map_err(|reason| reason.at(self.at))?;
				self.begin()?;
				self.push(Op::Const(number))?;
				self.advance()
			},
			Token::Fact(fact) => {
				self.begin()?;
				self.push(Op::Fact(fact))?;
				self.advance()
			},
			Token::Min | Token::Max => {
				let op = if self.token == Token::Min { Op::Min } else { Op::Max };
				let depth = self.deeper(depth)?;
				self.begin()?;
				self.advance()?;
				self.expect(Token::Sign('('))?;
				self.expression(depth)?;
				self.expect(Token::Sign(','))?;
				self.expression(depth)?;
				self.expect(Token::Sign(')'))?;
				self.push(op)
			},
			Token::Sign('(') => {
				let depth = self.deeper(depth)?;
				self.advance()?;
				self.expression(depth)?;
				self.expect(Token::Sign(')'))
			},
			_ => Err(self.unexpected()),
		}
	}
}
