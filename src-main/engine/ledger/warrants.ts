import { z } from 'zod';
import type { Assessment } from '../../../shared/domain/assessment.ts';
import type { PersonId } from '../../../shared/domain/ids.ts';
import { judgeActor } from '../../../shared/ledger/actor-rules.ts';
import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import { type Entry, parseEntry } from '../../../shared/ledger/entry.ts';
import { type EntryKind, kindsThatChange, readData } from '../../../shared/ledger/kinds/all-kinds.ts';
import {
  applySignersChange,
  founders,
  type Signers,
  withFoundingKeys,
} from '../../../shared/ledger/signers.ts';
import { sha256Hex } from '../../exchange/sha256-hex.ts';
import { nodeLedgerCrypto } from '../keys/signing-key.ts';
import { signerOf } from '../session/acts.ts';
import { type StatedDestination, saysTheSame } from './stated-destination.ts';
import type { StoredRecord } from './stored-record.ts';

const ORDERS = ['case.assessed', 'assessment.overturned', 'assessment.corrected'] as const;
const TAKES_BACK = 'assessment.withdrawn';
const OPENS = 'sampling.opened';
const CHANGE_SIGNERS = [...new Set([...kindsThatChange('people'), ...kindsThatChange('devices')])];
const SETS_UP: readonly EntryKind[] = ['destination.added', 'destination.removed'];
const PAUSES: readonly EntryKind[] = ['destination.paused', 'destination.resumed'];
const BOOK = 'contacts.imported';
const About = z.object({ subject: z.object({ case: z.string() }) });

/** Who paused a destination, and when. */
interface Pause {
  at: string;
  by: PersonId;
}

/** A referral that is about to be sent. */
interface Outgoing {
  id: string;
  destination: string;
  body: string;
}

/**
 * Tells whether a person with the right to do so ordered the referral that is about to be sent, and the order still
 * stands: their signed decision names this very referral, desk and body. A row in the outbox proves nothing, because an
 * attacker with the content key can write one.
 */
export class Warrants {
  readonly #store: StoredRecord;
  /** The signers after each entry that changed them, in order. */
  readonly #changes: { seq: number; signers: Signers }[];
  /** The latest configuration of each destination, according to the entries before `#setUpsUpTo`. */
  readonly #setUps = new Map<string, StatedDestination>();
  #setUpsUpTo = 0;
  readonly #paused = new Map<string, Pause>();
  /** SHA-256 of the contacts that a person imported last. */
  #book: string | null = null;

  /** @param device the workstation that founded the log */
  constructor(store: StoredRecord, device: string) {
    this.#store = store;
    this.#changes = [{ seq: -1, signers: founders(device) }];
  }

