//! How memberships end.

use super::*;

#[test]
fn a_member_that_leaves_counts_last_in_that_epoch() {
	with_registry(|| {
		let [a, b, ..] = OPS;
		let service = create(OWNER, at_most(1));
		join(a, service, 1);
		at(30);
		assert_ok!(Services::leave(signed(a), service));
		assert_eq!(take_events(), vec![Event::Left { service, operator: a, stops_at: 31 }]);
		assert_eq!(epochs_of(service, a, 20..=60), range(24..=30));
		// Its place is free at once.
		assert_eq!(Services::service(service).unwrap().members, 0);
		join(b, service, 2);
	});
}

#[test]
fn a_member_that_is_ejected_counts_last_in_that_epoch() {
	with_registry(|| {
		let [a, b, ..] = OPS;
		let service = create(OWNER, at_most(1));
		join(a, service, 1);
		at(30);
		assert_ok!(Services::eject(signed(OWNER), service, a));
		assert_eq!(take_events(), vec![Event::Ejected { service, operator: a, stops_at: 31 }]);
		assert_eq!(epochs_of(service, a, 20..=60), range(24..=30));
		assert_eq!(Services::service(service).unwrap().members, 0);
		join(b, service, 2);
	});
}

#[test]
fn an_applicant_takes_its_application_back() {
	with_registry(|| {
		let [a, b, ..] = OPS;
		let service = create(OWNER, approval_terms());
		join(a, service, 1);
		assert_ok!(Services::leave(signed(a), service));
		assert_eq!(take_events(), vec![Event::ApplicationWithdrawn { service, operator: a }]);
		assert!(no_trace(service, a));
		assert_eq!(held_for_records(a), 0);
		assert_eq!(Keys::<Test>::get(key(1)), None);
		join(b, service, 1);
		assert_noop!(Services::leave(signed(a), service), Error::<Test>::NotMember);
		assert_noop!(Services::approve(signed(OWNER), service, a), Error::<Test>::NoApplication);
	});
}

#[test]
fn a_membership_that_never_counted_leaves_no_trace() {
	for (now, ejected) in [(START, false), (START, true), (START + 1, false), (START + 1, true)] {
		with_registry(|| {
			let [a, b, ..] = OPS;
			let service = create(OWNER, at_most(1));
			join(a, service, 1);
			at(now);
			if ejected {
				assert_ok!(Services::eject(signed(OWNER), service, a));
			} else {
				assert_ok!(Services::leave(signed(a), service));
			}
			assert!(no_trace(service, a));
			assert_eq!(held_for_records(a), 0);
			assert_eq!(Registry::get(service).unwrap().records, 0);
			assert_eq!(epochs_of(service, a, 14..=60), Vec::<Epoch>::new());
			join(b, service, 1);
		});
	}
}

#[test]
fn a_member_that_leaves_in_its_first_epoch_counts_in_it() {
	with_registry(|| {
		let [a, ..] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		at(START + 2);
		leave(a, service);
		assert_eq!(epochs_of(service, a, 16..=60), vec![START + 2]);
		assert_eq!(held_for_records(a), record_price());
	});
}

#[test]
fn who_is_no_member_neither_leaves_nor_is_ejected() {
	with_registry(|| {
		let [a, b, c, d] = OPS;
		let service = create(OWNER, terms());
		create(PEER, terms());
		join(a, service, 1);
		join(b, service, 2);
		at(30);
		leave(a, service);
		update(service, approval_terms());
		join(c, service, 3);
		let leaves = |who, service| Services::leave(signed(who), service);
		let ejects = |by, service, who| Services::eject(signed(by), service, who);
		assert_noop!(leaves(b, 9), Error::<Test>::UnknownService);
		assert_noop!(ejects(OWNER, 9, b), Error::<Test>::UnknownService);
		// One that left, and one that never applied.
		for who in [a, d] {
			assert_noop!(leaves(who, service), Error::<Test>::NotMember);
			assert_noop!(ejects(OWNER, service, who), Error::<Test>::NotMember);
		}
		// An applicant is rejected, not ejected.
		assert_noop!(ejects(OWNER, service, c), Error::<Test>::NotMember);
		for who in [PEER, STRANGER, a, b] {
			assert_noop!(ejects(who, service, b), Error::<Test>::NotOwner);
		}
		// One that sleeps can leave until the terms are in force.
		at(32);
		assert_noop!(leaves(b, service), Error::<Test>::NotMember);
		assert_noop!(ejects(OWNER, service, b), Error::<Test>::NotMember);
	});
}

