//! What proves an offence, and what does not.

use super::*;
use crate::evidence::{Elector, Electorate, Fact, NotProven, Trial, Verifier};
use codec::Encode;
use frame_support::dispatch::DispatchResultWithPostInfo;
use palisade_primitives::{
	keys::{possession_payload, statement_payload, wrapped, KeySignature, ServiceKey},
	Balance, ServiceId,
};
use palisade_terms::{Condition, Evidence, Resolution};
use sp_core::{ecdsa, ed25519, sr25519};
use sp_runtime::Perbill;

/// The order of secp256k1.
const ORDER: [u8; 32] = [
	0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe,
	0xba, 0xae, 0xdc, 0xe6, 0xaf, 0x48, 0xa0, 0x3b, 0xbf, 0xd2, 0x5e, 0x8c, 0xd0, 0x36, 0x41, 0x41,
];

/// The topic of most tests.
const TOPIC: u8 = 1;

/// A service with these conditions and all operators as its members, who have keys of different schemes.
fn registry(conditions: Vec<Condition<AccountId>>) -> ServiceId {
	let service = create(conditions);
	for operator in OPS {
		register(operator);
		join(operator, service);
	}
	at(COUNTS);
	service
}

/// What is signed to state a payload, on a chain with that genesis.
fn message(genesis: H256, (service, epoch): (ServiceId, Epoch), topic: u8, payload: u8) -> Vec<u8> {
	let [topic, payload] = [topic, payload].map(H256::repeat_byte);
	statement_payload(&genesis, service, epoch, &topic, &payload)
}

/// A statement with a signature of whatever.
fn signed_as(pair: &KeyPair, payload: u8, message: &[u8]) -> Statement {
	Statement { payload_hash: H256::repeat_byte(payload), signature: pair.sign(message) }
}

fn both(first: &Statement, second: &Statement) -> Proof<AccountId> {
	Proof::DoubleSign(DoubleSign {
		topic: H256::repeat_byte(TOPIC),
		first: first.clone(),
		second: second.clone(),
	})
}

/// Somebody reports `operator` with `proof`, under the first condition.
fn attempt(
	operator: AccountId,
	(service, epoch): (ServiceId, Epoch),
	proof: Proof<AccountId>,
) -> DispatchResultWithPostInfo {
	Slashing::report(signed(REPORTER), service, 0, operator, epoch, proof)
}

/// `bad` proves nothing, whatever it stands beside: neither first, nor second, nor twice.
#[track_caller]
fn refused(
	operator: AccountId,
	of: (ServiceId, Epoch),
	[good, bad, worse]: [&Statement; 3],
	error: Error<Test>,
) {
	let error = DispatchError::from(error);
	for (first, second) in [(good, bad), (bad, good), (bad, worse)] {
		assert_noop!(attempt(operator, of, both(first, second)), error);
	}
}

/// `n − s` of secp256k1, big-endian.
fn negated(s: &[u8]) -> [u8; 32] {
	let (mut difference, mut borrow) = ([0; 32], 0i16);
	for (i, digit) in difference.iter_mut().enumerate().rev() {
		let left = i16::from(ORDER[i]) - i16::from(s[i]) - borrow;
		borrow = i16::from(left < 0);
		*digit = (left + borrow * 256) as u8;
	}
	difference
}

#[test]
fn every_scheme_is_tested() {
	let mut schemes = OPS.map(|operator| seed_of(operator) % 3);
	schemes.sort_unstable();
	assert_eq!(schemes, [0, 1, 2]);
}

#[test]
fn every_scheme_signs_raw_or_by_a_wallet() {
	with_chain(|| {
		let service = registry(vec![at_once(); 4]);
		let of = (service, COUNTS);
		for operator in OPS {
			let pair = pair(seed_of(operator));
			let signs = [statement, wrapped_statement];
			for (condition, (first, second)) in
				[(0, 0), (0, 1), (1, 0), (1, 1)].into_iter().enumerate()
			{
				let first = signs[first](&pair, of, TOPIC, 1);
				let second = signs[second](&pair, of, TOPIC, 2);
				assert_ok!(Slashing::report(
					signed(REPORTER),
					service,
					condition as u8,
					operator,
					COUNTS,
					both(&first, &second)
				));
			}
		}
		assert_eq!(NextSlashId::<Test>::get(), 12);
	});
}

