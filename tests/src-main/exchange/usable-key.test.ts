import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { keyProblem } from '../../../src-main/exchange/usable-key.ts';

const ec = (namedCurve: string): KeyObject => generateKeyPairSync('ec', { namedCurve }).publicKey;

describe('the key of a certificate between hotline and desk', () => {
  it.each([
    ['ECDSA over P-256', ec('prime256v1')],
    ['ECDSA over P-384', ec('secp384r1')],
    ['RSA of 2048 bits', generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey],
  ])('may be %s', (_name, key) => expect(keyProblem(key)).toBeNull());

  it.each([
    ['ECDSA over P-521', ec('secp521r1'), { code: 'key-of-curve', curve: 'secp521r1' }],
    ['Ed25519', generateKeyPairSync('ed25519').publicKey, { code: 'key-of-kind', kind: 'ed25519' }],
    ['Ed448', generateKeyPairSync('ed448').publicKey, { code: 'key-of-kind', kind: 'ed448' }],
    [
      'RSA for PSS alone',
      generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey,
      { code: 'key-of-kind', kind: 'rsa-pss' },
    ],
    [
      'RSA of 1024 bits',
      generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey,
      { code: 'key-too-short', bits: 1024, minimum: 2048 },
    ],
  ])('may not be %s', (_name, key, problem) => expect(keyProblem(key)).toEqual(problem));
});
