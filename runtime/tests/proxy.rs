//! What each type of proxy may do.

use crate::common::*;
use codec::{Decode, Encode};
use frame_support::{
	assert_ok,
	traits::{fungible::Inspect, InstanceFilter},
};
use palisade_runtime::{configs::ProxyType, *};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie};

const TYPES: [ProxyType; 5] = [
	ProxyType::Any,
	ProxyType::NonTransfer,
	ProxyType::Staking,
	ProxyType::Governance,
	ProxyType::CancelProxy,
];

fn bob() -> Address {
	account(Bob).into()
}

/// A call of every kind that matters, and who may make it: Any, NonTransfer, Staking, Governance,
/// CancelProxy.
fn table() -> Vec<(RuntimeCall, [bool; 5])> {
	const NOBODY_ELSE: [bool; 5] = [true, false, false, false, false];
	const NON_TRANSFER: [bool; 5] = [true, true, false, false, false];
	const STAKING: [bool; 5] = [true, true, true, false, false];
	const GOVERNANCE: [bool; 5] = [true, true, false, true, false];
	const CANCEL: [bool; 5] = [true, true, false, false, true];
	const EVERYBODY: [bool; 5] = [true; 5];

	let native = AssetId::Native;
	let operator = account(Bob);
	vec![
		// Value leaves the account.
		(pallet_balances::Call::transfer_keep_alive { dest: bob(), value: 1 }.into(), NOBODY_ELSE),
		(pallet_balances::Call::transfer_allow_death { dest: bob(), value: 1 }.into(), NOBODY_ELSE),
		(
			pallet_balances::Call::transfer_all { dest: bob(), keep_alive: false }.into(),
			NOBODY_ELSE,
		),
		(pallet_balances::Call::burn { value: 1, keep_alive: true }.into(), NOBODY_ELSE),
		(
			pallet_assets::Call::transfer { id: 1.into(), target: bob(), amount: 1 }.into(),
			NOBODY_ELSE,
		),
		(
			pallet_assets::Call::approve_transfer { id: 1.into(), delegate: bob(), amount: 1 }
				.into(),
			NOBODY_ELSE,
		),
		(
			pallet_assets::Call::create { id: 9.into(), admin: bob(), min_balance: 1 }.into(),
			NOBODY_ELSE,
		),
		(
			pallet_sudo::Call::sudo {
				call: Box::new(
					pallet_balances::Call::transfer_all { dest: bob(), keep_alive: false }.into(),
				),
			}
			.into(),
			NOBODY_ELSE,
		),
		// Operating, delegating, validating.
		(
			pallet_operators::Call::register {
				metadata: vec![],
				commission: sp_runtime::Perbill::zero(),
			}
			.into(),
			STAKING,
		),
		(pallet_services::Call::leave { service: 1 }.into(), STAKING),
		(pallet_services::Call::close { service: 1 }.into(), STAKING),
		(
			pallet_restaking::Call::delegate {
				operator: operator.clone(),
				asset: native.clone(),
				amount: PAL,
			}
			.into(),
			STAKING,
		),
		(
			pallet_restaking::Call::undelegate {
				operator: operator.clone(),
				asset: native.clone(),
				amount: None,
			}
			.into(),
			STAKING,
		),
		(pallet_restaking::Call::withdraw { operator, asset: native }.into(), STAKING),
		(pallet_session::Call::purge_keys {}.into(), STAKING),
		// Governing.
		(
			pallet_collective::Call::vote { proposal: Hash::zero(), index: 0, approve: true }
				.into(),
			GOVERNANCE,
		),
		(pallet_treasury::Call::payout { index: 0 }.into(), GOVERNANCE),
		(pallet_preimage::Call::note_preimage { bytes: vec![] }.into(), GOVERNANCE),
		(pallet_whitelist::Call::whitelist_call { call_hash: Hash::zero() }.into(), GOVERNANCE),
		// Neither.
		(frame_system::Call::remark { remark: vec![] }.into(), NON_TRANSFER),
		(
			pallet_proxy::Call::add_proxy {
				delegate: bob(),
				proxy_type: ProxyType::Staking,
				delay: 0,
			}
			.into(),
			NON_TRANSFER,
		),
		(
			pallet_multisig::Call::cancel_as_multi {
				threshold: 2,
				other_signatories: vec![],
				timepoint: Default::default(),
				call_hash: [0; 32],
			}
			.into(),
			NON_TRANSFER,
		),
		(
			pallet_proxy::Call::reject_announcement { delegate: bob(), call_hash: Hash::zero() }
				.into(),
			CANCEL,
		),
		// The filter stays in force inside of batches, so these are everybody's.
		(pallet_utility::Call::batch { calls: vec![] }.into(), EVERYBODY),
	]
}

