import { readAddress } from '../../../shared/domain/address.ts';
import {
  type CaseState,
  factsOf,
  isDecided,
  joinFacts,
  type ReopenReason,
  type SubjectKind,
} from '../../../shared/domain/case.ts';
import type { KnownAs } from '../../../shared/domain/case-match.ts';
import { dueAt } from '../../../shared/domain/deadline.ts';
import type { HashAlgorithm } from '../../../shared/domain/hash-algorithm.ts';
import {
  contradictions,
  fileKeys,
  type Hashes,
  IDENTIFYING_ALGORITHMS,
} from '../../../shared/domain/hashes.ts';
import { type CaseId, type MatchId, ReportId } from '../../../shared/domain/ids.ts';
import { priorityOf } from '../../../shared/domain/priority.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { Channel, SubjectInput } from '../../../shared/domain/report.ts';
import type { DataOf } from '../../../shared/ledger/kinds/all-kinds.ts';
import type { Follow } from '../session/acts.ts';
import type { Session } from '../session/session.ts';
import { notFound } from '../storage/failure.ts';
import type { CaseStore, NewSighting } from './case.store.ts';
import type { CaseIds } from './case-ids.ts';
import type { ReportChannels } from './report-channels.ts';
import type { SeenHosting } from './seen-hosting.ts';
import type { StoredCase } from './stored-case.ts';

/** The report that brought a subject. */
export interface SubjectOrigin {
  reportId: string;
  /** Position of the subject in its report. */
  number: number;
  receivedAt: string | null;
  takenInAt: string;
  trusted: boolean;
  channel: Channel;
}

export interface Joined {
  id: CaseId;
  isNew: boolean;
  /** Cases that turned out to be the same, and were merged into this one. */
  merged: CaseId[];
  /** Cases that share a hash with the subject and are nevertheless another file. */
  apart: { id: CaseId; shared: HashAlgorithm; differs: HashAlgorithm }[];
  /** The case was decided, and waits for a person again. */
  isReopened: boolean;
}

/** A case that is new, or whose values changed. */
export interface ChangedCase {
  id: string;
  /** It has perceptual values, which identify no file. */
  hasPrints: boolean;
}

/** What reopened a decided case, as the ledger states it. */
type Because = { report: string } | { referral: string };

/**
 * One case per subject: finds the case a subject belongs to or opens one, adds the facts of the sighting, and merges
 * cases that turn out to share a hash. Always called inside a transaction.
 */
export class CaseBook {
  readonly #store: CaseStore;
  readonly #protocol: Protocol;
  readonly #session: Pick<Session, 'byDevice'>;
  readonly #ids: CaseIds;
  readonly #reports: ReportChannels;
  readonly #following: ((from: string, to: string) => void)[] = [];
  readonly #told: ((changed: readonly ChangedCase[]) => void)[] = [];
  /** What is still to be told; null where each change is told at once. */
  #untold: ChangedCase[] | null = null;

  constructor(
    store: CaseStore,
    protocol: Protocol,
    session: Pick<Session, 'byDevice'>,
    ids: CaseIds,
    reports: ReportChannels,
  ) {
    this.#store = store;
    this.#protocol = protocol;
    this.#session = session;
    this.#ids = ids;
    this.#reports = reports;
  }

  /** @param follow moves a room's data from the first case to the second; called inside the transaction of the merge */
  onMerge(follow: (from: string, to: string) => void): void {
    this.#following.push(follow);
  }

  /** What the latest report says that names an address or a network; null where none does. */
  reportedHosting(caseId: string): SeenHosting | null {
    return this.#store.seenHosting(caseId);
  }

  /** @param tell receives cases that are new, or whose values changed; called inside the transaction of that change */
  onChanged(tell: (changed: readonly ChangedCase[]) => void): void {
    this.#told.push(tell);
  }