#[test]
fn a_sleeping_member_leaves_before_the_terms_are_in_force() {
	with_registry(|| {
		let [a, ..] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		at(30);
		update(service, stricter());
		leave(a, service);
		assert_eq!(epochs_of(service, a, 20..=60), range(24..=30));
	});
}

#[test]
fn a_record_answers_for_exactly_u_epochs() {
	with_registry(|| {
		let [a, ..] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		at(30);
		leave(a, service);
		at(30 + U);
		assert_eq!(epochs_of(service, a, 20..=60), vec![30]);
		assert_noop!(
			Services::clear_membership(signed(a), service, a),
			Error::<Test>::StillAnswers
		);
		at(30 + U + 1);
		assert_eq!(epochs_of(service, a, 20..=60), Vec::<Epoch>::new());
		assert_eq!(held_for_records(a), record_price());
		let info = Services::clear_membership(signed(STRANGER), service, a).unwrap();
		assert_eq!(info.actual_weight, Some(Weights::clear_membership(1)));
		assert_eq!(take_events(), vec![Event::MembershipCleared { service, operator: a }]);
		assert!(no_trace(service, a));
		assert_eq!(held_for_records(a), 0);
		assert_eq!(Keys::<Test>::iter().count(), 0);
	});
}

#[test]
fn clearing_pays_for_the_keys_that_are_left() {
	with_registry(|| {
		let [a, ..] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		for now in 22..=26 {
			at(now);
			assert_ok!(set_key(a, service, now));
		}
		leave(a, service);
		at(26 + U + 1);
		// Of the keys that came into force in 22 to 26, the record drops two in passing.
		let info = Services::clear_membership(signed(STRANGER), service, a).unwrap();
		assert_eq!(info.actual_weight, Some(Weights::clear_membership(3)));
		assert_eq!(Keys::<Test>::iter().count(), 0);
	});
}

#[test]
fn a_record_that_still_answers_is_not_cleared() {
	with_registry(|| {
		let [a, b, c, d] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		join(b, service, 2);
		update(service, approval_terms());
		accept(a, service, 2);
		join(c, service, 3);
		let clears = |service, who| Services::clear_membership(signed(STRANGER), service, who);
		assert_noop!(clears(9, a), Error::<Test>::UnknownService);
		assert_noop!(clears(service, d), Error::<Test>::NotMember);
		for now in [START, 22, 60] {
			at(now);
			// A member, an applicant.
			assert_noop!(clears(service, a), Error::<Test>::StillAnswers);
			assert_noop!(clears(service, c), Error::<Test>::StillAnswers);
		}
		// One that slept.
		assert_ok!(clears(service, b));
	});
}

#[test]
fn an_applicant_that_was_a_member_keeps_its_record_until_it_is_cleared() {
	with_registry(|| {
		let [a, b, ..] = OPS;
		let service = create(OWNER, approval_terms());
		for (operator, seed) in [(a, 1), (b, 2)] {
			join(operator, service, seed);
			approve(service, operator);
		}
		at(30);
		for (operator, seed) in [(a, 3), (b, 4)] {
			leave(operator, service);
			join(operator, service, seed);
			assert_eq!(held_for_records(operator), record_price());
		}
		assert_ok!(Services::reject(signed(OWNER), service, a));
		leave(b, service);
		for (operator, seed) in [(a, 1), (b, 2)] {
			assert_eq!(epochs_of(service, operator, 20..=60), range(24..=30));
			assert_eq!(key_at(service, operator, 30), Some(key(seed)));
			assert_eq!(Keys::<Test>::get(key(seed + 2)), None);
			assert_eq!(held_for_records(operator), record_price());
		}
		at(30 + U + 1);
		clear(service, a);
		clear(service, b);
		assert_eq!(held_for_records(a) + held_for_records(b), 0);
	});
}

