//! Closing a service and removing it.

use super::*;

#[test]
fn nobody_counts_after_the_epoch_of_the_closing() {
	with_registry(|| {
		let [a, b, c, ..] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		at(28);
		join(b, service, 2);
		at(29);
		join(c, service, 3);
		at(30);
		assert_ok!(Services::close(signed(OWNER), service));
		assert_eq!(take_events(), vec![Event::Closed { service, stops_at: 31 }]);
		for now in [30, 31, 30 + U] {
			at(now);
			let oldest = now - U;
			assert_eq!(epochs_of(service, a, 20..=60), range(oldest..=30), "epoch {now}");
			// One that began in 30, and one that would have in 31.
			assert_eq!(epochs_of(service, b, 20..=60), vec![30], "epoch {now}");
			assert_eq!(epochs_of(service, c, 20..=60), Vec::<Epoch>::new(), "epoch {now}");
			assert_eq!(Services::service(service).unwrap().members, 0, "epoch {now}");
		}
		// The past stays readable for as long as it answers.
		assert_eq!(Services::member_at(service, &a, 30), Some((1, key(1))));
		assert_eq!(Services::terms_at(service, 30), Some((1, terms())));
		at(30 + U + 1);
		assert_eq!(epochs_of(service, a, 20..=60), Vec::<Epoch>::new());
		assert_eq!(Services::terms_at(service, 30), None);
	});
}

#[test]
fn a_closing_comes_before_announced_terms_and_after_a_lapse() {
	with_registry(|| {
		let [a, b, ..] = OPS;
		let (first, second) = (create(OWNER, terms()), create(OWNER, terms()));
		for service in [first, second] {
			join(a, service, 1);
			join(b, service, 2);
		}
		at(30);
		for service in [first, second] {
			update(service, stricter());
			accept(b, service, 2);
		}
		close(first);
		at(34);
		close(second);
		// One that slept, one that accepted.
		assert_eq!(epochs_of(first, a, 20..=60), range(28..=30));
		assert_eq!(epochs_of(first, b, 20..=60), range(28..=30));
		assert_eq!(epochs_of(second, a, 20..=60), range(28..=31));
		assert_eq!(epochs_of(second, b, 20..=60), range(28..=34));
	});
}

#[test]
fn a_service_is_closed_once_by_its_owner() {
	with_registry(|| {
		let service = create(OWNER, terms());
		create(PEER, terms());
		assert_noop!(Services::close(signed(OWNER), 9), Error::<Test>::UnknownService);
		for who in [PEER, STRANGER] {
			assert_noop!(Services::close(signed(who), service), Error::<Test>::NotOwner);
		}
		close(service);
		assert_noop!(Services::close(signed(OWNER), service), Error::<Test>::ServiceClosed);
	});
}

#[test]
fn nothing_new_happens_in_a_closed_service() {
	with_registry(|| {
		let [a, b, c, ..] = OPS;
		let service = create(OWNER, approval_terms());
		join(a, service, 1);
		approve(service, a);
		join(b, service, 2);
		at(30);
		update(service, approval_terms());
		close(service);
		for now in [30, 31] {
			at(now);
			let owner = || signed(OWNER);
			assert_noop!(
				Services::update_terms(owner(), service, terms()),
				Error::<Test>::ServiceClosed
			);
			assert_noop!(
				Services::accept_terms(signed(a), service, 2),
				Error::<Test>::ServiceClosed
			);
			assert_noop!(
				Services::set_metadata(owner(), service, vec![]),
				Error::<Test>::ServiceClosed
			);
			assert_noop!(apply(b, service, 2), Error::<Test>::ServiceClosed);
			assert_noop!(apply(c, service, 3), Error::<Test>::ServiceClosed);
			assert_noop!(Services::approve(owner(), service, b), Error::<Test>::ServiceClosed);
			assert_noop!(set_key(a, service, 4), Error::<Test>::ServiceClosed);
			assert_noop!(Services::close(owner(), service), Error::<Test>::ServiceClosed);
		}
	});
}

#[test]
fn one_can_still_go() {
	with_registry(|| {
		let [a, b, c, d] = OPS;
		let service = create(OWNER, approval_terms());
		for (operator, seed) in [(a, 1), (b, 2)] {
			join(operator, service, seed);
			approve(service, operator);
		}
		join(c, service, 3);
		join(d, service, 4);
		at(30);
		close(service);
		assert_ok!(Services::leave(signed(a), service));
		at(31);
		assert_ok!(Services::leave(signed(c), service));
		assert_ok!(Services::reject(signed(OWNER), service, d));
		assert!(no_trace(service, c) && no_trace(service, d));
		// Its membership has ended.
		assert_noop!(Services::leave(signed(b), service), Error::<Test>::NotMember);
		assert_noop!(Services::eject(signed(OWNER), service, b), Error::<Test>::NotMember);
		assert_eq!(epochs_of(service, a, 20..=60), range(25..=30));
		assert_eq!(epochs_of(service, b, 20..=60), range(25..=30));
	});
}

#[test]
fn the_owner_ejects_in_the_epoch_of_the_closing() {
	with_registry(|| {
		let [a, ..] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		at(30);
		close(service);
		assert_ok!(Services::eject(signed(OWNER), service, a));
		assert_eq!(epochs_of(service, a, 20..=60), range(24..=30));
	});
}

#[test]
fn a_closed_service_is_removed_when_all_records_are_cleared() {
	with_registry(|| {
		let [a, b, ..] = OPS;
		let service = create(OWNER, terms());
		let stays = create(OWNER, terms());
		let price = held_for_services(OWNER);
		update(service, stricter());
		join(a, service, 1);
		join(b, service, 2);
		assert_noop!(Services::remove(signed(OWNER), service), Error::<Test>::NotClosed);
		at(30);
		close(service);
		at(30 + U);
		assert_noop!(
			Services::clear_membership(signed(OWNER), service, a),
			Error::<Test>::StillAnswers
		);
		at(30 + U + 1);
		clear(service, a);
		assert_noop!(Services::remove(signed(OWNER), service), Error::<Test>::RecordsRemain);
		clear(service, b);
		let info = Services::remove(signed(STRANGER), service).unwrap();
		assert_eq!(info.actual_weight, Some(Weights::remove(2)));
		assert_eq!(take_events(), vec![Event::Removed { service }]);
		// Only the other one is left, of the same price.
		assert_eq!(held_for_services(OWNER), price / 2);
		assert_eq!(Services::service(service), None);
		assert_eq!(TermsOf::<Test>::iter_key_prefix(service).count(), 0);
		assert_noop!(Services::remove(signed(OWNER), service), Error::<Test>::UnknownService);
		assert_eq!(create(OWNER, terms()), stays + 1);
	});
}

#[test]
fn a_service_that_nobody_joined_is_removed_at_once() {
	with_registry(|| {
		let service = create(OWNER, terms());
		close(service);
		assert_ok!(Services::remove(signed(STRANGER), service));
		assert_eq!(held_for_services(OWNER), 0);
		assert_eq!(Balances::balance(&OWNER), WEALTH);
	});
}
