//! Random histories: stake moves, operators come, leave and return, offend in any session of an epoch, fall silent; governance
//! moves the limits and overturns. After each session the next validators are compared with what a model elects, and what was
//! charged with what the rule says.
//!
//! `PALISADE_ELECTIONS=n` runs so many histories instead of a few, `PALISADE_SEED=s` begins with another one.

use super::*;
use sp_runtime::traits::Dispatchable;
use std::{cmp::Reverse, collections::BTreeSet};

/// Sessions of a history.
const SESSIONS: u32 = 30;

/// Whoever may operate: the validators of genesis, and four that come later.
const OPERATORS: [Sr25519Keyring; 8] = [
	Sr25519Keyring::AliceStash,
	Sr25519Keyring::BobStash,
	Sr25519Keyring::CharlieStash,
	Sr25519Keyring::DaveStash,
	Charlie,
	Dave,
	Eve,
	Ferdie,
];

/// What was met.
#[derive(Default)]
struct Counts {
	elections: u32,
	short: u32,
	faults: u32,
	charged: u32,
	executed: u32,
	refused: u32,
	displaced: u32,
}

/// Does something, which the chain may refuse.
fn act(random: &mut Random, counts: &mut Counts) {
	let who = random.pick(&OPERATORS);
	let operator = account(who);
	let registered = pallet_operators::Operators::<Runtime>::contains_key(&operator);
	let call: RuntimeCall = match random.below(12) {
		0 | 1 if !registered => {
			if !pallet_session::NextKeys::<Runtime>::contains_key(&operator) {
				set_session_keys(who);
			}
			assert_ok!(Operators::register(signed(who), vec![], Perbill::zero()));
			let stake = PAL * (20_000 + 10_000 * Balance::from(random.below(10)));
			pallet_restaking::Call::delegate { operator, asset: NATIVE, amount: stake }.into()
		},
		0 | 1 => {
			let generation = Services::terms_at(CONSENSUS_SERVICE, Epochs::current_epoch());
			let version = generation.map_or(1, |(version, _)| version);
			let (key, proof) = prove(who, CONSENSUS_SERVICE, who);
			pallet_services::Call::apply {
				service: CONSENSUS_SERVICE,
				terms_version: version,
				key,
				proof,
			}
			.into()
		},
		2 | 3 => pallet_restaking::Call::allocate {
			service: CONSENSUS_SERVICE,
			asset: NATIVE,
			magnitude: FULL / 4 * Balance::from(random.below(4)),
			kind: StakeKind::Exclusive,
		}
		.into(),
		4 => pallet_services::Call::leave { service: CONSENSUS_SERVICE }.into(),
		5 | 6 => pallet_restaking::Call::delegate {
			operator: account(random.pick(&OPERATORS)),
			asset: NATIVE,
			amount: PAL * (1_000 + 1_000 * Balance::from(random.below(30))),
		}
		.into(),
		7 => pallet_restaking::Call::undelegate {
			operator: account(random.pick(&OPERATORS)),
			asset: NATIVE,
			amount: Some(PAL * (1_000 + 1_000 * Balance::from(random.below(50)))),
		}
		.into(),
		8 => pallet_session::Call::purge_keys {}.into(),
		9 => {
			if !pallet_session::NextKeys::<Runtime>::contains_key(&operator) {
				set_session_keys(who);
			}
			return;
		},
		10 => {
			let min = 1 + random.below(3) as u32;
			set_limits(min, min + random.below(5) as u32);
			return;
		},
		_ => {
			let mut silent = Silent::get();
			match silent.iter().position(|other| *other == operator) {
				Some(place) => {
					silent.remove(place);
				},
				// Somebody has to make blocks.
				None if silent.is_empty() => silent.push(operator),
				None => (),
			}
			Silent::set(silent);
			return;
		},
	};
	let before = sp_io::storage::root(sp_core::storage::StateVersion::V1);
	// As a transaction does: what fails changes nothing.
	let outcome = frame_support::storage::with_storage_layer(|| {
		call.dispatch(signed(who)).map(|_| ()).map_err(|error| error.error)
	});
	if outcome.is_err() {
		counts.refused += 1;
		let after = sp_io::storage::root(sp_core::storage::StateVersion::V1);
		assert_eq!(before, after, "what is refused changes nothing");
	}
}

/// Records a fault of somebody who validates, as its proof would. Which keys sign is another test's business.
fn offend(random: &mut Random, counts: &mut Counts) {
	let offender = random.pick(&Session::validators());
	let session = Session::current_index();
	let fault = random.pick(&[ConsensusFault::BlockEquivocation, ConsensusFault::VoteEquivocation]);
	let severity = Perquintill::from_percent(1 + random.below(100));
	Validators::record_fault(session, offender, fault, severity);
	counts.faults += 1;
}

