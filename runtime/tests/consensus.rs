//! Sessions rotate with slots, keys change, faults are proven and disable.

use crate::common::*;
use codec::{Decode, Encode};
use frame_support::{
	assert_noop, assert_ok,
	traits::{fungible::InspectHold, DisabledValidators, Get, KeyOwnerProofSystem},
};
use frame_system::offchain::CreateAuthorizedTransaction;
use palisade_primitives::EpochClock;
use palisade_runtime::{
	configs::consensus::{Offenders, ReportLongevity, ReportWindow},
	*,
};
use palisade_terms::ConsensusFault;
use sp_consensus_babe::{
	digests::CompatibleDigestItem, runtime_decl_for_babe_api::BabeApiV2, AuthorityPair,
	EquivocationProof,
};
use sp_core::Pair;
use sp_keyring::{
	Ed25519Keyring,
	Sr25519Keyring::{self, Alice, Bob, Charlie, Eve},
};
use sp_keystore::{testing::MemoryKeystore, KeystoreExt};
use sp_runtime::{
	generic::{Digest, DigestItem},
	traits::Header as _,
	transaction_validity::TransactionSource,
	Perbill,
};
use sp_staking::offence::{OffenceDetails, OnOffenceHandler};

/// Two blocks of one slot, both signed by `offender`, the author with that index: what a node shows
/// when it saw them.
pub fn equivocation(
	offender: Sr25519Keyring,
	authority_index: u32,
	slot: u64,
) -> EquivocationProof<Header> {
	let pair = AuthorityPair::from(offender.pair());
	let header = |parent: u8| {
		let digest = Digest { logs: vec![pre_digest(slot, authority_index)] };
		let mut header =
			Header::new(7, Hash::default(), Hash::default(), Hash::repeat_byte(parent), digest);
		let seal = pair.sign(header.hash().as_ref());
		header.digest_mut().push(DigestItem::babe_seal(seal));
		header
	};
	EquivocationProof {
		offender: pair.public(),
		slot: slot.into(),
		first_header: header(1),
		second_header: header(2),
	}
}

pub fn key_of(
	validator: Sr25519Keyring,
) -> (sp_core::crypto::KeyTypeId, sp_consensus_babe::AuthorityId) {
	(sp_consensus_babe::KEY_TYPE, validator.public().into())
}

/// Reports as the author of a block does.
pub fn report(
	equivocation_proof: EquivocationProof<Header>,
	key_owner_proof: sp_session::MembershipProof,
) -> frame_support::dispatch::DispatchResultWithPostInfo {
	Babe::report_equivocation_unsigned(
		RuntimeOrigin::none(),
		Box::new(equivocation_proof),
		key_owner_proof,
	)
}

/// Two votes in one round of the authority set `set_id`, both signed by `offender`.
pub fn double_vote(
	offender: Ed25519Keyring,
	set_id: u64,
) -> sp_consensus_grandpa::EquivocationProof<Hash, BlockNumber> {
	const ROUND: u64 = 3;
	// In their encodings, since the types are those of a crate of the node.
	let signed_vote = |block: u8| {
		const PREVOTE: u8 = 0;
		let vote = (Hash::repeat_byte(block), 5u32);
		let payload = sp_consensus_grandpa::localized_payload(ROUND, set_id, &(PREVOTE, vote));
		(vote, offender.sign(&payload))
	};
	let votes = (0u8, ROUND, offender.public(), signed_vote(1), signed_vote(2)).encode();
	let votes = sp_consensus_grandpa::Equivocation::decode(&mut &votes[..]).unwrap();
	sp_consensus_grandpa::EquivocationProof::new(set_id, votes)
}