#[test]
fn two_statements_of_the_same_contradict_nothing() {
	with_chain(|| {
		let of = (registry(vec![at_once()]), COUNTS);
		for operator in OPS {
			let pair = pair(seed_of(operator));
			let raw = statement(&pair, of, TOPIC, 1);
			let wrapped = wrapped_statement(&pair, of, TOPIC, 1);
			for (first, second) in [(&raw, &raw), (&raw, &wrapped), (&wrapped, &raw)] {
				let same = both(first, second);
				assert_noop!(attempt(operator, of, same), Error::<Test>::SamePayload);
			}
		}
	});
}

#[test]
fn two_signatures_of_the_same_contradict_nothing() {
	with_chain(|| {
		let of = (registry(vec![at_once()]), COUNTS);
		// Whoever signs twice with sr25519 gives two signatures, both of which are valid.
		let operator = OPS.into_iter().find(|one| seed_of(*one) % 3 == 1).unwrap();
		let pair = pair(seed_of(operator));
		let [first, second] = [(); 2].map(|_| statement(&pair, of, TOPIC, 1));
		let key = pair.key();
		assert_ne!(first.signature, second.signature);
		assert_noop!(attempt(operator, of, both(&first, &second)), Error::<Test>::SamePayload);
		let other = statement(&pair, of, TOPIC, 2);
		for same in [first, second] {
			let proof = both(&same, &other);
			assert_ok!(proof.verify(&trial(&key, of, &Evidence::DoubleSign, None)));
		}
	});
}

/// Proof is verified against `key`, by itself.
fn trial<'a>(
	key: &'a ServiceKey,
	(service, epoch): (ServiceId, Epoch),
	evidence: &'a Evidence<AccountId>,
	reporter: Option<&'a AccountId>,
) -> Trial<'a, AccountId, H256, Nobody> {
	Trial {
		genesis: &GENESIS,
		service,
		epoch,
		condition: 0,
		accused: &OP,
		key,
		evidence,
		reporter,
		electorate: &Nobody,
	}
}

/// What asks for no other member asks this.
struct Nobody;

impl Electorate<AccountId> for Nobody {
	fn value(&self) -> Option<Balance> {
		panic!("it is nobody else's business");
	}

	fn elector(&self, _: &AccountId) -> Option<Elector> {
		panic!("it is nobody else's business");
	}
}

#[test]
fn one_signature_does_not_serve_for_another_payload() {
	with_chain(|| {
		let of = (registry(vec![at_once()]), COUNTS);
		for operator in OPS {
			let pair = pair(seed_of(operator));
			let said = statement(&pair, of, TOPIC, 1);
			let invented = [2, 3].map(|payload| Statement {
				payload_hash: H256::repeat_byte(payload),
				signature: said.signature.clone(),
			});
			let statements = [&said, &invented[0], &invented[1]];
			refused(operator, of, statements, Error::InvalidSignature);
		}
	});
}

