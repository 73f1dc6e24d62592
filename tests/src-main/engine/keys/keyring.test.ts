import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PersonId } from '../../../../shared/domain/ids.ts';
import { deriveKek, unwrapKey, wrapKey } from '../../../../src-main/engine/keys/key-wrap.ts';
import type { EnrolledPerson } from '../../../../src-main/engine/keys/keyring.ts';
import { enrol, openKeys } from '../../../../src-main/engine/keys/person-keys.ts';
import { SeededEntropy } from '../../../../src-main/ports/entropy.ts';
import { argon2id } from '../../../../src-main/ports/passphrase-hash.ts';
import { anEngine, aVault, PASSPHRASE } from '../../../support/a-vault.ts';
import { failureOf } from '../../../support/failure-of.ts';

type Json = Record<string, unknown>;
const SECRET = new Uint8Array(32).fill(9);
const KEYS = { contentKey: new Uint8Array(32).fill(1), signingSeed: new Uint8Array(32).fill(2) };

function aPerson(number: number, passphrase = PASSPHRASE): Promise<EnrolledPerson> {
  const id = PersonId.parse(`00000000-0000-7000-8000-00000000000${number}`);
  const person = { id, name: `Person ${number}`, role: 'analyst' as const, publicKey: '' };
  return enrol(person, KEYS, passphrase, SECRET, {
    entropy: new SeededEntropy(number),
    passphraseHash: argon2id,
  });
}

test('the passphrase of a person on this device gives both keys back', async () => {
  expect(await openKeys(await aPerson(1), PASSPHRASE, SECRET, argon2id)).toEqual(KEYS);
});

test.each<[string, (a: EnrolledPerson, b: EnrolledPerson) => EnrolledPerson]>([
  [
    'the two secrets of one person are swapped',
    ({ contentKey, signingKey, ...a }) => ({
      ...a,
      contentKey: { ...contentKey!, ...signingKey },
      signingKey: { nonce: contentKey!.nonce, box: contentKey!.box },
    }),
  ],
  ['the content key is that of another person', (a, b) => ({ ...a, contentKey: b.contentKey })],
  ['the signing key is that of another person', (a, b) => ({ ...a, signingKey: b.signingKey })],
  ['the wraps and their salt are those of another person', (a, b) => ({ ...b, id: a.id, name: a.name })],
  ['the role is raised', (a) => ({ ...a, role: 'supervisor' })],
  ['the salt is another', (a, b) => ({ ...a, kdf: b.kdf })],
  ['the key derivation is said to be stronger', (a) => ({ ...a, kdf: { ...a.kdf, passes: 4 } })],
  ['a box is cut short', (a) => ({ ...a, contentKey: { ...a.contentKey!, box: 'AAAA' } })],
  [
    'the ephemeral key is that of another sealing',
    (a, b) => ({ ...a, contentKey: { ...a.contentKey!, ephemeral: b.contentKey!.ephemeral } }),
  ],
  [
    'the ephemeral key is of small order',
    (a) => ({
      ...a,
      contentKey: { ...a.contentKey!, ephemeral: Buffer.alloc(32).toString('base64') },
    }),
  ],
  ['the ephemeral key is cut short', (a) => ({ ...a, contentKey: { ...a.contentKey!, ephemeral: 'AAAA' } })],
  ['a nonce is cut short', (a) => ({ ...a, contentKey: { ...a.contentKey!, nonce: 'AAAA' } })],
])('no key is given where %s', async (_what, change) => {
  const [a, b] = await Promise.all([aPerson(1), aPerson(2)]);
  expect(await openKeys(change(a, b), PASSPHRASE, SECRET, argon2id)).toBe(null);
});

