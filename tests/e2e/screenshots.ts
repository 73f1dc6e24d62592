import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { openSampleVault, test } from './workstation.ts';

/*
 * Pictures of every screen for whoever looks after the look: light and dark, two sizes, English and German.
 * `npx playwright test --project=screenshots` writes them to HASHLINE_SHOTS or /tmp/shots.
 */
const FOLDER = process.env.HASHLINE_SHOTS ?? '/tmp/shots';
const SAMPLE = join(import.meta.dirname, '..', '..', 'assets', 'samples', 'scart.csv');
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;
const KEYS = { queue: 'q', import: 'm', outbox: 'o', ledger: 'e', figures: 'f', settings: 's' } as const;

test.setTimeout(120_000);

test('every screen, light and dark, small and large, English and German', async ({ page, host }) => {
  mkdirSync(FOLDER, { recursive: true });
  await page.goto(host.address);
  await page.getByRole('button', { name: 'Try with sample data' }).waitFor();
  await shoot(page, 'first-run', 'en');
  await openSampleVault(page, host);
  await assessSome(page);
  await page.keyboard.press('m');
  await page.locator('input[type=file]').setInputFiles([
    { name: 'scart.csv', mimeType: 'text/csv', buffer: readFileSync(SAMPLE) },
    { name: 'broken.jsonl', mimeType: 'text/plain', buffer: Buffer.from(BROKEN) },
  ]);
  await page.locator('article[data-phase=failed]').waitFor();
  for (const language of ['en', 'de'] as const) {
    await page.keyboard.press('s');
    await page.getByText(language === 'en' ? 'English' : 'Deutsch', { exact: true }).click();
    await page.locator('body').click({ position: { x: 700, y: 5 } });
    for (const [screen, key] of Object.entries(KEYS)) {
      await page.keyboard.press(key);
      await prepare(page, screen);
      await shoot(page, screen, language);
    }
    await page.keyboard.press('?');
    await shoot(page, 'keys', language);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await shoot(page, 'palette', language);
    await page.keyboard.press('Escape');
  }
  await page.keyboard.press('Control+l');
  await page.locator('input[type=password]').waitFor();
  await shoot(page, 'unlock', 'de');
});

const BROKEN = [
  {
    receivedAt: '2026-11-20T08:00:00.000Z',
    channel: 'web-form',
    subjects: [{ kind: 'url', url: 'not an address' }],
  },
  { receivedAt: null, channel: 'carrier-pigeon', subjects: [] },
]
  .map((line) => `${JSON.stringify({ format: 'hashline-report/1', ...line })}\n`)
  .join('');

async function assessSome(page: Page): Promise<void> {
  await page.getByTestId('subject').waitFor();
  for (const keys of ['i b 3 g', 'l', 'i n', 'i b', 'l', 'i b 4']) {
    for (const key of keys.split(' ')) await page.keyboard.press(key);
    await page.keyboard.press('Control+Enter');
    await page.waitForTimeout(150);
  }
  for (const key of ['i', 'b', '3']) await page.keyboard.press(key);
}

async function prepare(page: Page, screen: string): Promise<void> {
  await page.waitForTimeout(250);
  if (screen === 'outbox') await page.locator('tbody tr').first().click();
  if (screen !== 'ledger') return;
  await page.getByRole('button', { name: /Verify now|Nu verifi|Jetzt prüfen/ }).click();
  await page.locator('[role=option]').nth(1).click();
  await page.waitForTimeout(800);
}

async function shoot(page: Page, screen: string, language: string): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(120);
      await page.screenshot({ path: join(FOLDER, `${screen}-${language}-${colorScheme}-${size.width}.png`) });
    }
  }
  await page.setViewportSize(SIZES[0]);
  await page.emulateMedia({ colorScheme: 'light' });
}
