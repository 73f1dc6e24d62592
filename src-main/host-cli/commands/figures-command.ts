import type { Command } from 'commander';
import type { Figures } from '../../../shared/domain/figures/figures.ts';
import type { FiguresPeriod } from '../../../shared/domain/figures/period.ts';
import { UsageError } from '../terminal/exit-code.ts';
import { figuresOfExport } from '../terminal/export-figures.ts';
import { type VaultOptions, withVault } from '../terminal/open-engine.ts';
import { periodOption } from '../terminal/period-option.ts';
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
      const [figures] =
        from !== undefined
          ? (await figuresOfExport(from, [period], (words) => terminal.say(words))).figures
          : await withVault(shell, { ...options, vault: vault ?? '' }, async (client) => [
              await client.insight.figures(period),
            ]);
      if (figures === undefined) return;
      terminal.answer(figures, figuresText(figures));
    });
}

/** Every figure with its name in the answer's JSON. */
function figuresText({ period, ...figures }: Figures): string {
  const rows = Object.entries(figures).flatMap(([group, values]) => rowsOf(group, values));
  return [`${period.from} to ${period.through}`, table(rows)].join('\n');
}

function rowsOf(name: string, value: unknown): string[][] {
  if (typeof value === 'number') return [[name, value.toLocaleString('en')]];
  const entries: [string, unknown][] = Array.isArray(value)
    ? value.map(listed)
    : Object.entries(value as Record<string, unknown>);
  if (entries.length === 0) return [[name, '0']];
  return entries.flatMap(([part, inner]) => rowsOf(`${name} ${part}`, inner));
}

/** An item of a list by its text, with its numbers. */
function listed(item: Readonly<Record<string, string | number>>): [string, Record<string, unknown>] {
  const parts = Object.entries(item);
  const text = parts.find(([, value]) => typeof value === 'string')?.[1] ?? '';
  return [String(text), Object.fromEntries(parts.filter(([, value]) => typeof value === 'number'))];
}
