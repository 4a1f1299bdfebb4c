//! What operators pledge to services.

use super::*;
use codec::MaxEncodedLen;
use frame_support::traits::{Consideration, Footprint};
use palisade_ledger_math::{Pledge, MAX_LAYERS, MAX_PLEDGES};
use palisade_primitives::{PledgeRefusal, MAX_ASSETS_PER_SERVICE};
use pallet_restaking_runtime_api::{AllocationInfo, LayerInfo};
use sp_runtime::{traits::BadOrigin, TokenError};

/// A thousandth of a fresh pool's magnitude.
const MILLI: Balance = FULL_MAGNITUDE / 1_000;

fn refuse(service: ServiceId, magnitude: Balance, kind: StakeKind, error: Error<Test>) {
	assert_noop!(Restaking::allocate(signed(OP), service, NATIVE, magnitude, kind), error);
}

fn info(operator: AccountId, service: ServiceId) -> Option<AllocationInfo> {
	let pool = Restaking::pool(&operator, &NATIVE);
	pool.allocations.into_iter().find(|pledge| pledge.service == service)
}

/// What the pool is pledged to `service` with, in thousandths: target, what counts, what encumbers.
fn pledge(service: ServiceId) -> [Balance; 3] {
	info(OP, service).map_or([0; 3], |pledge| {
		[pledge.target / MILLI, pledge.counting / MILLI, pledge.encumbering / MILLI]
	})
}

fn layer(thousandths: Balance, counts_from: Epoch, stopped_after: Option<Epoch>) -> LayerInfo {
	LayerInfo { amount: thousandths * MILLI, counts_from, stopped_after }
}

/// What the deposit for one pledge is.
fn price() -> Balance {
	Pledge::max_encoded_len() as Balance
}

/// Makes the deposit for the native pool what was put down when all its pledges cost one unit.
fn price_was_one() {
	AllocationDeposits::<Test>::mutate(OP, NATIVE, |ticket| {
		let paid = ticket.take().expect("there is one").update(&OP, Footprint::from_parts(1, 1));
		*ticket = Some(paid.expect("nothing has to be held"));
	});
}

fn joins(service: ServiceId) {
	Members::mutate(|members| members.insert((service, OP), (0, None)));
}

// Increases.

#[test]
fn an_increase_counts_from_the_end_of_the_notice() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		take_events();
		allocate(1, 400, Exclusive);
		assert_eq!(
			take_events(),
			vec![Event::AllocationIncreased {
				operator: OP,
				service: 1,
				asset: NATIVE,
				kind: Exclusive,
				from: 0,
				to: 400 * MILLI,
				counts_from: START + NOTICE,
			}]
		);
		for epoch in [START, START + NOTICE - 1] {
			at(epoch);
			assert_eq!((stake(1, epoch), pledge(1)), (0, [400, 0, 400]));
		}
		for epoch in [START + NOTICE, START + NOTICE + 1] {
			at(epoch);
			assert_eq!((stake(1, epoch), pledge(1)), (400, [400, 400, 400]));
		}
		// Looking back changes nothing.
		assert_eq!(stake(1, START + NOTICE - 1), 0);
		assert_eq!(stake(1, START + NOTICE), 400);
	});
}

#[test]
fn a_target_is_absolute() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(8);
		allocate(1, 700, Exclusive);
		assert_eq!(pledge(1), [700, 400, 700]);
		at(9);
		assert_eq!(stake(1, 9), 400);
		at(10);
		assert_eq!(stake(1, 10), 700);
		refuse(1, 700 * MILLI, Exclusive, Error::AllocationUnchanged);
	});
}

#[test]
fn setting_nothing_to_nothing_changes_nothing() {
	with_ledger(|| {
		refuse(1, 0, Exclusive, Error::AllocationUnchanged);
		assert_eq!(PledgedAssets::<Test>::iter().count(), 0);
	});
}

#[test]
fn an_empty_pool_can_be_pledged_before_anybody_delegates() {
	with_ledger(|| {
		allocate(1, 1_000, Exclusive);
		at(7);
		assert_eq!(stake(1, 7), 0);
		delegate(ALICE, 1_000);
		// Joined during 7: it counts from 8.
		assert_eq!(stake(1, 7), 0);
		at(8);
		assert_eq!(stake(1, 8), 1_000);
	});
}

