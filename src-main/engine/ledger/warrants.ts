import { z } from 'zod';
import type { Assessment } from '../../../shared/domain/assessment.ts';
import type { PersonId } from '../../../shared/domain/ids.ts';
import { judgeActor } from '../../../shared/ledger/actor-rules.ts';
import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import { type Entry, parseEntry } from '../../../shared/ledger/entry.ts';
import { kindsThatChange, readData } from '../../../shared/ledger/kinds/all-kinds.ts';
import {
  applySignersChange,
  founders,
  type Signers,
  withFoundingKeys,
} from '../../../shared/ledger/signers.ts';
import { sha256Hex } from '../../exchange/sha256-hex.ts';
import { nodeLedgerCrypto } from '../keys/signing-key.ts';
import { signerOf } from '../session/acts.ts';
import { grownSince, KeptReading, kindOf, type Mark, markAt, NOTHING_READ } from './kept-reading.ts';
import { type StatedDestination, saysTheSame } from './stated-destination.ts';
import type { StoredRecord } from './stored-record.ts';

const ORDERS = ['case.assessed', 'assessment.overturned', 'assessment.corrected'] as const;
const TAKES_BACK = 'assessment.withdrawn';
const OPENS = 'sampling.opened';
const SAY_OF_ORDERS: readonly string[] = [...ORDERS, TAKES_BACK];
const CHANGE_SIGNERS = [...new Set([...kindsThatChange('people'), ...kindsThatChange('devices')])];
const SETS_UP: readonly string[] = ['destination.added', 'destination.removed'];
const PAUSES: readonly string[] = ['destination.paused', 'destination.resumed'];
const BOOK = 'contacts.imported';
const KEPT = [...CHANGE_SIGNERS, ...SETS_UP, ...PAUSES, BOOK];
const About = z.object({ subject: z.object({ case: z.string() }) });

/** Who paused a destination, and when. */
interface Pause {
  at: string;
  by: PersonId;
}

/** What the record says of those who sign, and of destinations. */
interface Kept {
  /** The signers after each entry that changed them, in order. */
  changes: { seq: number; signers: Signers }[];
  /** The latest configuration of each destination. */
  setUps: Map<string, StatedDestination>;
  paused: Map<string, Pause>;
  /** SHA-256 of the contacts that a person imported last. */
  book: string | null;
}

const nothingRead = (device: string): Kept => ({
  changes: [{ seq: -1, signers: founders(device) }],
  setUps: new Map(),
  paused: new Map(),
  book: null,
});

/** A referral that is about to be sent. */
interface Outgoing {
  id: string;
  destination: string;
  body: string;
}

/** What a record said of a referral when it was read to the mark. */
interface Judged {
  referral: Outgoing;
  case: string;
  bodySha256: string;
  said: 'nothing' | 'ordered' | 'taken-back';
  mark: Mark;
}

/**
 * Tells whether a person with the right to do so ordered the referral that is about to be sent, and the order still
 * stands: their signed decision names this very referral, desk and body. A row in the outbox proves nothing, because an
 * attacker with the content key can write one.
 */
export class Warrants {
  readonly #store: StoredRecord;
  readonly #kept: KeptReading<Kept>;
  /** The referral to each destination that was asked about last. */
  readonly #judged = new Map<string, Judged>();

  /** @param device the workstation that founded the log */
  constructor(store: StoredRecord, device: string) {
    this.#store = store;
    this.#kept = new KeptReading(store, KEPT, () => nothingRead(device), keep);
  }

