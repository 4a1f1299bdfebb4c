//! Exceptions, each with its reason.

/// Calls whose weights are composed of benchmarks with other names.
pub const COMPOSED: &[(&str, &str, &[&str])] = &[];

/// Benchmarks whose counts do not grow evenly, so that the line through them depends on how many values were tried. They are
/// tried as often here as by the command.
pub const UNEVEN: &[(&str, &str, &str)] = &[];

/// Benchmarks that cannot run natively.
pub const NOT_RUN: &[(&str, &str, &str)] = &[];

/// Components that no limit of the runtime bounds, with what bounds the weight instead.
pub const SAMPLED: &[(&str, &str, &str, &str)] = &[];

/// Limits of the runtime: the most that a component can be. `*` stands for all benchmarks of the pallet.
pub fn limits() -> Vec<(&'static str, &'static str, &'static str, u32)> {
	vec![]
}
