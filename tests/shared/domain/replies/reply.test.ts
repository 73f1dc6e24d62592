import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ReportId } from '../../../../shared/domain/ids.ts';
import { refusalsOf } from '../../../../shared/domain/refusal.ts';
import { type ReplyValues, replyText } from '../../../../shared/domain/replies/reply.ts';
import { ReplyKind, ReplyTexts } from '../../../../shared/domain/replies/reply-texts.ts';
import { LANGUAGES } from '../../../../shared/locales/locales.ts';

const FILE = join(import.meta.dirname, '..', '..', '..', '..', 'assets', 'replies.json');
const bundled = () => JSON.parse(readFileSync(FILE, 'utf8'));
const values: ReplyValues = {
  ...{ hotline: 'Hotline of Tests', reference: ReportId.parse('0190f5fe-7c00-7a00-8000-000000000001') },
  date: '2026-03-04',
};

/** The bundled texts with another first paragraph of the Dutch thanks. */
const withThanks = (text: string) => {
  const texts = bundled();
  texts.languages.nl.thanks[0] = text;
  return texts;
};

describe('a reply to a reporter', () => {
  test.each(LANGUAGES)(
    'in %s names the hotline, the report and the day, ends with help, and leaves no brace',
    (language) => {
      const texts = ReplyTexts.parse(bundled());
      const replies = ReplyKind.options.map((kind) => replyText(texts, language, kind, values));
      expect(new Set(replies).size).toBe(3);
      const help = texts.languages[language].help.join('\n\n');
      for (const reply of replies) {
        expect(reply).toContain(values.hotline);
        expect(reply).toContain(values.reference);
        expect(reply).toMatch(/\b4\.? \S+ 2026/);
        expect(reply).not.toMatch(/[{}]/);
        expect(reply.endsWith(help)).toBe(true);
      }
    },
  );

  test('takes three values and no other, and a reference that is an id', () => {
    const texts = ReplyTexts.parse(bundled());
    const filled = (more: object) => () => replyText(texts, 'en', 'thanks', { ...values, ...more });
    expect(filled({})).not.toThrow();
    expect(filled({ subject: 'https://canary.example/' })).toThrow(/subject/);
    expect(filled({ reference: 'https://canary.example/' })).toThrow(/reference/);
    expect(filled({ date: 'https://canary.example/' })).toThrow(/date/);
  });

  test('is filled once: braces in the name of the hotline stay what they are', () => {
    const texts = ReplyTexts.parse(withThanks('{{hotline}}'));
    const reply = replyText(texts, 'nl', 'thanks', { ...values, hotline: '{{date}} $& Hotline' });
    expect(reply.split('\n\n')[1]).toBe('{{date}} $& Hotline');
  });
});

describe('the texts of replies', () => {
  test.each([
    ['an address', 'About {{address}}', '{{address}}'],
    ['a name of every object', 'About {{constructor}}', '{{constructor}}'],
    ['blanks in it', '{{ hotline }}', '{{ hotline }}'],
    ['one that does not end', 'From {{hotline', '{{hotline'],
    ['single braces', 'From {hotline}', '{hotline}'],
    ['three braces', '{{{hotline}}}', '{}'],
    ['a long one', `{{${'a'.repeat(60)}}}`, `{{${'a'.repeat(38)}`],
  ])(
    'with a placeholder that is none (%s) are refused with place and placeholder',
    (_what, text, placeholder) => {
      const read = ReplyTexts.safeParse(withThanks(text));
      expect(read.success ? [] : refusalsOf(read.error, null)).toEqual([
        {
          ...{ row: null, field: 'languages.nl.thanks.0', reason: 'bad-value' },
          detail: {
            ...{ code: 'no-such-placeholder', placeholder },
            allowed: ['{{hotline}}', '{{reference}}', '{{date}}'],
          },
        },
      ]);
    },
  );

  test('need every language and every kind', () => {
    const texts = bundled();
    delete texts.languages.fr;
    delete texts.languages.de.referred;
    const read = ReplyTexts.safeParse(texts);
    const fields = read.success ? [] : refusalsOf(read.error, null).map(({ field }) => field);
    expect(fields).toEqual(['languages.fr', 'languages.de.referred']);
  });
});
