//! Throws calls at the runtime that nobody thought of: sensible ones in any order, by anybody, and ones whose encoded
//! bytes were damaged. Whatever they do, what each pallet promises of its state holds.
//!
//! `PALISADE_CALLS=n` makes n histories instead of the default, `PALISADE_SEED=n` starts with another one.

#![cfg(feature = "try-runtime")]

use crate::common::*;
use codec::{Decode, Encode};
use frame_support::{
	assert_ok,
	dispatch::DispatchResult,
	traits::{GetCallMetadata, OnInitialize, TryState, TryStateSelect},
	BoundedVec,
};
use palisade_primitives::{
	keys::{accusation_payload, possession_payload, statement_payload, KeySignature, ServiceKey},
	Judgement, Liability, Offence, Recipients, StakeKind,
};
use palisade_runtime::{genesis_presets::LST_DOT, *};
use palisade_terms::{
	AcceptedAsset, Admission, Condition, Evidence, Formula, Penalty, Proceeds, Resolution,
	Restitution, StakeKinds, Terms,
};
use pallet_restaking::AssetConfig;
use pallet_slashing::{DoubleSign, Proof, QuorumAccusation, Ruling, Statement};
use sp_core::H256;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie};
use sp_runtime::{traits::Dispatchable, DispatchError, Perbill, Perquintill};
use std::collections::BTreeMap;

const HISTORIES: u64 = 40;
const CALLS: usize = 250;

const ACCOUNTS: [Sr25519Keyring; 6] = [Alice, Bob, Charlie, Dave, Eve, Ferdie];
const SERVICES: u64 = 4;

impl Random {
	fn who(&mut self) -> Sr25519Keyring {
		self.pick(&ACCOUNTS)
	}

	fn operator(&mut self) -> Sr25519Keyring {
		self.pick(&[Alice, Bob, Charlie, Alice, Bob, Ferdie])
	}

	fn service(&mut self) -> ServiceId {
		self.below(SERVICES + 1) as ServiceId
	}

	fn asset(&mut self) -> AssetId {
		let native = AssetId::Native;
		let lst = AssetId::WithId(LST_DOT.id);
		self.pick(&[native.clone(), lst.clone(), native, lst, AssetId::WithId(2)])
	}

	/// Something that somebody has in a pool.
	fn position(&mut self) -> Option<(AccountId, AccountId, AssetId)> {
		let all: Vec<_> = pallet_restaking::Positions::<Runtime>::iter_keys().collect();
		(!all.is_empty()).then(|| self.pick(&all))
	}

	fn amount(&mut self) -> Balance {
		let some = Balance::from(self.below(3_000));
		let (native, lst) = (some * PAL, some * LST_DOT.token());
		self.pick(&[0, 1, some, PAL, native, native, native, lst, lst, u128::MAX])
	}

	fn magnitude(&mut self) -> Balance {
		const FULL: Balance = 1_000_000_000_000_000_000;
		let part = u128::from(self.below(1_001)) * FULL / 1_000;
		self.pick(&[0, 1, FULL / 4, FULL / 2, FULL, FULL + 1, part, part, part])
	}

	fn kind(&mut self) -> StakeKind {
		self.pick(&[StakeKind::Exclusive, StakeKind::Shared])
	}

	fn epoch(&mut self) -> Epoch {
		let back = self.below(9) as Epoch;
		(Restaking::epoch() + 1).saturating_sub(back)
	}
}