#[test]
fn a_statement_proves_nothing_elsewhere() {
	with_chain(|| {
		let service = registry(vec![at_once()]);
		at(COUNTS + 1);
		let of = (service, COUNTS);
		let other_chain = H256([0x43; 32]);
		type Wrap = fn(&[u8]) -> Vec<u8>;
		let wraps: [Wrap; 2] = [<[u8]>::to_vec, wrapped];
		for operator in OPS {
			let pair = pair(seed_of(operator));
			let elsewhere = |payload: u8| {
				[
					message(other_chain, of, TOPIC, payload),
					message(H256::zero(), of, TOPIC, payload),
					message(GENESIS, (service + 1, COUNTS), TOPIC, payload),
					message(GENESIS, (service, COUNTS + 1), TOPIC, payload),
					message(GENESIS, (service, COUNTS - 1), TOPIC, payload),
					message(GENESIS, of, TOPIC + 1, payload),
					message(GENESIS, of, TOPIC, payload + 1),
					// A wallet wraps once.
					wrapped(&wrapped(&message(GENESIS, of, TOPIC, payload))),
					message(GENESIS, of, TOPIC, payload)[1..].to_vec(),
					[message(GENESIS, of, TOPIC, payload), vec![0]].concat(),
					possession_payload(&GENESIS, service, &operator, &pair.key()),
					vec![],
				]
			};
			let good = statement(&pair, of, TOPIC, 1);
			for (bad, worse) in elsewhere(4).iter().zip(&elsewhere(7)) {
				for wrap in wraps {
					let bad = signed_as(&pair, 4, &wrap(bad));
					let worse = signed_as(&pair, 7, &wrap(worse));
					refused(operator, of, [&good, &bad, &worse], Error::InvalidSignature);
				}
			}
		}
	});
}

#[test]
fn one_contradiction_convicts_of_one_epoch_in_one_service() {
	with_chain(|| {
		register(OP);
		let services = [create(vec![at_once()]), create(vec![at_once()])];
		for service in services {
			join(OP, service);
		}
		at(COUNTS + 1);
		// The operator uses its key in both services, in both epochs.
		let said = (services[0], COUNTS);
		for of in [(services[1], COUNTS), (services[0], COUNTS + 1), (services[1], COUNTS + 1)] {
			assert_noop!(
				attempt(OP, of, double_sign(OP, said, 1)),
				Error::<Test>::InvalidSignature
			);
		}
		assert_ok!(attempt(OP, said, double_sign(OP, said, 1)));
	});
}

#[test]
fn another_topic_is_no_contradiction() {
	with_chain(|| {
		let of = (registry(vec![at_once()]), COUNTS);
		for operator in OPS {
			let pair = pair(seed_of(operator));
			// Two payloads for two topics, under the name of either.
			let one = statement(&pair, of, 1, 1);
			let other = statement(&pair, of, 2, 2);
			for topic in [1, 2, 3] {
				let proof = Proof::DoubleSign(DoubleSign {
					topic: H256::repeat_byte(topic),
					first: one.clone(),
					second: other.clone(),
				});
				assert_noop!(attempt(operator, of, proof), Error::<Test>::InvalidSignature);
			}
		}
	});
}

#[test]
fn nobody_answers_for_what_another_key_signed() {
	with_chain(|| {
		let service = registry(vec![at_once()]);
		for operator in OPS {
			// Of the same scheme: one that nobody has, and one that another operator takes.
			let stranger = pair(seed_of(operator) + 300);
			let taken = pair(seed_of(operator) + 30);
			let other = OPS[(OPS.iter().position(|one| *one == operator).unwrap() + 1) % 3];
			rotate(other, service, &taken);
			at(now() + 1);
			let of = (service, now());
			let good = statement(&pair(seed_of(operator)), of, TOPIC, 1);
			for forger in [stranger, taken.clone()] {
				let [bad, worse] = [2, 3].map(|payload| statement(&forger, of, TOPIC, payload));
				refused(operator, of, [&good, &bad, &worse], Error::InvalidSignature);
			}
			// The other one answers for it.
			let proof = both(&statement(&taken, of, TOPIC, 1), &statement(&taken, of, TOPIC, 2));
			assert_ok!(attempt(other, of, proof));
			// So that each still has the key that this test knows.
			rotate(other, service, &pair(seed_of(other)));
			at(now() + 1);
		}
	});
}

/// `operator` changes its key, from the next epoch on.
fn rotate(operator: AccountId, service: ServiceId, to: &KeyPair) {
	let payload = possession_payload(&GENESIS, service, &operator, &to.key());
	assert_ok!(Services::set_key(signed(operator), service, to.key(), to.sign(&payload)));
}

