import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rangeHolds, readRegistryAnswer } from '../../../shared/domain/registry-answer.ts';

const rdap = (members: Record<string, unknown> = {}): string =>
  JSON.stringify({
    objectClassName: 'ip network',
    handle: '192.0.2.0 - 192.0.2.255',
    startAddress: '192.0.2.0',
    endAddress: '192.0.2.255',
    name: 'EXAMPLE-NET',
    country: 'NL',
    port43: 'whois.registry.example',
    events: [
      { eventAction: 'registration', eventDate: '2019-01-01T00:00:00Z' },
      { eventAction: 'last changed', eventDate: '2025-06-01T10:00:00Z' },
    ],
    ...members,
  });
const holder = {
  objectClassName: 'entity',
  vcardArray: ['vcard', [['adr', {}, 'text', ['', '', '1 Street', 'Town', '', '', 'US']]]],
};

const WHOIS = `% This is a synthetic answer.

inetnum:        198.51.100.0 - 198.51.100.255
netname:        EXAMPLE-NET
country:        BE # as it is written
created:        2019-01-01T00:00:00Z
last-modified:  2025-06-01T10:00:00Z
source:         EXAMPLE

person:         A Person
country:        FR
`;
const problemOf = (pasted: string) => {
  const read = readRegistryAnswer(pasted);
  return 'problem' in read ? read.problem : read;
};

describe('a registry’s answer', () => {
  test('in RDAP says country, network, addresses, registry and the day it was changed', () => {
    expect(readRegistryAnswer(rdap())).toEqual({
      form: 'rdap',
      country: 'NL',
      name: 'EXAMPLE-NET',
      handle: '192.0.2.0 - 192.0.2.255',
      range: { first: '192.0.2.0', last: '192.0.2.255' },
      registry: 'whois.registry.example',
      changedAt: '2025-06-01T10:00:00.000Z',
      changedAsWritten: '2025-06-01T10:00:00Z',
    });
  });

  test('in whois says the same, whatever line ends it has, and takes no person’s country', () => {
    const read = {
      form: 'whois',
      country: 'BE',
      name: 'EXAMPLE-NET',
      handle: null,
      range: { first: '198.51.100.0', last: '198.51.100.255' },
      registry: 'EXAMPLE',
      changedAt: '2025-06-01T10:00:00.000Z',
      changedAsWritten: '2025-06-01T10:00:00Z',
    };
    expect([
      readRegistryAnswer(WHOIS),
      readRegistryAnswer(`\ufeff${WHOIS.replaceAll('\n', '\r\n')}`),
    ]).toEqual([read, read]);
  });

  test('of an IPv6 network is read, and a date with two readings is kept as written', () => {
    const answer = 'inet6num: 2001:db8::/32\ncountry: de\nchanged: 02/03/2025\n';
    expect(readRegistryAnswer(answer)).toMatchObject({
      country: 'DE',
      range: { network: '2001:db8::/32' },
      registry: null,
      changedAt: null,
      changedAsWritten: '02/03/2025',
    });
  });

  test('that names two countries says which and where, and one that names one twice has it', () => {
    const twice = (country: string) => WHOIS.replace('created:', `country: ${country}\ncreated:`);
    expect(problemOf(twice('FR'))).toEqual({
      code: 'several-countries',
      places: [
        { text: 'BE', at: 'line 5' },
        { text: 'FR', at: 'line 6' },
      ],
    });
    expect(readRegistryAnswer(twice('be'))).toMatchObject({ country: 'BE' });
  });

  test('whose only country is its holder’s is not taken for the network’s', () => {
    expect(problemOf(rdap({ country: undefined, entities: [{ entities: [holder] }] }))).toEqual({
      code: 'country-of-holder-only',
      places: [{ text: 'US', at: 'entities.0.entities.0.vcardArray' }],
    });
    const arin = '# ARIN WHOIS data\n\nNetRange: 192.0.2.0 - 192.0.2.255\n\nOrgName: Example\nCountry: US\n';
    expect(problemOf(arin)).toEqual({
      code: 'country-of-holder-only',
      places: [{ text: 'US', at: 'line 6' }],
    });
    expect(
      readRegistryAnswer(arin.replace('\n\nOrg', '\nCountry: CA\nUpdated: 2024-02-03\n\nOrg')),
    ).toMatchObject({ country: 'CA', registry: 'ARIN', changedAt: '2024-02-03T00:00:00.000Z' });
  });

  test.each([
    ['', { code: 'empty' }],
    [' \n ', { code: 'empty' }],
    ['x'.repeat(1_000_001), { code: 'too-long' }],
    ['Hello.', { code: 'not-an-answer' }],
    ['{}', { code: 'not-an-answer' }],
    ['[]', { code: 'not-an-answer' }],
    ['{\n"a": 1,\n"b" 2}', { code: 'bad-json', at: 'line 3' }],
    ['{\n"a": 1,\n', { code: 'bad-json', at: 'line 3' }],
    ['{"errorCode":404,"title":"Not Found"}', { code: 'registry-refused', text: '404 Not Found' }],
    [
      '% Remark\n\n%ERROR:101: no entries found',
      { code: 'registry-refused', text: 'ERROR:101: no entries found' },
    ],
    ['{"objectClassName":"domain"}', { code: 'no-network', kind: 'domain' }],
    ['domain: one.example\ncountry: NL\n', { code: 'no-network', kind: 'domain' }],
    [rdap({ country: undefined }), { code: 'no-country' }],
    [rdap({ country: 'EU' }), { code: 'not-a-country', places: [{ text: 'EU', at: 'country' }] }],
    [rdap({ endAddress: undefined }), { code: 'bad-range', places: [{ text: '', at: 'endAddress' }] }],
    [
      rdap({ endAddress: '192.0.1.0' }),
      { code: 'bad-range', places: [{ text: '192.0.2.0 - 192.0.1.0', at: 'startAddress' }] },
    ],
    [
      'inetnum: 192.0.2/24\ncountry: NL',
      { code: 'bad-range', places: [{ text: '192.0.2/24', at: 'line 1' }] },
    ],
    [
      `${WHOIS}\ninetnum: 192.0.2.0/24\ncountry: BE\n`,
      {
        code: 'several-networks',
        places: [
          { text: '198.51.100.0 - 198.51.100.255', at: 'line 3' },
          { text: '192.0.2.0/24', at: 'line 13' },
        ],
      },
    ],
  ])('that cannot be relied on is told with its place: %j', (pasted, problem) => {
    expect(problemOf(pasted)).toEqual(problem);
  });

  test('of any text ends in an answer or a problem', () => {
    const piece = fc.oneof(
      fc.constantFrom('inetnum: 192.0.2.0/24', 'country: NL', 'country:', '', '{', '%', rdap()),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const read = readRegistryAnswer(pieces.join('\n'));
        expect('problem' in read || /^[A-Z]{2}$/.test(read.country)).toBe(true);
      }),
    );
  });
});

describe('the addresses of an answer', () => {
  const range = { first: '192.0.2.0', last: '192.0.2.127' };

  test('hold those in between, also written in IPv6, and no other', () => {
    const held = [
      '192.0.2.0',
      '192.0.2.127',
      '::ffff:192.0.2.5',
      '192.0.2.128',
      '::c000:201',
      'site.example',
    ];
    expect(held.map((address) => rangeHolds(range, address))).toEqual([true, true, true, false, false, null]);
    const v6 = { network: '2001:db8::/32' };
    expect([rangeHolds(v6, '2001:db8::1'), rangeHolds(v6, '192.0.2.1')]).toEqual([true, false]);
  });
});
