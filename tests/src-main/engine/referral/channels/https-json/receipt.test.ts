import { createHash, createHmac, createPrivateKey, sign, X509Certificate } from 'node:crypto';
import { CompactSign } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  verifyReceipt,
  verifyRefusal,
  verifyReport,
} from '../../../../../../src-main/engine/referral/channels/https-json/receipt.ts';
import type { CertifiedKey } from '../../../../../../src-main/receiver/issue-certificate.ts';
import { issueAuthority, issueCertificate } from '../../../../../../src-main/receiver/issue-certificate.ts';
import { seededRandom } from '../../../../../../tools/fake-data.ts';
import { syntheticPicture } from '../../../../../support/synthetic-picture.ts';
import { aReferral } from '../../../../receiver/a-referral.ts';

const NOW = new Date('2026-11-21T18:00:00.000Z');
const days = (from: number, to: number) => ({
  notBefore: new Date(NOW.getTime() + from * 86_400_000),
  notAfter: new Date(NOW.getTime() + to * 86_400_000),
});
const SENT = aReferral(1);
const RECEIPT = {
  format: 'hashline-receipt/1',
  referral: SENT.referral,
  idempotencyKey: SENT.idempotencyKey,
  bodySha256: createHash('sha256').update(SENT.body).digest('hex'),
  receivedAt: '2026-11-21T18:00:00.000Z',
  receiver: 'Example Desk',
  reference: '2026/000001',
};

let ca: CertifiedKey;
let otherCa: CertifiedKey;
let desk: CertifiedKey;
beforeAll(async () => {
  ca = await issueAuthority('Desk authority', days(-1, 100));
  otherCa = await issueAuthority('Desk authority', days(-1, 100));
  desk = await issueCertificate(ca, 'receipts', 'receipt', [], days(-1, 10));
});

const der = ({ cert }: CertifiedKey) => new X509Certificate(cert).raw.toString('base64');

/** A receipt signed by `by`; `header` and `payload` replace what an honest desk would write. */
function signed(by: CertifiedKey, payload: unknown = RECEIPT, header: Record<string, unknown> = {}) {
  return new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'ES256', typ: 'hashline-receipt+jws', x5c: [der(by)], ...header })
    .sign(createPrivateKey(by.key));
}

