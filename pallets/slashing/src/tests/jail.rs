//! Who is excluded from a service, and when.

use super::*;
use frame_support::{traits::ConstU32, BoundedVec};
use palisade_primitives::{ServiceId, ServiceRegistry, SlashId};
use palisade_terms::Condition;

const NEVER: Vec<Epoch> = Vec::new();

/// As `condition`, and so many epochs in jail.
fn jailing(jail: Epoch, condition: Condition<AccountId>) -> Condition<AccountId> {
	Condition { jail, ..condition }
}

/// Whether [`OP`] counts in `service` in `epoch`, which has begun. Whoever can be asked says the same; that it is a member
/// and has stake there does not depend on it.
fn counts(service: ServiceId, epoch: Epoch) -> bool {
	let counts = Services::counts_at(service, &OP, epoch);
	assert_eq!(Services::counting_value(service, &OP, epoch).is_some(), counts);
	let membership = Services::membership(service, &OP, epoch).expect("it is a member");
	assert_eq!(membership.counts, counts);
	let security = Restaking::security(service, epoch);
	assert_eq!(security.members.iter().any(|(who, _)| *who == OP), counts);
	assert!(Services::is_member(service, &OP, epoch));
	assert!(Services::member_at(service, &OP, epoch).is_some());
	let stake = Restaking::stake(&OP, service, epoch);
	assert!(stake.iter().any(|stake| stake.value > 0));
	let others = security.members.iter().filter(|(who, _)| *who != OP);
	let others: Balance = others.map(|(_, value)| *value).sum();
	let own: Balance = stake.iter().map(|stake| stake.value).sum();
	assert_eq!(security.value, others + if counts { own } else { 0 });
	counts
}

/// The epochs that can be asked for in which [`OP`] does not count in `service` though it is a member.
fn missed(service: ServiceId) -> Vec<Epoch> {
	let first = COUNTS.max(now() - U);
	(first..=now()).filter(|epoch| !counts(service, *epoch)).collect()
}

/// Lets the chain go through all epochs up to `epoch`.
fn go_to(epoch: Epoch) {
	for next in now() + 1..=epoch {
		at(next);
	}
}

fn range(epochs: core::ops::RangeInclusive<Epoch>) -> Vec<Epoch> {
	epochs.collect()
}

fn overturn(id: SlashId) {
	assert_ok!(Slashing::overturn(signed(RESOLVER), id, false));
}

fn sentences(service: ServiceId) -> Vec<Sentence> {
	Sentences::<Test>::get(service, OP).into_inner()
}

fn set_sentences(service: ServiceId, sentences: Vec<Sentence>) {
	let sentences: BoundedVec<_, ConstU32<MAX_SENTENCES>> = sentences.try_into().unwrap();
	Sentences::<Test>::insert(service, OP, sentences);
}

/// As many sentences as are told apart, each from `from` on and before `until`.
fn fill_the_jail(service: ServiceId, from: Epoch, until: Epoch) {
	let sentence = |n| Sentence { slash: Some(SlashId::MAX - n), from, until };
	set_sentences(service, (0..MAX_SENTENCES).map(sentence).collect());
}

// From when, until when.

#[test]
fn an_operator_is_jailed_from_the_epoch_after_the_report_for_as_long_as_the_terms_say() {
	for (condition, jail) in [
		(vetoable(), 1),
		(vetoable(), 2),
		(vetoable(), 4),
		// The slash is executed in the epoch of the report; that does not count as served.
		(at_once(), 1),
		(at_once(), 3),
	] {
		with_chain(|| {
			let service = guarded(vec![jailing(jail, condition.clone())], 1_000, Exclusive);
			go_to(COUNTS + 1);
			let id = report(service, 0, COUNTS);
			let (from, until) = (COUNTS + 2, COUNTS + 2 + jail);
			let jailed = Event::Jailed { service, operator: OP, from, until, slash: id };
			assert!(take_events().contains(&jailed));
			// The epoch of the report goes on as it began.
			assert_eq!(missed(service), NEVER);
			for epoch in from..until {
				at(epoch);
				assert_eq!(missed(service), range(from..=epoch));
			}
			// Execution has nothing to do with it.
			go_to(until);
			assert_eq!(missed(service), range(from..=until - 1));
			go_to(COUNTS + 6);
			assert!(is_executed(id));
			assert_eq!(missed(service), range(from..=until - 1));
		});
	}
}

