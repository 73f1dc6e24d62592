import { X509Certificate } from 'node:crypto';
import type { SettingsOf, StatedOf } from '../../../../../shared/domain/channels/all-channels.ts';
import type { DeliveryOutcome } from '../../../../../shared/domain/delivery.ts';
import type { DeliveryTrouble } from '../../../../../shared/domain/delivery-trouble.ts';
import type { Evidence } from '../../../../../shared/domain/evidence.ts';
import { ReferralId } from '../../../../../shared/domain/ids.ts';
import { signReferral, signStatusRequest } from '../../../../exchange/hotline-signature.ts';
import {
  IDEMPOTENCY_KEY_HEADER,
  REFERRAL_MEDIA_TYPE,
  SIGNATURE_HEADER,
  SIGNED_ANSWER_MEDIA_TYPE,
  statusUrl,
} from '../../../../exchange/referral-wire.ts';
import type { NetworkReply, NetworkRequest } from '../../../../ports/network.ts';
import { NetworkFailure } from '../../../../ports/network.ts';
import { certificateDigest } from '../certificate-digest.ts';
import { firstExpiry, lastExpiry } from '../certificate-expiry.ts';
import type { Channel, Exchange, FrozenReferral, TakedownAnswer } from '../channel.ts';
import { statedPins, tlsOf } from '../server-pins.ts';
import { checkSettings } from './check-settings.ts';
import { deskReason, signedReason } from './desk-reason.ts';
import { verifyReceipt, verifyRefusal, verifyReport } from './receipt.ts';
import { retryAfterMs } from './retry-after.ts';

type HttpsJsonSettings = SettingsOf<'https-json'>;

/** Hashline's own exchange (docs/exchange.md): the referral as JSON over mutual TLS, answered with a signed receipt. */
export const httpsJson: Channel<HttpsJsonSettings, StatedOf<'https-json'>> = {
  check: checkSettings,
  stated: ({ url, ca, cert, recipient, ...pins }) => ({
    url,
    caSha256: certificateDigest(ca),
    certSha256: certificateDigest(cert),
    ...statedPins(pins),
    ...(recipient === undefined ? {} : { recipient }),
  }),
  shown: ({ url, ca, cert }) => ({
    url,
    caFingerprint: certificateDigest(ca),
    certificateExpiresAt: firstExpiry(cert),
    authorityExpiresAt: lastExpiry(ca),
  }),
  host: ({ url }) => new URL(url).host,
  sealing: ({ recipient, ca }) => (recipient === undefined ? null : { recipient, ca }),
  deliver,
  ask,
  readReport: (jws, frozen, { ca }, at) => verifyReport(jws, frozen, ca, at),
  test,
};

/** A random id of version 4 is never this one. */
const NO_REFERRAL = ReferralId.parse('00000000-0000-4000-8000-000000000000');

/** The 4xx answers that ask for a retry (RFC 9110, 15.5.9; RFC 8470, 5.2; RFC 6585, 4). */
const COME_AGAIN = new Set([408, 425, 429]);

const isPermanent = (status: number): boolean => status >= 400 && status < 500 && !COME_AGAIN.has(status);

async function deliver(
  frozen: FrozenReferral,
  settings: HttpsJsonSettings,
  exchange: Exchange,
): Promise<DeliveryOutcome> {
  const reply = await exchangeOnce(exchange, {
    method: 'POST',
    url: settings.url,
    headers: {
      'content-type': REFERRAL_MEDIA_TYPE,
      [IDEMPOTENCY_KEY_HEADER]: frozen.idempotencyKey,
      [SIGNATURE_HEADER]: await signReferral(frozen.body, exchange.hotlineKey, certificateOf(settings)),
    },
    body: frozen.body,
    tls: tlsOf(settings),
  });
  if (reply instanceof NetworkFailure) {
    return { type: 'retry', reason: reply.trouble, retryAfterMs: null };
  }
  if (reply.status === 200 || reply.status === 201) {
    return readReceipt(reply, frozen, settings, exchange.nowMs());
  }
  if (isPermanent(reply.status)) return readRefusal(reply, frozen, settings, exchange.nowMs());
  return {
    type: 'retry',
    reason: deskReason(reply.status, reply.body),
    retryAfterMs: retryAfterMs(reply.headers['retry-after'], exchange.nowMs()),
  };
}

/** A desk of this exchange signs what it says. */
type SignedAnswer = Exclude<TakedownAnswer, { type: 'statement' }>;