/** Signed by the desk over a header and a payload written out, whatever they are. */
function signedTexts(header: string, payload: string): string {
  const input = [header, payload].map((text) => Buffer.from(text).toString('base64url')).join('.');
  const key = { key: createPrivateKey(desk.key), dsaEncoding: 'ieee-p1363' as const };
  return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`;
}

const check = (jws: string, at = NOW, trusted = ca.cert) => verifyReceipt(jws, SENT, trusted, at);
const problem = async (jws: string, at?: Date, trusted?: string) => {
  const result = await check(jws, at, trusted);
  return result.valid ? 'valid' : result.problem;
};

const picture = Buffer.from(syntheticPicture('png', seededRandom(4))).toString('base64');
/** What a desk may write nowhere. */
const UNFIT = [
  ['an escape of the terminal', '\u001b[2J'],
  ['the escape of C1', '\u009b2J'],
  ['a turn of the reading direction', '2026/\u202e100000'],
  ['a character that shows nothing', '2026/\u200b1'],
  ['a line break', '2026\n1'],
  ['a picture', picture.slice(0, 180)],
];

describe('a receipt holds', () => {
  test('when the desk’s certificate of the private authority signed what was sent', async () => {
    expect(await check(await signed(desk))).toEqual({ valid: true, receipt: RECEIPT });
  });

  test('with the authority itself in the chain, and with two authorities during a change-over', async () => {
    const jws = await signed(desk, RECEIPT, { x5c: [der(desk), der(ca)] });
    expect(await problem(jws, NOW, `${otherCa.cert}${ca.cert}`)).toBe('valid');
  });
});

describe('a receipt does not hold', () => {
  test.each([...UNFIT, ['nothing', '']])('with %s in what goes into the ledger', async (_what, text) => {
    expect(await problem(await signed(desk, { ...RECEIPT, reference: text }))).toBe('not-a-receipt');
    expect(await problem(await signed(desk, { ...RECEIPT, receiver: text }))).toBe('not-a-receipt');
  });

  test('when another authority of the same name issued the certificate', async () => {
    const stranger = await issueCertificate(otherCa, 'receipts', 'receipt', [], days(-1, 10));
    expect(await problem(await signed(stranger))).toBe('untrusted-certificate');
    const withTheirs = await signed(stranger, RECEIPT, { x5c: [der(stranger), der(otherCa)] });
    expect(await problem(withTheirs)).toBe('untrusted-certificate');
    const withOurs = await signed(stranger, RECEIPT, { x5c: [der(stranger), der(ca)] });
    expect(await problem(withOurs)).toBe('untrusted-certificate');
  });

  test('when a certificate names our authority as issuer but another key signed it', async () => {
    const forger = { cert: ca.cert, key: otherCa.key };
    const forged = await issueCertificate(forger, 'receipts', 'receipt', [], days(-1, 10));
    expect(await problem(await signed(forged))).toBe('untrusted-certificate');
  });

  test('when the chain names a second certificate that is not the authority', async () => {
    const jws = await signed(desk, RECEIPT, { x5c: [der(desk), der(otherCa)] });
    expect(await problem(jws)).toBe('untrusted-certificate');
  });

  test('when a TLS server, a hotline or the authority signed it', async () => {
    const server = await issueCertificate(ca, 'desk', 'server', ['127.0.0.1'], days(-1, 10));
    const hotline = await issueCertificate(ca, 'hotline', 'client', [], days(-1, 10));
    expect([
      await problem(await signed(server)),
      await problem(await signed(hotline)),
      await problem(await signed(ca)),
    ]).toEqual(['wrong-purpose', 'wrong-purpose', 'wrong-purpose']);
  });

  test('when a certificate is outside its dates', async () => {
    const jws = await signed(desk);
    const shortCa = await issueAuthority('Short authority', days(-1, 2));
    const longer = await issueCertificate(shortCa, 'receipts', 'receipt', [], days(-1, 10));
    const later = (count: number) => new Date(NOW.getTime() + count * 86_400_000);
    expect([
      await problem(jws, later(11)),
      await problem(jws, later(-2)),
      await problem(await signed(longer), later(3), shortCa.cert),
      await problem(await signed(longer), later(1), shortCa.cert),
    ]).toEqual([
      'certificate-not-valid-now',
      'certificate-not-valid-now',
      'certificate-not-valid-now',
      'valid',
    ]);
  });

  test('when another key than the certificate’s signed it', async () => {
    const other = await issueCertificate(ca, 'receipts', 'receipt', [], days(-1, 10));
    expect(await problem(await signed(other, RECEIPT, { x5c: [der(desk)] }))).toBe('bad-signature');
  });

  test('when it is about another referral, key or body', async () => {
    const zeros = '0'.repeat(64);
    expect([
      await problem(await signed(desk, { ...RECEIPT, referral: aReferral(2).referral })),
      await problem(await signed(desk, { ...RECEIPT, idempotencyKey: zeros })),
      await problem(await signed(desk, { ...RECEIPT, bodySha256: zeros })),
    ]).toEqual(['other-referral', 'other-idempotency-key', 'other-body']);
  });

  test('when it says more, less or something else than a receipt', async () => {
    const { reference: _, ...less } = RECEIPT;
    for (const payload of [
      { ...RECEIPT, more: 1 },
      less,
      { ...RECEIPT, format: 'hashline-receipt/2' },
      [],
      null,
    ]) {
      expect(await problem(await signed(desk, payload))).toBe('not-a-receipt');
    }
  });

  test('when its header is not the one form', async () => {
    const { x5c: _, ...without } = { alg: 'ES256', typ: 'hashline-receipt+jws', x5c: null };
    const key = createPrivateKey(desk.key);
    const payload = new TextEncoder().encode(JSON.stringify(RECEIPT));
    const texts = [
      await signed(desk, RECEIPT, { typ: 'JWT' }),
      await signed(desk, RECEIPT, { typ: undefined }),
      await signed(desk, RECEIPT, { x5c: [] }),
      await signed(desk, RECEIPT, { x5c: ['AAAA'] }),
      await signed(desk, RECEIPT, { x5c: [der(desk), der(ca), der(ca)] }),
      await signed(desk, RECEIPT, { kid: 'x' }),
      await new CompactSign(payload).setProtectedHeader(without).sign(key),
    ];
    for (const jws of texts) expect(await problem(jws)).toBe('not-a-receipt');
  });

  test('when a member stands twice in its header or payload, whichever of them is the right one', async () => {
    const header = JSON.stringify({ alg: 'ES256', typ: 'hashline-receipt+jws', x5c: [der(desk)] });
    const payload = JSON.stringify(RECEIPT);
    expect(await problem(signedTexts(header, payload))).toBe('valid');
    for (const written of [
      [header.replace('{', '{"alg":"none",'), payload],
      [header.replace('{', '{"typ":"hashline-refusal+jws",'), payload],
      [header.replace('"x5c"', `"x5c":["${der(ca)}"],"\\u00785c"`), payload],
      [header, payload.replace('{', `{"referral":"${aReferral(2).referral}",`)],
      [header, payload.replace('}', ',"reference":"2026/000001"}')],
    ] as const) {
      expect(await problem(signedTexts(...written))).toBe('not-a-receipt');
    }
  });

  test('with alg none, or with the public key used as an HMAC secret', async () => {
    const [, payload] = (await signed(desk)).split('.');
    const spki = new X509Certificate(desk.cert).publicKey.export({ type: 'spki', format: 'pem' });
    for (const alg of ['none', 'HS256', 'RS256', 'EdDSA']) {
      const header = { alg, typ: 'hashline-receipt+jws', x5c: [der(desk)] };
      const input = `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload}`;
      const mac = createHmac('sha256', spki).update(input).digest('base64url');
      expect(await problem(`${input}.${mac}`)).toBe('not-a-receipt');
      expect(await problem(`${input}.`)).toBe('not-a-receipt');
    }
  });

  test('with one character changed anywhere in its payload or signature', async () => {
    const jws = await signed(desk);
    for (let i = jws.indexOf('.') + 1; i < jws.length; i += 3) {
      const changed = `${jws.slice(0, i)}${jws[i] === 'A' ? 'B' : 'A'}${jws.slice(i + 1)}`;
      expect({ i, found: await problem(changed) }).not.toEqual({ i, found: 'valid' });
    }
  });

  test('with any other last character, even one that stands for the same bytes', async () => {
    const jws = await signed(desk);
    const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const valid: string[] = [];
    for (const last of digits) if ((await problem(jws.slice(0, -1) + last)) === 'valid') valid.push(last);
    expect(valid).toEqual([jws.at(-1)]);
  });

  test('when it is anything else: text, nothing, or far too long', async () => {
    for (const text of [
      '',
      'a',
      'a.b.c',
      '{"format":"hashline-receipt/1"}',
      'é.é.é',
      'a'.repeat(1_000_000),
    ]) {
      expect(await problem(text)).toBe('not-a-receipt');
    }
  });

  test('when the authority we hold cannot be read', async () => {
    const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
    expect(await problem(await signed(desk), NOW, broken)).toBe('untrusted-certificate');
    expect(await problem(await signed(desk), NOW, '')).toBe('untrusted-certificate');
  });
});

describe('a refusal', () => {
  const REFUSAL = {
    format: 'hashline-refusal/1',
    idempotencyKey: SENT.idempotencyKey,
    bodySha256: RECEIPT.bodySha256,
    refusedAt: RECEIPT.receivedAt,
    receiver: 'Example Desk',
    error: 'not-accepted',
    detail: 'not ours',
  };
  const typ = 'hashline-refusal+jws';
  const judged = async (jws: string, at = NOW) => {
    const result = await verifyRefusal(jws, SENT, ca.cert, at);
    return result.valid ? 'valid' : result.problem;
  };

  test('holds when the desk signed it with its receipt key, and only then', async () => {
    const client = await issueCertificate(ca, 'hotline', 'client', [], days(-1, 10));
    const stranger = await issueCertificate(otherCa, 'receipts', 'receipt', [], days(-1, 10));
    const zeros = '0'.repeat(64);
    const whole = await signed(desk, REFUSAL, { typ });
    expect(
      await Promise.all([
        judged(whole),
        judged(await signed(stranger, REFUSAL, { typ })),
        judged(await signed(client, REFUSAL, { typ })),
        judged(whole, new Date(NOW.getTime() + 20 * 86_400_000)),
        judged(`${whole.slice(0, -3)}${whole.at(-3) === 'A' ? 'B' : 'A'}${whole.slice(-2)}`),
        judged(await signed(desk, { ...REFUSAL, bodySha256: zeros }, { typ })),
        judged(await signed(desk, { ...REFUSAL, idempotencyKey: zeros }, { typ })),
        judged(await signed(desk, { ...REFUSAL, extra: 1 }, { typ })),
      ]),
    ).toEqual([
      'valid',
      'untrusted-certificate',
      'wrong-purpose',
      'certificate-not-valid-now',
      'bad-signature',
      'other-body',
      'other-idempotency-key',
      'not-a-refusal',
    ]);
  });

  test.each(UNFIT)('does not hold with %s in what goes into the ledger', async (_what, text) => {
    for (const name of ['receiver', 'error', 'detail']) {
      expect([name, await judged(await signed(desk, { ...REFUSAL, [name]: text }, { typ }))]).toEqual([
        name,
        'not-a-refusal',
      ]);
    }
  });

  test('is no receipt, and a receipt is no refusal', async () => {
    expect([
      await judged(await signed(desk)),
      await judged(await signed(desk, RECEIPT, { typ })),
      await problem(await signed(desk, REFUSAL, { typ })),
      await problem(await signed(desk, REFUSAL)),
    ]).toEqual(['not-a-refusal', 'not-a-refusal', 'not-a-receipt', 'not-a-receipt']);
  });
});

describe('a takedown report', () => {
  const REPORT = {
    format: 'hashline-takedown/1',
    referral: SENT.referral,
    bodySha256: RECEIPT.bodySha256,
    reportedAt: RECEIPT.receivedAt,
    receiver: 'Example Desk',
    events: [{ status: 'moved', at: '2026-11-22T09:00:00.000Z', country: 'NL' }],
  };
  const typ = 'hashline-takedown+jws';
  const judged = async (jws: string, at = NOW) => {
    const result = await verifyReport(jws, SENT, ca.cert, at);
    return result.valid ? 'valid' : result.problem;
  };

  test('holds when the desk signed it with its receipt key about this very referral, and only then', async () => {
    const client = await issueCertificate(ca, 'hotline', 'client', [], days(-1, 10));
    const stranger = await issueCertificate(otherCa, 'receipts', 'receipt', [], days(-1, 10));
    const whole = await signed(desk, REPORT, { typ });
    const { referral: _, ...less } = REPORT;
    const other = aReferral(2);
    expect(
      await Promise.all([
        judged(whole),
        judged(await signed(stranger, REPORT, { typ })),
        judged(await signed(client, REPORT, { typ })),
        judged(whole, new Date(NOW.getTime() + 20 * 86_400_000)),
        judged(`${whole.slice(0, -3)}${whole.at(-3) === 'A' ? 'B' : 'A'}${whole.slice(-2)}`),
        judged(await signed(desk, { ...REPORT, referral: other.referral }, { typ })),
        judged(await signed(desk, { ...REPORT, bodySha256: '0'.repeat(64) }, { typ })),
        judged(await signed(desk, { ...REPORT, more: 1 }, { typ })),
        judged(await signed(desk, less, { typ })),
        judged(JSON.stringify(REPORT)),
        judged(
          signedTexts(
            JSON.stringify({ alg: 'ES256', typ, x5c: [der(desk)] }),
            JSON.stringify(REPORT).replace('{', '{"events":[],'),
          ),
        ),
      ]),
    ).toEqual([
      'valid',
      'untrusted-certificate',
      'wrong-purpose',
      'certificate-not-valid-now',
      'bad-signature',
      'other-referral',
      'other-body',
      'not-a-report',
      'not-a-report',
      'not-a-report',
      'not-a-report',
    ]);
  });

  test('is neither a receipt nor a refusal, and neither of them is a report', async () => {
    expect([
      await judged(await signed(desk, REPORT)),
      await judged(await signed(desk, RECEIPT, { typ })),
      await problem(await signed(desk, REPORT, { typ })),
      await problem(await signed(desk, REPORT)),
    ]).toEqual(['not-a-report', 'not-a-report', 'not-a-receipt', 'not-a-receipt']);
  });

  test('holds with as many events as one can carry, and not with one more', async () => {
    const event = { status: 'temporarily-inaccessible', at: '2026-11-22T09:00:00.000Z', country: 'NL' };
    const withEvents = (count: number) =>
      signed(desk, { ...REPORT, events: Array(count).fill(event) }, { typ });
    expect([await judged(await withEvents(250)), await judged(await withEvents(251))]).toEqual([
      'valid',
      'not-a-report',
    ]);
  });

  test.each(UNFIT)('does not hold with %s in what names the desk', async (_what, text) => {
    expect(await judged(await signed(desk, { ...REPORT, receiver: text }, { typ }))).toBe('not-a-report');
  });
});
