import type { NarrativeHit, SearchHit, SearchResult } from '../../../shared/contract/search.contract.ts';
import type { CaseSummary } from '../../../shared/domain/case.ts';
import { type CaseId, PersonId, ReportId } from '../../../shared/domain/ids.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import { batchMark, excerptOf, folded, needlesOf, wordsOf } from '../../../shared/domain/search-text.ts';
import type { Cases } from '../cases/cases.ts';
import { type StoredCase, summaryOf } from '../cases/stored-case.ts';
import type { DutyClock } from '../people/duty-clock.ts';
import type { Blindness } from '../second-review/blindness.ts';
import type { Session } from '../session/session.ts';
import { CommonParts } from './common-parts.ts';
import type { FoundSighting, SearchStore } from './search.store.ts';

export interface SearchParts {
  session: Session;
  store: SearchStore;
  cases: Cases;
  blindness: Blindness;
  duty: DutyClock;
  protocol: Protocol;
}

/** Where a case was found, and what stands there. */
interface Found {
  caseId: string;
  where: SearchHit['where'];
  says: string;
}

/** Rows that are read at once. */
const PAGE = 200;
/** Rows that are not indexed yet and are read for one answer, while somebody may wait for another. */
const SCANNED = 10_000;
/** Rows that the index gives for one answer, most of which then do not have the text. */
const CANDIDATES = 3000;
/** Characters around the place in a note or a narrative. */
const AROUND = 60;
/** People or files of this name. */
const NAMED = 3;
const HASH = /^(?:(md5|sha1|sha256):)?([0-9a-f]{4,64})$/;
const ID = /^[0-9a-f]{4,8}(?:-[0-9a-f-]*)?$/;
const BEHIND_ALL = Number.MAX_SAFE_INTEGER;

/** Finds cases by a part of what is known of them. */
export class Search {
  readonly #parts: SearchParts;
  readonly #commonWords: CommonParts;
  readonly #commonNotes: CommonParts;

