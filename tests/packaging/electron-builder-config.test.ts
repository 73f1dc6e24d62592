import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../shared/locales/locales.ts';

const config = readFileSync(join(import.meta.dirname, '..', '..', 'electron-builder.yml'), 'utf8');
const targetsOf = (section: string) =>
  new RegExp(`^${section}:\\n(?:(?: .*|)\\n)*?  target: \\[([^\\]]+)\\]`, 'm').exec(config)?.[1]?.split(', ');

/** What cannot be made or run here, and is said in the configuration alone. */
describe('the configuration of packages', () => {
  it('makes no AppImage, whose start script switches the sandbox off', () => {
    expect(targetsOf('linux')).toEqual(['dir', 'tar.gz', 'deb']);
  });

  it('renews the ad-hoc signature that flipping fuses breaks, without which Apple silicon starts nothing', () => {
    expect(config).toMatch(/^electronFuses:\n(?: {2}.*\n)* {2}resetAdHocDarwinSignature: true$/m);
  });

  it('ships Electron’s own texts in every language of the page, and in English at home and overseas', () => {
    const shipped = /^electronLanguages: \[([^\]]+)\]$/m.exec(config)?.[1]?.split(', ');
    expect(shipped?.sort()).toEqual([...LANGUAGES, 'en-GB', 'en-US'].sort());
  });

  it('packs every kernel that is built', () => {
    expect(config).toMatch(/^ {2}- dist\/kernel\/\*\.wasm$/m);
  });
});
