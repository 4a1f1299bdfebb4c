//! States that no sequence of calls leads to: the ledger names what is wrong, and changes nothing.

use super::{fixtures::*, *};
use frame_support::storage::with_storage_layer;
use frame_support::BoundedVec;
use palisade_ledger_math::MAX_CONDITIONS;
use sp_runtime::Perbill;
use std::panic::{catch_unwind, AssertUnwindSafe};

/// Breaks the ledger, and expects `step` to name `error`. Where assertions are on, it stops; where they are not, it fails and
/// changes nothing.
fn names(
	error: DefensiveError,
	breaks: impl FnOnce(),
	step: impl FnOnce() -> Result<(), DispatchError>,
) {
	new_test_ext().execute_with(|| {
		breaks();
		if cfg!(debug_assertions) {
			let stopped = catch_unwind(AssertUnwindSafe(step)).expect_err("it stops");
			let message = stopped.downcast_ref::<String>().expect("it tells why");
			assert!(message.contains(&format!("{error:?}")), "{message}");
		} else {
			assert_noop!(with_storage_layer(step), Error::<Test>::Defensive(error));
		}
	});
}

/// ALICE has 1,000 units, of which service 1 has all in [`COUNTS`].
fn pledged() {
	delegate(ALICE, 1_000);
	allocate(1, 1_000, Exclusive);
	at(COUNTS);
}

fn delegates_more(who: AccountId) -> Result<(), DispatchError> {
	Restaking::delegate(signed(who), OP, NATIVE, 100)
}

fn change_pool(change: impl FnOnce(&mut Pool)) {
	Pools::<Test>::mutate(OP, NATIVE, change);
}

#[test]
fn an_exit_of_more_shares_than_its_bucket_has() {
	names(
		DefensiveError::SharesMissing,
		|| {
			delegate(ALICE, 300);
			undelegate(ALICE, None);
			Buckets::<Test>::mutate((OP, NATIVE, START), |bucket| {
				bucket.as_mut().unwrap().part = Part::new(200, 299).unwrap();
			});
			next_epoch();
		},
		|| Restaking::withdraw(signed(ALICE), OP, NATIVE).map(|_| ()).map_err(|e| e.error),
	);
}

#[test]
fn a_bucket_of_shares_that_nothing_stands_behind() {
	names(
		DefensiveError::SharesVoid,
		|| {
			delegate(ALICE, 300);
			undelegate(ALICE, 100);
			Buckets::<Test>::mutate((OP, NATIVE, START), |bucket| {
				bucket.as_mut().unwrap().part = Part::new(0, 100).unwrap();
			});
		},
		|| {
			let again = Restaking::undelegate(signed(ALICE), OP, NATIVE, Some(100));
			again.map(|_| ()).map_err(|e| e.error)
		},
	);
}

#[test]
fn proceeds_of_more_than_can_be_counted() {
	const GHOST: AccountId = 77;
	names(
		DefensiveError::WrongAmountMoved,
		|| {
			pledged();
			open(1, COUNTS);
			Uncollected::<Test>::insert(GHOST, NATIVE, Balance::MAX);
		},
		|| {
			// 5 units, which an account that does not exist cannot hold.
			let bounty = Some((GHOST, Perbill::from_percent(5)));
			let to = Recipients { bounty, restitution: None };
			Restaking::execute(&offence(1, COUNTS), &judgement(0, 10), &to).map(|_| ())
		},
	);
}

#[test]
fn a_pool_of_more_records_than_epochs_that_can_be_asked_for() {
	names(
		DefensiveError::TooManySnapshots,
		|| {
			pledged();
			change_pool(|pool| {
				let records: Vec<_> = (now()..now() + MAX_SNAPSHOTS).collect();
				pool.snapshots = records.try_into().unwrap();
			});
			next_epoch();
		},
		|| delegates_more(ALICE),
	);
}

#[test]
fn a_pool_that_started_anew_too_often() {
	names(
		DefensiveError::TooManyGenerations,
		|| {
			delegate(ALICE, 300);
			change_pool(|pool| {
				pool.generation = u32::MAX;
				pool.part = Part::new(0, 300).unwrap();
			});
			next_epoch();
		},
		|| delegates_more(BOB),
	);
}

#[test]
fn a_service_of_more_tallies_than_epochs_that_can_be_asked_for() {
	names(
		DefensiveError::TooManyTallies,
		|| {
			let tallied: Vec<_> = (START + 1..=START + MAX_SNAPSHOTS).collect();
			TalliedEpochs::<Test>::insert(1, BoundedVec::truncate_from(tallied));
		},
		|| Restaking::tally(signed(BOB), 1, START).map(|_| ()).map_err(|e| e.error),
	);
}

#[test]
fn a_judgement_of_more_conditions_than_terms_can_have() {
	let conditions = MAX_CONDITIONS as u8;
	let execute = |condition| {
		Restaking::execute(&offence(1, COUNTS), &judgement(condition, 1), &nobody()).map(|_| ())
	};
	names(
		DefensiveError::TooManyConditions,
		|| {
			pledged();
			for condition in 0..conditions {
				open(1, COUNTS);
				assert_ok!(execute(condition));
			}
			open(1, COUNTS);
		},
		|| execute(conditions),
	);
}

#[test]
fn a_slash_that_its_pool_does_not_know_of() {
	for counted in [None, Some(0)] {
		for step in [
			|| Restaking::close(&offence(1, COUNTS)),
			|| Restaking::execute(&offence(1, COUNTS), &judgement(0, 10), &nobody()).map(|_| ()),
		] {
			names(
				DefensiveError::WaitingMiscounted,
				|| {
					pledged();
					open(1, COUNTS);
					change_pool(|pool| match counted {
						None => pool.waiting.clear(),
						Some(slashes) => pool.waiting[0].slashes = slashes,
					});
				},
				step,
			);
		}
	}
}
