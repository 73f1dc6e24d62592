import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { z } from 'zod';
import { concat, fromBase64, toBase64, utf8 } from '../../../shared/ledger/bytes.ts';
import type { Deed } from './log-ahead.ts';
import { padded, unpadded } from './padme.ts';
import { parsedJson } from './parsed-json.ts';

/** What a sealed deed is bound to: at another place of its seat's count, or under another hotline, it does not open. */
export interface DeedPlace {
  /** Id of the log. */
  readonly hotline: string;
  readonly device: string;
  readonly seq: number;
  readonly epoch: number;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const Plain = z.strictObject({
  line: z.string(),
  enclosure: z.strictObject({ salt: z.base64(), text: z.string() }).optional(),
});

/**
 * Seals bytes with AES-256-GCM. The nonce follows from the content (as in RFC 8452, by HMAC-SHA-256 under a key of its
 * own), so that equal content is sealed to equal bytes: what a hub lost can be put back as it was, by whoever has it, and
 * no count of nonces has to survive a crash. Padded first (Padmé: a length says at
 * most a few of its bits), and not compressed: how well content compresses would say something of it.
 */
export function seal(key: Uint8Array, bound: Uint8Array, content: Uint8Array): Uint8Array {
  const plain = padded(content);
  const [sealing, naming] = keysOf(key);
  const nonce = createHmac('sha256', naming).update(lengthOf(bound)).update(bound).update(plain).digest();
  const cipher = createCipheriv('aes-256-gcm', sealing, nonce.subarray(0, NONCE_BYTES));
  cipher.setAAD(bound);
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return concat(nonce.subarray(0, NONCE_BYTES), body, cipher.getAuthTag());
}

/** @returns null where the bytes were not sealed so, or are bound to something else */
export function unseal(key: Uint8Array, bound: Uint8Array, sealed: Uint8Array): Uint8Array | null {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return null;
  const [sealing] = keysOf(key);
  const decipher = createDecipheriv('aes-256-gcm', sealing, sealed.subarray(0, NONCE_BYTES));
  decipher.setAAD(bound);
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    const plain = Buffer.concat([
      decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)),
      decipher.final(),
    ]);
    const content = unpadded(plain);
    return content && new Uint8Array(content);
  } catch {
    return null;
  }
}

export function sealDeed(key: Uint8Array, place: DeedPlace, { line, enclosure }: Deed): Uint8Array {
  const kept = enclosure && { enclosure: { salt: toBase64(enclosure.salt), text: enclosure.text } };
  return seal(key, boundTo(place), utf8(JSON.stringify({ line, ...kept })));
}

/** @returns null where it was changed, or belongs somewhere else */
export function openDeed(key: Uint8Array, place: DeedPlace, sealed: Uint8Array): Deed | null {
  const content = unseal(key, boundTo(place), sealed);
  if (content === null) return null;
  const plain = parsedJson(Plain, content);
  if (plain === null) return null;
  const { line, enclosure } = plain;
  const salt = enclosure && fromBase64(enclosure.salt);
  if (enclosure !== undefined && !salt) return null;
  return { line, enclosure: enclosure && salt ? { salt, text: enclosure.text } : null };
}

const boundTo = ({ hotline, device, seq, epoch }: DeedPlace): Uint8Array =>
  utf8(`hashline-deed/1\n${hotline}\n${device}\n${seq}\n${epoch}`);

/** What follows from a key: that takes as long as opening a deed, and a log has many deeds of one key. */
const derived = new WeakMap<Uint8Array, readonly [KeyObject, KeyObject]>();

/** Keys for encryption and for nonces, which must not be one. */
function keysOf(key: Uint8Array): readonly [KeyObject, KeyObject] {
  const known = derived.get(key);
  if (known) return known;
  const both = Buffer.from(hkdfSync('sha256', key, '', 'hashline-team-seal/1', 64));
  const keys = [createSecretKey(both.subarray(0, 32)), createSecretKey(both.subarray(32))] as const;
  derived.set(key, keys);
  return keys;
}

const lengthOf = ({ length }: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length));
  return bytes;
};
