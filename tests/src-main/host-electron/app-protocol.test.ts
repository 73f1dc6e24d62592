import { describe, expect, it } from 'vitest';
import { createPageAnswer } from '../../../src-main/host-electron/app-protocol.ts';
import { PageFiles } from '../../../src-main/page/page-files.ts';

const HTML = '<meta nonce="__CSP_NONCE__">';
const table = new Map([
  ['/index.html', { type: 'text/html; charset=utf-8', body: Buffer.from(HTML) }],
  ['/assets/main-1a2b.js', { type: 'text/javascript; charset=utf-8', body: Buffer.from('1') }],
]);
const answer = createPageAnswer(new PageFiles(table), () => 'NONCE');
const get = (url: string) => answer({ method: 'GET', url });

/** The only addresses there are. */
const REAL = ['app://hashline/', 'app://hashline/index.html', 'app://hashline/assets/main-1a2b.js'];

/** Every way we know to write a path so that something else is read, put before, into and behind the real ones. */
function hostileAddresses(): string[] {
  const prefixes = [
    'app://hashline',
    'app://hashline:80',
    'app://user@hashline',
    'app://HASHLINE',
    'app://hashline.',
    'app://other',
    'APP://hashline',
    'app:/hashline',
    'app:hashline',
    'app:///',
    'file://',
    'file:///etc',
    'http://hashline',
    'https://hashline',
    'app://hashline/app://hashline',
    'app://hashline%2f',
    'data:text/html,',
    'blob:app://hashline',
    'view-source:app://hashline',
    'app://[::1]',
    'app://hashline\\',
    '',
  ];
  const climbs = [
    '/../',
    '/..%2f',
    '/%2e%2e/',
    '/%2e%2e%2f',
    '/%252e%252e/',
    '/.%2e/',
    '/..\\',
    '/..%5c',
    '/%c0%ae%c0%ae/',
    '/....//',
    '/..;/',
    '//',
    '///',
    '/\\',
    '/\\\\server\\share\\',
    '//server/share/',
    '/C:/',
    '/C:\\',
    '/c|/',
    '/\\\\?\\C:\\',
    '/\\\\.\\pipe\\',
    '/%00',
    '/\0',
    '/index.html%00',
    '/index.html\0',
    '/index.html/',
    '/./',
    '/%2f',
    '/assets/',
    '/assets/../',
    '/ASSETS/',
    '/\u2024\u2024/',
    '/\uff0e\uff0e/',
    '/\u2215',
    '/ ',
    '/%20',
    '/index.html ',
    '/index.html.',
    '/index.html::$DATA',
    '/INDEX.HTML',
    '/__proto__',
    '/constructor',
    '/toString',
    '/index.html?',
    '/?',
    '/?x=1',
    '/#',
    '/%23',
    '/assets',
    '/assets%2fmain-1a2b.js',
    '/assets\\main-1a2b.js',
  ];
  const ends = [
    '',
    'index.html',
    'etc/passwd',
    'windows\\win.ini',
    'assets/main-1a2b.js',
    'vault/keyring.json',
    '?a',
    '#a',
  ];
  const all = new Set(
    prefixes.flatMap((prefix) => climbs.flatMap((climb) => ends.map((end) => prefix + climb + end))),
  );
  for (const real of REAL) all.delete(real);
  return [...all];
}

describe('app://hashline/', () => {
  it('serves what stands in the table', async () => {
    const page = get('app://hashline/');
    expect([page.status, await page.text(), page.headers.get('content-type')]).toEqual([
      200,
      '<meta nonce="NONCE">',
      'text/html; charset=utf-8',
    ]);
    expect(await get('app://hashline/assets/main-1a2b.js').text()).toBe('1');
  });

  it('answers thousands of hostile addresses with nothing', async () => {
    const hostile = hostileAddresses();
    const served: string[] = [];
    for (const url of hostile) {
      const reply = get(url);
      if (reply.status !== 404 || (await reply.text()) !== '') served.push(url);
    }
    expect(hostile.length).toBeGreaterThan(1_000);
    expect(served).toEqual([]);
  });

  it.each(['POST', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'get', ''])('refuses %j', (method) => {
    expect(REAL.map((url) => answer({ method, url }).status)).toEqual([405, 405, 405]);
  });

  it('sends policy and guarding headers with every answer', () => {
    for (const reply of [
      get('app://hashline/'),
      get('app://hashline/nothing'),
      answer({ method: 'POST', url: '' }),
    ]) {
      expect(reply.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(reply.headers.get('content-security-policy')).toContain("require-trusted-types-for 'script'");
      expect(reply.headers.get('content-security-policy')).toContain("'nonce-NONCE'");
      expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
      expect(reply.headers.get('cache-control')).toBe('no-store');
    }
  });

  it('uses a nonce once', () => {
    const random = createPageAnswer(new PageFiles(table));
    const policies = Array.from({ length: 100 }, () =>
      random({ method: 'GET', url: 'app://hashline/' }).headers.get('content-security-policy'),
    );
    expect(new Set(policies).size).toBe(100);
  });
});
