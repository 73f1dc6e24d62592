import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contentSecurityPolicy } from '../../../src-main/page/content-security-policy.ts';
import { PageFiles } from '../../../src-main/page/page-files.ts';
import { aFolder } from '../../support/a-folder.ts';
import { aPage } from '../../support/a-page.ts';

const read = (files: PageFiles, path: string) => {
  const file = files.find(path, 'NONCE');
  return file && [file.type, Buffer.from(file.body).toString()];
};

test('a built page is a table of its files, looked up by their whole path', () => {
  using folder = aFolder();
  const files = PageFiles.fromFolder(aPage(folder.path));
  const html = ['text/html; charset=utf-8', '<!doctype html><meta property="csp-nonce" nonce="NONCE">'];
  expect([
    read(files, '/'),
    read(files, '/index.html'),
    read(files, '/assets/app.js'),
    read(files, '/assets/app.js.map'),
    read(files, 'index.html'),
    read(files, '/../index.html'),
    read(files, ''),
  ]).toEqual([html, html, ['text/javascript; charset=utf-8', 'export {};'], null, null, null, null]);
});

test('a nonce is written into pages alone', () => {
  using folder = aFolder();
  writeFileSync(join(aPage(folder.path), 'style.css'), '/* __CSP_NONCE__ */');
  expect(read(PageFiles.fromFolder(folder.path), '/style.css')).toEqual([
    'text/css; charset=utf-8',
    '/* __CSP_NONCE__ */',
  ]);
});

test('the files are those of the moment of starting', () => {
  using folder = aFolder();
  const files = PageFiles.fromFolder(aPage(folder.path));
  writeFileSync(join(folder.path, 'late.js'), '');
  writeFileSync(join(folder.path, 'assets', 'app.js'), 'changed');
  expect([read(files, '/late.js'), read(files, '/assets/app.js')?.[1]]).toEqual([null, 'export {};']);
});

test('a page that is not built is an error that says where it was looked for', () => {
  using folder = aFolder();
  mkdirSync(join(folder.path, 'empty'));
  expect(() => PageFiles.fromFolder(join(folder.path, 'empty'))).toThrow(
    `no index.html in ${join(folder.path, 'empty')}`,
  );
});

test('the policy names nothing but the page itself, the nonce, and the sockets given', () => {
  const sources = (policy: string) =>
    Object.fromEntries(
      policy.split('; ').map((part) => [part.split(' ')[0], part.split(' ').slice(1).join(' ')]),
    );
  expect(sources(contentSecurityPolicy('abc', ['ws://127.0.0.1:1']))).toEqual({
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self' 'nonce-abc'",
    'font-src': "'self'",
    'connect-src': "'self' ws://127.0.0.1:1",
    'img-src': "'none'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
    'require-trusted-types-for': "'script'",
    'trusted-types': "'none'",
  });
});
