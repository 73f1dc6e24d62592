import { objections } from './objections.ts';
import { expect, openVault, test } from './workstation.ts';

const HEAD = 'scope,value,address,language,name\n';

/** A book of contacts, with this many domains. */
const book = (domains: number, more = ''): string =>
  HEAD +
  Array.from(
    { length: domains },
    (_, at) => `domain,site-${at}.example,abuse-${at}@provider.example,en,Provider ${at}\n`,
  ).join('') +
  more;

test('a supervisor replaces the book of contacts by a file, sees what changed, and finds a contact', async ({
  page,
  host,
  misdeeds,
}) => {
  await openVault(page, host, [['Ann', 'analyst']]);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('outbox: con');
  await page.keyboard.press('Enter');
  await expect(page.getByText('No contacts yet')).toBeVisible();
  await page.getByRole('button', { name: 'Import a CSV file…' }).click();
  const dialog = page.getByRole('dialog');
  const give = (name: string, text: string) =>
    dialog
      .locator('input[type=file]')
      .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

  await give(
    'wrong.csv',
    `${HEAD}domain,site-1.example,nobody,en,A\nplanet,earth,abuse@provider.example,en,B\n`,
  );
  await expect(dialog.getByText('wrong.csv was not taken')).toBeVisible();
  await expect(dialog.getByRole('row', { name: /2 ADDRESS/ })).toBeVisible();
  await expect(dialog.getByRole('row', { name: /3 SCOPE/ })).toBeVisible();
  await give('book.csv', book(2000, 'country,RO,abuse@registry.example,ro,Registry\n'));
  await expect(dialog.getByText('book.csv: 2,001 contacts; 2,001 new or changed, 0 gone')).toBeVisible();
  await expect(dialog.getByText('so that they get English: 1.')).toBeVisible();
  await give('next.csv', book(1999, 'network,192.0.2.0/24,abuse@network.example,en,Network\n'));
  await expect(dialog.getByText('next.csv: 2,000 contacts; 1 new or changed, 2 gone')).toBeVisible();
  const changes = dialog.getByRole('table', { name: 'What the import changed' });
  await expect(changes.getByRole('row')).toHaveText([
    /Change/,
    'NewNetwork192.0.2.0/24abuse@network.exampleenNetwork',
    'GoneDomainsite-1999[.]exampleabuse-1999@provider.exampleenProvider 1999',
    'GoneCountryRO (Romania)abuse@registry.exampleroRegistry',
  ]);
  const found = await objections(page, 'import of contacts');
  await page.keyboard.press('Escape');

  const table = page.getByRole('table', { name: 'Contacts at providers' });
  await expect(table).toHaveAttribute('aria-rowcount', '2001');
  expect(await table.getByRole('row').count()).toBeLessThan(100);
  await page.getByRole('region', { name: 'Contacts at providers' }).last().focus();
  await page.keyboard.press('End');
  await expect(table.getByRole('row', { name: /192\.0\.2\.0/ })).toBeVisible();
  await page.getByLabel('Search').fill('SITE-1998[.]');
  await expect(table.getByRole('row')).toHaveCount(2);
  await expect(page.getByText('1 of 2,000')).toBeVisible();
  await page.getByText('AS', { exact: true }).click();
  await expect(page.getByText('No contact fits.')).toBeVisible();
  found.push(...(await objections(page, 'contacts')));
  expect(found).toEqual([]);
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});
