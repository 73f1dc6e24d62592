import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { Anchors } from '../../../shared/contract/audit.contract.ts';
import { anchorLedger } from '../anchor-ledger.ts';
import { UsageError } from '../exit-code.ts';
import { type VaultOptions, withVault } from '../open-engine.ts';
import { table } from '../terminal.ts';
import { terminalFor, vaultCommand } from '../vault-command.ts';

interface AnchorFlags extends VaultOptions {
  witness: string;
  key?: string;
  ca?: string;
  introduce?: boolean;
}

/** What makes a ledger that was taken back show: checkpoints in other hands. */
export function addAuditAnchorCommands(audit: Command): void {
  vaultCommand(audit, 'anchor', 'has a witness sign the ledger up to now')
    .requiredOption('--witness <url>', 'where the witness takes checkpoints')
    .option('--key <verifier key>', 'of the witness; without it the key it names is taken at the first use')
    .option('--ca <file>', 'PEM of the authority of the witness')
    .option('--introduce', 'makes the ledger known to a witness that trusts on first use')
    .action(async (options: AnchorFlags) => {
      const terminal = terminalFor(options);
      const ca = options.ca === undefined ? undefined : readFileSync(options.ca, 'utf8');
      const anchors = await withVault(options, (client) =>
        anchorLedger(client, {
          url: options.witness,
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
  vaultCommand(audit, 'anchors', 'says up to where the ledger is in other hands, and whose').action(
    async (options: VaultOptions) => {
      const anchors = await withVault(options, (client) => client.audit.anchors());
      terminalFor(options).answer(anchors, describeAnchors(anchors));
    },
  );
}

const describeAnchors = ({ anchored, since, anchors }: Anchors): string =>
  [
    anchored === 0
      ? `Nothing is anchored: all ${since} entries could be taken back unseen.`
      : `Anchored up to entry ${anchored - 1}, ${since} entries since.`,
    ...(anchors.length > 0
      ? [table(anchors.map(({ kind, by, size, at }) => [kind, `up to entry ${size - 1}`, at, by]))]
      : []),
  ].join('\n');
