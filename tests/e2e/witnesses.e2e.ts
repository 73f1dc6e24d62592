import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { aFolder } from '../support/a-folder.ts';
import { witnessKeyOf } from '../support/a-ledger-witness.ts';
import { aWitness } from '../support/a-witness.ts';
import { programFile } from '../support/programs.ts';
import { objections } from './objections.ts';
import { expect, goTo, lock, openVault, PASSPHRASE, test, unlock } from './workstation.ts';

test('a supervisor names witnesses in the policy, and the ledger is anchored once one of them has signed', async ({
  page,
  host,
  misdeeds,
}) => {
  test.setTimeout(180_000);
  await using witness = await aWitness();
  using folder = aFolder();
  const passphrase = join(folder.path, 'passphrase');
  writeFileSync(passphrase, PASSPHRASE);
  await openVault(page, host);
  await goTo(page, 'Ledger');
  const panel = page.getByRole('group').filter({ hasText: 'anchored' });
  await expect(panel).toContainText('Not anchored: the policy names no witness');

  await goTo(page, 'Policy');
  await page.getByRole('button', { name: 'New version' }).click();
  const form = page.getByRole('region', { name: 'Policy', exact: true });
  await form.getByLabel('Their keys').fill(`${witness.verifierKey}\n${witness.verifierKey}`);
  await expect(form.getByText('Line 2: A witness and its key can be named once.')).toBeVisible();
  await form.getByLabel('Their keys').fill(`${witness.verifierKey}\n${witnessKeyOf('w2')}`);
  await expect(form.getByText('At least one of them must sign.')).toBeVisible();
  const found = await objections(page, 'witnesses in a draft');
  await form.getByLabel('How many must have signed').fill('1');
  await form.getByRole('button', { name: 'Propose…' }).click();
  await page.getByRole('button', { name: 'Sign and propose' }).click();
  await page.getByRole('button', { name: 'Activate…' }).click();
  await page.getByRole('button', { name: 'Sign and activate' }).click();
  await expect(page.getByRole('contentinfo')).toContainText('Policy be-2017 v2');
  await goTo(page, 'Ledger');
  await expect(panel).toContainText('Not anchored: too few witnesses have signed.');

  await lock(page);
  const vault = ['--vault', host.vault, '--passphrase-file', passphrase];
  const asking = ['audit', 'anchor', ...vault, '--witness', witness.url, '--introduce'];
  await promisify(execFile)(process.execPath, [programFile('hashline'), ...asking]);
  await unlock(page, PASSPHRASE);
  await goTo(page, 'Ledger');
  await expect(panel).toContainText(/^Anchored by witnesses up to entry \d+, \d+ entries since/);
  await panel.locator('summary').click();
  await expect(panel).toContainText('signatures of 1 of 2 witnesses the policy names');
  await expect(panel.getByRole('listitem')).toHaveText([
    /^Witness witness\.example\/w1up to entry \d+, /,
    'Witness witness.example/w2has signed nothing yet',
  ]);
  expect(found).toEqual([]);
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});
