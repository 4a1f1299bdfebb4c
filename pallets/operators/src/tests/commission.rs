//! What commissions may do: fall at once, rise with notice.

use super::*;
use proptest::{
	prelude::*,
	test_runner::{Config as Settings, TestRunner},
};
use std::collections::BTreeMap;

fn set(who: AccountId, commission: Perbill) {
	assert_ok!(Operators::set_commission(signed(who), commission));
}

/// In force, and announced.
fn shown(who: AccountId) -> (Perbill, Option<(Perbill, Epoch)>) {
	let info = Operators::operator(&who).expect("the operator is registered");
	(info.commission, info.announced)
}

#[test]
fn a_fall_is_in_force_at_once() {
	with_registry(|| {
		register(ALICE, percent(50));
		for commission in [percent(20), Perbill::from_parts(1), Perbill::zero()] {
			set(ALICE, commission);
			assert_eq!(take_events(), vec![Event::CommissionSet { operator: ALICE, commission }]);
			assert_eq!(shown(ALICE), (commission, None));
		}
	});
}

#[test]
fn a_rise_is_in_force_from_its_epoch_on() {
	with_registry(|| {
		register(ALICE, percent(5));
		set(ALICE, percent(10));
		let (commission, from) = (percent(10), START + NOTICE);
		assert_eq!(
			take_events(),
			vec![Event::CommissionRiseAnnounced { operator: ALICE, commission, from }]
		);
		for (epoch, expected) in [
			(START, (percent(5), Some((commission, from)))),
			(from - 1, (percent(5), Some((commission, from)))),
			(from, (commission, None)),
			(from + 1, (commission, None)),
		] {
			CurrentEpoch::set(epoch);
			assert_eq!(shown(ALICE), expected, "epoch {epoch}");
		}
	});
}

#[test]
fn a_chain_younger_than_the_notice_gives_it_too() {
	with_registry(|| {
		CurrentEpoch::set(0);
		register(ALICE, percent(5));
		set(ALICE, percent(6));
		for (epoch, commission) in [(0, 5), (1, 5), (NOTICE - 1, 5), (NOTICE, 6), (NOTICE + 1, 6)] {
			CurrentEpoch::set(epoch);
			assert_eq!(shown(ALICE).0, percent(commission), "epoch {epoch}");
		}
	});
}

#[test]
fn a_rise_has_a_limit() {
	with_registry(|| {
		register(ALICE, percent(5));
		let limit = percent(10).deconstruct();
		for commission in [Perbill::from_parts(limit + 1), Perbill::one()] {
			assert_noop!(
				Operators::set_commission(signed(ALICE), commission),
				Error::<Test>::CommissionRiseTooSteep
			);
		}
		set(ALICE, Perbill::from_parts(limit));
		// The limit counts from what is in force, not from what is announced.
		assert_noop!(
			Operators::set_commission(signed(ALICE), Perbill::from_parts(limit + 1)),
			Error::<Test>::CommissionRiseTooSteep
		);
	});
}

#[test]
fn a_rise_cannot_pass_the_whole() {
	with_registry(|| {
		register(ALICE, percent(98));
		set(ALICE, Perbill::one());
		CurrentEpoch::set(START + NOTICE);
		assert_eq!(shown(ALICE), (Perbill::one(), None));
		assert_noop!(
			Operators::set_commission(signed(ALICE), Perbill::one()),
			Error::<Test>::CommissionUnchanged
		);
	});
}

#[test]
fn the_next_rise_starts_from_the_one_that_came_into_force() {
	with_registry(|| {
		register(ALICE, percent(5));
		set(ALICE, percent(10));
		CurrentEpoch::set(START + NOTICE - 1);
		assert_noop!(
			Operators::set_commission(signed(ALICE), percent(15)),
			Error::<Test>::CommissionRiseTooSteep
		);
		CurrentEpoch::set(START + NOTICE);
		set(ALICE, percent(15));
		assert_eq!(shown(ALICE), (percent(10), Some((percent(15), START + 2 * NOTICE))));
		CurrentEpoch::set(START + 2 * NOTICE - 1);
		assert_eq!(shown(ALICE).0, percent(10));
		CurrentEpoch::set(START + 2 * NOTICE);
		assert_eq!(shown(ALICE), (percent(15), None));
	});
}

