import { describe, expect, it } from 'vitest';
import { LANGUAGES, locales } from '../../../shared/locales/locales.ts';
import { type StartProblem, startProblemText } from '../../../src-main/host-electron/start-problem.ts';

describe('what a person reads when Hashline cannot start', () => {
  it.each([
    ['en-GB', 'en'],
    ['nl-BE', 'nl'],
    ['fr', 'fr'],
    ['DE_at', 'de'],
    ['pl', 'en'],
    ['', 'en'],
    ['__proto__', 'en'],
  ])('locale %j reads %s', (locale, language) => {
    expect(startProblemText('unavailable', locale)).toBe(startProblemText('unavailable', language));
  });

  it('differs in every language and for every problem', () => {
    const texts = LANGUAGES.flatMap((language) =>
      (Object.keys(locales.en.startProblem) as StartProblem[]).map((problem) =>
        startProblemText(problem, language),
      ),
    );
    expect([texts.length, new Set(texts).size]).toEqual([36, 36]);
  });
});
