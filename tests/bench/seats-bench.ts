import { setTimeout as wait } from 'node:timers/promises';
import type Client from 'pg/lib/client.js';
import { systemClock } from '../../src-main/ports/clock.ts';
import type { Hub } from '../../src-main/ports/hub.ts';
import { noPostgres, stopPostgres, superuser } from '../../tools/postgres-server.ts';
import { assetsWith } from '../fault/impatient-assets.ts';
import { type OpenSeat, openSeat } from '../fault/seats-at-the-end.ts';
import { aCommand } from '../support/a-command.ts';
import { aFolder } from '../support/a-folder.ts';
import { aPostgresHub, startHubServer } from '../support/a-postgres.ts';
import { aPostgresTeam, type HubInPostgres } from '../support/a-postgres-team.ts';
import { aReport } from '../support/a-report.ts';
import { illegalIn } from '../support/an-assessment.ts';
import { type Figure, figure, percentile, timed } from './figures.ts';

/** Connected beside the two seats whose people are looked at; they take what is new, as seats do, and apply nothing. */
const OTHERS = 38;
/** As a new seat asks for deeds. */
const AT_ONCE = 200;

/** A decision that waits for a second review is hidden from the person who was drawn for it. */
const withoutReview: Parameters<typeof assetsWith>[0] = ({ review }) => {
  review.graceSeconds = 0;
  review.secondReviewRate = { illegal: 0, legal: 0, undetermined: 0 };
};

/**
 * Whole seats at a hub in a PostgreSQL that waits for its disk: how soon a decision is seen at another one, and how fast a
 * new one takes in the log.
 */
export async function seatsBench(decisions: number, entries: number): Promise<Figure[]> {
  if (noPostgres !== null) throw new Error(noPostgres);
  using folder = aFolder();
  const server = await startHubServer(folder.path, { isDurable: true });
  try {
    await using hub = await aPostgresHub(server);
    let readMs = 0;
    let read = 0;
    let beganMs: number | null = null;
    using team = await aPostgresTeam(hub, {
      names: ['Ada Analyst'],
      port: server.port,
      ports: { assets: assetsWith(withoutReview), clock: systemClock },
      prepare: async ({ client }) => {
        for (let each = 0; each * 2 < entries; each++) await decide(client, `before-${each}`);
      },
      joining: (step) => {
        if (step.state === 'reading') beganMs ??= performance.now();
        if (step.state !== 'joined') return;
        read = step.entries;
        readMs = performance.now() - (beganMs ?? performance.now());
      },
    });
    await using bare = await superuser(server, hub.address.database);
    await using heard = await superuser(server, hub.address.database);
    await bare.query('CREATE TABLE bare (place bigint PRIMARY KEY, sealed bytea NOT NULL)');
    const copied = await timed(() => copyByPieces(bare, read));
    const perSecond = (ms: number) => (read * 1000) / ms;
    const caughtUp = figure(
      `entries that a new seat verifies and applies, of ${read}`,
      perSecond(readMs),
      'entries/s',
      'bare rows read and inserted by as many',
      perSecond(copied),
    );
    const seats: OpenSeat[] = [];
    for (const seat of team.seats) seats.push(await openSeat(seat, { clock: systemClock, background: true }));
    const ending = new AbortController();
    const others = await connected(hub, ending.signal);
    try {
      const seen = await visible(seats as [OpenSeat, OpenSeat], decisions);
      const theirs = await bareNotices(bare, heard, decisions);
      return [
        ...[50, 99].map((percent) =>
          figure(
            `decision seen at another seat of ${seats.length + others.length}, p${percent}`,
            percentile(seen, percent),
            'ms',
            'a bare row, told and read',
            percentile(theirs, percent),
          ),
        ),
        caughtUp,
      ];
    } finally {
      ending.abort();
      for (const seat of seats) seat[Symbol.dispose]();
      await Promise.all(others.map((one) => one.close()));
    }
  } finally {
    stopPostgres(server);
  }
}

