//! Consensus is service 0: elections by stake, faults that cost it, and the way in and out.

mod attacks;
mod elections;
mod faults;
mod walk;

use crate::{common::*, consensus::double_vote};
use codec::Encode;
use frame_support::{assert_noop, assert_ok, traits::Get};
use palisade_primitives::{EpochClock, StakeKind, CONSENSUS_SERVICE};
use palisade_runtime::{genesis_presets::TEST_STAKE, *};
use palisade_terms::ConsensusFault;
use pallet_slashing::{Event as SlashingEvent, Stage};
use pallet_validators::{Event as ValidatorsEvent, Planned};
use sp_io::TestExternalities;
use sp_keyring::{
	Ed25519Keyring,
	Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie},
};
use sp_keystore::{testing::MemoryKeystore, KeystoreExt};
use sp_runtime::{Perbill, Perquintill};

const NATIVE: AssetId = AssetId::Native;
const FULL: Balance = palisade_primitives::FULL_MAGNITUDE;
/// What each validator of genesis pledged.
const PLEDGED: Balance = TEST_STAKE / 2;

/// The local testnet before its first block, with a keystore for new session keys.
fn testnet() -> TestExternalities {
	testnet_with(|_| ())
}

/// The same with another genesis.
fn testnet_with(change: impl FnOnce(&mut serde_json::Value)) -> TestExternalities {
	Silent::set(Vec::new());
	let mut patch = patch(LOCAL_TESTNET);
	change(&mut patch);
	let mut state = from_patch(&patch);
	state.register_extension(KeystoreExt::new(MemoryKeystore::new()));
	state
}

/// Gives `who` new session keys.
fn set_session_keys(who: Sr25519Keyring) {
	let generated = SessionKeys::generate(&account(who).encode(), None);
	let proof = generated.proof.encode();
	assert_ok!(Session::set_keys(signed(who), generated.keys, proof));
}

/// Does all that makes `who` a candidate: keys, registration, `stake` of its own, half of it pledged exclusively.
fn enter(who: Sr25519Keyring, stake: Balance) {
	set_session_keys(who);
	assert_ok!(Operators::register(signed(who), vec![], Perbill::zero()));
	assert_ok!(Restaking::delegate(signed(who), account(who), NATIVE, stake));
	join(who, CONSENSUS_SERVICE);
	pledge(who, FULL / 2);
}

/// Sets what `who` pledges to service 0.
fn pledge(who: Sr25519Keyring, magnitude: Balance) {
	assert_ok!(allocate(who, magnitude));
}

fn allocate(
	who: Sr25519Keyring,
	magnitude: Balance,
) -> frame_support::dispatch::DispatchResultWithPostInfo {
	let kind = StakeKind::Exclusive;
	Restaking::allocate(signed(who), CONSENSUS_SERVICE, NATIVE, magnitude, kind)
}

fn set_limits(min: u32, max: u32) {
	assert_ok!(Validators::set_limits(RuntimeOrigin::root(), min, max));
}

fn planned() -> Vec<AccountId> {
	Planned::<Runtime>::get().into_inner()
}

/// The events of a pallet since the last call, of all pallets.
fn take_events() -> Vec<RuntimeEvent> {
	let events = System::events().into_iter().map(|record| record.event).collect();
	System::reset_events();
	events
}

/// Makes blocks up to the first one of session `index`, and returns what happened in the last one.
fn enter_session(index: u32) -> Vec<RuntimeEvent> {
	run_to_session(index);
	take_events()
}

/// Has `offender`, which validates, vote twice now, and the fault reported.
fn vote_twice(offender: Ed25519Keyring) {
	let fault = double_vote(offender, Grandpa::current_set_id());
	report_vote(offender, fault);
}

fn report_vote(
	offender: Ed25519Keyring,
	fault: sp_consensus_grandpa::EquivocationProof<Hash, BlockNumber>,
) {
	use frame_support::traits::KeyOwnerProofSystem;
	let key: sp_consensus_grandpa::AuthorityId = offender.public().into();
	let owner = Historical::prove((sp_consensus_grandpa::KEY_TYPE, key)).unwrap();
	let origin = RuntimeOrigin::none();
	assert_ok!(Grandpa::report_equivocation_unsigned(origin, Box::new(fault), owner));
}

/// The next block.
fn next_block() -> Vec<RuntimeEvent> {
	run_to_slot(u64::from(Babe::current_slot()) + 1);
	take_events()
}

/// What `operator` has pledged to service 0 at the start of `epoch`.
fn pledged(operator: &AccountId, epoch: u32) -> Balance {
	Restaking::stake(operator, CONSENSUS_SERVICE, epoch).iter().map(|stake| stake.amount).sum()
}

/// The only slash there is.
fn slash() -> pallet_slashing::Slash<AccountId> {
	let mut all = pallet_slashing::Slashes::<Runtime>::iter_values();
	let slash = all.next().expect("there is a slash");
	assert!(all.next().is_none());
	slash
}

/// All that must hold.
fn check() {
	Operators::do_try_state().unwrap();
	Services::do_try_state().unwrap();
	Restaking::do_try_state().unwrap();
	Slashing::do_try_state().unwrap();
	Validators::do_try_state().unwrap();
}
