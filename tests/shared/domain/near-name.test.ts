import { describe, expect, test } from 'vitest';
import { nearName } from '../../../shared/domain/near-name.ts';

const KNOWN = ['iccam', 'police', 'provider'];

describe('the name a person probably meant', () => {
  test.each([
    ['polise', 'police'],
    ['plice', 'police'],
    ['ploice', 'police'],
    ['policee', 'police'],
    ['icam', 'iccam'],
    ['provdier', 'provider'],
  ])('for %s is %s', (typed, meant) => {
    expect(nearName(typed, KNOWN)).toBe(meant);
  });

  test('is none for another word, for nothing, and for a short word that differs in half its letters', () => {
    expect([nearName('interpol', KNOWN), nearName('', KNOWN), nearName('ngo', ['npo-desk', 'nab'])]).toEqual([
      null,
      null,
      null,
    ]);
  });

  test('is the name itself where it is known, and the nearest of several', () => {
    expect([nearName('police', KNOWN), nearName('desk-b', ['desk-aa', 'desk-a'])]).toEqual([
      'police',
      'desk-a',
    ]);
  });
});
