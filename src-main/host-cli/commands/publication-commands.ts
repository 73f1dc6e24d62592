import { type Command, InvalidArgumentError, Option } from 'commander';
import { gatherPublication } from '../../../shared/contract/publication-material.ts';
import { type FiguresPeriod, periodBefore } from '../../../shared/domain/figures/period.ts';
import { LEAST_LIMIT } from '../../../shared/domain/publications/hidden-cells.ts';
import type { PublicationMaterial } from '../../../shared/domain/publications/publication.ts';
import { PublicationKind } from '../../../shared/domain/publications/publication.ts';
import { publicationCsv } from '../../../shared/domain/publications/publication-csv.ts';
import { publicationHtml } from '../../../shared/domain/publications/publication-html.ts';
import { emptyTexts, PublicationTexts } from '../../../shared/domain/publications/publication-texts.ts';
import { publicationWords } from '../../../shared/domain/publications/publication-words.ts';
import { refusalsOf } from '../../../shared/domain/refusal.ts';
import { LANGUAGES, type Language, locales } from '../../../shared/locales/locales.ts';
import { Failure } from '../../engine/storage/failure.ts';
import { UsageError } from '../terminal/exit-code.ts';
import { figuresOfExport } from '../terminal/export-figures.ts';
import { readKeptFile } from '../terminal/kept-file.ts';
import { type VaultOptions, withVault } from '../terminal/open-engine.ts';
import { periodOption } from '../terminal/period-option.ts';
import type { Shell } from '../terminal/shell.ts';
import { writeLines } from '../terminal/write-lines.ts';

interface PublicationFlags extends Omit<VaultOptions, 'vault'> {
  vault?: string;
  from?: string;
  entries?: number;
  period: FiguresPeriod;
  lang: Language;
  texts?: string;
  suppressBelow?: number;
  out: string;
}

const WHAT: Readonly<Record<PublicationKind, string>> = {
  national: 'the yearly national report, in the form of the Global Alliance',
  inhope: 'the quarterly figures for INHOPE, as HTML or CSV',
  dsa: 'the yearly report of a trusted flagger (Article 22(3) DSA)',
  board: 'the figures for the board, beside those of the period before',
};

/** Figures of a period as documents to print, each made for one reader. */
export function addPublicationCommands(report: Command, shell: Shell): void {
  for (const kind of PublicationKind.options) addPublication(report, kind, shell);
  report
    .command('texts <file>')
    .description('writes a file for the texts that only the hotline can give, all empty')
    .option('--json', 'answers with JSON alone on stdout')
    .action(async (file: string, options: { json?: boolean }) => {
      await writeLines(file, once(JSON.stringify(emptyTexts(), null, 2).split('\n')));
      const words = `Wrote empty texts to ${file}. Raise "version" with every change, and give the file with --texts.`;
      shell.terminal(options).answer({ file }, words);
    });
}

function addPublication(report: Command, kind: PublicationKind, shell: Shell): void {
  report
    .command(kind)
    .description(WHAT[kind])
    .requiredOption(
      '--period <period>',
      '2026, 2026-11 or 2026-10-01..2026-12-31, both days included',
      periodOption,
    )
    .addOption(new Option('--lang <language>').choices(LANGUAGES).default('en'))
    .requiredOption('--out <file>', 'HTML to print; CSV where the name ends in .csv')
    .option('--texts <file>', 'the texts of the hotline; "report texts" writes an empty one')
    .option('--suppress-below <n>', 'hides numbers below it, and what they could be computed from', limit)
    .option('--vault <dir>', 'the folder of the vault')
    .option('--from <file>', 'an exported ledger instead of a vault; it is verified first')
    .option(
      '--entries <n>',
      'of an export: counts only the first entries, as an earlier report did',
      wholeNumber,
    )
    .option('--as <name>', 'who you are; not needed where the vault has one person')
    .option('--passphrase-file <file>', 'reads the passphrase from the first line of a file in UTF-8')
    .option('--json', 'answers with JSON alone on stdout')
    .action(async (flags: PublicationFlags) => {
      const { period, lang, out } = flags;
      const material = await materialOf(flags, shell);
      const write = out.toLowerCase().endsWith('.csv') ? publicationCsv : publicationHtml;
      const text = write(kind, material, publicationWords(lang, locales[lang]));
      await writeLines(out, once(text.split('\n').slice(0, -1)));
      const { size, root } = material.checkpoint;
      shell
        .terminal(flags)
        .answer(
          { file: out, kind, period, size, root },
          `Wrote the report to ${out}. Its figures are of the first ${size} entries.`,
        );
    });
}

function materialOf(flags: PublicationFlags, shell: Shell): Promise<PublicationMaterial> {
  const { vault, from, entries, period, ...options } = flags;
  if ((vault === undefined) === (from === undefined)) throw new UsageError('give either --vault or --from');
  if (entries !== undefined && from === undefined) throw new UsageError('--entries goes with --from');
  const own = {
    texts: options.texts === undefined ? emptyTexts() : readTexts(options.texts),
    suppressBelow: options.suppressBelow ?? null,
    madeAt: new Date().toISOString(),
  };
  if (from === undefined)
    return withVault(shell, { ...options, vault: vault ?? '' }, (client) =>
      gatherPublication(client, period, own),
    );
  return ofExport(from, period, entries ?? null, own, shell);
}

async function ofExport(
  file: string,
  period: FiguresPeriod,
  entries: number | null,
  own: Pick<PublicationMaterial, 'texts' | 'suppressBelow' | 'madeAt'>,
  shell: Shell,
): Promise<PublicationMaterial> {
  const say = (words: string) => shell.terminal({}).say(words);
  const { hotline, figures, checkpoint } = await figuresOfExport(
    file,
    [period, periodBefore(period)],
    say,
    entries,
  );
  const [now, before] = figures;
  if (now === undefined || before === undefined) throw new Error('two periods give two figures');
  return {
    ...own,
    ...{ hotline, figures: now, before, source: 'export', subjects: null },
    checkpoint: { ...checkpoint, note: null },
  };
}

/** @throws Failure REFUSED where the file is none of texts */
function readTexts(file: string): PublicationTexts {
  let value: unknown;
  try {
    value = JSON.parse(readKeptFile(file));
  } catch (error) {
    if (error instanceof SyntaxError) throw new UsageError(`${file} is no JSON: ${error.message}`);
    throw error;
  }
  const read = PublicationTexts.safeParse(value);
  if (read.success) return read.data;
  throw new Failure({ code: 'REFUSED', data: { refusals: refusalsOf(read.error, null) } });
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('a whole number from 1');
  return Number(text);
}

function limit(text: string): number {
  const number = wholeNumber(text);
  if (number < LEAST_LIMIT) throw new InvalidArgumentError(`a number from ${LEAST_LIMIT}`);
  return number;
}

async function* once(lines: string[]): AsyncGenerator<{ lines: string[] }> {
  yield { lines };
}
