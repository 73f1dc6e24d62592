import { expect, test } from 'vitest';
import { settingChanges } from '../../../src-renderer/features/referral/setting-changes.ts';

test('a form changes what was typed anew, takes away what was emptied, and leaves the rest', () => {
  const before = { url: 'https://desk.example/', pin: 'a', nextPin: 'b' };
  expect([
    settingChanges(before, before),
    settingChanges(before, { ...before, pin: 'b', nextPin: '', cert: 'a certificate', key: '' }),
  ]).toEqual([{}, { pin: 'b', nextPin: null, cert: 'a certificate' }]);
});
