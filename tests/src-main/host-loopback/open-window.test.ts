import { once } from 'node:events';
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openWindow } from '../../../src-main/host-loopback/open-window.ts';
import { aFolder } from '../../support/a-folder.ts';

const SECRET = '0123456789abcdef'.repeat(4);
const ADDRESS = `http://127.0.0.1:4711/open-${SECRET}#token=${SECRET}`;

/** What a browser is started with, and the file it is to open, while it runs. */
async function startedWith(address: string) {
  using folder = aFolder();
  const seen = join(folder.path, 'seen');
  const browser = join(folder.path, 'browser');
  writeFileSync(
    browser,
    `#!/bin/sh\nprintf '%s\\n' "$@" > ${seen}\nfor one in "$@"; do case "$one" in --app=file://*) cp -p "\${one#--app=file://}" ${seen}.html;; esac; done\n`,
  );
  chmodSync(browser, 0o700);
  await once(openWindow(browser, address), 'exit');
  const args = readFileSync(seen, 'utf8').trimEnd().split('\n');
  return {
    args,
    html: readFileSync(`${seen}.html`, 'utf8'),
    mode: statSync(`${seen}.html`).mode & 0o777,
  };
}

describe.skipIf(process.platform === 'win32')('the window of the loopback host', () => {
  test('is told its secret by a file that only this person can read, never by arguments, which everybody can', async () => {
    const { args, html, mode } = await startedWith(ADDRESS);
    expect({
      inArguments: args.filter((arg) => arg.includes(SECRET)),
      leadsTo: /url=([^"]*)"/.exec(html)?.[1],
      mode,
    }).toEqual({ inArguments: [], leadsTo: ADDRESS, mode: 0o600 });
  });
});
