//! Ready-made formulas. `docs/formulas.md` tabulates and draws them.
//!
//! | Formula | Text | Look-back | Fits |
//! |---|---|---|---|
//! | [`flat`] | `0.05` | no | proofs of a fault that is always as bad |
//! | [`escalating`] | `min(0.01 + 0.02 * repeats, 0.1)` | yes | faults that happen once to everybody |
//! | [`correlated_members`] | `severity * min((3 * convicted_member_share)^2, 1)` | yes | services that break when many members fail together |
//! | [`correlated_value`] | `severity * min(3 * convicted_value_share, 1)` | yes | services that break when much stake fails together |
//! | [`graded`] | `if severity >= 0.5 then 0.1 else …` | no | service levels |
//! | [`capped_small_set`] | `min(…, if members >= 10 then 1 else 0.1)` | that of the inner formula | services that begin with few members |
//!
//! Formulas that read other members' convictions are known only when the slash becomes final: they need terms with a
//! window (`Resolution::Veto`).

use crate::{Fact, Formula, Op, Penalty};
use alloc::{vec, vec::Vec};
use palisade_primitives::Epoch;
use sp_runtime::{traits::ConstU32, BoundedVec, FixedU128, Perquintill};

/// Most steps of [`graded`].
pub const MAX_STEPS: u32 = 4;

/// A step of [`graded`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Step {
	/// The least severity that reaches it.
	pub from: Perquintill,
	/// What it costs.
	pub penalty: Perquintill,
}

/// The same share for every offence. No look-back.
///
/// ```text
/// 0.05
/// ```
///
/// Fits where the proof leaves no room for degrees, as with double signatures. Punishes the first offence like the tenth
/// and one member like a conspiracy; what it costs is known beforehand, also where the slash is immediate.
pub fn flat(share: Perquintill) -> Penalty {
	Penalty { formula: Formula::constant(share), look_back: 0 }
}

/// `base` for the first offence, `step` more for each that the operator was convicted of in the `look_back` epochs (at least
/// 1), never more than `cap`.
///
/// ```text
/// min(0.01 + 0.02 * repeats, 0.1)
/// ```
///
/// Fits faults that happen to everybody once: missed duties, late answers. Forgives who does better for `look_back` epochs,
/// and punishes who does not. It does not see whether others fail as well. Never falls as repeats grow.
pub fn escalating(
	base: Perquintill,
	step: Perquintill,
	cap: Perquintill,
	look_back: Epoch,
) -> Penalty {
	let formula = postfix(vec![
		share(base),
		share(step),
		Op::Fact(Fact::Repeats),
		Op::Mul,
		Op::Add,
		share(cap),
		Op::Min,
	]);
	Penalty { formula, look_back }
}

/// Severity × min((`factor` × convicted member share)², 1), over `look_back` epochs (at least 1).
///
/// ```text
/// severity * min((3 * convicted_member_share)^2, 1)
/// ```
///
/// With a factor of 3 and `k` of `n` members convicted that is min((3k/n)², 1): next to nothing for one of many, everything
/// from a third on. Fits services that survive single faults and break when a third of the members fail together.
/// Rewards members that differ in software, place and owner from the others; punishes those that fail with them. It counts
/// heads: members that do nothing wrong lower the share of those that do, and a member that joins only to be convicted raises
/// the others' penalties, so it is for services that approve their members. Never falls as severity or the share grows.
pub fn correlated_members(factor: FixedU128, look_back: Epoch) -> Penalty {
	let formula = postfix(vec![
		Op::Fact(Fact::Severity),
		Op::Const(factor),
		Op::Fact(Fact::ConvictedMemberShare),
		Op::Mul,
		Op::Pow(2),
		Op::Const(FixedU128::from_u32(1)),
		Op::Min,
		Op::Mul,
	]);
	Penalty { formula, look_back }
}

/// Severity × min(`factor` × convicted value share, 1), over `look_back` epochs (at least 1).
///
/// ```text
/// severity * min(3 * convicted_value_share, 1)
/// ```
///
/// Fits services whose members vote with their stake: with a factor of 3, who takes a third of it to attack loses all of it.
/// Rewards small and independent members; punishes big ones for what they alone could break, as a member with a third of the
/// value is a conspiracy by itself. Who splits his stake gains nothing where the parts fail together. Never falls as
/// severity or the share grows.
pub fn correlated_value(factor: FixedU128, look_back: Epoch) -> Penalty {
	let formula = postfix(vec![
		Op::Fact(Fact::Severity),
		Op::Const(factor),
		Op::Fact(Fact::ConvictedValueShare),
		Op::Mul,
		Op::Const(FixedU128::from_u32(1)),
		Op::Min,
		Op::Mul,
	]);
	Penalty { formula, look_back }
}

/// What the highest step costs that the severity reaches, in whatever order they are given; nothing below the lowest. Of two
/// steps from the same severity the dearer one counts. No look-back.
///
/// ```text
/// if severity >= 0.5 then 0.1 else if severity >= 0.2 then 0.02 else if severity >= 0.1 then 0.005 else 0
/// ```
///
/// Fits service levels, where severity is the share of what was due and not done: tolerates what is below the lowest step,
/// and says beforehand what each grade costs. Between steps there is nothing to be won by doing better, and at a step much
/// for a little. Never falls as severity grows, if higher steps cost no less.
pub fn graded(steps: BoundedVec<Step, ConstU32<MAX_STEPS>>) -> Penalty {
	let mut steps = steps.into_inner();
	// The highest first, of those from the same severity the dearest.
	steps.sort_unstable_by(|a, b| b.cmp(a));
	let mut ops = Vec::new();
	for Step { from, penalty } in &steps {
		ops.extend([Op::Fact(Fact::Severity), share(*from), share(*penalty)]);
	}
	ops.push(share(Perquintill::default()));
	ops.extend(steps.iter().map(|_| Op::Choose));
	Penalty { formula: postfix(ops), look_back: 0 }
}

/// What `inner` says, but at most `cap` while the service has fewer than `members` members. Look-back as `inner`, and
/// well-formed exactly if `inner` is. `None` if `inner` has more than 26 operations: six more have no room then.
///
/// ```text
/// min(severity * min((3 * convicted_member_share)^2, 1), if members >= 10 then 1 else 0.1)
/// ```
///
/// Fits services that begin with few members and judge them by shares: of three members one is a third, so that a single
/// fault costs everything under [`correlated_members`]. Spares those that come first; an attack on a small set is cheap as
/// long as it is one, so such a service should guard little. Never more than `inner`.
pub fn capped_small_set(inner: Penalty, members: u32, cap: Perquintill) -> Option<Penalty> {
	let mut ops = inner.formula.ops().to_vec();
	ops.extend([
		Op::Fact(Fact::Members),
		Op::Const(FixedU128::from_u32(members)),
		Op::Const(FixedU128::from_u32(1)),
		share(cap),
		Op::Choose,
		Op::Min,
	]);
	let formula = Formula::new(ops.try_into().ok()?);
	Some(Penalty { formula, look_back: inner.look_back })
}

/// A share as a number: both types count parts of 10¹⁸.
fn share(share: Perquintill) -> Op {
	Op::Const(FixedU128::from_inner(share.deconstruct().into()))
}

/// No more than 17 operations.
fn postfix(ops: Vec<Op>) -> Formula {
	Formula::new(BoundedVec::truncate_from(ops))
}
