import type { EntryFilter, EntryView } from '../../../shared/contract/audit.contract.ts';
import { CaseId } from '../../../shared/domain/ids.ts';
import { toBase64 } from '../../../shared/ledger/bytes.ts';
import { parseEntry } from '../../../shared/ledger/entry.ts';
import type { Asked } from '../../../shared/ledger/kinds/record.ts';
import { textLeafHash } from '../../../shared/ledger/merkle.ts';
import type { Reports } from '../intake/reports.ts';
import { nodeLedgerCrypto } from '../keys/signing-key.ts';
import { actorId } from '../ledger/filing.ts';
import type { StoredEntry } from '../ledger/stored-entry.ts';
import type { Except, StoredRecord } from '../ledger/stored-record.ts';
import type { PeopleDirectory } from '../people/directory.ts';
import type { Blindness } from '../second-review/blindness.ts';
import { conflict, damaged, notFound } from '../storage/failure.ts';

export interface EntryReaderParts {
  store: StoredRecord;
  blindness: Blindness;
  people: PeopleDirectory;
  reports: Reports;
  device: string;
}

/** The only way in which people read entries: lists, timelines of cases, proofs and selections. */
export class EntryReader {
  readonly #parts: EntryReaderParts;

  constructor(parts: EntryReaderParts) {
    this.#parts = parts;
  }

  entries(
    filter: EntryFilter,
    before: number | undefined,
    limit: number,
  ): { total: number; size: number; entries: EntryView[] } {
    const { store, blindness } = this.#parts;
    const { size } = store.frontier();
    const asked = askedBy(filter);
    for (const id of asked.cases ?? []) blindness.refuse(id);
    // A match with a filter reveals content, so a withheld entry matches no filter.
    const except = Object.keys(asked).length === 0 ? undefined : this.#exceptWithheld();
    const entries = store.search.newest(asked, before ?? size, limit, except);
    return { total: store.search.count(asked, size, except), size, entries: this.#views(entries) };
  }

  /** A case's own entries do not say how it came in: the files that brought it are found through its sightings. */
  timeline(
    id: CaseId,
    after: number | undefined,
    limit: number,
  ): { cases: CaseId[]; total: number; entries: EntryView[] } {
    const { store, reports, blindness } = this.#parts;
    const cases = store.search.family(id);
    for (const one of cases) blindness.refuse(one);
    const { total, entries } = store.search.naming(
      [...cases, ...reports.bringing(cases)],
      after ?? -1,
      limit,
      this.#exceptWithheld(),
    );
    return { cases: cases.map((one) => CaseId.parse(one)), total, entries: this.#views(entries) };
  }

  /** @throws Failure NOT_FOUND */
  entry(seq: number): StoredEntry {
    const entry = this.#parts.store.pageFrom(seq, 1).entries.find((one) => one.seq === seq);
    if (entry) {
      if (this.#isWithheld(view(entry, new Map())))
        throw conflict({ reason: 'entry-waits-for-second-review' });
      return entry;
    }
    throw notFound({ what: 'ledger-entry', seq });
  }

  count(asked: Asked, below: number): number {
    return this.#parts.store.search.count(asked, below);
  }

  /** The matching entries before `below`, oldest first, in pieces. */
  selection(asked: Asked, below: number): Generator<StoredEntry[]> {
    return this.#parts.store.search.pages(asked, 0, below);
  }

  /** Whether an entry would reveal the first decision on a case to a person who may become its second reviewer. */
  #isWithheld(
    { kind, case: caseId, data }: EntryView,
    hidden: ReadonlySet<string> = this.#parts.blindness.hiddenCases(),
  ): boolean {
    if (kind.startsWith('golden.') && !this.#parts.blindness.knowsGolden()) return true;
    // A draw names what waits, with ids that tell when it was decided, and how much of what waits is not golden.
    if (kind === 'sampling.drawn' && hidden.size > 0) return true;
    return [caseId, data.into].some((id) => typeof id === 'string' && hidden.has(id));
  }

  #exceptWithheld(): Except {
    const { blindness } = this.#parts;
    const cases = [...blindness.hiddenCases()];
    return { cases, golden: !blindness.knowsGolden(), draws: cases.length > 0 };
  }

  #views(entries: readonly StoredEntry[]): EntryView[] {
    const { people, device } = this.#parts;
    const names = new Map<string, string>(people.list().map((person) => [person.id, person.name]));
    names.set(device, 'this workstation').set('recovery', 'the recovery key');
    const hidden = this.#parts.blindness.hiddenCases();
    return entries.map((entry) => {
      const seen = view(entry, names);
      return this.#isWithheld(seen, hidden) ? blank(seen) : seen;
    });
  }
}

const blank = ({ seq, device, leafHash }: EntryView): EntryView => ({
  seq,
  id: '',
  device,
  at: '',
  kind: '',
  actor: { id: '', name: '' },
  case: null,
  withheld: true,
  data: {},
  leafHash,
});

/** The criteria of a filter in one canonical form, because they are signed and exported. */
export function askedBy({ case: cases, kind: kinds, actor, from, to }: EntryFilter): Asked {
  const instant = (text: string) => new Date(text).toISOString();
  const list = (values: string | readonly string[]) =>
    [...new Set(typeof values === 'string' ? [values] : values)].sort();
  return {
    ...(cases === undefined ? {} : { cases: list(cases) }),
    ...(kinds === undefined ? {} : { kinds: list(kinds) }),
    ...(actor === undefined ? {} : { actor }),
    ...(from === undefined ? {} : { from: instant(from) }),
    ...(to === undefined ? {} : { to: instant(to) }),
  };
}

function view({ seq, line }: StoredEntry, names: ReadonlyMap<string, string>): EntryView {
  const entry = parseEntry(line);
  if (!entry) throw damaged({ problem: 'entry-unreadable', seq });
  const actor = actorId(entry);
  const caseId = CaseId.safeParse(entry.data.case);
  return {
    seq,
    id: entry.id,
    device: entry.device,
    at: entry.at,
    kind: entry.kind,
    actor: { id: actor, name: names.get(actor) ?? 'unknown' },
    case: caseId.success ? caseId.data : null,
    data: entry.data,
    withheld: false,
    leafHash: toBase64(textLeafHash(line, nodeLedgerCrypto.sha256)),
  };
}
