import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  asnIn,
  type Contact,
  type ContactScope,
  contactFor,
  plainScopeValue,
} from '../../../shared/domain/contact.ts';
import { isWithin, readIp, readNetwork } from '../../../shared/domain/ip-network.ts';
import { plainDomain, plainMailAddress } from '../../../shared/domain/mail-address.ts';
import { aContact } from '../../support/a-contact.ts';

const of = (scope: ContactScope, value: string): Contact =>
  aContact({ scope, value, address: `${scope}@provider.example`, name: value });

describe('the contact for a subject', () => {
  const book = [
    of('country', 'BE'),
    of('asn', '64496'),
    of('network', '192.0.2.0/24'),
    of('network', '192.0.2.128/25'),
    of('network', '2001:db8::/32'),
    of('domain', 'host.example'),
    of('domain', 'shop.host.example'),
  ];
  const whole = { host: 'a.shop.host.example', ip: '192.0.2.200', asn: 64_496, country: 'BE' };

  test.each([
    [whole, 'shop.host.example'],
    [{ ...whole, host: 'b.host.example' }, 'host.example'],
    [{ ...whole, host: 'nothost.example' }, '192.0.2.128/25'],
    [{ ...whole, host: null }, '192.0.2.128/25'],
    [{ ...whole, host: null, ip: '192.0.2.1' }, '192.0.2.0/24'],
    [{ ...whole, host: null, ip: '::ffff:192.0.2.1' }, '192.0.2.0/24'],
    [{ ...whole, host: null, ip: '2001:db8:0:1::5' }, '2001:db8::/32'],
    [{ ...whole, host: null, ip: '198.51.100.1' }, '64496'],
    [{ ...whole, host: null, ip: null, asn: 64_497 }, 'BE'],
    [{ host: null, ip: null, asn: null, country: 'NL' }, null],
    [{ host: null, ip: null, asn: null, country: null }, null],
  ])('of %o is the most specific one: %s', (subject, value) => {
    expect(contactFor(book, subject)?.value ?? null).toBe(value);
  });

  test('does not depend on the order of the book', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(book, { minLength: book.length }), (shuffled) => {
        expect(contactFor(shuffled, whole)?.value).toBe('shop.host.example');
        expect(contactFor(shuffled, { ...whole, host: null })?.value).toBe('192.0.2.128/25');
      }),
    );
  });
});

describe('what a contact is for', () => {
  test.each<[ContactScope, string, string | null]>([
    ['domain', 'Bücher.Example.', 'xn--bcher-kva.example'],
    ['domain', 'example', null],
    ['domain', '192.0.2.1', null],
    ['domain', 'a b.example', null],
    ['network', '192.0.2.0/24', '192.0.2.0/24'],
    ['network', '192.0.2.1/24', null],
    ['network', '192.0.2.1', '192.0.2.1'],
    ['network', '0192.0.2.0/24', null],
    ['network', '2001:DB8::/32', '2001:db8::/32'],
    ['network', '2001:db8::1/32', null],
    ['network', '2001:db8::/129', null],
    ['asn', 'as64496', '64496'],
    ['asn', '0', null],
    ['asn', '4294967296', null],
    ['country', 'uk', 'GB'],
    ['country', 'QQ', null],
  ])('%s %s is kept as %s', (scope, written, kept) => {
    const read = plainScopeValue(scope, written);
    expect(typeof read === 'string' ? read : null).toBe(kept);
  });
});

test.each([
  ['abuse@Provider.EXAMPLE', 'abuse@provider.example'],
  ['first.last+tag@bücher.example', 'first.last+tag@xn--bcher-kva.example'],
  ['müller@host.example', null],
  ['a b@host.example', null],
  ['abuse@host.example\r\nBcc: x@y.example', null],
  ['abuse@localhost', null],
  ['abuse@[192.0.2.1]', null],
  ['"quoted"@host.example', null],
  ['a..b@host.example', null],
  ['host.example', null],
  [`${'a'.repeat(65)}@host.example`, null],
])('the mail address %j becomes %j', (written, kept) => {
  expect(plainMailAddress(written)).toBe(kept);
});

test('a domain that was read once is read the same again', () => {
  fc.assert(
    fc.property(fc.domain(), (domain) => {
      const once = plainDomain(domain);
      expect(once === null ? null : plainDomain(once)).toBe(once);
    }),
  );
});

test('an address is in a network exactly where their leading bits agree', () => {
  const bits = (text: string) => readIp(text)!.bits;
  fc.assert(
    fc.property(fc.ipV4(), fc.ipV4(), fc.integer({ min: 0, max: 32 }), (address, other, prefix) => {
      const rest = BigInt(32 - prefix);
      const base = (bits(other) >> rest) << rest;
      const text = [24n, 16n, 8n, 0n].map((shift) => (base >> shift) & 255n).join('.');
      const network = readNetwork(`${text}/${prefix}`)!;
      expect(isWithin(readIp(address)!, network)).toBe(bits(address) >> rest === base >> rest);
    }),
  );
});

test.each([
  ['::', 0n],
  ['::1', 1n],
  ['1::', 1n << 112n],
  ['2001:db8::ff00:42:8329', 0x20010db8000000000000ff0000428329n],
  ['64:ff9b::192.0.2.1', (0x64n << 112n) | (0xff9bn << 96n) | 0xc0000201n],
])('the address %s is read', (text, bits) => {
  expect(readIp(text)).toEqual({ version: 6, bits });
});

test.each([
  '1::2::3',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  '1:2:3:4:5:6:7::8:9',
  'g::',
  '12345::',
  '1.2.3',
  '1.2.3.256',
  '',
])('the text %j is no address', (text) => {
  expect(readIp(text)).toBe(null);
});

test.each([
  ['AS64496 Example', 64_496],
  ['as 64496', 64_496],
  ['Example AS64496', null],
  ['AS0', null],
  [null, null],
])('a report that says %j names the autonomous system %j', (text, number) => {
  expect(asnIn(text)).toBe(number);
});
