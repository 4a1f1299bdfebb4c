//! Who decides, with whose money, and over what.
//!
//! [`GovernanceOrigin`] is root or two thirds of the council. It sets rates, registers assets,
//! spends the treasury and changes [`dynamic_params`]. What only root may do, above all to set the
//! code, the council reaches in two motions: one whitelists the hash of a call
//! (`Whitelist.whitelist_call`), the other dispatches the call as root
//! (`Whitelist.dispatch_whitelisted_call`). So production needs no sudo key. For an upgrade the call
//! is `System.authorize_upgrade` with the hash of the code, which then anybody may apply.

use crate::{configs::NativeAndAssets, *};
use frame_support::{
	dynamic_params::{dynamic_pallet_params, dynamic_params},
	parameter_types,
	traits::{
		fungible::HoldConsideration,
		tokens::{pay::PayAssetFromAccount, UnityOrOuterConversion},
		AsEnsureOriginWithArg, ConstU32, Contains, EitherOfDiverse, EqualPrivilegeOnly,
		LinearStoragePrice,
	},
	weights::Weight,
	PalletId,
};
use frame_system::{EnsureRoot, EnsureWithSuccess};
use sp_runtime::{traits::AccountIdConversion, Perbill, Permill, Perquintill};

/// A day of blocks.
const DAYS: BlockNumber = (24 * 60 * 60 * 1_000 / SLOT_DURATION) as BlockNumber;

/// The council's instance of `pallet_collective`.
pub type CouncilCollective = pallet_collective::Instance1;

/// Root, or two thirds of the council.
pub type GovernanceOrigin = EitherOfDiverse<
	EnsureRoot<AccountId>,
	pallet_collective::EnsureProportionAtLeast<AccountId, CouncilCollective, 2, 3>,
>;

parameter_types! {
	/// The account that fees go to and governance spends from.
	pub TreasuryAccount: AccountId = Treasury::account_id();
	/// The keyless account that stands for governance where an account is asked for: as owner, admin
	/// and freezer of assets that can be restaked.
	pub GovernanceAccount: AccountId = PalletId(*b"pal/govn").into_account_truncating();
}

impl Contains<AccountId> for GovernanceAccount {
	fn contains(who: &AccountId) -> bool {
		*who == Self::get()
	}
}

parameter_types! {
	pub const TreasuryPalletId: PalletId = PalletId(*b"pal/trsy");
	pub const SpendPeriod: BlockNumber = DAYS;
	pub const PayoutPeriod: BlockNumber = 30 * DAYS;
	pub const NoBurn: Permill = Permill::zero();
	pub const MaxSpend: Balance = Balance::MAX;
}

/// The native token needs no exchange rate.
pub struct IsNative;

impl Contains<AssetId> for IsNative {
	fn contains(asset: &AssetId) -> bool {
		*asset == AssetId::Native
	}
}

impl pallet_treasury::Config for Runtime {
	type Currency = Balances;
	type RejectOrigin = GovernanceOrigin;
	type RuntimeEvent = RuntimeEvent;
	type SpendPeriod = SpendPeriod;
	type Burn = NoBurn;
	type PalletId = TreasuryPalletId;
	type BurnDestination = ();
	type WeightInfo = weights::pallet_treasury::WeightInfo<Runtime>;
	type SpendFunds = ();
	type MaxApprovals = ConstU32<100>;
	type SpendOrigin = EnsureWithSuccess<GovernanceOrigin, AccountId, MaxSpend>;
	type AssetKind = AssetId;
	type Beneficiary = AccountId;
	type BeneficiaryLookup = <Runtime as frame_system::Config>::Lookup;
	type Paymaster = PayAssetFromAccount<NativeAndAssets, TreasuryAccount>;
	type BalanceConverter = UnityOrOuterConversion<IsNative, AssetRate>;
	type PayoutPeriod = PayoutPeriod;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::AssetKinds;
	type BlockNumberProvider = System;
}

parameter_types! {
	pub const MotionDuration: BlockNumber = 7 * DAYS;
	pub MaxProposalWeight: Weight =
		Perbill::from_percent(50) * configs::system::RuntimeBlockWeights::get().max_block;
}

impl pallet_collective::Config<CouncilCollective> for Runtime {
	type RuntimeOrigin = RuntimeOrigin;
	type Proposal = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type MotionDuration = MotionDuration;
	type MaxProposals = ConstU32<100>;
	type MaxMembers = ConstU32<100>;
	// Who does not vote votes with the prime member, or no if there is none.
	type DefaultVote = pallet_collective::PrimeDefaultVote;
	type WeightInfo = weights::pallet_collective::WeightInfo<Runtime>;
	type SetMembersOrigin = GovernanceOrigin;
	type MaxProposalWeight = MaxProposalWeight;
	type DisapproveOrigin = EnsureRoot<AccountId>;
	type KillOrigin = EnsureRoot<AccountId>;
	type Consideration = ();
}

parameter_types! {
	/// For how long a call that was dispatched before it was whitelisted waits for that.
	pub const DeferredDispatchExpiration: BlockNumber = 30 * DAYS;
}

impl pallet_whitelist::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type WhitelistOrigin = GovernanceOrigin;
	type DispatchWhitelistedOrigin = GovernanceOrigin;
	type Preimages = Preimage;
	type DeferredDispatchExpiration = DeferredDispatchExpiration;
	type BlockNumberProvider = System;
	type WeightInfo = weights::pallet_whitelist::WeightInfo<Runtime>;
}

impl pallet_sudo::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type WeightInfo = weights::pallet_sudo::WeightInfo<Runtime>;
}

parameter_types! {
	pub MaximumSchedulerWeight: Weight =
		Perbill::from_percent(80) * configs::system::RuntimeBlockWeights::get().max_block;
}

