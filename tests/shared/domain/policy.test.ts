import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Classification, Legality } from '../../../shared/domain/assessment.ts';
import { HostingZone, Policy, PolicyCategory, policyGaps } from '../../../shared/domain/policy.ts';
import { toldBy } from '../../../shared/domain/refusal.ts';
import type { RefusalDetail } from '../../../shared/domain/refusal-detail.ts';
import { routeAssessment } from '../../../shared/domain/routing.ts';
import { witnessKeyOf } from '../../support/a-ledger-witness.ts';
import { aMemberTable, rawPolicy } from '../../support/a-policy.ts';

const BUNDLED = readdirSync(join(import.meta.dirname, '..', '..', '..', 'assets', 'policies'))
  .map((file) => file.replace(/\.json$/, ''))
  .sort();

const words = { en: 'words' };
const some = <Item>(items: readonly Item[]) => fc.subarray([...items], { minLength: 1 });

/** Any category a policy file could hold; it refers exactly when it names destinations. */
const category = fc
  .record({
    legality: some(Legality.options),
    hosting: fc.option(some(HostingZone.options), { nil: undefined }),
    classification: fc.option(some(Classification.options), { nil: undefined }),
    destinations: fc.subarray(['police', 'iccam', 'provider']),
    calm: fc.constantFrom('close' as const, 'hold' as const, 'escalate' as const),
    deadlineHours: fc.option(fc.integer({ min: 1, max: 1000 })),
  })
  .map(({ legality, hosting, classification, destinations, calm, deadlineHours }) => ({
    name: words,
    when: { legality, ...(hosting && { hosting }), ...(classification && { classification }) },
    outcome: destinations.length > 0 ? ('refer' as const) : calm,
    destinations,
    deadlineHours,
    because: words,
  }));

/** Policies made of such categories; about half are made total by a last row that takes the rest. */
const rawPolicies = fc
  .record({ rows: fc.array(category, { minLength: 1, maxLength: 8 }), rest: fc.boolean() })
  .map(({ rows, rest }) => {
    const last = {
      ...{ name: words, when: { legality: [...Legality.options] }, outcome: 'hold', destinations: [] },
      ...{ deadlineHours: null, because: words },
    };
    const categories = [...rows, ...(rest ? [last] : [])].map((row, index) => ({
      code: `c${index}`,
      ...row,
    }));
    return { ...rawPolicy('be-2017'), categories };
  });

const MEMBERS = aMemberTable({ NL: 'inhope', RO: 'confirm' });
/** A country for every zone as Belgium sees it. */
const COUNTRIES = ['BE', 'NL', 'RO', 'ZZ', null];
const judgements = Legality.options.flatMap((legality) =>
  COUNTRIES.flatMap((country) =>
    [...Classification.options, undefined].map((classification) => ({
      legality,
      hosting: { country, source: 'analyst' as const },
      classification,
    })),
  ),
);

const withCategories = (change: (categories: Record<string, unknown>[]) => unknown[]) => {
  const raw = rawPolicy('be-2017');
  return { ...raw, categories: change(raw.categories as Record<string, unknown>[]) };
};
const complaints = (raw: unknown): [string, RefusalDetail | undefined][] =>
  (Policy.safeParse(raw).error?.issues ?? []).map((issue) => [issue.path.join('.'), toldBy(issue)?.detail]);

describe('the bundled policies', () => {
  test('are these two', () => {
    expect(BUNDLED).toEqual(['be-2017', 'provider-first']);
  });

  test.each(BUNDLED)('%s passes the schema, under the name of its file', (id) => {
    expect(Policy.parse(rawPolicy(id)).id).toBe(id);
  });

  test.each(BUNDLED)('%s says everything in all four languages', (id) => {
    const policy = Policy.parse(rawPolicy(id));
    const texts = [policy.name, ...policy.categories.flatMap(({ name, because }) => [name, because])];
    expect(texts.map((text) => Object.keys(text).sort())).toEqual(texts.map(() => ['de', 'en', 'fr', 'nl']));
  });
});

describe('a policy is refused', () => {
  test('when a category is taken away, naming every combination that is left without one', () => {
    const without = (code: string) =>
      complaints(withCategories((all) => all.filter((one) => one.code !== code)));
    const uncovered = (legality: string, zone: string) =>
      ['baseline', 'national', 'unclassified'].map((kind) => [
        'categories',
        { code: 'no-category-covers', combination: [legality, zone, kind] },
      ]);
    const illegal = (zone: string) => uncovered('illegal', zone);
    const wherever = (legality: string) => HostingZone.options.flatMap((zone) => uncovered(legality, zone));
    expect(
      Object.fromEntries(
        ['1', '2', '3', 'confirm', 'unlocated', '4', 'undetermined'].map((code) => [code, without(code)]),
      ),
    ).toEqual({
      '1': illegal('own'),
      '2': illegal('inhope'),
      '3': illegal('other'),
      confirm: illegal('confirm'),
      unlocated: illegal('unknown'),
      '4': wherever('legal'),
      undetermined: wherever('undetermined'),
    });
  });

  test('when a category refers nowhere, or another one names a destination', () => {
    const change = (code: string, change: Record<string, unknown>) =>
      complaints(
        withCategories((all) => all.map((one) => (one.code === code ? { ...one, ...change } : one))),
      );
    const detail = { code: 'destinations-against-outcome' };
    expect([
      change('1', { destinations: [] }),
      change('4', { destinations: ['police'] }),
      change('confirm', { outcome: 'refer' }),
    ]).toEqual([
      [['categories.0.destinations', detail]],
      [['categories.5.destinations', detail]],
      [['categories.3.destinations', detail]],
    ]);
  });

  test('when two categories have one code, because a route is known by it', () => {
    expect(
      complaints(withCategories((all) => all.map((one) => (one.code === '3' ? { ...one, code: '1' } : one)))),
    ).toEqual([['categories.2.code', { code: 'category-twice' }]]);
  });

  test('when it trusts a channel that does not exist: a typing error would trust no channel', () => {
    expect(Policy.safeParse({ ...rawPolicy('be-2017'), trustedChannels: ['polce'] }).success).toBe(false);
  });

  test('when it has an unknown field', () => {
    expect(Policy.safeParse({ ...rawPolicy('be-2017'), skipReview: true }).success).toBe(false);
  });
});

