import { toBase64, utf8 } from '../../../shared/ledger/bytes.ts';
import { CHECKPOINT_EVERY, originOf, signCheckpoint } from '../../../shared/ledger/checkpoint.ts';
import { type Actor, EntryBody, signEntry } from '../../../shared/ledger/entry.ts';
import type { DataOf, EntryKind, SignedBy } from '../../../shared/ledger/kinds/all-kinds.ts';
import { append, type Frontier, leafHash, rootOf } from '../../../shared/ledger/merkle.ts';
import type { Clock } from '../../ports/clock.ts';
import { nodeLedgerCrypto, type SigningKey } from '../keys/signing-key.ts';
import type { AuditStore } from './audit.store.ts';
import { LogTree } from './log-tree.ts';

/** The person at the workstation, with the key that signs for them. */
export interface Signer {
  id: string;
  key: SigningKey;
}

/** What the ledger needs from the open vault. */
export interface LedgerKeys {
  person: Signer;
  device: Signer;
}

/**
 * Appends to the ledger. Always called inside the transaction of the effect it records, so that neither exists without
 * the other.
 */
export class Ledger {
  readonly #store: AuditStore;
  readonly #keys: LedgerKeys;
  readonly #clock: Clock;
  readonly #newId: () => string;

  constructor(store: AuditStore, keys: LedgerKeys, clock: Clock, newId: () => string) {
    this.#store = store;
    this.#keys = keys;
    this.#clock = clock;
    this.#newId = newId;
  }

  /** Records what the person at the workstation did. `data.case` links the entry to a case. */
  byPerson<Kind extends SignedBy<'person'>>(kind: Kind, data: DataOf<Kind>): void {
    this.#append(kind, data, { person: this.#keys.person.id } as Actor, this.#keys.person);
  }

  /** Records what the workstation observed by itself. */
  byDevice<Kind extends SignedBy<'device'>>(kind: Kind, data: DataOf<Kind>): void {
    this.#append(kind, data, { device: this.#keys.device.id } as Actor, this.#keys.device);
  }

  /** Records an act of a person other than the one at the workstation, such as an enrolment beside an open session. */
  byOther<Kind extends SignedBy<'other'>>(kind: Kind, data: DataOf<Kind>, other: Signer): void {
    this.#append(kind, data, { person: other.id } as Actor, other);
  }

  /** Records the use of the offline recovery key, signed by it. */
  byRecovery<Kind extends SignedBy<'recovery'>>(
    kind: Kind,
    data: DataOf<Kind>,
    sign: SigningKey['sign'],
  ): void {
    this.#append(kind, data, { recovery: true }, { id: 'recovery', key: { sign } });
  }

  #append(
    kind: EntryKind,
    data: Record<string, unknown>,
    actor: Actor,
    signer: { id: string; key: Pick<SigningKey, 'sign'> },
  ): void {
    const before = this.#store.frontier();
    const nowMs = this.#clock.nowMs();
    const body = EntryBody.parse({
      v: 2,
      id: this.#newId(),
      device: this.#keys.device.id,
      seq: before.size,
      prev: this.#leafBefore(before.size),
      at: new Date(nowMs).toISOString(),
      actor,
      kind,
      data,
    });
    const line = signEntry(body, signer.key.sign);
    const { sha256 } = nodeLedgerCrypto;
    const frontier = append(before, leafHash(utf8(line), sha256), sha256);
    this.#store.insert(
      {
        seq: before.size,
        kind,
        actor: signer.id,
        case: typeof data.case === 'string' ? data.case : null,
        line,
      },
      frontier,
    );
    if (frontier.size % CHECKPOINT_EVERY === 0) {
      new LogTree(this.#store).keepUp(frontier.size, this.#store.tiles);
      this.#seal(frontier);
    }
  }

  /** The leaf hash of the entry before `seq`; null before the first. */
  #leafBefore(seq: number): string | null {
    const line = this.#store.lineAt(seq - 1);
    return line === null ? null : toBase64(leafHash(utf8(line), nodeLedgerCrypto.sha256));
  }

  /**
   * Returns a signed note that covers all entries except at most the last `behind`, making one if there is none. A note
   * sent with a referral does not have to cover the very last entry, and must not lengthen the ledger each time.
   */
  recentCheckpoint(behind: number): string {
    const { size } = this.#store.frontier();
    const last = this.#store.lastCheckpoint(size);
    return last !== null && last.size >= size - behind ? last.note : this.checkpoint().note;
  }

  /**
   * Returns a checkpoint that a person asked for. If none covers the present size, the request itself is recorded as
   * its last entry.
   */
  statedCheckpoint(): { size: number; root: string; note: string } {
    if (this.#store.checkpointAt(this.#store.frontier().size) === null) this.byPerson('checkpoint.made', {});
    return this.checkpoint();
  }

  /** The signed note over all entries so far; made now unless it exists. */
  checkpoint(): { size: number; root: string; note: string } {
    const frontier = this.#store.frontier();
    const note = this.#store.checkpointAt(frontier.size) ?? this.#seal(frontier);
    const root = Buffer.from(rootOf(frontier, nodeLedgerCrypto.sha256)).toString('base64');
    return { size: frontier.size, root, note };
  }

  #seal(frontier: Frontier): string {
    const { id, key } = this.#keys.device;
    const checkpoint = {
      origin: originOf(id),
      size: frontier.size,
      root: rootOf(frontier, nodeLedgerCrypto.sha256),
    };
    const note = signCheckpoint(checkpoint, key.publicKey, key.sign, nodeLedgerCrypto);
    this.#store.insertCheckpoint(frontier.size, note);
    return note;
  }
}
