//! The ledger as the runtime puts it together: stake, services, assets and balances meet.

use crate::common::*;
use frame_support::{
	assert_noop, assert_ok,
	dispatch::{DispatchClass, GetDispatchInfo},
	traits::{fungible::InspectHold, fungibles::Inspect},
};
use palisade_primitives::{
	EpochClock, Judgement, Liability, Offence, Recipients, ServiceRegistry, StakeKind,
};
use palisade_runtime::{
	configs::{system::RuntimeBlockWeights, NativeAndAssets, TreasuryAccount},
	genesis_presets::LST_DOT,
	*,
};
use palisade_terms::{AcceptedAsset, StakeKinds, Terms};
use pallet_restaking::{Error, RateEpochs, WeightInfo, MAX_CHARGED_EPOCHS, MAX_EXITS};
use sp_io::TestExternalities;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve};
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
			shared_limit: Perquintill::one(),
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
		// Of service 0: 2 epochs of evidence, 1 for a veto, 1 of the breaker, 1.
		assert_noop!(
			Restaking::set_unbonding_epochs(RuntimeOrigin::root(), 4),
			Error::<Runtime>::UnbondingTooShort
		);
		let mut without_veto = Services::terms_at(0, 0).unwrap().1;
		without_veto.conditions.clear();
		let owner = configs::GovernanceAccount::get();
		pallet_services::NeededUnbonding::<Runtime>::remove(5);
		assert_ok!(Services::found_consensus(owner, without_veto));
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
	for weight in [
		Weights::undelegate(MAX_EXITS, 16),
		Weights::withdraw_into(MAX_EXITS),
		Weights::tally(pallet_restaking::TALLY_PAGE),
		Weights::execute_slash(MAX_CHARGED_EPOCHS),
	] {
		assert!(weight.all_lte(most), "{weight:?} of {most:?}");
	}
	// And what is declared is what is measured.
	let call: RuntimeCall = pallet_restaking::Call::tally { service: 1, epoch: 0 }.into();
	let declared = call.get_dispatch_info().call_weight;
	assert_eq!(declared, Weights::tally(pallet_restaking::TALLY_PAGE));
}

// Sessions and epochs.

/// Slots of a session: the fewest that there can be.
const SESSION: u64 = pallet_epochs::MIN_SESSION_LENGTH as u64;
/// The shortest U that lawful terms can rely on.
const UNBONDING: Epoch = 4;

/// A chain whose epochs have so many sessions.
fn with_sessions(sessions: u32) -> TestExternalities {
	let mut patch = patch(DEVELOPMENT);
	patch["epochs"]["sessionLength"] = SESSION.into();
	patch["epochs"]["sessionsPerEpoch"] = sessions.into();
	patch["restaking"]["unbondingEpochs"] = UNBONDING.into();
	// Whose terms need a longer one.
	patch["genesisConsensus"] = serde_json::json!({});
	from_patch(&patch)
}

/// The first slot of `epoch`, if no slot before it was missed.
fn first_slot_of(epoch: Epoch) -> u64 {
	FIRST_SLOT + SESSION * u64::from(Epochs::first_session_of(epoch))
}

/// Makes empty blocks up to the last one before `epoch`.
fn run_to_eve_of(epoch: Epoch) {
	run_to_slot(first_slot_of(epoch) - 1);
	assert_eq!(Epochs::current_epoch(), epoch - 1);
}

/// Makes empty blocks up to the first one of `epoch`.
fn run_to_start_of(epoch: Epoch) {
	run_to_slot(first_slot_of(epoch));
	assert_eq!(Epochs::current_epoch(), epoch);
}

/// The exits of `who` from what it has behind Alice, in tokens.
fn exits(who: Sr25519Keyring) -> Vec<(Epoch, Balance)> {
	let exits = Restaking::position(&account(who), &account(Alice), &NATIVE).exits;
	exits.into_iter().map(|(claimable, amount)| (claimable, amount / PAL)).collect()
}

fn undelegate(who: Sr25519Keyring, tokens: Balance) {
	assert_ok!(Restaking::undelegate(signed(who), account(Alice), NATIVE, Some(tokens * PAL)));
}

fn refuse_withdrawal(who: Sr25519Keyring) {
	assert_noop!(
		Restaking::withdraw(signed(who), account(Alice), NATIVE).map_err(|e| e.error),
		Error::<Runtime>::NotClaimable
	);
}

/// What service 1 had of Alice's native pool at `epoch`, in tokens.
fn stake(epoch: Epoch) -> Balance {
	Restaking::stake(&account(Alice), 1, epoch).iter().map(|stake| stake.amount / PAL).sum()
}

