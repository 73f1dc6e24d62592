import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { decideApart, exchange, openDecided, twoSeats } from './two-seats.ts';
import { goTo, test } from './workstation.ts';

/*
 * Pictures of a hotline with two seats, as `screenshots.ts` makes of everything else: each in light and dark, at 1280 and
 * 1024, and at 200% of a window of 1280.
 */
const FOLDER = process.env.HASHLINE_SHOTS ?? '/tmp/shots';
const SIZES = {
  1280: { width: 1280, height: 800 },
  1024: { width: 1024, height: 768 },
  '200-percent': { width: 640, height: 400 },
} as const;

test.setTimeout(300_000);

async function picture(name: string, page: Page): Promise<void> {
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of size === '1280' ? (['light', 'dark'] as const) : (['light'] as const)) {
      await page.emulateMedia({ colorScheme });
      // Colours fade from one scheme to the other; a picture taken meanwhile shows neither.
      await page.waitForTimeout(250);
      const path = join(FOLDER, `seats-${name.replaceAll(' ', '-')}-${size}-${colorScheme}.png`);
      await page.screenshot({ path });
    }
  }
  await page.setViewportSize(SIZES[1280]);
  await page.emulateMedia({ forcedColors: 'active', colorScheme: 'light' });
  await page.screenshot({ path: join(FOLDER, `seats-${name.replaceAll(' ', '-')}-forced.png`) });
  await page.emulateMedia({ forcedColors: 'none' });
}

test('a hotline of two seats', async ({ page, host, browser }) => {
  mkdirSync(FOLDER, { recursive: true });
  await using team = await twoSeats(page, host, browser, picture);
  await exchange(page);
  await page.getByRole('button', { name: 'Check the hub' }).click();
  await page.getByText('What the check found').waitFor();
  await picture('team', page);
  await decideApart(page, team, picture);
  await openDecided(team.second, 'Closed');
  await picture('parallel', team.second);
  await goTo(team.second, 'Seats');
  await picture('analyst', team.second);
});