#[test]
fn where_the_terms_jail_nobody_nobody_is_jailed() {
	with_chain(|| {
		let service = guarded(vec![vetoable()], 1_000, Exclusive);
		let id = report(service, 0, COUNTS);
		let jailed = |event: &Event<Test>| matches!(event, Event::Jailed { .. });
		assert!(!take_events().iter().any(jailed));
		assert!(!Sentences::<Test>::contains_key(service, OP));
		overturn(id);
		let released = |event: &Event<Test>| matches!(event, Event::Released { .. });
		assert!(!take_events().iter().any(released));
		go_to(COUNTS + 4);
		assert_eq!(missed(service), NEVER);
	});
}

#[test]
fn a_jailed_operator_does_not_count_in_epochs_to_come_and_is_a_member_in_them() {
	with_chain(|| {
		let service = guarded(vec![jailing(3, vetoable())], 1_000, Exclusive);
		report(service, 0, COUNTS);
		let to_come = COUNTS + 1..=COUNTS + 5;
		assert!(to_come.clone().all(|epoch| Services::member_at(service, &OP, epoch).is_some()));
		let counting: Vec<_> =
			to_come.filter(|epoch| Services::counts_at(service, &OP, *epoch)).collect();
		assert_eq!(counting, range(COUNTS + 4..=COUNTS + 5));
	});
}

// Where.

#[test]
fn only_the_convicting_service_excludes_the_operator_and_only_that_operator() {
	with_chain(|| {
		register(OP);
		register(OPS[1]);
		let [service, other] = [(); 2].map(|_| create(vec![jailing(3, vetoable())]));
		for operator in [OP, OPS[1]] {
			for to in [service, other] {
				join(operator, to);
				pledge(operator, to, NATIVE, 400, Shared);
			}
			delegate(ALICE, operator, NATIVE, 1_000);
		}
		at(COUNTS);
		report(service, 0, COUNTS);
		go_to(COUNTS + 4);
		assert_eq!(missed(service), range(COUNTS + 1..=COUNTS + 3));
		assert_eq!(missed(other), NEVER);
		for epoch in COUNTS..=COUNTS + 4 {
			assert!(Services::counts_at(service, &OPS[1], epoch));
		}
	});
}

#[test]
fn a_jailed_operator_adds_nothing_to_what_the_service_is_worth() {
	with_chain(|| {
		register(OP);
		register(OPS[1]);
		let service = create(vec![jailing(1, vetoable())]);
		for (operator, amount) in [(OP, 1_000), (OPS[1], 300)] {
			join(operator, service);
			delegate(ALICE, operator, NATIVE, amount);
			pledge(operator, service, NATIVE, 1_000, Exclusive);
		}
		at(COUNTS);
		report(service, 0, COUNTS);
		go_to(COUNTS + 2);
		for (epoch, value, members) in
			[(COUNTS, 1_300, 2), (COUNTS + 1, 300, 1), (COUNTS + 2, 1_300, 2)]
		{
			assert_eq!(Restaking::security(service, epoch).value, value);
			assert_ok!(Restaking::tally(signed(STRANGER), service, epoch));
			let tally = pallet_restaking::Tallies::<Test>::get(service, epoch).unwrap();
			assert_eq!((tally.value, tally.members), (value, members));
		}
	});
}

#[test]
fn a_jailed_operator_answers_for_what_it_does_in_jail() {
	with_chain(|| {
		let service = guarded(vec![jailing(3, at_once())], 1_000, Exclusive);
		report(service, 0, COUNTS);
		go_to(COUNTS + 2);
		assert!(!counts(service, now()));
		let stake = Restaking::stake(&OP, service, now());
		assert_eq!((stake[0].amount, staked(&NATIVE)), (500, 500));
		report(service, 0, now());
		assert_eq!(staked(&NATIVE), 250);
		// And is jailed for that, too.
		go_to(COUNTS + 7);
		assert_eq!(missed(service), range(COUNTS + 1..=COUNTS + 5));
	});
}

#[test]
fn a_report_of_an_earlier_epoch_excludes_from_none_that_passed() {
	with_chain(|| {
		let service = guarded(vec![jailing(2, vetoable())], 1_000, Exclusive);
		go_to(COUNTS + 2);
		report(service, 0, COUNTS);
		go_to(COUNTS + 5);
		assert_eq!(missed(service), range(COUNTS + 3..=COUNTS + 4));
	});
}

// Release.