test('a wrapped key opens for nothing but what it was wrapped for, whatever bit is changed', async () => {
  const { kdf } = await aPerson(1);
  const kek = await deriveKek(PASSPHRASE, kdf, SECRET, argon2id);
  const context = { purpose: 'signing-key' as const, person: 'p', role: 'r', kdf };
  const wrapped = wrapKey(KEYS.contentKey, kek, context, new SeededEntropy(5));
  expect(unwrapKey(wrapped, kek, context)).toEqual(KEYS.contentKey);
  const box = Buffer.from(wrapped.box, 'base64');
  const opened: number[] = [];
  for (let bit = 0; bit < box.length * 8; bit++) {
    const flipped = Buffer.from(box);
    flipped[bit >> 3]! ^= 1 << (bit & 7);
    if (unwrapKey({ ...wrapped, box: flipped.toString('base64') }, kek, context)) opened.push(bit);
  }
  expect(opened).toEqual([]);
});

test('the key-encryption key depends on the passphrase, the salt and the device', async () => {
  const { kdf } = await aPerson(1);
  const other = (await aPerson(2)).kdf;
  const keks = await Promise.all([
    deriveKek(PASSPHRASE, kdf, SECRET, argon2id),
    deriveKek(PASSPHRASE, kdf, SECRET, argon2id),
    deriveKek(`${PASSPHRASE}x`, kdf, SECRET, argon2id),
    deriveKek(PASSPHRASE, other, SECRET, argon2id),
    deriveKek(PASSPHRASE, kdf, new Uint8Array(32), argon2id),
  ]);
  const texts = keks.map((kek) => Buffer.from(kek).toString('hex'));
  expect(texts[1]).toBe(texts[0]);
  expect(new Set(texts).size).toBe(4);
});

test.each<[string, (person: Json, keyring: Json) => void, string]>([
  ['fewer passes', (person) => Object.assign(person.kdf as Json, { passes: 2 }), 'people.0.kdf.passes'],
  [
    'less memory',
    (person) => Object.assign(person.kdf as Json, { memoryKiB: 1024 }),
    'people.0.kdf.memoryKiB',
  ],
  ['fewer lanes', (person) => Object.assign(person.kdf as Json, { lanes: 1 }), 'people.0.kdf.lanes'],
  ['a short salt', (person) => Object.assign(person.kdf as Json, { salt: 'AAAA' }), 'people.0.kdf.salt'],
  [
    'another algorithm',
    (person) => Object.assign(person.kdf as Json, { algorithm: 'pbkdf2' }),
    'people.0.kdf.algorithm',
  ],
  ['a field nobody knows', (person) => Object.assign(person, { plainKey: 'AAAA' }), 'people.0'],
  ['no people', (_, keyring) => Object.assign(keyring, { people: [] }), 'people'],
  ['a database elsewhere', (_, keyring) => Object.assign(keyring, { database: '../other.db' }), 'database'],
  ['another format', (_, keyring) => Object.assign(keyring, { format: 'hashline-keyring/0' }), 'format'],
])('a keyring with %s is refused before anything is tried', async (_what, damage, place) => {
  using vault = await aVault();
  vault.lock();
  const file = join(vault.folder, 'keyring.json');
  const keyring = JSON.parse(readFileSync(file, 'utf8'));
  damage(keyring.people[0], keyring);
  writeFileSync(file, JSON.stringify(keyring));
  const damaged = { code: 'INTEGRITY', data: { problem: 'keyring-damaged', at: place } };
  expect(await failureOf(vault.unlock())).toEqual(damaged);
  expect(await failureOf(vault.client.vault.people())).toEqual(damaged);
});

test.each([
  ['is not JSON', '{"format":'],
  ['is not UTF-8', Buffer.from([0xff, 0xfe, 0x7b])],
  ['is empty', ''],
])('a keyring that %s is refused', async (_what, content) => {
  using vault = await aVault();
  vault.lock();
  writeFileSync(join(vault.folder, 'keyring.json'), content);
  const { client } = anEngine(vault.folder);
  expect(await failureOf(client.vault.people())).toEqual({
    code: 'INTEGRITY',
    data: { problem: 'keyring-unreadable' },
  });
});