#[test]
fn another_announcement_replaces_the_first_with_fresh_notice() {
	with_registry(|| {
		register(ALICE, percent(5));
		set(ALICE, percent(10));
		CurrentEpoch::set(START + NOTICE - 1);
		take_events();
		set(ALICE, percent(8));
		let from = START + NOTICE - 1 + NOTICE;
		assert_eq!(
			take_events(),
			vec![Event::CommissionRiseAnnounced { operator: ALICE, commission: percent(8), from }]
		);
		for (epoch, commission) in [(START + NOTICE, 5), (from - 1, 5), (from, 8)] {
			CurrentEpoch::set(epoch);
			assert_eq!(shown(ALICE).0, percent(commission), "epoch {epoch}");
		}
	});
}

#[test]
fn announcing_the_same_rise_again_is_refused() {
	with_registry(|| {
		register(ALICE, percent(5));
		set(ALICE, percent(10));
		for epoch in [START, START + NOTICE - 1, START + NOTICE] {
			CurrentEpoch::set(epoch);
			assert_noop!(
				Operators::set_commission(signed(ALICE), percent(10)),
				Error::<Test>::CommissionUnchanged
			);
		}
	});
}

#[test]
fn a_fall_drops_the_announced_rise() {
	with_registry(|| {
		register(ALICE, percent(5));
		set(ALICE, percent(10));
		take_events();
		set(ALICE, percent(4));
		assert_eq!(
			take_events(),
			vec![Event::CommissionSet { operator: ALICE, commission: percent(4) }]
		);
		for epoch in [START, START + NOTICE, START + 2 * NOTICE] {
			CurrentEpoch::set(epoch);
			assert_eq!(shown(ALICE), (percent(4), None), "epoch {epoch}");
		}
	});
}

#[test]
fn a_rise_that_came_into_force_can_fall_in_the_same_epoch() {
	with_registry(|| {
		register(ALICE, percent(5));
		set(ALICE, percent(10));
		CurrentEpoch::set(START + NOTICE);
		set(ALICE, percent(7));
		assert_eq!(shown(ALICE), (percent(7), None));
		// Back to where it was: a rise like any other.
		set(ALICE, percent(10));
		assert_eq!(shown(ALICE), (percent(7), Some((percent(10), START + 2 * NOTICE))));
	});
}

#[test]
fn setting_what_is_in_force_withdraws_the_announced_rise() {
	with_registry(|| {
		register(ALICE, percent(5));
		set(ALICE, percent(10));
		CurrentEpoch::set(START + NOTICE - 1);
		take_events();
		set(ALICE, percent(5));
		assert_eq!(take_events(), vec![Event::CommissionRiseWithdrawn { operator: ALICE }]);
		assert_eq!(entry(ALICE).commission, Commission::new(percent(5)));
		assert_noop!(
			Operators::set_commission(signed(ALICE), percent(5)),
			Error::<Test>::CommissionUnchanged
		);
	});
}

#[test]
fn a_rise_in_force_cannot_be_withdrawn() {
	with_registry(|| {
		register(ALICE, percent(5));
		set(ALICE, percent(10));
		CurrentEpoch::set(START + NOTICE);
		take_events();
		// Its old commission is a fall by now.
		set(ALICE, percent(5));
		assert_eq!(
			take_events(),
			vec![Event::CommissionSet { operator: ALICE, commission: percent(5) }]
		);
	});
}

#[test]
fn a_stranger_has_no_commission() {
	with_registry(|| {
		register(ALICE, percent(5));
		assert_noop!(
			Operators::set_commission(signed(BOB), percent(5)),
			Error::<Test>::NotRegistered
		);
		set(ALICE, percent(4));
		assert_eq!(Operators::operator(&BOB), None);
	});
}

#[test]
fn the_documented_timeline_is_true() {
	with_registry(|| {
		register(ALICE, percent(5));
		for (epoch, call, in_force, announced) in [
			(10, Some(9), 5, Some((9, 13))),
			(11, None, 5, Some((9, 13))),
			(12, None, 5, Some((9, 13))),
			(13, Some(14), 9, Some((14, 16))),
			(14, None, 9, Some((14, 16))),
			(15, Some(3), 3, None),
			(16, None, 3, None),
		] {
			CurrentEpoch::set(epoch);
			if let Some(commission) = call {
				set(ALICE, percent(commission));
			}
			let announced = announced.map(|(to, from)| (percent(to), from));
			assert_eq!(shown(ALICE), (percent(in_force), announced), "epoch {epoch}");
		}
	});
}

