import AxeBuilder from '@axe-core/playwright';
import type { CDPSession, Page } from '@playwright/test';
import { reportsFile } from './reports.ts';
import { expect, openSampleVault, openVault, test } from './workstation.ts';

interface AxNode {
  nodeId: string;
  ignored: boolean;
  role?: { value: string };
  name?: { value: string };
  properties?: { name: string; value: { value?: unknown } }[];
  childIds?: string[];
}

/** What Chromium tells assistive programs: the focused node, and what live regions say. */
async function told(cdp: CDPSession): Promise<{ focused: string; live: string[] }> {
  const { nodes } = (await cdp.send('Accessibility.getFullAXTree')) as unknown as { nodes: AxNode[] };
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const has = (node: AxNode, name: string, value: unknown) =>
    node.properties?.some((one) => one.name === name && one.value.value === value) ?? false;
  const textOf = (node: AxNode): string =>
    node.role?.value === 'StaticText'
      ? (node.name?.value ?? '')
      : (node.childIds ?? []).map((id) => (byId.has(id) ? textOf(byId.get(id)!) : '')).join('');
  // The document has the focus as well as what stands in it.
  const focused = nodes
    .filter((node) => has(node, 'focused', true) && node.role?.value !== 'RootWebArea')
    .at(-1);
  return {
    focused: focused === undefined ? 'nothing' : `${focused.role?.value} ${focused.name?.value}`,
    live: nodes
      .filter((node) => !node.ignored && has(node, 'live', 'polite') && node.role?.value === 'status')
      .map(textOf),
  };
}

const spoken = async (cdp: CDPSession): Promise<string> =>
  (await told(cdp)).live.find((text) => /^Case \d+ of \d+:/.test(text)) ?? '';

test('the next case is spoken after J, K and a decision, and the focus never falls to nothing', async ({
  page,
  host,
}) => {
  await openSampleVault(page, host);
  await page.getByTestId('subject').waitFor();
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Accessibility.enable');
  const isOn = (pattern: RegExp) => expect.poll(() => spoken(cdp)).toMatch(pattern);
  const focused = () => expect.poll(async () => (await told(cdp)).focused);

  await isOn(/^Case 1 of/);
  await focused().toBe('main Queue');
  await page.keyboard.press('j');
  await isOn(/^Case 2 of/);
  await page.keyboard.press('k');
  await isOn(/^Case 1 of/);
  const first = await spoken(cdp);

  // The note has the focus, and leaves the page with the decided case.
  for (const key of ['i', 'b', 't']) await page.keyboard.press(key);
  await focused().toMatch(/^textbox Note/);
  await page.keyboard.type('Seen.');
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => spoken(cdp)).not.toBe(first);
  await isOn(/^Case 1 of \d+: .+\. Open/);
  await focused().toBe('main Queue');

  // A field that is left, a dialog that is closed, another screen.
  await page.keyboard.press('t');
  await page.keyboard.press('Escape');
  await focused().toBe('main Queue');
  await page.keyboard.press('?');
  await focused().toMatch(/^dialog Keys/);
  await page.keyboard.press('Escape');
  await focused().toBe('main Queue');
  await page.keyboard.press('0');
  await page.keyboard.press('j');
  await isOn(/^Case 2 of/);
  await page.keyboard.press('Escape');
  await focused().toBe('main Queue');
  await page.keyboard.press('o');
  await focused().toBe('main Outbox');
});

/**
 * What axe-core holds against the page as it stands, serious or worse.
 * @param contrast whether colours are looked at alone, or everything but colours: these are the same in every language
 */
async function heldAgainst(page: Page, where: string, contrast: boolean): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations } = await (contrast
    ? axe.withRules(['color-contrast'])
    : axe.disableRules(['color-contrast'])
  ).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${where} ${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`);
}

/**
 * The pages looked at in each language: all of them over the three, and the most used in each. English is looked at with its
 * colours, light and dark, in the test of every screen.
 */
const PAGES = [
  ['Nederlands', ['q', 'o', 'e', 'y']],
  ['Français', ['q', 'v', 'm', 'f']],
  ['Deutsch', ['q', 's']],
] as const;

test('axe-core objects to no page and no dialog in any language, and to no colours that are forced', {
  tag: '@long',
}, async ({ page, host }) => {
  await openVault(page, host);
  await page.keyboard.press('m');
  await page.locator('input[type=file]').setInputFiles({
    name: 'work.jsonl',
    mimeType: 'text/plain',
    buffer: reportsFile(['one', 'two'].map((name) => ({ host: `${name}.example`, country: 'BE' }))),
  });
  await page.locator('article[data-phase=done]').waitFor();
  const found: string[] = [];
  for (const [language, pages] of PAGES) {
    await page.keyboard.press('s');
    await page.getByText(language, { exact: true }).click();
    for (const key of pages) {
      await page.keyboard.press(key);
      found.push(...(await heldAgainst(page, `${language} ${key}`, false)));
    }
  }
  await page.keyboard.press('q');
  for (const key of ['?', 'Control+k', 'Control+e', '+']) {
    await page.keyboard.press(key);
    await page.getByRole('dialog').waitFor();
    found.push(...(await heldAgainst(page, `Deutsch ${key}`, false)));
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  await page.emulateMedia({ forcedColors: 'active' });
  for (const key of ['q', 'o', 's']) {
    await page.keyboard.press(key);
    found.push(...(await heldAgainst(page, `forced colours ${key}`, true)));
  }
  expect(found).toEqual([]);
});
