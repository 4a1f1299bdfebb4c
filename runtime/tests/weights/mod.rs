//! Every call and hook is charged what its benchmark measured, and the benchmarks still measure what the committed files say.
//!
//! Reads, writes and proof sizes are compared exactly, natively and in seconds. Times are not: they are the machine's, and
//! `scripts/benchmark.sh` compares them. docs/benchmarking.md says what to do when one of these tests fails.

mod files;
mod measure;
mod state;
mod tables;

use crate::common::{genesis, DEVELOPMENT};
use frame_benchmarking::{BenchmarkList, BenchmarkMetadata};
use frame_support::traits::{GetCallMetadata, PalletsInfoAccess};
use palisade_runtime::*;
use sp_runtime::BuildStorage;
use std::collections::BTreeSet;
use tables::*;

fn text(bytes: &[u8]) -> &str {
	std::str::from_utf8(bytes).expect("names are text")
}

/// Fails with all of `problems`.
fn assert_none(problems: Vec<String>) {
	assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

fn is_in(
	table: &[(&str, &str, &str)],
	list: &BenchmarkList,
	benchmark: &BenchmarkMetadata,
) -> bool {
	let (pallet, name) = (text(&list.pallet), text(&benchmark.name));
	table.iter().any(|(of, one, _)| (*of, *one) == (pallet, name))
}

#[test]
fn counts_are_those_of_the_files() {
	let state = measure::state(genesis(DEVELOPMENT).build_storage().unwrap());
	let (lists, storage) = measure::benchmarks();
	let mut problems = Vec::new();
	for list in &lists {
		let pallet = text(&list.pallet);
		let file = match files::read(&files::path_of(pallet)) {
			Ok(file) => files::functions(&file),
			Err(problem) => {
				problems.push(problem);
				vec![]
			},
		};
		let mut of_pallet = Vec::new();
		for benchmark in list.benchmarks.iter().filter(|it| !is_in(NOT_RUN, list, it)) {
			let name = text(&benchmark.name);
			let fit_of = |steps| {
				let results = measure::run(&state, list, benchmark, steps)?;
				let fit = measure::fit(&results, benchmark, &storage)?;
				Ok::<_, String>((measure::unexplained(&results, &fit), fit))
			};
			let few = fit_of(measure::FEW_STEPS);
			if let Ok((unexplained, _)) = &few {
				match (unexplained.is_empty(), is_in(UNEVEN, list, benchmark)) {
					(false, false) => of_pallet
						.push(format!("  {name} is uneven\n    {}", unexplained.join("\n    "))),
					(true, true) => of_pallet.push(format!("  {name} is not uneven")),
					_ => {},
				}
			}
			let Some(in_file) = file.iter().find(|function| function.name == name) else {
				continue;
			};
			// Few values decide where everything grows evenly. Proofs of items without a bound do not quite.
			if few.is_ok_and(|(_, fit)| fit == in_file.fit) {
				continue;
			}
			match fit_of(measure::ALL_STEPS) {
				Err(problem) => of_pallet.push(format!("  {name}: {problem}")),
				Ok((_, fit)) if fit == in_file.fit => {},
				Ok((_, fit)) => {
					of_pallet.push(format!("  {name}\n    file {}\n    now  {fit}", in_file.fit))
				},
			}
		}
		if !of_pallet.is_empty() {
			problems.push(format!("{pallet}\n{}", of_pallet.join("\n")));
		}
	}
	assert_none(problems);
}

#[test]
fn benchmarks_do_what_they_were_set_up_for() {
	let state = measure::state(genesis(DEVELOPMENT).build_storage().unwrap());
	let (lists, _) = measure::benchmarks();
	let mut problems = Vec::new();
	for list in &lists {
		for benchmark in list.benchmarks.iter().filter(|it| !is_in(NOT_RUN, list, it)) {
			if let Err(problem) = measure::check(&state, list, benchmark) {
				let (pallet, name) = (text(&list.pallet), text(&benchmark.name));
				problems.push(format!("{pallet}: {name}: {problem}"));
			}
		}
	}
	assert_none(problems);
}

#[test]
fn files_hold_each_benchmark_with_its_range() {
	let (lists, _) = measure::benchmarks();
	let mut problems = Vec::new();
	for list in &lists {
		let pallet = text(&list.pallet);
		let functions = match files::read(&files::path_of(pallet)) {
			Ok(file) => files::functions(&file),
			Err(problem) => {
				problems.push(problem);
				continue;
			},
		};
		for benchmark in &list.benchmarks {
			let name = text(&benchmark.name);
			let Some(function) = functions.iter().find(|function| function.name == name) else {
				problems.push(format!("{pallet}: {name} is not in the file"));
				continue;
			};
			let ranges: Vec<_> = benchmark
				.components
				.iter()
				.map(|(component, min, max)| (component.to_string(), *min, *max))
				.collect();
			if function.ranges != ranges {
				let file = &function.ranges;
				problems
					.push(format!("{pallet}: {name} was measured in {file:?}, not in {ranges:?}"));
			}
		}
		for function in &functions {
			if !list.benchmarks.iter().any(|benchmark| text(&benchmark.name) == function.name) {
				problems.push(format!("{pallet}: {} has no benchmark", function.name));
			}
		}
	}
	assert_none(problems);
}

#[test]
fn files_say_where_their_numbers_come_from() {
	let (lists, _) = measure::benchmarks();
	let pallets = lists.iter().map(|list| text(&list.pallet)).map(|pallet| {
		let full = format!("`scripts/benchmark.sh {pallet}`; edits are lost. Steps 50, repeat 20:");
		(files::path_of(pallet), full)
	});
	let others = ["block", "extrinsic", "parity_db"].map(|of| {
		let option = if of == "parity_db" { "--storage" } else { "--overhead" };
		let path = format!("runtime/src/weights/{of}_weights.rs");
		(path, format!("`scripts/benchmark.sh {option}`; edits are lost."))
	});
	let mut problems = Vec::new();
	for (path, command) in pallets.chain(others) {
		match files::read(&path) {
			Ok(file) => {
				for part in ["//! Generated on 20", &command, "//! Machine: "] {
					if !file.contains(part) {
						problems.push(format!("{path} does not say: {part}"));
					}
				}
			},
			Err(problem) => problems.push(problem),
		}
	}
	assert_none(problems);
}

/// The name of each pallet with calls in the list of benchmarks, and its calls.
fn calls() -> Vec<(&'static str, Vec<&'static str>)> {
	let infos = AllPalletsWithSystem::infos();
	RuntimeCall::get_module_names()
		.iter()
		.map(|name| {
			let info = infos.iter().find(|info| info.name == *name).expect("the pallet exists");
			(info.module_name, RuntimeCall::get_call_names(name).to_vec())
		})
		.collect()
}

#[test]
fn every_call_is_measured() {
	let (lists, _) = measure::benchmarks();
	let mut measured = BTreeSet::new();
	for list in &lists {
		for benchmark in &list.benchmarks {
			measured.insert((text(&list.pallet), text(&benchmark.name)));
		}
	}
	let calls: BTreeSet<(&str, &str)> = calls()
		.into_iter()
		.flat_map(|(pallet, calls)| calls.into_iter().map(move |call| (pallet, call)))
		.collect();
	let mut problems = Vec::new();
	for (pallet, call) in &calls {
		let composed = COMPOSED.iter().find(|(of, one, _)| (of, one) == (pallet, call));
		match (measured.contains(&(*pallet, *call)), composed) {
			(true, None) => {},
			(false, None) if TOLD.contains(&(*pallet, *call)) => {},
			(false, Some((_, _, parts))) => {
				for part in *parts {
					if !measured.contains(&(*pallet, *part)) {
						problems.push(format!(
							"{pallet}: no benchmark {part}, of which {call} is composed"
						));
					}
				}
			},
			(true, Some(_)) => problems.push(format!("{pallet}: {call} is measured, not composed")),
			(false, None) => problems.push(format!("{pallet}: {call} has no benchmark")),
		}
	}
	let excepted = COMPOSED.iter().map(|(pallet, call, _)| (*pallet, *call));
	for (pallet, call) in excepted.chain(TOLD.iter().copied()) {
		if !calls.contains(&(pallet, call)) {
			problems.push(format!("{pallet} has no call {call}"));
		}
	}
	for (pallet, name, _) in UNEVEN.iter().chain(NOT_RUN) {
		if !measured.contains(&(*pallet, *name)) {
			problems.push(format!("{pallet} has no benchmark {name}"));
		}
	}
	assert_none(problems);
}

#[test]
fn components_go_up_to_what_the_runtime_allows() {
	let limits = limits();
	let (lists, _) = measure::benchmarks();
	let mut problems = Vec::new();
	for list in &lists {
		let pallet = text(&list.pallet);
		for benchmark in &list.benchmarks {
			let name = text(&benchmark.name);
			for (component, _, max) in &benchmark.components {
				let component = component.to_string();
				let is = |of: &str, one: &str, letter: &str| {
					of == pallet && (one == name || one == "*") && letter == component
				};
				let limit = limits.iter().find(|(of, one, letter, _)| is(of, one, letter));
				let sample = SAMPLED.iter().find(|(of, one, letter, _)| is(of, one, letter));
				match (limit, sample) {
					(Some((_, _, _, limit)), None) if limit == max => {},
					(Some((_, _, _, limit)), None) => problems.push(format!(
						"{pallet}: {component} of {name} goes to {max}, but may be {limit}"
					)),
					(None, Some(_)) => {},
					(None, None) => problems.push(format!(
						"{pallet}: what is the limit of {component} of {name}? It goes to {max}"
					)),
					(Some(_), Some(_)) => {
						problems.push(format!("{pallet}: {component} of {name} is in both tables"))
					},
				}
			}
		}
	}
	assert_none(problems);
}

/// The lines of a file's code, without what rustdoc reads.
fn code(path: &str) -> Vec<(usize, String)> {
	let text = files::read(path).unwrap();
	let lines = text.lines().map(|line| line.split("//").next().unwrap_or("").to_owned());
	(1..).zip(lines).collect()
}

/// The Rust files below a folder of the repository.
fn sources(folder: &str) -> Vec<String> {
	let mut found = Vec::new();
	for entry in std::fs::read_dir(files::repository().join(folder)).unwrap() {
		let entry = entry.unwrap();
		let path = format!("{folder}/{}", entry.file_name().to_str().unwrap());
		if entry.file_type().unwrap().is_dir() {
			found.extend(sources(&path));
		} else if path.ends_with(".rs") {
			found.push(path);
		}
	}
	found.sort();
	found
}

#[test]
fn every_pallet_of_the_runtime_uses_measured_weights() {
	let own: BTreeSet<String> = std::fs::read_dir(files::repository().join("pallets"))
		.unwrap()
		.map(|entry| entry.unwrap().file_name().to_str().unwrap().replace('-', "_"))
		.collect();
	let mut problems = Vec::new();
	let mut seen = BTreeSet::new();
	for path in sources("runtime/src/configs") {
		for (number, line) in code(&path) {
			let Some((_, weights)) = line.split_once("WeightInfo = ") else { continue };
			let weights = weights.trim_end_matches(';');
			let of_own = own.iter().any(|pallet| {
				weights == format!("pallet_{pallet}::weights::SubstrateWeight<Runtime>")
			});
			let measured = weights
				.strip_prefix("weights::")
				.and_then(|rest| rest.strip_suffix("::WeightInfo<Runtime>"))
				.is_some_and(|pallet| seen.insert(pallet.to_owned()));
			if !of_own && !measured {
				problems.push(format!("{path}:{number}: {weights} was not measured here"));
			}
		}
	}
	let (lists, _) = measure::benchmarks();
	for list in &lists {
		let pallet = text(&list.pallet);
		let is_own = pallet.strip_prefix("pallet_").is_some_and(|name| own.contains(name));
		if !is_own && !seen.contains(pallet) {
			problems.push(format!("the weights of {pallet} are measured, but not used"));
		}
	}
	assert_none(problems);
}

#[test]
fn no_weight_is_a_literal() {
	let generated = |path: &str| path.ends_with("/weights.rs") || path.contains("/src/weights/");
	let tests = |path: &str| {
		path.contains("/tests/") || path.ends_with("/tests.rs") || path.ends_with("/mock.rs")
	};
	let mut problems = Vec::new();
	for path in
		sources("pallets").into_iter().chain(sources("runtime/src")).chain(sources("primitives"))
	{
		if (generated(&path) && !path.ends_with("/weights/mod.rs")) || tests(&path) {
			continue;
		}
		for (number, line) in code(&path) {
			let literal = |before: &str| {
				line.split(before)
					.skip(1)
					.any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
			};
			let calls = [
				"from_parts(",
				"from_ref_time(",
				"pallet::weight(",
				".reads(",
				".writes(",
				"reads_writes(",
			];
			if (line.contains("Weight") && calls[..2].iter().any(|call| literal(call)))
				|| calls[2..].iter().any(|call| literal(call))
				|| line.contains("DbWeight::get()")
			{
				problems.push(format!("{path}:{number}: {}", line.trim()));
			}
		}
	}
	assert_none(problems);
}

#[test]
fn blocks_and_transactions_have_their_measured_base() {
	let weights = configs::system::RuntimeBlockWeights::get();
	let bases: Vec<_> = frame_support::dispatch::DispatchClass::all()
		.iter()
		.map(|class| weights.get(*class).base_extrinsic)
		.collect();
	assert_eq!(weights.base_block, configs::system::BlockExecutionWeight::get());
	assert!(bases.iter().all(|base| *base == configs::system::ExtrinsicBaseWeight::get()));
}
