import { anEngine, aVault, PASSPHRASE, PERSON } from '../support/a-vault.ts';
import { importFile } from '../support/an-import.ts';
import { aScartFile } from './a-scart-file.ts';
import { type Figure, figure, median, timed } from './figures.ts';

/** The queue with many cases in it, and how long it takes to sit down at it. */
export async function queueBench(cases: number): Promise<Figure[]> {
  using vault = await aVault();
  const { client } = vault;
  await importFile(client, aScartFile(cases, 11), { name: 'bench.csv' });
  // The first look brings scores up to date; the bench is about those after it.
  for (let look = 0; look < cases / 500 + 1; look++) await client.review.queue({ limit: 1 });
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
    figure(`engine, unlock, first page ${of}, lock`, median(starts), 'ms'),
  ];
}
