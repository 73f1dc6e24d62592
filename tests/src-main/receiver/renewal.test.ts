import { X509Certificate } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ReferralId } from '../../../shared/domain/ids.ts';
import {
  generateHotlineKey,
  type HotlineKey,
  signReferral,
  signStatusRequest,
} from '../../../src-main/exchange/hotline-signature.ts';
import type { NetworkTls } from '../../../src-main/ports/network.ts';
import { makeCertificates } from '../../../src-main/receiver/certificates.ts';
import { addTakedown } from '../../../src-main/receiver/takedown-log.ts';
import { refer, sendAll, sendOnce, sendTo, storedAt } from '../../support/a-referring-vault.ts';
import { aVault } from '../../support/a-vault.ts';
import { clientWithoutName } from '../../support/certificate-with-key.ts';
import type { RunningDesk } from './a-desk.ts';
import { aDesk, deliver, fetchTakedown, tlsOf } from './a-desk.ts';
import { aReferral } from './a-referral.ts';

const KEY = await generateHotlineKey();
const exchangeOf = ({ network }: RunningDesk) => ({ network, timeoutMs: 5000, nowMs: Date.now });

/** Sends and asks as somebody with this certificate and this signing key. */
const as = (desk: RunningDesk, tls: NetworkTls, key: HotlineKey = KEY) => ({
  send: (number = 1) => deliver(aReferral(number), { ...tls, url: desk.receiver.url }, key, exchangeOf(desk)),
  ask: (number = 1) =>
    fetchTakedown(aReferral(number), { ...tls, url: desk.receiver.url }, key, exchangeOf(desk)),
});

/** New certificates of the desk's authority under the old names, as when the old ones expire. */
async function renewed(desk: RunningDesk, ...names: ('hotline' | 'server' | 'receipt')[]) {
  const { dir } = desk.receiver.certificates;
  for (const name of names) {
    await rm(join(dir, `${name}.pem`));
    await rm(join(dir, `${name}.key`));
  }
  return makeCertificates({ dir });
}

const ofHotline = async (desk: RunningDesk, hotline: string): Promise<NetworkTls> =>
  tlsOf(await makeCertificates({ dir: desk.receiver.certificates.dir, hotline }));

const pinsOf = async ({ dir }: RunningDesk): Promise<string[]> =>
  Object.keys(JSON.parse(await readFile(join(dir, 'hotlines.json'), 'utf8')));

describe('a renewed client certificate', () => {
  test('with the same signing key is the same hotline: the same receipt, and what became of its referrals', async () => {
    await using desk = await aDesk();
    const first = await as(desk, desk.tls).send();
    const tls = tlsOf(await renewed(desk, 'hotline'));
    expect(new X509Certificate(tls.cert).fingerprint256).not.toBe(
      new X509Certificate(desk.tls.cert).fingerprint256,
    );
    const event = { status: 'acknowledged', at: '2026-11-22T09:00:00.000Z' } as const;
    await addTakedown(desk.dir, aReferral(1).referral, event);
    const under = as(desk, tls);
    const asked = await under.ask();
    expect(first.type).toBe('delivered');
    expect(await under.send()).toEqual(first);
    expect(asked).toMatchObject({ type: 'report', report: { events: [event] } });
    expect((await under.send(2)).type).toBe('delivered');
    expect(await pinsOf(desk)).toEqual(['CN=hotline']);
  });

  test('may bear another name: the key is proved with each request', async () => {
    await using desk = await aDesk();
    const first = await as(desk, desk.tls).send();
    const under = as(desk, await ofHotline(desk, 'hotline-renamed'));
    expect(await under.ask()).toMatchObject({ type: 'report' });
    expect(await under.send()).toEqual(first);
    expect(await pinsOf(desk)).toEqual(['CN=hotline', 'CN=hotline-renamed']);
  });
});

