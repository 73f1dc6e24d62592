import { expect, test } from 'vitest';
import type { SignedBytes } from '../../../../shared/ledger/entry.ts';
import { SignaturesAhead } from '../../../../src-main/engine/keys/signatures-ahead.ts';
import { signingKeyFrom } from '../../../../src-main/engine/keys/signing-key.ts';

const ADA = signingKeyFrom(new Uint8Array(32).fill(1));
const BEN = signingKeyFrom(new Uint8Array(32).fill(2));
const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const signedBy = ({ publicKey, sign }: typeof ADA, words: string): SignedBytes => ({
  ...{ publicKey, message: text(words) },
  signature: sign(text(words)),
});

test('a signature that was checked ahead is valid for that key and those bytes, and for nothing else', async () => {
  const signatures = new SignaturesAhead();
  const { message, signature } = signedBy(ADA, 'one');
  const verified = () => [
    signatures.verifyEd25519(ADA.publicKey, message, signature),
    signatures.verifyEd25519(BEN.publicKey, message, signature),
    signatures.verifyEd25519(ADA.publicKey, text('other'), signature),
    signatures.verifyEd25519(ADA.publicKey, message, signedBy(BEN, 'one').signature),
  ];
  const before = verified();
  await signatures.check([{ publicKey: ADA.publicKey, message, signature }]);
  expect([before, verified()]).toEqual([
    [true, false, false, false],
    [true, false, false, false],
  ]);
});

test('a signature that was found invalid ahead, or has no form at all, stays invalid', async () => {
  const signatures = new SignaturesAhead();
  const good = signedBy(ADA, 'one');
  const bad: SignedBytes[] = [
    { ...good, message: text('other') },
    { ...good, publicKey: BEN.publicKey },
    { ...good, publicKey: new Uint8Array(32).fill(255) },
    { ...good, signature: new Uint8Array(3) },
    { ...good, publicKey: new Uint8Array(5) },
  ];
  await signatures.check(bad);
  const isValid = ({ publicKey, message, signature }: SignedBytes) =>
    signatures.verifyEd25519(publicKey, message, signature);
  expect([...bad, good].map(isValid)).toEqual([false, false, false, false, false, true]);
});
