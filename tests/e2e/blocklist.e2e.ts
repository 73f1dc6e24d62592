import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256Hex } from '../../src-main/exchange/sha256-hex.ts';
import { PASSPHRASE, SAM, startGivingHost } from './giving-host.ts';
import { objections } from './objections.ts';
import { expect, goTo, lock, test, unlock } from './workstation.ts';

test('a supervisor sees what a blocking list changes, gives it out, and saves its signed files', async ({
  page,
}) => {
  const host = await startGivingHost();
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await page.goto(host.address);
  await page.getByText(SAM).click();
  await unlock(page, PASSPHRASE);
  await goTo(page, 'Outbox');
  await page.getByText('Blocking list', { exact: true }).click();
  const next = page.getByRole('region', { name: 'Next blocking list' });
  await expect(next.getByText(/^Given out last: serial \d+, .*, by Sam Supervisor/)).toBeVisible();
  await expect(next.getByRole('definition')).toHaveText(['4', '1', '1', '1']);
  const difference = page.getByRole('table', { name: /^Difference to serial/ });
  await expect(difference.getByRole('row')).toHaveText([
    /Change/,
    'AddedAddresshxxps://new-abroad[.]example/',
    'RemovedAddresshxxps://taken-back[.]example/',
  ]);
  const found = await objections(page, 'blocking list');
  await next.getByRole('button', { name: 'Give out a new list' }).click();
  const given = page.getByRole('region', { name: /^Given out: serial/ });
  await expect(
    given.getByText(/Addresses: 4; whole hosts: 1\. Since serial \d+: 1 added, 1 removed\./),
  ).toBeVisible();
  await expect(next.getByRole('definition')).toHaveText(['4', '1', '0', '0']);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    given.getByRole('button', { name: 'Save the files' }).click(),
  ]);
  await expect(given.getByText('Saved.')).toBeVisible();
  found.push(...(await objections(page, 'given out')));
  expect(found).toEqual([]);

  const folder = mkdtempSync(join(tmpdir(), 'hashline-blocklist-'));
  execFileSync('tar', ['-xf', await download.path(), '-C', folder]);
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  const sums = read('SHA256SUMS')
    .trim()
    .split('\n')
    .map((line) => line.split('  '));
  expect([...sums.map(([, name]) => name), 'SHA256SUMS', 'SHA256SUMS.sig'].sort()).toEqual(
    readdirSync(folder).sort(),
  );
  expect(sums.map(([, name]) => sha256Hex(read(name!)))).toEqual(sums.map(([sum]) => sum));
  expect([read('blocklist-added.txt'), read('blocklist-removed.txt')]).toEqual([
    'https://new-abroad.example/\n',
    'https://taken-back.example/\n',
  ]);
  rmSync(folder, { recursive: true, force: true });

  await lock(page);
  await page.getByText('Ann', { exact: true }).click();
  await unlock(page, PASSPHRASE);
  await goTo(page, 'Outbox');
  await expect(page.getByText('Contacts', { exact: true })).toBeVisible();
  await expect(page.getByText('Blocking list', { exact: true })).toHaveCount(0);
  await host.stop();
});