describe('a client of the desk’s authority without the hotline’s signing key', () => {
  const REFUSED =
    'the destination answered 403 other-hotline-key: the name in this client certificate is known with another signing key';

  test('can neither refer nor ask with the hotline’s own certificate, old or renewed', async () => {
    await using desk = await aDesk();
    await as(desk, desk.tls).send();
    const other = await generateHotlineKey();
    for (const tls of [desk.tls, tlsOf(await renewed(desk, 'hotline'))]) {
      const thief = as(desk, tls, other);
      expect([await thief.send(1), await thief.send(2), await thief.ask()]).toEqual([
        { type: 'stuck', reason: REFUSED },
        { type: 'stuck', reason: REFUSED },
        { type: 'failed', reason: REFUSED, retryAfterMs: null },
      ]);
    }
    expect([desk.receiver.size(), await pinsOf(desk)]).toEqual([1, ['CN=hotline']]);
  });

  test('hears of another hotline’s referral what is said of one that is not there', async () => {
    await using desk = await aDesk();
    await as(desk, desk.tls).send();
    const tls = await ofHotline(desk, 'second');
    const key = await generateHotlineKey();
    const second = as(desk, tls, key);
    expect((await second.send(2)).type).toBe('delivered');
    const answerTo = async (number: number) => {
      const { referral } = aReferral(number);
      const { status, body } = await desk.network.request({
        method: 'GET',
        url: `${desk.receiver.url}/${referral}/status`,
        headers: {
          'hashline-signature': await signStatusRequest(referral, key, new X509Certificate(tls.cert)),
        },
        body: null,
        tls,
        timeoutMs: 5000,
      });
      return [status, new TextDecoder().decode(body)];
    };
    const theirs = await answerTo(1);
    expect(theirs).toEqual([404, '{"error":"not-found","detail":"no referral of yours has this id"}']);
    expect(await answerTo(404)).toEqual(theirs);
    expect((await answerTo(2))[0]).toBe(200);
  });

  test('ends no referral by being first with its id: the hotline’s own is parked', async () => {
    await using desk = await aDesk();
    const second = as(desk, await ofHotline(desk, 'second'), await generateHotlineKey());
    expect((await second.send(1)).type).toBe('delivered');
    expect(await as(desk, desk.tls).send(1)).toEqual({
      type: 'stuck',
      reason: 'the destination answered 409 referral-of-another: a referral of another hotline has this id',
    });
  });

  test('gets nothing for the hotline’s own signed requests, and takes no name with them', async () => {
    await using desk = await aDesk();
    await as(desk, desk.tls).send();
    const tls = await ofHotline(desk, 'second');
    const own = new X509Certificate(desk.tls.cert);
    const { referral, body, idempotencyKey } = aReferral(1);
    const replay = async (method: 'GET' | 'POST', signature: string | null) => {
      const reply = await desk.network.request({
        method,
        url: method === 'GET' ? `${desk.receiver.url}/${referral}/status` : desk.receiver.url,
        headers: {
          'content-type': 'application/json',
          'idempotency-key': idempotencyKey,
          ...(signature === null ? {} : { 'hashline-signature': signature }),
        },
        body: method === 'GET' ? null : body,
        tls,
        timeoutMs: 5000,
      });
      return `${reply.status} ${new TextDecoder().decode(reply.body)}`;
    };
    const refused = (problem: string) =>
      `401 {"error":"bad-signature","detail":"the signature does not hold: ${problem}"}`;
    const question = await signStatusRequest(referral, KEY, own);
    expect([
      await replay('POST', await signReferral(body, KEY, own)),
      await replay('GET', question),
      await replay('GET', await signReferral(body, KEY, own)),
      await replay('GET', null),
    ]).toEqual([
      refused('other-certificate'),
      refused('other-certificate'),
      refused('wrong-header'),
      refused('not-a-detached-jws'),
    ]);
    expect(await pinsOf(desk)).toEqual(['CN=hotline']);
  });

  test('can take a name that no referral came under yet; the hotline’s referral then waits until the desk gives it back', async () => {
    await using desk = await aDesk();
    const hotline = as(desk, desk.tls);
    await as(desk, desk.tls, await generateHotlineKey()).send(2);
    expect(await hotline.send(1)).toEqual({ type: 'stuck', reason: REFUSED });
    await rm(join(desk.dir, 'hotlines.json'));
    await using again = await aDesk({ dir: desk.dir });
    const back = as(again, again.tls);
    expect([(await back.send(1)).type, (await back.ask(2)).type]).toEqual(['delivered', 'unproven']);
  });

  test('with a request that was signed for the copied certificate repeats that request, and nothing else', async () => {
    await using desk = await aDesk();
    const { tls } = desk;
    await as(desk, tls).send(1);
    await as(desk, tls).send(2);
    const question = await signStatusRequest(aReferral(1).referral, KEY, new X509Certificate(tls.cert));
    const repeat = async (number: number) => {
      const url = `${desk.receiver.url}/${aReferral(number).referral}/status`;
      const headers = { 'hashline-signature': question };
      const asked = { method: 'GET' as const, url, headers, body: null, tls, timeoutMs: 5000 };
      return (await desk.network.request(asked)).status;
    };
    expect([await repeat(1), await repeat(2)]).toEqual([200, 401]);
  });

  test('is refused where its certificate has no subject', async () => {
    await using desk = await aDesk();
    const { ca, dir } = desk.receiver.certificates;
    const unnamed = await clientWithoutName({ cert: ca, key: await readFile(join(dir, 'ca.key'), 'utf8') });
    const nobody = as(desk, { ca, ...unnamed });
    const reason = 'the destination answered 403 unnamed-certificate: this client certificate names nobody';
    expect([await nobody.send(), await nobody.ask()]).toEqual([
      { type: 'stuck', reason },
      { type: 'failed', reason, retryAfterMs: null },
    ]);
    expect(desk.receiver.size()).toBe(0);
  });
});