#[test]
fn a_key_answers_for_the_epochs_in_which_it_was_in_force() {
	// A new key of the same scheme, and ones of both others.
	for (shift, other_scheme) in [(30, false), (31, true), (32, true)] {
		with_chain(|| {
			let service = registry(vec![at_once()]);
			let wrong_key = || -> Error<Test> {
				if other_scheme {
					Error::SignatureOfOtherScheme
				} else {
					Error::InvalidSignature
				}
			};
			let new_of = |operator| pair(seed_of(operator) + shift);
			for operator in OPS {
				rotate(operator, service, &new_of(operator));
				// Not yet.
				let of = (service, COUNTS);
				let good = statement(&pair(seed_of(operator)), of, TOPIC, 1);
				let [bad, worse] =
					[2, 3].map(|payload| statement(&new_of(operator), of, TOPIC, payload));
				refused(operator, of, [&good, &bad, &worse], wrong_key());
			}
			at(COUNTS + 1);
			for operator in OPS {
				let (old, new) = (pair(seed_of(operator)), new_of(operator));
				let [before, after] = [COUNTS, COUNTS + 1].map(|epoch| (service, epoch));
				for (of, right, wrong) in [(before, &old, &new), (after, &new, &old)] {
					let good = [1, 2].map(|payload| statement(right, of, TOPIC, payload));
					let [bad, worse] = [3, 4].map(|payload| statement(wrong, of, TOPIC, payload));
					refused(operator, of, [&good[0], &bad, &worse], wrong_key());
					assert_ok!(attempt(operator, of, both(&good[0], &good[1])));
				}
			}
		});
	}
}

#[test]
fn a_signature_of_another_scheme_is_no_signature_of_the_key() {
	with_chain(|| {
		let of = (registry(vec![at_once()]), COUNTS);
		for operator in OPS {
			let right = pair(seed_of(operator));
			let good = statement(&right, of, TOPIC, 1);
			for shift in [1, 2] {
				let other = pair(seed_of(operator) + shift);
				let [bad, worse] = [2, 3].map(|payload| statement(&other, of, TOPIC, payload));
				refused(operator, of, [&good, &bad, &worse], Error::SignatureOfOtherScheme);
			}
			// Nor are the right bytes under the wrong name.
			let swapped = |statement: Statement| {
				let signature = match statement.signature {
					KeySignature::Ed25519(of) => {
						KeySignature::Sr25519(sr25519::Signature::from_raw(of.0))
					},
					KeySignature::Sr25519(of) => {
						KeySignature::Ed25519(ed25519::Signature::from_raw(of.0))
					},
					KeySignature::Ecdsa(of) => {
						let first: [u8; 64] = of.0[..64].try_into().unwrap();
						KeySignature::Ed25519(ed25519::Signature::from_raw(first))
					},
				};
				Statement { signature, ..statement }
			};
			let [bad, worse] = [2, 3].map(|payload| swapped(statement(&right, of, TOPIC, payload)));
			refused(operator, of, [&good, &bad, &worse], Error::SignatureOfOtherScheme);
		}
	});
}

#[test]
fn a_rewritten_ecdsa_signature_is_refused() {
	with_chain(|| {
		let of = (registry(vec![at_once()]), COUNTS);
		let operator = OPS.into_iter().find(|one| seed_of(*one) % 3 == 2).unwrap();
		let pair = pair(seed_of(operator));
		// The other `s`, which anybody can compute.
		let high = |signature: &mut ecdsa::Signature| {
			let negated = negated(&signature.0[32..64]);
			signature.0[32..64].copy_from_slice(&negated);
			signature.0[64] ^= 1;
		};
		// The recovery id as other chains write it, which hosts accept as well.
		let offset = |signature: &mut ecdsa::Signature| signature.0[64] += 27;
		let rewritings: [&dyn Fn(&mut ecdsa::Signature); 2] = [&high, &offset];
		for rewrite in rewritings {
			for signs in [statement, wrapped_statement] {
				let rewritten = |payload| {
					let mut said = signs(&pair, of, TOPIC, payload);
					let KeySignature::Ecdsa(signature) = &mut said.signature else { panic!() };
					rewrite(signature);
					said
				};
				let good = signs(&pair, of, TOPIC, 1);
				let [same, bad, worse] = [1, 2, 3].map(rewritten);
				refused(operator, of, [&good, &bad, &worse], Error::MalleableSignature);
				// And what was said once does not count twice for being written twice.
				let proof = both(&good, &same);
				assert_noop!(attempt(operator, of, proof), Error::<Test>::SamePayload);
			}
		}
		// What was rewritten is good otherwise.
		let proof = both(&statement(&pair, of, TOPIC, 1), &statement(&pair, of, TOPIC, 2));
		assert_ok!(attempt(operator, of, proof));
	});
}

