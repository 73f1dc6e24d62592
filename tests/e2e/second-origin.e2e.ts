import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { expect, lock, openVault, test } from './workstation.ts';

/** Another program's page on another port of the same machine: the same site to a browser, another origin. */
async function aSecondOrigin() {
  const server = createServer((_request, response) => {
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end('<!doctype html><title>other</title><body><p>another page</p>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** What a page of another origin gets out of the workstation, by every way a browser has. */
async function intrude(page: Page, target: string): Promise<Record<string, string>> {
  return page.evaluate(async (aim) => {
    const outcomes: Record<string, string> = {};
    const attempt = async (name: string, act: () => Promise<string>) => {
      outcomes[name] = await act().catch(() => 'refused');
    };
    const read = async (answer: Response) => `read ${answer.status} ${(await answer.text()).length}`;
    const body = JSON.stringify({ token: 'guessed' });
    await attempt('fetch', () => fetch(aim).then(read));
    await attempt('fetch with credentials', () => fetch(aim, { credentials: 'include' }).then(read));
    await attempt('unread fetch', async () => {
      const answer = await fetch(aim, { mode: 'no-cors', credentials: 'include' });
      return `let through as ${answer.type}`;
    });
    await attempt('token exchange', () =>
      fetch(`${aim}session`, { method: 'POST', credentials: 'include', body }).then(read),
    );
    await attempt('WebSocket', async () => {
      const socket = new WebSocket(`${aim.replace('http', 'ws')}engine`);
      return new Promise((resolve) => {
        socket.onopen = () => resolve('open');
        socket.onerror = () => resolve('refused');
      });
    });
    await attempt('script', async () => {
      const script = document.createElement('script');
      script.src = `${aim}assets/index.js`;
      document.head.append(script);
      return new Promise((resolve) => {
        script.onload = () => resolve('loaded');
        script.onerror = () => resolve('refused');
      });
    });
    await attempt('frame', async () => {
      const frame = document.createElement('iframe');
      frame.src = aim;
      document.body.append(frame);
      await new Promise((resolve) => {
        frame.onload = resolve;
        setTimeout(resolve, 2000);
      });
      try {
        return `seen: ${frame.contentWindow?.document.body.innerText}`;
      } catch {
        return frame.contentWindow?.length === 0 ? 'refused' : 'framed';
      }
    });
    return outcomes;
  }, target);
}

test('a page of another origin reads nothing, connects nowhere and frames nothing of a running workstation', async ({
  page,
  host,
  context,
}) => {
  await openVault(page, host);
  const other = await aSecondOrigin();
  const stranger = await context.newPage();
  await stranger.goto(other.address);
  const aim = new URL('/', host.address).href;
  expect(await intrude(stranger, aim)).toEqual({
    fetch: 'refused',
    'fetch with credentials': 'refused',
    'unread fetch': 'refused',
    'token exchange': 'refused',
    WebSocket: 'refused',
    script: 'refused',
    frame: 'refused',
  });

  const answered: number[] = [];
  stranger.on('response', (response) => {
    if (response.url().startsWith(aim)) answered.push(response.status());
  });
  await stranger.evaluate((to) => {
    const form = document.createElement('form');
    form.method = 'post';
    form.action = `${to}session`;
    document.body.append(form);
    form.submit();
  }, aim);
  await expect.poll(() => answered).toEqual([403]);

  // Chromium may still be on its way to its own page about the refusal.
  await expect(() => stranger.goto(other.address)).toPass();
  const [opened] = await Promise.all([
    context.waitForEvent('page'),
    stranger.evaluate((to) => {
      Reflect.set(window, 'opened', window.open(to));
    }, aim),
  ]);
  await opened.waitForLoadState().catch(() => undefined);
  expect(await opened.getByRole('navigation').count()).toBe(0);
  const cut = await stranger.evaluate(() => {
    const child = Reflect.get(window, 'opened') as Window | null;
    try {
      return child === null || child.closed || child.document === undefined;
    } catch {
      return true;
    }
  });
  expect(cut).toBe(true);
  await lock(page);
  await stranger.close();
  other.stop();
});

test('a used token, a guessed one, a missing session and a wrong Host open nothing', async ({
  page,
  host,
}) => {
  await openVault(page, host);
  const { origin, port, hash } = new URL(host.address);
  const token = new URLSearchParams(hash.slice(1)).get('token') ?? '';
  const knock = (path: string, headers: Record<string, string>, method = 'GET', body?: string) =>
    new Promise<number>((resolve, reject) => {
      const asking = httpRequest({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      });
      asking.on('upgrade', () => reject(new Error('the socket opened')));
      asking.on('error', reject);
      asking.end(body);
    });
  const socket = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  };
  const exchange = (value: string, headers: Record<string, string> = { origin }) =>
    knock('/session', headers, 'POST', JSON.stringify({ token: value }));
  expect({
    used: await exchange(token),
    guessed: await exchange('0'.repeat(64)),
    'no origin': await exchange(token, {}),
    'wrong host': await knock('/', { host: `evil.example:${port}` }),
    'rebound host': await knock('/', { host: `localhost:${port}` }),
    'host without port': await knock('/', { host: '127.0.0.1' }),
    'wrong origin': await knock('/', { origin: 'http://evil.example' }),
    'socket without session': await knock('/engine', { ...socket, origin }),
    'socket with another session': await knock('/engine', {
      ...socket,
      origin,
      'sec-websocket-protocol': `hashline, session.${'0'.repeat(64)}`,
    }),
    'socket of another origin': await knock('/engine', { ...socket, origin: 'http://127.0.0.1:1' }),
  }).toEqual({
    used: 401,
    guessed: 401,
    'no origin': 403,
    'wrong host': 403,
    'rebound host': 403,
    'host without port': 403,
    'wrong origin': 403,
    'socket without session': 401,
    'socket with another session': 401,
    'socket of another origin': 403,
  });
});

test('the address opened a second time in another browser is let in nowhere', async ({
  page,
  host,
  browser,
}) => {
  await openVault(page, host);
  const stranger = await browser.newContext();
  const late = await stranger.newPage();
  await late.goto(host.address);
  await expect(late.getByRole('heading', { name: 'This address is not accepted' })).toBeVisible();
  await stranger.close();
});
