import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** SHA-256 of every native library, by its path below `node_modules`; written when the bundles are made. */
export type NativeHashes = Readonly<Record<string, string>>;

export interface Target {
  platform: string;
  arch: string;
}

/** The folders below `node_modules` that hold native libraries, and the beginning of their paths. */
const LIBRARIES: readonly { folder: string; prefix: string }[] = [
  { folder: '@signalapp/sqlcipher/prebuilds', prefix: '@signalapp/sqlcipher/prebuilds/' },
  { folder: '@node-rs', prefix: '@node-rs/argon2-' },
];

/** Native libraries for the target, by path below `modules`. */
function nativesIn(modules: string, library: (typeof LIBRARIES)[number], target: Target): string[] {
  const folder = join(modules, library.folder);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map((name) => `${library.folder}/${String(name).replaceAll('\\', '/')}`)
    .filter((name) => name.startsWith(library.prefix) && name.endsWith('.node'))
    .filter((name) => name.includes(`${target.platform}-${target.arch}`));
}

/** @returns the libraries that are missing for the target */
export const missingNatives = (modules: string, target: Target): string[] =>
  LIBRARIES.filter((library) => nativesIn(modules, library, target).length === 0).map(({ prefix }) => prefix);

/**
 * Checks the native libraries before the first of them is loaded. They lie outside app.asar, so its integrity check
 * does not cover them; the list of their hashes lies inside. On macOS the code signature covers them (library
 * validation stays on) and signing changes their bytes, so there is nothing to compare.
 * @param modules the `node_modules` they are loaded from
 * @returns the missing, unknown or different ones; empty where none is
 */
export function findAlteredNatives(modules: string, hashes: NativeHashes, target: Target): string[] {
  if (target.platform === 'darwin') return [];
  const present = LIBRARIES.flatMap((library) => nativesIn(modules, library, target));
  const altered = present.filter((name) => {
    const hash = createHash('sha256').update(readFileSync(join(modules, name)));
    return hash.digest('hex') !== hashes[name];
  });
  return [...missingNatives(modules, target), ...altered];
}
