import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import { DestinationId } from '../../shared/domain/ids.ts';
import { FolderAssets } from '../../src-main/ports/assets.ts';
import { systemClock } from '../../src-main/ports/clock.ts';
import type { Network, NetworkReply, NetworkRequest } from '../../src-main/ports/network.ts';
import { NodeNetwork } from '../../src-main/ports/node-network.ts';
import { type DeskCertificates, makeCertificates } from '../../src-main/receiver/certificates.ts';
import { AssetsWithRate } from '../../tools/assets-with-rate.ts';
import { tlsOf } from '../src-main/receiver/a-desk.ts';
import { aCommand } from '../support/a-command.ts';
import { aFolder } from '../support/a-folder.ts';
import { refer, sendOnce } from '../support/a-referring-vault.ts';
import { ASSETS, type AVault, aVault } from '../support/a-vault.ts';
import { inDatabaseOf } from '../support/vault-database.ts';
import { type Figure, figure, timed } from './figures.ts';

/** Referrals sent, and bare requests, in turns, so that other work on the machine slows both. */
const TURN = 50;
const DESK_PROCESS = join(import.meta.dirname, '..', 'src-main', 'receiver', 'desk-process.ts');

/**
 * Referrals drained by the courier to a desk on this machine over mutual TLS, each with its two durable commits and a
 * signature, beside the same requests posted to another such desk by a loop of node:https with one connection that is
 * kept alive. Both desks are processes of their own.
 */
export async function deliveryBench(referrals: number, queued: number): Promise<Figure[]> {
  using folders = new DisposableStack();
  const certificates = await makeCertificates({ dir: folders.use(aFolder()).path });
  const ours = await aDeskProcess(folders.use(aFolder()).path, certificates);
  const theirs = await aDeskProcess(folders.use(aFolder()).path, certificates);
  const sent: NetworkRequest[] = [];
  const assets = new AssetsWithRate(new FolderAssets(ASSETS), 0);
  using vault = await aVault({
    ports: { clock: systemClock, assets, network: (hosts) => new Recorder(new NodeNetwork(hosts), sent) },
  });
  const settings = { url: urlOf(ours.port), ...tlsOf(certificates) };
  await vault.client.referral.addDestination({
    command: aCommand(),
    destination: { id: DestinationId.parse('police'), channel: { kind: 'https-json', settings } },
  });
  const bare = new Agent({ keepAlive: true, maxSockets: 1, ...tlsOf(certificates), minVersion: 'TLSv1.3' });
  let [oursMs, theirsMs, cpuUs, bareCpuUs] = [0, 0, 0, 0];
  for (let from = 0; from < referrals; from += TURN) {
    for (let each = 0; each < TURN; each++) await refer(vault, `host-${from + each}`);
    sent.length = 0;
    const before = process.cpuUsage();
    oursMs += await timed(async () => {
      const { delivered } = await sendOnce(vault);
      if (delivered !== TURN) throw new Error(`the desk took ${delivered} of ${TURN}`);
    });
    cpuUs += cpuSince(before);
    const bareBefore = process.cpuUsage();
    theirsMs += await timed(async () => {
      for (const one of sent) await post(urlOf(theirs.port), one, bare);
    });
    bareCpuUs += cpuSince(bareBefore);
  }
  bare.destroy();
  const perSecond = (ms: number) => (referrals / ms) * 1000;
  const figures = [
    figure(
      'referrals delivered to a local desk',
      perSecond(oursMs),
      'referrals/s',
      'the same by bare node:https',
      perSecond(theirsMs),
    ),
    figure(
      'one referral delivered, processor time',
      cpuUs / 1000 / referrals,
      'ms',
      'bare',
      bareCpuUs / 1000 / referrals,
    ),
    ...(await memoryBench(vault, queued)),
  ];
  for (const { child } of [ours, theirs]) child.kill();
  return figures;
}

/** What the courier's process holds in memory while very many referrals wait behind the one that it sends. */
async function memoryBench(vault: AVault, queued: number): Promise<Figure[]> {
  for (let each = 0; each < TURN; each++) await refer(vault, `last-${each}`);
  vault.lock();
  // Copies of the last referral, in line behind those that are sent, and due later.
  await inDatabaseOf(vault.folder, (db) =>
    db
      .prepare(
        `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
         INSERT INTO referrals (id, case_id, assessment_id, destination, state, queued_at, next_attempt_at, not_before, deadline_at,
           purpose, idempotency_key, body)
         SELECT 'copy-' || i, case_id, 'copy-' || i, destination, 'queued', queued_at, ?, not_before, deadline_at,
           purpose, idempotency_key, body FROM n, (SELECT * FROM referrals ORDER BY line DESC LIMIT 1)`,
      )
      .run([queued, Date.now() + 3_600_000]),
  );
  const mib = () => {
    globalThis.gc?.();
    return process.memoryUsage().rss / 1024 / 1024;
  };
  const before = mib();
  await vault.unlock();
  const ms = await timed(() => sendOnce(vault));
  return [
    figure(
      `memory more with ${queued.toLocaleString('en')} queued, after ${TURN} were sent`,
      mib() - before,
      'MiB',
    ),
    figure(`one referral delivered with ${queued.toLocaleString('en')} queued`, ms / TURN, 'ms'),
  ];
}

const urlOf = (port: number): string => `https://127.0.0.1:${port}/referrals`;

const cpuSince = (before: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(before);
  return user + system;
};

/** Keeps the requests that went out, so that they can be sent again as they were. */
class Recorder implements Network {
  readonly #inner: NodeNetwork;
  readonly #sent: NetworkRequest[];

  constructor(inner: NodeNetwork, sent: NetworkRequest[]) {
    this.#inner = inner;
    this.#sent = sent;
  }

  request(request: NetworkRequest): Promise<NetworkReply> {
    this.#sent.push(request);
    return this.#inner.request(request);
  }

  close(): void {
    this.#inner.close();
  }
}

async function aDeskProcess(
  dir: string,
  certificates: DeskCertificates,
): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, [DESK_PROCESS, dir, '0', certificates.dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout!, 'data');
  return { child, port: Number(String(line)) };
}

function post(url: string, { method, headers, body }: NetworkRequest, agent: Agent): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const outgoing = httpsRequest(url, {
    agent,
    method,
    headers: { ...headers, 'content-length': String(body?.length ?? 0) },
  });
  outgoing.on('error', reject);
  outgoing.on('response', (incoming) => {
    incoming.resume();
    incoming.on('end', () => {
      if (incoming.statusCode === 201) resolve();
      else reject(new Error(`the desk answered ${incoming.statusCode}`));
    });
  });
  outgoing.end(body);
  return promise;
}
