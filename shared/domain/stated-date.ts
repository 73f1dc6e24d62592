import { BELIEVABLE_YEARS } from './date.ts';
import type { Instant } from './report.ts';

/** The parts of a date as a form writes them, longest first: `MM` demands two digits, `M` takes one or two. */
const PARTS = [
  ['YYYY', 'year', String.raw`\d{4}`],
  ['MM', 'month', String.raw`\d\d`],
  ['M', 'month', String.raw`\d\d?`],
  ['DD', 'day', String.raw`\d\d`],
  ['D', 'day', String.raw`\d\d?`],
  ['HH', 'hour', String.raw`\d\d`],
  ['H', 'hour', String.raw`\d\d?`],
  ['mm', 'minute', String.raw`\d\d`],
  ['ss', 'second', String.raw`\d\d`],
  ['S', 'fraction', String.raw`\d{1,9}`],
  ['Z', 'offset', String.raw`Z|UTC|GMT|[+-]\d\d(?::?\d\d)?`],
] as const;
type Part = (typeof PARTS)[number][1];

/** What may stand between the parts. */
const MARK = /^[ /.\-:,T]/;

/** Why a form is none. */
export type DateFormProblem = 'date-form-unknown-sign' | 'date-form-part-twice' | 'date-form-part-missing';

/** A form of dates that can be read: the pattern of a whole text, and its parts. */
interface ReadableForm {
  pattern: RegExp;
}

function compile(form: string): ReadableForm | DateFormProblem {
  const seen = new Set<Part>();
  let source = '';
  for (let rest = form; rest !== ''; ) {
    const part = PARTS.find(([sign]) => rest.startsWith(sign));
    if (part !== undefined) {
      const [sign, name, digits] = part;
      if (seen.has(name)) return 'date-form-part-twice';
      seen.add(name);
      source += `(?<${name}>${digits})`;
      rest = rest.slice(sign.length);
      continue;
    }
    if (!MARK.test(rest)) return 'date-form-unknown-sign';
    source += `\\x${rest.charCodeAt(0).toString(16).padStart(2, '0')}`;
    rest = rest.slice(1);
  }
  const needs = (part: Part, other: Part) => !seen.has(part) || seen.has(other);
  const isWhole =
    (['year', 'month', 'day'] as const).every((part) => seen.has(part)) &&
    needs('hour', 'minute') &&
    needs('minute', 'hour') &&
    needs('second', 'minute') &&
    needs('fraction', 'second') &&
    needs('offset', 'hour');
  return isWhole ? { pattern: new RegExp(`^${source}$`, 'i') } : 'date-form-part-missing';
}

/** What is wrong with a form, such as `DD/MM/YYYY HH:mm`; null where it can be used. */
export function dateFormProblem(form: string): DateFormProblem | null {
  const compiled = compile(form);
  return typeof compiled === 'string' ? compiled : null;
}

/** Whether a time zone has this name (`Europe/Brussels`, `UTC`). */
export function isTimeZone(zone: string): boolean {
  try {
    // An offset such as +01:00 is accepted too, and says what it means.
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/**
 * A date as it was read. `isTwice`: the clock showed this time twice, when it was set back, and the earlier one was
 * taken. `problem`: it is not written in the form, no such day or time exists, the clock skipped it when it was set
 * forward, or its year cannot be believed.
 */
export type StatedDate =
  | { at: Instant; isTwice: boolean }
  | { problem: 'other-form' | 'no-such-time' | 'skipped-time' | 'unbelievable' };

const DAY_MS = 86_400_000;

/** Reads dates of one form in one time zone. Nothing is guessed: what the form does not say is not read. */
export class StatedDates {
  readonly #pattern: RegExp;
  readonly #clock: Intl.DateTimeFormat;
  /** The offset of the zone on days on which it does not change; null for the others. */
  readonly #offsets = new Map<number, number | null>();

  /** @param form one of which `dateFormProblem` says nothing, and a zone of `isTimeZone` */
  constructor(form: string, zone: string) {
    const compiled = compile(form);
    if (typeof compiled === 'string') throw new Error(`no form of a date: ${compiled}`);
    this.#pattern = compiled.pattern;
    this.#clock = new Intl.DateTimeFormat('en', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  read(text: string): StatedDate {
    const groups = text.length > 64 ? undefined : this.#pattern.exec(text.trim())?.groups;
    if (groups === undefined) return { problem: 'other-form' };
    const part = (name: Part): number => Number(groups[name] ?? 0);
    const [year, month, day] = [part('year'), part('month'), part('day')];
    if (part('hour') > 23 || part('minute') > 59 || part('second') > 59) return { problem: 'no-such-time' };
    if (year < BELIEVABLE_YEARS.from || year > BELIEVABLE_YEARS.to) return { problem: 'unbelievable' };
    const fraction = Math.floor(Number(`0.${groups.fraction ?? 0}`) * 1000);
    const local = Date.UTC(year, month - 1, day, part('hour'), part('minute'), part('second'), fraction);
    const there = new Date(local);
    // Date.UTC carries over: 30 February becomes 2 March.
    if (there.getUTCMonth() !== month - 1 || there.getUTCDate() !== day) return { problem: 'no-such-time' };
    if (groups.offset !== undefined) return this.#withOffset(local, groups.offset);
    return this.#inZone(local);
  }

  #withOffset(local: number, offset: string): StatedDate {
    const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(offset) ?? [];
    if (Number(hours) > 15 || Number(minutes) > 59) return { problem: 'no-such-time' };
    const ms = (Number(hours) * 60 + Number(minutes)) * 60_000;
    return { at: new Date(local - (sign === '-' ? -ms : ms)).toISOString(), isTwice: false };
  }

  #inZone(local: number): StatedDate {
    const steady = this.#steadyOffset(Math.floor(local / DAY_MS));
    if (steady !== null) return { at: new Date(local - steady).toISOString(), isTwice: false };
    const around = new Set([this.#offset(local - DAY_MS), this.#offset(local + DAY_MS)]);
    const fitting = [...around]
      .map((offset) => ({ ms: local - offset, offset }))
      .filter(({ ms, offset }) => this.#offset(ms) === offset)
      .map(({ ms }) => ms);
    if (fitting.length === 0) return { problem: 'skipped-time' };
    return { at: new Date(Math.min(...fitting)).toISOString(), isTwice: fitting.length > 1 };
  }

  #steadyOffset(day: number): number | null {
    const known = this.#offsets.get(day);
    if (known !== undefined) return known;
    const [before, after] = [this.#offset((day - 1) * DAY_MS), this.#offset((day + 2) * DAY_MS)];
    const steady = before === after ? before : null;
    if (this.#offsets.size > 5000) this.#offsets.clear();
    this.#offsets.set(day, steady);
    return steady;
  }

  /** How far the clock of the zone is ahead of UTC at an instant. */
  #offset(ms: number): number {
    const whole = Math.floor(ms / 1000) * 1000;
    const shown = Object.fromEntries(
      this.#clock.formatToParts(whole).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
    return Date.UTC(year, month - 1, day, hour, minute, second) - whole;
  }
}