describe('whatever a policy file holds', () => {
  test('the gaps are exactly the judgements that no category takes', () => {
    fc.assert(
      fc.property(rawPolicies, (raw) => {
        const categories = raw.categories.map((one) => PolicyCategory.parse(one));
        const policy = { ...Policy.parse(rawPolicy('be-2017')), categories };
        const zones = new Map(COUNTRIES.map((country, index) => [country, HostingZone.options[index]]));
        const unrouted = judgements.filter((judgement) => {
          try {
            routeAssessment(judgement, policy, MEMBERS);
            return false;
          } catch {
            return true;
          }
        });
        expect(policyGaps(categories).sort()).toEqual(
          unrouted
            .map(({ legality, hosting, classification }) => [
              legality,
              zones.get(hosting.country),
              classification ?? 'unclassified',
            ])
            .sort(),
        );
      }),
    );
  });

  test('one that passes its schema routes every judgement, always alike, and names destinations only to refer', () => {
    let passed = 0;
    fc.assert(
      fc.property(rawPolicies, (raw) => {
        const parsed = Policy.safeParse(raw);
        if (!parsed.success) return;
        passed += 1;
        const copy = Policy.parse(structuredClone(raw));
        for (const judgement of judgements) {
          const route = routeAssessment(judgement, parsed.data, MEMBERS);
          expect(routeAssessment(structuredClone(judgement), copy, structuredClone(MEMBERS))).toEqual(route);
          expect(route.destinations.length > 0).toBe(route.outcome === 'refer');
          const first = parsed.data.categories.find(
            ({ when }) =>
              when.legality.includes(judgement.legality) &&
              (when.hosting?.includes(route.zone) ?? true) &&
              (when.classification === undefined ||
                (judgement.classification !== undefined &&
                  when.classification.includes(judgement.classification))),
          );
          expect(route.category).toBe(first?.code);
        }
      }),
    );
    expect(passed).toBeGreaterThan(20);
  });
});

describe('the witnesses of a policy', () => {
  const [one, two] = [witnessKeyOf('w1'), witnessKeyOf('w2')];
  const problems = (witnesses: unknown) =>
    Policy.safeParse({ ...rawPolicy('be-2017'), witnesses }).error?.issues.map(({ path }) =>
      path.join('.'),
    ) ?? [];

  test('are none where it names none', () => {
    expect(Policy.parse(rawPolicy('be-2017')).witnesses).toEqual({ quorum: 0, keys: [] });
  });

  test('are verifier keys, each named once, and enough of them for the quorum', () => {
    const [name, id, key] = one.split('+');
    const renamed = `witness.example/w3+${id}+${key}`;
    expect({
      holds: [
        problems({ quorum: 2, keys: [one, two] }),
        problems({ quorum: 1, keys: [one, two] }),
        problems({ quorum: 0, keys: [] }),
      ],
      tooFew: problems({ quorum: 2, keys: [one] }),
      none: problems({ quorum: 0, keys: [one] }),
      twice: problems({ quorum: 2, keys: [one, one] }),
      oneKeyUnderTwoNames: problems({ quorum: 2, keys: [one, renamed] }),
      twoKeysUnderOneName: problems({ quorum: 2, keys: [one, two.replace('/w2', '/w1')] }),
      // The key of a log begins with 0x01 and not with 0x04; the others are not of the form.
      noWitness: [
        `${name}+${id}+AQ${key!.slice(2)}`,
        `${name}+${id}+${key!.slice(4)}`,
        `${name}+${id}`,
        `a b+${id}+${key}`,
        '',
      ].map((text) => problems({ quorum: 1, keys: [text] })),
    }).toEqual({
      holds: [[], [], []],
      tooFew: ['witnesses.quorum'],
      none: ['witnesses.quorum'],
      twice: ['witnesses.keys.1'],
      oneKeyUnderTwoNames: ['witnesses.keys.1'],
      twoKeysUnderOneName: ['witnesses.keys.1'],
      noWitness: Array.from({ length: 5 }, () => ['witnesses.keys.0']),
    });
  });
});
