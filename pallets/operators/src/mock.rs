//! A chain with balances and operators.

use crate as pallet_operators;
use crate::*;
use frame_support::{
	derive_impl, parameter_types,
	traits::{
		fungible::{HoldConsideration, InspectHold},
		ConstU128, ConstU32, LinearStoragePrice,
	},
};
use palisade_primitives::{Balance, Epoch, EpochClock, Memberships};
use sp_runtime::{BuildStorage, Perbill};
use std::collections::BTreeSet;

pub type AccountId = u64;

pub const ALICE: AccountId = 1;
pub const BOB: AccountId = 2;
/// Has exactly what a registration without metadata takes, and its existential deposit.
pub const POOR: AccountId = 3;
/// As rich as Alice and Bob.
pub const PEERS: [AccountId; 7] = [11, 12, 13, 14, 15, 16, 17];
pub const EXISTENTIAL: Balance = 10;
pub const BASE: Balance = 1_000;
pub const PER_BYTE: Balance = 7;
pub const WEALTH: Balance = 1_000_000;
pub const MAX_METADATA: u32 = 256;
/// Epochs between the announcement of a rise and its effect.
pub const NOTICE: Epoch = 3;
/// Most that a rise may add.
pub const STEP: Perbill = Perbill::from_percent(5);
/// The epoch in which tests start.
pub const START: Epoch = 10;

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
	pub static CurrentEpoch: Epoch = START;
	/// Who serves somebody.
	pub static Members: BTreeSet<AccountId> = BTreeSet::new();
	/// What a byte costs now.
	pub static BytePrice: Balance = PER_BYTE;
	pub const MaxCommissionRise: Perbill = STEP;
	pub const RegistrationHold: RuntimeHoldReason =
		RuntimeHoldReason::Operators(HoldReason::Registration);
}

/// Most blocks of an epoch.
pub const BLOCKS_PER_EPOCH: u32 = 100;

pub struct Clock;
impl EpochClock for Clock {
	fn current_epoch() -> Epoch {
		CurrentEpoch::get()
	}

	fn blocks_per_epoch() -> u32 {
		BLOCKS_PER_EPOCH
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn set_epoch(epoch: Epoch) {
		CurrentEpoch::set(epoch);
	}
}

pub struct Services;
impl Memberships<AccountId> for Services {
	fn has_any(operator: &AccountId) -> bool {
		Members::get().contains(operator)
	}
}

impl Config for Test {
	type Deposit = HoldConsideration<
		AccountId,
		Balances,
		RegistrationHold,
		LinearStoragePrice<ConstU128<BASE>, BytePrice, Balance>,
	>;
	type MaxMetadata = ConstU32<MAX_METADATA>;
	type Clock = Clock;
	type RiseNotice = ConstU32<NOTICE>;
	type MaxCommissionRise = MaxCommissionRise;
	type Memberships = Services;
	type WeightInfo = weights::SubstrateWeight<Test>;
}

pub fn new_test_ext() -> sp_io::TestExternalities {
	CurrentEpoch::set(START);
	Members::set(BTreeSet::new());
	BytePrice::set(PER_BYTE);
	let rich = [ALICE, BOB].into_iter().chain(PEERS).map(|who| (who, WEALTH));
	let poor = (POOR, deposit(0) + EXISTENTIAL);
	let mut ext: sp_io::TestExternalities = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: rich.chain([poor]).collect(),
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

/// Runs `test`, then checks the registry and its deposits.
pub fn with_registry(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		check_registry();
	});
}

/// The registry is sound, each operator's deposit is what its entry costs, and nothing else is held.
pub fn check_registry() {
	Operators::do_try_state().unwrap();
	let mut deposits = 0;
	for (operator, entry) in pallet_operators::Operators::<Test>::iter() {
		let price = deposit(entry.metadata.len() as u32);
		assert_eq!(held(operator), price, "deposit of {operator}");
		deposits += price;
	}
	let all: Balance =
		pallet_balances::Holds::<Test>::iter_values().flatten().map(|hold| hold.amount).sum();
	assert_eq!(all, deposits, "held for operators that are none");
}

/// What an entry with `metadata_len` bytes of metadata costs now.
pub fn deposit(metadata_len: u32) -> Balance {
	let prefix = if metadata_len < 64 { 1 } else { 2 };
	// A commission, an announced one with its epoch, the status.
	let rest = 4 + (1 + 4 + 4) + 1;
	BASE + Balance::from(prefix + metadata_len + rest) * BytePrice::get()
}

/// What is held of `who` for its registration.
pub fn held(who: AccountId) -> Balance {
	Balances::balance_on_hold(&RegistrationHold::get(), &who)
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// The events of this pallet since the last call.
pub fn take_events() -> Vec<Event<Test>> {
	let events = System::read_events_for_pallet::<Event<Test>>();
	System::reset_events();
	events
}
