//! What stake is worth as security, and what it was.

use super::*;
use frame_support::{
	traits::{fungible::Mutate as _, Hooks},
	weights::Weight,
};
use palisade_primitives::{OnMembershipEnd, PledgedStake, StakeView, MAX_PAGE};
use sp_runtime::{traits::BadOrigin, FixedPointNumber, FixedU128, Perbill};

/// The first block of `epoch`.
fn start(epoch: Epoch) -> Weight {
	at(epoch);
	Restaking::on_initialize(1)
}

fn rate_of_dots(numerator: u128, denominator: u128) {
	RateMap::set([(1, FixedU128::from_rational(numerator, denominator))].into());
}

fn dots(amount: Balance) {
	assert_ok!(Restaking::delegate(signed(ALICE), OP, STAKED_DOT, amount));
	assert_ok!(Restaking::allocate(signed(OP), 1, STAKED_DOT, FULL_MAGNITUDE, Exclusive));
}

/// Units and value of what `service` has of [`OP`] in dots.
fn pledged_dots(epoch: Epoch) -> (Balance, Balance) {
	let pledged = Restaking::stake(&OP, 1, epoch);
	let of = pledged.into_iter().find(|pledged| pledged.asset == STAKED_DOT);
	of.map_or((0, 0), |pledged| (pledged.amount, pledged.value))
}

/// Makes `count` accounts members of `service`, with a pool of 1,000, 1,010, 1,020, … units each, pledged from the end of
/// the notice.
fn members(service: ServiceId, count: u64) {
	for member in 0..count {
		let operator = 1_000 + member;
		let amount = 1_000 + 10 * Balance::from(member);
		OperatorList::mutate(|operators| operators.push(operator));
		Members::mutate(|members| members.insert((service, operator), (0, None)));
		assert_ok!(Balances::mint_into(&operator, 10_000));
		assert_ok!(Restaking::delegate(signed(ALICE), operator, NATIVE, amount));
		assert_ok!(Restaking::allocate(
			signed(operator),
			service,
			NATIVE,
			FULL_MAGNITUDE,
			Exclusive
		));
	}
}

/// Nine tenths of Σ (1,000 + 10 i) for i from `from` to `to`.
fn worth(from: Balance, to: Balance) -> Balance {
	(from..to).map(|member| (1_000 + 10 * member) * 9 / 10).sum()
}

fn tally(service: ServiceId, epoch: Epoch) -> Option<Weight> {
	Restaking::tally(signed(CHARLIE), service, epoch).expect("the tally goes on").actual_weight
}

fn tallied(service: ServiceId, epoch: Epoch) -> (Balance, u32, bool) {
	let tally = Tallies::<Test>::get(service, epoch).expect("it was tallied");
	(tally.value, tally.members, tally.complete)
}

// Rates.

#[test]
fn value_is_amount_times_rate_less_the_haircut() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		dots(1_001);
		start(7);
		let stake = |asset, amount, value| PledgedStake { asset, amount, value, kind: Exclusive };
		assert_eq!(
			Restaking::stake(&OP, 1, 7),
			// 400 × 0.9, and ⌊1001 × 1.5 × 0.9⌋ of 1351.35
			vec![stake(NATIVE, 400, 360), stake(STAKED_DOT, 1_001, 1_351)]
		);
	});
}

#[test]
fn rates_are_fixed_by_the_first_block_of_an_epoch() {
	with_ledger(|| {
		dots(1_000);
		start(7);
		rate_of_dots(3, 1);
		Restaking::on_initialize(2);
		assert_eq!(pledged_dots(7), (1_000, 1_350));
		start(8);
		assert_eq!(pledged_dots(8), (1_000, 2_700));
		// The past keeps its own.
		assert_eq!(pledged_dots(7), (1_000, 1_350));
	});
}

#[test]
fn before_the_first_block_of_an_epoch_is_over_its_rates_are_those_of_now() {
	with_ledger(|| {
		dots(1_000);
		start(7);
		rate_of_dots(3, 1);
		at(8);
		assert_eq!(pledged_dots(8), (1_000, 2_700));
		start(8);
		assert_eq!(pledged_dots(8), (1_000, 2_700));
	});
}

