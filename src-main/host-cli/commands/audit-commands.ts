import { createReadStream } from 'node:fs';
import { type Command, Option } from 'commander';
import type { VerifyReport } from '../../../shared/contract/audit.contract.ts';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import { toBase64 } from '../../../shared/ledger/bytes.ts';
import { readWitnessKey } from '../../../shared/ledger/cosignature.ts';
import type { ExportVerification, TrustedWitnesses } from '../../../shared/ledger/export-file.ts';
import { notesKeptIn } from '../../../shared/ledger/kept-notes.ts';
import { verifyExportFile } from '../../engine/audit/verify-export-file.ts';
import { nodeLedgerCrypto } from '../../engine/keys/signing-key.ts';
import { toldErased } from '../terminal/erased-text.ts';
import { EXIT, UsageError } from '../terminal/exit-code.ts';
import { type Told, toldReport } from '../terminal/fault-text.ts';
import { readKeptFile, unchangedFile } from '../terminal/kept-file.ts';
import { type VaultOptions, withVault } from '../terminal/open-engine.ts';
import { positive } from '../terminal/positive.ts';
import type { Shell } from '../terminal/shell.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { vaultCommand } from '../terminal/vault-command.ts';
import { describeWitnesses } from '../terminal/witness-lines.ts';
import { writeLines } from '../terminal/write-lines.ts';
import { addAuditAnchorCommands } from './audit-anchor-commands.ts';
import { addAuditDossierCommand } from './audit-dossier-command.ts';
import { addAuditProofCommands } from './audit-proof-commands.ts';
import { addAuditSelectionCommand } from './audit-selection-command.ts';

interface VerifyOptions extends Partial<VaultOptions> {
  since?: string;
  anchor?: string[];
  witness?: string[];
  quorum?: number;
}

export function addAuditCommands(program: Command, shell: Shell): void {
  const audit = program.command('audit').description('the record of everything that was done');
  audit
    .command('verify [file]')
    .description('recomputes the ledger of a vault, or of an exported file')
    .option('--vault <dir>', 'the folder of the vault; not needed for a file')
    .option('--as <name>')
    .option('--passphrase-file <file>')
    .option('--since <checkpoint>', 'a file with a checkpoint kept since an earlier verification')
    .option('--anchor <file...>', 'checkpoints kept elsewhere: notes, records of a receiving desk, proofs')
    .option('--witness <verifier key...>', 'of a file: witnesses you trust, by keys you got another way')
    .addOption(
      new Option('--quorum <n>', 'so many of them must have signed; without it all').argParser(positive),
    )
    .option('--json')
    .action(async (file: string | undefined, options: VerifyOptions, command: Command) => {
      const terminal = shell.terminal(options);
      const { vault } = options;
      if (file === undefined && vault === undefined)
        command.error('error: name a file or a --vault', { exitCode: EXIT.usage });
      const trusted = trustedIn(options);
      if (file === undefined && trusted !== null)
        throw new UsageError('--witness is for a file: of its own vault the policy says whom to believe');
      const report =
        file === undefined
          ? await withVault(shell, { ...options, vault: vault ?? '' }, (client) =>
              verifyVault(client, terminal, options.since === undefined ? undefined : oneNote(options.since)),
            )
          : await verifyFile(file, terminal, notesOf(options), trusted);
      terminal.answer(report, describeReport(report));
      if (!report.ok) shell.exit = EXIT.integrity;
    });
  addAuditProofCommands(audit, shell);
  addAuditAnchorCommands(audit, shell);
  addAuditSelectionCommand(audit, shell);
  addAuditDossierCommand(audit, shell);
  vaultCommand(audit, 'export <file>', 'writes the ledger to a file an outsider can verify')
    .option('--with-enclosures', 'with notes, reports and referrals that entries enclose: for supervisors')
    .action(async (file: string, options: VaultOptions & { withEnclosures?: boolean }) => {
      const lines = await withVault(shell, options, async ({ audit }) =>
        writeLines(file, await (options.withEnclosures ? audit.exportWithEnclosures() : audit.export())),
      );
      shell.terminal(options).answer({ file, lines }, `Wrote ${lines} lines to ${file}.`);
    });
  vaultCommand(
    audit,
    'export-reports <file>',
    'writes all reports to a file that another vault imports',
  ).action(async (file: string, options: VaultOptions) => {
    let erased = 0;
    const reports = await withVault(shell, options, async ({ audit }) =>
      writeLines(
        file,
        counting(await audit.exportReports(), (more) => (erased += more)),
      ),
    );
    const left = erased === 0 ? '' : ` ${erased} were left out: their texts were erased.`;
    shell.terminal(options).answer({ file, reports, erased }, `Wrote ${reports} reports to ${file}.${left}`);
  });
}

