// What operators and services put down, publish and prove. Values are written as `plain` gives them back.

import { bnToU8a, compactAddLength, stringToU8a, u8aConcat, u8aToHex, u8aWrapBytes } from '@polkadot/util';
import { decodeAddress } from '@polkadot/util-crypto';
import { MILLI_PAL, NATIVE, PAL } from './values.js';

/** The service that is the chain's own consensus. */
export const CONSENSUS = 0;
/** What each validator of a test network puts behind itself at genesis. Half of it is pledged to consensus. */
export const GENESIS_STAKE = 100_000n * PAL;

/** A hundredth, where shares count parts of 10⁹ (`Perbill`). */
export const PERCENT = 10_000_000;
/** A hundredth, where shares count parts of 10¹⁸ (`Perquintill`, `FixedU128`). */
export const FINE_PERCENT = 10n ** 16n;

/** For an operator's entry: 10 PAL and a thousandth for each byte: metadata and its length, commission, status. */
export function registrationDeposit(metadata) {
	const lengthBytes = metadata.length < 64 ? 1 : 2;
	return 10n * PAL + BigInt(lengthBytes + metadata.length + 13 + 1) * MILLI_PAL;
}

/** For a service: 10 PAL and a thousandth for each byte of metadata and of each kept version's terms. */
export function serviceDeposit(chain, metadata, versions) {
	const size = (terms) => chain.api.tx.services.create(terms, '').args[0].encodedLength;
	const bytes = versions.reduce((sum, terms) => sum + size(terms), metadata.length);
	return 10n * PAL + BigInt(bytes) * MILLI_PAL;
}

/** For a membership record at its greatest: one PAL and a thousandth for each byte. */
export const MEMBERSHIP_DEPOSIT = PAL + 1_553n * MILLI_PAL;

/** For the pledges of a pool: a tenth of a PAL, and a thousandth for each byte of them at their longest. */
export function allocationDeposit(pledges) {
	return pledges === 0 ? 0n : PAL / 10n + BigInt(pledges) * 106n * MILLI_PAL;
}

/** Lawful terms without conditions, but for `changes`. */
export function terms(changes = {}) {
	return {
		assets: [{ asset: NATIVE, kinds: { Both: null } }],
		minOperatorValue: 0n,
		maxOperators: 3,
		admission: { Open: null },
		conditions: [],
		maxSlashPerEpoch: 10n * FINE_PERCENT,
		rewardAssets: [],
		securityTarget: null,
		...changes,
	};
}

/** A lawful condition, but for `changes`: double signing costs 5 % at once, if reported within four epochs. */
export function condition(changes = {}) {
	return {
		evidence: { DoubleSign: null },
		penalty: { formula: [{ Const: 5n * FINE_PERCENT }], lookBack: 0 },
		evidenceAge: 4,
		resolution: { Immediate: null },
		proceeds: { bounty: 5 * PERCENT, restitution: null },
		jail: 0,
		...changes,
	};
}

/** By index: how the chain calls the types of key pairs. */
const SCHEMES = ['Ed25519', 'Sr25519', 'Ecdsa'];

const schemeOf = (pair) => SCHEMES.findIndex((name) => name.toLowerCase() === pair.type);

/** A pair's public key, where a call takes a key. */
export function keyOf(pair) {
	return { [SCHEMES[schemeOf(pair)]]: u8aToHex(pair.publicKey) };
}

/**
 * The key of `pair` and its proof, as `apply` and `set_key` take them: it may act for `operator` in `service` on the
 * chain with that `genesis`. A `wallet` signs the payload as wallets sign whatever is not a transaction.
 */
export function possession(chain, pair, service, operator, { genesis = chain.api.genesisHash, wallet = false } = {}) {
	const payload = u8aConcat(
		compactAddLength(stringToU8a('palisade/key/v1')),
		genesis,
		bnToU8a(service, { bitLength: 32, isLe: true }),
		decodeAddress(operator.address),
		[schemeOf(pair)],
		pair.publicKey,
	);
	const signature = pair.sign(wallet ? u8aWrapBytes(payload) : payload, { withType: true });
	return [keyOf(pair), u8aToHex(signature)];
}

/**
 * What the key of `pair` states in `service` and `epoch`: that `topic` is `payload`, both 32 bytes as hexadecimal. A `wallet`
 * signs the message as wallets sign whatever is not a transaction.
 */
export function statement(chain, pair, service, epoch, topic, payload, { wallet = false } = {}) {
	const message = u8aConcat(
		compactAddLength(stringToU8a('palisade/statement/v1')),
		chain.api.genesisHash,
		bnToU8a(service, { bitLength: 32, isLe: true }),
		bnToU8a(epoch, { bitLength: 32, isLe: true }),
		topic,
		payload,
	);
	const signature = pair.sign(wallet ? u8aWrapBytes(message) : message, { withType: true });
	return { payloadHash: payload, signature: u8aToHex(signature) };
}

/**
 * What the keys of `signers` (pairs of an operator and its key) say together: that `accused` offended in `service` and `epoch`
 * under `condition`, that severely, in a matter that is named by `topic`. In the order of the operators' accounts.
 */
export function accusation(chain, signers, { service, epoch, condition, accused, severity, topic }) {
	const message = u8aConcat(
		compactAddLength(stringToU8a('palisade/accusation/v1')),
		chain.api.genesisHash,
		bnToU8a(service, { bitLength: 32, isLe: true }),
		bnToU8a(epoch, { bitLength: 32, isLe: true }),
		[condition],
		decodeAddress(accused.address),
		bnToU8a(severity, { bitLength: 64, isLe: true }),
		topic,
	);
	const account = ([operator]) => u8aToHex(decodeAddress(operator.address));
	const ordered = [...signers].sort((one, other) => (account(one) < account(other) ? -1 : 1));
	const signatures = ordered.map(([operator, key]) => [operator.address, u8aToHex(key.sign(message, { withType: true }))]);
	return { QuorumAccusation: { topic, severity, signatures } };
}
