import { utf8 } from './bytes.ts';
import { parseCheckpoint } from './checkpoint.ts';
import type { LedgerCrypto } from './crypto.ts';
import { parseEntry } from './entry.ts';
import { applyFourEyes } from './four-eyes.ts';
import { append, leafHash, rootOf } from './merkle.ts';
import { applyPeopleChange, newRecoveryKey } from './people-record.ts';
import { sealedWith, type VerifyState } from './verify.ts';
import { applyWitnessed } from './witnessed.ts';

const CARRIED_ON =
  /"kind":"(?:vault|person|policy|assessment|audit)\.|"kind":"checkpoint\.anchored"|"drawn":true/;

/**
 * Takes an entry into account that was verified before, and whose place under a checkpoint kept since is about to be
 * compared: its hash, whom it adds, who witnesses and what waits after it, without judging it. Costs a hash instead of a
 * signature.
 */
export function skimEntry(state: VerifyState, line: string, crypto: LedgerCrypto): VerifyState {
  const { sha256 } = crypto;
  const frontier = append(state.frontier, leafHash(utf8(line), sha256), sha256);
  const skimmed = { ...state, frontier, last: null };
  const entry = CARRIED_ON.test(line) ? parseEntry(line) : null;
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

/** Takes a checkpoint into account that stands before the one kept. */
export function skimCheckpoint(state: VerifyState, note: string, { sha256 }: LedgerCrypto): VerifyState {
  return parseCheckpoint(note) === null ? state : sealedWith(state, rootOf(state.frontier, sha256));
}
