//! Which keys are accepted, and whose they are.

use super::*;

#[test]
fn every_scheme_proves_possession_raw_or_by_a_wallet() {
	with_registry(|| {
		let [a, ..] = OPS;
		let service = create(OWNER, terms());
		for (first, next) in pairs(1).iter().zip(&pairs(2)) {
			for proves in [prove, prove_wrapped] {
				let (key, proof) = proves(service, a, first);
				assert_ok!(Services::apply(signed(a), service, 1, key, proof));
				assert_eq!(key_at(service, a, START + 2), Some(key));
				let (key, proof) = proves(service, a, next);
				assert_ok!(Services::set_key(signed(a), service, key, proof));
				assert_eq!(key_at(service, a, START + 2), Some(key));
				leave(a, service);
			}
		}
	});
}

/// `key` is refused, whether `operator` applies with it or changes to it.
fn refused(
	service: ServiceId,
	operator: AccountId,
	key: ServiceKey,
	proof: &KeySignature,
	error: Error<Test>,
) {
	let error = DispatchError::from(error);
	assert_noop!(Services::apply(signed(operator), service, 1, key, proof.clone()), error);
	join(operator, service, 99);
	assert_noop!(Services::set_key(signed(operator), service, key, proof.clone()), error);
	leave(operator, service);
}

#[test]
fn a_proof_serves_for_one_chain_service_operator_and_key() {
	with_registry(|| {
		let [a, b, ..] = OPS;
		let service = create(OWNER, terms());
		let other_service = create(OWNER, terms());
		let other_genesis = H256([0x43; 32]);
		for (pair, other) in pairs(1).iter().zip(&pairs(2)) {
			let key = pair.key();
			let right = payload(service, a, &key);
			for message in [
				possession_payload(&other_genesis, service, &a, &key),
				payload(other_service, a, &key),
				payload(service, b, &key),
				payload(service, a, &other.key()),
				wrapped(&wrapped(&right)),
				vec![],
			] {
				refused(service, a, key, &pair.sign(&message), Error::InvalidProof);
				refused(service, a, key, &pair.sign(&wrapped(&message)), Error::InvalidProof);
			}
			// Right, but not by this key.
			refused(service, a, key, &other.sign(&right), Error::InvalidProof);
		}
	});
}

#[test]
fn a_proof_that_was_seen_on_the_chain_helps_nobody_else() {
	with_registry(|| {
		let [a, b, ..] = OPS;
		let service = create(OWNER, terms());
		let other_service = create(OWNER, terms());
		for pair in pairs(1) {
			let (key, proof) = prove(service, a, &pair);
			assert_ok!(Services::apply(signed(a), service, 1, key, proof.clone()));
			refused(service, b, key, &proof, Error::InvalidProof);
			refused(other_service, b, key, &proof, Error::InvalidProof);
			refused(other_service, a, key, &proof, Error::InvalidProof);
			leave(a, service);
		}
	});
}

#[test]
fn a_proof_is_of_the_scheme_of_its_key() {
	with_registry(|| {
		let [a, ..] = OPS;
		let service = create(OWNER, terms());
		let pairs = pairs(1);
		for (i, pair) in pairs.iter().enumerate() {
			for (j, other) in pairs.iter().enumerate() {
				let key = pair.key();
				let proof = other.sign(&payload(service, a, &key));
				if i != j {
					refused(service, a, key, &proof, Error::ProofOfOtherScheme);
				}
			}
		}
	});
}

/// The order of secp256k1, less `s`.
fn negated(s: &[u8]) -> [u8; 32] {
	const ORDER: [u8; 32] = [
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		0xfe, 0xba, 0xae, 0xdc, 0xe6, 0xaf, 0x48, 0xa0, 0x3b, 0xbf, 0xd2, 0x5e, 0x8c, 0xd0, 0x36,
		0x41, 0x41,
	];
	let mut difference = [0; 32];
	let mut borrow = 0;
	for i in (0..32).rev() {
		let digit = i16::from(ORDER[i]) - i16::from(s[i]) - borrow;
		borrow = i16::from(digit < 0);
		difference[i] = digit.rem_euclid(256) as u8;
	}
	difference
}