#[test]
fn an_asset_without_a_rate_is_worth_nothing_and_counts_its_units() {
	with_ledger(|| {
		dots(1_000);
		start(7);
		RateMap::set(Default::default());
		start(8);
		assert_eq!(pledged_dots(8), (1_000, 0));
		assert_eq!(pledged_dots(7), (1_000, 1_350));
	});
}

#[test]
fn an_epoch_whose_rates_nobody_fixed_is_worth_nothing() {
	with_ledger(|| {
		dots(1_000);
		start(7);
		start(9);
		assert_eq!(pledged_dots(8), (1_000, 0));
	});
}

#[test]
fn a_haircut_counts_from_the_epoch_after_its_change() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 1_000, Exclusive);
		start(7);
		let config = AssetConfig { haircut: Perbill::from_percent(20), ..config() };
		assert_ok!(Restaking::update_asset(RuntimeOrigin::root(), NATIVE, config));
		let value = |epoch| Restaking::stake(&OP, 1, epoch)[0].value;
		assert_eq!(value(7), 900);
		start(8);
		assert_eq!((value(7), value(8)), (900, 800));
	});
}

#[test]
fn a_haircut_of_everything_leaves_no_value() {
	with_ledger(|| {
		let config = AssetConfig { haircut: Perbill::one(), ..config() };
		assert_ok!(Restaking::register_asset(RuntimeOrigin::root(), STAKED_KSM, config));
		assert_ok!(Restaking::delegate(signed(ALICE), OP, STAKED_KSM, 1_000));
		assert_ok!(Restaking::allocate(signed(OP), 1, STAKED_KSM, FULL_MAGNITUDE, Exclusive));
		RateMap::set([(2, FixedU128::from_u32(5))].into());
		start(7);
		let stake = Restaking::stake(&OP, 1, 7);
		assert_eq!((stake[0].amount, stake[0].value), (1_000, 0));
	});
}

#[test]
fn rates_are_kept_for_as_long_as_anybody_can_ask() {
	with_ledger(|| {
		for epoch in START..30 {
			start(epoch);
			let mut kept: Vec<_> = Rates::<Test>::iter_keys().collect();
			kept.sort_unstable();
			let expected: Vec<_> = (epoch.saturating_sub(U).max(START)..=epoch).collect();
			assert_eq!(kept, expected);
		}
	});
}

#[test]
fn rates_that_a_shorter_u_makes_useless_are_dropped_two_an_epoch() {
	with_ledger(|| {
		for epoch in START..=12 {
			start(epoch);
		}
		assert_ok!(Restaking::set_unbonding_epochs(RuntimeOrigin::root(), 2));
		let kept = |epoch| {
			start(epoch);
			Rates::<Test>::iter_keys().count()
		};
		// 8 to 13, 10 to 14, 12 to 15, 14 to 16, …: one comes and two go until three are left.
		assert_eq!([13, 14, 15, 16, 17].map(kept), [6, 5, 4, 3, 3]);
	});
}

#[test]
fn weight_is_paid_for_the_assets_whose_rates_are_asked_for() {
	with_ledger(|| {
		type Weights = <Test as Config>::WeightInfo;
		assert_eq!(start(START), Weights::on_initialize_new_epoch(2));
		assert_eq!(start(START), Weights::on_initialize_within_epoch());
		// Asking for a rate that nobody knows is work, too.
		RateMap::set(Default::default());
		assert_eq!(start(START + 1), Weights::on_initialize_new_epoch(2));
	});
}

// Security.

#[test]
fn security_is_the_value_of_all_members_that_count() {
	with_ledger(|| {
		members(77, 3);
		start(7);
		let security = Restaking::security(77, 7);
		assert_eq!(security.members, vec![(1_000, 900), (1_001, 909), (1_002, 918)]);
		assert_eq!(security.value, 2_727);
		MinimumValue::set(909);
		let security = Restaking::security(77, 7);
		assert_eq!(security.members, vec![(1_001, 909), (1_002, 918)]);
		end_membership(77, 1_002, 7);
		assert_eq!(Restaking::security(77, 7).members, vec![(1_001, 909)]);
	});
}