#[test]
fn a_session_takes_as_many_slots_as_genesis_said() {
	for preset in [DEVELOPMENT, LOCAL_TESTNET] {
		state_of(preset).execute_with(|| {
			let length = session_length();
			run_to_slot(FIRST_SLOT);
			for session in 0..4 {
				let last_slot = FIRST_SLOT + (u64::from(session) + 1) * length - 1;
				run_to_slot(last_slot);
				assert_eq!(Session::current_index(), session);
				assert_eq!(Epochs::current_epoch(), session);
				run_to_slot(last_slot + 1);
				assert_eq!(Session::current_index(), session + 1);
			}
		});
	}
}

#[test]
fn nodes_are_told_the_session_length_of_genesis() {
	for (preset, slots) in [(DEVELOPMENT, 10), (LOCAL_TESTNET, 20), (PRODUCTION, 600)] {
		state_of(preset).execute_with(|| {
			let configuration = <Runtime as BabeApiV2<Block>>::configuration();
			assert_eq!(configuration.epoch_length, slots);
			assert_eq!(configuration.slot_duration, SLOT_DURATION);
			assert_eq!(configuration.c, (1, 4));
		});
	}
}

#[test]
fn report_window_covers_the_longest_unbonding() {
	for (preset, sessions, blocks) in
		[(DEVELOPMENT, 33, 330), (LOCAL_TESTNET, 33, 660), (PRODUCTION, 33 * 24, 33 * 24 * 600)]
	{
		state_of(preset).execute_with(|| {
			let window: u64 = ReportWindow::get();
			assert_eq!(window, sessions);
			assert_eq!(ReportLongevity::get(), blocks);
			assert!(window > u64::from(MAX_UNBONDING_EPOCHS));
		});
	}
}

#[test]
fn validators_are_elected_again_each_session() {
	state_of(LOCAL_TESTNET).execute_with(|| {
		let validators = Session::validators();
		assert_eq!(validators.len(), 4);
		run_to_session(3);
		assert_eq!(Session::validators(), validators);
		assert_eq!(Babe::authorities().len(), 4);
		assert_eq!(Grandpa::grandpa_authorities().len(), 4);
	});
}

#[test]
fn every_session_within_the_window_has_a_root_and_older_ones_are_pruned() {
	state_of(DEVELOPMENT).execute_with(|| {
		let has_root = |session| Historical::historical_root(session).is_some();
		assert!(has_root(0) && has_root(1));
		run_to_session(4);
		assert!((0..=5).all(has_root));
		run_to_session(35);
		assert!(!has_root(0) && !has_root(1));
		assert!((2..=36).all(has_root));
		run_to_session(36);
		assert!(!has_root(2) && has_root(3));
	});
}

#[test]
fn new_keys_validate_from_the_second_session_on_and_are_provable() {
	let mut state = state_of(LOCAL_TESTNET);
	state.register_extension(KeystoreExt::new(MemoryKeystore::new()));
	state.execute_with(|| {
		run_to_slot(FIRST_SLOT);
		let bob = validator(Bob);
		let generated = SessionKeys::generate(&bob.encode(), None);
		let keys = generated.keys.clone();
		let new = (sp_consensus_babe::KEY_TYPE, keys.babe.clone());

		let stolen = generated.proof.encode();
		assert_noop!(
			Session::set_keys(signed(Charlie), keys.clone(), stolen.clone()),
			pallet_session::Error::<Runtime>::InvalidProof
		);
		assert_ok!(Session::set_keys(signed(stash(Bob)), keys.clone(), stolen));

		run_to_session(1);
		assert!(!Babe::authorities().iter().any(|(key, _)| *key == keys.babe));
		run_to_session(2);
		assert!(Babe::authorities().iter().any(|(key, _)| *key == keys.babe));
		assert_eq!(Session::validators().len(), 4);

		let proof = Historical::prove(new.clone()).unwrap();
		run_to_session(4);
		assert_eq!(Historical::check_proof(new, proof), Some((bob, ())));
	});
}

