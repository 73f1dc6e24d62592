import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium } from '@playwright/test';
import { describe, expect, it } from 'vitest';
import { guardNavigation } from '../../../src-main/host-electron/navigation-guards.ts';
import { windowOptions } from '../../../src-main/host-electron/window.ts';
import { findChromium } from '../../../src-main/host-loopback/open-window.ts';
import { FakeContents, FakeSession } from './fake-electron.ts';

const executablePath = findChromium();

const NEEDLESS = ['showSaveFilePicker', 'showOpenFilePicker', 'Notification', 'PushManager', 'EyeDropper'];
const NEEDLESS_OF_NAVIGATOR = ['usb', 'hid', 'serial'];

/** What a page finds and sends in a Chromium started with these switches, which are what Electron's options become. */
async function lookAround(switches: string[]) {
  const page = createServer((_request, response) =>
    response.setHeader('content-type', 'text/html').end('<!doctype html>'),
  );
  page.listen(0, '127.0.0.1');
  await once(page, 'listening');
  let datagrams = 0;
  const stun = createSocket('udp4').on('message', () => {
    datagrams += 1;
  });
  stun.bind(0, '127.0.0.1');
  await once(stun, 'listening');
  const browser = await chromium.launch({
    executablePath: executablePath ?? '',
    args: ['--no-sandbox', ...switches],
  });
  try {
    const tab = await browser.newPage();
    await tab.goto(`http://127.0.0.1:${(page.address() as AddressInfo).port}/`);
    const found = await tab.evaluate(
      async ({ globals, members, port }) => {
        const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${port}` }] });
        peer.createDataChannel('x');
        await peer.setLocalDescription(await peer.createOffer());
        await new Promise((resolve) => setTimeout(resolve, 1_500));
        peer.close();
        return [
          ...globals.filter((name) => name in globalThis),
          ...members.filter((name) => name in navigator),
        ];
      },
      { globals: NEEDLESS, members: NEEDLESS_OF_NAVIGATOR, port: stun.address().port },
    );
    return { found, datagrams };
  } finally {
    await browser.close();
    stun.close();
    page.close();
  }
}

describe.skipIf(executablePath === null)('what the window’s options do, measured in Chromium', () => {
  it('every feature named is one Chromium knows, and is gone', async () => {
    const plain = await lookAround([]);
    expect(plain.found).toEqual([...NEEDLESS, ...NEEDLESS_OF_NAVIGATOR]);
    expect(plain.datagrams).toBeGreaterThan(0);

    const contents = new FakeContents();
    guardNavigation(contents.real);
    const { webPreferences } = windowOptions({
      session: new FakeSession().real,
      preload: '',
      packaged: true,
      dark: false,
      menuBar: false,
      icon: null,
    });
    const guarded = await lookAround([
      `--disable-blink-features=${webPreferences?.disableBlinkFeatures}`,
      `--webrtc-ip-handling-policy=${contents.webRtc}`,
    ]);
    expect(guarded).toEqual({ found: [], datagrams: 0 });
  }, 30_000);
});
