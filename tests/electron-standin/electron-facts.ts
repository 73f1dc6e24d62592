import { readFileSync } from 'node:fs';

/**
 * What Electron does whether or not a program expects it, as far as Hashline meets it: for the fakes of the unit tests and for the
 * stand-in. Read in Electron's sources (45, August 2026), BoringSSL's and electron.d.ts; README.md beside this names where.
 */

/** electron.d.ts as text: the source of generated tables. */
export const electronTypes = readFileSync(
  new URL('../../node_modules/electron/electron.d.ts', import.meta.url),
  'utf8',
);

/** What Electron itself puts on the command line of every main process. */
export const switchesOfElectron = (platform: NodeJS.Platform): string[] =>
  platform === 'darwin'
    ? ['allow-file-access-from-files', 'enable-avfoundation']
    : ['allow-file-access-from-files'];

/**
 * The platforms a member of one of Electron's interfaces is for, by the `@platform` tag that electron.d.ts gives it; none named: all.
 * @param signature how the member begins, `on(event: 'lock-screen'` or `setMenuBarVisibility(`
 * @throws where there is no such member
 */
export function platformsOf(name: string, signature: string): string[] {
  const start = new RegExp(`^\\s*(?:interface|class) ${name} (?:extends [\\w.]+ )?\\{`, 'm').exec(
    electronTypes,
  );
  const body = electronTypes.slice(start?.index ?? electronTypes.length);
  const at = body.indexOf(`\n    ${signature}`);
  if (start === null || at < 0) throw new Error(`electron.d.ts has no ${name}.${signature}`);
  const comment = body.slice(0, at).split('/**').at(-1) ?? '';
  return /@platform ([a-z0-9,]+)/.exec(comment)?.[1]?.split(',') ?? [];
}

/** The platforms an event of powerMonitor reaches; none named: all. */
export const powerEventPlatforms = (event: string): string[] =>
  platformsOf('PowerMonitor', `on(event: '${event}'`);

/** How the keystore's failures read. */
export const KEYSTORE_LATER = 'safeStorage.decryptStringAsync is temporarily unavailable. Please try again.';
export const KEYSTORE_NEVER =
  'Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.';
