//! When a pledge counts, what it encumbers, what is refused, and what a slash draws from it.

use super::*;
use std::collections::BTreeMap;
use StakeKind::{Exclusive, Shared};

/// N.
const NOTICE: Epoch = 2;

/// U.
const UNBONDING: Epoch = 6;

fn cooling(now: Epoch, oldest_waiting: Option<Epoch>) -> Cooling {
	Cooling { now, unbonding: Unbonding::constant(UNBONDING), oldest_waiting }
}

fn layer(amount: u128, counts_from: Epoch, stopped_after: impl Into<Option<Epoch>>) -> Layer {
	Layer { amount, counts_from, stopped_after: stopped_after.into() }
}

/// What is pledged of a magnitude of 100 at leverage 2, in an epoch.
#[derive(Clone)]
struct Pool {
	pledged: Pledged,
	now: Epoch,
	waiting: Option<Epoch>,
	leverage: u32,
}

impl Pool {
	/// In epoch 0.
	fn new() -> Self {
		let pledged = Pledged { magnitude: 100, ..Default::default() };
		Self { pledged, now: 0, waiting: None, leverage: 2 }
	}

	/// Moves to epoch `now`.
	fn at(&mut self, now: Epoch) -> &mut Self {
		self.now = now;
		self
	}

	/// From now on the oldest slash that waits is charged to `epoch`.
	fn waits_for(&mut self, epoch: impl Into<Option<Epoch>>) -> &mut Self {
		self.waiting = epoch.into();
		self
	}

	fn cooling(&self) -> Cooling {
		cooling(self.now, self.waiting)
	}

	fn set(
		&mut self,
		service: ServiceId,
		kind: StakeKind,
		target: u128,
	) -> Result<u128, PledgeError> {
		let counts_from = self.now + NOTICE;
		let change = PledgeChange { service, kind, target, counts_from, leverage: self.leverage };
		let before = self.pledged.clone();
		let result = self.pledged.set(&change, &self.cooling());
		assert!(result.is_ok() || self.pledged == before, "a refused change changes nothing");
		result
	}

	fn exclusive(&mut self, service: ServiceId, target: u128) -> Result<u128, PledgeError> {
		self.set(service, Exclusive, target)
	}

	fn shared(&mut self, service: ServiceId, target: u128) -> Result<u128, PledgeError> {
		self.set(service, Shared, target)
	}

	fn forget(&mut self) -> &mut Self {
		let cooling = self.cooling();
		self.pledged.pledges.forget(&cooling);
		self
	}

	/// The layers of `service`, oldest first, of these the soonest stopped first.
	fn layers(&self, service: ServiceId) -> Vec<Layer> {
		sorted(&self.pledged.pledges, service)
	}

	fn counted_at(&self, service: ServiceId, epoch: Epoch) -> u128 {
		self.pledged.pledges.get(service).unwrap().counted_at(epoch)
	}

	fn encumbering(&self, service: ServiceId) -> u128 {
		self.pledged.pledges.get(service).unwrap().encumbering(&self.cooling())
	}

	fn target(&self, service: ServiceId) -> u128 {
		self.pledged.pledges.get(service).unwrap().target()
	}

	fn room(&self, service: ServiceId, kind: StakeKind, charged: Epoch) -> u128 {
		self.pledged.room(service, kind, charged, &self.cooling())
	}

	fn draw(&mut self, service: ServiceId, amount: u128, charged: Epoch) -> u128 {
		self.pledged.draw(service, amount, charged, self.now)
	}

	fn base(&self, service: ServiceId, balance: u128) -> Option<Base> {
		let part = Part::new(balance, balance).unwrap();
		self.pledged.base(service, &part, &self.cooling())
	}
}

fn sorted(pledges: &Pledges, service: ServiceId) -> Vec<Layer> {
	let mut layers = pledges.get(service).expect("it is pledged").layers.to_vec();
	layers.sort_by_key(|layer| {
		(layer.counts_from, layer.stopped_after.unwrap_or(Epoch::MAX), layer.amount)
	});
	layers
}

mod counting {
	use super::*;

	#[test]
	fn an_increase_counts_after_the_notice_and_encumbers_at_once() {
		let mut pool = Pool::new();
		assert_eq!(pool.at(10).exclusive(1, 40), Ok(0));
		assert_eq!([9, 10, 11, 12, 13].map(|e| pool.counted_at(1, e)), [0, 0, 0, 40, 40]);
		assert_eq!((pool.target(1), pool.encumbering(1)), (40, 40));
		assert_eq!(pool.layers(1), [layer(40, 12, None)]);
	}

	#[test]
	fn what_counts_goes_on_counting_while_more_is_announced() {
		let mut pool = Pool::new();
		pool.at(10).exclusive(1, 40).unwrap();
		assert_eq!(pool.at(20).exclusive(1, 70), Ok(40));
		assert_eq!([19, 20, 21, 22].map(|e| pool.counted_at(1, e)), [40, 40, 40, 70]);
		assert_eq!((pool.target(1), pool.encumbering(1)), (70, 70));
		assert_eq!(pool.layers(1), [layer(40, 12, None), layer(30, 22, None)]);
	}

	#[test]
	fn a_decrease_counts_through_its_epoch() {
		let mut pool = Pool::new();
		pool.at(10).exclusive(1, 40).unwrap();
		assert_eq!(pool.at(20).exclusive(1, 25), Ok(40));
		assert_eq!([19, 20, 21, 22].map(|e| pool.counted_at(1, e)), [40, 40, 25, 25]);
		assert_eq!(pool.layers(1), [layer(15, 12, 20), layer(25, 12, None)]);
		assert_eq!((pool.target(1), pool.encumbering(1)), (25, 40));
	}

	#[test]
	fn a_stopped_layer_cools_until_nobody_can_accuse_it() {
		let mut pool = Pool::new();
		pool.at(10).exclusive(1, 40).unwrap();
		pool.at(20).exclusive(1, 25).unwrap();
		assert_eq!([20, 21, 25, 26, 27].map(|e| pool.at(e).encumbering(1)), [40, 40, 40, 25, 25]);
	}

	#[test]
	fn it_cools_while_a_slash_waits_that_it_answers_to() {
		let mut pool = Pool::new();
		pool.at(10).exclusive(1, 40).unwrap();
		pool.at(20).exclusive(1, 25).unwrap();
		for charged in [0, 19, 20] {
			pool.waits_for(charged);
			assert_eq!([25, 26, 99].map(|e| pool.at(e).encumbering(1)), [40, 40, 40], "{charged}");
		}
	}

	#[test]
	fn it_does_not_cool_longer_for_a_slash_charged_later() {
		let mut pool = Pool::new();
		pool.at(10).exclusive(1, 40).unwrap();
		pool.at(20).exclusive(1, 25).unwrap();
		pool.waits_for(21);
		assert_eq!([25, 26, 99].map(|e| pool.at(e).encumbering(1)), [40, 25, 25]);
	}

	#[test]
	fn of_stake_that_left_nothing_becomes_free() {
		assert!([0, 1, 5, Epoch::MAX - 1, Epoch::MAX].iter().all(|e| Cooling::NEVER.holds(*e)));
	}

	#[test]
	fn the_unbonding_epochs_end_with_the_last_epoch_there_is() {
		let late = cooling(Epoch::MAX - 1, None);
		assert!(late.holds(Epoch::MAX - 1) && late.holds(Epoch::MAX - UNBONDING));
		assert!(!late.holds(Epoch::MAX - 1 - UNBONDING));
	}
}

mod decreasing {
	use super::*;

	#[test]
	fn an_announced_layer_taken_back_is_free_at_once() {
		let mut pool = Pool::new();
		pool.at(10).exclusive(1, 40).unwrap();
		assert_eq!(pool.at(11).exclusive(1, 0), Ok(40));
		assert_eq!(pool.layers(1), []);
		assert_eq!(pool.encumbering(1), 0);
		// All of it can be pledged to another service in the same epoch.
		assert_eq!(pool.exclusive(2, 100), Ok(0));
	}

	#[test]
	fn in_the_epoch_in_which_it_starts_to_count_it_cools() {
		let mut pool = Pool::new();
		pool.at(10).exclusive(1, 40).unwrap();
		pool.at(12).exclusive(1, 0).unwrap();
		assert_eq!(pool.layers(1), [layer(40, 12, 12)]);
		assert_eq!([11, 12, 13].map(|e| pool.counted_at(1, e)), [0, 40, 0]);
		assert_eq!([17, 18].map(|e| pool.at(e).encumbering(1)), [40, 0]);
	}