#[test]
fn a_signature_with_another_bit_is_refused() {
	let of = (7, COUNTS);
	for seed in 0..3 {
		let pair = pair(seed);
		let key = pair.key();
		let proof = |second| both(&statement(&pair, of, TOPIC, 1), &second);
		let trial = trial(&key, of, &Evidence::DoubleSign, None);
		let good = statement(&pair, of, TOPIC, 2);
		assert_ok!(proof(good.clone()).verify(&trial));
		let bytes = good.signature.encode().len() - 1;
		for byte in 0..bytes {
			for bit in [byte % 8, 7 - byte % 8] {
				let mut bad = good.clone();
				let raw: &mut [u8] = match &mut bad.signature {
					KeySignature::Ed25519(signature) => &mut signature.0,
					KeySignature::Sr25519(signature) => &mut signature.0,
					KeySignature::Ecdsa(signature) => &mut signature.0,
				};
				raw[byte] ^= 1 << bit;
				let error = proof(bad).verify(&trial).unwrap_err();
				let is_ecdsa = matches!(pair, KeyPair::Ecdsa(_));
				assert!(
					error == NotProven::InvalidSignature
						|| is_ecdsa && error == NotProven::MalleableSignature,
					"{seed} {byte} {bit} {error:?}"
				);
			}
		}
	}
}

#[test]
fn a_contradiction_is_as_severe_as_can_be_whichever_is_said_first() {
	let of = (7, COUNTS);
	for seed in 0..3 {
		let pair = pair(seed);
		let key = pair.key();
		let [first, second] = [1, 2].map(|payload| statement(&pair, of, TOPIC, payload));
		let fact = Fact { topic: H256::repeat_byte(TOPIC), severity: Perquintill::one() };
		for proof in [both(&first, &second), both(&second, &first)] {
			// Whoever reports.
			for reporter in [None, Some(&STRANGER)] {
				let trial = trial(&key, of, &Evidence::DoubleSign, reporter);
				assert_eq!(proof.verify(&trial), Ok(fact));
			}
		}
	}
}

#[test]
fn only_the_ruler_rules() {
	with_chain(|| {
		let service = registry(vec![by_court()]);
		let rule = |origin| Slashing::report(origin, service, 0, OP, COUNTS, ruling(1, 30));
		for who in [RESOLVER, OWNER, REPORTER, OP, OPS[1], GOVERNANCE, TREASURY] {
			assert_noop!(rule(signed(who)), Error::<Test>::NotRuler);
		}
		assert_noop!(rule(RuntimeOrigin::root()), DispatchError::BadOrigin);
		assert_ok!(rule(signed(COURT)));
		// Nor does the chain itself speak for it.
		let evidence = Evidence::Ruling { by: COURT };
		let key = pair(0).key();
		let trial = trial(&key, (service, COUNTS), &evidence, None);
		assert_eq!(ruling(1, 30).verify(&trial), Err(NotProven::NotRuler));
	});
}

