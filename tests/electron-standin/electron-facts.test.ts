import { describe, expect, it } from 'vitest';
import { platformsOf, powerEventPlatforms } from './electron-facts.ts';

describe('what electron.d.ts says of platforms', () => {
  it.each([
    ['lock-screen', ['darwin', 'win32']],
    ['unlock-screen', ['darwin', 'win32']],
    ['user-did-resign-active', ['darwin']],
    ['shutdown', ['darwin', 'linux']],
    ['suspend', []],
    ['resume', []],
  ])('of the event %s', (event, platforms) => expect(powerEventPlatforms(event).sort()).toEqual(platforms));

  it('of a method, and of the end of a session', () => {
    expect(platformsOf('BrowserWindow', 'setMenuBarVisibility(').sort()).toEqual(['linux', 'win32']);
    expect(platformsOf('BrowserWindow', "on(event: 'session-end'")).toEqual(['win32']);
    expect(platformsOf('BrowserWindow', 'show(')).toEqual([]);
  });

  it('knows when it does not know', () => {
    expect(() => platformsOf('PowerMonitor', "on(event: 'no-such'")).toThrow('has no PowerMonitor');
  });
});
