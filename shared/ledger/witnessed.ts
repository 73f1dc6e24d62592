import { z } from 'zod';
import { MOST_WITNESSES } from '../domain/policy.ts';
import { fromBase64, toHex, utf8 } from './bytes.ts';
import { canonicalText } from './canonical-json.ts';
import { checkpointText, originOf } from './checkpoint.ts';
import { cosignedAt, readWitnessKey, witnessVerifierKey } from './cosignature.ts';
import type { LedgerCrypto } from './crypto.ts';
import type { Entry } from './entry.ts';
import { StatedPolicy } from './kinds/policy.ts';
import { Anchored } from './kinds/record.ts';

/** What a witness signed, according to the entries. */
export interface WitnessRecord {
  /** The number of entries that the largest checkpoint it signed covers. */
  readonly size: number;
  /** Time of that signature, in seconds since 1970. */
  readonly seconds: number;
  /**
   * The same number for checkpoints it signed while the policy in force named it; 0 if there is none. Only this number
   * counts.
   */
  readonly counted: number;
}

/**
 * The witnesses that the ledger names, and what they signed. Its size grows with the number of witnesses there ever
 * were, and not with the log. Witnesses are identified by their C2SP verifier keys.
 */
export interface Witnessed {
  /** The number of named witnesses that must have signed; 0 where none is named. */
  readonly quorum: number;
  /** The witnesses named by the policy in force. */
  readonly named: readonly string[];
  /**
   * The number of entries, from the first, that a quorum signed. It never falls, even when other witnesses are named
   * later.
   */
  readonly anchored: number;
  readonly records: ReadonlyMap<string, WitnessRecord>;
}

/** The same facts as a verifier reports them. */
export const WitnessReport = z.object({
  quorum: z.number().int(),
  named: z.array(z.string()),
  anchored: z.number().int(),
  /** Ordered by first signature. */
  cosigned: z.array(
    z.object({
      key: z.string(),
      size: z.number().int(),
      seconds: z.number().int(),
      counted: z.number().int(),
    }),
  ),
});
export type WitnessReport = z.infer<typeof WitnessReport>;

export const witnessReport = ({ quorum, named, anchored, records }: Witnessed): WitnessReport => ({
  quorum,
  named: [...named],
  anchored,
  cosigned: [...records].map(([key, record]) => ({ key, ...record })),
});

export const NOBODY_WITNESSED: Witnessed = { quorum: 0, named: [], anchored: 0, records: new Map() };

const Named = z.object({
  witnesses: z.strictObject({
    quorum: z.number().int().min(0).max(MOST_WITNESSES),
    keys: z.array(z.string()).max(MOST_WITNESSES),
  }),
});

/**
 * The witnesses after an entry that names them or records a signature; unchanged after every other kind. Whether the
 * entry is valid (its actor, the rule of two, the cosignature) is checked elsewhere: an invalid one must not be passed
 * here.
 * @param device after which the log is named
 */
export function applyWitnessed(
  witnessed: Witnessed,
  entry: Entry,
  device: string,
  crypto: LedgerCrypto,
): Witnessed {
  switch (entry.kind) {
    case 'vault.created':
    case 'policy.activated':
      return withQuorum({ ...witnessed, ...namedBy(entry, crypto) });
    case 'checkpoint.anchored':
      return withQuorum({ ...witnessed, records: recorded(witnessed, entry, device, crypto) });
    default:
      return witnessed;
  }
}

/**
 * The number of entries, from the first, that `quorum` of these witnesses signed. Each vouches for everything before
 * the largest checkpoint it signed, because it never signs two inconsistent ones.
 * @param sizes for each witness, the size of the largest checkpoint it signed
 */
export function quorumSize(quorum: number, sizes: readonly number[]): number {
  return quorum === 0 ? 0 : (sizes.toSorted((a, b) => b - a)[quorum - 1] ?? 0);
}

function withQuorum(witnessed: Witnessed): Witnessed {
  const { quorum, named, records, anchored } = witnessed;
  const reached = quorumSize(
    quorum,
    named.map((key) => records.get(key)?.counted ?? 0),
  );
  return { ...witnessed, anchored: Math.max(anchored, reached) };
}

const NONE = { quorum: 0, named: [] };

/**
 * The witnesses that an entry's policy names; none where its text does not match its digest, or names them in another
 * form.
 */
function namedBy({ data }: Entry, crypto: LedgerCrypto): Pick<Witnessed, 'quorum' | 'named'> {
  const stated = StatedPolicy.safeParse(data);
  if (!stated.success) return NONE;
  const { sha256, body } = stated.data.policy;
  if (toHex(crypto.sha256(utf8(canonicalText(body)))) !== sha256) return NONE;
  const named = Named.safeParse(body);
  if (!named.success) return NONE;
  const { quorum, keys } = named.data.witnesses;
  const witnesses = keys.map((key) => readWitnessKey(key, crypto));
  const isEachOne =
    witnesses.every((witness) => witness !== null) &&
    new Set(witnesses.map(({ name }) => name)).size === keys.length &&
    new Set(witnesses.map(({ publicKey }) => toHex(publicKey))).size === keys.length;
  const isEnough = quorum <= keys.length && quorum > 0 === keys.length > 0;
  return isEachOne && isEnough ? { quorum, named: keys } : NONE;
}

function recorded(
  { named, records }: Witnessed,
  { data }: Entry,
  device: string,
  crypto: LedgerCrypto,
): Witnessed['records'] {
  const anchored = Anchored.safeParse(data);
  if (!anchored.success) return records;
  const { size, root, witness, publicKey, cosignature } = anchored.data;
  const [key, treeRoot] = [fromBase64(publicKey), fromBase64(root)];
  if (key === null || treeRoot === null) return records;
  const by = { name: witness, publicKey: key };
  const text = checkpointText({ origin: originOf(device), size, root: treeRoot });
  const seconds = cosignedAt(cosignature, text, by, crypto);
  if (seconds === null) return records;
  const id = witnessVerifierKey(by, crypto);
  const before = records.get(id) ?? { size: 0, seconds: 0, counted: 0 };
  const latest = size >= before.size ? { size, seconds } : before;
  const counted = named.includes(id) ? Math.max(before.counted, size) : before.counted;
  return new Map(records).set(id, { size: latest.size, seconds: latest.seconds, counted });
}
