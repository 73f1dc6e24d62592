import fc from 'fast-check';
import { Classification, Legality } from '../../shared/domain/assessment.ts';
import { PersonId } from '../../shared/domain/ids.ts';
import type { MemberTable } from '../../shared/domain/member-table.ts';
import { HostingZone, Policy } from '../../shared/domain/policy.ts';
import type { Protocol } from '../../shared/domain/protocol.ts';
import { witnessKeyOf } from './a-ledger-witness.ts';
import { aMemberTable, rawPolicy } from './a-policy.ts';

/** Two people of the hotline, so that rates by person apply to people who exist. */
export const PEOPLE = ['01900000-0000-7000-8000-000000000001', '01900000-0000-7000-8000-000000000002'].map(
  (id) => PersonId.parse(id),
);

const some = <Item>(items: readonly Item[]) => fc.subarray([...items], { minLength: 1 });
const words = (text: string) => fc.constantFrom({ en: text }, { en: text, nl: `${text} nl` });
const rate = fc.constantFrom(0, 0.05, 0.5, 1);

const category = fc
  .record({
    legality: some(Legality.options),
    hosting: fc.option(some(HostingZone.options), { nil: undefined }),
    classification: fc.option(some(Classification.options), { nil: undefined }),
    destinations: fc.subarray(['police', 'iccam', 'provider']),
    calm: fc.constantFrom('close' as const, 'hold' as const, 'escalate' as const),
    deadlineHours: fc.option(fc.integer({ min: 1, max: 100 })),
    name: words('name'),
  })
  .map(({ legality, hosting, classification, destinations, calm, ...rest }) => ({
    ...rest,
    when: { legality, ...(hosting && { hosting }), ...(classification && { classification }) },
    outcome: destinations.length > 0 ? ('refer' as const) : calm,
    destinations,
    because: { en: 'because' },
  }));

/** Valid policies: whatever their rows are, the last one takes the rest. */
export const arbitraryPolicy: fc.Arbitrary<Policy> = fc
  .record({
    rows: fc.array(category, { maxLength: 5 }),
    version: fc.integer({ min: 1, max: 9 }),
    rates: fc.record({ illegal: rate, legal: rate, undetermined: rate }),
    byCategory: fc.option(rate, { nil: undefined }),
    byPerson: fc.dictionary(fc.constantFrom(...PEOPLE), rate, { maxKeys: 2 }),
    dutyMinutesPerDay: fc.integer({ min: 1, max: 300 }),
    matching: fc.record({
      floodCases: fc.integer({ min: 1, max: 100 }),
      floodHours: fc.integer({ min: 1, max: 48 }),
      oneStroke: fc.boolean(),
    }),
    blocking: fc.record({
      export: fc.boolean(),
      dedicatedHosts: fc.subarray(['one.example', 'two.example']),
    }),
    witnesses: fc
      .subarray(['w1', 'w2', 'w3'])
      .map((names) => ({ quorum: Math.ceil(names.length / 2), keys: names.map(witnessKeyOf) })),
  })
  .map(({ rows, version, rates, byCategory, byPerson, dutyMinutesPerDay, matching, blocking, witnesses }) => {
    const raw = rawPolicy('be-2017') as { review: object; session: object };
    const last = {
      ...{ name: { en: 'rest' }, when: { legality: [...Legality.options] }, outcome: 'hold' as const },
      ...{ destinations: [], deadlineHours: null, because: { en: 'because' } },
    };
    return Policy.parse({
      ...raw,
      version,
      matching,
      blocking,
      witnesses,
      categories: [...rows, last].map((row, index) => ({ code: `c${index}`, ...row })),
      review: {
        ...raw.review,
        secondReviewRate: rates,
        secondReviewByCategory: byCategory === undefined ? {} : { c0: byCategory },
        secondReviewByPerson: byPerson,
      },
      session: { ...raw.session, dutyMinutesPerDay },
    });
  });

const arbitraryMembers: fc.Arbitrary<MemberTable> = fc
  .dictionary(fc.constantFrom('NL', 'RO', 'VN'), fc.constantFrom('inhope' as const, 'confirm' as const))
  .map(aMemberTable);

export const arbitraryProtocol: fc.Arbitrary<Protocol> = fc.record({
  policy: arbitraryPolicy,
  members: arbitraryMembers,
});

/** An assessment as a dry run looks at it. */
export const arbitraryJudged = fc.record({
  judgement: fc.record({
    legality: fc.constantFrom(...Legality.options),
    hosting: fc.constantFrom('BE', 'NL', 'RO', 'VN', null).map((country) => ({
      country: country as never,
      source: 'analyst' as const,
    })),
    classification: fc.constantFrom(...Classification.options, undefined),
  }),
  person: fc.constantFrom(...PEOPLE),
});