#[test]
fn an_ecdsa_proof_has_one_form() {
	with_registry(|| {
		let [a, ..] = OPS;
		let service = create(OWNER, terms());
		let [_, _, pair] = pairs(1);
		let (key, proof) = prove(service, a, &pair);
		let (ServiceKey::Ecdsa(public), KeySignature::Ecdsa(signature)) = (key, proof.clone())
		else {
			panic!("the third pair is of ECDSA")
		};
		let mut high = signature;
		high.0[32..64].copy_from_slice(&negated(&signature.0[32..64]));
		high.0[64] ^= 1;
		let mut offset = signature;
		offset.0[64] += 27;
		for rewritten in [high, offset] {
			let message = payload(service, a, &key);
			assert!(rewritten.verify(&message[..], &public), "the host accepts it");
			let proof = KeySignature::Ecdsa(rewritten);
			refused(service, a, key, &proof, Error::MalleableProof);
		}
		assert_ok!(Services::apply(signed(a), service, 1, key, proof));
	});
}

#[test]
fn keys_under_which_everybody_signs_are_refused() {
	with_registry(|| {
		let [a, ..] = OPS;
		let service = create(OWNER, terms());
		// y = 1 is the neutral element. R = 1 and s = 0 sign every message under it.
		let mut neutral = [0; 32];
		neutral[0] = 1;
		let mut forged = [0; 64];
		forged[0] = 1;
		let forged = ed25519::Signature::from_raw(forged);
		let public = ed25519::Public::from_raw(neutral);
		assert!(forged.verify(&b"any message"[..], &public), "the host accepts it");
		let weak = ServiceKey::Ed25519(public);
		refused(service, a, weak, &KeySignature::Ed25519(forged), Error::WeakKey);

		let weak = ServiceKey::Sr25519(sr25519::Public::from_raw([0; 32]));
		let any = KeySignature::Sr25519(sr25519::Signature::from_raw([0; 64]));
		refused(service, a, weak, &any, Error::WeakKey);
		// Whatever the proof is.
		let any = KeySignature::Ecdsa(ecdsa::Signature::from_raw([0; 65]));
		refused(service, a, weak, &any, Error::WeakKey);
	});
}

#[test]
fn a_key_in_use_is_nobody_elses() {
	with_registry(|| {
		let [a, b, c, ..] = OPS;
		let service = create(OWNER, terms());
		let other_service = create(OWNER, terms());
		join(a, service, 1);
		join(c, service, 3);
		for now in [START, START + 2, START + 50] {
			at(now);
			for service in [service, other_service] {
				assert_noop!(apply(b, service, 1), Error::<Test>::KeyTaken);
			}
			assert_noop!(set_key(c, service, 1), Error::<Test>::KeyTaken);
		}
	});
}

#[test]
fn a_key_that_was_in_force_stays_its_operators_for_u_epochs() {
	type Stop = fn(AccountId, ServiceId);
	let stops: [Stop; 4] = [
		leave,
		|operator, service| {
			assert_ok!(Services::eject(signed(OWNER), service, operator));
		},
		|operator, service| {
			assert_ok!(set_key(operator, service, 9));
		},
		|operator, service| {
			assert_ok!(set_key(operator, service, 8));
			assert_ok!(set_key(operator, service, 9));
		},
	];
	for stop in stops {
		with_registry(|| {
			let [a, b, c, ..] = OPS;
			let service = create(OWNER, terms());
			let other_service = create(OWNER, terms());
			join(a, service, 1);
			join(c, service, 3);
			at(30);
			// The last epoch in which it is in force.
			stop(a, service);
			for now in [30, 31, 30 + U] {
				at(now);
				assert_eq!(key_at(service, a, 30), Some(key(1)));
				assert_noop!(apply(b, other_service, 1), Error::<Test>::KeyTaken);
				assert_noop!(set_key(c, service, 1), Error::<Test>::KeyTaken);
			}
			at(30 + 1 + U);
			assert_eq!(key_at(service, a, 30), None);
			assert_ok!(set_key(c, service, 1));
			assert_noop!(apply(b, other_service, 1), Error::<Test>::KeyTaken);
			// The record of its former operator forgets it.
			match key_at(service, a, 38) {
				None => clear(service, a),
				Some(_) => {
					assert_ok!(set_key(a, service, 10));
				},
			}
			assert_eq!(key_at(service, c, 38), Some(key(1)));
			assert_noop!(apply(b, other_service, 1), Error::<Test>::KeyTaken);
		});
	}
}

