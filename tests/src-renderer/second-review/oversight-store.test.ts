import { describe, expect, it } from 'vitest';
import { SamplingPeriod } from '../../../shared/domain/second-review.ts';
import { createNotesStore } from '../../../src-renderer/features/second-review/notes-store.ts';
import { createOversightStore } from '../../../src-renderer/features/second-review/oversight-store.ts';
import { partsFor } from '../../../src-renderer/features/second-review/parts.ts';
import { periodName } from '../../../src-renderer/features/second-review/period-name.ts';
import { aCase } from '../support/a-case.ts';
import { aReviewId } from '../support/a-disagreement.ts';
import { aSession } from '../support/a-session.ts';
import { InMemorySecondReview } from '../support/in-memory-second-review.ts';

const OCTOBER = SamplingPeriod.parse('2026-10');
const NOVEMBER = SamplingPeriod.parse('2026-11');

describe('what supervisors see of the second review', () => {
  it('begins with the present month, and turns a range round that runs backwards', async () => {
    const engine = new InMemorySecondReview();
    const oversight = createOversightStore(engine.client);
    await oversight.getState().showAgreement();
    expect(oversight.getState().range).toEqual({ from: NOVEMBER, to: NOVEMBER });
    await oversight.getState().showAgreement({ from: NOVEMBER, to: OCTOBER });
    expect(engine.ranges).toEqual([{}, { from: OCTOBER, to: NOVEMBER }]);
    expect(oversight.getState().range).toEqual({ from: OCTOBER, to: NOVEMBER });
  });

  it('shows the newest sample unless another month is asked for', async () => {
    const oversight = createOversightStore(new InMemorySecondReview().client);
    await oversight.getState().showSample();
    expect(oversight.getState().sample?.period).toBe(NOVEMBER);
    await oversight.getState().showSample(OCTOBER);
    await oversight.getState().showSample();
    expect(oversight.getState().sample?.period).toBe(OCTOBER);
  });

  it('says so where a case cannot be a golden one yet', async () => {
    const oversight = createOversightStore(new InMemorySecondReview().client);
    expect(await oversight.getState().addGolden(aCase(0).id)).toBe(false);
    expect(oversight.getState().failure).toEqual({
      code: 'CONFLICT',
      data: { reason: 'waits-for-second-review' },
    });
  });
});

describe('the parts of the page', () => {
  it('are those of the role', () => {
    expect(partsFor('analyst')).toEqual(['waiting', 'notes']);
    expect(partsFor('auditor')).toEqual(['sample']);
    expect(partsFor('supervisor')).toHaveLength(6);
  });

  it('name months in the words of the language', () => {
    expect([periodName('en', OCTOBER), periodName('de', OCTOBER)]).toEqual(['October 2026', 'Oktober 2026']);
  });
});

describe('notes', () => {
  it('are counted until they are read', async () => {
    const engine = new InMemorySecondReview();
    engine.notes = [
      {
        id: aReviewId(0),
        case: aCase(0).id,
        subject: 'https://site0.example/page',
        kind: 'url',
        from: { id: aSession().person.id, name: 'Tom' },
        at: '2026-11-21T10:00:00.000Z',
        words: 'Well seen.',
        readAt: null,
      },
    ];
    const notes = createNotesStore(engine.client);
    await notes.getState().load();
    expect(notes.getState().unread).toBe(1);
    await notes.getState().markRead(aReviewId(0));
    expect(notes.getState()).toMatchObject({ unread: 0, notes: [{ words: 'Well seen.' }] });
  });
});
