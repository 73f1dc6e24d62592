import { describe, expect, test } from 'vitest';
import { intensityOf } from '../../../shared/domain/intensity.ts';

const byType = { forum: 'heavy', website: 'light' } as const;

describe('the intensity announced before a narrative', () => {
  test('is what was said at intake, also against the type of site', () => {
    expect(intensityOf({ intensity: 'light', siteType: 'forum' }, byType)).toEqual({
      level: 'light',
      by: 'hand',
    });
  });

  test('is that of the type of site where nothing was said, however it is written', () => {
    expect(intensityOf({ intensity: null, siteType: ' Forum' }, byType)).toEqual({
      level: 'heavy',
      by: 'site-type',
    });
  });

  test('is not known otherwise, also for a type that every object seems to have', () => {
    for (const siteType of [null, 'chat', 'constructor'])
      expect(intensityOf({ intensity: null, siteType }, byType)).toBeNull();
  });
});
