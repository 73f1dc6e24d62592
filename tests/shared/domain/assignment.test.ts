import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  AssignmentReason,
  canHoldCases,
  isGivenToAnother,
  isReasonGiven,
} from '../../../shared/domain/assignment.ts';
import { Role } from '../../../shared/domain/duty.ts';
import { PersonId } from '../../../shared/domain/ids.ts';

const ids = fc
  .constantFrom(1, 2, 3)
  .map((number) => PersonId.parse(`00000000-0000-7000-8000-00000000000${number}`));
const people = fc.record({ id: ids, role: fc.constantFrom(...Role.options) });

describe('a case that was given to a person', () => {
  test('is closed to every other analyst, and never to a supervisor or to its own person', () => {
    fc.assert(
      fc.property(ids, people, (assignedTo, person) => {
        expect(isGivenToAnother(assignedTo, person)).toBe(
          person.id !== assignedTo && person.role !== 'supervisor',
        );
      }),
    );
  });

  test('is open to every analyst where it was released', () => {
    fc.assert(fc.property(people, (person) => !isGivenToAnother(null, person)));
  });
});

test('cases are held by analysts and supervisors who are not disabled', () => {
  const holders = Role.options.filter((role) => canHoldCases({ role, isDisabled: false }));
  expect(holders).toEqual(['analyst', 'supervisor']);
  fc.assert(
    fc.property(fc.constantFrom(...Role.options), (role) => !canHoldCases({ role, isDisabled: true })),
  );
});

describe('a reason', () => {
  test('is enough by itself, unless it is "other"', () => {
    for (const reason of AssignmentReason.options) expect(isReasonGiven(reason, '')).toBe(reason !== 'other');
  });

  test('"other" needs three characters that are not blanks', () => {
    fc.assert(
      fc.property(fc.string(), (words) => {
        expect(isReasonGiven('other', words)).toBe(words.trim().length >= 3);
      }),
    );
    expect(isReasonGiven('other', '  ab  ')).toBe(false);
    expect(isReasonGiven('other', ' abc ')).toBe(true);
  });
});
