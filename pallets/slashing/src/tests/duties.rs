//! Missed duties. An epoch has 100 blocks, a period 10: that of [`COUNTS`], which begins with block 201, are 21 to 30, the last of
//! which ends in the next epoch.

use super::*;
use crate::duties::{DutyTerms, MAX_PERIODS};
use frame_support::{
	dispatch::Pays,
	traits::{
		fungible::{Inspect, Mutate},
		tokens::{Fortitude::Polite, Preservation::Preserve},
	},
	weights::Weight,
};
use palisade_primitives::ServiceId;
use palisade_terms::{Condition, Evidence, Resolution};
use sp_runtime::Perbill;

const PERIODS: core::ops::RangeInclusive<u32> = 21..=30;
/// In which the epoch [`COUNTS`] is assessed.
const ASSESSED: Epoch = COUNTS + 2;
const STAKE: Balance = 100_000;

fn duty(every: u32, grace: u32, tolerated: u32) -> Condition<AccountId> {
	let tolerated = Perbill::from_percent(tolerated);
	Condition {
		evidence: Evidence::MissedDuty { every, grace, tolerated },
		penalty: graded(),
		evidence_age: 2,
		..at_once()
	}
}

/// Every tenth block, for five blocks more; a fifth may be missed.
fn tenth() -> Condition<AccountId> {
	duty(10, 5, 20)
}

fn attest(operator: AccountId, service: ServiceId, period: u32) {
	assert_ok!(Slashing::attest(signed(operator), service, period));
}

/// Each member attests what `does` says of it, in the first block of each period of [`COUNTS`]; then that is assessed.
fn run(service: ServiceId, members: usize, does: impl Fn(usize, u32) -> bool) {
	for period in PERIODS {
		block(u64::from(period) * 10);
		for (n, operator) in (OP..).take(members).enumerate() {
			if does(n, period) {
				attest(operator, service, period);
			}
		}
	}
	block(start_of(ASSESSED));
}

/// Who was reported by the chain, and with which severity, in percent rounded up.
fn reported(events: &[Event<Test>]) -> Vec<(AccountId, u64)> {
	let part = Perquintill::from_percent(1).deconstruct();
	events
		.iter()
		.filter_map(|event| match event {
			Event::Reported { offence, severity, reporter: None, .. } => {
				Some((offence.operator, severity.deconstruct().div_ceil(part)))
			},
			_ => None,
		})
		.collect()
}

fn assessed(events: &[Event<Test>]) -> Option<(u32, u32)> {
	events.iter().find_map(|event| match event {
		Event::DutyAssessed { due, absent, .. } => Some((*due, *absent)),
		_ => None,
	})
}

mod periods {
	use super::*;
	use crate::duties::Periods;
	use proptest::prelude::*;
	use std::collections::BTreeSet;

	fn terms(every: u32, grace: u32) -> DutyTerms {
		DutyTerms { condition: 0, every, grace, tolerated: Perbill::zero() }
	}

	#[test]
	fn a_period_is_so_many_blocks_and_stays_open_for_grace() {
		let terms = terms(100, 20);
		assert_eq!((terms.begins(2), terms.closes(2)), (200, 320));
		assert_eq!(terms.first_from(200), 2);
		assert_eq!(terms.first_from(201), 3);
		assert_eq!(terms.most_in(14_400), 144);
		assert_eq!(terms.most_in(99), 1);
		assert_eq!(DutyTerms { every: 10, ..terms }.most_in(14_401), MAX_PERIODS);
	}

	#[test]
	fn a_period_is_due_if_it_was_enrolled_in_its_first_half_and_closed_in_time() {
		let terms = terms(10, 5);
		for (enrolled, due) in [(0, true), (200, true), (204, true), (205, false), (215, false)] {
			assert_eq!(terms.may_be_due(20, enrolled, 1_000), due, "{enrolled}");
		}
		assert!(terms.may_be_due(20, 0, 215));
		assert!(!terms.may_be_due(20, 0, 214));
	}

	#[test]
	fn no_more_periods_are_remembered_than_count() {
		let mut periods = Periods::default();
		assert_eq!(periods.insert(MAX_PERIODS - 1), Some(true));
		assert_eq!(periods.insert(MAX_PERIODS - 1), Some(false));
		assert_eq!(periods.insert(MAX_PERIODS), None);
		assert!(!periods.contains(MAX_PERIODS) && !periods.contains(u32::MAX));
		assert_eq!(periods.count(), 1);
	}

