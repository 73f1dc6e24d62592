import { createReadStream, writeFileSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { toBase64 } from '../../../shared/ledger/bytes.ts';
import { exportLines } from '../../../shared/ledger/export-file.ts';
import { type Cosigned, readProvenEntry } from '../../engine/audit/proven-entry.ts';
import { readProvenSelection } from '../../engine/audit/proven-selection.ts';
import { EXIT, IntegrityError, UsageError } from '../terminal/exit-code.ts';
import { headOf, readKeptFile, unchangedFile } from '../terminal/kept-file.ts';
import { type VaultOptions, withVault } from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import { vaultCommand } from '../terminal/vault-command.ts';

/** Commands for checkpoints, and for proofs that an entry is under one of them. */
export function addAuditProofCommands(audit: Command, shell: Shell): void {
  vaultCommand(
    audit,
    'checkpoint',
    'prints the signed note over the whole ledger, to be kept elsewhere',
  ).action(async (options: VaultOptions) => {
    const checkpoint = await withVault(shell, options, (client) => client.audit.checkpoint());
    // The note already ends with a line feed.
    shell.terminal(options).answer(checkpoint, checkpoint.note.trimEnd());
  });
  vaultCommand(audit, 'prove', 'proves that an entry is in the ledger (C2SP tlog-proof)')
    .addOption(new Option('--seq <number>', 'the entry').argParser(sequence).makeOptionMandatory())
    .option('--out <file>', 'writes the proof instead of printing it')
    .action(async (options: VaultOptions & { seq: number; out?: string }) => {
      const proof = await withVault(shell, options, (client) => client.audit.prove({ seq: options.seq }));
      if (options.out === undefined) return shell.terminal(options).answer(proof, proof.text.trimEnd());
      writeFileSync(options.out, proof.text, { flag: 'wx' });
      shell
        .terminal(options)
        .answer(
          { file: options.out, key: proof.key },
          `Wrote the proof to ${options.out}.\nWhoever checks it needs the key of the ledger: ${proof.key}`,
        );
    });
  audit
    .command('check-proof <file>')
    .description('checks the proof of an entry, or a selection of entries, without any vault')
    .requiredOption('--key <verifier key>', 'of the ledger, as you got it from the hotline some other way')
    .option('--witness <verifier key...>', 'witnesses who must have signed too')
    .option('--json')
    .action((file: string, options: CheckFlags) =>
      isSelection(file) ? checkSelection(shell, file, options) : checkEntry(shell, file, options),
    );
}

interface CheckFlags {
  key: string;
  witness?: string[];
  json?: boolean;
}

function checkEntry(shell: Shell, file: string, options: CheckFlags): void {
  const read = readProvenEntry(readKeptFile(file), options.key, options.witness ?? []);
  if ('misuse' in read) throw new UsageError(read.misuse);
  if ('problem' in read) throw new IntegrityError(`${file}: ${read.problem}`);
  const { entry, size, root, cosigned } = read;
  shell
    .terminal(options)
    .answer(
      { ok: true, seq: entry.seq, size, root: toBase64(root), cosigned, entry },
      [
        `Entry ${entry.seq} (${entry.kind}, ${entry.at}) is in the ledger of ${size} entries with the root ${toBase64(root)}.`,
        ...signedBy(cosigned),
      ].join('\n'),
    );
}

async function checkSelection(shell: Shell, file: string, options: CheckFlags): Promise<void> {
  const lines = exportLines(createReadStream(unchangedFile(file)));
  const read = await readProvenSelection(lines, options.key, options.witness ?? []);
  if ('misuse' in read) throw new UsageError(read.misuse);
  const { ok, entries, size, root, hotline, asked, cosigned, problems } = read;
  shell
    .terminal(options)
    .answer(
      { ok, entries, size, root, hotline, asked, cosigned, problems },
      ok
        ? [
            `All ${entries} entries are in the ledger of ${size} entries of ${hotline} with the root ${root}.`,
            `Asked for: ${Object.keys(asked).length === 0 ? 'everything' : JSON.stringify(asked)}.`,
            ...signedBy(cosigned),
          ].join('\n')
        : [
            `${file} does NOT hold: ${problems.length} problems.`,
            ...problems.map(
              ({ seq, what }) => `  ${seq === null ? 'the selection' : `entry ${seq}`}: ${what}`,
            ),
          ].join('\n'),
    );
  if (!ok) shell.exit = EXIT.integrity;
}

const signedBy = (cosigned: readonly Cosigned[]): string[] =>
  cosigned.map(({ witness, at }) => `Signed by the witness ${witness} at ${at}.`);

/**
 * Whether the file is a selection and not a proof. A selection can be larger than memory, so only its first line is
 * read.
 */
const isSelection = (file: string): boolean => headOf(file).trimStart().startsWith('{');

function sequence(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('the number of an entry, from 0');
  return Number(text);
}
