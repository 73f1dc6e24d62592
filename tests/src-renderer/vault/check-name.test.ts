import type { TFunction } from 'i18next';
import { describe, expect, it } from 'vitest';
import { checkName, findingText } from '../../../src-renderer/features/vault/check-name.ts';

// Says which text was asked for, and with what.
const t = ((key: string, values: object) => `${key} ${Object.values(values).join()}`) as unknown as TFunction;

describe('the doctor in the words of the page', () => {
  it('names what it knows and keeps the engine’s words for the rest', () => {
    expect(
      ['passphrase of Ada', 'database quick_check', 'database synchronous', 'something new'].map((check) =>
        checkName(t, check),
      ),
    ).toEqual([
      'vault.doctor.check.passphrase Ada',
      'vault.doctor.check.quickCheck ',
      'vault.doctor.check.setting synchronous',
      'something new',
    ]);
  });

  it('puts findings into words where the engine used some', () => {
    expect(
      ['is there', '3 people', '7.99 bits a byte', 'mode 600', 'there is no vault here'].map((detail) =>
        findingText(t, detail),
      ),
    ).toEqual([
      'vault.doctor.found.there ',
      'vault.doctor.found.people 3',
      'vault.doctor.found.bits 7.99',
      'mode 600',
      'there is no vault here',
    ]);
  });
});