	proptest! {
		#[test]
		fn each_period_belongs_to_one_epoch(
			every in 1u32..500,
			lengths in prop::collection::vec(1u64..2_000, 1..10),
		) {
			let terms = terms(every, 0);
			let mut start = 1;
			let mut next_period = terms.first_from(start);
			for length in lengths {
				let end = start + length;
				let (first, last) = (terms.first_from(start), terms.first_from(end));
				prop_assert_eq!(first, next_period);
				for period in first..last {
					prop_assert!((start..end).contains(&terms.begins(period)));
				}
				prop_assert!(last - first <= u64::from(length.div_ceil(every.into()) as u32));
				(start, next_period) = (end, last);
			}
		}

		#[test]
		fn sets_are_sets(
			ones in prop::collection::btree_set(0..MAX_PERIODS, 0..200),
			others in prop::collection::btree_set(0..MAX_PERIODS, 0..200),
		) {
			let of = |places: &BTreeSet<u32>| {
				let mut periods = Periods::default();
				for place in places {
					assert_eq!(periods.insert(*place), Some(true));
				}
				periods
			};
			let (a, b) = (of(&ones), of(&others));
			prop_assert_eq!(a.count() as usize, ones.len());
			prop_assert_eq!(a.count_without(&b) as usize, ones.difference(&others).count());
			prop_assert_eq!(a.iter().collect::<Vec<_>>(), ones.iter().copied().collect::<Vec<_>>());
			prop_assert!((0..MAX_PERIODS).all(|place| a.contains(place) == ones.contains(&place)));
		}

		#[test]
		fn what_is_tolerated_is_exact(due in 1u32..=MAX_PERIODS, missed in 0u32..=MAX_PERIODS, parts in 0u32..1_000_000_000) {
			let missed = missed.min(due);
			let terms = DutyTerms { tolerated: Perbill::from_parts(parts), ..terms(10, 0) };
			let tolerates = u128::from(missed) * 1_000_000_000 <= u128::from(parts) * u128::from(due);
			prop_assert_eq!(terms.tolerates(missed, due), tolerates);
		}
	}
}

mod attesting {
	use super::*;

	#[test]
	fn a_period_can_be_attested_from_its_first_block_until_its_grace_is_over() {
		with_chain(|| {
			let service = members(vec![tenth()], &[STAKE; 4]);
			block(219);
			assert_noop!(Slashing::attest(signed(OP), service, 22), Error::<Test>::PeriodNotBegun);
			block(220);
			attest(OP, service, 22);
			block(234);
			attest(OP + 1, service, 22);
			block(235);
			assert_noop!(Slashing::attest(signed(OP + 2), service, 22), Error::<Test>::PeriodOver);
			attest(OP + 2, service, 23);
		});
	}

	#[test]
	fn each_period_is_attested_once() {
		with_chain(|| {
			let service = members(vec![tenth()], &[STAKE; 2]);
			block(222);
			attest(OP, service, 22);
			let again = || Slashing::attest(signed(OP), service, 22);
			assert_noop!(again(), Error::<Test>::AlreadyAttested);
			attest(OP + 1, service, 22);
			block(230);
			assert_noop!(again(), Error::<Test>::AlreadyAttested);
			attest(OP, service, 23);
		});
	}

	#[test]
	fn only_members_that_count_attest() {
		with_chain(|| {
			let mut terms = terms(vec![tenth()]);
			terms.min_operator_value = STAKE;
			let service = create_with(terms);
			for (operator, stake) in [(OP, STAKE), (OP + 1, STAKE - 1)] {
				register(operator);
				join(operator, service);
				delegate(ALICE, operator, NATIVE, stake);
				pledge(operator, service, NATIVE, 1_000, Exclusive);
			}
			at(COUNTS);
			block(210);
			for who in [OP + 1, STRANGER, OWNER] {
				assert_noop!(
					Slashing::attest(signed(who), service, 21),
					Error::<Test>::NotCounting
				);
			}
			attest(OP, service, 21);
		});
	}

	#[test]
	fn there_is_something_to_attest_where_the_terms_have_a_duty() {
		with_chain(|| {
			let without = create(vec![at_once()]);
			members(vec![tenth()], &[STAKE]);
			block(210);
			assert_noop!(Slashing::attest(signed(OP), without, 21), Error::<Test>::NoDuty);
			assert_noop!(Slashing::attest(signed(OP), 77, 21), Error::<Test>::UnknownService);
		});
	}

	#[test]
	fn a_period_beyond_those_that_count_is_refused() {
		with_chain(|| {
			let service = members(vec![tenth()], &[STAKE]);
			// An epoch longer than any that the chain expects.
			let place = |place: u32| 201_u64.div_ceil(10) as u32 + place;
			System::set_block_number(u64::from(place(MAX_PERIODS)) * 10);
			assert_noop!(
				Slashing::attest(signed(OP), service, place(MAX_PERIODS)),
				Error::<Test>::PeriodNotCounted
			);
			attest(OP, service, place(MAX_PERIODS - 1));
			System::set_block_number(201);
		});
	}

