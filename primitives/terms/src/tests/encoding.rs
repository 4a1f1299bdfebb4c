//! What clients rely on: indices, the order of fields, the greatest length.

use super::*;

fn index(value: impl Encode) -> u8 {
	value.encode()[0]
}

#[test]
fn indices_of_variants_are_fixed() {
	assert_eq!([StakeKind::Exclusive, StakeKind::Shared].map(index), [0, 1]);
	assert_eq!([StakeKinds::Exclusive, StakeKinds::Shared, StakeKinds::Both].map(index), [0, 1, 2]);
	assert_eq!([Admission::Open, Admission::Approval].map(index), [0, 1]);
	let share = Perbill::one();
	let evidence: [Evidence<u64>; 5] = [
		Evidence::DoubleSign,
		Evidence::QuorumAccusation { threshold: share },
		Evidence::MissedDuty { every: 1, grace: 1, tolerated: share },
		Evidence::Ruling { by: 1 },
		Evidence::Consensus(ConsensusFault::VoteEquivocation),
	];
	assert_eq!(evidence.map(index), [0, 1, 2, 3, 4]);
	let faults = [
		ConsensusFault::BlockEquivocation,
		ConsensusFault::VoteEquivocation,
		ConsensusFault::Unresponsiveness,
	];
	assert_eq!(faults.map(index), [0, 1, 2]);
	assert_eq!(faults.map(|fault| Evidence::<u64>::Consensus(fault).encode()[1]), [0, 1, 2]);
	let resolutions = [Resolution::Immediate, Resolution::Veto { resolver: 1u64, window: 1 }];
	assert_eq!(resolutions.map(index), [0, 1]);
	let ops = [
		number(1),
		Op::Fact(Fact::Members),
		Op::Add,
		Op::Sub,
		Op::Mul,
		Op::Min,
		Op::Max,
		Op::Pow(2),
		Op::Choose,
	];
	assert_eq!(ops.map(index), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
	let facts = [
		Fact::Severity,
		Fact::Repeats,
		Fact::ConvictedValueShare,
		Fact::ConvictedMemberShare,
		Fact::ConvictedMembers,
		Fact::Members,
		Fact::ValueShare,
	];
	assert_eq!(facts.map(index), [0, 1, 2, 3, 4, 5, 6]);
}

#[test]
fn fields_are_in_the_order_of_their_declaration() {
	let duty =
		Evidence::<u64>::MissedDuty { every: 1, grace: 2, tolerated: Perbill::from_parts(3) };
	assert_eq!(duty.encode(), [2, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0]);

	// A list is its length and its items.
	let formula = postfix(vec![Op::Fact(Fact::Repeats), Op::Pow(3)]);
	assert_eq!(formula.encode(), [2 << 2, 1, 1, 7, 3]);

	let condition = Condition::<u64> {
		evidence: Evidence::DoubleSign,
		penalty: Penalty { formula: Formula::severity(), look_back: 4 },
		evidence_age: 5,
		resolution: Resolution::Veto { resolver: 6, window: 7 },
		proceeds: Proceeds {
			bounty: Perbill::from_parts(8),
			restitution: Some(Restitution { to: 9, share: Perbill::from_parts(10) }),
		},
		jail: 11,
	};
	let fields = (
		(0u8, (vec![(1u8, 0u8)], 4u32), 5u32, (1u8, 6u64, 7u32)),
		((8u32, Some((9u64, 10u32))), 11u32),
	);
	assert_eq!(condition.encode(), fields.encode());

	let mut terms = sample();
	terms.conditions = bounded(vec![condition]);
	let fields = (
		(
			vec![(AssetId::Native, 2u8), (AssetId::WithId(7), 1u8)],
			1_000u128,
			10u32,
			0u8,
			vec![fields],
		),
		(
			200_000_000_000_000_000u64,
			vec![AssetId::WithId(7), AssetId::Native],
			Some((1_000_000u128, 330_000_000u32)),
		),
	);
	assert_eq!(terms.encode(), fields.encode());
}

#[test]
fn terms_survive_encoding() {
	let encoded = sample().encode();
	assert_eq!(Terms::<u64>::decode(&mut &encoded[..]), Ok(sample()));
}

#[test]
fn decoding_bounds_lists_and_checks_nothing_else() {
	let ops = |count: usize| vec![number(1); count].encode();
	assert_eq!(Formula::decode(&mut &ops(0)[..]), Ok(postfix(vec![])));
	let longest = MAX_OPS as usize;
	assert!(Formula::decode(&mut &ops(longest)[..]).is_ok());
	assert!(Formula::decode(&mut &ops(longest + 1)[..]).is_err());
}

/// Longest in every field.
fn longest() -> Terms<[u8; 32]> {
	let account = [7; 32];
	let condition = Condition {
		evidence: Evidence::Ruling { by: account },
		penalty: Penalty { formula: postfix(vec![number(1); MAX_OPS as usize]), look_back: 1 },
		evidence_age: 1,
		resolution: Resolution::Veto { resolver: account, window: 1 },
		proceeds: Proceeds {
			bounty: Perbill::zero(),
			restitution: Some(Restitution { to: account, share: Perbill::one() }),
		},
		jail: 0,
	};
	let accepted = |id| AcceptedAsset { asset: AssetId::WithId(id), kinds: StakeKinds::Both };
	Terms {
		assets: bounded((0..MAX_ASSETS).map(accepted).collect()),
		min_operator_value: 0,
		max_operators: MAX_OPERATORS,
		admission: Admission::Open,
		conditions: bounded(vec![condition; MAX_CONDITIONS as usize]),
		max_slash_per_epoch: Perquintill::one(),
		reward_assets: bounded((0..MAX_REWARD_ASSETS).map(AssetId::WithId).collect()),
		security_target: Some(SecurityTarget {
			value_at_risk: 0,
			attack_threshold: Perbill::one(),
		}),
	}
}

#[test]
fn terms_are_as_long_as_documented() {
	assert_eq!(Terms::<[u8; 32]>::max_encoded_len(), 10_829);
	assert_eq!(longest().encode().len(), 10_829);
}
