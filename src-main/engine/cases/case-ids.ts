import { hash } from 'node:crypto';
import { type CaseId, uuidv8OfHex } from '../../../shared/domain/ids.ts';

/** The id of a new case, by all keys of its first subject, the strongest first. */
export type CaseIds = (keys: readonly string[]) => CaseId;

/**
 * Case ids that follow from the subject: the same subject taken in at two workstations of a hotline is one case. An
 * HMAC, because whoever knows a hash must not recognise the case in a record. All keys, because two files that share the
 * strongest one and are kept apart by another would exchange their ids where they were taken in in another order.
 * @param identityKey 32 bytes, base64, the same at every workstation
 */
export function caseIds(identityKey: string): CaseIds {
  const digest = hmacSha256(Buffer.from(identityKey, 'base64'));
  return (keys) => uuidv8OfHex(digest(`hashline-case/1\n${keys.join('\n')}`)) as CaseId;
}

const BLOCK_BYTES = 64;

/**
 * HMAC-SHA-256 (RFC 2104) of many texts with one key, of at most a block. Node's `createHmac` makes the key ready for
 * each text, which takes longer than taking a row in.
 * @returns hexadecimal
 */
function hmacSha256(key: Uint8Array): (text: string) => string {
  const padded = (pad: number) => Buffer.alloc(BLOCK_BYTES, pad).map((byte, at) => byte ^ (key[at] ?? 0));
  const [inner, outer] = [padded(0x36), padded(0x5c)];
  const digestOf = (start: Uint8Array, rest: Buffer, as: 'hex' | 'binary') =>
    hash('sha256', Buffer.concat([start, rest]), as);
  return (text) =>
    digestOf(outer, Buffer.from(digestOf(inner, Buffer.from(text), 'binary'), 'latin1'), 'hex');
}
