//! Weights of `pallet_slashing`, measured.
//!
//! Generated on 2026-11-27 by `scripts/benchmark.sh pallet_slashing`; edits are lost. Steps 50, repeat 20: fewer than
//! 50 and 20 are provisional.
//!
//! Machine: AMD EPYC, 2 cores, 24 GiB, Linux x86_64.
//! With rustc 1.95.0 and frame-benchmarking-cli 64.0.0.

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// What each call of the pallet costs.
pub trait WeightInfo {
	fn report() -> Weight;
	fn verify_ed25519() -> Weight;
	fn verify_sr25519() -> Weight;
	fn verify_ecdsa() -> Weight;
	fn uphold() -> Weight;
	fn reduce() -> Weight;
	fn overturn() -> Weight;
	fn execute() -> Weight;
	fn collect() -> Weight;
	fn forget() -> Weight;
	fn next_due() -> Weight;
	fn correlate(e: u32) -> Weight;
	fn note_epoch() -> Weight;
	fn attest() -> Weight;
	fn enrol() -> Weight;
	fn next_duty() -> Weight;
	fn find_due(m: u32) -> Weight;
	fn judge(m: u32) -> Weight;
	fn report_absence() -> Weight;
}

/// What was measured, with the runtime's own price of a database access.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Services::Services` (r:1 w:0)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(690), added: 3165, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::LastRise` (r:1 w:0)
	/// Proof: `Restaking::LastRise` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AnnouncedUnbonding` (r:1 w:0)
	/// Proof: `Restaking::AnnouncedUnbonding` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Services::Memberships` (r:1 w:0)
	/// Proof: `Services::Memberships` (`max_values`: None, `max_size`: Some(1613), added: 4088, mode: `MaxEncodedLen`)
	/// Storage: `Services::TermsOf` (r:1 w:0)
	/// Proof: `Services::TermsOf` (`max_values`: None, `max_size`: Some(10853), added: 13328, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Tallies` (r:1 w:0)
	/// Proof: `Restaking::Tallies` (`max_values`: None, `max_size`: Some(78), added: 2553, mode: `MaxEncodedLen`)
	/// Storage: `System::BlockHash` (r:1 w:0)
	/// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Facts` (r:1 w:1)
	/// Proof: `Slashing::Facts` (`max_values`: None, `max_size`: Some(109), added: 2584, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Cases` (r:1 w:1)
	/// Proof: `Slashing::Cases` (`max_values`: None, `max_size`: Some(61), added: 2536, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::NextSlashId` (r:1 w:1)
	/// Proof: `Slashing::NextSlashId` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Rates` (r:1 w:0)
	/// Proof: `Restaking::Rates` (`max_values`: None, `max_size`: Some(685), added: 3160, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::PledgedAssets` (r:1 w:0)
	/// Proof: `Restaking::PledgedAssets` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Pools` (r:8 w:8)
	/// Proof: `Restaking::Pools` (`max_values`: None, `max_size`: Some(2786), added: 5261, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::History` (r:8 w:24)
	/// Proof: `Restaking::History` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::OpenRulings` (r:1 w:1)
	/// Proof: `Slashing::OpenRulings` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Charges` (r:1 w:1)
	/// Proof: `Restaking::Charges` (`max_values`: None, `max_size`: Some(558), added: 3033, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::ChargedEpochs` (r:1 w:1)
	/// Proof: `Restaking::ChargedEpochs` (`max_values`: None, `max_size`: Some(326), added: 2801, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::PledgedUnits` (r:8 w:8)
	/// Proof: `Restaking::PledgedUnits` (`max_values`: None, `max_size`: Some(37), added: 2512, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Buckets` (r:8 w:8)
	/// Proof: `Restaking::Buckets` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	/// Storage: `Parameters::Parameters` (r:2 w:0)
	/// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(211), added: 2686, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Convictions` (r:1 w:1)
	/// Proof: `Slashing::Convictions` (`max_values`: None, `max_size`: Some(962), added: 3437, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Convicts` (r:1 w:1)
	/// Proof: `Slashing::Convicts` (`max_values`: None, `max_size`: Some(11299), added: 13774, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Sentences` (r:1 w:1)
	/// Proof: `Slashing::Sentences` (`max_values`: None, `max_size`: Some(685), added: 3160, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Agenda` (r:0 w:2)
	/// Proof: `Slashing::Agenda` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Slashes` (r:0 w:1)
	/// Proof: `Slashing::Slashes` (`max_values`: None, `max_size`: Some(1293), added: 3768, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::PendingOf` (r:0 w:1)
	/// Proof: `Slashing::PendingOf` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
	fn report() -> Weight {
		// Measured proof size: 28045 bytes.
		// Minimum execution time: 845_370 ns.
		Weight::from_parts(887_734_000, 43078)
			.saturating_add(T::DbWeight::get().reads(57))
			.saturating_add(T::DbWeight::get().writes(63))
	}
	fn verify_ed25519() -> Weight {
		// Measured proof size: 0 bytes.
		// Minimum execution time: 60_661 ns.
		Weight::from_parts(62_443_000, 0)
	}
	fn verify_sr25519() -> Weight {
		// Measured proof size: 0 bytes.
		// Minimum execution time: 63_194 ns.
		Weight::from_parts(65_267_000, 0)
	}
	fn verify_ecdsa() -> Weight {
		// Measured proof size: 0 bytes.
		// Minimum execution time: 57_876 ns.
		Weight::from_parts(61_352_000, 0)
	}
	/// Storage: `Slashing::Slashes` (r:1 w:1)
	/// Proof: `Slashing::Slashes` (`max_values`: None, `max_size`: Some(1293), added: 3768, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Convictions` (r:1 w:1)
	/// Proof: `Slashing::Convictions` (`max_values`: None, `max_size`: Some(962), added: 3437, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Agenda` (r:0 w:2)
	/// Proof: `Slashing::Agenda` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
	fn uphold() -> Weight {
		// Measured proof size: 2171 bytes.
		// Minimum execution time: 39_409 ns.
		Weight::from_parts(44_206_000, 4758)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	/// Storage: `Slashing::Slashes` (r:1 w:1)
	/// Proof: `Slashing::Slashes` (`max_values`: None, `max_size`: Some(1293), added: 3768, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	fn reduce() -> Weight {
		// Measured proof size: 1142 bytes.
		// Minimum execution time: 23_776 ns.
		Weight::from_parts(25_618_000, 4758)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// Storage: `Slashing::Slashes` (r:1 w:1)
	/// Proof: `Slashing::Slashes` (`max_values`: None, `max_size`: Some(1293), added: 3768, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Charges` (r:1 w:1)
	/// Proof: `Restaking::Charges` (`max_values`: None, `max_size`: Some(558), added: 3033, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::LastRise` (r:1 w:0)
	/// Proof: `Restaking::LastRise` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AnnouncedUnbonding` (r:1 w:0)
	/// Proof: `Restaking::AnnouncedUnbonding` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Pools` (r:8 w:8)
	/// Proof: `Restaking::Pools` (`max_values`: None, `max_size`: Some(2786), added: 5261, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(211), added: 2686, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:2 w:2)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Convictions` (r:1 w:1)
	/// Proof: `Slashing::Convictions` (`max_values`: None, `max_size`: Some(962), added: 3437, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::OpenRulings` (r:1 w:1)
	/// Proof: `Slashing::OpenRulings` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Sentences` (r:1 w:1)
	/// Proof: `Slashing::Sentences` (`max_values`: None, `max_size`: Some(685), added: 3160, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Agenda` (r:0 w:2)
	/// Proof: `Slashing::Agenda` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Cases` (r:0 w:1)
	/// Proof: `Slashing::Cases` (`max_values`: None, `max_size`: Some(61), added: 2536, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::PendingOf` (r:0 w:1)
	/// Proof: `Slashing::PendingOf` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
	fn overturn() -> Weight {
		// Measured proof size: 6289 bytes.
		// Minimum execution time: 224_415 ns.
		Weight::from_parts(236_653_000, 43078)
			.saturating_add(T::DbWeight::get().reads(21))
			.saturating_add(T::DbWeight::get().writes(20))
	}
	/// Storage: `Slashing::Slashes` (r:1 w:1)
	/// Proof: `Slashing::Slashes` (`max_values`: None, `max_size`: Some(1293), added: 3768, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Epochs::BreakerDelay` (r:1 w:0)
	/// Proof: `Epochs::BreakerDelay` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Parameters::Parameters` (r:2 w:0)
	/// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Tallies` (r:1 w:0)
	/// Proof: `Restaking::Tallies` (`max_values`: None, `max_size`: Some(78), added: 2553, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Convictions` (r:1 w:0)
	/// Proof: `Slashing::Convictions` (`max_values`: None, `max_size`: Some(962), added: 3437, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::TakenOnWord` (r:1 w:1)
	/// Proof: `Slashing::TakenOnWord` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Charges` (r:1 w:1)
	/// Proof: `Restaking::Charges` (`max_values`: None, `max_size`: Some(558), added: 3033, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Drawn` (r:2 w:2)
	/// Proof: `Slashing::Drawn` (`max_values`: None, `max_size`: Some(674), added: 3149, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::LastRise` (r:1 w:0)
	/// Proof: `Restaking::LastRise` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AnnouncedUnbonding` (r:1 w:0)
	/// Proof: `Restaking::AnnouncedUnbonding` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Services::Memberships` (r:1 w:0)
	/// Proof: `Services::Memberships` (`max_values`: None, `max_size`: Some(1613), added: 4088, mode: `MaxEncodedLen`)
	/// Storage: `Services::Services` (r:1 w:0)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(690), added: 3165, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Sentences` (r:1 w:0)
	/// Proof: `Slashing::Sentences` (`max_values`: None, `max_size`: Some(685), added: 3160, mode: `MaxEncodedLen`)
	/// Storage: `Services::TermsOf` (r:1 w:0)
	/// Proof: `Services::TermsOf` (`max_values`: None, `max_size`: Some(10853), added: 13328, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Rates` (r:1 w:0)
	/// Proof: `Restaking::Rates` (`max_values`: None, `max_size`: Some(685), added: 3160, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::PledgedAssets` (r:1 w:0)
	/// Proof: `Restaking::PledgedAssets` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Pools` (r:8 w:0)
	/// Proof: `Restaking::Pools` (`max_values`: None, `max_size`: Some(2786), added: 5261, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::History` (r:8 w:0)
	/// Proof: `Restaking::History` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::PledgedValues` (r:1 w:0)
	/// Proof: `Restaking::PledgedValues` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(211), added: 2686, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::OpenRulings` (r:1 w:1)
	/// Proof: `Slashing::OpenRulings` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Agenda` (r:0 w:2)
	/// Proof: `Slashing::Agenda` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::PendingOf` (r:0 w:1)
	/// Proof: `Slashing::PendingOf` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
	fn execute() -> Weight {
		// Measured proof size: 17090 bytes.
		// Minimum execution time: 334_318 ns.
		Weight::from_parts(345_025_000, 43078)
			.saturating_add(T::DbWeight::get().reads(41))
			.saturating_add(T::DbWeight::get().writes(11))
	}
	/// Storage: `Slashing::Slashes` (r:1 w:0)
	/// Proof: `Slashing::Slashes` (`max_values`: None, `max_size`: Some(1293), added: 3768, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Uncollected` (r:24 w:0)
	/// Proof: `Restaking::Uncollected` (`max_values`: None, `max_size`: Some(85), added: 2560, mode: `MaxEncodedLen`)
	fn collect() -> Weight {
		// Measured proof size: 1417 bytes.
		// Minimum execution time: 63_164 ns.
		Weight::from_parts(67_410_000, 62430)
			.saturating_add(T::DbWeight::get().reads(25))
	}
	/// Storage: `Slashing::Slashes` (r:1 w:1)
	/// Proof: `Slashing::Slashes` (`max_values`: None, `max_size`: Some(1293), added: 3768, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Uncollected` (r:24 w:0)
	/// Proof: `Restaking::Uncollected` (`max_values`: None, `max_size`: Some(85), added: 2560, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Cases` (r:1 w:1)
	/// Proof: `Slashing::Cases` (`max_values`: None, `max_size`: Some(61), added: 2536, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Agenda` (r:0 w:1)
	/// Proof: `Slashing::Agenda` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Facts` (r:0 w:8)
	/// Proof: `Slashing::Facts` (`max_values`: None, `max_size`: Some(109), added: 2584, mode: `MaxEncodedLen`)
	fn forget() -> Weight {
		// Measured proof size: 1524 bytes.
		// Minimum execution time: 137_555 ns.
		Weight::from_parts(144_565_000, 62430)
			.saturating_add(T::DbWeight::get().reads(26))
			.saturating_add(T::DbWeight::get().writes(11))
	}
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::LastTurn` (r:1 w:1)
	/// Proof: `Slashing::LastTurn` (`max_values`: Some(1), `max_size`: Some(9), added: 504, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Agenda` (r:1 w:0)
	/// Proof: `Slashing::Agenda` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
	fn next_due() -> Weight {
		// Measured proof size: 846 bytes.
		// Minimum execution time: 19_890 ns.
		Weight::from_parts(21_632_000, 3493)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// Storage: `Slashing::Convictions` (r:1 w:0)
	/// Proof: `Slashing::Convictions` (`max_values`: None, `max_size`: Some(962), added: 3437, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Convicts` (r:33 w:0)
	/// Proof: `Slashing::Convicts` (`max_values`: None, `max_size`: Some(11299), added: 13774, mode: `MaxEncodedLen`)
	/// `e` is in `[2, 33]`.
	fn correlate(e: u32) -> Weight {
		// Measured proof size: 1273 + e * (11286 ±0) bytes.
		// Minimum execution time: 82_012 ns.
		Weight::from_parts(3_578_008, 4427)
			// Standard error: 83_402.
			.saturating_add(Weight::from_parts(39_576_703, 0).saturating_mul(e.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(e.into())))
			.saturating_add(Weight::from_parts(0, 13774).saturating_mul(e.into()))
	}
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::EpochStarts` (r:1 w:1)
	/// Proof: `Slashing::EpochStarts` (`max_values`: Some(1), `max_size`: Some(73), added: 568, mode: `MaxEncodedLen`)
	fn note_epoch() -> Weight {
		// Measured proof size: 422 bytes.
		// Minimum execution time: 13_200 ns.
		Weight::from_parts(14_202_000, 1907)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// Storage: `Slashing::EpochStarts` (r:1 w:0)
	/// Proof: `Slashing::EpochStarts` (`max_values`: Some(1), `max_size`: Some(73), added: 568, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Duties` (r:1 w:0)
	/// Proof: `Slashing::Duties` (`max_values`: None, `max_size`: Some(269), added: 2744, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Attendances` (r:1 w:1)
	/// Proof: `Slashing::Attendances` (`max_values`: None, `max_size`: Some(270), added: 2745, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::LastRise` (r:1 w:0)
	/// Proof: `Restaking::LastRise` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AnnouncedUnbonding` (r:1 w:0)
	/// Proof: `Restaking::AnnouncedUnbonding` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Services::Memberships` (r:1 w:0)
	/// Proof: `Services::Memberships` (`max_values`: None, `max_size`: Some(1613), added: 4088, mode: `MaxEncodedLen`)
	/// Storage: `Services::Services` (r:1 w:0)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(690), added: 3165, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Sentences` (r:1 w:0)
	/// Proof: `Slashing::Sentences` (`max_values`: None, `max_size`: Some(685), added: 3160, mode: `MaxEncodedLen`)
	/// Storage: `Services::TermsOf` (r:1 w:0)
	/// Proof: `Services::TermsOf` (`max_values`: None, `max_size`: Some(10853), added: 13328, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Rates` (r:1 w:0)
	/// Proof: `Restaking::Rates` (`max_values`: None, `max_size`: Some(685), added: 3160, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::PledgedAssets` (r:1 w:0)
	/// Proof: `Restaking::PledgedAssets` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Pools` (r:8 w:0)
	/// Proof: `Restaking::Pools` (`max_values`: None, `max_size`: Some(2786), added: 5261, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::History` (r:8 w:0)
	/// Proof: `Restaking::History` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	fn attest() -> Weight {
		// Measured proof size: 14582 bytes.
		// Minimum execution time: 222_071 ns.
		Weight::from_parts(231_415_000, 43078)
			.saturating_add(T::DbWeight::get().reads(30))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// Storage: `Slashing::AssessedEpoch` (r:1 w:0)
	/// Proof: `Slashing::AssessedEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Services::Services` (r:1 w:0)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(690), added: 3165, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Epochs::SessionLength` (r:1 w:0)
	/// Proof: `Epochs::SessionLength` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::DutyLoad` (r:1 w:1)
	/// Proof: `Slashing::DutyLoad` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
	/// Storage: `Parameters::Parameters` (r:2 w:0)
	/// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:2 w:2)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Duties` (r:0 w:1)
	/// Proof: `Slashing::Duties` (`max_values`: None, `max_size`: Some(269), added: 2744, mode: `MaxEncodedLen`)
	fn enrol() -> Weight {
		// Measured proof size: 1002 bytes.
		// Minimum execution time: 72_558 ns.
		Weight::from_parts(76_384_000, 6196)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::AssessedEpoch` (r:1 w:1)
	/// Proof: `Slashing::AssessedEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Duties` (r:3 w:0)
	/// Proof: `Slashing::Duties` (`max_values`: None, `max_size`: Some(269), added: 2744, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Tallies` (r:1 w:0)
	/// Proof: `Restaking::Tallies` (`max_values`: None, `max_size`: Some(78), added: 2553, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::DutyLoad` (r:0 w:1)
	/// Proof: `Slashing::DutyLoad` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
	fn next_duty() -> Weight {
		// Measured proof size: 965 bytes.
		// Minimum execution time: 30_856 ns.
		Weight::from_parts(32_519_000, 9222)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	/// Storage: `Slashing::Duties` (r:1 w:1)
	/// Proof: `Slashing::Duties` (`max_values`: None, `max_size`: Some(269), added: 2744, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Tallies` (r:1 w:0)
	/// Proof: `Restaking::Tallies` (`max_values`: None, `max_size`: Some(78), added: 2553, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::EpochStarts` (r:1 w:0)
	/// Proof: `Slashing::EpochStarts` (`max_values`: Some(1), `max_size`: Some(73), added: 568, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Attendances` (r:257 w:0)
	/// Proof: `Slashing::Attendances` (`max_values`: None, `max_size`: Some(270), added: 2745, mode: `MaxEncodedLen`)
	/// `m` is in `[0, 256]`.
	fn find_due(m: u32) -> Weight {
		// Measured proof size: 928 + m * (85 ±0) bytes.
		// Minimum execution time: 44_667 ns.
		Weight::from_parts(17_812_136, 3735)
			// Standard error: 13_959.
			.saturating_add(Weight::from_parts(6_047_048, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(m.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(Weight::from_parts(0, 2745).saturating_mul(m.into()))
	}
	/// Storage: `Slashing::Duties` (r:1 w:1)
	/// Proof: `Slashing::Duties` (`max_values`: None, `max_size`: Some(269), added: 2744, mode: `MaxEncodedLen`)
	/// Storage: `Services::Memberships` (r:4 w:0)
	/// Proof: `Services::Memberships` (`max_values`: None, `max_size`: Some(1613), added: 4088, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Attendances` (r:4 w:4)
	/// Proof: `Slashing::Attendances` (`max_values`: None, `max_size`: Some(270), added: 2745, mode: `MaxEncodedLen`)
	/// `m` is in `[1, 4]`.
	fn judge(m: u32) -> Weight {
		// Measured proof size: 887 + m * (175 ±0) bytes.
		// Minimum execution time: 24_506 ns.
		Weight::from_parts(7_734_621, 5701)
			// Standard error: 225_133.
			.saturating_add(Weight::from_parts(16_449_689, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(m.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(m.into())))
			.saturating_add(Weight::from_parts(0, 3705).saturating_mul(m.into()))
	}
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Services::Services` (r:1 w:0)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(690), added: 3165, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::LastRise` (r:1 w:0)
	/// Proof: `Restaking::LastRise` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AnnouncedUnbonding` (r:1 w:0)
	/// Proof: `Restaking::AnnouncedUnbonding` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Services::Memberships` (r:1 w:0)
	/// Proof: `Services::Memberships` (`max_values`: None, `max_size`: Some(1613), added: 4088, mode: `MaxEncodedLen`)
	/// Storage: `Services::TermsOf` (r:1 w:0)
	/// Proof: `Services::TermsOf` (`max_values`: None, `max_size`: Some(10853), added: 13328, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Facts` (r:1 w:1)
	/// Proof: `Slashing::Facts` (`max_values`: None, `max_size`: Some(109), added: 2584, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Cases` (r:1 w:1)
	/// Proof: `Slashing::Cases` (`max_values`: None, `max_size`: Some(61), added: 2536, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::NextSlashId` (r:1 w:1)
	/// Proof: `Slashing::NextSlashId` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Tallies` (r:1 w:0)
	/// Proof: `Restaking::Tallies` (`max_values`: None, `max_size`: Some(78), added: 2553, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Rates` (r:1 w:0)
	/// Proof: `Restaking::Rates` (`max_values`: None, `max_size`: Some(685), added: 3160, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::PledgedAssets` (r:1 w:0)
	/// Proof: `Restaking::PledgedAssets` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Pools` (r:8 w:8)
	/// Proof: `Restaking::Pools` (`max_values`: None, `max_size`: Some(2786), added: 5261, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::History` (r:8 w:24)
	/// Proof: `Restaking::History` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Charges` (r:1 w:1)
	/// Proof: `Restaking::Charges` (`max_values`: None, `max_size`: Some(558), added: 3033, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::ChargedEpochs` (r:1 w:1)
	/// Proof: `Restaking::ChargedEpochs` (`max_values`: None, `max_size`: Some(326), added: 2801, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::PledgedUnits` (r:8 w:8)
	/// Proof: `Restaking::PledgedUnits` (`max_values`: None, `max_size`: Some(37), added: 2512, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::Buckets` (r:8 w:8)
	/// Proof: `Restaking::Buckets` (`max_values`: None, `max_size`: Some(1835), added: 4310, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Convictions` (r:1 w:1)
	/// Proof: `Slashing::Convictions` (`max_values`: None, `max_size`: Some(962), added: 3437, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Convicts` (r:1 w:1)
	/// Proof: `Slashing::Convicts` (`max_values`: None, `max_size`: Some(11299), added: 13774, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Sentences` (r:1 w:1)
	/// Proof: `Slashing::Sentences` (`max_values`: None, `max_size`: Some(685), added: 3160, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Agenda` (r:0 w:2)
	/// Proof: `Slashing::Agenda` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::Slashes` (r:0 w:1)
	/// Proof: `Slashing::Slashes` (`max_values`: None, `max_size`: Some(1293), added: 3768, mode: `MaxEncodedLen`)
	/// Storage: `Slashing::PendingOf` (r:0 w:1)
	/// Proof: `Slashing::PendingOf` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
	fn report_absence() -> Weight {
		// Measured proof size: 27477 bytes.
		// Minimum execution time: 730_018 ns.
		Weight::from_parts(768_786_000, 43078)
			.saturating_add(T::DbWeight::get().reads(51))
			.saturating_add(T::DbWeight::get().writes(60))
	}
}
