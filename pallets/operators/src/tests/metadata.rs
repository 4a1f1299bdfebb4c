//! Replacing metadata.

use super::*;

#[test]
fn metadata_is_replaced_and_nothing_else() {
	with_registry(|| {
		assert_ok!(Operators::register(signed(ALICE), bytes(3), percent(5)));
		assert_ok!(Operators::set_commission(signed(ALICE), percent(7)));
		assert_ok!(Operators::pause(signed(ALICE)));
		let before = entry(ALICE);
		take_events();
		assert_ok!(Operators::set_metadata(signed(ALICE), bytes(100)));
		assert_eq!(
			take_events(),
			vec![Event::MetadataSet { operator: ALICE, metadata: bounded(100) }]
		);
		let after = entry(ALICE);
		assert_eq!(after.metadata, bounded(100));
		assert_eq!((after.commission, after.status), (before.commission, before.status));
	});
}

#[test]
fn the_deposit_grows_and_shrinks_with_the_metadata() {
	with_registry(|| {
		register(ALICE, percent(0));
		// A second byte of length counts from 64 bytes on.
		for len in [256, 63, 64, 64, 1, 0] {
			assert_ok!(Operators::set_metadata(signed(ALICE), bytes(len)));
			assert_eq!(held(ALICE), deposit(len as u32));
			assert_eq!(Balances::total_balance(&ALICE), WEALTH);
			check_registry();
		}
	});
}

#[test]
fn the_whole_entry_is_priced_anew() {
	with_registry(|| {
		assert_ok!(Operators::register(signed(ALICE), bytes(10), percent(0)));
		let before = held(ALICE);
		BytePrice::set(2 * PER_BYTE);
		assert_eq!(held(ALICE), before);
		assert_ok!(Operators::set_metadata(signed(ALICE), bytes(10)));
		// 25 bytes.
		assert_eq!(held(ALICE), before + 25 * PER_BYTE);
	});
}

#[test]
fn metadata_has_a_limit() {
	with_registry(|| {
		register(ALICE, percent(0));
		assert_noop!(
			Operators::set_metadata(signed(ALICE), bytes(257)),
			Error::<Test>::MetadataTooLong
		);
		assert_ok!(Operators::set_metadata(signed(ALICE), bytes(256)));
	});
}

#[test]
fn whoever_cannot_pay_for_more_bytes_keeps_the_old_ones() {
	with_registry(|| {
		register(POOR, percent(0));
		assert_noop!(Operators::set_metadata(signed(POOR), bytes(1)), TokenError::FundsUnavailable);
		assert_eq!(entry(POOR).metadata, bounded(0));
	});
}

#[test]
fn a_stranger_has_no_metadata() {
	with_registry(|| {
		assert_noop!(Operators::set_metadata(signed(ALICE), vec![]), Error::<Test>::NotRegistered);
	});
}
