import { describe, expect, it } from 'vitest';
import { defangLink, readLink } from '../../../shared/domain/link.ts';

const identityOf = (text: string): string | null => readLink(text)?.identity ?? null;
const HASH = 'e330ccb17b3f6f8b137ddda52a76d045cc89778f';
const BASE32 = '4MYMZML3H5XYWE353WSSU5WQIXGIS54P';

describe('readLink', () => {
  it.each([
    [
      `magnet:?xt=urn:btih:${HASH}&dn=a`,
      `MAGNET:?dn=b&tr=udp%3A%2F%2Ft.example&xt=urn:btih:${HASH.toUpperCase()}`,
    ],
    [`magnet:?xt=urn:btih:${HASH}`, `magnet[:]?xt.1=urn%3Abtih%3A${BASE32}`],
    ['magnet:?xt=urn:sha1:AAAA&xt=urn:ed2k:bb', 'magnet:?xt=urn:ed2k:BB&xt=urn:sha1:aaaa'],
    [
      'ed2k://|file|one name.bin|1024|b61672223b30c09cba517366cdcf1ba1|/',
      'ed2k://|file|another%20name.bin|1024|B61672223B30C09CBA517366CDCF1BA1|h=ABC|/',
    ],
    ['ipfs://bafybeiz35dc36ldz7dtq2iu7/a', 'ipfs://BAFYBEIZ35DC36LDZ7DTQ2IU7/a'],
    ['tg://resolve?domain=Synthetic_Channel&post=1', 'tg://resolve?post=1&domain=synthetic_channel'],
  ])('reads %j and %j as one subject', (one, other) => {
    expect(identityOf(one)).not.toBeNull();
    expect(identityOf(one)).toBe(identityOf(other));
  });

  it.each([
    [
      'ipfs://QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWKPbdG',
      'ipfs://QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWKPbdg',
    ],
    ['tg://join?invite=AbC', 'tg://join?invite=aBc'],
    [
      'ed2k://|file|a|1|b61672223b30c09cba517366cdcf1ba1|/',
      'ed2k://|file|a|1|b61672223b30c09cba517366cdcf1ba2|/',
    ],
  ])('keeps %j and %j apart', (one, other) => {
    expect(identityOf(one)).not.toBe(identityOf(other));
  });

  it.each([
    'whatsapp://send?phone=32000000000',
    'discord://discord.example/channels/1',
    'skype:some.name?chat',
  ])('takes %j', (text) => expect(identityOf(text)).toBe(text.replace('://', ':')));

  it.each([
    'https://t.me/name',
    'javascript:alert(1)',
    'data:text/plain,x',
    'mailto:a@b.example',
    'C:\\folder',
    'note: something',
    'magnet:',
    'tg://',
    'site.example',
  ])('reads none in %j', (text) => expect(readLink(text)).toBeNull());
});

it('a link is shown so that no program makes one of it', () => {
  expect(defangLink('tg://resolve?domain=x')).toBe('tg[:]//resolve?domain=x');
});
