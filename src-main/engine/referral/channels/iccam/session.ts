import type { z } from 'zod';
import type { SettingsOf } from '../../../../../shared/domain/channels/all-channels.ts';
import type { DeliveryTrouble } from '../../../../../shared/domain/delivery-trouble.ts';
import { tidyWords } from '../../../../../shared/domain/tidy-words.ts';
import { parseJsonBytes } from '../../../../exchange/parse-json-bytes.ts';
import { NetworkFailure, type NetworkReply, type NetworkRequest } from '../../../../ports/network.ts';
import type { Exchange } from '../channel.ts';
import { retryAfterMs } from '../https-json/retry-after.ts';
import { tlsOf } from '../server-pins.ts';
import { IccamErrors, Tokens } from './wire.ts';

/** What a failed call means for what was to be done. */
export type Refusal =
  /** ICCAM will not do it: 400, 401, 403 or 500. A person has to look. */
  | 'hard'
  /** ICCAM says that it is not ready for it yet, or could not be reached: to be done later. */
  | 'later';

/** A call that did not succeed. */
export class IccamFailure extends Error {
  override readonly name = 'IccamFailure';
  readonly kind: Refusal;
  readonly trouble: DeliveryTrouble;
  readonly retryAfterMs: number | null;
  /** Whether ICCAM may nevertheless have done what was asked. */
  readonly mayBeDone: boolean;

  constructor(said: {
    kind: Refusal;
    trouble: DeliveryTrouble;
    retryAfterMs?: number | null;
    mayBeDone: boolean;
  }) {
    super(said.trouble.code);
    this.kind = said.kind;
    this.trouble = said.trouble;
    this.retryAfterMs = said.retryAfterMs ?? null;
    this.mayBeDone = said.mayBeDone;
  }
}

/** A successful answer, with its text as it came. */
export interface Answer<Value> {
  value: Value;
  text: string;
}

type IccamSettings = SettingsOf<'iccam'>;

/** The messages with which ICCAM refuses what it accepts later (SCARt, ICCAMerrors.php). */
const NOT_YET = [
  'Report not in correct state for assessments',
  'Report not in the right phase to action',
  'token expired',
];
/** A little before its end a token is renewed, as SCARt does. */
const RENEWED_BEFORE_MS = 60_000;
/** SCARt waits this many pauses after a login, because ICCAM needs them. */
const PAUSES_AFTER_LOGIN = 2;
/** When ICCAM is not ready yet, it is asked again after this. */
const NOT_READY_MS = 5 * 60_000;

/** Troubles that occur before a byte of the request has left. */
const NOT_SENT: ReadonlySet<DeliveryTrouble['code']> = new Set([
  'not-https',
  'not-configured',
  'no-connection',
  'certificates-unreadable',
  'not-certified',
  'other-key',
  'takes-strangers',
  'handshake-failed',
  'handshake-without-key',
  'no-connection-in-time',
  'ended-in-handshake',
  'ended-without-asking',
  'refused-without-asking',
]);

/** One run of calls to ICCAM: logs in at the first, renews its token, and logs out at the end. */
export class IccamSession {
  readonly #settings: IccamSettings;
  readonly #exchange: Exchange;
  #tokens: { bearer: string; refresh: string; endsAtMs: number } | null = null;

  constructor(settings: IccamSettings, exchange: Exchange) {
    this.#settings = settings;
    this.#exchange = exchange;
  }

  /**
   * @param path below the root, for example `rest/Content/7`
   * @throws IccamFailure
   */
  async get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<Answer<z.infer<Schema>>> {
    const reply = await this.#call('GET', path, undefined);
    const value = schema.safeParse(parseJsonBytes(reply.body));
    if (value.success) return { value: value.data, text: new TextDecoder().decode(reply.body) };
    throw unreadable(reply, false);
  }

  /** @throws IccamFailure, which says whether it may be done all the same */
  async post<Schema extends z.ZodType>(
    path: string,
    body: unknown,
    schema: Schema,
  ): Promise<z.infer<Schema>> {
    const reply = await this.#call('POST', path, body);
    const value = schema.safeParse(parseJsonBytes(reply.body));
    if (value.success) return value.data;
    throw unreadable(reply, true);
  }

  /** Changes something; what ICCAM answers to it is of no use. @throws IccamFailure */
  async change(method: 'PUT' | 'POST', path: string, body?: unknown): Promise<void> {
    await this.#call(method, path, body);
  }