#[test]
fn a_sleeping_members_record_answers_for_u_epochs_after_its_last() {
	with_registry(|| {
		let [a, ..] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		at(30);
		update(service, stricter());
		// It counted last in 31.
		at(31 + U);
		assert_noop!(
			Services::clear_membership(signed(STRANGER), service, a),
			Error::<Test>::StillAnswers
		);
		at(31 + U + 1);
		clear(service, a);
		assert!(no_trace(service, a));
	});
}

#[test]
fn a_member_returns_in_the_epoch_in_which_it_left() {
	with_registry(|| {
		let [a, ..] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		at(30);
		leave(a, service);
		assert_ok!(apply(a, service, 1));
		assert_eq!(
			take_events(),
			vec![Event::Joined { service, operator: a, version: 1, key: key(1), counts_from: 32 }]
		);
		assert_eq!(held_for_records(a), record_price());
		assert_eq!(epochs_of(service, a, 20..=60), [range(24..=30), range(32..=60)].concat());
		// It answers for the first time while it serves the second one.
		at(30 + U);
		assert_eq!(epochs_of(service, a, 20..=60), [range(30..=30), range(32..=60)].concat());
		at(30 + U + 1);
		assert_eq!(epochs_of(service, a, 20..=60), range(32..=60));
	});
}

#[test]
fn coming_and_going_all_the_time_fits_at_the_longest_unbonding() {
	with_registry(|| {
		UnbondingEpochs::set(MAX_UNBONDING_EPOCHS);
		let [a, ..] = OPS;
		let service = create(OWNER, terms());
		join(a, service, START);
		let mut most = 0;
		// Every second epoch counts: it leaves in it, and applies for the next but one with another key.
		for now in START..=START + 100 {
			at(now);
			let counts = |epoch: Epoch| epoch > START && epoch.is_multiple_of(2);
			if counts(now) {
				leave(a, service);
				join(a, service, now);
			}
			let spells = Memberships::<Test>::get(service, a).unwrap().spells.len();
			most = most.max(spells);
			let known = now.saturating_sub(MAX_UNBONDING_EPOCHS)..=now;
			let expected: Vec<Epoch> = known.clone().filter(|epoch| counts(*epoch)).collect();
			assert_eq!(epochs_of(service, a, known), expected, "epoch {now}");
			for epoch in expected {
				// The key with which it applied two epochs before.
				assert_eq!(key_at(service, a, epoch), Some(key(epoch - 2)), "{epoch} in {now}");
			}
			check_registry();
		}
		assert_eq!(most, MAX_SPELLS as usize);
	});
}

#[test]
fn a_joiner_that_lapses_before_it_counts_answers_for_nothing() {
	with_registry(|| {
		let [a, ..] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		// In force in the very epoch in which the membership would begin to count.
		update(service, stricter());
		for now in [START, START + 1] {
			at(now);
			// It can still accept.
			assert_noop!(
				Services::clear_membership(signed(STRANGER), service, a),
				Error::<Test>::StillAnswers
			);
		}
		at(START + 2);
		assert_eq!(epochs_of(service, a, 20..=60), Vec::<Epoch>::new());
		assert_ok!(Services::clear_membership(signed(STRANGER), service, a));
		assert!(!Memberships::<Test>::contains_key(service, a));
		assert_eq!(held_for_records(a), 0);
	});
}

#[test]
fn who_returns_and_leaves_before_it_counts_is_cleared_at_once() {
	with_registry(|| {
		let [a, ..] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		// More keys than one call forgets.
		for seed in 2..9 {
			at(20 + seed);
			assert_ok!(set_key(a, service, seed));
		}
		leave(a, service);
		at(29 + U);
		join(a, service, 1);
		leave(a, service);
		// Its record remembers old keys only.
		assert!(!no_trace(service, a));
		clear(service, a);
		assert!(no_trace(service, a));
		assert_eq!(held_for_records(a), 0);
	});
}
