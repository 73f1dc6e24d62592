import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { SettingsOf } from '../../../../../../shared/domain/channels/all-channels.ts';
import type { DeliveryOutcome } from '../../../../../../shared/domain/delivery.ts';
import type { TakedownReport } from '../../../../../../shared/domain/referral.ts';
import {
  generateHotlineKey,
  signStatusRequest,
  verifyReferralSignature,
} from '../../../../../../src-main/exchange/hotline-signature.ts';
import { sha256Hex } from '../../../../../../src-main/exchange/sha256-hex.ts';
import type { NetworkReply } from '../../../../../../src-main/ports/network.ts';
import { InMemoryNetwork, NetworkFailure } from '../../../../../../src-main/ports/network.ts';
import { answerSigner } from '../../../../../../src-main/receiver/answer-signer.ts';
import { makeCertificates } from '../../../../../../src-main/receiver/certificates.ts';
import { aDesk, aFolder, deliver, fetchTakedown, type Told } from '../../../../receiver/a-desk.ts';
import { aReferral } from '../../../../receiver/a-referral.ts';

const NOW_MS = Date.parse('2026-11-21T18:00:00.000Z');
const KEY = await generateHotlineKey();
const SENT = aReferral(1);
const RECEIPT = {
  format: 'hashline-receipt/1',
  referral: SENT.referral,
  idempotencyKey: SENT.idempotencyKey,
  bodySha256: sha256Hex(SENT.body),
  receivedAt: '2026-11-21T18:00:00.000Z',
  receiver: 'Example Desk',
  reference: '2026/000001',
} as const;

await using folder = await aFolder();
const CERTIFICATES = await makeCertificates({ dir: folder.path, now: new Date(NOW_MS) });
const { ca, client, receipt: receiptKey } = CERTIFICATES;
const CLIENT = new X509Certificate(client.cert);
const TLS = { ca, cert: client.cert, key: client.key };
const DESTINATION: SettingsOf<'https-json'> = { url: 'https://desk.example/referrals', ...TLS };

const answer = (status: number, body = '', headers: Record<string, string> = {}): NetworkReply => ({
  status,
  headers,
  body: new TextEncoder().encode(body),
});

const error = (status: number, code: string, detail: string, headers: Record<string, string> = {}) =>
  answer(status, JSON.stringify({ error: code, detail }), headers);

const throwing = (failure: Error) => () => {
  throw failure;
};

async function outcomeOf(reply: NetworkReply | (() => never)): Promise<Told<DeliveryOutcome>> {
  const network = new InMemoryNetwork(() => (typeof reply === 'function' ? reply() : reply));
  return deliver(SENT, DESTINATION, KEY, { network, timeoutMs: 1000, nowMs: () => NOW_MS });
}

