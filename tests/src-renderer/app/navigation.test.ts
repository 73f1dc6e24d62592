import { describe, expect, it } from 'vitest';
import { createNavigation, SCREENS, screensFor } from '../../../src-renderer/app/navigation.ts';

describe('the screens', () => {
  it('each have a key of their own that the assessment does not use', () => {
    const keys = SCREENS.map((screen) => screen.key.toLowerCase());
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of 'jkilubnhgrt') expect(keys).not.toContain(key);
  });

  it('are those that the role may use', () => {
    expect(screensFor('analyst').map((screen) => screen.name)).toContain('queue');
    expect(screensFor('auditor').map((screen) => screen.name)).toEqual([
      'secondReview',
      'outbox',
      'ledger',
      'figures',
      'policy',
      'seats',
      'settings',
    ]);
    expect(createNavigation('auditor').getState().screen).toBe('outbox');
  });
});
