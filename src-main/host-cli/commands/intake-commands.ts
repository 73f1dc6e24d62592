import { createReadStream, statSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import {
  type ImportProgress,
  type ImportResult,
  type ImportStep,
  type ImportTrial,
  IntakeFormat,
  type RefusedRow,
  UPLOAD_CHUNK_BYTES,
} from '../../../shared/contract/intake.contract.ts';
import { defangText } from '../../../shared/domain/defang-text.ts';
import { BatchId } from '../../../shared/domain/ids.ts';
import type { Refusal } from '../../../shared/domain/refusal.ts';
import { refusalText, refusedRows, UsageError } from '../terminal/exit-code.ts';
import { noticeLines } from '../terminal/notice-lines.ts';
import { type VaultOptions, withVault } from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { vaultCommand } from '../terminal/vault-command.ts';
import { addProfileCommands } from './profile-commands.ts';

interface ImportFlags extends VaultOptions {
  format?: IntakeFormat;
  profile?: string;
  dryRun?: boolean;
  keepGood?: boolean;
}

export function addIntakeCommands(program: Command, shell: Shell): void {
  const imports = program.command('import').description('takes files of reports in; how tables are read');
  // A command of its own: "profile" beside it has options of the same names.
  vaultCommand(imports, 'file <file>', 'takes a file of reports in; all of it or nothing', {
    isDefault: true,
  })
    .addOption(new Option('--format <format>', 'instead of recognising it').choices(IntakeFormat.options))
    .option('--profile <name>', 'reads a table as this profile says')
    .option('--keep-good', 'takes the good rows and quarantines the rest')
    .option('--dry-run', 'reads and counts, and changes nothing')
    .action(async (file: string, options: ImportFlags) => {
      if (options.profile !== undefined && options.format !== undefined)
        throw new UsageError('a profile says how a table is read: give it without --format');
      const terminal = shell.terminal(options);
      try {
        if (options.dryRun) {
          const trial = await withVault(shell, options, (client) => tryFile(client, file, options, terminal));
          terminal.answer(trial, trialText(file, trial));
          return;
        }
        const result = await withVault(shell, options, (client) =>
          importFile(client, file, options, terminal),
        );
        terminal.answer(result, resultText(file, result));
      } catch (error) {
        terminal.answer({ ...NOTHING_IMPORTED, refused: refusedRows(shell, error, options) }, '');
      }
    });
  addProfileCommands(imports, shell);
  vaultCommand(program, 'refused <batch>', 'the refused rows of a file that was imported without them')
    .option('--out <file>', 'saves them as a file, to mend and import; it must not exist')
    .action(async (batchText: string, { out, ...options }: VaultOptions & { out?: string }) => {
      const batch = BatchId.safeParse(batchText);
      if (!batch.success) throw new UsageError('name the batch by its id, as "import" answers it');
      const answer = await withVault(shell, options, async (client) => ({
        refusals: await everyOf((after) =>
          client.intake.refusals({ batch: batch.data, after, limit: AT_ONCE }),
        ),
        rows: await allRows(client, batch.data),
        saved: out === undefined ? null : await saveRows(client, batch.data, out),
      }));
      shell.terminal(options).answer(answer, refusedText(answer));
    });
}

const AT_ONCE = 1000;

/** @param page the items after so many */
async function everyOf<Item>(page: (after: number) => Promise<Item[]>): Promise<Item[]> {
  const all: Item[] = [];
  for (let next = await page(0); next.length > 0; next = await page(all.length)) all.push(...next);
  return all;
}

async function allRows(client: EngineClient, batch: BatchId): Promise<RefusedRow[]> {
  const all: RefusedRow[] = [];
  for (;;) {
    const next = await client.intake.refusedRows({ batch, after: all.at(-1)?.row ?? 0, limit: AT_ONCE });
    if (next.length === 0) return all;
    all.push(...next);
  }
}

async function saveRows(client: EngineClient, batch: BatchId, out: string) {
  const { file, rows, isCut } = await client.intake.refusedFile({ batch });
  try {
    writeFileSync(out, new Uint8Array(await file.arrayBuffer()), { flag: 'wx', mode: 0o600 });
  } catch {
    throw new UsageError(`${out} cannot be written, or exists`);
  }
  return { file: out, rows, isCut };
}

interface RefusedAnswer {
  refusals: Refusal[];
  rows: RefusedRow[];
  saved: { file: string; rows: number; isCut: boolean } | null;
}

function refusedText({ refusals, rows, saved }: RefusedAnswer): string {
  const texts = new Map(rows.map((row) => [row.row, row]));
  const lines = refusals.flatMap((refusal, index) => {
    const kept = refusal.row === null ? undefined : texts.get(refusal.row);
    const isLast = refusals[index + 1]?.row !== refusal.row;
    const text = kept?.takenIn ? `taken in with batch ${kept.takenIn}` : kept?.text;
    return [refusalText(refusal), ...(isLast && text ? [`    ${defangText(text)}`] : [])];
  });
  const told = saved === null ? [] : [`Saved ${saved.rows} rows as ${saved.file}; mend and import them.`];
  const cut = saved?.isCut ? ['The file would be too large: the other rows stay here.'] : [];
  return [...(lines.length === 0 ? ['No row was refused.'] : lines), ...told, ...cut].join('\n');
}

const NOTHING_IMPORTED = {
  batch: null,
  format: null,
  reports: 0,
  subjects: 0,
  casesNew: 0,
  casesJoined: 0,
  casesReopened: 0,
  refused: [],
  notices: [],
  noticeCounts: {},
  alreadyImported: false,
};

/** Sends a file to the engine piece by piece and follows it to the end. */
export async function importFile(
  client: EngineClient,
  file: string,
  options: Pick<ImportFlags, 'format' | 'profile' | 'keepGood'>,
  terminal: Terminal,
): Promise<ImportResult> {
  const end = await follow(client, file, { ...options, dryRun: false }, terminal);
  if (end.phase !== 'done') throw new Error('the import ended without a result');
  return end.result;
}

/** The same, and nothing is changed. */
async function tryFile(
  client: EngineClient,
  file: string,
  options: ImportFlags,
  terminal: Terminal,
): Promise<ImportTrial> {
  const end = await follow(client, file, { ...options, dryRun: true }, terminal);
  if (end.phase !== 'tried') throw new Error('the trial ended without a result');
  return end.trial;
}

async function follow(
  client: EngineClient,
  file: string,
  { format, profile, keepGood = false, dryRun = false }: Omit<ImportFlags, 'vault'>,
  terminal: Terminal,
): Promise<Exclude<ImportProgress, ImportStep>> {
  const sizeBytes = sizeOf(file);
  const { upload } = await client.intake.open({
    name: basename(file),
    sizeBytes,
    keepGood,
    dryRun,
    ...(format ? { format } : {}),
    ...(profile === undefined ? {} : { profile }),
  });
  const progress = await client.intake.run({ upload });
  // A refusal ends the upload too; the reason comes from the run, which is awaited.
  const sending = send(client, upload, file).catch(() => {});
  try {
    for await (const step of progress) {
      if (step.phase === 'done' || step.phase === 'tried') {
        await sending;
        return step;
      }
      terminal.progress(progressText(step));
    }
  } finally {
    terminal.endProgress();
  }
  throw new Error('the import ended without a result');
}

async function send(
  client: EngineClient,
  upload: Awaited<ReturnType<EngineClient['intake']['open']>>['upload'],
  file: string,
) {
  for await (const piece of createReadStream(file, { highWaterMark: UPLOAD_CHUNK_BYTES })) {
    await client.intake.append({ upload, bytes: new Blob([piece]) });
  }
  await client.intake.append({ upload, bytes: new Blob([]) });
}

function sizeOf(file: string): number {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isFile()) throw new UsageError(`there is no file ${file}`);
  return found.size;
}

