//! The keys with which operators act in services, how possession of one is proven, and what operators say with it.
//!
//! A service's clients know an operator by its key, and evidence against the operator is signed with it. So the chain
//! accepts a key only with a **proof of possession**: a signature of [`possession_payload`] by the key itself. What an
//! operator says in a service, it says as a **statement**: a signature of [`statement_payload`]. Of other members it speaks in
//! an **accusation**: a signature of [`accusation_payload`].
//!
//! * A payload names the chain, the service, and for whom or when it was signed: a signature serves for nothing else.
//! * It may be signed as it is, or wrapped in `<Bytes>…</Bytes>` as wallets do with whatever is not a transaction.
//! * Every signature has one accepted form. An ECDSA signature can be rewritten by anybody into another valid one;
//!   such are refused as [`SignatureError::Malleable`].
//! * A key under which everybody can sign is refused as weak ([`ServiceKey::is_weak`]).

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_core::{ecdsa, ed25519, sr25519, H256};
use sp_runtime::{traits::Verify, Perquintill};

use crate::{Epoch, ServiceId};

/// First part of what a proof of possession signs.
pub const POSSESSION_TAG: &str = "palisade/key/v1";

/// First part of what a statement signs.
pub const STATEMENT_TAG: &str = "palisade/statement/v1";

/// First part of what an accusation signs.
pub const ACCUSATION_TAG: &str = "palisade/accusation/v1";

/// Half of the order of secp256k1. Of the two values `s` that make a signature valid, the lower one is accepted.
const SECP256K1_HALF_ORDER: [u8; 32] = [
	0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	0x5d, 0x57, 0x6e, 0x73, 0x57, 0xa4, 0x50, 0x1d, 0xdf, 0xe9, 0x2f, 0x46, 0x68, 0x1b, 0x20, 0xa0,
];

/// A key with which an operator acts in a service. Indices are those of `MultiSigner`.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	serde::Serialize,
	serde::Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub enum ServiceKey {
	#[codec(index = 0)]
	Ed25519(ed25519::Public),
	#[codec(index = 1)]
	Sr25519(sr25519::Public),
	#[codec(index = 2)]
	Ecdsa(ecdsa::Public),
}

/// A signature by a [`ServiceKey`]. Indices are those of `MultiSignature`, so wallets produce it as "typed".
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen,
)]
pub enum KeySignature {
	#[codec(index = 0)]
	Ed25519(ed25519::Signature),
	#[codec(index = 1)]
	Sr25519(sr25519::Signature),
	/// Of the message's BLAKE2b-256 hash.
	#[codec(index = 2)]
	Ecdsa(ecdsa::Signature),
}

/// Why a signature is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SignatureError {
	/// Its scheme is not that of the key.
	OtherScheme,
	/// It is not in the one accepted form.
	Malleable,
	/// The key did not sign the message, neither as it is nor wrapped.
	Invalid,
}

impl ServiceKey {
	/// Whether anybody can sign under this key: it is the neutral element of its group, or of small order.
	pub fn is_weak(&self) -> bool {
		match self {
			// All signatures with k·A = 0 are valid; with R = 0 and s = 0 for an ordinary A that happens by chance only.
			Self::Ed25519(key) => {
				let mut neutral = [0; 64];
				neutral[0] = 1;
				ed25519::Signature::from_raw(neutral).verify(&[][..], key)
			},
			Self::Sr25519(key) => key.0 == [0; 32],
			// No encoding of a secp256k1 key is the neutral element, and the group has no small subgroup.
			Self::Ecdsa(_) => false,
		}
	}

	/// Verifies that the key signed `message`, as it is or wrapped in `<Bytes>…</Bytes>`. At most two verifications.
	pub fn verify(&self, message: &[u8], signature: &KeySignature) -> Result<(), SignatureError> {
		let verified = |message: &[u8]| match (self, signature) {
			(Self::Ed25519(key), KeySignature::Ed25519(signature)) => {
				Ok(signature.verify(message, key))
			},
			(Self::Sr25519(key), KeySignature::Sr25519(signature)) => {
				Ok(signature.verify(message, key))
			},
			(Self::Ecdsa(key), KeySignature::Ecdsa(signature)) => {
				// The last byte is the recovery id, which hosts also accept with 27 added.
				let (s, recovery) = (&signature.0[32..64], signature.0[64]);
				if s > &SECP256K1_HALF_ORDER[..] || recovery > 3 {
					return Err(SignatureError::Malleable);
				}
				Ok(signature.verify(message, key))
			},
			_ => Err(SignatureError::OtherScheme),
		};
		if verified(message)? || verified(&wrapped(message))? {
			Ok(())
		} else {
			Err(SignatureError::Invalid)
		}
	}
}

