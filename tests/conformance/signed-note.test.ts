import { createHash, createPublicKey, sign, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  isCheckpointSignedBy,
  keyId,
  parseCheckpoint,
  signCheckpoint,
  verifierKey,
} from '../../shared/ledger/checkpoint.ts';
import { nodeLedgerCrypto, signingKeyFrom } from '../../src-main/engine/keys/signing-key.ts';

/** The example of Go's `golang.org/x/mod/sumdb/note` documentation: key, text and signed note. */
const PETER = {
  name: 'PeterNeumann',
  verifier: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  /** `0x01 || seed`, base64. */
  secret: 'AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz',
  text: "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
  signature: 'x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=',
};
/** The key of Go's public checksum database. */
const SUM_GOLANG_ORG = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8';

/** Name and raw public key of a verifier key, read by hand. */
function parts(verifier: string): { name: string; publicKey: Uint8Array } {
  const [name = '', , blob = ''] = verifier.split(/\+(.{8})\+/s);
  return { name, publicKey: new Uint8Array(Buffer.from(blob, 'base64').subarray(1)) };
}

const peter = signingKeyFrom(Buffer.from(PETER.secret, 'base64').subarray(1));
const ROOT = new Uint8Array(32).map((_, index) => index);
const checkpoint = { origin: 'PeterNeumann', size: 7, root: ROOT };
const note = signCheckpoint(checkpoint, peter.publicKey, peter.sign, nodeLedgerCrypto);

describe('C2SP signed-note', () => {
  test.each([PETER.verifier, SUM_GOLANG_ORG])('names a key as Go does: %s', (verifier) => {
    const { name, publicKey } = parts(verifier);
    expect(verifierKey(name, publicKey, nodeLedgerCrypto)).toBe(verifier);
  });

  test('derives the key id from name, algorithm and key, as computed by hand', () => {
    const hash = createHash('sha256')
      .update('PeterNeumann\n')
      .update(Buffer.of(1))
      .update(peter.publicKey)
      .digest();
    expect(keyId('PeterNeumann', peter.publicKey, nodeLedgerCrypto)).toEqual(
      new Uint8Array(hash.subarray(0, 4)),
    );
  });

  test('makes Go’s signature from Go’s secret key, byte for byte', () => {
    const blob = Buffer.concat([
      keyId(PETER.name, peter.publicKey, nodeLedgerCrypto),
      peter.sign(new TextEncoder().encode(PETER.text)),
    ]);
    expect(blob.toString('base64')).toBe(PETER.signature);
  });
});