const progressText = (step: ImportStep): string => {
  const left = step.remainingMs === null ? '' : `, ${Math.ceil(step.remainingMs / 1000)} s left`;
  return `${step.phase} ${step.rows.toLocaleString('en')} rows, ${step.rowsPerSecond.toLocaleString('en')} a second${left}`;
};

function trialText(file: string, trial: ImportTrial): string {
  if (trial.alreadyImported) return `${basename(file)} was imported before; nothing would change.`;
  const problems = trial.problems.map(({ refusal, value }) =>
    [`  ${refusalText(refusal)}`, ...(value === null ? [] : [`      ${defangText(value)}`])].join('\n'),
  );
  const more = trial.refusedTotal - problems.length;
  return [
    `${basename(file)} (${trial.format}), tried; nothing was changed.`,
    `${trial.reports} reports, ${trial.subjects} subjects: ${trial.casesNew} would be new cases, ${trial.casesJoined} sightings would join known ones, ${trial.casesReopened} decided cases would open again.`,
    `${trial.refusedTotal} rows would be refused${trial.refusedTotal > 0 ? ':' : '.'}`,
    ...problems,
    ...(more > 0 ? [`  and ${more} more`] : []),
    ...noticeLines(trial),
  ].join('\n');
}

export function resultText(file: string, result: ImportResult): string {
  if (result.alreadyImported) return `${basename(file)} was imported before; nothing was changed.`;
  const counts = `${result.reports} reports, ${result.subjects} subjects: ${result.casesNew} new cases, ${result.casesJoined} sightings joined known ones`;
  const reopened = result.casesReopened > 0 ? ` ${result.casesReopened} decided cases are open again.` : '';
  const refused = result.refused.map((refusal) => `  ${refusalText(refusal)}`);
  return [
    `${basename(file)} (${result.format}): ${counts}.${reopened}`,
    ...(result.refusedTotal > 0 ? [`${result.refusedTotal} refused:`, ...refused] : []),
    ...noticeLines(result),
  ].join('\n');
}
