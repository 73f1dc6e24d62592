import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refang } from '../../../shared/domain/refang.ts';
import { defang, isUnlocatableHost, readUrl } from '../../../shared/domain/url.ts';

const identityOf = (raw: string): string => {
  const read = readUrl(raw);
  return 'problem' in read ? `!${read.problem}` : read.identity;
};

describe('readUrl', () => {
  it('reads the parts of an address, and leaves it as it is', () => {
    expect(readUrl(' HTTPS://User@Site.Example:8443/Path?q=1#top ')).toEqual({
      address: 'HTTPS://User@Site.Example:8443/Path?q=1#top',
      scheme: 'https',
      host: 'site.example',
      identity: 'site.example:8443/Path?q=1',
    });
  });

  it.each([
    ['scheme', 'https://site.example/a', 'http://site.example/a'],
    ['missing scheme', 'site.example/a', 'http://site.example/a'],
    ['default port', 'https://site.example:443/a', 'https://site.example/a'],
    ['port with leading zeros', 'http://site.example:0080/', 'http://site.example/'],
    ['case of the host', 'http://SITE.Example/a', 'http://site.example/a'],
    ['fragment', 'http://site.example/a#b', 'http://site.example/a'],
    ['dot after the host', 'http://site.example./a', 'http://site.example/a'],
    ['missing path', 'http://site.example', 'http://site.example/'],
    ['user name', 'http://a:b@site.example/', 'http://site.example/'],
    ['IDNA form of the host', 'http://münchen.example/', 'http://xn--mnchen-3ya.example/'],
    ['full-width letters in the host', 'http://ｓｉｔｅ.example/', 'http://site.example/'],
    ['soft hyphen in the host', 'http://si\u00adte.example/', 'http://site.example/'],
    ['percent-encoded host', 'http://%73ite.example/', 'http://site.example/'],
    ['blanks in the path', 'http://site.example/my folder/a b', 'http://site.example/my%20folder/a%20b'],
    ['letters that are sent encoded', 'http://site.example/é?ü="', 'http://site.example/%C3%A9?%C3%BC=%22'],
    ['an invisible tail', 'http://site.example/a\u200b', 'http://site.example/a'],
    ['an invisible tail of two', '\ufeffhttp://site.example/a\u200e\u2060 ', 'http://site.example/a'],
    ['brackets of a mail', '<URL:http://site.example/a>', 'http://site.example/a'],
    ['a query without a path', 'http://site.example?q', 'http://site.example/?q'],
  ])('reads two addresses that differ in the %s as one subject', (_difference, one, other) => {
    expect(identityOf(one)).toBe(identityOf(other));
  });

  it.each([
    ['case of the path', 'http://site.example/A', 'http://site.example/a'],
    ['query', 'http://site.example/?a', 'http://site.example/?b'],
    ['encoding of the path', 'http://site.example/%41', 'http://site.example/A'],
    ['slash at the end', 'http://site.example/a/', 'http://site.example/a'],
    ['port', 'http://site.example:81/', 'http://site.example/'],
    ['scheme-bound port', 'https://site.example:80/', 'https://site.example:443/'],
  ])('keeps two addresses apart that differ in the %s', (_difference, one, other) => {
    expect(identityOf(one)).not.toBe(identityOf(other));
  });

  it('reads a backslash as browsers do, so the host named is the host a browser would ask', () => {
    expect(identityOf('http://site.example\\@other.example/')).toBe('site.example/\\@other.example/');
  });

  it('reads addresses by number, onion services and other schemes', () => {
    expect(
      [
        'http://192.0.2.1/a',
        'http://[2001:DB8::1]:80/',
        'http://0300.0.2.1/',
        'ftp://files.example:21/x',
      ].map(identityOf),
    ).toEqual(['192.0.2.1/a', '[2001:db8::1]/', '192.0.2.1/', 'files.example/x']);
  });

  it.each([
    ['', '!bad-url'],
    ['   ', '!bad-url'],
    ['localhost', '!bad-url'],
    ['javascript:alert(1)', '!bad-url'],
    ['file:///etc/passwd', '!bad-url'],
    ['//site.example/a', '!bad-url'],
    ['http://', '!bad-url'],
    ['http://site.example:99999/', '!bad-url'],
    ['http://site.example:http/', '!bad-url'],
    ['http://two words.example/', '!bad-url'],
    ['http://site<.example/', '!bad-url'],
    ['http://site.example/\u0000', '!control-character'],
    ['http://site\u0007.example/', '!control-character'],
    ['http://site.example/a\u0085', '!control-character'],
    ['http://site.example/\u202egpj.exe', '!bidi-character'],
    ['http://\u2066site.example/', '!bidi-character'],
    ['http://site.example/\u200fa', '!bidi-character'],
  ])('says why %j is no address', (raw, problem) => {
    expect(identityOf(raw)).toBe(problem);
  });

  it('never throws, and the identity of an identity is itself', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl(), fc.string()), (raw) => {
        const identity = identityOf(raw);
        if (!identity.startsWith('!')) expect(identityOf(identity)).toBe(identity);
      }),
      { numRuns: 500 },
    );
  });

  it('reads a plain host as the URL parser does', () => {
    const label = fc.string({ unit: fc.constantFrom(...'abcxyz0189-'), minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(label, { minLength: 2, maxLength: 4 }), (labels) => {
        const host = labels.join('.');
        const read = readUrl(`http://${host}/`);
        let expected: string | null = null;
        try {
          expected = new URL(`http://${host}/`).hostname.replace(/\.+$/, '');
        } catch {}
        expect('problem' in read ? null : read.host).toBe(expected);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('refang', () => {
  it.each([
    'hxxps://www.site.example:8443/a/b.html?x=1',
    'hXXps://www[.]site[.]example:8443/a/b.html?x=1',
    'hxxps[:]//www(.)site(.)example:8443/a/b.html?x=1',
    'https[://]www{.}site{.}example:8443/a/b.html?x=1',
    'hxxp(s)://www[dot]site[dot]example:8443/a/b.html?x=1',
    'https://www(dot)site{dot}example:8443/a/b.html?x=1',
    'htxps://www [.] site [dot] example:8443/a/b.html?x=1',
    'h**ps://www DOT site dot example:8443/a/b.html?x=1',
    'hxxps://www . site . example : 8443/a/b.html?x=1',
    'hxxps:// www. site .example:8443/a/b.html?x=1',
    'https : // www[.site[.example:8443/a/b.html?x=1',
    'hxxps://www.]site.]example:8443/a/b.html?x=1',
    'hxxps:\\\\www\\.site\\.example:8443/a/b.html?x=1',
    'https:\\/\\/www.site.example:8443/a/b.html?x=1',
    'h__ps[:][/][/]www[.]site[.]example[:]8443[/]a/b.html?x=1',
    'www[.]site[.]example:8443/a/b.html?x=1',
    'www [punkt] site [.] example:8443/a/b.html?x=1',
    'hxxps://www[.]site[.]example:8443/a/b[.]html?x=1',
    '<hxxps://www[.]site[.]example:8443/a/b.html?x=1>\u200b',
    'hxxps://user[@]www[.]site[.]example:8443/a/b.html?x=1',
  ])('puts %j together again', (apart) => {
    expect(identityOf(apart)).toBe('www.site.example:8443/a/b.html?x=1');
  });

  it.each([
    ['hxxp://site.example:80/p', 'http://site.example/p'],
    ['hxxps://site.example:443/p', 'https://site.example/p'],
    ['fxp://site.example:21/p', 'ftp://site.example/p'],
    ['f*p://site.example:21/p', 'ftp://site.example/p'],
    ['hxxp://[2001:db8[:][:]1]:80/', 'http://[2001:db8::1]/'],
    ['hxxp://192[.]0[.]2[.]1/', 'http://192.0.2.1/'],
    ['hxxps://a[.]example/?to=hxxps://b[.]example/c', 'https://a.example/?to=https://b.example/c'],
  ])('reads %j as %j', (apart, whole) => {
    expect(identityOf(apart)).toBe(identityOf(whole));
  });

  it.each([
    'https://site.example/a[.]b',
    'https://site.example/a(dot)b?c={.}&d=[:]',
    'https://site.example/wiki/Name_(place)',
    'https://site.example/?re=[/]&x=hxxp://other[.]example',
    'Dear hotline. I saw something',
    'http://site.example\\.other.example/',
    'fxphost.example/',
    'hxxp.example/',
  ])('leaves %j, in which nothing before the path was taken apart', (whole) => {
    expect(refang(whole)).toBe(whole);
  });

  it('undoes what `defang` does', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), (whole) => {
        fc.pre(!/[[({]\.[\])}]|[[(]dot[\])]|h(xx|\*\*)p/i.test(whole));
        expect(identityOf(defang(whole))).toBe(identityOf(whole));
      }),
      { numRuns: 500 },
    );
  });

  it('stays quick on texts made to be slow', () => {
    const texts = [
      ' '.repeat(4096),
      'a[.'.repeat(1300),
      '. '.repeat(2048),
      `h${'x'.repeat(4000)}`,
      '[:'.repeat(2000),
      `hxxp://${'a '.repeat(2000)}`,
    ];
    const start = performance.now();
    for (const text of texts) refang(text);
    expect(performance.now() - start).toBeLessThan(200);
  });
});

describe('defang', () => {
  it.each([
    ['https://www.site.example/a.html', 'hxxps://www[.]site[.]example/a.html'],
    ['HTTP://Site.Example', 'hxxP://Site[.]Example'],
    ['site.example/a', 'site[.]example/a'],
    ['hxxps://site[.]example/a', 'hxxps://site[.]example/a'],
    ['hxxp[:]//site(dot)example:80/a', 'hxxp://site[.]example:80/a'],
    ['https://s\u0456te.example/p', 'hxxps://xn--ste-jhd[.]example/p'],
    ['https://user@münchen.example:8080/p', 'hxxps://user@xn--mnchen-3ya[.]example:8080/p'],
    ['ftp://files.example/', 'fxp://files[.]example/'],
    ['fxphost.example/', 'fxphost[.]example/'],
    ['s3://bucket.example/key', 's3://bucket[.]example/key'],
    ['https://a.example/?to=https://b.example/c.d', 'hxxps://a[.]example/?to=hxxps://b[.]example/c.d'],
    ['http://site.example/\u202egpj', 'hxxp://site[.]example/<U+202E>gpj'],
    ['http://si\u200bte.example/\u00ad\u3164', 'hxxp://si<U+200B>te[.]example/<U+00AD><U+3164>'],
  ])('shows %j as %j', (raw, shown) => {
    expect(defang(raw)).toBe(shown);
  });

  it('leaves nothing a program would turn into a link', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (raw) => {
        expect(defang(raw)).not.toMatch(/https?:\/\/|^[^/]*[^[]\.[^\]]/i);
      }),
    );
  });
});

describe('isUnlocatableHost', () => {
  it('knows onion and I2P hosts', () => {
    expect(['abc.onion', 'abc.i2p', 'onion.example', 'abc.onion.example'].map(isUnlocatableHost)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