#[test]
fn security_is_told_of_more_members_than_a_page() {
	with_ledger(|| {
		assert_ok!(Balances::mint_into(&ALICE, 2 * WEALTH));
		let count = u64::from(MAX_PAGE) + 1;
		members(77, count);
		start(7);
		let security = Restaking::security(77, 7);
		assert_eq!(security.members.len() as u64, count);
		assert_eq!(security.value, worth(0, count.into()));
	});
}

#[test]
fn what_nobody_can_ask_for_is_empty() {
	with_ledger(|| {
		members(77, 1);
		start(7);
		start(20);
		for epoch in [20 - U - 1, 21, Epoch::MAX] {
			assert_eq!(Restaking::stake(&1_000, 77, epoch), vec![]);
			assert_eq!(<Restaking as StakeView<AccountId>>::pledged(&1_000, 77, epoch), vec![]);
			assert_eq!(Restaking::security(77, epoch).value, 0);
		}
		assert_eq!(Restaking::stake(&1_000, 77, 20 - U).len(), 1);
	});
}

#[test]
fn only_a_member_has_stake_in_a_service() {
	with_ledger(|| {
		members(77, 1);
		end_membership(77, 1_000, 9);
		start(8);
		start(9);
		assert_eq!(Restaking::stake(&1_000, 77, 8).len(), 1);
		assert_eq!(Restaking::stake(&1_000, 77, 9), vec![]);
	});
}

// Tallies.

#[test]
fn a_service_is_tallied_page_by_page() {
	with_ledger(|| {
		let count = TALLY_PAGE + 4;
		members(77, count.into());
		start(7);
		take_events();
		let weight = <Test as Config>::WeightInfo::tally;
		assert_eq!(tally(77, 7), Some(weight(TALLY_PAGE)));
		let first = (worth(0, 16), TALLY_PAGE, false);
		assert_eq!(tallied(77, 7), first);
		assert_eq!(tally(77, 7), Some(weight(4)));
		let all = (worth(0, 20), count, true);
		assert_eq!(tallied(77, 7), all);
		let event = |(value, members, complete)| Event::Tallied {
			service: 77,
			epoch: 7,
			value,
			members,
			complete,
		};
		assert_eq!(take_events(), vec![event(first), event(all)]);
		let security = Restaking::security(77, 7);
		assert_eq!((security.value, security.members.len() as u32), (all.0, count));
		assert_noop!(Restaking::tally(signed(BOB), 77, 7), Error::<Test>::TallyComplete);
	});
}

#[test]
fn a_tally_of_full_pages_is_complete_when_nobody_follows() {
	with_ledger(|| {
		members(77, TALLY_PAGE.into());
		start(7);
		tally(77, 7);
		assert_eq!(tallied(77, 7), (worth(0, 16), TALLY_PAGE, false));
		tally(77, 7);
		assert_eq!(tallied(77, 7), (worth(0, 16), TALLY_PAGE, true));
	});
}

#[test]
fn a_tally_counts_only_who_counts() {
	with_ledger(|| {
		members(77, 4);
		end_membership(77, 1_000, 7);
		MinimumValue::set(918);
		start(7);
		tally(77, 7);
		// Of the other three one is worth too little.
		assert_eq!(tallied(77, 7), (918 + 927, 2, true));
	});
}

#[test]
fn a_tally_of_a_past_epoch_is_of_that_epoch() {
	with_ledger(|| {
		members(77, 2);
		start(7);
		start(8);
		assert_ok!(Restaking::delegate(signed(BOB), 1_000, NATIVE, 5_000));
		assert_ok!(Restaking::undelegate(signed(ALICE), 1_001, NATIVE, None));
		start(9);
		tally(77, 7);
		tally(77, 9);
		assert_eq!(tallied(77, 7), (900 + 909, 2, true));
		// The one whom everybody left is a member still.
		assert_eq!(tallied(77, 9), (5_400, 2, true));
	});
}

#[test]
fn a_tally_started_in_one_epoch_goes_on_in_another() {
	with_ledger(|| {
		members(77, (TALLY_PAGE + 1).into());
		start(7);
		tally(77, 7);
		start(8);
		assert_ok!(Restaking::delegate(signed(BOB), 1_016, NATIVE, 5_000));
		start(9);
		tally(77, 7);
		assert_eq!(tallied(77, 7), (worth(0, 17), 17, true));
	});
}

