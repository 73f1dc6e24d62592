import { noPostgres } from '../../tools/postgres-server.ts';
import { objections } from './objections.ts';
import { ANN, at, BEA, decideApart, exchange, openDecided, twoSeats } from './two-seats.ts';
import { expect, goTo, lock, PERSON, test } from './workstation.ts';

test.skip(noPostgres !== null, noPostgres ?? '');

test('two seats share one queue, work apart, and a supervisor settles what they decided differently meanwhile', async ({
  page,
  host,
  browser,
  misdeeds,
}) => {
  test.setTimeout(300_000);
  const found: string[] = [];
  const look = async (what: string, seen: typeof page) => {
    found.push(...(await objections(seen, what)));
  };
  await using team = await twoSeats(page, host, browser, look);
  const { second } = team;
  await exchange(page);
  await expect(page.getByRole('row', { name: new RegExp(BEA) })).toBeVisible();
  await page.getByRole('button', { name: 'Check the hub' }).click();
  await expect(page.getByText('The hub is as it must be, seen from this seat.')).toBeVisible();
  await look('seats', page);
  await decideApart(page, team, look);

  // Ann's decision is in force at both seats; Bea's stands beside it, and its referral is not sent.
  await openDecided(second, 'Closed');
  await expect(second.getByText(`without knowing ${ANN}’s decision`)).toBeVisible();
  await expect(
    second.getByText('Never sent: it belongs to a decision that is not in force.').first(),
  ).toBeVisible();
  await look('parallel', second);
  await lock(page);

  await at(page, PERSON);
  await goTo(page, 'Second review');
  await page
    .getByText(/^Disagreements/)
    .first()
    .click();
  await expect(page.getByText(`${ANN} and ${BEA}`).first()).toBeVisible();
  await page.getByText('Uphold the first').click();
  await page.getByRole('button', { name: 'Uphold', exact: true }).click();
  await expect(page.getByText(/^Upheld: /)).toBeVisible();
  expect(found).toEqual([]);
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});