async function ask(
  frozen: Pick<FrozenReferral, 'referral' | 'body'>,
  settings: HttpsJsonSettings,
  exchange: Exchange,
): Promise<SignedAnswer> {
  const reply = await exchangeOnce(exchange, {
    method: 'GET',
    url: statusUrl(settings.url, frozen.referral),
    headers: {
      accept: SIGNED_ANSWER_MEDIA_TYPE,
      [SIGNATURE_HEADER]: await signStatusRequest(
        frozen.referral,
        exchange.hotlineKey,
        certificateOf(settings),
      ),
    },
    body: null,
    tls: tlsOf(settings),
  });
  const failed = (reason: DeliveryTrouble, waitMs: number | null = null): SignedAnswer => ({
    type: 'failed',
    reason,
    retryAfterMs: waitMs,
  });
  if (reply instanceof NetworkFailure) return failed(reply.trouble);
  if (reply.status === 404) return { type: 'unproven', reason: deskReason(reply.status, reply.body) };
  if (reply.status !== 200) {
    const waitMs = retryAfterMs(reply.headers['retry-after'], exchange.nowMs());
    return failed(deskReason(reply.status, reply.body), waitMs);
  }
  const reportJws = new TextDecoder().decode(reply.body).trim();
  const check = verifyReport(reportJws, frozen, settings.ca, new Date(exchange.nowMs()));
  if (check.valid) return { type: 'report', report: check.report, reportJws };
  const { status } = reply;
  return { type: 'unproven', reason: { code: 'report-unproven', status, problem: check.problem } };
}

/** Asks about a referral that there is not: a desk that knows the hotline says so, and one that refuses it says why. */
async function test(settings: HttpsJsonSettings, exchange: Exchange): Promise<DeliveryTrouble | null> {
  const answer = await ask({ referral: NO_REFERRAL, body: new Uint8Array() }, settings, exchange);
  if (answer.type === 'report') return null;
  const { reason } = answer;
  const isNotFound = 'status' in reason && reason.status === 404;
  return isNotFound ? null : reason;
}

function readReceipt(
  reply: NetworkReply,
  frozen: FrozenReferral,
  settings: HttpsJsonSettings,
  nowMs: number,
): DeliveryOutcome {
  const receiptJws = new TextDecoder().decode(reply.body).trim();
  const check = verifyReceipt(receiptJws, frozen, settings.ca, new Date(nowMs));
  if (check.valid) {
    const evidence: Evidence = { type: 'receipt', receipt: check.receipt, jws: receiptJws };
    return { type: 'delivered', evidence };
  }
  const { status } = reply;
  const reason: DeliveryTrouble = { code: 'receipt-unproven', status, problem: check.problem };
  return { type: 'retry', reason, retryAfterMs: null };
}

/** Only a signed refusal is final. Any other answer leaves the referral to a person. */
function readRefusal(
  reply: NetworkReply,
  frozen: FrozenReferral,
  settings: HttpsJsonSettings,
  nowMs: number,
): DeliveryOutcome {
  const refusalJws = new TextDecoder().decode(reply.body).trim();
  const check = verifyRefusal(refusalJws, frozen, settings.ca, new Date(nowMs));
  if (check.valid) {
    const { refusal } = check;
    return { type: 'refused', reason: signedReason(reply.status, refusal), refusal, refusalJws };
  }
  if (check.problem === 'not-a-refusal')
    return { type: 'stuck', reason: deskReason(reply.status, reply.body) };
  const { status } = reply;
  return { type: 'stuck', reason: { code: 'refusal-unproven', status, problem: check.problem } };
}

const certificates = new WeakMap<HttpsJsonSettings, X509Certificate>();

/** The certificate that is sent: the first of the file. */
function certificateOf(settings: HttpsJsonSettings): X509Certificate {
  const certificate = certificates.get(settings) ?? new X509Certificate(settings.cert);
  certificates.set(settings, certificate);
  return certificate;
}

async function exchangeOnce(
  { network, timeoutMs, signal }: Exchange,
  request: Omit<NetworkRequest, 'timeoutMs' | 'signal'>,
): Promise<NetworkReply | NetworkFailure> {
  try {
    return await network.request({ ...request, timeoutMs, ...(signal ? { signal } : {}) });
  } catch (error) {
    if (error instanceof NetworkFailure) return error;
    throw error;
  }
}
