//! Whom the chain cannot spare.

use super::*;

fn must_stay(who: AccountId) -> bool {
	Validators::must_stay(CONSENSUS_SERVICE, &who)
}

#[test]
fn nobody_has_to_stay_before_the_first_election() {
	with_validators(|| {
		set_member(1, 100);
		assert!(!must_stay(1));
	});
}

#[test]
fn planned_validators_have_to_stay_exactly_while_there_are_no_more_candidates_than_the_minimum() {
	with_validators(|| {
		for (members, tight) in [(1, true), (2, true), (3, true), (4, false), (5, false)] {
			elect_all(members);
			assert_eq!(IsTight::<Test>::get(), tight, "{members}");
			assert!((1..=members).all(|who| must_stay(who) == tight), "{members}");
		}
	});
}

#[test]
fn who_is_not_planned_is_free_to_go() {
	with_validators(|| {
		elect_all(3);
		assert!(!must_stay(4));
		// A member that joined since, and one that is jailed and not needed.
		set_member(4, 100);
		assert!(!must_stay(4));
		elect();
		jail(4);
		elect();
		assert!(must_stay(3) && !must_stay(4));
	});
}

#[test]
fn who_stays_against_the_odds_has_to_stay_too() {
	with_validators(|| {
		elect_all(4);
		does_not_count(4);
		jail(3);
		elect();
		assert_eq!(Planned::<Test>::get(), vec![2, 1, 4]);
		assert!([1, 2, 4].into_iter().all(must_stay) && !must_stay(3));
	});
}

#[test]
fn other_services_can_spare_everybody() {
	with_validators(|| {
		elect_all(1);
		assert!(must_stay(1));
		assert!([1, 2, u32::MAX].iter().all(|service| !Validators::must_stay(*service, &1)));
	});
}

#[test]
fn an_election_of_nobody_leaves_those_before_bound() {
	with_validators(|| {
		elect_all(5);
		(1..=5).for_each(lose_keys);
		assert_eq!(elect(), Vec::<AccountId>::new());
		assert!(IsTight::<Test>::get() && must_stay(1));
	});
}
