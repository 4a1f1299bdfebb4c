//! Blocks: weights, lengths, time, migrations that fit one block.

pub use crate::weights::{
	block_weights::BlockExecutionWeight, extrinsic_weights::ExtrinsicBaseWeight,
	parity_db_weights::ParityDbWeight,
};

use crate::{configs::consensus::LastKeysStay, *};
use frame_support::{
	derive_impl, dispatch::DispatchClass, parameter_types, traits::ConstU64, weights::Weight,
};
use frame_system::limits::{BlockLength, BlockWeights};
use sp_runtime::Perbill;

/// What ordinary transactions may fill of a block; the rest is for operational ones.
pub const NORMAL_DISPATCH_RATIO: Perbill = Perbill::from_percent(75);

parameter_types! {
	/// A day of blocks: for as long a transaction may stay valid.
	pub const BlockHashCount: BlockNumber = 14_400;
	pub const Version: RuntimeVersion = VERSION;
	pub const SS58Prefix: u16 = SS58_PREFIX as u16;

	/// No bound on the size of storage proofs: nobody but the chain's own nodes runs its blocks.
	pub const MaxBlockWeight: Weight = Weight::from_parts(MAX_BLOCK_REF_TIME, u64::MAX);
	/// A block begins with its measured base, a transaction with its own. Hooks are expected to take a tenth.
	pub RuntimeBlockWeights: BlockWeights = BlockWeights::builder()
		.base_block(BlockExecutionWeight::get())
		.for_class(DispatchClass::all(), |weights| {
			weights.base_extrinsic = ExtrinsicBaseWeight::get();
		})
		.for_class(DispatchClass::Normal, |weights| {
			weights.max_total = Some(NORMAL_DISPATCH_RATIO * MaxBlockWeight::get());
		})
		.for_class(DispatchClass::Operational, |weights| {
			let max = MaxBlockWeight::get();
			weights.max_total = Some(max);
			weights.reserved = Some(max - NORMAL_DISPATCH_RATIO * max);
		})
		.avg_block_initialization(Perbill::from_percent(10))
		.build_or_panic();
	pub RuntimeBlockLength: BlockLength = BlockLength::builder()
		.max_length(MAX_BLOCK_LENGTH)
		.modify_max_length_for_class(DispatchClass::Normal, |length| {
			*length = NORMAL_DISPATCH_RATIO * MAX_BLOCK_LENGTH
		})
		.build();
}

#[derive_impl(frame_system::config_preludes::SolochainDefaultConfig)]
impl frame_system::Config for Runtime {
	type Block = Block;
	type BlockHashCount = BlockHashCount;
	type BlockWeights = RuntimeBlockWeights;
	type BlockLength = RuntimeBlockLength;
	type AccountData = pallet_balances::AccountData<Balance>;
	type DbWeight = ParityDbWeight;
	type Version = Version;
	type SS58Prefix = SS58Prefix;
	type SystemWeightInfo = weights::frame_system::WeightInfo<Runtime>;
	type ExtensionsWeightInfo = weights::frame_system_extensions::WeightInfo<Runtime>;
	type BaseCallFilter = LastKeysStay;
	type MultiBlockMigrator = Migrations;
}

impl pallet_timestamp::Config for Runtime {
	type Moment = u64;
	type OnTimestampSet = Babe;
	type MinimumPeriod = ConstU64<{ SLOT_DURATION / 2 }>;
	type WeightInfo = weights::pallet_timestamp::WeightInfo<Runtime>;
}
