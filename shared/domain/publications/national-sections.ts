import { FigureTables } from './figure-tables.ts';
import type { FigureTable, PublicationMaterial, PublicationWords, Section } from './publication.ts';
import { GOALS, type GoalId } from './publication-texts.ts';

/**
 * The yearly report in the form of the Global Alliance Against Child Sexual Abuse Online: four policy targets, and for
 * each operational goal A. the implementation of announced measures, B. progress, C. follow-up actions.
 */
export function nationalSections(material: PublicationMaterial, words: PublicationWords): Section[] {
  const say = (key: string) => words.text(`publication.${key}`);
  const targets = Object.entries(GOALS).flatMap(([target, goals]): Section[] => [
    { title: say(`national.target.t${target}`), level: 2, blocks: [] },
    ...goals.map((goal): Section => goalSection(goal, material, words)),
  ]);
  const tables = new FigureTables(material, words);
  return [
    {
      title: say('national.overview'),
      level: 2,
      blocks: [{ table: tables.reports() }, { table: tables.legality() }],
    },
    ...targets,
  ];
}

function goalSection(goal: GoalId, material: PublicationMaterial, words: PublicationWords): Section {
  const say = (key: string) => words.text(`publication.${key}`);
  const { implementation, progress, followUp } = material.texts.goals[goal];
  const tables = tablesOf(goal, material, words);
  return {
    title: `${goal} ${say(`national.goal.g${goal.replace('.', '')}`)}`,
    level: 3,
    blocks: [
      { heading: say('national.a'), text: implementation },
      { heading: say('national.b'), ...(progress === '' && tables.length > 0 ? {} : { text: progress }) },
      ...tables.map((table) => ({ table })),
      { heading: say('national.c'), text: followUp },
    ],
  };
}

/** The figures that say something of a goal's progress. The record has none for the third target. */
function tablesOf(
  goal: GoalId,
  material: PublicationMaterial,
  words: PublicationWords,
): readonly FigureTable[] {
  const tables = new FigureTables(material, words);
  const of: Readonly<Record<GoalId, readonly FigureTable[]>> = {
    '1.1': [
      statedBases(material, words),
      consultations(material, words),
      tables.age(),
      tables.gender(),
      tables.marks(),
    ],
    '2.1': [tables.classification()],
    '2.2': [tables.addressees(), tables.country()],
    '3.1': [],
    '3.2': [],
    '4.1': [tables.matches(), tables.siteType(), tables.commerciality()],
    '4.2': [
      tables.days('speedOfNotice', ['receiptToDecision', 'receiptToDelivery', 'deliveryToAcknowledgement']),
      tables.days('speedOfTakedown', ['deliveryToRemoval', 'receiptToRemoval']),
      tables.takedown(),
    ],
  };
  return of[goal];
}

/** Contributions and consultations that the hotline states; no record counts them. */
function statedBases({ texts }: PublicationMaterial, words: PublicationWords): FigureTable {
  const say = (key: string) => words.text(`publication.${key}`);
  return {
    caption: say('caption.statedBases'),
    columns: ['contributed', 'contributedBefore', 'consulted', 'found'].map((name) => say(`column.${name}`)),
    rows: texts.bases.map(({ base, contributed, contributedBefore, consulted, found }) => ({
      ...{ name: base, values: [contributed, contributedBefore, consulted, found] },
    })),
    adds: 'apart',
  };
}

function consultations({ figures }: PublicationMaterial, words: PublicationWords): FigureTable {
  const say = (key: string) => words.text(`publication.${key}`);
  return {
    caption: say('caption.consultations'),
    columns: [say('column.consulted'), say('column.found')],
    rows: figures.consultations.map(({ base, consulted, found }) => ({
      name: base,
      values: [consulted, found],
    })),
    adds: 'apart',
  };
}
