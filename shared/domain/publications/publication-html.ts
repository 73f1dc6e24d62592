import { escaped, paperHtml } from '../paper.ts';
import { type Shown, type ShownTable, shownTable } from './hidden-cells.ts';
import type {
  Block,
  FigureTable,
  PublicationKind,
  PublicationMaterial,
  PublicationWords,
  Section,
} from './publication.ts';
import { SECTIONS } from './publication-sections.ts';
import { recount } from './recount.ts';

/** A publication as a document to print, which stands alone and is read without colour. */
export function publicationHtml(
  kind: PublicationKind,
  material: PublicationMaterial,
  words: PublicationWords,
): string {
  const paper = new PublicationPaper(material, words);
  const title = words.text(`publication.title.${kind}`);
  const { from, through } = material.figures.period;
  return paperHtml({
    language: words.language,
    title: `${title}, ${from} – ${through}, ${material.hotline}`,
    style: STYLE,
    body: [
      `<h1>${escaped(title)}</h1>`,
      paper.about(kind),
      ...SECTIONS[kind](material, words).map((section) => paper.section(section)),
      paper.recount(kind),
    ].join('\n'),
  });
}

class PublicationPaper {
  readonly #material: PublicationMaterial;
  readonly #words: PublicationWords;

  constructor(material: PublicationMaterial, words: PublicationWords) {
    this.#material = material;
    this.#words = words;
  }

  about(kind: PublicationKind): string {
    const { hotline, figures, before, madeAt, texts, suppressBelow } = this.#material;
    const span = ({ from, through }: { from: string; through: string }) =>
      this.#say('periodDays', { from: this.#words.date(from), through: this.#words.date(through) });
    return rowsHtml([
      [this.#words.text('settings.hotline'), hotline],
      [this.#say('period'), span(figures.period)],
      ...(kind === 'board' ? [[this.#say('column.before'), span(before.period)] as const] : []),
      [this.#words.text('dossier.made'), this.#words.dateTime(madeAt)],
      [this.#say('textsVersion'), String(texts.version)],
      ...(suppressBelow === null
        ? []
        : [[this.#say('hiddenTitle'), this.#say('hiddenText', { n: suppressBelow })] as const]),
    ]);
  }

  section({ title, level, blocks }: Section): string {
    const shown = blocks.map((block) => this.#block(block)).join('\n');
    return `<section><h${level}>${escaped(title)}</h${level}>\n${shown}</section>`;
  }

  /** Which record the figures are of, and how to count them again. */
  recount(kind: PublicationKind): string {
    const { figures, checkpoint } = this.#material;
    const { entries } = figures;
    const { command, sentences } = recount(kind, this.#material, this.#words);
    return [
      `<section class="recount"><h2>${escaped(this.#say('recount.title'))}</h2>`,
      rowsHtml([
        [this.#say('recount.origin'), checkpoint.origin],
        [this.#say('recount.size'), String(checkpoint.size)],
        [this.#say('recount.root'), checkpoint.root],
        [this.#say('recount.unread'), this.#words.number(entries.unread)],
        [this.#say('recount.withheld'), this.#words.number(entries.withheld)],
      ]),
      ...sentences.map((sentence) => `<p>${escaped(sentence)}</p>`),
      `<pre>${escaped(command)}</pre>`,
      ...(checkpoint.note === null
        ? []
        : [
            `<h3>${escaped(this.#words.text('ledger.checkpoint'))}</h3>`,
            `<pre id="checkpoint">${escaped(checkpoint.note)}</pre>`,
          ]),
      '</section>',
    ].join('\n');
  }

  #block(block: Block): string {
    if ('table' in block) return this.#table(block.table);
    const heading = block.heading === undefined ? '' : `<h4>${escaped(block.heading)}</h4>`;
    if (block.text === undefined) return heading;
    const text =
      block.text === ''
        ? `<p class="soft">${escaped(this.#say('noText'))}</p>`
        : `<p class="text">${escaped(block.text)}</p>`;
    return `${heading}${text}`;
  }

  #table(table: FigureTable): string {
    const shown = shownTable(table, this.#material.suppressBelow);
    const note = shown.note === undefined ? '' : `<p class="soft">${escaped(shown.note)}</p>`;
    const caption = `<caption>${escaped(shown.caption)}</caption>`;
    if (shown.rows.length === 0 && shown.pooled === null)
      return `<table>${caption}<tbody><tr><td>${escaped(this.#say('nothing'))}</td></tr></tbody></table>${note}`;
    const heads = [...shown.columns, ...(shown.compares ? [this.#say('column.change')] : [])].map(
      (name) => `<th scope="col" class="number">${escaped(name)}</th>`,
    );
    const rows = [
      ...shown.rows.map(({ name, values }) => this.#row(name, values, shown)),
      ...(shown.pooled === null ? [] : [this.#row(this.#say('others'), [shown.pooled], shown)]),
    ];
    const totals =
      shown.totals === null
        ? ''
        : `<tfoot>${this.#row(this.#words.text('figures.total'), shown.totals, shown)}</tfoot>`;
    return [
      `<table>${caption}<thead><tr><td></td>${heads.join('')}</tr></thead>`,
      `<tbody>${rows.join('')}</tbody>${totals}</table>${note}`,
    ].join('');
  }

  #row(name: string, values: readonly Shown[], { compares }: ShownTable): string {
    const cells = values.map((value) => this.#cell(value));
    if (compares) cells.push(this.#change(values));
    return `<tr><th scope="row">${escaped(name)}</th>${cells
      .map((cell) => `<td class="number">${escaped(cell)}</td>`)
      .join('')}</tr>`;
  }

  #cell(value: Shown): string {
    if (value === null) return this.#say('unknown');
    return value === 'hidden' ? this.#say('hidden') : this.#words.number(value);
  }

  #change([now, before]: readonly Shown[]): string {
    if (typeof now !== 'number' || typeof before !== 'number') return '–';
    const sign = now > before ? '+' : now < before ? '−' : '±';
    return `${sign}${this.#words.number(Math.abs(now - before))}`;
  }

  #say(key: string, values: Readonly<Record<string, string | number>> = {}): string {
    return this.#words.text(`publication.${key}`, values);
  }
}

const rowsHtml = (rows: readonly (readonly [name: string, value: string])[]): string =>
  `<dl>${rows.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>`;

const STYLE = `
h4 { font-size: 10.5pt; margin: 3mm 0 1mm; break-after: avoid; }
.text { margin: 0 0 2mm; white-space: pre-wrap; overflow-wrap: anywhere; }
section > p.soft { margin: 0 0 2mm; font-size: 9pt; }
table { margin: 2mm 0 4mm; break-inside: avoid; }
caption { padding: 1mm 2mm; text-align: left; font-weight: 600; font-size: 10pt; }
thead td, thead th { border-bottom: 1px solid #111; font-weight: 600; vertical-align: bottom; }
tbody th { font-weight: 400; }
tfoot th, tfoot td { border-top: 1px solid #111; border-bottom: 0; font-weight: 600; }
.number { text-align: right; width: 26mm; overflow-wrap: normal; font-variant-numeric: tabular-nums; }
.recount { break-before: page; }
`;
