import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAddress } from '../../../shared/domain/address.ts';
import { type Find, findInText } from '../../../shared/domain/find-in-text.ts';
import { ReportInput } from '../../../shared/domain/report.ts';
import { defangSubject } from '../../../shared/domain/subject.ts';
import { costGrowth } from '../../support/cost-growth.ts';
import { thorough } from '../../support/thorough.ts';

const MD5 = '0cc175b9c0f1b6a831c399e269772661';
const SHA1 = '86f7e437faa5a7fce15d1ddcb9eaeaea377667b8';
const SHA256 = 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4f72b9807785afee48bb';

const shown = (find: Find): string =>
  `${find.isSure ? '' : '? '}${find.kind === 'file' ? `${find.algorithm}:` : ''}${find.value}`;
const found = (text: string): string[] => findInText(text).finds.map(shown);

describe('a text that somebody wrote', () => {
  it.each([
    ['see https://site.example/a?b=1#c, please', ['https://site.example/a?b=1#c']],
    ['hxxps://site[.]example/a', ['https://site.example/a']],
    ['hxxp[:]//site(dot)example/a.', ['http://site.example/a']],
    ['https[://]site[.]example', ['https://site.example']],
    ['h**p://site.example and ftp://files.example/x', ['http://site.example', 'ftp://files.example/x']],
    ['it was at site [.] example today', ['site.example']],
    ['on www.site.example!', ['www.site.example']],
    ['on site.example/path too', ['site.example/path']],
    ['(https://site.example/p(1).html).', ['https://site.example/p(1).html']],
    ['[here](https://site.example/x)', ['https://site.example/x']],
    ['<a href="https://site.example/x">', ['https://site.example/x']],
    ['“https://site.example/x”', ['https://site.example/x']],
    [
      'https://a.example/1,https://b.example/2;hxxp://c.example',
      ['https://a.example/1', 'https://b.example/2', 'http://c.example'],
    ],
    ['https://a.example/to?u=https://b.example/', ['https://a.example/to?u=https://b.example/']],
    ['192[.]0[.]2[.]7 and http://[2001:db8::1]/x', ['192.0.2.7', 'http://[2001:db8::1]/x']],
    ['abcdef.onion', ['abcdef.onion']],
    ['http://münchen.example/ü', ['http://münchen.example/ü']],
    ['https://site.example/a\u200b ', ['https://site.example/a']],
  ])('holds the addresses of %j', (text, addresses) => {
    expect(found(text)).toEqual(addresses);
  });

  it.each([
    [`magnet:?xt=urn:btih:${SHA1}&dn=a`],
    [`ed2k://|file|a name with blanks.bin|123|${MD5}|/`],
    ['ipfs://bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi/a'],
    ['tg://resolve?domain=some_group'],
    ['xmpp:room@chat.example'],
  ])('holds the link %s, and no hash inside it', (link) => {
    expect(found(`Look: ${link} there`)).toEqual([link]);
    expect(found(`Look: ${defangSubject('link', link)} there`)).toEqual([link]);
  });

  it.each([
    [`MD5: ${MD5.toUpperCase()}`, [`md5:${MD5}`]],
    [`${SHA256}  a.bin`, [`sha256:${SHA256}`]],
    [`SHA1 (a b.bin) = ${SHA1}`, [`sha1:${SHA1}`]],
    [`${SHA1} (sha-1)`, [`sha1:${SHA1}`]],
    [`sha256-${SHA256}`, [`sha256:${SHA256}`]],
    [`the PDQ hash ${SHA256}`, [`pdq:${SHA256}`]],
    [`md5=${MD5}, sha1=${SHA1}`, [`md5:${MD5}`, `sha1:${SHA1}`]],
    [`MD5: ${SHA1}`, [`? sha1:${SHA1}`]],
    ['1'.repeat(16) + '2'.repeat(16), [`? md5:${'1'.repeat(16)}${'2'.repeat(16)}`]],
  ])('holds the hashes of %j', (text, hashes) => {
    expect(found(text)).toEqual(hashes);
  });

  it('says whether a hash was named or is known by its length alone', () => {
    const { finds } = findInText(`sha256 ${SHA256}\n${MD5}`);
    expect(finds.map((find) => find.kind === 'file' && find.isNamed)).toEqual([true, false]);
  });

  it.each([
    'Call me at jane@mail.example or jane[at]mail[.]example, e.g. on 3.5.2026 at 10.30 a.m.',
    'signal: yes. Line: 2. Teams: later. http:// is a scheme, http://7 and http://x too.',
    'report.pdf, index.html and IMG_2041.jpg. It was over.Then he left.',
    `commit ${SHA1}, RIPEMD-160 ${SHA1}, ${MD5}.jpg, <${MD5}@mail.example>, /files/${MD5}, ${SHA256}${MD5}`,
    `MD5 ${'0'.repeat(32)} and d41d8cd98f00b204e9800998ecf8427e stand for no file`,
    'https://site\u202e.example/a',
    'C:\\files\\a.b and 1.2/3.4 and/or',
  ])('holds nothing that is none: %j', (text) => {
    expect(found(text)).toEqual([]);
  });

  it('is doubtful about a bare name in a sentence, and sure of one with a line of its own', () => {
    expect(found('he named site.example, and 192.0.2.1')).toEqual(['? site.example', '? 192.0.2.1']);
    expect(found('he named:\n - site.example\n')).toEqual(['site.example']);
  });

  it('names a subject once, with every place it stands at', () => {
    const text = `First site.example here\r\nand HXXP://site[.]example/ there\n${MD5} = MD5 ${MD5.toUpperCase()}`;
    expect(
      findInText(text).finds.map(({ places, ...find }) => ({
        ...find,
        at: places.map((p) => [p.line, p.column]),
      })),
    ).toEqual([
      {
        kind: 'url',
        key: 'url:site.example/',
        value: 'site.example',
        isSure: true,
        at: [
          [1, 7],
          [2, 5],
        ],
      },
      {
        kind: 'file',
        key: `md5:${MD5}`,
        algorithm: 'md5',
        value: MD5,
        isNamed: true,
        isSure: true,
        at: [
          [3, 1],
          [3, 40],
        ],
      },
    ]);
  });

  it('counts what is beyond the most subjects of a report, and words too long for an address', () => {
    const many = Array.from({ length: 10_003 }, (_, index) => `https://h${index}.example/`).join('\n');
    const { finds, beyond, longWords } = findInText(`${many}\nhttps://site.example/${'x'.repeat(5000)}`);
    expect({ finds: finds.length, beyond, longWords }).toEqual({ finds: 10_000, beyond: 3, longWords: 1 });
  });
});

