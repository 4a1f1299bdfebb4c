//! What the chain costs with a thousand operators and fifty full services. What is read and written of the state is
//! counted, how long it takes is printed and proves nothing by itself. `docs/performance.md` says how to run it and what it
//! printed.

#![cfg(feature = "try-runtime")]

use crate::common::*;
use codec::Encode;
use frame_support::{
	assert_ok,
	storage::{transactional::TRANSACTION_LEVEL_KEY, with_transaction, TransactionOutcome},
	traits::{fungible::Mutate as _, fungibles::Mutate as _, TryState, TryStateSelect},
	BoundedVec,
};
use palisade_primitives::{
	keys::{possession_payload, KeySignature, ServiceKey},
	StakeKind,
};
use palisade_runtime::{genesis_presets::LST_DOT, *};
use palisade_terms::{AcceptedAsset, StakeKinds, Terms, MAX_OPERATORS};
use pallet_restaking::{Exit, Position, Positions, Tallies, MAX_EXITS};
use sp_core::{sr25519, Pair};
use sp_io::TestExternalities;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Dave};
use sp_runtime::{
	generic::Digest,
	traits::{Header as _, IdentifyAccount},
	DispatchError, MultiSigner, Perbill,
};
use std::time::{Duration, Instant};

const NATIVE: AssetId = AssetId::Native;
const LST: AssetId = AssetId::WithId(LST_DOT.id);
const FULL_MAGNITUDE: Balance = 1_000_000_000_000_000_000;

/// The service that is asked about, and the epoch: the last one, which every pool remembers since it changed after it.
const SERVICE: ServiceId = 1;
const ASKED: Epoch = 2;

const RUNS: usize = 101;

#[test]
fn a_position_takes_up_what_the_documentation_says() {
	let (who, operator) = (account(Bob), account(Alice));
	let bytes = |asset: &AssetId, exits: u32| {
		let exit = |requested| Exit { requested, shares: PAL };
		let position = Position {
			shares: 1_000 * PAL,
			generation: 1,
			matured: PAL,
			exits: BoundedVec::truncate_from((0..exits).map(exit).collect()),
		};
		let key = Positions::<Runtime>::hashed_key_for((&who, &operator, asset));
		(key.len(), position.encode().len())
	};
	println!("key and value of a position with 0, 1 and {MAX_EXITS} exits:");
	for (asset, key) in [(NATIVE, 145), (LST, 149)] {
		let measured = [0, 1, MAX_EXITS].map(|exits| bytes(&asset, exits));
		println!("{asset:?}: {measured:?}");
		assert_eq!(measured, [(key, 37), (key, 57), (key, 697)]);
	}
}

/// How much there is of everything. Each service has as many members, and each operator serves as many services as the
/// others, but for one.
#[derive(Clone, Copy)]
struct Size {
	operators: u32,
	services: u32,
	members: u32,
}

const SIZES: [Size; 3] = [
	Size { operators: 4, services: 1, members: 4 },
	// As many services an operator as in the next.
	Size { operators: MAX_OPERATORS, services: 13, members: MAX_OPERATORS },
	Size { operators: 1_000, services: 50, members: MAX_OPERATORS },
];

/// An operator's account and its key in all services.
struct Operator(AccountId, sr25519::Pair);

impl Operator {
	/// Registers the operator with that number, which puts 1,000 tokens of both assets behind itself.
	fn register(number: u32) -> Self {
		let mut seed = [7; 32];
		seed[..4].copy_from_slice(&number.to_le_bytes());
		let pair = sr25519::Pair::from_seed(&seed);
		let who: AccountId = MultiSigner::from(pair.public()).into_account();
		assert_ok!(Balances::mint_into(&who, 10_000 * PAL));
		assert_ok!(Assets::mint_into(LST_DOT.id, &who, 10_000 * LST_DOT.token()));
		let this = Self(who, pair);
		assert_ok!(Operators::register(this.signed(), vec![], Perbill::zero()));
		this.delegate(1_000);
		this
	}

	fn signed(&self) -> RuntimeOrigin {
		RuntimeOrigin::signed(self.0.clone())
	}

	/// Puts `tokens` of both assets behind itself.
	fn delegate(&self, tokens: Balance) {
		for (asset, token) in [(NATIVE, PAL), (LST, LST_DOT.token())] {
			assert_ok!(Restaking::delegate(self.signed(), self.0.clone(), asset, tokens * token));
		}
	}