  /** Joins the subjects of many reports, which `work` does: cheaper than each by itself. */
  joinMany<Result>(work: () => Result): Result {
    const untold: ChangedCase[] = [];
    this.#untold = untold;
    let result: Result;
    try {
      result = this.#store.countingAtEnd(work);
    } finally {
      this.#untold = null;
    }
    for (const tell of this.#told) tell(untold);
    return result;
  }

  /** @param follow takes the entries that follow: of a merge, and of a decided case that waits again */
  join(subject: SubjectInput, origin: SubjectOrigin, follow: Follow): Joined {
    const { kind, keys, text } = identify(subject);
    const known = this.#store.idsByKeys(keys);
    const { same, apart } = this.#whoAgree(subject, known);
    // At a seat that had this subject alone, its case had this id.
    const alone = this.#ids(keys);
    const facts = factsOf({
      receivedAt: origin.receivedAt,
      hostingCountry: subject.hosting?.country ?? null,
      trusted: origin.trusted,
      channel: origin.channel,
    });
    let joined: Joined;
    let number: number | null = null;
    if (same.length === 0) {
      const opened = this.#prioritised({
        // No other case has it: whoever has all these keys agrees with the subject.
        id: alone,
        kind,
        subject: text,
        hashes: subject.kind === 'file' ? subject.hashes : null,
        state: 'open',
        mergedInto: null,
        takenInAt: origin.takenInAt,
        dueAt: '',
        facts,
        score: 0,
        why: [],
        decided: null,
        claimedBy: null,
        claimedAt: null,
        knownAs: null,
        reopened: null,
        assignedTo: null,
      });
      number = this.#store.insert(opened);
      this.#tellOf(opened);
      joined = { id: opened.id, isNew: true, merged: [], apart, isReopened: false };
    } else {
      const { survivor, merged } = this.#merge(same);
      for (const other of merged)
        follow({
          kind: 'case.merged',
          data: { case: other, into: survivor.id, report: ReportId.parse(origin.reportId) },
        });
      const hashes = subject.kind === 'file' ? { ...subject.hashes, ...survivor.hashes } : survivor.hashes;
      const now = { ...survivor, hashes, facts: joinFacts(survivor.facts, facts) };
      const isReopened = isDecided(now.state);
      if (isReopened)
        this.#reopen(now, 'reported-again', { report: origin.reportId }, origin.takenInAt, follow);
      else this.#store.update(this.#prioritised(now));
      if (merged.length > 0 || isOther(hashes, survivor.hashes)) this.#tellOf({ ...survivor, hashes });
      for (const id of merged) this.#tell(id, true);
      joined = { id: survivor.id, isNew: false, merged, apart, isReopened };
    }
    if (alone !== joined.id && !this.#store.has(alone)) this.#store.addAlias(alone, joined.id);
    this.#store.addKeys(joined.id, keys);
    this.#insertSighting({ id: joined.id, number }, subject, text, origin);
    return joined;
  }

  /** Reopens a case whose material was found in another country; it will be routed anew. */
  moved(
    caseId: string,
    { country, at: namedAt }: { country: string; at: string },
    referral: string,
    at: string,
    follow: Follow,
  ): void {
    const stored = this.#load(caseId);
    const facts = { ...stored.facts, hostingCountry: country, hostingNamedAt: namedAt };
    const moved: StoredCase = { ...stored, facts };
    if (isDecided(stored.state)) this.#reopen(moved, 'moved', { referral }, at, follow);
    else this.#store.update(this.#prioritised({ ...moved, state: 'open' }));
  }

  /**
   * Reopens a case after a desk's signed refusal, so that a person decides otherwise. It no longer counts as referred,
   * because no desk has it.
   */
  refused(caseId: string, referral: string, at: string, follow: Follow): void {
    const stored = this.#load(caseId);
    if (isDecided(stored.state)) this.#reopen(stored, 'refused', { referral }, at, follow);
  }