	#[test]
	fn the_youngest_announcement_goes_first() {
		let mut pool = Pool::new();
		pool.at(10).exclusive(1, 10).unwrap();
		pool.at(20).exclusive(1, 30).unwrap();
		pool.at(21).exclusive(1, 60).unwrap();
		// All of the 30 from epoch 23, and 5 of the 20 from epoch 22.
		pool.exclusive(1, 25).unwrap();
		assert_eq!(pool.layers(1), [layer(10, 12, None), layer(15, 22, None)]);
		assert_eq!(pool.encumbering(1), 25);
	}

	#[test]
	fn what_counts_stops_after_all_announcements_are_gone_and_youngest_first() {
		let mut pool = Pool::new();
		pool.at(10).exclusive(1, 10).unwrap();
		pool.at(13).exclusive(1, 30).unwrap();
		pool.at(20).exclusive(1, 35).unwrap();
		// The announced 5 and the 20 from epoch 15 suffice but for 4.
		assert_eq!(pool.exclusive(1, 6), Ok(35));
		assert_eq!(pool.layers(1), [layer(4, 12, 20), layer(6, 12, None), layer(20, 15, 20)]);
		assert_eq!((pool.target(1), pool.encumbering(1)), (6, 30));
		assert_eq!([20, 21, 22].map(|e| pool.counted_at(1, e)), [30, 6, 6]);
	}

	#[test]
	fn where_the_announcement_suffices_nothing_stops() {
		let mut pool = Pool::new();
		pool.at(10).exclusive(1, 10).unwrap();
		pool.at(20).exclusive(1, 35).unwrap();
		pool.exclusive(1, 10).unwrap();
		assert_eq!(pool.layers(1), [layer(10, 12, None)]);
	}

	#[test]
	fn what_cools_already_goes_on_cooling_as_it_did() {
		let mut pool = Pool::new();
		pool.at(10).exclusive(1, 40).unwrap();
		pool.at(20).exclusive(1, 25).unwrap();
		pool.at(22).exclusive(1, 0).unwrap();
		assert_eq!(pool.layers(1), [layer(15, 12, 20), layer(25, 12, 22)]);
		assert_eq!([25, 26, 27, 28].map(|e| pool.at(e).encumbering(1)), [40, 25, 25, 0]);
	}
}

mod merging {
	use super::*;

	#[test]
	fn increases_of_one_epoch_are_one_layer() {
		let mut pool = Pool::new();
		for target in 1..=10 {
			pool.at(10).exclusive(1, target).unwrap();
		}
		assert_eq!(pool.layers(1), [layer(10, 12, None)]);
	}

	#[test]
	fn decreases_of_one_epoch_from_one_layer_are_one_layer() {
		let mut pool = Pool::new();
		pool.at(10).exclusive(1, 40).unwrap();
		for target in (30..40).rev() {
			pool.at(20).exclusive(1, target).unwrap();
		}
		assert_eq!(pool.layers(1), [layer(10, 12, 20), layer(30, 12, None)]);
	}

	/// Four layers that count from epochs 2, 3, 4 and 5.
	fn full() -> Pool {
		let mut pool = Pool::new();
		for now in 0..4 {
			pool.at(now).exclusive(1, 10 * (u128::from(now) + 1)).unwrap();
		}
		pool
	}

	#[test]
	fn a_fifth_layer_is_refused_while_an_epoch_can_tell_them_apart() {
		// Epoch 2 can be asked for until epoch 8.
		for now in [4, 8] {
			assert_eq!(full().at(now).exclusive(1, 50), Err(PledgeError::TooManyChanges));
		}
		let mut pool = full();
		assert_eq!(pool.at(9).exclusive(1, 50), Ok(40));
		let two = [layer(20, 3, None), layer(10, 4, None)];
		assert_eq!(pool.layers(1), [two[0], two[1], layer(10, 5, None), layer(10, 11, None)]);
		let answerable = [3, 4, 5, 9, 10, 11];
		assert_eq!(answerable.map(|e| pool.counted_at(1, e)), [20, 30, 40, 40, 40, 50]);
	}

	#[test]
	fn a_waiting_slash_can_tell_them_apart() {
		let mut pool = full();
		pool.at(9).waits_for(2);
		assert_eq!(pool.exclusive(1, 50), Err(PledgeError::TooManyChanges));
		assert_eq!(pool.at(99).exclusive(1, 50), Err(PledgeError::TooManyChanges));
		// Its room is what counted then.
		assert_eq!(pool.room(1, Exclusive, 2), 10);
		assert_eq!(pool.at(9).waits_for(3).exclusive(1, 50), Ok(40));
	}

	#[test]
	fn a_slash_that_waits_for_a_later_epoch_does_not_help() {
		// Epoch 2 can still be asked for.
		let mut pool = full();
		let refused = pool.at(8).waits_for(5).exclusive(1, 50);
		assert_eq!(refused, Err(PledgeError::TooManyChanges));
	}

	#[test]
	fn a_decrease_that_would_split_a_fifth_layer_off_is_refused() {
		let mut pool = full();
		assert_eq!(pool.at(6).exclusive(1, 35), Err(PledgeError::TooManyChanges));
		// Whole layers can stop.
		assert_eq!(pool.exclusive(1, 30), Ok(40));
		let counting = [layer(10, 2, None), layer(10, 3, None), layer(10, 4, None)];
		assert_eq!(pool.layers(1), [counting[0], counting[1], counting[2], layer(10, 5, 6)]);
	}

	#[test]
	fn a_decrease_to_nothing_is_never_refused() {
		let mut pool = full();
		assert_eq!(pool.at(6).exclusive(1, 0), Ok(40));
		assert_eq!((pool.layers(1).len(), pool.target(1), pool.encumbering(1)), (4, 0, 40));
	}

	#[test]
	fn layers_that_stop_together_merge_once_nobody_can_ask_when_they_started() {
		for (now, merged) in [(8, 2), (9, 1)] {
			let mut pool = Pool::new();
			pool.at(0).exclusive(1, 10).unwrap();
			pool.at(1).exclusive(1, 20).unwrap();
			pool.at(now).exclusive(1, 0).unwrap();
			assert_eq!(pool.layers(1).len(), merged, "{now}");
			assert_eq!([now - 6, now, now + 1].map(|e| pool.counted_at(1, e))[1..], [20, 0]);
		}
	}

	#[test]
	fn layers_that_stopped_in_different_epochs_never_merge() {
		let mut pool = Pool::new();
		pool.at(10).exclusive(1, 40).unwrap();
		pool.at(20).exclusive(1, 30).unwrap();
		pool.at(21).exclusive(1, 20).unwrap();
		pool.at(26).waits_for(20).exclusive(1, 15).unwrap();
		let stopped = [layer(10, 12, 20), layer(10, 12, 21), layer(5, 12, 26)];
		assert_eq!(pool.layers(1), [stopped[0], stopped[1], stopped[2], layer(15, 12, None)]);
	}
}

mod kinds {
	use super::*;

	#[test]
	fn the_kind_cannot_change_while_it_is_announced_or_counts() {
		let mut pool = Pool::new();
		pool.at(10).exclusive(1, 40).unwrap();
		for now in [10, 11, 12, 13] {
			for target in [0, 10, 40, 50] {
				assert_eq!(pool.at(now).shared(1, target), Err(PledgeError::KindChanged));
			}
		}
	}

	#[test]
	fn the_kind_can_change_once_what_cooled_is_forgotten() {
		let mut pool = Pool::new();
		pool.at(10).shared(1, 40).unwrap();
		pool.at(20).shared(1, 0).unwrap();
		// It is free in epoch 26, but epoch 20 can be asked for until then.
		for now in [20, 25, 26] {
			assert_eq!(pool.at(now).forget().exclusive(1, 10), Err(PledgeError::KindChanged));
		}
		assert_eq!(pool.at(27).forget().exclusive(1, 10), Ok(0));
		assert_eq!(pool.pledged.pledges.get(1).unwrap().kind, Exclusive);
	}

	#[test]
	fn the_kind_can_change_when_all_announcements_are_taken_back() {
		let mut pool = Pool::new();
		pool.at(10).shared(1, 40).unwrap();
		pool.shared(1, 0).unwrap();
		assert_eq!(pool.exclusive(1, 40), Ok(0));
		assert_eq!(pool.exclusive(2, 60), Ok(0));
	}
}