  isOrdered({ id, destination, body }: Outgoing): boolean {
    const about = About.safeParse(JSON.parse(body));
    if (!about.success) return false;
    const bodySha256 = sha256Hex(body);
    let isOrdered = false;
    const kinds = [...ORDERS, TAKES_BACK];
    for (const { seq, line } of this.#entries({ cases: [about.data.subject.case], kinds })) {
      const entry = parseEntry(line);
      if (entry === null) continue;
      const takesBack = entry.kind === TAKES_BACK;
      const named = takesBack
        ? isNamedIn(entry.data.referrals, id)
        : readOrder(entry)?.referrals.some(
            (ordered) =>
              ordered.id === id && ordered.destination === destination && ordered.bodySha256 === bodySha256,
          );
      if (!named || !this.#isAllowed(seq, entry)) continue;
      // A referral is ordered once: nothing after its withdrawal brings it back.
      if (takesBack) return false;
      isOrdered = true;
    }
    return isOrdered;
  }

  /**
   * Tells whether a person with the right to do so decided this, and it was not taken back. Here too a row proves nothing.
   * @param cases the case, and those merged into it
   */
  isSigned(cases: string[], decision: string, { note: _, ...judgement }: Assessment): boolean {
    const judged = canonicalText(judgement);
    let isSigned = false;
    for (const { seq, line } of this.#entries({ cases, kinds: [...ORDERS, TAKES_BACK] })) {
      const entry = parseEntry(line);
      if (entry === null || !this.#isAllowed(seq, entry)) continue;
      if (entry.kind === TAKES_BACK && entry.data.assessment === decision) return false;
      const order = readOrder(entry);
      if (order === null) continue;
      const named = 'decision' in order ? order.decision : order.assessment;
      if (named === decision) isSigned = canonicalText(order.judgement) === judged;
    }
    return isSigned;
  }

  #isAllowed(seq: number, entry: Entry): boolean {
    return judgeActor(entry, this.#signersBefore(seq), nodeLedgerCrypto) === null;
  }

  /**
   * Tells whether a destination is configured as a person with the right to do so last set it up: address, authority
   * and certificate. Here too a row proves nothing.
   */
  isSetUp(desk: StatedDestination): boolean {
    this.#readDestinations();
    const last = this.#setUps.get(desk.destination);
    return last !== undefined && saysTheSame(last, desk);
  }

  /** Tells whether a person paused the destination and nobody let it go on since. */
  isPaused(destination: string): boolean {
    return this.pauseOf(destination) !== null;
  }

  /** The pause of a destination; null where it is not paused. */
  pauseOf(destination: string): Pause | null {
    this.#readDestinations();
    return this.#paused.get(destination) ?? null;
  }

  /** SHA-256 of the canonical JSON of the contacts that a person with the right to do so imported last. */
  importedBook(): string | null {
    this.#readDestinations();
    return this.#book;
  }

  /** Reads what was decided about destinations and contacts since the last call. */
  #readDestinations(): void {
    const { size } = this.#store.frontier();
    if (size === this.#setUpsUpTo) return;
    const kinds = [...SETS_UP, ...PAUSES, BOOK];
    for (const { seq, line } of this.#entries({ kinds }, this.#setUpsUpTo)) {
      const entry = parseEntry(line);
      if (entry === null || !this.#isAllowed(seq, entry)) continue;
      const destination = String(entry.data.destination);
      const stated = entry.kind === 'destination.added' ? readData(entry.kind, entry.data) : null;
      if (stated !== null) this.#setUps.set(stated.destination, stated);
      else if (SETS_UP.includes(entry.kind)) this.#setUps.delete(destination);
      else if (entry.kind === 'destination.paused')
        this.#paused.set(destination, { at: entry.at, by: signerOf(entry) });
      else if (entry.kind === 'destination.resumed') this.#paused.delete(destination);
      else this.#book = readData(BOOK, entry.data)?.bookSha256 ?? this.#book;
    }
    this.#setUpsUpTo = size;
  }

  /**
   * The digest of a sampling period's seed, as a supervisor signed it before the first draw; null where nobody did. Here
   * too a row proves nothing.
   */
  commitmentOf(period: string): string | null {
    let commitment: string | null = null;
    for (const { seq, line } of this.#entries({ kinds: [OPENS] })) {
      const entry = parseEntry(line);
      const said = entry && readData(OPENS, entry.data);
      if (said?.period === period && entry && this.#isAllowed(seq, entry)) commitment = said.commitment;
    }
    return commitment;
  }

  /** The signers as the whole record has them. */
  now(): Signers {
    return this.#signersBefore(Number.POSITIVE_INFINITY);
  }

  #signersBefore(seq: number): Signers {
    this.#catchUp();
    return (this.#changes.findLast((each) => each.seq < seq) ?? this.#changes[0]!).signers;
  }

  /**
   * Applies the changes recorded since the last call, and ignores those made by a person without the right to make
   * them.
   */
  #catchUp(): void {
    const last = this.#changes.at(-1)!;
    for (const { seq, line } of this.#entries({ kinds: CHANGE_SIGNERS }, last.seq + 1)) {
      const entry = parseEntry(line);
      if (entry === null) continue;
      const before = this.#changes.at(-1)!.signers;
      const signers = seq === 0 ? withFoundingKeys(before, entry) : before;
      const changed = applySignersChange(signers, entry);
      if ('problem' in changed) continue;
      // The founding entry is signed by the very person it introduces.
      if (judgeActor(entry, seq === 0 ? changed : signers, nodeLedgerCrypto) !== null) continue;
      this.#changes.push({ seq, signers: changed });
    }
  }

  *#entries(
    asked: { cases?: string[]; kinds: string[] },
    from = 0,
  ): Generator<{ seq: number; line: string }> {
    const { size } = this.#store.frontier();
    for (const page of this.#store.search.pages(asked, from, size)) yield* page;
  }
}

/**
 * Accepts any form of list, unlike an order: where an entry does not quite match its kind, the safe side is not to
 * send.
 */
const isNamedIn = (referrals: unknown, id: string): boolean =>
  Array.isArray(referrals) && referrals.includes(id);

/** The decision in an entry that can order a referral; null for every other kind. */
function readOrder({ kind, data }: Entry) {
  const order = ORDERS.find((one) => one === kind);
  return order === undefined ? null : readData(order, data);
}
