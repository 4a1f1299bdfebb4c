//! Becoming an operator.

use super::*;

#[test]
fn an_account_becomes_an_active_operator() {
	with_registry(|| {
		assert_eq!(Operators::status(&ALICE), None);
		assert_ok!(Operators::register(signed(ALICE), bytes(13), percent(5)));
		assert_eq!(
			take_events(),
			vec![Event::Registered {
				operator: ALICE,
				metadata: bounded(13),
				commission: percent(5)
			}]
		);
		assert_eq!(Operators::status(&ALICE), Some(OperatorStatus::Active));
		assert_eq!(Operators::status(&BOB), None);
		let entry = entry(ALICE);
		assert_eq!(entry.metadata, bounded(13));
		assert_eq!(entry.commission, Commission::new(percent(5)));
		assert_eq!(entry.status, OperatorStatus::Active);
	});
}

#[test]
fn the_deposit_covers_what_is_stored_and_stays_on_the_account() {
	with_registry(|| {
		assert_ok!(Operators::register(signed(ALICE), bytes(100), percent(0)));
		// Length 2 bytes, metadata 100, commission with a rise 13, status 1.
		assert_eq!(held(ALICE), BASE + 116 * PER_BYTE);
		assert_eq!(Balances::total_balance(&ALICE), WEALTH);
		assert_eq!(Balances::balance(&ALICE), WEALTH - held(ALICE));
	});
}

#[test]
fn the_deposit_covers_the_largest_entry_with_this_metadata() {
	for len in [0, 1, 63, 64, 255, 256] {
		with_registry(|| {
			assert_ok!(Operators::register(signed(ALICE), bytes(len), percent(0)));
			assert_ok!(Operators::set_commission(signed(ALICE), percent(5)));
			assert_ok!(Operators::pause(signed(ALICE)));
			let entry = entry(ALICE);
			let stored = entry.encoded_size() - entry.deposit.encoded_size();
			assert_eq!(crate::footprint(len).size, stored as u64);
			assert_eq!(held(ALICE), BASE + stored as Balance * PER_BYTE);
		});
	}
	let ticket = <Test as crate::Config>::Deposit::max_encoded_len();
	let largest = OperatorOf::<Test>::max_encoded_len() - ticket;
	assert_eq!(crate::footprint(MAX_METADATA as usize).size, largest as u64);
}

#[test]
fn registering_twice_is_refused() {
	with_registry(|| {
		assert_ok!(Operators::register(signed(ALICE), vec![], percent(0)));
		assert_noop!(
			Operators::register(signed(ALICE), vec![1], percent(100)),
			Error::<Test>::AlreadyRegistered
		);
		assert_ok!(Operators::register(signed(BOB), vec![], percent(0)));
	});
}

#[test]
fn metadata_has_a_limit() {
	with_registry(|| {
		assert_noop!(
			Operators::register(signed(ALICE), bytes(257), percent(0)),
			Error::<Test>::MetadataTooLong
		);
		assert_ok!(Operators::register(signed(ALICE), bytes(256), percent(0)));
	});
}

#[test]
fn the_first_commission_is_free() {
	with_registry(|| {
		for (who, commission) in [(ALICE, Perbill::one()), (BOB, Perbill::zero())] {
			assert_ok!(Operators::register(signed(who), vec![], commission));
			assert_eq!(entry(who).commission.at(START), commission);
		}
		let beyond = 1_000_000_001u32.encode();
		assert!(Perbill::decode(&mut &beyond[..]).is_err(), "more than the whole decodes");
	});
}

#[test]
fn whoever_cannot_pay_the_deposit_is_refused() {
	with_registry(|| {
		assert_noop!(
			Operators::register(signed(POOR), vec![0], percent(0)),
			TokenError::FundsUnavailable
		);
		assert_ok!(Operators::register(signed(POOR), vec![], percent(0)));
	});
}

#[test]
fn only_a_signed_account_calls() {
	with_registry(|| {
		register(ALICE, percent(5));
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(Operators::register(origin.clone(), vec![], percent(0)), BadOrigin);
			assert_noop!(Operators::set_metadata(origin.clone(), vec![]), BadOrigin);
			assert_noop!(Operators::set_commission(origin.clone(), percent(0)), BadOrigin);
			assert_noop!(Operators::pause(origin.clone()), BadOrigin);
			assert_noop!(Operators::resume(origin.clone()), BadOrigin);
			assert_noop!(Operators::deregister(origin), BadOrigin);
		}
	});
}

#[test]
fn an_operator_without_an_account_is_found() {
	new_test_ext().execute_with(|| {
		register(ALICE, percent(5));
		assert_ok!(Operators::do_try_state());
		frame_system::Account::<Test>::remove(ALICE);
		assert!(Operators::do_try_state().is_err());
	});
}
