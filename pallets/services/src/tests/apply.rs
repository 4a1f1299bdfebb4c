//! Becoming a member.

use super::*;

#[test]
fn where_admission_is_open_an_application_is_enough() {
	with_registry(|| {
		let [a, ..] = OPS;
		let service = create(OWNER, terms());
		let (key, proof) = prove(service, a, &pair(1));
		assert_ok!(Services::apply(signed(a), service, 1, key, proof));
		assert_eq!(
			take_events(),
			vec![Event::Joined { service, operator: a, version: 1, key, counts_from: START + 2 }]
		);
		assert_eq!(held_for_records(a), record_price());
		assert_eq!(Balances::total_balance(&a), WEALTH);
		assert_eq!(OperatorServices::<Test>::get(a), vec![service]);
		for now in [START, START + 1, START + 2, START + 20] {
			at(now);
			let first = (START + 2).max(now - U);
			assert_eq!(epochs_of(service, a, 10..=60), range(first..=60), "epoch {now}");
		}
		assert_eq!(Services::member_at(service, &a, START + 20), Some((1, key)));
	});
}

#[test]
fn the_latest_version_is_accepted_and_no_other() {
	with_registry(|| {
		let [a, ..] = OPS;
		let service = create(OWNER, terms());
		let (key, proof) = prove(service, a, &pair(1));
		let apply = |version| Services::apply(signed(a), service, version, key, proof.clone());
		for version in [0, 2, u32::MAX] {
			assert_noop!(apply(version), Error::<Test>::TermsChanged);
		}
		// Version 1 is still in force, but not for long.
		update(service, stricter());
		for version in [0, 1, 3] {
			assert_noop!(apply(version), Error::<Test>::TermsChanged);
		}
		assert_ok!(apply(2));
	});
}

#[test]
fn who_accepted_announced_terms_counts_when_they_are_in_force() {
	// With a notice of 5, announced in 20.
	for (applies_at, counts_from) in [(20, 25), (22, 25), (23, 25), (24, 26), (25, 27)] {
		with_registry(|| {
			let [a, ..] = OPS;
			TermsNotice::set(5);
			let service = create(OWNER, terms());
			update(service, stricter());
			at(applies_at);
			assert_ok!(apply(a, service, 1));
			assert_eq!(
				take_events(),
				vec![Event::Joined { service, operator: a, version: 2, key: key(1), counts_from }]
			);
			assert_eq!(epochs_of(service, a, 20..=60), range(counts_from..=60));
			assert_eq!(Services::member_at(service, &a, counts_from), Some((2, key(1))));
		});
	}
}

#[test]
fn where_admission_is_by_approval_both_sides_agree() {
	with_registry(|| {
		let [a, ..] = OPS;
		let service = create(OWNER, approval_terms());
		assert_ok!(apply(a, service, 1));
		assert_eq!(
			take_events(),
			vec![Event::Applied { service, operator: a, version: 1, key: key(1) }]
		);
		assert_eq!(held_for_records(a), record_price());
		at(30);
		assert_eq!(epochs_of(service, a, 20..=60), Vec::<Epoch>::new());
		assert_ok!(Services::approve(signed(OWNER), service, a));
		assert_eq!(
			take_events(),
			vec![Event::Joined { service, operator: a, version: 1, key: key(1), counts_from: 32 }]
		);
		assert_eq!(epochs_of(service, a, 20..=60), range(32..=60));
		assert_eq!(Services::member_at(service, &a, 32), Some((1, key(1))));
		assert_eq!(held_for_records(a), record_price());
	});
}

#[test]
fn an_approved_applicant_waits_for_announced_terms() {
	with_registry(|| {
		let [a, ..] = OPS;
		TermsNotice::set(5);
		let service = create(OWNER, approval_terms());
		update(service, approval_terms());
		join(a, service, 1);
		at(21);
		approve(service, a);
		assert_eq!(epochs_of(service, a, 20..=60), range(25..=60));
	});
}

#[test]
fn a_rejected_applicant_has_its_deposit_and_its_key_back() {
	with_registry(|| {
		let [a, b, ..] = OPS;
		let service = create(OWNER, approval_terms());
		join(a, service, 1);
		assert_ok!(Services::reject(signed(OWNER), service, a));
		assert_eq!(take_events(), vec![Event::Rejected { service, operator: a }]);
		assert_eq!(held_for_records(a), 0);
		assert!(no_trace(service, a));
		assert_eq!(Keys::<Test>::get(key(1)), None);
		// It may apply again, and so may another with this key.
		join(b, service, 1);
		join(a, service, 2);
	});
}

