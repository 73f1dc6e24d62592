import { type Find, type FoundInText, findInText } from '../../../shared/domain/find-in-text.ts';
import { restOfText } from '../../../shared/domain/rest-of-text.ts';
import { plainLines } from '../../../shared/domain/text-encoding.ts';
import type { TypedReport } from './manual-report-input.ts';

/** Longest text that is searched in the page; a longer one would stop it for seconds. */
export const LONGEST_PASTED = 1_000_000;
/** The most finds that a person can look through. */
export const MOST_LISTED = 200;

/** A pasted e-mail or note, and those of its finds that belong to the report. */
export interface Pasted {
  text: string;
  found: FoundInText | null;
  ticked: ReadonlySet<string>;
}

export const NOTHING_PASTED: Pasted = { text: '', found: null, ticked: new Set() };

/** Reads a pasted text; what is surely meant is ticked. What a person ticked or unticked before stays so. */
export function readPasted(text: string, before: Pasted = NOTHING_PASTED): Pasted {
  if (text.trim() === '' || text.length > LONGEST_PASTED) return { ...NOTHING_PASTED, text };
  const found = findInText(plainLines(text));
  const known = new Set(listed(before.found).map(({ key }) => key));
  const ticked = listed(found)
    .filter(({ key, isSure }) => (known.has(key) ? before.ticked.has(key) : isSure))
    .map(({ key }) => key);
  return { text, found, ticked: new Set(ticked) };
}

/** The finds that are shown. */
export const listed = (found: FoundInText | null): readonly Find[] =>
  found?.finds.slice(0, MOST_LISTED) ?? [];

export function tick(pasted: Pasted, key: string, isOn: boolean): Pasted {
  const ticked = new Set(pasted.ticked);
  if (isOn) ticked.add(key);
  else ticked.delete(key);
  return { ...pasted, ticked };
}

/** What the form holds once the ticked finds and the rest of the text were added to it. */
export function withPasted(
  typed: Pick<TypedReport, 'urls' | 'hashes' | 'narrative'>,
  { text, found, ticked }: Pasted,
): Pick<TypedReport, 'urls' | 'hashes' | 'narrative'> {
  const finds = listed(found).filter(({ key }) => ticked.has(key));
  const lines = (before: string, added: readonly string[]) =>
    [before.trimEnd(), ...added].filter((line) => line !== '').join('\n');
  const urls = finds.flatMap((find) => (find.kind === 'file' ? [] : [find.value]));
  const hashes = finds.flatMap((find) => (find.kind === 'file' ? [`${find.algorithm}:${find.value}`] : []));
  return {
    urls: lines(typed.urls, urls),
    hashes: lines(typed.hashes, hashes),
    narrative: lines(typed.narrative, [restOfText(plainLines(text), finds)]),
  };
}
