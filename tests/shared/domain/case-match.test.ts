import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isKnownBaseline,
  type MatchFacts,
  opinionOf,
  proposalOf,
  standingsOf,
} from '../../../shared/domain/case-match.ts';
import { ListMeaning, ListTrust } from '../../../shared/domain/hash-list.ts';

const aMatch = (change: Partial<MatchFacts> = {}): MatchFacts => ({
  algorithm: 'sha256',
  distance: 0,
  meaning: 'baseline',
  trust: 'high',
  verdict: null,
  quarantined: false,
  ...change,
});

const anyMatch: fc.Arbitrary<MatchFacts> = fc
  .record({
    algorithm: fc.constantFrom('md5', 'sha1', 'sha256', 'pdq', 'photodna', 'url'),
    distance: fc.nat(31),
    meaning: fc.constantFrom(...ListMeaning.options),
    trust: fc.constantFrom(...ListTrust.options),
    verdict: fc.constantFrom(null, 'confirmed', 'rejected'),
    quarantined: fc.boolean(),
  })
  .map((match) => ({ ...match, distance: match.algorithm === 'pdq' ? match.distance : 0 }) as MatchFacts);
const matches = fc.array(anyMatch, { maxLength: 8 });

/** What `rule` makes of matches, in one word that can be compared. */
const told = (of: readonly MatchFacts[]) =>
  JSON.stringify([opinionOf(of), proposalOf(of), isKnownBaseline(of)]);

describe('what matches suggest', () => {
  test('does not depend on their order', () => {
    fc.assert(
      fc.property(matches, fc.infiniteStream(fc.nat()), (of, keys) => {
        const shuffled = of.map((match) => ({ match, key: keys.next().value ?? 0 }));
        shuffled.sort((a, b) => a.key - b.key);
        expect(told(shuffled.map(({ match }) => match))).toBe(told(of));
      }),
    );
  });

  test('does not depend on what was rejected or floods', () => {
    fc.assert(
      fc.property(matches, (of) => {
        const counting = of.filter((match) => match.verdict !== 'rejected' && !match.quarantined);
        expect(told(of)).toBe(told(counting));
      }),
    );
  });

  test('is something only where a person confirmed the match or its list is trusted, and nothing contradicts', () => {
    fc.assert(
      fc.property(matches, (of) => {
        const standings = standingsOf(of);
        const counting = of.filter((match, at) => standings[at] === 'counts' && match.meaning !== 'negative');
        const proposal = proposalOf(of);
        if (proposal === null) return;
        const saying = counting.filter(
          ({ meaning }) => meaning === (proposal.classification ?? 'known-legal'),
        );
        expect(saying.length).toBeGreaterThan(0);
        expect(saying.some(({ verdict, trust }) => verdict === 'confirmed' || trust !== 'low')).toBe(true);
        expect(proposal.legality).toBe(proposal.classification === null ? 'legal' : 'illegal');
        expect(opinionOf(of).conflict).toBe(false);
        if (proposal.because === 'confirmed')
          expect(saying.some(({ verdict }) => verdict === 'confirmed')).toBe(true);
      }),
    );
  });

  test('is never that something is legal while a list that counts calls it illegal', () => {
    fc.assert(
      fc.property(matches, (of) => {
        if (proposalOf(of)?.legality !== 'legal') return;
        const standings = standingsOf(of);
        const illegal = of.some(
          ({ meaning }, at) =>
            standings[at] === 'counts' && (meaning === 'baseline' || meaning === 'national'),
        );
        expect(illegal).toBe(false);
      }),
    );
  });

  test('agrees with what the case is known as', () => {
    fc.assert(
      fc.property(matches, (of) => {
        const { knownAs } = opinionOf(of);
        const proposal = proposalOf(of);
        if (proposal?.legality === 'illegal') expect(knownAs).toBe(proposal.classification);
        if (knownAs === 'baseline' || knownAs === 'national') expect(proposal?.classification).toBe(knownAs);
        if (knownAs === null) expect(proposal).toBe(null);
        if (isKnownBaseline(of)) expect(knownAs).toBe('baseline');
      }),
    );
  });
});

describe('a negative list', () => {
  test('that holds the file suppresses whatever it matches by', () => {
    const of = [
      aMatch({ meaning: 'negative', algorithm: 'md5' }),
      aMatch(),
      aMatch({ algorithm: 'pdq', distance: 3 }),
    ];
    expect(standingsOf(of)).toEqual(['counts', 'suppressed', 'suppressed']);
    expect(opinionOf(of)).toEqual({
      meaning: null,
      trust: null,
      suppressed: true,
      conflict: false,
      knownAs: null,
    });
  });

  test('that holds a likeness suppresses likenesses no nearer, and never the file itself', () => {
    const of = [
      aMatch({ meaning: 'negative', algorithm: 'pdq', distance: 10 }),
      aMatch({ algorithm: 'pdq', distance: 9 }),
      aMatch({ algorithm: 'pdq', distance: 10 }),
      aMatch(),
    ];
    expect(standingsOf(of)).toEqual(['counts', 'counts', 'suppressed', 'counts']);
  });

  test('says nothing where its own match was rejected, and nothing against a confirmed one', () => {
    const negative = aMatch({ meaning: 'negative' });
    expect(standingsOf([{ ...negative, verdict: 'rejected' }, aMatch()])).toEqual(['rejected', 'counts']);
    expect(standingsOf([negative, aMatch({ verdict: 'confirmed' })])).toEqual(['counts', 'counts']);
  });
});

describe('a case is known baseline material', () => {
  test.each([
    ['where the very file stands on a trusted baseline list', [aMatch()], true],
    ['not by an address', [aMatch({ algorithm: 'url' })], false],
    ['not by a likeness, however near', [aMatch({ algorithm: 'pdq' })], false],
    ['not by a list of medium trust', [aMatch({ trust: 'medium' })], false],
    ['not by a national list', [aMatch({ meaning: 'national' })], false],
    ['not where it was rejected', [aMatch({ verdict: 'rejected' })], false],
    ['not where its record floods', [aMatch({ quarantined: true })], false],
    ['not where a negative list holds it', [aMatch(), aMatch({ meaning: 'negative' })], false],
    ['not where a list calls it legal', [aMatch(), aMatch({ meaning: 'known-legal' })], false],
  ] as const)('%s', (_, of, expected) => {
    expect(isKnownBaseline(of)).toBe(expected);
  });
});
