import { SearchStore } from '../../src-main/engine/review/search.store.ts';
import { anEngine, aVault, PASSPHRASE, PERSON } from '../support/a-vault.ts';
import { importFile } from '../support/an-import.ts';
import { inDatabaseOf } from '../support/vault-database.ts';
import { aScartFile } from './a-scart-file.ts';
import { type Figure, figure, median, percentile, timed } from './figures.ts';
import { listBench } from './list-bench.ts';

/** The queue with many cases in it, and how long it takes to sit down at it. */
export async function queueBench(cases: number): Promise<Figure[]> {
  using vault = await aVault();
  const { client } = vault;
  await importFile(client, aScartFile(cases, 11), { name: 'bench.csv' });
  const pages: number[] = [];
  let after: string | undefined;
  for (let page = 0; page < 200; page++) {
    const before = performance.now();
    const { next } = await client.review.queue({ limit: 50, ...(after ? { after } : {}) });
    pages.push(performance.now() - before);
    after = next ?? undefined;
  }
  const counts: number[] = [];
  for (let i = 0; i < 30; i++) counts.push(await timed(() => client.review.counts()));
  const filtered: number[] = [];
  for (let i = 0; i < 30; i++)
    filtered.push(await timed(() => client.review.queue({ limit: 50, hosting: 'BE' })));
  vault.lock();
  await inDatabaseOf(vault.folder, (db) => {
    const store = new SearchStore(db);
    for (let reach = -1; reach !== store.indexed().sightings; ) {
      reach = store.indexed().sightings;
      store.index(5000);
    }
  });
  await vault.restart();
  const searches: number[] = [];
  for (let i = 0; i < 60; i++)
    searches.push(await timed(() => vault.client.search.find({ text: wordOf(i, cases) })));
  vault.lock();
  const starts: number[] = [];
  for (let i = 0; i < 5; i++) {
    starts.push(
      await timed(async () => {
        const { engine, client: next } = anEngine(vault.folder);
        await next.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });
        await next.review.queue({ limit: 50 });
        engine.close();
      }),
    );
  }
  const of = `of ${cases.toLocaleString('en')} cases`;
  return [
    figure(`page of 50 ${of}, median`, median(pages), 'ms'),
    figure(`page of 50 by country ${of}, median`, median(filtered), 'ms'),
    figure(`counts by state ${of}, median`, median(counts), 'ms'),
    figure(`search ${of}, median`, median(searches), 'ms'),
    figure(`search ${of}, 99th percentile`, percentile(searches, 99), 'ms'),
    figure(`engine, unlock, first page ${of}, lock`, median(starts), 'ms'),
    ...listBench(cases),
  ];
}

/** What is searched for: a reference, a host, a part of an address that stands in very many, and nothing. */
const wordOf = (turn: number, cases: number): string =>
  [`REF-${(turn * 7919) % cases}`, `host${turn * 61}.example`, `gallery/`, `not-there-${turn}`][turn % 4] ??
  '';