#[test]
fn only_answerable_epochs_are_tallied() {
	with_ledger(|| {
		members(77, 1);
		start(7);
		start(20);
		for epoch in [20 - U - 1, 21] {
			assert_noop!(
				Restaking::tally(signed(BOB), 77, epoch),
				Error::<Test>::EpochNotAnswerable
			);
		}
		tally(77, 20 - U);
		tally(77, 20);
	});
}

#[test]
fn a_service_that_nobody_ever_joined_is_not_tallied() {
	with_ledger(|| {
		assert_noop!(Restaking::tally(signed(BOB), 77, START), Error::<Test>::NothingToTally);
		assert_eq!(TalliedEpochs::<Test>::iter().count(), 0);
	});
}

#[test]
fn a_tally_needs_an_account() {
	with_ledger(|| {
		members(77, 1);
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(Restaking::tally(origin, 77, START), BadOrigin);
		}
	});
}

#[test]
fn tallies_that_nobody_can_ask_for_are_dropped_by_later_ones() {
	with_ledger(|| {
		members(77, 1);
		// Nothing is pledged to this one.
		Members::mutate(|members| members.insert((78, 1_000), (0, None)));
		for epoch in [7, 8, 9] {
			start(epoch);
			tally(77, epoch);
		}
		tally(78, 9);
		let listed = || TalliedEpochs::<Test>::get(77).into_inner();
		start(9 + U);
		tally(77, 9 + U);
		// 7 and 8 are over; 9 can be asked for still.
		assert_eq!(listed(), vec![9, 9 + U]);
		assert_eq!(Tallies::<Test>::get(77, 8), None);
		start(10 + U);
		tally(77, 10 + U);
		assert_eq!(listed(), vec![9 + U, 10 + U]);
		assert_eq!(TalliedEpochs::<Test>::get(78).into_inner(), vec![9]);
	});
}

// History.

const SERVICES_ASKED: [ServiceId; 3] = [1, 2, 3];

/// What the services have of [`OP`], told at `epoch`.
fn told(epoch: Epoch) -> Vec<Vec<PledgedStake>> {
	SERVICES_ASKED.map(|service| Restaking::stake(&OP, service, epoch)).to_vec()
}

/// A change in `epoch`: one of twelve.
fn change(epoch: Epoch, step: u32) {
	let milli = FULL_MAGNITUDE / 1_000;
	let set = |service, thousandths: Balance, kind| {
		// Some exceed what is left; whether they count is not the question.
		let magnitude = thousandths * milli;
		let _ = Restaking::allocate(signed(OP), service, NATIVE, magnitude, kind);
	};
	match step % 12 {
		0 => delegate(BOB, 777),
		1 => set(1, 250 + Balance::from(epoch), Exclusive),
		2 => {
			set(2, 300 + Balance::from(epoch), Shared);
			undelegate(BOB, 111);
		},
		3 => set(3, 500 - Balance::from(epoch), Shared),
		4 => set(1, 100, Exclusive),
		5 => {
			undelegate(ALICE, 333);
			delegate(ALICE, 50);
		},
		6 => {
			slash(1, epoch, 30);
		},
		7 => set(2, 0, Shared),
		8 => {
			rate_of_dots(u128::from(epoch), 7);
			assert_ok!(Restaking::delegate(signed(BOB), OP, STAKED_DOT, 500));
			slash(3, epoch - 1, 20);
		},
		9 => {
			let thousandths = 100 + Balance::from(epoch);
			let _ = Restaking::allocate(signed(OP), 3, STAKED_DOT, thousandths * milli, Exclusive);
		},
		// Nothing happens in the others.
		_ => (),
	}
}

