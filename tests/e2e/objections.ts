import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** What axe-core holds against the page as it stands, serious or worse, in both colour schemes. */
export async function objections(page: Page, where = ''): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    // Colours change over a moment, and half-way ones are nobody's choice.
    await page.waitForTimeout(300);
    const { violations } = await new AxeBuilder({ page }).analyze();
    for (const { id, impact, nodes } of violations) {
      if (impact !== 'serious' && impact !== 'critical') continue;
      const places = nodes.map((node) => node.target.join(' ')).join(' | ');
      found.push([where, colorScheme, `${id}:`, places].filter((word) => word !== '').join(' '));
    }
  }
  return found;
}
