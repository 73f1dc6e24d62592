import { describe, expect, it } from 'vitest';
import {
  chosenMatch,
  matchAfter,
  openMatchAfter,
} from '../../../src-renderer/features/matching/match-walk.ts';
import { aCaseMatch } from '../support/a-case-match.ts';

const rejected = aCaseMatch(1, { verdict: 'rejected', standing: 'rejected' });
const suppressed = aCaseMatch(2, { standing: 'suppressed' });
const first = aCaseMatch(3);
const second = aCaseMatch(4);
const matches = [rejected, suppressed, first, second];

describe('the match that the keys act on', () => {
  it('is the first that counts and has no verdict', () => {
    expect(chosenMatch(matches, null)).toBe(first);
  });

  it('is the one the person walked to, as long as it is there', () => {
    expect(chosenMatch(matches, suppressed.id)).toBe(suppressed);
    expect(chosenMatch([first, second], suppressed.id)).toBe(first);
  });

  it('is the first of all where every one has a verdict, and none where there is none', () => {
    expect(chosenMatch([rejected, suppressed], null)).toBe(rejected);
    expect(chosenMatch([], null)).toBeNull();
  });
});

describe('walking the matches', () => {
  it('goes round and round', () => {
    expect(matchAfter(matches, first.id)).toBe(second.id);
    expect(matchAfter(matches, second.id)).toBe(rejected.id);
  });

  it('goes on to the next without a verdict, and stays where there is none', () => {
    expect(openMatchAfter(matches, first.id)).toBe(second.id);
    expect(openMatchAfter(matches, second.id)).toBe(first.id);
    expect(openMatchAfter([rejected, first], first.id)).toBe(first.id);
  });
});
