import { type Command, InvalidArgumentError, Option } from 'commander';
import type {
  ErasurePlan,
  ErasureResult,
  ErasureScope,
} from '../../../shared/contract/retention.contract.ts';
import { ErasureReason } from '../../../shared/domain/erasure.ts';
import { CaseId } from '../../../shared/domain/ids.ts';
import en from '../../../shared/locales/en.json' with { type: 'json' };
import { UsageError } from '../terminal/exit-code.ts';
import { filled } from '../terminal/filled.ts';
import { type VaultOptions, withVault } from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import { vaultCommand } from '../terminal/vault-command.ts';

type EraseOptions = VaultOptions & {
  case?: CaseId[];
  closedBefore?: string;
  reason: ErasureReason;
  dryRun?: boolean;
};

export function addEraseCommand(program: Command, shell: Shell): void {
  vaultCommand(program, 'erase', 'erases the texts of decided cases for good, and records that')
    .addOption(new Option('--case <id...>', 'these cases').argParser(caseIds))
    .option('--closed-before <date>', 'all cases last decided before this day (UTC), as 2026-01-31')
    .addOption(
      new Option('--reason <reason>', 'why').choices(ErasureReason.options).default('retention' as const),
    )
    .option('--dry-run', 'only says what would be erased')
    .action((options: EraseOptions) => erase(shell, options));
}

async function erase(shell: Shell, options: EraseOptions): Promise<void> {
  const terminal = shell.terminal(options);
  const scope = scopeOf(options);
  await withVault(shell, options, async ({ retention }) => {
    const plan = await retention.preview({ scope });
    if (options.dryRun) return terminal.answer(plan, planText(plan, 'Would erase'));
    let result: ErasureResult | null = null;
    for await (const step of await retention.erase({ scope, reason: options.reason })) {
      if (step.phase === 'done') result = step.result;
      else terminal.progress(`${step.done} of ${step.of} cases`);
    }
    terminal.endProgress();
    if (result === null) throw new Error('the erasure ended before it was complete');
    const said = { ...plan, ...result };
    terminal.answer(
      said,
      [
        planText(said, 'Erased'),
        `${result.entries} entries no longer have what they enclosed; these entries say so: ${result.acts.join(', ') || 'none'}.`,
      ].join('\n'),
    );
  });
}

function scopeOf({ case: cases, closedBefore }: EraseOptions): ErasureScope {
  if ((cases === undefined) === (closedBefore === undefined))
    throw new UsageError('name cases with --case, or a day with --closed-before');
  return cases === undefined ? { decidedBefore: closedBefore ?? '' } : { cases };
}

function caseIds(id: string, before: CaseId[] = []): CaseId[] {
  const parsed = CaseId.safeParse(id);
  if (!parsed.success) throw new InvalidArgumentError('it is no id of a case.');
  return [...before, parsed.data];
}

const planText = (
  { cases, reports, kept, waiting, before, refusedRows, olderCopies, lastBackupAt }: ErasurePlan,
  verb: string,
): string =>
  [
    `${verb} the texts of ${cases} cases and ${reports} reports.`,
    ...waiting.map(({ for: why, cases: n, some }) => {
      const { waits } = en.retention;
      return `  left: ${filled(n === 1 ? waits[`${why}_one`] : waits[`${why}_other`], { n })} (${some.join(', ')}${n > some.length ? ', …' : ''})`;
    }),
    ...(kept > 0
      ? [`  ${kept} reports keep their texts: they are also about cases that stay as they are`]
      : []),
    ...(refusedRows > 0 ? [`${verb} ${refusedRows} refused rows of files imported before that day.`] : []),
    ...(before > 0 ? [`  ${before} cases were erased before`] : []),
    ...olderCopies.map((name) => `  ${name} in the vault's folder still holds all texts: remove it`),
    lastBackupAt === null
      ? '  no backup is recorded; copies made otherwise still hold all texts'
      : `  backups still hold these texts (the last one recorded was made ${lastBackupAt}): remove them`,
  ].join('\n');