#[test]
fn a_pool_that_was_pledged_empty_opens_with_its_first_stake() {
	with_ledger(|| {
		allocate(1, 1_000, Exclusive);
		at(7);
		delegate(ALICE, 1_000);
		at(8);
		delegate(BOB, 1_000);
		assert_eq!(Restaking::pool(&OP, &NATIVE).opened, Some(7));
	});
}

#[test]
fn each_pool_has_its_own_pledges() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		assert_ok!(Restaking::delegate(signed(ALICE), OP, STAKED_DOT, 500));
		allocate(1, 400, Exclusive);
		assert_ok!(Restaking::allocate(signed(OP), 1, STAKED_DOT, 600 * MILLI, Shared));
		at(7);
		let stake = Restaking::stake(&OP, 1, 7);
		let told: Vec<_> = stake.into_iter().map(|s| (s.asset, s.amount, s.kind)).collect();
		assert_eq!(told, vec![(NATIVE, 400, Exclusive), (STAKED_DOT, 300, Shared)]);
	});
}

#[test]
fn shared_stake_answers_to_several_services_and_exclusive_stake_to_one() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 300, Exclusive);
		allocate(2, 700, Shared);
		allocate(3, 500, Shared);
		at(7);
		assert_eq!([stake(1, 7), stake(2, 7), stake(3, 7)], [300, 700, 500]);
	});
}

// Decreases.

#[test]
fn a_decrease_counts_through_its_epoch_and_cools_for_exactly_u_epochs() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(10);
		take_events();
		allocate(1, 100, Exclusive);
		assert_eq!(
			take_events(),
			vec![Event::AllocationDecreased {
				operator: OP,
				service: 1,
				asset: NATIVE,
				from: 400 * MILLI,
				to: 100 * MILLI,
				stops_after: 10,
			}]
		);
		assert_eq!((stake(1, 10), pledge(1)), (400, [100, 400, 400]));
		at(11);
		assert_eq!((stake(1, 11), pledge(1)), (100, [100, 100, 400]));
		at(10 + U - 1);
		assert_eq!(pledge(1), [100, 100, 400]);
		refuse(2, 600 * MILLI + 1, Exclusive, Error::ExceedsMagnitude);
		at(10 + U);
		assert_eq!(pledge(1), [100, 100, 100]);
		refuse(2, 900 * MILLI + 1, Exclusive, Error::ExceedsMagnitude);
		allocate(2, 900, Exclusive);
	});
}

#[test]
fn what_cools_answers_for_the_epochs_in_which_it_counted() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(10);
		allocate(1, 0, Exclusive);
		at(10 + U - 1);
		let taken = slash(1, 10, 50);
		assert_eq!(sum(&taken), 200);
		// It counted no more in 11: nothing answers.
		open(1, 11);
		assert_eq!(execute(1, 11, 100), vec![]);
	});
}

#[test]
fn what_was_announced_is_dropped_first_and_is_free_at_once() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(8);
		allocate(1, 700, Exclusive);
		assert_eq!(pledge(1), [700, 400, 700]);
		at(9);
		allocate(1, 500, Exclusive);
		assert_eq!(pledge(1), [500, 400, 500]);
		// 100 of it were announced; the other 100 count, and cool.
		allocate(1, 300, Exclusive);
		assert_eq!(pledge(1), [300, 400, 400]);
		allocate(2, 600, Exclusive);
		at(10);
		assert_eq!((stake(1, 10), pledge(1)), (300, [300, 300, 400]));
	});
}

#[test]
fn an_announcement_that_is_taken_back_leaves_no_trace() {
	with_ledger(|| {
		allocate(1, 400, Exclusive);
		next_epoch();
		take_events();
		allocate(1, 0, Exclusive);
		assert_eq!(
			take_events(),
			vec![
				Event::AllocationDecreased {
					operator: OP,
					service: 1,
					asset: NATIVE,
					from: 400 * MILLI,
					to: 0,
					stops_after: START + 1,
				},
				Event::AllocationRemoved { operator: OP, service: 1, asset: NATIVE },
			]
		);
		assert_eq!(info(OP, 1), None);
		assert_eq!(held_for_pledges(OP), 0);
		assert_eq!(PledgedAssets::<Test>::iter().count(), 0);
		allocate(1, 1_000, Shared);
	});
}

