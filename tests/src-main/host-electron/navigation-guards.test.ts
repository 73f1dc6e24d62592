import { describe, expect, it } from 'vitest';
import { guardNavigation } from '../../../src-main/host-electron/navigation-guards.ts';
import { electronTypes } from '../../electron-standin/electron-facts.ts';
import { FakeContents } from './fake-electron.ts';

function guarded() {
  const contents = new FakeContents();
  guardNavigation(contents.real);
  return contents;
}

describe('a page', () => {
  it.each(['will-navigate', 'will-redirect', 'will-frame-navigate', 'will-attach-webview'])(
    'never gets past %s',
    (event) => {
      expect(guarded().preventedWith({ url: 'https://example.test/', isMainFrame: true }, event)).toBe(true);
    },
  );

  it.each([
    ['itself', 'app://hashline/', 'app://hashline/', true, false],
    ['itself at another fragment', 'app://hashline/#a', 'app://hashline/#b', true, false],
    ['itself in a frame', 'app://hashline/', 'app://hashline/', false, true],
    ['a file of its own', 'app://hashline/', 'app://hashline/assets/a.svg', true, true],
    ['itself from a page that is not ours', 'about:blank', 'app://hashline/', true, true],
    ['another host', 'app://hashline/', 'app://hashline.evil/', true, true],
    ['the web', 'app://hashline/', 'https://example.test/', true, true],
    ['a script', 'app://hashline/', 'javascript:1', true, true],
    ['a document of text', 'app://hashline/', 'data:text/html,x', true, true],
    ['a file', 'app://hashline/', 'file:///etc/passwd', true, true],
    ['nothing', 'app://hashline/', '', true, true],
  ])('may load %s again, if anything', (_case, at, url, isMainFrame, prevented) => {
    const contents = guarded();
    contents.frame.url = at;
    for (const event of ['will-navigate', 'will-frame-navigate']) {
      expect(contents.preventedWith({ url, isMainFrame }, event)).toBe(prevented);
    }
    expect(contents.preventedWith({ url, isMainFrame }, 'will-redirect')).toBe(true);
  });

  it('is guarded against every kind of navigation Electron can announce', () => {
    const section = electronTypes.slice(
      electronTypes.indexOf('  class WebContents extends'),
      electronTypes.indexOf('  interface WebRequest '),
    );
    const announced = new Set(
      [...section.matchAll(/ on\(event: '(will-[a-z-]+)'/g)].map(([, name]) => name ?? ''),
    );
    // Asked whether a page may keep itself from unloading; prevented there means: unload.
    announced.delete('will-prevent-unload');
    const open = [...announced].filter((event) => !guarded().prevented(event, {}));
    expect(open).toEqual([]);
  });

  it.each(['https://example.test/', 'app://hashline/', 'about:blank', 'javascript:1', ''])(
    'opens no window for %j',
    (url) => {
      expect(guarded().openHandler?.({ url } as never)).toEqual({ action: 'deny' });
    },
  );

  it('chooses no bluetooth device and sends no datagram', () => {
    const contents = guarded();
    let chosen: unknown = 'unanswered';
    expect(contents.prevented('select-bluetooth-device', [], (id: string) => (chosen = id))).toBe(true);
    expect([chosen, contents.webRtc]).toEqual(['', 'disable_non_proxied_udp']);
  });
});
