import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CaseFacts, type CaseState, NO_SIGHTINGS } from '../../../shared/domain/case.ts';
import { type PriorityFacts, priorityAt, priorityOf } from '../../../shared/domain/priority.ts';
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
});
const moments = fc.integer({ min: NOW_MS - 100 * HOUR_MS, max: NOW_MS + 100 * HOUR_MS });

/** The priority of an open case at a moment. */
const openAt = (of: PriorityFacts, dueAtMs: number, nowMs: number, rules = policy) =>
  priorityAt(
    { ...priorityOf(of, rules), state: 'open', dueAt: new Date(dueAtMs).toISOString() },
    nowMs,
    rules,
  );

const situation = (facts: Partial<CaseFacts>, change: Partial<PriorityFacts> = {}): PriorityFacts => ({
  facts: { ...NO_SIGHTINGS, sightings: 1, ...facts },
  knownAs: null,
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
    }).toEqual({
      'one plain sighting': [],
      'two sightings': ['possible-new-victim 40', 'several-sightings 15'],
      'two sightings, known nationally': ['several-sightings 15'],
      'one sighting, known everywhere': ['known-baseline 10'],
      'hosted at home': ['domestic-hosting 25'],
      'hosted abroad': [],
      'from the police': ['trusted-source 20'],
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

  test('gains the points of a deadline that is near, while a person has to act', () => {
    const lasting = priorityOf(situation({ trusted: true }), policy);
    const due = (state: CaseState, afterMs: number) =>
      priorityAt({ ...lasting, state, dueAt: new Date(NOW_MS + afterMs).toISOString() }, NOW_MS, policy)
        .score;
    expect({
      'due in four hours': due('open', 4 * HOUR_MS),
      'due a moment later than that': due('open', 4 * HOUR_MS + 1),
      'overdue since a year': due('held', -8760 * HOUR_MS),
      'overdue, with a supervisor': due('escalated', -HOUR_MS),
      'overdue when it was decided': due('closed', -HOUR_MS),
      'overdue, in another case': due('merged', -HOUR_MS),
    }).toEqual({
      'due in four hours': 50,
      'due a moment later than that': 20,
      'overdue since a year': 50,
      'overdue, with a supervisor': 50,
      'overdue when it was decided': 20,
      'overdue, in another case': 20,
    });
  });

  test('never falls for one more sighting, a trusted source, hosting at home, or time going by', () => {
    fc.assert(
      fc.property(
        policies,
        situations,
        moments,
        moments,
        fc.nat({ max: 100 * HOUR_MS }),
        (rules, of, due, now, later) => {
          const { score } = openAt(of, due, now, rules);
          const { facts } = of;
          const more: PriorityFacts[] = [
            { ...of, facts: { ...facts, sightings: facts.sightings + 1 } },
            { ...of, facts: { ...facts, trusted: true } },
            { ...of, facts: { ...facts, hostingCountry: rules.jurisdiction } },
          ];
          for (const one of more) expect(openAt(one, due, now, rules).score).toBeGreaterThanOrEqual(score);
          expect(openAt(of, due, now + later, rules).score).toBeGreaterThanOrEqual(score);
        },
      ),
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
    });
  });
});
