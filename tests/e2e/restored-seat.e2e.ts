import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noPostgres } from '../../tools/postgres-server.ts';
import { startLoopback } from './loopback.ts';
import { objections } from './objections.ts';
import { BEA, exchange, saved, twoSeats } from './two-seats.ts';
import { expect, goTo, lock, PASSPHRASE, test, unlock } from './workstation.ts';

test.skip(noPostgres !== null, noPostgres ?? '');

test('a seat that was restored is let in by a supervisor at another one, and takes the place of the one it was', {
  tag: '@long',
}, async ({ page, host, browser, misdeeds }) => {
  test.setTimeout(300_000);
  const found: string[] = [];
  const look = async (what: string, seen: typeof page) => {
    found.push(...(await objections(seen, what)));
    const shots = process.env.HASHLINE_SHOTS;
    if (shots) await seen.screenshot({ path: join(shots, `${what}.png`), fullPage: true });
  };
  await using team = await twoSeats(page, host, browser, undefined, 'Supervisor');
  const { second, secondHost } = team;
  await exchange(second);
  await lock(second);
  const folder = mkdtempSync(join(tmpdir(), 'hashline-e2e-'));
  cpSync(secondHost.vault, folder, { recursive: true });
  writeFileSync(join(folder, 'copy.json'), '{"format":"hashline-copy/1"}\n');
  const restoredHost = await startLoopback(folder);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  try {
    const restored = await context.newPage();
    await restored.goto(restoredHost.address);
    await restored.getByText(BEA).click();
    await unlock(restored, PASSPHRASE);
    await goTo(restored, 'Seats');
    await expect(restored.getByText('This vault was restored')).toBeVisible();
    const ids = await restored.locator('code').allInnerTexts();
    const [device, former] = ids.filter((text) => /^[0-9a-f-]{36}$/.test(text));
    await look('restored', restored);

    await goTo(page, 'Seats');
    await page.getByRole('button', { name: 'Let a restored seat in…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Id of the restored vault').fill(device!.slice(0, 20));
    await dialog.getByRole('button', { name: 'Make the file' }).click();
    await expect(dialog.getByText('Enter the whole id').first()).toBeVisible();
    await look('readmit', page);
    await dialog.getByLabel('Id of the restored vault').fill(device!);
    await dialog.getByLabel('Id of the seat it was').fill(former!);
    await dialog.getByRole('button', { name: 'Make the file' }).click();
    const code = await page.getByTestId('seat-code').innerText();
    await look('readmission', page);
    const file = await saved(page, 'Save the file…');
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await expect(page.getByText(/Restored vault, for …/)).toBeVisible();
    await look('open readmission', page);

    await restored.locator('input[type=file]').setInputFiles(file);
    await restored.getByLabel('Code from the supervisor').fill(code);
    await restored.getByRole('button', { name: 'Come back' }).click();
    await expect(restored.getByText('This vault is a seat again.')).toBeVisible({ timeout: 120_000 });
    await expect(restored.getByText('In contact with the other seats.')).toBeVisible();
    await look('rejoined', restored);
    await exchange(page);
    await expect(page.getByRole('row', { name: /Removed/ })).toContainText(`…${former!.slice(-6)}`);
    await expect(page.getByText(/Restored vault, for …/)).toHaveCount(0);
  } finally {
    await context.close();
    await restoredHost.stop();
  }
  expect(found).toEqual([]);
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});