/** Two draws for each referral: whether the desk fails, and whether it stores and hangs up. */
const hangsUpAtSecond = () => {
  const draws = [0.9, 0.9, 0.9, 0.1];
  return { fail: { dropAfterAcceptRate: 0.5 }, random: () => draws.shift() ?? 0.9 };
};

test('all certificates are renewed while referrals are under way: each arrives once, and the desk is asked on', async () => {
  await using before = await aDesk(hangsUpAtSecond());
  using vault = await aVault();
  await sendTo(vault, 'police', before);
  const referred = [await refer(vault, 'earlier'), await refer(vault, 'cut-off')];
  expect(await sendOnce(vault)).toEqual({ delivered: 1, retrying: 1, refused: 0, parked: 0 });

  const { port } = before.receiver;
  await before.receiver.close();
  const certificates = await renewed(before, 'server', 'receipt', 'hotline');
  await using after = await aDesk({ dir: before.dir, port, certificates, ...hangsUpAtSecond() });
  // The desk's side is renewed first: the hotline still comes with its old certificate.
  referred.push(await refer(vault, 'cut-off-again'));
  vault.clock.advance(900_000);
  expect(await sendOnce(vault)).toEqual({ delivered: 1, retrying: 1, refused: 0, parked: 0 });
  await sendTo(vault, 'police', after);
  referred.push(await refer(vault, 'later'));
  vault.clock.advance(900_000);
  expect(await sendAll(vault)).toEqual({ delivered: 2, retrying: 0, refused: 0, parked: 0 });

  expect((await storedAt(after.dir)).map(({ body }) => body.subject.case)).toEqual(
    referred.map((one) => one.case),
  );
  for (const { referrals } of referred) {
    const at = new Date(vault.clock.nowMs()).toISOString();
    await addTakedown(after.dir, ReferralId.parse(referrals[0]!.id), { status: 'acknowledged', at });
  }
  expect(await vault.client.referral.refreshTakedowns()).toMatchObject({ asked: 4, events: 4, refused: 0 });
  expect([before, after].map(({ events }) => events.map(({ type }) => type))).toEqual([
    ['stored', 'dropped'],
    ['repeated', 'dropped', 'repeated', 'stored', ...Array(4).fill('status-told')],
  ]);
});
