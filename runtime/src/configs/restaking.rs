//! The protocol's own pallets.

use crate::{
	configs::{
		consensus::Sessions, dynamic_params, system::RuntimeBlockWeights, GovernanceAccount,
		GovernanceOrigin, NativeAndAssets, TreasuryAccount,
	},
	*,
};
use frame_support::{
	parameter_types,
	traits::{fungible::HoldConsideration, ConstU32, LinearStoragePrice},
	weights::Weight,
	PalletId,
};
use palisade_primitives::{AssetRates, GovernedTeam};
use pallet_epochs::{AllocationNotice, BreakerWindow, TermsNotice};
use pallet_restaking::{AssuredUnbonding, CurrentUnbonding};
use sp_runtime::{FixedU128, Perbill, Perquintill};

impl pallet_epochs::Config for Runtime {
	type Sessions = Sessions;
}

parameter_types! {
	pub const OperatorHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::Operators(pallet_operators::HoldReason::Registration);
}

parameter_types! {
	/// The most by which an operator can raise its commission with one announcement.
	pub const MaxCommissionRise: Perbill = Perbill::from_percent(5);
}

impl pallet_operators::Config for Runtime {
	type Clock = Epochs;
	type RiseNotice = AllocationNotice<Runtime>;
	type MaxCommissionRise = MaxCommissionRise;
	type Memberships = Services;
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
	pub const ServiceHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::Services(pallet_services::HoldReason::Service);
	pub const MembershipHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::Services(pallet_services::HoldReason::Membership);
}

impl pallet_services::Config for Runtime {
	type Clock = Epochs;
	type Operators = Operators;
	type Stake = Restaking;
	type Jail = Slashing;
	type OnMembershipEnd = Restaking;
	type StakeAssets = Restaking;
	type Consensus = Validators;
	type GovernanceOrigin = GovernanceOrigin;
	type UnbondingEpochs = CurrentUnbonding<Runtime>;
	type AssuredUnbonding = AssuredUnbonding<Runtime>;
	type TermsNotice = TermsNotice<Runtime>;
	type BreakerWindow = BreakerWindow<Runtime>;
	type ServiceDeposit = HoldConsideration<
		AccountId,
		Balances,
		ServiceHoldReason,
		LinearStoragePrice<
			dynamic_params::services::ServiceDepositBase,
			dynamic_params::services::DepositPerByte,
			Balance,
		>,
	>;
	type MembershipDeposit = HoldConsideration<
		AccountId,
		Balances,
		MembershipHoldReason,
		LinearStoragePrice<
			dynamic_params::services::MembershipDepositBase,
			dynamic_params::services::DepositPerByte,
			Balance,
		>,
	>;
	type MaxMetadata = ConstU32<256>;
	type WeightInfo = pallet_services::weights::SubstrateWeight<Runtime>;
}

parameter_types! {
	/// Names the keyless account that holds everybody's stake.
	pub const RestakingPalletId: PalletId = PalletId(*b"pal/rstk");
	pub const AllocationHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::Restaking(pallet_restaking::HoldReason::Allocation);
}

/// The rates that governance sets in `pallet_asset_rate`.
pub struct GovernedRates;

impl AssetRates for GovernedRates {
	fn rate(asset: &AssetId) -> Option<FixedU128> {
		pallet_asset_rate::ConversionRateToNative::<Runtime>::get(asset)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn set_rate_for_benchmark(asset: &AssetId, rate: FixedU128) {
		pallet_asset_rate::ConversionRateToNative::<Runtime>::insert(asset, rate);
	}
}

impl pallet_restaking::Config for Runtime {
	type Assets = NativeAndAssets;
	type AssetGovernance = GovernedTeam<Assets, GovernanceAccount, AccountId>;
	type GovernanceOrigin = GovernanceOrigin;
	type Operators = Operators;
	type Clock = Epochs;
	type Treasury = TreasuryAccount;
	type Services = Services;
	type Consensus = Validators;
	type Rates = GovernedRates;
	type AllocationNotice = AllocationNotice<Runtime>;
	type AllocationDeposit = HoldConsideration<
		AccountId,
		Balances,
		AllocationHoldReason,
		LinearStoragePrice<
			dynamic_params::restaking::AllocationDepositBase,
			dynamic_params::restaking::DepositPerByte,
			Balance,
		>,
	>;
	type PalletId = RestakingPalletId;
	type WeightInfo = pallet_restaking::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::RestakingAssets;
}

parameter_types! {
	/// Most that slashes which rest on somebody's word take of shared stake in an epoch.
	pub const SubjectiveCap: Perquintill = Perquintill::from_percent(10);
	/// Most that a slash takes for the missed duties of an epoch.
	pub const MaxDutyPenalty: Perquintill = Perquintill::from_percent(1);
	/// A twentieth of a block.
	pub AssessmentBudget: Weight = Perbill::from_percent(5) * RuntimeBlockWeights::get().max_block;
	/// A tenth of a block, also for what nobody asks for in it.
	pub SlashingBudget: Weight = Perbill::from_percent(10) * RuntimeBlockWeights::get().max_block;
}

impl pallet_slashing::Config for Runtime {
	type Clock = Epochs;
	type Jurisdiction = Services;
	type Stake = Restaking;
	type Liability = Restaking;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type GovernanceOrigin = GovernanceOrigin;
	type Treasury = TreasuryAccount;
	type MinReportBond = dynamic_params::slashing::MinReportBond;
	type ReportBondRate = dynamic_params::slashing::ReportBondRate;
	type SubjectiveCap = SubjectiveCap;
	type ServiceBudget = dynamic_params::slashing::ServiceBudget;
	type ChainBudget = dynamic_params::slashing::ChainBudget;
	type BreakerWindow = BreakerWindow<Runtime>;
	type MaxDutyPenalty = MaxDutyPenalty;
	type DutyBudget = dynamic_params::slashing::DutyBudget;
	type AttestationPrice = dynamic_params::slashing::AttestationPrice;
	type AssessmentBudget = AssessmentBudget;
	type BlockBudget = SlashingBudget;
	type WeightInfo = pallet_slashing::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::RestakingAssets;
}

impl genesis_consensus::Config for Runtime {}
