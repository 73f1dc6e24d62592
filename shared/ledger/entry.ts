import { z } from 'zod';
import { DeviceId, EntryId, PersonId } from '../domain/ids.ts';
import { fromBase64, toBase64, utf8 } from './bytes.ts';
import { canonicalText, isCanonical, isCanonicalLine } from './canonical-json.ts';
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

/** What a workstation had of the log before it signed: so many entries from the first, and their RFC 6962 root. */
export const Seen = z.strictObject({ size: z.number().int().positive(), root: Digest });
export type Seen = z.infer<typeof Seen>;

/**
 * One event, as it is signed. Sequence numbers count per device from 0 without gaps, so that workstations can sign
 * without each other; the place of an entry in the log is the hotline's order.
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
  /**
   * Stated where the workstation took in entries of others since its last one. Besides these it had seen its own, so one
   * that works alone never states it.
   */
  seen: Seen.optional(),
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
const CONTEXT = 'hashline-entry/2\n';

/** How the line of every entry ends; the signature stands before it. */
const END = ',"v":2}';

const signatureIn = (sig: string): string => `,"sig":${JSON.stringify(sig)}`;

/** Signs an entry and returns its line: the canonical JSON that is stored, exported and hashed as a leaf. */
export function signEntry(body: EntryBody, sign: SignEd25519): string {
  const text = canonicalText(body);
  const sig = toBase64(sign(utf8(CONTEXT + text)));
  return text.endsWith(END)
    ? text.slice(0, -END.length) + signatureIn(sig) + END
    : canonicalText({ ...body, sig });
}

/** Deeper than any entry. The limit makes verifiers in languages with a short stack reach the same verdict. */
const DEEPEST = 64;

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}

/** The line of an entry that was parsed from one; nobody changes an entry. */
const lines = new WeakMap<Entry, string>();

/** Parses a line; null where it is not exactly the canonical JSON of an entry. */
export function parseEntry(line: string): Entry | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (isDeeperThan(DEEPEST, value)) return null;
  const { success, data } = Entry.safeParse(value);
  // A schema drops `__proto__`, so that the line is not that of the entry.
  if (!success || !(line.includes('__proto__') ? isCanonical(data, line) : isCanonicalLine(value, line)))
    return null;
  lines.set(data, line);
  return data;
}

/** What a signature is over, and by which key it should be. */
export interface SignedBytes {
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * What has to be verified of an entry's signature.
 * @param publicKey raw, base64
 * @returns null where one of both is no base64
 */
export function signedBytesOf(entry: Entry, publicKey: string): SignedBytes | null {
  const key = fromBase64(publicKey);
  const signature = fromBase64(entry.sig);
  if (key === null || signature === null) return null;
  return { publicKey: key, message: utf8(CONTEXT + signedText(entry)), signature };
}

/** Whether `publicKey` (raw, base64) signed this entry. */
export function isSignedBy(entry: Entry, publicKey: string, crypto: LedgerCrypto): boolean {
  const signed = signedBytesOf(entry, publicKey);
  return signed !== null && crypto.verifyEd25519(signed.publicKey, signed.message, signed.signature);
}

/** The canonical JSON of an entry without its signature: what was signed. */
function signedText(entry: Entry): string {
  const line = lines.get(entry);
  if (line !== undefined) return line.slice(0, -(signatureIn(entry.sig).length + END.length)) + END;
  const { sig: _, ...body } = entry;
  return canonicalText(body);
}
