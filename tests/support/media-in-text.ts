import { pick, type SeededRandom } from '../../tools/fake-data.ts';
import { PICTURE_KINDS, type PictureKind, syntheticPicture, TEXT_ENCODINGS } from './synthetic-picture.ts';

/** The kinds of media that a hotline is most likely to be sent, and eight ways to write them into a text field. */
export const LIKELY_KINDS = PICTURE_KINDS.filter((kind) =>
  ['jpeg', 'png', 'gif', 'webp', 'avif-heic', 'mp4', 'matroska', 'pdf', 'zip'].includes(kind),
) as [PictureKind, ...PictureKind[]];
export const LIKELY_ENCODINGS = [
  'data URI',
  'base64',
  'base64url',
  'base64 in words of 8',
  'percent-encoded base64',
  'hex',
  'hex with colons',
  'percent-encoded bytes',
] as const;

/** A harmless synthetic picture or clip as text, no longer than a field takes. */
export function mediaText(
  random: SeededRandom,
  encoding: (typeof LIKELY_ENCODINGS)[number],
  longest: number,
): string {
  const kind = pick(random, LIKELY_KINDS);
  for (const bytes of [160, 96, 60, 40, 24, 18]) {
    const text = TEXT_ENCODINGS[encoding]!(syntheticPicture(kind, random, bytes));
    if (text.length <= longest) return text;
  }
  // Three characters a byte are too many for the shortest fields.
  return TEXT_ENCODINGS.base64!(syntheticPicture(kind, random, 36));
}
