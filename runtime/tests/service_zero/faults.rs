//! What a fault costs whom, and when.

use super::*;

/// Who is charged with what in which epoch, by the reports among `events`.
fn reports(events: &[RuntimeEvent]) -> Vec<(AccountId, u32)> {
	let report = |event: &RuntimeEvent| match event {
		RuntimeEvent::Slashing(SlashingEvent::Reported { offence, reporter, bond, .. }) => {
			assert_eq!((reporter, *bond), (&None, 0));
			assert_eq!(offence.service, CONSENSUS_SERVICE);
			Some((offence.operator.clone(), offence.epoch))
		},
		_ => None,
	};
	events.iter().filter_map(report).collect()
}

#[test]
fn an_equivocation_is_charged_to_the_epoch_that_elected_and_costs_a_tenth_of_the_pledge() {
	testnet().execute_with(|| {
		run_to_slot(FIRST_SLOT + 1);
		let bob = validator(Bob);
		assert_ok!(Restaking::delegate(signed(Eve), bob.clone(), NATIVE, TEST_STAKE));
		run_to_session(3);
		next_block();
		let preview =
			Slashing::preview(CONSENSUS_SERVICE, 1, bob.clone(), 2, Perquintill::from_percent(56))
				.unwrap();

		vote_twice(Ed25519Keyring::Bob);
		assert_eq!(Session::disabled_validators(), vec![index_of(Bob)]);
		let events = next_block();
		assert_eq!(reports(&events), vec![(bob.clone(), 2)]);
		let judged = ValidatorsEvent::FaultJudged {
			session: 3,
			operator: bob.clone(),
			fault: ConsensusFault::VoteEquivocation,
			charged: 2,
		};
		assert!(events.contains(&judged.into()));
		assert_eq!(slash().severity, Perquintill::from_rational(9u64, 16));

		// Jailed from the next epoch on, so not elected by it; validates nowhere from the session after.
		run_to_session(4);
		assert!(Session::validators().contains(&bob) && !planned().contains(&bob));
		run_to_session(5);
		assert!(!Session::validators().contains(&bob));

		// 2 + evidence age 2 + window 1 + 1.
		assert_eq!(slash().final_from, 6);
		run_to_slot(FIRST_SLOT + 6 * session_length() - 1);
		assert!(slash().is_pending());
		let before = Restaking::pool(&bob, &NATIVE).balance;
		run_to_session(6);
		next_block();
		let Stage::Executed { penalty, taken } = slash().stage else { panic!("not executed") };
		assert_eq!(penalty, Perquintill::from_percent(10));
		// Half of twice the stake was pledged.
		assert_eq!(taken.to_vec(), vec![(NATIVE, 2 * PLEDGED / 10)]);
		assert_eq!(preview.penalty, penalty);
		let effects: Vec<_> = preview.pools.iter().map(|pool| pool.from_active).collect();
		assert_eq!(effects, vec![2 * PLEDGED / 10]);
		assert_eq!(before - Restaking::pool(&bob, &NATIVE).balance, 2 * PLEDGED / 10);
		// Both who stand behind it bear half.
		let value = |who: &AccountId| Restaking::position(who, &bob, &NATIVE).value;
		assert_eq!(value(&bob), TEST_STAKE - PLEDGED / 10);
		assert_eq!(value(&account(Eve)), TEST_STAKE - PLEDGED / 10);

		// Jailed for four epochs, 4 to 7; counts again in 8.
		run_to_session(7);
		assert!(!planned().contains(&bob));
		run_to_session(8);
		assert!(planned().contains(&bob));
		run_to_session(9);
		assert!(Session::validators().contains(&bob));
		check();
	});
}

#[test]
fn faults_of_the_first_sessions_are_charged_to_genesis() {
	for session in [0u32, 1] {
		testnet().execute_with(|| {
			run_to_slot(FIRST_SLOT + u64::from(session) * session_length() + 1);
			vote_twice(Ed25519Keyring::Dave);
			assert_eq!(reports(&next_block()), vec![(validator(Dave), 0)]);
			check();
		});
	}
}

#[test]
fn the_first_session_of_an_epoch_is_charged_to_the_epoch_before_and_the_last_one_to_its_own() {
	// Epoch 1 has the sessions 3, 4 and 5.
	for (session, charged) in [(3u32, 0), (4, 1), (5, 1), (6, 1), (7, 2)] {
		testnet_with(|patch| patch["epochs"]["sessionsPerEpoch"] = 3.into()).execute_with(|| {
			run_to_slot(FIRST_SLOT + u64::from(session) * session_length() + 1);
			assert_eq!(Epochs::current_epoch(), session / 3);
			vote_twice(Ed25519Keyring::Bob);
			assert_eq!(reports(&next_block()), vec![(validator(Bob), charged)]);
		});
	}
}

