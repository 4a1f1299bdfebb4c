// Plain JavaScript values out of SCALE ones, so that tests can compare them with what they expect.

import { Enum, GenericAccountId, Option, Raw, Struct, Tuple, VecFixed, Vec } from '@polkadot/types';
import { stringToU8a, u8aToHex } from '@polkadot/util';
import { encodeAddress } from '@polkadot/util-crypto';

/** One PAL in plancks. */
export const PAL = 1_000_000_000_000n;
/** A thousandth of a PAL. */
export const MILLI_PAL = PAL / 1_000n;

/** The native token, where a call takes an asset. */
export const NATIVE = { Native: null };
/** An asset of `pallet-assets`, where a call takes an asset. */
export const withId = (id) => ({ WithId: id });

/** The keyless account that a pallet derives from its id of eight characters. */
export function palletAccount(id) {
	const bytes = new Uint8Array(32);
	bytes.set(stringToU8a(`modl${id}`));
	return encodeAddress(bytes, 42);
}

/** The bytes of a text, as hexadecimal. */
export const textHex = (text) => u8aToHex(stringToU8a(text));

/**
 * A SCALE value as a plain one.
 *
 * Integers up to 32 bits become numbers, wider ones BigInts; accounts become addresses, other bytes hexadecimal; variants
 * become `{ Name: content }`, with `null` for no content; structs become objects with the field names of polkadot.js.
 */
export function plain(value) {
	if (value === null || value === undefined) return null;
	if (value instanceof Option) return value.isSome ? plain(value.unwrap()) : null;
	if (value instanceof Enum) return { [value.type]: plain(value.inner) };
	if (value instanceof GenericAccountId) return value.toString();
	if (value instanceof Struct) {
		return Object.fromEntries([...value.entries()].map(([name, field]) => [name, plain(field)]));
	}
	if (value instanceof Tuple || value instanceof Vec || value instanceof VecFixed) {
		const items = [...value].map(plain);
		return value instanceof Tuple && items.length === 0 ? null : items;
	}
	if (value instanceof Raw) return value.toHex();
	if (typeof value.unwrap === 'function' && typeof value.toBigInt !== 'function') return plain(value.unwrap());
	if (typeof value.toBigInt === 'function') {
		const bits = typeof value.unwrap === 'function' ? value.unwrap().bitLength() : value.bitLength();
		return bits <= 32 ? value.toNumber() : value.toBigInt();
	}
	return value.toPrimitive();
}
