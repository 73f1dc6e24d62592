import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../../../../shared/ledger/bytes.ts';
import { padded, padmeLength, unpadded } from '../../../../src-main/engine/team/padme.ts';
import {
  type DeedPlace,
  openDeed,
  seal,
  sealDeed,
  unseal,
} from '../../../../src-main/engine/team/sealed-deed.ts';

const bytes = (least: number, most: number) => fc.uint8Array({ minLength: least, maxLength: most });
const key = bytes(32, 32);
const PLACE: DeedPlace = { hotline: 'a', device: 'b', seq: 1, epoch: 1 };

describe('sealed content', () => {
  test('opens with the key and what it is bound to, and is equal bytes for equal content', () => {
    fc.assert(
      fc.property(key, bytes(0, 40), bytes(0, 3000), (secret, bound, content) => {
        const sealed = seal(secret, bound, content);
        expect(unseal(secret, bound, sealed)).toEqual(content);
        expect(seal(secret, bound, content)).toEqual(sealed);
      }),
    );
  });

  test('opens neither changed, nor with another key, nor bound to something else', () => {
    fc.assert(
      fc.property(key, key, bytes(1, 40), bytes(0, 600), fc.nat(), (secret, other, bound, content, at) => {
        fc.pre(!Buffer.from(secret).equals(other));
        const sealed = seal(secret, bound, content);
        const changed = sealed.slice();
        changed[at % changed.length]! ^= 1;
        expect([
          unseal(secret, bound, changed),
          unseal(other, bound, sealed),
          unseal(secret, bound.slice(1), sealed),
          unseal(secret, bound, sealed.subarray(0, at % 28)),
        ]).toEqual([null, null, null, null]);
      }),
    );
  });

  test('has the length of the shortest, up to half a kilobyte, and of at most an eighth more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 5_000_000 }), (length) => {
        const whole = padmeLength(length);
        expect(whole >= length && whole <= length * 1.125).toBe(true);
      }),
    );
    expect(new Set([0, 1, 100, 508].map((length) => padded(new Uint8Array(length)).length))).toEqual(
      new Set([512]),
    );
    expect(unpadded(Uint8Array.of(0, 0, 0, 9))).toBe(null);
  });
});

describe('a deed', () => {
  const deed = { line: '{}', enclosure: { salt: new Uint8Array(32).fill(7), text: '{"note":"é"}' } };

  test('opens at its own place alone', () => {
    const secret = new Uint8Array(32).fill(1);
    const sealed = sealDeed(secret, PLACE, deed);
    expect(openDeed(secret, PLACE, sealed)).toEqual(deed);
    const others = [{ hotline: 'x' }, { device: 'x' }, { seq: 2 }, { epoch: 2 }];
    for (const other of others) expect(openDeed(secret, { ...PLACE, ...other }, sealed)).toBe(null);
  });

  test('is none where something else was sealed', () => {
    const secret = new Uint8Array(32).fill(1);
    const bound = utf8('hashline-deed/1\na\nb\n1\n1');
    for (const text of ['', '[]', '{"line":1}', '{"line":"x","more":1}'])
      expect(openDeed(secret, PLACE, seal(secret, bound, utf8(text)))).toBe(null);
  });
});
