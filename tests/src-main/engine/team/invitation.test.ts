import { describe, expect, test } from 'vitest';
import { DeviceId } from '../../../../shared/domain/ids.ts';
import { publicKeyOf, sharedWith } from '../../../../src-main/engine/team/agreed-secret.ts';
import {
  type Grant,
  readGrant,
  readRequest,
  seatCode,
  writeGrant,
  writeRequest,
} from '../../../../src-main/engine/team/invitation.ts';

const CODE = new Uint8Array(20).fill(5);
const OTHER = new Uint8Array(20).fill(6);
const device = DeviceId.parse('019f0000-0000-7000-8000-000000000001');
const text = (length: number) => Buffer.alloc(length, 3).toString('base64');

const REQUEST = {
  format: 'hashline-seat-request/1' as const,
  device,
  publicKey: text(32),
  sealingKey: text(32),
};
const GRANT: Grant = {
  format: 'hashline-seat-grant/1',
  device,
  keys: { log: text(32), hotline: '{}', identity: text(32) },
  epochs: [{ epoch: 1, key: text(32) }],
  recovery: { publicKey: text(32), recipient: '{}' },
  sample: false,
  known: { size: 3, root: text(32) },
};

describe('a request to join', () => {
  test('is read by who has the code, and by nobody where it was changed', () => {
    const letter = writeRequest(CODE, REQUEST);
    expect([readRequest(CODE, letter), readRequest(OTHER, letter)]).toEqual([REQUEST, null]);
    const changed = new TextEncoder().encode(new TextDecoder().decode(letter).replace(text(32), text(31)));
    expect(readRequest(CODE, changed)).toBe(null);
    expect(readRequest(CODE, new Uint8Array([123]))).toBe(null);
  });
});

describe('a grant', () => {
  const [mine, theirs] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];

  test('opens with the code and the key it was made for, and with neither alone', () => {
    const shared = sharedWith(theirs, publicKeyOf(mine))!;
    expect(sharedWith(mine, publicKeyOf(theirs))).toEqual(shared);
    const letter = writeGrant(CODE, shared, GRANT);
    const stranger = sharedWith(new Uint8Array(32).fill(9), publicKeyOf(mine))!;
    expect([
      readGrant(CODE, shared, device, letter),
      readGrant(OTHER, shared, device, letter),
      readGrant(CODE, stranger, device, letter),
      readGrant(CODE, shared, 'another', letter),
    ]).toEqual([GRANT, null, null, null]);
  });

  test('is made with no key of small order', () => {
    expect(sharedWith(mine, new Uint8Array(32))).toBe(null);
  });
});

test('the code of an invitation follows from the command, for the one key alone', () => {
  const sign = (by: number) => () => new Uint8Array(64).fill(by);
  expect(seatCode('a', sign(1))).toEqual(seatCode('a', sign(1)));
  expect(seatCode('a', sign(1))).not.toEqual(seatCode('a', sign(2)));
  expect(seatCode('a', sign(1)).length).toBe(20);
});
