import { type Command, InvalidArgumentError, Option } from 'commander';
import { QueueSort, QueueState } from '../../../shared/contract/queue-filter.ts';
import type { AssessResult, CaseDetail, CorrectResult } from '../../../shared/contract/review.contract.ts';
import { SubjectKind } from '../../../shared/domain/case.ts';
import type { CountryCode } from '../../../shared/domain/country.ts';
import { type AssessmentId, BatchId } from '../../../shared/domain/ids.ts';
import { defangSubject } from '../../../shared/domain/subject.ts';
import { countryOption } from '../terminal/country-option.ts';
import { UsageError } from '../terminal/exit-code.ts';
import {
  caseId,
  type JudgementFlags,
  judgedIn,
  judgementCommand,
  labelled,
} from '../terminal/judgement-options.ts';
import { newCommand, type VaultOptions, withVault } from '../terminal/open-engine.ts';
import { searchFor, searchNarratives } from '../terminal/search-answer.ts';
import type { Shell } from '../terminal/shell.ts';
import { table } from '../terminal/terminal.ts';
import { vaultCommand } from '../terminal/vault-command.ts';

interface QueueFlags extends VaultOptions {
  limit: number;
  text?: string;
  narratives?: string;
  after?: string;
  state?: QueueState;
  sort?: QueueSort;
  hosting?: CountryCode;
  kind?: SubjectKind;
  batch?: BatchId;
}

export function addReviewCommands(program: Command, shell: Shell): void {
  vaultCommand(program, 'queue', 'lists cases, the most urgent first')
    .addOption(new Option('--limit <n>', 'how many').default(50).argParser(wholeNumber))
    .option('--after <cursor>', 'goes on where a page ended')
    .addOption(new Option('--state <state>', 'open unless said otherwise').choices(QueueState.options))
    .addOption(new Option('--hosting <cc>', 'hosting country').argParser(countryOption))
    .addOption(new Option('--kind <kind>').choices(SubjectKind.options))
    .addOption(
      new Option('--batch <id>', 'only cases of which a report came in this import').argParser(batchId),
    )
    .addOption(
      new Option('--sort <order>', 'by priority, or the last decided first, unless said otherwise').choices(
        QueueSort.options,
      ),
    )
    .addOption(
      new Option(
        '--text <text>',
        'cases by a part of an address, a reference, a hash, a note, a file or a person, whatever their state',
      ).conflicts(['after', 'state', 'hosting', 'kind', 'batch', 'sort', 'narratives']),
    )
    .addOption(
      new Option(
        '--narratives <text>',
        'cases by what reporters told, which is revealed and recorded',
      ).conflicts(['after', 'state', 'hosting', 'kind', 'batch', 'sort']),
    )
    .action(async (options: QueueFlags) => {
      const { limit, after, state, hosting, kind, batch, sort, text, narratives } = options;
      if (text !== undefined) return searchFor(shell, options, text);
      if (narratives !== undefined) return searchNarratives(shell, options, narratives);
      const page = await withVault(shell, options, (client) =>
        client.review.queue({ limit, after, state, hosting, kind, batch, sort }),
      );
      const rows = page.cases.map((entry) => [
        String(entry.priority),
        entry.hosting ?? '--',
        entry.dueAt?.slice(0, 16) ?? '',
        entry.id,
        defangSubject(entry.kind, entry.subject),
        [...(entry.reopened ? [entry.reopened.reason] : []), ...entry.why.map((term) => term.code)].join(
          ', ',
        ),
      ]);
      const listed = table([['PRIORITY', 'HOST', 'DUE', 'CASE', 'SUBJECT', 'WHY'], ...rows]);
      shell.terminal(options).answer(page, `${listed}\n${page.total}${page.isExact ? '' : ' or more'} cases`);
    });

  judgementCommand(program, 'assess <case>', 'decides a case; the policy says where it goes').action(
    async (caseText: string, options: JudgementFlags) => {
      const id = caseId(caseText);
      const result = await withVault(shell, options, async (client) => {
        const reported = (await client.review.case({ id })).summary.hosting;
        return client.review.assess({
          command: newCommand(),
          case: id,
          judgement: judgedIn(options, reported, await labelled(client, options.label)),
        });
      });
      shell.terminal(options).answer(result, decidedText(result));
    },
  );

  vaultCommand(program, 'undo <case>', 'takes back what you just decided, before anything goes out').action(
    async (caseText: string, options: VaultOptions) => {
      const id = caseId(caseText);
      const result = await withVault(shell, options, async (client) => {
        const assessment = standing(await client.review.case({ id }));
        return client.review.withdraw({ command: newCommand(), case: id, assessment });
      });
      shell.terminal(options).answer(result, `Taken back; the case is ${result.case.state} again.`);
    },
  );

  judgementCommand(
    program,
    'correct <case>',
    'decides a decided case anew; desks that have it get an amendment or a retraction',
  )
    .requiredOption('--reason <text>', 'what was wrong')
    .action(async (caseText: string, options: JudgementFlags & { reason: string }) => {
      const id = caseId(caseText);
      const result = await withVault(shell, options, async (client) => {
        const detail = await client.review.case({ id });
        return client.review.correct({
          command: newCommand(),
          case: id,
          assessment: standing(detail),
          judgement: judgedIn(options, detail.summary.hosting, await labelled(client, options.label)),
          reason: options.reason,
        });
      });
      shell.terminal(options).answer(result, decidedText(result));
    });
}

/** The assessment that is in force for a case. */
function standing({ assessments }: CaseDetail): AssessmentId {
  const last = assessments.findLast(({ withdrawnAt }) => withdrawnAt === null);
  if (!last) throw new UsageError('nobody has decided this case');
  return last.id;
}

function decidedText({ route, referrals, heldUntil }: AssessResult | CorrectResult): string {
  const to = referrals.map((referral) =>
    'purpose' in referral && referral.purpose !== 'new'
      ? `${referral.destination} (${referral.purpose})`
      : referral.destination,
  );
  const held = heldUntil === null ? '' : `; until ${heldUntil} it can be taken back with undo`;
  return `Category ${route.category}: ${route.outcome}${to.length > 0 ? ` to ${to.join(' and ')}` : ''}${held}`;
}

function batchId(text: string): BatchId {
  const id = BatchId.safeParse(text);
  if (!id.success) throw new InvalidArgumentError('this is not the id of an import');
  return id.data;
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text) || Number(text) > 500) throw new InvalidArgumentError('from 1 to 500');
  return Number(text);
}
