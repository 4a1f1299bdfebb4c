//! Pausing and resuming.

use super::*;

#[test]
fn an_operator_pauses_and_resumes_at_once() {
	with_registry(|| {
		register(ALICE, percent(5));
		register(BOB, percent(5));
		assert_ok!(Operators::pause(signed(ALICE)));
		assert_eq!(take_events(), vec![Event::Paused { operator: ALICE }]);
		assert_eq!(Operators::status(&ALICE), Some(OperatorStatus::Paused));
		assert_eq!(Operators::status(&BOB), Some(OperatorStatus::Active));
		assert_ok!(Operators::resume(signed(ALICE)));
		assert_eq!(take_events(), vec![Event::Resumed { operator: ALICE }]);
		assert_eq!(Operators::status(&ALICE), Some(OperatorStatus::Active));
	});
}

#[test]
fn pausing_twice_is_refused() {
	with_registry(|| {
		register(ALICE, percent(5));
		assert_ok!(Operators::pause(signed(ALICE)));
		assert_noop!(Operators::pause(signed(ALICE)), Error::<Test>::AlreadyPaused);
	});
}

#[test]
fn whoever_is_active_cannot_resume() {
	with_registry(|| {
		register(ALICE, percent(5));
		assert_noop!(Operators::resume(signed(ALICE)), Error::<Test>::NotPaused);
		assert_ok!(Operators::pause(signed(ALICE)));
		assert_ok!(Operators::resume(signed(ALICE)));
		assert_noop!(Operators::resume(signed(ALICE)), Error::<Test>::NotPaused);
	});
}

#[test]
fn a_stranger_has_no_status_to_change() {
	with_registry(|| {
		assert_noop!(Operators::pause(signed(ALICE)), Error::<Test>::NotRegistered);
		assert_noop!(Operators::resume(signed(ALICE)), Error::<Test>::NotRegistered);
	});
}

#[test]
fn a_pause_changes_nothing_else() {
	with_registry(|| {
		assert_ok!(Operators::register(signed(ALICE), bytes(9), percent(5)));
		assert_ok!(Operators::set_commission(signed(ALICE), percent(9)));
		let before = entry(ALICE);
		assert_ok!(Operators::pause(signed(ALICE)));
		assert_eq!(
			entry(ALICE),
			crate::Operator { status: OperatorStatus::Paused, ..before.clone() }
		);
		// The announced rise comes, and the commission can be set.
		CurrentEpoch::set(START + NOTICE);
		assert_eq!(Operators::operator(&ALICE).unwrap().commission, percent(9));
		assert_ok!(Operators::set_commission(signed(ALICE), percent(1)));
		assert_ok!(Operators::resume(signed(ALICE)));
		assert_eq!(entry(ALICE).metadata, before.metadata);
		assert_eq!(entry(ALICE).commission, Commission::new(percent(1)));
	});
}
