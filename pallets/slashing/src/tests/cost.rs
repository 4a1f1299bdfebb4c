//! What a report and an execution read and write in a crowd, and with exits of many epochs. `docs/performance.md` says how to run
//! what prints times.

use super::*;
use frame_support::{
	storage::{transactional::TRANSACTION_LEVEL_KEY, with_transaction, TransactionOutcome},
	traits::fungibles::Mutate as _,
	weights::Weight,
};
use palisade_primitives::ServiceId;
use sp_io::TestExternalities;
use std::time::{Duration, Instant};

const CROWDS: [u64; 3] = [1, 1_000, 100_000];
const RUNS: usize = 301;

/// Entries that a step reads, and that it writes or removes, each counted once.
type Accesses = (usize, usize);

/// Of `step`, of which nothing stays.
fn accesses(ext: &mut TestExternalities, step: fn()) -> Accesses {
	// No block stores how deep transactions are.
	let counts = |key: &[u8]| key != TRANSACTION_LEVEL_KEY;
	let recorder = Default::default();
	ext.execute_with_recorder(Clone::clone(&recorder), step);
	let recorded = recorder.recorded_keys();
	let reads = recorded.values().flat_map(|keys| keys.keys()).filter(|key| counts(key)).count();
	let writes = ext.overlayed_changes().changes().filter(|(key, _)| counts(key)).count();
	ext.reset_overlay();
	(reads, writes)
}

/// A service that slashes at once, or after a window. Its member has so many delegators beside [`ALICE`], each of whom asked for a
/// part back in the charged epoch, [`COUNTS`]. One slash is final.
fn crowded(delegators: u64) -> TestExternalities {
	let mut ext = new_test_ext();
	ext.execute_with(|| {
		let service = guarded(vec![at_once(), vetoable()], 10_000, Exclusive);
		Budget::set(Weight::zero());
		let crowd = 1_000..1_000 + delegators;
		for who in crowd.clone() {
			assert_ok!(NativeAndAssets::mint_into(NATIVE, &who, 1_000));
			delegate(who, OP, NATIVE, 400);
		}
		at(COUNTS + 1);
		for who in crowd {
			assert_ok!(Restaking::undelegate(signed(who), OP, NATIVE, Some(100)));
		}
		accuse(OP, service, 1, COUNTS + 1);
		at(COUNTS + 4);
		take_events();
	});
	ext.commit_all().expect("the state is sound");
	ext
}

/// The service of these tests, the first one.
const SERVICE: ServiceId = 1;

fn report_at_once() {
	CurrentEpoch::set(COUNTS + 4);
	let id = accuse(OP, SERVICE, 0, COUNTS + 1);
	assert!(is_executed(id));
}

fn execute() {
	assert_ok!(Slashing::execute(signed(STRANGER), 0));
	assert!(is_executed(0));
}

fn steps() -> [(&'static str, fn()); 3] {
	[
		("report and execute", report_at_once),
		("report", || {
			// In the last epoch in which it can be.
			CurrentEpoch::set(COUNTS + 3);
			let proof = double_sign(OP, (SERVICE, COUNTS + 1), 2);
			let refused = Slashing::report(signed(REPORTER), SERVICE, 1, OP, COUNTS + 1, proof);
			assert_eq!(
				refused.map_err(|failed| failed.error),
				Err(Error::<Test>::NotMoreSevere.into())
			);
			let id = accuse(OP, SERVICE, 1, COUNTS + 2);
			assert_eq!(stage(id), Stage::Pending);
		}),
		("execute", || {
			CurrentEpoch::set(COUNTS + 4);
			execute();
		}),
	]
}

#[test]
fn a_crowd_of_delegators_makes_no_report_and_no_execution_dearer() {
	let [mut alone, mut crowd] = [1, 1_000].map(crowded);
	for (name, step) in steps() {
		let [alone, crowd] = [&mut alone, &mut crowd].map(|ext| accesses(ext, step));
		assert!(alone.0 > 0 && alone.1 > 0, "{name}: {alone:?}");
		assert_eq!(alone, crowd, "{name}");
	}
}

/// A slash that is late: its member's pool has exits of the first `buckets` epochs from the charged one on.
fn late(buckets: u32) -> TestExternalities {
	let mut ext = new_test_ext();
	ext.execute_with(|| {
		let service = guarded(vec![vetoable()], 10_000, Exclusive);
		Budget::set(Weight::zero());
		accuse(OP, service, 0, COUNTS);
		for ago in 0..=U {
			at(COUNTS + ago);
			if ago < buckets {
				assert_ok!(Restaking::undelegate(signed(ALICE), OP, NATIVE, Some(100)));
			} else {
				// The pool changes in each epoch.
				delegate(BOB, OP, NATIVE, 100);
			}
		}
	});
	ext.commit_all().expect("the state is sound");
	ext
}

#[test]
fn each_epoch_with_exits_costs_an_execution_the_same() {
	let costs: Vec<Accesses> = (0..=U + 1).map(|n| accesses(&mut late(n), execute)).collect();
	// The epochs that can have exits are looked at in any case.
	assert!(costs.iter().all(|(reads, _)| *reads == costs[0].0), "{costs:?}");
	for (buckets, (_, writes)) in costs.iter().enumerate() {
		assert_eq!(*writes, costs[0].1 + buckets, "{costs:?}");
	}
}

/// How long `step` takes in each state: medians of runs that take turns, so that whatever else the machine does meets all alike.
fn medians(states: &mut [TestExternalities; 3], step: fn()) -> [Duration; 3] {
	let mut times = CROWDS.map(|_| Vec::with_capacity(RUNS));
	let timed = || {
		let start = Instant::now();
		step();
		start.elapsed()
	};
	let undone = || {
		with_transaction(|| TransactionOutcome::Rollback(Ok::<_, DispatchError>(timed())))
			.expect("nothing fails")
	};
	for _ in 0..RUNS {
		for (ext, times) in states.iter_mut().zip(&mut times) {
			times.push(ext.execute_with(undone));
		}
	}
	times.map(|mut times| {
		times.sort();
		times[RUNS / 2]
	})
}

#[test]
#[ignore = "measures"]
fn the_cost_of_a_slash_in_a_crowd() {
	let mut states = CROWDS.map(crowded);
	for (name, step) in steps() {
		let counted = states.each_mut().map(|ext| accesses(ext, step));
		let times = medians(&mut states, step);
		for (at, crowd) in CROWDS.into_iter().enumerate() {
			let ratio = times[at].as_secs_f64() / times[0].as_secs_f64();
			println!(
				"{name}, {crowd} delegators: {} reads, {} writes; {:?} ({ratio:.2} of that with one)",
				counted[at].0, counted[at].1, times[at]
			);
			assert_eq!(counted[at], counted[0], "{name}");
		}
	}
	for buckets in 0..=U + 1 {
		let (reads, writes) = accesses(&mut late(buckets), execute);
		println!("execute with exits of {buckets} epochs: {reads} reads, {writes} writes");
	}
}