	#[test]
	fn a_period_over_two_epochs_is_that_of_the_one_in_which_it_begins() {
		with_chain(|| {
			let service = members(vec![tenth()], &[STAKE; 4]);
			assert_ok!(Balances::mint_into(&(OP + 9), WEALTH));
			register(OP + 9);
			// Joins for the epoch after the next one.
			join(OP + 9, service);
			block(290);
			assert_ok!(Services::leave(signed(OP), service));
			// The next epoch has begun, in which OP is no member.
			block(305);
			attest(OP, service, 30);
			attest(OP + 1, service, 30);
			// In neither of the two epochs once more.
			let again = Slashing::attest(signed(OP + 1), service, 30);
			assert_eq!(again.map_err(|e| e.error), Err(Error::<Test>::AlreadyAttested.into()));
			block(310);
			assert_noop!(Slashing::attest(signed(OP), service, 31), Error::<Test>::NotCounting);
			attest(OP + 1, service, 31);
			assert_noop!(Slashing::attest(signed(OP + 9), service, 31), Error::<Test>::NotCounting);
			assert_eq!(Attendances::<Test>::iter_prefix((COUNTS, service)).count(), 2);
			assert_eq!(Attendances::<Test>::iter_prefix((COUNTS + 1, service)).count(), 1);
		});
	}

	#[test]
	fn the_terms_of_the_epoch_say_which_period_it_is() {
		with_chain(|| {
			let service = members(vec![tenth()], &[STAKE; 4]);
			assert_ok!(Services::update_terms(
				signed(OWNER),
				service,
				terms(vec![duty(50, 5, 20)])
			));
			for operator in (OP..).take(4) {
				assert_ok!(Services::accept_terms(signed(operator), service, 2));
			}
			// The new terms are in force from block 401 on. Under the old ones, period 40 begins with 400.
			block(400);
			attest(OP, service, 40);
			block(403);
			attest(OP + 1, service, 40);
			assert_noop!(Slashing::attest(signed(OP), service, 41), Error::<Test>::PeriodNotBegun);
			block(450);
			attest(OP, service, 9);
			let info = Slashing::duty(service, OP).unwrap();
			assert_eq!((info.every, info.open.len()), (50, 1));
			assert_eq!((info.open[0].period, info.open[0].closes), (9, 505));
			assert!(info.open[0].attested);
		});
	}

	#[test]
	fn a_period_that_begins_with_an_epoch_belongs_to_it() {
		with_chain(|| {
			// The eighth one begins with block 301.
			let service = members(vec![duty(43, 5, 20)], &[STAKE]);
			block(301);
			attest(OP, service, 7);
			let attested = |epoch| Attendances::<Test>::contains_key((epoch, service, OP));
			assert_eq!([COUNTS, COUNTS + 1].map(attested), [false, true]);
		});
	}

	#[test]
	fn a_number_that_two_periods_have_is_attested_twice_the_older_one_first() {
		with_chain(|| {
			let service = members(vec![duty(50, 49, 20)], &[STAKE; 4]);
			let next = terms(vec![duty(51, 5, 20)]);
			assert_ok!(Services::update_terms(signed(OWNER), service, next));
			for operator in (OP..).take(4) {
				assert_ok!(Services::accept_terms(signed(operator), service, 2));
			}
			// Number 8 begins with block 400 under the old terms, with 408 under the new ones, which are in force from 401 on.
			block(410);
			let attested = || {
				let of = |epoch| Attendances::<Test>::get((epoch, service, OP));
				[COUNTS + 1, COUNTS + 2].map(|epoch| of(epoch).map_or(0, |it| it.attested.count()))
			};
			attest(OP, service, 8);
			assert_eq!(attested(), [1, 0]);
			attest(OP, service, 8);
			assert_eq!(attested(), [1, 1]);
			let again = Slashing::attest(signed(OP), service, 8);
			assert_eq!(again.map_err(|e| e.error), Err(Error::<Test>::AlreadyAttested.into()));
		});
	}

	#[test]
	fn operators_read_what_is_open() {
		with_chain(|| {
			let service = members(vec![tenth()], &[STAKE; 2]);
			block(222);
			attest(OP, service, 21);
			let open = |who| {
				let open = Slashing::duty(service, who).unwrap().open;
				let open = open.into_iter();
				open.map(|it| (it.period, it.epoch, it.closes, it.attested)).collect::<Vec<_>>()
			};
			assert_eq!(open(OP), vec![(21, 22, 225, true), (22, 22, 235, false)]);
			assert_eq!(open(OP + 1), vec![(21, 22, 225, false), (22, 22, 235, false)]);
			assert_eq!(open(STRANGER), vec![]);
			block(226);
			assert_eq!(open(OP), vec![(22, 22, 235, false)]);
			block(302);
			// Period 30 began in the last epoch.
			assert_eq!(open(OP), vec![(29, 22, 305, false), (30, 22, 315, false)]);
			assert_eq!(Slashing::duty(create(vec![at_once()]), OP), None);
		});
	}
}

mod paying {
	use super::*;

