import { existsSync } from 'node:fs';
import { descendantsOf } from '../support/process-memory.ts';
import { expect, goTo, lock, openVault, PASSPHRASE, test, unlock } from './workstation.ts';

test.skip(process.platform !== 'linux', 'processes are looked up as Linux shows them');

test('a page finds the next engine by itself, whether its own was locked or killed', async ({
  page,
  host,
  misdeeds,
}) => {
  await openVault(page, host);
  const [first = 0] = descendantsOf(host.pid);
  await expect.poll(() => descendantsOf(host.pid).length, { timeout: 30_000 }).toBe(2);
  const second = descendantsOf(host.pid).find((pid) => pid !== first) ?? 0;
  await lock(page);
  await expect.poll(() => existsSync(`/proc/${first}`)).toBe(false);
  expect(descendantsOf(host.pid)).toContain(second);
  await unlock(page, PASSPHRASE);

  process.kill(second, 'SIGKILL');
  await page.getByRole('heading', { name: 'Unlock the vault' }).waitFor({ timeout: 30_000 });
  await unlock(page, PASSPHRASE);
  await goTo(page, 'Ledger');
  await expect(page.getByRole('option', { name: /unlocked/i }).first()).toBeVisible();
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});
