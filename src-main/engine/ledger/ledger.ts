import type { z } from 'zod';
import { toBase64 } from '../../../shared/ledger/bytes.ts';
import { CHECKPOINT_EVERY, originOf, signCheckpoint } from '../../../shared/ledger/checkpoint.ts';
import {
  type Actor,
  type Entry,
  EntryBody,
  parseEntry,
  type Seen,
  signEntry,
} from '../../../shared/ledger/entry.ts';
import {
  type DataOf,
  type EnclosureOf,
  type EntryKind,
  KINDS,
  type ReadOf,
  readData,
  type SignedBy,
} from '../../../shared/ledger/kinds/all-kinds.ts';
import { append, type Frontier, rootOf, textLeafHash } from '../../../shared/ledger/merkle.ts';
import { TILE_WIDTH } from '../../../shared/ledger/tiles.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Entropy } from '../../ports/entropy.ts';
import { nodeLedgerCrypto, type SigningKey } from '../keys/signing-key.ts';
import type { Act, Acts } from '../session/acts.ts';
import type { Enclosing } from '../session/recorder.ts';
import { conflict, damaged } from '../storage/failure.ts';
import type { AuditStore } from './audit.store.ts';
import { digestOf, type Enclosure, enclose } from './enclosure.ts';
import { filedUnder } from './filing.ts';
import { LogTree } from './log-tree.ts';
import { ALONE, type SharedOrder } from './shared-order.ts';

/** The person at the workstation, with the key that signs for them. */
export interface Signer {
  id: string;
  key: SigningKey;
}

/** What the ledger needs from the open vault. */
export interface LedgerKeys {
  person: Signer;
  device: Signer;
  /** What the log is named after, and what its checkpoints are signed with. */
  log: Signer;
}

export interface LedgerParts {
  keys: LedgerKeys;
  clock: Clock;
  newId: () => string;
  entropy: Entropy;
  /** What changes the rows that follow from an entry. */
  acts: Pick<Acts, 'apply'>;
  /** How far the order of the log is settled; that of a single workstation where it is left out. */
  order?: SharedOrder;
}

/** How an entry is taken in that was made before. */
interface Admission {
  takesEffect: boolean;
  hasSeen: (position: number) => boolean;
  left?: unknown;
  entry?: Entry | null;
  grown?: Grown;
}

const SALT_BYTES = 32;

/** A log with one more line. */
interface Grown {
  frontier: Frontier;
  leaf: Uint8Array;
}

/**
 * Appends to the ledger, and has the rooms change the rows that follow from each entry. Always called inside a
 * transaction, so that neither exists without the other.
 */
export class Ledger {
  readonly #store: AuditStore;
  readonly #keys: LedgerKeys;
  readonly #parts: LedgerParts;
  readonly #order: SharedOrder;

  constructor(store: AuditStore, parts: LedgerParts) {
    this.#store = store;
    this.#keys = parts.keys;
    this.#parts = parts;
    this.#order = parts.order ?? ALONE;
  }

  /** Records what the person at the workstation did. `data.case` links the entry to a case. */
  byPerson<Kind extends SignedBy<'person'>>(
    kind: Kind,
    data: DataOf<Kind>,
    ...enclosed: Enclosing<Kind>
  ): void {
    this.#perform(kind, data, enclosed, { person: this.#keys.person.id } as Actor, this.#keys.person);
  }

  /** Records what the workstation observed by itself. */
  byDevice<Kind extends SignedBy<'device'>>(
    kind: Kind,
    data: DataOf<Kind>,
    ...enclosed: Enclosing<Kind>
  ): void {
    this.#perform(kind, data, enclosed, { device: this.#keys.device.id } as Actor, this.#keys.device);
  }

  /** Records an act of a person other than the one at the workstation, such as an enrolment beside an open session. */
  byOther<Kind extends SignedBy<'other'>>(
    kind: Kind,
    data: DataOf<Kind>,
    other: Signer,
    ...enclosed: Enclosing<Kind>
  ): void {
    this.#perform(kind, data, enclosed, { person: other.id } as Actor, other);
  }

