//! Tests by subject, on one sample.

use crate::*;
use core::fmt::Debug;
use sp_runtime::{traits::Get, FixedU128};

mod consensus;
mod encoding;
mod evaluate;
mod formula;
mod json;
mod library;
mod terms;
mod text;
mod vectors;

/// Whom the service protects, who rules, who may veto.
const CLIENT: u64 = 1;
const RULER: u64 = 2;
const RESOLVER: u64 = 3;

/// The sample's conditions.
const DOUBLE_SIGN: usize = 0;
const ACCUSATION: usize = 1;
const DUTY: usize = 2;
const RULING: usize = 3;

/// The development chain's.
const LIMITS: Limits = Limits { unbonding: 6, breaker_window: 1, consensus: false };

fn bounded<T: Debug, S: Get<u32>>(items: Vec<T>) -> BoundedVec<T, S> {
	items.try_into().expect("the test keeps the limit")
}

fn postfix(ops: Vec<Op>) -> Formula {
	Formula::new(bounded(ops))
}

fn number(n: u32) -> Op {
	Op::Const(FixedU128::from_u32(n))
}

/// `severity × min(1, (3 × convicted value share)²)`
fn correlation() -> Formula {
	postfix(vec![
		Op::Fact(Fact::Severity),
		number(3),
		Op::Fact(Fact::ConvictedValueShare),
		Op::Mul,
		Op::Pow(2),
		number(1),
		Op::Min,
		Op::Mul,
	])
}

/// Lawful terms with a condition for each kind of evidence that a service may use.
fn sample() -> Terms<u64> {
	Terms {
		assets: bounded(vec![
			AcceptedAsset { asset: AssetId::Native, kinds: StakeKinds::Both },
			AcceptedAsset { asset: AssetId::WithId(7), kinds: StakeKinds::Shared },
		]),
		min_operator_value: 1_000,
		max_operators: 10,
		admission: Admission::Open,
		conditions: bounded(vec![
			Condition {
				evidence: Evidence::DoubleSign,
				penalty: Penalty {
					formula: Formula::constant(Perquintill::from_percent(5)),
					look_back: 0,
				},
				evidence_age: 4,
				resolution: Resolution::Immediate,
				proceeds: Proceeds { bounty: MAX_BOUNTY, restitution: None },
				jail: 2,
			},
			Condition {
				evidence: Evidence::QuorumAccusation { threshold: Perbill::from_percent(67) },
				penalty: Penalty { formula: correlation(), look_back: 3 },
				evidence_age: 2,
				resolution: Resolution::Veto { resolver: RESOLVER, window: 2 },
				proceeds: Proceeds {
					bounty: Perbill::from_percent(1),
					restitution: Some(Restitution { to: CLIENT, share: Perbill::from_percent(60) }),
				},
				jail: 0,
			},
			Condition {
				evidence: Evidence::MissedDuty {
					every: 100,
					grace: 20,
					tolerated: Perbill::from_percent(10),
				},
				penalty: Penalty {
					formula: postfix(vec![
						Op::Fact(Fact::Repeats),
						Op::Fact(Fact::Severity),
						Op::Mul,
					]),
					look_back: 1,
				},
				evidence_age: 2,
				resolution: Resolution::Immediate,
				proceeds: Proceeds { bounty: Perbill::zero(), restitution: None },
				jail: 1,
			},
			Condition {
				evidence: Evidence::Ruling { by: RULER },
				penalty: Penalty { formula: Formula::severity(), look_back: 0 },
				evidence_age: 1,
				resolution: Resolution::Veto { resolver: RESOLVER, window: 1 },
				proceeds: Proceeds {
					bounty: Perbill::zero(),
					restitution: Some(Restitution { to: CLIENT, share: Perbill::one() }),
				},
				jail: 0,
			},
		]),
		max_slash_per_epoch: Perquintill::from_percent(20),
		reward_assets: bounded(vec![AssetId::WithId(7), AssetId::Native]),
		security_target: Some(SecurityTarget {
			value_at_risk: 1_000_000,
			attack_threshold: Perbill::from_percent(33),
		}),
	}
}
