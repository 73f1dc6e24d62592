/// <reference path="./pg-client.d.ts" />
import { X509Certificate } from 'node:crypto';
import { Socket } from 'node:net';
import { checkServerIdentity, createSecureContext, type PeerCertificate } from 'node:tls';
import type { ClientConfig } from 'pg';
import Client from 'pg/lib/client.js';
import type { Clock } from '../ports/clock.ts';
import type { Entropy } from '../ports/entropy.ts';
import { HubFailure } from '../ports/hub.ts';
import { copyOut } from './copy-out.ts';
import { type HubCall, LISTEN } from './hub.store.ts';
import { hubFailure } from './hub-trouble.ts';

/** Where a hub listens. */
export interface HubAddress {
  /** A host name or IP address that its certificate names. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
}

/** What proves both ends to each other. All text is PEM. */
export interface HubTls {
  /** The hotline's own certificate authority; no other root is trusted. */
  readonly ca: string;
  /** The device's certificate: its common name is the device's id. Empty, as the key, for a stranger. */
  readonly cert: string;
  readonly key: string;
}

export interface HubSurroundings {
  readonly clock: Clock;
  readonly entropy: Entropy;
}

type TlsVersion = 'TLSv1.3' | 'TLSv1.2';

const CONNECT_MS = 10_000;
const ANSWER_MS = 30_000;
/** The server gives up earlier than the client, so that it says so. */
const STATEMENT_MS = 20_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
/** Finds the other end gone where a network says nothing. */
const KEEP_ALIVE_MS = 15_000;

const ROLE = 'hashline_station';

/** A connection as it is made, and when it is over. */
interface Made {
  readonly ready: Promise<Client>;
  readonly ended: Promise<void>;
  /** Ends it without another word. */
  drop(): void;
}

/**
 * One connection to a hub, made when it is first needed and made anew after it was lost. It carries one call at a time
 * and the hub's notices between them. After a failed try the next one waits, longer each time and by chance, so that
 * forty seats do not return at once; calls meanwhile fail with what the last try found.
 */
export class HubConnection {
  readonly #address: HubAddress;
  readonly #tls: HubTls;
  readonly #version: TlsVersion;
  readonly #clock: Clock;
  readonly #entropy: Entropy;
  readonly #closing = new AbortController();
  readonly #listeners = new Set<() => void>();
  #made: Made | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  /** The failed tries since the last connection, what the last one found, and until when there is no other. */
  #failed: { tries: number; failure: HubFailure; untilMs: number } | null = null;
  #isHurried = false;
  #isKept = false;
  #serverCertificate: PeerCertificate | null = null;

  /** @param version an older one only to see that it is refused */
  constructor(
    address: HubAddress,
    tls: HubTls,
    { clock, entropy }: HubSurroundings,
    version: TlsVersion = 'TLSv1.3',
  ) {
    this.#address = address;
    this.#tls = tls;
    this.#version = version;
    this.#clock = clock;
    this.#entropy = entropy;
  }

