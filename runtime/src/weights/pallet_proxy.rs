//! Weights of `pallet_proxy` in this runtime, measured.
//!
//! Generated on 2026-11-27 by `scripts/benchmark.sh pallet_proxy`; edits are lost. Steps 50, repeat 20: fewer than
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

impl<T: frame_system::Config> pallet_proxy::WeightInfo for WeightInfo<T> {
	/// Storage: `Proxy::Proxies` (r:1 w:0)
	/// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
	/// `p` is in `[1, 31]`.
	fn proxy(p: u32) -> Weight {
		// Measured proof size: 127 + p * (37 ±0) bytes.
		// Minimum execution time: 10_867 ns.
		Weight::from_parts(11_405_909, 4706)
			// Standard error: 344.
			.saturating_add(Weight::from_parts(27_723, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(1))
	}
	/// Storage: `Proxy::Proxies` (r:1 w:0)
	/// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
	/// Storage: `Proxy::Announcements` (r:1 w:1)
	/// Proof: `Proxy::Announcements` (`max_values`: None, `max_size`: Some(2233), added: 4708, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// `a` is in `[0, 31]`.
	/// `p` is in `[1, 31]`.
	fn proxy_announced(a: u32, p: u32) -> Weight {
		// Measured proof size: 454 + a * (68 ±0) + p * (37 ±0) bytes.
		// Minimum execution time: 32_088 ns.
		Weight::from_parts(33_503_779, 5698)
			// Standard error: 2_211.
			.saturating_add(Weight::from_parts(137_377, 0).saturating_mul(a.into()))
			// Standard error: 2_284.
			.saturating_add(Weight::from_parts(22_483, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	/// Storage: `Proxy::Announcements` (r:1 w:1)
	/// Proof: `Proxy::Announcements` (`max_values`: None, `max_size`: Some(2233), added: 4708, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// `a` is in `[0, 31]`.
	/// `p` is in `[1, 31]`.
	fn remove_announcement(a: u32, p: u32) -> Weight {
		// Measured proof size: 369 + a * (68 ±0) bytes.
		// Minimum execution time: 21_692 ns.
		Weight::from_parts(22_009_759, 5698)
			// Standard error: 882.
			.saturating_add(Weight::from_parts(179_333, 0).saturating_mul(a.into()))
			// Standard error: 911.
			.saturating_add(Weight::from_parts(8_586, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	/// Storage: `Proxy::Announcements` (r:1 w:1)
	/// Proof: `Proxy::Announcements` (`max_values`: None, `max_size`: Some(2233), added: 4708, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// `a` is in `[0, 31]`.
	/// `p` is in `[1, 31]`.
	fn reject_announcement(a: u32, p: u32) -> Weight {
		// Measured proof size: 369 + a * (68 ±0) bytes.
		// Minimum execution time: 21_502 ns.
		Weight::from_parts(21_943_417, 5698)
			// Standard error: 864.
			.saturating_add(Weight::from_parts(163_776, 0).saturating_mul(a.into()))
			// Standard error: 893.
			.saturating_add(Weight::from_parts(10_558, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	/// Storage: `Proxy::Proxies` (r:1 w:0)
	/// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
	/// Storage: `Proxy::Announcements` (r:1 w:1)
	/// Proof: `Proxy::Announcements` (`max_values`: None, `max_size`: Some(2233), added: 4708, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// `a` is in `[0, 31]`.
	/// `p` is in `[1, 31]`.
	fn announce(a: u32, p: u32) -> Weight {
		// Measured proof size: 386 + a * (68 ±0) + p * (37 ±0) bytes.
		// Minimum execution time: 28_442 ns.
		Weight::from_parts(29_980_780, 5698)
			// Standard error: 2_078.
			.saturating_add(Weight::from_parts(144_379, 0).saturating_mul(a.into()))
			// Standard error: 2_147.
			.saturating_add(Weight::from_parts(28_236, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	/// Storage: `Proxy::Proxies` (r:1 w:1)
	/// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
	/// `p` is in `[1, 31]`.
	fn add_proxy(p: u32) -> Weight {
		// Measured proof size: 127 + p * (37 ±0) bytes.
		// Minimum execution time: 20_701 ns.
		Weight::from_parts(21_810_108, 4706)
			// Standard error: 443.
			.saturating_add(Weight::from_parts(43_441, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// Storage: `Proxy::Proxies` (r:1 w:1)
	/// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
	/// `p` is in `[1, 31]`.
	fn remove_proxy(p: u32) -> Weight {
		// Measured proof size: 127 + p * (37 ±0) bytes.
		// Minimum execution time: 20_521 ns.
		Weight::from_parts(21_576_993, 4706)
			// Standard error: 413.
			.saturating_add(Weight::from_parts(35_399, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// Storage: `Proxy::Proxies` (r:1 w:1)
	/// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
	/// `p` is in `[1, 31]`.
	fn remove_proxies(p: u32) -> Weight {
		// Measured proof size: 127 + p * (37 ±0) bytes.
		// Minimum execution time: 20_270 ns.
		Weight::from_parts(20_020_516, 4706)
			// Standard error: 684.
			.saturating_add(Weight::from_parts(1_601_593, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// Storage: `Proxy::Proxies` (r:1 w:1)
	/// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
	/// `p` is in `[1, 31]`.
	fn create_pure(p: u32) -> Weight {
		// Measured proof size: 139 bytes.
		// Minimum execution time: 24_066 ns.
		Weight::from_parts(25_111_115, 4706)
			// Standard error: 464.
			.saturating_add(Weight::from_parts(15_300, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// Storage: `Proxy::Proxies` (r:1 w:1)
	/// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
	/// `p` is in `[0, 30]`.
	fn kill_pure(p: u32) -> Weight {
		// Measured proof size: 164 + p * (37 ±0) bytes.
		// Minimum execution time: 22_003 ns.
		Weight::from_parts(22_980_734, 4706)
			// Standard error: 508.
			.saturating_add(Weight::from_parts(28_321, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// Storage: `Proxy::Proxies` (r:1 w:1)
	/// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Proxy::Announcements` (r:1 w:1)
	/// Proof: `Proxy::Announcements` (`max_values`: None, `max_size`: Some(2233), added: 4708, mode: `MaxEncodedLen`)
	fn poke_deposit() -> Weight {
		// Measured proof size: 453 bytes.
		// Minimum execution time: 37_996 ns.
		Weight::from_parts(39_810_000, 5698)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
}