#[test]
fn history_tells_what_was_told_at_the_time() {
	with_ledger(|| {
		delegate(ALICE, 100_000);
		delegate(BOB, 20_000);
		let mut then = Vec::new();
		for epoch in START..START + 120 {
			start(epoch);
			then.push((epoch, told(epoch)));
			change(epoch, epoch);
			if epoch % 3 == 0 {
				change(epoch, epoch / 3);
			}
			for (past, stake) in &then {
				let is_kept = past + U >= epoch;
				let expected = if is_kept { stake.clone() } else { vec![vec![]; 3] };
				assert_eq!(told(*past), expected, "{past}, asked for in {epoch}");
			}
			check_ledger([0; 3]);
		}
		let with_stake = |service: usize| {
			then.iter().filter(|(_, stake)| stake[service].iter().any(|s| s.amount > 0)).count()
		};
		// The walk went somewhere.
		let seen = [0, 1, 2].map(with_stake);
		assert!(seen.iter().all(|epochs| *epochs >= 15), "{seen:?}");
	});
}

#[test]
fn no_record_is_kept_for_longer_than_anybody_can_ask() {
	with_ledger(|| {
		delegate(ALICE, 10_000);
		allocate(1, 500, Exclusive);
		for epoch in START + 1..START + 40 {
			at(epoch);
			delegate(ALICE, 1);
			let oldest = epoch.saturating_sub(U);
			assert!(History::<Test>::iter_keys().all(|(_, _, recorded)| recorded >= oldest));
		}
		assert_eq!(History::<Test>::iter().count() as u32, U + 1);
	});
}

#[test]
fn changes_of_one_epoch_make_one_record() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 500, Exclusive);
		at(8);
		for _ in 0..5 {
			delegate(ALICE, 100);
		}
		undelegate(ALICE, 200);
		assert_eq!(History::<Test>::iter_keys().collect::<Vec<_>>(), vec![(OP, NATIVE, 8)]);
		assert_eq!(stake(1, 8), 500);
		at(9);
		assert_eq!((stake(1, 8), stake(1, 9)), (500, 650));
	});
}

#[test]
fn a_pool_without_pledges_records_nothing() {
	with_ledger(|| {
		for epoch in START..START + 10 {
			at(epoch);
			delegate(ALICE, 100);
		}
		assert_eq!(History::<Test>::iter().count(), 0);
	});
}

#[test]
fn a_chain_younger_than_u_remembers_everything() {
	with_ledger(|| {
		start(0);
		delegate(ALICE, 1_000);
		allocate(1, 500, Exclusive);
		for epoch in 1..=U {
			start(epoch);
			delegate(ALICE, 100);
			// What joined in `e` counts from `e + 1`.
			for past in 0..=epoch {
				let expected =
					if past < NOTICE { 0 } else { (900 + 100 * Balance::from(past)) / 2 };
				assert_eq!(stake(1, past), expected, "{past}, asked for in {epoch}");
			}
		}
		assert_noop!(Restaking::tally(signed(BOB), 1, U + 1), Error::<Test>::EpochNotAnswerable);
		tally(1, 0);
		start(U + 1);
		assert_noop!(Restaking::tally(signed(BOB), 1, 0), Error::<Test>::EpochNotAnswerable);
	});
}

#[test]
fn an_end_of_membership_does_not_change_the_past() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 500, Exclusive);
		at(8);
		end_membership(1, OP, 10);
		at(12);
		// Told two epochs late.
		Restaking::on_membership_end(1, &OP, 10);
		assert_eq!([8, 9, 10, 11].map(|epoch| stake(1, epoch)), [500, 500, 0, 0]);
		let pledged = |epoch| <Restaking as StakeView<AccountId>>::pledged(&OP, 1, epoch);
		assert_eq!(pledged(9).len(), 1);
	});
}

// What is pledged on the whole chain.

fn pledged_units() -> [Balance; 2] {
	[NATIVE, STAKED_DOT].map(PledgedUnits::<Test>::get)
}

fn pledged_value(epoch: Epoch) -> Balance {
	<Restaking as StakeView<AccountId>>::pledged_value(epoch)
}

#[test]
fn units_count_once_from_the_first_pledge_of_their_pool_on() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		assert_eq!(pledged_units(), [0, 0]);
		allocate(1, 200, Shared);
		assert_eq!(pledged_units(), [1_000, 0]);
		// The same stake for others, too.
		allocate(2, 900, Shared);
		allocate(3, 900, Shared);
		allocate(2, 100, Shared);
		assert_eq!(pledged_units(), [1_000, 0]);
		dots(500);
		assert_eq!(pledged_units(), [1_000, 500]);
		members(77, 2);
		assert_eq!(pledged_units(), [1_000 + 1_000 + 1_010, 500]);
	});
}