  /**
   * Calls the hub, after the calls before it.
   * @returns its rows; every value is text as PostgreSQL writes it, or null
   * @throws {HubFailure}
   */
  ask({ name, text }: Pick<HubCall, 'name' | 'text'>, values: readonly unknown[] = []): Promise<unknown[]> {
    return this.#inTurn(async (client) => {
      const { rows } = await client.query({ name, text, values: [...values] });
      return rows;
    });
  }

  /**
   * Copies rows out of the hub, after the calls before it.
   * @param text of a COPY to the client. It takes no values, so what stands in it must have been checked
   * @throws {HubFailure}
   */
  copy(text: string): Promise<Buffer> {
    return this.#inTurn((client) => copyOut(client, text));
  }

  #inTurn<Answer>(work: (client: Client) => Promise<Answer>): Promise<Answer> {
    const answer = this.#turn.then(() => this.#workNow(work));
    this.#turn = answer.catch(() => {});
    return answer;
  }

  /**
   * Calls back at notices of the hub, and whenever a connection was made: notices may have been missed before it. While
   * anyone listens, a lost connection is made anew by itself. Resolves after the first try, whether the hub was there or
   * not.
   */
  async listen(changed: () => void, signal: AbortSignal): Promise<void> {
    const ending = AbortSignal.any([signal, this.#closing.signal]);
    if (ending.aborted) return;
    this.#listeners.add(changed);
    ending.addEventListener('abort', () => this.#listeners.delete(changed), { once: true });
    await this.#connection().then(
      () => {},
      // Calls tell what is the matter; `#keep` tries again.
      () => {},
    );
    void this.#keep();
  }

  /** When the certificate of the server ends, as it showed it last; null where it has shown none. */
  get serverCertificateEndsAt(): string | null {
    return this.#serverCertificate && new Date(this.#serverCertificate.valid_to).toISOString();
  }

  /** Ends the pause after failed tries, and a try that has not come through yet: it may have begun before the hub was back. */
  hurry(): void {
    if (this.#failed === null) return;
    this.#isHurried = true;
    this.#made?.drop();
    this.#made = null;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    const made = this.#made;
    made?.drop();
    await made?.ended;
  }

  async #workNow<Answer>(work: (client: Client) => Promise<Answer>): Promise<Answer> {
    const client = await this.#connection();
    const made = this.#made;
    const answered = new AbortController();
    const late = this.#clock.sleep(ANSWER_MS, answered.signal).then(() => {
      // Nothing waits for it any more.
      if (answered.signal.aborted) return new Promise<never>(() => {});
      // The answer may still come, and must not be taken for that of another call.
      made?.drop();
      throw new HubFailure({ code: 'unreachable', why: `no answer within ${ANSWER_MS} ms` });
    });
    try {
      return await Promise.race([work(client), late]);
    } catch (error) {
      throw hubFailure(error);
    } finally {
      answered.abort();
    }
  }

  /** @throws {HubFailure} */
  async #connection(): Promise<Client> {
    if (this.#closing.signal.aborted)
      throw new HubFailure({ code: 'unreachable', why: 'this connection was closed' });
    if (this.#made !== null) return this.#made.ready;
    if (this.#failed !== null && !this.#isHurried && this.#clock.monotonicMs() < this.#failed.untilMs)
      throw this.#failed.failure;
    this.#isHurried = false;
    const made = this.#make();
    this.#made = made;
    const forget = () => {
      if (this.#made === made) this.#made = null;
    };
    void made.ended.then(forget);
    try {
      const client = await made.ready;
      this.#failed = null;
      this.#tellListeners();
      return client;
    } catch (error) {
      forget();
      const failure = hubFailure(error);
      const tries = (this.#failed?.tries ?? 0) + 1;
      this.#failed = { tries, failure, untilMs: this.#clock.monotonicMs() + this.#pauseMs(tries) };
      throw failure;
    }
  }

  #make(): Made {
    const socket = new Socket();
    const ended = Promise.withResolvers<void>();
    const ready = async () => {
      expectUsable(this.#tls);
      const client = new Client(
        settings(this.#address, this.#tls, this.#version, socket, (certificate) => {
          this.#serverCertificate = certificate;
        }),
      );
      // Calls under way are told by `pg`; after an error no other call may use this connection.
      client.on('error', () => socket.destroy());
      client.on('end', () => ended.resolve());
      client.on('notification', () => this.#tellListeners());
      await client.connect();
      await client.query(LISTEN);
      return client;
    };
    const drop = () => {
      socket.destroy();
      ended.resolve();
    };
    const made = ready().catch((error: unknown) => {
      drop();
      // Here, and not where it was begun: others may wait for the same try.
      throw hubFailure(error);
    });
    return { ready: made, ended: ended.promise, drop };
  }

  /** Keeps a connection while anyone listens. */
  async #keep(): Promise<void> {
    if (this.#isKept) return;
    this.#isKept = true;
    while (this.#listeners.size > 0) {
      try {
        await this.#connection();
        await this.#made?.ended;
      } catch {
        // Noted in `#failed`, which says how long to wait.
      }
      const waitMs = (this.#failed?.untilMs ?? 0) - this.#clock.monotonicMs();
      await this.#clock.sleep(Math.max(waitMs, this.#pauseMs(1)), this.#closing.signal);
    }
    this.#isKept = false;
  }

  #tellListeners(): void {
    for (const changed of this.#listeners) changed();
  }

  #pauseMs(tries: number): number {
    const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1));
    return longest / 2 + (longest / 2) * ((this.#entropy.bytes(1)[0] ?? 0) / 255);
  }
}

/**
 * Certificates are read before anything is sent: with an empty authority Node falls back on other roots.
 * @throws {HubFailure} `unfit`
 */
function expectUsable({ ca, cert, key }: HubTls): void {
  try {
    new X509Certificate(ca);
    createSecureContext({ ca, cert, key });
  } catch (cause) {
    throw new HubFailure({ code: 'unfit', why: 'the certificates or the key cannot be read' }, { cause });
  }
}

/** Every setting is given and true in JavaScript's sense, because `pg` takes those that are not from PG* variables. */
function settings(
  { host, port, database }: HubAddress,
  tls: HubTls,
  version: TlsVersion,
  socket: Socket,
  seen: (certificate: PeerCertificate) => void,
): ClientConfig {
  const given = {
    host,
    port,
    database,
    user: ROLE,
    // The certificate is all that proves a seat; where this is missing, `pg` reads PGPASSWORD and ~/.pgpass.
    password: () => {
      throw new HubFailure({ code: 'unfit', why: 'the hub asks for a password' });
    },
    ssl: {
      ca: tls.ca,
      cert: tls.cert,
      key: tls.key,
      minVersion: version,
      maxVersion: version,
      // NODE_TLS_REJECT_UNAUTHORIZED=0 changes the default.
      rejectUnauthorized: true,
      checkServerIdentity: (name: string, certificate: PeerCertificate) => {
        seen(certificate);
        return checkServerIdentity(name, certificate);
      },
    },
    sslnegotiation: 'postgres',
    options: '-c search_path=pg_catalog',
    replication: 'false',
    client_encoding: 'UTF8',
    application_name: 'hashline',
    statement_timeout: STATEMENT_MS,
    lock_timeout: STATEMENT_MS,
    idle_in_transaction_session_timeout: STATEMENT_MS,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    stream: () => socket,
    types: { getTypeParser: () => (text: string) => text },
  };
  return given as ClientConfig;
}