	#[test]
	fn the_owner_pays_for_an_epoch_with_its_first_attestation() {
		with_chain(|| {
			let service = members(vec![tenth()], &[STAKE; 3]);
			let wallets = || [OWNER, TREASURY, OP].map(|who| wallet(who, &NATIVE));
			let before = wallets();
			block(210);
			take_events();
			let info = Slashing::attest(signed(OP), service, 21).unwrap();
			assert_eq!(info.pays_fee, Pays::No);
			let first = info.actual_weight.unwrap();
			let paid = PRICE * 3 * 10;
			let attestations = 30;
			assert_eq!(
				take_events(),
				[
					Event::DutyEnrolled { service, epoch: COUNTS, attestations, paid },
					Event::Attested { service, operator: OP, epoch: COUNTS, period: 21 },
				]
			);
			let [owner, treasury, operator] = before;
			assert_eq!(wallets(), [owner - paid, treasury + paid, operator]);
			let second = Slashing::attest(signed(OP + 1), service, 21).unwrap();
			assert_eq!(second.pays_fee, Pays::No);
			assert!(second.actual_weight.unwrap().ref_time() < first.ref_time());
			assert_eq!(wallets(), [owner - paid, treasury + paid, operator]);
			// The next epoch is paid for when it comes.
			block(310);
			attest(OP, service, 31);
			assert_eq!(wallets(), [owner - 2 * paid, treasury + 2 * paid, operator]);
		});
	}

	#[test]
	fn for_the_last_member_that_left_the_owner_pays_as_well() {
		with_chain(|| {
			let service = members(vec![tenth()], &[STAKE]);
			block(290);
			assert_ok!(Services::leave(signed(OP), service));
			block(305);
			take_events();
			attest(OP, service, 30);
			let (attestations, paid) = (10, PRICE * 10);
			let enrolled = Event::DutyEnrolled { service, epoch: COUNTS, attestations, paid };
			assert_eq!(take_events().first(), Some(&enrolled));
		});
	}

	#[test]
	fn a_refused_attestation_costs_its_fee() {
		with_chain(|| {
			let service = members(vec![tenth()], &[STAKE]);
			let refused = Slashing::attest(signed(STRANGER), service, 20).unwrap_err();
			assert_eq!(refused.post_info.pays_fee, Pays::Yes);
		});
	}

	#[test]
	fn where_the_owner_does_not_pay_nothing_is_due() {
		with_chain(|| {
			let service = members(vec![tenth()], &[STAKE; 4]);
			let all = Balances::reducible_balance(&OWNER, Preserve, Polite);
			let leave = PRICE * 40 - 1;
			assert_ok!(Balances::transfer_keep_alive(signed(OWNER), STRANGER, all - leave));
			for period in PERIODS {
				block(u64::from(period) * 10);
				assert_noop!(
					Slashing::attest(signed(OP), service, period),
					Error::<Test>::DutyUnpaid
				);
			}
			take_events();
			block(start_of(ASSESSED) + 10);
			assert_eq!(take_events(), []);
			// With one unit more it can.
			assert_ok!(Balances::transfer_keep_alive(signed(STRANGER), OWNER, 1));
			block(420);
			attest(OP, service, 42);
		});
	}

	#[test]
	fn the_chain_takes_as_many_attestations_as_it_has_room_for() {
		with_chain(|| {
			let service = members(vec![tenth()], &[STAKE; 4]);
			let other = create(vec![duty(20, 5, 20)]);
			join(OP, other);
			// In an epoch of 100 blocks 40 of the one, 5 of the other.
			block(410);
			for (budget, room) in [(0, false), (1, true)] {
				Attestations::set(budget);
				if room {
					attest(OP, service, 41);
				} else {
					assert_noop!(
						Slashing::attest(signed(OP), service, 41),
						Error::<Test>::DutyBudgetExceeded
					);
				}
			}
			block(420);
			DutyLoad::<Test>::mutate(COUNTS + 2, |load| *load += 56);
			assert_noop!(
				Slashing::attest(signed(OP), other, 21),
				Error::<Test>::DutyBudgetExceeded
			);
			DutyLoad::<Test>::mutate(COUNTS + 2, |load| *load -= 1);
			attest(OP, other, 21);
			assert_eq!(DutyLoad::<Test>::get(COUNTS + 2), 100);
			DutyLoad::<Test>::mutate(COUNTS + 2, |load| *load -= 55);
		});
	}

	#[test]
	fn nobody_but_a_member_has_the_owner_pay() {
		with_chain(|| {
			let service = members(vec![tenth()], &[STAKE]);
			block(210);
			let before = wallet(OWNER, &NATIVE);
			assert_noop!(
				Slashing::attest(signed(STRANGER), service, 21),
				Error::<Test>::NotCounting
			);
			assert_noop!(Slashing::attest(signed(OP), service, 22), Error::<Test>::PeriodNotBegun);
			assert_eq!(wallet(OWNER, &NATIVE), before);
		});
	}
}

mod judging {
	use super::*;

	#[test]
	fn who_misses_more_than_is_tolerated_pays_by_the_formula_up_to_the_cap() {
		with_chain(|| {
			let service = members(vec![tenth()], &[STAKE; 4]);
			take_events();
			let before = staked(&NATIVE);
			// OP misses three of ten, another one two.
			run(service, 4, |n, period| !((n == 0 && period < 24) || (n == 1 && period > 28)));
			let events = take_events();
			assert_eq!(assessed(&events), Some((10, 1)));
			assert_eq!(reported(&events), [(OP, 30)]);
			// 30 % by the formula; 1 % is the most.
			assert_eq!(before - staked(&NATIVE), DUTY_CAP * STAKE);
			let slash = Slashes::<Test>::get(0).unwrap();
			assert_eq!((slash.limit, slash.severity), (DUTY_CAP, Perquintill::from_percent(30)));
			assert!(is_executed(0));
			assert_eq!(Attendances::<Test>::iter().count(), 0);
			assert_eq!(Duties::<Test>::iter().count(), 0);
			assert_eq!(AssessedEpoch::<Test>::get(), COUNTS + 1);
		});
	}