mod constraints {
	use super::*;

	#[test]
	fn what_is_set_already_is_refused() {
		let mut pool = Pool::new();
		assert_eq!(pool.exclusive(1, 0), Err(PledgeError::Unchanged));
		assert!(pool.pledged.pledges.is_empty());
		pool.exclusive(1, 40).unwrap();
		assert_eq!(pool.exclusive(1, 40), Err(PledgeError::Unchanged));
		pool.exclusive(1, 0).unwrap();
		assert_eq!(pool.exclusive(1, 0), Err(PledgeError::Unchanged));
	}

	#[test]
	fn sixteen_services_are_the_most() {
		let mut pool = Pool::new();
		for service in (0..16).rev() {
			assert_eq!(pool.exclusive(service, 1), Ok(0));
		}
		assert_eq!(pool.exclusive(16, 1), Err(PledgeError::TooManyServices));
		assert_eq!(pool.shared(16, 1), Err(PledgeError::TooManyServices));
		let services: Vec<_> = pool.pledged.pledges.iter().map(|pledge| pledge.service).collect();
		assert_eq!(services, (0..16).collect::<Vec<_>>());
		assert_eq!(pool.pledged.pledges.len(), 16);

		// One that is gone makes place, one that only cools does not.
		pool.at(10).exclusive(7, 0).unwrap();
		for now in [15, 16] {
			assert_eq!(pool.at(now).forget().pledged.pledges.remove_forgotten(), []);
			assert_eq!(pool.exclusive(16, 1), Err(PledgeError::TooManyServices));
		}
		assert_eq!(pool.at(17).forget().pledged.pledges.remove_forgotten(), [7]);
		assert_eq!(pool.exclusive(16, 1), Ok(0));
	}

	#[test]
	fn exclusive_stake_fits_into_the_magnitude() {
		let mut pool = Pool::new();
		assert_eq!(pool.exclusive(1, 101), Err(PledgeError::ExceedsMagnitude));
		assert_eq!(pool.clone().exclusive(1, 100), Ok(0));
		pool.exclusive(1, 60).unwrap();
		assert_eq!(pool.exclusive(2, 41), Err(PledgeError::ExceedsMagnitude));
		assert_eq!(pool.exclusive(2, 40), Ok(0));
		assert_eq!(pool.exclusive(1, 61), Err(PledgeError::ExceedsMagnitude));
		assert_eq!(pool.shared(3, 1), Err(PledgeError::ExceedsCeiling));
	}

	#[test]
	fn exclusive_stake_encumbers_until_it_is_cool() {
		let mut pool = Pool::new();
		pool.at(10).exclusive(1, 100).unwrap();
		pool.at(20).exclusive(1, 0).unwrap();
		assert_eq!(pool.at(25).exclusive(2, 1), Err(PledgeError::ExceedsMagnitude));
		assert_eq!(pool.shared(2, 1), Err(PledgeError::ExceedsCeiling));
		assert_eq!(pool.clone().at(26).shared(2, 100), Ok(0));
		assert_eq!(pool.at(26).exclusive(2, 100), Ok(0));
	}

	#[test]
	fn each_shared_pledge_fits_into_what_exclusive_stake_leaves() {
		let mut pool = Pool::new();
		assert_eq!(pool.shared(2, 101), Err(PledgeError::ExceedsCeiling));
		assert_eq!(pool.clone().shared(2, 100), Ok(0));
		pool.exclusive(1, 30).unwrap();
		assert_eq!(pool.shared(2, 71), Err(PledgeError::ExceedsCeiling));
		assert_eq!(pool.shared(2, 70), Ok(0));
		assert_eq!(pool.shared(3, 71), Err(PledgeError::ExceedsCeiling));
		assert_eq!(pool.shared(3, 70), Ok(0));
	}

	#[test]
	fn a_shared_pledge_and_its_cooling_layers_fit_together() {
		let mut pool = Pool::new();
		pool.at(10).shared(1, 70).unwrap();
		pool.at(20).shared(1, 40).unwrap();
		// 30 cool.
		assert_eq!(pool.at(25).shared(1, 71), Err(PledgeError::ExceedsCeiling));
		assert_eq!(pool.clone().shared(1, 70), Ok(40));
		assert_eq!(pool.at(26).shared(1, 100), Ok(40));
	}

	#[test]
	fn all_shared_pledges_fit_into_the_leverage() {
		let mut pool = Pool::new();
		pool.exclusive(1, 30).unwrap();
		pool.shared(2, 70).unwrap();
		pool.shared(3, 69).unwrap();
		assert_eq!(pool.shared(4, 2), Err(PledgeError::ExceedsLeverage));
		assert_eq!(pool.clone().shared(4, 1), Ok(0));
		pool.leverage = 3;
		assert_eq!(pool.shared(4, 70), Ok(0));
		pool.shared(4, 0).unwrap();
		// After a governed fall what is there stays, and more is refused.
		pool.leverage = 1;
		assert_eq!(pool.shared(4, 1), Err(PledgeError::ExceedsLeverage));
		assert_eq!(pool.shared(3, 1), Ok(69));
		pool.shared(3, 0).unwrap();
		assert_eq!(pool.shared(4, 1), Err(PledgeError::ExceedsLeverage));
		assert_eq!(pool.shared(2, 69), Ok(70));
		assert_eq!(pool.shared(4, 1), Ok(0));
	}

	#[test]
	fn without_leverage_nothing_is_shared() {
		let mut pool = Pool::new();
		pool.leverage = 0;
		assert_eq!(pool.shared(1, 1), Err(PledgeError::ExceedsLeverage));
		assert_eq!(pool.exclusive(1, 100), Ok(0));
	}

	#[test]
	fn exclusive_stake_cannot_shelter_what_others_can_accuse() {
		let mut pool = Pool::new();
		pool.at(10).shared(1, 30).unwrap();
		pool.shared(2, 30).unwrap();
		for now in [10, 11, 12, 20] {
			let sheltering = pool.at(now).exclusive(3, 41);
			assert_eq!(sheltering, Err(PledgeError::WouldShelterStake), "{now}");
			assert_eq!(pool.clone().exclusive(3, 40), Ok(0), "{now}");
		}
	}

	#[test]
	fn what_cools_can_be_accused_too() {
		let mut pool = Pool::new();
		pool.at(10).shared(1, 60).unwrap();
		pool.at(20).shared(1, 0).unwrap();
		assert_eq!(pool.at(25).exclusive(2, 41), Err(PledgeError::WouldShelterStake));
		assert_eq!(pool.clone().exclusive(2, 40), Ok(0));
		// While a slash of the last epoch in which it counted waits, it cools on.
		pool.at(26).waits_for(20);
		assert_eq!(pool.exclusive(2, 41), Err(PledgeError::WouldShelterStake));
		assert_eq!(pool.waits_for(21).exclusive(2, 100), Ok(0));
	}

	#[test]
	fn what_is_announced_will_be_accusable_until_it_is_taken_back() {
		let mut pool = Pool::new();
		pool.at(10).shared(1, 60).unwrap();
		assert_eq!(pool.exclusive(2, 41), Err(PledgeError::WouldShelterStake));
		pool.shared(1, 59).unwrap();
		assert_eq!(pool.exclusive(2, 41), Ok(0));
	}

	#[test]
	fn an_announced_exclusive_pledge_lowers_the_shared_ceiling() {
		let mut pool = Pool::new();
		pool.at(10).exclusive(1, 30).unwrap();
		assert_eq!(pool.pledged.ceiling(Shared, &pool.cooling()), 70);
		assert_eq!(pool.pledged.ceiling(Exclusive, &pool.cooling()), 100);
		assert_eq!(pool.shared(2, 71), Err(PledgeError::ExceedsCeiling));
		pool.exclusive(1, 0).unwrap();
		assert_eq!(pool.pledged.ceiling(Shared, &pool.cooling()), 100);
		assert_eq!(pool.shared(2, 71), Ok(0));
	}

	#[test]
	fn the_greatest_amounts_overflow_nothing() {
		let mut pool = Pool::new();
		pool.leverage = u32::MAX;
		assert_eq!(pool.exclusive(1, u128::MAX), Err(PledgeError::ExceedsMagnitude));
		assert_eq!(pool.shared(1, u128::MAX), Err(PledgeError::ExceedsCeiling));
		pool.shared(1, 100).unwrap();
		assert_eq!(pool.shared(1, u128::MAX), Err(PledgeError::ExceedsCeiling));
		assert_eq!(pool.exclusive(2, u128::MAX), Err(PledgeError::ExceedsMagnitude));
	}
}

