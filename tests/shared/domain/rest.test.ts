import { describe, expect, test } from 'vitest';
import {
  beginRest,
  freshStint,
  putOffRest,
  restRule,
  stintAt,
  stintWorked,
  untilRestMs,
} from '../../../shared/domain/rest.ts';

const MINUTE = 60_000;
const rule = { afterMinutes: 120, minutes: 15 };
const at = (minutes: number): number => minutes * MINUTE;

/** A person who worked from the first minute until this one. */
const worked = (minutes: number) => stintWorked(freshStint(0), at(minutes), at(minutes));

describe('a rest', () => {
  test('is due after as much work as the policy says, and no earlier', () => {
    expect([untilRestMs(worked(119), rule), untilRestMs(worked(120), rule)]).toEqual([at(1), 0]);
  });

  test('does not exist where the policy has no rule', () => {
    expect(restRule({ breakAfterMinutes: null, breakMinutes: 15 })).toBeNull();
    expect(restRule({ breakAfterMinutes: 60, breakMinutes: 10 })).toEqual({ afterMinutes: 60, minutes: 10 });
  });

  test('has been taken by a person who was away as long', () => {
    expect(untilRestMs(stintAt(worked(100), at(114), rule), rule)).toBe(at(20));
    expect(untilRestMs(stintAt(worked(100), at(115), rule), rule)).toBe(at(120));
  });

  test('once begun lasts as long as the policy says, whatever the person does meanwhile', () => {
    const resting = beginRest(worked(120), at(120), rule);
    const busy = stintWorked(resting, at(130), at(10));
    expect(stintAt(busy, at(134), rule)).toEqual(resting);
    expect(stintAt(busy, at(135), rule)).toEqual(freshStint(at(135)));
  });

  test('does not last longer because the clock was set back', () => {
    const resting = beginRest(worked(120), at(120), rule);
    expect(stintAt(resting, at(60), rule).restUntilMs).toBe(at(75));
  });

  test('that was put off is due again after that much work', () => {
    const later = putOffRest(worked(125), at(30), rule);
    expect([untilRestMs(later, rule), untilRestMs(putOffRest(worked(10), at(30), rule), rule)]).toEqual([
      at(30),
      at(110),
    ]);
  });
});
