import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { BackupPlan, type BackupStatus } from '../../../shared/contract/backup.contract.ts';
import type { Check } from '../../../shared/contract/check.ts';
import { Instant } from '../../../shared/domain/report.ts';
import { KINDS, readData } from '../../../shared/ledger/kinds/all-kinds.ts';
import type { BackupFolder } from '../../ports/backup-folder.ts';
import { errorKind, type Log } from '../../ports/log.ts';
import { digestOf } from '../ledger/enclosure.ts';
import type { StoredRecord } from '../ledger/stored-record.ts';
import type { Session } from '../session/session.ts';
import { conflict, Failure, storageFailure } from '../storage/failure.ts';
import type { VaultFacts } from '../storage/vault-facts.ts';
import { compareWithStatement, NoBackup, readStatement, STATEMENT_BYTES } from './backup-file.ts';
import { backupName, oldBackups } from './backup-name.ts';
import type { Backups } from './backups.ts';

export interface BackupScheduleParts {
  session: Session;
  store: StoredRecord;
  vault: VaultFacts;
  backups: Backups;
  ports: { backupFolder: (path: string) => BackupFolder; log: Log };
}

const HOUR_MS = 3_600_000;
/** After a failure: soon enough for a share that comes back, and seldom enough not to fill the ledger. */
const RETRY_MS = HOUR_MS;
const LOOK_EVERY_MS = 60_000;
/** The fact about the last backup that was read back. */
const LAST = 'backup-last';

const Last = z.object({ at: Instant, file: z.string(), bytes: z.int() });

/**
 * Makes backups by itself while the vault is unlocked, as a supervisor planned in the record: whoever changes rows cannot
 * have them made for somebody else.
 */
export class BackupSchedule {
  readonly #parts: BackupScheduleParts;
  readonly #stopped = new AbortController();
  #failure: BackupStatus['failure'] = null;
  #isMaking = false;
  #nudge = () => {};

  constructor(parts: BackupScheduleParts) {
    this.#parts = parts;
  }

