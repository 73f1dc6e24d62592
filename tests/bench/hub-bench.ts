import { randomBytes } from 'node:crypto';
import type Client from 'pg/lib/client.js';
import type { Hub, Sealed } from '../../src-main/ports/hub.ts';
import { noPostgres, stopPostgres, superuser } from '../../tools/postgres-server.ts';
import { aFolder } from '../support/a-folder.ts';
import { aPostgresHub, startHubServer } from '../support/a-postgres.ts';
import { type Figure, figure, percentile, timed } from './figures.ts';

const DEVICES = [...'abcd'].map((letter) => `0190000${letter}-0000-7000-8000-000000000000`);
const DEED_BYTES = 1024;
const WRITERS = 3;
const BATCH = 500;
/** Calls of ours and of the yardstick in turns, so that other work on the machine slows both. */
const TURN = 25;

/**
 * A hub over TLS, in a PostgreSQL that waits for its disk, beside bare statements of the superuser at the same server's
 * socket, without functions, checks or TLS.
 */
export async function hubBench(pushes: number, deeds: number): Promise<Figure[]> {
  if (noPostgres !== null) throw new Error(noPostgres);
  using folder = aFolder();
  const server = await startHubServer(folder.path, { isDurable: true });
  try {
    const hub = await aPostgresHub(server);
    const seats: Hub[] = [];
    for (const device of DEVICES) {
      await hub.admitFirst(device);
      seats.push(await hub.as(device));
    }
    await hub.run('CREATE TABLE bare (place bigint PRIMARY KEY, sealed bytea NOT NULL)');
    await hub.run('ALTER TABLE bare ALTER COLUMN sealed SET STORAGE EXTERNAL');
    const bare: (Client & AsyncDisposable)[] = [];
    for (let each = 0; each < WRITERS; each++) bare.push(await superuser(server, hub.address.database));
    const bench = new HubBench(seats, bare);
    const figures = [
      ...(await bench.singles(pushes)),
      await bench.writers(pushes),
      await bench.batches(deeds),
      await bench.pull(),
      ...(await bench.leases(pushes)),
    ];
    for (const client of bare) await client.end();
    await hub[Symbol.asyncDispose]();
    return figures;
  } finally {
    stopPostgres(server);
  }
}

class HubBench {
  readonly #seats: readonly Hub[];
  readonly #bare: readonly Client[];
  readonly #next = DEVICES.map(() => 0);
  #place = 0;

  constructor(seats: readonly Hub[], bare: readonly Client[]) {
    this.#seats = seats;
    this.#bare = bare;
  }