#[test]
fn an_overturn_releases_from_the_next_epoch_on_and_rewrites_nothing() {
	for by_governance in [false, true] {
		with_chain(|| {
			let service = guarded(vec![jailing(4, vetoable())], 1_000, Exclusive);
			let id = report(service, 0, COUNTS);
			go_to(COUNTS + 2);
			take_events();
			let by =
				if by_governance { RuntimeOrigin::root() } else { RuntimeOrigin::signed(RESOLVER) };
			assert_ok!(Slashing::overturn(by, id, false));
			let released = Event::Released { service, operator: OP, from: COUNTS + 3, slash: id };
			assert_eq!(take_events().last(), Some(&released));
			// The epoch goes on as it began.
			assert_eq!(missed(service), range(COUNTS + 1..=COUNTS + 2));
			for epoch in COUNTS + 3..=COUNTS + 6 {
				at(epoch);
				assert_eq!(missed(service), range(COUNTS + 1..=COUNTS + 2));
			}
		});
	}
}

#[test]
fn who_is_acquitted_in_the_epoch_of_the_report_was_never_jailed() {
	with_chain(|| {
		let service = guarded(vec![jailing(3, vetoable())], 1_000, Exclusive);
		let id = report(service, 0, COUNTS);
		take_events();
		overturn(id);
		let released = Event::Released { service, operator: OP, from: COUNTS + 1, slash: id };
		assert_eq!(take_events().last(), Some(&released));
		assert!(!Sentences::<Test>::contains_key(service, OP));
		go_to(COUNTS + 4);
		assert_eq!(missed(service), NEVER);
	});
}

#[test]
fn who_has_served_its_time_is_not_released() {
	with_chain(|| {
		let service = guarded(vec![jailing(1, vetoable())], 1_000, Exclusive);
		let id = report(service, 0, COUNTS);
		go_to(COUNTS + 2);
		take_events();
		overturn(id);
		let released = |event: &Event<Test>| matches!(event, Event::Released { .. });
		assert!(!take_events().iter().any(released));
		assert_eq!(missed(service), vec![COUNTS + 1]);
	});
}

#[test]
fn reducing_and_upholding_change_no_sentence() {
	with_chain(|| {
		let service = guarded(vec![jailing(3, vetoable())], 1_000, Exclusive);
		let id = report(service, 0, COUNTS);
		assert_ok!(Slashing::reduce(signed(RESOLVER), id, Perquintill::zero()));
		assert_ok!(Slashing::uphold(signed(RESOLVER), id));
		go_to(COUNTS + 5);
		assert!(is_executed(id));
		assert_eq!(missed(service), range(COUNTS + 1..=COUNTS + 3));
	});
}

// Several.

#[test]
fn a_greater_offence_prolongs_the_sentence() {
	with_chain(|| {
		let service = guarded(vec![jailing(3, by_court())], 1_000, Exclusive);
		let id = rule(service, 0, COUNTS, 10);
		go_to(COUNTS + 2);
		take_events();
		assert_ok!(Slashing::report(signed(COURT), service, 0, OP, COUNTS, ruling(2, 20)));
		let (from, until) = (COUNTS + 3, COUNTS + 6);
		let jailed = Event::Jailed { service, operator: OP, from, until, slash: id };
		assert_eq!(take_events().last(), Some(&jailed));
		go_to(COUNTS + 6);
		assert_eq!(missed(service), range(COUNTS + 1..=COUNTS + 5));
	});
}

#[test]
fn an_overturn_lifts_a_prolonged_sentence() {
	with_chain(|| {
		let service = guarded(vec![jailing(3, by_court())], 1_000, Exclusive);
		let id = rule(service, 0, COUNTS, 10);
		go_to(COUNTS + 1);
		assert_ok!(Slashing::report(signed(COURT), service, 0, OP, COUNTS, ruling(2, 20)));
		go_to(COUNTS + 3);
		overturn(id);
		go_to(COUNTS + 6);
		assert_eq!(missed(service), range(COUNTS + 1..=COUNTS + 3));
	});
}

#[test]
fn a_greater_offence_proven_after_release_rewrites_no_epoch_between() {
	with_chain(|| {
		let service = guarded(vec![jailing(1, by_court())], 1_000, Exclusive);
		let id = rule(service, 0, COUNTS, 10);
		go_to(COUNTS + 2);
		// It served its epoch, and counts in this one: others have relied on that.
		assert!(counts(service, COUNTS + 2));
		assert_ok!(Slashing::report(signed(COURT), service, 0, OP, COUNTS, ruling(2, 20)));
		assert_eq!(missed(service), vec![COUNTS + 1]);
		go_to(COUNTS + 3);
		assert_eq!(missed(service), vec![COUNTS + 1, COUNTS + 3]);
		overturn(id);
		go_to(COUNTS + 5);
		assert_eq!(missed(service), vec![COUNTS + 1, COUNTS + 3]);
	});
}

