//! What somebody might try.

use super::*;
use palisade_terms::{
	Admission, Condition, Evidence, Formula, Penalty, Proceeds, Resolution, Terms,
};

type ServicesError = pallet_services::Error<Runtime>;
type RestakingError = pallet_restaking::Error<Runtime>;

/// What was taken from `operator`'s pools, by charged epoch.
fn executed(operator: &AccountId) -> Vec<(u32, Balance)> {
	let mut all: Vec<_> = pallet_slashing::Slashes::<Runtime>::iter_values()
		.filter(|slash| slash.case.offence.operator == *operator)
		.map(|slash| match &slash.stage {
			Stage::Executed { taken, .. } => {
				(slash.case.offence.epoch, taken.iter().map(|(_, amount)| amount).sum())
			},
			other => panic!("not executed: {other:?}"),
		})
		.collect();
	all.sort();
	all
}

#[test]
fn leaving_between_election_and_session_escapes_nothing() {
	testnet().execute_with(|| {
		run_to_session(3);
		next_block();
		// Planned for session 4 by the stake of 3; leaves, takes its pledge back and asks for all of its stake.
		let bob = validator(Bob);
		assert!(planned().contains(&bob));
		assert_ok!(Services::leave(signed(stash(Bob)), CONSENSUS_SERVICE));
		assert_ok!(Restaking::undelegate(signed(stash(Bob)), bob.clone(), NATIVE, None));
		run_to_session(4);
		next_block();
		assert!(Session::validators().contains(&bob));
		vote_twice(Ed25519Keyring::Bob);
		next_block();
		run_to_session(7);
		next_block();
		assert_eq!(executed(&bob), vec![(3, PLEDGED / 10)]);
		// It could not be withdrawn before: epoch 3 is answered for until 9.
		assert_eq!(
			Restaking::position(&bob, &bob, &NATIVE).exits,
			vec![(9, TEST_STAKE - PLEDGED / 10)]
		);
		check();
	});
}

#[test]
fn pledging_less_between_election_and_session_escapes_nothing() {
	testnet().execute_with(|| {
		run_to_session(3);
		next_block();
		let bob = validator(Bob);
		pledge(stash(Bob), 0);
		run_to_session(4);
		next_block();
		assert!(Session::validators().contains(&bob) && !planned().contains(&bob));
		vote_twice(Ed25519Keyring::Bob);
		next_block();
		run_to_session(7);
		next_block();
		assert_eq!(executed(&bob), vec![(3, PLEDGED / 10)]);
		check();
	});
}

#[test]
fn delegators_leaving_while_their_operator_is_planned_answer_with_it() {
	testnet().execute_with(|| {
		run_to_slot(FIRST_SLOT + 1);
		let bob = validator(Bob);
		for who in [Eve, Ferdie, Charlie] {
			assert_ok!(Restaking::delegate(signed(who), bob.clone(), NATIVE, TEST_STAKE));
		}
		run_to_session(2);
		next_block();
		// Before the charged epoch, in it, and after it.
		let leave = |who| {
			assert_ok!(Restaking::undelegate(signed(who), bob.clone(), NATIVE, None));
		};
		leave(Eve);
		run_to_session(3);
		next_block();
		leave(Ferdie);
		run_to_session(4);
		next_block();
		leave(Charlie);
		vote_twice(Ed25519Keyring::Bob);
		next_block();
		run_to_session(7);
		next_block();
		// In 3 Bob had three times the stake, half of it pledged.
		assert_eq!(executed(&bob), vec![(3, 3 * PLEDGED / 10)]);
		let left = |who| Restaking::position(&account(who), &bob, &NATIVE).exits[0].1;
		assert_eq!(left(Eve), TEST_STAKE);
		assert_eq!(left(Ferdie), TEST_STAKE - PLEDGED / 10);
		assert_eq!(left(Charlie), TEST_STAKE - PLEDGED / 10);
		check();
	});
}

