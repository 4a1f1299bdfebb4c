//! What is pledged to service 0, the chain's own consensus: whom it cannot spare, and what counts from genesis on.

use super::*;
use palisade_primitives::{OnMembershipEnd, CONSENSUS_SERVICE};

/// A thousandth of a fresh pool's magnitude.
const MILLI: Balance = FULL_MAGNITUDE / 1_000;

/// Another operator than [`OP`].
const OTHER: AccountId = OPS[1];

fn set(operator: AccountId, service: ServiceId, thousandths: Balance) -> Result<(), DispatchError> {
	let magnitude = thousandths * MILLI;
	let set = Restaking::allocate(signed(operator), service, NATIVE, magnitude, Exclusive);
	set.map(|_| ()).map_err(|error| error.error)
}

/// All operators are members of service 0.
fn join_all() {
	for operator in OPS {
		Members::mutate(|members| members.insert((CONSENSUS_SERVICE, operator), (0, None)));
	}
}

/// What is pledged to `service`, cooling not included, in thousandths.
fn target(service: ServiceId) -> Balance {
	let pool = Restaking::pool(&OP, &NATIVE);
	let pledge = pool.allocations.into_iter().find(|pledge| pledge.service == service);
	pledge.map_or(0, |pledge| pledge.target / MILLI)
}

mod sparing {
	use super::*;

	/// [`OP`] pledged 400 thousandths to service 0, which cannot spare it, and as much to service 1. It counts.
	fn needed() {
		join_all();
		delegate(ALICE, 1_000);
		allocate(CONSENSUS_SERVICE, 400, Exclusive);
		allocate(1, 400, Exclusive);
		at(START + NOTICE);
		NotSpared::set(vec![OP]);
	}

	#[test]
	fn who_cannot_be_spared_pledges_no_less() {
		with_ledger(|| {
			needed();
			for less in [399, 1, 0] {
				assert_noop!(set(OP, CONSENSUS_SERVICE, less), Error::<Test>::TooFewValidators);
			}
			NotSpared::set(vec![OTHER]);
			assert_ok!(set(OP, CONSENSUS_SERVICE, 399));
			assert_eq!(target(CONSENSUS_SERVICE), 399);
		});
	}

	#[test]
	fn who_cannot_be_spared_pledges_more() {
		with_ledger(|| {
			needed();
			assert_ok!(set(OP, CONSENSUS_SERVICE, 500));
			assert_eq!(target(CONSENSUS_SERVICE), 500);
			// What was announced is not taken back either.
			assert_noop!(set(OP, CONSENSUS_SERVICE, 450), Error::<Test>::TooFewValidators);
			// As ever.
			assert_noop!(set(OP, CONSENSUS_SERVICE, 500), Error::<Test>::AllocationUnchanged);
		});
	}

	#[test]
	fn to_other_services_it_pledges_what_it_likes() {
		with_ledger(|| {
			needed();
			for thousandths in [500, 300, 0] {
				assert_ok!(set(OP, 1, thousandths));
			}
			assert_eq!((target(1), target(CONSENSUS_SERVICE)), (0, 400));
		});
	}

	#[test]
	fn others_pledge_what_they_like() {
		with_ledger(|| {
			needed();
			assert_ok!(set(OTHER, CONSENSUS_SERVICE, 500));
			assert_ok!(set(OTHER, CONSENSUS_SERVICE, 100));
		});
	}

	#[test]
	fn in_each_pool_it_pledges_no_less() {
		with_ledger(|| {
			needed();
			let dot = |thousandths: Balance| {
				let magnitude = thousandths * MILLI;
				Restaking::allocate(signed(OP), CONSENSUS_SERVICE, STAKED_DOT, magnitude, Shared)
			};
			assert_ok!(dot(700));
			assert_noop!(dot(600), Error::<Test>::TooFewValidators);
		});
	}

	#[test]
	fn exits_are_never_refused() {
		with_ledger(|| {
			needed();
			undelegate(ALICE, None);
			at(START + NOTICE + U);
			withdraw(ALICE);
			assert_eq!(wallet(ALICE, &NATIVE), WEALTH);
		});
	}

	#[test]
	fn a_membership_that_ends_frees_whoever_has_to_stay() {
		with_ledger(|| {
			needed();
			let now = now();
			// Say because its record ended before it was planned.
			end_membership(CONSENSUS_SERVICE, OP, now + 1);
			Restaking::on_membership_end(CONSENSUS_SERVICE, &OP, now + 1);
			assert_eq!(target(CONSENSUS_SERVICE), 0);
			// And gets the deposit back when all is over.
			at(now + U + 1);
			assert_ok!(set(OP, CONSENSUS_SERVICE, 0));
			assert!(PledgedAssets::<Test>::get(OP, CONSENSUS_SERVICE).is_empty());
		});
	}
}

mod genesis {
	use super::*;

	fn pledge_at_genesis(asset: &AssetId, thousandths: Balance, kind: StakeKind) {
		let magnitude = thousandths * MILLI;
		assert_ok!(Restaking::allocate_at_genesis(&OP, CONSENSUS_SERVICE, asset, magnitude, kind));
	}

	/// It is epoch 0. ALICE put 1,000 units behind [`OP`], of which service 0 has 600.
	fn founded() {
		at(0);
		join_all();
		delegate(ALICE, 1_000);
		pledge_at_genesis(&NATIVE, 600, Exclusive);
	}

