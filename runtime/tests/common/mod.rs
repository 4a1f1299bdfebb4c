//! What the runtime's tests share: genesis states from presets, and a chain that makes blocks.

#![allow(dead_code)]

use codec::Encode;
use frame_support::{assert_ok, pallet_prelude::DispatchResult, traits::Get};
use palisade_primitives::keys::{possession_payload, KeySignature, ServiceKey};
use palisade_runtime::{genesis_presets, *};
use palisade_terms::{
	AcceptedAsset, Admission, Condition, Evidence, Formula, Penalty, Proceeds, Resolution,
	StakeKinds, Terms,
};
use serde_json::Value;
use sp_consensus_babe::digests::{CompatibleDigestItem, PreDigest, SecondaryPlainPreDigest};
use sp_io::TestExternalities;
use sp_keyring::Sr25519Keyring;
use sp_runtime::{
	generic::{Digest, DigestItem, Era},
	traits::Header as _,
	BuildStorage, Perbill, Perquintill,
};

pub const DEVELOPMENT: &str = "development";
pub const LOCAL_TESTNET: &str = "local_testnet";
pub const PRODUCTION: &str = "production";

/// The genesis of a preset: the default one with the preset's patch over it, as nodes make it.
pub fn genesis(preset: &str) -> RuntimeGenesisConfig {
	genesis_from(&patch(preset))
}

/// The default genesis with `patch` over it.
fn genesis_from(patch: &Value) -> RuntimeGenesisConfig {
	let mut genesis = serde_json::to_value(RuntimeGenesisConfig::default()).unwrap();
	merge(&mut genesis, patch);
	serde_json::from_value(genesis).unwrap()
}

/// The state of the genesis that a patch describes.
pub fn from_patch(patch: &Value) -> TestExternalities {
	genesis_from(patch).build_storage().unwrap().into()
}

/// A preset as it is published.
pub fn patch(preset: &str) -> Value {
	serde_json::from_slice(&genesis_presets::get_preset(&preset.into()).unwrap()).unwrap()
}

/// Lays `patch` over `value`: objects are merged, everything else is replaced.
fn merge(value: &mut Value, patch: &Value) {
	match (value, patch) {
		(Value::Object(value), Value::Object(patch)) => {
			for (key, patch) in patch {
				merge(value.entry(key.clone()).or_insert(Value::Null), patch);
			}
		},
		(value, patch) => *value = patch.clone(),
	}
}

/// The state of a preset's genesis, before its first block.
pub fn state_of(preset: &str) -> TestExternalities {
	genesis(preset).build_storage().unwrap().into()
}

/// The state of a preset in block 1, so that events are recorded.
pub fn in_block_one(preset: &str) -> TestExternalities {
	let mut state = state_of(preset);
	state.execute_with(|| System::set_block_number(1));
	state
}

pub fn account(key: Sr25519Keyring) -> AccountId {
	key.to_account_id()
}

pub fn signed(key: Sr25519Keyring) -> RuntimeOrigin {
	RuntimeOrigin::signed(account(key))
}

/// The account of the validator whose node signs with the keys of `keys`.
pub fn validator(keys: Sr25519Keyring) -> AccountId {
	account(stash(keys))
}

/// The key of that account.
pub fn stash(keys: Sr25519Keyring) -> Sr25519Keyring {
	match keys {
		Sr25519Keyring::Alice => Sr25519Keyring::AliceStash,
		Sr25519Keyring::Bob => Sr25519Keyring::BobStash,
		Sr25519Keyring::Charlie => Sr25519Keyring::CharlieStash,
		Sr25519Keyring::Dave => Sr25519Keyring::DaveStash,
		other => panic!("{other:?} has no stash"),
	}
}

/// The place of that validator in the current session.
pub fn index_of(keys: Sr25519Keyring) -> u32 {
	let validator = validator(keys);
	let place = Session::validators().iter().position(|who| *who == validator);
	place.expect("it validates") as u32
}

/// A transaction as a wallet makes it. Inside of the state that it is for.
pub fn transaction(from: Sr25519Keyring, call: RuntimeCall, tip: Balance) -> UncheckedExtrinsic {
	let nonce = System::account_nonce(account(from));
	let extension = tx_extension(Era::Immortal, nonce, tip);
	let payload = SignedPayload::new(call.clone(), extension.clone()).unwrap();
	let signature = payload.using_encoded(|bytes| from.sign(bytes));
	UncheckedExtrinsic::new_signed(call, account(from).into(), signature.into(), extension)
}

/// The first slot of the test chain. Not 0, like no real one's.
pub const FIRST_SLOT: u64 = 1_000;

/// The slots of a session.
pub fn session_length() -> u64 {
	<Runtime as pallet_babe::Config>::EpochDuration::get()
}

/// What announces a block's slot and author.
pub fn pre_digest(slot: u64, authority_index: u32) -> DigestItem {
	DigestItem::babe_pre_digest(PreDigest::SecondaryPlain(SecondaryPlainPreDigest {
		slot: slot.into(),
		authority_index,
	}))
}

