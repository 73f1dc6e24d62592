import { type Find, linesOf, type Place } from './find-in-text.ts';
import { defangSubject } from './subject.ts';

/** Matches what is left of a line that only names a subject: bullets, marks, and the word for it. */
const LABEL_ALONE =
  /^[^\p{L}\p{N}]*(?:\d{1,3}[.)])?[^\p{L}\p{N}]*(?:url|uri|link|lien|lien web|site|web|website|address|adresse|adres|hash|md5|sha-?1|sha-?256|pdq)?[^\p{L}\p{N}]*$/iu;

/**
 * The narrative of a text whose finds become the subjects of a report. A line with nothing else on it is left out; in
 * other lines the finds stay readable, as text that no program turns into a link.
 * @param finds of the same text, those that become subjects
 */
export function restOfText(text: string, finds: readonly Find[]): string {
  const places = finds
    .flatMap((find) => find.places.map((place) => ({ place, shown: shownAs(find, text, place) })))
    .sort((a, b) => a.place.start - b.place.start);
  const lines: string[] = [];
  let next = 0;
  for (const { start, end } of linesOf(text)) {
    let [kept, without, from] = ['', '', start];
    let count = 0;
    for (let here = places[next]; here && here.place.start < end; here = places[next]) {
      const between = text.slice(from, here.place.start);
      kept += between + here.shown;
      without += `${between} `;
      from = here.place.end;
      count++;
      next++;
    }
    const after = text.slice(from, end);
    if (count === 0 || !LABEL_ALONE.test((without + after).trim())) lines.push((kept + after).trimEnd());
  }
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

const shownAs = (find: Find, text: string, { start, end }: Place): string =>
  find.kind === 'file' ? text.slice(start, end) : defangSubject(find.kind, find.value);
