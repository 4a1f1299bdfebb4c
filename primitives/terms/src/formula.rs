//! Penalty formulas: what they are written in, and which are well-formed.

use alloc::{format, string::String, vec};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_runtime::{traits::ConstU32, BoundedVec, FixedU128, Perquintill};

/// Most operations of a formula.
pub const MAX_OPS: u32 = 32;

/// Greatest exponent.
pub const MAX_EXPONENT: u8 = 8;

/// How much an offence costs: operations in postfix order, on a stack of `FixedU128` (18 decimal digits). Every
/// operation takes its operands from the top of the stack and leaves one value; what the last one leaves, clamped to
/// 100 %, is the penalty. Arithmetic saturates, so a formula always has a result.
///
/// Neither [`new`](Self::new) nor decoding checks anything; [`check`](Self::check) does.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	serde::Serialize,
	serde::Deserialize,
)]
// In JSON it is its text.
#[serde(try_from = "String", into = "String")]
pub struct Formula(BoundedVec<Op, ConstU32<MAX_OPS>>);

impl TryFrom<String> for Formula {
	type Error = String;

	fn try_from(text: String) -> Result<Self, String> {
		Self::parse(&text).map_err(|error| format!("not a formula: {error:?}"))
	}
}

impl From<Formula> for String {
	/// The text; of what is not well-formed, nothing, which is no formula either.
	fn from(formula: Formula) -> Self {
		formula.print().unwrap_or_default()
	}
}

/// A step of a [`Formula`].
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub enum Op {
	/// A number.
	#[codec(index = 0)]
	Const(FixedU128),
	/// What is known about the offence.
	#[codec(index = 1)]
	Fact(Fact),
	/// `a b → a + b`.
	#[codec(index = 2)]
	Add,
	/// `a b → a − b`, 0 if `b` is greater.
	#[codec(index = 3)]
	Sub,
	/// `a b → a × b`.
	#[codec(index = 4)]
	Mul,
	/// `a b →` the lesser.
	#[codec(index = 5)]
	Min,
	/// `a b →` the greater.
	#[codec(index = 6)]
	Max,
	/// `a → a` to the power of an integer up to [`MAX_EXPONENT`]; anything to the power of 0 is 1.
	#[codec(index = 7)]
	Pow(u8),
	/// `value threshold then otherwise →` `then` if `value ≥ threshold`, else `otherwise`.
	#[codec(index = 8)]
	Choose,
}

impl Op {
	/// How many values it takes. It always leaves one.
	pub fn operands(self) -> u32 {
		match self {
			Self::Const(_) | Self::Fact(_) => 0,
			Self::Pow(_) => 1,
			Self::Add | Self::Sub | Self::Mul | Self::Min | Self::Max => 2,
			Self::Choose => 4,
		}
	}
}

/// What a formula can know. Shares are from 0 to 1, counts are whole numbers.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub enum Fact {
	/// How severe the offence was, from 0 to 1, as the evidence says.
	#[codec(index = 0)]
	Severity,
	/// How many other convictions of the operator under the condition became final in the look-back epochs before this one does,
	/// or with it, where they are under veto.
	#[codec(index = 1)]
	Repeats,
	/// The share of the service's value that members have who were convicted of the condition for the charged epoch or one of
	/// the look-back epochs before it, this operator included.
	#[codec(index = 2)]
	ConvictedValueShare,
	/// The share of the service's members who were convicted of the condition in the look-back window, this operator
	/// included.
	#[codec(index = 3)]
	ConvictedMemberShare,
	/// How many members were convicted of the condition in the look-back window, this operator included.
	#[codec(index = 4)]
	ConvictedMembers,
	/// How many members the service had.
	#[codec(index = 5)]
	Members,
	/// The share of the service's value that the operator had.
	#[codec(index = 6)]
	ValueShare,
}

impl Fact {
	/// Whether it is counted over the look-back window.
	pub fn needs_look_back(self) -> bool {
		matches!(self, Self::Repeats) || self.is_correlation()
	}

	/// Whether it takes what all members of the service pledged together.
	pub fn needs_totals(self) -> bool {
		matches!(self, Self::Members | Self::ValueShare) || self.is_correlation()
	}

	/// Whether it tells of other members' convictions, which are known only after a while.
	pub fn is_correlation(self) -> bool {
		matches!(
			self,
			Self::ConvictedValueShare | Self::ConvictedMemberShare | Self::ConvictedMembers
		)
	}
}

/// Why operations are not a formula.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FormulaError {
	/// There are none.
	Empty,
	/// One takes more values than those before it left.
	MissingOperand,
	/// More than one value is left at the end.
	UnusedOperand,
	/// An exponent is greater than [`MAX_EXPONENT`].
	ExponentTooLarge,
}

impl Formula {
	/// The formula that consists of `ops`, well-formed or not.
	pub fn new(ops: BoundedVec<Op, ConstU32<MAX_OPS>>) -> Self {
		Self(ops)
	}

	/// The same share for every offence.
	pub fn constant(share: Perquintill) -> Self {
		// Both types count parts of 10¹⁸.
		Self::of(Op::Const(FixedU128::from_inner(share.deconstruct().into())))
	}

	/// The severity itself.
	pub fn severity() -> Self {
		Self::of(Op::Fact(Fact::Severity))
	}

	fn of(op: Op) -> Self {
		Self(BoundedVec::truncate_from(vec![op]))
	}

	/// Its operations, in postfix order.
	pub fn ops(&self) -> &[Op] {
		&self.0
	}

	/// The facts that it reads, as often as it reads them.
	pub fn facts(&self) -> impl Iterator<Item = Fact> + '_ {
		self.0.iter().filter_map(|op| match op {
			Op::Fact(fact) => Some(*fact),
			_ => None,
		})
	}

	/// Whether it is well-formed: then, and only then, evaluating it never lacks a value and leaves exactly one.
	pub fn check(&self) -> Result<(), FormulaError> {
		self.max_depth().map(|_| ())
	}

	/// How many values are on the stack at most, from 1 to [`MAX_OPS`], if it is well-formed.
	pub fn max_depth(&self) -> Result<u32, FormulaError> {
		let (mut depth, mut deepest) = (0u32, 0u32);
		for op in &self.0 {
			if matches!(op, Op::Pow(exponent) if *exponent > MAX_EXPONENT) {
				return Err(FormulaError::ExponentTooLarge);
			}
			let rest = depth.checked_sub(op.operands()).ok_or(FormulaError::MissingOperand)?;
			depth = rest.saturating_add(1);
			deepest = deepest.max(depth);
		}
		match depth {
			// Every operation leaves a value.
			0 => Err(FormulaError::Empty),
			1 => Ok(deepest),
			_ => Err(FormulaError::UnusedOperand),
		}
	}
}
