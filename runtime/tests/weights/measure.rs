//! Runs benchmarks natively and fits their counts as the benchmarking command does: `frame-benchmarking-cli`, in its files
//! `pallet/command.rs` and `pallet/writer.rs`. Times are left out.

use super::{
	files::{Counts, Fit},
	state::CountingState,
};
use codec::Encode;
use frame_benchmarking::{
	runtime_decl_for_benchmark::BenchmarkV2, Analysis, BenchmarkConfig, BenchmarkList,
	BenchmarkMetadata, BenchmarkParameter, BenchmarkResult, BenchmarkSelector,
};
use frame_support::traits::StorageInfo;
use palisade_runtime::*;
use sp_core::{
	storage::{well_known_keys::CODE, Storage},
	traits::{ReadRuntimeVersion, ReadRuntimeVersionExt},
};
use sp_externalities::{set_and_run_with_externalities, Extensions, Externalities};
use sp_keystore::{testing::MemoryKeystore, KeystoreExt};
use sp_state_machine::{Ext, OverlayedChanges};
use std::{
	collections::{BTreeMap, HashMap},
	panic::{catch_unwind, AssertUnwindSafe},
};

/// The least points that show whether counts grow evenly: both ends of a component's range, and a value between them.
pub const FEW_STEPS: u32 = 3;

/// As many as a full run of `scripts/benchmark.sh` takes.
pub const ALL_STEPS: u32 = 50;

/// What the command assumes of a map's size, and of the trie above it.
const MAP_SIZE: u32 = 1_000_000;
const LAYERS_ABOVE: u32 = 2;
const BYTES_OF_LAYER: u32 = 15 * 33;

/// The lists of benchmarks that weights are made of, and what is known of the storage.
pub fn benchmarks() -> (Vec<BenchmarkList>, Vec<StorageInfo>) {
	let (mut lists, storage) = Runtime::benchmark_metadata(false);
	// The SDK's measure of a machine's speed.
	lists.retain(|list| list.pallet != b"frame_benchmarking");
	(lists, storage)
}

/// Says that any code is of the next version, as the code that benchmarks set has to be.
struct NextVersion;

impl ReadRuntimeVersion for NextVersion {
	fn read_runtime_version(&self, _: &[u8], _: &mut dyn Externalities) -> Result<Vec<u8>, String> {
		let mut version = VERSION;
		version.spec_version += 1;
		Ok(version.encode())
	}
}

/// The state in which benchmarks run.
pub fn state(mut genesis: Storage) -> CountingState {
	// Only that there is a code counts: the state's trie holds its hash.
	genesis.top.insert(CODE.to_vec(), vec![0; 1_000]);
	CountingState::new(genesis)
}

/// The values of components that a run with so many steps tries: of each in turn, with the others at their maximum.
fn points(
	components: &[(BenchmarkParameter, u32, u32)],
	steps: u32,
) -> Vec<Vec<(BenchmarkParameter, u32)>> {
	if components.is_empty() {
		return vec![vec![]];
	}
	let mut points = Vec::new();
	for (varied, low, high) in components {
		let step = (high - low) as f32 / (steps - 1) as f32;
		for n in 0..steps {
			let value = ((*low as f32 + step * n as f32) as u32).clamp(*low, *high);
			let of = |(name, _, max): &(BenchmarkParameter, u32, u32)| {
				(*name, if name == varied { value } else { *max })
			};
			points.push(components.iter().map(of).collect());
		}
	}
	points
}

/// Runs a benchmark once in each point, `steps` for each component.
pub fn run(
	state: &CountingState,
	list: &BenchmarkList,
	benchmark: &BenchmarkMetadata,
	steps: u32,
) -> Result<Vec<BenchmarkResult>, String> {
	let mut results = Vec::new();
	for components in points(&benchmark.components, steps) {
		results.extend(run_in(state, list, benchmark, components, false)?);
	}
	Ok(results)
}

/// Runs a benchmark with its checks, in the ends of its components' ranges. What the checks access is counted, too, so nothing
/// else is learnt from it.
pub fn check(
	state: &CountingState,
	list: &BenchmarkList,
	benchmark: &BenchmarkMetadata,
) -> Result<(), String> {
	for components in points(&benchmark.components, 2) {
		run_in(state, list, benchmark, components, true)?;
	}
	Ok(())
}

fn run_in(
	state: &CountingState,
	list: &BenchmarkList,
	benchmark: &BenchmarkMetadata,
	components: Vec<(BenchmarkParameter, u32)>,
	verify: bool,
) -> Result<Vec<BenchmarkResult>, String> {
	let config = BenchmarkConfig {
		pallet: list.pallet.clone(),
		instance: list.instance.clone(),
		benchmark: benchmark.name.clone(),
		selected_components: components,
		verify,
		internal_repeats: 1,
	};
	let mut extensions = Extensions::new();
	extensions.register(KeystoreExt::new(MemoryKeystore::new()));
	extensions.register(ReadRuntimeVersionExt::new(NextVersion));
	let mut overlay = OverlayedChanges::default();
	overlay.enter_runtime().map_err(|_| "the overlay is new")?;
	let mut ext = Ext::new(&mut overlay, state, Some(&mut extensions));
	let run = || set_and_run_with_externalities(&mut ext, || Runtime::dispatch_benchmark(config));
	// A benchmark that panics has told why; the others are run all the same.
	let batches = catch_unwind(AssertUnwindSafe(run)).map_err(|_| "it panicked")??;
	Ok(batches.into_iter().flat_map(|batch| batch.results).collect())
}

