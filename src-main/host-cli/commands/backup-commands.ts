import {
  closeSync,
  createReadStream,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type {
  BackupMade,
  BackupPlan,
  BackupStatus,
  BackupStep,
} from '../../../shared/contract/backup.contract.ts';
import {
  compareWithStatement,
  NoBackup,
  type OpenedBackup,
  openBackup,
  readStatement,
  STATEMENT_BYTES,
  type Statement,
  streamOf,
} from '../../engine/backup/backup-file.ts';
import { backupName, oldBackups } from '../../engine/backup/backup-name.ts';
import { isRecordRestored, restoreBackup } from '../../engine/backup/restore-backup.ts';
import { FolderFiles } from '../../ports/files.ts';
import { writeWhole } from '../../ports/write-whole.ts';
import { EXIT, IntegrityError, NotPermittedError, UsageError } from '../terminal/exit-code.ts';
import { readAgeIdentity } from '../terminal/identity-file.ts';
import { newCommand, type VaultOptions, withVault } from '../terminal/open-engine.ts';
import { positive } from '../terminal/positive.ts';
import type { Shell } from '../terminal/shell.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { vaultCommand } from '../terminal/vault-command.ts';

export function addBackupCommands(program: Command, shell: Shell): void {
  const backup = program.command('backup').description('copies of the whole vault, encrypted with age');
  vaultCommand(backup, 'create', 'makes a backup, encrypted to the recovery key or to others')
    .requiredOption('--out <file>', 'the file to write')
    .option('--to <age recipient...>', 'who can read it, age1…, instead of the recovery key')
    .addOption(
      new Option(
        '--keep <n>',
        'takes --out for a folder, names the file itself and keeps the newest n',
      ).argParser(positive),
    )
    .action((options: CreateOptions) => create(shell, options));
  vaultCommand(
    backup,
    'schedule',
    'says what the workstation does by itself while it is unlocked, or sets it, or with --off ends it',
  )
    .option('--folder <dir>', 'where to, by its whole path')
    .addOption(new Option('--every <hours>', 'a backup when the last is older').argParser(positive))
    .addOption(new Option('--keep <n>', 'how many are kept').argParser(positive))
    .option('--to <age recipient...>', 'who can read them, age1…, instead of the recovery key')
    .option('--off', 'the workstation makes none by itself any more')
    .action((options: ScheduleOptions) => schedule(shell, options));
  backup
    .command('verify <file>')
    .description('whether a backup is whole and unchanged; with an identity also whether it can be restored')
    .option('--identity <file>', 'the recovery key, or another age identity, in a file')
    .option('--json')
    .action((file: string, options: { identity?: string; json?: boolean }) => verify(shell, file, options));
  backup
    .command('restore <file>')
    .description('makes the vault of a backup in an empty folder; the same people and passphrases open it')
    .requiredOption('--into <dir>', 'the folder of the vault, which must be empty or absent')
    .requiredOption('--identity <file>', 'the recovery key, or another age identity, in a file')
    .option('--json')
    .action((file: string, options: { into: string; identity: string; json?: boolean }) =>
      restore(shell, file, options),
    );
}

type ScheduleOptions = VaultOptions & {
  folder?: string;
  every?: number;
  keep?: number;
  to?: string[];
  off?: boolean;
};

async function schedule(shell: Shell, options: ScheduleOptions): Promise<void> {
  const plan = planOf(options);
  const status = await withVault(shell, options, ({ backup }) =>
    plan === undefined ? backup.status() : backup.plan({ command: newCommand(), plan }),
  );
  shell.terminal(options).answer(status, statusText(status));
}

/** Undefined where nothing is to be set. */
function planOf({ folder, every, keep, to = [], off }: ScheduleOptions): BackupPlan | null | undefined {
  const given = [folder, every, keep].filter((each) => each !== undefined).length;
  if (off && given === 0) return null;
  if (!off && given === 0 && to.length === 0) return undefined;
  if (off || folder === undefined || every === undefined || keep === undefined)
    throw new UsageError('give --folder, --every and --keep together, or --off alone');
  return { folder: resolve(folder), everyHours: every, keep, recipients: to };
}

function statusText({ plan, last, isMissed }: BackupStatus): string {
  if (plan === null) return 'The workstation makes no backups by itself.';
  const { everyHours, folder, keep } = plan;
  return [
    `While it is unlocked, the workstation makes a backup every ${everyHours} hours in ${folder} and keeps ${keep}.`,
    last === null ? 'None was made yet.' : `The last was made ${last.at}: ${last.file}, ${last.bytes} bytes.`,
    ...(isMissed ? ['Backups are missed.'] : []),
  ].join('\n');
}

type CreateOptions = VaultOptions & { out: string; to?: string[]; keep?: number };

async function create(shell: Shell, options: CreateOptions): Promise<void> {
  const terminal = shell.terminal(options);
  const { to, keep } = options;
  const out = keep === undefined ? options.out : join(options.out, backupName(Date.now()));
  if (keep !== undefined) mkdirSync(options.out, { recursive: true, mode: 0o700 });
  const made = await withVault(shell, options, async (client) =>
    writeSteps(out, await client.backup.create(to === undefined ? {} : { to }), terminal),
  );
  const removed = keep === undefined ? [] : removeOld(options.out, keep);
  terminal.answer(
    { file: out, ...made, ...(keep === undefined ? {} : { removed }) },
    [
      `Wrote ${made.bytes.toLocaleString('en')} bytes to ${out}: ${made.entries} entries, root ${made.root}.`,
      `Whoever has an identity of these can read it: ${made.recipients.join(', ')}.`,
      ...removed.map((name) => `Removed ${name}, which is older than the newest ${keep}.`),
    ].join('\n'),
  );
}

/** Removes all but the newest backups that were named here; other files stay. @returns their names */
function removeOld(folder: string, keep: number): string[] {
  const old = oldBackups(readdirSync(folder), keep);
  for (const name of old) rmSync(join(folder, name));
  return old;
}

async function writeSteps(
  file: string,
  steps: AsyncIterable<BackupStep>,
  terminal: Terminal,
): Promise<BackupMade> {
  const made: BackupMade[] = [];
  async function* pieces() {
    for await (const step of steps) {
      if (step.phase === 'done') made.push(step.result);
      else {
        const [bytes, total] = [step.bytes.toLocaleString('en'), step.totalBytes.toLocaleString('en')];
        terminal.progress(`${bytes} of ${total} bytes`);
        yield Buffer.from(step.piece, 'base64');
      }
    }
    terminal.endProgress();
    if (made.length === 0) throw new Error('the backup ended before it was complete');
  }
  await writeWhole(file, pieces());
  return made[0] as BackupMade;
}

interface Verified {
  ok: boolean;
  problems: string[];
  device: string;
  publicKey: string;
  at: string;
  entries: number;
  root: string;
  bytes: number;
  /** What the identity opened: nothing, the files, or the database too. */
  opened: 'nothing' | 'files' | 'database';
}

async function verify(
  shell: Shell,
  file: string,
  options: { identity?: string; json?: boolean },
): Promise<void> {
  const terminal = shell.terminal(options);
  const { statement, ageBytes } = statementOf(file);
  const problems: string[] = [];
  const problem = await compareWithStatement(bytesOf(file, ageBytes), statement);
  if (problem !== null) problems.push(problem);
  let opened: Verified['opened'] = 'nothing';
  if (problem === null && options.identity !== undefined) {
    opened = await tryRestoring(file, ageBytes, statement, await readAgeIdentity(options.identity), problems);
  }
  const { device, publicKey, at, entries, root, bytes } = statement;
  const verified: Verified = {
    ok: problems.length === 0,
    problems,
    device,
    publicKey,
    at,
    entries,
    root,
    bytes,
    opened,
  };
  terminal.answer(
    verified,
    [
      verified.ok ? 'The backup is whole and unchanged.' : `The backup is damaged: ${problems.join('; ')}.`,
      `Made ${at} with ${entries} entries, root ${root}.`,
      `Workstation ${device}, public key ${publicKey} (compare it with one you got another way).`,
      OPENED[opened],
    ].join('\n'),
  );
  if (!verified.ok) shell.exit = EXIT.integrity;
}

const OPENED = {
  nothing: 'Without an identity it was not opened.',
  files: 'The identity opens its files. Only a passphrase opens its database.',
  database: 'The identity opens its files and its database.',
} as const;

async function restore(
  shell: Shell,
  file: string,
  options: { into: string; identity: string; json?: boolean },
): Promise<void> {
  const { statement, ageBytes } = statementOf(file);
  const problem = await compareWithStatement(bytesOf(file, ageBytes), statement);
  if (problem !== null) throw new IntegrityError(`${file} is damaged: ${problem}`);
  const opened = await open(file, ageBytes, await readAgeIdentity(options.identity));
  await restoreBackup(opened, new FolderFiles(options.into)).catch(asIntegrity);
  const { device, at, entries, root } = opened.contents;
  shell
    .terminal(options)
    .answer(
      { into: options.into, device, at, entries, root },
      [
        `Restored the vault of ${at} in ${options.into}: ${entries} entries, root ${root}.`,
        'A supervisor unlocks it first: it then goes on as another workstation, in the place of the former.',
        'Work on in this one or in the one it was made of, never in both: their records would part.',
      ].join('\n'),
    );
}

async function tryRestoring(
  file: string,
  ageBytes: number,
  statement: Statement,
  identity: string,
  problems: string[],
): Promise<Verified['opened']> {
  const folder = mkdtempSync(join(tmpdir(), 'hashline-backup-'));
  try {
    const into = new FolderFiles(join(folder, 'vault'));
    const backup = await open(file, ageBytes, identity);
    await restoreBackup(backup, into);
    const { contents } = backup;
    for (const name of ['device', 'at', 'entries', 'root'] as const)
      if (contents[name] !== statement[name]) problems.push(`it holds another ${name} than it says`);
    const isRestored = await isRecordRestored(into, identity, contents);
    if (isRestored === false) problems.push('its database is damaged, or has another record than it says');
    return isRestored === null ? 'files' : 'database';
  } catch (error) {
    if (!(error instanceof NoBackup)) throw error;
    problems.push(error.message);
    return 'nothing';
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function open(file: string, ageBytes: number, identity: string): Promise<OpenedBackup> {
  const opened = await openBackup(streamOf(bytesOf(file, ageBytes)), identity).catch(asIntegrity);
  if (opened === null) throw new NotPermittedError('this identity does not open the backup');
  return opened;
}

/** @throws IntegrityError where the file is no whole backup */
function statementOf(file: string): { statement: Statement; ageBytes: number } {
  const { size } = statSync(file);
  const end = new Uint8Array(Math.min(size, STATEMENT_BYTES));
  const handle = openSync(file, 'r');
  try {
    readSync(handle, end, 0, end.length, size - end.length);
  } finally {
    closeSync(handle);
  }
  try {
    return { statement: readStatement(end), ageBytes: size - STATEMENT_BYTES };
  } catch (error) {
    return asIntegrity(error);
  }
}

async function* bytesOf(file: string, bytes: number): AsyncGenerator<Uint8Array> {
  if (bytes > 0) yield* createReadStream(file, { end: bytes - 1 });
}

function asIntegrity(error: unknown): never {
  throw error instanceof NoBackup ? new IntegrityError(error.message) : error;
}
