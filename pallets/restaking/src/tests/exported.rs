//! Histories that the executable model exported, replayed on the pallet.
//!
//! The model is the protocol's design in the whole numbers of another language: `model/export.py`, beside this crate's
//! sources. It walked the histories in `exported/histories.txt`. After each step the pallet has done the same, or refused
//! for the same reason, and all numbers are equal to the unit.
//!
//! This writes the histories anew, in the repository's root:
//!
//! ```text
//! python3 pallets/restaking/model/export.py > pallets/restaking/src/tests/exported/histories.txt
//! ```
//!
//! `PALISADE_HISTORIES=file` replays those of another file, say of another seed.
//!
//! A line is a step: `step : outcome : name=numbers : name=numbers …`. The outcome is `ok` and what came of the step, or
//! `no` and the name of the error. Then follows what the step changed, all else being as before; `-` stands for what is
//! gone. `A` to `D` are delegators of one pool, numbers of services and epochs are those of the chain.
//!
//! | Step | After `ok` |
//! |---|---|
//! | `history` number, U, leverage, least delegation | |
//! | `epoch` that begins | |
//! | `delegate` who, amount | |
//! | `undelegate` who, amount or `all` | |
//! | `cancel` who, epoch of the request | |
//! | `withdraw` who | amount |
//! | `allocate` service, target, kind | |
//! | `open` service, epoch | kind, magnitude and units that are judged, if the service had any |
//! | `close` service, epoch | |
//! | `execute` service, epoch, condition, penalty, most that all conditions take | units from active stake, and from exits |
//!
//! | Name | Numbers |
//! |---|---|
//! | `pool` | balance, shares, magnitude, generation |
//! | `to3`, to service 3 | kind, magnitude that counts, that is announced, that cools (what stops with this epoch counts and cools) |
//! | `W7`, the bucket of epoch 7 | balance, shares, magnitude, epoch from which it can be claimed, generation |
//! | `A` | shares of the pool, units that matured |
//! | `A7` | shares of the bucket of epoch 7 |
//! | `due7` | slashes charged to epoch 7 that wait, the generation that answers |

use super::{fixtures::*, *};
use crate::pool::PoolNow;
use palisade_primitives::AtStake;
use pallet_restaking_runtime_api::PoolInfo;
use std::collections::BTreeMap;

const HISTORIES: &str = include_str!("exported/histories.txt");

/// An asset of which single units can be staked.
const ASSET: AssetId = AssetId::WithId(7);
const DELEGATORS: [(&str, AccountId); 4] =
	[("A", ALICE), ("B", BOB), ("C", CHARLIE), ("D", OPS[1])];
/// More than anybody delegates.
const RICHES: Balance = 10u128.pow(31);

/// Names, and what the ledger has there.
type State = BTreeMap<String, String>;

/// How often what happened.
type Counts = BTreeMap<String, u32>;

#[derive(Debug)]
struct Line<'a> {
	step: Vec<&'a str>,
	outcome: &'a str,
	changes: Vec<(&'a str, &'a str)>,
}

impl<'a> Line<'a> {
	fn of(line: &'a str) -> Self {
		let mut fields = line.split(" : ");
		let step = fields.next().expect("a step").split(' ').collect();
		let outcome = fields.next().expect("an outcome");
		let changes = fields.map(|change| change.split_once('=').expect("a name and its numbers"));
		Self { step, outcome, changes: changes.collect() }
	}

	fn change(&self, state: &mut State) {
		for (name, numbers) in &self.changes {
			match *numbers {
				"-" => state.remove(*name),
				_ => state.insert((*name).into(), (*numbers).into()),
			};
		}
	}
}

fn number<N: std::str::FromStr>(word: &str) -> N {
	word.parse().unwrap_or_else(|_| panic!("{word} is not a number"))
}

fn account(name: &str) -> AccountId {
	DELEGATORS.into_iter().find(|(of, _)| *of == name).expect("a delegator").1
}