  /** Asked again about the same referral, it reads only what came to the record since. */
  isOrdered(referral: Outgoing): boolean {
    const { size } = this.#store.frontier();
    const before = this.#judged.get(referral.destination);
    const isSame = before?.referral.id === referral.id && before.referral.body === referral.body;
    const grown = isSame ? grownSince(this.#store, before.mark, size) : null;
    if (grown !== null && before) {
      const isNew = grown.lines === null || grown.lines.some((line) => SAY_OF_ORDERS.includes(kindOf(line)));
      if (isNew) before.said = this.#readOn(before, size);
      before.mark = grown.mark;
      return before.said === 'ordered';
    }
    const about = About.safeParse(JSON.parse(referral.body));
    if (!about.success) return false;
    const { id, destination, body } = referral;
    const judged: Judged = {
      referral: { id, destination, body },
      case: about.data.subject.case,
      bodySha256: sha256Hex(body),
      said: 'nothing',
      mark: NOTHING_READ,
    };
    judged.said = this.#readOn(judged, size);
    judged.mark = markAt(this.#store, size);
    this.#judged.set(destination, judged);
    return judged.said === 'ordered';
  }

  /** What the record says after what was read of it. */
  #readOn({ referral, case: caseId, bodySha256, said, mark }: Judged, size: number): Judged['said'] {
    const { id, destination } = referral;
    // A referral is ordered once: nothing after its withdrawal brings it back.
    if (said === 'taken-back') return said;
    let now = said;
    const asked = { cases: [caseId], kinds: [...SAY_OF_ORDERS] };
    for (const { seq, line } of this.#entries(asked, mark.upTo, size)) {
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
      if (takesBack) return 'taken-back';
      now = 'ordered';
    }
    return now;
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
  /** The destinations that a person configured and nobody removed. */
  setUps(): string[] {
    return [...this.#kept.now().setUps.keys()];
  }

  isSetUp(desk: StatedDestination): boolean {
    const last = this.#kept.now().setUps.get(desk.destination);
    return last !== undefined && saysTheSame(last, desk);
  }

  /** Tells whether a person paused the destination and nobody let it go on since. */
  isPaused(destination: string): boolean {
    return this.pauseOf(destination) !== null;
  }

  /** The pause of a destination; null where it is not paused. */
  pauseOf(destination: string): Pause | null {
    return this.#kept.now().paused.get(destination) ?? null;
  }

  /** SHA-256 of the canonical JSON of the contacts that a person with the right to do so imported last. */
  importedBook(): string | null {
    return this.#kept.now().book;
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
    const { changes } = this.#kept.now();
    return (changes.findLast((each) => each.seq < seq) ?? changes[0]!).signers;
  }

  *#entries(
    asked: { cases?: string[]; kinds: string[] },
    from = 0,
    size = this.#store.frontier().size,
  ): Generator<{ seq: number; line: string }> {
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

/** Keeps what an entry says, unless it was made by somebody without the right to make it. */
function keep(kept: Kept, seq: number, line: string): void {
  const entry = parseEntry(line);
  if (entry === null) return;
  const { changes, setUps, paused } = kept;
  const before = changes.at(-1)!.signers;
  if (CHANGE_SIGNERS.includes(entry.kind)) {
    const signers = seq === 0 ? withFoundingKeys(before, entry) : before;
    const changed = applySignersChange(signers, entry);
    if ('problem' in changed) return;
    // The founding entry is signed by the very person it introduces.
    if (judgeActor(entry, seq === 0 ? changed : signers, nodeLedgerCrypto) !== null) return;
    changes.push({ seq, signers: changed });
    return;
  }
  if (judgeActor(entry, before, nodeLedgerCrypto) !== null) return;
  const destination = String(entry.data.destination);
  const stated = entry.kind === 'destination.added' ? readData(entry.kind, entry.data) : null;
  if (stated !== null) setUps.set(stated.destination, stated);
  else if (SETS_UP.includes(entry.kind)) setUps.delete(destination);
  else if (entry.kind === 'destination.paused')
    paused.set(destination, { at: entry.at, by: signerOf(entry) });
  else if (entry.kind === 'destination.resumed') paused.delete(destination);
  else kept.book = readData(BOOK, entry.data)?.bookSha256 ?? kept.book;
}
