import { csvCell } from './csv-cell.ts';
import { type Shown, shownTable } from './hidden-cells.ts';
import type { PublicationKind, PublicationMaterial, PublicationWords } from './publication.ts';
import { SECTIONS } from './publication-sections.ts';

/** The numbers of a publication as CSV (RFC 4180), one a line. What is not known or hidden is said in words, and is never 0. */
export function publicationCsv(
  kind: PublicationKind,
  material: PublicationMaterial,
  words: PublicationWords,
): string {
  const { from, through } = material.figures.period;
  const { origin, size, root } = material.checkpoint;
  const cell = (value: Shown): string | number => {
    if (value === null) return words.text('publication.unknown');
    return value === 'hidden' ? words.text('publication.hidden') : value;
  };
  const lines = SECTIONS[kind](material, words).flatMap(({ title, blocks }) =>
    blocks.flatMap((block) => {
      if (!('table' in block)) return [];
      const { caption, columns, rows, pooled, totals } = shownTable(block.table, material.suppressBelow);
      const all = [
        ...rows,
        ...(pooled === null ? [] : [{ name: words.text('publication.others'), values: [pooled] }]),
        ...(totals === null ? [] : [{ name: words.text('figures.total'), values: totals }]),
      ];
      return all.flatMap(({ name, values }) =>
        columns.map((column, index) => [title, caption, name, column, cell(values[index] ?? null)]),
      );
    }),
  );
  const about = [
    [words.text('settings.hotline'), material.hotline],
    [words.text('publication.period'), `${from}..${through}`],
    [words.text('publication.recount.origin'), origin],
    [words.text('publication.recount.size'), size],
    [words.text('publication.recount.root'), root],
  ].map(([name = '', value = '']) => [words.text(`publication.title.${kind}`), '', name, '', value]);
  const head = ['section', 'table', 'row', 'column', 'value'];
  return [head, ...about, ...lines].map((line) => `${line.map(csvCell).join(',')}\r\n`).join('');
}