/// Candidates of this epoch, the first rank first, by what the registries say.
fn model_ranking() -> Vec<AccountId> {
	let epoch = Epochs::current_epoch();
	let (of, suspended) = pallet_validators::Suspended::<Runtime>::get();
	let suspended = if of == epoch { suspended.to_vec() } else { vec![] };
	let weight = |who: &AccountId| {
		let stake = Restaking::stake(who, CONSENSUS_SERVICE, epoch);
		stake.iter().map(|stake| stake.value).sum::<Balance>()
	};
	let mut candidates: Vec<_> = OPERATORS
		.iter()
		.map(|who| account(*who))
		.filter(|who| Services::counts_at(CONSENSUS_SERVICE, who, epoch))
		.filter(|who| !suspended.contains(who))
		.filter(|who| pallet_session::NextKeys::<Runtime>::contains_key(who))
		.collect();
	candidates.sort_by_key(|who| (Reverse(weight(who)), who.clone()));
	candidates
}

/// Compares what was planned with the model.
fn check_election(before: &[AccountId], counts: &mut Counts) {
	let limits = pallet_validators::Limits::<Runtime>::get();
	let ranking = model_ranking();
	let planned = planned();
	counts.elections += 1;
	assert!(!planned.is_empty());
	let distinct: BTreeSet<_> = planned.iter().collect();
	assert_eq!(distinct.len(), planned.len(), "nobody is planned twice");
	for who in &planned {
		assert!(pallet_session::NextKeys::<Runtime>::contains_key(who), "{who} has no keys");
	}
	if ranking.len() >= limits.min as usize {
		let elected = &ranking[..ranking.len().min(limits.max as usize)];
		assert_eq!(planned, elected);
		counts.displaced += u32::from(ranking.len() > elected.len());
	} else {
		counts.short += 1;
		assert_eq!(planned[..ranking.len()], ranking[..]);
		for who in &planned[ranking.len()..] {
			assert!(before.contains(who), "only who was planned before stays");
		}
		let available = before
			.iter()
			.filter(|who| pallet_session::NextKeys::<Runtime>::contains_key(who))
			.filter(|who| !ranking.contains(who))
			.count();
		let enough = (limits.min as usize).min(ranking.len() + available);
		assert!(planned.len() >= enough, "as many stay as there must be");
	}
	let spare = ranking.len().saturating_sub(limits.min as usize);
	assert_eq!(pallet_validators::Spare::<Runtime>::get(), spare as u32);
}

/// Compares what was charged with the rule.
fn check_events(events: &[RuntimeEvent], counts: &mut Counts) {
	for event in events {
		match event {
			RuntimeEvent::Validators(ValidatorsEvent::FaultJudged { session, charged, .. }) => {
				assert_eq!(*charged, session.saturating_sub(1) / SESSIONS_PER_EPOCH);
				counts.charged += 1;
			},
			RuntimeEvent::Slashing(SlashingEvent::Executed { .. }) => counts.executed += 1,
			RuntimeEvent::Slashing(SlashingEvent::ExecutionFailed { error, .. }) => {
				panic!("an execution failed: {error:?}")
			},
			_ => (),
		}
	}
}

const SESSIONS_PER_EPOCH: u32 = 2;

/// Runs the history that begins with `seed`.
fn history(seed: u64, counts: &mut Counts) {
	let shorten = |patch: &mut serde_json::Value| {
		patch["epochs"]["sessionLength"] = 4.into();
		patch["epochs"]["sessionsPerEpoch"] = SESSIONS_PER_EPOCH.into();
	};
	testnet_with(shorten).execute_with(|| {
		let mut random = Random(seed);
		run_to_slot(FIRST_SLOT);
		for session in 1..SESSIONS {
			for slot in 0..4 {
				for _ in 0..random.below(4) {
					act(&mut random, counts);
				}
				if random.below(12) == 0 {
					offend(&mut random, counts);
				}
				let before = planned();
				run_to_slot(u64::from(Babe::current_slot()) + 1);
				check_events(&take_events(), counts);
				if slot == 3 {
					assert_eq!(Session::current_index(), session);
					check_election(&before, counts);
				}
			}
			check();
		}
	});
}

#[test]
fn random_histories_elect_as_the_model_and_charge_as_the_rule() {
	let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
	let histories: u64 = number("PALISADE_ELECTIONS").unwrap_or(6);
	let first: u64 = number("PALISADE_SEED").unwrap_or(0);
	let mut counts = Counts::default();
	for seed in first..first + histories {
		// So that a failure tells which one it was.
		println!("history {seed}");
		history(seed, &mut counts);
	}
	println!(
		"{} elections, {} of them short, {} with more candidates than places; {} faults, {} charged, {} executed; {} refused",
		counts.elections,
		counts.short,
		counts.displaced,
		counts.faults,
		counts.charged,
		counts.executed,
		counts.refused,
	);
	assert!(counts.short > 0 && counts.displaced > 0, "both kinds of elections were met");
	assert!(counts.charged > 0 && counts.executed > 0, "slashes were met");
	assert!(counts.refused > 0, "refusals were met");
}
