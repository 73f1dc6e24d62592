import { buffer } from 'node:stream/consumers';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import { type Known, MOST_ASKED, whatIsKnown } from '../../../shared/contract/what-is-known.ts';
import type { CountryCode } from '../../../shared/domain/country.ts';
import { type Find, type FoundInText, findInText } from '../../../shared/domain/find-in-text.ts';
import { refusalsOf } from '../../../shared/domain/refusal.ts';
import { Channel, type Instant, ReportInput } from '../../../shared/domain/report.ts';
import { restOfText } from '../../../shared/domain/rest-of-text.ts';
import { defangSubject } from '../../../shared/domain/subject.ts';
import { Failure } from '../../engine/storage/failure.ts';
import { countryOption } from '../terminal/country-option.ts';
import { refusedRows, UsageError } from '../terminal/exit-code.ts';
import { instantOption } from '../terminal/instant-option.ts';
import { keptTextOf, readKeptFile } from '../terminal/kept-file.ts';
import { newCommand, type VaultOptions, withVault } from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import { table } from '../terminal/terminal.ts';
import { vaultCommand } from '../terminal/vault-command.ts';
import { addPublicationCommands } from './publication-commands.ts';

interface ReportFlags extends VaultOptions {
  paste: string;
  yes?: boolean;
  channel: Channel;
  at?: Instant;
  reference?: string;
  hosting?: CountryCode;
  only?: number[];
  narrative: boolean;
}

/** Makes a report of a whole e-mail or note: its addresses and hashes are the subjects, the rest is the narrative. */
export function addReportCommand(program: Command, shell: Shell): void {
  const report = program
    .command('report')
    .description('takes in a report from a pasted text, or writes a report on the figures of a period')
    .enablePositionalOptions();
  addPublicationCommands(report, shell);
  vaultCommand(report, 'pasted', 'shows what a pasted e-mail or note names, and takes it in with --yes', {
    isDefault: true,
  })
    .addOption(new Option('--paste <file>', 'the text; - is stdin').makeOptionMandatory())
    .option('--yes', 'takes the report in; otherwise nothing changes')
    .addOption(
      new Option(
        '--only <numbers>',
        'the finds that belong to it, for example 1,3-5; all sure ones unless said',
      ).argParser(numbersOf),
    )
    .addOption(new Option('--channel <channel>').choices(Channel.options).default('email'))
    .addOption(instantOption('when it was received'))
    .option('--reference <text>', 'how the reporter or your own system calls it')
    .addOption(new Option('--hosting <cc>', 'hosting country of all of it').argParser(countryOption))
    .option('--no-narrative', 'leaves out the rest of the text')
    .action(async (options: ReportFlags) => {
      const terminal = shell.terminal(options);
      const text = await readText(shell, options.paste);
      const found = findInText(text);
      if (found.finds.length === 0)
        throw new UsageError('no address, link or hash was found in the text; nothing was changed');
      const chosen = chosenOf(found, options.only);
      try {
        const { known, taken } = await withVault(shell, options, async (client) => ({
          known: await whatIsKnown(client, found.finds),
          taken: options.yes ? await takeIn(client, reportOf(text, chosen, options)) : null,
        }));
        const finds = found.finds.map((find) => told(find, known.get(find.key), chosen.includes(find)));
        const { longWords, beyond } = found;
        const answer = { finds, longWords, beyond, taken };
        terminal.answer(
          answer,
          [findsText(found, chosen, known), takenText(taken, chosen.length)].join('\n'),
        );
      } catch (error) {
        terminal.answer({ finds: [], taken: null, refused: refusedRows(shell, error, options) }, '');
      }
    });
}

const readText = async ({ stdin }: Shell, file: string): Promise<string> =>
  file === '-' ? keptTextOf(await buffer(stdin), 'stdin') : readKeptFile(file);

function chosenOf({ finds }: FoundInText, only: readonly number[] | undefined): Find[] {
  const wrong = only?.find((number) => number > finds.length);
  if (wrong !== undefined) throw new UsageError(`there is no find ${wrong}; there are ${finds.length}`);
  return finds.filter(({ isSure }, index) => (only === undefined ? isSure : only.includes(index + 1)));
}

