import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import type { AgreementReport, SampleReport } from '../../../shared/contract/second-review.contract.ts';
import { SamplingPeriod } from '../../../shared/domain/second-review.ts';
import { EXIT } from '../terminal/exit-code.ts';
import { type VaultOptions, withVault } from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import { table } from '../terminal/terminal.ts';
import { vaultCommand } from '../terminal/vault-command.ts';

interface SampleFlags extends VaultOptions {
  period: SamplingPeriod;
}

interface AgreementFlags extends VaultOptions {
  from?: SamplingPeriod;
  to?: SamplingPeriod;
}

export function addSecondReviewCommands(program: Command, shell: Shell): void {
  const review = program.command('review').description('second review: the sample, and how far people agree');

  vaultCommand(review, 'sample', 'draws the sample of a period once more and compares')
    .addOption(new Option('--period <yyyy-mm>', 'a calendar month').argParser(period).makeOptionMandatory())
    .action(async (options: SampleFlags) => {
      const report = await withVault(shell, options, (client) =>
        client.secondReview.sample({ period: options.period }),
      );
      shell.terminal(options).answer(report, sampleText(report));
      if (report.mismatches.length > 0) shell.exit = EXIT.integrity;
    });

  vaultCommand(review, 'agreement', 'how far first and second reviewers agree, with Cohen’s kappa')
    .addOption(new Option('--from <yyyy-mm>', 'the first month; this one unless said').argParser(period))
    .addOption(new Option('--to <yyyy-mm>', 'the last month; this one unless said').argParser(period))
    .action(async (options: AgreementFlags) => {
      const { from, to } = options;
      const report = await withVault(shell, options, (client) => client.secondReview.agreement({ from, to }));
      shell.terminal(options).answer(report, agreementText(report));
    });
}

function period(text: string): SamplingPeriod {
  const parsed = SamplingPeriod.safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError('a month is written like 2026-11');
  return parsed.data;
}

function sampleText(report: SampleReport): string {
  const rows = report.sample.map(({ assessment, rate, position }) => [
    assessment,
    String(rate),
    position === null ? '' : position.toFixed(6),
  ]);
  return [
    `${report.drawn} of ${report.assessments} assessments of ${report.period} were drawn.`,
    ...(report.undrawn === 0
      ? []
      : [`${report.undrawn} wait for the draw, until a supervisor who has the seed unlocks.`]),
    ...(report.commitment === null
      ? []
      : [`Commitment: ${report.commitment}`, `Seed: ${report.seed ?? 'shown when the month is over'}`]),
    fitOf(report),
    table([['ASSESSMENT', 'RATE', 'POSITION'], ...rows]),
  ].join('\n');
}

function fitOf({ mismatches, checked }: SampleReport): string {
  if (mismatches.length > 0) return `The sample is NOT the one the seed gives: ${mismatches.join(', ')}`;
  return checked
    ? 'The sample is the one the seed gives.'
    : 'Whether the sample is the one the seed gives was not checked: the seed is not here.';
}

const share = (value: number | null): string => (value === null ? '' : value.toFixed(3));

function agreementText(report: AgreementReport): string {
  const figures = (
    name: string,
    each:
      | AgreementReport['attributes'][number]
      | AgreementReport['pairs'][number]
      | AgreementReport['periods'][number],
  ) => [name, String(each.pairs), String(each.same), share(each.observed), share(each.kappa)];
  const heads = ['', 'PAIRS', 'SAME', 'SHARE', 'KAPPA'];
  return [
    `${report.from} to ${report.to}: ${report.undrawn} wait for the draw, ${report.drawn} drawn, ${report.waiting} waiting, ${report.agreed} agreed, ` +
      `${report.disputed} disputed, ${report.upheld} upheld, ${report.overturned} overturned`,
    table([
      heads,
      ...report.attributes.map((each) => figures(each.attribute, each)),
      ...report.periods.map((each) => figures(each.period, each)),
      ...report.pairs.map((each) => figures(`${each.first.name} / ${each.second.name}`, each)),
    ]),
    ...report.golden.map(
      ({ person, answered, right }) => `${person.name}: ${right} of ${answered} golden cases right`,
    ),
  ].join('\n');
}