describe('delivering a referral', () => {
  test('posts the frozen bytes under the frozen key with a signature over them', async () => {
    const jws = await answerSigner(receiptKey).receipt(RECEIPT);
    const network = new InMemoryNetwork(() => answer(201, jws));
    await deliver(SENT, DESTINATION, KEY, { network, timeoutMs: 1234, nowMs: () => NOW_MS });
    const [request] = network.requests;
    const signature = request?.headers['hashline-signature'] ?? '';
    expect(network.requests).toEqual([
      {
        method: 'POST',
        url: 'https://desk.example/referrals',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': SENT.idempotencyKey,
          'hashline-signature': signature,
        },
        body: SENT.body,
        tls: TLS,
        timeoutMs: 1234,
      },
    ]);
    expect((await verifyReferralSignature(signature, SENT.body, CLIENT)).valid).toBe(true);
  });

  test.each([200, 201])('%i with a receipt that holds is delivered', async (status) => {
    const jws = await answerSigner(receiptKey).receipt(RECEIPT);
    expect(await outcomeOf(answer(status, jws))).toEqual({
      type: 'delivered',
      evidence: { type: 'receipt', receipt: RECEIPT, jws },
    });
  });

  test('a receipt that does not hold is never delivered, whatever the status', async () => {
    const sign = answerSigner(receiptKey).receipt;
    const zeros = '0'.repeat(64);
    const receipts = [
      await sign({ ...RECEIPT, referral: aReferral(2).referral }),
      await sign({ ...RECEIPT, idempotencyKey: zeros }),
      await sign({ ...RECEIPT, bodySha256: zeros }),
      await answerSigner(client).receipt(RECEIPT),
      '',
    ];
    const outcomes = await Promise.all(receipts.map((jws) => outcomeOf(answer(201, jws))));
    const retry = (problem: string) => ({
      type: 'retry',
      reason: `the destination answered 201, but its receipt does not hold (${problem})`,
      retryAfterMs: null,
    });
    expect(outcomes).toEqual([
      retry('other-referral'),
      retry('other-idempotency-key'),
      retry('other-body'),
      retry('wrong-purpose'),
      retry('not-a-receipt'),
    ]);
  });

  const REFUSAL = {
    format: 'hashline-refusal/1' as const,
    idempotencyKey: SENT.idempotencyKey,
    bodySha256: RECEIPT.bodySha256,
    refusedAt: RECEIPT.receivedAt,
    receiver: 'Example Desk',
    error: 'bad-referral',
    detail: 'subject.url: too long',
  };

  test.each([400, 401, 403, 404, 405, 409, 410, 411, 413, 414, 415, 418, 421, 422, 426, 431, 451, 499])(
    '%i that nobody signed waits for a person, with what was said',
    async (status) => {
      expect(await outcomeOf(error(status, 'bad-referral', 'subject.url: too long'))).toEqual({
        type: 'stuck',
        reason: `the destination answered ${status} bad-referral: subject.url: too long`,
      });
    },
  );

  test.each([400, 404, 409, 422])('%i with a refusal that holds is final', async (status) => {
    const refusalJws = await answerSigner(receiptKey).refusal(REFUSAL);
    expect(await outcomeOf(answer(status, refusalJws))).toEqual({
      type: 'refused',
      reason: `the destination answered ${status} bad-referral: subject.url: too long (signed by Example Desk)`,
      refusal: REFUSAL,
      refusalJws,
    });
  });

  test('a refusal that does not hold ends nothing, whatever the status', async () => {
    const sign = answerSigner(receiptKey);
    const zeros = '0'.repeat(64);
    const whole = await sign.refusal(REFUSAL);
    const outcomes = await Promise.all(
      [
        answer(404, await sign.refusal({ ...REFUSAL, idempotencyKey: zeros })),
        answer(404, await sign.refusal({ ...REFUSAL, bodySha256: zeros })),
        answer(404, await answerSigner(client).refusal(REFUSAL)),
        answer(404, await sign.receipt(RECEIPT)),
        answer(404, ''),
        answer(200, whole),
        answer(503, whole),
      ].map(outcomeOf),
    );
    const stuck = (reason: string) => ({ type: 'stuck', reason: `the destination answered 404${reason}` });
    const retry = (reason: string) => ({ type: 'retry', reason, retryAfterMs: null });
    expect(outcomes).toEqual([
      stuck(', but its refusal does not hold (other-idempotency-key)'),
      stuck(', but its refusal does not hold (other-body)'),
      stuck(', but its refusal does not hold (wrong-purpose)'),
      stuck(''),
      stuck(''),
      retry('the destination answered 200, but its receipt does not hold (not-a-receipt)'),
      retry('the destination answered 503'),
    ]);
  });

  test.each([202, 204, 408, 425, 429, 500, 502, 503, 504, 599])('%i goes again', async (status) => {
    expect(await outcomeOf(error(status, 'busy', 'later'))).toEqual({
      type: 'retry',
      reason: `the destination answered ${status} busy: later`,
      retryAfterMs: null,
    });
  });

  test.each([
    ['120', 120_000],
    ['0', 0],
    [' 5 ', 5000],
    ['99999999', 86_400_000],
    ['Sat, 21 Nov 2026 18:00:30 GMT', 30_000],
    ['Sat, 21 Nov 2026 17:00:00 GMT', 0],
    ['Fri, 21 Nov 2036 18:00:00 GMT', 86_400_000],
    ['-1', null],
    ['1.5', null],
    ['soon', null],
    ['2026-11-21T18:00:30Z', null],
    ['', null],
  ])('Retry-After %j means %j milliseconds', async (header, retryAfterMs) => {
    const outcome = await outcomeOf(error(503, 'busy', 'later', { 'retry-after': header }));
    expect(outcome).toEqual({
      type: 'retry',
      reason: 'the destination answered 503 busy: later',
      retryAfterMs,
    });
  });

  test.each([
    ['not-allowed: the address is not a plain https address', { code: 'not-https' }],
    ['unreachable: no connection (ENOTFOUND)', { code: 'no-connection', error: 'ENOTFOUND' }],
    ['tls: the server is not certified by the private authority', { code: 'not-certified' }],
    ['timeout: no complete answer in 1000 ms', { code: 'no-answer-in-time', milliseconds: 1000 }],
    ['reset: the connection ended during the handshake', { code: 'ended-in-handshake' }],
    ['too-large: the answer is longer than 9 bytes', { code: 'answer-too-long', maximum: 9 }],
    ['redirect: answered 302; redirects are not followed', { code: 'redirected', status: 302 }],
    ['aborted: the exchange was called off', { code: 'called-off' }],
  ] as const)('a network failure (%s) goes again', async (reason, trouble) => {
    expect(await outcomeOf(throwing(new NetworkFailure(trouble)))).toEqual({
      type: 'retry',
      reason,
      retryAfterMs: null,
    });
  });

  test('a mistake of ours is not taken for a network failure', async () => {
    await expect(outcomeOf(throwing(new TypeError('ours')))).rejects.toThrow('ours');
  });

  test('what a desk says is one bounded line without control or direction characters, and never media', async () => {
    const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, ...Array(60).fill(7)]).toString('base64');
    const reasons = await Promise.all(
      [
        error(400, 'x', `a\n\u202Eb\u0000c${'d'.repeat(10_000)}`),
        error(400, 'x', jpeg),
        error(400, jpeg.slice(0, 60), 'a'),
        answer(400, '<html>no</html>'),
        answer(400, '{"error":"x","detail":7}'),
        answer(400, '{"error":"x","detail":"a","detail":"b"}'),
        answer(400, ''),
      ].map(outcomeOf),
    );
    expect(reasons).toEqual(
      [
        `the destination answered 400 x: a b c${'d'.repeat(294)}`,
        'the destination answered 400 x: (text withheld: looks like media)',
        'the destination answered 400 (text withheld: looks like media): a',
        'the destination answered 400',
        'the destination answered 400',
        'the destination answered 400',
        'the destination answered 400',
      ].map((reason) => ({ type: 'stuck', reason })),
    );
  });
});

