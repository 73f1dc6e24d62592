import { z } from 'zod';
import { MOST_WITNESSES } from '../domain/policy.ts';
import { fromBase64, toHex, utf8 } from './bytes.ts';
import { checkpointText, originOf } from './checkpoint.ts';
import { cosignedAt, readWitnessKey, witnessVerifierKey } from './cosignature.ts';
import type { LedgerCrypto } from './crypto.ts';
import { canonicalText, type Entry } from './entry.ts';
import { StatedPolicy } from './kinds/policy.ts';
import { Anchored } from './kinds/record.ts';

/** What a witness signed of the log, as entries say. */
export interface WitnessRecord {
  /** The largest checkpoint it signed is over this many entries. */
  readonly size: number;
  /** When it signed that, in seconds since 1970. */
  readonly seconds: number;
  /** The largest it signed while the policy in force named it; 0: it never did. Nothing else counts. */
  readonly counted: number;
}

/**
 * Who witnesses the log, by its own word, and what they signed. Grows with the witnesses there ever were and not with the
 * log. Witnesses are known by their C2SP verifier keys.
 */
export interface Witnessed {
  /** So many of the witnesses named must have signed; 0: none is named. */
  readonly quorum: number;
  /** Whom the policy in force names. */
  readonly named: readonly string[];
  /** The first so many entries are anchored: a quorum signed them. It never falls, whoever is named later. */
  readonly anchored: number;
  readonly records: ReadonlyMap<string, WitnessRecord>;
}

/** The same as a verifier tells it. */
export const WitnessReport = z.object({
  quorum: z.number().int(),
  named: z.array(z.string()),
  anchored: z.number().int(),
  /** In the order in which they first signed. */
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
 * The witnesses after an entry that names them or says that one signed; the same after every other kind. Whether the
 * entry holds is judged elsewhere (its actor, the rule of two, the cosignature): one that does not must not come here.
 */
export function applyWitnessed(witnessed: Witnessed, entry: Entry, crypto: LedgerCrypto): Witnessed {
  switch (entry.kind) {
    case 'vault.created':
    case 'policy.activated':
      return withQuorum({ ...witnessed, ...namedBy(entry, crypto) });
    case 'checkpoint.anchored':
      return withQuorum({ ...witnessed, records: recorded(witnessed, entry, crypto) });
    default:
      return witnessed;
  }
}

/**
 * The first so many entries that `quorum` of these witnesses signed: each vouches for all that comes before the largest
 * checkpoint it signed, because it never signs two that do not go together.
 * @param sizes of the largest checkpoint each of them signed
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

/** Whom the policy of an entry names. Where its text is not the one it is known by, or names them in another form: nobody. */
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
  { data, device }: Entry,
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
