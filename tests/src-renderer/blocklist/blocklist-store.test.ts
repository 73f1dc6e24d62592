import { expect, test } from 'vitest';
import { createBlocklistStore } from '../../../src-renderer/features/blocklist/blocklist-store.ts';
import { aBlockingVault } from '../../support/a-blocking-vault.ts';
import { refer } from '../../support/a-referring-vault.ts';
import { aVault } from '../../support/a-vault.ts';

test('a list is given out with the difference to the one it was compared with, and the next is compared with it', async () => {
  using vault = await aBlockingVault();
  const store = createBlocklistStore(vault.client, () => 7);
  const seen = () => {
    const { preview, given, since, isLooking, isExporting, failure } = store.getState();
    return {
      ...{ since, isLooking, isExporting, failure },
      added: preview?.added.total,
      lists: preview?.given.length,
      given: given && [given.since, given.list.previous, given.list.added, given.atMs, given.isSaved],
    };
  };
  const idle = { since: null, isLooking: false, isExporting: false, failure: null };
  await refer(vault, 'one', 'RO');
  await store.getState().look(null);
  expect(seen()).toEqual({ ...idle, added: 1, lists: 0, given: null });
  await store.getState().export();
  const first = store.getState().given!.list.serial;
  expect(seen()).toEqual({ ...idle, added: 0, lists: 1, given: [null, null, 1, 7, false] });
  store.getState().noteSaved();
  expect(seen().given?.at(-1)).toBe(true);
  await refer(vault, 'two', 'RO');
  await store.getState().look(null);
  await store.getState().export();
  expect(seen().given).toEqual([first, first, 1, 7, false]);
  const second = store.getState().given!.list.serial;
  await refer(vault, 'three', 'RO');
  await store.getState().look(first);
  expect(seen()).toMatchObject({ since: first, added: 2, lists: 2 });
  await store.getState().export();
  expect(seen()).toMatchObject({ since: null, given: [first, second, 2, 7, false] });
  expect(store.getState().given!.list.files.map(({ name }) => name)).toContain('blocklist-added.txt');
});

test('what the policy does not allow is said, and the numbers of before are gone', async () => {
  using vault = await aVault();
  const store = createBlocklistStore(vault.client);
  await store.getState().look(null);
  expect(store.getState()).toMatchObject({
    preview: null,
    isLooking: false,
    failure: { code: 'CONFLICT', data: { reason: 'blocking-not-allowed' } },
  });
  await store.getState().export();
  expect(store.getState().given).toBe(null);
});
