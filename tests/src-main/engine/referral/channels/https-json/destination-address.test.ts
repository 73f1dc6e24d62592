import { describe, expect, test } from 'vitest';
import { addressProblem } from '../../../../../../src-main/engine/referral/channels/https-json/destination-address.ts';

describe('the address of a destination', () => {
  test.each([
    'https://desk.example',
    'https://desk.example/',
    'https://desk.example/referrals',
    'https://desk.example/referrals/?desk=2',
    'https://desk.example:8443/referrals',
    'https://192.0.2.7/referrals',
    'https://[2001:db8::1]:8443/referrals',
    'https://xn--bcher-kva.example/referrals',
    'https://desk.example/a%20b',
    'https://desk.example/a@b?c=@',
  ])('%s is sent as it is written', (text) => {
    expect(addressProblem(text)).toBe(null);
  });

  test.each([
    'https://user:pw@desk.example/referrals',
    'https://user@desk.example/referrals',
    'https://:pw@desk.example/referrals',
    'https://@desk.example/referrals',
    'https://desk.example@evil.example/referrals',
    'https:\\\\user@desk.example/referrals',
    'HTTPS://user@desk.example/',
  ])('%s holds a name or password', (text) => {
    expect(addressProblem(text)).toEqual({ code: 'address-with-name' });
  });

  test.each(['https://desk.example/referrals#a', 'https://desk.example/#', 'https://desk.example#'])(
    '%s holds a fragment',
    (text) => {
      expect(addressProblem(text)).toEqual({ code: 'address-with-fragment' });
    },
  );

  test.each([
    ['https://desk.example:443/referrals', 'https://desk.example/referrals'],
    ['https://Desk.Example/referrals', 'https://desk.example/referrals'],
    ['https://bücher.example/referrals', 'https://xn--bcher-kva.example/referrals'],
    ['https://d\u0435sk.example/referrals', 'https://xn--dsk-rdd.example/referrals'],
    ['https://desk。example/referrals', 'https://desk.example/referrals'],
    ['https://desk.example/a/../referrals', 'https://desk.example/referrals'],
    ['https://desk.example/%2e/referrals', 'https://desk.example/referrals'],
    ['https://desk.example\\referrals', 'https://desk.example/referrals'],
    ['https://desk.example/refer\trals', 'https://desk.example/referrals'],
    [' https://desk.example/referrals', 'https://desk.example/referrals'],
    ['https://desk.example/a b', 'https://desk.example/a%20b'],
    ['https://desk.example/é', 'https://desk.example/%C3%A9'],
    ['https://desk.example/referrals?', 'https://desk.example/referrals'],
    ['https://desk.example/?', 'https://desk.example'],
    ['https:desk.example/referrals', 'https://desk.example/referrals'],
    ['https:///desk.example/referrals', 'https://desk.example/referrals'],
    ['https://0x7f.1/referrals', 'https://127.0.0.1/referrals'],
    ['https://2130706433/referrals', 'https://127.0.0.1/referrals'],
    ['https://[2001:0db8:0:0::1]/referrals', 'https://[2001:db8::1]/referrals'],
  ])('%j would be read as %s, and says so', (text, spelling) => {
    expect(addressProblem(text)).toEqual({ code: 'address-read-as', spelling });
  });

  test.each(['http://desk.example/', 'desk.example', 'https://', 'ftp://desk.example/', ''])(
    '%j is not an https address',
    (text) => {
      expect(addressProblem(text)).toEqual({ code: 'not-https' });
    },
  );
});