/// A service of Ferdie's that slashes shared stake as Ferdie rules.
fn court() -> Terms<AccountId> {
	let ruling = Condition {
		evidence: Evidence::Ruling { by: account(Ferdie) },
		penalty: Penalty { formula: Formula::constant(Perquintill::one()), look_back: 0 },
		evidence_age: 2,
		resolution: Resolution::Veto { resolver: account(Eve), window: 1 },
		proceeds: Proceeds { bounty: Perbill::zero(), restitution: None },
		jail: 0,
	};
	Terms {
		conditions: vec![ruling].try_into().unwrap(),
		max_slash_per_epoch: Perquintill::one(),
		admission: Admission::Open,
		..terms()
	}
}

#[test]
fn a_service_that_slashes_shared_stake_unseats_nobody_who_pledged_exclusively() {
	testnet().execute_with(|| {
		run_to_slot(FIRST_SLOT + 1);
		assert_ok!(Services::create(signed(Ferdie), court(), vec![]));
		let service = 1;
		// Bob's other half is shared with the court.
		let bob = stash(Bob);
		join(bob, service);
		let shared = StakeKind::Shared;
		assert_ok!(Restaking::allocate(signed(bob), service, NATIVE, FULL / 2, shared));
		run_to_session(3);
		next_block();
		let ruling =
			pallet_slashing::Ruling { severity: Perquintill::one(), topic: Default::default() };
		assert_ok!(Slashing::report(
			signed(Ferdie),
			service,
			0,
			account(bob),
			2,
			pallet_slashing::Proof::Ruling(ruling),
		));
		run_to_session(6);
		next_block();
		// Of what it rules about, a tenth at most in an epoch.
		assert_eq!(executed(&account(bob)), vec![(2, PLEDGED / 10)]);
		run_to_session(8);
		let lost = PLEDGED - pledged(&account(bob), 8);
		assert!(lost <= 1, "{lost} units of what it pledged to consensus");
		assert!(Session::validators().contains(&account(bob)));
		check();
	});
}

#[test]
fn shared_stake_that_another_service_slashes_counts_for_less_from_the_next_epoch() {
	testnet().execute_with(|| {
		run_to_slot(FIRST_SLOT + 1);
		assert_ok!(Services::create(signed(Ferdie), court(), vec![]));
		set_session_keys(Charlie);
		assert_ok!(Operators::register(signed(Charlie), vec![], Perbill::zero()));
		assert_ok!(Restaking::delegate(signed(Charlie), account(Charlie), NATIVE, TEST_STAKE));
		for service in [CONSENSUS_SERVICE, 1] {
			let key = [Charlie, Sr25519Keyring::One][service as usize];
			join_with(Charlie, service, key);
			let shared = StakeKind::Shared;
			assert_ok!(Restaking::allocate(signed(Charlie), service, NATIVE, FULL, shared));
		}
		run_to_session(3);
		next_block();
		let weight = |epoch| Validators::candidacy(&account(Charlie), epoch);
		assert_eq!(weight(3), Some(TEST_STAKE / 2));
		let ruling =
			pallet_slashing::Ruling { severity: Perquintill::one(), topic: Default::default() };
		let proof = pallet_slashing::Proof::Ruling(ruling);
		assert_ok!(Slashing::report(signed(Ferdie), 1, 0, account(Charlie), 2, proof));
		run_to_session(7);
		assert_eq!(executed(&account(Charlie)), vec![(2, TEST_STAKE / 10)]);
		assert_eq!(weight(7), Some(TEST_STAKE * 9 / 10 / 2));
		assert!(planned().contains(&account(Charlie)));
		check();
	});
}

#[test]
fn the_last_candidates_cannot_all_leave_at_once() {
	testnet().execute_with(|| {
		set_limits(4, 4);
		run_to_session(1);
		next_block();
		for who in [Alice, Bob, Charlie, Dave].map(stash) {
			assert_noop!(
				Services::leave(signed(who), CONSENSUS_SERVICE),
				ServicesError::TooFewValidators
			);
			assert_noop!(
				Services::eject(RuntimeOrigin::root(), CONSENSUS_SERVICE, account(who)),
				ServicesError::TooFewValidators
			);
			let less = allocate(who, FULL / 4).map_err(|error| error.error);
			assert_eq!(less, Err(RestakingError::TooFewValidators.into()));
		}
		// With a fifth there is one to spare from the next planning on.
		enter(Eve, 2 * TEST_STAKE);
		run_to_session(3);
		next_block();
		assert_ok!(Services::leave(signed(stash(Bob)), CONSENSUS_SERVICE));
		check();
	});
}