  /**
   * Records that a decided case waits again, because lists contradict its decision since. Inside a transaction.
   * @returns whether it was decided
   */
  listed(caseId: string, matches: readonly MatchId[]): boolean {
    const stored = this.#store.find(caseId);
    if (!stored || !isDecided(stored.state)) return false;
    const { id, state: from } = stored;
    this.#session.byDevice('case.reopened', { case: id, reason: 'on-a-list', from, matches: [...matches] });
    return true;
  }

  /** Reopens a case for what the record says about it alone: the other reasons are in an entry of their own. */
  reopenListed(caseId: string, at: string): void {
    const stored = this.#load(caseId);
    // Every seat matches the same cases, and the first that says so has reopened it.
    if (isDecided(stored.state)) this.#open(stored, 'on-a-list', at);
  }

  /**
   * Stores the status that lists give the case. Inside a transaction.
   * @returns whether it changed
   */
  known(caseId: string, knownAs: KnownAs | null): boolean {
    const stored = this.#store.find(caseId);
    if (!stored || stored.knownAs === knownAs) return false;
    this.#store.update(this.#prioritised({ ...stored, knownAs }));
    return true;
  }

  /**
   * Applies the rules in force to up to `limit` waiting cases after `afterId`, ordered by id.
   * @returns the last of them, or null where there are no more
   */
  reprioritise(afterId: string, limit: number): string | null {
    const waiting = this.#store.waitingAfter(afterId, limit);
    for (const stored of waiting) {
      const trusted = this.#reports.cameThrough(stored.id, this.#protocol.policy.trustedChannels);
      this.#store.update(this.#prioritised({ ...stored, facts: { ...stored.facts, trusted } }));
    }
    return waiting.at(-1)?.id ?? null;
  }

  /**
   * Which of the cases that share a key are the subject's own. A case that shares an MD5 but has another SHA-1 is not:
   * equal values of a weak hash can be forged, different ones never come from the same bytes. Of two cases that
   * contradict each other, only the one that shares the stronger key, or is older, is taken.
   */
  #whoAgree(subject: SubjectInput, ids: readonly string[]): { same: StoredCase[]; apart: Joined['apart'] } {
    const found = ids.map((id) => this.#load(id));
    if (subject.kind === 'url') return { same: found, apart: [] };
    const same: StoredCase[] = [];
    const apart: Joined['apart'] = [];
    let hashes: Hashes = subject.hashes;
    for (const stored of found) {
      const [differs] = contradictions(hashes, stored.hashes ?? {});
      const [shared] = IDENTIFYING_ALGORITHMS.filter(
        (name) => subject.hashes[name] === stored.hashes?.[name],
      );
      if (differs !== undefined) apart.push({ id: stored.id, shared: shared ?? differs, differs });
      else {
        same.push(stored);
        hashes = { ...stored.hashes, ...hashes };
      }
    }
    return { same, apart };
  }

  #merge(found: readonly StoredCase[]): { survivor: StoredCase; merged: CaseId[] } {
    const [survivor, ...others] = found.toSorted(bySeniority);
    let facts = survivor!.facts;
    let hashes = survivor!.hashes;
    for (const other of others) {
      facts = joinFacts(facts, other.facts);
      hashes = { ...other.hashes, ...hashes } as Hashes;
      // Data of a case is moved before the case itself, because the database accepts an assigned case only where an
      // assignment says so.
      for (const follow of this.#following) follow(other.id, survivor!.id);
      this.#store.repoint(other.id, survivor!.id);
      this.#store.update({ ...other, state: 'merged', mergedInto: survivor!.id });
    }
    const whole = others.length === 0 ? survivor! : this.#prioritised({ ...survivor!, facts, hashes });
    return { survivor: whole, merged: others.map((other) => other.id) };
  }