  async #push(seat: number, deeds: readonly Sealed[]): Promise<void> {
    const first = this.#next[seat]!;
    this.#next[seat] = first + deeds.length;
    await this.#seats[seat]!.push(0, first, deeds);
  }

  async #insert(client: Client): Promise<void> {
    const [place, sealed] = [this.#place++, randomBytes(DEED_BYTES)];
    await client.query({ name: 'one', text: 'INSERT INTO bare VALUES ($1, $2)', values: [place, sealed] });
  }

  /** How long one push takes, until its author knows and until another seat is told. */
  async singles(pushes: number): Promise<Figure[]> {
    const ending = new AbortController();
    let told = (): void => {};
    await this.#seats[3]!.listen(() => told(), ending.signal);
    let toldBare = (): void => {};
    this.#bare[1]!.on('notification', () => toldBare());
    await this.#bare[1]!.query('LISTEN bare');
    const [ours, notices, theirs, bareNotices]: [number[], number[], number[], number[]] = [[], [], [], []];
    for (let from = 0; from < pushes; from += TURN) {
      for (let each = 0; each < TURN; each++) {
        const before = performance.now();
        const isTold = new Promise<void>((resolve) => {
          told = resolve;
        });
        const noticed = isTold.then(() => notices.push(performance.now() - before));
        ours.push(await timed(() => this.#push(0, [aDeed()])));
        await noticed;
      }
      for (let each = 0; each < TURN; each++) {
        theirs.push(await timed(() => this.#insert(this.#bare[0]!)));
        const isTold = new Promise<void>((resolve) => {
          toldBare = resolve;
        });
        const before = performance.now();
        await this.#bare[0]!.query(`INSERT INTO bare VALUES (${this.#place++}, '\\x00'); NOTIFY bare`);
        await isTold;
        bareNotices.push(performance.now() - before);
      }
    }
    ending.abort();
    await this.#bare[1]!.query('UNLISTEN bare');
    return [50, 99].flatMap((percent) => [
      figure(
        `push of one deed to the hub, p${percent}`,
        percentile(ours, percent),
        'ms',
        'a bare insert',
        percentile(theirs, percent),
      ),
      figure(
        `notice of a push at another seat, p${percent}`,
        percentile(notices, percent),
        'ms',
        'a bare insert and its notice',
        percentile(bareNotices, percent),
      ),
    ]);
  }

  async writers(pushes: number): Promise<Figure> {
    const each = Math.ceil(pushes / WRITERS / TURN) * TURN;
    const inTurns = (work: (writer: number) => Promise<void>) =>
      Promise.all(
        Array.from({ length: WRITERS }, async (_none, writer) => {
          for (let nth = 0; nth < TURN; nth++) await work(writer);
        }),
      );
    let [oursMs, theirsMs] = [0, 0];
    for (let done = 0; done < each; done += TURN) {
      oursMs += await timed(() => inTurns((writer) => this.#push(writer, [aDeed()])));
      theirsMs += await timed(() => inTurns((writer) => this.#insert(this.#bare[writer]!)));
    }
    const perSecond = (ms: number) => (each * WRITERS * 1000) / ms;
    return figure(
      `single deeds of ${WRITERS} writers to the hub`,
      perSecond(oursMs),
      'deeds/s',
      'bare inserts',
      perSecond(theirsMs),
    );
  }

  async batches(deeds: number): Promise<Figure> {
    let [oursMs, theirsMs] = [0, 0];
    for (let done = 0; done < deeds; done += BATCH) {
      const batch = Array.from({ length: BATCH }, aDeed);
      oursMs += await timed(() => this.#push(1, batch));
      const from = this.#place;
      this.#place += BATCH;
      const places = batch.map((_deed, index) => from + index);
      theirsMs += await timed(() =>
        this.#bare[0]!.query({
          name: 'many',
          text: 'INSERT INTO bare SELECT * FROM unnest($1::bigint[], $2::bytea[])',
          values: [places, batch.map(({ sealed }) => sealed)],
        }),
      );
    }
    const perSecond = (ms: number) => (deeds * 1000) / ms;
    return figure(
      `deeds pushed to the hub by ${BATCH}`,
      perSecond(oursMs),
      'deeds/s',
      'an insert of as many rows',
      perSecond(theirsMs),
    );
  }

  /** All that was pushed. */
  async pull(): Promise<Figure> {
    let [count, oursMs, theirsMs] = [0, 0, 0];
    for (let round = 0; round < 3; round++) {
      count = 0;
      oursMs += await timed(async () => {
        for (;;) {
          const deeds = await this.#seats[2]!.pull(count, 1000);
          if (deeds.length === 0) return;
          count += deeds.length;
        }
      });
      theirsMs += await timed(() =>
        this.#bare[0]!.query(
          'COPY (SELECT position, device, seq, epoch, sealed FROM hl.entries ORDER BY position) TO STDOUT',
        ),
      );
    }
    const perSecond = (ms: number) => (count * 3 * 1000) / ms;
    return figure('deeds pulled from the hub', perSecond(oursMs), 'deeds/s', 'COPY', perSecond(theirsMs));
  }

  async leases(calls: number): Promise<Figure[]> {
    const tag = randomBytes(32);
    const [taken, renewed]: [number[], number[]] = [[], []];
    for (let each = 0; each < calls; each++) {
      taken.push(await timed(() => this.#seats[0]!.lease(randomBytes(32), 60_000)));
      renewed.push(await timed(() => this.#seats[0]!.lease(tag, 60_000)));
    }
    return [
      figure('lease taken at the hub, p50', percentile(taken, 50), 'ms'),
      figure('lease renewed at the hub, p50', percentile(renewed, 50), 'ms'),
    ];
  }
}

const aDeed = (): Sealed => ({ epoch: 1, sealed: randomBytes(DEED_BYTES) });
