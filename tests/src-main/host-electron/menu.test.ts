import { describe, expect, it } from 'vitest';
import { menuTemplate } from '../../../src-main/host-electron/menu.ts';

const itemsOf = (platform: NodeJS.Platform) =>
  menuTemplate(platform).flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));

describe('the menu', () => {
  it.each(['linux', 'win32', 'darwin'] as const)('lends the page the keys for zoom on %s', (platform) => {
    const zoom = itemsOf(platform).filter(({ role }) => /^(zoomIn|zoomOut|resetZoom)$/.test(role ?? ''));
    const keys = zoom.map(({ role, accelerator }) => `${role} ${accelerator ?? 'its own key'}`);
    expect(new Set(keys)).toEqual(
      new Set([
        'zoomIn its own key',
        'zoomIn CommandOrControl+=',
        'zoomIn CommandOrControl+numadd',
        'zoomOut its own key',
        'zoomOut CommandOrControl+numsub',
        'resetZoom its own key',
        'resetZoom CommandOrControl+num0',
      ]),
    );
  });

  it.each(['linux', 'win32'] as const)('shows nothing on %s', (platform) => {
    expect(menuTemplate(platform).every(({ visible }) => visible === false)).toBe(true);
    expect(itemsOf(platform).every(({ visible }) => visible === false)).toBe(true);
  });

  it.each(['linux', 'win32', 'darwin'] as const)(
    'offers no reload, no developer tools and no link on %s',
    (platform) => {
      const roles = itemsOf(platform).map(({ role }) => role);
      for (const role of ['reload', 'forceReload', 'toggleDevTools', 'help'])
        expect(roles).not.toContain(role);
      expect(itemsOf(platform).filter(({ click }) => click)).toEqual([]);
    },
  );
});