  constructor(parts: SearchParts) {
    this.#parts = parts;
    const { store } = parts;
    this.#commonWords = new CommonParts((line) => {
      const sighting = store.sighting(line);
      return sighting === null ? '' : wordsOf(sighting, sighting.batch);
    });
    this.#commonNotes = new CommonParts((number) => folded(store.note(number)?.note ?? ''));
  }

  /** Cases in which the text stands: exactly named ones first, then the last seen. */
  find(text: string, limit: number): SearchResult {
    const { session, store, cases, blindness } = this.#parts;
    const hidden = blindness.hiddenCases();
    const hits: SearchHit[] = [];
    const waiting: CaseId[] = [];
    const seen = new Set<string>();
    const reading = { left: session.isWatched ? SCANNED : BEHIND_ALL, unread: 0, isCut: false };
    for (const { caseId, where, says } of this.#all(text, limit, reading)) {
      const stored = cases.living(caseId);
      if (stored === null || seen.has(stored.id)) continue;
      seen.add(stored.id);
      if (hits.length + waiting.length === limit)
        return { hits, waiting, more: true, unread: reading.unread };
      if (hidden.has(stored.id)) {
        waiting.push(stored.id);
        continue;
      }
      const decision = store.decision(stored.id);
      const decided = decision && {
        by: { id: PersonId.parse(decision.person), name: decision.name },
        at: decision.at,
      };
      hits.push({ case: this.#summaryOf(stored), where, says, decided });
    }
    return { hits, waiting, more: reading.isCut, unread: reading.unread };
  }

  /**
   * Looks through what reporters tell, a page at a time, the last report first. Each narrative of which a part is shown
   * is revealed, and recorded as that.
   * @param before reports before this one; null begins with the last
   */
  narratives(
    text: string,
    before: ReportId | null,
    limit: number,
  ): { hits: NarrativeHit[]; next: ReportId | null } {
    const { session, store, cases, blindness, duty } = this.#parts;
    duty.allowWork();
    const hidden = blindness.hiddenCases();
    const rows = store.narratives(before ?? '\u007f', PAGE * 5);
    const hits: NarrativeHit[] = [];
    let last: string | null = null;
    for (const { report, narrative, receivedAt } of rows) {
      if (hits.length === limit) break;
      last = report;
      const says = excerptOf(narrative, text, AROUND);
      if (says === null) continue;
      const stored = store
        .casesOfReport(report, PAGE)
        .flatMap((id) => cases.living(id) ?? [])
        .find(({ id }) => !hidden.has(id));
      if (stored !== undefined)
        hits.push({ case: this.#summaryOf(stored), report: ReportId.parse(report), receivedAt, says });
    }
    if (hits.length > 0)
      cases.transaction(() => {
        for (const { case: summary, report } of hits)
          session.byPerson('narrative.revealed', { case: summary.id, report });
      });
    if (hits.length > 0) session.announce('ledger');
    const isLast = last === (rows.at(-1)?.report ?? null) && rows.length < PAGE * 5;
    return { hits, next: isLast || last === null ? null : ReportId.parse(last) };
  }

  #summaryOf(stored: StoredCase): CaseSummary {
    const { session, protocol } = this.#parts;
    return summaryOf(stored, protocol.policy, session.nowMs());
  }

  *#all(text: string, limit: number, reading: Reading): Generator<Found> {
    const needles = needlesOf(text);
    if (needles.length === 0) return;
    const asked = folded(text.trim());
    yield* this.#exact(asked, limit);
    yield* this.#sightings(needles, reading);
    if ([...asked].length < 3) return;
    yield* this.#notes(asked, reading);
    yield* this.#people(asked, limit);
    yield* this.#files(asked, reading);
  }

  /** Cases by their id, or by a hash of theirs. */
  *#exact(asked: string, limit: number): Generator<Found> {
    const { store } = this.#parts;
    if (ID.test(asked))
      for (const caseId of store.casesCalled(asked, limit + 1)) yield { caseId, where: 'case', says: caseId };
    const [, algorithm, digits] = HASH.exec(asked) ?? [];
    if (digits === undefined) return;
    for (const name of algorithm === undefined ? ['sha256', 'sha1', 'md5'] : [algorithm])
      for (const caseId of store.casesWithHash(name, digits, limit + 1))
        yield { caseId, where: 'hash', says: `${name}:${digits}` };
  }

  *#sightings(needles: readonly string[], reading: Reading): Generator<Found> {
    for (const sighting of this.#sightingsWith(needles, reading)) {
      const { caseId, subject, referrer, reference } = sighting;
      const isIn = (part: Partial<FoundSighting>) => {
        const words = wordsOf({ subject: '', referrer: null, reference: null, ...part }, null);
        return needles.some((needle) => words.includes(needle));
      };
      if (isIn({ subject })) yield { caseId, where: 'address', says: subject };
      else if (reference !== null && isIn({ reference }))
        yield { caseId, where: 'reference', says: reference };
      else if (referrer !== null) yield { caseId, where: 'referrer', says: referrer };
    }
  }

  *#files(asked: string, reading: Reading): Generator<Found> {
    const named = this.#parts.store.files().filter(({ name }) => folded(name).includes(asked));
    for (const { number, name } of named.slice(0, NAMED))
      for (const { caseId } of this.#sightingsWith([batchMark(number)], { ...reading, unread: 0 }))
        yield { caseId, where: 'batch', says: name };
  }

  *#people(asked: string, limit: number): Generator<Found> {
    const { store } = this.#parts;
    const named = store.people().filter(({ name }) => folded(name).includes(asked));
    for (const { id, name } of named.slice(0, NAMED)) {
      const ids = [...store.casesHeldBy(id, limit + 1), ...store.casesDecidedBy(id, limit + 1)];
      for (const caseId of ids) yield { caseId, where: 'person', says: name };
    }
  }

  /** Sightings in whose words one of these stands, the last first: those not indexed yet, then the others. */
  *#sightingsWith(needles: readonly string[], reading: Reading): Generator<FoundSighting> {
    const { store } = this.#parts;
    const has = (sighting: FoundSighting) => {
      const words = wordsOf(sighting, sighting.batch);
      return needles.some((needle) => words.includes(needle));
    };
    const { sightings: indexed } = store.indexed();
    let before = BEHIND_ALL;
    for (let left = reading.left; ; ) {
      const rows = store.sightingsBetween(indexed, before, Math.min(PAGE, left));
      for (const sighting of rows) if (has(sighting)) yield sighting;
      left -= rows.length;
      before = rows.at(-1)?.line ?? indexed;
      if (rows.length < PAGE || left <= 0) break;
    }
    reading.unread += Math.max(0, before - 1 - indexed);
    for (const needle of needles) {
      const parts = this.#commonWords.rarestOf(needle, indexed);
      for (const line of candidates((last) => store.sightingsWith(parts, last, PAGE), reading)) {
        const sighting = store.sighting(line);
        if (sighting !== null && has(sighting)) yield sighting;
      }
    }
  }

  *#notes(asked: string, reading: Reading): Generator<Found> {
    const { store, session } = this.#parts;
    const { id: me } = session.person;
    const { notes: indexed } = store.indexed();
    const unindexed = store.notesBetween(indexed, BEHIND_ALL, me, reading.left);
    if (unindexed.length === reading.left)
      reading.unread += Math.max(0, (unindexed.at(-1)?.number ?? 0) - 1 - indexed);
    for (const { caseId, note } of unindexed) {
      const says = excerptOf(note, asked, AROUND);
      if (says !== null) yield { caseId, where: 'note', says };
    }
    const parts = this.#commonNotes.rarestOf(asked, indexed);
    for (const number of candidates((last) => store.notesWith(parts, last, PAGE), reading)) {
      const found = store.note(number, me);
      const says = found && excerptOf(found.note, asked, AROUND);
      if (found !== null && says !== null) yield { caseId: found.caseId, where: 'note', says };
    }
  }
}

/** How many rows may still be read for this answer, and how many were left unread. */
interface Reading {
  left: number;
  unread: number;
  /** The index gave more rows than were read again. */
  isCut: boolean;
}

/** What the index gives, page by page, as far as is bearable. */
function* candidates(page: (before: number) => number[], reading: Reading): Generator<number> {
  let before = BEHIND_ALL;
  for (let read = 0; read < CANDIDATES; ) {
    const rows = page(before);
    yield* rows;
    read += rows.length;
    before = rows.at(-1) ?? 0;
    if (rows.length < PAGE) return;
  }
  reading.isCut = true;
}
