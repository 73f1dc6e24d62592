import { type Duty, mayDo, type Role } from '../../../shared/domain/duty.ts';

/** The parts of the outbox, in their order, each with the duty it needs. */
const VIEWS = {
  referrals: 'read-outbox',
  destinations: 'read-outbox',
  contacts: 'read-outbox',
  blocklist: 'block',
} as const satisfies Record<string, Duty>;

export type OutboxView = keyof typeof VIEWS;

export const outboxViewsFor = (role: Role): OutboxView[] =>
  (Object.keys(VIEWS) as OutboxView[]).filter((view) => mayDo(role, VIEWS[view]));