#[test]
fn a_fault_is_judged_once_however_often_it_is_seen_in_a_session() {
	testnet().execute_with(|| {
		run_to_slot(FIRST_SLOT + 5);
		let fault = double_vote(Ed25519Keyring::Bob, Grandpa::current_set_id());
		report_vote(Ed25519Keyring::Bob, fault.clone());
		assert_eq!(reports(&next_block()).len(), 1);
		// A block of the same session twice is another kind.
		let slot = u64::from(Babe::current_slot()) - 1;
		let owner = {
			use frame_support::traits::KeyOwnerProofSystem;
			Historical::prove(crate::consensus::key_of(Bob)).unwrap()
		};
		let blocks = crate::consensus::equivocation(Bob, index_of(Bob), slot);
		assert_ok!(crate::consensus::report(blocks, owner));
		assert_eq!(reports(&next_block()), vec![(validator(Bob), 0)]);
		check();
	});
}

#[test]
fn a_second_offender_makes_it_dear_for_both() {
	testnet().execute_with(|| {
		run_to_session(3);
		next_block();
		vote_twice(Ed25519Keyring::Bob);
		next_block();
		run_to_session(4);
		next_block();
		// In the next session, which is charged to the next epoch: still within the look-back.
		vote_twice(Ed25519Keyring::Dave);
		next_block();
		let formula_sees = |operator: &AccountId| {
			let slashes = pallet_slashing::Slashes::<Runtime>::iter_values();
			let slash = slashes.into_iter().find(|slash| slash.case.offence.operator == *operator);
			slash.expect("it was reported").final_from
		};
		assert_eq!((formula_sees(&validator(Bob)), formula_sees(&validator(Dave))), (6, 7));
		run_to_session(9);
		let mut penalties = std::collections::BTreeMap::new();
		for slash in pallet_slashing::Slashes::<Runtime>::iter_values() {
			if let Stage::Executed { penalty, .. } = slash.stage {
				penalties.insert(slash.case.offence.operator, penalty);
			}
		}
		// The look-back of the first does not reach forward.
		assert_eq!(penalties[&validator(Bob)], Perquintill::from_percent(10));
		assert_eq!(penalties[&validator(Dave)], Perquintill::one());
		check();
	});
}

#[test]
fn who_is_absent_for_four_sessions_is_jailed_and_comes_back() {
	testnet().execute_with(|| {
		let dave = validator(Dave);
		run_to_session(2);
		Silent::set(vec![dave.clone()]);
		// Sessions 2 to 5 pass without it.
		run_to_session(5);
		assert!(planned().contains(&dave));
		let events = enter_session(6);
		assert_eq!(reports(&events), Vec::new());
		let events = next_block();
		assert_eq!(reports(&events), vec![(dave.clone(), 4)]);
		run_to_session(7);
		assert!(!planned().contains(&dave));
		let before = Restaking::pool(&dave, &NATIVE).balance;
		run_to_session(8);
		assert!(!Session::validators().contains(&dave));
		// One epoch, 7; then it counts again.
		assert!(planned().contains(&dave));
		Silent::set(vec![]);
		run_to_session(9);
		assert!(Session::validators().contains(&dave));
		// It costs nothing.
		assert_eq!(Restaking::pool(&dave, &NATIVE).balance, before);
		assert_eq!(before, TEST_STAKE);
		check();
	});
}

#[test]
fn governance_amends_the_terms_by_notice_and_offences_are_judged_by_those_of_their_epoch() {
	testnet().execute_with(|| {
		run_to_session(1);
		let mut terms = Services::terms_at(CONSENSUS_SERVICE, 1).unwrap().1;
		let formula = palisade_terms::Formula::parse("0.2").unwrap();
		for condition in terms.conditions.iter_mut().take(2) {
			condition.penalty = palisade_terms::Penalty { formula: formula.clone(), look_back: 0 };
		}
		assert_noop!(
			Services::update_terms(signed(Alice), CONSENSUS_SERVICE, terms.clone()),
			sp_runtime::DispatchError::BadOrigin
		);
		let update = Services::update_terms(RuntimeOrigin::root(), CONSENSUS_SERVICE, terms);
		assert_ok!(update);
		// In force from 3 on; nobody lapses.
		run_to_session(3);
		next_block();
		vote_twice(Ed25519Keyring::Bob);
		next_block();
		run_to_session(4);
		next_block();
		vote_twice(Ed25519Keyring::Dave);
		next_block();
		assert_eq!(Session::validators().len(), 4);
		run_to_session(8);
		let mut penalties = std::collections::BTreeMap::new();
		for slash in pallet_slashing::Slashes::<Runtime>::iter_values() {
			let Stage::Executed { penalty, .. } = slash.stage else { panic!("not executed") };
			penalties.insert(slash.case.offence.epoch, penalty);
		}
		let percent = Perquintill::from_percent;
		assert_eq!(penalties, [(2, percent(10)), (3, percent(20))].into());
		check();
	});
}
