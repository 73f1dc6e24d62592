import { createReadStream } from 'node:fs';
import type { Command } from 'commander';
import type { VerifyReport } from '../../../shared/contract/audit.contract.ts';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import { exportLines, verifyExport } from '../../../shared/ledger/export-file.ts';
import { notesKeptIn } from '../../../shared/ledger/kept-notes.ts';
import { nodeLedgerCrypto } from '../../engine/vault/signing-key.ts';
import { EXIT, UsageError } from '../exit-code.ts';
import { readKeptFile, unchangedFile } from '../kept-file.ts';
import { type VaultOptions, withVault } from '../open-engine.ts';
import type { Terminal } from '../terminal.ts';
import { terminalFor, vaultCommand } from '../vault-command.ts';
import { writeLines } from '../write-lines.ts';
import { addAuditAnchorCommands } from './audit-anchor-commands.ts';
import { addAuditProofCommands } from './audit-proof-commands.ts';
import { addAuditSelectionCommand } from './audit-selection-command.ts';

interface VerifyOptions extends Partial<VaultOptions> {
  since?: string;
  anchor?: string[];
}

export function addAuditCommands(program: Command): void {
  const audit = program.command('audit').description('the record of everything that was done');
  audit
    .command('verify [file]')
    .description('recomputes the ledger of a vault, or of an exported file')
    .option('--vault <dir>', 'the folder of the vault; not needed for a file')
    .option('--as <name>')
    .option('--passphrase-file <file>')
    .option('--since <checkpoint>', 'a file with a checkpoint kept since an earlier verification')
    .option('--anchor <file...>', 'checkpoints kept elsewhere: notes, records of a receiving desk, proofs')
    .option('--json')
    .action(async (file: string | undefined, options: VerifyOptions, command: Command) => {
      const terminal = terminalFor(options);
      const { vault } = options;
      if (file === undefined && vault === undefined)
        command.error('error: name a file or a --vault', { exitCode: EXIT.usage });
      const report =
        file === undefined
          ? await withVault({ ...options, vault: vault ?? '' }, (client) =>
              verifyVault(client, terminal, options.since === undefined ? undefined : oneNote(options.since)),
            )
          : await verifyFile(file, terminal, notesOf(options));
      terminal.answer(report, describeReport(report));
      if (!report.ok) process.exitCode = EXIT.integrity;
    });
  addAuditProofCommands(audit);
  addAuditAnchorCommands(audit);
  addAuditSelectionCommand(audit);
  vaultCommand(audit, 'export <file>', 'writes the ledger to a file an outsider can verify').action(
    async (file: string, options: VaultOptions) => {
      const lines = await withVault(options, async (client) => writeLines(file, await client.audit.export()));
      terminalFor(options).answer({ file, lines }, `Wrote ${lines} lines to ${file}.`);
    },
  );
}

/** Follows a verification of the vault's own ledger to its report. */
export async function verifyVault(
  client: EngineClient,
  terminal: Terminal,
  since?: string,
): Promise<VerifyReport> {
  for await (const step of await client.audit.verify(since === undefined ? {} : { since })) {
    if (step.phase === 'done') {
      terminal.endProgress();
      return step.report;
    }
    terminal.progress(`verified ${step.entries} of ${step.total} entries`);
  }
  throw new Error('the verification ended without a report');
}

/** Verifies an exported ledger without any vault. */
async function verifyFile(
  file: string,
  terminal: Terminal,
  anchors: readonly string[],
): Promise<VerifyReport> {
  const report = await verifyExport(
    exportLines(createReadStream(unchangedFile(file))),
    nodeLedgerCrypto,
    (entries) => terminal.progress(`verified ${entries} entries`),
    anchors,
  );
  terminal.endProgress();
  return report;
}

/** Of a file every entry is judged; a checkpoint kept since an earlier time is one more to compare with. */
const notesOf = ({ since, anchor = [] }: VerifyOptions): string[] =>
  [...anchor, ...(since === undefined ? [] : [since])].flatMap(notesIn);

function oneNote(file: string): string {
  const [note] = notesIn(file);
  return note ?? '';
}

function notesIn(file: string): string[] {
  const notes = notesKeptIn(readKeptFile(file));
  if (notes.length === 0) {
    throw new UsageError(`${file} holds no checkpoint, or its text was changed; take another copy of it`);
  }
  return notes;
}

const describeReport = (report: VerifyReport): string =>
  [
    report.ok
      ? `The ledger holds: ${report.entries} entries, ${report.checkpoints} checkpoints.`
      : `The ledger does NOT hold: ${report.problems.length} problems in ${report.entries} entries.`,
    `Root: ${report.root}`,
    ...report.problems.map(({ seq, what }) => `  ${seq === null ? 'the log' : `entry ${seq}`}: ${what}`),
  ].join('\n');
