//! Who stays where there are fewer candidates than there must be validators.

use super::*;

#[test]
fn nobody_stays_where_there_are_just_enough_candidates() {
	with_validators(|| {
		elect_all(5);
		does_not_count(5);
		does_not_count(4);
		assert_eq!(Validators::plan(7), Some(vec![3, 2, 1]));
		assert_eq!(
			take_events(),
			vec![Event::Elected { session: 7, candidates: 3, validators: 3 }]
		);
	});
}

#[test]
fn members_that_do_not_count_all_stay_in_the_order_that_they_had() {
	with_validators(|| {
		elect_all(5);
		for who in [5, 3, 2] {
			does_not_count(who);
		}
		assert_eq!(Validators::plan(7), Some(vec![4, 1, 5, 3, 2]));
		assert_eq!(
			take_events(),
			vec![
				Event::TooFewCandidates { session: 7, candidates: 2, staying: 3 },
				Event::Elected { session: 7, candidates: 2, validators: 5 },
			]
		);
		assert_eq!(Planned::<Test>::get(), vec![4, 1, 5, 3, 2]);
	});
}

#[test]
fn all_stay_where_nobody_counts_and_each_session_says_so() {
	with_validators(|| {
		elect_all(4);
		(1..=4).for_each(does_not_count);
		for session in 7..10 {
			assert_eq!(Validators::plan(session), Some(vec![4, 3, 2, 1]));
			assert_eq!(
				take_events(),
				vec![
					Event::TooFewCandidates { session, candidates: 0, staying: 4 },
					Event::Elected { session, candidates: 0, validators: 4 },
				]
			);
		}
	});
}

#[test]
fn a_new_candidate_joins_those_who_stay() {
	with_validators(|| {
		elect_all(4);
		(1..=4).for_each(does_not_count);
		set_member(9, 1);
		assert_eq!(elect(), [9, 4, 3, 2, 1]);
	});
}

#[test]
fn who_stayed_goes_when_there_are_enough_candidates_again() {
	with_validators(|| {
		elect_all(3);
		does_not_count(1);
		assert_eq!(elect(), [3, 2, 1]);
		set_member(9, 1);
		assert_eq!(elect(), [3, 2, 9]);
	});
}

#[test]
fn who_was_not_planned_last_does_not_stay() {
	with_validators(|| {
		elect_all(7);
		// The first two of seven were not elected.
		(1..=6).for_each(does_not_count);
		assert_eq!(elect(), [7, 6, 5, 4, 3]);
		assert_eq!(elect(), [7, 6, 5, 4, 3]);
	});
}

#[test]
fn there_are_never_more_than_the_maximum() {
	with_validators(|| {
		assert_ok!(Validators::set_limits(RuntimeOrigin::root(), 4, MAX));
		elect_all(5);
		(1..=5).for_each(does_not_count);
		for (who, value) in [(7, 30), (8, 20), (9, 10)] {
			set_member(who, value);
		}
		assert_eq!(Validators::plan(7), Some(vec![7, 8, 9, 5, 4]));
		let too_few = Event::TooFewCandidates { session: 7, candidates: 3, staying: 2 };
		assert_eq!(take_events()[0], too_few);
	});
}

#[test]
fn jailed_ones_stay_only_as_far_as_there_would_be_too_few() {
	for (jailed, planned) in [
		// Enough remain.
		(vec![5, 4], vec![3, 2, 1]),
		(vec![5, 4, 3], vec![2, 1, 5]),
		(vec![2, 3, 4, 5], vec![1, 5, 4]),
		(vec![1, 2, 3, 4, 5], vec![5, 4, 3]),
	] {
		with_validators(|| {
			elect_all(5);
			jailed.into_iter().for_each(jail);
			assert_eq!(elect(), planned);
		});
	}
}

#[test]
fn members_that_do_not_count_make_jailed_ones_dispensable() {
	with_validators(|| {
		elect_all(5);
		[5, 2].into_iter().for_each(does_not_count);
		[4, 3].into_iter().for_each(jail);
		assert_eq!(elect(), [1, 5, 2]);
		// A jailed one that does not count either is jailed.
		jail(5);
		assert_eq!(elect(), [1, 2, 5]);
	});
}

#[test]
fn who_is_no_member_any_more_stays_last() {
	with_validators(|| {
		elect_all(5);
		[5, 3].into_iter().for_each(leaves);
		jail(4);
		assert_eq!(elect(), [2, 1, 4]);
	});
	with_validators(|| {
		elect_all(5);
		[5, 3, 2].into_iter().for_each(leaves);
		jail(4);
		assert_eq!(elect(), [1, 4, 5]);
	});
	with_validators(|| {
		elect_all(5);
		(1..=5).for_each(leaves);
		assert_eq!(elect(), [5, 4, 3]);
		// Also when not even a record is left of them.
		set_member(9, 1);
		Members::mutate(|members| members.retain(|who, _| *who == 9));
		assert_eq!(elect(), [9, 5, 4]);
	});
}

#[test]
fn nobody_stays_whose_keys_are_gone() {
	with_validators(|| {
		elect_all(5);
		(1..=5).for_each(does_not_count);
		[5, 1].into_iter().for_each(lose_keys);
		assert_eq!(elect(), [4, 3, 2]);
		lose_keys(4);
		// Fewer than there must be: nobody else can sign.
		assert_eq!(elect(), [3, 2]);
	});
}

#[test]
fn where_there_never_was_a_member_everybody_stays() {
	with_validators(|| {
		Incumbents::set(vec![9, 8, 7, 6]);
		assert_eq!(Validators::plan(0), Some(vec![9, 8, 7, 6]));
		assert_eq!(
			take_events(),
			vec![
				Event::TooFewCandidates { session: 0, candidates: 0, staying: 4 },
				Event::Elected { session: 0, candidates: 0, validators: 4 },
			]
		);
		// From now on those that were planned stay.
		Incumbents::set(vec![1]);
		assert_eq!(elect(), [9, 8, 7, 6]);
	});
}

#[test]
fn incumbents_that_are_no_members_stay_last_where_there_are_members() {
	with_validators(|| {
		Incumbents::set(vec![9, 8, 7, 6]);
		set_member(1, 100);
		set_member(7, 100);
		does_not_count(7);
		assert_eq!(elect(), [1, 7, 9]);
	});
}

#[test]
fn where_there_is_nobody_nothing_is_planned() {
	with_validators(|| {
		assert_eq!(Validators::plan(1), None);
		let too_few = Event::TooFewCandidates { session: 1, candidates: 0, staying: 0 };
		assert_eq!(take_events(), vec![too_few]);
		assert!(Planned::<Test>::get().is_empty());
	});
	with_validators(|| {
		elect_all(3);
		(1..=3).for_each(lose_keys);
		assert_eq!(Validators::plan(1), None);
		// Those before are remembered, should their keys come back.
		assert_eq!(Planned::<Test>::get(), vec![3, 2, 1]);
		Keyless::set(vec![]);
		assert_eq!(elect(), [3, 2, 1]);
	});
}

#[test]
fn a_new_minimum_holds_from_the_next_election_on() {
	with_validators(|| {
		elect_all(5);
		[5, 4].into_iter().for_each(does_not_count);
		assert_eq!(elect(), [3, 2, 1]);
		does_not_count(3);
		assert_ok!(Validators::set_limits(RuntimeOrigin::root(), 2, MAX));
		assert_eq!(elect(), [2, 1]);
		does_not_count(2);
		assert_eq!(elect(), [1, 2]);
	});
}