#[test]
fn units_of_a_pool_that_pledges_nothing_do_not_count() {
	with_ledger(|| {
		for epoch in START..START + 4 {
			start(epoch);
			delegate(ALICE, 1_000);
			undelegate(ALICE, 300);
			assert_eq!((pledged_units(), pledged_value(epoch)), ([0, 0], 0));
		}
		// What is refused changes nothing.
		assert_noop!(
			Restaking::allocate(signed(OP), 77, NATIVE, FULL_MAGNITUDE, Exclusive),
			Error::<Test>::NotMember
		);
		assert_eq!(PledgedUnits::<Test>::iter().count(), 0);
	});
}

#[test]
fn units_follow_delegations_and_exits() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 500, Exclusive);
		delegate(BOB, 400);
		assert_eq!(pledged_units(), [1_400, 0]);
		undelegate(ALICE, 600);
		assert_eq!(pledged_units(), [800, 0]);
		cancel(ALICE, START);
		assert_eq!(pledged_units(), [1_400, 0]);
		undelegate(BOB, None);
		assert_eq!(pledged_units(), [1_000, 0]);
		// What left does not count again when it is paid.
		at(START + 1);
		withdraw(BOB);
		assert_eq!(pledged_units(), [1_000, 0]);
		undelegate(ALICE, None);
		assert_eq!(pledged_units(), [0, 0]);
		delegate(BOB, 300);
		assert_eq!(pledged_units(), [300, 0]);
	});
}

#[test]
fn units_that_move_from_one_pool_to_another_count_where_they_are() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		let milli = FULL_MAGNITUDE / 1_000;
		assert_ok!(Restaking::delegate(signed(BOB), OPS[1], NATIVE, 200));
		assert_ok!(Restaking::allocate(signed(OPS[1]), 1, NATIVE, milli, Shared));
		assert_eq!(pledged_units(), [200, 0]);
		undelegate(ALICE, None);
		at(START + 1);
		assert_ok!(Restaking::withdraw_into(signed(ALICE), OP, NATIVE, OPS[1]));
		assert_eq!(pledged_units(), [1_200, 0]);
	});
}

#[test]
fn units_follow_slashes_of_active_stake() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 500, Exclusive);
		at(7);
		undelegate(ALICE, 200);
		assert_eq!(pledged_units(), [800, 0]);
		// 500 of 1,000, of which 400 are active and 100 left.
		let taken = slash(1, 7, 50);
		assert_eq!((taken[0].from_active, taken[0].from_exits), (200, 50));
		assert_eq!(pledged_units(), [600, 0]);
	});
}

#[test]
fn units_end_with_their_generation() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 1_000, Exclusive);
		at(7);
		slash(1, 7, 100);
		assert_eq!(pledged_units(), [0, 0]);
		start(8);
		assert_eq!(pledged_value(8), 0);
		// The pledges ended with it; those of the next one are new.
		delegate(ALICE, 700);
		assert_eq!(pledged_units(), [0, 0]);
		allocate(2, 100, Shared);
		assert_eq!(pledged_units(), [700, 0]);
	});
}

#[test]
fn units_count_until_the_last_pledge_has_cooled() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 500, Exclusive);
		at(8);
		allocate(1, 0, Exclusive);
		// It cools.
		at(7 + U);
		delegate(ALICE, 100);
		assert_eq!(pledged_units(), [1_100, 0]);
		// Nothing encumbers the pool any more, though the entry is there.
		at(8 + U);
		delegate(ALICE, 100);
		assert_eq!(pledged_units(), [0, 0]);
		allocate(2, 1, Shared);
		assert_eq!(pledged_units(), [1_200, 0]);
	});
}

#[test]
fn units_of_a_pool_whose_pledges_are_all_over_do_not_count() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 500, Exclusive);
		at(8);
		allocate(1, 0, Exclusive);
		// Nobody can slash it any more, and all of it is liquid. Its operator does nothing.
		at(9 + U);
		delegate(ALICE, 100_000);
		assert_eq!(exits_claimable(), 10 + U);
		assert_eq!(pledged_units(), [0, 0]);
	});
}