mod after_a_slash {
	use super::*;

	/// 40 are exclusive to service 1; services 2 and 3 share the other 60. In epoch 20 service 2 took 30 of them, and 30
	/// are left to share.
	fn slashed() -> Pool {
		let mut pool = Pool::new();
		pool.at(10).exclusive(1, 40).unwrap();
		pool.shared(2, 60).unwrap();
		pool.shared(3, 60).unwrap();
		pool.at(20).waits_for(18);
		assert_eq!(pool.room(2, Shared, 18), 60);
		assert_eq!(pool.draw(2, 30, 18), 0);
		pool.waits_for(None);
		pool
	}

	#[test]
	fn the_excess_is_tolerated_and_the_ceiling_binds() {
		let pool = slashed();
		assert_eq!(pool.pledged.magnitude, 70);
		assert_eq!([1, 2, 3].map(|service| pool.target(service)), [40, 30, 60]);
		assert_eq!(pool.room(1, Exclusive, 18), 40);
		assert_eq!(pool.room(2, Shared, 18), 30);
		assert_eq!(pool.room(3, Shared, 18), 30);
	}

	#[test]
	fn what_another_holds_exclusively_is_worth_the_same() {
		let pool = slashed();
		// 30 of 100 were worth 300 of 1000 units.
		let exclusive = Base { magnitude: 40, captured: 400, kind: Exclusive };
		let shared = Base { magnitude: 30, captured: 300, kind: Shared };
		assert_eq!(pool.base(1, 700), Some(exclusive));
		assert_eq!(pool.base(3, 700), Some(shared));
	}

	#[test]
	fn increases_are_refused() {
		let mut pool = slashed();
		// The pledge of 60 exceeds what is left whoever asks for more.
		assert_eq!(pool.shared(2, 31), Err(PledgeError::ExceedsCeiling));
		assert_eq!(pool.shared(3, 61), Err(PledgeError::ExceedsCeiling));
		assert_eq!(pool.shared(4, 1), Err(PledgeError::ExceedsCeiling));
		assert_eq!(pool.exclusive(1, 41), Err(PledgeError::WouldShelterStake));
		assert_eq!(pool.exclusive(4, 1), Err(PledgeError::WouldShelterStake));
		assert_eq!(pool.exclusive(1, 71), Err(PledgeError::ExceedsMagnitude));
	}

	#[test]
	fn decreases_work() {
		let mut pool = slashed();
		assert_eq!(pool.shared(3, 50), Ok(60));
		assert_eq!(pool.shared(2, 0), Ok(30));
		assert_eq!(pool.exclusive(1, 10), Ok(40));
		assert_eq!(pool.shared(3, 30), Ok(50));
		// What cools still exceeds.
		assert_eq!(pool.at(25).shared(4, 1), Err(PledgeError::ExceedsCeiling));
		// In epoch 26 there are 10 exclusive and 30 shared, of 70.
		assert_eq!(pool.at(26).exclusive(1, 41), Err(PledgeError::WouldShelterStake));
		assert_eq!(pool.clone().exclusive(1, 40), Ok(10));
		assert_eq!(pool.shared(4, 61), Err(PledgeError::ExceedsCeiling));
		assert_eq!(pool.shared(4, 60), Ok(0));
	}
}

mod stopping {
	use super::*;

	/// In epoch 20: 10 count from epoch 12, 20 from 15, 5 are announced for 22, and 7 from 12 stopped after 13.
	fn pool() -> Pool {
		let mut pool = Pool::new();
		pool.at(10).exclusive(1, 17).unwrap();
		pool.at(13).exclusive(1, 10).unwrap();
		pool.exclusive(1, 30).unwrap();
		pool.at(20).waits_for(12).exclusive(1, 35).unwrap();
		let counting = [layer(10, 12, None), layer(20, 15, None), layer(5, 22, None)];
		assert_eq!(pool.layers(1), [layer(7, 12, 13), counting[0], counting[1], counting[2]]);
		pool
	}

	#[test]
	fn a_stop_now_drops_what_is_announced_and_cools_what_counts() {
		let mut pool = pool();
		assert_eq!(pool.pledged.pledges.stop(1, 20), Some(35));
		assert_eq!(pool.layers(1), [layer(7, 12, 13), layer(10, 12, 20), layer(20, 15, 20)]);
		assert_eq!((pool.target(1), pool.encumbering(1)), (0, 37));
	}

	#[test]
	fn a_retroactive_stop_drops_what_would_have_counted_later() {
		let mut early = pool();
		assert_eq!(early.pledged.pledges.stop(1, 14), Some(35));
		assert_eq!(early.layers(1), [layer(7, 12, 13), layer(10, 12, 14)]);
		let mut late = pool();
		assert_eq!(late.pledged.pledges.stop(1, 15), Some(35));
		assert_eq!(late.layers(1), [layer(7, 12, 13), layer(10, 12, 15), layer(20, 15, 15)]);
		assert_eq!([14, 15, 16].map(|e| late.counted_at(1, e)), [10, 30, 0]);
	}

	#[test]
	fn a_retroactive_stop_frees_as_if_it_had_been_called_then() {
		let mut pool = pool();
		pool.waits_for(None).pledged.pledges.stop(1, 15);
		assert_eq!([20, 21].map(|e| pool.at(e).encumbering(1)), [30, 0]);
	}

	#[test]
	fn what_stopped_later_than_the_stop_stopped_then() {
		let mut pool = pool();
		pool.pledged.pledges.stop(1, 12);
		assert_eq!(pool.layers(1), [layer(7, 12, 12), layer(10, 12, 12)]);
		pool.pledged.pledges.stop(1, 11);
		assert_eq!(pool.layers(1), []);
	}

	#[test]
	fn a_stop_to_come_lets_it_count_until_then() {
		let mut pool = pool();
		assert_eq!(pool.pledged.pledges.stop(1, 22), Some(35));
		assert_eq!([20, 21, 22, 23].map(|e| pool.counted_at(1, e)), [30, 30, 35, 0]);
		assert_eq!([27, 28].map(|e| pool.waits_for(None).at(e).encumbering(1)), [35, 0]);
	}

	#[test]
	fn a_later_stop_extends_nothing() {
		let mut pool = pool();
		pool.pledged.pledges.stop(1, 15);
		let stopped = pool.clone();
		assert_eq!(pool.pledged.pledges.stop(1, 19), Some(0));
		assert_eq!(pool.pledged, stopped.pledged);
	}

	#[test]
	fn only_the_named_service_stops() {
		let mut pool = pool();
		pool.shared(2, 50).unwrap();
		pool.pledged.pledges.stop(1, 20);
		assert_eq!(pool.layers(2), [layer(50, 22, None)]);
		let before = pool.pledged.clone();
		assert_eq!(pool.pledged.pledges.stop(3, 20), None);
		assert_eq!(pool.pledged, before);
	}

	#[test]
	fn a_void_pool_has_pledged_nothing() {
		let mut pool = pool();
		pool.shared(2, 50).unwrap();
		pool.shared(3, 50).unwrap();
		pool.pledged.pledges.void(21);
		assert_eq!(pool.layers(1), [layer(0, 12, 13), layer(0, 12, 21), layer(0, 15, 21)]);
		assert_eq!(pool.layers(2), []);
		assert!(pool.pledged.pledges.are_free(&pool.cooling()));
		// The dates stay for as long as somebody can ask.
		assert!(!pool.pledged.pledges.are_forgotten());
		assert_eq!(pool.pledged.pledges.last_counted(23), None, "nothing is left of it");
		assert!(!pool.waits_for(None).at(27).forget().pledged.pledges.are_forgotten());
		assert!(pool.at(28).forget().pledged.pledges.are_forgotten());
	}
}

mod forgetting {
	use super::*;

	fn stopped() -> Pool {
		let mut pool = Pool::new();
		pool.at(10).shared(1, 40).unwrap();
		pool.shared(2, 30).unwrap();
		pool.at(20).shared(1, 25).unwrap();
		pool.shared(2, 0).unwrap();
		pool
	}

