import { type Command, InvalidArgumentError, Option } from 'commander';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type {
  HashList,
  ListImportProgress,
  ListImportResult,
} from '../../../shared/contract/lists.contract.ts';
import { ListDetails } from '../../../shared/contract/lists.contract.ts';
import {
  type ColumnMapping,
  ListFormat,
  ListMeaning,
  type ListReading,
  ListTrust,
  SumAlgorithm,
  UpdateMode,
} from '../../../shared/domain/hash-list.ts';
import type { ListNotice, ListRefusal } from '../../../shared/domain/list-record.ts';
import type { NoticeCounts } from '../../../shared/domain/refusal.ts';
import english from '../../../shared/locales/en.json' with { type: 'json' };
import { arrivalText } from '../terminal/arrival-text.ts';
import { columnOption, delimiterOption } from '../terminal/column-option.ts';
import { issueText } from '../terminal/detail-text.ts';
import { EXIT, refusalText, refusedRows, UsageError } from '../terminal/exit-code.ts';
import { findListFiles, importListFiles } from '../terminal/list-files.ts';
import { noticeLines } from '../terminal/notice-lines.ts';
import { newCommand, type VaultOptions, withVault } from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import { table } from '../terminal/terminal.ts';
import { vaultCommand } from '../terminal/vault-command.ts';

interface ImportFlags extends VaultOptions {
  name: string;
  type: ListFormat;
  meaning: ListMeaning;
  algorithm?: SumAlgorithm;
  columns?: string;
  header?: boolean;
  delimiter: ColumnMapping['delimiter'];
  mapping?: string;
  mode: UpdateMode;
  owner?: string;
  purpose?: string;
  trust?: ListTrust;
  licence?: string;
  asOf?: string;
  pdqDistance?: number;
  pdqQuality?: number;
}

/** The result of an import for scripts; all numbers are 0 where nothing was imported. */
interface Told {
  list: string;
  /** Records on the list; scripts read this name. */
  entries: number;
  added: number;
  updated: number;
  deleted: number;
  version: number;
  alreadyImported: boolean;
  refused: (ListRefusal | Omit<ListRefusal, 'file'>)[];
  refusedTotal: number;
  notices: ListNotice[];
  noticeCounts: NoticeCounts;
  lowQuality: number;
  /** Fields that were present and are not kept, by name. */
  notKept: Record<string, number>;
}

export function addListCommands(program: Command, shell: Shell): void {
  const lists = program.command('lists').description('hash lists: what cases are matched against');
  addImport(lists, shell);

  vaultCommand(lists, 'list', 'the lists, how old they are and how much stands on them').action(
    async (options: VaultOptions) => {
      const found = await withVault(shell, options, (client) => client.lists.list());
      shell.terminal(options).answer({ lists: found.map(toldList) }, listsText(found));
    },
  );
  for (const [word, description] of [
    ['enable', 'a list answers again'],
    ['disable', 'a list answers no more until it is enabled'],
    ['remove', 'a list and everything on it is deleted; the record stays'],
  ] as const) {
    vaultCommand(lists, `${word} <list>`, description).action(async (name: string, options: VaultOptions) => {
      const list = await withVault(shell, options, async (client) => {
        const found = await findList(client, name);
        if (!found) throw new UsageError(`there is no list ${name}`);
        await client.lists[word]({ command: newCommand(), list: found.id });
        return found;
      });
      const told = {
        list: list.name,
        id: list.id,
        ...(word === 'remove' ? { removed: true } : { enabled: word === 'enable' }),
      };
      shell.terminal(options).answer(told, `${list.name}: ${word}d`);
    });
  }
}

