import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CaseFacts, factsOf, joinFacts, NO_SIGHTINGS } from '../../../shared/domain/case.ts';
import { Channel } from '../../../shared/domain/report.ts';
import { arbitrarySighting } from '../../support/arbitrary-sighting.ts';

const factsOfAll = (sightings: readonly Parameters<typeof factsOf>[0][]): CaseFacts =>
  sightings.map(factsOf).reduce(joinFacts, NO_SIGHTINGS);
/** The facts of none, one or several sightings. */
const someFacts = fc.array(arbitrarySighting, { maxLength: 4 }).map(factsOfAll);

const at = (second: string) => `2026-11-21T18:00:${second}Z`;
const seen = (receivedAt: string | null, hostingCountry: string | null, trusted = false) =>
  factsOf({ receivedAt, hostingCountry, trusted, channel: 'phone' });

describe('the facts of sightings', () => {
  test('join associatively: it does not matter which workstation joined first', () => {
    fc.assert(
      fc.property(someFacts, someFacts, someFacts, (a, b, c) => {
        expect(joinFacts(joinFacts(a, b), c)).toEqual(joinFacts(a, joinFacts(b, c)));
      }),
    );
  });

  test('join commutatively', () => {
    fc.assert(
      fc.property(someFacts, someFacts, (a, b) => {
        expect(joinFacts(a, b)).toEqual(joinFacts(b, a));
      }),
    );
  });

  test('are left as they are by no sightings', () => {
    fc.assert(
      fc.property(someFacts, (facts) => {
        expect([joinFacts(facts, NO_SIGHTINGS), joinFacts(NO_SIGHTINGS, facts)]).toEqual([facts, facts]);
      }),
    );
  });

  test('come out alike in whatever order, and in whatever portions, the reports arrive', () => {
    const shuffled = fc.array(arbitrarySighting, { maxLength: 12 }).chain((sightings) =>
      fc.record({
        sightings: fc.constant(sightings),
        order: fc.shuffledSubarray(sightings, { minLength: sightings.length }),
        cut: fc.nat({ max: sightings.length }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ sightings, order, cut }) => {
        const portions = joinFacts(factsOfAll(order.slice(0, cut)), factsOfAll(order.slice(cut)));
        expect(portions).toEqual(factsOfAll(sightings));
      }),
    );
  });

  test('are what the sightings say: how many, the first, the last, whether any source is trusted', () => {
    fc.assert(
      fc.property(fc.array(arbitrarySighting, { maxLength: 12 }), (sightings) => {
        const facts = factsOfAll(sightings);
        const times = sightings.flatMap((s) => (s.receivedAt === null ? [] : [Date.parse(s.receivedAt)]));
        const time = (text: string | null) => (text === null ? null : Date.parse(text));
        expect({
          ...facts,
          firstReceivedAt: time(facts.firstReceivedAt),
          lastReceivedAt: time(facts.lastReceivedAt),
        }).toEqual({
          sightings: sightings.length,
          firstReceivedAt: times.length === 0 ? null : Math.min(...times),
          lastReceivedAt: times.length === 0 ? null : Math.max(...times),
          trusted: sightings.some(({ trusted }) => trusted),
          channels: Channel.options.filter((one) => sightings.some(({ channel }) => channel === one)),
          hostingCountry: expect.toSatisfy((country: string | null) =>
            country === null
              ? sightings.every(({ hostingCountry }) => hostingCountry === null)
              : sightings.some(({ hostingCountry }) => hostingCountry === country),
          ),
          hostingNamedAt: facts.hostingNamedAt,
        });
        expect(CaseFacts.safeParse(facts).success).toBe(true);
      }),
    );
  });

  test('take the country the latest report names, not the report that came in last without one', () => {
    expect([seen(at('01'), 'NL'), seen(at('03'), null), seen(at('02'), 'BE')].reduce(joinFacts)).toEqual({
      sightings: 3,
      firstReceivedAt: at('01'),
      lastReceivedAt: at('03'),
      hostingCountry: 'BE',
      hostingNamedAt: at('02'),
      trusted: false,
      channels: ['phone'],
    });
  });

  test('take a country from a report with a date before one without, and the first by name between equals', () => {
    const country = (...facts: CaseFacts[]) => facts.reduce(joinFacts).hostingCountry;
    expect([
      country(seen(null, 'BE'), seen(at('01'), 'NL')),
      country(seen(at('01'), 'NL'), seen(at('01'), 'BE')),
      country(seen(null, 'US'), seen(null, 'NL')),
    ]).toEqual(['NL', 'BE', 'NL']);
  });

  test('are ordered by the time an instant says, not by its spelling', () => {
    expect(joinFacts(seen(at('00'), 'NL'), seen(at('00.500'), 'BE'))).toEqual({
      sightings: 2,
      firstReceivedAt: at('00'),
      lastReceivedAt: at('00.500'),
      hostingCountry: 'BE',
      hostingNamedAt: at('00.500'),
      trusted: false,
      channels: ['phone'],
    });
  });
});
