import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Legality } from '../../../shared/domain/assessment.ts';
import { CaseState } from '../../../shared/domain/case.ts';
import { KnownAs } from '../../../shared/domain/case-match.ts';
import { PersonId } from '../../../shared/domain/ids.ts';
import { eachOnce } from '../../../shared/domain/kin.ts';
import {
  assessmentFor,
  type CaseAmongMany,
  SaidOfMany,
  whyLeftOut,
} from '../../../shared/domain/together.ts';

const [ME, OTHER] = ['01920000-0000-7000-8000-000000000001', '01920000-0000-7000-8000-000000000002'].map(
  (id) => PersonId.parse(id),
) as [PersonId, PersonId];
const analyst = { id: ME, role: 'analyst' as const };
const supervisor = { id: ME, role: 'supervisor' as const };
const FREE: CaseAmongMany = {
  state: 'open',
  assignedTo: null,
  claimedBy: null,
  knownAs: null,
  isHidden: false,
  isOpenElsewhere: false,
};
const why = (members: Partial<CaseAmongMany>, person: typeof analyst | typeof supervisor = analyst) =>
  whyLeftOut({ ...FREE, ...members }, person, { legality: 'illegal' });

describe('a case among many', () => {
  test('is decided where it waits and nobody else has it', () => {
    expect([why({}), why({ state: 'held' }), why({ claimedBy: ME }), why({ assignedTo: ME })]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  test('is left out with the reason that comes first', () => {
    expect({
      merged: why({ state: 'merged', isHidden: true }),
      hidden: why({ isHidden: true, state: 'closed' }),
      referred: why({ state: 'referred', assignedTo: OTHER }),
      closed: why({ state: 'closed' }),
      escalated: why({ state: 'escalated' }),
      given: why({ assignedTo: OTHER, claimedBy: OTHER }),
      claimed: why({ claimedBy: OTHER, isOpenElsewhere: true }),
      elsewhere: why({ isOpenElsewhere: true }),
    }).toEqual({
      merged: 'merged',
      hidden: 'second-review',
      referred: 'decided',
      closed: 'decided',
      escalated: 'for-supervisor',
      given: 'given',
      claimed: 'claimed',
      elsewhere: 'open-elsewhere',
    });
  });

  test('that waits for a supervisor is decided by one, who takes nobody’s case with the others', () => {
    expect([why({ state: 'escalated' }, supervisor), why({ assignedTo: OTHER }, supervisor)]).toEqual([
      null,
      'given',
    ]);
  });

  test('is called legal with others only where no list knows it as illegal', () => {
    const said = (legality: Legality, knownAs: KnownAs | null) =>
      whyLeftOut({ ...FREE, knownAs }, analyst, { legality });
    expect(
      Legality.options.map((legality) => [null, ...KnownAs.options].map((known) => said(legality, known))),
    ).toEqual([
      [null, null, null, null],
      [null, 'listed', 'listed', null],
      [null, null, null, null],
    ]);
  });

  test('is never decided where a single decision would be refused', () => {
    const person = fc.constantFrom(null, ME, OTHER);
    const among = fc.record({
      state: fc.constantFrom(...CaseState.options),
      assignedTo: person,
      claimedBy: person,
      knownAs: fc.constantFrom(null, ...KnownAs.options),
      isHidden: fc.boolean(),
      isOpenElsewhere: fc.boolean(),
    });
    fc.assert(
      fc.property(among, fc.constantFrom(...Legality.options), (one, legality) => {
        fc.pre(whyLeftOut(one, analyst, { legality }) === null);
        expect(one).toMatchObject({ isHidden: false, isOpenElsewhere: false });
        expect(['open', 'held']).toContain(one.state);
        expect([null, ME]).toContain(one.assignedTo);
        expect([null, ME]).toContain(one.claimedBy);
      }),
    );
  });
});

test('what is said of many is said of each, with the country of its own reports where it is left to them', () => {
  const said = { legality: 'illegal', classification: 'baseline', note: 'alike' } as const;
  const reported = SaidOfMany.parse({ ...said, hosting: 'as-reported' });
  const typed = SaidOfMany.parse({ ...said, hosting: { country: 'BE', source: 'registry' } });
  const rest = { ...said, reasons: [] };
  expect([
    assessmentFor(reported, { hostingCountry: 'NL' as never }),
    assessmentFor(reported, { hostingCountry: null }),
    assessmentFor(typed, { hostingCountry: 'NL' as never }),
  ]).toEqual([
    { ...rest, hosting: { country: 'NL', source: 'reported' } },
    { ...rest, hosting: { country: null, source: 'unknown' } },
    { ...rest, hosting: { country: 'BE', source: 'registry' } },
  ]);
});

test('kin are named once, with the strongest kind, and the others say how many were named above', () => {
  const of = (...ids: string[]) => ({ cases: ids.map((id) => ({ case: id })) });
  expect(eachOnce([of('a', 'b'), of('b', 'c'), of('a', 'b', 'c')])).toEqual([
    { ...of('a', 'b'), above: 0 },
    { ...of('c'), above: 1 },
    { ...of(), above: 3 },
  ]);
});