/// What `key` signs to prove that `operator` may act with it in `service` on the chain with that genesis:
/// SCALE of `("palisade/key/v1", genesis hash, service, operator, key)`.
pub fn possession_payload<Hash: Encode, AccountId: Encode>(
	genesis: &Hash,
	service: ServiceId,
	operator: &AccountId,
	key: &ServiceKey,
) -> Vec<u8> {
	(POSSESSION_TAG, genesis, service, operator, key).encode()
}

/// What a key signs to state that in `service`, in `epoch`, `topic` is `payload_hash`, on the chain with that genesis:
/// SCALE of `("palisade/statement/v1", genesis hash, service, epoch, topic, payload hash)`.
pub fn statement_payload<Hash: Encode>(
	genesis: &Hash,
	service: ServiceId,
	epoch: Epoch,
	topic: &H256,
	payload_hash: &H256,
) -> Vec<u8> {
	(STATEMENT_TAG, genesis, service, epoch, topic, payload_hash).encode()
}

/// What a key signs to accuse `accused` of an offence under that condition of `service`, in `epoch`, on the chain with that
/// genesis: SCALE of `("palisade/accusation/v1", genesis hash, service, epoch, condition, accused, severity, topic)`.
pub fn accusation_payload<Hash: Encode, AccountId: Encode>(
	genesis: &Hash,
	service: ServiceId,
	epoch: Epoch,
	condition: u8,
	accused: &AccountId,
	severity: Perquintill,
	topic: &H256,
) -> Vec<u8> {
	(ACCUSATION_TAG, genesis, service, epoch, condition, accused, severity, topic).encode()
}

/// What a wallet signs when it is asked to sign `message`.
pub fn wrapped(message: &[u8]) -> Vec<u8> {
	[b"<Bytes>", message, b"</Bytes>"].concat()
}

#[cfg(test)]
mod tests {
	use super::*;
	use sp_core::Pair;

	const MESSAGE: &[u8] = b"a statement";

	/// A key of each scheme, its signature of `MESSAGE` and of `MESSAGE` wrapped.
	fn signed() -> Vec<(ServiceKey, KeySignature, KeySignature)> {
		let ed = ed25519::Pair::from_seed(&[1; 32]);
		let sr = sr25519::Pair::from_seed(&[2; 32]);
		let ec = ecdsa::Pair::from_seed(&[3; 32]);
		let wrapped = wrapped(MESSAGE);
		alloc::vec![
			(
				ServiceKey::Ed25519(ed.public()),
				KeySignature::Ed25519(ed.sign(MESSAGE)),
				KeySignature::Ed25519(ed.sign(&wrapped)),
			),
			(
				ServiceKey::Sr25519(sr.public()),
				KeySignature::Sr25519(sr.sign(MESSAGE)),
				KeySignature::Sr25519(sr.sign(&wrapped)),
			),
			(
				ServiceKey::Ecdsa(ec.public()),
				KeySignature::Ecdsa(ec.sign(MESSAGE)),
				KeySignature::Ecdsa(ec.sign(&wrapped)),
			),
		]
	}

	#[test]
	fn each_scheme_signs_raw_and_wrapped() {
		for (key, raw, wrapped) in signed() {
			assert_eq!(key.verify(MESSAGE, &raw), Ok(()));
			assert_eq!(key.verify(MESSAGE, &wrapped), Ok(()));
			assert_eq!(key.verify(b"another", &raw), Err(SignatureError::Invalid));
			assert_eq!(key.verify(b"another", &wrapped), Err(SignatureError::Invalid));
		}
	}

	#[test]
	fn wrapping_twice_is_another_message() {
		let pair = sr25519::Pair::from_seed(&[2; 32]);
		let twice = KeySignature::Sr25519(pair.sign(&wrapped(&wrapped(MESSAGE))));
		let key = ServiceKey::Sr25519(pair.public());
		assert_eq!(key.verify(MESSAGE, &twice), Err(SignatureError::Invalid));
	}

