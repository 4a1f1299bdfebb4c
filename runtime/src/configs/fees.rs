//! What transactions cost.
//!
//! A fee is `base + weight + length + tip`. With the multiplier at 1, where a quiet chain stays, a
//! `balances.transfer_keep_alive` of about 150 bytes costs about 0.0008 PAL:
//!
//! | Part | Measure | Price | Fee |
//! |---|---|---|---|
//! | any transaction | 101 µs | [`FEE_PER_REF_TIME`] | 0.20 mPAL |
//! | the call and the extensions | about 208 µs | [`FEE_PER_REF_TIME`] | 0.42 mPAL |
//! | its length | 150 bytes | [`FEE_PER_BYTE`] | 0.15 mPAL |
//!
//! A block full of ordinary transactions pays 3 PAL. Fees and tips go to the treasury.
//! `tests/fees.rs` measures all that.

use crate::{configs::TreasuryAccount, *};
use frame_support::{
	parameter_types,
	traits::{tokens::imbalance::ResolveTo, ConstU128, ConstU8},
	weights::ConstantMultiplier,
};
use pallet_transaction_payment::{FungibleAdapter, Multiplier, TargetedFeeAdjustment};
use sp_runtime::{
	traits::{Bounded, One},
	FixedPointNumber, Perquintill,
};

/// Plancks per picosecond of computation: 2 PAL a second.
pub const FEE_PER_REF_TIME: Balance = 2;

/// Plancks per byte: 0.001 mPAL, so a full block of bytes costs 5 PAL.
pub const FEE_PER_BYTE: Balance = MICRO_PAL;

parameter_types! {
	/// Fees rise while ordinary transactions take more than this part of what they may.
	pub const TargetBlockFullness: Perquintill = Perquintill::from_percent(25);
	/// How fast: full blocks raise the fees by about a half in a day.
	pub AdjustmentVariable: Multiplier = Multiplier::saturating_from_rational(4, 100_000);
	/// Fees never fall below the price list above.
	pub MinimumMultiplier: Multiplier = Multiplier::one();
	pub MaximumMultiplier: Multiplier = Multiplier::max_value();
}

impl pallet_transaction_payment::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type OnChargeTransaction = FungibleAdapter<Balances, ResolveTo<TreasuryAccount, Balances>>;
	type WeightToFee = ConstantMultiplier<Balance, ConstU128<FEE_PER_REF_TIME>>;
	type LengthToFee = ConstantMultiplier<Balance, ConstU128<FEE_PER_BYTE>>;
	type FeeMultiplierUpdate = TargetedFeeAdjustment<
		Self,
		TargetBlockFullness,
		AdjustmentVariable,
		MinimumMultiplier,
		MaximumMultiplier,
	>;
	type OperationalFeeMultiplier = ConstU8<5>;
	type WeightInfo = weights::pallet_transaction_payment::WeightInfo<Runtime>;
}
