//! What a penalty takes from each part of the ledger that answers for it, and who gets it.
//!
//! A penalty `p` of an operator against a service at an epoch is measured by the [`Base`](crate::Base) of that epoch, and
//! paid by *parts*: the active stake of the pool and the buckets of exits that were asked for in the charged epoch or
//! later.
//!
//! 1. Of all penalties executed for the same condition the greatest counts, and the sum over the conditions is at most the
//!    terms' `max_slash_per_epoch`: so `p` raises what was executed from `before` to `after` ([`ExecutedPenalties::step`]).
//! 2. In magnitude that is `X = ⌈after · base⌉ − ⌈before · base⌉`, of which part `i` owes `x_i = min(X, room_i)`.
//! 3. In units it is at most `⌈(after − before) · captured⌉`. If `Σ ⌈x_i · B_i / M_i⌉` exceeds that, every `x_i` becomes
//!    `⌊x_i · bound / Σ⌋`: newcomers never raise the bill.
//! 4. Part `i` loses `⌊x_i · B_i / M_i⌋` units.

use crate::{mul_div_ceil, mul_div_floor, Base};
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_arithmetic::{PerThing, Perbill, Perquintill};

/// Most slashing conditions of a service.
pub const MAX_CONDITIONS: u32 = 16;

/// By how much one penalty raises what was executed already.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Step {
	/// Executed before it.
	pub before: Perquintill,
	/// Executed with it.
	pub after: Perquintill,
}

impl Step {
	/// The same, raising what was executed by `limit` at most.
	pub fn at_most(self, limit: Perquintill) -> Self {
		let most = self.before.deconstruct().saturating_add(limit.deconstruct());
		Self { after: self.after.min(Perquintill::from_parts(most)), ..self }
	}
}

/// The penalties executed of one operator, service and epoch: the greatest of each condition, by its index in the terms.
#[derive(
	Clone,
	Default,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct ExecutedPenalties(BoundedVec<(u8, Perquintill), ConstU32<MAX_CONDITIONS>>);

impl ExecutedPenalties {
	/// What `penalty` of `condition` adds, under `max` over all conditions.
	pub fn step(&self, condition: u8, penalty: Perquintill, max: Perquintill) -> Step {
		let others = self.0.iter().filter(|(of, _)| *of != condition);
		let others = others.fold(0u128, |sum, (_, p)| sum.saturating_add(p.deconstruct().into()));
		let own = self.of(condition);
		let capped = |own: Perquintill| {
			let sum = others.saturating_add(own.deconstruct().into());
			let sum = sum.min(max.deconstruct().into());
			// At most `max`, which fits.
			Perquintill::from_parts(u64::try_from(sum).unwrap_or(u64::MAX))
		};
		Step { before: capped(own), after: capped(own.max(penalty)) }
	}

	/// Notes that `penalty` of `condition` was executed. `None` where there are more conditions than there can be.
	pub fn record(&mut self, condition: u8, penalty: Perquintill) -> Option<()> {
		match self.0.iter_mut().find(|(of, _)| *of == condition) {
			Some((_, executed)) => *executed = penalty.max(*executed),
			None => self.0.try_push((condition, penalty)).ok()?,
		}
		Some(())
	}

	/// The greatest penalty executed of `condition`.
	pub fn of(&self, condition: u8) -> Perquintill {
		let executed = self.0.iter().find(|(of, _)| *of == condition);
		executed.map_or(Perquintill::zero(), |(_, penalty)| *penalty)
	}
}

/// A part of the ledger that answers for an offence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Answering {
	/// `B_i`, in units.
	pub balance: u128,
	/// `M_i`.
	pub magnitude: u128,
	/// What the service can take of the magnitude ([`Pledged::room`](crate::Pledged::room)).
	pub room: u128,
}

/// What a part pays.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Due {
	/// `x_i`: of the magnitude.
	pub magnitude: u128,
	/// `⌊x_i · B_i / M_i⌋`: in units.
	pub amount: u128,
}

/// What each of `parts` pays for `step` of a penalty on `base`, in their order.
pub fn bill(base: &Base, step: &Step, parts: &[Answering]) -> Vec<Due> {
	let owed = ceil(step.after, base.magnitude).saturating_sub(ceil(step.before, base.magnitude));
	let added = step.after.deconstruct().saturating_sub(step.before.deconstruct());
	let bound = ceil(Perquintill::from_parts(added), base.captured);
	let claims: Vec<u128> = parts.iter().map(|part| owed.min(part.room)).collect();
	let total = parts.iter().zip(&claims).fold(0u128, |total, (part, claim)| {
		// A part without magnitude has nothing; and no claim exceeds the magnitude, so the quotient fits.
		let units = mul_div_ceil(*claim, part.balance, part.magnitude).unwrap_or(0);
		total.saturating_add(units)
	});
	let scaled = |claim: u128| match total > bound {
		true => mul_div_floor(claim, bound, total).unwrap_or(0),
		false => claim,
	};
	parts
		.iter()
		.zip(claims)
		.map(|(part, claim)| {
			let magnitude = if base.captured == 0 { 0 } else { scaled(claim) };
			let amount = mul_div_floor(magnitude, part.balance, part.magnitude).unwrap_or(0);
			Due { magnitude, amount }
		})
		.collect()
}

/// Where the units of a penalty go.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Split {
	/// To the reporter.
	pub bounty: u128,
	/// To those whom the service protects.
	pub restitution: u128,
	/// Burned, or to the treasury.
	pub rest: u128,
}

/// Splits `amount` exactly: bounty and restitution round down, the rest takes the remainder. Shares that exceed the whole
/// together are cut, restitution last.
pub fn split(amount: u128, bounty: Perbill, restitution: Perbill) -> Split {
	let share = |of: Perbill| {
		let parts = u128::from(of.deconstruct());
		mul_div_floor(amount, parts, Perbill::ACCURACY.into()).unwrap_or(0)
	};
	let bounty = share(bounty);
	let restitution = share(restitution).min(amount.saturating_sub(bounty));
	let rest = amount.saturating_sub(bounty).saturating_sub(restitution);
	Split { bounty, restitution, rest }
}

/// `⌈p · x⌉`. At most `x`.
fn ceil(p: Perquintill, x: u128) -> u128 {
	mul_div_ceil(x, p.deconstruct().into(), Perquintill::ACCURACY.into()).unwrap_or(x)
}