describe('asking what became of a referral', () => {
  const ask = (reply: NetworkReply | (() => never), url = DESTINATION.url) => {
    const network = new InMemoryNetwork(() => (typeof reply === 'function' ? reply() : reply));
    const exchange = { network, timeoutMs: 1000, nowMs: () => NOW_MS };
    return fetchTakedown(SENT, { ...DESTINATION, url }, KEY, exchange).then((got) => ({
      got,
      network,
    }));
  };
  const report: TakedownReport = {
    format: 'hashline-takedown/1',
    referral: SENT.referral,
    bodySha256: sha256Hex(SENT.body),
    reportedAt: '2026-11-22T10:00:00.000Z',
    receiver: 'Example Desk',
    events: [{ status: 'acknowledged', at: '2026-11-22T09:00:00.000Z' }],
  };
  const signed = answerSigner(receiptKey).takedown;

  test.each([
    ['https://desk.example/referrals', ''],
    ['https://desk.example/referrals/', ''],
    ['https://desk.example/referrals?desk=2', '?desk=2'],
  ])('it asks beside %s', async (url, query) => {
    const reportJws = await signed(report);
    const { got, network } = await ask(answer(200, reportJws), url);
    expect(got).toEqual({ type: 'report', report, reportJws });
    expect(network.requests).toEqual([
      {
        method: 'GET',
        url: `https://desk.example/referrals/${SENT.referral}/status${query}`,
        headers: {
          accept: 'application/jose',
          'hashline-signature': await signStatusRequest(SENT.referral, KEY, CLIENT),
        },
        body: null,
        tls: TLS,
        timeoutMs: 1000,
      },
    ]);
  });

  test('an answer that the desk did not sign, or that is about something else, proves nothing', async () => {
    const whole = await signed(report);
    const answers = [
      answer(200, JSON.stringify(report)),
      answer(200, 'x'),
      answer(200, ''),
      answer(200, await answerSigner(client).takedown(report)),
      answer(200, await answerSigner(receiptKey).receipt(RECEIPT)),
      answer(200, await signed({ ...report, referral: aReferral(2).referral })),
      answer(200, await signed({ ...report, bodySha256: sha256Hex(aReferral(2).body) })),
      answer(200, `${whole.slice(0, -3)}${whole.at(-3) === 'A' ? 'B' : 'A'}${whole.slice(-2)}`),
      error(404, 'not-found', 'no referral of yours has this id'),
      answer(404, whole),
    ];
    const got = await Promise.all(answers.map(async (one) => (await ask(one)).got));
    const held = (problem: string) =>
      `the destination answered 200, but its report does not hold (${problem})`;
    expect(got).toEqual(
      [
        held('not-a-report'),
        held('not-a-report'),
        held('not-a-report'),
        held('wrong-purpose'),
        held('not-a-report'),
        held('other-referral'),
        held('other-body'),
        held('bad-signature'),
        'the destination answered 404 not-found: no referral of yours has this id',
        'the destination answered 404',
      ].map((reason) => ({ type: 'unproven', reason })),
    );
  });

  test('a desk that is not there, or busy, is a failure with a reason', async () => {
    const answers = [
      error(503, 'busy', 'later', { 'retry-after': '3' }),
      error(403, 'other-hotline-key', 'no'),
      throwing(new NetworkFailure({ code: 'no-connection-in-time' })),
    ];
    const got = await Promise.all(answers.map(async (one) => (await ask(one)).got));
    const failed = (reason: string, retryAfterMs: number | null = null) => ({
      type: 'failed',
      reason,
      retryAfterMs,
    });
    expect(got).toEqual([
      failed('the destination answered 503 busy: later', 3000),
      failed('the destination answered 403 other-hotline-key: no'),
      failed('timeout: no secure connection in time'),
    ]);
  });
});

