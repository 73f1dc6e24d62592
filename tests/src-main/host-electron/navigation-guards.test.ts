import { describe, expect, it } from 'vitest';
import { guardNavigation } from '../../../src-main/host-electron/navigation-guards.ts';
import { electronTypes, FakeContents } from './fake-electron.ts';

function guarded() {
  const contents = new FakeContents();
  guardNavigation(contents.real);
  return contents;
}

describe('a page', () => {
  it.each(['will-navigate', 'will-redirect', 'will-frame-navigate', 'will-attach-webview'])(
    'never gets past %s',
    (event) => {
      expect(guarded().prevented(event, { url: 'app://hashline/' })).toBe(true);
    },
  );

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
