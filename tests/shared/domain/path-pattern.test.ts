import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pathPatternOf } from '../../../shared/domain/path-pattern.ts';
import { readUrl } from '../../../shared/domain/url.ts';

const patternOf = (identity: string) => pathPatternOf(identity)?.text ?? null;

describe('the pattern of an address', () => {
  test.each([
    ['board.example/b/src/1712345678901.jpg', 'board.example/b/src/#.jpg', ['number']],
    ['board.example/b/thread/12/page-3', 'board.example/b/thread/#/page-#', ['number']],
    ['files.example/f/a91f3c77d0', 'files.example/f/*', ['code']],
    ['short.example/aB3xK9qZ', 'short.example/*', ['code']],
    ['site.example/view?id=77&lang=en', 'site.example/view?id=#&lang=en', ['number']],
    ['site.example/g/3f2a9c1b-4e5d-4a6b-8c7d-0123456789ab/2', 'site.example/g/*/#', ['code', 'number']],
    ['site.example/gallery/sunset.png', 'site.example/gallery/*.png', ['name']],
    ['site.example:8080/img0012.png', 'site.example:8080/img#.png', ['number']],
  ])('of %s is %s', (identity, text, varies) => {
    expect(pathPatternOf(identity)).toMatchObject({ text, varies });
  });

  test.each(['site.example/', 'site.example/about/us', 'site.example/search?q=boats'])(
    'is none where nothing in it varies, as in %s',
    (identity) => {
      expect(pathPatternOf(identity)).toBeNull();
    },
  );

  test('takes an asterisk of an address for what it is', () => {
    expect([patternOf('site.example/*/1'), patternOf('site.example/a91f3c77/1')]).toEqual([
      'site.example/%2A/#',
      'site.example/*/#',
    ]);
  });
});

const host = fc.constantFrom('a.example', 'b.example', 'c.example:8080');
const word = fc.stringMatching(/^[a-z]{1,8}$/);
const number = fc.nat().map(String);
const segment = fc.oneof(word, number, fc.stringMatching(/^[\w*.~-]{1,12}$/));
const identity = fc
  .tuple(host, fc.array(segment, { maxLength: 5 }), fc.option(fc.tuple(word, segment)))
  .map(([at, path, query]) => `${at}/${path.join('/')}${query === null ? '' : `?${query[0]}=${query[1]}`}`);

test('addresses that differ in a number have one pattern, and its beginning', () => {
  fc.assert(
    fc.property(host, fc.array(word, { maxLength: 3 }), number, number, (at, path, one, other) => {
      const [a, b] = [one, other].map((id) => pathPatternOf([at, ...path, id].join('/')));
      expect(b).toEqual(a);
    }),
  );
});

test('every address begins as its pattern says, with its host', () => {
  fc.assert(
    fc.property(identity, (written) => {
      const pattern = pathPatternOf(written);
      if (pattern === null) return;
      expect(written.startsWith(pattern.beginning)).toBe(true);
      expect(pattern.beginning.startsWith(`${written.split('/')[0]}/`)).toBe(true);
      expect(pattern.varies.length).toBeGreaterThan(0);
    }),
  );
});

test('addresses of two hosts never have one pattern', () => {
  fc.assert(
    fc.property(identity, identity, (one, other) => {
      fc.pre(one.split('/')[0] !== other.split('/')[0] && patternOf(one) !== null);
      expect(patternOf(other)).not.toBe(patternOf(one));
    }),
  );
});

test('any identity of a reported address is read, whatever stands in it', () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true }), (reported) => {
      const read = readUrl(reported);
      if ('problem' in read) return;
      const pattern = pathPatternOf(read.identity);
      if (pattern !== null) expect(read.identity.startsWith(pattern.beginning)).toBe(true);
    }),
  );
});
