//! What the calls of one delegator, and a slash, cost in a crowd. That they read and write no more is a test; how long they
//! take is printed and proves nothing by itself. `docs/performance.md` says how to run it and what it printed.

use super::{fixtures::COUNTS, *};
use frame_support::storage::{
	transactional::TRANSACTION_LEVEL_KEY, with_transaction, TransactionOutcome,
};
use sp_io::TestExternalities;
use std::time::{Duration, Instant};

const CROWDS: [u64; 3] = [1, 1_000, 100_000];
const RUNS: usize = 1_001;

/// The native pool of [`OP`] with so many delegators beside [`ALICE`], pledged to an exclusive and to a shared service.
/// Each of the crowd asked for a part back in the epoch before this one, so the bucket that answers has as many owners.
/// [`ALICE`] has a matured exit. Nothing changed the pool in this epoch, so that the next step settles it.
fn crowded(delegators: u64) -> TestExternalities {
	let mut ext = new_test_ext();
	ext.execute_with(|| {
		let crowd = 1_000..1_000 + delegators;
		delegate(ALICE, 10_000);
		for who in crowd.clone() {
			assert_ok!(NativeAndAssets::mint_into(NATIVE, &who, 10 * MIN_DELEGATION));
			delegate(who, 2 * MIN_DELEGATION);
		}
		undelegate(ALICE, 1_000);
		allocate(1, 300, Exclusive);
		allocate(2, 600, Shared);
		at(COUNTS);
		for who in crowd {
			undelegate(who, MIN_DELEGATION);
		}
		at(COUNTS + 1);
		System::reset_events();
	});
	ext
}

/// As after a block: everything is in the trie, nothing in the overlay.
fn commit(ext: &mut TestExternalities) {
	ext.commit_all().expect("the state is sound");
}

/// What is measured: its name, and how it is done. Each on a state of its own.
fn steps() -> [(&'static str, fn()); 4] {
	[
		("delegate", || delegate(ALICE, 500)),
		("undelegate", || undelegate(ALICE, 500)),
		("withdraw", || withdraw(ALICE)),
		("open and execute a slash", || {
			let taken = slash(1, COUNTS, 10);
			assert!(taken[0].from_active > 0 && taken[0].from_exits > 0);
		}),
	]
}

/// Does something and takes it back.
fn undone<Result>(step: impl FnOnce() -> Result) -> Result {
	with_transaction(|| TransactionOutcome::Rollback(Ok::<_, DispatchError>(step())))
		.expect("nothing fails")
}

/// What a step does to a state in the trie.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Accesses {
	/// Entries that it read, each counted once.
	reads: usize,
	/// Entries that it wrote or removed, each counted once.
	writes: usize,
	/// Nodes of the trie on the way to what it read.
	nodes: usize,
}

/// Of `step`, of which nothing stays.
fn accesses(ext: &mut TestExternalities, step: fn()) -> Accesses {
	// No block stores how deep transactions are.
	let counts = |key: &[u8]| key != TRANSACTION_LEVEL_KEY;
	let recorder = Default::default();
	ext.execute_with_recorder(Clone::clone(&recorder), step);
	let recorded = recorder.recorded_keys();
	let reads = recorded.values().flat_map(|keys| keys.keys()).filter(|key| counts(key)).count();
	let writes = ext.overlayed_changes().changes().filter(|(key, _)| counts(key)).count();
	let nodes = recorder.drain_storage_proof().into_iter_nodes().count();
	ext.reset_overlay();
	Accesses { reads, writes, nodes }
}

#[test]
fn nobody_reads_or_writes_more_entries_in_a_crowd_than_alone() {
	let [mut alone, mut crowd] = [1, 1_000].map(crowded);
	for ext in [&mut alone, &mut crowd] {
		commit(ext);
	}
	for (name, step) in steps() {
		let [alone, crowd] = [&mut alone, &mut crowd].map(|ext| accesses(ext, step));
		assert!(alone.reads > 0 && alone.writes > 0, "{name}: {alone:?}");
		assert_eq!((alone.reads, alone.writes), (crowd.reads, crowd.writes), "{name}");
		assert!(alone.nodes < crowd.nodes, "{name}: the crowd is not there");
	}
}

/// How long `step` takes in each state: medians of runs that take turns, so that whatever else the machine does meets all
/// alike.
fn medians(states: &mut [TestExternalities; 3], step: fn()) -> [Duration; 3] {
	let mut times = CROWDS.map(|_| Vec::with_capacity(RUNS));
	let timed = || {
		let start = Instant::now();
		step();
		start.elapsed()
	};
	for _ in 0..RUNS {
		for (ext, times) in states.iter_mut().zip(&mut times) {
			times.push(ext.execute_with(|| undone(timed)));
		}
	}
	times.map(|mut times| {
		times.sort();
		times[RUNS / 2]
	})
}

#[test]
#[ignore = "measures"]
fn the_cost_of_a_crowd() {
	let mut states = CROWDS.map(crowded);
	let in_memory = steps().map(|(_, step)| medians(&mut states, step));
	states.iter_mut().for_each(commit);
	for ((name, step), in_memory) in steps().into_iter().zip(in_memory) {
		let in_the_trie = medians(&mut states, step);
		let counted = states.each_mut().map(|ext| accesses(ext, step));
		for (at, crowd) in CROWDS.into_iter().enumerate() {
			let Accesses { reads, writes, nodes } = counted[at];
			let [memory, trie] = [in_memory, in_the_trie].map(|medians: [Duration; 3]| {
				let ratio = medians[at].as_secs_f64() / medians[0].as_secs_f64();
				format!("{:?} ({ratio:.2} of that with one)", medians[at])
			});
			println!(
				"{name}, {crowd} delegators: {reads} reads, {writes} writes; {memory} in memory; \
				 {trie} in the trie, with {nodes} nodes read"
			);
			assert_eq!((reads, writes), (counted[0].reads, counted[0].writes), "{name}");
		}
	}
}