#[test]
fn each_type_allows_what_the_table_says() {
	for (call, allowed) in table() {
		for (proxy_type, allowed) in TYPES.iter().zip(allowed) {
			assert_eq!(proxy_type.filter(&call), allowed, "{proxy_type:?} and {call:?}");
		}
	}
}

#[test]
fn superset_allows_all_that_the_subset_allows() {
	for superset in TYPES {
		assert!(superset.is_superset(&superset));
		for subset in TYPES {
			if !superset.is_superset(&subset) {
				continue;
			}
			for (call, _) in table() {
				assert!(
					superset.filter(&call) || !subset.filter(&call),
					"{subset:?} allows {call:?}, {superset:?} does not"
				);
			}
		}
	}
}

#[test]
fn any_is_above_all_and_non_transfer_above_the_rest() {
	for other in TYPES {
		assert!(ProxyType::Any.is_superset(&other));
		assert_eq!(ProxyType::NonTransfer.is_superset(&other), other != ProxyType::Any);
	}
	assert!(!ProxyType::Staking.is_superset(&ProxyType::Governance));
	assert!(!ProxyType::Governance.is_superset(&ProxyType::CancelProxy));
}

#[test]
fn encoding_is_fixed() {
	for (index, proxy_type) in TYPES.iter().enumerate() {
		assert_eq!(proxy_type.encode(), [index as u8]);
		assert_eq!(ProxyType::decode(&mut &[index as u8][..]), Ok(*proxy_type));
	}
}

#[test]
fn a_batch_does_not_get_around_the_filter() {
	in_block_one(DEVELOPMENT).execute_with(|| {
		assert_ok!(Proxy::add_proxy(signed(Alice), bob(), ProxyType::Staking, 0));
		let charlie = account(Charlie);
		let before = Balances::balance(&charlie);
		let transfer = RuntimeCall::Balances(pallet_balances::Call::transfer_keep_alive {
			dest: charlie.clone().into(),
			value: PAL,
		});
		let batch = |call: RuntimeCall| -> Box<RuntimeCall> {
			Box::new(pallet_utility::Call::batch_all { calls: vec![call] }.into())
		};
		for call in [Box::new(transfer.clone()), batch(transfer)] {
			assert_ok!(Proxy::proxy(signed(Bob), account(Alice).into(), None, call));
			System::assert_last_event(
				pallet_proxy::Event::ProxyExecuted {
					result: Err(frame_system::Error::<Runtime>::CallFiltered.into()),
				}
				.into(),
			);
		}
		assert_eq!(Balances::balance(&charlie), before);
	});
}

#[test]
fn a_lesser_proxy_cannot_make_a_greater_one() {
	in_block_one(DEVELOPMENT).execute_with(|| {
		assert_ok!(Proxy::add_proxy(signed(Alice), bob(), ProxyType::NonTransfer, 0));
		let add = |proxy_type| -> Box<RuntimeCall> {
			Box::new(
				pallet_proxy::Call::add_proxy {
					delegate: account(Charlie).into(),
					proxy_type,
					delay: 0,
				}
				.into(),
			)
		};
		let proxies = || pallet_proxy::Proxies::<Runtime>::get(account(Alice)).0.len();
		assert_ok!(Proxy::proxy(signed(Bob), account(Alice).into(), None, add(ProxyType::Any)));
		assert_eq!(proxies(), 1);
		assert_ok!(Proxy::proxy(signed(Bob), account(Alice).into(), None, add(ProxyType::Staking)));
		assert_eq!(proxies(), 2);
	});
}
