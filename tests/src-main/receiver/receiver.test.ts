import { X509Certificate } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConnectionOptions } from 'node:tls';
import { connect } from 'node:tls';
import { decodeJwt } from 'jose';
import { describe, expect, test } from 'vitest';
import { ReferralId } from '../../../shared/domain/ids.ts';
import type { FrozenReferral } from '../../../src-main/engine/referral/channels/channel.ts';
import type { HotlineKey } from '../../../src-main/exchange/hotline-signature.ts';
import { generateHotlineKey, signReferral } from '../../../src-main/exchange/hotline-signature.ts';
import { sha256Hex } from '../../../src-main/exchange/sha256-hex.ts';
import { makeCertificates } from '../../../src-main/receiver/certificates.ts';
import { addTakedown } from '../../../src-main/receiver/takedown-log.ts';
import type { RunningDesk } from './a-desk.ts';
import { aDesk, aFolder, deliver, fetchTakedown, tlsOf } from './a-desk.ts';
import { anId, aReferral, frozen } from './a-referral.ts';

// The desk's certificates are made while the test runs and must be valid at the moment it lives in.
const NOW_MS = Date.now();
const KEY = await generateHotlineKey();
const exchangeOf = (desk: RunningDesk) => ({ network: desk.network, timeoutMs: 5000, nowMs: () => NOW_MS });
const send = (desk: RunningDesk, referral: FrozenReferral, key: HotlineKey = KEY) =>
  deliver(referral, desk.settings, key, exchangeOf(desk));

/** Posts anything, and answers what the desk says in JSON. */
async function post(desk: RunningDesk, change: { headers?: Record<string, string>; body?: Uint8Array }) {
  const referral = aReferral();
  const certificate = new X509Certificate(desk.tls.cert);
  const reply = await desk.network.request({
    method: 'POST',
    url: desk.settings.url,
    headers: {
      'content-type': 'application/json',
      'idempotency-key': referral.idempotencyKey,
      'hashline-signature': await signReferral(change.body ?? referral.body, KEY, certificate),
      ...change.headers,
    },
    body: change.body ?? referral.body,
    tls: desk.tls,
    timeoutMs: 5000,
  });
  const text = new TextDecoder().decode(reply.body);
  // A refusal for good is signed: what it says stands in the middle of the JWS.
  const said = reply.headers['content-type'] === 'application/jose' ? decodeJwt(text) : JSON.parse(text);
  return { status: reply.status, ...said };
}

