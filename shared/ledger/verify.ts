import { z } from 'zod';
import { DeviceId } from '../domain/ids.ts';
import { judgeActor } from './actor-rules.ts';
import { ANCHORABLE_CHECKPOINTS, judgeAnchored, type Sealed } from './anchored.ts';
import { equalBytes, fromBase64, toBase64 } from './bytes.ts';
import { CHECKPOINT_EVERY, isCheckpointSignedBy, originOf, parseCheckpoint } from './checkpoint.ts';
import type { LedgerCrypto } from './crypto.ts';
import { type Entry, parseEntry } from './entry.ts';
import { Fault } from './fault.ts';
import { applyFourEyes, type FourEyes, NOTHING_WAITS } from './four-eyes.ts';
import { type EntryKind, KINDS } from './kinds/all-kinds.ts';
import { append, EMPTY_FRONTIER, type Frontier, rootOf, textLeafHash } from './merkle.ts';
import { applyPeopleChange, newRecoveryKey, type PeopleRecord } from './people-record.ts';
import { applyWitnessed, NOBODY_WITNESSED, type Witnessed } from './witnessed.ts';

/** A fault of the ledger, and where it is. */
export const Problem = z.object({
  /** Sequence number of the faulty entry, or of the place where one is missing; null for the log as a whole. */
  seq: z.number().int().nullable(),
  fault: Fault,
});
export type Problem = z.infer<typeof Problem>;

/** The first line of an exported ledger. */
export const LedgerHeader = z.strictObject({
  format: z.literal('hashline-ledger/2'),
  device: DeviceId,
  /** The device's Ed25519 public key, raw, base64. Readers should compare it with one obtained from another source. */
  publicKey: z.string(),
  hotline: z.string(),
});
export type LedgerHeader = z.infer<typeof LedgerHeader>;

/**
 * The state that a verifier carries from entry to entry. It grows with people, witnesses and waiting items, not with
 * the log.
 */
export interface VerifyState {
  readonly device: string;
  readonly devicePublicKey: string;
  readonly hotline: string;
  readonly frontier: Frontier;
  /** Leaf hash of the last entry's line, base64; null before the first. */
  readonly prev: string | null;
  readonly checkpointed: number;
  readonly checkpoints: number;
  /** The last checkpoints, which a later entry may still record as anchored. */
  readonly sealed: readonly Sealed[];
  /** Kind of the previous entry; null where there is none or it is unreadable. */
  readonly last: EntryKind | null;
  readonly recoveryPublicKey: string | null;
  readonly people: PeopleRecord;
  readonly waiting: FourEyes;
  readonly witnessed: Witnessed;
}

export const startVerification = (header: Omit<LedgerHeader, 'format'>): VerifyState => ({
  device: header.device,
  devicePublicKey: header.publicKey,
  hotline: header.hotline,
  frontier: EMPTY_FRONTIER,
  prev: null,
  checkpointed: 0,
  checkpoints: 0,
  sealed: [],
  last: null,
  recoveryPublicKey: null,
  people: new Map(),
  waiting: NOTHING_WAITS,
  witnessed: NOBODY_WITNESSED,
});

/**
 * Verifies the next entry line. Everything is recomputed from the bytes of the line: form, place in the sequence, the
 * actor's signature, and whether that actor had the duty at the time.
 */
export function verifyEntry(
  state: VerifyState,
  line: string,
  crypto: LedgerCrypto,
): { state: VerifyState; problems: Problem[] } {
  const seq = state.frontier.size;
  const leaf = textLeafHash(line, crypto.sha256);
  const frontier = append(state.frontier, leaf, crypto.sha256);
  const prev = toBase64(leaf);
  const entry = parseEntry(line);
  const problems = missingCheckpoint(state);
  if (entry === null) {
    problems.push({ seq, fault: { code: 'not-an-entry' } });
    return { state: { ...state, frontier, prev, last: null }, problems };
  }
  if (entry.device !== state.device) problems.push({ seq, fault: { code: 'other-device' } });
  if (entry.seq !== seq) problems.push({ seq, fault: { code: 'other-number', number: entry.seq } });
  if (entry.prev !== state.prev) problems.push({ seq, fault: { code: 'does-not-follow' } });
  if (seq > 0 && entry.kind === 'vault.created') problems.push({ seq, fault: { code: 'founded-twice' } });
  const founding = seq === 0 ? readFounding(state, entry, problems) : null;
  const keys = founding === null ? state : { ...state, recoveryPublicKey: founding };
  const changed = applyPeopleChange(state.people, entry);
  const changeProblem = 'problem' in changed ? changed.problem : null;
  // The founding entry is signed by the very person it introduces.
  const known = seq === 0 && !('problem' in changed) ? changed : state.people;
  const actorProblem = judgeActor(entry, known, keys, crypto);
  const anchorProblem = judgeAnchored(entry, state.sealed, crypto);
  const reviewed = applyFourEyes(state.waiting, entry, state.people);
  const fourEyesProblem = 'problem' in reviewed ? reviewed.problem : null;
  const objections = [changeProblem, actorProblem, anchorProblem, fourEyesProblem].filter(
    (fault) => fault !== null,
  );
  problems.push(...objections.map((fault) => ({ seq, fault })));
  // A change by a person without the right to make it has no effect: what it would have allowed is refused too.
  const isChanged = !('problem' in changed) && actorProblem === null;
  const people = isChanged ? changed : state.people;
  const recoveryPublicKey = (isChanged ? newRecoveryKey(entry) : null) ?? keys.recoveryPublicKey;
  const waiting = 'problem' in reviewed || actorProblem !== null ? state.waiting : reviewed;
  // A second founding entry introduces no one: the first one stands.
  const isLawful = objections.length === 0 && (entry.kind === 'vault.created') === (seq === 0);
  const witnessed = isLawful ? applyWitnessed(state.witnessed, entry, crypto) : state.witnessed;
  return {
    state: { ...keys, recoveryPublicKey, frontier, prev, last: entry.kind, people, waiting, witnessed },
    problems,
  };
}

