import { FigureTables } from './figure-tables.ts';
import type { FigureTable, PublicationMaterial, PublicationWords, Section } from './publication.ts';

/** Types of content that INHOPE's quarterly figures ask for and no decision at Hashline states. */
const NOT_RECORDED = [
  'notSelfGenerated',
  'textual',
  'grooming',
  'sextortion',
  'harassment',
  'hate',
  'spam',
  'queries',
] as const;

/** The figures that INHOPE asks for each quarter. */
export function inhopeSections(material: PublicationMaterial, words: PublicationWords): Section[] {
  const tables = new FigureTables(material, words);
  const section = (title: string, ...shown: FigureTable[]): Section => ({
    title: words.text(`publication.inhope.${title}`),
    level: 2,
    blocks: shown.map((table) => ({ table })),
  });
  return [
    section('reports', tables.reports(), subjects(material, words)),
    section('content', tables.legality(), tables.classification(), types(material, words)),
    section('depicted', tables.age(), tables.gender()),
    section('sites', tables.siteType(), tables.commerciality()),
    section('hosting', tables.zone()),
    section('actions', tables.addressees()),
  ];
}

/** New and known: the record alone does not know which subjects of a file were known. */
function subjects({ subjects: known, source }: PublicationMaterial, words: PublicationWords): FigureTable {
  const say = (key: string) => words.text(`publication.${key}`);
  return {
    caption: say('caption.subjects'),
    columns: [say('column.number')],
    rows: [
      { name: say('row.unique'), values: [known === null ? null : known.all - known.duplicates] },
      { name: say('row.duplicate'), values: [known?.duplicates ?? null] },
    ],
    adds: 'parts',
    ...(source === 'vault' ? {} : { note: say('subjectsUnknown') }),
  };
}

function types({ figures }: PublicationMaterial, words: PublicationWords): FigureTable {
  const say = (key: string) => words.text(`publication.${key}`);
  const { selfGenerated, modelling, virtual } = figures.illegal;
  const counted = { selfGenerated, modelling, virtual };
  return {
    caption: say('caption.types'),
    columns: [say('column.number')],
    rows: [
      ...Object.entries(counted).map(([name, count]) => ({
        ...{ name: words.text(`assess.${name}`), values: [count] },
      })),
      {
        name: words.text('enum.reason.nudism-or-not-sexualised'),
        values: [figures.decided.byReason['nudism-or-not-sexualised'] ?? 0],
      },
      ...NOT_RECORDED.map((name) => ({ name: say(`row.${name}`), values: [null] })),
    ],
    adds: 'apart',
    note: say('typesNote'),
  };
}
