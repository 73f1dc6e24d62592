import { z } from 'zod';
import { DeviceId } from '../domain/ids.ts';
import { judgeActor } from './actor-rules.ts';
import { ANCHORABLE_CHECKPOINTS, judgeAnchored, type Sealed } from './anchored.ts';
import { missingOf } from './branch.ts';
import { equalBytes, fromBase64, toBase64 } from './bytes.ts';
import { CHECKPOINT_EVERY, isCheckpointSignedBy, originOf, parseCheckpoint } from './checkpoint.ts';
import type { LedgerCrypto } from './crypto.ts';
import { type Entry, parseEntry, Seen } from './entry.ts';
import { Fault } from './fault.ts';
import { applyFourEyes, type FourEyes, NOTHING_WAITS } from './four-eyes.ts';
import { type EntryKind, KINDS } from './kinds/all-kinds.ts';
import { append, EMPTY_FRONTIER, type Frontier, rootOf, textLeafHash } from './merkle.ts';
import {
  hasSeen,
  isOvertaken,
  isRootOfBranch,
  judgeJoined,
  judgePlace,
  judgeWhole,
  type Order,
  signersSeen,
  startOrder,
  type View,
  withEntry,
  withOtherLine,
} from './order.ts';
import { applySignersChange, founders, introducesItself, type Signers, withFoundingKeys } from './signers.ts';
import { applyWitnessed, NOBODY_WITNESSED, type Witnessed } from './witnessed.ts';

/** A fault of the ledger, and where it is. */
export const Problem = z.object({
  /** Place of the faulty entry, or the one where an entry is missing; null for the log as a whole. */
  seq: z.number().int().nullable(),
  fault: Fault,
});
export type Problem = z.infer<typeof Problem>;

/** The first line of an exported ledger. */
export const LedgerHeader = z.strictObject({
  format: z.literal('hashline-ledger/2'),
  /** The workstation that founded the log, which is named after it. */
  device: DeviceId,
  /** The log's Ed25519 public key, raw, base64. Readers should compare it with one obtained from another source. */
  publicKey: z.string(),
  hotline: z.string(),
});
export type LedgerHeader = z.infer<typeof LedgerHeader>;

/** An entry that is right, and has no effect all the same. */
export const WithoutEffect = z.object({
  /** Its place in the log. */
  seq: z.number().int(),
  /**
   * `late`: its signer or their workstation was removed meanwhile. `overtaken`: somebody else came first. Neither could
   * be known where it was signed.
   */
  why: z.enum(['late', 'overtaken']),
});
export type WithoutEffect = z.infer<typeof WithoutEffect>;

/**
 * The state that a verifier carries from entry to entry. It grows with people, workstations, witnesses and waiting
 * items, and with what a workstation has not seen yet, not with the log.
 */
export interface VerifyState {
  /** The workstation after which the log is named. */
  readonly device: string;
  readonly logPublicKey: string;
  readonly hotline: string;
  readonly frontier: Frontier;
  readonly checkpointed: number;
  readonly checkpoints: number;
  /** The last checkpoints, which a later entry may still record as anchored. */
  readonly sealed: readonly Sealed[];
  /** Kind of the previous entry; null where there is none or it is unreadable. */
  readonly last: EntryKind | null;
  readonly signers: Signers;
  readonly order: Order;
  readonly waiting: FourEyes;
  readonly witnessed: Witnessed;
}

export function startVerification(header: Omit<LedgerHeader, 'format'>): VerifyState {
  const signers = founders(header.device);
  return {
    device: header.device,
    logPublicKey: header.publicKey,
    hotline: header.hotline,
    frontier: EMPTY_FRONTIER,
    checkpointed: 0,
    checkpoints: 0,
    sealed: [],
    last: null,
    signers,
    order: startOrder(header.device, signers),
    waiting: NOTHING_WAITS,
    witnessed: NOBODY_WITNESSED,
  };
}