	#[test]
	fn what_is_pledged_at_genesis_counts_at_once() {
		with_ledger(|| {
			founded();
			for epoch in 0..U + 3 {
				at(epoch);
				let answerable = epoch.saturating_sub(U)..=epoch;
				assert!(answerable.into_iter().all(|of| stake(CONSENSUS_SERVICE, of) == 600));
			}
		});
	}

	#[test]
	fn it_is_told_and_paid_for_like_any_pledge() {
		with_ledger(|| {
			at(0);
			join_all();
			delegate(ALICE, 1_000);
			take_events();
			pledge_at_genesis(&NATIVE, 600, Exclusive);
			assert_eq!(
				take_events(),
				vec![Event::AllocationIncreased {
					operator: OP,
					service: CONSENSUS_SERVICE,
					asset: NATIVE,
					kind: Exclusive,
					from: 0,
					to: 600 * MILLI,
					counts_from: 0,
				}]
			);
			assert!(held_for_pledges(OP) > 0);
		});
	}

	#[test]
	fn whoever_cannot_pledge_does_not_at_genesis_either() {
		with_ledger(|| {
			at(0);
			let pledge = |magnitude| {
				let kind = Exclusive;
				Restaking::allocate_at_genesis(&OP, CONSENSUS_SERVICE, &NATIVE, magnitude, kind)
			};
			assert_noop!(pledge(1), Error::<Test>::NotMember);
			join_all();
			assert_noop!(pledge(FULL_MAGNITUDE + 1), Error::<Test>::ExceedsMagnitude);
			assert_noop!(pledge(0), Error::<Test>::AllocationUnchanged);
		});
	}

	#[test]
	fn delegations_in_the_first_epoch_count_from_the_next_one_on() {
		with_ledger(|| {
			founded();
			delegate(BOB, 500);
			delegate(BOB, 500);
			assert_eq!(stake(CONSENSUS_SERVICE, 0), 600);
			at(1);
			assert_eq!([0, 1].map(|epoch| stake(CONSENSUS_SERVICE, epoch)), [600, 1_200]);
		});
	}

	#[test]
	fn exits_in_the_first_epoch_count_until_its_end() {
		with_ledger(|| {
			founded();
			undelegate(ALICE, 500);
			// Liable as any stake that counted: until U epochs later.
			assert_eq!((stake(CONSENSUS_SERVICE, 0), exits(ALICE)), (600, vec![(U, 500)]));
			at(1);
			assert_eq!([0, 1].map(|epoch| stake(CONSENSUS_SERVICE, epoch)), [600, 300]);
			// Half of what is left, and half of what left.
			slash(CONSENSUS_SERVICE, 0, 50);
			assert_eq!((value(ALICE), exits(ALICE)), (350, vec![(U, 350)]));
		});
	}

	#[test]
	fn pledges_are_changed_in_the_first_epoch_as_in_any() {
		with_ledger(|| {
			founded();
			assert_ok!(set(OP, CONSENSUS_SERVICE, 200));
			assert_eq!(stake(CONSENSUS_SERVICE, 0), 600);
			assert_ok!(set(OP, CONSENSUS_SERVICE, 300));
			assert_ok!(set(OP, 1, 100));
			assert_eq!(stake(CONSENSUS_SERVICE, 0), 600);
			for epoch in 1..=NOTICE {
				at(epoch);
			}
			let of = |service| [0, 1, 2].map(|epoch| stake(service, epoch));
			assert_eq!((of(CONSENSUS_SERVICE), of(1)), ([600, 200, 300], [0, 0, 100]));
		});
	}

	#[test]
	fn a_slash_of_the_first_epoch_takes_what_counted_then() {
		with_ledger(|| {
			founded();
			delegate(BOB, 1_000);
			at(1);
			let taken = sum(&slash(CONSENSUS_SERVICE, 0, 50));
			// A half of 600, borne by all who are there.
			assert_eq!((taken, value(ALICE), value(BOB)), (300, 850, 850));
		});
	}

	#[test]
	fn each_pool_counts_by_itself() {
		with_ledger(|| {
			founded();
			assert_ok!(Restaking::delegate(signed(ALICE), OP, STAKED_DOT, 1_000));
			pledge_at_genesis(&STAKED_DOT, 500, Shared);
			delegate(BOB, 1_000);
			assert_ok!(Restaking::delegate(signed(BOB), OP, STAKED_DOT, 1_000));
			let amounts = |epoch| {
				let stake = Restaking::stake(&OP, CONSENSUS_SERVICE, epoch).into_iter();
				stake.map(|stake| stake.amount).collect::<Vec<_>>()
			};
			assert_eq!(amounts(0), [600, 500]);
			at(1);
			assert_eq!((amounts(0), amounts(1)), (vec![600, 500], vec![1_200, 1_000]));
		});
	}

	#[test]
	fn a_pool_is_pledged_to_several_services_at_genesis() {
		with_ledger(|| {
			founded();
			let magnitude = 300 * MILLI;
			assert_ok!(Restaking::allocate_at_genesis(&OP, 1, &NATIVE, magnitude, Exclusive));
			assert_eq!([0, 1].map(|service| stake(service, 0)), [600, 300]);
			delegate(BOB, 1_000);
			assert_eq!([0, 1].map(|service| stake(service, 0)), [600, 300]);
			at(1);
			assert_eq!([0, 1].map(|service| stake(service, 0)), [600, 300]);
			assert_eq!([0, 1].map(|service| stake(service, 1)), [1_200, 600]);
		});
	}
}
