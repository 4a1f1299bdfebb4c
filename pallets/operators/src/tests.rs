//! Tests by subject. The registry is checked after each.

use crate::{mock::*, Error, Event, HoldReason};
use codec::{Decode, Encode};
use frame_support::{
	assert_noop, assert_ok,
	traits::fungible::{Inspect, InspectHold},
};
use palisade_primitives::OperatorRegistry;
use sp_runtime::{traits::BadOrigin, Perbill, TokenError};

mod register {
	use super::*;

	#[test]
	fn an_account_becomes_an_operator() {
		with_registry(|| {
			assert!(!Operators::is_operator(&ALICE));
			let commission = Perbill::from_percent(5);
			let metadata = b"alice.example".to_vec();
			assert_ok!(Operators::register(signed(ALICE), metadata.clone(), commission));
			assert!(Operators::is_operator(&ALICE));
			assert!(!Operators::is_operator(&BOB));
			let entry = crate::Operators::<Test>::get(ALICE).unwrap();
			assert_eq!(entry.metadata.to_vec(), metadata);
			assert_eq!(entry.commission, commission);
			let metadata = entry.metadata;
			System::assert_last_event(
				Event::Registered { operator: ALICE, metadata, commission }.into(),
			);
		});
	}

	#[test]
	fn the_deposit_covers_what_is_stored_and_stays_on_the_account() {
		with_registry(|| {
			assert_ok!(Operators::register(signed(ALICE), vec![0; 100], Perbill::zero()));
			// Commission 4 bytes, length 2 bytes, metadata 100 bytes.
			let deposit = BASE + 106 * PER_BYTE;
			let entry = crate::Operators::<Test>::get(ALICE).unwrap();
			let stored = (entry.metadata, entry.commission).encode().len() as u128;
			assert_eq!(deposit, BASE + stored * PER_BYTE);
			let held = Balances::balance_on_hold(&HoldReason::Registration.into(), &ALICE);
			assert_eq!(held, deposit);
			assert_eq!(Balances::total_balance(&ALICE), WEALTH);
			assert_eq!(Balances::balance(&ALICE), WEALTH - deposit);
		});
	}

	#[test]
	fn registering_twice_is_refused() {
		with_registry(|| {
			assert_ok!(Operators::register(signed(ALICE), vec![], Perbill::zero()));
			assert_noop!(
				Operators::register(signed(ALICE), vec![1], Perbill::one()),
				Error::<Test>::AlreadyRegistered
			);
			assert_ok!(Operators::register(signed(BOB), vec![], Perbill::zero()));
		});
	}

	#[test]
	fn metadata_has_a_limit() {
		with_registry(|| {
			assert_noop!(
				Operators::register(signed(ALICE), vec![0; 257], Perbill::zero()),
				Error::<Test>::MetadataTooLong
			);
			assert_ok!(Operators::register(signed(ALICE), vec![0; 256], Perbill::zero()));
		});
	}

	#[test]
	fn commission_is_at_most_everything() {
		with_registry(|| {
			let beyond = 1_000_000_001u32.encode();
			assert!(Perbill::decode(&mut &beyond[..]).is_err(), "more than the whole decodes");
			assert_ok!(Operators::register(signed(ALICE), vec![], Perbill::one()));
		});
	}

	#[test]
	fn whoever_cannot_pay_the_deposit_is_refused() {
		with_registry(|| {
			assert_noop!(
				Operators::register(signed(POOR), vec![0], Perbill::zero()),
				TokenError::FundsUnavailable
			);
			assert_ok!(Operators::register(signed(POOR), vec![], Perbill::zero()));
		});
	}

	#[test]
	fn only_a_signed_account_registers() {
		with_registry(|| {
			for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
				assert_noop!(Operators::register(origin, vec![], Perbill::zero()), BadOrigin);
			}
		});
	}
}
