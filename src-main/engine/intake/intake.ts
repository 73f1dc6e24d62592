import { z } from 'zod';
import type { ImportProgress } from '../../../shared/contract/intake.contract.ts';
import { withoutPlaceholders } from '../../../shared/domain/hashes.ts';
import { CaseId, ReportId, type UploadId } from '../../../shared/domain/ids.ts';
import { inboundText } from '../../../shared/domain/inbound-text.ts';
import { dayOf } from '../../../shared/domain/received-counts.ts';
import { type Refusal, refusalsOf } from '../../../shared/domain/refusal.ts';
import type { ReportInput } from '../../../shared/domain/report.ts';
import type { Session } from '../session/session.ts';
import { Failure } from '../storage/failure.ts';
import type { BatchStore } from './batch.store.ts';
import type { ImportProfiles } from './import-profiles.ts';
import type { Importer, ImportOptions } from './importer.ts';
import type { ReportBook } from './report-book.ts';
import { Upload } from './upload.ts';
import { Uploads } from './uploads.ts';

/** The name of a file is stored, so it is checked like any other text from outside. */
const FileName = inboundText(255);

const Reported = z.object({
  report: ReportId,
  cases: z.array(z.object({ id: CaseId, isNew: z.boolean(), isReopened: z.boolean() })),
});

export interface IntakeParts {
  batches: BatchStore;
  session: Session;
  importer: Importer;
  reports: ReportBook;
  profiles: ImportProfiles;
}

/** An uploaded file with its import options. */
class AskedUpload extends Upload {
  readonly options: ImportOptions;

  constructor(name: string, sizeBytes: number, options: ImportOptions) {
    super(name, sizeBytes);
    this.options = options;
  }
}

/** Imports of files and of single reports. */
export class Intake {
  readonly #parts: IntakeParts;
  readonly #uploads: Uploads<AskedUpload>;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
    this.#uploads = new Uploads(parts.session.newId);
  }

  /**
   * @throws Failure REFUSED where the name is not acceptable text, CONFLICT where too many files are open, NOT_FOUND
   * where no profile has this name
   */
  open(
    name: string,
    sizeBytes: number,
    { profile, ...options }: Omit<ImportOptions, 'table'> & { profile?: string | undefined },
  ): UploadId {
    const named = FileName.safeParse(name);
    if (!named.success) {
      throw new Failure({
        code: 'REFUSED',
        data: { refusals: refusalsOf(named.error, null, () => 'name') },
      });
    }
    const table = profile === undefined ? undefined : this.#parts.profiles.find(profile);
    return this.#uploads.open(() => new AskedUpload(name, sizeBytes, { ...options, table }));
  }

  append(id: UploadId, piece: Uint8Array): Promise<number> {
    return this.#uploads.append(id, piece);
  }

  /** @param signal aborts when the client that watches the import disconnects */
  run(id: UploadId, signal?: AbortSignal): AsyncGenerator<ImportProgress> {
    const { importer } = this.#parts;
    return this.#uploads.run(id, (upload) => importer.run(upload, upload.options), signal);
  }

  cancel(id: UploadId): boolean {
    return this.#uploads.cancel(id);
  }

  /** Ends every import in progress; called at lock. */
  abandon(): void {
    this.#uploads.abandon();
  }

  /** @throws Failure REFUSED where a hash stands for "no hash": the person who typed it can remove it */
  report(command: string, report: ReportInput): z.infer<typeof Reported> {
    const refusals = placeholdersIn(report);
    if (refusals.length > 0) throw new Failure({ code: 'REFUSED', data: { refusals } });
    const { session, reports, batches } = this.#parts;
    return session.perform(command, Reported, ['queue', 'ledger'], () => {
      const id = ReportId.parse(session.newId());
      // The entry names the cases, which are known once the report was added to them.
      const added = batches.tryOut(() => reports.add(id, report, session.now(), null, () => {}));
      const cases = added.map(({ id: joined, isNew, isReopened }) => ({ id: joined, isNew, isReopened }));
      const named = cases.map((joined) => joined.id);
      const { channel, receivedAt } = report;
      const said = { report: id, channel, receivedOn: dayOf(receivedAt), cases: named };
      session.byPerson('intake.reported', said, { report });
      return { report: id, cases };
    });
  }
}

const placeholdersIn = ({ subjects }: ReportInput): Refusal[] =>
  subjects.flatMap((subject, index) =>
    subject.kind === 'file'
      ? withoutPlaceholders(subject.hashes).placeholders.map((algorithm) => ({
          row: null,
          field: `subjects.${index}.hashes.${algorithm}`,
          reason: 'known-bad' as const,
          detail: { code: 'stands-for-no-hash' as const },
        }))
      : [],
  );
