//! A guard over the lock file: one polkadot-sdk, and no RocksDB.
//!
//! crates.io interleaves the SDK's release lines, so that "the newest version" of a crate is often
//! of another line. Two lines in one build show as two versions of `sp-runtime`, and as errors that
//! say anything but that. RocksDB would come with a default feature that somebody forgot to switch
//! off, and with a long C++ build.

/// The crates of a lock file, as (name, version).
fn packages(lock: &str) -> Vec<(&str, &str)> {
	fn field<'a>(package: &'a str, key: &str) -> Option<&'a str> {
		package.lines().find_map(|line| {
			line.trim().strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"')
		})
	}
	lock.split("[[package]]")
		.filter_map(|package| Some((field(package, "name")?, field(package, "version")?)))
		.collect()
}

/// What is wrong with a lock file.
fn problems(lock: &str) -> Vec<String> {
	let packages = packages(lock);
	let versions = |name: &str| -> Vec<&str> {
		packages.iter().filter(|package| package.0 == name).map(|package| package.1).collect()
	};
	let mut problems = Vec::new();
	match versions("sp-runtime")[..] {
		[] => problems.push("no sp-runtime: this is not the lock file of the chain".into()),
		[_] => {},
		ref several => problems.push(format!(
			"sp-runtime in versions {}: two release lines of polkadot-sdk meet",
			several.join(" and ")
		)),
	}
	for version in versions("librocksdb-sys") {
		problems.push(format!("librocksdb-sys {version}: some crate has its RocksDB feature on"));
	}
	problems
}

/// A lock file with these packages.
fn lock_with(packages: &[(&str, &str)]) -> String {
	packages.iter().fold("version = 4\n".into(), |lock, (name, version)| {
		format!(
			"{lock}\n[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n\
			dependencies = [\n \"librocksdb-sys-like\",\n]\n"
		)
	})
}

#[test]
fn the_lock_file_is_clean() {
	let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.lock");
	let lock = std::fs::read_to_string(path).expect("the workspace has a lock file");
	assert!(packages(&lock).len() > 100);
	assert_eq!(problems(&lock), Vec::<String>::new());
}

#[test]
fn a_clean_lock_file_has_no_problems() {
	let lock = lock_with(&[("sp-runtime", "49.0.0"), ("parity-db", "0.5.0")]);
	assert_eq!(problems(&lock), Vec::<String>::new());
}

#[test]
fn two_release_lines_are_a_problem() {
	let lock =
		lock_with(&[("sp-runtime", "48.0.0"), ("sp-io", "49.0.0"), ("sp-runtime", "49.0.0")]);
	let problems = problems(&lock);
	assert_eq!(problems.len(), 1);
	assert!(problems[0].contains("48.0.0 and 49.0.0"));
}

#[test]
fn rocksdb_is_a_problem() {
	let lock = lock_with(&[("librocksdb-sys", "0.17.1"), ("sp-runtime", "49.0.0")]);
	let problems = problems(&lock);
	assert_eq!(problems.len(), 1);
	assert!(problems[0].contains("librocksdb-sys 0.17.1"));
}

#[test]
fn a_file_of_something_else_is_a_problem() {
	for other in ["", "not a lock file", "[[package]]\nname = \"serde\"\nversion = \"1.0.0\"\n"] {
		assert_eq!(problems(other).len(), 1);
	}
}
