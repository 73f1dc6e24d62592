import { describe, expect, test } from 'vitest';
import { Doorkeeper, type Knock } from '../../../src-main/host-loopback/doorkeeper.ts';

const HOST = '127.0.0.1:4711';
const ORIGIN = `http://${HOST}`;

function aKeeper(): { keeper: Doorkeeper; token: string } {
  const keeper = new Doorkeeper(4711);
  return { keeper, token: new URL(keeper.address).hash.replace('#token=', '') };
}

const knock = (change: Partial<Knock> = {}): Knock => ({
  host: HOST,
  origin: ORIGIN,
  protocols: undefined,
  fetchSite: 'same-origin',
  ...change,
});

const admitted = { admitted: true };
const refused = (status: number, why: string) => ({ admitted: false, status, why });

describe('the doorkeeper', () => {
  test('puts the token where a browser never sends it', () => {
    const { keeper, token } = aKeeper();
    expect(keeper.address).toBe(`${ORIGIN}/#token=${token}`);
    expect(token).toMatch(/^[0-9a-f]{64}$/);
  });

  test('makes other secrets each time', () => {
    const [one, other] = [aKeeper(), aKeeper()];
    expect(one.token).not.toBe(other.token);
    expect(one.keeper.exchange(other.token)).toBe(null);
  });

  test('gives a session for the token once', () => {
    const { keeper, token } = aKeeper();
    const wrong = [
      keeper.exchange(''),
      keeper.exchange(token.slice(1)),
      keeper.exchange(`${token.toUpperCase()}x`),
    ];
    const first = keeper.exchange(token);
    expect({ wrong, first, again: keeper.exchange(token) }).toEqual({
      wrong: [null, null, null],
      first: expect.stringMatching(/^[0-9a-f]{64}$/),
      again: null,
    });
  });

  test('lets a socket in with the session alone among any number of protocols', () => {
    const { keeper, token } = aKeeper();
    const session = keeper.exchange(token)!;
    const judge = (protocols: string | undefined) => keeper.admitSocket(knock({ protocols }));
    expect([
      judge(`hashline, session.${session}`),
      judge(`session.${session}`),
      judge(undefined),
      judge(''),
      judge('hashline'),
      judge('hashline, session.'),
      judge(`hashline, ${session}`),
      judge(`hashline, session.${session.slice(0, -1)}`),
      judge(`hashline, session.${session}0`),
      judge(`hashline, session.${token}`),
    ]).toEqual([admitted, admitted, ...Array(8).fill(refused(401, 'no session'))]);
  });

  test.each<[string, Partial<Knock>, string]>([
    ['a name that was rebound to this machine', { host: 'evil.example:4711' }, 'wrong host'],
    ['localhost, which is another origin', { host: 'localhost:4711' }, 'wrong host'],
    ['another port', { host: '127.0.0.1:4712' }, 'wrong host'],
    ['no host, or two', { host: undefined }, 'wrong host'],
    ['another origin', { origin: 'https://evil.example' }, 'wrong origin'],
    ['an origin of another port', { origin: 'http://127.0.0.1:4712' }, 'wrong origin'],
    ['the origin of a sandboxed frame or a file', { origin: 'null' }, 'wrong origin'],
    ['a fetch by another site', { fetchSite: 'cross-site' }, 'asked for by another site'],
    ['a fetch by another port of this machine', { fetchSite: 'same-site' }, 'asked for by another site'],
  ])('turns away %s at every door', (_what, change, why) => {
    const { keeper, token } = aKeeper();
    const protocols = `hashline, session.${keeper.exchange(token)}`;
    const answer = refused(403, why);
    const caller = knock({ protocols, ...change });
    expect([keeper.admitFile(caller), keeper.admitExchange(caller), keeper.admitSocket(caller)]).toEqual([
      answer,
      answer,
      answer,
    ]);
  });

  test('serves files to a typed address, which has no origin, and nothing else without one', () => {
    const { keeper, token } = aKeeper();
    const protocols = `hashline, session.${keeper.exchange(token)}`;
    const caller = knock({ protocols, origin: undefined, fetchSite: 'none' });
    expect([keeper.admitFile(caller), keeper.admitExchange(caller), keeper.admitSocket(caller)]).toEqual([
      admitted,
      refused(403, 'no origin'),
      refused(403, 'no origin'),
    ]);
  });

  test('lets a window in that a file leads here, at an address that cannot be guessed, once and under the right name', () => {
    const { keeper } = aKeeper();
    const { pathname, hash } = new URL(keeper.entrance);
    const caller = knock({ origin: undefined, fetchSite: 'cross-site' });
    expect({
      hash,
      paths: [pathname, '/', `${pathname}0`, pathname.slice(0, -1)].map((path) => keeper.isEntrance(path)),
      rebound: keeper.admitEntrance({ ...caller, host: 'evil.example:4711' }),
      first: keeper.admitEntrance(caller),
      second: keeper.admitEntrance(caller),
    }).toEqual({
      hash: new URL(keeper.address).hash,
      paths: [true, false, false, false],
      rebound: refused(403, 'wrong host'),
      first: admitted,
      second: refused(403, 'entered before'),
    });
  });
});