function addImport(lists: Command, shell: Shell): void {
  vaultCommand(
    lists,
    'import <files...>',
    'takes a list in: files, or folders of pages; all of it or nothing',
  )
    .requiredOption('--name <name>', 'of a list that is there, or of a new one')
    .addOption(new Option('--type <type>', 'never guessed').choices(ListFormat.options).makeOptionMandatory())
    .addOption(new Option('--meaning <meaning>').choices(ListMeaning.options).makeOptionMandatory())
    .addOption(new Option('--algorithm <a>', 'of sums').choices(SumAlgorithm.options))
    .option(
      '--columns <columns>',
      'of a table: md5=1,id=3 by number or md5=Hash,id=Name by the header; algorithm=Type,value=Value for several kinds',
    )
    .option('--header', 'the first row names the columns, also where --columns gives numbers')
    .addOption(new Option('--delimiter <d>', ', ; | or tab').default(',').argParser(delimiterOption))
    .option('--mapping <name>', 'saved columns, instead of --columns')
    .addOption(
      new Option('--mode <mode>', 'replace: the files are the whole list')
        .choices(UpdateMode.options)
        .default('replace'),
    )
    .option('--owner <text>')
    .option('--purpose <text>')
    .addOption(new Option('--trust <trust>').choices(ListTrust.options))
    .option('--licence <text>')
    .option('--as-of <yyyy-mm-dd>', 'the day the list was true')
    .addOption(new Option('--pdq-distance <bits>', '31 unless said').argParser(wholeNumber))
    .addOption(new Option('--pdq-quality <q>', '50 unless said').argParser(wholeNumber))
    .action(async (paths: string[], options: ImportFlags) => {
      const terminal = shell.terminal(options);
      let told: Told;
      try {
        told = await withVault(shell, options, (client) =>
          importList(client, paths, options, (step) => terminal.progress(progressText(step))),
        );
      } catch (error) {
        const refused = refusedRows(shell, error, options);
        terminal.answer({ ...nothing(options.name), refused, refusedTotal: refused.length }, '');
        return;
      } finally {
        terminal.endProgress();
      }
      if (told.version === 0) shell.exit = EXIT.refused;
      terminal.answer(told, importText(told));
    });
}

async function importList(
  client: EngineClient,
  paths: readonly string[],
  flags: ImportFlags,
  show: (step: ListImportProgress) => void,
): Promise<Told> {
  const files = findListFiles(paths);
  const there = await findList(client, flags.name);
  const { owner, purpose, trust, licence, asOf, pdqDistance, pdqQuality, meaning } = flags;
  const given = { owner, purpose, trust, licence, asOf, pdqDistance, pdqQuality, meaning };
  const details = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const parsed = ListDetails.safeParse({ name: flags.name, ...details });
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `--${issue.path.join('.')}: ${issueText(issue)}`);
    throw new UsageError(problems.join('; '));
  }
  const change = (changes: typeof details) =>
    there && client.lists.change({ command: newCommand(), list: there.id, changes });
  // The quality decides which values are imported, so it must be set before the import.
  if (pdqQuality !== undefined) await change({ pdqQuality });
  const open = {
    list: there?.id ?? parsed.data,
    mode: flags.mode,
    reading: await readingOf(client, flags),
    ...(asOf === undefined ? {} : { asOf }),
  };
  let result: ListImportResult | null = null;
  for await (const step of importListFiles(client, files, open)) {
    show(step);
    if (step.phase === 'done') result = step.result;
    if (step.phase === 'refused') {
      const { refused, refusedTotal } = step;
      return { ...nothing(flags.name), refused, refusedTotal };
    }
  }
  if (!result) throw new Error('the import ended without a result');
  await change(details);
  const { records, added, updated, deleted, version, alreadyImported, refused, refusedTotal } = result;
  const { notices, noticeCounts, lowQuality, notKept } = result;
  return {
    list: result.name,
    entries: records,
    added,
    updated,
    deleted,
    version,
    alreadyImported,
    refused,
    refusedTotal,
    notices,
    noticeCounts,
    lowQuality,
    notKept,
  };
}

