//! Who validates, and from when on.

use super::*;

#[test]
fn the_stake_of_genesis_elects_the_first_validators() {
	testnet().execute_with(|| {
		let mut validators = [Alice, Bob, Charlie, Dave].map(validator).to_vec();
		validators.sort();
		assert_eq!(Session::validators(), validators);
		assert_eq!(planned(), validators);
		run_to_session(1);
		for operator in &validators {
			assert_eq!(pledged(operator, 0), PLEDGED);
			assert_eq!(pledged(operator, 1), PLEDGED);
		}
		check();
	});
}

#[test]
fn what_changes_in_epoch_zero_does_not_count_in_it() {
	testnet().execute_with(|| {
		run_to_slot(FIRST_SLOT + 2);
		let alice = validator(Alice);
		assert_ok!(Restaking::delegate(signed(Eve), alice.clone(), NATIVE, TEST_STAKE));
		run_to_session(1);
		assert_eq!(pledged(&alice, 0), PLEDGED);
		assert_eq!(pledged(&alice, 1), 2 * PLEDGED);
	});
}

#[test]
fn an_operator_validates_in_the_third_session_after_the_one_in_which_it_applied() {
	testnet().execute_with(|| {
		run_to_slot(FIRST_SLOT + 1);
		enter(Eve, 2 * TEST_STAKE);
		run_to_session(1);
		assert!(!planned().contains(&account(Eve)));
		// It counts from the second epoch on, whose first block plans the next session.
		run_to_session(2);
		assert_eq!(planned().first(), Some(&account(Eve)));
		assert!(!Session::validators().contains(&account(Eve)));
		run_to_session(3);
		assert_eq!(Session::validators().first(), Some(&account(Eve)));
		assert_eq!(Session::validators().len(), 5);
		check();
	});
}

#[test]
fn keys_are_needed_to_be_elected() {
	testnet().execute_with(|| {
		run_to_slot(FIRST_SLOT + 1);
		enter(Eve, 2 * TEST_STAKE);
		assert_ok!(Session::purge_keys(signed(Eve)));
		run_to_session(3);
		assert!(!planned().contains(&account(Eve)));
		set_session_keys(Eve);
		run_to_session(4);
		assert!(planned().contains(&account(Eve)));
	});
}

#[test]
fn less_than_the_minimum_value_elects_nobody() {
	testnet().execute_with(|| {
		run_to_slot(FIRST_SLOT + 1);
		let minimum = genesis_presets::MIN_VALIDATOR_VALUE;
		// Half of it is pledged.
		enter(Eve, 2 * minimum - 2);
		enter(Ferdie, 2 * minimum);
		run_to_session(3);
		assert!(!planned().contains(&account(Eve)));
		assert!(planned().contains(&account(Ferdie)));
	});
}

#[test]
fn the_greatest_stake_takes_the_places() {
	testnet().execute_with(|| {
		set_limits(2, 4);
		run_to_slot(FIRST_SLOT + 1);
		enter(Eve, TEST_STAKE + PAL);
		run_to_session(3);
		let mut ranked = [Alice, Bob, Charlie, Dave].map(validator).to_vec();
		ranked.sort();
		let displaced = ranked.pop().unwrap();
		assert_eq!(Session::validators()[1..], ranked);
		assert_eq!(Session::validators()[0], account(Eve));

		// Stake moves behind the one that was displaced: it counts from the next epoch, and validates in the session after.
		assert_ok!(Restaking::delegate(signed(Ferdie), displaced.clone(), NATIVE, 10 * PAL));
		run_to_session(4);
		assert_eq!(planned()[0], displaced);
		run_to_session(5);
		assert_eq!(Session::validators()[0], displaced);
		assert_eq!(Session::validators()[1], account(Eve));
		check();
	});
}

#[test]
fn shared_stake_weighs_half() {
	testnet().execute_with(|| {
		run_to_slot(FIRST_SLOT + 1);
		for (who, kind) in [(Eve, StakeKind::Shared), (Ferdie, StakeKind::Exclusive)] {
			set_session_keys(who);
			assert_ok!(Operators::register(signed(who), vec![], Perbill::zero()));
			assert_ok!(Restaking::delegate(signed(who), account(who), NATIVE, 100_000 * PAL));
			join(who, CONSENSUS_SERVICE);
			assert_ok!(Restaking::allocate(signed(who), CONSENSUS_SERVICE, NATIVE, FULL, kind));
		}
		run_to_session(2);
		let weight = |who| Validators::candidacy(&account(who), 2);
		assert_eq!(weight(Eve), Some(50_000 * PAL));
		assert_eq!(weight(Ferdie), Some(100_000 * PAL));
	});
}

#[test]
fn a_member_that_leaves_validates_no_longer_than_it_was_elected_and_goes_on_answering() {
	testnet().execute_with(|| {
		run_to_slot(FIRST_SLOT + 1);
		let bob = validator(Bob);
		assert_ok!(Services::leave(signed(stash(Bob)), CONSENSUS_SERVICE));
		run_to_session(1);
		assert!(Session::validators().contains(&bob));
		assert!(!planned().contains(&bob));
		run_to_session(2);
		assert!(!Session::validators().contains(&bob));

		// What it had pledged in its last epoch waits U epochs.
		assert_ok!(Restaking::undelegate(signed(stash(Bob)), bob.clone(), NATIVE, None));
		let position = Restaking::position(&bob, &bob, &NATIVE);
		assert_eq!(position.exits, vec![(6, TEST_STAKE)]);
		check();
	});
}

#[test]
fn block_rewards_wait_in_their_account() {
	testnet().execute_with(|| {
		let issuance = Balances::total_issuance();
		let length = session_length() as Balance;
		run_to_session(1);
		let reward: Balance = <Runtime as pallet_validators::Config>::BlockReward::get();
		// With the block that begins the next session.
		let minted = reward * (length + 1);
		assert_eq!(Balances::free_balance(Validators::rewards_account()), minted);
		assert_eq!(Balances::total_issuance(), issuance + minted);
		let issued = ValidatorsEvent::RewardsIssued {
			session: 0,
			blocks: length as u32 + 1,
			amount: minted,
		};
		assert!(take_events().contains(&issued.into()));
		run_to_session(2);
		let minted = minted + reward * length;
		assert_eq!(Balances::free_balance(Validators::rewards_account()), minted);
	});
}

#[test]
fn keys_of_the_last_validators_are_not_purged() {
	let purge = || RuntimeCall::Session(pallet_session::Call::purge_keys {});
	state_of(DEVELOPMENT).execute_with(|| {
		use sp_runtime::traits::Dispatchable;
		run_to_slot(FIRST_SLOT + 1);
		let filtered = frame_system::Error::<Runtime>::CallFiltered;
		let purged = purge().dispatch(signed(stash(Alice))).map_err(|error| error.error);
		assert_eq!(purged, Err(filtered.into()));
	});
	testnet().execute_with(|| {
		use sp_runtime::traits::Dispatchable;
		run_to_slot(FIRST_SLOT + 1);
		assert_ok!(purge().dispatch(signed(stash(Alice))));
	});
}