  status(): BackupStatus {
    const { session } = this.#parts;
    const [plan, last] = [this.#plan(), this.#last()];
    const lateMs =
      plan === null ? 0 : session.nowMs() - this.#dueAtMs(plan, last) - plan.everyHours * HOUR_MS;
    const isMissed = plan !== null && (this.#failure !== null || lateMs > 0);
    return { plan, last, failure: this.#failure, isMaking: this.#isMaking, isMissed };
  }

  /** @throws Failure CONFLICT where the folder is no absolute path or a recipient is none; STORAGE where it cannot be read */
  async set(command: string, plan: BackupPlan | null): Promise<BackupStatus> {
    const { session, backups, ports } = this.#parts;
    if (plan !== null) {
      if (!isAbsolute(plan.folder)) throw conflict({ reason: 'backup-folder-not-absolute' });
      backups.refuseOthers(plan.recipients);
      await ports.backupFolder(plan.folder).list().catch(asStorage);
    }
    const { folder = null, ...said } = plan ?? {};
    session.perform(command, z.object({}), ['backup', 'ledger'], () => {
      session.byPerson(
        'backup.planned',
        { plan: plan === null ? null : BackupPlan.omit({ folder: true }).parse(said) },
        { folder },
      );
      return {};
    });
    this.#failure = null;
    this.#nudge();
    return this.status();
  }

  /** Serves `doctor`. */
  examine(): Check[] {
    const { plan, last, isMissed } = this.status();
    if (plan === null) return [];
    return [
      {
        check: { name: 'last-backup' },
        ok: !isMissed && last !== null,
        finding: last === null ? { found: 'missing' } : { found: 'made-at', at: last.at },
      },
    ];
  }

  async runInBackground(): Promise<void> {
    const { session } = this.#parts;
    while (!this.#stopped.signal.aborted) {
      await this.attend();
      const hurry = new AbortController();
      this.#nudge = () => hurry.abort();
      await session.clock.sleep(LOOK_EVERY_MS, AbortSignal.any([hurry.signal, this.#stopped.signal]));
    }
  }

  stop(): void {
    this.#stopped.abort();
  }

  /** Makes a backup if one is due. */
  async attend(): Promise<void> {
    const { session, ports } = this.#parts;
    const plan = this.#plan();
    const nowMs = session.nowMs();
    if (plan === null || nowMs < this.#dueAtMs(plan, this.#last())) return;
    if (this.#failure !== null && nowMs < Date.parse(this.#failure.retryAt)) return;
    this.#isMaking = true;
    session.announce('backup');
    try {
      await this.#make(plan);
      this.#failure = null;
    } catch (error) {
      if (this.#stopped.signal.aborted) return;
      ports.log.note({ event: 'background-failed', room: 'backup', error: errorKind(error) });
      const failedAtMs = session.nowMs();
      this.#failure = {
        at: new Date(failedAtMs).toISOString(),
        problem: problemOf(error),
        retryAt: new Date(failedAtMs + RETRY_MS).toISOString(),
      };
    } finally {
      this.#isMaking = false;
      if (!this.#stopped.signal.aborted) session.announce('backup');
    }
  }

  /** Older ones are removed only once the new one was read back. */
  async #make(plan: BackupPlan): Promise<void> {
    const { session, vault, ports } = this.#parts;
    const folder = ports.backupFolder(plan.folder);
    // A folder that is absent fails here, before the ledger says that a backup is made.
    await folder.list();
    const atMs = session.nowMs();
    const file = backupName(atMs);
    await folder.write(file, this.#pieces(plan));
    const bytes = await readBack(folder, file).catch(async (error: unknown) => {
      // One that cannot be read back would be counted among those that are kept.
      await folder.remove(file).catch(() => undefined);
      throw error;
    });
    if (this.#stopped.signal.aborted) return;
    const last: z.infer<typeof Last> = { at: new Date(atMs).toISOString(), file, bytes };
    vault.transaction(() => vault.setFact(LAST, JSON.stringify(last)));
    for (const name of oldBackups(await folder.list(), plan.keep)) await folder.remove(name);
  }

  async *#pieces({ recipients }: BackupPlan): AsyncGenerator<Uint8Array> {
    const to = recipients.length === 0 ? undefined : recipients;
    for await (const step of this.#parts.backups.create(to, 'device'))
      if (step.phase === 'copying') yield Buffer.from(step.piece, 'base64');
  }

  /** The plan of the record; null where there is none, or it cannot be read any more. */
  #plan(): BackupPlan | null {
    const { store } = this.#parts;
    const [entry] = store.search.newest({ kinds: ['backup.planned'] }, store.frontier().size, 1);
    if (entry === undefined) return null;
    const { data, enclosed } = JSON.parse(entry.line) as { data: unknown; enclosed?: string };
    const plan = readData('backup.planned', data)?.plan ?? null;
    const kept = store.enclosureAt(entry.seq);
    if (plan === null || kept === null || digestOf(kept) !== enclosed) return null;
    const folder = KINDS['backup.planned'].enclosure?.safeParse(JSON.parse(kept.text)).data?.folder ?? null;
    return folder === null ? null : { ...plan, folder };
  }

  #last(): z.infer<typeof Last> | null {
    const fact = this.#parts.vault.findFact(LAST);
    return fact === null ? null : (Last.safeParse(JSON.parse(fact)).data ?? null);
  }

  /** At once where there is none, or where the clock was set back behind the last one. */
  #dueAtMs({ everyHours }: BackupPlan, last: z.infer<typeof Last> | null): number {
    const lastMs = last === null ? Infinity : Date.parse(last.at);
    return lastMs > this.#parts.session.nowMs() ? 0 : lastMs + everyHours * HOUR_MS;
  }
}

/** @returns its length. @throws NoBackup where it is not as it was written */
async function readBack(folder: BackupFolder, file: string): Promise<number> {
  const bytes = await folder.size(file);
  const ageBytes = Math.max(0, bytes - STATEMENT_BYTES);
  const statement = readStatement(await whole(folder.read(file, ageBytes, bytes)));
  const problem = await compareWithStatement(folder.read(file, 0, ageBytes), statement);
  if (problem !== null) throw new NoBackup(problem);
  return bytes;
}

async function whole(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece);
  return new Uint8Array(Buffer.concat(parts));
}

function asStorage(error: unknown): never {
  throw storageFailure(error) ?? error;
}

/** The cause as the system or the file says it; a failure of the contract by its code and reason. */
function problemOf(error: unknown): string {
  if (!(error instanceof Failure)) return error instanceof Error ? error.message : String(error);
  const { failure } = error;
  if (failure.code === 'STORAGE') return failure.data.problem;
  return failure.code === 'CONFLICT' ? failure.data.reason : failure.code;
}
