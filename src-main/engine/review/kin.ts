import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Kin as KinGroup } from '../../../shared/contract/together.contract.ts';
import { readAddress } from '../../../shared/domain/address.ts';
import { isDecided } from '../../../shared/domain/case.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { KinKind } from '../../../shared/domain/kin.ts';
import { type PathPattern, pathPatternOf } from '../../../shared/domain/path-pattern.ts';
import type { Cases } from '../cases/cases.ts';
import type { StoredCase } from '../cases/stored-case.ts';
import type { ShownMatches } from '../matching/shown-matches.ts';
import type { Blindness } from '../second-review/blindness.ts';
import { notFound } from '../storage/failure.ts';
import type { KinRow, KinStore } from './kin.store.ts';

export interface KinParts {
  store: KinStore;
  cases: Cases;
  blindness: Blindness;
  matches: Pick<ShownMatches, 'similarTo' | 'onSameRecords'>;
}

/** Cases that are read for one kind, so that a host with a million of them delays nobody. */
const READ = 500;
/** The last reports of a case that are followed, and the sightings on each side that are searched for a file's. */
const REPORTS = 20;
const AROUND = 500;

/** What was found of one kind. */
interface Found {
  says: string | null;
  varies?: PathPattern['varies'];
  rows: readonly KinRow[];
  distances?: ReadonlyMap<string, number>;
  isCut: boolean;
}

/** Cases that share something with a case, and what was decided about them. */
export class Kin {
  readonly #parts: KinParts;

  constructor(parts: KinParts) {
    this.#parts = parts;
  }

  /**
   * The kin of a case, without those that must be hidden from the person at the workstation.
   * @param limit how many cases of each kind
   * @throws Failure NOT_FOUND, or CONFLICT where the case itself is hidden
   */
  async of(
    id: CaseId,
    { kinds = KinKind.options, open, limit }: { kinds?: KinKind[] | undefined; open: boolean; limit: number },
  ): Promise<KinGroup[]> {
    const { cases, blindness } = this.#parts;
    const stored = cases.find(id);
    if (stored === null) throw notFound({ what: 'case', id });
    blindness.refuse(id);
    const hiddenCases = blindness.hiddenCases();
    const groups: KinGroup[] = [];
    for (const kind of KinKind.options.filter((one) => kinds.includes(one))) {
      const found = this.#find(kind, stored);
      const others = found?.rows.filter((row) => row.id !== id) ?? [];
      const shown = others.filter((row) => !hiddenCases.has(row.id));
      const waiting = shown.filter(({ state }) => !isDecided(state));
      await nextTurn();
      if (found === null || others.length === 0 || (open && waiting.length === 0)) continue;
      const chosen = (open ? waiting : shown).toSorted(byUse(found.distances)).slice(0, limit);
      groups.push({
        kind,
        says: found.says,
        varies: found.varies ?? [],
        cases: chosen.map((row) => this.#show(row, found.distances)),
        total: shown.length,
        isCut: found.isCut,
        open: waiting.length,
        hidden: others.length - shown.length,
      });
    }
    return groups;
  }

  #find(kind: KinKind, stored: StoredCase): Found | null {
    switch (kind) {
      case 'hash':
        return this.#bySharedHash(stored);
      case 'near':
        return this.#byPicture(stored);
      case 'match':
        return this.#byRecord(stored);
      case 'path':
        return this.#byPattern(stored);
      case 'report':
        return this.#byReport(stored);
      case 'host':
        return this.#byHost(stored);
      case 'batch':
        return this.#byBatch(stored);
    }
  }

  #bySharedHash({ id, kind }: StoredCase): Found | null {
    if (kind !== 'file') return null;
    const { store, cases } = this.#parts;
    const sharing = cases.sharingKeys(id);
    const keys = new Set(sharing.map(({ key }) => key));
    return {
      says: keys.size === 1 ? ([...keys][0] ?? null) : null,
      rows: store.called(sharing.map((other) => other.id)),
      isCut: false,
    };
  }

  #byPicture({ id }: StoredCase): Found {
    const similar = this.#parts.matches.similarTo(id);
    return {
      says: null,
      rows: this.#parts.store.called(similar.map((one) => one.case)),
      distances: new Map(similar.map((one) => [one.case, one.distance])),
      isCut: false,
    };
  }

  #byRecord({ id }: StoredCase): Found {
    const { lists, cases } = this.#parts.matches.onSameRecords(id, READ + 1);
    return {
      says: lists.length === 0 ? null : lists.join(', '),
      rows: this.#parts.store.called(cases.slice(0, READ)),
      isCut: cases.length > READ,
    };
  }

  #byPattern(stored: StoredCase): Found | null {
    const address = addressOf(stored);
    const pattern = address === null ? null : pathPatternOf(address.identity);
    if (pattern === null) return null;
    const read = this.#parts.store.withKeysFrom(`url:${pattern.beginning}`, READ + 1);
    return {
      says: pattern.text,
      varies: pattern.varies,
      rows: read
        .slice(0, READ)
        .filter(({ key }) => pathPatternOf(key.slice('url:'.length))?.text === pattern.text),
      isCut: read.length > READ,
    };
  }

  #byHost(stored: StoredCase): Found | null {
    const host = addressOf(stored)?.host ?? null;
    if (host === null) return null;
    const { store } = this.#parts;
    // With a port of its own it is the same host.
    const read = [`url:${host}/`, `url:${host}:`].flatMap((beginning) =>
      store.withKeysFrom(beginning, READ + 1),
    );
    return { says: host, rows: read.slice(0, READ), isCut: read.length > READ };
  }

  #byReport({ id }: StoredCase): Found {
    const { store } = this.#parts;
    const reports = store.reports(id, REPORTS);
    const ids = reports.flatMap(({ report }) => store.casesOfReport(report, READ + 1));
    const distinct = [...new Set(ids)];
    return {
      says: null,
      rows: store.called(distinct.slice(0, READ)),
      isCut: distinct.length > READ || reports.length === REPORTS,
    };
  }

  #byBatch({ id }: StoredCase): Found | null {
    const { store } = this.#parts;
    const last = store.reports(id, REPORTS).find(({ batch }) => batch !== null);
    if (last === undefined || last.batch === null) return null;
    const around = store.casesOfBatch(last.batch, last.line, AROUND);
    const isAtEdge = around.some(({ line }) => Math.abs(line - last.line) === AROUND);
    return {
      says: store.batchName(last.batch),
      rows: store.called([...new Set(around.map((each) => each.case))]),
      isCut: isAtEdge,
    };
  }

  #show(row: KinRow, distances: Found['distances']): KinGroup['cases'][number] {
    const { id, kind, subject, state, hosting } = row;
    return {
      ...{ case: id, kind, subject, state, hosting },
      distance: distances?.get(id) ?? null,
      decision: this.#parts.store.decision(id),
    };
  }
}

/** The host and identity of an address; null for a file, and for a link, which is of no host. */
function addressOf({ kind, subject }: StoredCase): { host: string | null; identity: string } | null {
  if (kind !== 'url') return null;
  const read = readAddress(subject);
  return 'problem' in read ? null : read;
}

/** The nearest first where they have a distance; then decided ones before those that wait, each the last taken in first. */
const byUse = (distances: Found['distances']) => (a: KinRow, b: KinRow) =>
  (distances?.get(a.id) ?? 0) - (distances?.get(b.id) ?? 0) ||
  Number(isDecided(b.state)) - Number(isDecided(a.state)) ||
  (a.takenInAt < b.takenInAt ? 1 : a.takenInAt > b.takenInAt ? -1 : a.id < b.id ? -1 : 1);
