import { createHash, createPublicKey, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalText, isCanonical } from '../../../shared/ledger/canonical-json.ts';
import { type Entry, isSignedBy, parseEntry, signEntry } from '../../../shared/ledger/entry.ts';
import { nodeLedgerCrypto } from '../../../src-main/engine/keys/signing-key.ts';
import { aLedger, idOf, keyOf } from '../../support/a-ledger.ts';

const body = aLedger().body(
  'case.claimed',
  { person: idOf('Ann') },
  { case: idOf('case'), note: 'é “”\u0001', n: 2 },
);
const ann = keyOf('Ann');
const line = signEntry(body, ann.sign);
const entry = parseEntry(line)!;
const signed = (of: Entry, who = 'Ann') => isSignedBy(of, keyOf(who).publicKeyText, nodeLedgerCrypto);

/** The same fields and a valid signature, whatever they are. */
const lineOf = (fields: Record<string, unknown>): string => {
  const { sig: _, ...rest } = fields;
  return signEntry(rest as unknown as typeof body, ann.sign);
};

const DIGEST = Buffer.alloc(32).toString('base64');

describe('an entry', () => {
  test('reads back as it was signed', () => {
    expect(entry).toEqual({ ...body, sig: expect.any(String) });
    expect([signed(entry), signed(entry, 'Bob')]).toEqual([true, false]);
  });

  test('is signed over its canonical JSON under a context of its own, as checked by hand', () => {
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(ann.publicKey).toString('base64url') },
      format: 'jwk',
    });
    const { sig, ...rest } = JSON.parse(line);
    const message = (context: string) => Buffer.from(`${context}${canonicalText(rest)}`);
    const signature = Buffer.from(sig, 'base64');
    expect([
      verify(null, message('hashline-entry/2\n'), key, signature),
      verify(null, message(''), key, signature),
    ]).toEqual([true, false]);
  });

  test('is its canonical JSON, so its leaf is the hash of exactly this line', () => {
    expect(canonicalText(JSON.parse(line))).toBe(line);
    expect(createHash('sha256').update(line).digest('hex')).toBe(
      createHash('sha256')
        .update(signEntry(structuredClone(body), ann.sign))
        .digest('hex'),
    );
  });

  test('is no longer signed once any of its fields is another', () => {
    const changes: Partial<Record<keyof Entry, unknown>> = {
      id: idOf('other'),
      device: idOf('other'),
      seq: 1,
      prev: DIGEST,
      enclosed: DIGEST,
      at: '2026-11-21T08:00:00.001Z',
      actor: { person: idOf('Bob') },
      kind: 'case.assessed',
      data: { ...body.data, n: 3 },
    };
    const verdicts = Object.entries(changes).map(([field, value]) => [
      field,
      signed({ ...entry, [field]: value } as Entry),
    ]);
    expect(Object.fromEntries(verdicts)).toEqual(
      Object.fromEntries(Object.keys(changes).map((field) => [field, false])),
    );
  });

  test('with a signature or a key that is no base64 is not signed, and nothing is thrown', () => {
    const odd = ['', '!', `${entry.sig}=`, entry.sig.slice(0, -4), entry.sig.replace(/.==$/, 'B==')];
    expect(odd.map((sig) => signed({ ...entry, sig }))).toEqual(odd.map(() => false));
    const keys = ['', '!', ann.publicKeyText.slice(4), `${ann.publicKeyText}AAAA`];
    expect(keys.map((key) => isSignedBy(entry, key, nodeLedgerCrypto))).toEqual(keys.map(() => false));
  });

  test('names the digest of its enclosure where it has one', () => {
    const text = signEntry({ ...body, prev: DIGEST, enclosed: DIGEST }, ann.sign);
    expect(parseEntry(text)).toEqual({ ...body, prev: DIGEST, enclosed: DIGEST, sig: expect.any(String) });
  });

  test('holds any facts that are JSON', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), (data) => {
        // zod leaves `__proto__` out of records; signing refuses nothing, reading back does.
        fc.pre(!JSON.stringify(data).includes('__proto__'));
        const plain = JSON.parse(JSON.stringify(data));
        const text = signEntry({ ...body, data: plain }, ann.sign);
        const read = parseEntry(text);
        expect(read?.data).toEqual(plain);
        expect(signed(read!)).toBe(true);
      }),
    );
  });
});

