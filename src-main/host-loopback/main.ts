import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import packageJson from '../../package.json' with { type: 'json' };
import { PROJECT_ROOT } from '../ports/program-files.ts';
import { startLoopbackHost } from './loopback-host.ts';
import { findChromium, hasDisplay, openWindow } from './open-window.ts';

const { values } = parseArgs({
  options: {
    vault: { type: 'string', default: join(homedir(), '.hashline') },
    port: { type: 'string', default: '0' },
    /** Opens no window; the user opens the page in a browser. */
    'no-open': { type: 'boolean', default: false },
    /**
     * States that the browser's profile is thrown away, so the page may use IndexedDB. For tests, which open such a
     * browser.
     */
    ephemeral: { type: 'boolean', default: false },
    /**
     * Takes policies, member table and samples from another folder. For tests, which need other rates than the bundled
     * ones.
     */
    assets: { type: 'string', default: join(PROJECT_ROOT, 'assets') },
  },
});

const chromium = values['no-open'] || !hasDisplay() ? null : findChromium();
const host = await startLoopbackHost({
  vault: values.vault,
  assets: values.assets,
  page: join(PROJECT_ROOT, 'dist', 'page'),
  version: packageJson.version,
  port: Number(values.port),
  capabilities: [
    ...(chromium || values.ephemeral ? (['ephemeral-indexeddb'] as const) : []),
    ...(chromium ? (['locks-on-close'] as const) : []),
  ],
  onGivenUp: () => {
    process.stderr.write(
      'The engine ended several times. Hashline ends; what was acknowledged is in the vault.\n',
    );
    process.exit(1);
  },
});

process.stdout.write(`Hashline is ready: ${host.address}\n`);

let closing = false;
const close = async () => {
  if (closing) return;
  closing = true;
  await host.close();
  process.exit(0);
};
process.on('SIGINT', close);
process.on('SIGTERM', close);
if (chromium) openWindow(chromium, host.entrance).on('exit', close);
