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
import {
  contradictions,
  fileKeys,
  type HashAlgorithm,
  type Hashes,
  IDENTIFYING_ALGORITHMS,
} from '../../../shared/domain/hashes.ts';
import { CaseId } from '../../../shared/domain/ids.ts';
import { priorityOf } from '../../../shared/domain/priority.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { SubjectInput } from '../../../shared/domain/report.ts';
import type { Session } from '../session/session.ts';
import type { CaseStore } from './case.store.ts';
import type { ReportChannels } from './report-channels.ts';
import type { StoredCase } from './stored-case.ts';

/** The report a subject came with. */
export interface SubjectOrigin {
  reportId: string;
  /** Position of the subject in its report. */
  number: number;
  receivedAt: string | null;
  takenInAt: string;
  trusted: boolean;
}

export interface Joined {
  id: CaseId;
  isNew: boolean;
  /** Cases that turned out to be this same one and went into it. */
  merged: CaseId[];
  /** Cases that share a hash with the subject and are another file all the same. */
  apart: { id: CaseId; shared: HashAlgorithm; differs: HashAlgorithm }[];
  /** It was decided, and waits for a person again. */
  isReopened: boolean;
}

/** What brought a decided case back, as the record names it. */
type Because = { report: string } | { referral: string } | { matches: readonly string[] };

/**
 * One case per subject: finds the case a subject belongs to or opens one, joins what the sighting says, and merges
 * cases that turn out to share a hash. Always called inside a transaction.
 */
export class CaseBook {
  readonly #store: CaseStore;
  readonly #protocol: Protocol;
  readonly #session: Pick<Session, 'byDevice' | 'newId'>;
  readonly #reports: ReportChannels;
  readonly #following: ((from: string, to: string) => void)[] = [];
  readonly #told: ((caseId: string, hasPrints: boolean) => void)[] = [];

  constructor(
    store: CaseStore,
    protocol: Protocol,
    session: Pick<Session, 'byDevice' | 'newId'>,
    reports: ReportChannels,
  ) {
    this.#store = store;
    this.#protocol = protocol;
    this.#session = session;
    this.#reports = reports;
  }

  /** @param follow gives what a room keeps of the first case to the second; called inside the transaction of the merge */
  onMerge(follow: (from: string, to: string) => void): void {
    this.#following.push(follow);
  }

  /**
   * @param tell is told of a case that is new, or holds other values than before; called inside the transaction that made it
   * so. Values that identify no file are prints.
   */
  onChanged(tell: (caseId: string, hasPrints: boolean) => void): void {
    this.#told.push(tell);
  }

  join(subject: SubjectInput, origin: SubjectOrigin): Joined {
    const { kind, keys, text } = identify(subject);
    const { same, apart } = this.#whoAgree(subject, this.#store.idsByKeys(keys));
    const facts = factsOf({
      receivedAt: origin.receivedAt,
      hostingCountry: subject.hosting?.country ?? null,
      trusted: origin.trusted,
    });
    let joined: Joined;
    if (same.length === 0) {
      const opened = this.#prioritised(
        {
          id: CaseId.parse(this.#session.newId()),
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
          scoreChangesAtMs: null,
          claimedBy: null,
          claimedAt: null,
          knownAs: null,
          reopened: null,
          assignedTo: null,
        },
        origin.takenInAt,
      );
      this.#store.insert(opened);
      this.#tellOf(opened);
      joined = { id: opened.id, isNew: true, merged: [], apart, isReopened: false };
    } else {
      const { survivor, merged } = this.#merge(same, origin.takenInAt);
      const hashes = subject.kind === 'file' ? { ...subject.hashes, ...survivor.hashes } : survivor.hashes;
      const now = { ...survivor, hashes, facts: joinFacts(survivor.facts, facts) };
      const isReopened = isDecided(now.state);
      if (isReopened) this.#reopen(now, 'reported-again', { report: origin.reportId }, origin.takenInAt);
      else this.#store.update(this.#prioritised(now, origin.takenInAt));
      if (merged.length > 0 || isOther(hashes, survivor.hashes)) this.#tellOf({ ...survivor, hashes });
      for (const id of merged) this.#tell(id, true);
      joined = { id: survivor.id, isNew: false, merged, apart, isReopened };
    }
    this.#store.addKeys(joined.id, keys);
    this.#insertSighting(joined.id, subject, text, origin);
    return joined;
  }

