import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ListMeaning, ListTrust } from '../../../shared/domain/hash-list.ts';
import { supersedes } from '../../../shared/domain/list-record.ts';
import { type ListOpinion, weighLists } from '../../../shared/domain/list-verdict.ts';
import { arbitraryDate } from '../../support/a-hash-list.ts';

const says = (meaning: ListMeaning, trust: ListTrust = 'medium'): ListOpinion => ({ meaning, trust });
const arbitraryOpinion = fc.record({
  meaning: fc.constantFrom(...ListMeaning.options),
  trust: fc.constantFrom(...ListTrust.options),
});

describe('lists that hold the same value', () => {
  test.each<[string, ListOpinion[], ReturnType<typeof weighLists>]>([
    ['none', [], { meaning: null, trust: null, suppressed: false, conflict: false }],
    [
      'the stronger claim stands, with the trust of its best list',
      [says('national', 'high'), says('baseline', 'low'), says('watch'), says('baseline', 'medium')],
      { meaning: 'baseline', trust: 'medium', suppressed: false, conflict: false },
    ],
    [
      'illegal and legal is a conflict, however trusted the legal list',
      [says('known-legal', 'high'), says('national', 'low')],
      { meaning: 'national', trust: 'low', suppressed: false, conflict: true },
    ],
    [
      'legal and watched is none',
      [says('known-legal'), says('watch')],
      { meaning: 'known-legal', trust: 'medium', suppressed: false, conflict: false },
    ],
    [
      'a negative list suppresses, and it stays visible what',
      [says('negative', 'low'), says('baseline', 'high')],
      { meaning: 'baseline', trust: 'high', suppressed: true, conflict: false },
    ],
    [
      'a negative list alone says nothing else',
      [says('negative')],
      { meaning: null, trust: null, suppressed: true, conflict: false },
    ],
  ])('%s', (_, opinions, verdict) => {
    expect(weighLists(opinions)).toEqual(verdict);
  });

  test('say the same in any order and any number of times', () => {
    fc.assert(
      fc.property(fc.array(arbitraryOpinion, { maxLength: 6 }), (opinions) => {
        expect(weighLists([...opinions, ...opinions].reverse())).toEqual(weighLists(opinions));
      }),
    );
  });

  test('never say less because one more speaks', () => {
    const rank = ['baseline', 'national', 'known-legal', 'watch', null];
    fc.assert(
      fc.property(fc.array(arbitraryOpinion, { maxLength: 6 }), arbitraryOpinion, (opinions, one) => {
        const [before, after] = [weighLists(opinions), weighLists([...opinions, one])];
        expect(rank.indexOf(after.meaning)).toBeLessThanOrEqual(rank.indexOf(before.meaning));
        expect([after.suppressed || !before.suppressed, after.conflict || !before.conflict]).toEqual([
          true,
          true,
        ]);
      }),
    );
  });
});

describe('records of one id', () => {
  const arbitraryRecord = fc.record({ updatedAt: fc.option(arbitraryDate) });

  test.each([
    ['a newer one', '2026-01-02T00:00:00.000Z', '2026-01-01T00:00:00.000Z', true],
    ['an older one', '2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z', false],
    ['one of the same moment', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', true],
    ['one of the same moment, written otherwise', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000Z', true],
    ['one without a date, against one with', null, '2026-01-01T00:00:00.000Z', false],
    ['one with a date, against one without', '2026-01-01T00:00:00.000Z', null, true],
    ['one without a date, against another', null, null, true],
  ])('%s that is read later', (_, later, earlier, expected) => {
    expect(supersedes({ updatedAt: later }, { updatedAt: earlier })).toBe(expected);
  });

  test('leave the newest standing in whatever order they are read', () => {
    fc.assert(
      fc.property(fc.array(arbitraryRecord, { minLength: 1, maxLength: 8 }), (records) => {
        const last = records.reduce((standing, record) => (supersedes(record, standing) ? record : standing));
        const times = records.map(({ updatedAt }) => (updatedAt === null ? '' : updatedAt)).sort();
        expect(last.updatedAt ?? '').toBe(times.at(-1));
      }),
    );
  });
});