	#[test]
	fn a_layer_is_kept_while_its_last_epoch_can_be_asked_for() {
		let kept = [layer(15, 12, 20), layer(25, 12, None)];
		for now in [20, 25, 26] {
			assert_eq!(stopped().at(now).forget().layers(1), kept, "{now}");
		}
		for now in [27, 28, 99] {
			let mut pool = stopped();
			assert_eq!(pool.at(now).forget().layers(1), kept[1..], "{now}");
			assert_eq!(pool.layers(2), []);
			assert!(!pool.pledged.pledges.are_forgotten());
		}
	}

	#[test]
	fn a_layer_is_kept_while_a_slash_waits_that_it_answers_to() {
		for (charged, layers) in [(0, 2), (19, 2), (20, 2), (21, 1), (27, 1)] {
			let mut pool = stopped();
			pool.at(27).waits_for(charged).forget();
			assert_eq!(pool.layers(1).len(), layers, "{charged}");
		}
	}

	#[test]
	fn what_counts_or_is_announced_is_never_forgotten() {
		let mut pool = Pool::new();
		pool.at(10).shared(1, 40).unwrap();
		assert_eq!(pool.at(11).forget().layers(1).len(), 1);
		assert_eq!(pool.at(Epoch::MAX).forget().layers(1).len(), 1);
	}

	#[test]
	fn a_pledge_that_is_forgotten_is_removed_and_named() {
		let mut pool = stopped();
		pool.shared(5, 10).unwrap();
		pool.shared(5, 0).unwrap();
		assert_eq!(pool.at(26).forget().pledged.pledges.remove_forgotten(), [5]);
		assert_eq!(pool.at(27).forget().pledged.pledges.remove_forgotten(), [2]);
		assert_eq!(pool.pledged.pledges.remove_forgotten(), []);
		assert_eq!(pool.pledged.pledges.len(), 1);
		assert!(pool.pledged.pledges.get(1).is_some() && pool.pledged.pledges.get(2).is_none());
	}

	#[test]
	fn nothing_pledged_is_free_and_forgotten() {
		let pool = Pool::new();
		assert!(pool.pledged.pledges.is_empty() && pool.pledged.pledges.are_forgotten());
		assert!(pool.pledged.pledges.are_free(&pool.cooling()));
		assert_eq!(pool.pledged.magnitude, 100);
		assert_eq!(Pledged::default().magnitude, FULL_MAGNITUDE);
	}

	#[test]
	fn free_is_what_no_longer_cools() {
		let mut pool = stopped();
		assert!(!pool.pledged.pledges.are_free(&pool.cooling()));
		pool.shared(1, 0).unwrap();
		let free = [25, 26].map(|e| pool.pledged.pledges.are_free(&cooling(e, None)));
		assert_eq!(free, [false, true]);
		assert!(!pool.pledged.pledges.are_free(&cooling(26, Some(20))));
	}

	#[test]
	fn the_last_epoch_in_which_anything_stopped() {
		let mut pool = Pool::new();
		pool.at(10).shared(1, 40).unwrap();
		assert_eq!(pool.pledged.pledges.last_stopped(), None);
		pool.at(20).shared(1, 30).unwrap();
		pool.at(21).shared(1, 15).unwrap();
		assert_eq!(pool.pledged.pledges.last_stopped(), Some(21));
		// Of what a slash took nothing is left that stopped.
		pool.waits_for(21);
		assert_eq!(pool.draw(1, 15, 21), 0);
		assert_eq!(pool.pledged.pledges.last_stopped(), Some(20));
		assert_eq!(pool.pledged.pledges.last_counted(22), Some(22));
		assert_eq!(pool.draw(1, 25, 20), 0);
		assert_eq!(pool.pledged.pledges.last_stopped(), None);
		assert_eq!(pool.pledged.pledges.last_counted(22), None);
	}

	#[test]
	fn the_last_epoch_in_which_anything_counted() {
		let mut pool = Pool::new();
		assert_eq!(pool.pledged.pledges.last_counted(9), None);
		pool.at(10).shared(1, 40).unwrap();
		let last = |pool: &Pool, epochs: [Epoch; 3]| {
			epochs.map(|now| pool.pledged.pledges.last_counted(now))
		};
		assert_eq!(last(&pool, [11, 12, 13]), [None, Some(12), Some(13)]);
		pool.at(20).shared(1, 0).unwrap();
		assert_eq!(last(&pool, [20, 21, 99]), [Some(20), Some(20), Some(20)]);
		pool.shared(2, 40).unwrap();
		assert_eq!(last(&pool, [21, 22, 99]), [Some(20), Some(22), Some(99)]);
		// A stop to come.
		pool.pledged.pledges.stop(2, 30);
		assert_eq!(last(&pool, [29, 30, 31]), [Some(29), Some(30), Some(30)]);
	}
}

mod leaving {
	use super::*;

	#[test]
	fn stake_that_left_answers_for_what_counted_or_cooled() {
		let mut pool = Pool::new();
		pool.at(10).exclusive(1, 40).unwrap();
		pool.shared(2, 30).unwrap();
		pool.at(20).exclusive(1, 25).unwrap();
		pool.exclusive(1, 35).unwrap();
		pool.shared(3, 10).unwrap();
		pool.pledged.magnitude = 90;
		let left = pool.pledged.as_left(20, &pool.cooling());
		assert_eq!(left.magnitude, 90);
		// What is announced is dropped, and with it the pledge to service 3.
		assert_eq!(sorted(&left.pledges, 1), [layer(15, 12, 20), layer(25, 12, None)]);
		assert_eq!(sorted(&left.pledges, 2), [layer(30, 12, None)]);
		assert_eq!(left.pledges.len(), 2);
	}

	#[test]
	fn what_starts_to_count_in_the_epoch_of_leaving_is_answered_for() {
		let mut pool = Pool::new();
		pool.at(10).exclusive(1, 40).unwrap();
		let left = |now| pool.pledged.as_left(now, &cooling(now, None)).pledges.len();
		assert_eq!([11, 12, 13].map(left), [0, 1, 1]);
	}

	#[test]
	fn what_is_free_is_not_answered_for() {
		let mut pool = Pool::new();
		pool.at(10).exclusive(1, 40).unwrap();
		pool.at(20).exclusive(1, 0).unwrap();
		let left = |now, waiting| pool.pledged.as_left(now, &cooling(now, waiting)).pledges.len();
		assert_eq!([20, 25, 26].map(|now| left(now, None)), [1, 1, 0]);
		assert_eq!([19, 20, 21].map(|charged| left(26, Some(charged))), [1, 1, 0]);
	}

	#[test]
	fn stake_that_left_answers_until_it_is_paid() {
		let mut pool = Pool::new();
		pool.at(10).exclusive(1, 40).unwrap();
		pool.shared(2, 60).unwrap();
		pool.at(20).exclusive(1, 0).unwrap();
		let left = pool.pledged.as_left(20, &pool.cooling());
		assert_eq!(left.ceiling(Shared, &Cooling::NEVER), 60);
		assert_eq!(left.room(1, Exclusive, 20, &Cooling::NEVER), 40);
		assert_eq!(left.room(2, Shared, 20, &Cooling::NEVER), 60);
		assert_eq!(left.pledges.exclusive(&Cooling::NEVER), 40);
	}

	#[test]
	fn what_the_pool_does_later_does_not_touch_what_left() {
		let mut pool = Pool::new();
		pool.at(10).shared(1, 40).unwrap();
		let left = pool.at(20).pledged.as_left(20, &cooling(20, None));
		pool.shared(1, 0).unwrap();
		pool.draw(1, 40, 20);
		assert_eq!(sorted(&left.pledges, 1), [layer(40, 12, None)]);
		assert_eq!(left.magnitude, 100);
	}
}

mod drawing {
	use super::*;

	/// In epoch 7: 30 count from epoch 4, and 11 from 5; of those from 5, 5 stopped after 6 and 4 after 7. A slash waits.
	fn pool() -> Pool {
		let mut pool = Pool::new();
		pool.at(2).exclusive(1, 30).unwrap();
		pool.at(3).exclusive(1, 50).unwrap();
		pool.at(6).exclusive(1, 45).unwrap();
		pool.at(7).exclusive(1, 41).unwrap();
		assert_eq!(pool.layers(1), layers(30, 5, 4, 11));
		pool.waits_for(4);
		pool
	}

	fn layers(from_4: u128, until_6: u128, until_7: u128, from_5: u128) -> [Layer; 4] {
		let oldest = layer(from_4, 4, None);
		[oldest, layer(until_6, 5, 6), layer(until_7, 5, 7), layer(from_5, 5, None)]
	}

