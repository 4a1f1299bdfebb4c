//! Who is elected of those who want to be.

use super::*;

fn set_stake(who: AccountId, stake: &[(Balance, StakeKind)]) {
	set_member(who, 0);
	change_member(who, |member| member.stake = stake.to_vec());
}

#[test]
fn those_with_the_greatest_stake_are_elected_the_greatest_first() {
	with_validators(|| {
		for (who, value) in [(1, 500), (2, 700), (3, 100), (4, 300), (5, 200), (6, 600), (7, 400)] {
			set_member(who, value);
		}
		assert_eq!(Validators::plan(2), Some(vec![2, 6, 1, 7, 4]));
		assert_eq!(
			take_events(),
			vec![Event::Elected { session: 2, candidates: 7, validators: 5 }]
		);
		assert_eq!(Planned::<Test>::get(), vec![2, 6, 1, 7, 4]);
	});
}

#[test]
fn shared_stake_weighs_a_part_of_exclusive_stake() {
	with_validators(|| {
		set_stake(1, &[(99, Exclusive)]);
		// A half, rounded down: 99, and the account decides.
		set_stake(2, &[(199, Shared)]);
		set_stake(3, &[(200, Shared)]);
		set_stake(4, &[(1, Exclusive), (200, Shared)]);
		assert_eq!(elect(), [4, 3, 1, 2]);
		SharedWeight::set(Perbill::zero());
		assert_eq!(elect(), [1, 4, 2, 3]);
		SharedWeight::set(Perbill::one());
		assert_eq!(elect(), [4, 3, 2, 1]);
	});
}

#[test]
fn each_asset_is_rounded_by_itself_and_all_are_added_up() {
	with_validators(|| {
		for (stake, weight) in [
			(vec![], 0),
			(vec![(3, Shared), (3, Shared)], 2),
			(vec![(3, Shared), (3, Exclusive), (5, Exclusive)], 9),
			(vec![(Balance::MAX, Exclusive), (2, Shared)], Balance::MAX),
		] {
			set_stake(1, &stake);
			assert_eq!(Validators::candidacy(&1, 0), Some(weight), "{stake:?}");
		}
	});
}

#[test]
fn of_equals_the_lower_account_goes_first() {
	with_validators(|| {
		for who in [9, 4, 7, 1, 8, 3] {
			set_member(who, 100);
		}
		assert_eq!(elect(), [1, 3, 4, 7, 8]);
	});
}

#[test]
fn all_are_elected_where_there_are_no_more_than_the_maximum() {
	with_validators(|| {
		assert_eq!(elect_all(4), [4, 3, 2, 1]);
		assert_eq!(elect_all(5), [5, 4, 3, 2, 1]);
		assert_eq!(elect_all(6), [6, 5, 4, 3, 2]);
	});
}

#[test]
fn a_member_without_stake_is_elected_last_where_the_terms_ask_for_none() {
	with_validators(|| {
		elect_all(3);
		set_stake(4, &[]);
		assert_eq!(elect(), [3, 2, 1, 4]);
	});
}

#[test]
fn who_does_not_count_or_has_no_keys_is_no_candidate() {
	with_validators(|| {
		elect_all(9);
		does_not_count(9);
		leaves(8);
		jail(7);
		lose_keys(6);
		for who in [9, 8, 7, 6, 10] {
			assert_eq!(Validators::candidacy(&who, 0), None, "{who}");
		}
		assert_eq!(elect(), [5, 4, 3, 2, 1]);
	});
}

#[test]
fn every_session_is_elected_anew() {
	with_validators(|| {
		elect_all(6);
		set_member(1, 10_000);
		does_not_count(6);
		assert_eq!(elect(), [1, 5, 4, 3, 2]);
		change_member(6, |member| member.counts = true);
		assert_eq!(elect(), [1, 6, 5, 4, 3]);
	});
}

#[test]
fn stake_is_that_of_the_epoch_in_which_is_planned() {
	with_validators(|| {
		// The double refuses to be asked about any other epoch.
		for epoch in [0, 1, 7] {
			CurrentEpoch::set(epoch);
			assert_eq!(elect_all(3), [3, 2, 1]);
		}
	});
}

#[test]
fn a_new_maximum_holds_from_the_next_election_on() {
	with_validators(|| {
		assert_eq!(elect_all(7), [7, 6, 5, 4, 3]);
		assert_ok!(Validators::set_limits(RuntimeOrigin::root(), 1, 2));
		assert_eq!(Planned::<Test>::get(), vec![7, 6, 5, 4, 3]);
		assert_eq!(elect(), [7, 6]);
		assert_ok!(Validators::set_limits(RuntimeOrigin::root(), 1, MOST));
		assert_eq!(elect(), [7, 6, 5, 4, 3, 2, 1]);
	});
}

#[test]
fn genesis_without_limits_means_one_and_as_many_as_there_can_be() {
	new_test_ext().execute_with(|| {
		GenesisConfig::<Test>::default().build();
		assert_eq!(Limits::<Test>::get(), ValidatorLimits { min: 1, max: MOST });
		assert_eq!(elect_all(12).len(), MOST as usize);
	});
}

#[test]
#[should_panic(expected = "limits out of range")]
fn genesis_with_more_validators_than_there_can_be_is_refused() {
	new_test_ext().execute_with(|| {
		GenesisConfig::<Test> { min_validators: 1, max_validators: MOST + 1, ..Default::default() }
			.build();
	});
}

#[test]
fn as_many_candidates_as_there_can_be_are_ranked() {
	with_validators(|| {
		let members = (0..u64::from(MAX_CANDIDATES)).map(|who| (who, exclusive(who.into())));
		Members::set(members.collect());
		assert_eq!(elect(), [999, 998, 997, 996, 995]);
	});
}