#[test]
fn the_youngest_layer_stops_first() {
	with_ledger(|| {
		allocate(1, 300, Exclusive);
		at(6);
		allocate(1, 500, Exclusive);
		at(9);
		allocate(1, 400, Exclusive);
		let layers = |pledge: AllocationInfo| {
			let mut layers = pledge.layers;
			layers.sort_by_key(|layer| (layer.counts_from, layer.stopped_after));
			layers
		};
		assert_eq!(
			info(OP, 1).map(layers),
			Some(vec![layer(300, 7, None), layer(100, 8, None), layer(100, 8, Some(9))])
		);
		// More than the youngest has: the rest comes from the one before it.
		allocate(1, 250, Exclusive);
		assert_eq!(
			info(OP, 1).map(layers),
			Some(vec![layer(250, 7, None), layer(50, 7, Some(9)), layer(200, 8, Some(9))])
		);
	});
}

#[test]
fn a_pledge_taken_back_in_parts_cools_like_one() {
	with_ledger(|| {
		let set = |operator, thousandths: Balance| {
			let magnitude = thousandths * MILLI;
			assert_ok!(Restaking::allocate(signed(operator), 1, NATIVE, magnitude, Exclusive));
		};
		for operator in [OP, OPS[1]] {
			assert_ok!(Restaking::delegate(signed(ALICE), operator, NATIVE, 1_000));
			set(operator, 400);
		}
		at(10);
		for target in (0..40).rev() {
			set(OP, target * 10);
		}
		set(OPS[1], 0);
		assert_eq!(info(OP, 1), info(OPS[1], 1));
		at(10 + U - 1);
		assert_eq!(pledge(1), [0, 0, 400]);
		at(10 + U);
		assert_eq!(pledge(1), [0, 0, 0]);
	});
}

#[test]
fn announcing_and_replacing_does_not_free_a_cooling_layer() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 600, Exclusive);
		at(10);
		allocate(1, 0, Exclusive);
		for epoch in 11..10 + U {
			at(epoch);
			allocate(1, 400, Exclusive);
			assert_eq!(pledge(1)[2], 1_000);
			allocate(1, 0, Exclusive);
			assert_eq!(pledge(1), [0, 0, 600]);
			refuse(2, 400 * MILLI + 1, Exclusive, Error::ExceedsMagnitude);
		}
		at(10 + U);
		allocate(2, 1_000, Exclusive);
	});
}

#[test]
fn a_pledge_that_waits_for_a_slash_cools_longer() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 600, Exclusive);
		at(10);
		allocate(1, 0, Exclusive);
		at(10 + U - 1);
		open(1, 10);
		for epoch in [10 + U, 10 + 3 * U] {
			at(epoch);
			assert_eq!(pledge(1), [0, 0, 600]);
			refuse(2, 400 * MILLI + 1, Exclusive, Error::ExceedsMagnitude);
		}
		assert_ok!(Restaking::close(&offence(1, 10)));
		allocate(2, 1_000, Exclusive);
	});
}

// Constraints.

#[test]
fn exclusive_pledges_never_exceed_the_magnitude() {
	with_ledger(|| {
		refuse(1, FULL_MAGNITUDE + 1, Exclusive, Error::ExceedsMagnitude);
		refuse(1, Balance::MAX, Exclusive, Error::ExceedsMagnitude);
		allocate(1, 600, Exclusive);
		refuse(2, 400 * MILLI + 1, Exclusive, Error::ExceedsMagnitude);
		allocate(2, 400, Exclusive);
		refuse(3, 1, Exclusive, Error::ExceedsMagnitude);
	});
}

#[test]
fn pledging_the_same_stake_twice_by_two_announcements_is_refused() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 600, Exclusive);
		refuse(2, 600 * MILLI, Exclusive, Error::ExceedsMagnitude);
		next_epoch();
		refuse(2, 600 * MILLI, Exclusive, Error::ExceedsMagnitude);
		refuse(2, 600 * MILLI, Shared, Error::ExceedsCeiling);
	});
}

#[test]
fn a_shared_pledge_stays_within_what_exclusive_ones_leave() {
	with_ledger(|| {
		refuse(2, FULL_MAGNITUDE + 1, Shared, Error::ExceedsCeiling);
		refuse(2, Balance::MAX, Shared, Error::ExceedsCeiling);
		allocate(1, 600, Exclusive);
		refuse(2, 400 * MILLI + 1, Shared, Error::ExceedsCeiling);
		allocate(2, 400, Shared);
		allocate(3, 400, Shared);
	});
}

