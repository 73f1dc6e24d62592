import { readFileSync, writeFileSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { toBase64 } from '../../../shared/ledger/bytes.ts';
import { readProvenEntry } from '../../engine/audit/proven-entry.ts';
import { IntegrityError, UsageError } from '../exit-code.ts';
import { type VaultOptions, withVault } from '../open-engine.ts';
import { terminalFor, vaultCommand } from '../vault-command.ts';

/** Checkpoints, and that one entry is under one of them. */
export function addAuditProofCommands(audit: Command): void {
  vaultCommand(
    audit,
    'checkpoint',
    'prints the signed note over the whole ledger, to be kept elsewhere',
  ).action(async (options: VaultOptions) => {
    const checkpoint = await withVault(options, (client) => client.audit.checkpoint());
    // The note ends with a line feed of its own.
    terminalFor(options).answer(checkpoint, checkpoint.note.trimEnd());
  });
  vaultCommand(audit, 'prove', 'proves that an entry is in the ledger (C2SP tlog-proof)')
    .addOption(new Option('--seq <number>', 'the entry').argParser(sequence).makeOptionMandatory())
    .option('--out <file>', 'writes the proof instead of printing it')
    .action(async (options: VaultOptions & { seq: number; out?: string }) => {
      const proof = await withVault(options, (client) => client.audit.prove({ seq: options.seq }));
      if (options.out === undefined) return terminalFor(options).answer(proof, proof.text.trimEnd());
      writeFileSync(options.out, proof.text, { flag: 'wx' });
      terminalFor(options).answer(
        { file: options.out, key: proof.key },
        `Wrote the proof to ${options.out}.\nWhoever checks it needs the key of the ledger: ${proof.key}`,
      );
    });
  audit
    .command('check-proof <file>')
    .description('checks a proof of an entry without any vault')
    .requiredOption('--key <verifier key>', 'of the ledger, as you got it from the hotline some other way')
    .option('--witness <verifier key...>', 'witnesses who must have signed too')
    .option('--json')
    .action((file: string, options: { key: string; witness?: string[]; json?: boolean }) => {
      const read = readProvenEntry(textOf(file), options.key, options.witness ?? []);
      if ('misuse' in read) throw new UsageError(read.misuse);
      if ('problem' in read) throw new IntegrityError(`${file}: ${read.problem}`);
      const { entry, size, root, cosigned } = read;
      terminalFor(options).answer(
        { ok: true, seq: entry.seq, size, root: toBase64(root), cosigned, entry },
        [
          `Entry ${entry.seq} (${entry.kind}, ${entry.at}) is in the ledger of ${size} entries with the root ${toBase64(root)}.`,
          ...cosigned.map(({ witness, at }) => `Signed by the witness ${witness} at ${at}.`),
        ].join('\n'),
      );
    });
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`${file} cannot be read`);
  }
}

function sequence(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('the number of an entry, from 0');
  return Number(text);
}
