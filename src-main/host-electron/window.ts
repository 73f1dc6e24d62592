import type { BrowserWindow, BrowserWindowConstructorOptions, Session } from 'electron';

/**
 * The page's background in both colour schemes, so that nothing flashes before the page is drawn (tokens.css,
 * `--ground`).
 */
const GROUND = { light: '#f4f5f7', dark: '#121418' } as const;

/**
 * Web features that the page does not need. They are removed from the page, besides being refused by the permission
 * handlers. Names are those of Chromium's RuntimeEnabledFeatures. Without the file picker the ledger is exported as a
 * download, which is guarded.
 */
const NEEDLESS_FEATURES = [
  'AIPromptAPI',
  'EyeDropperAPI',
  'FileSystemAccessLocal',
  'FontAccess',
  'Notifications',
  'PushMessaging',
  'ScriptedSpeechRecognition',
  'Serial',
  'TranslationAPI',
  'WebBluetooth',
  'WebHID',
  'WebShare',
  'WebUSB',
] as const;

export interface WindowChoice {
  session: Session;
  preload: string;
  packaged: boolean;
  dark: boolean;
  /** False on Windows and Linux, where the menu only provides keys, and pressing Alt must not show an empty bar. */
  menuBar: boolean;
  /** Path of a PNG; null on Windows and macOS, which take the icon of the executable. */
  icon: string | null;
}

/** The options of the only window (Electron security checklist 2, 3, 4, 6, 8, 9, 10, 11). */
export const windowOptions = (choice: WindowChoice): BrowserWindowConstructorOptions => ({
  title: 'Hashline',
  width: 1440,
  height: 900,
  minWidth: 1024,
  minHeight: 700,
  show: false,
  backgroundColor: choice.dark ? GROUND.dark : GROUND.light,
  ...(choice.icon === null ? {} : { icon: choice.icon }),
  webPreferences: {
    session: choice.session,
    preload: choice.preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    plugins: false,
    webgl: false,
    images: false,
    imageAnimationPolicy: 'noAnimation',
    autoplayPolicy: 'document-user-activation-required',
    navigateOnDragDrop: false,
    spellcheck: false,
    enableWebSQL: false,
    disableDialogs: true,
    safeDialogs: true,
    v8CacheOptions: 'none',
    disableBlinkFeatures: NEEDLESS_FEATURES.join(','),
    devTools: !choice.packaged,
  },
});

/** The only window factory: no other file creates a BrowserWindow. */
export function createWindow(
  Window: new (options: BrowserWindowConstructorOptions) => BrowserWindow,
  choice: WindowChoice,
): BrowserWindow {
  const window = new Window(windowOptions(choice));
  if (!choice.menuBar) window.setMenuBarVisibility(false);
  window.once('ready-to-show', () => window.show());
  return window;
}
