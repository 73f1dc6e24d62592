import { z } from 'zod';
import { type Duty, mayDo, Role } from '../domain/duty.ts';
import { DeviceId, PersonId } from '../domain/ids.ts';
import { equalBytes, fromBase64, toBase64, utf8 } from './bytes.ts';
import { isCheckpointSignedBy, originOf, parseCheckpoint } from './checkpoint.ts';
import type { LedgerCrypto } from './crypto.ts';
import { type Entry, type EntryKind, isSignedBy, parseEntry } from './entry.ts';
import { append, EMPTY_FRONTIER, type Frontier, leafHash, rootOf } from './merkle.ts';

/** Something about the record that is not as it must be. */
export const Problem = z.object({
  /** Sequence number of the entry at fault, or of the place where one is missing; null: the log as a whole. */
  seq: z.number().int().nullable(),
  what: z.string(),
});
export type Problem = z.infer<typeof Problem>;

/** The first line of an exported ledger. */
export const LedgerHeader = z.strictObject({
  format: z.literal('hashline-ledger/1'),
  device: DeviceId,
  /** The device's Ed25519 public key, raw, base64. Compare it with one you got another way. */
  publicKey: z.string(),
  hotline: z.string(),
});
export type LedgerHeader = z.infer<typeof LedgerHeader>;

/** Which duty a person needs for an entry of this kind; null: anybody of the hotline, at any time. */
const DUTY_OF: Readonly<Record<EntryKind, Duty | null>> = {
  'vault.created': 'manage-people',
  'person.added': 'manage-people',
  'device.added': 'manage-people',
  'policy.activated': 'manage-people',
  'session.unlocked': null,
  'session.unlock-failed': null,
  'session.locked': null,
  'intake.imported': 'import',
  'intake.reported': 'report',
  'case.claimed': 'review',
  'case.merged': 'import',
  'case.assessed': 'assess',
  'referral.delivered': 'send',
  'referral.refused': 'send',
  'referral.parked': 'send',
  'referral.resumed': 'send',
  'takedown.recorded': 'send',
  'destination.added': 'manage-destinations',
  'destination.removed': 'manage-destinations',
  'audit.exported': 'export-ledger',
};

/** What the workstation may state by itself, with its own key: what follows from rules and what it observed. */
const DEVICE_KINDS: ReadonlySet<EntryKind> = new Set([
  'referral.delivered',
  'referral.refused',
  'referral.parked',
  'takedown.recorded',
  'case.merged',
  'session.unlock-failed',
  'session.locked',
]);

const PersonAdded = z.object({ person: PersonId, role: Role, publicKey: z.string() });

/** What a verifier carries from entry to entry; its size does not grow with the log. */
export interface VerifyState {
  readonly device: string;
  readonly devicePublicKey: string;
  readonly frontier: Frontier;
  readonly checkpointed: number;
  readonly checkpoints: number;
  readonly people: ReadonlyMap<string, { role: Role; publicKey: string }>;
}

export const startVerification = (header: Pick<LedgerHeader, 'device' | 'publicKey'>): VerifyState => ({
  device: header.device,
  devicePublicKey: header.publicKey,
  frontier: EMPTY_FRONTIER,
  checkpointed: 0,
  checkpoints: 0,
  people: new Map(),
});

/**
 * Takes the next entry line into account. Everything is recomputed from the bytes of the line: form, place in the
 * sequence, the actor's signature, and whether that actor had the duty at the time.
 */
export function verifyEntry(
  state: VerifyState,
  line: string,
  crypto: LedgerCrypto,
): { state: VerifyState; problems: Problem[] } {
  const seq = state.frontier.size;
  const frontier = append(state.frontier, leafHash(utf8(line), crypto.sha256), crypto.sha256);
  const entry = parseEntry(line);
  if (entry === null) {
    return { state: { ...state, frontier }, problems: [{ seq, what: 'is not a well-formed entry' }] };
  }
  const problems: Problem[] = [];
  if (entry.device !== state.device) problems.push({ seq, what: 'belongs to another device' });
  if (entry.seq !== seq)
    problems.push({ seq, what: `says it is entry ${entry.seq}: one is missing, added or moved` });
  const people = seq === 0 ? found(state, entry, problems) : state.people;
  problems.push(...judgeActor(entry, state, people, crypto));
  return {
    state: {
      ...state,
      frontier,
      people: entry.kind === 'person.added' ? admit(people, entry, problems) : people,
    },
    problems,
  };
}

