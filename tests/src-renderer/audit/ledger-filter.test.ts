import { describe, expect, it } from 'vitest';
import { EntryKind, KINDS, kindsOf } from '../../../shared/ledger/kinds/all-kinds.ts';
import { KIND_GROUPS } from '../../../shared/ledger/kinds/kind.ts';
import {
  ANY_TIME,
  instantsOf,
  lastDays,
  queryOf,
  showsEverything,
  withGroups,
} from '../../../src-renderer/features/audit/ledger-filter.ts';

describe('a period', () => {
  const local = (text: string) => new Date(text).toISOString();

  it('is of whole days without a time, the last one to its end, and to the minute with one', () => {
    expect([
      instantsOf({ ...ANY_TIME, fromDay: '2026-11-20', toDay: '2026-11-20' }),
      instantsOf({ fromDay: '2026-11-20', fromTime: '09:30', toDay: '2026-11-21', toTime: '17:00' }),
      instantsOf({ ...ANY_TIME, toDay: '2026-12-31' }),
      instantsOf(ANY_TIME),
      instantsOf({ ...ANY_TIME, fromDay: 'nonsense' }),
    ]).toEqual([
      { from: local('2026-11-20T00:00'), to: local('2026-11-21T00:00') },
      { from: local('2026-11-20T09:30'), to: local('2026-11-21T17:00') },
      { to: local('2027-01-01T00:00') },
      {},
      {},
    ]);
  });

  it('of the last days ends today', () => {
    const now = new Date('2026-03-02T12:00');
    expect([lastDays(1, now), lastDays(7, now)]).toEqual([
      { ...ANY_TIME, fromDay: '2026-03-02', toDay: '2026-03-02' },
      { ...ANY_TIME, fromDay: '2026-02-24', toDay: '2026-03-02' },
    ]);
  });
});

describe('what the engine is asked', () => {
  it('is every kind of the groups, or the one kind that was chosen', () => {
    expect([
      queryOf({}),
      queryOf({ groups: ['sessions'] }),
      queryOf({ groups: ['sessions'], kind: 'session.locked' }),
    ]).toEqual([{}, { kind: kindsOf(['sessions']) }, { kind: 'session.locked' }]);
    expect([showsEverything({ groups: [] }), showsEverything({ kind: 'session.locked' })]).toEqual([
      true,
      false,
    ]);
  });

  it('gives up a kind that is in none of the groups', () => {
    const filter = { kind: 'session.locked' as const };
    expect([
      withGroups(filter, ['sessions']).kind,
      withGroups(filter, ['people']).kind,
      withGroups(filter, []).kind,
    ]).toEqual(['session.locked', undefined, 'session.locked']);
  });

  it('has each kind in one group, and no group empty', () => {
    expect(kindsOf(KIND_GROUPS)).toEqual(EntryKind.options);
    expect(KIND_GROUPS.filter((group) => kindsOf([group]).length === 0)).toEqual([]);
    expect(
      ['case.assessed', 'takedown.recorded', 'audit.exported'].map((kind) => KINDS[kind as EntryKind].group),
    ).toEqual(['decisions', 'deliveries', 'record']);
  });
});