#[test]
fn strangers_keys_are_registered_for_a_deposit_and_elect_nobody() {
	let mut state = state_of(LOCAL_TESTNET);
	state.register_extension(KeystoreExt::new(MemoryKeystore::new()));
	state.execute_with(|| {
		run_to_slot(FIRST_SLOT);
		let generated = SessionKeys::generate(&account(Eve).encode(), None);
		let proof = generated.proof.encode();
		assert_ok!(Session::set_keys(signed(Eve), generated.keys, proof));
		let held = || Balances::total_balance_on_hold(&account(Eve));
		let deposit: Balance = <Runtime as pallet_session::Config>::KeyDeposit::get();
		assert_eq!(held(), deposit);
		run_to_session(3);
		assert!(!Session::validators().contains(&account(Eve)));
		assert_ok!(Session::purge_keys(signed(Eve)));
		assert_eq!(held(), 0);
	});
}

#[test]
fn block_equivocation_is_proven_and_disables_its_author() {
	state_of(LOCAL_TESTNET).execute_with(|| {
		run_to_slot(FIRST_SLOT + 5);
		let fault = equivocation(Bob, index_of(Bob), FIRST_SLOT + 4);
		let owner = Historical::prove(key_of(Bob)).unwrap();

		assert_ok!(report(fault.clone(), owner.clone()));
		assert_eq!(Session::disabled_validators(), vec![index_of(Bob)]);
		assert!(<Session as DisabledValidators>::is_disabled(index_of(Bob)));
		assert_noop!(
			report(fault, owner).map_err(|error| error.error),
			pallet_babe::Error::<Runtime>::DuplicateOffenceReport
		);
	});
}

#[test]
fn disabling_lasts_to_the_end_of_the_session_and_the_chain_goes_on() {
	// Genesis planned the first two sessions as one.
	for (fault, enabled_again) in [(0u32, 2u32), (1, 2), (2, 3)] {
		state_of(LOCAL_TESTNET).execute_with(|| {
			run_to_slot(FIRST_SLOT + u64::from(fault) * session_length() + 5);
			let slot = u64::from(Babe::current_slot()) - 1;
			let owner = Historical::prove(key_of(Bob)).unwrap();
			assert_ok!(report(equivocation(Bob, index_of(Bob), slot), owner));
			let end = FIRST_SLOT + u64::from(enabled_again) * session_length();
			run_to_slot(end - 1);
			assert_eq!(Session::disabled_validators(), vec![index_of(Bob)]);
			run_to_slot(end);
			assert_eq!(Session::disabled_validators(), Vec::<u32>::new());
		});
	}
}

#[test]
fn faults_of_the_first_sessions_stay_provable() {
	for session in [0u32, 1, 2] {
		state_of(LOCAL_TESTNET).execute_with(|| {
			run_to_slot(FIRST_SLOT + u64::from(session) * session_length() + 5);
			assert_eq!(Session::current_index(), session);
			let fault = equivocation(Bob, index_of(Bob), u64::from(Babe::current_slot()) - 1);
			let owner = Historical::prove(key_of(Bob)).unwrap();
			run_to_session(session + 3);
			assert_ok!(report(fault, owner));
		});
	}
}

#[test]
fn double_votes_are_proven_also_those_of_past_authority_sets() {
	for (session, later) in [(0u32, 0u32), (0, 3), (1, 3), (2, 0), (2, 3)] {
		state_of(LOCAL_TESTNET).execute_with(|| {
			run_to_slot(FIRST_SLOT + u64::from(session) * session_length() + 5);
			let fault = double_vote(Ed25519Keyring::Bob, Grandpa::current_set_id());
			let key: sp_consensus_grandpa::AuthorityId = Ed25519Keyring::Bob.public().into();
			let owner = Historical::prove((sp_consensus_grandpa::KEY_TYPE, key)).unwrap();
			if later > 0 {
				run_to_session(session + later);
			}
			assert_ok!(Grandpa::report_equivocation_unsigned(
				RuntimeOrigin::none(),
				Box::new(fault),
				owner
			));
			assert_eq!(Session::disabled_validators(), vec![index_of(Bob)]);
		});
	}
}