/** The founding entry introduces the first supervisor, is signed by that person, and names the device's key. */
function found(state: VerifyState, entry: Entry, problems: Problem[]): VerifyState['people'] {
  if (entry.kind !== 'vault.created') {
    problems.push({ seq: 0, what: 'the log does not begin with the making of the vault' });
    return state.people;
  }
  if (entry.data.devicePublicKey !== state.devicePublicKey) {
    problems.push({ seq: 0, what: 'names another device key than the one given' });
  }
  return admit(state.people, entry, problems);
}

function admit(people: VerifyState['people'], entry: Entry, problems: Problem[]): VerifyState['people'] {
  const added = PersonAdded.safeParse(entry.data);
  if (!added.success) {
    problems.push({
      seq: entry.seq,
      what: 'adds a person without saying who, in which role, with which key',
    });
    return people;
  }
  const { person, role, publicKey } = added.data;
  return new Map(people).set(person, { role, publicKey });
}

function judgeActor(
  entry: Entry,
  state: VerifyState,
  people: VerifyState['people'],
  crypto: LedgerCrypto,
): Problem[] {
  const { seq } = entry;
  if ('device' in entry.actor) {
    if (!DEVICE_KINDS.has(entry.kind)) return [{ seq, what: `${entry.kind} needs a person, not a device` }];
    const valid = entry.actor.device === state.device && isSignedBy(entry, state.devicePublicKey, crypto);
    return valid ? [] : [{ seq, what: "the device's signature does not fit" }];
  }
  const person = people.get(entry.actor.person);
  if (!person) return [{ seq, what: 'is signed by somebody nobody added' }];
  if (!isSignedBy(entry, person.publicKey, crypto))
    return [{ seq, what: "the person's signature does not fit" }];
  const duty = DUTY_OF[entry.kind];
  return duty === null || mayDo(person.role, duty)
    ? []
    : [{ seq, what: `a person with the role ${person.role} may not ${duty}` }];
}

/** Compares a signed checkpoint with what was recomputed so far. It must stand where the log has exactly its size. */
export function verifyCheckpoint(
  state: VerifyState,
  note: string,
  crypto: LedgerCrypto,
): { state: VerifyState; problems: Problem[] } {
  const checkpoint = parseCheckpoint(note);
  const size = state.frontier.size;
  if (checkpoint === null)
    return { state, problems: [{ seq: null, what: 'a checkpoint is not a signed note' }] };
  const problems: Problem[] = [];
  const problem = (what: string) => problems.push({ seq: size === 0 ? null : size - 1, what });
  if (checkpoint.origin !== originOf(state.device)) problem('a checkpoint of another log stands here');
  if (checkpoint.size !== size) problem(`a checkpoint over ${checkpoint.size} entries stands after ${size}`);
  else if (!equalBytes(checkpoint.root, rootOf(state.frontier, crypto.sha256))) {
    problem(`entries ${state.checkpointed} to ${size - 1} are not the ones the checkpoint was made over`);
  }
  const key = fromBase64(state.devicePublicKey);
  if (key === null || !isCheckpointSignedBy(note, key, crypto))
    problem("a checkpoint's signature does not fit");
  return { state: { ...state, checkpointed: size, checkpoints: state.checkpoints + 1 }, problems };
}

/** The root over everything verified so far, base64. */
export const verifiedRoot = (state: VerifyState, crypto: LedgerCrypto): string =>
  toBase64(rootOf(state.frontier, crypto.sha256));
