import type { App } from 'electron';
import { guardNavigation } from './navigation-guards.ts';
import { guardSession } from './session-guards.ts';

/** Switches that every process of Chromium gets before it starts; the page never needs a network. */
const SWITCHES: readonly (readonly [name: string, value?: string])[] = [
  ['disable-background-networking'],
  ['disable-breakpad'],
  ['disable-component-update'],
  ['disable-domain-reliability'],
  ['disable-quic'],
  ['no-pings'],
  // Keeps Chromium from looking up any name. The engine's own connections use the system's resolver and are not
  // affected.
  ['host-resolver-rules', 'MAP * ~NOTFOUND'],
];

/**
 * Guards everything that will be created in this process: each session and each page is passed to it when it is created
 * (Electron security checklist 4, 5, 12, 13, 14). Must be called before the application is ready.
 */
export function guardApp(app: App, packaged: boolean, onClipboardWrite: () => void): void {
  for (const [name, value] of SWITCHES) app.commandLine.appendSwitch(name, value);
  app.enableSandbox();
  app.on('session-created', (session) => guardSession(session, packaged, onClipboardWrite));
  app.on('web-contents-created', (_event, contents) => guardNavigation(contents));
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, callback) => {
    event.preventDefault();
    callback(false);
  });
  // Without this, Electron would offer the first certificate that fits.
  app.on('select-client-certificate', (event, _contents, _url, _list, callback) => {
    event.preventDefault();
    callback();
  });
  app.on('login', (event, _contents, _details, _auth, callback) => {
    event.preventDefault();
    callback();
  });
}
