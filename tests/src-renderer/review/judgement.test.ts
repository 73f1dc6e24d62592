import { describe, expect, it } from 'vitest';
import {
  assessmentOf,
  judgementOf,
  missingIn,
  previewRoute,
  readDraft,
  startJudgement,
} from '../../../src-renderer/features/review/judgement.ts';
import { applyChange, nextGender } from '../../../src-renderer/features/review/judgement-change.ts';
import { aMemberTable, aPolicy } from '../support/a-session.ts';

const start = startJudgement({ hosting: 'BE' });

describe('a judgement', () => {
  it('begins with what the reports state and nothing else', () => {
    expect(start).toMatchObject({ legality: null, country: 'BE', hostingSource: 'reported', reasons: [] });
    expect(startJudgement({ hosting: null })).toMatchObject({ country: null, hostingSource: 'unknown' });
  });

  it('says what is missing, one thing at a time', () => {
    expect(missingIn(start, null)).toEqual(['legality']);
    expect(missingIn({ ...start, legality: 'illegal' }, null)).toEqual(['classification']);
    expect(missingIn({ ...start, legality: 'undetermined' }, null)).toEqual(['reason']);
    expect(missingIn({ ...start, legality: 'legal' }, null)).toEqual([]);
  });

  it('becomes an assessment without what only illegal material has', () => {
    const judgement = { ...start, legality: 'legal' as const, age: 'infant' as const, note: '  seen  ' };
    expect(assessmentOf(judgement, null)).toEqual({
      legality: 'legal',
      hosting: { country: 'BE', source: 'reported' },
      reasons: [],
      note: 'seen',
    });
  });

  it('comes back whole from the assessment it became', () => {
    const judgement = {
      ...start,
      legality: 'illegal' as const,
      classification: 'national' as const,
      age: 'pubescent' as const,
      paymentMethods: ['bitcoin' as const],
    };
    expect(judgementOf(assessmentOf(judgement, null))).toEqual(judgement);
  });

  it('shows the route of all four categories before anything is recorded', () => {
    const routeOf = (legality: 'illegal' | 'legal', country: string) =>
      previewRoute({ ...start, legality, country }, aPolicy(), aMemberTable());
    expect(previewRoute(start, aPolicy(), aMemberTable())).toBeNull();
    expect(routeOf('illegal', 'BE')).toMatchObject({
      category: '1',
      destinations: ['police'],
      deadlineHours: 24,
    });
    expect(routeOf('illegal', 'NL')).toMatchObject({ category: '2', destinations: ['iccam'] });
    expect(routeOf('illegal', 'VN')).toMatchObject({ category: '3', destinations: ['police'] });
    expect(routeOf('legal', 'NL')).toMatchObject({ category: '4', outcome: 'close' });
  });

  it('survives as a draft, and damage to a draft blocks nothing', () => {
    expect(readDraft(JSON.stringify(start))).toEqual(start);
    expect(readDraft('{"legality":"perhaps"}')).toBeNull();
    expect(readDraft('not json')).toBeNull();
    expect(readDraft('[]')).toBeNull();
    expect(readDraft('null')).toBeNull();
    expect(readDraft(undefined)).toBeNull();
  });

  it('is read from an older draft with fields added since left unanswered', () => {
    const { paymentMethods, untakenCountry, ...before } = { ...start, legality: 'illegal', note: 'seen' };
    expect(readDraft(JSON.stringify(before))).toEqual({
      ...before,
      paymentMethods: [],
      untakenCountry: null,
    });
  });
});

describe('a change of the form', () => {
  it('takes a classification, an age or a gender for the word that the material is illegal', () => {
    expect(applyChange(start, { classification: 'baseline' }).legality).toBe('illegal');
    expect(applyChange(start, { age: 'infant' }).legality).toBe('illegal');
    expect(applyChange(start, { reasons: ['adult'] }).legality).toBeNull();
  });

  it('says who knows a country that the analyst enters', () => {
    expect(applyChange(start, { country: 'FR' }).hostingSource).toBe('analyst');
    expect(applyChange(start, { country: null }).hostingSource).toBe('unknown');
    expect(applyChange(start, { country: 'BE' }).hostingSource).toBe('reported');
  });

  it('goes through the genders and round again', () => {
    expect(nextGender(null)).toBe('not-determined');
    expect(nextGender('not-determined')).toBe('female');
    expect(nextGender('both')).toBe('not-determined');
  });
});
