import { readFileSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CountryCode } from '../../../shared/domain/country.ts';
import { CaseId, ReferralId } from '../../../shared/domain/ids.ts';
import type { Instant } from '../../../shared/domain/report.ts';
import { TakedownSource, TakedownStatus } from '../../../shared/domain/takedown.ts';
import { countryOption } from '../terminal/country-option.ts';
import { UsageError } from '../terminal/exit-code.ts';
import { instantOption } from '../terminal/instant-option.ts';
import { newCommand, type VaultOptions, withVault } from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import { toldReferral } from '../terminal/told-referral.ts';
import { vaultCommand } from '../terminal/vault-command.ts';

interface TakedownFlags extends VaultOptions {
  status?: TakedownStatus;
  source?: TakedownSource;
  at?: Instant;
  country?: CountryCode;
  referral?: ReferralId;
  note: string;
  report?: string[];
}

export function addTakedownCommands(program: Command, shell: Shell): void {
  vaultCommand(program, 'takedown [case]', 'records what was done about a referred case')
    .addOption(new Option('--status <status>', 'what was done').choices(TakedownStatus.options))
    .addOption(new Option('--source <source>', 'how you learnt of it').choices(TakedownSource.options))
    .addOption(instantOption('when it was done'))
    .addOption(new Option('--country <cc>', 'where it moved to').argParser(countryOption))
    .addOption(
      new Option('--referral <id>', 'which referral of the case; the last one if not given').argParser(
        referral,
      ),
    )
    .option('--note <words>', 'in your own words; it stays in the vault', '')
    .option('--report <file...>', 'instead: reads reports that a desk signed, from files')
    .action(async (caseText: string | undefined, options: TakedownFlags) => {
      if (options.report !== undefined) return readReports(options.report, caseText, options, shell);
      const { status, source, at, country: to, referral: about, note } = options;
      const id = CaseId.safeParse(caseText);
      if (!id.success) throw new UsageError('name the case by its id, or give files with --report');
      if (status === undefined || source === undefined)
        throw new UsageError('say what was done with --status, and how you learnt of it with --source');
      const told = await withVault(shell, options, (client) =>
        client.referral.stateTakedown({
          command: newCommand(),
          case: id.data,
          ...(about === undefined ? {} : { referral: about }),
          event: {
            status,
            at: at ?? new Date().toISOString(),
            ...(to === undefined ? {} : { country: to }),
          },
          ...{ source, note },
        }),
      );
      shell
        .terminal(options)
        .answer({ referral: toldReferral(told) }, `Recorded for ${told.destination}: ${status} (${source}).`);
    });
}

async function readReports(
  files: readonly string[],
  caseText: string | undefined,
  options: TakedownFlags,
  shell: Shell,
): Promise<void> {
  if (caseText !== undefined || options.status !== undefined || options.source !== undefined)
    throw new UsageError('a report says itself what it is about: give only --report with files');
  const texts = files.map((file) => readText(file));
  const reports = await withVault(shell, options, async (client) => {
    const read = [];
    for (const report of texts) read.push(await client.referral.readReport({ report }));
    return read;
  });
  const lines = reports.map(
    ({ referral: id, events, refused }) =>
      `${id}: ${events.map(({ status }) => status).join(', ') || 'nothing new'}${refused > 0 ? `; ${refused} not recorded: wrong time, or too many` : ''}`,
  );
  shell.terminal(options).answer({ reports }, lines.join('\n'));
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new UsageError(`${file} cannot be read`);
  }
}

function referral(text: string): ReferralId {
  const parsed = ReferralId.safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError('the id of a referral');
  return parsed.data;
}
