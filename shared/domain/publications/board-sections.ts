import { FigureTables } from './figure-tables.ts';
import type { Compared, FigureTable, PublicationWords, Section } from './publication.ts';

/** The sheet for the board: the period beside the one before. */
export function boardSections(material: Compared, words: PublicationWords): Section[] {
  const tables = new FigureTables(material, words, true);
  const say = (key: string) => words.text(`publication.${key}`);
  const section = (title: string, ...shown: FigureTable[]): Section => ({
    ...{ title: say(`board.${title}`), level: 2, blocks: shown.map((table) => ({ table })) },
  });
  const { remarks } = material.texts.board;
  return [
    ...(remarks === ''
      ? []
      : [{ title: say('board.remarks'), level: 2, blocks: [{ text: remarks }] } as const]),
    section('work', tables.reports(), tables.legality()),
    section('illegal', tables.classification(), tables.zone()),
    section('out', tables.referrals(), tables.takedown()),
    section(
      'speed',
      tables.days('receiptToDecision', ['receiptToDecision']),
      tables.days('receiptToDelivery', ['receiptToDelivery']),
      tables.days('receiptToRemoval', ['receiptToRemoval']),
    ),
    section('quality', tables.secondReviews(), tables.changes(), tables.matches()),
  ];
}
