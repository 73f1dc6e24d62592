import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { factsOfProtocol, protocolDifferences } from '../../../shared/domain/policy-difference.ts';
import { aMemberTable, aPolicy } from '../../support/a-policy.ts';
import { arbitraryProtocol } from '../../support/arbitrary-policy.ts';

const members = aMemberTable({ NL: 'inhope', RO: 'confirm' });

describe('what differs between two protocols', () => {
  test('is nothing of the same one, and never the version alone', () => {
    fc.assert(
      fc.property(arbitraryProtocol, fc.integer({ min: 1, max: 99 }), (protocol, version) => {
        const renumbered = { ...protocol, policy: { ...protocol.policy, version } };
        expect(protocolDifferences(protocol, renumbered)).toEqual([]);
      }),
    );
  });

  test('is the same seen from the other side', () => {
    fc.assert(
      fc.property(arbitraryProtocol, arbitraryProtocol, (one, other) => {
        const there = protocolDifferences(one, other).map(({ before, after, ...of }) => ({
          ...of,
          before: after,
          after: before,
        }));
        const back = protocolDifferences(other, one);
        expect(new Set(back.map((row) => JSON.stringify(row)))).toEqual(
          new Set(there.map(({ field, of, before, after }) => JSON.stringify({ field, of, before, after }))),
        );
      }),
    );
  });

  test('turns what the one says into what the other says: nothing is left out', () => {
    fc.assert(
      fc.property(arbitraryProtocol, arbitraryProtocol, (one, other) => {
        const key = (fact: { field: string; of: readonly string[] }) => [fact.field, ...fact.of].join(' ');
        const said = new Map(factsOfProtocol(one).map((fact) => [key(fact), fact.value]));
        for (const difference of protocolDifferences(one, other)) {
          if (difference.after === undefined) said.delete(key(difference));
          else said.set(key(difference), difference.after);
        }
        expect([...said].sort()).toEqual(
          factsOfProtocol(other)
            .map((fact) => [key(fact), fact.value])
            .sort(),
        );
      }),
    );
  });

  test('names a fact once', () => {
    fc.assert(
      fc.property(arbitraryProtocol, (protocol) => {
        const keys = factsOfProtocol(protocol).map(({ field, of }) => JSON.stringify([field, ...of]));
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });

  test('tells an added category, a changed deadline and a country whose membership was confirmed', () => {
    const policy = aPolicy();
    const [first, ...rest] = policy.categories;
    const after = {
      policy: { ...policy, categories: [{ ...first!, deadlineHours: null }, ...rest] },
      members: aMemberTable({ NL: 'inhope', RO: 'inhope' }),
    };
    expect(protocolDifferences({ policy, members }, after)).toEqual([
      { field: 'category.deadlineHours', of: ['1'], before: 24, after: null },
      { field: 'member.routing', of: ['RO'], before: 'confirm', after: 'inhope' },
      { field: 'member.confidence', of: ['RO'], before: 'D', after: 'A' },
    ]);
    const without = { policy: { ...policy, categories: rest }, members };
    expect(
      protocolDifferences(without, { policy, members }).map(({ field, before }) => [field, before]),
    ).toEqual([
      ['category.order', ['2', '3', 'confirm', 'unlocated', '4', 'undetermined']],
      ...['en', 'nl', 'fr', 'de'].map(() => ['category.name', undefined]),
      ['category.legality', undefined],
      ['category.hosting', undefined],
      ['category.classification', undefined],
      ['category.outcome', undefined],
      ['category.destinations', undefined],
      ['category.deadlineHours', undefined],
      ...['en', 'nl', 'fr', 'de'].map(() => ['category.because', undefined]),
    ]);
  });
});