#[test]
fn a_key_in_force_at_the_end_stays_its_operators_for_u_epochs_more() {
	// The service closes, or the member sleeps. Whoever wants the key clears the record.
	type End = fn(ServiceId);
	let ends: [End; 2] = [
		|service| {
			at(30);
			close(service);
		},
		|service| update(service, stricter()),
	];
	for end in ends {
		with_registry(|| {
			let [a, b, ..] = OPS;
			let service = create(OWNER, terms());
			let other_service = create(OWNER, terms());
			join(a, service, 1);
			at(29);
			end(service);
			at(30 + U);
			assert_eq!(key_at(service, a, 30), Some(key(1)));
			assert_noop!(apply(b, other_service, 1), Error::<Test>::KeyTaken);
			at(30 + U + 1);
			clear(service, a);
			assert_eq!(Keys::<Test>::get(key(1)), None);
			assert_ok!(apply(b, other_service, 1));
		});
	}
}

#[test]
fn an_operator_has_one_key_in_many_services() {
	with_registry(|| {
		let [a, b, ..] = OPS;
		let [first, second, third] = [(); 3].map(|()| create(OWNER, terms()));
		join(a, first, 1);
		join(a, second, 1);
		let registered = |uses, stopped| Some(KeyUse { operator: a, uses, stopped });
		assert_eq!(Keys::<Test>::get(key(1)), registered(2, None));
		at(30);
		leave(a, first);
		assert_eq!(Keys::<Test>::get(key(1)), registered(1, Some(31)));
		at(33);
		leave(a, second);
		assert_eq!(Keys::<Test>::get(key(1)), registered(0, Some(34)));
		at(33 + U);
		// Long since forgotten in the first one.
		clear(first, a);
		assert_noop!(apply(b, third, 1), Error::<Test>::KeyTaken);
		at(33 + U + 1);
		assert_ok!(apply(b, third, 1));
		// It is another operator's now.
		assert_noop!(apply(a, first, 1), Error::<Test>::KeyTaken);
	});
}

#[test]
fn an_end_that_is_noticed_late_does_not_shorten_the_time() {
	with_registry(|| {
		let [a, b, ..] = OPS;
		let [first, second, third] = [(); 3].map(|()| create(OWNER, terms()));
		join(a, first, 1);
		join(a, second, 1);
		// It sleeps in the first service, up to 31, and leaves the second one in 35.
		at(30);
		update(first, stricter());
		at(35);
		leave(a, second);
		at(31 + U + 1);
		clear(first, a);
		for now in [31 + U + 1, 35 + U] {
			at(now);
			assert_noop!(apply(b, third, 1), Error::<Test>::KeyTaken);
		}
		at(35 + U + 1);
		assert_ok!(apply(b, third, 1));
	});
}

#[test]
fn an_application_with_a_former_key_does_not_shorten_its_time() {
	with_registry(|| {
		let [a, b, ..] = OPS;
		let service = create(OWNER, terms());
		let other_service = create(OWNER, approval_terms());
		join(a, service, 1);
		at(30);
		leave(a, service);
		join(a, other_service, 1);
		leave(a, other_service);
		assert!(no_trace(other_service, a));
		at(30 + U);
		assert_noop!(apply(b, service, 1), Error::<Test>::KeyTaken);
		at(30 + U + 1);
		assert_ok!(apply(b, service, 1));
	});
}