export interface VerifyStep {
  state: VerifyState;
  /** RFC 6962 leaf hash of the line. */
  leaf: Uint8Array;
  problems: Problem[];
  /** Why an entry without problems has no effect; null where it has. */
  idle: WithoutEffect['why'] | null;
  /** Whether its signer had seen the entry at a place, besides those of their own workstation. */
  hasSeen: (position: number) => boolean;
  /** The newest epoch that its signer knew of. */
  epoch: number;
}

/**
 * Verifies the next entry line. Everything is recomputed from the bytes of the line: form, place in the sequence, the
 * actor's signature, and whether that actor had the duty as far as they could know.
 * @param entry what `parseEntry` gives of the line, for a caller who needs it too
 */
export function verifyEntry(
  state: VerifyState,
  line: string,
  crypto: LedgerCrypto,
  entry: Entry | null = parseEntry(line),
): VerifyStep {
  const seq = state.frontier.size;
  const leaf = textLeafHash(line, crypto.sha256);
  const frontier = append(state.frontier, leaf, crypto.sha256);
  const problems = missingCheckpoint(state);
  const note = (...faults: Fault[]) => problems.push(...faults.map((fault) => ({ seq, fault })));
  const unread = (isEntry: boolean): VerifyStep => {
    const order = withOtherLine(state.order, leaf, isEntry, frontier);
    return {
      state: { ...state, frontier, order, last: isEntry ? (entry?.kind ?? null) : null },
      leaf,
      problems,
      idle: null,
      hasSeen: () => false,
      epoch: 0,
    };
  };
  if (entry === null) {
    note({ code: 'not-an-entry' });
    return unread(false);
  }
  const isIntroduced = state.order.introduced.has(entry.device);
  if (!state.signers.devices.has(entry.device) && !isIntroduced && !introducesItself(entry)) {
    note({ code: 'from-unknown-device' });
    return unread(true);
  }
  const isRemoved = state.signers.devices.get(entry.device)?.removed ?? false;
  const { view, faults } = judgePlace(state.order, entry, state.frontier, !isRemoved, crypto);
  const known = signersSeen(state.order, entry.device, view);
  const isBarred = known.devices.get(entry.device)?.removed ?? false;
  if (isBarred) note({ code: 'from-removed-device' });
  note(...faults);
  const isFounding = entry.kind === 'vault.created';
  if (seq > 0 && isFounding) note({ code: 'founded-twice' });
  if (seq === 0) note(...judgeFounding(state, entry));
  const signers = seq === 0 && isFounding ? withFoundingKeys(state.signers, entry) : state.signers;
  const changed = applySignersChange(signers, entry);
  const misfit = 'problem' in changed ? changed.problem : null;
  const reviewed = applyFourEyes(state.waiting, entry, state.signers.people);
  const fourEyesFault = 'problem' in reviewed ? reviewed.problem : null;
  // The founding entry is signed by the very person it introduces.
  const judges = seq > 0 ? known : 'problem' in changed ? signers : changed;
  const objection = judgeActor(entry, judges, crypto);
  const idle =
    objection === null && seq > 0
      ? idleness(state, entry, known, view, misfit ?? fourEyesFault, crypto)
      : null;
  const isOfBranch = anchorsOnBranch(state.order, entry, view, crypto);
  const anchorFault = isOfBranch ? null : judgeAnchored(entry, state, crypto);
  const joinFault = judgeJoined(state.order, entry, state.frontier, state.signers);
  const found = [misfit, objection, anchorFault, fourEyesFault, joinFault];
  const objections = idle === null ? found.filter((fault) => fault !== null) : [];
  note(...objections);
  // A change by a person without the right to make it has no effect: what it would have allowed is refused too.
  const hasEffect = idle === null && objection === null && !isBarred;
  const signersNow = hasEffect && !('problem' in changed) ? changed : signers;
  const waiting = hasEffect && !('problem' in reviewed) ? reviewed : state.waiting;
  // A second founding entry introduces no one: the first one stands.
  const isLawful = hasEffect && objections.length === 0 && isFounding === (seq === 0) && !isOfBranch;
  const witnessed = isLawful ? applyWitnessed(state.witnessed, entry, state.device, crypto) : state.witnessed;
  const ownView = idle === null ? null : viewAfter(known, entry);
  const taken = {
    entry,
    ownView,
    at: seq,
    leaf,
    view,
    isRightful: objection === null && !isBarred,
    signers: signersNow,
    hasEffect: hasEffect && objections.length === 0,
  };
  const order =
    signersNow.devices.has(entry.device) || isIntroduced || ownView !== null
      ? withEntry(state.order, taken, frontier, crypto)
      : withOtherLine(state.order, leaf, true, frontier);
  for (const { at } of judgeWhole(state.order, order, crypto))
    problems.push({ seq: at, fault: { code: 'branch-differs' } });
  return {
    state: { ...state, signers: signersNow, order, frontier, last: entry.kind, waiting, witnessed },
    leaf,
    problems,
    idle,
    hasSeen: (position) => hasSeen(order, view, position),
    // The keys of a branch are not those of the log.
    epoch: signersSeen(state.order, entry.device, { ...view, branch: null }).epoch.number,
  };
}

