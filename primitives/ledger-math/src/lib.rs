//! # The ledger's arithmetic
//!
//! What a share is worth, what an operator has pledged, and what a slash takes: pure functions on plain structures, no
//! storage, no FRAME, `no_std`, so that clients can reuse them to predict what the chain will do.
//!
//! | Question | File |
//! |---|---|
//! | What are shares worth? `mint`, `burn`, `stake_of` | `part.rs` |
//! | What is pledged to whom, when does it count, when is it free? | `pledge.rs` |
//! | What does a penalty take from each part that answers? `bill`, `split` | `bill.rs` |
//!
//! Products are taken over 256 bits. Every function that rounds says in its name, or in its type's documentation, which
//! way it does, and it always does so against whoever acts.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod bill;
mod part;
mod pledge;
#[cfg(test)]
mod tests;

pub use bill::*;
pub use part::*;
pub use pledge::*;

use sp_arithmetic::{helpers_128bit::multiply_by_rational_with_rounding, Rounding};

/// Count of epochs since genesis. All delays of the protocol count epochs.
pub type Epoch = u32;

/// Names a service. Never used again after the service is gone; 0 is the chain's own consensus.
pub type ServiceId = u32;

/// `⌊a·b/c⌋` over 256 bits; `None` where it does not fit into 128, or `c = 0`.
pub fn mul_div_floor(a: u128, b: u128, c: u128) -> Option<u128> {
	multiply_by_rational_with_rounding(a, b, c, Rounding::Down)
}

/// `⌈a·b/c⌉` over 256 bits; `None` where it does not fit into 128, or `c = 0`.
pub fn mul_div_ceil(a: u128, b: u128, c: u128) -> Option<u128> {
	multiply_by_rational_with_rounding(a, b, c, Rounding::Up)
}