	fn join(&self, service: ServiceId) {
		let key = ServiceKey::Sr25519(self.1.public());
		let payload = possession_payload(&System::block_hash(0), service, &self.0, &key);
		let proof = KeySignature::Sr25519(self.1.sign(&payload));
		assert_ok!(Services::apply(self.signed(), service, 1, key, proof));
	}

	/// Pledges a sixteenth of both pools, which is as much as can be pledged to most services.
	fn pledge(&self, service: ServiceId) {
		let kind = if service.is_multiple_of(2) { StakeKind::Shared } else { StakeKind::Exclusive };
		for asset in [NATIVE, LST] {
			let part = FULL_MAGNITUDE / 16;
			assert_ok!(Restaking::allocate(self.signed(), service, asset, part, kind));
		}
	}
}

fn terms_for_many() -> Terms<AccountId> {
	let accepted = |asset| AcceptedAsset { asset, kinds: StakeKinds::Both };
	Terms {
		assets: vec![accepted(NATIVE), accepted(LST)].try_into().unwrap(),
		max_operators: MAX_OPERATORS,
		min_operator_value: PAL,
		..terms()
	}
}

impl Size {
	/// The chain two blocks before the end of the epoch after [`ASKED`]. Everything in it came about by calls.
	fn chain(self) -> TestExternalities {
		let mut state = state_of(DEVELOPMENT);
		let operators = state.execute_with(|| {
			let operators: Vec<_> = (0..self.operators).map(Operator::register).collect();
			for index in 0..self.services {
				assert_ok!(Services::create(signed(Dave), terms_for_many(), vec![]));
				for member in 0..self.members {
					let number = (index * self.members + member) % self.operators;
					operators[number as usize].join(index + 1);
					operators[number as usize].pledge(index + 1);
				}
			}
			operators
		});
		commit(&mut state);
		state.execute_with(|| {
			run_to_session(ASKED + 1);
			operators.iter().for_each(|operator| operator.delegate(1));
		});
		commit(&mut state);
		state.execute_with(|| {
			let end = FIRST_SLOT + u64::from(ASKED + 2) * session_length();
			run_to_slot(end - 3);
		});
		commit(&mut state);
		state
	}

	fn describe(&self) -> String {
		let Self { operators, services, members } = self;
		format!("{operators} operators, {services} services of {members}")
	}
}

/// As after a block: everything is in the trie, nothing in the overlay.
fn commit(state: &mut TestExternalities) {
	state.commit_all().expect("the state is sound");
}

fn check(state: &mut TestExternalities) {
	let pallets = ["Operators", "Services", "Restaking", "Epochs", "Balances", "Assets"];
	let pallets = TryStateSelect::Only(pallets.map(|name| name.as_bytes().to_vec()).to_vec());
	state.execute_with(|| {
		AllPalletsWithSystem::try_state(System::block_number(), pallets)
			.expect("the state is sound");
	});
}

/// Does something and takes it back.
fn undone<Result>(step: impl FnOnce() -> Result) -> Result {
	with_transaction(|| TransactionOutcome::Rollback(Ok::<_, DispatchError>(step())))
		.expect("nothing fails")
}

/// How many entries of the state `step` reads, and how many it writes or removes, each counted once. Nothing of it stays.
fn accesses(state: &mut TestExternalities, step: fn()) -> (usize, usize) {
	// No block stores how deep transactions are.
	let counts = |key: &[u8]| key != TRANSACTION_LEVEL_KEY;
	let recorder = Default::default();
	state.execute_with_recorder(Clone::clone(&recorder), step);
	let recorded = recorder.recorded_keys();
	let reads = recorded.values().flat_map(|keys| keys.keys()).filter(|key| counts(key)).count();
	let writes = state.overlayed_changes().changes().filter(|(key, _)| counts(key)).count();
	state.reset_overlay();
	(reads, writes)
}