#[test]
fn shared_pledges_stay_within_the_leverage_of_what_exclusive_ones_leave() {
	with_ledger(|| {
		allocate(1, 600, Exclusive);
		for service in [2, 3] {
			allocate(service, 400, Shared);
		}
		allocate(4, 399, Shared);
		refuse(5, MILLI + 1, Shared, Error::ExceedsLeverage);
		allocate(5, 1, Shared);
		refuse(5, MILLI + 1, Shared, Error::ExceedsLeverage);
	});
}

#[test]
fn nobody_shelters_stake_from_one_shared_claim() {
	with_ledger(|| {
		allocate(1, 600, Shared);
		refuse(2, 400 * MILLI + 1, Exclusive, Error::WouldShelterStake);
		allocate(2, 400, Exclusive);
	});
}

#[test]
fn nobody_shelters_stake_from_two_shared_claims() {
	with_ledger(|| {
		allocate(1, 300, Shared);
		allocate(2, 300, Shared);
		// 300 would be covered by either claim alone, and 700 by their greatest.
		refuse(3, 400 * MILLI + 1, Exclusive, Error::WouldShelterStake);
		allocate(3, 400, Exclusive);
		at(10);
		allocate(1, 0, Shared);
		at(10 + U - 1);
		// The claim cools: it can still be made.
		refuse(3, 400 * MILLI + 1, Exclusive, Error::WouldShelterStake);
		at(10 + U);
		refuse(3, 700 * MILLI + 1, Exclusive, Error::WouldShelterStake);
		allocate(3, 700, Exclusive);
	});
}

#[test]
fn what_a_slash_leaves_too_much_of_is_tolerated_and_only_increases_are_refused() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 600, Exclusive);
		allocate(2, 400, Shared);
		allocate(3, 400, Shared);
		at(8);
		assert_eq!(sum(&slash(2, 8, 100)), 400);
		at(9);
		// The shared claim lost its ceiling, the exclusive one nothing.
		assert_eq!([stake(1, 9), stake(2, 9), stake(3, 9)], [600, 0, 0]);
		refuse(1, 600 * MILLI + 1, Exclusive, Error::ExceedsMagnitude);
		refuse(3, 400 * MILLI + 1, Shared, Error::ExceedsCeiling);
		refuse(4, 1, Shared, Error::ExceedsCeiling);
		allocate(3, 100, Shared);
		assert_eq!(pledge(3), [100, 400, 400]);
	});
}

#[test]
fn a_lower_leverage_is_tolerated_and_only_increases_are_refused() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		for service in [1, 2, 3] {
			allocate(service, 800, Shared);
		}
		let less = AssetConfig { leverage: 2, ..config() };
		assert_ok!(Restaking::update_asset(RuntimeOrigin::root(), NATIVE, less));
		at(10);
		assert_eq!([stake(1, 10), stake(2, 10), stake(3, 10)], [800; 3]);
		refuse(1, 800 * MILLI + 1, Shared, Error::ExceedsLeverage);
		refuse(4, 1, Exclusive, Error::WouldShelterStake);
		allocate(1, 300, Shared);
		at(10 + U - 1);
		refuse(4, 1, Shared, Error::ExceedsLeverage);
		at(10 + U);
		allocate(4, 100, Shared);
	});
}

#[test]
fn the_kind_changes_only_when_no_layer_is_left() {
	with_ledger(|| {
		allocate(1, 300, Shared);
		for target in [0, 200 * MILLI, 300 * MILLI, 400 * MILLI] {
			refuse(1, target, Exclusive, Error::KindChanged);
		}
		at(10);
		allocate(1, 0, Shared);
		refuse(1, MILLI, Exclusive, Error::KindChanged);
		at(10 + U);
		// Free, but epoch 10 can still be asked for.
		refuse(1, MILLI, Exclusive, Error::KindChanged);
		at(10 + U + 1);
		allocate(1, 1, Exclusive);
	});
}