async function decide(client: OpenSeat['client'], host: string): Promise<string> {
  const report = aReport().of(`https://${host}.example/`).build();
  const { cases } = await client.intake.report({ command: aCommand(), report });
  const id = cases[0]!.id;
  await client.review.assess({ command: aCommand(), case: id, judgement: illegalIn('BE') });
  return id;
}

/** Milliseconds from when a person decides at the first seat until the decision is in the rows of the second. */
async function visible([author, reader]: [OpenSeat, OpenSeat], decisions: number): Promise<number[]> {
  const { announcer } = reader.engine.context;
  const took: number[] = [];
  for (let each = 0; each < decisions; each++) {
    const report = aReport().of(`https://seen-${each}.example/`).build();
    const { cases } = await author.client.intake.report({ command: aCommand(), report });
    const id = cases[0]!.id;
    const decisionsThere = () =>
      reader.client.review.case({ id }).then(
        ({ assessments }) => assessments.length,
        () => null,
      );
    const until = async (is: (there: number | null) => boolean): Promise<void> => {
      for (;;) {
        const changed = Promise.withResolvers<void>();
        const unlisten = announcer.listen(() => changed.resolve());
        try {
          if (is(await decisionsThere())) return;
          await changed.promise;
        } finally {
          unlisten();
        }
      }
    };
    await until((there) => there !== null);
    // The exchange about the report comes to its end.
    await wait(20);
    took.push(
      await timed(async () => {
        await author.client.review.assess({ command: aCommand(), case: id, judgement: illegalIn('BE') });
        await until((there) => there === 1);
      }),
    );
  }
  return took;
}

/** The same of a row that one connection inserts, and of which another is told and reads it. */
async function bareNotices(author: Client, reader: Client, rows: number): Promise<number[]> {
  let told = (): void => {};
  reader.on('notification', () => told());
  await reader.query('LISTEN bare');
  const took: number[] = [];
  for (let each = 0; each < rows; each++) {
    const place = -1 - each;
    const isTold = new Promise<void>((resolve) => {
      told = resolve;
    });
    took.push(
      await timed(async () => {
        await author.query(`INSERT INTO bare VALUES (${place}, '\\x00'); NOTIFY bare`);
        await isTold;
        await reader.query({
          name: 'read',
          text: 'SELECT sealed FROM bare WHERE place = $1',
          values: [place],
        });
      }),
    );
  }
  return took;
}

/** Reads so many rows of the hub and inserts them in another table, by as many as a seat takes in at once. */
async function copyByPieces(client: Client, rows: number): Promise<void> {
  for (let from = 0; from < rows; from += AT_ONCE) {
    const { rows: read } = await client.query({
      name: 'some',
      text: 'SELECT position, sealed FROM hl.entries WHERE position >= $1 ORDER BY position LIMIT $2',
      values: [from, AT_ONCE],
    });
    await client.query({
      name: 'many',
      text: 'INSERT INTO bare SELECT * FROM unnest($1::bigint[], $2::bytea[])',
      values: [read.map(({ position }) => position), read.map(({ sealed }) => sealed)],
    });
  }
}

/** Connections of other seats, which pull what is new at each notice. */
async function connected(
  hub: HubInPostgres & { as(device: string): Promise<Hub> },
  signal: AbortSignal,
): Promise<Hub[]> {
  const others: Hub[] = [];
  for (let each = 0; each < OTHERS; each++) {
    const device = `0190000a-0000-7000-8000-${String(each).padStart(12, '0')}`;
    await hub.admitFirst(device);
    const other = await hub.as(device);
    let { size } = await other.head();
    let isAsking = false;
    const take = async () => {
      if (isAsking) return;
      isAsking = true;
      size += (await other.pull(size, AT_ONCE).catch(() => [])).length;
      isAsking = false;
    };
    await other.listen(() => void take(), signal);
    others.push(other);
  }
  return others;
}