#[test]
fn the_owner_decides_about_applications() {
	with_registry(|| {
		let [a, b, c, ..] = OPS;
		let service = create(OWNER, approval_terms());
		create(PEER, terms());
		join(a, service, 1);
		join(c, service, 3);
		approve(service, c);
		let approve = |who, service, operator| Services::approve(signed(who), service, operator);
		let reject = |who, service, operator| Services::reject(signed(who), service, operator);
		assert_noop!(approve(OWNER, 9, a), Error::<Test>::UnknownService);
		assert_noop!(reject(OWNER, 9, a), Error::<Test>::UnknownService);
		for who in [PEER, STRANGER, a] {
			assert_noop!(approve(who, service, a), Error::<Test>::NotOwner);
			assert_noop!(reject(who, service, a), Error::<Test>::NotOwner);
		}
		// One that did not apply, and one that is a member.
		for operator in [b, c] {
			assert_noop!(approve(OWNER, service, operator), Error::<Test>::NoApplication);
			assert_noop!(reject(OWNER, service, operator), Error::<Test>::NoApplication);
		}
		assert_ok!(approve(OWNER, service, a));
		assert_noop!(approve(OWNER, service, a), Error::<Test>::NoApplication);
		assert_noop!(reject(OWNER, service, a), Error::<Test>::NoApplication);
	});
}

#[test]
fn an_application_for_former_terms_is_made_again() {
	with_registry(|| {
		let [a, b, ..] = OPS;
		let service = create(OWNER, approval_terms());
		join(a, service, 1);
		for seed in [1, 2] {
			assert_noop!(apply(a, service, seed), Error::<Test>::AlreadyApplied);
		}
		update(service, approval_terms());
		assert_noop!(Services::approve(signed(OWNER), service, a), Error::<Test>::TermsChanged);
		// With another key: the first one is free at once.
		assert_ok!(apply(a, service, 2));
		assert_eq!(
			take_events(),
			vec![Event::Applied { service, operator: a, version: 2, key: key(2) }]
		);
		assert_eq!(held_for_records(a), record_price());
		join(b, service, 1);
		assert_noop!(apply(a, service, 3), Error::<Test>::AlreadyApplied);
		approve(service, a);
		assert_eq!(Services::member_at(service, &a, 22), Some((2, key(2))));
	});
}

#[test]
fn an_applicant_goes_in_when_admission_becomes_open() {
	with_registry(|| {
		let [a, ..] = OPS;
		let service = create(OWNER, approval_terms());
		join(a, service, 1);
		update(service, terms());
		// The same key, which is its own.
		join(a, service, 1);
		assert_eq!(epochs_of(service, a, 14..=60), range(22..=60));
		assert_noop!(Services::reject(signed(OWNER), service, a), Error::<Test>::NoApplication);
	});
}

#[test]
fn an_application_takes_its_key_but_no_place() {
	with_registry(|| {
		let [a, b, c, ..] = OPS;
		let mut terms = approval_terms();
		terms.max_operators = 1;
		let service = create(OWNER, terms);
		join(a, service, 1);
		assert_noop!(apply(b, service, 1), Error::<Test>::KeyTaken);
		join(b, service, 2);
		approve(service, b);
		assert_noop!(Services::approve(signed(OWNER), service, a), Error::<Test>::ServiceFull);
		// A full service still takes applications.
		join(c, service, 3);
		leave(b, service);
		approve(service, a);
		assert_noop!(Services::approve(signed(OWNER), service, c), Error::<Test>::ServiceFull);
	});
}

#[test]
fn a_full_service_admits_nobody() {
	with_registry(|| {
		let [a, b, c, d] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		join(b, service, 2);
		at(30);
		join(c, service, 3);
		assert_noop!(apply(d, service, 4), Error::<Test>::ServiceFull);
		assert_eq!(Services::service(service).unwrap().members, 3);
		leave(a, service);
		join(d, service, 4);
		assert_noop!(apply(a, service, 1), Error::<Test>::ServiceFull);
	});
}

