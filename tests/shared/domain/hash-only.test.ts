import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { findMedia } from '../../../shared/domain/hash-only.ts';
import { inboundText } from '../../../shared/domain/inbound-text.ts';
import { mediaSignature } from '../../../shared/domain/media-signature.ts';
import {
  fakeHex,
  fakeOnion,
  fakePhotoDna,
  fakeText,
  fakeUuid,
  pick,
  type SeededRandom,
  seededRandom,
} from '../../../tools/fake-data.ts';
import { PICTURE_KINDS, syntheticPicture, TEXT_ENCODINGS } from '../../support/synthetic-picture.ts';

describe('mediaSignature', () => {
  it.each(PICTURE_KINDS)('names %s by its first bytes', (kind) => {
    expect(mediaSignature(syntheticPicture(kind, seededRandom(1)))).toBe(kind);
  });

  it('names nothing in text, in short bytes and in bytes that only begin alike', () => {
    const texts = [
      '',
      'GIF',
      'BM is a name',
      'RIFF-raff',
      'PKZIP',
      'II*',
      'URL;REFERER',
      '\u0000\u0000\u0000\u0000',
    ];
    expect(texts.map((text) => mediaSignature(Buffer.from(text, 'latin1')))).toEqual(texts.map(() => null));
  });
});

