import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPackage } from '@electron/asar';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';

/** Where Electron keeps its fuses (electron/fuses): this text, a version, a length, one digit for each. */
export const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** The nine fuses as Electron 45 comes from its makers. */
const FACTORY_WIRE = '101100011';

const fuseWire = (): Buffer =>
  Buffer.concat([
    Buffer.from(FUSE_SENTINEL, 'latin1'),
    Buffer.from([1, FACTORY_WIRE.length]),
    Buffer.from(FACTORY_WIRE, 'latin1'),
  ]);

/**
 * A folder that looks like an unpacked Electron to electron-builder: the right names, a real archive, an executable
 * with fuses and, for Windows, version resources. Nothing in it can run.
 */
export async function makeFakeElectronDist(folder: string, platform: 'linux' | 'win32'): Promise<void> {
  mkdirSync(join(folder, 'resources'), { recursive: true });
  mkdirSync(join(folder, 'locales'));
  const put = (name: string, content: Buffer | string = 'fake') => writeFileSync(join(folder, name), content);
  for (const language of ['en-US', 'en-GB', 'nl', 'fr', 'de', 'ru']) put(join('locales', `${language}.pak`));
  for (const name of ['version', 'LICENSE', 'LICENSES.chromium.html', 'icudtl.dat', 'resources.pak'])
    put(name);
  if (platform === 'win32') {
    put('electron.exe', Buffer.concat([windowsExecutable(), fuseWire()]));
    put('ffmpeg.dll');
  } else {
    put('electron', Buffer.concat([Buffer.from('\x7fELF', 'latin1'), Buffer.alloc(64), fuseWire()]));
    for (const name of ['chrome-sandbox', 'chrome_crashpad_handler', 'libffmpeg.so']) put(name);
  }
  const app = `${folder}-default-app`;
  mkdirSync(app);
  writeFileSync(join(app, 'main.js'), '');
  await createPackage(app, join(folder, 'resources', 'default_app.asar'));
}

function windowsExecutable(): Buffer {
  const executable = NtExecutable.createEmpty(false, false);
  const resources = NtExecutableResource.from(executable);
  const version = Resource.VersionInfo.create({
    lang: 1033,
    fixedInfo: {},
    strings: [
      { lang: 1033, codepage: 1200, values: { FileDescription: 'Electron', ProductName: 'Electron' } },
    ],
  });
  version.outputToResourceEntries(resources.entries);
  resources.outputResource(executable);
  return Buffer.from(executable.generate());
}
