//! The protocol's own pallets.

use crate::{
	configs::{
		consensus::Sessions, dynamic_params, GovernanceAccount, GovernanceOrigin, NativeAndAssets,
		TreasuryAccount,
	},
	*,
};
use frame_support::{
	parameter_types,
	traits::{fungible::HoldConsideration, ConstU32, LinearStoragePrice},
	PalletId,
};
use palisade_primitives::GovernedTeam;

impl pallet_epochs::Config for Runtime {
	type Sessions = Sessions;
}

parameter_types! {
	pub const OperatorHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::Operators(pallet_operators::HoldReason::Registration);
}

impl pallet_operators::Config for Runtime {
	type Deposit = HoldConsideration<
		AccountId,
		Balances,
		OperatorHoldReason,
		LinearStoragePrice<
			dynamic_params::operators::DepositBase,
			dynamic_params::operators::DepositPerByte,
			Balance,
		>,
	>;
	type MaxMetadata = ConstU32<256>;
	type WeightInfo = pallet_operators::weights::SubstrateWeight<Runtime>;
}

parameter_types! {
	/// Names the keyless account that holds everybody's stake.
	pub const RestakingPalletId: PalletId = PalletId(*b"pal/rstk");
}

impl pallet_restaking::Config for Runtime {
	type Assets = NativeAndAssets;
	type AssetGovernance = GovernedTeam<Assets, GovernanceAccount, AccountId>;
	type GovernanceOrigin = GovernanceOrigin;
	type Operators = Operators;
	type Clock = Epochs;
	type EndowmentSource = TreasuryAccount;
	type PalletId = RestakingPalletId;
	type WeightInfo = pallet_restaking::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::RestakingAssets;
}
