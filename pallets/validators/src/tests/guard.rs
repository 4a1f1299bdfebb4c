//! Whom the chain cannot spare.

use super::*;

fn release(who: AccountId) -> bool {
	let may_leave = Validators::validator(&who).may_leave;
	let released = Validators::release(CONSENSUS_SERVICE, &who);
	assert_eq!(released, may_leave);
	released
}

#[test]
fn as_many_candidates_may_go_as_there_are_beyond_the_minimum() {
	for (members, spare) in [(1, 0), (2, 0), (3, 0), (4, 1), (5, 2), (8, 5)] {
		with_validators(|| {
			elect_all(members);
			assert_eq!(Spare::<Test>::get(), spare);
			let released = (1..=members).filter(|who| release(*who)).count();
			assert_eq!(released as u32, spare);
			assert_eq!(Spare::<Test>::get(), 0);
		});
	}
}

#[test]
fn who_goes_in_steps_counts_once() {
	with_validators(|| {
		elect_all(5);
		assert!((0..10).all(|_| release(1)));
		assert_eq!(Spare::<Test>::get(), 1);
		assert!(release(2) && !release(3) && release(1));
	});
}

#[test]
fn the_next_election_counts_anew() {
	with_validators(|| {
		elect_all(4);
		assert!(release(1) && !release(2));
		elect();
		assert!(release(2) && !release(1));
		assert_eq!(Departed::<Test>::get(), vec![2]);
	});
}

#[test]
fn candidates_that_wait_behind_the_last_place_count_too() {
	with_validators(|| {
		// Five places, three beyond the minimum of candidates.
		elect_all(6);
		let waiting = (1..=6).find(|who| !Planned::<Test>::get().contains(who)).unwrap();
		assert!(release(waiting));
		assert_eq!(Spare::<Test>::get(), 2);
	});
}

#[test]
fn who_is_neither_planned_nor_a_candidate_is_free_to_go() {
	with_validators(|| {
		elect_all(3);
		// One that is jailed and not needed, and one without keys.
		set_member(4, 100);
		jail(4);
		set_member(5, 100);
		lose_keys(5);
		elect();
		assert!(release(4) && release(5) && !release(3));
		assert!(Departed::<Test>::get().is_empty());
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
		assert!(![1, 2, 4].into_iter().any(release) && release(3));
	});
}

#[test]
fn other_services_can_spare_everybody() {
	with_validators(|| {
		elect_all(1);
		assert!(!release(1));
		assert!([1, 2, u32::MAX].iter().all(|service| Validators::release(*service, &1)));
	});
}

#[test]
fn only_service_zero_pays_for_the_question() {
	let weight = <Validators as ConsensusGuard<AccountId>>::release_weight;
	assert_eq!(weight(CONSENSUS_SERVICE), <Test as Config>::WeightInfo::release());
	assert_eq!(weight(1), Weight::zero());
}

#[test]
fn an_election_of_nobody_leaves_those_before_bound() {
	with_validators(|| {
		elect_all(5);
		(1..=5).for_each(lose_keys);
		assert_eq!(elect(), Vec::<AccountId>::new());
		assert_eq!(Spare::<Test>::get(), 0);
		assert!(!release(1));
	});
}

#[test]
fn keys_are_scarce_where_no_more_who_are_planned_have_some_than_there_must_be() {
	with_validators(|| {
		elect_all(5);
		lose_keys(5);
		assert!(!Validators::are_keys_scarce());
		lose_keys(4);
		assert!(Validators::are_keys_scarce());
		// Who is not planned does not help.
		set_member(6, 100);
		assert!(Validators::are_keys_scarce());
	});
}
