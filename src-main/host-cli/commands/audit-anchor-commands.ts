import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { Anchors, WitnessAnchor } from '../../../shared/contract/audit.contract.ts';
import { anchorLedger } from '../terminal/anchor-ledger.ts';
import { UsageError } from '../terminal/exit-code.ts';
import { type VaultOptions, withVault } from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import { table } from '../terminal/terminal.ts';
import { vaultCommand } from '../terminal/vault-command.ts';

interface AnchorFlags extends VaultOptions {
  witness: string[];
  key?: string;
  ca?: string;
  introduce?: boolean;
}

/** Commands that place checkpoints with outsiders, so that a ledger that was reset is noticed. */
export function addAuditAnchorCommands(audit: Command, shell: Shell): void {
  vaultCommand(audit, 'anchor', 'has witnesses that the policy names sign the ledger up to now')
    .requiredOption('--witness <url...>', 'where witnesses take checkpoints')
    .option('--key <verifier key>', 'of a single witness that does not say its key itself')
    .option('--ca <file>', 'PEM of the authority of the witness')
    .option('--introduce', 'makes the ledger known to witnesses that trust on first use')
    .action(async (options: AnchorFlags) => {
      const terminal = shell.terminal(options);
      if (options.key !== undefined && options.witness.length > 1)
        throw new UsageError('--key is of one witness: name one with --witness');
      const ca = options.ca === undefined ? undefined : readFileSync(options.ca, 'utf8');
      const anchors = await withVault(shell, options, (client) =>
        anchorLedger(client, {
          urls: options.witness,
          key: options.key,
          ca,
          introduce: options.introduce,
          say: (words) => terminal.say(words),
        }),
      ).catch((error: unknown) => {
        throw error instanceof RangeError ? new UsageError(error.message) : error;
      });
      terminal.answer(anchors, describeAnchors(anchors));
    });
  vaultCommand(
    audit,
    'anchors',
    'says up to where enough of the named witnesses signed the ledger, and who did',
  ).action(async (options: VaultOptions) => {
    const anchors = await withVault(shell, options, (client) => client.audit.anchors());
    shell.terminal(options).answer(anchors, describeAnchors(anchors));
  });
}

const describeAnchors = (anchors: Anchors): string => {
  const { witnesses, desks } = anchors;
  const rows = [
    ...witnesses.map(({ by, size, at, standing }) => [
      STANDING[standing],
      size === 0 ? 'signed nothing yet' : `up to entry ${size - 1}`,
      at ?? '',
      by,
    ]),
    ...desks.map(({ by, size, at }) => ['desk, not counted', `up to entry ${size - 1}`, at, by]),
  ];
  return [howFar(anchors), ...(rows.length > 0 ? [table(rows)] : [])].join('\n');
};

const STANDING: Readonly<Record<WitnessAnchor['standing'], string>> = {
  named: 'witness',
  removed: 'witness no longer named',
  unnamed: 'nobody this hotline named, not counted',
};

function howFar({ anchored, since, quorum, witnesses }: Anchors): string {
  const named = witnesses.filter(({ standing }) => standing === 'named').length;
  const rule =
    quorum === 0
      ? 'The policy in force names no witness.'
      : `${quorum} of the ${named} witnesses the policy in force names must sign.`;
  return anchored === 0
    ? `Nothing is anchored: all ${since} entries could be taken back without a quorum of witnesses noticing. ${rule}`
    : `Anchored up to entry ${anchored - 1}, ${since} entries since. ${rule}`;
}