function reportOf(text: string, chosen: readonly Find[], options: ReportFlags): ReportInput {
  const { channel, at, reference, hosting, narrative } = options;
  if (chosen.length === 0) throw new UsageError('name the finds that belong to the report with --only');
  const hosted = hosting === undefined ? {} : { hosting: { country: hosting } };
  const rest = narrative ? restOfText(text, chosen) : '';
  const parsed = ReportInput.safeParse({
    receivedAt: at ?? new Date().toISOString(),
    channel,
    ...(reference === undefined ? {} : { reference }),
    ...(rest === '' ? {} : { narrative: rest }),
    subjects: chosen.map((find) =>
      find.kind === 'file'
        ? { kind: 'file', hashes: { [find.algorithm]: find.value }, ...hosted }
        : { kind: 'url', url: find.value, ...hosted },
    ),
  });
  if (parsed.success) return parsed.data;
  throw new Failure({ code: 'REFUSED', data: { refusals: refusalsOf(parsed.error, null) } });
}

type Taken = Awaited<ReturnType<EngineClient['intake']['report']>>;

const takeIn = (client: EngineClient, report: ReportInput): Promise<Taken> =>
  client.intake.report({ command: newCommand(), report });

/** A find as the answer has it. */
const told = (find: Find, known: Known | undefined, isChosen: boolean) => {
  const { key: _key, places, ...rest } = find;
  return {
    ...rest,
    places: places.map(({ line, column }) => ({ line, column })),
    isChosen,
    known: known ?? null,
  };
};

function findsText(
  { finds, longWords, beyond }: FoundInText,
  chosen: readonly Find[],
  known: Map<string, Known>,
) {
  const rows = finds.map((find, index) => [
    `${chosen.includes(find) ? '*' : ' '} ${index + 1}`,
    find.places
      .map(({ line }) => line)
      .slice(0, 5)
      .join(','),
    find.kind === 'file'
      ? `${find.algorithm}:${find.value}${find.isNamed ? '' : ' (by its length)'}`
      : defangSubject(find.kind, find.value),
    knownText(known.get(find.key)),
  ]);
  return [
    table([['  #', 'LINE', 'FOUND', 'KNOWN'], ...rows]),
    ...(finds.length > MOST_ASKED ? [`Only the first ${MOST_ASKED} were looked up.`] : []),
    ...(longWords > 0 ? [`${longWords} words are too long for an address and were not searched.`] : []),
    ...(beyond > 0 ? [`${beyond} more were found than a report may have; divide the text.`] : []),
  ].join('\n');
}

function knownText(known: Known | undefined): string {
  if (known === undefined) return 'not looked up';
  const cases = known.cases.map(({ id, state, decidedAt }) =>
    [state, 'case', id, decidedAt === null ? '' : `decided ${decidedAt.slice(0, 10)}`]
      .filter(Boolean)
      .join(' '),
  );
  const waiting = known.waiting > 0 ? ['waits for your second review'] : [];
  const lists = known.lists?.map((name) => `on list ${name}`) ?? ['the lists could not be asked'];
  return [...cases, ...waiting, ...lists].join('; ') || 'new';
}

function takenText(taken: Taken | null, chosen: number): string {
  if (taken === null) return `Nothing was changed. With --yes the ${chosen} marked * become one report.`;
  const fresh = taken.cases.filter(({ isNew }) => isNew).length;
  const reopened = taken.cases.filter(({ isReopened }) => isReopened).length;
  const again = reopened > 0 ? ` ${reopened} decided cases are open again.` : '';
  return `Report ${taken.report}: ${fresh} new cases, ${taken.cases.length - fresh} joined known ones.${again}`;
}

/** @throws InvalidArgumentError where it is no list of numbers, such as `1,3-5` */
function numbersOf(text: string): number[] {
  return text.split(',').flatMap((part) => {
    const [, first = '', last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part.trim()) ?? [];
    const [from, to] = [Number(first), Number(last)];
    if (first === '' || from < 1 || to < from) throw new InvalidArgumentError('give numbers, such as 1,3-5');
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
}