#[test]
fn both_parts_of_an_interrupted_sentence_are_lifted_with_the_slash() {
	with_chain(|| {
		let service = guarded(vec![jailing(1, by_court())], 1_000, Exclusive);
		let id = rule(service, 0, COUNTS, 10);
		go_to(COUNTS + 2);
		assert_ok!(Slashing::report(signed(COURT), service, 0, OP, COUNTS, ruling(2, 20)));
		overturn(id);
		go_to(COUNTS + 4);
		assert_eq!(missed(service), vec![COUNTS + 1]);
	});
}

#[test]
fn an_overturn_leaves_what_is_served_for_another_slash() {
	// From COUNTS + 1 through COUNTS + 3, and from COUNTS + 2 through COUNTS + 4.
	for (overturned, last) in [(0, 4), (1, 3)] {
		with_chain(|| {
			let service = guarded(vec![jailing(3, vetoable())], 1_000, Exclusive);
			let first = report(service, 0, COUNTS);
			go_to(COUNTS + 1);
			let second = report(service, 0, COUNTS + 1);
			go_to(COUNTS + 2);
			take_events();
			overturn([first, second][overturned]);
			go_to(COUNTS + 6);
			assert_eq!(missed(service), range(COUNTS + 1..=COUNTS + last));
		});
	}
}

#[test]
fn sentences_of_several_conditions_are_told_apart() {
	for (overturned, last) in [(0, 3), (1, 1)] {
		with_chain(|| {
			let conditions = vec![jailing(1, by_court()), jailing(3, vetoable())];
			let service = guarded(conditions, 1_000, Exclusive);
			let ids = [rule(service, 0, COUNTS, 10), report(service, 1, COUNTS)];
			overturn(ids[overturned]);
			go_to(COUNTS + 5);
			assert_eq!(missed(service), range(COUNTS + 1..=COUNTS + last));
		});
	}
}

#[test]
fn who_is_acquitted_can_be_jailed_again() {
	with_chain(|| {
		let service = guarded(vec![jailing(2, by_court())], 1_000, Exclusive);
		let first = rule(service, 0, COUNTS, 10);
		go_to(COUNTS + 1);
		overturn(first);
		go_to(COUNTS + 2);
		report_proof(COURT, service, 0, COUNTS, ruling(2, 10));
		go_to(COUNTS + 5);
		assert_eq!(missed(service), vec![COUNTS + 1, COUNTS + 3, COUNTS + 4]);
	});
}

#[test]
fn more_sentences_than_are_told_apart_are_served_together() {
	with_chain(|| {
		let service = guarded(vec![jailing(3, vetoable())], 1_000, Exclusive);
		fill_the_jail(service, COUNTS + 1, COUNTS + 2);
		let id = report(service, 0, COUNTS);
		let all = sentences(service);
		assert_eq!(all.len() as u32, MAX_SENTENCES);
		let together = Sentence { slash: None, from: COUNTS + 1, until: COUNTS + 4 };
		assert_eq!(all.iter().filter(|one| **one == together).count(), 1);
		// Who is jailed for so much is not released for one of it.
		overturn(id);
		go_to(COUNTS + 5);
		assert_eq!(missed(service), range(COUNTS + 1..=COUNTS + 3));
	});
}

#[test]
fn a_shorter_sentence_does_not_shorten_those_with_which_it_is_served() {
	with_chain(|| {
		let service = guarded(vec![jailing(1, vetoable())], 1_000, Exclusive);
		fill_the_jail(service, COUNTS + 1, COUNTS + 4);
		report(service, 0, COUNTS);
		go_to(COUNTS + 5);
		assert_eq!(missed(service), range(COUNTS + 1..=COUNTS + 3));
	});
}

#[test]
fn sentences_served_together_rewrite_no_epoch_between() {
	with_chain(|| {
		let service = guarded(vec![jailing(1, vetoable())], 1_000, Exclusive);
		fill_the_jail(service, COUNTS + 1, COUNTS + 2);
		go_to(COUNTS + 4);
		// It counted since, and others have relied on that.
		assert_eq!(missed(service), vec![COUNTS + 1]);
		report(service, 0, COUNTS + 4);
		assert_eq!(missed(service), vec![COUNTS + 1]);
		go_to(COUNTS + 6);
		assert_eq!(missed(service), vec![COUNTS + 1, COUNTS + 5]);
	});
}