/// A call that makes sense, and who sends it: mostly about what there is.
fn call(random: &mut Random) -> (RuntimeOrigin, RuntimeCall) {
	let (sender, operator) = (account(random.who()), account(random.operator()));
	let (service, asset, amount) = (random.service(), random.asset(), random.amount());
	let by = RuntimeOrigin::signed;
	match random.below(32) {
		0 => {
			let commission = Perbill::from_percent(random.below(120) as u32);
			let call = pallet_operators::Call::register { metadata: vec![7; 4], commission };
			(by(operator), call.into())
		},
		1 => {
			let call = match random.below(8) {
				0 => pallet_operators::Call::deregister {},
				1 => pallet_operators::Call::pause {},
				_ => pallet_operators::Call::resume {},
			};
			(by(operator), call.into())
		},
		2 => {
			let call =
				pallet_services::Call::create { terms: some_terms(random), metadata: vec![] };
			(by(sender), call.into())
		},
		3 => {
			let call = pallet_services::Call::update_terms { service, terms: some_terms(random) };
			(by(owner_of(service)), call.into())
		},
		4 => {
			let call = pallet_services::Call::accept_terms { service, version: latest(service) };
			(by(operator), call.into())
		},
		5..=8 => {
			let operator = random.operator();
			(signed(operator), application(operator, service))
		},
		9 | 10 => {
			let call = match random.below(8) {
				0 => pallet_services::Call::eject { service, operator },
				1 => pallet_services::Call::close { service },
				2 => pallet_services::Call::remove { service },
				3 | 4 => pallet_services::Call::clear_membership { service, operator },
				_ => pallet_services::Call::approve { service, operator },
			};
			(by(owner_of(service)), call.into())
		},
		11 => (by(operator), pallet_services::Call::leave { service }.into()),
		12..=15 => {
			(by(sender), pallet_restaking::Call::delegate { operator, asset, amount }.into())
		},
		16..=22 => {
			let (who, operator, asset) = random.position().unwrap_or((sender, operator, asset));
			(by(who.clone()), way_out(random, &who, operator, asset).into())
		},
		23..=28 => {
			let (magnitude, kind) = (random.magnitude(), random.kind());
			let call = pallet_restaking::Call::allocate { service, asset, magnitude, kind };
			(by(operator), call.into())
		},
		29 => {
			let call = pallet_restaking::Call::tally { service, epoch: random.epoch() };
			(by(sender), call.into())
		},
		30 => {
			let config = AssetConfig {
				min_delegation: random.pick(&[PAL / 2, PAL, 2 * PAL]),
				cap_per_pool: 10_000_000 * PAL,
				haircut: Perbill::from_percent(random.below(20) as u32),
				leverage: 2 + random.below(3) as u32,
				accepting: random.below(6) > 0,
			};
			let call = match random.below(2) {
				0 => pallet_restaking::Call::update_asset { asset, config },
				_ => pallet_restaking::Call::register_asset { asset, config },
			};
			(RuntimeOrigin::root(), call.into())
		},
		_ => {
			let epochs = random.below(40) as Epoch;
			let call = pallet_restaking::Call::set_unbonding_epochs { epochs };
			(RuntimeOrigin::root(), call.into())
		},
	}
}

/// One of the calls by which `who` gets its stake out.
fn way_out(
	random: &mut Random,
	who: &AccountId,
	operator: AccountId,
	asset: AssetId,
) -> pallet_restaking::Call<Runtime> {
	let position = Restaking::position(who, &operator, &asset);
	match random.below(6) {
		0 | 1 => {
			let part = position.value / Balance::from(1 + random.below(3));
			let amount = random.pick(&[None, Some(part), Some(part + 1), Some(PAL)]);
			pallet_restaking::Call::undelegate { operator, asset, amount }
		},
		2 | 3 => {
			let key = (who, &operator, &asset);
			let exits = pallet_restaking::Positions::<Runtime>::get(key).exits;
			let epoch = exits.last().map_or(random.epoch(), |exit| exit.requested);
			pallet_restaking::Call::cancel_undelegation { operator, asset, epoch }
		},
		4 => pallet_restaking::Call::withdraw { operator, asset },
		_ => {
			let new_operator = account(random.operator());
			pallet_restaking::Call::withdraw_into { operator, asset, new_operator }
		},
	}
}

fn owner_of(service: ServiceId) -> AccountId {
	let entry = pallet_services::Services::<Runtime>::get(service);
	entry.map_or(account(Dave), |entry| entry.owner)
}

