import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dateFormProblem, isTimeZone, StatedDates } from '../../../shared/domain/stated-date.ts';

const read = (form: string, zone: string, text: string) => new StatedDates(form, zone).read(text);

describe('a date in a stated form', () => {
  test.each([
    ['DD/MM/YYYY', 'UTC', '02/03/2025', '2025-03-02T00:00:00.000Z'],
    ['MM/DD/YYYY', 'UTC', '02/03/2025', '2025-02-03T00:00:00.000Z'],
    ['D.M.YYYY H:mm', 'Europe/Brussels', '2.3.2025 9:05', '2025-03-02T08:05:00.000Z'],
    ['D.M.YYYY H:mm', 'Europe/Brussels', '2.7.2025 9:05', '2025-07-02T07:05:00.000Z'],
    ['YYYY-MM-DD HH:mm:ss.S', 'UTC', '2025-03-02 09:05:06.25', '2025-03-02T09:05:06.250Z'],
    ['YYYY-MM-DDTHH:mm:ssZ', 'Europe/Brussels', '2025-03-02T09:05:06+05:30', '2025-03-02T03:35:06.000Z'],
    ['YYYY-MM-DDTHH:mm:ssZ', 'Europe/Brussels', '2025-03-02T09:05:06Z', '2025-03-02T09:05:06.000Z'],
  ])('%s at %s reads %s as %s', (form, zone, text, at) => {
    expect(read(form, zone, text)).toEqual({ at, isTwice: false });
  });

  test.each([
    ['DD/MM/YYYY', '2/3/2025', 'other-form'],
    ['DD/MM/YYYY', '02/03/2025 10:00', 'other-form'],
    ['DD/MM/YYYY', '30/02/2025', 'no-such-time'],
    ['DD/MM/YYYY HH:mm', '02/03/2025 24:00', 'no-such-time'],
    ['DD/MM/YYYY', '02/03/0025', 'unbelievable'],
    ['YYYY-MM-DD HH:mmZ', '2025-03-02 10:00+20:00', 'no-such-time'],
  ])('%s does not read %s: %s', (form, text, problem) => {
    expect(read(form, 'UTC', text)).toEqual({ problem });
  });

  test('is refused where the clock skipped it, and is the earlier one where the clock showed it twice', () => {
    const dates = new StatedDates('DD/MM/YYYY HH:mm', 'Europe/Brussels');
    expect(dates.read('30/03/2025 02:30')).toEqual({ problem: 'skipped-time' });
    expect(dates.read('26/10/2025 02:30')).toEqual({ at: '2025-10-26T00:30:00.000Z', isTwice: true });
    expect(dates.read('26/10/2025 03:00')).toEqual({ at: '2025-10-26T02:00:00.000Z', isTwice: false });
  });

  test('is the instant that the clock of its zone shows as this text', () => {
    const zones = ['Europe/Brussels', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC'];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: Date.UTC(2000, 0, 1) / 60_000, max: Date.UTC(2030, 0, 1) / 60_000 }),
        (zone, minutes) => {
          const at = new Date(minutes * 60_000);
          const shown = new Intl.DateTimeFormat('sv', {
            timeZone: zone,
            dateStyle: 'short',
            timeStyle: 'short',
          }).format(at);
          const found = read('YYYY-MM-DD HH:mm', zone, shown);
          // A time that the clock shows twice is the earlier of two instants.
          if ('at' in found && found.isTwice) expect(Date.parse(found.at)).toBeLessThanOrEqual(at.getTime());
          else expect(found).toEqual({ at: at.toISOString(), isTwice: false });
        },
      ),
    );
  });
});

test('a form that could be read in two ways, or lacks a part, is named', () => {
  expect(
    ['DD/MM/YYYY', 'DD-MM', 'YYYY MM DD HH', 'DD DD YYYY MM', 'q YYYY-MM-DD', '[YYYY]'].map(dateFormProblem),
  ).toEqual([
    null,
    'date-form-part-missing',
    'date-form-part-missing',
    'date-form-part-twice',
    'date-form-unknown-sign',
    'date-form-unknown-sign',
  ]);
  expect(['Europe/Brussels', 'UTC', 'Mars/Olympus'].map(isTimeZone)).toEqual([true, true, false]);
});