describe('receiving desk', () => {
  test('a referral is stored with its exact bytes and answered with a receipt that holds', async () => {
    await using desk = await aDesk({ nowMs: () => NOW_MS });
    const referral = aReferral();
    const outcome = await send(desk, referral);
    const files = await readdir(join(desk.dir, 'referrals'));
    const path = join(desk.dir, 'referrals', `${referral.referral}.json`);
    const record = JSON.parse(await readFile(path, 'utf8'));
    expect(files).toEqual([`${referral.referral}.json`]);
    expect(outcome).toEqual({
      type: 'delivered',
      evidence: {
        type: 'receipt',
        receipt: {
          format: 'hashline-receipt/1',
          referral: referral.referral,
          idempotencyKey: referral.idempotencyKey,
          bodySha256: record.bodySha256,
          receivedAt: new Date(NOW_MS).toISOString(),
          receiver: 'Example Desk',
          reference: '2026/000001',
        },
        jws: record.receipt,
      },
    });
    expect(new TextEncoder().encode(record.body)).toEqual(referral.body);
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('the same bytes under the same key get the very same receipt again', async () => {
    await using desk = await aDesk({ nowMs: () => NOW_MS });
    const first = await send(desk, aReferral());
    const second = await send(desk, aReferral());
    expect(second).toEqual(first);
    expect(desk.events.map((event) => event.type)).toEqual(['stored', 'repeated']);
  });

  test('twenty copies that arrive together are stored once', async () => {
    await using desk = await aDesk({ nowMs: () => NOW_MS });
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => send(desk, aReferral())));
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
    expect(desk.events.map((event) => event.type).sort()).toEqual([...Array(19).fill('repeated'), 'stored']);
  });

  test('the same key with other bytes is refused', async () => {
    await using desk = await aDesk({ nowMs: () => NOW_MS });
    await send(desk, aReferral(1));
    const other = await send(desk, { ...aReferral(2), idempotencyKey: aReferral(1).idempotencyKey });
    expect(other).toEqual({
      type: 'refused',
      reason:
        'the destination answered 409 key-reused: this idempotency key came with another body before (signed by Example Desk)',
      refusal: {
        format: 'hashline-refusal/1',
        idempotencyKey: aReferral(1).idempotencyKey,
        bodySha256: sha256Hex(aReferral(2).body),
        refusedAt: new Date(NOW_MS).toISOString(),
        receiver: 'Example Desk',
        error: 'key-reused',
        detail: 'this idempotency key came with another body before',
      },
      refusalJws: expect.any(String),
    });
  });

  test('a hotline that comes with another signing key is turned away unsigned, and with its own key is not', async () => {
    await using desk = await aDesk({ nowMs: () => NOW_MS });
    await send(desk, aReferral(1));
    const stranger = await send(desk, aReferral(2), await generateHotlineKey());
    expect(stranger).toEqual({
      type: 'stuck',
      reason:
        'the destination answered 403 other-hotline-key: the name in this client certificate is known with another signing key',
    });
    expect((await send(desk, aReferral(2))).type).toBe('delivered');
  });

  test('two hotlines have keys and referrals of their own', async () => {
    await using desk = await aDesk({ nowMs: () => NOW_MS });
    const { dir } = desk.receiver.certificates;
    const second = {
      url: desk.receiver.url,
      ...tlsOf(await makeCertificates({ dir, hotline: 'second' })),
    };
    const secondKey = await generateHotlineKey();
    await send(desk, aReferral(1));
    const sameKey = { ...aReferral(2), idempotencyKey: aReferral(1).idempotencyKey };
    const delivered = await deliver(sameKey, second, secondKey, exchangeOf(desk));
    const theirs = await fetchTakedown(aReferral(1), second, secondKey, exchangeOf(desk));
    const squatted = await deliver(aReferral(1), second, secondKey, exchangeOf(desk));
    expect([delivered.type, theirs.type, squatted.type]).toEqual(['delivered', 'unproven', 'refused']);
  });

  test('requests that are no referral are refused with a typed error', async () => {
    await using desk = await aDesk({ nowMs: () => NOW_MS });
    const certificate = new X509Certificate(desk.tls.cert);
    const encode = (text: string) => new TextEncoder().encode(text);
    const text = new TextDecoder().decode(aReferral().body);
    const answers = [
      await post(desk, { headers: { 'content-type': 'text/plain' } }),
      await post(desk, { headers: { 'idempotency-key': 'ABC' } }),
      await post(desk, { headers: { 'hashline-signature': 'x' } }),
      await post(desk, {
        headers: { 'hashline-signature': await signReferral(encode('{}'), KEY, certificate) },
      }),
      await post(desk, { body: encode('not json') }),
      await post(desk, { body: encode(text.replace('hashline-referral/1', 'hashline-referral/2')) }),
      await post(desk, { body: encode(text.replace('{', '{ ')) }),
      await post(desk, { body: encode(text.replace('"kind":"new"', '"kind":"new","kind":"new"')) }),
      await post(desk, { body: new Uint8Array(256 * 1024 + 1) }),
    ];
    expect(answers.map(({ status, error }) => `${status} ${error}`)).toEqual([
      '415 wrong-media-type',
      '400 bad-request',
      '401 bad-signature',
      '401 bad-signature',
      '422 bad-referral',
      '422 bad-referral',
      '422 not-canonical',
      '422 bad-referral',
      '413 too-large',
    ]);
    expect(desk.receiver.size()).toBe(0);
  });

  test('a desk that fails on purpose says when to come again', async () => {
    await using desk = await aDesk({ fail: { status: 503, rate: 1 } });
    expect(await send(desk, aReferral())).toEqual({
      type: 'retry',
      reason: 'the destination answered 503 unavailable: fails on purpose',
      retryAfterMs: 1000,
    });
  });

  test('a desk with a damaged record does not start, because it could accept twice', async () => {
    await using desk = await aDesk({ nowMs: () => NOW_MS });
    await send(desk, aReferral());
    await writeFile(join(desk.dir, 'referrals', `${aReferral().referral}.json`), '{"format":');
    await expect(aDesk({ dir: desk.dir })).rejects.toThrow('is damaged');
  });

  test('what a crash left unfinished is cleared away and does not count', async () => {
    await using desk = await aDesk({ nowMs: () => NOW_MS });
    await send(desk, aReferral());
    await writeFile(join(desk.dir, 'referrals', `${anId(9)}.json.unfinished`), '{"for');
    await using again = await aDesk({ dir: desk.dir });
    expect(again.receiver.size()).toBe(1);
    expect(await readdir(join(desk.dir, 'referrals'))).toEqual([`${aReferral().referral}.json`]);
  });
});

