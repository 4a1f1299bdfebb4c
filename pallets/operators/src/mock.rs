//! A chain with balances and operators.

use crate as pallet_operators;
use crate::*;
use frame_support::{
	derive_impl, parameter_types,
	traits::{fungible::HoldConsideration, ConstU128, ConstU32, LinearStoragePrice},
};
use palisade_primitives::Balance;
use sp_runtime::BuildStorage;

pub type AccountId = u64;

pub const ALICE: AccountId = 1;
pub const BOB: AccountId = 2;
/// Has exactly what a registration without metadata takes, and its existential deposit.
pub const POOR: AccountId = 3;
pub const EXISTENTIAL: Balance = 10;
pub const BASE: Balance = 1_000;
pub const PER_BYTE: Balance = 7;
pub const WEALTH: Balance = 1_000_000;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeHoldReason,
		RuntimeFreezeReason,
		RuntimeTask
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(2)]
	pub type Operators = pallet_operators;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = Balance;
	type AccountStore = System;
	type ExistentialDeposit = ConstU128<EXISTENTIAL>;
}

parameter_types! {
	pub const RegistrationHold: RuntimeHoldReason =
		RuntimeHoldReason::Operators(HoldReason::Registration);
}

impl Config for Test {
	type Deposit = HoldConsideration<
		AccountId,
		Balances,
		RegistrationHold,
		LinearStoragePrice<ConstU128<BASE>, ConstU128<PER_BYTE>, Balance>,
	>;
	type MaxMetadata = ConstU32<256>;
	type WeightInfo = weights::SubstrateWeight<Test>;
}

pub fn new_test_ext() -> sp_io::TestExternalities {
	let poor = BASE + 5 * PER_BYTE + EXISTENTIAL;
	let mut ext: sp_io::TestExternalities = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: vec![(ALICE, WEALTH), (BOB, WEALTH), (POOR, poor)],
			..Default::default()
		},
		..Default::default()
	}
	.build_storage()
	.expect("the genesis is valid")
	.into();
	ext.execute_with(|| System::set_block_number(1));
	ext
}

/// Runs `test`, then checks the registry.
pub fn with_registry(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		Operators::do_try_state().unwrap();
	});
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}