async function* counting<Piece extends { erased: number }>(
  pieces: AsyncIterable<Piece>,
  count: (erased: number) => void,
): AsyncGenerator<Piece> {
  for await (const piece of pieces) {
    count(piece.erased);
    yield piece;
  }
}

/** Follows a verification of the vault's own ledger to its report. */
export async function verifyVault(
  client: EngineClient,
  terminal: Terminal,
  since?: string,
): Promise<Told<VerifyReport>> {
  for await (const step of await client.audit.verify(since === undefined ? {} : { since })) {
    if (step.phase === 'done') {
      terminal.endProgress();
      return toldReport(step.report);
    }
    const done = step.phase === 'verifying' ? 'verified' : 'compared the rows of';
    terminal.progress(`${done} ${step.entries} of ${step.total} entries`);
  }
  throw new Error('the verification ended without a report');
}

/** Verifies an exported ledger, which needs no vault. */
async function verifyFile(
  file: string,
  terminal: Terminal,
  anchors: readonly string[],
  trusted: TrustedWitnesses | null,
): Promise<Told<ExportVerification>> {
  const report = await verifyExportFile(
    () => createReadStream(unchangedFile(file)),
    (entries) => terminal.progress(`verified ${entries} entries`),
    anchors,
    trusted,
  );
  terminal.endProgress();
  return toldReport(report);
}

/**
 * The checkpoints to compare with. In a file every entry is verified, so one saved by an earlier verification is only a
 * further anchor.
 */
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

/** @throws UsageError where a key is malformed or repeated, or the quorum exceeds their number */
function trustedIn({ witness: keys = [], quorum = keys.length }: VerifyOptions): TrustedWitnesses | null {
  const witnesses = keys.map((key) => {
    const witness = readWitnessKey(key, nodeLedgerCrypto);
    if (witness === null) throw new UsageError(`this is not the verifier key of a witness: ${key}`);
    return witness;
  });
  const isTwice = (known: readonly string[]) => new Set(known).size < keys.length;
  if (
    isTwice(witnesses.map(({ name }) => name)) ||
    isTwice(witnesses.map(({ publicKey }) => toBase64(publicKey)))
  )
    throw new UsageError('a witness is given twice: each counts once');
  if (quorum > keys.length) throw new UsageError('--quorum is more than the witnesses given with --witness');
  return keys.length === 0 ? null : { quorum, keys };
}

const WHY = {
  late: 'its signer or their workstation was removed meanwhile',
  overtaken: 'somebody else had come first',
} as const;

const describeIdle = ({ late, overtaken, withoutEffect }: Told<VerifyReport> | Told<ExportVerification>) =>
  late + overtaken === 0
    ? []
    : [
        `Right, but without effect: ${late} late, ${overtaken} overtaken.`,
        ...withoutEffect.map(({ seq, why }) => `  entry ${seq}: ${WHY[why]}`),
      ];

const describeReport = (report: Told<VerifyReport> | Told<ExportVerification>): string =>
  [
    report.ok
      ? `The ledger holds: ${report.entries} entries, ${report.checkpoints} checkpoints.`
      : `The ledger does NOT hold: ${report.problems.length} problems in ${report.entries} entries.`,
    `Root: ${report.root}`,
    ...describeWitnesses(report.witnesses, 'trusted' in report ? report.trusted : undefined),
    ...describeIdle(report),
    ...('erased' in report ? report.erased.map(toldErased) : []),
    ...report.problems.map(({ seq, what }) => `  ${seq === null ? 'the log' : `entry ${seq}`}: ${what}`),
  ].join('\n');
