import { createReadStream, createWriteStream, renameSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import type { VerifyReport } from '../../../shared/contract/audit.contract.ts';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import { verifyExport } from '../../../shared/ledger/export-file.ts';
import { nodeLedgerCrypto } from '../../engine/vault/signing-key.ts';
import { EXIT } from '../exit-code.ts';
import { type VaultOptions, withVault } from '../open-engine.ts';
import type { Terminal } from '../terminal.ts';
import { terminalFor, vaultCommand } from '../vault-command.ts';

export function addAuditCommands(program: Command): void {
  const audit = program.command('audit').description('the record of everything that was done');
  audit
    .command('verify [file]')
    .description('recomputes the ledger of a vault, or of an exported file')
    .option('--vault <dir>', 'the folder of the vault; not needed for a file')
    .option('--as <name>')
    .option('--passphrase-file <file>')
    .option('--json')
    .action(async (file: string | undefined, options: Partial<VaultOptions>, command: Command) => {
      const terminal = terminalFor(options);
      const { vault } = options;
      if (file === undefined && vault === undefined)
        command.error('error: name a file or a --vault', { exitCode: EXIT.usage });
      const report =
        file === undefined
          ? await withVault({ ...options, vault: vault ?? '' }, (client) => verifyVault(client, terminal))
          : await verifyFile(file, terminal);
      terminal.answer(report, describeReport(report));
      if (!report.ok) process.exitCode = EXIT.integrity;
    });
  vaultCommand(audit, 'export <file>', 'writes the ledger to a file an outsider can verify').action(
    async (file: string, options: VaultOptions) => {
      const lines = await withVault(options, (client) => exportLedger(client, file));
      terminalFor(options).answer({ file, lines }, `Wrote ${lines} lines to ${file}.`);
    },
  );
}

/** Follows a verification of the vault's own ledger to its report. */
export async function verifyVault(client: EngineClient, terminal: Terminal): Promise<VerifyReport> {
  for await (const step of await client.audit.verify()) {
    if (step.phase === 'done') {
      terminal.endProgress();
      return step.report;
    }
    terminal.progress(`verified ${step.entries} of ${step.total} entries`);
  }
  throw new Error('the verification ended without a report');
}

/** Verifies an exported ledger without any vault. */
async function verifyFile(file: string, terminal: Terminal): Promise<VerifyReport> {
  const lines = createInterface({
    input: createReadStream(file, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  const report = await verifyExport(lines, nodeLedgerCrypto, (entries) =>
    terminal.progress(`verified ${entries} entries`),
  );
  terminal.endProgress();
  return report;
}

/** Writes beside the target first, so that the file is whole or not there. */
async function exportLedger(client: EngineClient, file: string): Promise<number> {
  const unfinished = `${file}.unfinished`;
  let count = 0;
  async function* text() {
    for await (const { lines } of await client.audit.export()) {
      count += lines.length;
      yield `${lines.join('\n')}\n`;
    }
  }
  try {
    await pipeline(text, createWriteStream(unfinished, { mode: 0o600, flush: true }));
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
  return count;
}

const describeReport = (report: VerifyReport): string =>
  [
    report.ok
      ? `The ledger holds: ${report.entries} entries, ${report.checkpoints} checkpoints.`
      : `The ledger does NOT hold: ${report.problems.length} problems in ${report.entries} entries.`,
    `Root: ${report.root}`,
    ...report.problems.map(({ seq, what }) => `  ${seq === null ? 'the log' : `entry ${seq}`}: ${what}`),
  ].join('\n');