#[test]
fn an_epoch_begins_with_its_first_session_and_with_no_other() {
	for sessions in [1, 4] {
		with_sessions(sessions).execute_with(|| {
			run_to_slot(FIRST_SLOT);
			let time = || (Session::current_index(), Epochs::current_epoch());
			let rates = || RateEpochs::<Runtime>::get().map(|kept| kept.last);
			for session in 0..3 * sessions {
				let next = FIRST_SLOT + SESSION * u64::from(session + 1);
				let (before, after) = (session / sessions, (session + 1) / sessions);
				run_to_slot(next - 1);
				assert_eq!((time(), rates()), ((session, before), Some(before)));
				// The session begins after the ledger's hook, so the next block fixes the rates.
				run_to_slot(next);
				assert_eq!((time(), rates()), ((session + 1, after), Some(before)));
				run_to_slot(next + 1);
				assert_eq!((time(), rates()), ((session + 1, after), Some(after)));
			}
		});
	}
}

#[test]
fn pledges_count_and_exits_mature_from_the_first_block_of_their_epoch_and_not_before() {
	for sessions in [1, 4] {
		with_sessions(sessions).execute_with(|| {
			run_to_slot(FIRST_SLOT);
			prepare();
			// Announced in the last block of epoch 1, by who is a member from 2 on: counts from 3.
			run_to_eve_of(2);
			let quarter = MAGNITUDE / 4;
			let pledged =
				Restaking::allocate(signed(Alice), 1, NATIVE, quarter, StakeKind::Exclusive);
			assert_ok!(pledged);
			run_to_eve_of(3);
			assert_eq!(stake(2), 0);
			undelegate(Bob, 200);
			assert_eq!(exits(Bob), vec![(3, 200)]);
			refuse_withdrawal(Bob);

			run_to_start_of(3);
			assert_eq!(stake(3), 450);
			assert_ok!(Restaking::withdraw(signed(Bob), account(Alice), NATIVE));
			undelegate(Charlie, 100);
			run_to_eve_of(4);
			undelegate(Charlie, 100);
			assert_eq!(exits(Charlie), vec![(3 + UNBONDING, 200)]);
			run_to_start_of(4);
			undelegate(Charlie, 100);
			let both = vec![(3 + UNBONDING, 200), (4 + UNBONDING, 100)];
			assert_eq!(exits(Charlie), both);

			let offence = Offence { operator: account(Alice), service: 1, epoch: 3 };
			let judgement = Judgement {
				condition: 0,
				penalty: Perquintill::one(),
				max_slash: Perquintill::one(),
				shared_limit: Perquintill::one(),
			};
			let answers = || !Restaking::quote(&offence, &judgement).is_empty();
			for slot in first_slot_of(4)..first_slot_of(3 + UNBONDING) {
				run_to_slot(slot);
				refuse_withdrawal(Charlie);
				assert!(answers(), "slot {slot}");
			}
			run_to_start_of(3 + UNBONDING);
			assert!(!answers());
			// A session's first block has no room for transactions, so the first one comes in the second block.
			let before = Balances::free_balance(account(Charlie));
			frame_support::storage::with_transaction(|| {
				assert_ok!(Restaking::withdraw(signed(Charlie), account(Alice), NATIVE));
				let paid = Balances::free_balance(account(Charlie)) - before;
				assert_eq!(paid, 200 * PAL);
				sp_runtime::TransactionOutcome::Rollback(Ok::<_, sp_runtime::DispatchError>(()))
			})
			.unwrap();
			let withdraw =
				pallet_restaking::Call::withdraw { operator: account(Alice), asset: NATIVE };
			let withdraw = transaction(Charlie, withdraw.into(), 0);
			block_with(first_slot_of(3 + UNBONDING) + 1, vec![withdraw]);
			assert_eq!(exits(Charlie), both[1..]);

			// Epoch 3 can be asked for through the last block of the epoch after.
			run_to_eve_of(4 + UNBONDING);
			assert_eq!(stake(3), 450);
			refuse_withdrawal(Charlie);
			run_to_start_of(4 + UNBONDING);
			assert_eq!((stake(3), stake(4)), (0, 400));
			assert_ok!(Restaking::withdraw(signed(Charlie), account(Alice), NATIVE));
		});
	}
}

#[test]
fn an_outage_makes_an_epoch_longer_and_skips_none() {
	with_sessions(4).execute_with(|| {
		let time = || (Session::current_index(), Epochs::current_epoch());
		run_to_slot(FIRST_SLOT + SESSION + 1);
		assert_eq!(time(), (1, 0));
		// For more than two epochs there is no block. The next one begins one session.
		let back = FIRST_SLOT + 10 * SESSION + 1;
		block_with(back, vec![]);
		assert_eq!(time(), (2, 0));
		// Sessions go on with the slots that they would have begun in.
		for (slot, expected) in [
			(FIRST_SLOT + 11 * SESSION - 1, (2, 0)),
			(FIRST_SLOT + 11 * SESSION, (3, 0)),
			(FIRST_SLOT + 12 * SESSION - 1, (3, 0)),
			(FIRST_SLOT + 12 * SESSION, (4, 1)),
		] {
			run_to_slot(slot);
			assert_eq!(time(), expected, "slot {slot}");
		}
	});
}
