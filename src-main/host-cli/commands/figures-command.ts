import { createReadStream } from 'node:fs';
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { countFigures, countUnread } from '../../../shared/domain/figures/count-figures.ts';
import { endFigures } from '../../../shared/domain/figures/end-figures.ts';
import type { Figures } from '../../../shared/domain/figures/figures.ts';
import { beginFigures } from '../../../shared/domain/figures/figures-so-far.ts';
import { type FiguresPeriod, readPeriod } from '../../../shared/domain/figures/period.ts';
import type { Entry } from '../../../shared/ledger/entry.ts';
import { exportLines } from '../../../shared/ledger/export-file.ts';
import { happeningOf } from '../../../shared/ledger/happening-of.ts';
import { verifyExportFile } from '../../engine/audit/verify-export-file.ts';
import { IntegrityError, UsageError } from '../terminal/exit-code.ts';
import { type VaultOptions, withVault } from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import { table } from '../terminal/terminal.ts';

interface FiguresFlags extends Omit<VaultOptions, 'vault'> {
  vault?: string;
  from?: string;
  period: FiguresPeriod;
}

/** The figures of a period, of a vault or of an exported ledger. */
export function addFiguresCommand(program: Command, shell: Shell): void {
  program
    .command('figures')
    .description('the figures of a period, as docs/figures.md defines them')
    .requiredOption(
      '--period <period>',
      '2026, 2026-11 or 2026-10-01..2026-12-31, both days included',
      periodOption,
    )
    .option('--vault <dir>', 'the folder of the vault')
    .option('--from <file>', 'an exported ledger instead of a vault; it is verified first')
    .option('--as <name>', 'who you are; not needed where the vault has one person')
    .option('--passphrase-file <file>', 'reads the passphrase from the first line of a file in UTF-8')
    .option('--json', 'answers with JSON alone on stdout')
    .action(async ({ vault, from, period, ...options }: FiguresFlags) => {
      const terminal = shell.terminal(options);
      if ((vault === undefined) === (from === undefined))
        throw new UsageError('give either --vault or --from');
      const figures =
        from !== undefined
          ? await figuresOfExport(from, period, (words) => terminal.say(words))
          : await withVault(shell, { ...options, vault: vault ?? '' }, (client) =>
              client.insight.figures(period),
            );
      terminal.answer(figures, figuresText(figures));
    });
}

function periodOption(text: string): FiguresPeriod {
  const period = readPeriod(text);
  if (period === null)
    throw new InvalidArgumentError('write it like 2026, 2026-11 or 2026-10-01..2026-12-31');
  return period;
}

/** @throws IntegrityError where the export is not as it was signed: no figure follows from it */
async function figuresOfExport(
  file: string,
  period: FiguresPeriod,
  say: (words: string) => void,
): Promise<Figures> {
  const found = await verifyExportFile(() => createReadStream(file));
  if (!found.ok) throw new IntegrityError(`${file} is not as it was signed: run "audit verify ${file}"`);
  const idle = new Set(found.withoutEffect.map(({ seq }) => seq));
  if (idle.size < found.late + found.overtaken)
    throw new IntegrityError(`${file} has more entries without effect than can be told apart`);
  if (idle.size > 0) say(`${idle.size} entries came too late to have an effect, and are in no figure`);
  const state = beginFigures(period);
  let seq = -1;
  for await (const line of exportLines(createReadStream(file))) {
    const value = JSON.parse(line) as Partial<Entry>;
    if (value.kind === undefined || value.at === undefined || value.data === undefined) continue;
    seq++;
    const happening = happeningOf({ kind: value.kind, at: value.at, data: value.data });
    if (happening === 'unread') countUnread(state);
    else countFigures(state, idle.has(seq) ? null : happening);
  }
  return endFigures(state);
}

/** Every figure with its name in the answer's JSON. */
function figuresText({ period, ...figures }: Figures): string {
  const rows = Object.entries(figures).flatMap(([group, values]) => rowsOf(group, values));
  return [`${period.from} to ${period.through}`, table(rows)].join('\n');
}

function rowsOf(name: string, value: unknown): string[][] {
  if (typeof value === 'number') return [[name, value.toLocaleString('en')]];
  const entries = Object.entries(value as Record<string, unknown>);
  if (entries.length === 0) return [[name, '0']];
  return entries.flatMap(([part, inner]) => rowsOf(`${name} ${part}`, inner));
}
