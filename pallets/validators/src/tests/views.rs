//! What clients are told about the next election. That it is what is then decided, and that whoever may leave can, each test of
//! elections and of the guard checks.

use super::*;
use pallet_validators_runtime_api::{ElectionInfo, ValidatorInfo};

/// One that is planned, ranks first, and cannot be spared.
fn first(weight: Balance) -> ValidatorInfo {
	ValidatorInfo {
		weight: Some(weight),
		jailed: false,
		suspended: false,
		has_session_keys: true,
		rank: Some(1),
		would_be_elected: true,
		planned: true,
		may_leave: false,
	}
}

#[test]
fn candidates_are_named_with_their_weights_the_first_rank_first() {
	with_validators(|| {
		elect_all(7);
		change_member(7, |member| member.stake = vec![(1_001, Shared)]);
		let candidates = vec![(6, 600), (5, 500), (7, 500), (4, 400), (3, 300), (2, 200), (1, 100)];
		let validators = vec![6, 5, 7, 4, 3];
		let election = ElectionInfo { min: MIN, max: MAX, candidates, validators };
		assert_eq!(Validators::election(), election);
		let ranks = election.candidates.iter().map(|(who, _)| Validators::validator(who).rank);
		assert!(ranks.eq((1..=7).map(Some)));
	});
}

#[test]
fn whoever_stays_is_elected_behind_the_candidates() {
	with_validators(|| {
		elect_all(4);
		does_not_count(4);
		does_not_count(3);
		elect();
		let ElectionInfo { candidates, validators, .. } = Validators::election();
		assert_eq!((candidates, validators), (vec![(2, 200), (1, 100)], vec![2, 1, 4, 3]));
		let staying = ValidatorInfo { weight: None, rank: None, ..first(0) };
		assert_eq!(Validators::validator(&4), staying);
	});
}

#[test]
fn a_look_ahead_changes_nothing() {
	with_validators(|| {
		elect_all(6);
		does_not_count(6);
		lose_keys(5);
		let state = || (Planned::<Test>::get(), Spare::<Test>::get(), Departed::<Test>::get());
		let before = state();
		let foretold = Validators::election();
		(1..=7).for_each(|who| {
			assert_eq!(Validators::validator(&who).planned, before.0.contains(&who))
		});
		assert_eq!((state(), take_events()), (before, vec![]));
		assert_eq!(Validators::election(), foretold);
	});
}

#[test]
fn an_operator_learns_what_keeps_it_from_being_elected() {
	let out = |weight| ValidatorInfo {
		rank: None,
		would_be_elected: false,
		planned: false,
		may_leave: true,
		..first(weight)
	};
	type Lack = fn();
	let lacks: [(Lack, ValidatorInfo); 7] = [
		(|| does_not_count(9), ValidatorInfo { weight: None, ..out(0) }),
		(|| leaves(9), ValidatorInfo { weight: None, ..out(0) }),
		(|| jail(9), ValidatorInfo { weight: None, jailed: true, ..out(0) }),
		(|| lose_keys(9), ValidatorInfo { has_session_keys: false, ..out(900) }),
		(
			|| Validators::record_fault(1, 9, VoteEquivocation, Perquintill::one()),
			ValidatorInfo { suspended: true, ..out(900) },
		),
		// Others have more. It can be spared beside them.
		(
			|| set_member(9, 1),
			ValidatorInfo {
				rank: Some(6),
				would_be_elected: false,
				planned: false,
				may_leave: true,
				..first(1)
			},
		),
		(|| (), first(900)),
	];
	for (lack, info) in lacks {
		with_validators(|| {
			set_member(9, 900);
			let others = if info.may_leave { 5 } else { 2 };
			(1..=others).for_each(|who| set_member(who, 100));
			lack();
			elect();
			assert_eq!(Validators::validator(&9), info);
		});
	}
}

#[test]
fn strangers_are_nothing() {
	with_validators(|| {
		elect_all(3);
		lose_keys(77);
		let nothing = ValidatorInfo {
			weight: None,
			has_session_keys: false,
			rank: None,
			would_be_elected: false,
			planned: false,
			may_leave: true,
			..first(0)
		};
		assert_eq!(Validators::validator(&77), nothing);
	});
}

#[test]
fn who_left_may_leave_again() {
	with_validators(|| {
		elect_all(4);
		assert!(Validators::release(CONSENSUS_SERVICE, &1));
		let may_leave = (1..=4).map(|who| Validators::validator(&who).may_leave);
		assert!(may_leave.eq([true, false, false, false]));
	});
}
