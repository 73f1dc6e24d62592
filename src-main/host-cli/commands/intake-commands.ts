import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import {
  type ImportProgress,
  type ImportResult,
  IntakeFormat,
  UPLOAD_CHUNK_BYTES,
} from '../../../shared/contract/intake.contract.ts';
import { refusalText, refusedRows, UsageError } from '../terminal/exit-code.ts';
import { noticeLines } from '../terminal/notice-lines.ts';
import { type VaultOptions, withVault } from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { vaultCommand } from '../terminal/vault-command.ts';

interface ImportFlags extends VaultOptions {
  format?: IntakeFormat;
  keepGood?: boolean;
}

export function addIntakeCommands(program: Command, shell: Shell): void {
  vaultCommand(program, 'import <file>', 'takes a file of reports in; all of it or nothing')
    .addOption(new Option('--format <format>', 'instead of recognising it').choices(IntakeFormat.options))
    .option('--keep-good', 'takes the good rows and quarantines the rest')
    .action(async (file: string, options: ImportFlags) => {
      const terminal = shell.terminal(options);
      try {
        const result = await withVault(shell, options, (client) =>
          importFile(client, file, options, terminal),
        );
        terminal.answer(result, resultText(file, result));
      } catch (error) {
        terminal.answer({ ...NOTHING_IMPORTED, refused: refusedRows(shell, error, options) }, '');
      }
    });
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
  options: Pick<ImportFlags, 'format' | 'keepGood'>,
  terminal: Terminal,
): Promise<ImportResult> {
  const sizeBytes = sizeOf(file);
  const { upload } = await client.intake.open({
    name: basename(file),
    sizeBytes,
    keepGood: options.keepGood ?? false,
    ...(options.format ? { format: options.format } : {}),
  });
  const progress = await client.intake.run({ upload });
  // A refusal ends the upload too; the reason comes from the run, which is awaited.
  const sending = send(client, upload, file).catch(() => {});
  try {
    for await (const step of progress) {
      if (step.phase === 'done') {
        await sending;
        return step.result;
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

const progressText = (step: Exclude<ImportProgress, { phase: 'done' }>): string => {
  const left = step.remainingMs === null ? '' : `, ${Math.ceil(step.remainingMs / 1000)} s left`;
  return `${step.phase} ${step.rows.toLocaleString('en')} rows, ${step.rowsPerSecond.toLocaleString('en')} a second${left}`;
};

function resultText(file: string, result: ImportResult): string {
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
