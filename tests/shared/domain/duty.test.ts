import { expect, test } from 'vitest';
import { Duty, mayDo, Role } from '../../../shared/domain/duty.ts';

/**
 * Who may do what, once more and by hand: changing a right takes a change here too. A, S, M and U stand for analyst,
 * supervisor, administrator and auditor.
 */
const EXPECTED: Readonly<Record<string, string>> = {
  import: 'A S . .',
  report: 'A S . .',
  review: 'A S . .',
  assess: 'A S . .',
  send: 'A S . .',
  'read-outbox': 'A S . U',
  'manage-destinations': '. S . .',
  'read-ledger': 'A S . U',
  'export-ledger': '. S . U',
  'export-enclosures': '. S . .',
  'read-statistics': 'A S . U',
  'read-people': 'A S . U',
  'manage-people': '. S . .',
  'manage-policy': '. S . .',
  'manage-lists': '. S . .',
  'back-up': '. S . .',
  erase: '. S . .',
  block: '. S . .',
  oversee: '. S . .',
  work: 'A S . U',
};

const LETTERS = { analyst: 'A', supervisor: 'S', administrator: 'M', auditor: 'U' } as const;

test('every role has exactly these duties', () => {
  const table = Duty.options.map((duty) => [
    duty,
    Role.options.map((role) => (mayDo(role, duty) ? LETTERS[role] : '.')).join(' '),
  ]);
  expect(Object.fromEntries(table)).toEqual(EXPECTED);
});

test('an administrator, who holds no key to content, has no duty that needs the open vault', () => {
  expect(Duty.options.filter((duty) => mayDo('administrator', duty))).toEqual([]);
});

test('an auditor reads and changes nothing', () => {
  expect(Duty.options.filter((duty) => mayDo('auditor', duty))).toEqual([
    'read-outbox',
    'read-ledger',
    'export-ledger',
    'read-statistics',
    'read-people',
    'work',
  ]);
});
