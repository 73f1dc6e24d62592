import { expect, it } from 'vitest';
import { whyName } from '../../../src-renderer/features/review/queue-rows.ts';

const DUE_AT = '2026-11-20T12:00:00.000Z';
const before = Date.parse('2026-11-20T11:59:59.000Z');
const after = Date.parse('2026-11-20T12:00:01.000Z');

it.each([
  ['is near before it has passed', 'open', before, 'deadline-near'],
  ['is overdue once it has passed', 'open', after, 'overdue'],
  ['is overdue for a supervisor too', 'escalated', after, 'overdue'],
  ['stays the reason that held at the decision', 'closed', after, 'deadline-near'],
] as const)('a deadline %s', (_, state, nowMs, name) => {
  expect(whyName('deadline-near', { state, dueAt: DUE_AT }, nowMs)).toBe(name);
});

it('another reason keeps its name when the deadline has passed', () => {
  expect(whyName('trusted-source', { state: 'open', dueAt: DUE_AT }, after)).toBe('trusted-source');
});
