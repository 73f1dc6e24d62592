import { join } from 'node:path';
import { aSmallDisk, canMount } from '../fault/a-small-disk.ts';
import { startLoopback } from './loopback.ts';
import { objections } from './objections.ts';
import { test as base, createVault, expect, lock, PASSPHRASE, unlock } from './workstation.ts';

const SHOTS = process.env.HASHLINE_SHOTS;

const test = base.extend({
  host: async ({ graceSeconds }, use) => {
    using disk = aSmallDisk(16);
    const host = await startLoopback(join(disk.path, 'vault'), 0, {}, graceSeconds);
    await use(Object.assign(host, { disk }));
    await host.stop();
  },
});

test('a banner says that a full disk lets people look only, and goes once there is room', async ({
  page,
  host,
  misdeeds,
}) => {
  test.skip(!canMount(), 'this machine does not let us mount a file system');
  const { disk } = host as typeof host & { disk: ReturnType<typeof aSmallDisk> };
  await createVault(page, host);
  await page.getByRole('contentinfo').waitFor();
  await lock(page);
  disk.fill();
  await unlock(page, PASSPHRASE);
  const banner = page.getByRole('status').filter({ hasText: 'The vault is open to look only' });
  await expect(banner).toContainText('database or disk is full');
  await page.keyboard.press('e');
  await expect(page.getByRole('option', { name: /Vault created/ })).toBeVisible();
  expect(await objections(page)).toEqual([]);
  if (SHOTS) {
    for (const scheme of ['light', 'dark'] as const)
      for (const width of [640, 1024, 1280, 1920]) {
        await page.emulateMedia({ colorScheme: scheme });
        await page.setViewportSize({ width, height: 800 });
        await page.screenshot({ path: join(SHOTS, `read-only-${scheme}-${width}.png`) });
      }
    await page.emulateMedia({ forcedColors: 'active' });
    await page.screenshot({ path: join(SHOTS, 'read-only-forced.png') });
    await page.emulateMedia({ forcedColors: 'none' });
  }
  await banner.getByRole('button', { name: 'Try again' }).click();
  await expect(banner).toBeVisible();
  disk.free();
  // The engine also tries by itself, and may have been first: then there is no button any more.
  const again = banner.getByRole('button', { name: 'Try again' });
  await again.click({ timeout: 2_000 }).catch(() => {});
  await expect(banner).toHaveCount(0);
  await expect(page.getByRole('option', { name: /Done before it could be recorded/ })).toBeVisible();
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});
