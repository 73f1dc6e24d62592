import { describe, expect, it } from 'vitest';
import { isPageAddress, isTrustedFrame } from '../../../src-main/host-electron/trusted-frame.ts';

const ours = { url: 'app://hashline/', origin: 'app://hashline', detached: false, parent: null };

describe('a frame', () => {
  it.each([
    ['the page', ours, 7, true],
    ['the page with a fragment', { ...ours, url: 'app://hashline/#queue' }, 7, true],
    ['another window', ours, 8, false],
    ['a frame in the page', { ...ours, parent: ours }, 7, false],
    ['a frame that was taken out', { ...ours, detached: true }, 7, false],
    ['no frame', null, 7, false],
    ['a frame that is gone', undefined, 7, false],
    ['an empty address', { ...ours, url: '' }, 7, false],
    ['about:blank', { ...ours, url: 'about:blank' }, 7, false],
    [
      'about:blank with our origin inherited',
      { ...ours, url: 'about:blank', origin: 'app://hashline' },
      7,
      false,
    ],
    ['an opaque origin', { ...ours, origin: 'null' }, 7, false],
    ['an empty origin', { ...ours, origin: '' }, 7, false],
    ['another host', { ...ours, url: 'app://evil/', origin: 'app://evil' }, 7, false],
    ['a longer host', { ...ours, url: 'app://hashline.evil/', origin: 'app://hashline.evil' }, 7, false],
    ['a port', { ...ours, url: 'app://hashline:1/', origin: 'app://hashline:1' }, 7, false],
    ['a file of ours that is not the page', { ...ours, url: 'app://hashline/assets/a.svg' }, 7, false],
    ['a query', { ...ours, url: 'app://hashline/?x' }, 7, false],
    ['the web', { ...ours, url: 'https://hashline/', origin: 'https://hashline' }, 7, false],
    ['a file', { ...ours, url: 'file:///app/index.html', origin: 'file://' }, 7, false],
    ['a document of text', { ...ours, url: 'data:text/html,x', origin: 'null' }, 7, false],
    [
      'the developer tools',
      { ...ours, url: 'devtools://devtools/x', origin: 'devtools://devtools' },
      7,
      false,
    ],
    ['an address of ours with another origin', { ...ours, origin: 'https://evil' }, 7, false],
  ])('%s', (_name, frame, id, trusted) => expect(isTrustedFrame(frame, id, 7)).toBe(trusted));

  it('has one address', () => {
    const addresses = [
      'app://hashline/',
      'app://hashline/#x',
      'app://hashline',
      'app://hashline//',
      'app://hashline/x',
    ];
    expect(addresses.map(isPageAddress)).toEqual([true, true, false, false, false]);
  });
});