fn latest(service: ServiceId) -> u32 {
	pallet_services::Services::<Runtime>::get(service)
		.and_then(|entry| entry.timeline.latest().map(|version| version.number))
		.unwrap_or(1)
}

fn some_terms(random: &mut Random) -> palisade_terms::Terms<AccountId> {
	let accepted = |asset, kinds| AcceptedAsset { asset, kinds };
	let kinds = random.pick(&[StakeKinds::Both, StakeKinds::Exclusive, StakeKinds::Shared]);
	let mut terms = terms();
	terms.assets = vec![accepted(AssetId::Native, kinds), accepted(random.asset(), kinds)]
		.try_into()
		.expect("two assets");
	terms.admission = random.pick(&[Admission::Open, Admission::Open, Admission::Approval]);
	terms.conditions[0].evidence_age = random.below(6) as Epoch;
	if random.below(2) == 0 {
		terms.assets.truncate(1);
	}
	terms
}

fn application(operator: Sr25519Keyring, service: ServiceId) -> RuntimeCall {
	let key = ServiceKey::Sr25519(operator.public());
	let payload = possession_payload(&System::block_hash(0), service, &account(operator), &key);
	let proof = KeySignature::Sr25519(operator.sign(&payload));
	let terms_version = latest(service);
	pallet_services::Call::apply { service, terms_version, key, proof }.into()
}

/// `call` with some of its bytes changed, if these still are a call of one of our pallets.
fn damaged(random: &mut Random, call: &RuntimeCall) -> Option<RuntimeCall> {
	let mut bytes = call.encode();
	for _ in 0..=random.below(3) {
		// The first byte names the pallet.
		let at = 1 + random.below(bytes.len() as u64 - 1) as usize;
		bytes[at] = random.next() as u8;
	}
	RuntimeCall::decode(&mut &bytes[..]).ok()
}

/// What the judge of offences does: open, execute, drop.
fn judge(random: &mut Random) -> DispatchResult {
	let open: Vec<_> = pallet_restaking::Charges::<Runtime>::iter_keys().collect();
	let offence = match random.below(3) {
		1.. if !open.is_empty() => {
			let (operator, service, epoch) = random.pick(&open);
			Offence { operator, service, epoch }
		},
		_ => {
			let (operator, service) = (account(random.operator()), random.service());
			Offence { operator, service, epoch: random.epoch() }
		},
	};
	match random.below(5) {
		0 | 1 => Restaking::open(&offence).map(|_| ()),
		2 | 3 => {
			let judgement = Judgement {
				condition: random.below(3) as u8,
				penalty: Perquintill::from_percent(random.pick(&[1, 10, 10, 50, 100])),
				max_slash: Perquintill::one(),
				shared_limit: Perquintill::one(),
			};
			let share = Perbill::from_percent(5);
			let recipients = Recipients {
				bounty: Some((account(random.who()), share)),
				// An account that does not exist and so cannot hold dust.
				restitution: Some(([9; 32].into(), share)),
			};
			Restaking::execute(&offence, &judgement, &recipients).map(|_| ())
		},
		_ => Restaking::close(&offence),
	}
}

/// Terms that slash by words as well, as severely as they are, and more when others did the same; and a duty.
fn judged_terms() -> Terms<AccountId> {
	let mut terms = terms();
	let formula =
		Formula::parse("severity * min((2 * convicted_member_share)^2 + 0.1 * repeats, 1)");
	let by_word = Condition {
		evidence: Evidence::Ruling { by: account(Dave) },
		penalty: Penalty { formula: formula.expect("it is one"), look_back: 2 },
		evidence_age: 2,
		resolution: Resolution::Veto { resolver: account(Eve), window: 1 },
		proceeds: Proceeds {
			bounty: Perbill::from_percent(5),
			// An account that does not exist and so cannot hold dust.
			restitution: Some(Restitution { to: [9; 32].into(), share: Perbill::from_percent(5) }),
		},
		jail: 1,
	};
	let together = Condition {
		evidence: Evidence::QuorumAccusation { threshold: Perbill::from_percent(51) },
		..by_word.clone()
	};
	let duty = Condition {
		evidence: Evidence::MissedDuty {
			every: 10,
			grace: 9,
			tolerated: Perbill::from_percent(40),
		},
		proceeds: Proceeds { bounty: Perbill::zero(), restitution: None },
		..by_word.clone()
	};
	terms.conditions.try_extend([by_word, together, duty].into_iter()).expect("there is room");
	terms.max_slash_per_epoch = Perquintill::one();
	terms
}

