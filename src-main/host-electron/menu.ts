import type { MenuItemConstructorOptions } from 'electron';

/** Zoom in, out and reset; zooming in also works where plus needs no shift key, and on a keypad. */
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
 * The application menu. On Windows and Linux, where editing keys work without one, its only item is hidden and provides
 * the keys for zoom: keys of hidden items work (Electron's menu-item documentation). On macOS copy, paste and quit
 * depend on the menu too. It has no reload, no developer tools and no links.
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
