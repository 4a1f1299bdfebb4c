//! Each formula against 512-bit integers, and the invariants over random histories.

mod bill;
mod part;
mod pledge;

use crate::*;
use primitive_types::U512;
use proptest::prelude::*;

fn wide(x: u128) -> U512 {
	U512::from(x)
}

/// Amounts of every magnitude from 1 unit to 10³⁰.
fn amount() -> impl Strategy<Value = u128> {
	(0u32..=30, 1u128..10).prop_map(|(exponent, digit)| digit * 10u128.pow(exponent) / 10 + 1)
}
