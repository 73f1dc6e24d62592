import { createServer } from 'node:https';
import { join } from 'node:path';
import { PageFiles } from '../page/page-files.ts';
import { makePrivateFolder } from '../server/durable-file.ts';
import type { DeskCertificates } from './certificates.ts';
import { makeCertificates } from './certificates.ts';
import { Desk } from './desk.ts';
import { DeskHttp } from './desk-http.ts';
import { DeskPage } from './desk-page.ts';
import type { Faults } from './fault-switches.ts';
import { NO_FAULTS } from './fault-switches.ts';
import type { ReceiverEvent } from './receiver-event.ts';

export interface ReceiverOptions {
  /** Holds `referrals/`, `status/`, `hotlines.json` and, unless given, `certificates/`. */
  dir: string;
  /** 0 for any free port. */
  port: number;
  host?: string;
  /** The desk's name in its receipts. */
  name: string;
  /** Further host names for the server certificate, if it is still to be made. */
  names?: readonly string[];
  /** The built page; without it the desk has none. */
  pageFolder?: string;
  fail?: Partial<Faults>;
  certificates?: DeskCertificates;
  log?: (event: ReceiverEvent) => void;
  nowMs?: () => number;
  /** Returns numbers in [0, 1) that decide which requests fail on purpose. */
  random?: () => number;
}

export interface Receiver {
  /** The address to which referrals are posted. */
  url: string;
  port: number;
  certificates: DeskCertificates;
  /** Number of stored referrals. */
  size(): number;
  close(): Promise<void>;
}

/** What is needed to open a desk without listening. */
export interface DeskFolder extends Pick<ReceiverOptions, 'dir' | 'name' | 'certificates' | 'nowMs'> {
  /** Host names for the server certificate, if it is still to be made. */
  names?: readonly string[];
  refuses?: () => boolean;
}

/** Opens the desk in a folder, and makes its certificates if there are none. */
export async function openDesk({
  dir,
  name,
  names = [],
  nowMs = Date.now,
  refuses,
  certificates,
}: DeskFolder): Promise<{ desk: Desk; certificates: DeskCertificates }> {
  await makePrivateFolder(dir);
  const own = certificates ?? (await makeCertificates({ dir: join(dir, 'certificates'), names }));
  const desk = await Desk.open({
    dir,
    name,
    receiptKey: own.receipt,
    nowMs,
    ...(refuses ? { refuses } : {}),
  });
  return { desk, certificates: own };
}

/**
 * Starts the reference receiving desk: HTTPS with TLS 1.3, which requires a client certificate of its own authority.
 */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const { dir, port, host = '127.0.0.1', name, names = [], nowMs = Date.now, random = Math.random } = options;
  const log = options.log ?? (() => undefined);
  const faults = { ...NO_FAULTS, ...options.fail };
  const { desk, certificates } = await openDesk({
    dir,
    name,
    names: [host, ...names],
    nowMs,
    refuses: () => faults.refuseRate > 0 && random() < faults.refuseRate,
    ...(options.certificates ? { certificates: options.certificates } : {}),
  });

  const hosts = new Set([host, 'localhost', '127.0.0.1', ...names]);
  const page =
    options.pageFolder === undefined
      ? null
      : new DeskPage({ dir, name, desk, files: PageFiles.fromFolder(options.pageFolder), hosts, nowMs, log });
  const http = new DeskHttp(desk, page, faults, random, log);
  const server = createServer(
    {
      cert: certificates.server.cert,
      key: certificates.server.key,
      ca: certificates.ca,
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.3',
      headersTimeout: 10_000,
      requestTimeout: 30_000,
    },
    (request, response) => void http.answer(request, response),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `https://${host.includes(':') ? `[${host}]` : host}:${bound}/referrals`,
    port: bound,
    certificates,
    size: () => desk.size,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
