//! Weights of `pallet_collective` in this runtime, measured.
//!
//! Generated on 2026-11-27 by `scripts/benchmark.sh pallet_collective`; edits are lost. Steps 50, repeat 20: fewer than
//! 50 and 20 are provisional.
//!
//! Machine: AMD EPYC, 2 cores, 24 GiB, Linux x86_64.
//! With rustc 1.95.0 and frame-benchmarking-cli 64.0.0.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// What was measured, with the runtime's own price of a database access.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_collective::WeightInfo for WeightInfo<T> {
	/// Storage: `Council::Members` (r:1 w:1)
	/// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Council::Proposals` (r:1 w:0)
	/// Proof: `Council::Proposals` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Council::Voting` (r:100 w:100)
	/// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// Storage: `Council::Prime` (r:0 w:1)
	/// Proof: `Council::Prime` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// `m` is in `[0, 100]`.
	/// `n` is in `[0, 100]`.
	/// `p` is in `[0, 100]`.
	fn set_members(m: u32, _n: u32, p: u32) -> Weight {
		// Measured proof size: 0 + m * (3232 ±0) + p * (3190 ±0) bytes.
		// Minimum execution time: 10_165 ns.
		Weight::from_parts(10_355_000, 15728)
			// Standard error: 37_933.
			.saturating_add(Weight::from_parts(1_866_405, 0).saturating_mul(m.into()))
			// Standard error: 37_933.
			.saturating_add(Weight::from_parts(5_554_849, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(p.into())))
			.saturating_add(Weight::from_parts(0, 1967).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(0, 4332).saturating_mul(p.into()))
	}
	/// Storage: `Council::Members` (r:1 w:0)
	/// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// `b` is in `[2, 1024]`.
	/// `m` is in `[1, 100]`.
	fn execute(b: u32, m: u32) -> Weight {
		// Measured proof size: 69 + m * (32 ±0) bytes.
		// Minimum execution time: 10_947 ns.
		Weight::from_parts(10_655_020, 1555)
			// Standard error: 7.
			.saturating_add(Weight::from_parts(1_690, 0).saturating_mul(b.into()))
			// Standard error: 73.
			.saturating_add(Weight::from_parts(8_809, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(Weight::from_parts(0, 32).saturating_mul(m.into()))
	}
	/// Storage: `Council::Members` (r:1 w:0)
	/// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Council::ProposalOf` (r:1 w:0)
	/// Proof: `Council::ProposalOf` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// `b` is in `[2, 1024]`.
	/// `m` is in `[1, 100]`.
	fn propose_execute(b: u32, m: u32) -> Weight {
		// Measured proof size: 69 + m * (32 ±0) bytes.
		// Minimum execution time: 13_360 ns.
		Weight::from_parts(12_686_646, 3535)
			// Standard error: 9.
			.saturating_add(Weight::from_parts(1_741, 0).saturating_mul(b.into()))
			// Standard error: 99.
			.saturating_add(Weight::from_parts(14_729, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(Weight::from_parts(0, 32).saturating_mul(m.into()))
	}
	/// Storage: `Council::Members` (r:1 w:0)
	/// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Council::ProposalOf` (r:1 w:1)
	/// Proof: `Council::ProposalOf` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// Storage: `Council::Proposals` (r:1 w:1)
	/// Proof: `Council::Proposals` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Council::ProposalCount` (r:1 w:1)
	/// Proof: `Council::ProposalCount` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Council::Voting` (r:0 w:1)
	/// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// `b` is in `[2, 1024]`.
	/// `m` is in `[2, 100]`.
	/// `p` is in `[1, 100]`.
	fn propose_proposed(b: u32, m: u32, p: u32) -> Weight {
		// Measured proof size: 359 + m * (32 ±0) + p * (36 ±0) bytes.
		// Minimum execution time: 18_087 ns.
		Weight::from_parts(13_394_904, 3751)
			// Standard error: 172.
			.saturating_add(Weight::from_parts(5_695, 0).saturating_mul(b.into()))
			// Standard error: 1_794.
			.saturating_add(Weight::from_parts(26_158, 0).saturating_mul(m.into()))
			// Standard error: 1_772.
			.saturating_add(Weight::from_parts(205_618, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(Weight::from_parts(0, 33).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(0, 36).saturating_mul(p.into()))
	}
	/// Storage: `Council::Members` (r:1 w:0)
	/// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Council::Voting` (r:1 w:1)
	/// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// `m` is in `[5, 100]`.
	fn vote(m: u32) -> Weight {
		// Measured proof size: 808 + m * (64 ±0) bytes.
		// Minimum execution time: 17_846 ns.
		Weight::from_parts(20_430_704, 4272)
			// Standard error: 5_064.
			.saturating_add(Weight::from_parts(41_453, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(Weight::from_parts(0, 64).saturating_mul(m.into()))
	}
	/// Storage: `Council::Voting` (r:1 w:1)
	/// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// Storage: `Council::Members` (r:1 w:0)
	/// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Council::Proposals` (r:1 w:1)
	/// Proof: `Council::Proposals` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Council::ProposalOf` (r:0 w:1)
	/// Proof: `Council::ProposalOf` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// `m` is in `[4, 100]`.
	/// `p` is in `[1, 100]`.
	fn close_early_disapproved(m: u32, p: u32) -> Weight {
		// Measured proof size: 397 + m * (64 ±0) + p * (36 ±0) bytes.
		// Minimum execution time: 19_819 ns.
		Weight::from_parts(19_555_088, 3842)
			// Standard error: 860.
			.saturating_add(Weight::from_parts(19_914, 0).saturating_mul(m.into()))
			// Standard error: 838.
			.saturating_add(Weight::from_parts(179_689, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(Weight::from_parts(0, 65).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(0, 36).saturating_mul(p.into()))
	}
	/// Storage: `Council::Voting` (r:1 w:1)
	/// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// Storage: `Council::Members` (r:1 w:0)
	/// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Council::ProposalOf` (r:1 w:1)
	/// Proof: `Council::ProposalOf` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// Storage: `Council::Proposals` (r:1 w:1)
	/// Proof: `Council::Proposals` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// `b` is in `[2, 1024]`.
	/// `m` is in `[4, 100]`.
	/// `p` is in `[1, 100]`.
	fn close_early_approved(b: u32, m: u32, p: u32) -> Weight {
		// Measured proof size: 699 + b * (1 ±0) + m * (64 ±0) + p * (40 ±0) bytes.
		// Minimum execution time: 27_902 ns.
		Weight::from_parts(28_333_381, 4016)
			// Standard error: 139.
			.saturating_add(Weight::from_parts(3_541, 0).saturating_mul(b.into()))
			// Standard error: 1_472.
			.saturating_add(Weight::from_parts(15_941, 0).saturating_mul(m.into()))
			// Standard error: 1_434.
			.saturating_add(Weight::from_parts(213_081, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(Weight::from_parts(0, 1).saturating_mul(b.into()))
			.saturating_add(Weight::from_parts(0, 66).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(0, 40).saturating_mul(p.into()))
	}
	/// Storage: `Council::Voting` (r:1 w:1)
	/// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// Storage: `Council::Members` (r:1 w:0)
	/// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Council::Prime` (r:1 w:0)
	/// Proof: `Council::Prime` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Council::Proposals` (r:1 w:1)
	/// Proof: `Council::Proposals` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Council::ProposalOf` (r:0 w:1)
	/// Proof: `Council::ProposalOf` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// `m` is in `[4, 100]`.
	/// `p` is in `[1, 100]`.
	fn close_disapproved(m: u32, p: u32) -> Weight {
		// Measured proof size: 417 + m * (64 ±0) + p * (36 ±0) bytes.
		// Minimum execution time: 21_632 ns.
		Weight::from_parts(21_546_933, 3862)
			// Standard error: 3_422.
			.saturating_add(Weight::from_parts(18_955, 0).saturating_mul(m.into()))
			// Standard error: 3_336.
			.saturating_add(Weight::from_parts(204_925, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(Weight::from_parts(0, 65).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(0, 36).saturating_mul(p.into()))
	}
	/// Storage: `Council::Voting` (r:1 w:1)
	/// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// Storage: `Council::Members` (r:1 w:0)
	/// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Council::Prime` (r:1 w:0)
	/// Proof: `Council::Prime` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Council::ProposalOf` (r:1 w:1)
	/// Proof: `Council::ProposalOf` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// Storage: `Council::Proposals` (r:1 w:1)
	/// Proof: `Council::Proposals` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// `b` is in `[2, 1024]`.
	/// `m` is in `[4, 100]`.
	/// `p` is in `[1, 100]`.
	fn close_approved(b: u32, m: u32, p: u32) -> Weight {
		// Measured proof size: 719 + b * (1 ±0) + m * (64 ±0) + p * (40 ±0) bytes.
		// Minimum execution time: 29_404 ns.
		Weight::from_parts(35_405_118, 4036)
			// Standard error: 1_859.
			.saturating_add(Weight::from_parts(1_463, 0).saturating_mul(m.into()))
			// Standard error: 1_812.
			.saturating_add(Weight::from_parts(209_899, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(Weight::from_parts(0, 1).saturating_mul(b.into()))
			.saturating_add(Weight::from_parts(0, 66).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(0, 40).saturating_mul(p.into()))
	}
	/// Storage: `Council::Proposals` (r:1 w:1)
	/// Proof: `Council::Proposals` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Council::Voting` (r:0 w:1)
	/// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// Storage: `Council::ProposalOf` (r:0 w:1)
	/// Proof: `Council::ProposalOf` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// `p` is in `[1, 100]`.
	fn disapprove_proposal(p: u32) -> Weight {
		// Measured proof size: 226 + p * (32 ±0) bytes.
		// Minimum execution time: 10_716 ns.
		Weight::from_parts(11_067_894, 1711)
			// Standard error: 413.
			.saturating_add(Weight::from_parts(163_024, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(Weight::from_parts(0, 32).saturating_mul(p.into()))
	}
	/// Storage: `Council::ProposalOf` (r:1 w:1)
	/// Proof: `Council::ProposalOf` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// Storage: `Council::CostOf` (r:1 w:0)
	/// Proof: `Council::CostOf` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// Storage: `Council::Proposals` (r:1 w:1)
	/// Proof: `Council::Proposals` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Council::Voting` (r:0 w:1)
	/// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// `d` is in `[0, 1]`.
	/// `p` is in `[1, 100]`.
	fn kill(d: u32, p: u32) -> Weight {
		// Measured proof size: 1497 + p * (36 ±0) bytes.
		// Minimum execution time: 15_733 ns.
		Weight::from_parts(16_990_691, 4896)
			// Standard error: 46_490.
			.saturating_add(Weight::from_parts(198_712, 0).saturating_mul(d.into()))
			// Standard error: 719.
			.saturating_add(Weight::from_parts(182_806, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(Weight::from_parts(0, 123).saturating_mul(d.into()))
			.saturating_add(Weight::from_parts(0, 37).saturating_mul(p.into()))
	}
	/// Storage: `Council::ProposalOf` (r:1 w:0)
	/// Proof: `Council::ProposalOf` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// Storage: `Council::CostOf` (r:1 w:0)
	/// Proof: `Council::CostOf` (`max_values`: None, `max_size`: None, mode: `Measured`)
	fn release_proposal_cost() -> Weight {
		// Measured proof size: 911 bytes.
		// Minimum execution time: 12_008 ns.
		Weight::from_parts(12_719_000, 4376)
			.saturating_add(T::DbWeight::get().reads(2))
	}
}
