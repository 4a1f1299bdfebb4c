//! Leaving the registry.

use super::*;

#[test]
fn whoever_leaves_gets_its_deposit_back_exactly() {
	with_registry(|| {
		assert_ok!(Operators::register(signed(ALICE), bytes(100), percent(5)));
		assert_ok!(Operators::set_metadata(signed(ALICE), bytes(7)));
		assert_ok!(Operators::register(signed(BOB), bytes(1), percent(5)));
		take_events();
		assert_ok!(Operators::deregister(signed(ALICE)));
		assert_eq!(take_events(), vec![Event::Deregistered { operator: ALICE }]);
		assert_eq!(Operators::status(&ALICE), None);
		assert_eq!((held(ALICE), Balances::balance(&ALICE)), (0, WEALTH));
		assert_eq!(Operators::status(&BOB), Some(OperatorStatus::Active));
		assert_eq!(held(BOB), deposit(1));
	});
}

#[test]
fn what_is_returned_was_held_whatever_it_would_cost_now() {
	with_registry(|| {
		for price in [0, 3 * PER_BYTE] {
			BytePrice::set(PER_BYTE);
			register(ALICE, percent(5));
			BytePrice::set(price);
			assert_ok!(Operators::deregister(signed(ALICE)));
			assert_eq!((held(ALICE), Balances::balance(&ALICE)), (0, WEALTH));
		}
	});
}

#[test]
fn whoever_serves_somebody_stays() {
	with_registry(|| {
		register(ALICE, percent(5));
		register(BOB, percent(5));
		Members::set([ALICE].into());
		assert_noop!(Operators::deregister(signed(ALICE)), Error::<Test>::HasMemberships);
		// Another's memberships are no reason.
		assert_ok!(Operators::deregister(signed(BOB)));
		// A pause does not help.
		assert_ok!(Operators::pause(signed(ALICE)));
		assert_noop!(Operators::deregister(signed(ALICE)), Error::<Test>::HasMemberships);
		Members::set([].into());
		assert_ok!(Operators::deregister(signed(ALICE)));
	});
}

#[test]
fn a_stranger_cannot_leave() {
	with_registry(|| {
		assert_noop!(Operators::deregister(signed(ALICE)), Error::<Test>::NotRegistered);
		register(ALICE, percent(5));
		assert_ok!(Operators::deregister(signed(ALICE)));
		assert_noop!(Operators::deregister(signed(ALICE)), Error::<Test>::NotRegistered);
	});
}

#[test]
fn whoever_returns_is_a_new_operator() {
	with_registry(|| {
		register(ALICE, percent(5));
		assert_ok!(Operators::set_commission(signed(ALICE), percent(10)));
		assert_ok!(Operators::pause(signed(ALICE)));
		assert_ok!(Operators::deregister(signed(ALICE)));
		register(ALICE, percent(30));
		assert_eq!(Operators::status(&ALICE), Some(OperatorStatus::Active));
		CurrentEpoch::set(START + NOTICE);
		let info = Operators::operator(&ALICE).unwrap();
		assert_eq!((info.commission, info.announced), (percent(30), None));
	});
}