#[test]
fn a_pool_is_pledged_to_no_more_services_than_the_limit() {
	with_ledger(|| {
		for service in 1..=MAX_PLEDGES + 1 {
			joins(service);
		}
		for service in 1..=MAX_PLEDGES {
			allocate(service, 1, Exclusive);
		}
		refuse(MAX_PLEDGES + 1, MILLI, Exclusive, Error::TooManyServices);
		allocate(MAX_PLEDGES, 2, Exclusive);
		at(10);
		allocate(1, 0, Exclusive);
		at(10 + U);
		refuse(MAX_PLEDGES + 1, MILLI, Exclusive, Error::TooManyServices);
		at(10 + U + 1);
		allocate(MAX_PLEDGES + 1, 1, Exclusive);
		assert_eq!(info(OP, 1), None);
	});
}

#[test]
fn a_pledge_changes_no_more_often_than_answerable_epochs_can_tell() {
	with_ledger(|| {
		for change in 1..=MAX_LAYERS {
			allocate(1, (change * 100).into(), Exclusive);
			next_epoch();
		}
		// They count from 7, 8, 9 and 10.
		assert_eq!(now(), 9);
		refuse(1, 500 * MILLI, Exclusive, Error::TooManyChanges);
		at(10);
		// A part of a layer would be a fifth.
		refuse(1, 350 * MILLI, Exclusive, Error::TooManyChanges);
		at(8 + U - 1);
		refuse(1, 500 * MILLI, Exclusive, Error::TooManyChanges);
		// Nobody can ask for 7 any more: what counts from 7 and from 8 is one.
		at(8 + U);
		allocate(1, 500, Exclusive);
	});
}

#[test]
fn a_pledge_that_changed_often_can_always_be_taken_back_whole() {
	with_ledger(|| {
		for change in 1..=MAX_LAYERS {
			allocate(1, (change * 100).into(), Exclusive);
			next_epoch();
		}
		at(10);
		allocate(1, 0, Exclusive);
		assert_eq!(pledge(1), [0, 400, 400]);
		at(10 + U);
		assert_eq!(pledge(1), [0, 0, 0]);
	});
}

#[test]
fn an_operator_pledges_no_more_assets_to_a_service_than_the_limit() {
	with_ledger(|| {
		let mut assets = vec![NATIVE, STAKED_DOT];
		for id in 100..100 + MAX_ASSETS_PER_SERVICE - 1 {
			assert_ok!(Assets::force_create(RuntimeOrigin::root(), id, GOVERNANCE, true, 1));
			assert_ok!(Assets::mint_into(id, &TREASURY, 1));
			let asset = AssetId::WithId(id);
			assert_ok!(Restaking::register_asset(RuntimeOrigin::root(), asset.clone(), config()));
			assets.push(asset);
		}
		let last = assets.pop().expect("one too many");
		let set = |service, asset: &AssetId, magnitude| {
			Restaking::allocate(signed(OP), service, asset.clone(), magnitude, Exclusive)
		};
		for asset in &assets {
			assert_ok!(set(1, asset, MILLI));
		}
		assert_noop!(set(1, &last, MILLI), Error::<Test>::TooManyPledgedAssets);
		assert_ok!(set(2, &last, MILLI));
		// More of what is listed is fine, and what is taken back makes room.
		assert_ok!(set(1, &NATIVE, 2 * MILLI));
		assert_ok!(set(1, &STAKED_DOT, 0));
		assert_ok!(set(1, &last, MILLI));
	});
}

#[test]
fn only_members_pledge_more() {
	with_ledger(|| {
		refuse(99, MILLI, Exclusive, Error::NotMember);
		allocate(1, 300, Exclusive);
		end_membership(1, OP, START + 1);
		// The last epoch of the membership.
		allocate(1, 400, Exclusive);
		next_epoch();
		refuse(1, 500 * MILLI, Exclusive, Error::NotMember);
		assert_noop!(
			Restaking::allocate(signed(BOB), 1, NATIVE, MILLI, Exclusive),
			Error::<Test>::NotMember
		);
	});
}

#[test]
fn only_what_the_terms_take_is_pledged_and_anything_is_taken_back() {
	with_ledger(|| {
		allocate(3, 100, Exclusive);
		Refused::set(vec![
			(1, NATIVE, Exclusive, PledgeRefusal::AssetNotAccepted),
			(2, NATIVE, Exclusive, PledgeRefusal::KindNotAccepted),
			(3, NATIVE, Exclusive, PledgeRefusal::AssetNotAccepted),
		]);
		refuse(1, MILLI, Exclusive, Error::AssetNotInTerms);
		refuse(2, MILLI, Exclusive, Error::KindNotInTerms);
		allocate(2, 1, Shared);
		refuse(3, 200 * MILLI, Exclusive, Error::AssetNotInTerms);
		allocate(3, 50, Exclusive);
	});
}

