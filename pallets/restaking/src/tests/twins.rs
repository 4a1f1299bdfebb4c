//! Twins: ALICE, operator and delegator, acts as she likes between offences and their execution; her twin does nothing.
//! Whatever she does, she never ends richer than her twin, but for units that rounding moves.
//!
//! `PALISADE_TWINS=n` runs n histories instead of the default.

use super::{fixtures::*, *};

const HISTORIES: u64 = 300;
/// How long ALICE acts.
const EPOCHS: Epoch = 5;
const STEPS_AN_EPOCH: u64 = 3;

/// Services that judge what happened. The others are ALICE's own.
const JUDGES: [(ServiceId, StakeKind); 3] = [(1, Exclusive), (2, Shared), (3, Shared)];
const OWN: [(ServiceId, StakeKind); 2] = [(4, Exclusive), (5, Shared)];

/// SplitMix64.
struct Dice(u64);

impl Dice {
	fn roll(&mut self, sides: u64) -> u64 {
		self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
		let mut mixed = self.0;
		mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
		mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
		(mixed ^ (mixed >> 31)) % sides
	}

	fn pick<T: Copy>(&mut self, from: &[T]) -> T {
		from[self.roll(from.len() as u64) as usize]
	}
}

/// A slash by a judge.
#[derive(Clone, Copy)]
struct Verdict {
	service: ServiceId,
	epoch: Epoch,
	judgement: (u8, u64, u64),
	/// When it is executed.
	executed_in: Epoch,
}

/// How a history ends.
#[derive(Debug, PartialEq)]
struct End {
	/// What ALICE has, in units.
	wealth: Balance,
	/// What she brought in meanwhile.
	added: Balance,
	/// Of the judges' slashes.
	billed: Balance,
	/// Most units that one of ALICE's steps, and of the executions, can move by rounding, added up.
	rounding: Balance,
	/// Of ALICE's steps, how many were taken.
	steps: u64,
}

/// Amounts of a size at which units are tiny.
fn amount(dice: &mut Dice) -> Balance {
	let zeros = 12 + dice.roll(4) as u32;
	Balance::from(100 + dice.roll(900)) * 10u128.pow(zeros)
		+ Balance::from(dice.roll(1_000_000_000))
}

/// The largest unit of rounding of a pool and its buckets: `max(1, ⌈B/M⌉)`, and parts that can round.
fn grain() -> (Balance, Balance) {
	let pool = Restaking::pool(&OP, &NATIVE);
	let active = (pool.balance, pool.magnitude);
	let buckets: Vec<_> = Buckets::<Test>::iter_prefix((OP, NATIVE))
		.map(|(_, bucket)| {
			let magnitude = bucket.answers_for.map_or(pool.magnitude, |copy| copy.magnitude);
			(bucket.part.balance(), magnitude)
		})
		.collect();
	let parts = buckets.len() as Balance + 1;
	let of = |(balance, magnitude): (Balance, Balance)| match magnitude {
		0 => 1,
		_ => balance.div_ceil(magnitude).max(1),
	};
	(std::iter::once(active).chain(buckets).map(of).max().unwrap_or(1), parts)
}

/// What stands behind the operator before the offences, and which they are.
fn open_history(dice: &mut Dice) -> Vec<Verdict> {
	for who in [ALICE, BOB, CHARLIE] {
		delegate_new(who, amount(dice));
	}
	for (service, kind) in JUDGES.into_iter().chain(OWN) {
		if dice.roll(4) > 0 {
			let target = Balance::from(dice.pick(&[200, 300, 500, 1_000u64]));
			let _ = try_allocate(service, target, kind);
		}
	}
	at(START + NOTICE + 1);
	if dice.roll(2) > 0 {
		let who = dice.pick(&[ALICE, BOB, CHARLIE]);
		undelegate(who, value(who) / 2);
	}
	next_epoch();
	let first = now();
	let mut verdicts = Vec::new();
	for _ in 0..1 + dice.roll(3) {
		let (service, _) = dice.pick(&JUDGES);
		let epoch = first - dice.roll(2) as Epoch;
		let judgement = (dice.roll(2) as u8, dice.pick(&[25, 33, 50, 100]), 100);
		let executed_in = first + 1 + dice.roll(EPOCHS.into()) as Epoch;
		open(service, epoch);
		verdicts.push(Verdict { service, epoch, judgement, executed_in });
	}
	verdicts
}

