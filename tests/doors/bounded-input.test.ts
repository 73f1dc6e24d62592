import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ChosenLabels } from '../../shared/domain/assessed-labels.ts';
import { PROCEDURES } from '../contract/procedures.ts';

interface Unbounded {
  field: string;
  what: string;
}

const LONGEST_PATTERNED = 20_000;

/** Everything of a schema whose size nothing limits. */
function unboundedIn(schema: z.core.$ZodType, field: string): Unbounded[] {
  const inner = (other: z.core.$ZodType, name = '') =>
    unboundedIn(other, name === '' ? field : `${field}.${name}`);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return inner(schema.def.innerType);
  }
  if (schema instanceof z.ZodPipe) return inner(schema.def.in);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => inner(option));
  if (schema instanceof z.ZodObject) {
    const open = schema.def.catchall === undefined ? [{ field, what: 'takes members nobody knows' }] : [];
    const members = Object.entries(schema.def.shape).flatMap(([name, member]) => inner(member, name));
    return [...(schema.def.catchall instanceof z.ZodNever ? [] : open), ...members];
  }
  if (schema instanceof z.ZodArray) {
    const bounded = schema.def.checks?.some((check) => check._zod.def.check === 'max_length') ?? false;
    return [
      ...(bounded ? [] : [{ field, what: 'is a list without a longest' }]),
      ...inner(schema.element, '*'),
    ];
  }
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat) {
    return isBounded(schema) ? [] : [{ field, what: 'is a text without a longest' }];
  }
  if (schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral || schema instanceof z.ZodBoolean)
    return [];
  if (schema instanceof z.ZodNumber) return [];
  // How many members it may have is in a refinement, which is tried below.
  if (schema instanceof z.ZodRecord && schema === ChosenLabels)
    return [...inner(schema.keyType, 'key'), ...inner(schema.valueType, '*')];
  // The one class of the contract is Blob, whose refinement is tried below.
  if (schema instanceof z.ZodCustom) return [];
  return [{ field, what: `is a ${schema._zod.def.type}, which nobody has thought about` }];
}

/** A maximum that is said, or a pattern that no long text fits. */
function isBounded(schema: z.ZodString | z.ZodStringFormat): boolean {
  const checks = [
    schema._zod.def,
    ...(schema.def.checks ?? []).map((check) => check._zod.def),
  ] as unknown as Record<string, unknown>[];
  if (checks.some(({ check }) => check === 'max_length' || check === 'length_equals')) return true;
  const patterns = checks.map(({ pattern }) => pattern).filter((pattern) => pattern instanceof RegExp);
  return patterns.some((pattern) => !isStretchable(pattern));
}

/** Whether a pattern has a part that may repeat without end. */
const isStretchable = ({ source }: RegExp): boolean =>
  /(?<!\\)[*+]|\{\d+,\}/.test(source.replaceAll(/\[(?:\\.|[^\]\\])*\]/g, '[]'));

describe('every input of the contract', () => {
  const withInput = PROCEDURES.filter(({ input }) => input !== null);

  test('is bounded in every text and every list of it', () => {
    expect(withInput.flatMap(({ name, input }) => unboundedIn(input!, name))).toEqual([]);
    expect(withInput.length).toBeGreaterThan(20);
  });

  test('takes labels of at most a hundred groups', () => {
    const groups = (n: number) =>
      Object.fromEntries(Array.from({ length: n }, (_, index) => [`G${index}`, ['L']]));
    expect([100, 101].map((n) => ChosenLabels.safeParse(groups(n)).success)).toEqual([true, false]);
  });

  test('refuses unknown members', () => {
    const open = withInput.filter(({ input }) => {
      const plain = input instanceof z.ZodOptional ? input.unwrap() : input;
      return !(plain instanceof z.ZodObject) || !(plain.def.catchall instanceof z.ZodNever);
    });
    expect(open.map(({ name }) => name)).toEqual([]);
  });

  test('takes pieces of a file up to 256 KiB', () => {
    const { input } = PROCEDURES.find(({ name }) => name === 'intake.append')!;
    const upload = '00000000-0000-7000-8000-000000000000';
    const takes = (size: number) =>
      input!.safeParse({ upload, bytes: new Blob([new Uint8Array(size)]) }).success;
    expect([0, 256 * 1024, 256 * 1024 + 1].map(takes)).toEqual([true, true, false]);
  });
});

test('control: an unbounded input is found', () => {
  const schema = z.object({
    text: z.string(),
    list: z.array(z.string().max(3)),
    pattern: z.string().regex(/^a+$/),
    short: z.string().regex(/^[a-z]{4}$/),
    moment: z.iso.datetime(),
    fine: z.strictObject({ text: z.string().max(LONGEST_PATTERNED) }),
    anything: z.unknown(),
  });
  expect(unboundedIn(schema, 'x').map(({ field, what }) => `${field} ${what}`)).toEqual([
    'x takes members nobody knows',
    'x.text is a text without a longest',
    'x.list is a list without a longest',
    'x.pattern is a text without a longest',
    'x.moment is a text without a longest',
    'x.anything is a unknown, which nobody has thought about',
  ]);
});