describe('C2SP tlog-checkpoint', () => {
  test('is origin, size and root, an empty line, and the signature under the origin’s name', () => {
    const text = `PeterNeumann\n7\n${Buffer.from(ROOT).toString('base64')}\n`;
    const [body, signatureLine = ''] = note.split('\n\n');
    const blob = Buffer.from(/^— PeterNeumann (\S+)\n$/.exec(signatureLine)?.[1] ?? '', 'base64');
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(peter.publicKey).toString('base64url') },
      format: 'jwk',
    });
    expect({
      text: `${body}\n`,
      id: blob.subarray(0, 4).toString('hex'),
      signed: verify(null, Buffer.from(text), key, blob.subarray(4)),
      length: blob.length,
    }).toEqual({ text, id: 'c74f20a3', signed: true, length: 68 });
  });

  test('reads back what was signed', () => {
    const text = `${note.split('\n\n')[0]}\n`;
    const signatures = [note.split('\n\n')[1]!.trimEnd()];
    expect(parseCheckpoint(note)).toEqual({ ...checkpoint, text, signatures });
    expect(isCheckpointSignedBy(note, peter.publicKey, nodeLedgerCrypto)).toBe(true);
  });

  test('keeps its signature beside those of witnesses, whose keys are unknown here', () => {
    const witness = `— witness.example/w1 ${Buffer.alloc(76, 7).toString('base64')}\n`;
    const witnessed = [note + witness, note.replace('\n\n', `\n\n${witness}`)];
    expect(witnessed.map((text) => isCheckpointSignedBy(text, peter.publicKey, nodeLedgerCrypto))).toEqual([
      true,
      true,
    ]);
  });

  const other = signingKeyFrom(new Uint8Array(32).fill(9));
  const signedLike = (origin: string, name: string, key = peter) => {
    const text = `${origin}\n7\n${Buffer.from(ROOT).toString('base64')}\n`;
    const blob = Buffer.concat([
      keyId(name, key.publicKey, nodeLedgerCrypto),
      key.sign(new TextEncoder().encode(text)),
    ]);
    return `${text}\n— ${name} ${blob.toString('base64')}\n`;
  };

  test.each([
    ['another key signed it', signCheckpoint(checkpoint, other.publicKey, other.sign, nodeLedgerCrypto)],
    [
      'another key signed it under the right key’s id',
      signCheckpoint(checkpoint, peter.publicKey, other.sign, nodeLedgerCrypto),
    ],
    ['the key signed it under another name', signedLike('PeterNeumann', 'somebody')],
    ['its line says another name', note.replace('— PeterNeumann', '— somebody')],
    ['only a witness’s signature is there', note.replace(/\n\n.*$/s, '\n\n— witness.example/w1 AAAA\n')],
    ['the size was changed', note.replace('\n7\n', '\n8\n')],
    ['the origin was changed', note.replaceAll('PeterNeumann', 'PeterNewmann')],
    ['the key id was changed', note.replace('x08g', 'y08g')],
  ])('does not count as signed when %s', (_, text) => {
    expect(
      isCheckpointSignedBy(signedLike('PeterNeumann', 'PeterNeumann'), peter.publicKey, nodeLedgerCrypto),
    ).toBe(true);
    expect(isCheckpointSignedBy(text, peter.publicKey, nodeLedgerCrypto)).toBe(false);
  });

  test.each([
    ['a size with a leading zero', note.replace('\n7\n', '\n07\n')],
    ['a negative size', note.replace('\n7\n', '\n-7\n')],
    ['a size in another notation', note.replace('\n7\n', '\n7e0\n')],
    ['a root of 31 bytes', note.replace(/\n7\n.*\n/, `\n7\n${Buffer.alloc(31).toString('base64')}\n`)],
    ['a root whose unused bits are not zero', note.replace('Hh8=\n', 'Hh9=\n')],
    ['no empty line', note.replace('\n\n', '\n')],
    ['no signature', note.replace(/\n\n.*$/s, '\n\n')],
    ['a hyphen for the dash', note.replace('—', '-')],
    ['Windows line ends', note.replaceAll('\n', '\r\n')],
    ['no last line end', note.slice(0, -1)],
    ['a line after the last', `${note}more\n`],
    ['lines after the root, which our logs never have', note.replace('\n\n', '\nextension\n\n')],
    ['nothing', ''],
  ])('is no checkpoint with %s', (_, text) => {
    expect(text).not.toBe(note);
    expect(parseCheckpoint(text)).toBe(null);
    expect(isCheckpointSignedBy(text, peter.publicKey, nodeLedgerCrypto)).toBe(false);
  });

  test('holds an empty log too', () => {
    const empty = { origin: 'o', size: 0, root: new Uint8Array(createHash('sha256').digest()) };
    expect(
      parseCheckpoint(signCheckpoint(empty, peter.publicKey, peter.sign, nodeLedgerCrypto)),
    ).toMatchObject(empty);
  });
});

test('a malformed key or signature is not valid, and nothing is thrown', () => {
  const message = new Uint8Array(3);
  const good = new Uint8Array(sign(null, message, { key: pkcs8(), format: 'der', type: 'pkcs8' }));
  const { verifyEd25519 } = nodeLedgerCrypto;
  expect([
    verifyEd25519(peter.publicKey, message, good),
    verifyEd25519(peter.publicKey, message, good.subarray(1)),
    verifyEd25519(peter.publicKey, message, new Uint8Array(0)),
    verifyEd25519(peter.publicKey.subarray(1), message, good),
    verifyEd25519(new Uint8Array(32).fill(0xff), message, good),
  ]).toEqual([true, false, false, false, false]);
});

function pkcs8(): Buffer {
  const seed = Buffer.from(PETER.secret, 'base64').subarray(1);
  return Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
}