  /** The material turned up in another country: the case is open again and will be routed anew. */
  moved(
    caseId: string,
    { country, at: namedAt }: { country: string; at: string },
    referral: string,
    at: string,
  ): void {
    const entry = this.#load(caseId);
    const facts = { ...entry.facts, hostingCountry: country, hostingNamedAt: namedAt };
    const moved: StoredCase = { ...entry, facts };
    if (isDecided(entry.state)) this.#reopen(moved, 'moved', { referral }, at);
    else this.#store.update(this.#prioritised({ ...moved, state: 'open' }, at));
  }

  /**
   * A desk refused, and signed that, what was decided to send: somebody must decide otherwise. The case is no longer
   * referred, because nobody has it.
   */
  refused(caseId: string, referral: string, at: string): void {
    const entry = this.#load(caseId);
    if (isDecided(entry.state)) this.#reopen(entry, 'refused', { referral }, at);
  }

  /**
   * Lists that speak against its decision know the case since. Inside a transaction.
   * @returns whether it was decided, and is open again
   */
  listed(caseId: string, matches: readonly string[], at: string): boolean {
    const entry = this.#store.find(caseId);
    if (!entry || !isDecided(entry.state)) return false;
    this.#reopen(entry, 'on-a-list', { matches }, at);
    return true;
  }

  /**
   * What lists know the case as, from now on. Inside a transaction.
   * @returns whether they knew it as something else
   */
  known(caseId: string, knownAs: KnownAs | null, at: string): boolean {
    const entry = this.#store.find(caseId);
    if (!entry || entry.knownAs === knownAs) return false;
    this.#store.update(this.#prioritised({ ...entry, knownAs }, at));
    return true;
  }