#[test]
fn a_heartbeat_needs_no_account_and_pays_no_fee() {
	state_of(LOCAL_TESTNET).execute_with(|| {
		block_by(index_of(Alice), FIRST_SLOT, vec![]);
		let bob = index_of(Bob);
		// Somebody else made the only block.
		assert!(!ImOnline::is_online(bob));
		let heartbeat = pallet_im_online::Heartbeat {
			block_number: System::block_number(),
			session_index: Session::current_index(),
			authority_index: bob,
			validators_len: 4,
		};
		let call = |by: Sr25519Keyring| -> RuntimeCall {
			let signature = by.sign(&heartbeat.encode()).into();
			pallet_im_online::Call::heartbeat { heartbeat: heartbeat.clone(), signature }.into()
		};
		let transaction = |by| {
			<Runtime as CreateAuthorizedTransaction<pallet_im_online::Call<Runtime>>>
				::create_authorized_transaction(call(by))
		};
		let issuance = Balances::total_issuance();
		let forged = transaction(Charlie);
		assert!(Executive::validate_transaction(
			TransactionSource::External,
			forged,
			System::parent_hash()
		)
		.is_err());
		block_by(index_of(Alice), FIRST_SLOT + 1, vec![transaction(Bob)]);
		assert!(ImOnline::is_online(bob));
		assert_eq!(Balances::total_issuance(), issuance);
	});
}

#[test]
fn forged_equivocations_are_refused() {
	state_of(LOCAL_TESTNET).execute_with(|| {
		run_to_slot(FIRST_SLOT + 5);
		let owner = Historical::prove(key_of(Bob)).unwrap();

		// The same block twice.
		let mut same = equivocation(Bob, index_of(Bob), FIRST_SLOT + 4);
		same.second_header = same.first_header.clone();
		// Charlie's blocks, said to be Bob's.
		let mut others = equivocation(Charlie, index_of(Bob), FIRST_SLOT + 4);
		others.offender = key_of(Bob).1;
		for forged in [same, others] {
			assert_noop!(
				report(forged, owner.clone()).map_err(|error| error.error),
				pallet_babe::Error::<Runtime>::InvalidEquivocationProof
			);
		}
		// Bob's blocks with Charlie's proof.
		let wrong_owner = Historical::prove(key_of(Charlie)).unwrap();
		assert_noop!(
			report(equivocation(Bob, index_of(Bob), FIRST_SLOT + 4), wrong_owner)
				.map_err(|error| error.error),
			pallet_babe::Error::<Runtime>::InvalidKeyOwnershipProof
		);
		assert!(Session::disabled_validators().is_empty());
	});
}

#[test]
fn at_most_a_third_is_disabled_and_the_worst_fault_counts() {
	let offence = |who: AccountId| OffenceDetails { offender: (who, ()), reporters: vec![] };
	let commit = |who: AccountId, percent: u32| {
		Validators::while_reporting(ConsensusFault::VoteEquivocation, || {
			Offenders::on_offence(&[offence(who)], &[Perbill::from_percent(percent)], 0);
		});
		Session::disabled_validators()
	};
	state_of(LOCAL_TESTNET).execute_with(|| {
		run_to_slot(FIRST_SLOT);
		// An absence that is nobody's fault.
		let [alice, bob, charlie] = [Alice, Bob, Charlie].map(validator);
		assert_eq!(commit(alice.clone(), 0), Vec::<u32>::new());
		// One of four may be disabled.
		assert_eq!(commit(alice, 10), vec![index_of(Alice)]);
		assert_eq!(commit(bob, 5), vec![index_of(Alice)]);
		assert_eq!(commit(charlie, 20), vec![index_of(Charlie)]);
		// Not a validator.
		assert_eq!(commit(account(Eve), 100), vec![index_of(Charlie)]);
	});
	state_of(DEVELOPMENT).execute_with(|| {
		run_to_slot(FIRST_SLOT);
		// A chain with one validator cannot do without it.
		assert_eq!(commit(validator(Alice), 100), Vec::<u32>::new());
	});
}
