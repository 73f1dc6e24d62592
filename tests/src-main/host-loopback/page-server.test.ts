import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aLoopbackHost, exchangeToken, type RunningHost } from '../../support/a-loopback-host.ts';

let running: RunningHost;
beforeAll(async () => {
  running = await aLoopbackHost();
});
afterAll(() => running[Symbol.asyncDispose]());

interface Answer {
  status: number;
  headers: Record<string, unknown>;
  body: string;
}

/** Asks with exactly these headers, over a socket of its own. */
async function ask(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body = '',
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const { hostname, port } = new URL(running.origin);
  const outgoing = request({ hostname, port, method, path, headers, agent: false }, async (incoming) => {
    resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: await text(incoming) });
  });
  outgoing.on('error', reject);
  outgoing.end(body);
  return promise;
}

describe('the page server', () => {
  test('serves the page under its policy, with a nonce of its own each time', async () => {
    const [one, other] = [await ask('GET', '/'), await ask('GET', '/index.html')];
    const nonce = (answer: Answer) => /nonce="([^"]+)"/.exec(answer.body)?.[1];
    expect(one.status).toBe(200);
    expect(nonce(one)).toMatch(/^[\w-]{22}$/);
    expect(nonce(one)).not.toBe(nonce(other));
    const { date: _, 'keep-alive': __, connection: ___, 'transfer-encoding': ____, ...headers } = one.headers;
    expect(headers).toEqual({
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce(one)}'; font-src 'self'; connect-src 'self' ${running.origin.replace('http', 'ws')}; img-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'`,
      'content-type': 'text/html; charset=utf-8',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  });

  test('serves the files of the build that a page needs, and no other path in any spelling', async () => {
    expect((await ask('GET', '/assets/app.js')).headers['content-type']).toBe(
      'text/javascript; charset=utf-8',
    );
    const paths = [
      '/assets/app.js.map',
      '/assets',
      '/assets/',
      '/../package.json',
      '/assets/../index.html',
      '/%2e%2e/package.json',
      '/assets%2fapp.js',
      '//index.html',
      '/index.html?x=1',
      '/INDEX.HTML',
      '/session',
      '/engine',
      '/vault/keyring.json',
      '/assets/app.js\\..\\index.html',
      '/constructor',
      '/__proto__',
    ];
    const statuses = [];
    for (const path of paths) statuses.push([path, (await ask('GET', path)).status]);
    expect(statuses).toEqual(paths.map((path) => [path, 404]));
  });

  test('answers HEAD without a body, and no other method', async () => {
    const head = await ask('HEAD', '/');
    const others = [];
    for (const method of ['PUT', 'DELETE', 'OPTIONS', 'PATCH', 'POST'])
      others.push((await ask(method, '/')).status);
    expect([head.status, head.body, others]).toEqual([200, '', [405, 405, 405, 405, 405]]);
  });

  test.each<[string, Record<string, string>]>([
    ['a rebound name', { host: 'evil.example' }],
    ['localhost', { host: 'localhost' }],
    ['another origin', { origin: 'https://evil.example' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
  ])('turns %s away from files and from the token', async (_what, headers) => {
    const statuses = [
      (await ask('GET', '/', headers)).status,
      (await ask('GET', '/assets/app.js', headers)).status,
      (await ask('POST', '/session', { origin: running.origin, ...headers }, '{}')).status,
    ];
    expect(statuses).toEqual([403, 403, 403]);
  });

  test('gives nothing to the tunnel and the absolute-form tricks of proxies', async () => {
    const { hostname, port, host } = new URL(running.origin);
    const raw = async (lines: string[]): Promise<string> => {
      const socket = connect(Number(port), hostname);
      socket.end(`${lines.join('\r\n')}\r\n\r\n`);
      return (await text(socket)).split('\r\n')[0] ?? '';
    };
    const first = [
      await raw([`GET http://evil.example/ HTTP/1.1`, `Host: ${host}`, 'Connection: close']),
      await raw([`GET / HTTP/1.1`, 'Host: evil.example', 'Connection: close']),
      await raw([`GET / HTTP/1.0`]),
      await raw([`GET / HTTP/1.1`, `Host: ${host}`, 'Host: evil.example', 'Connection: close']),
      await raw([`GET / HTTP/1.1`, 'Host: evil.example', `Host: ${host}`, 'Connection: close']),
    ];
    expect(first.map((line) => line.split(' ')[1])).toEqual(['404', '403', '403', '403', '403']);
  });
});

test('the entrance gives the page to a window that a file led here, once, and nothing else is given to another site', async () => {
  const { pathname } = new URL(running.host.entrance);
  const headers = { 'sec-fetch-site': 'cross-site' };
  const statuses = [];
  for (const path of [`${pathname}x`, '/', pathname, pathname])
    statuses.push((await ask('GET', path, headers)).status);
  expect(statuses).toEqual([403, 403, 200, 403]);
});

describe('the exchange of the token', () => {
  const post = (body: string, headers: Record<string, string> = {}) =>
    ask('POST', '/session', { origin: running.origin, ...headers }, body);

  test('refuses bodies that are no token before it looks at the token', async () => {
    const bodies = [
      '',
      '{',
      '[]',
      'null',
      '{"token":1}',
      '{"token":"x","more":1}',
      `{"token":"${'x'.repeat(2000)}"}`,
    ];
    const statuses = [];
    for (const body of bodies) statuses.push((await post(body)).status);
    expect(statuses).toEqual(bodies.map(() => 400));
  });

  test('refuses a wrong token, and one without an origin', async () => {
    const wrong = await post(JSON.stringify({ token: '0'.repeat(64) }));
    const noOrigin = await ask('POST', '/session', {}, JSON.stringify({ token: running.token }));
    expect([wrong.status, noOrigin.status]).toEqual([401, 403]);
  });

  test('gives the session once, in the answer and in no cookie, and never again for the same token', async () => {
    const answers = [await exchangeToken(running), await exchangeToken(running)];
    expect(answers.map((answer) => [answer.status, answer.headers.get('set-cookie')])).toEqual([
      [200, null],
      [401, null],
    ]);
    expect(await answers[0]?.json()).toEqual({ session: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });
});
