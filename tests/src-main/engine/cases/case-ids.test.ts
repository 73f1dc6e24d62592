import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CaseId, uuidv8 } from '../../../../shared/domain/ids.ts';
import { caseIds } from '../../../../src-main/engine/cases/case-ids.ts';

describe('the id of a new case', () => {
  test('is an HMAC-SHA-256 of all its keys', () => {
    const keyOf32 = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(keyOf32, fc.array(fc.string({ unit: 'grapheme' })), (key, keys) => {
        const text = `hashline-case/1\n${keys.join('\n')}`;
        const id = caseIds(Buffer.from(key).toString('base64'))(keys);
        expect(CaseId.parse(id)).toBe(uuidv8(createHmac('sha256', key).update(text).digest()));
      }),
    );
  });
});