async function readingOf(client: EngineClient, flags: ImportFlags): Promise<ListReading> {
  const { type, algorithm, columns, mapping } = flags;
  if (type === 'sums') return { format: 'sums', ...(algorithm ? { algorithm } : {}) };
  if (algorithm) throw new UsageError(`--algorithm is for sums; ${type} says it itself`);
  if (type !== 'csv') return { format: type };
  if (columns !== undefined) {
    return { format: 'csv', mapping: columnOption(columns, flags.header ?? false, flags.delimiter) };
  }
  const saved = (await client.lists.mappings()).find(({ name }) => name === mapping);
  if (saved) return { format: 'csv', mapping: saved.mapping };
  throw new UsageError(
    mapping === undefined ? 'say which column is what with --columns' : `no columns are saved as ${mapping}`,
  );
}

/** Finds a list by its id or its name. */
async function findList(client: EngineClient, name: string): Promise<HashList | undefined> {
  const wanted = name.normalize('NFKC').trim().toLowerCase();
  return (await client.lists.list()).find(
    (list) => list.id === name || list.name.normalize('NFKC').trim().toLowerCase() === wanted,
  );
}

const nothing = (list: string): Told => ({
  list,
  entries: 0,
  added: 0,
  updated: 0,
  deleted: 0,
  version: 0,
  alreadyImported: false,
  refused: [],
  refusedTotal: 0,
  notices: [],
  noticeCounts: {},
  lowQuality: 0,
  notKept: {},
});

function wholeNumber(text: string): number {
  if (!/^\d{1,3}$/.test(text)) throw new InvalidArgumentError('a whole number');
  return Number(text);
}

const progressText = (step: ListImportProgress): string => {
  if (step.phase === 'sharing')
    return `giving it to the other seats: ${step.done.toLocaleString('en')} of ${step.total.toLocaleString('en')} values`;
  if (step.phase !== 'reading') return step.phase;
  const left = step.remainingMs === null ? '' : `, ${Math.ceil(step.remainingMs / 1000)} s left`;
  return `${step.file}: ${step.values.toLocaleString('en')} values, ${step.valuesPerSecond.toLocaleString('en')} a second${left}`;
};

function importText(told: Told): string {
  const refused = told.refused.map((refusal) =>
    'file' in refusal
      ? `  ${refusal.file}, ${refusalText(asRefusal(refusal))}`
      : `  ${refusalText(asRefusal(refusal))}`,
  );
  const first =
    told.version === 0
      ? `${told.list}: nothing was taken.`
      : told.alreadyImported
        ? `${told.list} holds these files already; nothing was changed.`
        : `${told.list}, version ${told.version}: ${told.entries} records, ${told.added} new, ${told.updated} updated, ${told.deleted} deleted.`;
  const notKept = Object.entries(told.notKept).map(([name, count]) => `${name} (${count})`);
  return [
    first,
    ...(told.refusedTotal > 0 ? [`${told.refusedTotal} refused:`, ...refused] : []),
    ...(told.lowQuality > 0 ? [`${told.lowQuality} PDQ of low quality were left out.`] : []),
    ...(notKept.length > 0 ? [`Not kept: ${notKept.join(', ')}.`] : []),
    ...noticeLines(told),
  ].join('\n');
}

/** Lists have more refusal reasons than intake, but share their texts. */
const asRefusal = (refusal: Omit<ListRefusal, 'file'>): Parameters<typeof refusalText>[0] =>
  refusal as Parameters<typeof refusalText>[0];

/** The names that scripts read. */
const toldList = ({ counts: { records, ...counts }, ...list }: HashList) => ({
  ...list,
  counts: { entries: records, ...counts },
});

function listsText(found: readonly HashList[]): string {
  const rows = found.map((list) => [
    list.name,
    english.enum.listMeaning[list.meaning],
    list.arrival === null
      ? english.lists[list.enabled ? 'enabled' : 'disabled']
      : arrivalText(list.arrival, list.version),
    String(list.counts.records),
    `${list.asOf ?? '-'}${list.isStale ? ' (old)' : ''}`,
    list.owner,
  ]);
  return table([['NAME', 'MEANING', 'ENABLED', 'ENTRIES', 'AS OF', 'OWNER'], ...rows]);
}