fn kind(name: &str) -> StakeKind {
	match name {
		"exclusive" => Exclusive,
		"shared" => Shared,
		_ => panic!("{name} is not a kind of stake"),
	}
}

fn name(kind: StakeKind) -> &'static str {
	match kind {
		Exclusive => "exclusive",
		Shared => "shared",
	}
}

/// A chain for one history.
fn begin(unbonding: Epoch, leverage: u32, min_delegation: Balance) {
	assert_ok!(Assets::force_create(RuntimeOrigin::root(), 7, GOVERNANCE, true, 1));
	assert_ok!(NativeAndAssets::mint_into(ASSET, &TREASURY, WEALTH));
	let config = AssetConfig { min_delegation, leverage, cap_per_pool: Balance::MAX, ..config() };
	assert_ok!(Restaking::register_asset(RuntimeOrigin::root(), ASSET, config));
	UnbondingEpochs::<Test>::put(unbonding);
	for (_, who) in DELEGATORS {
		assert_ok!(NativeAndAssets::mint_into(ASSET, &who, RICHES));
	}
}

/// Takes a step. Returns what came of it.
fn take(step: &[&str]) -> Result<String, DispatchError> {
	let nothing = |()| String::new();
	let at_epoch = |service: &str, epoch: &str| offence(number(service), number(epoch));
	match *step {
		["epoch", epoch] => {
			at(number(epoch));
			Ok(String::new())
		},
		["delegate", who, amount] => {
			let who = signed(account(who));
			Restaking::delegate(who, OP, ASSET, number(amount)).map(nothing)
		},
		["undelegate", who, amount] => {
			let amount = (amount != "all").then(|| number(amount));
			let done = Restaking::undelegate(signed(account(who)), OP, ASSET, amount);
			done.map(|_| String::new()).map_err(|error| error.error)
		},
		["cancel", who, requested] => {
			let who = signed(account(who));
			Restaking::cancel_undelegation(who, OP, ASSET, number(requested)).map(nothing)
		},
		["withdraw", who] => {
			let who = account(who);
			let before = wallet(who, &ASSET);
			Restaking::withdraw(signed(who), OP, ASSET).map_err(|error| error.error)?;
			Ok((wallet(who, &ASSET) - before).to_string())
		},
		["allocate", service, target, of_kind] => {
			let (service, target) = (number(service), number(target));
			let done = Restaking::allocate(signed(OP), service, ASSET, target, kind(of_kind));
			done.map(|_| String::new()).map_err(|error| error.error)
		},
		["open", service, epoch] => {
			let judged = Restaking::open(&at_epoch(service, epoch))?;
			let judged = judged.iter().map(|AtStake { base, .. }| {
				format!("{} {} {}", name(base.kind), base.magnitude, base.captured)
			});
			Ok(judged.collect())
		},
		["close", service, epoch] => Restaking::close(&at_epoch(service, epoch)).map(nothing),
		["execute", service, epoch, condition, penalty, most] => {
			let judgement = Judgement {
				condition: number(condition),
				penalty: Perquintill::from_parts(number(penalty)),
				max_slash: Perquintill::from_parts(number(most)),
				shared_limit: Perquintill::one(),
			};
			let taken = Restaking::execute(&at_epoch(service, epoch), &judgement, &nobody())?;
			let taken = taken.iter().map(|t| format!("{} {}", t.from_active, t.from_exits));
			Ok(taken.collect())
		},
		_ => panic!("{step:?} is not a step"),
	}
}

/// The name of an error of the ledger.
fn refusal(error: DispatchError) -> &'static str {
	match error {
		DispatchError::Module(error) => error.message.expect("errors have names in tests"),
		error => panic!("{error:?} is not an error of the ledger"),
	}
}