describe('over real TLS', () => {
  test('a desk of another authority gets nothing, and the referral goes again with the reason', async () => {
    await using desk = await aDesk();
    const tls = { ...desk.tls, ca };
    const exchange = { network: desk.network, timeoutMs: 2000, nowMs: Date.now };
    const outcome = await deliver(SENT, { ...tls, url: desk.receiver.url }, KEY, exchange);
    expect(outcome.type === 'retry' && outcome.reason.startsWith('tls: the handshake failed')).toBe(true);
    expect([desk.events, desk.receiver.size()]).toEqual([[], 0]);
  });

  test('a desk that hangs up after storing gets the same bytes again and gives its first receipt', async () => {
    const draws = [0.9, 0.1, 0.9, 0.9];
    await using desk = await aDesk({
      fail: { rate: 0.5, dropAfterAcceptRate: 0.5 },
      random: () => draws.shift() ?? 0.9,
    });
    const exchange = { network: desk.network, timeoutMs: 2000, nowMs: Date.now };
    const first = await deliver(SENT, desk.settings, KEY, exchange);
    const second = await deliver(SENT, desk.settings, KEY, exchange);
    expect([first.type, second.type]).toEqual(['retry', 'delivered']);
    expect([desk.events.map(({ type }) => type), desk.receiver.size()]).toEqual([['dropped', 'repeated'], 1]);
  });

  test('a desk that is slower than the limit is retried, not refused', async () => {
    await using desk = await aDesk({ fail: { delayMs: 500 } });
    const exchange = { network: desk.network, timeoutMs: 100, nowMs: Date.now };
    expect(await deliver(SENT, desk.settings, KEY, exchange)).toEqual({
      type: 'retry',
      reason: 'timeout: no complete answer in 100 ms',
      retryAfterMs: null,
    });
  });
});
