import { isAbsolute } from 'node:path';
import { z } from 'zod';
import type { ImportResult, WatchedFile, Watching } from '../../../shared/contract/intake.contract.ts';
import { WatchedFolderPlan } from '../../../shared/contract/intake.contract.ts';
import { mayDo } from '../../../shared/domain/duty.ts';
import type { Refusal } from '../../../shared/domain/refusal.ts';
import { NO_FILES, type StillFiles, stillFiles } from '../../../shared/domain/watched-files.ts';
import { errorKind, type Log } from '../../ports/log.ts';
import type { WatchedFolder } from '../../ports/watched-folder.ts';
import type { Session } from '../session/session.ts';
import { conflict, Failure, storageFailure, storageProblem } from '../storage/failure.ts';
import type { VaultFacts } from '../storage/vault-facts.ts';
import type { ImportProfiles } from './import-profiles.ts';
import type { Importer } from './importer.ts';
import { Upload } from './upload.ts';

export interface FolderWatchParts {
  session: Session;
  vault: VaultFacts;
  importer: Pick<Importer, 'run'>;
  profiles: ImportProfiles;
  ports: { watchedFolder: (path: string) => WatchedFolder; log: Log };
}

/** For how long a file must not change, and how often the folder is looked at. */
const STABLE_MS = 10_000;
const LOOK_EVERY_MS = 5000;
/** The fact with the folder. It is this seat's alone: another has other disks. */
const FACT = 'watched-folder';
/** Most files that are told about; all of them have a note in the folder. */
const TOLD = 50;

/**
 * Imports the files that are put into a folder while the vault is unlocked, in the name of the person at the
 * workstation, and moves each away with a note of what became of it. A file that was stored and not moved, because the
 * machine stopped in between, is recognised by its digest, changes nothing and is moved the next time.
 */
export class FolderWatch {
  readonly #parts: FolderWatchParts;
  readonly #stopped = new AbortController();
  #still: StillFiles = NO_FILES;
  #files: WatchedFile[] = [];
  #imported = 0;
  #failed = 0;
  #problem: string | null = null;

  constructor(parts: FolderWatchParts) {
    this.#parts = parts;
  }

  status(): Watching {
    return {
      plan: this.#plan(),
      imported: this.#imported,
      failed: this.#failed,
      waiting: this.#still.size,
      files: this.#files,
      problem: this.#problem,
    };
  }

  /**
   * @throws Failure CONFLICT where the folder is no absolute path, NOT_FOUND where the profile is not there, STORAGE where
   * the folder cannot be read
   */
  set(command: string, plan: WatchedFolderPlan | null): Watching {
    const { session, vault, profiles, ports } = this.#parts;
    if (plan !== null) {
      if (!isAbsolute(plan.folder)) throw conflict({ reason: 'watched-folder-not-absolute' });
      if (plan.profile !== null) profiles.find(plan.profile);
      try {
        ports.watchedFolder(plan.folder).look();
      } catch (error) {
        throw storageFailure(error) ?? error;
      }
    }
    session.perform(command, z.object({}), ['batches'], () => {
      if (plan === null) vault.removeFact(FACT);
      else vault.setFact(FACT, JSON.stringify(plan));
      return {};
    });
    this.#still = NO_FILES;
    this.#problem = null;
    return this.status();
  }

