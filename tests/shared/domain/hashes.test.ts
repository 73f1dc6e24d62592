import { describe, expect, it } from 'vitest';
import { fileKeys, Hashes, hashSchema } from '../../../shared/domain/hashes.ts';

describe('Hashes', () => {
  it('takes hexadecimal in either case and writes it in lower case', () => {
    expect(Hashes.parse({ md5: 'A'.repeat(32), sha1: 'b'.repeat(40) })).toEqual({
      md5: 'a'.repeat(32),
      sha1: 'b'.repeat(40),
    });
  });

  it('keeps the case of PhotoDNA, because base64 has one', () => {
    const value = 'aB+/'.repeat(48);
    expect(Hashes.parse({ photodna: value })).toEqual({ photodna: value });
  });

  it.each([
    ['md5', 'a'.repeat(31)],
    ['md5', 'a'.repeat(33)],
    ['md5', 'g'.repeat(32)],
    ['sha1', 'a'.repeat(32)],
    ['sha256', 'a'.repeat(40)],
    ['pdq', 'a'.repeat(63)],
    ['photodna', 'a'.repeat(191)],
    ['photodna', `${'a'.repeat(191)}=`],
  ] as const)('refuses a %s of the wrong length or alphabet', (algorithm, value) => {
    expect(hashSchema[algorithm].safeParse(value).success).toBe(false);
  });

  it('needs at least one hash and knows no others', () => {
    expect([Hashes.safeParse({}).success, Hashes.safeParse({ md6: 'a'.repeat(32) }).success]).toEqual([
      false,
      false,
    ]);
  });
});

describe('fileKeys', () => {
  it('names a file by its identifying hashes, strongest first', () => {
    expect(fileKeys({ md5: 'a', sha256: 'c', sha1: 'b', pdq: 'd' })).toEqual(['sha256:c', 'sha1:b', 'md5:a']);
  });

  it('names a file by a perceptual hash only where there is nothing else', () => {
    expect(fileKeys({ photodna: 'e', pdq: 'd' })).toEqual(['pdq:d', 'photodna:e']);
  });
});
