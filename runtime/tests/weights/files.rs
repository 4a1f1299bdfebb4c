//! The committed files of weights, read as text: what they say of reads, writes and proof sizes, which the functions in them
//! mix with times.

use std::{collections::BTreeMap, fmt, fs, path::PathBuf};

/// What a weight is made of beside the time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
	pub reads: u128,
	pub writes: u128,
	pub proof: u128,
}

/// A constant part, and a part to multiply with each component.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fit {
	pub base: Counts,
	pub slopes: BTreeMap<String, Counts>,
}

impl fmt::Display for Fit {
	fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
		let Counts { reads, writes, proof } = self.base;
		write!(formatter, "{reads} reads, {writes} writes, {proof} bytes")?;
		for (component, Counts { reads, writes, proof }) in &self.slopes {
			write!(formatter, "; for each {component} {reads}, {writes}, {proof}")?;
		}
		Ok(())
	}
}

/// What a function of a file says.
#[derive(Debug)]
pub struct Function {
	pub name: String,
	pub fit: Fit,
	/// The components, with the least and the greatest value that was measured.
	pub ranges: Vec<(String, u32, u32)>,
}

pub fn repository() -> PathBuf {
	PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().expect("the runtime has a folder").into()
}

/// The text of a file of the repository, with the reason why it cannot be read.
pub fn read(path: &str) -> Result<String, String> {
	fs::read_to_string(repository().join(path)).map_err(|error| format!("{path}: {error}"))
}

/// Where the weights of a pallet are, by its name in the list of benchmarks.
pub fn path_of(pallet: &str) -> String {
	let own = format!(
		"pallets/{}/src/weights.rs",
		pallet.trim_start_matches("pallet_").replace('_', "-")
	);
	if pallet.starts_with("pallet_") && repository().join(&own).exists() {
		own
	} else {
		format!("runtime/src/weights/{pallet}.rs")
	}
}

/// The functions of a file in the form of `scripts/weights.hbs` or `scripts/runtime-weights.hbs`.
pub fn functions(text: &str) -> Vec<Function> {
	let mut functions = Vec::new();
	let mut ranges = Vec::new();
	let mut open: Option<(String, String)> = None;
	let body = text.lines().skip_while(|line| !line.starts_with("impl<"));
	for line in body {
		let line = line.trim();
		if let Some(range) =
			line.strip_prefix("/// `").and_then(|rest| rest.split_once("` is in `["))
		{
			let (component, range) = range;
			let range = range.trim_end_matches("]`.");
			let (min, max) = range.split_once(", ").expect("a range has two ends");
			ranges.push((component.to_owned(), number(min) as u32, number(max) as u32));
			continue;
		}
		if line.starts_with("//") {
			continue;
		}
		if open.is_none() {
			let signature = line.strip_prefix("pub ").unwrap_or(line).strip_prefix("fn ");
			if let Some(signature) = signature {
				let (name, _) = signature.split_once('(').expect("a function has parameters");
				open = Some((name.to_owned(), String::new()));
			}
			continue;
		}
		if line == "}" {
			let (name, sum) = open.take().expect("checked above");
			let mut fit = Fit::default();
			for term in sum.split(".saturating_add(") {
				add(&mut fit, term);
			}
			fit.slopes.retain(|_, slope| *slope != Counts::default());
			functions.push(Function { name, fit, ranges: std::mem::take(&mut ranges) });
		} else if let Some((_, sum)) = &mut open {
			sum.push_str(line);
		}
	}
	functions
}

fn number(text: &str) -> u128 {
	let digits: String = text.chars().filter(char::is_ascii_digit).collect();
	digits.parse().unwrap_or_else(|_| panic!("not a number: {text}"))
}

/// Adds one term of a weight.
fn add(fit: &mut Fit, term: &str) {
	let component =
		term.split_once(".saturating_mul(").and_then(|(_, rest)| rest.split_once(".into()"));
	let counts = match component {
		Some((component, _)) => fit.slopes.entry(component.to_owned()).or_default(),
		None => &mut fit.base,
	};
	let argument = |name: &str| {
		let (_, rest) = term.split_once(name)?;
		Some(rest.split(['.', ')']).next().expect("a split has a first part").replace("_u64", ""))
	};
	if let Some(parts) = argument("Weight::from_parts(") {
		let (_, proof) = parts.split_once(',').expect("a weight has two parts");
		counts.proof += number(proof);
	} else if let Some(reads) = argument(".reads(") {
		counts.reads += number(&reads);
	} else if let Some(writes) = argument(".writes(") {
		counts.writes += number(&writes);
	} else {
		panic!("a term that is not understood: {term}");
	}
}

#[test]
fn functions_are_read_to_the_last_number() {
	let text = "
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	/// Storage: `Pallet::Item` (r:1 w:0)
	/// `e` is in `[0, 33]`.
	fn withdraw(e: u32) -> Weight {
		// Minimum execution time: 1_234 ns.
		Weight::from_parts(76_797_953, 4275)
			// Standard error: 12.
			.saturating_add(Weight::from_parts(13_655_114, 0).saturating_mul(e.into()))
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(e.into())))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(Weight::from_parts(0, 2592).saturating_mul(e.into()))
	}
	pub fn nothing(_x: u32) -> Weight {
		Weight::from_parts(1_000, 0)
	}
}
";
	let functions = functions(text);
	let names: Vec<_> = functions.iter().map(|function| &function.name[..]).collect();
	assert_eq!(names, ["withdraw", "nothing"]);
	assert_eq!(functions[0].ranges, [("e".to_owned(), 0, 33)]);
	let each = Counts { reads: 1, writes: 0, proof: 2592 };
	let expected = Fit {
		base: Counts { reads: 6, writes: 3, proof: 4275 },
		slopes: [("e".to_owned(), each)].into(),
	};
	assert_eq!(functions[0].fit, expected);
	assert_eq!(functions[1].fit, Fit::default());
}
