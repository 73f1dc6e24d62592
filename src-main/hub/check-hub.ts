import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { HubFailure } from '../ports/hub.ts';
import { CALLS, FORBIDDEN, TRIAL } from './hub.store.ts';
import { type HubAddress, HubConnection, type HubSurroundings, type HubTls } from './hub-connection.ts';
import { hubFailure } from './hub-trouble.ts';

/** One thing that was tried at a hub, and what was found. */
export interface HubCheck {
  readonly what:
    | 'reached'
    | 'schema'
    | 'tls'
    | 'server-certificate'
    | 'own-certificate'
    | 'strangers'
    | 'grants'
    | 'clock'
    | 'round-trip';
  readonly ok: boolean;
  /** In plain English. */
  readonly finding: string;
}

const SCHEMA_VERSION = 1;
const DAY_MS = 24 * 60 * 60 * 1000;
/** Time to make another certificate and carry it to a machine. */
const ENOUGH_DAYS = 30;
/** A hub's clock ends leases and dates what it hears; certificates count in days. */
const CLOCK_MS = 60_000;
const ROUND_TRIP_MS = 250;
const ROUND_TRIPS = 9;

/**
 * Tries a hub from a seat: that it works, and that it refuses what it must. Leaves nothing behind.
 * @returns the first check alone where the hub cannot be reached
 */
export async function checkHub(
  address: HubAddress,
  tls: HubTls,
  surroundings: HubSurroundings,
): Promise<HubCheck[]> {
  const nowMs = surroundings.clock.nowMs();
  const connection = new HubConnection(address, tls, surroundings);
  try {
    const rows = await connection.ask(CALLS.about).catch((error: unknown) => hubFailure(error));
    if (rows instanceof HubFailure) return [{ what: 'reached', ok: false, finding: toldOf(rows) }];
    const [about] = z.tuple([CALLS.about.row]).parse(rows);
    return [
      { what: 'reached', ok: true, finding: `PostgreSQL ${about.server_version}` },
      {
        what: 'schema',
        ok: about.schema_version === SCHEMA_VERSION,
        finding: `version ${about.schema_version} of the schema, ${SCHEMA_VERSION} is due`,
      },
      await tlsCheck(about.tls_version, address, tls, surroundings),
      lasting('server-certificate', connection.serverCertificateEndsAt, nowMs),
      lasting('own-certificate', new X509Certificate(tls.cert).validToDate.toISOString(), nowMs),
      await strangers(address, tls, surroundings),
      await grants(connection),
      await clockCheck(connection, surroundings),
      await roundTrip(connection, surroundings),
    ];
  } finally {
    await connection.close();
  }
}

const toldOf = ({ trouble }: HubFailure): string =>
  'why' in trouble ? `${trouble.code}: ${trouble.why}` : trouble.code;

function lasting(what: HubCheck['what'], endsAt: string | null, nowMs: number): HubCheck {
  const days = Math.floor((Date.parse(endsAt ?? '') - nowMs) / DAY_MS);
  return { what, ok: days >= ENOUGH_DAYS, finding: `ends on ${endsAt?.slice(0, 10)}, in ${days} days` };
}

/** Whether TLS 1.3 is in use, and TLS 1.2 refused. */
async function tlsCheck(
  used: string,
  address: HubAddress,
  tls: HubTls,
  surroundings: HubSurroundings,
): Promise<HubCheck> {
  const refusal = await firstRefusalOf(new HubConnection(address, tls, surroundings, 'TLSv1.2'));
  const isRefused = /protocol.version/i.test(refusal);
  const older = isRefused ? 'TLS 1.2 is refused' : `with TLS 1.2 it says: ${refusal}`;
  return { what: 'tls', ok: used === 'TLSv1.3' && isRefused, finding: `${used} is used, ${older}` };
}

/** Whether a connection without a certificate is refused by the server's rule of who may connect. */
async function strangers(
  address: HubAddress,
  { ca }: HubTls,
  surroundings: HubSurroundings,
): Promise<HubCheck> {
  const refusal = await firstRefusalOf(new HubConnection(address, { ca, cert: '', key: '' }, surroundings));
  const isRefused = refusal.startsWith('28');
  const finding = isRefused
    ? 'a connection without a certificate is refused'
    : `without a certificate it says: ${refusal}`;
  return { what: 'strangers', ok: isRefused, finding };
}

async function firstRefusalOf(connection: HubConnection): Promise<string> {
  try {
    return await refusalOf(connection, CALLS.about.text);
  } finally {
    await connection.close();
  }
}

async function grants(connection: HubConnection): Promise<HubCheck> {
  const wrong: string[] = [];
  for (const text of FORBIDDEN) {
    await connection.ask({ name: '', text: TRIAL.begin });
    const refusal = await refusalOf(connection, text);
    await connection.ask({ name: '', text: TRIAL.end });
    if (refusal !== INSUFFICIENT_PRIVILEGE) wrong.push(`${text} (${refusal})`);
  }
  return {
    what: 'grants',
    ok: wrong.length === 0,
    finding:
      wrong.length === 0
        ? `${FORBIDDEN.length} statements are refused, as they must be`
        : `a seat is not refused: ${wrong.join('; ')}`,
  };
}

const INSUFFICIENT_PRIVILEGE = '42501';

/** The SQLSTATE with which a statement is refused, or what happened instead. */
async function refusalOf(connection: HubConnection, text: string): Promise<string> {
  try {
    await connection.ask({ name: '', text });
    return 'done';
  } catch (error) {
    const said = z.object({ cause: z.object({ code: z.string(), severity: z.string() }) }).safeParse(error);
    return said.success ? said.data.cause.code : toldOf(hubFailure(error));
  }
}

/** On a connection that is there: making one takes longer than a call. */
async function clockCheck(connection: HubConnection, { clock }: HubSurroundings): Promise<HubCheck> {
  const askedMs = clock.nowMs();
  const [about] = z.tuple([CALLS.about.row]).parse(await connection.ask(CALLS.about));
  const differenceMs = about.clock_ms - (askedMs + clock.nowMs()) / 2;
  const seconds = Math.round(Math.abs(differenceMs) / 100) / 10;
  return {
    what: 'clock',
    ok: Math.abs(differenceMs) <= CLOCK_MS,
    finding: `the hub's clock is ${seconds} s ${differenceMs < 0 ? 'behind' : 'ahead of'} this one`,
  };
}

async function roundTrip(connection: HubConnection, { clock }: HubSurroundings): Promise<HubCheck> {
  const times: number[] = [];
  for (let each = 0; each < ROUND_TRIPS; each++) {
    const before = clock.monotonicMs();
    await connection.ask(CALLS.head);
    times.push(clock.monotonicMs() - before);
  }
  const median = times.sort((a, b) => a - b)[Math.floor(ROUND_TRIPS / 2)] ?? Number.NaN;
  return {
    what: 'round-trip',
    ok: median <= ROUND_TRIP_MS,
    finding: `a call takes ${Math.round(median * 10) / 10} ms`,
  };
}
