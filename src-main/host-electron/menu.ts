import type { MenuItemConstructorOptions } from 'electron';

/** The page larger, smaller and as it was; also where plus is typed without the shift key, and on a keypad. */
const ZOOM: readonly MenuItemConstructorOptions[] = [
  { role: 'zoomIn' },
  { role: 'zoomIn', accelerator: 'CommandOrControl+=' },
  { role: 'zoomIn', accelerator: 'CommandOrControl+numadd' },
  { role: 'zoomOut' },
  { role: 'zoomOut', accelerator: 'CommandOrControl+numsub' },
  { role: 'resetZoom' },
  { role: 'resetZoom', accelerator: 'CommandOrControl+num0' },
];

/**
 * The menu. On Windows and Linux, where editing keys work without one, its one entry is hidden and lends the page the keys for zoom:
 * keys of hidden items work (Electron's menu-item documentation). macOS takes copy, paste and quit from its menu too. No reload, no
 * developer tools, no links.
 */
export function menuTemplate(platform: NodeJS.Platform): MenuItemConstructorOptions[] {
  const hidden = ZOOM.map((item) => ({ ...item, visible: false }));
  if (platform !== 'darwin') return [{ label: 'View', visible: false, submenu: hidden }];
  return [
    {
      role: 'appMenu',
      submenu: [{ role: 'about' }, { type: 'separator' }, { role: 'hide' }, { role: 'quit' }],
    },
    {
      role: 'editMenu',
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: 'View',
      submenu: [
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'resetZoom' },
        ...hidden.filter(({ accelerator }) => accelerator),
      ],
    },
    { role: 'windowMenu', submenu: [{ role: 'minimize' }, { role: 'zoom' }] },
  ];
}