impl pallet_scheduler::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeOrigin = RuntimeOrigin;
	type PalletsOrigin = OriginCaller;
	type RuntimeCall = RuntimeCall;
	type MaximumWeight = MaximumSchedulerWeight;
	type ScheduleOrigin = EnsureRoot<AccountId>;
	type OriginPrivilegeCmp = EqualPrivilegeOnly;
	type MaxScheduledPerBlock = ConstU32<50>;
	type WeightInfo = weights::pallet_scheduler::WeightInfo<Runtime>;
	type Preimages = Preimage;
	type BlockNumberProvider = System;
}

parameter_types! {
	pub const PreimageBaseDeposit: Balance = deposit(2, 64);
	pub const PreimageByteDeposit: Balance = deposit(0, 1);
	pub const PreimageHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::Preimage(pallet_preimage::HoldReason::Preimage);
}

impl pallet_preimage::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = weights::pallet_preimage::WeightInfo<Runtime>;
	type Currency = Balances;
	type ManagerOrigin = GovernanceOrigin;
	type Consideration = HoldConsideration<
		AccountId,
		Balances,
		PreimageHoldReason,
		LinearStoragePrice<PreimageBaseDeposit, PreimageByteDeposit, Balance>,
	>;
}

/// Parameters that governance changes without an upgrade.
#[dynamic_params(RuntimeParameters, pallet_parameters::Parameters::<Runtime>)]
pub mod dynamic_params {
	use super::*;

	/// What an operator puts down for its entry in the registry.
	#[dynamic_pallet_params]
	#[codec(index = 0)]
	pub mod operators {
		/// For the entry. High enough that names are not registered for fun.
		#[codec(index = 0)]
		pub static DepositBase: Balance = 10 * PAL;
		/// For each byte of it.
		#[codec(index = 1)]
		pub static DepositPerByte: Balance = deposit(0, 1);
	}

	/// What owners and members put down in the registry of services.
	#[dynamic_pallet_params]
	#[codec(index = 1)]
	pub mod services {
		/// For a service.
		#[codec(index = 0)]
		pub static ServiceDepositBase: Balance = 10 * PAL;
		/// For the record of a membership.
		#[codec(index = 1)]
		pub static MembershipDepositBase: Balance = PAL;
		/// For each byte of a service's metadata and kept terms, and of a record at its longest.
		#[codec(index = 2)]
		pub static DepositPerByte: Balance = deposit(0, 1);
	}

	/// What operators put down in the ledger.
	#[dynamic_pallet_params]
	#[codec(index = 2)]
	pub mod restaking {
		/// For a pool that is pledged to anybody.
		#[codec(index = 0)]
		pub static AllocationDepositBase: Balance = PAL / 10;
		/// For each byte of its pledges, at their longest.
		#[codec(index = 1)]
		pub static DepositPerByte: Balance = deposit(0, 1);
	}

	/// What reporters put down, what the circuit breaker lets through, and what attestations cost.
	#[dynamic_pallet_params]
	#[codec(index = 3)]
	pub mod slashing {
		/// At least.
		#[codec(index = 0)]
		pub static MinReportBond: Balance = 10 * PAL;
		/// Of the value at stake.
		#[codec(index = 1)]
		pub static ReportBondRate: Perbill = Perbill::from_parts(100_000);
		/// Of what is pledged to a service, the share that may be executed in an epoch before the circuit breaker stops the rest.
		#[codec(index = 2)]
		pub static ServiceBudget: Perquintill = Perquintill::from_percent(33);
		/// Of what is pledged to anybody.
		#[codec(index = 3)]
		pub static ChainBudget: Perquintill = Perquintill::from_percent(10);
		/// What a service pays for each attestation that an epoch can bring.
		#[codec(index = 4)]
		pub static AttestationPrice: Balance = PAL / 10_000;
		/// Most attestations a block that all services together may ask for, on the average of an epoch.
		#[codec(index = 5)]
		pub static DutyBudget: u32 = 100;
	}

	/// What consensus is paid with, and what stake weighs in it.
	#[dynamic_pallet_params]
	#[codec(index = 4)]
	pub mod validators {
		/// What is minted for a block.
		#[codec(index = 0)]
		pub static BlockReward: Balance = 50 * MILLI_PAL;
		/// What shared stake weighs in an election, of its value.
		#[codec(index = 1)]
		pub static SharedWeight: Perbill = Perbill::from_percent(50);
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl Default for RuntimeParameters {
	fn default() -> Self {
		RuntimeParameters::Operators(dynamic_params::operators::Parameters::DepositBase(
			dynamic_params::operators::DepositBase,
			Some(PAL),
		))
	}
}

impl pallet_parameters::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeParameters = RuntimeParameters;
	type AdminOrigin = AsEnsureOriginWithArg<GovernanceOrigin>;
	type WeightInfo = weights::pallet_parameters::WeightInfo<Runtime>;
}

parameter_types! {
	pub MaxServiceWeight: Weight =
		Perbill::from_percent(80) * configs::system::RuntimeBlockWeights::get().max_block;
}

impl pallet_migrations::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	#[cfg(not(feature = "runtime-benchmarks"))]
	type Migrations = ();
	#[cfg(feature = "runtime-benchmarks")]
	type Migrations = pallet_migrations::mock_helpers::MockedMigrations;
	type CursorMaxLen = ConstU32<65_536>;
	type IdentifierMaxLen = ConstU32<256>;
	type MigrationStatusHandler = ();
	type FailedMigrationHandler = frame_support::migrations::FreezeChainOnFailedMigration;
	type MaxServiceWeight = MaxServiceWeight;
	type WeightInfo = weights::pallet_migrations::WeightInfo<Runtime>;
}
