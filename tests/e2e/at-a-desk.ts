import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { makeOfficerCertificate } from '../../src-main/receiver/certificates.ts';
import { type Receiver, startReceiver } from '../../src-main/receiver/receiver.ts';
import { reportsFile } from './reports.ts';
import { expect, goTo } from './workstation.ts';

const PAGE_FOLDER = join(import.meta.dirname, '..', '..', 'dist', 'page');

export interface DeskWithPage extends AsyncDisposable {
  receiver: Receiver;
  dir: string;
  /** The address of the page. */
  page: string;
  /** A browser with an officer's certificate, or with the one of the hotline. */
  browse(browser: Browser, as: 'officer' | 'hotline', language?: string): Promise<BrowserContext>;
}

/** A receiving desk that serves its page, as `hashline receiver` does. */
export async function aDeskWithPage(): Promise<DeskWithPage> {
  const dir = mkdtempSync(join(tmpdir(), 'hashline-desk-'));
  const receiver = await startReceiver({ dir, port: 0, name: 'Child Abuse team', pageFolder: PAGE_FOLDER });
  const officer = await makeOfficerCertificate(receiver.certificates.dir, 'kim');
  const origin = `https://127.0.0.1:${receiver.port}`;
  return {
    ...{ receiver, dir, page: `${origin}/` },
    browse: (browser, as, locale = 'en-GB') => {
      const { cert, key } = as === 'officer' ? officer : receiver.certificates.client;
      return browser.newContext({
        locale,
        // Chromium knows the private authority only where it was imported into the system.
        ignoreHTTPSErrors: true,
        clientCertificates: [{ origin, cert: Buffer.from(cert), key: Buffer.from(key) }],
      });
    },
    [Symbol.asyncDispose]: async () => {
      await receiver.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Sets the desk up for the police, takes in one address for each name and decides the first. */
export async function referTo(page: Page, { receiver }: DeskWithPage, names = ['home']): Promise<void> {
  const { ca, client } = receiver.certificates;
  await goTo(page, 'Outbox');
  await page.getByText('Destinations', { exact: true }).click();
  const police = page.getByRole('row', { name: /Federal Police/ });
  await police.getByRole('button', { name: 'Set up' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Address').fill(receiver.url);
  await form.getByLabel('Certificate authority (PEM)').fill(ca);
  await form.getByLabel('Client certificate (PEM)').fill(client.cert);
  await form.getByLabel('Private key (PEM)').fill(client.key);
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
  await page.getByText('Referrals', { exact: true }).click();
  await goTo(page, 'Import');
  const buffer = reportsFile(names.map((name) => ({ host: `${name}.example`, country: 'BE' })));
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'some.jsonl', mimeType: 'text/plain', buffer });
  await expect(page.locator('article[data-phase=done]')).toBeVisible();
  await decideNext(page);
}

/** Decides the first case of the queue: illegal and hosted at home. */
export async function decideNext(page: Page): Promise<void> {
  await goTo(page, 'Queue');
  await page.getByRole('option').first().click();
  await expect(page.getByTestId('subject')).toBeVisible();
  for (const key of ['i', 'b', 'Control+Enter']) await page.keyboard.press(key);
}