describe('takedown status', () => {
  test('events come back oldest first, whoever added them in whatever order', async () => {
    await using desk = await aDesk({ nowMs: () => NOW_MS });
    const { referral } = aReferral();
    await send(desk, aReferral());
    const moved = { status: 'moved', at: '2026-11-23T09:00:00.000Z', country: 'NL' } as const;
    const acknowledged = { status: 'acknowledged', at: '2026-11-22T09:00:00.000Z' } as const;
    const none = await fetchTakedown(aReferral(), desk.settings, KEY, exchangeOf(desk));
    await addTakedown(desk.dir, referral, moved);
    await addTakedown(desk.dir, referral, acknowledged);
    const both = await fetchTakedown(aReferral(), desk.settings, KEY, exchangeOf(desk));
    const reportOf = (events: readonly unknown[]) => ({
      type: 'report',
      report: {
        format: 'hashline-takedown/1',
        referral,
        bodySha256: sha256Hex(aReferral().body),
        reportedAt: new Date(NOW_MS).toISOString(),
        receiver: 'Example Desk',
        events,
      },
      reportJws: expect.any(String),
    });
    expect([none, both]).toEqual([reportOf([]), reportOf([acknowledged, moved])]);
  });

  test('a line cut short by a crash loses neither the lines before nor the one after', async () => {
    await using desk = await aDesk({ nowMs: () => NOW_MS });
    const { referral } = aReferral();
    await send(desk, aReferral());
    const first = { status: 'acknowledged', at: '2026-11-22T09:00:00.000Z' } as const;
    const last = { status: 'unavailable', at: '2026-11-23T09:00:00.000Z' } as const;
    await addTakedown(desk.dir, referral, first);
    await writeFile(join(desk.dir, 'status', `${referral}.jsonl`), '\n{"status":"mov', { flag: 'a' });
    await addTakedown(desk.dir, referral, last);
    expect(await fetchTakedown(aReferral(), desk.settings, KEY, exchangeOf(desk))).toMatchObject({
      type: 'report',
      report: { referral, events: [first, last] },
    });
    expect(desk.events.at(-1)).toEqual({ type: 'status-told', referral, events: 2, damagedLines: 1 });
  });

  test('an unknown referral has no status and takes no event', async () => {
    await using desk = await aDesk({ nowMs: () => NOW_MS });
    const unknown = ReferralId.parse(anId(404));
    expect(
      await fetchTakedown({ ...aReferral(), referral: unknown }, desk.settings, KEY, exchangeOf(desk)),
    ).toEqual({
      type: 'unproven',
      reason: 'the destination answered 404 not-found: no referral of yours has this id',
    });
    const event = { status: 'acknowledged', at: '2026-11-22T09:00:00.000Z' } as const;
    await expect(addTakedown(desk.dir, unknown, event)).rejects.toThrow('the desk has no referral');
  });
});

test('a body is checked as it came, not as it reads', async () => {
  await using desk = await aDesk({ nowMs: () => NOW_MS });
  const text = new TextDecoder().decode(aReferral().body);
  const unreadable = 'the body is no JSON, or JSON with a member that stands twice';
  for (const [came, error, detail] of [
    [`\uFEFF${text}`, 'bad-referral', unreadable],
    [text.replace('"kind":"new"', '"kind":"retraction","kind":"new"'), 'bad-referral', unreadable],
    [`${text}\n`, 'not-canonical', 'the body is not RFC 8785 canonical JSON'],
  ] as const) {
    expect(await send(desk, frozen(aReferral().referral, came))).toMatchObject({
      type: 'refused',
      refusal: { error, detail },
    });
  }
});

describe('who may talk to the desk', () => {
  /** What comes back when a client with these TLS options asks for a status, with these lines for a header. */
  const hear = (
    desk: RunningDesk,
    options: ConnectionOptions,
    lines = ['host: 127.0.0.1'],
  ): Promise<string> =>
    new Promise((resolve) => {
      let heard = '';
      const { ca } = desk.receiver.certificates;
      const socket = connect({ host: '127.0.0.1', port: desk.receiver.port, ca, ...options });
      socket.on('secureConnect', () =>
        socket.write(`GET /referrals/x HTTP/1.1\r\n${lines.join('\r\n')}\r\nconnection: close\r\n\r\n`),
      );
      socket.on('data', (chunk) => {
        heard += chunk.toString('latin1').split('\r\n')[0];
      });
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(heard || 'nothing'));
    });

  test('a client of the desk’s authority over TLS 1.3, and no other', async () => {
    await using desk = await aDesk({ nowMs: () => NOW_MS });
    await using elsewhere = await aFolder();
    const stranger = await makeCertificates({ dir: elsewhere.path });
    const { client, server } = desk.receiver.certificates;
    expect([
      await hear(desk, client),
      await hear(desk, { ...client, maxVersion: 'TLSv1.2' }),
      await hear(desk, stranger.client),
      await hear(desk, server),
      await hear(desk, {}),
    ]).toEqual(['HTTP/1.1 404 Not Found', 'nothing', 'nothing', 'nothing', 'nothing']);
    expect(desk.events.map(({ type }) => type)).toEqual(['refused']);
  });

  test('only where the request names its host, once', async () => {
    await using desk = await aDesk({ nowMs: () => NOW_MS });
    const { client } = desk.receiver.certificates;
    const hosts = [
      ['host: 127.0.0.1'],
      ['host: 127.0.0.1', 'host: 127.0.0.1'],
      ['host: 127.0.0.1', 'Host: evil.example'],
      [],
    ];
    const heard = [];
    for (const lines of hosts) heard.push(await hear(desk, client, lines));
    expect(heard).toEqual([
      'HTTP/1.1 404 Not Found',
      'HTTP/1.1 400 Bad Request',
      'HTTP/1.1 400 Bad Request',
      'HTTP/1.1 400 Bad Request',
    ]);
  });
});