/// Something that the pallet of slashing does, and who asks for it.
fn slashing_call(random: &mut Random) -> (RuntimeOrigin, RuntimeCall) {
	let waiting: Vec<_> =
		pallet_slashing::PendingOf::<Runtime>::iter_keys().map(|(_, slash)| slash).collect();
	let any = random.below(u64::from(pallet_slashing::NextSlashId::<Runtime>::get()) + 1) as u32;
	let slash = if waiting.is_empty() { any } else { random.pick(&[any, waiting[0], waiting[0]]) };
	let percent =
		|random: &mut Random| Perquintill::from_percent(random.pick(&[0, 1, 10, 60, 100]));
	let objector = match random.below(3) {
		0 => RuntimeOrigin::root(),
		1 => signed(random.who()),
		_ => signed(Eve),
	};
	match random.below(15) {
		0 => (objector, pallet_slashing::Call::uphold { slash }.into()),
		1 => {
			let penalty = percent(random);
			(objector, pallet_slashing::Call::reduce { slash, penalty }.into())
		},
		2 => {
			let frivolous = random.below(2) == 0;
			(objector, pallet_slashing::Call::overturn { slash, frivolous }.into())
		},
		3 => (signed(random.who()), pallet_slashing::Call::execute { slash }.into()),
		4 => (signed(random.who()), pallet_slashing::Call::collect { slash }.into()),
		5..=7 => {
			let service = 1 + random.below(2) as ServiceId;
			let period = (System::block_number() / 10 + 1).saturating_sub(random.below(4) as u32);
			let call = pallet_slashing::Call::attest { service, period };
			(signed(random.operator()), call.into())
		},
		kind => report(random, kind % 3),
	}
}

/// A report under the condition with that place, and who sends it.
fn report(random: &mut Random, kind: u64) -> (RuntimeOrigin, RuntimeCall) {
	let (accused, service) = (random.operator(), 1 + random.below(2) as ServiceId);
	let epoch = Restaking::epoch().saturating_sub(random.below(4) as Epoch);
	let genesis = System::block_hash(0);
	let topic = H256::repeat_byte(random.below(6) as u8);
	let severity = Perquintill::from_percent(random.pick(&[0, 1, 10, 60, 100]));
	let operator = account(accused);
	let (sender, evidence) = match kind {
		0 => {
			let state = |payload| {
				let payload_hash = H256::repeat_byte(payload);
				let message = statement_payload(&genesis, service, epoch, &topic, &payload_hash);
				let signature = KeySignature::Sr25519(accused.sign(&message));
				Statement { payload_hash, signature }
			};
			let proof = DoubleSign { topic, first: state(1), second: state(2) };
			(random.who(), Proof::DoubleSign(proof))
		},
		1 => (Dave, Proof::Ruling(Ruling { topic, severity })),
		_ => {
			let payload =
				accusation_payload(&genesis, service, epoch, 2, &operator, severity, &topic);
			let mut signers = vec![Alice, Bob, Charlie, Ferdie];
			signers.retain(|signer| *signer != accused && random.below(4) > 0);
			let sign = |signer: &Sr25519Keyring| {
				(account(*signer), KeySignature::Sr25519(signer.sign(&payload)))
			};
			let mut signatures: Vec<_> = signers.iter().map(sign).collect();
			signatures.sort_by(|(one, _), (other, _)| one.cmp(other));
			let signatures = BoundedVec::truncate_from(signatures);
			(
				random.who(),
				Proof::QuorumAccusation(QuorumAccusation { topic, severity, signatures }),
			)
		},
	};
	let condition = kind as u8;
	let call = pallet_slashing::Call::report { service, condition, operator, epoch, evidence };
	(signed(sender), call.into())
}