/** Whether the previous entry needed a checkpoint and none follows it. */
function missingCheckpoint({ frontier: { size }, checkpointed, last }: VerifyState): Problem[] {
  const due = (last !== null && KINDS[last].isSealed) || (size > 0 && size % CHECKPOINT_EVERY === 0);
  return due && checkpointed !== size ? [{ seq: size - 1, fault: { code: 'not-sealed' } }] : [];
}

/**
 * Reads the founding entry, which names the keys of the device and of recovery.
 * @returns the recovery key, or null
 */
function readFounding(state: VerifyState, entry: Entry, problems: Problem[]): string | null {
  if (entry.kind !== 'vault.created') {
    problems.push({ seq: 0, fault: { code: 'not-founded' } });
    return null;
  }
  if (entry.data.devicePublicKey !== state.devicePublicKey) {
    problems.push({ seq: 0, fault: { code: 'other-device-key' } });
  }
  if (entry.data.hotline !== state.hotline) problems.push({ seq: 0, fault: { code: 'other-hotline' } });
  return typeof entry.data.recoveryPublicKey === 'string' ? entry.data.recoveryPublicKey : null;
}

/** Compares a signed checkpoint with what was recomputed so far. It must come where the log has exactly its size. */
export function verifyCheckpoint(
  state: VerifyState,
  note: string,
  crypto: LedgerCrypto,
): { state: VerifyState; problems: Problem[] } {
  const checkpoint = parseCheckpoint(note);
  const size = state.frontier.size;
  const problems: Problem[] = [];
  const problem = (fault: Fault) => problems.push({ seq: size === 0 ? null : size - 1, fault });
  if (checkpoint === null) {
    problem({ code: 'checkpoint-unreadable' });
    return { state, problems };
  }
  if (state.checkpoints > 0 && state.checkpointed === size) problem({ code: 'checkpoint-twice' });
  if (checkpoint.origin !== originOf(state.device)) problem({ code: 'checkpoint-of-another-log' });
  const root = rootOf(state.frontier, crypto.sha256);
  if (checkpoint.size !== size) problem({ code: 'checkpoint-misplaced', size: checkpoint.size, after: size });
  else if (!equalBytes(checkpoint.root, root)) {
    problem({ code: 'entries-differ', first: state.checkpointed, last: size - 1 });
  }
  const key = fromBase64(state.devicePublicKey);
  if (key === null || !isCheckpointSignedBy(note, key, crypto))
    problem({ code: 'checkpoint-signature-unfit' });
  // Anyone can add signatures to a note; in the log itself each checkpoint has only one form.
  if (checkpoint.signatures.length > 1) problem({ code: 'checkpoint-signed-more' });
  return { state: sealedWith(state, root), problems };
}

/** The state after a checkpoint at this point; `root` is the recomputed one. */
export function sealedWith(state: VerifyState, root: Uint8Array): VerifyState {
  const { size } = state.frontier;
  const sealed = [...state.sealed.slice(1 - ANCHORABLE_CHECKPOINTS), { size, root }];
  return { ...state, checkpointed: size, checkpoints: state.checkpoints + 1, sealed };
}

/** The root over all entries verified so far, base64. */
export const verifiedRoot = (state: VerifyState, crypto: LedgerCrypto): string =>
  toBase64(rootOf(state.frontier, crypto.sha256));