	#[test]
	fn the_soonest_stopped_goes_first_and_then_the_youngest() {
		let mut pool = pool();
		assert_eq!(pool.draw(1, 3, 5), 0);
		assert_eq!(pool.layers(1), layers(30, 2, 4, 11));
		assert_eq!(pool.draw(1, 4, 5), 0);
		assert_eq!(pool.layers(1), layers(30, 0, 2, 11));
		assert_eq!(pool.draw(1, 8, 5), 0);
		assert_eq!(pool.layers(1), layers(30, 0, 0, 5));
		assert_eq!(pool.draw(1, 4, 5), 0);
		assert_eq!(pool.layers(1), layers(30, 0, 0, 1));
		assert_eq!(pool.draw(1, 2, 5), 0);
		// A layer drawn to zero stops.
		let drawn = [layer(29, 4, None), layer(0, 5, 6), layer(0, 5, 7), layer(0, 5, 7)];
		assert_eq!(pool.layers(1), drawn);
		assert_eq!(pool.pledged.magnitude, 100 - 3 - 4 - 8 - 4 - 2);
		assert_eq!((pool.target(1), pool.encumbering(1)), (29, 29));
	}

	#[test]
	fn a_layer_that_will_stop_goes_before_a_younger_one_that_will_not() {
		let mut pool = Pool::new();
		pool.at(10).exclusive(1, 10).unwrap();
		pool.pledged.pledges.stop(1, 30);
		pool.at(20).exclusive(1, 5).unwrap();
		assert_eq!(pool.at(24).draw(1, 4, 23), 0);
		assert_eq!(pool.layers(1), [layer(6, 12, 30), layer(5, 22, None)]);
	}

	#[test]
	fn only_what_counted_at_the_charged_epoch_is_drawn() {
		let mut pool = pool();
		assert_eq!(pool.draw(1, 10, 4), 0);
		assert_eq!(pool.layers(1), layers(20, 5, 4, 11));
		assert_eq!(pool.draw(1, 2, 7), 0);
		assert_eq!(pool.layers(1), layers(20, 5, 2, 11));
		// What stopped after 7 did not count at 8.
		assert_eq!(pool.at(8).draw(1, 1, 8), 0);
		assert_eq!(pool.layers(1), layers(20, 5, 2, 10));
	}

	#[test]
	fn what_the_layers_do_not_hold_is_returned() {
		let mut pool = pool();
		assert_eq!(pool.draw(1, 35, 4), 5);
		let rest = layers(0, 5, 4, 11);
		assert_eq!(pool.layers(1), [layer(0, 4, 7), rest[1], rest[2], rest[3]]);
		assert_eq!(pool.pledged.magnitude, 65);
	}

	#[test]
	fn without_a_pledge_only_the_magnitude_falls() {
		let mut pool = pool();
		assert_eq!(pool.draw(2, 35, 4), 35);
		assert_eq!(pool.layers(1), layers(30, 5, 4, 11));
		assert_eq!(pool.pledged.magnitude, 65);
		assert_eq!(pool.draw(2, 66, 4), 66);
		assert_eq!(pool.pledged.magnitude, 0);
	}

	#[test]
	fn no_other_pledge_is_drawn() {
		let mut pool = pool();
		pool.shared(2, 50).unwrap();
		pool.draw(1, 50, 5);
		assert_eq!(pool.layers(2), [layer(50, 9, None)]);
	}

	#[test]
	fn a_layer_that_stopped_keeps_its_date_when_it_is_drawn_to_zero() {
		let mut pool = pool();
		assert_eq!(pool.at(9).draw(1, 5, 6), 0);
		assert_eq!(pool.layers(1), layers(30, 0, 4, 11));
	}

	#[test]
	fn two_slashes_of_one_epoch_take_from_one_pledge_what_their_sum_does() {
		let (mut once, mut twice) = (pool(), pool());
		once.draw(1, 23, 5);
		twice.draw(1, 12, 5);
		twice.draw(1, 11, 5);
		assert_eq!(once.pledged, twice.pledged);
	}
}

mod ceilings {
	use super::*;

	#[test]
	fn a_base_is_what_counts_now() {
		let mut pool = Pool::new();
		assert_eq!(pool.base(1, 1000), None);
		pool.at(10).exclusive(1, 40).unwrap();
		assert_eq!(pool.at(11).base(1, 1000), None);
		let counts = Base { magnitude: 40, captured: 400, kind: Exclusive };
		assert_eq!(pool.at(12).base(1, 1000), Some(counts));
		pool.at(20).exclusive(1, 0).unwrap();
		assert_eq!(pool.at(20).base(1, 1000), Some(counts));
		assert_eq!(pool.at(21).base(1, 1000), None);
	}

	#[test]
	fn captured_stake_is_rounded_down() {
		let mut pool = Pool::new();
		pool.at(10).exclusive(1, 33).unwrap();
		let captured = |balance| pool.clone().at(12).base(1, balance).unwrap().captured;
		assert_eq!([0, 3, 4, 100, 101, 10u128.pow(30)].map(captured)[..5], [0, 0, 1, 33, 33]);
		assert_eq!(captured(10u128.pow(30)), 33 * 10u128.pow(28));
	}

	#[test]
	fn a_shared_base_is_what_exclusive_stake_leaves() {
		let mut pool = Pool::new();
		pool.at(10).shared(2, 60).unwrap();
		pool.exclusive(1, 40).unwrap();
		let base = |magnitude| Some(Base { magnitude, captured: magnitude * 10, kind: Shared });
		assert_eq!(pool.at(12).base(2, 1000), base(60));
		// A slash by nobody that holds anything leaves 75, of which 35 can be shared; and then nothing.
		pool.draw(3, 25, 12);
		assert_eq!(pool.base(2, 750), base(35));
		assert_eq!(pool.room(2, Shared, 12), 35);
		pool.draw(3, 35, 12);
		assert_eq!(pool.base(2, 400), base(0));
		assert_eq!(pool.room(2, Shared, 12), 0);
		pool.draw(3, 10, 12);
		assert_eq!(pool.base(2, 300), base(0));
		// Nor can exclusive stake take more than there is.
		assert_eq!(pool.room(1, Exclusive, 12), 30);
		let all = Base { magnitude: 30, captured: 300, kind: Exclusive };
		assert_eq!(pool.base(1, 300), Some(all));
	}

	#[test]
	fn without_magnitude_nothing_is_captured() {
		let mut pool = Pool::new();
		pool.at(10).exclusive(1, 40).unwrap();
		pool.at(12).draw(2, 100, 12);
		let nothing = Base { magnitude: 0, captured: 0, kind: Exclusive };
		assert_eq!(pool.base(1, 1000), Some(nothing));
	}

	#[test]
	fn room_is_of_the_kind_that_was_judged() {
		let mut pool = Pool::new();
		pool.at(10).exclusive(1, 40).unwrap();
		assert_eq!(pool.room(1, Exclusive, 12), 40);
		assert_eq!(pool.room(1, Shared, 12), 0);
		assert_eq!(pool.room(2, Exclusive, 12), 0);
		assert_eq!(pool.room(1, Exclusive, 11), 0);
	}

	#[test]
	fn no_decrease_ends_what_a_slash_can_take() {
		let mut pool = Pool::new();
		pool.at(10).shared(1, 60).unwrap();
		pool.at(20).shared(1, 0).unwrap();
		pool.waits_for(20);
		assert_eq!([20, 26, 99].map(|e| pool.at(e).forget().room(1, Shared, 20)), [60, 60, 60]);
		assert_eq!([19, 20, 21].map(|charged| pool.room(1, Shared, charged)), [60, 60, 0]);
	}
}

/// Random histories beside a record of all layers, none of which is ever merged or forgotten.
mod histories {
	use super::*;
	use PledgeError::*;

	const SERVICES: [ServiceId; 5] = [7, 0, 9, 3, 4];

	#[derive(Clone, Debug)]
	enum Act {
		/// Set the pledge to a service.
		Set(usize, StakeKind, u128),
		/// Raise it.
		Raise(usize, u128),
		/// Lower it.
		Lower(usize, u128),
		/// Stop it, so many epochs before the fourth from now.
		Stop(usize, Epoch),
		/// Report an offence of so many epochs ago.
		Report(usize, Epoch),
		/// Execute so many hundredths of the waiting slash of this index.
		Execute(usize, u64),
		/// Dismiss it.
		Dismiss(usize),
		/// Govern the leverage.
		Leverage(u32),
		/// Let so many epochs pass.
		Pass(Epoch),
	}