#[test]
fn however_much_was_served_an_overturn_lifts_the_rest() {
	with_chain(|| {
		let service = guarded(vec![jailing(4, vetoable())], 1_000, Exclusive);
		fill_the_jail(service, COUNTS + 1, COUNTS + 2);
		go_to(COUNTS + 2);
		let id = report(service, 0, COUNTS + 2);
		go_to(COUNTS + 3);
		overturn(id);
		go_to(COUNTS + 6);
		assert_eq!(missed(service), vec![COUNTS + 1, COUNTS + 3]);
	});
}

#[test]
fn what_is_served_together_lasts_as_long_as_the_longest() {
	with_chain(|| {
		let service = guarded(vec![jailing(1, vetoable())], 1_000, Exclusive);
		let until = |n| if n == 0 { COUNTS + 4 } else { COUNTS + 2 };
		let sentence =
			|n| Sentence { slash: Some(SlashId::MAX - n), from: COUNTS + 1, until: until(n) };
		set_sentences(service, (0..MAX_SENTENCES).map(sentence).collect());
		// It is served with the first one.
		report(service, 0, COUNTS);
		go_to(COUNTS + 5);
		assert_eq!(missed(service), range(COUNTS + 1..=COUNTS + 3));
	});
}

#[test]
fn a_full_jail_adds_to_no_sentence_that_was_served() {
	with_chain(|| {
		let service = guarded(vec![jailing(1, vetoable())], 1_000, Exclusive);
		let from = |n| if n == 0 { COUNTS + 1 } else { COUNTS + 5 };
		let sentence =
			|n| Sentence { slash: Some(SlashId::MAX - n), from: from(n), until: from(n) + 1 };
		set_sentences(service, (0..MAX_SENTENCES).map(sentence).collect());
		go_to(COUNTS + 4);
		report(service, 0, COUNTS + 4);
		assert_eq!(sentences(service).len() as u32, MAX_SENTENCES);
		go_to(COUNTS + 6);
		assert_eq!(missed(service), vec![COUNTS + 1, COUNTS + 5]);
	});
}

#[test]
fn a_short_sentence_within_a_long_one_does_not_shorten_it_afterwards() {
	with_chain(|| {
		let service = guarded(vec![jailing(1, vetoable())], 1_000, Exclusive);
		let sentence = |n| {
			let (from, until) =
				if n % 2 == 0 { (COUNTS + 1, COUNTS + 4) } else { (COUNTS + 2, COUNTS + 3) };
			Sentence { slash: Some(SlashId::MAX - n), from, until }
		};
		set_sentences(service, (0..MAX_SENTENCES).map(sentence).collect());
		go_to(COUNTS + 5);
		// What was served becomes one, to make room.
		report(service, 0, COUNTS + 5);
		assert_eq!(sentences(service).len(), 2);
		go_to(COUNTS + 7);
		assert_eq!(missed(service), vec![COUNTS + 1, COUNTS + 2, COUNTS + 3, COUNTS + 6]);
	});
}

#[test]
fn sentences_are_forgotten_when_nobody_can_ask_for_their_epochs() {
	with_chain(|| {
		let service = guarded(vec![jailing(2, vetoable())], 1_000, Exclusive);
		let last = 60 - REMEMBERED_EPOCHS;
		let old = |n, until| Sentence { slash: Some(n), from: until - 1, until };
		set_sentences(service, vec![old(7, last - 1), old(8, last), old(9, last - 5)]);
		at(60);
		let id = report(service, 0, 60);
		let new = Sentence { slash: Some(id), from: 61, until: 63 };
		assert_eq!(sentences(service), vec![old(8, last), new]);
	});
}

#[test]
fn an_epoch_between_two_sentences_that_were_served_is_not_rewritten() {
	with_chain(|| {
		let service = guarded(vec![jailing(1, vetoable())], 1_000, Exclusive);
		let sentence = |n| {
			let from = COUNTS + if n == 0 { 3 } else { 1 };
			Sentence { slash: Some(SlashId::MAX - n), from, until: from + 1 }
		};
		set_sentences(service, (0..MAX_SENTENCES).map(sentence).collect());
		go_to(COUNTS + 4);
		assert_eq!(missed(service), vec![COUNTS + 1, COUNTS + 3]);
		// What was served becomes fewer sentences, and it counted in between.
		report(service, 0, COUNTS + 4);
		assert_eq!(missed(service), vec![COUNTS + 1, COUNTS + 3]);
	});
}