#[test]
fn a_ruling_is_as_severe_as_it_says_but_not_of_no_severity() {
	with_chain(|| {
		let service = registry(vec![by_court()]);
		let rule = |topic, severity| {
			let proof = Proof::Ruling(Ruling { topic: H256::repeat_byte(topic), severity });
			Slashing::report(signed(COURT), service, 0, OP, COUNTS, proof)
		};
		assert_noop!(rule(1, Perquintill::zero()), Error::<Test>::ZeroSeverity);
		let all = [1, 500, 1_000_000_000_000_000_000].map(Perquintill::from_parts);
		for (topic, severity) in (1..).zip(all) {
			assert_ok!(rule(topic, severity));
			assert_eq!(Slashes::<Test>::get(0).unwrap().severity, severity);
		}
		// Neither for who is not asked.
		let proof = ruling(1, 0);
		assert_noop!(
			Slashing::report(signed(STRANGER), service, 0, OP, COUNTS, proof),
			Error::<Test>::NotRuler
		);
	});
}

#[test]
fn evidence_is_of_the_conditions_kind() {
	with_chain(|| {
		let quorum = Evidence::QuorumAccusation { threshold: Perbill::from_percent(67) };
		let duty = Evidence::MissedDuty { every: 10, grace: 1, tolerated: Perbill::zero() };
		let service = registry(vec![
			at_once(),
			by_court(),
			Condition { evidence: quorum, ..by_court() },
			Condition { evidence: duty, ..at_once() },
		]);
		let of = (service, COUNTS);
		let report = |reporter, condition, proof| {
			Slashing::report(signed(reporter), service, condition, OP, COUNTS, proof)
		};
		for reporter in [COURT, REPORTER, OP] {
			for condition in [0, 2, 3] {
				// Of no severity either: the kind is the first question.
				for percent in [0, 30, 100] {
					assert_noop!(
						report(reporter, condition, ruling(1, percent)),
						Error::<Test>::WrongEvidence
					);
				}
			}
			for condition in [1, 2, 3] {
				assert_noop!(
					report(reporter, condition, double_sign(OP, of, 1)),
					Error::<Test>::WrongEvidence
				);
			}
		}
		assert_ok!(report(REPORTER, 0, double_sign(OP, of, 1)));
		assert_ok!(report(COURT, 1, ruling(1, 30)));
	});
}

#[test]
fn evidence_is_verified_before_anybody_asks_what_was_reported() {
	with_chain(|| {
		let service = registry(vec![at_once()]);
		let of = (service, COUNTS);
		assert_ok!(attempt(OP, of, double_sign(OP, of, TOPIC)));
		let forged = pair(seed_of(OP) + 300);
		let proof = both(&statement(&forged, of, TOPIC, 1), &statement(&forged, of, TOPIC, 2));
		assert_noop!(attempt(OP, of, proof), Error::<Test>::InvalidSignature);
	});
}

#[test]
fn a_contradiction_under_veto_needs_the_same_proof() {
	with_chain(|| {
		let resolution = Resolution::Veto { resolver: RESOLVER, window: 1 };
		let of = (registry(vec![Condition { resolution, ..vetoable() }]), COUNTS);
		for operator in OPS {
			let right = pair(seed_of(operator));
			let wrong = pair(seed_of(operator) + 300);
			let good = statement(&right, of, TOPIC, 1);
			let [bad, worse] = [2, 3].map(|payload| statement(&wrong, of, TOPIC, payload));
			refused(operator, of, [&good, &bad, &worse], Error::InvalidSignature);
			assert_ok!(attempt(operator, of, double_sign(operator, of, TOPIC)));
		}
	});
}

#[test]
fn kinds_of_proof_are_numbered_as_kinds_of_evidence() {
	let double_sign = both(
		&statement(&pair(1), (7, COUNTS), TOPIC, 1),
		&statement(&pair(1), (7, COUNTS), TOPIC, 2),
	);
	let number = |kind: Vec<u8>| kind[0];
	let by = Evidence::Ruling { by: COURT };
	assert_eq!(number(double_sign.encode()), number(Evidence::<AccountId>::DoubleSign.encode()));
	assert_eq!(number(ruling(1, 30).encode()), number(by.encode()));
	// Weights count these.
	assert_eq!(double_sign.signatures().count(), 2);
	assert_eq!(ruling(1, 30).signatures().count(), 0);
}