	fn act() -> impl Strategy<Value = Act> {
		let kind = prop_oneof![Just(Exclusive), Just(Shared)];
		let percent = prop_oneof![2 => 0u64..=100, 1 => Just(100u64)];
		prop_oneof![
			4 => (0usize..5, kind, 0u128..=24).prop_map(|(s, kind, m)| Act::Set(s, kind, m * 50)),
			8 => (0usize..5, 1u128..=12).prop_map(|(s, by)| Act::Raise(s, by * 10)),
			6 => (0usize..5, 1u128..=30).prop_map(|(s, by)| Act::Lower(s, by * 5)),
			1 => (0usize..5, 0u32..14).prop_map(|(s, ago)| Act::Stop(s, ago)),
			3 => (0usize..5, 0u32..UNBONDING).prop_map(|(s, ago)| Act::Report(s, ago)),
			2 => (0usize..20, percent).prop_map(|(which, p)| Act::Execute(which, p)),
			1 => (0usize..20).prop_map(Act::Dismiss),
			1 => (0u32..4).prop_map(Act::Leverage),
			8 => prop_oneof![2 => Just(1), 1 => 1u32..8].prop_map(Act::Pass),
		]
	}

	/// All layers there ever were, of whom.
	#[derive(Clone, Debug)]
	struct Record {
		magnitude: u128,
		pledges: BTreeMap<ServiceId, (StakeKind, Vec<Layer>)>,
		now: Epoch,
		waiting: Vec<Waiting>,
	}

	#[derive(Clone, Debug)]
	struct Waiting {
		service: ServiceId,
		charged: Epoch,
		base: Base,
	}