#[test]
fn the_last_epochs_of_the_clock_overflow_nothing() {
	let pace = Pace { notice: NOTICE, step: STEP };
	let mut commission = Commission::new(percent(5));
	let rise = Rise { to: percent(6), from: Epoch::MAX };
	assert_eq!(commission.set(percent(6), Epoch::MAX - 1, pace), Ok(Change::Announced(rise)));
	assert_eq!(commission.at(Epoch::MAX - 1), percent(5));
	assert_eq!(commission.at(Epoch::MAX), percent(6));
	assert_eq!(commission.set(percent(6), Epoch::MAX, pace), Err(Refusal::Unchanged));
}

#[test]
fn settling_changes_no_answer() {
	let pace = Pace { notice: NOTICE, step: STEP };
	let mut announced = Commission::new(percent(5));
	assert!(announced.set(percent(8), START, pace).is_ok());
	for now in START..START + NOTICE + 2 {
		let mut settled = announced;
		settled.settle(now);
		assert_eq!(settled == announced, now < START + NOTICE);
		for epoch in now..START + 2 * NOTICE {
			assert_eq!(settled.at(epoch), announced.at(epoch), "{epoch} settled in {now}");
		}
		assert_eq!(settled.pending(now), announced.pending(now));
	}
}

#[test]
fn an_announced_rise_that_is_none_is_found() {
	new_test_ext().execute_with(|| {
		register(ALICE, percent(5));
		for (to, sound) in [(6, true), (5, false), (4, false)] {
			let stored = (percent(5), Some((percent(to), START))).encode();
			Registry::mutate(ALICE, |entry| {
				let commission = Commission::decode(&mut &stored[..]).expect("the same layout");
				entry.as_mut().expect("the operator is registered").commission = commission;
			});
			assert_eq!(Operators::do_try_state().is_ok(), sound, "from 5 % to {to} %");
		}
	});
}

mod random {
	//! Random histories against a model that keeps the whole schedule of a commission: what it is from which epoch on, the
	//! past included. `PALISADE_WALKS=n` runs n histories instead of the default.

	use super::*;

	const WHOLE: u32 = 1_000_000_000;
	const HISTORIES: u32 = 200;
	const STEPS: usize = 100;

	#[derive(Clone, Debug)]
	enum Step {
		/// Sets the commission to so many parts.
		To(u32),
		/// Sets it so many parts above the one in force.
		By(i64),
		/// Announces the announced rise again; without one, sets what is in force.
		Again,
		Epochs(u32),
	}

	fn step() -> impl Strategy<Value = Step> {
		let limit = i64::from(STEP.deconstruct());
		let by = prop_oneof![
			Just(0),
			Just(1),
			Just(-1),
			Just(limit),
			Just(limit + 1),
			1..limit,
			-2 * limit..2 * limit,
		];
		prop_oneof![
			1 => (0..=WHOLE).prop_map(Step::To),
			5 => by.prop_map(Step::By),
			1 => Just(Step::Again),
			4 => (1..NOTICE + 2).prop_map(Step::Epochs),
		]
	}

	struct Model {
		now: Epoch,
		/// Parts, by the epoch from which on they are in force.
		schedule: BTreeMap<Epoch, u32>,
	}

	impl Model {
		fn in_force(&self) -> u32 {
			*self.schedule.range(..=self.now).next_back().expect("something is in force").1
		}

		fn announced(&self) -> Option<(Epoch, u32)> {
			self.schedule.range(self.now + 1..).next().map(|(from, to)| (*from, *to))
		}

		fn set(&mut self, to: u32) -> Result<(), Error<Test>> {
			let (in_force, announced) = (self.in_force(), self.announced());
			if to == announced.map_or(in_force, |(_, announced)| announced) {
				return Err(Error::CommissionUnchanged);
			}
			if to > in_force + STEP.deconstruct() {
				return Err(Error::CommissionRiseTooSteep);
			}
			let now = self.now;
			self.schedule.retain(|from, _| *from <= now);
			self.schedule.insert(if to > in_force { now + NOTICE } else { now }, to);
			Ok(())
		}
	}