	#[test]
	fn below_the_cap_the_formula_decides() {
		with_chain(|| {
			use palisade_terms::{Formula, Penalty};
			let formula = Formula::parse("severity * 0.01").unwrap();
			let mut condition = tenth();
			condition.penalty = Penalty { formula, look_back: 0 };
			let service = members(vec![condition], &[STAKE; 4]);
			let before = staked(&NATIVE);
			run(service, 4, |n, period| n != 0 || period >= 24);
			// 30 % of 1 %.
			assert_eq!(before - staked(&NATIVE), 300);
		});
	}

	#[test]
	fn whoever_attests_nothing_is_judged_too() {
		with_chain(|| {
			let service = members(vec![tenth()], &[STAKE; 4]);
			take_events();
			run(service, 4, |n, _| n != 3);
			assert_eq!(reported(&take_events()), [(OP + 3, 100)]);
		});
	}

	#[test]
	fn what_more_than_a_third_of_the_value_misses_is_nobodys_fault() {
		for (absent, judged) in [(STAKE, (10, 1)), (STAKE + 1, (9, 0))] {
			with_chain(|| {
				let rest = STAKE / 2;
				let service = members(vec![duty(10, 5, 0)], &[absent, STAKE, rest, rest]);
				take_events();
				// The first one misses one period.
				run(service, 4, |n, period| !(n == 0 && period == 25));
				assert_eq!(assessed(&take_events()), Some(judged));
			});
		}
	}

	#[test]
	fn an_outage_of_the_service_excuses_all_of_it() {
		with_chain(|| {
			let service = members(vec![duty(10, 5, 0)], &[STAKE; 4]);
			take_events();
			// Nobody attests 23 to 26: the validators censor, or the chain stands.
			run(service, 4, |_, period| !(23..=26).contains(&period));
			let events = take_events();
			assert_eq!((assessed(&events), reported(&events)), (Some((6, 0)), vec![]));
		});
	}

	#[test]
	fn an_epoch_of_which_nobody_attests_anything_has_no_duty() {
		with_chain(|| {
			let service = members(vec![tenth()], &[STAKE; 4]);
			take_events();
			run(service, 4, |_, _| false);
			assert_eq!(take_events(), []);
		});
	}

	#[test]
	fn periods_that_went_by_before_the_enrolment_are_not_due() {
		for (first, due) in [(254, 6), (255, 5)] {
			with_chain(|| {
				let service = members(vec![duty(10, 5, 0)], &[STAKE; 4]);
				block(first);
				take_events();
				for operator in (OP..).take(3) {
					attest(operator, service, 25);
				}
				for period in 26..=30 {
					block(u64::from(period) * 10);
					(OP..).take(3).for_each(|operator| attest(operator, service, period));
				}
				block(start_of(ASSESSED));
				let events = take_events();
				assert_eq!(assessed(&events), Some((due, 1)));
				assert_eq!(reported(&events), [(OP + 3, 100)]);
			});
		}
	}

	#[test]
	fn a_period_that_is_open_when_it_is_assessed_is_not_due() {
		with_chain(|| {
			// Period 3 is the blocks 240 to 319 and open through 398; the next one begins in the next epoch.
			let service = members(vec![duty(80, 79, 0)], &[STAKE; 4]);
			block(240);
			take_events();
			(OP..).take(3).for_each(|operator| attest(operator, service, 3));
			block(start_of(ASSESSED));
			assert_eq!(assessed(&take_events()), Some((1, 1)));
		});
		with_chain(|| {
			// Period 3 is the blocks 270 to 359 and open through 448.
			let service = members(vec![duty(90, 89, 0)], &[STAKE; 4]);
			block(270);
			take_events();
			(OP..).take(3).for_each(|operator| attest(operator, service, 3));
			block(start_of(ASSESSED));
			assert_eq!(assessed(&take_events()), Some((0, 0)));
		});
	}

	#[test]
	fn a_jailed_member_owes_nothing() {
		with_chain(|| {
			let jailing = Condition { jail: 4, ..at_once() };
			let service = members(vec![jailing, tenth()], &[STAKE; 5]);
			// In the epoch before.
			block(205);
			report(service, 0, COUNTS);
			block(310);
			take_events();
			assert_noop!(Slashing::attest(signed(OP), service, 31), Error::<Test>::NotCounting);
			for period in 31..=40 {
				block(u64::from(period) * 10);
				(OP + 1..).take(4).for_each(|operator| attest(operator, service, period));
			}
			block(start_of(ASSESSED + 1));
			let events = take_events();
			assert_eq!((assessed(&events), reported(&events)), (Some((10, 0)), vec![]));
		});
	}

