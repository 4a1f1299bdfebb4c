//! The ledger as the runtime puts it together: stake, services, assets and balances meet.

mod common;

use common::*;
use frame_support::{
	assert_noop, assert_ok,
	dispatch::{DispatchClass, GetDispatchInfo},
	traits::{fungible::InspectHold, fungibles::Inspect},
};
use palisade_primitives::{Judgement, Liability, Offence, Recipients, ServiceRegistry, StakeKind};
use palisade_runtime::{
	configs::{system::RuntimeBlockWeights, NativeAndAssets, TreasuryAccount},
	genesis_presets::LST_DOT,
	*,
};
use palisade_terms::{AcceptedAsset, StakeKinds, Terms};
use pallet_restaking::{Error, WeightInfo, MAX_CHARGED_EPOCHS, MAX_EXITS};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie, Dave, Eve};
use sp_runtime::{Perbill, Perquintill};

const NATIVE: AssetId = AssetId::Native;
const LST: AssetId = AssetId::WithId(LST_DOT.id);
const MAGNITUDE: Balance = 1_000_000_000_000_000_000;

/// Makes `epoch` the current one.
fn at(epoch: Epoch) {
	pallet_session::CurrentIndex::<Runtime>::put(Epochs::first_session_of(epoch));
	<AllPalletsWithSystem as frame_support::traits::OnInitialize<BlockNumber>>::on_initialize(
		System::block_number(),
	);
}

fn terms_for_both() -> Terms<AccountId> {
	let accepted = |asset| AcceptedAsset { asset, kinds: StakeKinds::Both };
	Terms { assets: vec![accepted(NATIVE), accepted(LST)].try_into().unwrap(), ..terms() }
}

/// Alice operates for service 1, which accepts both assets; Bob and Charlie stake 1,000 of each behind her.
fn prepare() {
	assert_ok!(Operators::register(signed(Alice), vec![], Perbill::zero()));
	assert_ok!(Services::create(signed(Dave), terms_for_both(), vec![]));
	join(Alice, 1);
	for who in [Bob, Charlie] {
		assert_ok!(Restaking::delegate(signed(who), account(Alice), NATIVE, 1_000 * PAL));
		let lst = 1_000 * LST_DOT.token();
		assert_ok!(Restaking::delegate(signed(who), account(Alice), LST, lst));
	}
}

#[test]
fn a_member_is_worth_what_it_pledged_of_each_asset() {
	in_block_one(DEVELOPMENT).execute_with(|| {
		prepare();
		assert_ok!(Restaking::allocate(
			signed(Alice),
			1,
			NATIVE,
			MAGNITUDE / 4,
			StakeKind::Exclusive
		));
		assert_ok!(Restaking::allocate(signed(Alice), 1, LST, MAGNITUDE / 2, StakeKind::Shared));
		at(1);
		assert_eq!(Restaking::stake(&account(Alice), 1, 1), vec![]);
		at(2);
		let value = 500 * PAL
			// A tenth of the asset's value is not counted.
			+ 1_000 * PAL * Balance::from(LST_DOT.pal_per_token) * 9 / 10;
		assert_eq!(Services::counting_value(1, &account(Alice), 2), Some(value));
		assert_eq!(Restaking::security(1, 2).value, value);
		assert_eq!(Restaking::security(1, 2).members, vec![(account(Alice), value)]);
	});
}

#[test]
fn only_what_the_terms_accept_can_be_pledged_and_only_by_members() {
	in_block_one(DEVELOPMENT).execute_with(|| {
		prepare();
		assert_ok!(Services::create(signed(Dave), terms(), vec![]));
		let pledge = |service, asset| {
			Restaking::allocate(signed(Alice), service, asset, MAGNITUDE, StakeKind::Shared)
		};
		assert_noop!(pledge(2, NATIVE).map_err(|e| e.error), Error::<Runtime>::NotMember);
		let key = palisade_primitives::keys::ServiceKey::Sr25519(Alice.public());
		assert_ok!(Services::leave(signed(Alice), 1));
		assert!(pallet_services::Keys::<Runtime>::get(key).is_none(), "it never counted");
		join(Alice, 2);
		assert_noop!(pledge(2, LST).map_err(|e| e.error), Error::<Runtime>::AssetNotInTerms);
		assert_ok!(pledge(2, NATIVE));
	});
}

#[test]
fn leaving_a_service_stops_what_is_pledged_to_it_and_its_deposit_comes_back() {
	in_block_one(DEVELOPMENT).execute_with(|| {
		prepare();
		let held = || {
			let reason = pallet_restaking::HoldReason::Allocation.into();
			Balances::balance_on_hold(&reason, &account(Alice))
		};
		assert_ok!(Restaking::allocate(signed(Alice), 1, NATIVE, MAGNITUDE, StakeKind::Exclusive));
		assert!(held() > 0);
		at(10);
		assert_ok!(Services::leave(signed(Alice), 1));
		let layers = Restaking::pool(&account(Alice), &NATIVE).allocations[0].layers.clone();
		assert_eq!(layers[0].stopped_after, Some(10));
		at(18);
		assert_ok!(Restaking::allocate(signed(Alice), 1, NATIVE, 0, StakeKind::Exclusive));
		assert_eq!(held(), 0);
	});
}

