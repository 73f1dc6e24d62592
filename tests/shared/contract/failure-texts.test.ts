import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { Examined, Finding } from '../../../shared/contract/check.ts';
import { Conflict } from '../../../shared/contract/conflict.ts';
import { Damage } from '../../../shared/contract/damage.ts';
import { Missing } from '../../../shared/contract/missing.ts';
import { DeliveryTrouble, ProofProblem } from '../../../shared/domain/delivery-trouble.ts';
import { IndexFault } from '../../../shared/domain/index-fault.ts';
import { NoticeDetail, RefusalDetail } from '../../../shared/domain/refusal-detail.ts';
import { Fault } from '../../../shared/ledger/fault.ts';
import { type Language, locales } from '../../../shared/locales/locales.ts';

type Variant = z.ZodObject<z.core.$ZodShape>;

/** Every code of a closed union with the names of the parameters its text may use. */
function codesOf(union: { options: readonly unknown[] }, discriminator: string): Record<string, string[]> {
  return Object.fromEntries(
    (union.options as Variant[]).flatMap(({ shape }) => {
      const { [discriminator]: code, ...parameters } = shape;
      const codes = (code as z.ZodEnum | z.ZodLiteral).def;
      const names = 'entries' in codes ? Object.keys(codes.entries) : codes.values;
      return names.map((name) => [String(name), Object.keys(parameters).sort()] as const);
    }),
  );
}

const usedIn = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort();

const parametersOf = (texts: Readonly<Record<string, string>>): Record<string, string[]> =>
  Object.fromEntries(Object.entries(texts).map(([code, text]) => [code, usedIn(text)]));

const languages = Object.keys(locales) as Language[];

describe.each(languages)('in %s', (language) => {
  const { failure } = locales[language];

  test('every reason of a conflict has a text that says all its parameters, and no other text is there', () => {
    expect(parametersOf(failure.conflict)).toEqual(codesOf(Conflict, 'reason'));
  });

  test('every missing thing has a text that says all its parameters, and no other text is there', () => {
    expect(parametersOf(failure.notFound)).toEqual(codesOf(Missing, 'what'));
  });

  test('every kind of damage has a text that says all its parameters, and no other text is there', () => {
    expect(parametersOf(failure.integrity)).toEqual(codesOf(Damage, 'problem'));
  });

  test('every detail of a refusal or notice has a text that says all its parameters, and no other text is there', () => {
    expect(parametersOf(locales[language].detail)).toEqual({
      ...codesOf(RefusalDetail, 'code'),
      ...codesOf(NoticeDetail, 'code'),
    });
  });

  test('every fault of a ledger has a text that says all its parameters, and no other text is there', () => {
    expect(parametersOf(locales[language].ledger.fault)).toEqual(codesOf(Fault, 'code'));
  });

  test('every trouble with a referral has a text that says all its parameters, and no other text is there', () => {
    const { trouble, proof } = locales[language].outbox;
    expect([parametersOf(trouble), Object.keys(proof)]).toEqual([
      codesOf(DeliveryTrouble, 'code'),
      ProofProblem.options,
    ]);
  });

  test('every problem of the index has a text, and no other text is there', () => {
    expect(Object.keys(locales[language].lists.index.problem)).toEqual(IndexFault.shape.problem.options);
  });

  test('everything the doctor looks at and finds has a text that says all its parameters, and no other text is there', () => {
    const { check, found } = locales[language].vault.doctor;
    expect([parametersOf(check), parametersOf(found)]).toEqual([
      codesOf(Examined, 'name'),
      codesOf(Finding, 'found'),
    ]);
  });
});
