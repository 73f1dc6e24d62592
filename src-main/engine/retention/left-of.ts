import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import type { EnclosureOf, EntryKind } from '../../../shared/ledger/kinds/all-kinds.ts';
import { withoutTextsOf } from '../intake/without-texts.ts';

type Said = Readonly<Record<string, unknown>>;

/** An enclosure without texts, and its entry's data. */
type Left<Kind extends EntryKind> = (enclosed: EnclosureOf<Kind>, data: Said) => EnclosureOf<Kind>;

/** A referral's body as it went out, without the note. */
function withoutNote(body: string): string {
  const said = JSON.parse(body) as { assessment: { judgement: Said } };
  const { assessment } = said;
  return canonicalText({
    ...said,
    assessment: { ...assessment, judgement: { ...assessment.judgement, note: '' } },
  });
}

const ofDecision = <Decided extends { note: string; bodies: string[] }>(enclosed: Decided): Decided => ({
  ...enclosed,
  note: '',
  bodies: enclosed.bodies.map(withoutNote),
});

/** The id binds the words to their digest, so that few words could be guessed with it. */
const ofAssignment: Left<'case.reassigned' | 'case.released'> = ({ id, words }, data) =>
  words === '' ? { id, words } : { id: String(data.wordsSha256), words: '' };

/** Here too the id binds the words. */
const ofStatement: Left<'takedown.stated' | 'base.consulted'> = ({ id, note }, data) =>
  note === '' ? { id, note } : { id: String(data.noteSha256), note: '' };

const withoutReason = <Judged extends { reason: string }>(enclosed: Judged): Judged => ({
  ...enclosed,
  reason: '',
});

/** Every kind whose enclosure holds texts that people wrote about a case, and what is left of it without them. */
const LEFT = {
  'intake.reported': ({ report }) => ({ report: withoutTextsOf(report) }),
  'case.reassigned': ofAssignment,
  'case.released': ofAssignment,
  'case.assessed': ofDecision,
  'assessment.overturned': ofDecision,
  'assessment.corrected': (enclosed) => ({ ...ofDecision(enclosed), reason: '' }),
  'assessment.reviewed': () => ({ note: '' }),
  'golden.answered': () => ({ note: '' }),
  'assessment.noted': ({ to }) => ({ to, words: '' }),
  'takedown.stated': ofStatement,
  'base.consulted': ofStatement,
  'match.confirmed': withoutReason,
  'match.rejected': withoutReason,
} satisfies { [Kind in EntryKind]?: Left<Kind> };

export const KINDS_WITH_TEXTS = Object.keys(LEFT) as (keyof typeof LEFT)[];

/**
 * What is left of an enclosure.
 * @param text the enclosure as it is stored
 * @returns null where it holds no texts, and stays
 */
export function leftOf(kind: keyof typeof LEFT, text: string, data: Said): Said | null {
  const left = (LEFT[kind] as (enclosed: unknown, data: Said) => Said)(JSON.parse(text), data);
  return canonicalText(left) === text ? null : left;
}
