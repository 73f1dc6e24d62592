import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..', 'src-main');
const sources = readdirSync(root, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name: name.replaceAll('\\', '/'), text: readFileSync(join(root, name), 'utf8') }));

/** Source without comments, which may well speak of what is not done. */
const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
const withCode = (pattern: RegExp) =>
  sources.filter(({ text }) => pattern.test(code(text))).map(({ name }) => name);

describe('the sources of the main process', () => {
  it('take electron as a value in the two entries only', () => {
    expect(withCode(/^import (?!type).* from 'electron'/m).sort()).toEqual([
      'host-electron/main.ts',
      'host-electron/preload.ts',
    ]);
  });

  it.each([
    ['open nothing outside', /\bopenExternal\b|\bshell\b/],
    ['listen on no channel', /\bipcMain\b|\.handle\('hashline|ipc\.handle/],
    ['expose nothing to the page', /contextBridge|exposeInMainWorld/],
    ['send nothing from the preload', /ipcRenderer\.(send|invoke|postMessage)/],
    ['load no file', /loadFile|file:\/\//],
    ['start no crash reporter', /crashReporter/],
    [
      'use the deprecated or plain keystore calls never',
      /setUsePlainTextEncryption|encryptString\(|decryptString\(/,
    ],
    ['capture no screen', /desktopCapturer|capturePage/],
    ['run no text as code', /\beval\(|new Function\(|executeJavaScript/],
    ['switch no web security off', /webSecurity: false|bypassCSP: true|setCertificateVerifyProc\(null/],
  ])('%s', (_rule, pattern) =>
    expect(withCode(pattern).filter((name) => name.startsWith('host-electron/'))).toEqual([]),
  );

  it('make a window in one place', () => {
    expect(withCode(/new Window\(|new \w*\.?BrowserWindow\(/)).toEqual(['host-electron/window.ts']);
  });
});