	fn total<'a>(layers: impl Iterator<Item = &'a Layer>) -> u128 {
		layers.map(|layer| layer.amount).sum()
	}

	impl Record {
		fn oldest_waiting(&self) -> Option<Epoch> {
			self.waiting.iter().map(|slash| slash.charged).min()
		}

		fn cooling(&self) -> Cooling {
			cooling(self.now, self.oldest_waiting())
		}

		fn answers(&self, stop: Epoch) -> bool {
			self.waiting.iter().any(|slash| slash.charged <= stop)
		}

		fn encumbers(&self, layer: &Layer) -> bool {
			match layer.stopped_after {
				Some(stop) => self.now < stop + UNBONDING || self.answers(stop),
				None => true,
			}
		}

		fn is_remembered(&self, layer: &Layer) -> bool {
			match layer.stopped_after {
				Some(stop) => self.now <= stop + UNBONDING || self.answers(stop),
				None => true,
			}
		}

		fn layers(&self, service: ServiceId) -> impl Iterator<Item = &Layer> {
			self.pledges.get(&service).into_iter().flat_map(|(_, layers)| layers)
		}

		fn encumbering(&self, service: ServiceId) -> u128 {
			total(self.layers(service).filter(|layer| self.encumbers(layer)))
		}

		fn counted_at(&self, service: ServiceId, epoch: Epoch) -> u128 {
			total(self.layers(service).filter(|layer| {
				layer.counts_from <= epoch && layer.stopped_after.is_none_or(|stop| epoch <= stop)
			}))
		}

		fn target(&self, service: ServiceId) -> u128 {
			total(self.layers(service).filter(|layer| layer.stopped_after.is_none()))
		}

		fn of_kind(&self, kind: StakeKind) -> Vec<u128> {
			let of_kind = self.pledges.iter().filter(|(_, pledge)| pledge.0 == kind);
			of_kind.map(|(service, _)| self.encumbering(*service)).collect()
		}

		/// The layers of `service` that some epoch tells apart: how many, and how many of them are not empty.
		fn distinct(&self, service: ServiceId) -> (usize, usize) {
			let oldest = self.now.saturating_sub(UNBONDING);
			let oldest = self.oldest_waiting().map_or(oldest, |waiting| waiting.min(oldest));
			let mut groups = BTreeMap::<_, u128>::new();
			for layer in self.layers(service).filter(|layer| self.is_remembered(layer)) {
				let dates = (layer.counts_from.max(oldest), layer.stopped_after);
				*groups.entry(dates).or_default() += layer.amount;
			}
			(groups.len(), groups.values().filter(|amount| **amount > 0).count())
		}

		fn filled(&self) -> impl Iterator<Item = &Layer> {
			let layers = self.pledges.values().flat_map(|(_, layers)| layers);
			layers.filter(|layer| layer.amount > 0)
		}

		fn last_stopped(&self) -> Option<Epoch> {
			self.filled().filter_map(|layer| layer.stopped_after).max()
		}

		fn last_counted(&self) -> Option<Epoch> {
			let counted = self.filled().filter(|layer| layer.counts_from <= self.now);
			counted.map(|layer| layer.stopped_after.unwrap_or(self.now).min(self.now)).max()
		}

		/// Section 5 of the protocol, but for the number of layers.
		fn set(&mut self, change: &PledgeChange) -> Result<u128, PledgeError> {
			let exists = self.layers(change.service).any(|layer| self.is_remembered(layer));
			let before = self.target(change.service);
			let pledge = self.pledges.entry(change.service).or_insert((change.kind, Vec::new()));
			if pledge.0 != change.kind && exists {
				return Err(KindChanged);
			}
			pledge.0 = change.kind;
			if change.target == before {
				return Err(Unchanged);
			}
			if change.target > before {
				pledge.1.push(layer(change.target - before, change.counts_from, None));
				let exclusive: u128 = self.of_kind(Exclusive).iter().sum();
				let shared = self.of_kind(Shared);
				let all_shared: u128 = shared.iter().sum();
				if exclusive > self.magnitude {
					return Err(ExceedsMagnitude);
				}
				if change.kind == Exclusive && exclusive + all_shared > self.magnitude {
					return Err(WouldShelterStake);
				}
				if shared.iter().any(|one| *one > self.magnitude - exclusive) {
					return Err(ExceedsCeiling);
				}
				if all_shared > u128::from(change.leverage) * (self.magnitude - exclusive) {
					return Err(ExceedsLeverage);
				}
				return Ok(before);
			}
			let (now, mut less) = (self.now, before - change.target);
			let mut youngest_first: Vec<_> =
				pledge.1.iter_mut().filter(|layer| layer.stopped_after.is_none()).collect();
			youngest_first.sort_by_key(|layer| Epoch::MAX - layer.counts_from);
			let mut cooling = Vec::new();
			for wanted in youngest_first {
				let taken = wanted.amount.min(less);
				(wanted.amount, less) = (wanted.amount - taken, less - taken);
				if taken > 0 && wanted.counts_from <= now {
					cooling.push(layer(taken, wanted.counts_from, now));
				}
			}
			pledge.1.extend(cooling);
			pledge.1.retain(|layer| layer.amount > 0 || layer.stopped_after.is_some());
			Ok(before)
		}

		fn stop(&mut self, service: ServiceId, last: Epoch) {
			if let Some((_, layers)) = self.pledges.get_mut(&service) {
				layers.retain(|layer| layer.counts_from <= last);
				for layer in layers {
					layer.stopped_after = Some(layer.stopped_after.unwrap_or(last).min(last));
				}
			}
		}

		fn draw(&mut self, service: ServiceId, mut amount: u128, charged: Epoch) {
			self.magnitude -= amount;
			let now = self.now;
			let layers = &mut self.pledges.get_mut(&service).unwrap().1;
			layers.sort_by_key(|layer| {
				(layer.stopped_after.unwrap_or(Epoch::MAX), Epoch::MAX - layer.counts_from)
			});
			for layer in layers {
				let counted = layer.counts_from <= charged
					&& layer.stopped_after.is_none_or(|stop| charged <= stop);
				if counted {
					let taken = amount.min(layer.amount);
					(layer.amount, amount) = (layer.amount - taken, amount - taken);
					if layer.amount == 0 && layer.stopped_after.is_none() {
						layer.stopped_after = Some(now);
					}
				}
			}
			assert_eq!(amount, 0);
		}
	}

	/// What a service had captured at the start of an epoch, in magnitude.
	type Bases = BTreeMap<(Epoch, ServiceId), (StakeKind, u128)>;

	struct History {
		pledged: Pledged,
		part: Part,
		record: Record,
		bases: Bases,
		leverage: u32,
	}

	impl History {
		fn new(balance: u128, leverage: u32) -> Self {
			let pledged = Pledged { magnitude: 1000, ..Default::default() };
			let record =
				Record { magnitude: 1000, pledges: BTreeMap::new(), now: 0, waiting: Vec::new() };
			let part = Part::new(balance, balance).unwrap();
			Self { pledged, part, record, bases: Bases::new(), leverage }
		}

		fn room(&self, service: ServiceId, kind: StakeKind, charged: Epoch) -> u128 {
			self.pledged.room(service, kind, charged, &self.record.cooling())
		}

		fn set(
			&mut self,
			service: ServiceId,
			kind: StakeKind,
			target: u128,
		) -> Result<(), TestCaseError> {
			let change = PledgeChange {
				service,
				kind,
				target,
				counts_from: self.record.now + NOTICE,
				leverage: self.leverage,
			};
			let (before, mut after) = (self.pledged.clone(), self.record.clone());
			let expected = after.set(&change);
			let result = self.pledged.set(&change, &self.record.cooling());
			let (distinct, filled) = after.distinct(service);
			if result == Err(TooManyChanges) {
				prop_assert!(distinct > 4);
				prop_assert!(target > 0, "an end is never refused");
			} else {
				prop_assert_eq!(result, expected);
			}
			match result {
				Ok(_) => {
					prop_assert!(filled <= 4);
					self.record = after;
				},
				Err(_) => prop_assert_eq!(&self.pledged, &before),
			}
			Ok(())
		}

		/// The kind that is pledged, or might be.
		fn kind(&self, service: ServiceId) -> StakeKind {
			let might = if service.is_multiple_of(2) { Shared } else { Exclusive };
			self.record.pledges.get(&service).map_or(might, |(kind, _)| *kind)
		}

		fn report(&mut self, service: ServiceId, ago: Epoch) {
			let Some(charged) = self.record.now.checked_sub(ago) else { return };
			if let Some((kind, magnitude)) = self.bases.get(&(charged, service)) {
				// Beyond any bound: `bill` is tested elsewhere.
				let base = Base { magnitude: *magnitude, captured: u128::MAX, kind: *kind };
				self.record.waiting.push(Waiting { service, charged, base });
			}
		}

		fn execute(&mut self, which: usize, hundredths: u64) -> Result<(), TestCaseError> {
			if self.record.waiting.is_empty() {
				return Ok(());
			}
			let which = which % self.record.waiting.len();
			let Waiting { service, charged, base } = self.record.waiting[which].clone();
			let penalty = sp_arithmetic::Perquintill::from_percent(hundredths);
			let step = ExecutedPenalties::default().step(0, penalty, penalty);
			let part = Answering {
				balance: self.part.balance(),
				magnitude: self.pledged.magnitude,
				room: self.room(service, base.kind, charged),
			};
			let due = bill(&base, &step, &[part])[0];
			let exclusive = |this: &Self| {
				let others = this.record.pledges.iter();
				let others = others.filter(|(of, (kind, _))| **of != service && *kind == Exclusive);
				let stakes: Vec<_> = others
					.map(|(of, _)| this.pledged.base(*of, &this.part, &this.record.cooling()))
					.map(|base| base.map_or(0, |base| base.captured))
					.collect();
				stakes
			};
			let before = exclusive(self);
			self.part.slash(due.amount).unwrap();
			let unpaid = self.pledged.draw(service, due.magnitude, charged, self.record.now);
			prop_assert_eq!(unpaid, 0);
			self.record.draw(service, due.magnitude, charged);
			for (before, after) in before.iter().zip(exclusive(self)) {
				prop_assert!(*before <= after && after <= before + 1);
			}
			self.record.waiting.remove(which);
			// From here on others have less to take.
			self.bases.clear();
			Ok(())
		}

		fn act(&mut self, act: &Act) -> Result<(), TestCaseError> {
			match *act {
				Act::Set(which, kind, target) => self.set(SERVICES[which], kind, target)?,
				Act::Raise(which, by) => {
					let service = SERVICES[which];
					let target = self.record.target(service) + by;
					self.set(service, self.kind(service), target)?;
				},
				Act::Lower(which, by) => {
					let service = SERVICES[which];
					let target = self.record.target(service).saturating_sub(by);
					self.set(service, self.kind(service), target)?;
				},
				Act::Stop(which, ago) => {
					let service = SERVICES[which];
					let last = (self.record.now + 4).saturating_sub(ago);
					let before = self.pledged.pledges.get(service).map(Pledge::target);
					prop_assert_eq!(self.pledged.pledges.stop(service, last), before);
					self.record.stop(service, last);
					self.bases.retain(|(epoch, of), _| *of != service || *epoch <= last);
				},
				Act::Report(which, ago) => self.report(SERVICES[which], ago),
				Act::Execute(which, hundredths) => self.execute(which, hundredths)?,
				Act::Dismiss(which) => {
					if !self.record.waiting.is_empty() {
						let which = which % self.record.waiting.len();
						self.record.waiting.remove(which);
					}
				},
				Act::Leverage(leverage) => self.leverage = leverage,
				Act::Pass(epochs) => {
					for _ in 0..epochs {
						self.pass();
					}
				},
			}
			self.pledged.pledges.forget(&self.record.cooling());
			self.check()
		}

		fn pass(&mut self) {
			self.record.now += 1;
			let now = self.record.now;
			self.bases.retain(|(epoch, _), _| epoch + UNBONDING > now);
			for service in SERVICES {
				if let Some(base) = self.pledged.base(service, &self.part, &self.record.cooling()) {
					self.bases.insert((now, service), (base.kind, base.magnitude));
				}
			}
		}

		fn check(&self) -> Result<(), TestCaseError> {
			let (record, pledges) = (&self.record, &self.pledged.pledges);
			let (now, cooling) = (record.now, record.cooling());
			let oldest = now.saturating_sub(UNBONDING);
			let oldest = record.oldest_waiting().map_or(oldest, |waiting| waiting.min(oldest));

			let services: Vec<_> = pledges.iter().map(|pledge| pledge.service).collect();
			prop_assert!(services.windows(2).all(|two| two[0] < two[1]));
			let left = self.pledged.as_left(now, &cooling);
			for service in SERVICES {
				let Some(pledge) = pledges.get(service) else {
					prop_assert_eq!(record.encumbering(service), 0);
					continue;
				};
				prop_assert!(pledge.layers.len() <= 4);
				prop_assert_eq!(pledge.target(), record.target(service));
				prop_assert_eq!(pledge.encumbering(&cooling), record.encumbering(service));
				for epoch in oldest..=now + NOTICE + 1 {
					let counted = record.counted_at(service, epoch);
					prop_assert_eq!(pledge.counted_at(epoch), counted, "{} {}", service, epoch);
					// Stake that leaves now answers for all that it can be accused of.
					let waits = record.waiting.iter().any(|slash| slash.charged == epoch);
					if epoch <= now && (waits || epoch + UNBONDING > now) {
						let left = left.pledges.get(service);
						prop_assert_eq!(left.map_or(0, |left| left.counted_at(epoch)), counted);
					}
				}
			}
			let exclusive: u128 = record.of_kind(Exclusive).iter().sum();
			prop_assert_eq!(pledges.exclusive(&cooling), exclusive);
			prop_assert_eq!(pledges.shared(&cooling), record.of_kind(Shared).iter().sum::<u128>());
			prop_assert!(exclusive <= self.pledged.magnitude);
			prop_assert_eq!(self.pledged.magnitude, record.magnitude);
			prop_assert_eq!(self.pledged.magnitude == 0, self.part.balance() == 0);

			let recent = |last: Option<Epoch>| last.filter(|last| last + UNBONDING >= now);
			prop_assert_eq!(recent(pledges.last_counted(now)), recent(record.last_counted()));
			prop_assert_eq!(recent(pledges.last_stopped()), recent(record.last_stopped()));

			// No moment between counting and being free is unguarded.
			for ((epoch, service), (kind, magnitude)) in &self.bases {
				let room = self.room(*service, *kind, *epoch);
				prop_assert!(room >= *magnitude, "{} at {}: {}", service, epoch, room);
			}
			Ok(())
		}
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(1024))]

		#[test]
		fn no_history_tells_the_layers_from_a_record_of_all(
			balance in amount(),
			leverage in 1u32..4,
			acts in prop::collection::vec(act(), 1..150),
		) {
			let mut history = History::new(balance, leverage);
			for act in &acts {
				history.act(act)?;
			}
		}
	}
}
