import { generateX25519Identity } from 'age-encryption';
import { describe, expect, it } from 'vitest';
import { keyGroups, provesKey, typedKey } from '../../../src-renderer/features/vault/recovery-text.ts';

describe('the recovery key on paper', () => {
  it('stands in groups of four and comes back whole however it is typed', async () => {
    for (let made = 0; made < 20; made++) {
      const identity = await generateX25519Identity();
      const groups = keyGroups(identity);
      expect(groups.slice(1).every((group) => group.length === 4)).toBe(true);
      expect(groups.join('')).toBe(identity);
      expect(typedKey(` ${groups.join(' ').toLowerCase()}\n`)).toBe(identity);
    }
  });

  it('is proved by its last group and by nothing else', async () => {
    const identity = await generateX25519Identity();
    const last = keyGroups(identity).at(-1) ?? '';
    expect([last, last.toLowerCase(), ` ${last} `].map((typed) => provesKey(identity, typed))).toEqual([
      true,
      true,
      true,
    ]);
    expect(['', last.slice(1), `${last}X`, identity].map((typed) => provesKey(identity, typed))).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});