  #tellOf({ id, hashes }: Pick<StoredCase, 'id' | 'hashes'>): void {
    this.#tell(id, hashes?.pdq !== undefined || hashes?.photodna !== undefined);
  }

  #tell(id: string, hasPrints: boolean): void {
    if (this.#untold !== null) this.#untold.push({ id, hasPrints });
    else for (const tell of this.#told) tell([{ id, hasPrints }]);
  }

  #reopen(stored: StoredCase, reason: ReopenReason, because: Because, at: string, follow: Follow): void {
    const { id, state: from } = stored;
    this.#open(stored, reason, at);
    follow({
      kind: 'case.reopened',
      data: { case: id, reason, from, ...because } as DataOf<'case.reopened'>,
    });
  }

  /** Puts a case back into the queue, unassigned; its deadline counts from what reopened it. */
  #open(stored: StoredCase, reason: ReopenReason, at: string): void {
    const open: StoredCase = {
      ...stored,
      state: 'open',
      reopened: { reason, at },
      claimedBy: null,
      claimedAt: null,
    };
    this.#store.update(this.#prioritised(open));
  }

  /** @throws Failure NOT_FOUND, as for an entry of another seat about a case whose report could not follow here */
  #load(id: string): StoredCase {
    const stored = this.#store.find(id);
    if (!stored) throw notFound({ what: 'case', id });
    return stored;
  }

  #prioritised(stored: StoredCase): StoredCase {
    const { policy } = this.#protocol;
    const { reopened } = stored;
    const due = dueAt(
      reopened === null ? stored.facts.firstReceivedAt : reopened.at,
      reopened === null ? stored.takenInAt : reopened.at,
      policy.review.deadlineHours,
    );
    return { ...stored, dueAt: due, ...priorityOf(stored, policy) };
  }

  /** @param text the subject's key text; an address is stored as it was reported */
  #insertSighting(
    of: { id: string; number: number | null },
    subject: SubjectInput,
    text: string,
    origin: SubjectOrigin,
  ): void {
    const url = subject.kind === 'url' ? subject : null;
    const file = subject.kind === 'file' ? subject : null;
    const sighting: NewSighting = {
      caseId: of.id,
      reportId: origin.reportId,
      number: origin.number,
      subject: url?.url.trim() ?? text,
      referrer: url?.referrer ?? null,
      siteType: url?.siteType ?? null,
      hostingCountry: subject.hosting?.country ?? null,
      ip: subject.hosting?.ip ?? null,
      network: subject.hosting?.network ?? null,
      sizeBytes: file?.sizeBytes ?? null,
      mimeType: file?.mimeType ?? null,
    };
    this.#store.insertSighting(sighting, of.number);
  }
}

const WAITING: ReadonlySet<CaseState> = new Set(['open', 'held', 'escalated']);

const isOther = (a: Hashes | null, b: Hashes | null): boolean =>
  Object.keys(a ?? {}).length !== Object.keys(b ?? {}).length;

/**
 * A decided case survives an undecided one, so that it is not decided again; between equals, the one taken in earlier
 * survives, and between those the one whose id comes first, which says nothing but is the same everywhere.
 */
const bySeniority = (a: StoredCase, b: StoredCase): number =>
  Number(WAITING.has(a.state)) - Number(WAITING.has(b.state)) || (seniority(a) < seniority(b) ? -1 : 1);

const seniority = ({ takenInAt, id }: StoredCase): string => `${takenInAt} ${id}`;

/** The identification of a subject. */
interface Identified {
  kind: SubjectKind;
  /** The keys that identify it: its address or its hashes. */
  keys: string[];
  /** The refanged address, or the strongest hash. */
  text: string;
}

export function identify(subject: SubjectInput): Identified {
  if (subject.kind === 'file') {
    const keys = fileKeys(subject.hashes);
    return { kind: 'file', keys, text: keys[0] ?? '' };
  }
  const read = readAddress(subject.url);
  if ('problem' in read)
    throw new TypeError(`an address that passed its schema has the problem ${read.problem}`);
  return { kind: read.kind, keys: [`${read.kind}:${read.identity}`], text: read.address };
}