#[test]
fn a_new_key_acts_from_the_next_epoch_on() {
	with_registry(|| {
		let [a, ..] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		at(30);
		assert_ok!(set_key(a, service, 2));
		assert_eq!(
			take_events(),
			vec![Event::KeySet { service, operator: a, key: key(2), counts_from: 31 }]
		);
		for now in [30, 31, 30 + U] {
			at(now);
			assert_eq!(key_at(service, a, 30), Some(key(1)), "epoch {now}");
			assert_eq!(key_at(service, a, 31), Some(key(2)), "epoch {now}");
			assert_eq!(key_at(service, a, 60), Some(key(2)), "epoch {now}");
		}
		at(31 + U);
		assert_eq!(key_at(service, a, 30), None);
		assert_eq!(key_at(service, a, 31), Some(key(2)));
	});
}

#[test]
fn a_second_change_in_an_epoch_replaces_the_first() {
	with_registry(|| {
		let [a, b, ..] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		at(30);
		assert_ok!(set_key(a, service, 2));
		assert_ok!(set_key(a, service, 3));
		assert_eq!(key_at(service, a, 30), Some(key(1)));
		assert_eq!(key_at(service, a, 31), Some(key(3)));
		// It never was in force.
		assert_eq!(Keys::<Test>::get(key(2)), None);
		join(b, service, 2);
	});
}

#[test]
fn a_change_can_be_taken_back_in_its_epoch() {
	with_registry(|| {
		let [a, b, ..] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		at(30);
		assert_ok!(set_key(a, service, 2));
		assert_ok!(set_key(a, service, 1));
		assert_eq!(epochs_of(service, a, 20..=60), range(24..=60));
		for epoch in 24..=60 {
			assert_eq!(key_at(service, a, epoch), Some(key(1)));
		}
		join(b, service, 2);
		// The key goes on answering from its real end.
		at(40);
		leave(a, service);
		at(40 + U);
		assert_noop!(set_key(b, service, 1), Error::<Test>::KeyTaken);
		at(40 + U + 1);
		assert_ok!(set_key(b, service, 1));
	});
}

#[test]
fn a_former_key_can_be_taken_up_again() {
	with_registry(|| {
		let [a, b, ..] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		at(30);
		assert_ok!(set_key(a, service, 2));
		at(32);
		assert_ok!(set_key(a, service, 1));
		for (epoch, seed) in [(30, 1), (31, 2), (32, 2), (33, 1), (60, 1)] {
			assert_eq!(key_at(service, a, epoch), Some(key(seed)), "epoch {epoch}");
		}
		// The second one was in force up to 32.
		at(32 + U);
		assert_noop!(apply(b, service, 2), Error::<Test>::KeyTaken);
		at(32 + U + 1);
		assert_noop!(apply(b, service, 1), Error::<Test>::KeyTaken);
		assert_ok!(apply(b, service, 2));
	});
}

#[test]
fn a_joining_member_changes_the_key_with_which_it_begins() {
	with_registry(|| {
		let [a, b, c, ..] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		assert_ok!(set_key(a, service, 2));
		assert_eq!(
			take_events(),
			vec![Event::KeySet { service, operator: a, key: key(2), counts_from: 22 }]
		);
		join(b, service, 1);
		at(21);
		assert_ok!(set_key(a, service, 3));
		assert_eq!(key_at(service, a, 22), Some(key(3)));
		join(c, service, 2);
		at(22);
		assert_ok!(set_key(a, service, 4));
		assert_eq!(key_at(service, a, 22), Some(key(3)));
		assert_eq!(key_at(service, a, 23), Some(key(4)));
	});
}

#[test]
fn the_key_of_a_member_is_changed_to_another() {
	with_registry(|| {
		let [a, ..] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		assert_noop!(set_key(a, service, 1), Error::<Test>::KeyUnchanged);
		at(30);
		assert_noop!(set_key(a, service, 1), Error::<Test>::KeyUnchanged);
		assert_ok!(set_key(a, service, 2));
		// It is the latest one, although not in force yet.
		assert_noop!(set_key(a, service, 2), Error::<Test>::KeyUnchanged);
	});
}