describe('a line is not an entry', () => {
  const fields = JSON.parse(line) as Record<string, unknown>;
  const shuffled = JSON.stringify(Object.fromEntries(Object.entries(fields).reverse()));
  const cases: Record<string, string> = {
    'with a space': line.replace(',', ', '),
    'with a space before it': ` ${line}`,
    'with a line feed after it': `${line}\n`,
    'with a carriage return after it': `${line}\r`,
    'with a byte order mark': `\ufeff${line}`,
    'with its keys in another order': shuffled,
    'with a key that stands twice': line.replace(
      '{"actor"',
      `{"actor":${JSON.stringify(body.actor)},"actor"`,
    ),
    'with a key inside that stands twice': line.replace('"n":2', '"n":1,"n":2'),
    'with a key hidden by another spelling': line.replace('"n":2', '"n":2,"\\u006e":2'),
    'with an extra key': lineOf({ ...fields, extra: 1 }),
    'with an extra key of the actor': lineOf({
      ...fields,
      actor: { person: idOf('Ann'), device: idOf('d') },
    }),
    'with a number in another notation': line.replace('"n":2', '"n":2.0'),
    'with minus zero': line.replace('"n":2', '"n":-0'),
    'with a number that is infinite': line.replace('"n":2', '"n":1e999'),
    'with a character spelled out': line.replace('é', '\\u00e9'),
    'with an escape in upper case': line.replace(
      '\\u0001',
      '\\u0001'.toUpperCase().replace('U', 'u').replace('1', 'A'),
    ),
    'with a solidus escaped': line.replace(/"sig":"[^"]*\/?/, (text) =>
      text.replace('/', '\\/').replace('"sig":"', '"sig":"\\/'),
    ),
    'with half a character': line.replace('é', '\\ud83d'),
    'with a prototype': line.replace('"n":2', '"__proto__":{"x":1},"n":2'),
    'nested without end': line.replace('"n":2', `"n":${'['.repeat(200_000)}${']'.repeat(200_000)}`),
    'of another version': lineOf({ ...fields, v: 1 }),
    'without the entry before it': lineOf(
      Object.fromEntries(Object.entries(fields).filter(([key]) => key !== 'prev')),
    ),
    'with a shorter digest of the entry before it': lineOf({ ...fields, prev: 'AAAA' }),
    'with a digest whose unused bits are set': lineOf({ ...fields, prev: DIGEST.replace('A=', 'B=') }),
    'with an enclosure that is no digest': lineOf({ ...fields, enclosed: null }),
    'without a version': lineOf(Object.fromEntries(Object.entries(fields).filter(([key]) => key !== 'v'))),
    'of an unknown kind': lineOf({ ...fields, kind: 'case.erased' }),
    'with a negative place': lineOf({ ...fields, seq: -1 }),
    'with a time in words': lineOf({ ...fields, at: 'now' }),
    'with a time in another zone': lineOf({ ...fields, at: '2026-11-21T09:00:00+01:00' }),
    'by nobody': lineOf({ ...fields, actor: {} }),
    'without facts': lineOf({ ...fields, data: null }),
    'without a signature': canonicalText(body),
    'in pieces': line.slice(0, -1),
    'of another sort': '[]',
    'that is empty': '',
  };

  test.each(Object.entries(cases))('%s', (_, text) => {
    expect(text).not.toBe(line);
    expect(parseEntry(text)).toBe(null);
  });

  test('unless it is left unchanged', () => {
    expect(parseEntry(line)).not.toBe(null);
  });
});

test('only the canonical text of a value is canonical, and a value without one has none', () => {
  const deep = JSON.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`);
  expect([
    isCanonical({ b: 1, a: 2 }, '{"a":2,"b":1}'),
    isCanonical({ b: 1, a: 2 }, '{"b":1,"a":2}'),
    isCanonical('\ud83d', '"\\ud83d"'),
    isCanonical(Number.POSITIVE_INFINITY, '1e999'),
    isCanonical(undefined, ''),
    isCanonical(deep, '[]'),
  ]).toEqual([true, false, false, false, false, false]);
});
