//! What the calls of one delegator, and a slash, cost in a crowd. Prints and proves nothing by itself: time is no test.
//! `docs/performance.md` says how to run it and what it printed.

use super::{
	fixtures::{changes, storage},
	*,
};
use frame_support::storage::{with_transaction, TransactionOutcome};
use std::time::{Duration, Instant};

const CROWDS: [u64; 3] = [1, 1_000, 100_000];
const RUNS: usize = 301;

/// The native pool of [`OP`] with so many delegators beside [`ALICE`], pledged to an exclusive and to a shared service, and
/// [`ALICE`]'s matured exit.
fn crowded(delegators: u64) -> sp_io::TestExternalities {
	let mut ext = new_test_ext();
	ext.execute_with(|| {
		delegate(ALICE, 10_000);
		for who in 1_000..1_000 + delegators {
			assert_ok!(NativeAndAssets::mint_into(NATIVE, &who, 10 * MIN_DELEGATION));
			delegate(who, MIN_DELEGATION);
		}
		undelegate(ALICE, 1_000);
		allocate(1, 300, Exclusive);
		allocate(2, 600, Shared);
		at(START + NOTICE + 1);
		System::reset_events();
	});
	// As after a block: everything is in the trie, nothing in the overlay.
	ext.commit_all().expect("the state is sound");
	ext
}

/// What is measured: its name, and how it is done. Each on a state of its own.
fn steps() -> [(&'static str, fn()); 4] {
	[
		("delegate", || delegate(ALICE, 500)),
		("undelegate", || undelegate(ALICE, 500)),
		("withdraw", || withdraw(ALICE)),
		("open and execute a slash", || {
			slash(1, now(), 10);
		}),
	]
}

/// Does something and takes it back.
fn undone<Result>(step: impl FnOnce() -> Result) -> Result {
	with_transaction(|| TransactionOutcome::Rollback(Ok::<_, DispatchError>(step())))
		.expect("nothing fails")
}

fn timed(step: fn()) -> Duration {
	let start = Instant::now();
	step();
	start.elapsed()
}

/// How many entries `step` changes.
fn counted(step: fn()) -> usize {
	let before = storage();
	step();
	changes(&before, &storage())
}

#[test]
#[ignore = "measures"]
fn the_cost_of_a_crowd() {
	let mut crowds = CROWDS.map(crowded);
	for (name, step) in steps() {
		let mut times = CROWDS.map(|_| Vec::with_capacity(RUNS));
		for _ in 0..RUNS {
			// Interleaved, so that whatever else the machine does meets all alike.
			for (ext, times) in crowds.iter_mut().zip(&mut times) {
				times.push(ext.execute_with(|| undone(|| timed(step))));
			}
		}
		let medians = times.map(|mut times| {
			times.sort();
			times[RUNS / 2]
		});
		for ((ext, crowd), median) in crowds.iter_mut().zip(CROWDS).zip(medians) {
			let written = ext.execute_with(|| undone(|| counted(step)));
			let (_, proof) = ext.execute_and_prove(|| undone(step));
			let ratio = median.as_secs_f64() / medians[0].as_secs_f64();
			let nodes = proof.into_iter_nodes().count();
			println!(
				"{name}, {crowd} delegators: median {median:?}, {ratio:.2} of that with one; \
				 {written} entries changed, {nodes} trie nodes read"
			);
		}
	}
}
