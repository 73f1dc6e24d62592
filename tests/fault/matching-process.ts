/**
 * Matches a backlog while somebody works with the queue, until it is killed: `node matching-process.ts <folder> <backlog>
 * <pause>`. Says on stdout how far it is, a JSON line each, at once.
 */
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { type Backlog, importBacklogList, PICTURES, SUMS } from '../support/a-backlog.ts';
import { anEngine, PASSPHRASE, PERSON } from '../support/a-vault.ts';
import type { MatchingSaid } from './killed-while-matching.ts';

const [folder = '', given = '', pause = '0'] = process.argv.slice(2);
const backlog = JSON.parse(given) as Backlog;
const say = (said: MatchingSaid) => writeSync(1, `${JSON.stringify(said)}\n`);
const megabytes = () => Math.round(process.resourceUsage().maxRSS / 1024);

await once(process.stdin, 'data');
process.stdin.destroy();
const { engine, client } = anEngine(folder);
await client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });
const { matching } = engine.context.vault.require().matching;
const sayProgress = () => {
  const progress = matching.progress();
  if (progress.state !== 'matching') return;
  say({ what: 'matching', done: progress.done, megabytes: megabytes() });
  // A few thousand cases are matched before anybody could kill this; a million are not.
  if (pause !== '0') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(pause));
};
sayProgress();
engine.context.announcer.listen((topics) => {
  if (topics.includes('matching')) sayProgress();
});
const there = new Set(
  (await client.lists.list()).filter(({ version }) => version > 0).map(({ name }) => name),
);
for (const name of [SUMS, ...(backlog.pdq ? ([PICTURES] as const) : [])] as const)
  if (!there.has(name)) await importBacklogList(client, backlog, name);
let isDone = false;
const done = matching.settled().then(() => {
  isDone = true;
});
while (!isDone) {
  const { cases } = await client.review.queue({ limit: 50 });
  for (const { id } of cases.slice(0, 2)) await client.review.case({ id });
  await wait(50);
}
await done;
say({ what: 'done', megabytes: megabytes() });
// To be killed.
await wait(1_000_000);
