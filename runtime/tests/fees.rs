//! What transactions cost, and who gets it.

use crate::common::*;
use codec::Encode;
use frame_support::{dispatch::GetDispatchInfo, traits::fungible::Inspect, weights::Weight};
use palisade_runtime::{
	configs::{fees::*, system::*, TreasuryAccount},
	*,
};
use pallet_transaction_payment::{Multiplier, NextFeeMultiplier};
use sp_keyring::Sr25519Keyring::{Alice, Bob};
use sp_runtime::traits::{Convert, One};

type MultiplierUpdate = <Runtime as pallet_transaction_payment::Config>::FeeMultiplierUpdate;

fn transfer() -> RuntimeCall {
	RuntimeCall::Balances(pallet_balances::Call::transfer_keep_alive {
		dest: account(Bob).into(),
		value: 1_234 * PAL,
	})
}

/// The multiplier after a block that ordinary transactions filled to `percent` of their part.
fn multiplier_after(percent: u64, multiplier: Multiplier) -> Multiplier {
	let normal = NORMAL_DISPATCH_RATIO * MAX_BLOCK_REF_TIME;
	let used = Weight::from_parts(normal / 100 * percent, 0);
	System::set_block_consumed_resources(used, 0);
	MultiplierUpdate::convert(multiplier)
}

#[test]
fn transfer_costs_less_than_a_thousandth_of_a_token() {
	in_block_one(DEVELOPMENT).execute_with(|| {
		assert_eq!(NextFeeMultiplier::<Runtime>::get(), Multiplier::one());
		let transfer = transaction(Alice, transfer(), 0);
		let length = transfer.encoded_size() as u32;
		assert!((130..170).contains(&length), "a transfer of {length} bytes");
		let fee = TransactionPayment::query_info(transfer, length).partial_fee;
		println!("a transfer of {length} bytes costs {fee} plancks");
		assert!((MILLI_PAL * 7 / 10..MILLI_PAL * 9 / 10).contains(&fee), "a fee of {fee} plancks");
	});
}

#[test]
fn fee_table_of_the_documentation_is_right() {
	in_block_one(DEVELOPMENT).execute_with(|| {
		let transfer = transaction(Alice, transfer(), 0);
		let base = RuntimeBlockWeights::get()
			.get(frame_support::dispatch::DispatchClass::Normal)
			.base_extrinsic;
		let own = transfer.get_dispatch_info().total_weight();
		println!("base {base}, own {own}");
		let within = |fee: Balance, micro_pals: core::ops::Range<Balance>| {
			assert!(micro_pals.contains(&(fee / MICRO_PAL)), "{fee} not in {micro_pals:?}")
		};
		within(TransactionPayment::weight_to_fee(base), 195..210);
		within(TransactionPayment::weight_to_fee(own), 400..440);
		within(TransactionPayment::length_to_fee(150), 150..151);
		let full = NORMAL_DISPATCH_RATIO * MAX_BLOCK_REF_TIME;
		assert_eq!(Balance::from(full) * FEE_PER_REF_TIME, 3 * PAL);
	});
}

#[test]
fn fees_and_tips_reach_the_treasury_to_the_last_planck() {
	state_of(DEVELOPMENT).execute_with(|| {
		run_to_slot(FIRST_SLOT);
		let treasury = || Balances::balance(&TreasuryAccount::get());
		let alice = || Balances::balance(&account(Alice));
		let issuance = Balances::total_issuance();
		for tip in [0, 3 * MILLI_PAL] {
			let before = (treasury(), alice());
			let next = u64::from(Babe::current_slot()) + 1;
			block_with(next, vec![transaction(Alice, transfer(), tip)]);
			let paid = before.1 - alice() - 1_234 * PAL;
			assert!(paid > tip + MILLI_PAL / 2, "paid {paid}");
			assert_eq!(treasury() - before.0, paid);
		}
		assert_eq!(Balances::total_issuance(), issuance);
	});
}

#[test]
fn quiet_chain_keeps_the_price_list() {
	in_block_one(DEVELOPMENT).execute_with(|| {
		let mut multiplier = Multiplier::one();
		for percent in [0, 10, 24, 25, 0] {
			multiplier = multiplier_after(percent, multiplier);
			assert_eq!(multiplier, Multiplier::one());
		}
	});
}

#[test]
fn fees_rise_slowly_with_full_blocks_and_fall_back() {
	in_block_one(DEVELOPMENT).execute_with(|| {
		let mut multiplier = Multiplier::one();
		let day = BlockHashCount::get();
		for _ in 0..day {
			multiplier = multiplier_after(100, multiplier);
		}
		let half_more = Multiplier::from_rational(3, 2);
		let tolerance = Multiplier::from_rational(1, 10);
		assert!(multiplier > half_more - tolerance && multiplier < half_more + tolerance);
		for _ in 0..4 * day {
			multiplier = multiplier_after(0, multiplier);
		}
		assert_eq!(multiplier, Multiplier::one());
	});
}

#[test]
fn inherents_are_free() {
	in_block_one(DEVELOPMENT).execute_with(|| {
		let time =
			UncheckedExtrinsic::new_bare(RuntimeCall::Timestamp(pallet_timestamp::Call::set {
				now: SLOT_DURATION,
			}));
		let length = time.encoded_size() as u32;
		assert_eq!(TransactionPayment::query_info(time, length).partial_fee, 0);
	});
}