  /** Ends the run at ICCAM. A logout that fails does no harm: the token ends by itself. */
  async end(): Promise<void> {
    if (this.#tokens === null || this.#exchange.signal?.aborted) return;
    await this.#once('POST', 'Authentication/logout', undefined).catch(() => undefined);
    this.#tokens = null;
  }

  async #call(method: NetworkRequest['method'], path: string, body: unknown): Promise<NetworkReply> {
    if (this.#tokens === null) await this.#login();
    else if (this.#exchange.nowMs() >= this.#tokens.endsAtMs - RENEWED_BEFORE_MS) await this.#renew();
    await this.#pause(1);
    const reply = await this.#once(method, path, body);
    if (reply.status !== 401) return accepted(reply, this.#exchange.nowMs());
    // A refused token: nothing was done. It may have ended early, and a new one is tried once.
    await this.#renew();
    return accepted(await this.#once(method, path, body), this.#exchange.nowMs());
  }

  async #login(): Promise<void> {
    const { username, password } = this.#settings;
    this.#keep(await this.#once('POST', 'Authentication', { username, password }));
    await this.#pause(PAUSES_AFTER_LOGIN);
  }

  /** A token that cannot be renewed is replaced by that of a new login. */
  async #renew(): Promise<void> {
    const { bearer: bearerToken = '', refresh: refreshToken = '' } = this.#tokens ?? {};
    const reply = await this.#once('POST', 'Authentication/refresh', { bearerToken, refreshToken });
    this.#tokens = null;
    if (reply.status === 200) this.#keep(reply);
    else await this.#login();
  }

  #keep(reply: NetworkReply): void {
    const read = Tokens.safeParse(parseJsonBytes(accepted(reply, this.#exchange.nowMs()).body));
    if (!read.success) throw unreadable(reply, false);
    const { bearerToken, refreshToken, bearerTokenExpiresIn } = read.data;
    this.#tokens = {
      bearer: bearerToken,
      refresh: refreshToken ?? '',
      endsAtMs: this.#exchange.nowMs() + bearerTokenExpiresIn * 1000,
    };
  }

  async #pause(times: number): Promise<void> {
    const ms = Number(this.#settings.pause) * times;
    if (ms > 0) await this.#exchange.sleep(ms);
  }

  async #once(method: NetworkRequest['method'], path: string, body: unknown): Promise<NetworkReply> {
    const { network, timeoutMs, signal } = this.#exchange;
    const { url } = this.#settings;
    try {
      return await network.request({
        method,
        url: `${url}${path}`,
        headers: {
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(this.#tokens === null ? {} : { authorization: `Bearer ${this.#tokens.bearer}` }),
        },
        body: body === undefined ? null : new TextEncoder().encode(JSON.stringify(body)),
        tls: tlsOf(this.#settings),
        timeoutMs,
        ...(signal ? { signal } : {}),
      });
    } catch (error) {
      if (!(error instanceof NetworkFailure)) throw error;
      throw new IccamFailure({
        kind: 'later',
        trouble: error.trouble,
        mayBeDone: !NOT_SENT.has(error.trouble.code),
      });
    }
  }
}

/** Any answer but 200 and the four that mean "no" is an outage, as public code treats it. */
function accepted(reply: NetworkReply, nowMs: number): NetworkReply {
  const { status } = reply;
  if (status === 200) return reply;
  if (status !== 400 && status !== 401 && status !== 403 && status !== 500) {
    throw new IccamFailure({
      kind: 'later',
      trouble: { code: 'answered', status },
      retryAfterMs: retryAfterMs(reply.headers['retry-after'], nowMs),
      // Too many requests: this one was not looked at (RFC 6585, section 4).
      mayBeDone: status !== 429,
    });
  }
  const errors = IccamErrors.safeParse(parseJsonBytes(reply.body)).data?.errors ?? {};
  const said = Object.entries(errors).map(([code, words]): [string, string[]] => [code, [words].flat()]);
  const isNotYet = said.some(([, words]) => words.some((text) => NOT_YET.includes(text)));
  const trouble: DeliveryTrouble =
    said.length === 0
      ? { code: 'answered', status }
      : {
          code: 'answered-with',
          status,
          error: tidyWords(said.map(([code]) => code).join(', ')),
          detail: tidyWords(said.flatMap(([, words]) => words).join('; ')),
        };
  throw new IccamFailure({
    kind: isNotYet ? 'later' : 'hard',
    trouble,
    retryAfterMs: isNotYet ? NOT_READY_MS : null,
    mayBeDone: status === 500,
  });
}

const unreadable = ({ status }: NetworkReply, mayBeDone: boolean): IccamFailure =>
  new IccamFailure({ kind: 'later', trouble: { code: 'partner-answer-unreadable', status }, mayBeDone });
