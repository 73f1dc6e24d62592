import canonicalize from 'canonicalize';
import { z } from 'zod';
import { DeviceId, EntryId, PersonId } from '../domain/ids.ts';
import { concat, fromBase64, toBase64, utf8 } from './bytes.ts';
import type { LedgerCrypto, SignEd25519 } from './crypto.ts';
import { EntryKind } from './kinds/all-kinds.ts';
import { LedgerInstant } from './ledger-instant.ts';

/**
 * Who acted: a person with their own key, the workstation itself (the courier), or the holder of the offline recovery
 * key.
 */
export const Actor = z.union([
  z.strictObject({ person: PersonId }),
  z.strictObject({ device: DeviceId }),
  z.strictObject({ recovery: z.literal(true) }),
]);
export type Actor = z.infer<typeof Actor>;

/** A SHA-256 value in the canonical base64 of its 32 bytes. */
const Digest = z.string().regex(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/);

/**
 * One event, as it is signed. Sequence numbers count per device from 0 without gaps, so that the ledgers of several
 * workstations can be exchanged and joined without renumbering.
 */
export const EntryBody = z.strictObject({
  v: z.literal(2),
  id: EntryId,
  device: DeviceId,
  seq: z.number().int().nonnegative(),
  /**
   * The RFC 6962 leaf hash of the device's entry before this one; null in its first. So every signer vouches for all
   * that came before, and nobody can change an entry without the keys of everyone who signed after it.
   */
  prev: Digest.nullable(),
  at: LedgerInstant,
  actor: Actor,
  kind: EntryKind,
  data: z.record(z.string(), z.unknown()),
  /** The digest of its enclosure, the part of it that is not handed out with the record; absent where it has none. */
  enclosed: Digest.optional(),
});
export type EntryBody = z.infer<typeof EntryBody>;

/** An entry with its actor's Ed25519 signature, base64. */
export const Entry = EntryBody.extend({ sig: z.string() });
export type Entry = z.infer<typeof Entry>;

/** Keeps a signature for the ledger from being valid for anything else. */
const CONTEXT = utf8('hashline-entry/2\n');

/** RFC 8785 canonical JSON of a value from our own schemas. */
export function canonicalText(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('this value has no canonical JSON');
  return text;
}

/**
 * Whether `line` is exactly the canonical JSON of `value`. A value without a canonical form (half a character, too
 * deep) is never.
 */
export function isCanonical(value: unknown, line: string): boolean {
  try {
    return canonicalText(value) === line;
  } catch {
    return false;
  }
}

/** Signs an entry and returns its line: the canonical JSON that is stored, exported and hashed as a leaf. */
export function signEntry(body: EntryBody, sign: SignEd25519): string {
  const sig = toBase64(sign(concat(CONTEXT, utf8(canonicalText(body)))));
  return canonicalText({ ...body, sig });
}

/** Deeper than any entry. The limit makes verifiers in languages with a short stack reach the same verdict. */
const DEEPEST = 64;

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}

/** Parses a line; null where it is not exactly the canonical JSON of an entry. */
export function parseEntry(line: string): Entry | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (isDeeperThan(DEEPEST, value)) return null;
  const parsed = Entry.safeParse(value);
  return parsed.success && isCanonical(parsed.data, line) ? parsed.data : null;
}

/** Whether `publicKey` (raw, base64) signed this entry. */
export function isSignedBy(entry: Entry, publicKey: string, crypto: LedgerCrypto): boolean {
  const { sig, ...body } = entry;
  const key = fromBase64(publicKey);
  const signature = fromBase64(sig);
  if (key === null || signature === null) return false;
  return crypto.verifyEd25519(key, concat(CONTEXT, utf8(canonicalText(body))), signature);
}