	#[test]
	fn a_member_that_leaves_answers_for_the_epoch_in_which_it_was_one() {
		with_chain(|| {
			let service = members(vec![tenth()], &[STAKE; 4]);
			assert_ok!(Services::leave(signed(OP), service));
			take_events();
			run(service, 4, |n, _| n != 0);
			assert_eq!(reported(&take_events()), [(OP, 100)]);
		});
	}

	#[test]
	fn an_owner_that_enrols_at_the_last_moment_accuses_nobody() {
		with_chain(|| {
			// The owner's friends have two thirds; it paid nothing before the last block of a period.
			let service = members(vec![duty(10, 0, 0)], &[STAKE; 3]);
			take_events();
			for period in PERIODS {
				block(u64::from(period) * 10 + 9);
				attest(OP, service, period);
				attest(OP + 1, service, period);
				// From now on the third one attests in time.
				if period == 21 {
					continue;
				}
				attest(OP + 2, service, period);
			}
			block(start_of(ASSESSED));
			let events = take_events();
			assert_eq!((assessed(&events), reported(&events)), (Some((9, 0)), vec![]));
		});
	}
}

mod assessment {
	use super::*;

	#[test]
	fn a_small_budget_takes_more_blocks_and_comes_to_the_same() {
		let run_with = |room: Option<Weight>| {
			let mut result = Default::default();
			with_chain(|| {
				let service = members(vec![tenth()], &[STAKE; 7]);
				if let Some(room) = room {
					AssessmentRoom::set(room);
				}
				take_events();
				run(service, 7, |n, period| n < 5 || period > 25);
				let after = System::block_number();
				while Duties::<Test>::iter().next().is_some() {
					block(System::block_number() + 1);
				}
				let events = take_events();
				let mut absent = reported(&events);
				absent.sort();
				result = (absent, assessed(&events), System::block_number() - after);
			});
			result
		};
		let (all, due, blocks) = run_with(None);
		assert_eq!((&all[..], due, blocks), (&[(OP + 5, 50), (OP + 6, 50)][..], Some((10, 2)), 0));
		let (same, same_due, blocks) = run_with(Some(Slashing::longest_assessment_step()));
		assert_eq!((same, same_due), (all, due));
		assert!(blocks > 0);
	}

	#[test]
	fn what_comes_too_late_is_said_and_punishes_nobody() {
		with_chain(|| {
			let service = members(vec![tenth()], &[STAKE; 4]);
			AssessmentRoom::set(Weight::zero());
			take_events();
			run(service, 4, |n, _| n != 0);
			block(start_of(ASSESSED + 1));
			assert_eq!(take_events().len(), 31);
			AssessmentRoom::set(Slashing::longest_assessment_step());
			block(start_of(ASSESSED + 1) + 5);
			let error = Error::<Test>::EvidenceTooOld.into();
			assert_eq!(
				take_events(),
				[
					Event::AbsenceNotReported { service, operator: OP, epoch: COUNTS, error },
					Event::DutyAssessed { service, epoch: COUNTS, due: 10, absent: 1 },
				]
			);
			assert_eq!(Slashes::<Test>::iter().count(), 0);
		});
	}

	#[test]
	fn a_step_is_taken_only_where_there_is_room_for_it() {
		with_chain(|| {
			let service = members(vec![tenth()], &[STAKE; 4]);
			AssessmentRoom::set(Weight::zero());
			run(service, 4, |n, _| n != 0);
			let before = Duties::<Test>::get(COUNTS, service);
			// Enough to look for a duty, not to do anything about it.
			let room = Slashing::longest_assessment_step() - Weight::from_parts(1, 0);
			assert_eq!(
				Slashing::assess(<Test as Config>::WeightInfo::next_duty()),
				<Test as Config>::WeightInfo::next_duty()
			);
			assert_eq!(Duties::<Test>::get(COUNTS, service), before);
			assert!(Slashing::assess(room).all_lte(room));
		});
	}

	#[test]
	fn each_step_needs_room_for_the_most_and_pays_for_what_it_does() {
		use palisade_primitives::StakeView;
		type Measured = <Test as Config>::WeightInfo;
		type Ledger = <Test as Config>::Stake;
		with_chain(|| {
			let service = members(vec![duty(10, 5, 0)], &[STAKE; 7]);
			AssessmentRoom::set(Weight::zero());
			run(service, 7, |n, _| n != 0);
			let step = |room| Slashing::assess_service(service, COUNTS, room);
			let takes = |least: Weight| {
				let before = Duties::<Test>::get(COUNTS, service);
				for less in [Weight::from_parts(1, 0), Weight::from_parts(0, 1)] {
					assert_eq!(step(least.saturating_sub(less)), None);
				}
				assert_eq!(Duties::<Test>::get(COUNTS, service), before);
				step(least).expect("there is room")
			};
			let adding_up = <Ledger as StakeView<AccountId>>::add_up_weight();
			assert_eq!(takes(adding_up), adding_up);
			// Six attended.
			let most = Measured::find_due(palisade_terms::MAX_OPERATORS);
			assert_eq!(takes(most), Measured::find_due(6));
			let most = Slashing::judging_weight(crate::duties::Judged::AT_MOST);
			let judged = [takes(most), takes(most)];
			let absent = <Ledger as StakeView<AccountId>>::look_up_weight(1)
				.saturating_add(Measured::report_absence());
			let present = <Ledger as StakeView<AccountId>>::look_up_weight(0);
			let page = |members, more| Measured::judge(members).saturating_add(more);
			// Who attended nothing is looked up, on the page on which it stands.
			let possible =
				[[page(4, absent), page(3, present)], [page(4, present), page(3, absent)]];
			assert!(possible.contains(&judged), "{judged:?} is none of {possible:?}");
			assert_eq!(Duties::<Test>::iter().count(), 0);
			AssessmentRoom::set(Weight::MAX);
			begin_block();
		});
	}