  /** Records the use of the offline recovery key, signed by it. */
  byRecovery<Kind extends SignedBy<'recovery'>>(
    kind: Kind,
    data: DataOf<Kind>,
    sign: SigningKey['sign'],
    ...enclosed: Enclosing<Kind>
  ): void {
    this.#perform(kind, data, enclosed, { recovery: true }, { key: { sign } });
  }

  /** Signs and stores the entry, and changes the rows that follow from it. */
  #perform<Kind extends EntryKind>(
    kind: Kind,
    data: DataOf<Kind>,
    enclosed: Enclosing<Kind>,
    actor: Actor,
    signer: { key: Pick<SigningKey, 'sign'> },
  ): void {
    if (KINDS[kind].class === 'firm' && !this.#order.canBeFirm()) throw conflict({ reason: 'needs-contact' });
    const before = this.#store.frontier();
    const [enclosure = null] = enclosed;
    const kept = enclosure === null ? null : enclose(enclosure, this.#parts.entropy.bytes(SALT_BYTES));
    const device = this.#keys.device.id;
    const last = this.#store.lastOf(device, before.size);
    const seen = this.#order.toState(before, last?.position ?? -1);
    const body = EntryBody.parse({
      v: 2,
      id: this.#parts.newId(),
      device,
      seq: last === null ? 0 : last.seq + 1,
      prev: last === null ? null : toBase64(last.leaf),
      ...(seen === null ? {} : { seen: seenOf(seen) }),
      at: new Date(this.#parts.clock.nowMs()).toISOString(),
      actor,
      kind,
      data,
      ...(kept === null ? {} : { enclosed: digestOf(kept) }),
    });
    const line = signEntry(body, signer.key.sign);
    const size = this.#append(body, line, this.#grown(line, before));
    if (seen !== null) this.#order.stated(seen.size);
    if (size % CHECKPOINT_EVERY === 0 && this.#settled().size === size) this.checkpoint();
    if (kept !== null) this.#store.enclose(before.size, kept);
    const entry = { ...body, kind, data: body.data as ReadOf<Kind> };
    const settled = this.#order.settled(before).size;
    const following = this.#parts.acts.apply({
      entry,
      enclosure: enclosure as EnclosureOf<Kind>,
      position: before.size,
      hasSeen: (place) => place < settled,
    });
    for (const { kind: next, data: said } of following) {
      this.#perform(next, said, [] as never, { device } as Actor, this.#keys.device);
    }
  }

  /**
   * Takes in an entry that was made before, in this vault or another, and changes the rows that follow from it.
   * @param line the next entry of this log, which the caller has verified
   * @param kept what it encloses; null where it encloses nothing, or what it did is gone
   * @param takesEffect whether rows follow from it; if not, it only stands in the record
   * @param hasSeen whether its signer had seen the entry at a place, besides their workstation's own
   * @param left what is left of what it enclosed, where an act erased that
   * @param entry what `parseEntry` gives of the line, and `grown` the log with it, for a caller who has verified it
   * @returns whether its rows could be restored: an enclosure that is gone takes them along, unless something is left
   * @throws Failure INTEGRITY where the entry does not say what its kind must, or encloses something else, or where rows
   * it builds on are missing
   */
  admit(
    line: string,
    kept: Enclosure | null,
    { takesEffect, hasSeen, left = null, entry = parseEntry(line), grown = this.#grown(line) }: Admission,
  ): boolean {
    const position = grown.frontier.size - 1;
    const unreadable = () => damaged({ problem: 'entry-unreadable', seq: position });
    if (entry === null) throw unreadable();
    this.#append(entry, line, grown);
    if (kept !== null) this.#store.enclose(position, kept);
    if (!takesEffect) return false;
    const act = actOf(entry, kept, left);
    if (act === null) throw unreadable();
    if (act === 'gone') return false;
    this.#parts.acts.apply({ ...act, position, hasSeen });
    return true;
  }

  #grown(line: string, before = this.#store.frontier()): Grown {
    const { sha256 } = nodeLedgerCrypto;
    const leaf = textLeafHash(line, sha256);
    return { frontier: append(before, leaf, sha256), leaf };
  }

  #append(entry: EntryBody, line: string, { frontier, leaf }: Grown): number {
    const { device, seq } = entry;
    this.#store.insert({ ...filedUnder(entry), device, seq, line }, frontier, leaf);
    if (frontier.size % TILE_WIDTH === 0) new LogTree(this.#store).keepUp(frontier.size, this.#store.tiles);
    if (frontier.size % CHECKPOINT_EVERY === 0) this.#store.file(frontier.size);
    return frontier.size;
  }

  /**
   * Returns a signed note that covers all entries except at most the last `behind`, making one if there is none. A note
   * sent with a referral does not have to cover the very last entry, and must not lengthen the ledger each time.
   */
  recentCheckpoint(behind: number): string {
    const { size } = this.#settled();
    const last = this.#store.lastCheckpoint(size);
    return last !== null && last.size >= size - behind ? last.note : this.checkpoint().note;
  }

  /**
   * Returns a checkpoint that a person asked for. If none covers the present size, the request itself is recorded as
   * its last entry.
   */
  statedCheckpoint(): { size: number; root: string; note: string } {
    if (this.#store.checkpointAt(this.#settled().size) === null) this.byPerson('checkpoint.made', {});
    return this.checkpoint();
  }

  /** The signed note over all entries that have their place; made now unless it exists. */
  checkpoint(): { size: number; root: string; note: string } {
    const frontier = this.#settled();
    const note = this.#store.checkpointAt(frontier.size) ?? this.#seal(frontier);
    const root = Buffer.from(rootOf(frontier, nodeLedgerCrypto.sha256)).toString('base64');
    return { size: frontier.size, root, note };
  }

  /** The same note, also where it cannot be stored. */
  note(): string {
    const frontier = this.#settled();
    return this.#store.checkpointAt(frontier.size) ?? this.#sign(frontier);
  }

  /** Whether acts can be recorded that need contact with the other seats. */
  canBeFirm(): boolean {
    return this.#order.canBeFirm();
  }

  /** How many entries have their place in the log for good. */
  settledSize(): number {
    return this.#settled().size;
  }

  /** Signs the note over a part of the log that is settled, unless it exists. */
  sealAt(settled: Frontier): void {
    if (this.#store.checkpointAt(settled.size) === null) this.#seal(settled);
  }

  #settled(): Frontier {
    return this.#order.settled(this.#store.frontier());
  }

  #seal(frontier: Frontier): string {
    const note = this.#sign(frontier);
    this.#store.insertCheckpoint(frontier.size, note);
    return note;
  }

  #sign(frontier: Frontier): string {
    const { id, key } = this.#keys.log;
    const checkpoint = {
      origin: originOf(id),
      size: frontier.size,
      root: rootOf(frontier, nodeLedgerCrypto.sha256),
    };
    return signCheckpoint(checkpoint, key.publicKey, key.sign, nodeLedgerCrypto);
  }
}

const seenOf = (log: Frontier): Seen => ({
  size: log.size,
  root: toBase64(rootOf(log, nodeLedgerCrypto.sha256)),
});

/** Reads an entry and what it encloses as its kind says; null where they do not fit it or each other. */
function actOf(
  { sig: _, ...entry }: Entry,
  kept: Enclosure | null,
  left: unknown,
): Omit<Act<EntryKind>, 'position' | 'hasSeen'> | 'gone' | null {
  const data = readData(entry.kind, entry.data);
  if (data === null) return null;
  if (kept !== null && entry.enclosed !== digestOf(kept)) return null;
  const schema = KINDS[entry.kind].enclosure as z.ZodType | null;
  if (schema === null) return { entry: { ...entry, data }, enclosure: null as never };
  if (kept === null && entry.enclosed === undefined) return null;
  if (kept === null && left === null) return 'gone';
  const enclosure = schema.safeParse(kept === null ? left : JSON.parse(kept.text));
  return enclosure.success ? { entry: { ...entry, data }, enclosure: enclosure.data as never } : null;
}
