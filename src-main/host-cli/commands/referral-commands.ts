import { type Command, InvalidArgumentError, Option } from 'commander';
import { ReferralId } from '../../../shared/domain/ids.ts';
import { UsageError } from '../terminal/exit-code.ts';
import { newCommand, type VaultOptions, withVault } from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import { toldReferral } from '../terminal/told-referral.ts';
import { vaultCommand } from '../terminal/vault-command.ts';
import { destinationId } from './destination-commands.ts';

/** Sends referrals, and decides about those that are parked. */
export function addReferralCommands(program: Command, shell: Shell): void {
  vaultCommand(
    program,
    'send',
    'sends what waits in the outbox; a decision just made can be taken back first',
  )
    .option('--until-empty', 'waits out delays until nothing is left')
    .addOption(new Option('--timeout <seconds>').default(30).argParser(seconds))
    .action(async (options: VaultOptions & { untilEmpty?: boolean; timeout: number }) => {
      const terminal = shell.terminal(options);
      const result = await withVault(shell, options, async (client) => {
        const counts = { delivered: 0, retrying: 0, refused: 0, parked: 0 };
        const stream = await client.referral.send({
          untilEmpty: options.untilEmpty ?? false,
          pastGrace: true,
          timeoutMs: options.timeout * 1000,
        });
        for await (const step of stream) {
          Object.assign(counts, step);
          terminal.progress(`${counts.delivered} delivered, ${counts.retrying} waiting`);
        }
        terminal.endProgress();
        return counts;
      });
      terminal.answer(
        result,
        `${result.delivered} delivered, ${result.retrying} waiting, ${result.refused} refused, ${result.parked} parked`,
      );
    });

  vaultCommand(
    program,
    'confirm <referral...>',
    'marks parked referrals as delivered, because you learnt that they arrived',
  ).action(async (texts: string[], options: VaultOptions) => {
    const ids = referralIds(texts);
    const confirmed = await withVault(shell, options, async (client) => {
      const referrals = [];
      for (const id of ids)
        referrals.push(toldReferral(await client.referral.confirm({ command: newCommand(), id })));
      return referrals;
    });
    shell.terminal(options).answer({ referrals: confirmed }, `${confirmed.length} confirmed.`);
  });

  vaultCommand(
    program,
    'resume [referral...]',
    'sends parked referrals again, with the same bytes; one whose outcome is unknown may then arrive twice',
  )
    .option('--all-parked <desk>', 'instead: all that are parked at this desk')
    .action(async (texts: string[], options: VaultOptions & { allParked?: string }) => {
      if (options.allParked !== undefined) return resumeAll(options.allParked, texts, options, shell);
      if (texts.length === 0) throw new UsageError('name referrals, or a desk with --all-parked');
      const ids = referralIds(texts);
      const resumed = await withVault(shell, options, async (client) => {
        const referrals = [];
        for (const id of ids)
          referrals.push(toldReferral(await client.referral.resume({ command: newCommand(), id })));
        return referrals;
      });
      shell.terminal(options).answer({ referrals: resumed }, `${resumed.length} in line again.`);
    });
}

async function resumeAll(
  desk: string,
  texts: readonly string[],
  options: VaultOptions,
  shell: Shell,
): Promise<void> {
  if (texts.length > 0) throw new UsageError('name referrals, or a desk with --all-parked, not both');
  const destination = destinationId(desk);
  const { resumed } = await withVault(shell, options, (client) =>
    client.referral.resumeAll({ command: newCommand(), destination }),
  );
  shell.terminal(options).answer({ destination, resumed }, `${resumed} in line again.`);
}

/** @throws UsageError where one is none */
function referralIds(texts: readonly string[]): ReferralId[] {
  return texts.map((text) => {
    const id = ReferralId.safeParse(text);
    if (!id.success) throw new UsageError(`${text} is not the id of a referral`);
    return id.data;
  });
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 86_400)) throw new InvalidArgumentError('from 1 to 86400');
  return value;
}
