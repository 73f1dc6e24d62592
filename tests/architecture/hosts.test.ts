import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Capability, HostKind } from '../../shared/contract/host.ts';
import { listFiles, ROOT, readSource } from './source-tree.ts';

/** The capabilities a host names anywhere in its folder. */
function capabilitiesOf(host: string): string[] {
  const texts = listFiles(`src-main/host-${host}/**/*.ts`).flatMap(
    (path) => readSource(path, readFileSync(join(ROOT, path), 'utf8')).texts,
  );
  return Capability.options.filter((capability) => texts.includes(capability));
}

test('the hosts differ in these ways, and in no other that the page may know of', () => {
  expect(Object.fromEntries(HostKind.options.map((host) => [host, capabilitiesOf(host)]))).toEqual({
    // The system's keystore, a partition in memory, a window that can be followed.
    electron: ['ephemeral-indexeddb', 'locks-on-close', 'keystore'],
    // The same in a browser it started itself with a profile to throw away; neither in somebody's own browser.
    loopback: ['ephemeral-indexeddb', 'locks-on-close'],
    // No page, so nothing to promise it.
    cli: [],
  });
  expect(Capability.options).toHaveLength(3);
});

test('the page asks for capabilities and never for the kind of host', () => {
  const asking = listFiles('src-renderer/**/*.{ts,tsx}').filter((path) =>
    /\bhost\.kind\b|'(electron|loopback)'|process\.versions/.test(readFileSync(join(ROOT, path), 'utf8')),
  );
  expect(asking).toEqual([]);
});
