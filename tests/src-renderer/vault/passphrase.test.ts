import { randomFillSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makePassphrase, strengthOf } from '../../../src-renderer/features/vault/passphrase.ts';

describe('the strength of a passphrase', () => {
  it.each([
    ['', 'none'],
    ['short', 'short'],
    ['aaaaaaaaaaaaaaaa', 'weak'],
    ['password1234', 'weak'],
    ['correct horse', 'weak'],
    ['correct horse mule', 'fair'],
    ['correct mule battery stable', 'strong'],
  ])('of "%s" is %s', (passphrase, strength) => {
    expect(strengthOf(passphrase)).toBe(strength);
  });
});

describe('a made passphrase', () => {
  it('has five groups of four letters that are not confused', () => {
    const made = Array.from({ length: 50 }, () => makePassphrase((bytes) => randomFillSync(bytes)));
    for (const passphrase of made) {
      expect(passphrase).toMatch(/^[a-hjkmnp-z2-9]{4}(-[a-hjkmnp-z2-9]{4}){4}$/);
    }
    expect(new Set(made).size).toBe(50);
  });
});
