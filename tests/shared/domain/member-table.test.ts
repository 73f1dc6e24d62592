import { describe, expect, test } from 'vitest';
import { hostingZone, MemberTable } from '../../../shared/domain/member-table.ts';
import { aMemberTable, theMembers } from '../../support/a-policy.ts';

describe('the bundled member table', () => {
  test('passes its schema, in the order of its countries, and is dated', () => {
    const { members, asOf } = theMembers();
    const countries = members.map(({ country }) => country);
    expect({ countries: [...countries].sort(), asOf }).toEqual({ countries, asOf: '2026-02-10' });
  });

  test('relies on no doubtful membership: whatever is C or D must be confirmed', () => {
    const doubtful = theMembers().members.filter(
      ({ confidence }) => confidence === 'C' || confidence === 'D',
    );
    expect(doubtful.filter(({ routing }) => routing !== 'confirm').map(({ country }) => country)).toEqual([]);
    expect(doubtful.length).toBeGreaterThan(0);
  });
});

describe('a member table is refused', () => {
  const row = (country: string) => ({
    ...{ country, hotline: 'Hotline', iccamId: null, confidence: 'A', routing: 'inhope' },
  });
  const table = (change: Record<string, unknown>) =>
    MemberTable.safeParse({
      ...{ format: 'hashline-members/1', asOf: '2026-01-01', source: 'synthetic', members: [row('NL')] },
      ...change,
    }).success;

  test.each([
    ['when a country stands in it twice, also in another case', { members: [row('NL'), row('nl')] }],
    ['without a date', { asOf: 'lately' }],
    ['with a country that is none', { members: [row('NLD')] }],
    ['with a routing nobody knows', { members: [{ ...row('NL'), routing: 'police' }] }],
    ['in another format', { format: 'hashline-members/2' }],
  ])('%s', (_, change) => {
    expect([table({}), table(change)]).toEqual([true, false]);
  });
});

describe('a hosting country stands', () => {
  const table = aMemberTable({ BE: 'inhope', NL: 'inhope', RO: 'confirm' });

  test('where the table and one’s own country say', () => {
    const zones = (own: string) =>
      ['BE', 'NL', 'RO', 'VN', null].map((country) => hostingZone(country, own, table));
    expect({ BE: zones('BE'), RO: zones('RO'), VN: zones('VN') }).toEqual({
      BE: ['own', 'inhope', 'confirm', 'other', 'unknown'],
      RO: ['inhope', 'inhope', 'own', 'other', 'unknown'],
      VN: ['inhope', 'inhope', 'confirm', 'own', 'unknown'],
    });
  });

  test('elsewhere while the table is empty: no country is a member by default', () => {
    expect(hostingZone('NL', 'BE', aMemberTable({}))).toBe('other');
  });
});
