import type { Page } from '@playwright/test';
import { reportsFile } from './reports.ts';
import { expect, goTo, openVault, test } from './workstation.ts';

const SCREENS = ['q', 'v', 'm', 'd', 'o', 'e', 'f', 'y', 'z', 's'] as const;
/** 1024 at 125 %, 1280 at 200 % and 1280 at 400 % (WCAG 2.2, 1.4.10), in CSS pixels. */
const SIZES = [
  { width: 819, height: 614 },
  { width: 640, height: 400 },
  { width: 320, height: 256 },
] as const;

async function bringIn(page: Page): Promise<void> {
  await goTo(page, 'Import');
  const subjects = ['one', 'two', 'three'].map((name) => ({
    host: `${name}-with-a-rather-long-name.example`,
    country: 'BE',
  }));
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'work.jsonl', mimeType: 'text/plain', buffer: reportsFile(subjects) });
  await expect(page.locator('article[data-phase=done]')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('q');
  await expect(page.getByTestId('subject')).toBeVisible();
}

/** Sizes are observed and answered one frame later. */
const laidOut = (page: Page) =>
  page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
  });

/** What stands beside the window, or is squeezed to nothing. Tables may be wider: they scroll by themselves. */
const outside = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const isHidden = (element: Element) =>
      element.closest('table, svg, [hidden], [class*=onlySpoken], [aria-hidden=true], [style*="clip"]') !==
      null;
    const told = [...document.querySelectorAll('body *')]
      .filter((element) => !isHidden(element))
      .flatMap((element) => {
        const box = element.getBoundingClientRect();
        const isOutside = box.width > 0 && box.height > 0 && (box.right > innerWidth + 1 || box.left < -1);
        const isSqueezed = element.tagName === 'SECTION' && box.width < 200;
        return isOutside || isSqueezed ? [`${element.tagName} ${element.textContent?.slice(0, 40)}`] : [];
      });
    const scrollsAside = (document.scrollingElement?.scrollWidth ?? 0) > innerWidth;
    return scrollsAside ? ['the window scrolls sideways', ...told] : told;
  });

test('nothing is cut and nothing scrolls sideways from 125 % to 400 %', async ({ page, host }) => {
  test.setTimeout(240_000);
  await openVault(page, host);
  await bringIn(page);
  const found: string[] = [];
  for (const language of ['English', 'Deutsch']) {
    await page.keyboard.press('s');
    await page.getByText(language, { exact: true }).click();
    await page.locator('body').click({ position: { x: 700, y: 5 } });
    for (const key of SCREENS) {
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.keyboard.press(key);
      // The screen reads its rows.
      await page.waitForTimeout(200);
      for (const size of SIZES) {
        await page.setViewportSize(size);
        await laidOut(page);
        found.push(...(await outside(page)).map((what) => `${language} ${key} ${size.width}: ${what}`));
      }
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  }
  expect(found).toEqual([]);
});

test('an assessment is made at 400 % by keyboard alone', async ({ page, host }) => {
  await openVault(page, host);
  await bringIn(page);
  await page.setViewportSize({ width: 320, height: 256 });
  const first = await page.getByTestId('subject').innerText();
  for (const key of ['i', 'b']) await page.keyboard.press(key);
  await expect(page.getByTestId('route')).toContainText('Category 1');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('subject')).not.toHaveText(first);
});

test('with forced colours one sees what is chosen, where one is and what has the focus', async ({
  page,
  host,
}) => {
  await openVault(page, host);
  await bringIn(page);
  await page.keyboard.press('i');
  await page.emulateMedia({ forcedColors: 'active' });
  const markOf = (locator: ReturnType<Page['locator']>) =>
    locator.evaluate((element) => {
      const { outlineStyle, outlineWidth, borderLeftWidth } = getComputedStyle(element);
      const mark = getComputedStyle(element, '::before').content;
      return { outline: `${outlineStyle} ${outlineWidth}`, borderLeftWidth, mark: mark.includes('✓') };
    });
  const legality = page.locator('label').filter({ has: page.getByRole('radio', { name: /^Illegal/ }) });
  const other = page.locator('label').filter({ has: page.getByRole('radio', { name: /^Legal/ }) });
  expect([await markOf(legality), await markOf(other)]).toEqual([
    expect.objectContaining({ outline: 'solid 2px', mark: true }),
    expect.objectContaining({ outline: expect.stringContaining('none'), mark: false }),
  ]);
  const row = page.getByRole('option', { selected: true });
  expect(await markOf(row)).toMatchObject({ outline: 'solid 2px', borderLeftWidth: '4px' });
  expect(await markOf(page.getByRole('navigation').locator('[aria-current=page]'))).toMatchObject({
    outline: 'solid 2px',
  });
  const button = page.getByRole('button', { name: 'Record and next' });
  await button.focus();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  expect((await markOf(button)).outline).toBe('solid 3px');
});