  async runInBackground(): Promise<void> {
    const { clock } = this.#parts.session;
    while (!this.#stopped.signal.aborted) {
      await this.attend();
      await clock.sleep(LOOK_EVERY_MS, this.#stopped.signal);
    }
  }

  stop(): void {
    this.#stopped.abort();
  }

  /** Looks at the folder once, and imports the files that stayed the same for long enough. */
  async attend(): Promise<void> {
    const { session, ports } = this.#parts;
    const plan = this.#plan();
    if (plan === null || !mayDo(session.person.role, 'import') || session.isReadOnly) return;
    const folder = ports.watchedFolder(plan.folder);
    try {
      const seen = stillFiles(this.#still, folder.look(), session.clock.monotonicMs(), STABLE_MS);
      const changed = seen.still.size !== this.#still.size || this.#problem !== null;
      this.#still = seen.still;
      this.#problem = null;
      for (const name of seen.ready) {
        if (this.#stopped.signal.aborted) return;
        await this.#takeIn(plan, folder, name);
      }
      if (changed || seen.ready.length > 0) session.announce('batches');
    } catch (error) {
      if (this.#stopped.signal.aborted) return;
      const problem = storageProblem(error) ?? errorKind(error);
      if (problem === this.#problem) return;
      // What concerns the folder or the vault leaves the file where it is, to be tried again.
      ports.log.note({ event: 'background-failed', room: 'importer', error: errorKind(error) });
      this.#problem = problem;
      session.announce('batches');
    }
  }

  async #takeIn(plan: WatchedFolderPlan, folder: WatchedFolder, name: string): Promise<void> {
    const { session } = this.#parts;
    const at = session.now();
    try {
      const result = await this.#import(plan, folder, name);
      folder.move(name, 'done', doneNote(result));
      this.#imported++;
      const { batch, casesNew, refusedTotal, alreadyImported } = result;
      this.#tell({ at, name, to: 'done', batch, casesNew, refused: refusedTotal, alreadyImported });
    } catch (error) {
      if (!(error instanceof Failure) || error.failure.code !== 'REFUSED') throw error;
      const { refusals } = error.failure.data;
      folder.move(name, 'failed', refusals.map(refusalLine).join('\n'));
      this.#failed++;
      const refused = refusals.length;
      this.#tell({ at, name, to: 'failed', batch: null, casesNew: 0, refused, alreadyImported: false });
    }
    this.#still = new Map([...this.#still].filter(([other]) => other !== name));
    session.announce('batches');
  }

  async #import(plan: WatchedFolderPlan, folder: WatchedFolder, name: string): Promise<ImportResult> {
    const { importer, profiles } = this.#parts;
    const table = plan.profile === null ? undefined : profiles.find(plan.profile);
    const { sizeBytes, pieces } = folder.open(name);
    const upload = new Upload(name.slice(0, 255), sizeBytes);
    const leave = () => upload.abort(conflict({ reason: 'import-cancelled' }));
    this.#stopped.signal.addEventListener('abort', leave, { once: true });
    const sent = send(upload, pieces);
    // The run says what went wrong.
    sent.catch(() => {});
    try {
      for await (const step of importer.run(upload, { table, keepGood: plan.keepGood }))
        if (step.phase === 'done') return step.result;
    } finally {
      this.#stopped.signal.removeEventListener('abort', leave);
      upload.abort(new Error('the import of the file ended'));
      await sent.catch(() => {});
    }
    throw new Error('the import ended without a result');
  }

  #tell(file: WatchedFile): void {
    this.#files = [file, ...this.#files].slice(0, TOLD);
  }

  #plan(): WatchedFolderPlan | null {
    const text = this.#parts.vault.findFact(FACT);
    return text === null ? null : WatchedFolderPlan.parse(JSON.parse(text));
  }
}

/** @throws what reading the file or the upload throws; the upload then ends with it */
async function send(upload: Upload, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    for await (const piece of pieces) await upload.append(piece);
    await upload.append(new Uint8Array(0));
  } catch (error) {
    upload.abort(error instanceof Error ? error : new Error('the file could not be read'));
    throw error;
  }
}

/** The notes are read with any program and by any person, so they hold codes and places and nothing of the file. */
const doneNote = ({ batch, reports, casesNew, casesJoined, refusedTotal, alreadyImported }: ImportResult) =>
  alreadyImported
    ? `imported before, as batch ${batch}; nothing was changed`
    : `imported as batch ${batch}: ${reports} reports, ${casesNew} new cases, ${casesJoined} joined, ${refusedTotal} refused`;

const refusalLine = ({ row, field, reason, detail }: Refusal): string =>
  `${[row === null ? 'the file' : `row ${row}`, field].filter(Boolean).join(', ')}: ${reason} (${detail.code})`;
