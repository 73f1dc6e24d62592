import fc from 'fast-check';
import type { SightingFacts } from '../../shared/domain/case.ts';
import { Channel, type Instant } from '../../shared/domain/report.ts';

const FROM_MS = Date.parse('2026-01-01T00:00:00.000Z');

/** Instants close enough to collide, in every spelling the schema allows. */
export const arbitraryInstant: fc.Arbitrary<Instant> = fc
  .record({ ms: fc.integer({ min: 0, max: 4000 }), spelling: fc.nat({ max: 3 }) })
  .map(({ ms, spelling }) => {
    const text = new Date(FROM_MS + ms).toISOString();
    if (spelling === 0) return text.replace(/\.\d{3}Z$/, 'Z');
    if (spelling === 1) return text.replace(/\d\dZ$/, 'Z');
    return spelling === 2 ? text.replace('Z', '000Z') : text;
  });

export const arbitrarySighting: fc.Arbitrary<SightingFacts> = fc.record({
  receivedAt: fc.option(arbitraryInstant),
  hostingCountry: fc.option(fc.constantFrom('BE', 'NL', 'US')),
  trusted: fc.boolean(),
  channel: fc.constantFrom(...Channel.options),
});
