import { describe, expect, it } from 'vitest';
import { fittedTo, misfitsOf, type QueueView } from '../../../shared/contract/queue-filter.ts';
import {
  beginningOf,
  dayOf,
  filtersOf,
  isSameView,
  OWN_VIEWS,
} from '../../../src-renderer/features/review/queue-views.ts';

describe('a view of the queue', () => {
  it('is the same as one that says what would hold without saying it', () => {
    expect(isSameView({}, { state: 'open', sort: 'priority' })).toBe(true);
    expect(isSameView(OWN_VIEWS.decidedByMe, { ...OWN_VIEWS.decidedByMe, sort: 'decided' })).toBe(true);
    expect(isSameView({}, { kind: 'url' })).toBe(false);
    expect(isSameView({}, { sort: 'due' })).toBe(false);
  });

  it('has a chip for each filter but the open state', () => {
    const view: QueueView = { state: 'open', kind: 'url', heldBy: 'me', zone: undefined };
    expect([filtersOf(view), filtersOf({ ...view, state: 'held' })]).toEqual([
      ['kind', 'heldBy'],
      ['state', 'kind', 'heldBy'],
    ]);
  });

  it('keeps in another state what fits there, and nothing else', () => {
    const waiting: QueueView = {
      kind: 'url',
      heldBy: 'me',
      dueBefore: '2026-01-01T00:00:00.000Z',
      sort: 'due',
    };
    const decided: QueueView = {
      state: 'decided',
      kind: 'url',
      decidedBy: 'me',
      legality: 'legal',
      category: '1',
    };
    expect([fittedTo('closed', waiting), fittedTo('open', decided)]).toEqual([
      { state: 'closed', kind: 'url' },
      { state: 'open', kind: 'url' },
    ]);
    expect(misfitsOf({ ...waiting, state: 'referred' })).toEqual(['heldBy', 'dueBefore', 'sort']);
    expect(misfitsOf({ legality: 'legal' })).toEqual(['legality']);
  });

  it('is due before the beginning of a day on this workstation', () => {
    const instant = beginningOf('2026-11-21');
    expect(dayOf(instant)).toBe('2026-11-21');
    expect(new Date(instant ?? '').getHours()).toBe(0);
    expect([beginningOf(''), beginningOf('unfinished'), dayOf(undefined)]).toEqual([
      undefined,
      undefined,
      '',
    ]);
  });
});
