import { readFileSync } from 'node:fs';
import { createVault, expect, goTo, openSampleVault, test } from './workstation.ts';

test('the ledger is exported to a file that names its format, and the page holds no link for it', async ({
  page,
  host,
  misdeeds,
}) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await createVault(page, host);
  await goTo(page, 'Ledger');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export…' }).click(),
  ]);
  const lines = readFileSync(await download.path(), 'utf8')
    .trimEnd()
    .split('\n');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ format: 'hashline-ledger/1' });
  expect(lines.at(-1)).toContain('checkpoint');
  await expect(page.getByText(`Exported ${lines.length} lines.`)).toBeVisible();
  expect(await page.locator('a[href]').count()).toBe(0);
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});

test('a checkpoint is shown as the note somebody can carry away', async ({ page, host }) => {
  await createVault(page, host);
  await goTo(page, 'Ledger');
  await page.getByRole('button', { name: 'Checkpoint' }).click();
  await expect(page.getByText(/^hashline\/[0-9a-f-]{36}/)).toBeVisible();
});

test('nothing of a case stays in the page’s storage after a lock', async ({ page, host }) => {
  await openSampleVault(page, host);
  await expect(page.getByTestId('subject')).toBeVisible();
  await page.keyboard.press('i');
  const rows = () =>
    page.evaluate(
      () =>
        new Promise<number>((resolve, reject) => {
          const opening = indexedDB.open('hashline');
          opening.onerror = () => reject(opening.error);
          opening.onsuccess = () => {
            const names = [...opening.result.objectStoreNames];
            const read = opening.result.transaction(names, 'readonly');
            let sum = 0;
            for (const name of names) {
              const counting = read.objectStore(name).count();
              counting.onsuccess = () => {
                sum += counting.result;
              };
            }
            read.oncomplete = () => {
              opening.result.close();
              resolve(sum);
            };
          };
        }),
    );
  await expect.poll(rows).toBeGreaterThan(3);
  await page.keyboard.press('Control+l');
  await page.getByRole('heading', { name: 'Unlock the vault' }).waitFor();
  await expect.poll(rows).toBe(0);

  // What a crash left behind goes too, once the page starts and finds the vault locked.
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('hashline');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const writing = opening.result.transaction(['places'], 'readwrite');
          writing.objectStore('places').put({ place: 'open-case', value: 'left behind' });
          writing.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
  );
  expect(await rows()).toBe(1);
  await page.reload();
  await page.getByRole('heading', { name: 'Unlock the vault' }).waitFor();
  await expect.poll(rows).toBe(0);
});
