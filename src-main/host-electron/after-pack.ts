import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { AfterPackContext } from 'electron-builder';
import { missingNatives } from './native-integrity.ts';

/** Names of processor architectures by electron-builder's numbers. */
const ARCHITECTURES = ['ia32', 'x64', 'armv7l', 'arm64', 'universal'];

/**
 * Called by electron-builder when a package is laid out and not yet signed. Removes Electron's own demonstration, and
 * refuses a package that could never open a vault: npm installs native libraries only for the platform it runs on.
 */
export function afterPack({ packager, appOutDir, electronPlatformName, arch }: AfterPackContext): void {
  const resources = packager.getResourcesDir(appOutDir);
  rmSync(join(resources, 'default_app.asar'), { force: true });
  const target = { platform: electronPlatformName, arch: ARCHITECTURES[arch] ?? String(arch) };
  const missing = missingNatives(join(resources, 'app.asar.unpacked', 'node_modules'), target);
  if (missing.length > 0) {
    throw new Error(
      `no native library for ${target.platform}-${target.arch}: ${missing.join(', ')}. ` +
        `Make this package on its own platform, or first run npm ci --os=${target.platform} --cpu=${target.arch}.`,
    );
  }
}
