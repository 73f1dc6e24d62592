import { readFileSync } from 'node:fs';
import { originOf, parseCheckpoint, verifierKey } from '../../shared/ledger/checkpoint.ts';
import { provenUnder, readEntryProof } from '../../shared/ledger/entry-proof.ts';
import { verifySelection } from '../../shared/ledger/selection.ts';
import { nodeLedgerCrypto } from '../../src-main/engine/keys/signing-key.ts';
import { expect, goTo, openSampleVault, openVault, test } from './workstation.ts';

test('the ledger is exported to a file that names its format, and the page holds no link for it', async ({
  page,
  host,
  misdeeds,
}) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await openVault(page, host);
  await goTo(page, 'Ledger');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export…' }).click(),
  ]);
  const lines = readFileSync(await download.path(), 'utf8')
    .trimEnd()
    .split('\n');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ format: 'hashline-ledger/2' });
  expect(lines.at(-1)).toContain('checkpoint');
  await expect(page.getByText(`Exported ${lines.length} lines.`)).toBeVisible();
  expect(await page.locator('a[href]').count()).toBe(0);
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});

test('a checkpoint goes onto paper as the note and a code, and is printed alone', async ({ page, host }) => {
  await openVault(page, host);
  await goTo(page, 'Ledger');
  await page.getByRole('button', { name: 'Checkpoint to print…' }).click();
  const note = await page.getByTestId('checkpoint-note').innerText();
  expect(parseCheckpoint(note.endsWith('\n') ? note : `${note}\n`)).toMatchObject({ size: 3 });
  await expect(page.getByRole('img', { name: 'The checkpoint as a QR code' })).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('navigation')).toBeHidden();
  await expect(page.getByTestId('checkpoint-note')).toBeVisible();
  await page.emulateMedia({ media: 'screen' });
  await page.keyboard.press('Escape');
  await expect(page.getByRole('option', { name: /Checkpoint made/ })).toBeVisible();
});

test('the life of a case is read from the case, and each entry of it is proven by the page', async ({
  page,
  host,
  misdeeds,
}) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await openSampleVault(page, host);
  await page.getByTestId('subject').waitFor();
  for (const key of ['i', 'b', '3', 'Control+Enter']) await page.keyboard.press(key);
  await goTo(page, 'Ledger');
  await page.getByRole('option', { name: /Case assessed/ }).click();
  await page.getByRole('button', { name: 'Open the case' }).click();
  await page.getByRole('button', { name: 'Life of the case' }).click();
  const life = page.getByRole('listbox', { name: /^Life of case/ });
  await expect(life.getByRole('option', { name: /imported a file with \d+ reports/ }).first()).toBeVisible();
  await expect(life.getByRole('option').last()).toContainText(
    /assessed it: illegal, baseline, .*category \d/,
  );
  await page.keyboard.press('p');
  const proof = page.getByRole('dialog');
  await expect(proof.getByText('This fits.')).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    proof.getByRole('button', { name: 'Save the proof…' }).click(),
  ]);
  const saved = readEntryProof(readFileSync(await download.path(), 'utf8'));
  expect(saved && provenUnder(saved, nodeLedgerCrypto)?.size).toBeGreaterThan(5);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('listbox', { name: 'Ledger' })).toBeVisible();
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});

test('what is shown is exported with proofs that hold', async ({ page, host }) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await openVault(page, host);
  await goTo(page, 'Ledger');
  await page.getByRole('button', { name: 'Sessions' }).click();
  await page.getByRole('button', { name: /^When/ }).click();
  await page.getByRole('button', { name: 'Today' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByText('1 of 2 entries')).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export with proofs…' }).click(),
  ]);
  await expect(page.getByText('Exported 1 entries with their proofs.')).toBeVisible();
  const lines = readFileSync(await download.path(), 'utf8')
    .trimEnd()
    .split('\n');
  const { device, publicKey } = JSON.parse(lines[0] ?? '');
  const key = verifierKey(originOf(device), Buffer.from(publicKey, 'base64'), nodeLedgerCrypto);
  const { ok, entries, problems } = await verifySelection(lines, key, nodeLedgerCrypto);
  expect({ ok, entries, problems }).toEqual({ ok: true, entries: 1, problems: [] });
});

test('entries that come while a person reads move neither the list nor the choice', async ({
  page,
  host,
}) => {
  await openSampleVault(page, host);
  await page.getByTestId('subject').waitFor();
  for (let round = 0; round < 5; round++) {
    const shown = await page.getByTestId('subject').innerText();
    for (const key of ['l', 'Control+Enter']) await page.keyboard.press(key);
    await expect(page.getByTestId('subject')).not.toHaveText(shown);
  }
  // What comes after the ledger was opened is news.
  await expect(page.getByRole('contentinfo')).toContainText('Ledger: 18 entries');
  // Low enough that some fifteen entries do not fit.
  await page.setViewportSize({ width: 1280, height: 480 });
  await goTo(page, 'Ledger');
  const list = page.getByRole('listbox', { name: 'Ledger' });
  await page
    .getByRole('option', { name: /Vault created/ })
    .or(list.getByRole('option').last())
    .first()
    .waitFor();
  await list.evaluate((element) => element.scrollTo({ top: 150 }));
  const chosen = list.getByRole('option', { name: /Case assessed/ }).last();
  await chosen.click();
  const text = await chosen.innerText();
  const placeOf = () => list.locator('[aria-selected=true]').boundingBox();
  const before = await placeOf();
  await page.getByRole('button', { name: 'Checkpoint to print…' }).click();
  await page.getByTestId('checkpoint-note').waitFor();
  await page.keyboard.press('Escape');
  await expect(page.getByText('New entries: 1')).toBeVisible();
  expect([await placeOf(), await list.locator('[aria-selected=true]').innerText()]).toEqual([before, text]);
  await page.getByRole('button', { name: 'New entries: 1' }).click();
  await expect(page.getByRole('option', { name: /Checkpoint made/ })).toBeVisible();
  await expect(page.getByText('New entries: 1')).toBeHidden();
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
