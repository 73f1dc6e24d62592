import fc from 'fast-check';
import { z } from 'zod';
import { UPLOAD_CHUNK_BYTES } from '../../shared/contract/intake.contract.ts';

/**
 * Values that fit a schema's outline: types, members, choices, lengths and patterns. Refinements may still refuse them,
 * which is what the tests want of some.
 */
export function fromSchema(schema: z.core.$ZodType): fc.Arbitrary<unknown> {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    return fc.option(fromSchema(schema.def.innerType), { nil: undefined });
  }
  if (schema instanceof z.ZodNullable) return fc.option(fromSchema(schema.def.innerType));
  if (schema instanceof z.ZodPipe) return fromSchema(schema.def.in);
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options);
  if (schema instanceof z.ZodLiteral) return fc.constantFrom(...schema.def.values);
  if (schema instanceof z.ZodBoolean) return fc.boolean();
  if (schema instanceof z.ZodNumber) return fromNumber(schema);
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat) return fromString(schema);
  if (schema instanceof z.ZodArray) {
    const minLength = Number(checksOf(schema).min_length?.minimum ?? 0);
    return fc.array(fromSchema(schema.element), { minLength, maxLength: Math.max(3, minLength) });
  }
  if (schema instanceof z.ZodObject) return fromMembers(schema.def.shape);
  if (schema instanceof z.ZodRecord) return fc.dictionary(fc.string(), fc.anything(), { maxKeys: 3 });
  if (schema instanceof z.ZodUnion) return fc.oneof(...schema.options.map(fromSchema));
  // Blobs are the only values of the contract that are made by a class.
  if (schema instanceof z.ZodCustom)
    return fc.uint8Array({ maxLength: 300 }).map((bytes) => new Blob([bytes.slice()]));
  return fc.anything();
}

/** The checks of a schema by what they check. */
function checksOf(
  schema: z.ZodNumber | z.ZodString | z.ZodStringFormat | z.ZodArray,
): Record<string, Record<string, unknown>> {
  const checks = schema.def.checks ?? [];
  return Object.fromEntries(checks.map((check) => [check._zod.def.check, { ...check._zod.def }]));
}

function fromNumber(schema: z.ZodNumber): fc.Arbitrary<number> {
  const checks = checksOf(schema);
  const above = checks.greater_than;
  const min = above ? Number(above.value) + (above.inclusive ? 0 : 1) : -1000;
  return fc.integer({ min, max: checks.less_than ? Number(checks.less_than.value) : min + 2000 });
}

const FORMATS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  url: fc.webUrl({ validSchemes: ['https'] }),
  datetime: fc
    .date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') })
    .map((date) => date.toISOString()),
  date: fc
    .date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') })
    .map((date) => date.toISOString().slice(0, 10)),
  ipv4: fc.ipV4(),
  ipv6: fc.ipV6(),
};

/** A plausible address, PEM file or date, where a pattern or a refinement would hardly be met by chance. */
const PLAUSIBLE = [
  'https://site.example/a',
  'site.example',
  '-----BEGIN CERTIFICATE-----',
  '0'.repeat(32),
  '0'.repeat(64),
];

function fromString(schema: z.ZodString | z.ZodStringFormat): fc.Arbitrary<string> {
  const format = 'format' in schema.def ? FORMATS[String(schema.def.format)] : undefined;
  if (format) return format;
  const checks = checksOf(schema);
  const pattern = checks.string_format?.pattern;
  if (pattern instanceof RegExp) {
    const known = PLAUSIBLE.filter((text) => pattern.test(text));
    return fc.constantFrom(...(known.length > 0 ? known : matching(pattern)));
  }
  const minLength = Number(checks.min_length?.minimum ?? 0);
  const text = fc.string({ minLength, maxLength: minLength + 40, unit: 'grapheme-ascii' });
  return fc.oneof({ weight: 2, arbitrary: text }, { weight: 3, arbitrary: fc.constantFrom(...PLAUSIBLE) });
}

const matches = new Map<string, string[]>();

/** Some texts that match; the same at each run, as making them is dear: it was a twentieth of all tests' time. */
function matching(pattern: RegExp): string[] {
  const known = matches.get(String(pattern));
  if (known !== undefined) return known;
  const made = fc.sample(fc.stringMatching(pattern), { numRuns: 50, seed: 1 });
  matches.set(String(pattern), made);
  return made;
}

const fromMembers = (shape: z.core.$ZodShape): fc.Arbitrary<unknown> =>
  fc
    .record(Object.fromEntries(Object.entries(shape).map(([name, member]) => [name, fromSchema(member)])))
    .map((record) => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)));

const STRANGE: readonly unknown[] = [
  null,
  '',
  0,
  -1,
  1e21,
  Number.MAX_SAFE_INTEGER,
  true,
  [],
  {},
  'x'.repeat(9000),
  '\u0000',
  '\u202e',
  '\ud800',
  "'; DROP TABLE cases; --",
  '../../etc/passwd',
  'data:image/png;base64,iVBORw0KGgo=',
  '__proto__',
  new Blob([new Uint8Array(UPLOAD_CHUNK_BYTES + 1)]),
  new Date(0),
  10n ** 30n,
];

/** The value with one place of it made strange, gone, or joined by something that does not belong there. */
export function mutated(value: unknown): fc.Arbitrary<unknown> {
  const places = placesOf(value);
  return fc
    .tuple(
      fc.nat(places.length - 1),
      fc.nat(3),
      fc.oneof(fc.constantFrom(...STRANGE), fc.anything()),
      fc.string(),
    )
    .map(([at, how, strange, name]) => {
      const place = places[at] ?? [];
      if (how === 0 && place.length > 0) return changedAt(value, place, undefined);
      if (how === 1) return changedAt(value, [...place, name || 'extra'], strange);
      return changedAt(value, place, strange);
    });
}

type Place = readonly string[];

function placesOf(value: unknown, at: Place = []): Place[] {
  if (!isPlain(value)) return [at];
  return [at, ...Object.entries(value).flatMap(([name, inner]) => placesOf(inner, [...at, name]))];
}

function changedAt(value: unknown, [name, ...rest]: Place, to: unknown): unknown {
  if (name === undefined) return to;
  if (!isPlain(value)) return to;
  const copy: Record<string, unknown> = { ...value };
  const changed = changedAt(copy[name], rest, to);
  if (changed === undefined) delete copy[name];
  else
    Object.defineProperty(copy, name, {
      value: changed,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  return Array.isArray(value) ? Object.values(copy) : copy;
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' &&
  value !== null &&
  (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype);
