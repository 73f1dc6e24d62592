import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export const repository = join(import.meta.dirname, '..', '..');

const EXECUTABLE: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  linux: 'electron',
  win32: 'electron.exe',
};

/** The Electron executable of this checkout, brought by hand or installed. */
export function findRuntime(): string | null {
  const dist =
    process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(repository, 'node_modules', 'electron', 'dist');
  const path = join(dist, EXECUTABLE[process.platform] ?? 'electron');
  return existsSync(path) ? path : null;
}

/** The executable of a package made with the real runtime: HASHLINE_PACKAGE, or the one under dist/packages. */
export function findPackage(): string | null {
  if (process.env.HASHLINE_PACKAGE) return process.env.HASHLINE_PACKAGE;
  const packages = join(repository, 'dist', 'packages');
  const inside: Partial<Record<NodeJS.Platform, string>> = {
    darwin: 'Hashline.app/Contents/MacOS/Hashline',
    linux: 'hashline',
    win32: 'Hashline.exe',
  };
  const folders = existsSync(packages) ? readdirSync(packages) : [];
  const found = folders
    .map((folder) => join(packages, folder, inside[process.platform] ?? ''))
    .filter(existsSync);
  return found[0] ?? null;
}

/** Why windows cannot be opened here, or null. */
export function reasonForNoWindow(): string | null {
  if (process.platform !== 'linux') return null;
  if (process.getuid?.() === 0) return 'Chromium does not sandbox for root';
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'there is no display';
  if (!process.env.DBUS_SESSION_BUS_ADDRESS) return 'there is no session bus and so no keystore';
  return null;
}

/** Why this suite cannot run here, or null. */
export const reasonForNoElectron = (): string | null =>
  findRuntime() === null ? 'the Electron runtime is not installed' : reasonForNoWindow();

export const reasonForNoPackage = (): string | null =>
  findPackage() === null ? 'there is no package made with the Electron runtime' : reasonForNoWindow();
