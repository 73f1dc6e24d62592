import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJsonBytes, parseJwsHeader } from '../../../src-main/exchange/parse-json-bytes.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const FORBIDDEN = ['__proto__', 'constructor', 'prototype'];

test('what JSON.stringify writes is read as it was, within the depth of an exchange', () => {
  const names = fc.string({ unit: 'binary' }).filter((name) => !FORBIDDEN.includes(name));
  const json = fc.jsonValue({ maxDepth: 8, stringUnit: 'binary' });
  fc.assert(
    fc.property(fc.dictionary(names, json), (object) => {
      const text = JSON.stringify(object);
      fc.pre(!FORBIDDEN.some((name) => text.includes(name)));
      expect(parseJsonBytes(bytes(text))).toEqual(JSON.parse(text));
    }),
  );
});

test('a member that stands twice is refused wherever it stands and however it is written', () => {
  const texts = [
    '{"a":1,"a":1}',
    '{"a":1,"a":2}',
    '{"a":1,"b":2,"\\u0061":3}',
    '{"x":{"a":1,"a":2}}',
    '[{"b":[{"a":null,"a":null}]}]',
    '{"a":{"a":1},"a":":"}',
    '{"":1,"":2}',
  ];
  expect(texts.map((text) => parseJsonBytes(bytes(text)))).toEqual(texts.map(() => null));
  expect(texts.map((text) => parseJwsHeader(Buffer.from(text).toString('base64url')))).toEqual(
    texts.map(() => null),
  );
});

test('the same name in two objects, and colons in texts, are nothing special', () => {
  const text = '{"a":{"a":":"},"b":[{"a":"\\":{"},{"a":1}]}';
  expect(parseJsonBytes(bytes(text))).toEqual(JSON.parse(text));
});

test('what reaches a prototype, is too deep, has a byte order mark, is no UTF-8 or no JSON is refused', () => {
  const texts = [
    '{"__proto__":{"a":1}}',
    '{"a":{"constructor":1}}',
    `${'['.repeat(17)}${']'.repeat(17)}`,
    `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
    '\uFEFF{}',
    '',
    '{"a":1',
    '{a:1}',
  ];
  expect(texts.map((text) => parseJsonBytes(bytes(text)))).toEqual(texts.map(() => null));
  expect(parseJsonBytes(Uint8Array.of(0x22, 0xff, 0x22))).toBe(null);
});