/// From when on an exit that is asked for now can be claimed.
fn exits_claimable() -> Epoch {
	undelegate(ALICE, 100);
	let claimable = exits(ALICE).last().expect("it was asked for").0;
	cancel(ALICE, now());
	claimable
}

#[test]
fn the_value_of_an_epoch_is_what_it_was_at_its_start() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 500, Exclusive);
		dots(1_000);
		start(7);
		// 1,000 × 0.9, and 1,000 × 1.5 × 0.9.
		assert_eq!(pledged_value(7), 900 + 1_350);
		delegate(BOB, 5_000);
		rate_of_dots(3, 1);
		slash(1, 7, 100);
		let config = AssetConfig { haircut: Perbill::from_percent(20), ..config() };
		assert_ok!(Restaking::update_asset(RuntimeOrigin::root(), NATIVE, config));
		Restaking::on_initialize(2);
		assert_eq!(pledged_value(7), 2_250);
		let units = pledged_units();
		start(8);
		assert_eq!(units[1], 0, "all dots were slashed");
		assert_eq!(pledged_value(8), units[0] * 8 / 10);
		assert_eq!(pledged_value(7), 2_250);
		undelegate(BOB, None);
		assert_eq!(pledged_value(8), units[0] * 8 / 10);
	});
}

#[test]
fn before_the_first_block_of_an_epoch_is_over_its_value_is_that_of_now() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 500, Exclusive);
		start(7);
		delegate(ALICE, 1_000);
		at(8);
		assert_eq!((pledged_value(7), pledged_value(8)), (900, 1_800));
		start(8);
		assert_eq!(pledged_value(8), 1_800);
	});
}

#[test]
fn an_epoch_that_nobody_saw_begin_has_no_value() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 500, Exclusive);
		start(7);
		start(9);
		assert_eq!([7, 8, 9, 10, Epoch::MAX].map(pledged_value), [900, 0, 900, 0, 0]);
	});
}

#[test]
fn an_asset_without_a_rate_adds_nothing_to_the_value() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 500, Exclusive);
		dots(1_000);
		RateMap::set(Default::default());
		start(7);
		assert_eq!((pledged_units(), pledged_value(7)), ([1_000, 1_000], 900));
	});
}

#[test]
fn values_are_dropped_with_rates() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 500, Exclusive);
		for epoch in START..30 {
			start(epoch);
			let mut kept: Vec<_> = PledgedValues::<Test>::iter_keys().collect();
			kept.sort_unstable();
			let expected: Vec<_> = (epoch.saturating_sub(U).max(START)..=epoch).collect();
			assert_eq!(kept, expected);
		}
		assert_eq!(pledged_value(29 - U), 900);
		assert_eq!(pledged_value(29 - U - 1), 0);
	});
}

#[test]
fn the_sum_over_all_pools_follows_whatever_happens_to_one() {
	with_ledger(|| {
		delegate(ALICE, 100_000);
		delegate(BOB, 20_000);
		for epoch in START..START + 120 {
			start(epoch);
			let sum_of = |asset: AssetId| -> Balance {
				let pools = Pools::<Test>::iter().filter(|(_, of, _)| *of == asset);
				let counted = pools.map(|(.., pool)| {
					let units = pool.pledged_units;
					assert!(
						units == 0 || units == pool.part.balance(),
						"all of a pool, or nothing"
					);
					assert!(units == 0 || !pool.pledged.pledges.is_empty());
					units
				});
				counted.sum()
			};
			let sums = [NATIVE, STAKED_DOT].map(sum_of);
			assert_eq!(pledged_units(), sums, "{epoch}");
			let rates = Rates::<Test>::get(epoch);
			let worth = |(asset, units): (AssetId, Balance)| {
				let rate = rates.iter().find(|(of, _)| *of == asset).map(|(_, rate)| *rate);
				rate.map_or(0, |rate| rate.saturating_mul_int(units))
			};
			let value: Balance = [NATIVE, STAKED_DOT].into_iter().zip(sums).map(worth).sum();
			assert_eq!(pledged_value(epoch), value, "{epoch}");
			change(epoch, epoch);
			if epoch % 3 == 0 {
				change(epoch, epoch / 3);
			}
			check_ledger([0; 3]);
		}
	});
}
