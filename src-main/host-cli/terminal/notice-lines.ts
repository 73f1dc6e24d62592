import type { Notice, NoticeCounts } from '../../../shared/domain/refusal.ts';
import { detailText } from './detail-text.ts';

/** Most notices of each kind that are printed; the answer in JSON holds all of them. */
const TOLD_OF_A_KIND = 5;

/** Describes notices in text: how many of each kind, and the first of them with their places. */
export function noticeLines({
  notices,
  noticeCounts,
}: {
  notices: readonly (Notice & { file?: string })[];
  noticeCounts: NoticeCounts;
}): string[] {
  return Object.entries(noticeCounts).flatMap(([kind, count]) => {
    const of = notices.filter(({ notice }) => notice === kind);
    const told = of.slice(0, TOLD_OF_A_KIND).map(noticeText);
    const more = count - told.length;
    return [`Taken all the same, ${kind} (${count}):`, ...told, ...(more > 0 ? [`  and ${more} more`] : [])];
  });
}

const noticeText = ({ file, row, field, detail }: Notice & { file?: string }): string => {
  const place = [file, row === null ? 'the file' : `row ${row}`, field].filter((part) => part != null);
  return `  ${place.join(', ')}: ${detailText(detail)}`;
};