/// All that is compared.
fn state() -> State {
	let mut state = State::new();
	let mut set = |name: String, numbers: &[&dyn ToString]| {
		let numbers: Vec<_> = numbers.iter().map(|number| number.to_string()).collect();
		assert_eq!(state.insert(name, numbers.join("/")), None, "two of a name");
	};
	let pool = Restaking::pool(&OP, &ASSET);
	set("pool".into(), &[&pool.balance, &pool.shares, &pool.magnitude, &pool.generation]);
	for pledge in pool.allocations {
		let announced = pledge.layers.iter().filter(|layer| layer.counts_from > now());
		let announced: Balance = announced.map(|layer| layer.amount).sum();
		let cooling = pledge.encumbering - pledge.target;
		let numbers: [&dyn ToString; 4] =
			[&name(pledge.kind), &pledge.counting, &announced, &cooling];
		set(format!("to{}", pledge.service), &numbers);
	}
	for waiting in pool.waiting {
		set(format!("due{}", waiting.epoch), &[&waiting.slashes, &waiting.generation]);
	}
	let current = PoolNow::<Test>::read(&OP, &ASSET).expect("the pool is sound");
	for requested in Buckets::<Test>::iter_key_prefix((OP, ASSET)) {
		let bucket = current.bucket(requested).expect("it is listed");
		let magnitude = current.answers_for(&bucket).magnitude;
		let (balance, shares) = (bucket.part.balance(), bucket.part.shares());
		let numbers: [&dyn ToString; 5] =
			[&balance, &shares, &magnitude, &bucket.claimable_from, &bucket.generation];
		set(format!("W{requested}"), &numbers);
	}
	for (name, who) in DELEGATORS {
		if let Ok(position) = Positions::<Test>::try_get((who, OP, ASSET)) {
			set(name.into(), &[&position.shares_of(&current.pool), &position.matured]);
			for exit in position.exits {
				set(format!("{name}{}", exit.requested), &[&exit.shares]);
			}
		}
	}
	state
}

/// Replays a history, line by line.
fn replay(history: &str, counts: &mut Counts) {
	let mut lines = history.lines().map(Line::of);
	let first = lines.next().expect("a history has a first line");
	let [_, unbonding, leverage, minimum] = first.step[..] else { panic!("{first:?}") };
	begin(number(unbonding), number(leverage), number(minimum));
	let mut expected = State::new();
	first.change(&mut expected);
	assert_eq!(state(), expected, "{first:?}");
	for line in lines {
		line.change(&mut expected);
		let pool = Restaking::pool(&OP, &ASSET);
		let kept = line.outcome.starts_with("no ").then(storage);
		let result = take(&line.step).map_err(refusal);
		let said = match &result {
			Ok(result) => format!("ok {result}"),
			Err(error) => format!("no {error}"),
		};
		assert_eq!(said.trim_end(), line.outcome, "{line:?}");
		assert_eq!(state(), expected, "{line:?}");
		assert_eq!(Restaking::unclaimed_surplus(&ASSET), Ok(0), "{line:?}");
		if let Some(kept) = kept {
			assert_eq!(changes(&kept, &storage()), 0, "a refused step changes something: {line:?}");
		}
		count(counts, &line.step, result, &pool);
	}
	Restaking::do_try_state().unwrap();
}