#[test]
fn keys_are_changed_by_members_of_open_services() {
	with_registry(|| {
		let [a, b, c, d] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		join(b, service, 2);
		at(30);
		leave(a, service);
		update(service, approval_terms());
		join(c, service, 3);
		assert_noop!(set_key(b, 9, 5), Error::<Test>::UnknownService);
		// One that left, an applicant, an operator that never applied.
		for who in [a, c, d] {
			assert_noop!(set_key(who, service, 5), Error::<Test>::NotMember);
		}
		// One that sleeps is a member until the terms are in force.
		at(31);
		assert_ok!(set_key(b, service, 5));
		at(32);
		assert_noop!(set_key(b, service, 6), Error::<Test>::NotMember);
		close(service);
		assert_noop!(set_key(b, service, 6), Error::<Test>::ServiceClosed);
	});
}

#[test]
fn a_new_key_every_epoch_fits_at_the_longest_unbonding() {
	with_registry(|| {
		UnbondingEpochs::set(MAX_UNBONDING_EPOCHS);
		let [a, ..] = OPS;
		let service = create(OWNER, terms());
		// The key of an epoch has the epoch as its seed.
		join(a, service, START + 2);
		let mut most = 0;
		for now in START + 2..=START + 102 {
			at(now);
			assert_ok!(set_key(a, service, now + 1));
			let remembered = Memberships::<Test>::get(service, a).unwrap().keys.entries().len();
			assert_eq!(Keys::<Test>::iter().count(), remembered);
			most = most.max(remembered);
			for epoch in now.saturating_sub(MAX_UNBONDING_EPOCHS).max(START + 2)..=now + 1 {
				assert_eq!(key_at(service, a, epoch), Some(key(epoch)), "{epoch} in {now}");
			}
			check_registry();
		}
		// One of each answerable epoch, and the next.
		assert_eq!(most as u32, MAX_UNBONDING_EPOCHS + 2);
		assert!(most as u32 <= MAX_KEYS);
	});
}

#[test]
fn a_member_returns_with_its_key() {
	with_registry(|| {
		let [a, b, ..] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		at(30);
		leave(a, service);
		at(31);
		join(a, service, 1);
		for (epoch, expected) in [(30, true), (31, false), (32, false), (33, true)] {
			let expected = expected.then_some(key(1));
			assert_eq!(key_at(service, a, epoch), expected, "epoch {epoch}");
		}
		at(35);
		leave(a, service);
		at(35 + U);
		assert_noop!(apply(b, service, 1), Error::<Test>::KeyTaken);
		at(35 + U + 1);
		assert_ok!(apply(b, service, 1));
	});
}

#[test]
fn a_member_returns_with_another_key() {
	with_registry(|| {
		let [a, b, c, ..] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		at(30);
		leave(a, service);
		at(31);
		join(a, service, 2);
		assert_eq!(key_at(service, a, 30), Some(key(1)));
		assert_eq!(key_at(service, a, 33), Some(key(2)));
		// Each is its own for its epochs.
		at(30 + U);
		assert_noop!(apply(b, service, 1), Error::<Test>::KeyTaken);
		at(30 + U + 1);
		assert_ok!(apply(b, service, 1));
		assert_noop!(apply(c, service, 2), Error::<Test>::KeyTaken);
	});
}

#[test]
fn a_return_that_never_counts_leaves_the_key_where_it_was() {
	for (seed, changes) in [(1, None), (2, None), (1, Some(2))] {
		with_registry(|| {
			let [a, b, ..] = OPS;
			let service = create(OWNER, terms());
			join(a, service, 1);
			at(30);
			leave(a, service);
			at(31);
			join(a, service, seed);
			if let Some(seed) = changes {
				assert_ok!(set_key(a, service, seed));
			}
			at(32);
			leave(a, service);
			assert_eq!(epochs_of(service, a, 20..=60), range(26..=30));
			assert_eq!(key_at(service, a, 30), Some(key(1)));
			assert_eq!(Keys::<Test>::get(key(2)), None);
			at(30 + U);
			assert_noop!(apply(b, service, 1), Error::<Test>::KeyTaken);
			at(30 + U + 1);
			assert_ok!(apply(b, service, 1));
		});
	}
}