const label = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}[a-z0-9]$/);
const path = fc.array(fc.stringMatching(/^[A-Za-z0-9._~%=&+-]{0,8}[A-Za-z0-9]$/), { maxLength: 4 });
const anAddress = fc
  .tuple(fc.constantFrom('http', 'https', 'ftp'), fc.array(label, { minLength: 1, maxLength: 3 }), path)
  .map(([scheme, labels, parts]) => `${scheme}://${labels.join('.')}.example/${parts.join('/')}`)
  .filter((address) => !('problem' in readAddress(address)));
const words = fc.stringMatching(/^[A-Za-zé ,]{0,30}$/);

/** Pieces of which hostile texts are made. */
const pieces = fc.constantFrom(
  'http',
  'hxxp',
  ':',
  '[:]',
  '//',
  '\\\\',
  '.',
  '[.]',
  '(dot)',
  ' ',
  '\n',
  '\r',
  '/',
  '(',
  ')',
  '[',
  ']',
  '<',
  '>',
  '"',
  '@',
  'a',
  'example',
  'www.',
  'magnet:?xt=urn:btih:',
  'ed2k://|file|',
  '|',
  'md5',
  MD5,
  SHA256,
  '\u200b',
  '\u202e',
  '\ud800',
  '\udc00',
  '\ufeff',
  '\u0000',
  '\u2028',
  'ä',
  '\u{e0041}',
  '\u{1f600}',
  ',',
  ';',
  '=',
  '%00',
  '#',
  '?',
);
const hostile = fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join(''));

