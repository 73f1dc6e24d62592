import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EntryView, VerifyReport } from '../../../shared/contract/audit.contract.ts';
import { CaseId } from '../../../shared/domain/ids.ts';
import { toBase64, utf8 } from '../../../shared/ledger/bytes.ts';
import { type Entry, parseEntry } from '../../../shared/ledger/entry.ts';
import { checkpointLine, headerLine } from '../../../shared/ledger/export-file.ts';
import { leafHash } from '../../../shared/ledger/merkle.ts';
import {
  type LedgerHeader,
  type Problem,
  startVerification,
  verifiedRoot,
  verifyCheckpoint,
  verifyEntry,
} from '../../../shared/ledger/verify.ts';
import { Failure } from '../failure.ts';
import type { PeopleStore } from '../people/people.store.ts';
import { nodeLedgerCrypto } from '../vault/signing-key.ts';
import type { AuditStore, EntryFilter, StoredEntry } from './audit.store.ts';
import type { Ledger } from './ledger.ts';

export interface AuditParts {
  store: AuditStore;
  ledger: Ledger;
  people: PeopleStore;
  transaction: <Result>(work: () => Result) => Result;
  header: LedgerHeader;
}

const PAGE = 500;
const LISTED_PROBLEMS = 1000;

/** Reading, proving and handing out the record. */
export class Audit {
  readonly #parts: AuditParts;

  constructor(parts: AuditParts) {
    this.#parts = parts;
  }

  entries(filter: EntryFilter, limit: number): { total: number; entries: EntryView[] } {
    const { store, people, header } = this.#parts;
    const names = new Map<string, string>(people.list().map((person) => [person.id, person.name]));
    names.set(header.device, 'this workstation').set('recovery', 'the recovery key');
    const { total, entries } = store.newest(filter, limit);
    return { total, entries: entries.map((entry) => view(entry, names)) };
  }

  /** Recomputes everything from the stored bytes, a page at a time between other work. */
  async *verify(): AsyncGenerator<
    { phase: 'verifying'; entries: number; total: number } | { phase: 'done'; report: VerifyReport }
  > {
    const { store, header } = this.#parts;
    const problems: Problem[] = [];
    const note = (found: readonly Problem[]) =>
      problems.push(...found.slice(0, LISTED_PROBLEMS - problems.length));
    // What comes in while this runs is left to the next run.
    const total = store.frontier().size;
    let state = startVerification(header);
    while (state.frontier.size < total) {
      const { entries, checkpoints } = store.pageFrom(
        state.frontier.size,
        Math.min(PAGE, total - state.frontier.size),
      );
      if (entries.length === 0) {
        note([{ seq: state.frontier.size, what: `entries are missing: there should be ${total}` }]);
        break;
      }
      for (const { seq, line } of entries) {
        if (seq !== state.frontier.size) note([{ seq: state.frontier.size, what: 'is missing' }]);
        const step = verifyEntry(state, line, nodeLedgerCrypto);
        state = step.state;
        note(step.problems);
        const checkpoint = checkpoints.get(seq + 1);
        if (checkpoint !== undefined) {
          const sealed = verifyCheckpoint(state, checkpoint, nodeLedgerCrypto);
          state = sealed.state;
          note(sealed.problems);
        }
      }
      yield { phase: 'verifying', entries: state.frontier.size, total };
      await nextTurn();
    }
    note(this.#compareCounts(total, state.checkpoints));
    const report = {
      ok: problems.length === 0,
      entries: state.frontier.size,
      root: verifiedRoot(state, nodeLedgerCrypto),
      checkpoints: state.checkpoints,
      problems,
    };
    yield { phase: 'done', report };
  }

  checkpoint(): { size: number; root: string; note: string } {
    return this.#parts.transaction(() => this.#parts.ledger.checkpoint());
  }

  /** The whole ledger as `hashline-ledger/1` lines. The export itself is an entry, made first and contained in it. */
  async *export(): AsyncGenerator<{ lines: string[] }> {
    const { store, ledger, header, transaction } = this.#parts;
    const end = transaction(() => {
      ledger.byPerson('audit.exported', { entries: store.frontier().size });
      return ledger.checkpoint().size;
    });
    yield { lines: [headerLine(header)] };
    for (let next = 0; next < end; ) {
      const { entries, checkpoints } = store.pageFrom(next, Math.min(PAGE, end - next));
      const last = entries.at(-1);
      if (!last)
        throw new Failure({ code: 'INTEGRITY', data: { problem: `ledger entry ${next} is missing` } });
      next = last.seq + 1;
      yield {
        lines: entries.flatMap(({ seq, line }) => {
          const checkpoint = checkpoints.get(seq + 1);
          return checkpoint === undefined ? [line] : [line, checkpointLine(checkpoint)];
        }),
      };
    }
  }

  #compareCounts(total: number, checkpoints: number): Problem[] {
    const rows = this.#parts.store.counts();
    const fresh = this.#parts.store.frontier().size - total;
    const problems: Problem[] = [];
    if (rows.entries !== total + fresh) {
      problems.push({ seq: null, what: `the ledger has ${rows.entries} rows for ${total + fresh} entries` });
    }
    if (fresh === 0 && rows.checkpoints !== checkpoints) {
      problems.push({ seq: null, what: 'a checkpoint stands over entries that are not there' });
    }
    return problems;
  }
}

function view({ seq, line }: StoredEntry, names: ReadonlyMap<string, string>): EntryView {
  const entry = parseEntry(line);
  if (!entry)
    throw new Failure({ code: 'INTEGRITY', data: { problem: `ledger entry ${seq} is not readable` } });
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
    leafHash: toBase64(leafHash(utf8(line), nodeLedgerCrypto.sha256)),
  };
}

function actorId({ actor }: Entry): string {
  if ('recovery' in actor) return 'recovery';
  return 'person' in actor ? actor.person : actor.device;
}