/// Makes the next block, in `slot`, with `transactions`, all of which must succeed. Validators that may take turns. Executes it as
/// nodes do, apart from the seal.
pub fn block_with(slot: u64, transactions: Vec<UncheckedExtrinsic>) -> Header {
	let disabled = Session::disabled_validators();
	let there = Babe::authorities().len() as u32;
	let able: Vec<_> = (0..there).filter(|index| !disabled.contains(index)).collect();
	let willing: Vec<_> = able.iter().copied().filter(|index| !is_silent(*index)).collect();
	// Where only silent ones are left, one of them has to.
	let authors = if willing.is_empty() { able } else { willing };
	block_by(authors[(slot % authors.len() as u64) as usize], slot, transactions)
}

/// Whether a test keeps the validator with that index from making blocks.
fn is_silent(index: u32) -> bool {
	let validators = Session::validators();
	let validator = validators.get(index as usize);
	validator.is_some_and(|validator| Silent::get().contains(validator))
}

/// The same by the validator with that index.
pub fn block_by(author: u32, slot: u64, transactions: Vec<UncheckedExtrinsic>) -> Header {
	let number = System::block_number() + 1;
	let parent = if number == 1 { System::block_hash(0) } else { LastHash::get() };
	let digest = Digest { logs: vec![pre_digest(slot, author)] };
	let header = Header::new(number, Hash::default(), Hash::default(), parent, digest);
	Executive::initialize_block(&header);
	let now = slot * SLOT_DURATION;
	let time = RuntimeCall::Timestamp(pallet_timestamp::Call::set { now });
	for transaction in [UncheckedExtrinsic::new_bare(time)].into_iter().chain(transactions) {
		Executive::apply_extrinsic(transaction).unwrap().unwrap();
	}
	let header = Executive::finalize_block();
	LastHash::set(header.hash());
	header
}

frame_support::parameter_types! {
	pub static LastHash: Hash = Hash::zero();
	/// Validators that make no blocks.
	pub static Silent: Vec<AccountId> = Vec::new();
}

/// Makes an empty block in each slot up to `slot`, from the one after the last block's.
pub fn run_to_slot(slot: u64) {
	let next = match u64::from(Babe::current_slot()) {
		0 => FIRST_SLOT,
		last => last + 1,
	};
	for slot in next..=slot {
		block_with(slot, vec![]);
	}
}

/// Makes empty blocks up to the first one of session `index`.
pub fn run_to_session(index: u32) {
	run_to_slot(FIRST_SLOT + u64::from(index) * session_length());
	assert_eq!(Session::current_index(), index);
}

/// Lawful terms that accept the native token.
pub fn terms() -> Terms<AccountId> {
	Terms {
		assets: vec![AcceptedAsset { asset: AssetId::Native, kinds: StakeKinds::Both }]
			.try_into()
			.unwrap(),
		min_operator_value: 0,
		max_operators: 4,
		admission: Admission::Open,
		conditions: vec![Condition {
			evidence: Evidence::DoubleSign,
			penalty: Penalty {
				formula: Formula::constant(Perquintill::from_percent(5)),
				look_back: 0,
			},
			evidence_age: 2,
			resolution: Resolution::Immediate,
			proceeds: Proceeds { bounty: Perbill::zero(), restitution: None },
			jail: 0,
		}]
		.try_into()
		.unwrap(),
		max_slash_per_epoch: Perquintill::from_percent(10),
		reward_assets: Default::default(),
		security_target: None,
	}
}

/// Lets `operator` join `service`, with its account's key.
pub fn join(operator: Sr25519Keyring, service: ServiceId) {
	join_with(operator, service, operator);
}

/// The same with another key.
pub fn join_with(operator: Sr25519Keyring, service: ServiceId, key: Sr25519Keyring) {
	assert_ok!(apply_with(operator, service, key));
}

/// Has `operator` apply to `service` with `key`.
pub fn apply_with(
	operator: Sr25519Keyring,
	service: ServiceId,
	key: Sr25519Keyring,
) -> DispatchResult {
	let (key, proof) = prove(operator, service, key);
	Services::apply(signed(operator), service, 1, key, proof)
}

/// `key`, and the proof that `operator` holds it for `service`.
pub fn prove(
	operator: Sr25519Keyring,
	service: ServiceId,
	key: Sr25519Keyring,
) -> (ServiceKey, KeySignature) {
	let public = ServiceKey::Sr25519(key.public());
	let genesis = System::block_hash(0);
	let payload = possession_payload(&genesis, service, &account(operator), &public);
	(public, KeySignature::Sr25519(key.sign(&payload)))
}

/// splitmix64: small, and the same everywhere.
pub struct Random(pub u64);

impl Random {
	pub fn next(&mut self) -> u64 {
		self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
		let mut z = self.0;
		z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
		z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
		z ^ (z >> 31)
	}

	pub fn below(&mut self, bound: u64) -> u64 {
		self.next() % bound
	}

	pub fn pick<Item: Clone>(&mut self, items: &[Item]) -> Item {
		items[self.below(items.len() as u64) as usize].clone()
	}
}
