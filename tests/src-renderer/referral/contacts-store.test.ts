import { expect, test } from 'vitest';
import { createContactsStore } from '../../../src-renderer/features/referral/contacts-store.ts';
import { aVault } from '../../support/a-vault.ts';

const HEAD = 'scope,value,address,name\n';
const line = (value: string, name = 'A') => `domain,${value},abuse@provider.example,${name}\n`;
const file = (text: string | Uint8Array<ArrayBuffer>, name = 'book.csv') => new File([text], name);

test('an import says what it changed, and a file that is not taken changes nothing', async () => {
  using vault = await aVault();
  const store = createContactsStore(vault.client);
  const { importFile } = store.getState();
  const values = () => store.getState().contacts?.map(({ value }) => value);
  await importFile(file(HEAD + line('a.example') + line('b.example')));
  await importFile(file(HEAD + line('b.example', 'B') + line('c.example'), 'next.csv'));
  const { lastImport } = store.getState();
  if (lastImport?.state !== 'done') throw new Error(lastImport?.state);
  const { file: name, counts, difference } = lastImport;
  expect({ name, counts, added: difference.added.length, removed: difference.removed.length }).toEqual({
    name: 'next.csv',
    counts: { contacts: 2, added: 2, removed: 2, inEnglish: 0 },
    added: 2,
    removed: 2,
  });
  expect(values()).toEqual(['b.example', 'c.example']);
  await importFile(file(`${HEAD}domain,d.example,nobody,D\n`));
  expect(store.getState().lastImport).toMatchObject({
    state: 'failed',
    failure: { code: 'REFUSED', data: { refusals: [{ row: 2, field: 'ADDRESS' }] } },
  });
  expect(values()).toEqual(['b.example', 'c.example']);
  expect((await vault.client.referral.contacts()).length).toBe(2);
});

test.each([
  ['is no text', new Uint8Array([0xff, 0xd8, 0xff, 0]), 'not-utf8'],
  ['is larger than a call takes', new Uint8Array(8 * 1024 * 1024 + 1), 'file-too-large'],
  ['is blank', '\n', 'empty-file'],
])('a file that %s is refused with the reason', async (_, content, reason) => {
  using vault = await aVault();
  const store = createContactsStore(vault.client);
  await store.getState().importFile(file(content as string));
  expect(store.getState().lastImport).toMatchObject({
    state: 'failed',
    failure: { code: 'REFUSED', data: { refusals: [{ row: null, reason }] } },
  });
});

test('a file in UTF-16, as Excel saves it, is read', async () => {
  using vault = await aVault();
  const store = createContactsStore(vault.client);
  const text = `\ufeff${HEAD}${line('a.example', 'Société')}`;
  await store.getState().importFile(file(new Uint8Array(Buffer.from(text, 'utf16le'))));
  expect(store.getState().contacts?.map(({ name }) => name)).toEqual(['Société']);
});