/** Whether an entry anchors a checkpoint of a branch: it says nothing of the log. */
function anchorsOnBranch(order: Order, { kind, data }: Entry, view: View, crypto: LedgerCrypto): boolean {
  if (kind !== 'checkpoint.anchored' || view.branch === null) return false;
  const said = Seen.safeParse({ size: data.size, root: data.root });
  return said.success && isRootOfBranch(order, said.data, crypto, view);
}

/** What a workstation knows after it introduced itself; null where this entry does not do that. */
function viewAfter(known: Signers, entry: Entry): Signers | null {
  const view = introducesItself(entry) ? applySignersChange(known, entry) : { problem: null };
  return 'problem' in view ? null : view;
}

/** Why an entry that its signer had the right to make has no effect; null where it has. */
function idleness(
  { signers, order }: VerifyState,
  entry: Entry,
  known: Signers,
  view: View,
  misfit: Fault | null,
  crypto: LedgerCrypto,
): WithoutEffect['why'] | null {
  if (known !== signers) {
    const isRemoved = signers.devices.get(entry.device)?.removed ?? false;
    const wasKnown = known.devices.get(entry.device)?.removed === false || introducesItself(entry);
    if (wasKnown && (isRemoved || judgeActor(entry, signers, crypto) !== null)) return 'late';
  }
  return isOvertaken(order, entry, view, misfit !== null) ? 'overtaken' : null;
}

/** Whether the previous entry needed a checkpoint and none follows it. */
function missingCheckpoint({ frontier: { size }, checkpointed, last }: VerifyState): Problem[] {
  const due = (last !== null && KINDS[last].isSealed) || (size > 0 && size % CHECKPOINT_EVERY === 0);
  return due && checkpointed !== size ? [{ seq: size - 1, fault: { code: 'not-sealed' } }] : [];
}

/** What is wrong with the first entry, which must say the keys and the name that the header says. */
function judgeFounding(state: VerifyState, { kind, data }: Entry): Fault[] {
  if (kind !== 'vault.created') return [{ code: 'not-founded' }];
  const faults: Fault[] = [];
  if (data.logPublicKey !== state.logPublicKey) faults.push({ code: 'other-log-key' });
  if (data.hotline !== state.hotline) faults.push({ code: 'other-hotline' });
  return faults;
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
  const key = fromBase64(state.logPublicKey);
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

/** Branches of which entries are missing, where the log ends here. */
export const missingOfBranches = ({ order }: VerifyState): Problem[] =>
  order.branches.flatMap((branch): Problem[] => {
    const missing = missingOf(branch);
    return missing === 0 ? [] : [{ seq: branch.at, fault: { code: 'branch-missing', missing } }];
  });

/** The root over all entries verified so far, base64. */
export const verifiedRoot = (state: VerifyState, crypto: LedgerCrypto): string =>
  toBase64(rootOf(state.frontier, crypto.sha256));