#[test]
fn a_pool_of_an_unregistered_asset_is_not_pledged() {
	with_ledger(|| {
		assert_noop!(
			Restaking::allocate(signed(OP), 1, STAKED_KSM, MILLI, Exclusive),
			Error::<Test>::AssetNotRegistered
		);
	});
}

#[test]
fn a_pledge_is_an_act_of_the_operator() {
	with_ledger(|| {
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(Restaking::allocate(origin, 1, NATIVE, MILLI, Exclusive), BadOrigin);
		}
	});
}

#[test]
fn a_pool_whose_shares_are_diluted_is_pledged_no_further() {
	with_ledger(|| {
		delegate(ALICE, 600_000);
		delegate(BOB, 400_001);
		allocate(1, 300, Exclusive);
		lose(999_999);
		// 1,000,001 shares of 2 units are fine, of 1 unit they are not.
		allocate(1, 400, Exclusive);
		lose(1);
		refuse(1, 500 * MILLI, Exclusive, Error::PoolDiluted);
		refuse(2, MILLI, Exclusive, Error::PoolDiluted);
		allocate(1, 200, Exclusive);
	});
}

#[test]
fn a_pool_with_hardly_any_magnitude_is_pledged_no_further() {
	with_ledger(|| {
		delegate(ALICE, 500_000);
		delegate(BOB, 500_000);
		allocate(1, 1_000, Exclusive);
		at(7);
		open(1, 7);
		// All but half a millionth: 5·10¹¹ of the magnitude, and the last unit.
		let penalty = Perquintill::from_parts(999_999_500_000_000_000);
		let judgement = Judgement { penalty, ..judgement(0, 0) };
		assert_ok!(Restaking::execute(&offence(1, 7), &judgement, &nobody()));
		assert_eq!(Restaking::pool(&OP, &NATIVE).magnitude, 500_000_000_000);
		assert_eq!(part(), Part::new(1, 1_000_000).unwrap());
		refuse(1, 500_000_000_001, Exclusive, Error::PoolDiluted);
		refuse(2, 1, Exclusive, Error::PoolDiluted);
		allocate(1, 0, Exclusive);
	});
}

// Deposits.

#[test]
fn the_deposit_is_held_by_the_number_of_pledges_and_returned() {
	with_ledger(|| {
		allocate(1, 300, Exclusive);
		assert_eq!(held_for_pledges(OP), price());
		allocate(2, 300, Exclusive);
		assert_eq!(held_for_pledges(OP), 2 * price());
		allocate(2, 400, Exclusive);
		at(10);
		allocate(2, 0, Exclusive);
		assert_eq!(held_for_pledges(OP), 2 * price());
		// Free, but epoch 10 can still be asked for.
		at(10 + U);
		refuse(2, 0, Exclusive, Error::AllocationUnchanged);
		at(10 + U + 1);
		take_events();
		allocate(2, 0, Exclusive);
		assert_eq!(
			take_events(),
			vec![Event::AllocationRemoved { operator: OP, service: 2, asset: NATIVE }]
		);
		assert_eq!(held_for_pledges(OP), price());
		assert_eq!(wallet(OP, &NATIVE), WEALTH);
		refuse(2, 0, Exclusive, Error::AllocationUnchanged);
	});
}

#[test]
fn the_deposit_is_returned_also_if_nobody_told_of_the_end() {
	with_ledger(|| {
		allocate(1, 300, Exclusive);
		end_membership(1, OP, 10);
		at(9 + U);
		refuse(1, 0, Exclusive, Error::AllocationUnchanged);
		at(9 + U + 1);
		allocate(1, 0, Exclusive);
		assert_eq!(held_for_pledges(OP), 0);
		assert_eq!(info(OP, 1), None);
	});
}

