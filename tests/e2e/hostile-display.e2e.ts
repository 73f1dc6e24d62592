import type { Page } from '@playwright/test';
import { expect, goTo, openVault, test } from './workstation.ts';

/** Addresses that try to be read as something else, and what must stand on the screen instead. */
const HOSTILE = [
  { name: 'zero-width in the path', url: 'https://zero.example/a\u200bb', shows: ['<U+200B>'] },
  { name: 'word joiner in the query', url: 'https://joiner.example/?q=a\u2060b', shows: ['<U+2060>'] },
  { name: 'soft hyphen in the path', url: 'https://hyphen.example/pay\u00adpal', shows: ['<U+00AD>'] },
  { name: 'variation selector', url: 'https://selector.example/x\ufe0f', shows: ['<U+FE0F>'] },
  { name: 'Hangul filler', url: 'https://filler.example/a\u3164', shows: ['<U+3164>'] },
  {
    name: 'punycode host',
    url: 'https://xn--mnchen-3ya.example/',
    shows: ['As registered', 'xn--mnchen-3ya[.]example', 'münchen[.]example'],
  },
  {
    name: 'mixed scripts',
    url: 'https://p\u0430ypal.example/login',
    shows: ['Mixed scripts', 'xn--pypal-4ve[.]example'],
  },
  {
    name: 'an address inside the address',
    url: 'https://outer.example/?to=https://inner.example/x',
    shows: ['hxxps://inner[.]example'],
  },
  {
    name: 'user part that imitates a host',
    url: 'https://bank.example@elsewhere.example/',
    shows: ['elsewhere[.]example'],
  },
  { name: 'markup', url: 'https://markup.example/"><img/src=x>', shows: ['markup[.]example'] },
] as const;

/** Characters that turn the direction of reading: such an address is not even taken in. */
const BIDI = [0x061c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069];

async function takeIn(page: Page, addresses: readonly string[]): Promise<void> {
  await goTo(page, 'Import');
  await page.getByRole('button', { name: 'Type in a report' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Addresses, one per line').fill(addresses.join('\n'));
  await form.getByRole('button', { name: 'Take in' }).click();
}

test('an address shows what it is made of, is never a link, and is copied defanged', async ({
  page,
  host,
  context,
  misdeeds,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openVault(page, host);
  await takeIn(
    page,
    HOSTILE.map(({ url }) => url),
  );
  await expect(page.getByText(`Taken in: ${HOSTILE.length} new, 0 joined`)).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await goTo(page, 'Queue');
  await expect(page.getByRole('option')).toHaveCount(HOSTILE.length);

  const unseen = new Set<string>(HOSTILE.map(({ name }) => name));
  for (let at = 0; at < HOSTILE.length; at++) {
    await page.getByRole('option').nth(at).click();
    await expect(page.getByRole('option').nth(at)).toHaveAttribute('aria-selected', 'true');
    await page.waitForTimeout(150);
    const shown = await page.getByRole('main').innerText();
    const heading = await page.getByTestId('subject').innerText();
    for (const { name, shows } of HOSTILE)
      if (shows.every((words) => shown.includes(words))) unseen.delete(name);
    expect(heading).not.toMatch(/https?:\/\//);
    expect(heading).not.toMatch(/[\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/u);
    await page.getByRole('button', { name: 'Copy defanged' }).first().click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(heading);
  }
  expect([...unseen]).toEqual([]);
  expect(await page.locator('a[href], img, iframe').count()).toBe(0);
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});

test('an address that turns the direction of reading is refused, and the refusal shows its code point', async ({
  page,
  host,
  misdeeds,
}) => {
  await openVault(page, host);
  await goTo(page, 'Import');
  const lines = BIDI.map((point) =>
    JSON.stringify({
      format: 'hashline-report/1',
      receivedAt: null,
      channel: 'web-form',
      subjects: [{ kind: 'url', url: `https://bidi.example/${String.fromCodePoint(point)}gpj.exe` }],
    }),
  );
  const buffer = Buffer.from(`${lines.join('\n')}\n`);
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'bidi.jsonl', mimeType: 'text/plain', buffer });
  const job = page.locator('article[aria-label="bidi.jsonl"]');
  await expect(job).toHaveAttribute('data-phase', 'failed');
  await expect(job.getByText('Text-direction character')).toHaveCount(BIDI.length);
  expect(await job.innerText()).not.toMatch(/\p{Bidi_Control}/u);
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});
