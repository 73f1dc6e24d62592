import { describe, expect, test } from 'vitest';
import { DeviceId, PersonId } from '../../../shared/domain/ids.ts';
import { elsewhereOf } from '../../../src-renderer/features/team/elsewhere.ts';
import { aCase } from '../support/a-case.ts';
import { ALONE, aSeat, aTeamStatus } from '../support/a-team-status.ts';
import { anId } from '../support/an-id.ts';

const [one, two] = [aCase(0).id, aCase(1).id];
const bea = aSeat({
  device: DeviceId.parse(anId(3)),
  isHere: false,
  person: { id: PersonId.parse(anId(4)), name: 'Bea Able' },
  heardAt: '2026-03-01T09:00:00.000Z',
});
const apart = { isInContact: false, trouble: 'unreachable', since: '2026-03-01T09:10:00.000Z' } as const;

/** How many of a hundred cases are for another seat. */
const countElsewhere = (status: Parameters<typeof elsewhereOf>[0]) =>
  Array.from({ length: 100 }, (_, index) => elsewhereOf(status, aCase(index).id)).filter(Boolean).length;

describe('a case is rather for another seat', () => {
  test('where somebody has it open there', () => {
    const status = aTeamStatus({ seats: [aSeat(), { ...bea, case: one }] });
    expect([elsewhereOf(status, one), elsewhereOf(status, two)]).toEqual([
      { why: 'open', name: 'Bea Able' },
      null,
    ]);
  });

  test('where it is in that seat’s share, without contact: about half of them with two seats', () => {
    const elsewhere = countElsewhere(aTeamStatus({ ...apart, seats: [aSeat(), bea] }));
    expect(elsewhere).toBeGreaterThan(30);
    expect(elsewhere).toBeLessThan(70);
  });

  test('and at the other seat the other half is', () => {
    const here = aTeamStatus({ ...apart, seats: [aSeat(), bea] });
    const there = aTeamStatus({
      ...apart,
      seats: [aSeat({ isHere: false, heardAt: bea.heardAt }), { ...bea, isHere: true, heardAt: null }],
    });
    for (let index = 0; index < 100; index++) {
      const { id } = aCase(index);
      expect(elsewhereOf(here, id) === null).toBe(elsewhereOf(there, id) !== null);
    }
  });
});

describe('no case is for another seat', () => {
  test.each([
    ['of a vault that works alone', ALONE],
    ['before the first contact', aTeamStatus({ isInContact: false })],
    ['that was removed', aTeamStatus({ ...apart, seats: [aSeat(), { ...bea, isRemoved: true }] })],
    ['that was never heard of', aTeamStatus({ ...apart, seats: [aSeat(), { ...bea, heardAt: null }] })],
    [
      'that was not heard of for a day before contact was lost',
      aTeamStatus({ ...apart, seats: [aSeat(), { ...bea, heardAt: '2026-02-28T09:00:00.000Z' }] }),
    ],
  ])('%s', (_, status) => {
    expect(countElsewhere(status)).toBe(0);
  });
});
