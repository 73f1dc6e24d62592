import type { CustomScheme } from 'electron';

/** The page's own origin, the only one that is ever loaded. */
export const PAGE_ORIGIN = 'app://hashline';

/** The page itself. */
export const PAGE_URL = `${PAGE_ORIGIN}/`;

/**
 * Declares the page's scheme (Electron security checklist 18: no file://). `corsEnabled` stays off, because in Electron
 * it lets other origins read the scheme; module scripts of the same origin load without it.
 */
export const pageScheme: Required<CustomScheme> = {
  scheme: 'app',
  privileges: {
    standard: true,
    secure: true,
    supportFetchAPI: true,
    bypassCSP: false,
    corsEnabled: false,
    allowServiceWorkers: false,
    allowExtensions: false,
    stream: false,
    codeCache: false,
  },
};
