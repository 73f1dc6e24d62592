import { z } from 'zod';
import type { ImportProgress } from '../../../shared/contract/intake.contract.ts';
import { inboundText } from '../../../shared/domain/hash-only.ts';
import { CaseId, ReportId, UploadId } from '../../../shared/domain/ids.ts';
import { refusalsOf } from '../../../shared/domain/refusal.ts';
import type { ReportInput } from '../../../shared/domain/report.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Ledger } from '../audit/ledger.ts';
import { Failure } from '../failure.ts';
import type { Announcer } from '../vault/announcer.ts';
import type { CommandLog } from '../vault/command-log.ts';
import type { Importer, ImportOptions } from './importer.ts';
import type { ReportBook } from './report-book.ts';
import { Upload } from './upload.ts';

/** Files announced and not yet read; more than this is a mistake of the sender. */
const OPEN_UPLOADS = 8;

/** The name of a file is kept, so it is text from outside like any other. */
const FileName = inboundText(255);

const Reported = z.object({
  report: ReportId,
  cases: z.array(z.object({ id: CaseId, isNew: z.boolean() })),
});

export interface IntakeParts {
  importer: Importer;
  reports: ReportBook;
  ledger: Ledger;
  commands: CommandLog;
  announcer: Announcer;
  clock: Clock;
  newId: () => string;
}

/** Files and reports on their way in. */
export class Intake {
  readonly #parts: IntakeParts;
  readonly #uploads = new Map<string, { upload: Upload; options: ImportOptions }>();

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  /** @throws Failure REFUSED where the name is no text Hashline keeps, CONFLICT where too many files are open */
  open(name: string, sizeBytes: number, options: ImportOptions): UploadId {
    const named = FileName.safeParse(name);
    if (!named.success) {
      throw new Failure({
        code: 'REFUSED',
        data: { refusals: refusalsOf(named.error, null, () => 'name') },
      });
    }
    if (this.#uploads.size >= OPEN_UPLOADS) {
      throw new Failure({ code: 'CONFLICT', data: { reason: 'too many files are on their way in' } });
    }
    const id = UploadId.parse(this.#parts.newId());
    this.#uploads.set(id, { upload: new Upload(name, sizeBytes), options });
    return id;
  }

  async append(id: UploadId, piece: Uint8Array): Promise<number> {
    const { upload } = this.#find(id);
    await upload.append(piece);
    return upload.receivedBytes;
  }

  /** @param signal aborts when whoever watches the import leaves */
  async *run(id: UploadId, signal?: AbortSignal): AsyncGenerator<ImportProgress> {
    const { upload, options } = this.#find(id);
    let failure = new Error('the import was left');
    // Leaving the iterator is not enough: that waits for the piece the import is waiting for, which may never come.
    const leave = () => upload.abort(failure);
    signal?.addEventListener('abort', leave);
    try {
      yield* this.#parts.importer.run(upload, options);
    } catch (error) {
      if (error instanceof Error) failure = error;
      throw error;
    } finally {
      signal?.removeEventListener('abort', leave);
      this.#uploads.delete(id);
      upload.abort(failure);
    }
  }

  cancel(id: UploadId): boolean {
    const open = this.#uploads.get(id);
    open?.upload.abort(new Failure({ code: 'CONFLICT', data: { reason: 'the import was cancelled' } }));
    return this.#uploads.delete(id);
  }

  /** Ends every file on its way; called at lock. */
  abandon(): void {
    for (const id of this.#uploads.keys()) this.cancel(UploadId.parse(id));
  }

  report(command: string, report: ReportInput): z.infer<typeof Reported> {
    const { commands, reports, ledger, clock, announcer } = this.#parts;
    const answer = commands.once(command, Reported, () => {
      const { id, cases } = reports.add(report, new Date(clock.nowMs()).toISOString(), null);
      ledger.byPerson('intake.reported', {
        report: id,
        channel: report.channel,
        cases: cases.map((joined) => joined.id),
      });
      return { report: id, cases };
    });
    announcer.announce('queue', 'ledger');
    return answer;
  }

  #find(id: UploadId): { upload: Upload; options: ImportOptions } {
    const open = this.#uploads.get(id);
    if (!open) throw new Failure({ code: 'NOT_FOUND', data: { what: 'this file is not on its way in' } });
    return open;
  }
}