/// How the proof of an item's reads is sized.
#[derive(Clone, Copy, PartialEq)]
enum Mode {
	MaxEncodedLen,
	Measured,
	Ignored,
}

/// The modes that a benchmark asks for, of storage items or, as `ALL`, of more.
fn modes(benchmark: &BenchmarkMetadata) -> HashMap<(String, String), Mode> {
	let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(' ', "");
	let parse = |(item, mode): &(Vec<u8>, Vec<u8>)| {
		let item = text(item);
		let (pallet, storage) = item.split_once("::").unwrap_or((&item, "ALL"));
		let mode = match &mode[..] {
			b"MaxEncodedLen" => Mode::MaxEncodedLen,
			b"Measured" => Mode::Measured,
			b"Ignored" => Mode::Ignored,
			other => panic!("a mode that the command does not know: {}", text(other)),
		};
		((pallet.to_owned(), storage.to_owned()), mode)
	};
	benchmark.pov_modes.iter().map(parse).collect()
}

/// What is charged for the path to an item of a map of that size.
fn path_size(max_values: Option<u32>) -> u32 {
	let layers = match max_values.unwrap_or(MAP_SIZE) {
		0 => 0,
		size => (size - 1).checked_ilog(16).map_or(1, |log| log + 1).min(8),
	};
	layers * BYTES_OF_LAYER
}

/// The results as the proof of each storage item sees them.
fn results_by_item(
	results: &[BenchmarkResult],
	benchmark: &BenchmarkMetadata,
	storage: &[StorageInfo],
) -> BTreeMap<Vec<u8>, Vec<BenchmarkResult>> {
	let modes = modes(benchmark);
	let mode_of = |pallet: &str, item: &str| modes.get(&(pallet.to_owned(), item.to_owned()));
	let everywhere = mode_of("ALL", "ALL");
	let all_ignored = everywhere == Some(&Mode::Ignored);
	let mut by_item = BTreeMap::<_, Vec<BenchmarkResult>>::new();
	for result in results {
		for (prefix, reads, _, _) in &result.keys {
			let info = storage.iter().find(|info| info.prefix == *prefix);
			let asked = info.and_then(|info| {
				let pallet = String::from_utf8_lossy(&info.pallet_name);
				let item = String::from_utf8_lossy(&info.storage_name);
				mode_of(&pallet, &item).or(mode_of(&pallet, "ALL")).or(everywhere)
			});
			let max_size = info.and_then(|info| info.max_size);
			let path = path_size(info.and_then(|info| info.max_values));
			let mut of_item = result.clone();
			match (asked, max_size) {
				(Some(Mode::Ignored), _) if all_ignored => of_item.proof_size = 0,
				(Some(Mode::Ignored), _) => {},
				(Some(Mode::Measured), _) | (_, None) => of_item.proof_size += path * reads,
				(_, Some(max_size)) => of_item.proof_size = (path + max_size) * reads,
			}
			if *reads > 0 && !all_ignored {
				of_item.proof_size += BYTES_OF_LAYER * LAYERS_ABOVE;
			}
			by_item.entry(prefix.clone()).or_default().push(of_item);
		}
	}
	by_item
}

/// What the command would write about the counts.
pub fn fit(
	results: &[BenchmarkResult],
	benchmark: &BenchmarkMetadata,
	storage: &[StorageInfo],
) -> Result<Fit, String> {
	let analyse = |results: &Vec<BenchmarkResult>, selector| {
		Analysis::min_squares_iqr(results, selector).map_err(|error| error.to_string())
	};
	let slopes = |analysis: &Analysis| -> Vec<(String, u128)> {
		analysis.names.iter().cloned().zip(analysis.slopes.iter().copied()).collect()
	};
	let results = results.to_vec();
	let reads = analyse(&results, BenchmarkSelector::Reads)?;
	let writes = analyse(&results, BenchmarkSelector::Writes)?;
	let mut fit = Fit {
		base: Counts { reads: reads.base, writes: writes.base, proof: 0 },
		slopes: BTreeMap::new(),
	};
	for (component, slope) in slopes(&reads) {
		fit.slopes.entry(component).or_default().reads = slope;
	}
	for (component, slope) in slopes(&writes) {
		fit.slopes.entry(component).or_default().writes = slope;
	}
	for results in results_by_item(&results, benchmark, storage).values() {
		let proof = analyse(results, BenchmarkSelector::ProofSize)?;
		fit.base.proof = fit.base.proof.max(proof.base);
		for (component, slope) in slopes(&proof) {
			let all = &mut fit.slopes.entry(component).or_default().proof;
			*all = slope.max(*all);
		}
	}
	fit.slopes.retain(|_, slope| *slope != Counts::default());
	Ok(fit)
}

/// Where the reads and writes of `results` are others than `fit` says: empty if they grow evenly.
pub fn unexplained(results: &[BenchmarkResult], fit: &Fit) -> Vec<String> {
	let mut unexplained = Vec::new();
	for result in results {
		let mut expected = fit.base;
		for (component, value) in &result.components {
			if let Some(each) = fit.slopes.get(&component.to_string()) {
				expected.reads += each.reads * u128::from(*value);
				expected.writes += each.writes * u128::from(*value);
			}
		}
		let (reads, writes) = (u128::from(result.reads), u128::from(result.writes));
		if (reads, writes) != (expected.reads, expected.writes) {
			let components: Vec<_> =
				result.components.iter().map(|(name, value)| format!("{name} = {value}")).collect();
			unexplained.push(format!(
				"{}: {reads} reads and {writes} writes, not {} and {}",
				components.join(", "),
				expected.reads,
				expected.writes
			));
		}
	}
	unexplained
}
