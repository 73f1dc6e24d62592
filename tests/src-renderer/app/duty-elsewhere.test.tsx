import { describe, expect, it } from 'vitest';
import { DutyElsewhere } from '../../../src-renderer/app/duty-elsewhere.tsx';
import { wordsOf } from '../support/words-of.tsx';

const HOUR_MS = 3_600_000;
const said = (elsewhere: Parameters<typeof DutyElsewhere>[0]['elsewhere']) =>
  wordsOf(<DutyElsewhere elsewhere={elsewhere} />);

describe('the time worked at other seats', () => {
  it('is said where there was any, and with contact nothing else', async () => {
    const knownAt = new Date().toISOString();
    expect([
      await said(null),
      await said({ workedMs: 0, isCurrent: true, knownAt }),
      await said({ workedMs: HOUR_MS, isCurrent: true, knownAt }),
    ]).toEqual(['', '', '(1:00 of it at other seats)']);
  });

  it('is said with its age, or as not known, without contact', async () => {
    const knownAt = new Date().toISOString();
    expect([
      await said({ workedMs: HOUR_MS, isCurrent: false, knownAt }),
      await said({ workedMs: 0, isCurrent: false, knownAt: null }),
    ]).toEqual([
      expect.stringMatching(/^\(1:00 of it at other seats, as known at \d\d:\d\d: no contact\)$/),
      '(what you worked at other seats is not known: no contact)',
    ]);
  });
});
