import { X509Certificate } from 'node:crypto';
import type { ReferralId } from '../../../shared/domain/ids.ts';
import type { DeliveryOutcome, TakedownReport } from '../../../shared/domain/referral.ts';
import type { HotlineKey } from '../../exchange/hotline-signature.ts';
import { signReferral, signStatusRequest } from '../../exchange/hotline-signature.ts';
import {
  IDEMPOTENCY_KEY_HEADER,
  REFERRAL_MEDIA_TYPE,
  SIGNATURE_HEADER,
  SIGNED_ANSWER_MEDIA_TYPE,
  statusUrl,
} from '../../exchange/referral-wire.ts';
import type { Network, NetworkReply, NetworkRequest, NetworkTls } from '../../ports/network.ts';
import { NetworkFailure } from '../../ports/network.ts';
import { deskReason, signedReason } from './desk-reason.ts';
import { verifyReceipt, verifyRefusal, verifyReport } from './receipt.ts';
import { retryAfterMs } from './retry-after.ts';

/** A destination of kind `https-json`. */
export interface HttpsJsonDestination {
  /** Where referrals are posted; the status of one stands at `<url>/<referral>/status`. */
  url: string;
  tls: NetworkTls;
}

/** A referral as the outbox keeps it. Every attempt sends exactly these bytes under exactly this key. */
export interface FrozenReferral {
  referral: ReferralId;
  /** Lower-case hexadecimal SHA-256. */
  idempotencyKey: string;
  body: Uint8Array;
}

export interface Exchange {
  network: Network;
  timeoutMs: number;
  nowMs: () => number;
  signal?: AbortSignal;
}

export type TakedownAnswer =
  | { type: 'report'; report: TakedownReport; reportJws: string }
  /** The destination answered about the referral, but nothing that it signed and that holds. Nothing of it is to be recorded. */
  | { type: 'unproven'; reason: string }
  /** It could not be asked. */
  | { type: 'failed'; reason: string; retryAfterMs: number | null };

/** Of the answers 4xx, those that ask to come again (RFC 9110, 15.5.9; RFC 8470, 5.2; RFC 6585, 4). */
const COME_AGAIN = new Set([408, 425, 429]);

const isPermanent = (status: number): boolean => status >= 400 && status < 500 && !COME_AGAIN.has(status);

/** Sends a frozen referral once and tells what came of it. Never throws for what the network or the destination does. */
export async function deliver(
  frozen: FrozenReferral,
  destination: HttpsJsonDestination,
  hotlineKey: HotlineKey,
  exchange: Exchange,
): Promise<DeliveryOutcome> {
  const reply = await ask(exchange, {
    method: 'POST',
    url: destination.url,
    headers: {
      'content-type': REFERRAL_MEDIA_TYPE,
      [IDEMPOTENCY_KEY_HEADER]: frozen.idempotencyKey,
      [SIGNATURE_HEADER]: await signReferral(frozen.body, hotlineKey, certificateOf(destination)),
    },
    body: frozen.body,
    tls: destination.tls,
  });
  if (reply instanceof NetworkFailure) {
    return { type: 'retry', reason: failureReason(reply), retryAfterMs: null };
  }
  if (reply.status === 200 || reply.status === 201) {
    return readReceipt(reply, frozen, destination, exchange.nowMs());
  }
  if (isPermanent(reply.status)) return readRefusal(reply, frozen, destination, exchange.nowMs());
  return {
    type: 'retry',
    reason: deskReason(reply.status, reply.body),
    retryAfterMs: retryAfterMs(reply.headers['retry-after'], exchange.nowMs()),
  };
}

/** Asks a destination what became of a referral. Never throws for what the network or the destination does. */
export async function fetchTakedown(
  frozen: Pick<FrozenReferral, 'referral' | 'body'>,
  destination: HttpsJsonDestination,
  hotlineKey: HotlineKey,
  exchange: Exchange,
): Promise<TakedownAnswer> {
  const reply = await ask(exchange, {
    method: 'GET',
    url: statusUrl(destination.url, frozen.referral),
    headers: {
      accept: SIGNED_ANSWER_MEDIA_TYPE,
      [SIGNATURE_HEADER]: await signStatusRequest(frozen.referral, hotlineKey, certificateOf(destination)),
    },
    body: null,
    tls: destination.tls,
  });
  const failed = (reason: string, waitMs: number | null = null): TakedownAnswer => ({
    type: 'failed',
    reason,
    retryAfterMs: waitMs,
  });
  if (reply instanceof NetworkFailure) return failed(failureReason(reply));
  if (reply.status === 404) return { type: 'unproven', reason: deskReason(reply.status, reply.body) };
  if (reply.status !== 200) {
    const waitMs = retryAfterMs(reply.headers['retry-after'], exchange.nowMs());
    return failed(deskReason(reply.status, reply.body), waitMs);
  }
  const reportJws = new TextDecoder().decode(reply.body).trim();
  const check = await verifyReport(reportJws, frozen, destination.tls.ca, new Date(exchange.nowMs()));
  if (check.valid) return { type: 'report', report: check.report, reportJws };
  const reason = `the destination answered ${reply.status}, but its report does not hold (${check.problem})`;
  return { type: 'unproven', reason };
}

async function readReceipt(
  reply: NetworkReply,
  frozen: FrozenReferral,
  destination: HttpsJsonDestination,
  nowMs: number,
): Promise<DeliveryOutcome> {
  const receiptJws = new TextDecoder().decode(reply.body).trim();
  const check = await verifyReceipt(receiptJws, frozen, destination.tls.ca, new Date(nowMs));
  if (check.valid) return { type: 'delivered', receipt: check.receipt, receiptJws };
  const reason = `the destination answered ${reply.status}, but its receipt does not hold (${check.problem})`;
  return { type: 'retry', reason, retryAfterMs: null };
}

/** Only what the desk signed is final. Anything else leaves the referral to a person. */
async function readRefusal(
  reply: NetworkReply,
  frozen: FrozenReferral,
  destination: HttpsJsonDestination,
  nowMs: number,
): Promise<DeliveryOutcome> {
  const refusalJws = new TextDecoder().decode(reply.body).trim();
  const check = await verifyRefusal(refusalJws, frozen, destination.tls.ca, new Date(nowMs));
  if (check.valid) {
    const { refusal } = check;
    return { type: 'refused', reason: signedReason(reply.status, refusal), refusal, refusalJws };
  }
  if (check.problem === 'not-a-refusal')
    return { type: 'stuck', reason: deskReason(reply.status, reply.body) };
  const reason = `the destination answered ${reply.status}, but its refusal does not hold (${check.problem})`;
  return { type: 'stuck', reason };
}

/** The one that is sent: the first of the file. */
const certificateOf = ({ tls }: HttpsJsonDestination): X509Certificate => new X509Certificate(tls.cert);

async function ask(
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

const failureReason = ({ kind, detail }: NetworkFailure): string => `${kind}: ${detail}`;