#[test]
fn deposits_of_two_pools_are_held_side_by_side() {
	with_ledger(|| {
		let of_dots = |service, magnitude| {
			assert_ok!(Restaking::allocate(signed(OP), service, STAKED_DOT, magnitude, Shared));
		};
		allocate(1, 300, Exclusive);
		of_dots(1, MILLI);
		of_dots(2, MILLI);
		assert_eq!(held_for_pledges(OP), 3 * price());
		allocate(1, 0, Exclusive);
		assert_eq!(held_for_pledges(OP), 2 * price());
		of_dots(2, 0);
		of_dots(1, 0);
		assert_eq!(held_for_pledges(OP), 0);
		assert_eq!(AllocationDeposits::<Test>::iter().count(), 0);
	});
}

#[test]
fn an_operator_that_cannot_pay_the_deposit_pledges_nothing() {
	with_ledger(|| {
		let all_but = MINIMUM + price() - 1;
		assert_ok!(Balances::transfer_keep_alive(signed(OP), ALICE, WEALTH - all_but));
		assert_noop!(
			Restaking::allocate(signed(OP), 1, NATIVE, MILLI, Exclusive),
			TokenError::FundsUnavailable
		);
		assert_ok!(Balances::transfer_keep_alive(signed(ALICE), OP, 1));
		allocate(1, 1, Exclusive);
	});
}

#[test]
fn nobody_pays_in_order_to_pledge_less_although_the_price_rose() {
	with_ledger(|| {
		allocate(1, 300, Exclusive);
		allocate(2, 300, Exclusive);
		// And the operator has nothing to spare.
		price_was_one();
		let spare = wallet(OP, &NATIVE) - held_for_pledges(OP) - MINIMUM;
		assert_ok!(Balances::transfer_keep_alive(signed(OP), ALICE, spare));
		at(10);
		let increase = || Restaking::allocate(signed(OP), 1, NATIVE, 200 * MILLI, Exclusive);
		allocate(1, 100, Exclusive);
		allocate(2, 0, Exclusive);
		assert_eq!((pledge(1), pledge(2)), ([100, 300, 300], [0, 300, 300]));
		// An entry goes without a payment, too.
		at(10 + U + 1);
		allocate(2, 0, Exclusive);
		assert_eq!((info(OP, 2), held_for_pledges(OP)), (None, 1));
		// Who pledges more pays what it costs today.
		assert_noop!(increase(), TokenError::FundsUnavailable);
		assert_ok!(Balances::transfer_keep_alive(signed(ALICE), OP, price() - 2));
		assert_noop!(increase(), TokenError::FundsUnavailable);
		assert_ok!(Balances::transfer_keep_alive(signed(ALICE), OP, 1));
		assert_ok!(increase());
		assert_eq!(held_for_pledges(OP), price());
	});
}

#[test]
fn a_deposit_that_was_too_low_for_todays_price_is_returned_whole() {
	with_ledger(|| {
		allocate(1, 300, Exclusive);
		price_was_one();
		assert_eq!(held_for_pledges(OP), 1);
		allocate(1, 0, Exclusive);
		assert_eq!((held_for_pledges(OP), wallet(OP, &NATIVE)), (0, WEALTH));
		assert_eq!(AllocationDeposits::<Test>::iter().count(), 0);
	});
}

// The end of a membership.

#[test]
fn a_pledge_stops_with_the_membership_and_stays_liable() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(9);
		// This increase never counts.
		allocate(1, 600, Exclusive);
		at(10);
		take_events();
		leave(1, OP);
		assert_eq!(
			take_events(),
			vec![Event::AllocationDecreased {
				operator: OP,
				service: 1,
				asset: NATIVE,
				from: 600 * MILLI,
				to: 0,
				stops_after: 10,
			}]
		);
		assert_eq!((stake(1, 10), pledge(1)), (400, [0, 400, 400]));
		at(11);
		assert_eq!((stake(1, 11), pledge(1)), (0, [0, 0, 400]));
		at(12);
		undelegate(ALICE, 100);
		assert_eq!(exits(ALICE), vec![(10 + U, 100)]);
		at(10 + U - 1);
		refuse(2, 600 * MILLI + 1, Exclusive, Error::ExceedsMagnitude);
		// What left since answers as well.
		assert_eq!(sum(&slash(1, 10, 100)), 400);
		at(10 + U);
		allocate(2, 600, Exclusive);
	});
}