#[test]
fn candidates_validate_beside_those_who_stay() {
	testnet().execute_with(|| {
		run_to_session(1);
		next_block();
		// More are asked for than there are.
		set_limits(5, 5);
		enter(Eve, 2 * TEST_STAKE);
		run_to_session(2);
		let events = enter_session(3);
		assert_eq!(planned().len(), 5);
		assert!(!events.iter().any(|event| matches!(
			event,
			RuntimeEvent::Validators(ValidatorsEvent::TooFewCandidates { .. })
		)));
		// Bob's fault jails it; it is needed all the same.
		next_block();
		vote_twice(Ed25519Keyring::Bob);
		next_block();
		let events = enter_session(4);
		let short = ValidatorsEvent::TooFewCandidates { session: 5, candidates: 4, staying: 1 };
		assert!(events.contains(&short.into()));
		assert_eq!(planned().len(), 5);
		assert_eq!(planned()[0], account(Eve));
		assert_eq!(planned()[4], validator(Bob));
		// Its faults in these sessions cost it still.
		run_to_session(5);
		next_block();
		vote_twice(Ed25519Keyring::Bob);
		next_block();
		run_to_session(9);
		assert_eq!(executed(&validator(Bob)).len(), 2);
		check();
	});
}

#[test]
fn a_third_that_equivocates_together_loses_everything_and_the_chain_goes_on() {
	testnet().execute_with(|| {
		set_limits(2, 4);
		run_to_session(3);
		next_block();
		let set = Grandpa::current_set_id();
		for offender in [Ed25519Keyring::Bob, Ed25519Keyring::Dave] {
			report_vote(offender, double_vote(offender, set));
		}
		let events = next_block();
		let judged = events.iter().filter(|event| {
			matches!(event, RuntimeEvent::Validators(ValidatorsEvent::FaultJudged { .. }))
		});
		assert_eq!(judged.count(), 2);
		run_to_session(5);
		assert_eq!(Session::validators().len(), 2);
		run_to_session(6);
		next_block();
		// More than a third of what secures consensus: the circuit breaker gives governance an epoch more.
		let stopped = pallet_slashing::Slashes::<Runtime>::iter_values()
			.filter(|slash| slash.stopped_until == Some(7))
			.count();
		assert!(stopped > 0);
		run_to_session(7);
		next_block();
		for offender in [Bob, Dave].map(validator) {
			assert_eq!(executed(&offender), vec![(2, PLEDGED)]);
			assert_eq!(Restaking::position(&offender, &offender, &NATIVE).value, PLEDGED);
		}
		check();
	});
}

#[test]
fn one_fault_does_not_wipe_out_a_chain_of_one() {
	let mut state = from_patch(&patch(DEVELOPMENT));
	state.execute_with(|| {
		Silent::set(vec![]);
		run_to_session(2);
		next_block();
		vote_twice(Ed25519Keyring::Alice);
		next_block();
		run_to_session(6);
		next_block();
		assert_eq!(executed(&validator(Alice)), vec![(1, PLEDGED / 10)]);
		// Jailed, and needed.
		assert_eq!(Session::validators(), vec![validator(Alice)]);
		check();
	});
}

#[test]
fn more_than_all_records_are_refused() {
	testnet().execute_with(|| {
		run_to_slot(FIRST_SLOT + 1);
		set_session_keys(Eve);
		assert_ok!(Operators::register(signed(Eve), vec![], Perbill::zero()));
		pallet_services::Services::<Runtime>::mutate(CONSENSUS_SERVICE, |entry| {
			entry.as_mut().unwrap().records = pallet_validators::MAX_CANDIDATES;
		});
		let refused = apply_with(Eve, CONSENSUS_SERVICE, Eve);
		assert_noop!(refused, ServicesError::ServiceFull);
	});
}
