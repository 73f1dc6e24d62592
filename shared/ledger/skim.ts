import { toBase64 } from './bytes.ts';
import { parseCheckpoint } from './checkpoint.ts';
import type { LedgerCrypto } from './crypto.ts';
import { parseEntry } from './entry.ts';
import { applyFourEyes } from './four-eyes.ts';
import { EntryKind, KINDS } from './kinds/all-kinds.ts';
import { append, rootOf, textLeafHash } from './merkle.ts';
import { applyPeopleChange, newRecoveryKey } from './people-record.ts';
import { sealedWith, type VerifyState } from './verify.ts';
import { applyWitnessed } from './witnessed.ts';

const KIND = '"kind":"';
/** What is drawn, or waits for the draw. */
const WAITS = /"drawn":(?:true|null)/;

/** Names of the kinds whose entries must be read. */
const CARRIED_ON: ReadonlySet<string> = new Set(
  EntryKind.options.filter((name) => KINDS[name].changes.length > 0),
);

/**
 * Whether an entry can change more than the tree. It finds the kind without parsing the line, which would cost more
 * than the hash: in the canonical form only scalars follow the kind, and a quote inside a text is preceded by a
 * backslash.
 */
function isCarriedOn(line: string): boolean {
  const start = line.lastIndexOf(KIND) + KIND.length;
  const name = line.slice(start, line.indexOf('"', start));
  // Decisions are the most frequent of these kinds, and many of them wait for nothing.
  return CARRIED_ON.has(name) && (name !== 'case.assessed' || WAITS.test(line));
}

/**
 * Processes an entry that was verified before and lies under a saved checkpoint that will be compared later: its hash,
 * the people it adds, the witnesses and the waiting items, without checking them. That costs a hash instead of a
 * signature check.
 */
export function skimEntry(state: VerifyState, line: string, crypto: LedgerCrypto): VerifyState {
  const { sha256 } = crypto;
  const leaf = textLeafHash(line, sha256);
  const frontier = append(state.frontier, leaf, sha256);
  const skimmed = { ...state, frontier, prev: toBase64(leaf), last: null };
  const entry = isCarriedOn(line) ? parseEntry(line) : null;
  if (entry === null) return skimmed;
  const people = applyPeopleChange(state.people, entry);
  const waiting = applyFourEyes(state.waiting, entry, state.people);
  const founding = state.frontier.size === 0 ? entry.data.recoveryPublicKey : null;
  const stated = typeof founding === 'string' ? founding : newRecoveryKey(entry);
  return {
    ...skimmed,
    people: 'problem' in people ? state.people : people,
    waiting: 'problem' in waiting ? state.waiting : waiting,
    recoveryPublicKey: stated ?? state.recoveryPublicKey,
    witnessed: 'problem' in waiting ? state.witnessed : applyWitnessed(state.witnessed, entry, crypto),
  };
}

/** Processes a checkpoint before the saved one. */
export function skimCheckpoint(state: VerifyState, note: string, { sha256 }: LedgerCrypto): VerifyState {
  return parseCheckpoint(note) === null ? state : sealedWith(state, rootOf(state.frontier, sha256));
}