	#[test]
	fn a_key_verifies_its_own_scheme_only() {
		let all = signed();
		for (i, (key, ..)) in all.iter().enumerate() {
			for (_, signature, _) in all.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, x)| x)
			{
				assert_eq!(key.verify(MESSAGE, signature), Err(SignatureError::OtherScheme));
			}
		}
	}

	/// `n − s`, big-endian.
	fn negated(s: &[u8]) -> [u8; 32] {
		// Twice the half order, plus one.
		let mut order = [0u8; 32];
		let mut carry = 1u16;
		for i in (0..32).rev() {
			let sum = u16::from(SECP256K1_HALF_ORDER[i]) * 2 + carry;
			order[i] = sum as u8;
			carry = sum >> 8;
		}
		let mut out = [0u8; 32];
		let mut borrow = 0i16;
		for i in (0..32).rev() {
			let difference = i16::from(order[i]) - i16::from(s[i]) - borrow;
			borrow = i16::from(difference < 0);
			out[i] = (difference + borrow * 256) as u8;
		}
		out
	}

	#[test]
	fn a_rewritten_ecdsa_signature_is_refused_although_it_recovers_the_key() {
		let pair = ecdsa::Pair::from_seed(&[3; 32]);
		let key = ServiceKey::Ecdsa(pair.public());
		let signature = pair.sign(MESSAGE);
		assert_eq!(key.verify(MESSAGE, &KeySignature::Ecdsa(signature)), Ok(()));

		let mut high = signature;
		high.0[32..64].copy_from_slice(&negated(&signature.0[32..64]));
		high.0[64] ^= 1;
		let mut offset = signature;
		offset.0[64] += 27;
		for rewritten in [high, offset] {
			assert!(rewritten.verify(MESSAGE, &pair.public()), "the host accepts it");
			let refused = key.verify(MESSAGE, &KeySignature::Ecdsa(rewritten));
			assert_eq!(refused, Err(SignatureError::Malleable));
		}
	}

	#[test]
	fn a_rewritten_ed25519_signature_is_refused() {
		// s + L, where L is the group's order, little-endian.
		const ORDER: [u8; 32] = [
			0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9,
			0xde, 0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
		];
		let pair = ed25519::Pair::from_seed(&[1; 32]);
		let mut signature = pair.sign(MESSAGE);
		let mut carry = 0u16;
		for (byte, order) in signature.0[32..].iter_mut().zip(ORDER) {
			let sum = u16::from(*byte) + u16::from(order) + carry;
			*byte = sum as u8;
			carry = sum >> 8;
		}
		let key = ServiceKey::Ed25519(pair.public());
		let refused = key.verify(MESSAGE, &KeySignature::Ed25519(signature));
		assert_eq!(refused, Err(SignatureError::Invalid));
	}

	#[test]
	fn keys_under_which_anybody_signs_are_weak() {
		// The encodings of the points of small order: y = 0, 1, −1, the two of order 8, and p and p + 1, which are not
		// canonical; each with both signs.
		let hex = [
			"0000000000000000000000000000000000000000000000000000000000000000",
			"0100000000000000000000000000000000000000000000000000000000000000",
			"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
			"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
			"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		];
		for text in hex {
			let mut key = [0; 32];
			for (byte, pair) in key.iter_mut().zip(text.as_bytes().chunks(2)) {
				*byte = u8::from_str_radix(core::str::from_utf8(pair).unwrap(), 16).unwrap();
			}
			assert!(ServiceKey::Ed25519(ed25519::Public::from_raw(key)).is_weak(), "{text}");
		}
		assert!(ServiceKey::Sr25519(sr25519::Public::from_raw([0; 32])).is_weak());
		for (key, ..) in signed() {
			assert!(!key.is_weak());
		}
	}

	#[test]
	fn the_payload_binds_chain_service_operator_and_key() {
		let (genesis, operator) = (H256::repeat_byte(1), [2u8; 32]);
		let keys: Vec<_> = signed().into_iter().map(|(key, ..)| key).collect();
		let payload = possession_payload(&genesis, 7, &operator, &keys[0]);
		let mut expected = alloc::vec![15u8 << 2];
		expected.extend(b"palisade/key/v1");
		expected.extend([1; 32]);
		expected.extend([7, 0, 0, 0]);
		expected.extend([2; 32]);
		expected.push(0);
		expected.extend(ed25519::Pair::from_seed(&[1; 32]).public().0);
		assert_eq!(payload, expected);
	}

	#[test]
	fn an_accusation_binds_chain_service_epoch_condition_accused_severity_and_topic() {
		let [genesis, accused, topic] = [1, 2, 3].map(H256::repeat_byte);
		let severity = Perquintill::from_parts(5);
		let payload = accusation_payload(&genesis, 7, 9, 4, &accused, severity, &topic);
		let mut expected = alloc::vec![22u8 << 2];
		expected.extend(b"palisade/accusation/v1");
		expected.extend([1; 32]);
		expected.extend([7, 0, 0, 0]);
		expected.extend([9, 0, 0, 0]);
		expected.push(4);
		expected.extend([2; 32]);
		expected.extend([5, 0, 0, 0, 0, 0, 0, 0]);
		expected.extend([3; 32]);
		assert_eq!(payload, expected);
	}

	#[test]
	fn a_statement_binds_chain_service_epoch_topic_and_payload() {
		let [genesis, topic, payload] = [1, 2, 3].map(H256::repeat_byte);
		let mut expected = alloc::vec![21u8 << 2];
		expected.extend(b"palisade/statement/v1");
		expected.extend([1; 32]);
		expected.extend([7, 0, 0, 0]);
		expected.extend([9, 0, 0, 0]);
		expected.extend([2; 32]);
		expected.extend([3; 32]);
		assert_eq!(statement_payload(&genesis, 7, 9, &topic, &payload), expected);
	}
}