  /** Takes the passing of time into account for up to `limit` cases; answers how many changed. */
  refreshScores(nowMs: number, limit: number): number {
    const stale = this.#store.withChangedScore(nowMs, limit);
    if (stale.length === 0) return 0;
    const at = new Date(nowMs).toISOString();
    this.#store.transaction(() => {
      for (const entry of stale) this.#store.update(this.#prioritised(entry, at));
    });
    return stale.length;
  }

  /**
   * Applies the rules in force to up to `limit` waiting cases after `afterId`, in the order of their ids.
   * @returns the last of them, or null where there are no more
   */
  reprioritise(afterId: string, nowMs: number, limit: number): string | null {
    const waiting = this.#store.waitingAfter(afterId, limit);
    const at = new Date(nowMs).toISOString();
    for (const entry of waiting) {
      const trusted = this.#reports.cameThrough(entry.id, this.#protocol.policy.trustedChannels);
      this.#store.update(this.#prioritised({ ...entry, facts: { ...entry.facts, trusted } }, at));
    }
    return waiting.at(-1)?.id ?? null;
  }

  /**
   * Which of the cases that share a key are the subject's own. Those that share an MD5 and have another SHA-1 are not: equal
   * values of a weak hash can be made, different ones never come of the same bytes. Nor are two of them that contradict each
   * other; the one that shares the stronger key, or is older, is taken then.
   */
  #whoAgree(subject: SubjectInput, ids: readonly string[]): { same: StoredCase[]; apart: Joined['apart'] } {
    const found = ids.map((id) => this.#load(id));
    if (subject.kind === 'url') return { same: found, apart: [] };
    const same: StoredCase[] = [];
    const apart: Joined['apart'] = [];
    let hashes: Hashes = subject.hashes;
    for (const entry of found) {
      const [differs] = contradictions(hashes, entry.hashes ?? {});
      const [shared] = IDENTIFYING_ALGORITHMS.filter((name) => subject.hashes[name] === entry.hashes?.[name]);
      if (differs !== undefined) apart.push({ id: entry.id, shared: shared ?? differs, differs });
      else {
        same.push(entry);
        hashes = { ...entry.hashes, ...hashes };
      }
    }
    return { same, apart };
  }

  #merge(found: readonly StoredCase[], at: string): { survivor: StoredCase; merged: CaseId[] } {
    const [survivor, ...others] = found.toSorted(bySeniority);
    let facts = survivor!.facts;
    let hashes = survivor!.hashes;
    for (const other of others) {
      facts = joinFacts(facts, other.facts);
      hashes = { ...other.hashes, ...hashes } as Hashes;
      // What is kept of a case goes before the case: it is given to somebody only where an assignment says so.
      for (const follow of this.#following) follow(other.id, survivor!.id);
      this.#store.repoint(other.id, survivor!.id);
      this.#store.update({ ...other, state: 'merged', mergedInto: survivor!.id, scoreChangesAtMs: null });
    }
    const whole = others.length === 0 ? survivor! : this.#prioritised({ ...survivor!, facts, hashes }, at);
    return { survivor: whole, merged: others.map((other) => other.id) };
  }

  #tellOf({ id, hashes }: Pick<StoredCase, 'id' | 'hashes'>): void {
    this.#tell(id, hashes?.pdq !== undefined || hashes?.photodna !== undefined);
  }

  #tell(id: string, hasPrints: boolean): void {
    for (const tell of this.#told) tell(id, hasPrints);
  }

  /** In line again, free for anybody; its deadline counts from what brought it back. */
  #reopen(entry: StoredCase, reason: ReopenReason, because: Because, at: string): void {
    const { id, state: from } = entry;
    const open: StoredCase = {
      ...entry,
      state: 'open',
      reopened: { reason, at },
      claimedBy: null,
      claimedAt: null,
    };
    this.#store.update(this.#prioritised(open, at));
    this.#session.byDevice('case.reopened', { case: id, reason, from, ...because });
  }

  #load(id: string): StoredCase {
    const entry = this.#store.find(id);
    if (!entry) throw new Error(`a key points at case ${id}, which is not there`);
    return entry;
  }

  #prioritised(entry: StoredCase, at: string): StoredCase {
    const { policy } = this.#protocol;
    const { reopened } = entry;
    const due = dueAt(
      reopened === null ? entry.facts.firstReceivedAt : reopened.at,
      reopened === null ? entry.takenInAt : reopened.at,
      policy.review.deadlineHours,
    );
    const priority = priorityOf(
      { facts: entry.facts, knownAs: entry.knownAs, dueAtMs: Date.parse(due), nowMs: Date.parse(at) },
      policy,
    );
    const waiting = WAITING.has(entry.state);
    return {
      ...entry,
      dueAt: due,
      score: priority.score,
      why: priority.why,
      scoreChangesAtMs: waiting ? priority.changesAtMs : null,
    };
  }

  /** @param text what the subject is known by; an address is kept as it was reported */
  #insertSighting(caseId: string, subject: SubjectInput, text: string, origin: SubjectOrigin): void {
    const url = subject.kind === 'url' ? subject : null;
    const file = subject.kind === 'file' ? subject : null;
    this.#store.insertSighting({
      caseId,
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
    });
  }
}

const WAITING: ReadonlySet<CaseState> = new Set(['open', 'held', 'escalated']);

const isOther = (a: Hashes | null, b: Hashes | null): boolean =>
  Object.keys(a ?? {}).length !== Object.keys(b ?? {}).length;

/** A decided case outlives an undecided one, so that nobody decides it again; then the older one does. */
const bySeniority = (a: StoredCase, b: StoredCase): number =>
  Number(WAITING.has(a.state)) - Number(WAITING.has(b.state)) || (a.id < b.id ? -1 : 1);

/** What a subject is known by. */
interface Identified {
  kind: SubjectKind;
  /** The keys that identify it (domain.md, Words). */
  keys: string[];
  /** The address as a program takes it, or the strongest hash. */
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
