import { type Command, InvalidArgumentError, Option } from 'commander';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import { QueueSort, QueueState } from '../../../shared/contract/queue-filter.ts';
import type { AssessResult, CaseDetail, CorrectResult } from '../../../shared/contract/review.contract.ts';
import {
  type AssessedLabels,
  type ChosenLabels,
  chosenIn,
  LabelCode,
} from '../../../shared/domain/assessed-labels.ts';
import { AgeCategory, Classification, GenderCategory, Legality } from '../../../shared/domain/assessment.ts';
import { SubjectKind } from '../../../shared/domain/case.ts';
import type { CountryCode } from '../../../shared/domain/country.ts';
import { type AssessmentId, CaseId } from '../../../shared/domain/ids.ts';
import { defangSubject } from '../../../shared/domain/subject.ts';
import { countryOption } from '../terminal/country-option.ts';
import { UsageError } from '../terminal/exit-code.ts';
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
}

interface AssessFlags extends VaultOptions {
  legality: Legality;
  hosting?: CountryCode;
  classification?: Classification;
  age?: AgeCategory;
  gender?: GenderCategory;
  note?: string;
  label: [string, string][];
}

export function addReviewCommands(program: Command, shell: Shell): void {
  vaultCommand(program, 'queue', 'lists cases, the most urgent first')
    .addOption(new Option('--limit <n>', 'how many').default(50).argParser(wholeNumber))
    .option('--after <cursor>', 'goes on where a page ended')
    .addOption(new Option('--state <state>', 'open unless said otherwise').choices(QueueState.options))
    .addOption(new Option('--hosting <cc>', 'hosting country').argParser(countryOption))
    .addOption(new Option('--kind <kind>').choices(SubjectKind.options))
    .addOption(
      new Option('--sort <order>', 'by priority, or the last decided first, unless said otherwise').choices(
        QueueSort.options,
      ),
    )
    .addOption(
      new Option(
        '--text <text>',
        'cases by a part of an address, a reference, a hash, a note, a file or a person, whatever their state',
      ).conflicts(['after', 'state', 'hosting', 'kind', 'sort', 'narratives']),
    )
    .addOption(
      new Option(
        '--narratives <text>',
        'cases by what reporters told, which is revealed and recorded',
      ).conflicts(['after', 'state', 'hosting', 'kind', 'sort']),
    )
    .action(async (options: QueueFlags) => {
      const { limit, after, state, hosting, kind, sort, text, narratives } = options;
      if (text !== undefined) return searchFor(shell, options, text);
      if (narratives !== undefined) return searchNarratives(shell, options, narratives);
      const page = await withVault(shell, options, (client) =>
        client.review.queue({ limit, after, state, hosting, kind, sort }),
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
    async (caseText: string, options: AssessFlags) => {
      const id = caseId(caseText);
      const result = await withVault(shell, options, async (client) => {
        const reported = (await client.review.case({ id })).summary.hosting;
        return client.review.assess({
          command: newCommand(),
          case: id,
          judgement: judged(options, reported, await labelled(client, options.label)),
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
    .action(async (caseText: string, options: AssessFlags & { reason: string }) => {
      const id = caseId(caseText);
      const result = await withVault(shell, options, async (client) => {
        const detail = await client.review.case({ id });
        return client.review.correct({
          command: newCommand(),
          case: id,
          assessment: standing(detail),
          judgement: judged(options, detail.summary.hosting, await labelled(client, options.label)),
          reason: options.reason,
        });
      });
      shell.terminal(options).answer(result, decidedText(result));
    });
}

/** Adds a command with the options that describe a judgement. */
const judgementCommand = (program: Command, name: string, description: string): Command =>
  vaultCommand(program, name, description)
    .addOption(new Option('--legality <legality>').choices(Legality.options).makeOptionMandatory())
    .addOption(
      new Option('--hosting <cc>', 'hosting country, instead of the reported one').argParser(countryOption),
    )
    .addOption(new Option('--classification <classification>').choices(Classification.options))
    .addOption(new Option('--age <age>').choices(AgeCategory.options))
    .addOption(new Option('--gender <gender>').choices(GenderCategory.options))
    .option('--note <text>')
    .addOption(
      new Option('--label <group:code>', 'a label of the set in force; may be given again')
        .default([], 'none')
        .argParser((text: string, before: [string, string][]) => [...before, label(text)]),
    );

/** Not validated here: the engine does it, and its refusal has the matching exit code. */
function judged(options: AssessFlags, reported: CountryCode | null, labels: AssessedLabels | undefined) {
  const { legality, hosting, classification, age, gender, note } = options;
  return {
    legality,
    hosting: hosting
      ? { country: hosting, source: 'analyst' as const }
      : { country: reported, source: reported === null ? ('unknown' as const) : ('reported' as const) },
    classification,
    age,
    gender,
    note,
    labels,
  };
}

/** Labels of the set in force. */
async function labelled(
  client: Pick<EngineClient, 'vault'>,
  given: readonly [string, string][],
): Promise<AssessedLabels | undefined> {
  if (given.length === 0) return undefined;
  const { labels: set } = await client.vault.session();
  if (set === null) throw new UsageError('the policy in force names no labels');
  const chosen: ChosenLabels = {};
  for (const [group, code] of given) chosen[group] = [...chosenIn(chosen, group), code];
  return { set: { id: set.id, version: set.version }, chosen };
}

function label(text: string): [string, string] {
  const at = text.indexOf(':');
  const [group, code] = [LabelCode.safeParse(text.slice(0, at)), LabelCode.safeParse(text.slice(at + 1))];
  if (at < 0 || !group.success || !code.success)
    throw new InvalidArgumentError('a group and a code, for example A:A1');
  return [group.data, code.data];
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

function caseId(text: string): CaseId {
  const id = CaseId.safeParse(text);
  if (!id.success) throw new InvalidArgumentError('this is not the id of a case');
  return id.data;
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text) || Number(text) > 500) throw new InvalidArgumentError('from 1 to 500');
  return Number(text);
}
