import { describe, expect, test } from 'vitest';
import { Assessment } from '../../../shared/domain/assessment.ts';
import { TakedownEvent } from '../../../shared/domain/takedown.ts';

const least = { legality: 'illegal', hosting: { country: 'be', source: 'reported' } };
const holds = (value: unknown) => Assessment.safeParse(value).success;

describe('an assessment', () => {
  test('needs legality and hosting, and has no reasons and no note by default', () => {
    expect(Assessment.parse(least)).toEqual({
      legality: 'illegal',
      hosting: { country: 'BE', source: 'reported' },
      reasons: [],
      note: '',
    });
  });

  test.each([
    ['a legality of its own', { ...least, legality: 'probably' }],
    ['hosting left out', { legality: 'legal' }],
    ['a country that is none', { ...least, hosting: { country: 'Belgium', source: 'reported' } }],
    ['a field the form does not have', { ...least, thumbnail: 'x' }],
    ['a route typed by hand', { ...least, route: 'police' }],
    ['a picture in the note', { ...least, note: `data:image/png;base64,${'iVBORw0KGgo'.repeat(9)}` }],
    ['a note without end', { ...least, note: 'x'.repeat(4001) }],
    ['more reasons than there are', { ...least, reasons: Array(14).fill('other') }],
  ])('cannot have %s', (_, value) => {
    expect([holds(least), holds(value)]).toEqual([true, false]);
  });
});

test('a takedown event says what happened and when, in the closed list of words', () => {
  const event = { status: 'moved', at: '2026-11-21T18:00:00Z', country: 'nl' };
  expect(TakedownEvent.parse(event)).toEqual({ ...event, country: 'NL' });
  const wrong = [
    { ...event, status: 'gone' },
    { ...event, at: 'today' },
    { ...event, by: 'x' },
    { at: event.at },
  ];
  expect(wrong.map((value) => TakedownEvent.safeParse(value).success)).toEqual([false, false, false, false]);
});
