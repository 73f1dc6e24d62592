import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CaseFacts, NO_SIGHTINGS } from '../../../shared/domain/case.ts';
import { type PriorityFacts, priorityOf } from '../../../shared/domain/priority.ts';
import { aPolicy } from '../../support/a-policy.ts';

const HOUR_MS = 3_600_000;
const NOW_MS = Date.parse('2026-11-21T18:00:00.000Z');
const policy = aPolicy();

const weight = fc.integer({ min: 0, max: 100 });
/** A policy of any weights that reward, never punish. */
const policies = fc
  .record({
    priority: fc.record({
      possibleNewVictim: weight,
      severalSightings: weight,
      domesticHosting: weight,
      deadlineNear: weight,
      trustedSource: weight,
      knownBaseline: weight,
    }),
    nearHours: fc.integer({ min: 1, max: 72 }),
  })
  .map(({ priority, nearHours }) => ({ ...policy, priority, review: { ...policy.review, nearHours } }));

const situations: fc.Arbitrary<PriorityFacts> = fc.record({
  facts: fc
    .record({
      sightings: fc.integer({ min: 1, max: 5 }),
      hostingCountry: fc.option(fc.constantFrom('BE', 'NL')),
      trusted: fc.boolean(),
    })
    .map((facts) => ({ ...NO_SIGHTINGS, ...facts })),
  knownAs: fc.option(fc.constantFrom('baseline' as const, 'national' as const)),
  dueAtMs: fc.option(fc.integer({ min: NOW_MS - 100 * HOUR_MS, max: NOW_MS + 100 * HOUR_MS })),
  nowMs: fc.integer({ min: NOW_MS - 100 * HOUR_MS, max: NOW_MS + 100 * HOUR_MS }),
});

const situation = (facts: Partial<CaseFacts>, change: Partial<PriorityFacts> = {}): PriorityFacts => ({
  facts: { ...NO_SIGHTINGS, sightings: 1, ...facts },
  knownAs: null,
  dueAtMs: null,
  nowMs: NOW_MS,
  ...change,
});

describe('the priority of a case', () => {
  test('is made of these terms, each only where it holds', () => {
    const terms = (of: PriorityFacts) =>
      priorityOf(of, policy).why.map(({ code, points }) => `${code} ${points}`);
    expect({
      'one plain sighting': terms(situation({})),
      'two sightings': terms(situation({ sightings: 2 })),
      'two sightings, known nationally': terms(situation({ sightings: 2 }, { knownAs: 'national' })),
      'one sighting, known everywhere': terms(situation({}, { knownAs: 'baseline' })),
      'hosted at home': terms(situation({ hostingCountry: 'BE' })),
      'hosted abroad': terms(situation({ hostingCountry: 'NL' })),
      'from the police': terms(situation({ trusted: true })),
      'due in four hours': terms(situation({}, { dueAtMs: NOW_MS + 4 * HOUR_MS })),
      'due a moment later than that': terms(situation({}, { dueAtMs: NOW_MS + 4 * HOUR_MS + 1 })),
      'overdue since a year': terms(situation({}, { dueAtMs: NOW_MS - 8760 * HOUR_MS })),
    }).toEqual({
      'one plain sighting': [],
      'two sightings': ['possible-new-victim 40', 'several-sightings 15'],
      'two sightings, known nationally': ['several-sightings 15'],
      'one sighting, known everywhere': ['known-baseline 10'],
      'hosted at home': ['domestic-hosting 25'],
      'hosted abroad': [],
      'from the police': ['trusted-source 20'],
      'due in four hours': ['deadline-near 30'],
      'due a moment later than that': [],
      'overdue since a year': ['deadline-near 30'],
    });
  });

  test('is explained in full: the score is the sum of the terms, and no term is worth nothing', () => {
    fc.assert(
      fc.property(policies, situations, (rules, of) => {
        const { score, why } = priorityOf(of, rules);
        expect(why.reduce((sum, { points }) => sum + points, 0)).toBe(score);
        expect(why.every(({ points }) => points !== 0)).toBe(true);
        expect(new Set(why.map(({ code }) => code)).size).toBe(why.length);
      }),
    );
  });

  test('never falls for one more sighting, a trusted source, hosting at home, or time going by', () => {
    fc.assert(
      fc.property(policies, situations, fc.nat({ max: 100 * HOUR_MS }), (rules, of, laterMs) => {
        const { score } = priorityOf(of, rules);
        const { facts } = of;
        const more: PriorityFacts[] = [
          { ...of, facts: { ...facts, sightings: facts.sightings + 1 } },
          { ...of, facts: { ...facts, trusted: true } },
          { ...of, facts: { ...facts, hostingCountry: rules.jurisdiction } },
          { ...of, nowMs: of.nowMs + laterMs },
        ];
        for (const one of more) expect(priorityOf(one, rules).score).toBeGreaterThanOrEqual(score);
      }),
    );
  });

  test('stands still until the moment it says it changes, becomes near then, and stands still after', () => {
    fc.assert(
      fc.property(policies, situations, (rules, of) => {
        const { score, changesAtMs } = priorityOf(of, rules);
        if (changesAtMs === null) {
          const muchLater = priorityOf({ ...of, nowMs: of.nowMs + 1e9 }, rules);
          expect(muchLater).toEqual(priorityOf(of, rules));
          return;
        }
        expect(changesAtMs).toBeGreaterThan(of.nowMs);
        expect(priorityOf({ ...of, nowMs: changesAtMs - 1 }, rules).score).toBe(score);
        const then = priorityOf({ ...of, nowMs: changesAtMs }, rules);
        expect({ score: then.score, changesAtMs: then.changesAtMs }).toEqual({
          score: score + rules.priority.deadlineNear,
          changesAtMs: null,
        });
      }),
    );
  });

  test('can punish too where a policy says so', () => {
    const rules = { ...policy, priority: { ...policy.priority, knownBaseline: -50 } };
    expect(priorityOf(situation({ trusted: true }, { knownAs: 'baseline' }), rules)).toEqual({
      score: -30,
      why: [
        { code: 'trusted-source', points: 20 },
        { code: 'known-baseline', points: -50 },
      ],
      changesAtMs: null,
    });
  });
});
