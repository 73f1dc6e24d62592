import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { type Browser, chromium, type Page } from '@playwright/test';
import { findChromium, privateWindowSwitches } from '../../src-main/host-loopback/open-window.ts';

/** The Chromium that opens the page, or null. */
export const CHROMIUM = findChromium() ?? findChromium({ PATH: '/usr/bin:/usr/local/bin' });

export interface ChromiumWindow {
  page: Page;
  close: () => Promise<void>;
}

/** A window with a profile of its own, opened as the loopback host opens one, but on no screen. */
export async function aChromiumWindow(
  executable: string,
  profile: string,
  env: NodeJS.ProcessEnv,
): Promise<ChromiumWindow> {
  mkdirSync(profile, { recursive: true });
  const child = spawn(
    executable,
    ['about:blank', '--headless=new', '--remote-debugging-port=0', ...privateWindowSwitches(profile)],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...env } },
  );
  const browser = await chromium.connectOverCDP(await endpointOf(child));
  const page = browser.contexts()[0]?.pages()[0];
  if (!page) throw new Error('Chromium shows no page');
  return { page, close: () => closed(browser, child) };
}

/** The session of the page in the window. */
export async function sessionIn({ page }: ChromiumWindow): Promise<string> {
  const session = await page.evaluate(() => sessionStorage.getItem('hashline-session'));
  if (session === null) throw new Error('the page has no session');
  return session;
}

async function endpointOf(child: ChildProcess): Promise<string> {
  if (child.stderr === null) throw new Error('Chromium has no output');
  for await (const line of createInterface({ input: child.stderr })) {
    const endpoint = /^DevTools listening on (\S+)$/.exec(line)?.[1];
    if (endpoint !== undefined) return endpoint;
  }
  throw new Error('Chromium ended before it was ready');
}

async function closed(browser: Browser, child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  await browser.close();
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), 5000);
  await gone;
  clearTimeout(impatience);
}
