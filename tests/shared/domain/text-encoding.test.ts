import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodingOf, keptText } from '../../../shared/domain/text-encoding.ts';

const big = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

describe('keptText', () => {
  const text = 'hashline/one\n12\nroot é\n\n— name sig\n';

  it.each([
    ['as it is', Buffer.from(text)],
    ['with line ends of Windows', Buffer.from(text.replaceAll('\n', '\r\n'))],
    ['with line ends of old Macintoshes', Buffer.from(text.replaceAll('\n', '\r'))],
    ['with a byte order mark', Buffer.from(`\ufeff${text}`)],
    ['in UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['in UTF-16 the other way round', big(`\ufeff${text}`)],
    ['in UTF-16 without a mark', Buffer.from(text, 'utf16le')],
    ['in UTF-16 without a mark, the other way round', big(text.replaceAll('\n', '\r\n'))],
  ])('reads a text saved %s', (_how, bytes) => {
    expect(keptText(bytes)).toBe(text);
  });

  it('reads nothing in another encoding, in bytes, and in UTF-32', () => {
    const others = [
      Buffer.from('é', 'latin1'),
      Buffer.from([1, 0, 0, 2]),
      Buffer.from([0xff, 0xfe, 0, 0, 65, 0, 0, 0]),
    ];
    expect(others.map(keptText)).toEqual([null, null, null]);
  });

  it('never takes UTF-8 for anything else', () => {
    const plain = fc
      .string({ unit: 'grapheme' })
      .filter((written) => !/[\u0000\r\ufeff]/.test(written) && written.isWellFormed());
    fc.assert(
      fc.property(plain, (written) => {
        expect([encodingOf(Buffer.from(written)).encoding, keptText(Buffer.from(written))]).toEqual([
          'utf-8',
          written,
        ]);
      }),
    );
  });
});
