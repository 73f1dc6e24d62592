import { describe, expect, it } from 'vitest';
import { addressView } from '../../../src-renderer/features/review/subject-view.ts';
import { unicodeHost } from '../../../src-renderer/features/review/unicode-host.ts';

describe('an address for reading', () => {
  it('is defanged, with the host apart', () => {
    expect(addressView('https://Site.example:8443/a?b=http://c.d')).toMatchObject({
      before: 'hxxps://',
      host: 'Site[.]example:8443',
      after: '/a?b=hxxp://c[.]d',
      unicode: null,
    });
  });

  it('shows what punycode stands for, and the other way round', () => {
    expect(addressView('http://xn--mnchen-3ya.example/')).toMatchObject({
      unicode: 'münchen[.]example',
      punycode: 'xn--mnchen-3ya[.]example',
      mixedScript: false,
    });
    expect(addressView('http://münchen.example/').punycode).toBe('xn--mnchen-3ya[.]example');
  });

  it('warns of alphabets that imitate one another', () => {
    // The second letter is Cyrillic.
    expect(addressView('http://p\u0430ypal.example/').mixedScript).toBe(true);
    expect(addressView('http://paypal.example/').mixedScript).toBe(false);
  });

  it('warns where a name says nothing about the place', () => {
    expect(addressView(`http://${'a'.repeat(56)}.onion/x`).unlocatable).toBe(true);
  });

  it('shows invisible characters as code points', () => {
    expect(addressView('https://a.example/\u200bx').defanged).toContain('<U+200B>');
  });
});

// RFC 3492, section 7.1.
describe('punycode', () => {
  it.each([
    ['xn--ihqwcrb4cv8a8dqg056pqjye', '他们为什么不说中文'],
    ['xn--bcher-kva', 'bücher'],
    ['xn--fsqu00a.xn--0zwm56d', '例子.测试'],
    ['plain.example', 'plain.example'],
  ])('%s is %s', (host, text) => {
    expect(unicodeHost(host).text).toBe(text);
  });

  it('leaves other labels alone', () => {
    expect(unicodeHost('xn--!!!.example').text).toBe('xn--!!!.example');
  });
});
