import { describe, expect, test } from 'vitest';
import { inboundText } from '../../../shared/domain/inbound-text.ts';

const takes = (text: string): boolean => inboundText(100).safeParse(text).success;

describe('text that enters Hashline', () => {
  test('holds no control character but line breaks and tabs', () => {
    const controls = Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)).concat('\u007f');
    expect(controls.filter((control) => takes(`a${control}b`))).toEqual(['\t', '\n', '\r']);
  });

  test('may be UTF-8 that was read as Latin-1, which is full of C1 controls: no report is lost for it', () => {
    const latin1 = (text: string) => Buffer.from(text, 'utf8').toString('latin1');
    expect(['É', 'don’t', '漢字'].map((text) => takes(latin1(text)))).toEqual([true, true, true]);
  });

  test('ends with whole characters, and within its length', () => {
    expect([takes('\ud83d\ude00'), takes('a\ud83d'), takes('a'.repeat(100)), takes('a'.repeat(101))]).toEqual(
      [true, false, true, false],
    );
  });
});