fn try_allocate(service: ServiceId, target: Balance, kind: StakeKind) -> bool {
	let magnitude = target * FULL_MAGNITUDE / 1_000;
	Restaking::allocate(signed(OP), service, NATIVE, magnitude, kind).is_ok()
}

/// One step of ALICE. Returns whether it was taken, and the units she added.
fn act(dice: &mut Dice, is_new: bool) -> (bool, Balance) {
	match dice.roll(20) {
		0..=5 => {
			let part = dice.pick(&[None, Some(2), Some(3)]).map(|part| value(ALICE) / part);
			(Restaking::undelegate(signed(ALICE), OP, NATIVE, part).is_ok(), 0)
		},
		6..=7 => {
			let position = Positions::<Test>::get((ALICE, OP, NATIVE));
			let requested: Vec<_> = position.exits.iter().map(|exit| exit.requested).collect();
			if requested.is_empty() {
				return (false, 0);
			}
			let requested = dice.pick(&requested);
			let done = Restaking::cancel_undelegation(signed(ALICE), OP, NATIVE, requested);
			(done.is_ok(), 0)
		},
		8..=12 => {
			let services: Vec<_> = JUDGES.into_iter().chain(OWN).collect();
			let (service, kind) = dice.pick(&services);
			let target = Balance::from(dice.pick(&[0, 0, 100, 500, 1_000u64]));
			(try_allocate(service, target, kind), 0)
		},
		13..=16 => {
			// Her own service finds her guilty, of today or of an epoch before.
			let (service, _) = dice.pick(&OWN);
			let epoch = now() - dice.roll(2) as Epoch;
			let penalty = dice.pick(&[50, 90, 100]);
			open(service, epoch);
			let own = execute_of(service, epoch, (0, penalty, 100));
			(own > 0, 0)
		},
		17 => (Restaking::withdraw(signed(ALICE), OP, NATIVE).is_ok(), 0),
		_ if is_new => {
			let more = amount(dice) / 100;
			let joined = frame_support::hypothetically!({
				enrich(ALICE, &NATIVE, more);
				Restaking::delegate(signed(ALICE), OP, NATIVE, more).is_ok()
			});
			if joined {
				enrich(ALICE, &NATIVE, more);
				delegate(ALICE, more);
			}
			(joined, if joined { more } else { 0 })
		},
		_ => (false, 0),
	}
}

fn history(seed: u64, acts: bool) -> End {
	let mut end = None;
	with_ledger(|| {
		let (mut dice, mut hers) = (Dice(seed), Dice(!seed));
		let verdicts = open_history(&mut dice);
		let (mut added, mut billed, mut rounding, mut steps) = (0, 0, 0, 0);
		for _ in 0..=EPOCHS {
			for verdict in verdicts.iter().filter(|verdict| verdict.executed_in == now()) {
				let (units, parts) = grain();
				rounding += units * (parts + 1);
				billed += execute_of(verdict.service, verdict.epoch, verdict.judgement);
			}
			for _ in 0..if acts { STEPS_AN_EPOCH } else { 0 } {
				let (units, parts) = grain();
				let (taken, more) = act(&mut hers, true);
				added += more;
				if taken {
					rounding += units * (parts + 1);
					steps += 1;
				}
			}
			next_epoch();
		}
		end = Some(End { wealth: wealth(ALICE), added, billed, rounding, steps });
	});
	end.expect("the history ran")
}

#[test]
fn no_history_leaves_an_actor_richer_than_its_idle_twin() {
	let asked = std::env::var("PALISADE_TWINS").ok().and_then(|n| n.parse().ok());
	let histories = asked.unwrap_or(HISTORIES);
	let (mut steps, mut billed, mut poorer) = (0, 0, 0);
	for seed in 0..histories {
		let (idle, acted) = (history(seed, false), history(seed, true));
		let fair = idle.wealth + acted.added;
		let bound = fair + idle.rounding + acted.rounding;
		assert!(acted.wealth <= bound, "seed {seed}: {idle:?}, {acted:?}");
		steps += acted.steps;
		billed += u64::from(acted.billed > 0);
		poorer += u64::from(acted.wealth + acted.rounding < fair);
	}
	// She did much, was billed often, and often hurt herself.
	assert!(steps > 5 * histories, "{steps} steps");
	assert!(billed > histories / 2, "{billed} bills");
	assert!(poorer > histories / 10, "poorer {poorer} times");
}

#[test]
fn a_history_can_be_repeated() {
	for seed in 0..5 {
		assert_eq!(history(seed, true), history(seed, true));
	}
}