/// Notes what a step did to a pool that was as `before`.
fn count(
	counts: &mut Counts,
	step: &[&str],
	result: Result<String, &'static str>,
	before: &PoolInfo,
) {
	let mut note = |what: String| *counts.entry(what).or_default() += 1;
	let result = match result {
		Ok(result) => result,
		Err(error) => return note(format!("{}: {error}", step[0])),
	};
	note(step[0].into());
	let after = Restaking::pool(&OP, &ASSET);
	match *step {
		["delegate", _, amount] if amount.len() > 27 => note("delegate 10²⁷ and more".into()),
		["undelegate", ..] if after.balance == before.balance => note("write off".into()),
		["execute", _, epoch, ..] => {
			let taken: Vec<Balance> = result.split_whitespace().map(number).collect();
			if let [active, exits] = taken[..] {
				for (taken, what) in [(active, "slash active stake"), (exits, "slash exits")] {
					if taken > 0 {
						note(what.into());
					}
				}
				let ends = number::<Epoch>(epoch) + Restaking::unbonding_epochs();
				if active + exits > 0 && ends <= now() {
					note("slash late".into());
				}
			}
		},
		_ => {},
	}
	let is_wiped = |pool: &PoolInfo| pool.balance == 0 && pool.shares > 0;
	if is_wiped(&after) && !is_wiped(before) {
		note("generation ends".into());
	}
	if after.generation > before.generation {
		note("generation opens".into());
	} else if after.magnitude > before.magnitude {
		note("magnitude is renormalised".into());
	}
}

/// What the histories are worth nothing without, and how often it happens at least.
const HAPPENS: [(&str, u32); 47] = [
	("epoch", 1_000),
	("delegate", 500),
	("delegate 10²⁷ and more", 10),
	("delegate: BelowMinDelegation", 20),
	("delegate: PoolDiluted", 3),
	("delegate: PoolRestarting", 5),
	("delegate: ZeroAmount", 20),
	("undelegate", 500),
	("undelegate: BelowMinDelegation", 5),
	("undelegate: InsufficientStake", 50),
	("undelegate: NoPosition", 50),
	("undelegate: ZeroAmount", 50),
	("write off", 10),
	("cancel", 100),
	("cancel: BelowMinDelegation", 1),
	("cancel: BucketDiverged", 10),
	("cancel: ExitMatured", 50),
	("cancel: NoExit", 30),
	("cancel: NoPosition", 30),
	("cancel: PoolDiluted", 2),
	("cancel: ZeroAmount", 1),
	("withdraw", 100),
	("withdraw: NoExit", 50),
	("withdraw: NoPosition", 30),
	("withdraw: NotClaimable", 50),
	("withdraw: SlashDue", 10),
	("allocate", 500),
	("allocate: AllocationUnchanged", 50),
	("allocate: ExceedsCeiling", 50),
	("allocate: ExceedsLeverage", 30),
	("allocate: ExceedsMagnitude", 10),
	("allocate: KindChanged", 50),
	("allocate: PoolDiluted", 10),
	("allocate: TooManyChanges", 2),
	("allocate: WouldShelterStake", 50),
	("open", 500),
	("open: EpochNotChargeable", 50),
	("close", 30),
	("close: NotOpen", 30),
	("execute", 500),
	("execute: NotOpen", 30),
	("slash active stake", 200),
	("slash exits", 200),
	("slash late", 50),
	("generation ends", 20),
	("generation opens", 20),
	("magnitude is renormalised", 30),
];

/// Replays `histories`. Returns how many they were, and what happened.
fn replay_all(histories: &str) -> (u32, Counts) {
	let (mut number, mut counts) = (0, Counts::new());
	// The first line says who wrote the file.
	for history in histories.split("\nhistory ").skip(1) {
		new_test_ext().execute_with(|| replay(history, &mut counts));
		number += 1;
	}
	(number, counts)
}

#[test]
fn the_pallet_does_what_the_executable_model_did() {
	if let Ok(file) = std::env::var("PALISADE_HISTORIES") {
		let histories = std::fs::read_to_string(&file).expect("the file can be read");
		let (number, counts) = replay_all(&histories);
		println!("{number} histories of {file}: {counts:#?}");
		assert!(number > 0, "there is no history in {file}");
		return;
	}
	let (number, counts) = replay_all(HISTORIES);
	assert!(number >= 100, "only {number} histories");
	for (what, least) in HAPPENS {
		let count = counts.get(what).copied().unwrap_or(0);
		assert!(count >= least, "{what}: {count} times, of {counts:#?}");
	}
}
