import type { X509Certificate } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import type { DeskErrorCode } from '../exchange/referral-wire.ts';
import {
  IDEMPOTENCY_KEY_HEADER,
  MAXIMUM_REFERRAL_BYTES,
  REFERRAL_MEDIA_TYPE,
  SIGNATURE_HEADER,
  SIGNED_ANSWER_MEDIA_TYPE,
} from '../exchange/referral-wire.ts';
import { namesOneHost } from '../server/one-host.ts';
import { readBody } from '../server/read-body.ts';
import type { Desk } from './desk.ts';
import type { DeskPage } from './desk-page.ts';
import type { Faults } from './fault-switches.ts';
import { DESK_OFFICER_PURPOSE } from './issue-certificate.ts';
import type { ReceiverEvent } from './receiver-event.ts';

/** Speaks HTTP for a desk: one referral per POST to `/referrals`, its status at `/referrals/<referral>/status`. */
export class DeskHttp {
  readonly #desk: Desk;
  readonly #page: DeskPage | null;
  readonly #faults: Faults;
  readonly #random: () => number;
  readonly #log: (event: ReceiverEvent) => void;

  /** @param page what the desk's officers see; null where the desk has no page */
  constructor(
    desk: Desk,
    page: DeskPage | null,
    faults: Faults,
    random: () => number,
    log: (event: ReceiverEvent) => void,
  ) {
    this.#desk = desk;
    this.#page = page;
    this.#faults = faults;
    this.#random = random;
    this.#log = log;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.#route(request, response);
    } catch {
      // The sender hung up, or the disk failed: in both cases it must not be told that the referral was stored.
      if (response.headersSent || request.socket.destroyed) response.destroy();
      else this.#refuse(response, 500, 'internal', 'the desk could not do this');
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.#faults.delayMs > 0) await wait(this.#faults.delayMs);
    if (this.#random() < this.#faults.rate) {
      request.resume();
      this.#log({ type: 'failed-on-purpose', status: this.#faults.status });
      return sendError(response, this.#faults.status, 'unavailable', 'fails on purpose');
    }
    if (!namesOneHost(request)) return this.#refuse(response, 400, 'bad-request', 'host is to be named once');
    const path = request.url ?? '';
    const isOfficer = certificateOf(request).keyUsage?.includes(DESK_OFFICER_PURPOSE) ?? false;
    if (isOfficer && this.#page !== null && !path.startsWith('/referrals'))
      return this.#page.answer(request, response);
    if (isOfficer)
      return this.#refuse(response, 403, 'officer-certificate', 'an officer of the desk refers nothing');
    if (path === '/referrals') {
      if (request.method === 'POST') return this.#takeReferral(request, response);
      return this.#refuse(response, 405, 'wrong-method', 'referrals are posted');
    }
    const id = /^\/referrals\/([0-9a-f-]{36})\/status$/.exec(path)?.[1];
    if (id !== undefined && request.method === 'GET') return this.#tellStatus(request, response, id);
    return this.#refuse(response, 404, 'not-found', 'there is nothing at this address');
  }

  async #takeReferral(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (mediaTypeOf(request) !== REFERRAL_MEDIA_TYPE) {
      return this.#refuse(response, 415, 'wrong-media-type', `a referral is ${REFERRAL_MEDIA_TYPE}`);
    }
    const body = await readBody(request, MAXIMUM_REFERRAL_BYTES);
    if (body === null) {
      return this.#refuse(
        response,
        413,
        'too-large',
        `a referral is at most ${MAXIMUM_REFERRAL_BYTES} bytes`,
      );
    }
    const outcome = await this.#desk.accept({
      certificate: certificateOf(request),
      idempotencyKey: headerOf(request, IDEMPOTENCY_KEY_HEADER),
      signature: headerOf(request, SIGNATURE_HEADER),
      body,
    });
    if (outcome.type === 'refused') {
      const { status, error, detail, refusal } = outcome;
      if (refusal === null) return this.#refuse(response, status, error, detail);
      this.#log({ type: 'refused', status, error, detail });
      response.writeHead(status, { 'content-type': SIGNED_ANSWER_MEDIA_TYPE });
      response.end(refusal);
      return;
    }
    const { referral, reference, receipt } = outcome.record;
    if (this.#random() < this.#faults.dropAfterAcceptRate) {
      this.#log({ type: 'dropped', referral, reference });
      request.socket.destroy();
      return;
    }
    this.#log({ type: outcome.type, referral, reference });
    response.writeHead(outcome.type === 'stored' ? 201 : 200, { 'content-type': SIGNED_ANSWER_MEDIA_TYPE });
    response.end(receipt);
  }

  async #tellStatus(request: IncomingMessage, response: ServerResponse, id: string): Promise<void> {
    const found = await this.#desk.takedown({
      certificate: certificateOf(request),
      signature: headerOf(request, SIGNATURE_HEADER),
      referral: id,
    });
    if (found.type === 'refused') return this.#refuse(response, found.status, found.error, found.detail);
    const { report, events, damagedLines } = found;
    this.#log({ type: 'status-told', referral: id, events, damagedLines });
    response.writeHead(200, { 'content-type': SIGNED_ANSWER_MEDIA_TYPE });
    response.end(report);
  }

  #refuse(response: ServerResponse, status: number, error: DeskErrorCode, detail: string): void {
    this.#log({ type: 'refused', status, error, detail });
    sendError(response, status, error, detail);
  }
}

/** @throws where there is none, which the server's settings exclude */
function certificateOf(request: IncomingMessage): X509Certificate {
  const certificate = (request.socket as TLSSocket).getPeerX509Certificate();
  if (certificate === undefined) throw new Error('a connection without a client certificate was let in');
  return certificate;
}

/** The value of a header that was sent exactly once, otherwise the empty text. */
function headerOf(request: IncomingMessage, name: string): string {
  const values = request.headersDistinct[name];
  return values?.length === 1 ? (values[0] ?? '') : '';
}

const mediaTypeOf = (request: IncomingMessage): string | undefined =>
  headerOf(request, 'content-type').split(';')[0]?.trim().toLowerCase();

function sendError(response: ServerResponse, status: number, error: DeskErrorCode, detail: string): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(status === 503 || status === 429 ? { 'retry-after': '1' } : {}),
  });
  response.end(JSON.stringify({ error, detail }));
}
