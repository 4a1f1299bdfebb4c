//! What a formula makes of the facts.

use crate::{Fact, Formula, Op, MAX_OPS};
use codec::{Decode, Encode};
use scale_info::TypeInfo;
use sp_runtime::{
	traits::{Saturating, Zero},
	FixedU128, Perquintill,
};

/// What is known about an offence when its penalty is computed. Shares are from 0 to 1, counts are whole numbers.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct Facts {
	/// See [`Fact::Severity`].
	pub severity: Perquintill,
	/// See [`Fact::Repeats`].
	pub repeats: u32,
	/// See [`Fact::ConvictedValueShare`].
	pub convicted_value_share: Perquintill,
	/// See [`Fact::ConvictedMemberShare`].
	pub convicted_member_share: Perquintill,
	/// See [`Fact::ConvictedMembers`].
	pub convicted_members: u32,
	/// See [`Fact::Members`].
	pub members: u32,
	/// See [`Fact::ValueShare`].
	pub value_share: Perquintill,
}

impl Facts {
	fn get(&self, fact: Fact) -> FixedU128 {
		// Both types count parts of 10¹⁸.
		let share = |of: Perquintill| FixedU128::from_inner(of.deconstruct().into());
		match fact {
			Fact::Severity => share(self.severity),
			Fact::Repeats => FixedU128::from_u32(self.repeats),
			Fact::ConvictedValueShare => share(self.convicted_value_share),
			Fact::ConvictedMemberShare => share(self.convicted_member_share),
			Fact::ConvictedMembers => FixedU128::from_u32(self.convicted_members),
			Fact::Members => FixedU128::from_u32(self.members),
			Fact::ValueShare => share(self.value_share),
		}
	}
}

impl Formula {
	/// The penalty: what the last operation leaves, at most 100 %. Products round down.
	///
	/// Total: arithmetic saturates, and where operations are not a formula ([`Formula::check`]) a value that is missing
	/// counts as 0. At most [`MAX_OPS`] operations, and at most six multiplications for a power.
	///
	/// **Error.** Sums, differences, the lesser, the greater and choices are exact, a product loses less than a part of
	/// 10¹⁸. Let no value on the way, exact or rounded, exceed K ≥ 1, so that nothing saturates, let every choice
	/// compare values that come out on the same side exactly and rounded (as facts and numbers do), and let the formula
	/// have m multiplications, a power of n ≥ 1 counting as n copies of its base and n − 1 multiplications, a power of 0
	/// as the number 1. Then the penalty misses the exact one by at most m × K^(m − 1) parts of 10¹⁸: by m parts where
	/// nothing exceeds 1, by none without multiplications. Multiplying by a whole number rounds nothing.
	pub fn evaluate(&self, facts: &Facts) -> Perquintill {
		let mut stack = Stack::default();
		for op in self.ops() {
			let value = match op {
				Op::Const(number) => *number,
				Op::Fact(fact) => facts.get(*fact),
				Op::Add => stack.two(|a, b| a.saturating_add(b)),
				Op::Sub => stack.two(|a, b| a.saturating_sub(b)),
				Op::Mul => stack.two(|a, b| a.saturating_mul(b)),
				Op::Min => stack.two(|a, b| a.min(b)),
				Op::Max => stack.two(|a, b| a.max(b)),
				Op::Pow(exponent) => stack.pop().saturating_pow((*exponent).into()),
				Op::Choose => {
					let (otherwise, then) = (stack.pop(), stack.pop());
					stack.two(|value, threshold| if value >= threshold { then } else { otherwise })
				},
			};
			stack.push(value);
		}
		let parts = stack.pop().into_inner().min(Perquintill::one().deconstruct().into());
		// At most 10¹⁸, which fits.
		Perquintill::from_parts(u64::try_from(parts).unwrap_or(u64::MAX))
	}
}

/// The values that operations left. No operation leaves more than one, so there are never more than operations.
struct Stack {
	values: [FixedU128; MAX_OPS as usize],
	len: usize,
}

impl Default for Stack {
	fn default() -> Self {
		Self { values: [FixedU128::zero(); MAX_OPS as usize], len: 0 }
	}
}

impl Stack {
	fn push(&mut self, value: FixedU128) {
		if let Some(free) = self.values.get_mut(self.len) {
			*free = value;
			self.len = self.len.saturating_add(1);
		}
	}

	fn pop(&mut self) -> FixedU128 {
		let Some(top) = self.len.checked_sub(1) else { return FixedU128::zero() };
		self.len = top;
		self.values.get(top).copied().unwrap_or_default()
	}

	fn two(&mut self, of: impl FnOnce(FixedU128, FixedU128) -> FixedU128) -> FixedU128 {
		let b = self.pop();
		let a = self.pop();
		of(a, b)
	}
}
