//! Weights of `pallet_services`, in the shape in which they are generated.
//!
//! Provisional: all numbers are estimates, none was measured yet.

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// What each call of the pallet costs.
pub trait WeightInfo {
	fn create(a: u32, c: u32, m: u32) -> Weight;
	fn update_terms(a: u32, c: u32, v: u32) -> Weight;
	fn accept_terms() -> Weight;
	fn set_metadata(m: u32) -> Weight;
	fn apply_with_ed25519() -> Weight;
	fn apply_with_sr25519() -> Weight;
	fn apply_with_ecdsa() -> Weight;
	fn approve() -> Weight;
	fn reject() -> Weight;
	fn leave() -> Weight;
	fn eject() -> Weight;
	fn set_key_with_ed25519() -> Weight;
	fn set_key_with_sr25519() -> Weight;
	fn set_key_with_ecdsa() -> Weight;
	fn close() -> Weight;
	fn clear_membership(k: u32) -> Weight;
	fn remove(v: u32) -> Weight;
}

/// The estimates, with the runtime's own price of a database access.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Epochs::BreakerDelay` (r:1 w:0)
	/// Proof: `Epochs::BreakerDelay` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AcceptedAssets` (r:8 w:0)
	/// Proof: `Restaking::AcceptedAssets` (`max_values`: None, `max_size`: Some(57), added: 2532, mode: `MaxEncodedLen`)
	/// Storage: `Services::NextServiceId` (r:1 w:1)
	/// Proof: `Services::NextServiceId` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Parameters::Parameters` (r:2 w:0)
	/// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(175), added: 2650, mode: `MaxEncodedLen`)
	/// Storage: `Services::Services` (r:0 w:1)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(616), added: 3091, mode: `MaxEncodedLen`)
	/// Storage: `Services::TermsOf` (r:0 w:1)
	/// Proof: `Services::TermsOf` (`max_values`: None, `max_size`: Some(10853), added: 13328, mode: `MaxEncodedLen`)
	/// `a` is in `[1, 8]`.
	/// `c` is in `[0, 16]`.
	/// `m` is in `[0, 256]`.
	fn create(a: u32, c: u32, m: u32) -> Weight {
		// Provisional, not measured.
		Weight::from_parts(110_000_000, 6012)
			.saturating_add(Weight::from_parts(4_000_000, 0).saturating_mul(a.into()))
			.saturating_add(Weight::from_parts(4_500_000, 0).saturating_mul(c.into()))
			.saturating_add(Weight::from_parts(1_500, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(a.into())))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(Weight::from_parts(0, 2532).saturating_mul(a.into()))
	}
	/// Storage: `Services::Services` (r:1 w:1)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(616), added: 3091, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Epochs::BreakerDelay` (r:1 w:0)
	/// Proof: `Epochs::BreakerDelay` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::AcceptedAssets` (r:8 w:0)
	/// Proof: `Restaking::AcceptedAssets` (`max_values`: None, `max_size`: Some(57), added: 2532, mode: `MaxEncodedLen`)
	/// Storage: `Epochs::NoticeOfTerms` (r:1 w:0)
	/// Proof: `Epochs::NoticeOfTerms` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Parameters::Parameters` (r:2 w:0)
	/// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(175), added: 2650, mode: `MaxEncodedLen`)
	/// Storage: `Services::TermsOf` (r:0 w:18)
	/// Proof: `Services::TermsOf` (`max_values`: None, `max_size`: Some(10853), added: 13328, mode: `MaxEncodedLen`)
	/// `a` is in `[1, 8]`.
	/// `c` is in `[0, 16]`.
	/// `v` is in `[0, 17]`.
	fn update_terms(a: u32, c: u32, v: u32) -> Weight {
		// Provisional, not measured.
		Weight::from_parts(120_000_000, 6012)
			.saturating_add(Weight::from_parts(4_000_000, 0).saturating_mul(a.into()))
			.saturating_add(Weight::from_parts(4_500_000, 0).saturating_mul(c.into()))
			.saturating_add(Weight::from_parts(2_500_000, 0).saturating_mul(v.into()))
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(a.into())))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(v.into())))
			.saturating_add(Weight::from_parts(0, 2532).saturating_mul(a.into()))
	}
	/// Storage: `Services::Services` (r:1 w:1)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(616), added: 3091, mode: `MaxEncodedLen`)
	/// Storage: `Services::Memberships` (r:1 w:1)
	/// Proof: `Services::Memberships` (`max_values`: None, `max_size`: Some(1613), added: 4088, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	fn accept_terms() -> Weight {
		// Provisional, not measured.
		Weight::from_parts(50_000_000, 5078)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	/// Storage: `Services::Services` (r:1 w:1)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(616), added: 3091, mode: `MaxEncodedLen`)
	/// Storage: `Parameters::Parameters` (r:2 w:0)
	/// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(175), added: 2650, mode: `MaxEncodedLen`)
	/// `m` is in `[0, 256]`.
	fn set_metadata(m: u32) -> Weight {
		// Provisional, not measured.
		Weight::from_parts(90_000_000, 6012)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	/// Storage: `Operators::Operators` (r:1 w:0)
	/// Proof: `Operators::Operators` (`max_values`: None, `max_size`: Some(336), added: 2811, mode: `MaxEncodedLen`)
	/// Storage: `Services::Services` (r:1 w:1)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(616), added: 3091, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Services::Memberships` (r:1 w:1)
	/// Proof: `Services::Memberships` (`max_values`: None, `max_size`: Some(1613), added: 4088, mode: `MaxEncodedLen`)
	/// Storage: `Services::TermsOf` (r:1 w:0)
	/// Proof: `Services::TermsOf` (`max_values`: None, `max_size`: Some(10853), added: 13328, mode: `MaxEncodedLen`)
	/// Storage: `System::BlockHash` (r:1 w:0)
	/// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	/// Storage: `Services::Keys` (r:4 w:4)
	/// Proof: `Services::Keys` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	fn apply_with_ed25519() -> Weight {
		// Provisional, not measured.
		Weight::from_parts(330_000_000, 14318)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(6))
			// The end of a membership stops what was pledged of up to 8 assets.
			.saturating_add(Weight::from_parts(900_000_000, 0))
			.saturating_add(T::DbWeight::get().reads(44))
			.saturating_add(T::DbWeight::get().writes(48))
	}
	/// Storage: `Operators::Operators` (r:1 w:0)
	/// Proof: `Operators::Operators` (`max_values`: None, `max_size`: Some(336), added: 2811, mode: `MaxEncodedLen`)
	/// Storage: `Services::Services` (r:1 w:1)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(616), added: 3091, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Services::Memberships` (r:1 w:1)
	/// Proof: `Services::Memberships` (`max_values`: None, `max_size`: Some(1613), added: 4088, mode: `MaxEncodedLen`)
	/// Storage: `Services::TermsOf` (r:1 w:0)
	/// Proof: `Services::TermsOf` (`max_values`: None, `max_size`: Some(10853), added: 13328, mode: `MaxEncodedLen`)
	/// Storage: `System::BlockHash` (r:1 w:0)
	/// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	/// Storage: `Services::Keys` (r:4 w:4)
	/// Proof: `Services::Keys` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	fn apply_with_sr25519() -> Weight {
		// Provisional, not measured.
		Weight::from_parts(300_000_000, 14318)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(6))
			// The end of a membership stops what was pledged of up to 8 assets.
			.saturating_add(Weight::from_parts(900_000_000, 0))
			.saturating_add(T::DbWeight::get().reads(44))
			.saturating_add(T::DbWeight::get().writes(48))
	}
	/// Storage: `Operators::Operators` (r:1 w:0)
	/// Proof: `Operators::Operators` (`max_values`: None, `max_size`: Some(336), added: 2811, mode: `MaxEncodedLen`)
	/// Storage: `Services::Services` (r:1 w:1)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(616), added: 3091, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Services::Memberships` (r:1 w:1)
	/// Proof: `Services::Memberships` (`max_values`: None, `max_size`: Some(1613), added: 4088, mode: `MaxEncodedLen`)
	/// Storage: `Services::TermsOf` (r:1 w:0)
	/// Proof: `Services::TermsOf` (`max_values`: None, `max_size`: Some(10853), added: 13328, mode: `MaxEncodedLen`)
	/// Storage: `System::BlockHash` (r:1 w:0)
	/// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	/// Storage: `Services::Keys` (r:4 w:4)
	/// Proof: `Services::Keys` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	fn apply_with_ecdsa() -> Weight {
		// Provisional, not measured.
		Weight::from_parts(290_000_000, 14318)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(6))
			// The end of a membership stops what was pledged of up to 8 assets.
			.saturating_add(Weight::from_parts(900_000_000, 0))
			.saturating_add(T::DbWeight::get().reads(44))
			.saturating_add(T::DbWeight::get().writes(48))
	}
	/// Storage: `Services::Services` (r:1 w:1)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(616), added: 3091, mode: `MaxEncodedLen`)
	/// Storage: `Services::Memberships` (r:1 w:1)
	/// Proof: `Services::Memberships` (`max_values`: None, `max_size`: Some(1613), added: 4088, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Services::TermsOf` (r:1 w:0)
	/// Proof: `Services::TermsOf` (`max_values`: None, `max_size`: Some(10853), added: 13328, mode: `MaxEncodedLen`)
	fn approve() -> Weight {
		// Provisional, not measured.
		Weight::from_parts(90_000_000, 14318)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	/// Storage: `Services::Services` (r:1 w:1)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(616), added: 3091, mode: `MaxEncodedLen`)
	/// Storage: `Services::Memberships` (r:1 w:1)
	/// Proof: `Services::Memberships` (`max_values`: None, `max_size`: Some(1613), added: 4088, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Services::Keys` (r:1 w:1)
	/// Proof: `Services::Keys` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(175), added: 2650, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Services::OperatorServices` (r:1 w:1)
	/// Proof: `Services::OperatorServices` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
	fn reject() -> Weight {
		// Provisional, not measured.
		Weight::from_parts(120_000_000, 5078)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	/// Storage: `Services::Services` (r:1 w:1)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(616), added: 3091, mode: `MaxEncodedLen`)
	/// Storage: `Services::Memberships` (r:1 w:1)
	/// Proof: `Services::Memberships` (`max_values`: None, `max_size`: Some(1613), added: 4088, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Services::Keys` (r:1 w:1)
	/// Proof: `Services::Keys` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(175), added: 2650, mode: `MaxEncodedLen`)
	/// Storage: `Services::OperatorServices` (r:1 w:1)
	/// Proof: `Services::OperatorServices` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
	fn leave() -> Weight {
		// Provisional, not measured.
		Weight::from_parts(120_000_000, 5078)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(5))
			// The end of a membership stops what was pledged of up to 8 assets.
			.saturating_add(Weight::from_parts(900_000_000, 0))
			.saturating_add(T::DbWeight::get().reads(44))
			.saturating_add(T::DbWeight::get().writes(48))
	}
	/// Storage: `Services::Services` (r:1 w:1)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(616), added: 3091, mode: `MaxEncodedLen`)
	/// Storage: `Services::Memberships` (r:1 w:1)
	/// Proof: `Services::Memberships` (`max_values`: None, `max_size`: Some(1613), added: 4088, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Services::Keys` (r:1 w:1)
	/// Proof: `Services::Keys` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(175), added: 2650, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Services::OperatorServices` (r:1 w:1)
	/// Proof: `Services::OperatorServices` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
	fn eject() -> Weight {
		// Provisional, not measured.
		Weight::from_parts(125_000_000, 5078)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(6))
			// The end of a membership stops what was pledged of up to 8 assets.
			.saturating_add(Weight::from_parts(900_000_000, 0))
			.saturating_add(T::DbWeight::get().reads(44))
			.saturating_add(T::DbWeight::get().writes(48))
	}
	/// Storage: `Services::Services` (r:1 w:0)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(616), added: 3091, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Services::Memberships` (r:1 w:1)
	/// Proof: `Services::Memberships` (`max_values`: None, `max_size`: Some(1613), added: 4088, mode: `MaxEncodedLen`)
	/// Storage: `System::BlockHash` (r:1 w:0)
	/// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	/// Storage: `Services::Keys` (r:4 w:4)
	/// Proof: `Services::Keys` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	fn set_key_with_ed25519() -> Weight {
		// Provisional, not measured.
		Weight::from_parts(260_000_000, 11254)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	/// Storage: `Services::Services` (r:1 w:0)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(616), added: 3091, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Services::Memberships` (r:1 w:1)
	/// Proof: `Services::Memberships` (`max_values`: None, `max_size`: Some(1613), added: 4088, mode: `MaxEncodedLen`)
	/// Storage: `System::BlockHash` (r:1 w:0)
	/// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	/// Storage: `Services::Keys` (r:4 w:4)
	/// Proof: `Services::Keys` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	fn set_key_with_sr25519() -> Weight {
		// Provisional, not measured.
		Weight::from_parts(230_000_000, 11254)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	/// Storage: `Services::Services` (r:1 w:0)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(616), added: 3091, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Services::Memberships` (r:1 w:1)
	/// Proof: `Services::Memberships` (`max_values`: None, `max_size`: Some(1613), added: 4088, mode: `MaxEncodedLen`)
	/// Storage: `System::BlockHash` (r:1 w:0)
	/// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	/// Storage: `Services::Keys` (r:4 w:4)
	/// Proof: `Services::Keys` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	fn set_key_with_ecdsa() -> Weight {
		// Provisional, not measured.
		Weight::from_parts(220_000_000, 11254)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	/// Storage: `Services::Services` (r:1 w:1)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(616), added: 3091, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	fn close() -> Weight {
		// Provisional, not measured.
		Weight::from_parts(35_000_000, 4081)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// Storage: `Services::Services` (r:1 w:1)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(616), added: 3091, mode: `MaxEncodedLen`)
	/// Storage: `Services::Memberships` (r:1 w:1)
	/// Proof: `Services::Memberships` (`max_values`: None, `max_size`: Some(1613), added: 4088, mode: `MaxEncodedLen`)
	/// Storage: `Session::CurrentIndex` (r:1 w:0)
	/// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Epochs::SessionsPerEpoch` (r:1 w:0)
	/// Proof: `Epochs::SessionsPerEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Restaking::UnbondingEpochs` (r:1 w:0)
	/// Proof: `Restaking::UnbondingEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Services::Keys` (r:35 w:35)
	/// Proof: `Services::Keys` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(175), added: 2650, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Services::OperatorServices` (r:1 w:1)
	/// Proof: `Services::OperatorServices` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
	/// `k` is in `[1, 33]`.
	fn clear_membership(k: u32) -> Weight {
		// Provisional, not measured.
		Weight::from_parts(150_000_000, 6122)
			.saturating_add(Weight::from_parts(6_000_000, 0).saturating_mul(k.into()))
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(k.into())))
			.saturating_add(T::DbWeight::get().writes(7))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(k.into())))
			.saturating_add(Weight::from_parts(0, 2566).saturating_mul(k.into()))
			// The end of a membership stops what was pledged of up to 8 assets.
			.saturating_add(Weight::from_parts(900_000_000, 0))
			.saturating_add(T::DbWeight::get().reads(44))
			.saturating_add(T::DbWeight::get().writes(48))
	}
	/// Storage: `Services::Services` (r:1 w:1)
	/// Proof: `Services::Services` (`max_values`: None, `max_size`: Some(616), added: 3091, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(175), added: 2650, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Services::TermsOf` (r:0 w:18)
	/// Proof: `Services::TermsOf` (`max_values`: None, `max_size`: Some(10853), added: 13328, mode: `MaxEncodedLen`)
	/// `v` is in `[1, 18]`.
	fn remove(v: u32) -> Weight {
		// Provisional, not measured.
		Weight::from_parts(80_000_000, 4081)
			.saturating_add(Weight::from_parts(2_000_000, 0).saturating_mul(v.into()))
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(v.into())))
	}
}
