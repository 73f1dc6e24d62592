import { statSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import type { CaseId } from '../../../shared/domain/ids.ts';
import {
  type Backlog,
  importBacklogList,
  matchesOf,
  PICTURES,
  SUMS,
  takeIn,
} from '../../support/a-backlog.ts';
import { aCommand } from '../../support/a-command.ts';
import { type AVault, aVault } from '../../support/a-vault.ts';
import { countIn, databasePathOf, inDatabaseOf } from '../../support/vault-database.ts';
import { type Figure, figure, timed } from '../figures.ts';
import { percentiles } from './timings.ts';

/** Milliseconds between two looks at the queue. */
const EVERY = 100;

/**
 * All cases of a vault against lists that have just been enabled, through the engine: database, index thread, rules, rows;
 * and how long the queue and a case take to answer meanwhile. The asking is in the same thread as the engine; what it waits
 * for is counted from the moment it was due.
 */
export async function backlogBench(
  size: number,
  { cases, pdq, say }: { cases: number; pdq: boolean; say: (words: string) => void },
): Promise<Figure[]> {
  using vault = await aVault();
  const backlog: Backlog = { seed: 1, cases, listed: size, pdq };
  const figures: Figure[] = [];
  const count = cases.toLocaleString('en');
  const takingIn = await timed(() => takeIn(vault.client, backlog));
  say(`${count} cases taken in`);
  const settling = await timed(() => settled(vault));
  figures.push(
    figure(`intake of ${count} cases, through the contract`, (cases / takingIn) * 1000, 'cases/s'),
    figure('until what is alike among them was noted, after that', settling / 1000, 's'),
    ...(await watched(vault, 'at rest', () => wait(5000))),
  );
  const values = `${size.toLocaleString('en')} values`;
  for (const [name, what] of [
    [SUMS, `SHA-1, ${values}`],
    ...(pdq ? ([[PICTURES, `SHA-1 and PDQ, ${values} each`]] as const) : []),
  ] as const) {
    const importing = await timed(async () => {
      const list = await importBacklogList(vault.client, backlog, name);
      await vault.client.lists.disable({ command: aCommand(), list });
    });
    await settled(vault);
    say(`${name} imported`);
    figures.push(figure(`import of ${name}`, (size / importing) * 1000, 'values/s'));
    const cpu = process.cpuUsage();
    let ms = 0;
    const during = await watched(vault, 'meanwhile', async () => {
      ms = await timed(async () => {
        const list = (await vault.client.lists.list()).find((other) => other.name === name)!.id;
        await vault.client.lists.enable({ command: aCommand(), list });
        await settled(vault);
      });
    });
    const { user, system } = process.cpuUsage(cpu);
    figures.push(
      figure(`backlog of ${count} cases against ${what}`, (cases / ms) * 1000, 'cases/s'),
      figure('the same, for each second of processor time', (cases / (user + system)) * 1e6, 'cases/s'),
      ...during,
    );
  }
  vault.lock();
  const found = await inDatabaseOf(vault.folder, (db) =>
    countIn(db, 'SELECT count(*) AS n FROM case_matches'),
  );
  const expected = Array.from({ length: cases }, (_, number) => matchesOf(backlog, number).length);
  figures.push(
    figure('matches found', found, '', 'expected', sum(expected)),
    figure('database', statSync(databasePathOf(vault.folder)).size / 2 ** 20, 'MiB'),
    figure('most memory of the process', process.resourceUsage().maxRSS / 1024, 'MiB'),
  );
  return figures;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

const settled = (vault: AVault): Promise<void> =>
  vault.engine.context.vault.require().matching.matching.settled();

/** What an analyst waits for while some work is done. */
async function watched({ client }: AVault, when: string, work: () => Promise<unknown>): Promise<Figure[]> {
  const asked = { queue: [] as number[], next: [] as number[], opened: [] as number[] };
  const announced: number[] = [];
  const leaving = new AbortController();
  const watching = (async () => {
    for await (const topics of await client.vault.watch(undefined, { signal: leaving.signal }))
      if (topics.includes('matching')) announced.push(performance.now());
  })().catch(() => {});
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const rssBefore = process.memoryUsage().rss;
  let rss = rssBefore;
  let isDone = false;
  const done = work().finally(() => {
    isDone = true;
  });
  const beganAt = performance.now();
  for (let due = beganAt; !isDone; due = Math.max(due + EVERY, performance.now())) {
    await wait(Math.max(0, due - performance.now()));
    const at = async (to: number[], from: number, question: () => Promise<unknown>) => {
      await question();
      to.push((performance.now() - from) * 1000);
    };
    let cursor: string | null = null;
    let ids: CaseId[] = [];
    await at(asked.queue, due, async () => {
      const page = await client.review.queue({ limit: 50 });
      [cursor, ids] = [page.next, page.cases.map(({ id }) => id)];
    });
    if (cursor !== null) {
      const after = cursor;
      await at(asked.next, performance.now(), () => client.review.queue({ limit: 50, after }));
    }
    const id = ids[asked.queue.length % ids.length];
    if (id) await at(asked.opened, performance.now(), () => client.review.case({ id }));
    rss = Math.max(rss, process.memoryUsage().rss);
  }
  await done;
  const lasted = performance.now() - beganAt;
  leaving.abort();
  await watching;
  delay.disable();
  const silences = announced.map((at, index) => at - (announced[index - 1] ?? at));
  const of = (what: string, us: number[]): Figure[] => {
    const { p50, p99 } = percentiles(us);
    return [
      figure(`${what} ${when}, p50`, p50 / 1000, 'ms'),
      figure(`${what} ${when}, p99`, p99 / 1000, 'ms'),
      figure(`${what} ${when}, longest`, (us.at(-1) ?? Number.NaN) / 1000, 'ms'),
    ];
  };
  return [
    ...of('the queue', asked.queue),
    ...of('its next page', asked.next),
    ...of('opening a case', asked.opened),
    figure(`the engine busy with one thing ${when}, longest`, delay.max / 1e6, 'ms'),
    figure(`progress announced ${when}`, (announced.length / lasted) * 1000, '/s'),
    figure(`progress silent ${when}, longest`, Math.max(0, ...silences), 'ms'),
    figure(`memory more ${when}`, (rss - rssBefore) / 2 ** 20, 'MiB'),
  ];
}
