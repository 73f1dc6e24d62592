import type { Anchors, EntryFilter, ProofView } from '../../../shared/contract/audit.contract.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import { toBase64 } from '../../../shared/ledger/bytes.ts';
import { checkpointLine, enclosureLine, headerLine } from '../../../shared/ledger/export-file.ts';
import type { LedgerHeader } from '../../../shared/ledger/verify.ts';
import type { Reports } from '../intake/reports.ts';
import type { Erasures } from '../ledger/erasures.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { RowCheck } from '../ledger/row-check.ts';
import type { PeopleDirectory } from '../people/directory.ts';
import type { Blindness } from '../second-review/blindness.ts';
import type { RecordCheck } from '../session/record-check.ts';
import type { Session } from '../session/session.ts';
import { damaged } from '../storage/failure.ts';
import { Anchoring } from './anchoring.ts';
import { logKey, proveEntry } from './entry-prover.ts';
import { askedBy, EntryReader } from './entry-reader.ts';
import { type ExportedReports, exportReports, type ReportExportParts } from './report-export.ts';
import { exportSelection } from './selection-export.ts';
import { type CompareRows, SelfCheck, type VerifyStep } from './self-check.ts';
import type { SentCheckpoints } from './sent-checkpoints.ts';
import { type SettlingParts, settledEntry } from './settled-entry.ts';
import { WitnessRecords } from './witness-records.ts';

export interface AuditParts extends ReportExportParts {
  ledger: Ledger;
  erasures: Erasures;
  people: PeopleDirectory;
  reports: Reports;
  sent: SentCheckpoints;
  protocol: Protocol;
  /** The comparisons of each room's rows with the ledger, created anew for each verification. */
  checks: () => readonly RecordCheck[];
  compareRows: CompareRows;
  blindness: Blindness;
  transaction: <Result>(work: () => Result) => Result;
  session: Session;
  header: LedgerHeader;
  /** This workstation. */
  device: string;
  settle: SettlingParts['settle'];
}

const PAGE = 500;

/** Reads, proves and exports the ledger. */
export class Audit {
  readonly #parts: AuditParts;
  readonly #reader: EntryReader;
  readonly #anchoring: Anchoring;

  constructor(parts: AuditParts) {
    this.#parts = { ...parts, transaction: (work) => this.#announced(() => parts.transaction(work)) };
    this.#reader = new EntryReader(parts);
    this.#anchoring = new Anchoring({
      ...parts,
      witnesses: new WitnessRecords(parts.store, parts.header.device),
    });
  }

  entries(filter: EntryFilter, before: number | undefined, limit: number) {
    return this.#reader.entries(filter, before, limit);
  }

  timeline(id: CaseId, after: number | undefined, limit: number) {
    return this.#reader.timeline(id, after, limit);
  }

  /**
   * Recomputes everything from the stored bytes.
   * @throws Failure CONFLICT where `since` is not a checkpoint of this ledger
   */
  verify(since?: string): AsyncGenerator<VerifyStep> {
    const { checks, erasures, ledger } = this.#parts;
    const settled = () => ledger.settledSize();
    return new SelfCheck({ ...this.#parts, settled, rows: new RowCheck(checks(), erasures) }).run(since);
  }

  checkpoint(): { size: number; root: string; note: string; key: string } {
    const { transaction, ledger, header } = this.#parts;
    return { ...transaction(() => ledger.statedCheckpoint()), key: logKey(header) };
  }

  prove(seq: number): ProofView {
    const { transaction, store, ledger, header } = this.#parts;
    return transaction(() => proveEntry(store, ledger, header, this.#reader.entry(seq)));
  }

  anchors(): Anchors {
    return this.#anchoring.anchors();
  }

  anchorRequest(witness: string, oldSize: number | undefined) {
    return this.#parts.transaction(() => this.#anchoring.request(witness, oldSize));
  }

  recordAnchor(witness: string, size: number, answer: string): Anchors {
    this.#parts.transaction(() => this.#anchoring.record(witness, size, answer));
    return this.anchors();
  }

  /**
   * The whole ledger as `hashline-ledger/2` lines. The export itself is recorded first, and contains that entry. Of a vault
   * that can only be looked at it is recorded later, and never holds what entries enclose.
   * @param withEnclosures whether each entry is followed by what it encloses; that is recorded too
   */
  async *export(withEnclosures: boolean): AsyncGenerator<{ lines: string[] }> {
    const { store, ledger, header, session } = this.#parts;
    const isUnrecorded = session.isReadOnly && !withEnclosures;
    if (isUnrecorded) session.unrecorded('exported');
    const end = isUnrecorded ? store.frontier().size : await this.#recordExport(withEnclosures);
    yield { lines: [headerLine(header)] };
    for (let next = 0; next < end; ) {
      const { entries, checkpoints } = store.pageFrom(next, Math.min(PAGE, end - next));
      const last = entries.at(-1);
      if (!last) throw damaged({ problem: 'entry-missing', seq: next });
      next = last.seq + 1;
      yield {
        lines: entries.flatMap(({ seq, line }) => {
          const checkpoint = checkpoints.get(seq + 1);
          const enclosed = withEnclosures ? this.#enclosureLines(seq) : [];
          return checkpoint === undefined
            ? [line, ...enclosed]
            : [line, ...enclosed, checkpointLine(checkpoint)];
        }),
      };
    }
    if (isUnrecorded && store.checkpointAt(end) === null) yield { lines: [checkpointLine(ledger.note())] };
  }

  /** @returns how many entries there are with that of the export, which is the last */
  async #recordExport(withEnclosures: boolean): Promise<number> {
    const { store, ledger, transaction } = this.#parts;
    const { position } = await settledEntry(this.#parts, () =>
      transaction(() => {
        if (withEnclosures)
          ledger.byPerson('audit.disclosed', { of: 'record', entries: store.frontier().size });
        ledger.byPerson('audit.exported', { entries: store.frontier().size });
        return ledger.checkpoint();
      }),
    );
    return position + 1;
  }

  #enclosureLines(seq: number): string[] {
    const kept = this.#parts.store.enclosureAt(seq);
    return kept === null ? [] : [enclosureLine({ salt: toBase64(kept.salt), text: kept.text })];
  }

  /** All reports as lines that another vault takes in. That it was done is recorded first. */
  async *exportReports(): AsyncGenerator<ExportedReports> {
    const { ledger, store, transaction } = this.#parts;
    transaction(() => ledger.byPerson('audit.disclosed', { of: 'reports', entries: store.frontier().size }));
    yield* exportReports(this.#parts);
  }

  exportSelection(filter: EntryFilter): AsyncGenerator<{ lines: string[] }> {
    return exportSelection({ ...this.#parts, reader: this.#reader }, askedBy(filter));
  }

  /** Proofs and exports can add entries of their own. */
  #announced<Result>(work: () => Result): Result {
    const { store, session } = this.#parts;
    const { size } = store.frontier();
    const result = work();
    if (store.frontier().size > size) session.announce('ledger');
    return result;
  }
}
