import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findOrInstallChromium, findOrInstallHeadlessShell } from './chromium.mjs';
import { buildPage, pinnedNode, prepare, root } from './prepare.mjs';

prepare();
buildPage();
const args = process.argv.slice(2);
const faults = node([join(root, 'tests', 'fault', 'run.ts'), ...args]);
// With `--only`, the user asked for single faults and not for these.
const isWhole = !args.includes('--only');
const properties = isWhole ? node([vitest(), 'run', ...thoroughTests()], 'full') : 0;
const pages = isWhole ? longPages() : 0;
process.exit(faults || properties || pages);

/** Tests that run fewer cases in `npm test`, to save time. */
function thoroughTests() {
  return readdirSync(join(root, 'tests'), { recursive: true })
    .map((name) => join('tests', String(name)))
    .filter(
      (path) => path.endsWith('.test.ts') && readFileSync(join(root, path), 'utf8').includes('thorough'),
    );
}

function vitest() {
  return join(root, 'node_modules', 'vitest', 'vitest.mjs');
}

/** Browser tests of more than half a minute. */
function longPages() {
  const browser = findOrInstallHeadlessShell() ?? findOrInstallChromium();
  if (browser === null) return 1;
  process.env.HASHLINE_CHROMIUM = browser;
  return node([join(root, 'node_modules', '@playwright', 'test', 'cli.js'), 'test', '--project=long']);
}

function node(parameters, fault = '') {
  const env = { ...process.env, HASHLINE_FAULT: fault };
  const { status, error } = spawnSync(pinnedNode(), parameters, { cwd: root, stdio: 'inherit', env });
  if (error) process.stderr.write(`${error.message}\n`);
  return status ?? 1;
}
