import { parseCheckpoint } from './checkpoint.ts';
import type { LedgerCrypto } from './crypto.ts';
import { EntryKind, KINDS } from './kinds/all-kinds.ts';
import { append, rootOf, textLeafHash } from './merkle.ts';
import { withOtherLine } from './order.ts';
import { sealedWith, type VerifyState, verifyEntry } from './verify.ts';

const KIND = '"kind":"';
/** What is drawn, or waits for the draw. */
const WAITS = /"drawn":(?:true|null)/;

/** Names of the kinds whose entries must be read. */
const CARRIED_ON: ReadonlySet<string> = new Set(
  EntryKind.options.filter((name) => KINDS[name].changes.length > 0),
);

/**
 * Finds the kind without parsing the line, which would cost more than the hash: in the canonical form only scalars
 * follow the kind, and a quote inside a text is preceded by a backslash.
 */
function kindIn(line: string): string {
  const start = line.lastIndexOf(KIND) + KIND.length;
  return line.slice(start, line.indexOf('"', start));
}

/** Whether an entry can change more than the tree. */
function isCarriedOn(line: string): boolean {
  const name = kindIn(line);
  // Decisions are the most frequent of these kinds, and many of them wait for nothing.
  return CARRIED_ON.has(name) && (name !== 'case.assessed' || WAITS.test(line));
}

/**
 * Processes an entry that was verified before and lies under a saved checkpoint that will be compared later: its hash,
 * the people it adds, the witnesses and the waiting items, without checking them. That costs a hash instead of a
 * signature check. Where several workstations write the log, all but the signatures is judged again, because what an
 * entry changes depends on that. Of an enrolment the signature is, too.
 */
export function skimEntry(state: VerifyState, line: string, crypto: LedgerCrypto): VerifyState {
  const isFirst = state.frontier.size === 0;
  const isShared = state.order.places.size > 1;
  if (isFirst || isShared || isCarriedOn(line)) {
    // Nothing but its signature says which invitation an enrolment uses, which may have been replaced meanwhile.
    const judge = kindIn(line) === 'person.enrolled' ? crypto : believing(crypto);
    return verifyEntry(state, line, judge).state;
  }
  const leaf = textLeafHash(line, crypto.sha256);
  const frontier = append(state.frontier, leaf, crypto.sha256);
  return { ...state, frontier, last: null, order: withOtherLine(state.order, leaf, false, frontier) };
}

/** Takes every signature for valid. */
const believing = (crypto: LedgerCrypto): LedgerCrypto => ({ ...crypto, verifyEd25519: () => true });

/** Processes a checkpoint before the saved one. */
export function skimCheckpoint(state: VerifyState, note: string, { sha256 }: LedgerCrypto): VerifyState {
  return parseCheckpoint(note) === null ? state : sealedWith(state, rootOf(state.frontier, sha256));
}
