import { expect, test } from 'vitest';
import { Role } from '../../../shared/domain/duty.ts';
import { outboxViewsFor } from '../../../src-renderer/features/referral/outbox-views.ts';

test('the blocking list is shown to supervisors alone, and nothing of the outbox to an administrator', () => {
  const all = ['referrals', 'destinations', 'contacts'];
  expect(Object.fromEntries(Role.options.map((role) => [role, outboxViewsFor(role)]))).toEqual({
    analyst: all,
    supervisor: [...all, 'blocklist'],
    administrator: [],
    auditor: all,
  });
});