fn next_epoch(random: &mut Random) {
	let epochs = random.pick(&[1, 1, 1, 2, 7]);
	let epoch = Restaking::epoch() + epochs;
	pallet_session::CurrentIndex::<Runtime>::put(Epochs::first_session_of(epoch));
	System::set_block_number(System::block_number() + 1 + random.below(20) as u32);
	Restaking::on_initialize(System::block_number());
	Slashing::on_initialize(System::block_number());
}

fn check() {
	let pallets =
		["Operators", "Services", "Restaking", "Slashing", "Epochs", "Balances", "Assets"];
	let pallets = TryStateSelect::Only(pallets.map(|name| name.as_bytes().to_vec()).to_vec());
	AllPalletsWithSystem::try_state(System::block_number(), pallets).expect("the state is sound");
}

fn setting(name: &str) -> Option<u64> {
	std::env::var(name).ok().and_then(|n| n.parse().ok())
}

/// Counts how often each call succeeded, under its pallet's and its own name.
type Done = BTreeMap<String, u32>;

fn history(seed: u64, done: &mut Done) {
	let mut random = Random(seed);
	let by_pallet = seed.is_multiple_of(2);
	in_block_one(DEVELOPMENT).execute_with(|| {
		// Most of what is random would be refused if nobody operated for anybody.
		for service in [1, 2] {
			assert_ok!(Services::create(signed(Dave), judged_terms(), vec![]));
			for operator in [Alice, Bob] {
				if service == 1 {
					assert_ok!(Operators::register(signed(operator), vec![], Perbill::zero()));
				}
				join(operator, service);
			}
		}
		for _ in 0..CALLS {
			let (name, result) = match random.below(12) {
				0..=1 => {
					next_epoch(&mut random);
					("next epoch".into(), Ok(()))
				},
				// The ledger has one judge: the pallet of slashing, or this test.
				2 if !by_pallet => ("judge".into(), judge(&mut random)),
				3 => {
					let (origin, sensible) = call(&mut random);
					let damaged = damaged(&mut random, &sensible);
					let sent = damaged.map(|call| call.dispatch(origin).map(|_| ()));
					let result = sent.unwrap_or(Ok(()));
					("damaged".into(), result.map_err(|error| error.error))
				},
				kind => {
					let (origin, call) = match kind {
						2 | 4 | 5 if by_pallet => slashing_call(&mut random),
						_ => call(&mut random),
					};
					let metadata = call.get_call_metadata();
					let name = format!("{}.{}", metadata.pallet_name, metadata.function_name);
					let result = call.dispatch(origin).map(|_| ());
					(name, result.map_err(|error| error.error))
				},
			};
			if let Err(DispatchError::Module(error)) = &result {
				let broken = error.message.is_some_and(|name| name.contains("Defensive"));
				assert!(!broken, "{name} with seed {seed}: {error:?}");
			}
			*done.entry(name).or_default() += u32::from(result.is_ok());
			if random.below(8) == 0 {
				check();
			}
		}
		check();
	});
}

#[test]
fn no_call_breaks_what_the_pallets_promise() {
	let first = setting("PALISADE_SEED").unwrap_or(1);
	let mut done = Done::new();
	for seed in first..first + setting("PALISADE_CALLS").unwrap_or(HISTORIES) {
		history(seed, &mut done);
	}
	println!("{done:#?}");
	// It went somewhere.
	for name in ["delegate", "undelegate", "withdraw", "allocate", "tally", "cancel_undelegation"] {
		assert!(done[&format!("Restaking.{name}")] > 10, "{name}: {done:?}");
	}
	for name in ["report", "uphold", "reduce", "overturn", "attest"] {
		assert!(done[&format!("Slashing.{name}")] > 0, "{name}: {done:?}");
	}
	assert!(done["judge"] > 10 && done["damaged"] > 10, "{done:?}");
}