	/// What a delegator saw.
	#[derive(Default)]
	struct Witness {
		/// The commission in force, in order of time.
		in_force: Vec<(Epoch, Perbill)>,
		/// Rises, each with the epoch of its announcement.
		announcements: Vec<(Epoch, Rise)>,
		lowered: u32,
		withdrawn: u32,
	}

	impl Witness {
		/// Takes a look in `now`. Panics if what it sees breaks a promise.
		fn look(&mut self, now: Epoch) {
			for event in take_events() {
				match event {
					Event::CommissionRiseAnnounced { commission, from, .. } => {
						self.announcements.push((now, Rise { to: commission, from }))
					},
					Event::CommissionSet { .. } => self.lowered += 1,
					Event::CommissionRiseWithdrawn { .. } => self.withdrawn += 1,
					other => panic!("{other:?}"),
				}
			}
			let (commission, _) = shown(ALICE);
			if let Some((_, before)) = self.in_force.last().filter(|(_, last)| *last < commission) {
				let rise = Rise { to: commission, from: now };
				assert!(
					self.announcements.iter().any(|(at, announced)| {
						*announced == rise && at.saturating_add(NOTICE) <= now
					}),
					"rose from {before:?} to {commission:?} in {now} without notice"
				);
			}
			let lowest = self
				.in_force
				.iter()
				.rev()
				.take_while(|(epoch, _)| epoch.saturating_add(NOTICE) >= now)
				.map(|(_, commission)| commission.deconstruct())
				.min();
			assert!(
				lowest.is_none_or(|lowest| commission.deconstruct() <= lowest + STEP.deconstruct()),
				"rose too much up to {now}: {:?}",
				self.in_force
			);
			self.in_force.push((now, commission));
		}

		fn rises(&self) -> u32 {
			self.in_force.windows(2).filter(|pair| pair[0].1 < pair[1].1).count() as u32
		}
	}

	fn apply(step: Step, model: &mut Model, witness: &mut Witness) {
		let in_force = model.in_force();
		let to = match step {
			Step::Epochs(epochs) => {
				for _ in 0..epochs {
					model.now += 1;
					CurrentEpoch::set(model.now);
					witness.look(model.now);
				}
				return;
			},
			Step::To(parts) => parts,
			Step::By(parts) => (i64::from(in_force) + parts).clamp(0, i64::from(WHOLE)) as u32,
			Step::Again => model.announced().map_or(in_force, |(_, to)| to),
		};
		let result = Operators::set_commission(signed(ALICE), Perbill::from_parts(to));
		assert_eq!(result, model.set(to).map_err(DispatchError::from), "to {to} from {in_force}");
		witness.look(model.now);
	}

	fn compare(model: &Model) {
		let announced = model.announced().map(|(from, to)| (Perbill::from_parts(to), from));
		assert_eq!(shown(ALICE), (Perbill::from_parts(model.in_force()), announced));
		check_registry();
	}

	#[test]
	fn histories_follow_the_model_and_keep_the_promises() {
		let cases = std::env::var("PALISADE_WALKS").ok().and_then(|n| n.parse().ok());
		let settings = Settings {
			cases: cases.unwrap_or(HISTORIES),
			failure_persistence: None,
			..Settings::default()
		};
		let done = std::cell::Cell::new([0u32; 4]);
		let histories = (0..=WHOLE, prop::collection::vec(step(), STEPS));
		TestRunner::new(settings)
			.run(&histories, |(start, steps)| {
				new_test_ext().execute_with(|| {
					CurrentEpoch::set(0);
					register(ALICE, Perbill::from_parts(start));
					let mut model = Model { now: 0, schedule: [(0, start)].into() };
					let mut witness = Witness::default();
					witness.look(0);
					for step in steps {
						apply(step, &mut model, &mut witness);
						compare(&model);
					}
					let [announced, rises, lowered, withdrawn] = done.get();
					done.set([
						announced + witness.announcements.len() as u32,
						rises + witness.rises(),
						lowered + witness.lowered,
						withdrawn + witness.withdrawn,
					]);
				});
				Ok(())
			})
			.unwrap_or_else(|failure| panic!("{failure}"));
		// The walks went somewhere: each move succeeded often, and announced rises came.
		assert!(done.get().iter().all(|count| *count > 100), "{:?}", done.get());
	}
}