#[test]
fn a_slash_burns_native_tokens_and_sends_others_to_the_treasury() {
	in_block_one(DEVELOPMENT).execute_with(|| {
		prepare();
		for asset in [NATIVE, LST] {
			assert_ok!(Restaking::allocate(
				signed(Alice),
				1,
				asset,
				MAGNITUDE,
				StakeKind::Exclusive
			));
		}
		at(3);
		let offence = Offence { operator: account(Alice), service: 1, epoch: 3 };
		let at_stake = Restaking::open(&offence).unwrap();
		assert_eq!(at_stake.len(), 2);
		let judgement = Judgement {
			condition: 0,
			penalty: Perquintill::from_percent(10),
			max_slash: Perquintill::one(),
		};
		let share = Perbill::from_percent(5);
		let recipients = Recipients { bounty: Some((account(Eve), share)), restitution: None };
		let issuance = Balances::total_issuance();
		let before = |asset: &AssetId| {
			let of = |who| NativeAndAssets::balance(asset.clone(), &who);
			(of(TreasuryAccount::get()), of(account(Eve)))
		};
		let (native, lst) = (before(&NATIVE), before(&LST));
		let taken = Restaking::execute(&offence, &judgement, &recipients).unwrap();
		assert_eq!(
			taken.iter().map(|taken| taken.amount()).collect::<Vec<_>>(),
			[200 * PAL, 200 * LST_DOT.token()]
		);
		assert_eq!(issuance - Balances::total_issuance(), 190 * PAL);
		assert_eq!(before(&NATIVE), (native.0, native.1 + 10 * PAL));
		let (rest, bounty) = (190 * LST_DOT.token(), 10 * LST_DOT.token());
		assert_eq!(before(&LST), (lst.0 + rest, lst.1 + bounty));
		assert_eq!(Restaking::position(&account(Bob), &account(Alice), &NATIVE).value, 900 * PAL);
	});
}

#[test]
fn no_wrapped_call_gets_past_the_wait_of_an_exit() {
	in_block_one(DEVELOPMENT).execute_with(|| {
		prepare();
		assert_ok!(Restaking::allocate(signed(Alice), 1, NATIVE, MAGNITUDE, StakeKind::Exclusive));
		at(4);
		let operator = account(Alice);
		let undelegate: RuntimeCall = pallet_restaking::Call::undelegate {
			operator: operator.clone(),
			asset: NATIVE,
			amount: Some(100 * PAL),
		}
		.into();
		let withdraw: RuntimeCall =
			pallet_restaking::Call::withdraw { operator: operator.clone(), asset: NATIVE }.into();
		let calls = vec![undelegate.clone(), undelegate, withdraw.clone()];
		// In parts, in one batch, through a proxy.
		assert_ok!(Proxy::add_proxy(signed(Bob), account(Eve).into(), Default::default(), 0));
		let batch: RuntimeCall = pallet_utility::Call::force_batch { calls }.into();
		assert_ok!(Proxy::proxy(signed(Eve), account(Bob).into(), None, Box::new(batch)));
		let exits = || Restaking::position(&account(Bob), &operator, &NATIVE).exits;
		assert_eq!(exits(), vec![(10, 200 * PAL)]);
		for epoch in 4..10 {
			at(epoch);
			let withdraw =
				pallet_utility::Call::<Runtime>::batch_all { calls: vec![withdraw.clone()] };
			let wrapped = RuntimeCall::from(withdraw);
			let result = Proxy::proxy(signed(Eve), account(Bob).into(), None, Box::new(wrapped));
			assert_ok!(result);
			assert_eq!(exits(), vec![(10, 200 * PAL)], "epoch {epoch}");
		}
		at(10);
		assert_ok!(Restaking::withdraw(signed(Bob), operator.clone(), NATIVE));
		assert_eq!(exits(), vec![]);
	});
}

#[test]
fn the_unbonding_period_cannot_fall_below_what_terms_need() {
	in_block_one(DEVELOPMENT).execute_with(|| {
		// 2 epochs of evidence, 1 of the breaker, 1.
		assert_ok!(Services::create(signed(Dave), terms(), vec![]));
		assert_noop!(
			Restaking::set_unbonding_epochs(RuntimeOrigin::root(), 3),
			Error::<Runtime>::UnbondingTooShort
		);
		prepare();
		assert_ok!(Restaking::allocate(signed(Alice), 1, NATIVE, MAGNITUDE, StakeKind::Shared));
		at(9);
		let secured = |epoch| Restaking::security(1, epoch).members.len();
		assert_eq!([2, 3, 9, 10].map(secured), [0, 1, 1, 0]);
		assert_ok!(Restaking::set_unbonding_epochs(RuntimeOrigin::root(), 4));
		assert_eq!([2, 3, 9, 10].map(secured), [0, 1, 1, 0], "it falls from the next epoch on");
		// The terms may rely on no more than what was announced.
		let mut longer = terms();
		longer.conditions[0].evidence_age = 3;
		assert_noop!(
			Services::create(signed(Dave), longer, vec![]),
			pallet_services::Error::<Runtime>::SlashingWindowTooLong
		);
	});
}

#[test]
fn the_longest_calls_fit_into_a_block() {
	let weights = RuntimeBlockWeights::get();
	let most = weights.get(DispatchClass::Normal).max_extrinsic.unwrap();
	type Weights = <Runtime as pallet_restaking::Config>::WeightInfo;
	let assets = palisade_primitives::MAX_ASSETS_PER_SERVICE;
	for weight in [
		Weights::undelegate(MAX_EXITS, 16),
		Weights::withdraw_into(MAX_EXITS),
		Weights::tally(pallet_restaking::TALLY_PAGE),
		Weights::execute_slash(assets, MAX_CHARGED_EPOCHS),
	] {
		assert!(weight.all_lte(most), "{weight:?} of {most:?}");
	}
	// And what is declared is what is measured.
	let call: RuntimeCall = pallet_restaking::Call::tally { service: 1, epoch: 0 }.into();
	let declared = call.get_dispatch_info().call_weight;
	assert_eq!(declared, Weights::tally(pallet_restaking::TALLY_PAGE));
}