	#[test]
	fn what_the_chain_reports_the_agenda_executes() {
		with_chain(|| {
			let service = members(vec![tenth()], &[STAKE; 4]);
			Budget::set(Weight::zero());
			run(service, 4, |n, _| n != 0);
			assert_eq!(stage(0), Stage::Pending);
			Budget::set(Weight::MAX);
			begin_block();
			assert!(is_executed(0));
		});
	}

	#[test]
	fn it_is_known_when_the_last_epochs_began() {
		with_chain(|| {
			for epoch in START..=COUNTS + 6 {
				at(epoch);
				begin_block();
			}
			let last: Vec<_> =
				(COUNTS + 1..=COUNTS + 6).map(|epoch| (epoch, start_of(epoch))).collect();
			assert_eq!(EpochStarts::<Test>::get().into_inner(), last);
		});
	}

	#[test]
	fn services_are_assessed_together_and_apart() {
		with_chain(|| {
			let services: Vec<_> = (0..3).map(|_| create(vec![tenth()])).collect();
			for operator in OPS {
				register(operator);
				delegate(ALICE, operator, NATIVE, STAKE);
				for service in &services {
					join(operator, *service);
					pledge(operator, *service, NATIVE, 300, Exclusive);
				}
			}
			at(COUNTS);
			take_events();
			for period in PERIODS {
				block(u64::from(period) * 10);
				for (n, service) in services.iter().enumerate() {
					for (_, operator) in OPS.iter().enumerate().filter(|(m, _)| *m != n) {
						attest(*operator, *service, period);
					}
				}
			}
			block(start_of(ASSESSED));
			let absent: Vec<_> = take_events()
				.into_iter()
				.filter_map(|event| match event {
					Event::Reported { offence, .. } => Some((offence.service, offence.operator)),
					_ => None,
				})
				.collect();
			let mut expected: Vec<_> = services.into_iter().zip(OPS).collect();
			let mut absent = absent;
			absent.sort();
			expected.sort();
			assert_eq!(absent, expected);
		});
	}
}

mod objecting {
	use super::*;

	#[test]
	fn the_resolver_may_undo_it_and_it_is_not_reported_again() {
		with_chain(|| {
			let resolution = Resolution::Veto { resolver: RESOLVER, window: 1 };
			let service = members(vec![Condition { resolution, ..tenth() }], &[STAKE; 4]);
			run(service, 4, |n, _| n != 0);
			assert_eq!(stage(0), Stage::Pending);
			assert_noop!(
				Slashing::reduce(signed(RESOLVER), 0, Perquintill::from_percent(2)),
				Error::<Test>::NotLower
			);
			assert_ok!(Slashing::reduce(signed(RESOLVER), 0, Perquintill::from_parts(5)));
			assert_noop!(
				Slashing::overturn(signed(RESOLVER), 0, true),
				Error::<Test>::NotFrivolous
			);
			assert_ok!(Slashing::overturn(signed(RESOLVER), 0, false));
			block(start_of(ASSESSED + 4));
			assert_eq!(NextSlashId::<Test>::get(), 1);
			assert_eq!(staked(&NATIVE), STAKE);
		});
	}

	#[test]
	fn a_greater_absence_is_capped_as_well() {
		use crate::evidence::Fact;
		with_chain(|| {
			let resolution = Resolution::Veto { resolver: RESOLVER, window: 1 };
			let service = members(vec![Condition { resolution, ..tenth() }], &[STAKE; 4]);
			let offence = Offence { operator: OP, service, epoch: COUNTS };
			let case = Case { offence, condition: 0 };
			for (topic, percent) in [(1, 30), (2, 60)] {
				let (law, _) = Slashing::law_of(&case).unwrap();
				let severity = Perquintill::from_percent(percent);
				let fact = Fact { topic: H256::repeat_byte(topic), severity };
				assert_ok!(Slashing::report_fact(None, case.clone(), law, fact));
				// A reduction of the lesser one says nothing of the greater one.
				let slash = Slashes::<Test>::get(0).unwrap();
				assert_eq!((slash.severity, slash.limit), (severity, DUTY_CAP));
				assert_ok!(Slashing::reduce(signed(RESOLVER), 0, Perquintill::zero()));
			}
		});
	}