#[test]
fn all_pools_stop_with_the_membership() {
	with_ledger(|| {
		assert_ok!(Restaking::delegate(signed(ALICE), OP, STAKED_DOT, 1_000));
		assert_ok!(Restaking::allocate(signed(OP), 1, STAKED_DOT, 500 * MILLI, Shared));
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		allocate(2, 100, Exclusive);
		at(10);
		leave(1, OP);
		at(11);
		assert_eq!(Restaking::stake(&OP, 1, 11), vec![]);
		let dots = Restaking::pool(&OP, &STAKED_DOT).allocations;
		assert_eq!((dots[0].target, dots[0].counting), (0, 0));
		assert_eq!(pledge(1), [0, 0, 400]);
		assert_eq!(pledge(2), [100, 100, 100]);
	});
}

#[test]
fn an_end_that_nobody_told_of_is_noticed_by_whoever_leaves() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		end_membership(1, OP, 10);
		at(9);
		// The last epoch that counts.
		undelegate(ALICE, 100);
		assert_eq!(exits(ALICE), vec![(9 + U, 100)]);
		assert_eq!(pledge(1), [400, 400, 400]);
		at(12);
		take_events();
		undelegate(ALICE, 200);
		let stopped = Event::AllocationDecreased {
			operator: OP,
			service: 1,
			asset: NATIVE,
			from: 400 * MILLI,
			to: 0,
			stops_after: 9,
		};
		assert_eq!(take_events()[0], stopped);
		assert_eq!(exits(ALICE), vec![(9 + U, 100), (9 + U, 200)]);
		assert_eq!(pledge(1), [0, 0, 400]);
	});
}

#[test]
fn an_end_that_nobody_told_of_is_noticed_by_the_next_pledge() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		end_membership(1, OP, 10);
		at(9 + U - 1);
		refuse(2, 600 * MILLI + 1, Exclusive, Error::ExceedsMagnitude);
		at(9 + U);
		allocate(2, 1_000, Exclusive);
		assert_eq!(pledge(1), [0, 0, 0]);
		assert_eq!(stake(1, 9), 400);
	});
}

#[test]
fn who_joins_again_starts_with_nothing_pledged() {
	with_ledger(|| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(10);
		leave(1, OP);
		at(12);
		joins(1);
		assert_eq!((stake(1, 12), pledge(1)), (0, [0, 0, 400]));
		allocate(1, 500, Exclusive);
		assert_eq!(pledge(1), [500, 0, 900]);
		at(14);
		assert_eq!(stake(1, 14), 500);
	});
}

#[test]
fn what_an_operator_announces_is_avoided_by_whoever_leaves_within_the_notice() {
	with_ledger(|| {
		delegate(ALICE, 500);
		delegate(BOB, 500);
		delegate(CHARLIE, 500);
		allocate(1, 1_000, Exclusive);
		at(START + NOTICE - 1);
		undelegate(ALICE, None);
		assert_eq!(exits(ALICE), vec![(START + NOTICE, 500)]);
		at(START + NOTICE);
		// One epoch late: this one answers.
		undelegate(BOB, None);
		assert_eq!(exits(BOB), vec![(START + NOTICE + U, 500)]);
		let taken = slash(1, START + NOTICE, 100);
		assert_eq!((taken[0].from_active, taken[0].from_exits), (500, 500));
		withdraw(ALICE);
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH);
		assert_eq!((value(CHARLIE), exits(BOB)), (0, vec![(START + NOTICE + U, 0)]));
	});
}

#[test]
fn weight_is_paid_for_the_services_of_the_pool() {
	use frame_support::dispatch::GetDispatchInfo;
	use frame_support::weights::Weight;
	use palisade_primitives::{ConsensusGuard, CONSENSUS_SERVICE};
	with_ledger(|| {
		let declared = |service| {
			let (magnitude, kind) = (MILLI, Exclusive);
			let call = Call::<Test>::allocate { service, asset: NATIVE, magnitude, kind };
			call.get_dispatch_info().call_weight
		};
		let weight = <Test as Config>::WeightInfo::allocate;
		assert_eq!(declared(1), weight(MAX_PLEDGES));
		let guard = <Test as Config>::Consensus::release_weight(CONSENSUS_SERVICE);
		assert!(guard.any_gt(Weight::zero()));
		assert_eq!(declared(CONSENSUS_SERVICE), weight(MAX_PLEDGES).saturating_add(guard));
		for service in 1..=3 {
			let post = Restaking::allocate(signed(OP), service, NATIVE, MILLI, Exclusive);
			assert_eq!(post.unwrap().actual_weight, Some(weight(service - 1)));
		}
	});
}