describe('what is found in any text', () => {
  it('stands in the text, at its place, once, apart from the others, and is a subject that a report takes', () => {
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string({ unit: 'binary', maxLength: 200 })), (text) => {
        const { finds } = findInText(text);
        const lines = text.split(/\r\n|[\n\r\u2028\u2029]/);
        const places = finds.flatMap((find) => find.places);
        for (const { line, column, start, end } of places) {
          expect(text.slice(start, end)).toBe(lines[line - 1]?.slice(column - 1, column - 1 + end - start));
          expect(places.filter((other) => other.start < end && other.end > start)).toHaveLength(1);
        }
        expect(new Set(finds.map(({ key }) => key)).size).toBe(finds.length);
        for (const find of finds) {
          const written = find.places.map(({ start, end }) => text.slice(start, end));
          if (find.kind === 'file') {
            expect(new Set(written.map((hash) => hash.toLowerCase()))).toEqual(new Set([find.value]));
          } else {
            const keys = written.map((each) => {
              const read = readAddress(each);
              return 'problem' in read ? read.problem : `${read.kind}:${read.identity}`;
            });
            expect(new Set(keys)).toEqual(new Set([find.key]));
          }
        }
        const subjects = finds.map((find) =>
          find.kind === 'file'
            ? { kind: 'file', hashes: { [find.algorithm]: find.value } }
            : { kind: 'url', url: find.value },
        );
        const report = { receivedAt: null, channel: 'email', subjects };
        if (finds.length > 0) expect(ReportInput.safeParse(report).success).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('is the address that was written, plain or as Hashline itself defangs it', () => {
    fc.assert(
      fc.property(anAddress, words, words, fc.boolean(), (address, before, after, isDefanged) => {
        const written = isDefanged ? defangSubject('url', address) : address;
        const read = readAddress(address);
        const key = 'problem' in read ? read.problem : `url:${read.identity}`;
        expect(findInText(`${before} ${written} ${after}`).finds.map((find) => find.key)).toEqual([key]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a text of any length takes time in proportion to it', () => {
  const inputs: [string, (size: number) => string][] = [
    ['blanks', (size) => ' '.repeat(size)],
    ['short words', (size) => 'a '.repeat(size / 2)],
    ['beginnings of addresses', (size) => 'http:'.repeat(size / 5)],
    ['beginnings in words', (size) => `${'http://ä'.repeat(400)} `.repeat(size / 3201)],
    ['invisible characters', (size) => `a.b/${'\u200b'.repeat(900)}c `.repeat(size / 906)],
    ['dots in brackets', (size) => 'a [.] '.repeat(size / 6)],
    ['brackets', (size) => 'tg://(((((((((((( '.repeat(size / 18)],
    ['digits', (size) => '0'.repeat(size)],
    ['links of swarms', (size) => 'ed2k://|file|'.repeat(size / 13)],
    ['line ends', (size) => '\r'.repeat(size)],
  ];

  it.each(inputs)('made of %s', (_of, make) => {
    expect(costGrowth((size) => make(size), findInText, 30_000)).toBeLessThan(24);
  });

  it('which the measure would show: a search that grows with the square is far above it', () => {
    const quadratic = (text: string) => /\s+$/.test(text);
    expect(costGrowth((size) => `${' '.repeat(size)}x`, quadratic, 2000)).toBeGreaterThan(24);
  });

  it('and megabytes of a mailbox end', () => {
    const mail = `On 3 May somebody wrote: see hxxps://site[.]example/a and ${MD5}.\n`;
    const mails = Math.floor(thorough(10_000_000, 2_000_000) / mail.length);
    const { finds } = findInText(mail.repeat(mails));
    expect(finds.map(({ key, places }) => [key, places.length])).toEqual([
      ['url:site.example/a', mails],
      [`md5:${MD5}`, mails],
    ]);
  }, 60_000);
});