/// Measures `step` in all states and prints it. Medians of runs that take turns, so that whatever else the machine does
/// meets all alike.
///
/// Returns the reads and writes.
fn measure(name: &str, states: &mut [TestExternalities; 3], step: fn()) -> [(usize, usize); 3] {
	let mut times = SIZES.map(|_| Vec::with_capacity(RUNS));
	let timed = || {
		let start = Instant::now();
		step();
		start.elapsed()
	};
	for _ in 0..RUNS {
		for (state, times) in states.iter_mut().zip(&mut times) {
			times.push(state.execute_with(|| undone(timed)));
		}
	}
	let medians = times.map(|mut times: Vec<Duration>| {
		times.sort();
		times[RUNS / 2]
	});
	let counted = states.each_mut().map(|state| accesses(state, step));
	for (at, size) in SIZES.iter().enumerate() {
		let (reads, writes) = counted[at];
		let [first, second, _] =
			medians.map(|median| medians[at].as_secs_f64() / median.as_secs_f64());
		println!(
			"{name}, {}: {reads} reads, {writes} writes, {:?}, {first:.2} of the first, \
			 {second:.2} of the second",
			size.describe(),
			medians[at],
		);
	}
	counted
}

fn tally_page() {
	assert_ok!(Restaking::tally(signed(Dave), SERVICE, ASKED));
}

fn tally() {
	while Tallies::<Runtime>::get(SERVICE, ASKED).is_none_or(|tally| !tally.complete) {
		tally_page();
	}
}

fn security() {
	assert!(Restaking::security(SERVICE, ASKED).value > 0);
}

/// What the next block does before its first transaction.
fn begin_block() {
	let slot = u64::from(Babe::current_slot()) + 1;
	let number = System::block_number() + 1;
	let digest = Digest { logs: vec![pre_digest(slot, 0)] };
	let (hash, parent) = (Hash::default(), LastHash::get());
	Executive::initialize_block(&Header::new(number, hash, hash, parent, digest));
}

fn make_block(state: &mut TestExternalities) {
	state.execute_with(|| {
		block_with(u64::from(Babe::current_slot()) + 1, vec![]);
	});
	commit(state);
}

fn epoch(state: &mut TestExternalities) -> Epoch {
	state.execute_with(Restaking::epoch)
}

#[test]
fn an_epoch_begins_without_a_step_for_each_operator_or_service() {
	let crowd = Size { operators: 40, services: 10, members: 20 };
	let mut states = [SIZES[0], crowd].map(Size::chain);
	assert_eq!(states.each_mut().map(epoch), [ASKED + 1; 2]);
	// The last two blocks of an epoch and the first two of the next.
	for block in 0..4 {
		let [few, many] = states.each_mut().map(|state| accesses(state, begin_block));
		assert_eq!(few, many, "block {block}");
		states.iter_mut().for_each(make_block);
	}
	assert_eq!(states.each_mut().map(epoch), [ASKED + 2; 2]);
}

#[test]
#[ignore = "measures"]
fn the_cost_of_a_thousand_operators() {
	let mut states = SIZES.map(Size::chain);
	states.iter_mut().for_each(check);
	for (size, state) in SIZES.iter().zip(&mut states) {
		let (tally, security) = state.execute_with(|| {
			tally();
			let tally = Tallies::<Runtime>::get(SERVICE, ASKED).expect("it was added up");
			(tally, Restaking::security(SERVICE, ASKED))
		});
		state.reset_overlay();
		assert_eq!(tally.members, size.members, "all members count");
		assert_eq!(security.members.len() as u32, size.members);
		assert_eq!(tally.value, security.value);
	}
	measure("a page of `tally`", &mut states, tally_page);
	for (name, step) in [("all pages of `tally`", tally as fn()), ("`security`", security)] {
		let [_, alone, among_many] = measure(name, &mut states, step);
		assert_eq!(alone, among_many, "{name}: others cost nothing");
	}

	let begin = |name, states: &mut _| {
		let [few, .., many] = measure(name, states, begin_block);
		assert_eq!(few, many, "{name}: nothing is done for each operator or service");
	};
	begin("a block within an epoch", &mut states);
	for _ in 0..2 {
		states.iter_mut().for_each(make_block);
	}
	assert_eq!(states.each_mut().map(epoch), [ASKED + 1; 3]);
	begin("the first block of an epoch", &mut states);
	states.iter_mut().for_each(make_block);
	assert_eq!(states.each_mut().map(epoch), [ASKED + 2; 3]);
	begin("the second block of an epoch", &mut states);
	states.iter_mut().for_each(check);
}