describe('findMedia', () => {
  const random = seededRandom(2);

  for (const [encoding, encode] of Object.entries(TEXT_ENCODINGS)) {
    it.each(PICTURE_KINDS)(`finds %s as ${encoding}, alone, in a sentence and in an address`, (kind) => {
      const encoded = encode(syntheticPicture(kind, random));
      const places = [
        encoded,
        `See this: ${encoded} as it came in.`,
        `https://site.example/show?picture=${encoded}&size=2`,
        `https://site.example/show/${encoded}`,
      ];
      expect(places.map((text) => findMedia(text) !== null)).toEqual([true, true, true, true]);
    });
  }

  it('finds a picture written straight into text', () => {
    const picture = Buffer.from(syntheticPicture('jpeg', random)).toString('latin1');
    expect([findMedia(picture), findMedia(`note: ${picture}`)]).toEqual([
      { kind: 'jpeg', encoding: 'latin1' },
      { kind: 'jpeg', encoding: 'latin1' },
    ]);
  });

  it('finds a byte array printed as decimals', () => {
    expect(findMedia(`[${syntheticPicture('png', random).join(', ')}]`)).toEqual({
      kind: 'png',
      encoding: 'decimal',
    });
  });

  it('finds base64 glued to a word before it', () => {
    const encoded = Buffer.from(syntheticPicture('jpeg', random)).toString('base64');
    expect(findMedia(`thumbnail${encoded}`)).toEqual({ kind: 'jpeg', encoding: 'base64' });
  });

  it('finds an image header followed by noise only', () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe8]), Buffer.alloc(60, 0x5a)]);
    expect(findMedia(`note ${bytes.toString('base64')}`)).toEqual({ kind: 'jpeg', encoding: 'base64' });
  });

  it('takes honest prose', () => {
    const prose = [
      'Metadata: images of the site were described by the reporter.',
      'data: image was seen twice',
      'The page data:text/plain is empty',
      'Metadata: image/jpeg, 1200 x 800, 34 KB',
      'The page says EXIF data: video/mp4; length 12 s',
      'the server answers with data:application/json; nothing else',
      'Content of the data: image/png, image/gif and video/mp4, all three seen',
      'metadata:image/jpeg,one;two',
      'RIFF and GIF are file formats; PDF too. PK is a nickname.',
      'BM reported it at 10:20:30, see 255.255.255.0 and 71, 73 and 70.',
      'Réf. ÿ — l’adresse https://site.example/%C3%A9t%C3%A9/%E2%82%AC?q=100%25',
      'FF D8 is how it begins, the caller said',
      'Zażółć gęślą jaźń; 画像の報告; تقرير',
    ];
    expect(prose.map((text) => findMedia(text))).toEqual(prose.map(() => null));
  });

  it.each([
    'data:image/png;base64,AAAAAAAAAAAA',
    'data: image/png ; base64, AAAAAAAAAAAA',
    'data:image/jpeg;charset=utf-8;base64,AAAAAAAAAAAA',
    'data:video/mp4;base64,%41%41%41%41%41%41%41%41',
    'data:image/svg+xml,%3Csvg%20xmlns=%22x%22%3E',
    'data:image/svg+xml;utf8,<svg xmlns="x">',
    'x="data:application/octet-stream;name=a.b;base64,QUFBQUFBQUE="',
  ])('finds the data address %j', (text) => {
    expect(findMedia(`note ${text}`)).toEqual({ kind: 'data-uri', encoding: 'data-uri' });
  });

  const state = JSON.stringify({ page: 3, filter: ['a', 'b', 'é'], sort: 'newest', words: 'x'.repeat(60) });
  const inAddress = (bytes: Uint8Array) => {
    const base64 = Buffer.from(bytes).toString('base64');
    return [
      `https://site.example/s?state=${base64}`,
      `https://site.example/s?state=${encodeURIComponent(base64)}&b=1`,
      `https://site.example/s#${Buffer.from(bytes).toString('base64url')}`,
      `the address was https://site.example/s?state=${base64} and then it was gone`,
    ];
  };

  it('takes the state of a page as a gzip of text in an address', () => {
    expect(inAddress(gzipSync(state)).map(findMedia)).toEqual([null, null, null, null]);
  });

  it('finds a gzip of a picture, of noise, and of text with a picture in it', () => {
    const picture = syntheticPicture('jpeg', random, 600);
    const inText = JSON.stringify({ picture: Buffer.from(picture).toString('base64') });
    const others = [picture, syntheticPicture('png', random, 600), Buffer.alloc(300, 0x01), inText];
    const found = others.flatMap((content) =>
      inAddress(gzipSync(content)).map((text) => findMedia(text)?.kind),
    );
    // A picture that could not be made smaller shows its own signature.
    expect(found.filter((kind) => kind !== 'gzip' && kind !== 'png' && kind !== 'jpeg')).toEqual([]);
    expect(found).toHaveLength(16);
  });

  it('takes 20,000 rows of random-looking identifiers, hashes and addresses', () => {
    const seeded = seededRandom(35);
    const refused: string[] = [];
    for (let i = 0; i < 20_000; i++) {
      for (const text of honestRow(seeded)) if (findMedia(text) !== null) refused.push(text);
    }
    expect(refused).toEqual([]);
  });

  it('takes a hash that happens to begin like a picture', () => {
    const tail = (digits: number) => fakeHex(random, digits);
    const hashes = [`ffd8ff${tail(26)}`, `ffd8ff${tail(34)}`, `1f8b08${tail(58)}`, `ffd8ff${tail(122)}`];
    expect(hashes.map((hash) => findMedia(`https://site.example/${hash}.html`))).toEqual(
      hashes.map(() => null),
    );
  });

  it('stays quick on texts made to be slow', () => {
    const texts = [
      'ff'.repeat(4096),
      '/9j/'.repeat(2048),
      '%25'.repeat(2700),
      'Z0eXB'.repeat(1600),
      '255 '.repeat(2048),
    ];
    const start = performance.now();
    for (const text of texts) findMedia(text);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

function honestRow(random: SeededRandom): string[] {
  const digits = pick(random, [8, 12, 16, 24, 32, 40, 48, 56, 64, 96, 128]);
  const hex = fakeHex(random, digits);
  return [
    hex,
    hex.toUpperCase(),
    fakePhotoDna(random),
    fakeUuid(random),
    `https://${fakeText(random, 10).toLowerCase()}.example/${fakeText(random, 43)}/${fakeText(random, 22)}?k=${fakeText(random, 86)}`,
    `http://${fakeOnion(random)}/${fakeHex(random, 40)}/${fakeText(random, 11)}.html#${fakeText(random, 6)}`,
    `https://cdn.example/${fakeHex(random, 2)}/${fakeHex(random, 2)}/${fakeHex(random, 64)}_${fakeText(random, 120)}`,
    `md5 ${fakeHex(random, 32)}, sha1 ${fakeHex(random, 40)}, sha256 ${fakeHex(random, 64)}`,
    `${fakeHex(random, 64).match(/../g)?.join(':')}`,
  ];
}

describe('inboundText', () => {
  const schema = inboundText(20);
  const reasons = (text: string) =>
    schema
      .safeParse(text)
      .error?.issues.map((issue) => (issue.code === 'custom' ? issue.params?.reason : issue.code));

  it('takes text of the allowed length with tabs and line breaks', () => {
    expect(schema.parse('line one\r\n\tline two')).toBe('line one\r\n\tline two');
  });

  it('refuses control characters, half characters, media and too much', () => {
    expect([
      reasons('a\u0001b'),
      reasons('a\ud800b'),
      reasons('\u00ff\u00d8\u00ff\u00e0'),
      reasons('x'.repeat(21)),
    ]).toEqual([['control-character'], ['not-utf8'], ['media'], ['too_big']]);
  });
});