	#[test]
	fn a_preview_knows_the_cap() {
		with_chain(|| {
			let service = members(vec![tenth()], &[STAKE; 4]);
			let preview = Slashing::preview(service, 0, OP, COUNTS, Perquintill::one()).unwrap();
			assert_eq!(preview.penalty, DUTY_CAP);
			assert_eq!(preview.pools[0].from_active, DUTY_CAP * STAKE);
		});
	}

	#[test]
	fn nobody_reports_a_missed_duty() {
		with_chain(|| {
			let service = members(vec![tenth()], &[STAKE; 4]);
			let proof = double_sign(OP, (service, COUNTS), 1);
			assert_noop!(
				Slashing::report(signed(REPORTER), service, 0, OP, COUNTS, proof),
				Error::<Test>::WrongEvidence
			);
		});
	}
}

mod model {
	use super::*;
	use codec::Encode;
	use std::collections::BTreeMap;

	/// The same numbers for the same seed.
	struct Random {
		seed: u64,
		drawn: u64,
	}

	impl Random {
		fn within(&mut self, range: core::ops::Range<u32>) -> u32 {
			self.drawn += 1;
			let hash = sp_io::hashing::twox_64(&(self.seed, self.drawn).encode());
			range.start + (u64::from_le_bytes(hash) % u64::from(range.end - range.start)) as u32
		}
	}

	/// Random members, absences, enrolments and tolerances, judged by counting as one would by hand.
	#[test]
	fn random_epochs_are_judged_as_by_hand() {
		let (mut absences, mut excused) = (0, 0);
		for seed in 0..60 {
			let mut random = Random { seed, drawn: 0 };
			with_chain(|| {
				let count = random.within(1..7) as usize;
				let stakes: Vec<Balance> =
					(0..count).map(|_| Balance::from(random.within(1_000..100_000))).collect();
				let every = random.within(10..60);
				let grace = random.within(0..every.min(40));
				let tolerated = random.within(0..60);
				let service = members(vec![duty(every, grace, tolerated)], &stakes);
				let diligence: Vec<u32> = (0..count).map(|_| random.within(30..100)).collect();

				let mut enrolled = None;
				let mut attested = BTreeMap::<(u64, usize), ()>::new();
				take_events();
				for height in 201..=400 {
					block(height);
					for (n, operator) in (OP..).take(count).enumerate() {
						let period =
							height / u64::from(every) - u64::from(random.within(0..3) == 0);
						if random.within(0..600) >= diligence[n] {
							continue;
						}
						let begins = period * u64::from(every);
						let is_of_epoch = (201..=300).contains(&begins);
						let open = height < begins + u64::from(every + grace);
						let is_known = attested.contains_key(&(period, n));
						let result = Slashing::attest(signed(operator), service, period as u32);
						if is_of_epoch {
							assert_eq!(result.is_ok(), open && !is_known, "{height} {period}");
						}
						if is_of_epoch && result.is_ok() {
							attested.insert((period, n), ());
							enrolled.get_or_insert(height);
						}
					}
				}
				block(start_of(ASSESSED));
				let events = take_events();

				let total: Balance = stakes.iter().sum();
				let mut missed = vec![0; count];
				let mut due = 0;
				let first = 201_u64.div_ceil(every.into());
				for period in first.. {
					let begins = period * u64::from(every);
					if begins > 300 {
						break;
					}
					let absent: Vec<_> =
						(0..count).filter(|n| !attested.contains_key(&(period, *n))).collect();
					let missing: Balance = absent.iter().map(|n| stakes[*n]).sum();
					let in_time = begins + u64::from(every + grace) <= 401;
					let Some(enrolled) = enrolled else { break };
					let half = begins as f64 + f64::from(every) / 2.0;
					if missing * 3 > total {
						excused += 1;
					} else if in_time && (enrolled as f64) < half {
						due += 1;
						absent.iter().for_each(|n| missed[*n] += 1);
					}
				}
				let mut expected: Vec<_> = (OP..)
					.zip(&missed)
					.filter(|(_, missed)| **missed * 100 > tolerated * due)
					.map(|(operator, missed)| {
						(operator, (u64::from(*missed) * 100).div_ceil(due.into()))
					})
					.collect();
				absences += expected.len();
				let mut found: Vec<_> = events
					.iter()
					.filter_map(|event| match event {
						Event::Reported { offence, severity, .. } if offence.epoch == COUNTS => {
							let part = Perquintill::from_percent(1).deconstruct();
							Some((offence.operator, severity.deconstruct().div_ceil(part)))
						},
						_ => None,
					})
					.collect();
				expected.sort();
				found.sort();
				assert_eq!(found, expected, "seed {seed}");
				let assessed = events.iter().find_map(|event| match event {
					Event::DutyAssessed { epoch: COUNTS, due, .. } => Some(*due),
					_ => None,
				});
				assert_eq!(assessed, enrolled.map(|_| due), "seed {seed}");
			});
		}
		assert!(absences > 20 && excused > 20, "{absences} {excused}");
	}
}
