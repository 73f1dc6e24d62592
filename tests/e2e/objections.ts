import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** What axe-core holds against the page as it stands, serious or worse, in both colour schemes. */
export async function objections(page: Page, where = ''): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    // The other mode opens a window of its own each time, for frames of other origins; this page has no frames.
    const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
    // Of all that axe-core looks for, the scheme changes the contrast alone.
    if (colorScheme === 'dark') axe.withRules('color-contrast');
    const { violations } = await axe.analyze();
    for (const { id, impact, nodes } of violations) {
      if (impact !== 'serious' && impact !== 'critical') continue;
      const places = nodes.map((node) => node.target.join(' ')).join(' | ');
      found.push([where, colorScheme, `${id}:`, places].filter((word) => word !== '').join(' '));
    }
  }
  return found;
}
