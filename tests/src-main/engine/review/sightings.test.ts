import { expect, test } from 'vitest';
import { aVault } from '../../../support/a-vault.ts';
import { importFile } from '../../../support/an-import.ts';

/** Reports of one address, the last of which was received last. */
const reports = (countries: readonly (string | null)[]): string =>
  countries
    .map((country, number) =>
      JSON.stringify({
        format: 'hashline-report/1',
        channel: 'web-form',
        reference: `r${number}`,
        subjects: [{ kind: 'url', url: 'https://one.example/', hosting: { country } }],
      }),
    )
    .join('\n');

test('all sightings of a case can be read, the newest first, and nothing twice', async () => {
  using vault = await aVault();
  await importFile(vault.client, reports(Array.from({ length: 450 }, () => 'BE')), { name: 'a.jsonl' });
  const [one] = (await vault.client.review.queue({})).cases;
  const seen = [...(await vault.client.review.case({ id: one!.id })).sightings];
  const pages = [seen.length];
  for (;;) {
    const page = await vault.client.review.sightings({ case: one!.id, before: seen.at(-1)!.number });
    if (page.length === 0) break;
    pages.push(page.length);
    seen.push(...page);
  }
  expect([pages, seen.map(({ reference }) => reference)]).toEqual([
    [200, 200, 50],
    Array.from({ length: 450 }, (_, index) => `r${449 - index}`),
  ]);
});

test('the countries that reports of a case name are counted, those that most name first', async () => {
  using vault = await aVault();
  await importFile(vault.client, reports(['NL', 'BE', 'US', 'BE', null, 'BE', 'NL']), { name: 'a.jsonl' });
  const [one] = (await vault.client.review.queue({})).cases;
  expect((await vault.client.review.case({ id: one!.id })).hostings).toEqual([
    { country: 'BE', sightings: 3 },
    { country: 'NL', sightings: 2 },
    { country: null, sightings: 1 },
    { country: 'US', sightings: 1 },
  ]);
});