#[test]
fn a_lower_limit_ejects_nobody_and_admits_nobody() {
	with_registry(|| {
		let [a, b, c, d] = OPS;
		let service = create(OWNER, terms());
		for (operator, seed) in [(a, 1), (b, 2), (c, 3)] {
			join(operator, service, seed);
		}
		at(30);
		update(service, at_most(1));
		for operator in [a, b, c] {
			accept(operator, service, 2);
		}
		at(40);
		for operator in [a, b, c] {
			assert_eq!(epochs_of(service, operator, 20..=60), range(34..=60));
		}
		for operator in [a, b, c] {
			assert_noop!(apply(d, service, 4), Error::<Test>::ServiceFull);
			leave(operator, service);
		}
		join(d, service, 4);
	});
}

#[test]
fn only_active_operators_apply() {
	with_registry(|| {
		let [a, ..] = OPS;
		let service = create(OWNER, terms());
		assert_noop!(apply(STRANGER, service, 1), Error::<Test>::NotOperator);
		assert_noop!(apply(OWNER, service, 1), Error::<Test>::NotOperator);
		set_status(a, OperatorStatus::Paused);
		assert_noop!(apply(a, service, 1), Error::<Test>::OperatorPaused);
		set_status(a, OperatorStatus::Active);
		assert_ok!(apply(a, service, 1));
	});
}

#[test]
fn what_a_paused_operator_has_goes_on() {
	with_registry(|| {
		let [a, ..] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		set_status(a, OperatorStatus::Paused);
		at(30);
		assert_eq!(epochs_of(service, a, 20..=60), range(24..=60));
		assert_ok!(set_key(a, service, 2));
		update(service, stricter());
		accept(a, service, 2);
		assert_eq!(epochs_of(service, a, 20..=60), range(24..=60));
		leave(a, service);
		assert_noop!(apply(a, service, 2), Error::<Test>::OperatorPaused);
	});
}

#[test]
fn one_applies_to_a_service_that_is_there() {
	with_registry(|| {
		let [a, ..] = OPS;
		let service = create(OWNER, terms());
		for unknown in [CONSENSUS_SERVICE, service + 1] {
			assert_noop!(apply(a, unknown, 1), Error::<Test>::UnknownService);
		}
		close(service);
		assert_noop!(apply(a, service, 1), Error::<Test>::ServiceClosed);
	});
}

#[test]
fn a_member_does_not_apply() {
	with_registry(|| {
		let [a, ..] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		for now in [START, START + 2] {
			at(now);
			for seed in [1, 2] {
				assert_noop!(apply(a, service, seed), Error::<Test>::AlreadyMember);
			}
		}
		// Nor does one that has not accepted the new terms yet.
		update(service, stricter());
		assert_noop!(apply(a, service, 1), Error::<Test>::AlreadyMember);
	});
}

#[test]
fn an_operator_has_records_with_so_many_services() {
	with_registry(|| {
		let [a, b, ..] = OPS;
		let services: Vec<ServiceId> =
			(0..=MAX_SERVICES_PER_OPERATOR).map(|_| create(OWNER, terms())).collect();
		let (last, rest) = services.split_last().unwrap();
		for service in rest {
			join(a, *service, 1);
		}
		assert_noop!(apply(a, *last, 1), Error::<Test>::TooManyServices);
		join(b, *last, 2);
		// A record that still answers is one, too.
		at(30);
		leave(a, rest[0]);
		assert_noop!(apply(a, *last, 1), Error::<Test>::TooManyServices);
		at(30 + U + 1);
		clear(rest[0], a);
		join(a, *last, 1);
	});
}

#[test]
fn an_operator_pays_exactly_the_deposit() {
	with_registry(|| {
		let service = create(OWNER, terms());
		set_status(POOR, OperatorStatus::Active);
		Balances::set_balance(&POOR, record_price() + EXISTENTIAL - 1);
		assert_noop!(apply(POOR, service, 1), TokenError::FundsUnavailable);
		Balances::set_balance(&POOR, record_price() + EXISTENTIAL);
		join(POOR, service, 1);
		assert_eq!(Balances::balance(&POOR), EXISTENTIAL);
	});
}

#[test]
fn the_registry_of_operators_learns_who_has_a_record() {
	with_registry(|| {
		let [a, b, ..] = OPS;
		let has_any = <Services as palisade_primitives::Memberships<AccountId>>::has_any;
		let service = create(OWNER, approval_terms());
		assert!(!has_any(&a));
		join(a, service, 1);
		assert!(has_any(&a) && !has_any(&b));
		approve(service, a);
		at(30);
		leave(a, service);
		at(30 + U + 1);
		assert!(has_any(&a));
		clear(service, a);
		assert!(!has_any(&a));
	});
}
