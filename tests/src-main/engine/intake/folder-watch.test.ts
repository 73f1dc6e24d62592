import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aCommand } from '../../../support/a-command.ts';
import { aFolder } from '../../../support/a-folder.ts';
import { aProfile } from '../../../support/a-profile.ts';
import { type AVault, aVault } from '../../../support/a-vault.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { scartFile, scartRow } from '../../../support/intake.ts';

const GOOD = scartFile([scartRow('https://a.example/1')]);

/** What the engine does about the folder when it looks. */
const look = async (vault: AVault, afterMs = 0) => {
  vault.clock.advance(afterMs);
  await vault.engine.context.vault.require().folderWatch.attend();
};
const watch = (vault: AVault, folder: string, profile: string | null = null, keepGood = false) =>
  vault.client.intake.watchFolder({ command: aCommand(), plan: { folder, keepGood, profile } });
const told = async (vault: AVault) => {
  const { files, ...counts } = await vault.client.intake.watching();
  return { ...counts, files: files.map(({ name, to, casesNew, refused }) => [name, to, casesNew, refused]) };
};

test('a file that stays the same for ten seconds is imported and moved with a note, a refused one apart with its reasons', async () => {
  using vault = await aVault();
  using folder = aFolder();
  writeFileSync(join(folder.path, 'good.csv'), GOOD);
  writeFileSync(join(folder.path, 'bad.csv'), scartFile([scartRow('no address')]));
  writeFileSync(join(folder.path, 'later.csv.part'), GOOD);
  writeFileSync(join(folder.path, 'elsewhere'), GOOD);
  mkdirSync(join(folder.path, 'in'));
  symlinkSync(join(folder.path, 'elsewhere'), join(folder.path, 'in', 'link.csv'));
  const inside = join(folder.path, 'in');
  for (const name of ['good.csv', 'bad.csv', 'later.csv.part'])
    writeFileSync(join(inside, name), readFileSync(join(folder.path, name)));
  await watch(vault, inside);
  await look(vault);
  await look(vault, 9000);
  writeFileSync(join(inside, 'good.csv'), `${GOOD}\n`);
  await look(vault, 1000);
  const early = await told(vault);
  await look(vault, 10_000);
  expect([early.files, await told(vault)]).toEqual([
    [['bad.csv', 'failed', 0, 1]],
    {
      plan: { folder: inside, keepGood: false, profile: null },
      imported: 1,
      failed: 1,
      waiting: 0,
      problem: null,
      files: [
        ['good.csv', 'done', 1, 0],
        ['bad.csv', 'failed', 0, 1],
      ],
    },
  ]);
  expect(readdirSync(inside).sort()).toEqual(['done', 'failed', 'later.csv.part', 'link.csv']);
  expect(readFileSync(join(inside, 'failed', 'bad.csv.note.txt'), 'utf8')).toBe(
    'row 2, URL: bad-url (not-an-address)\n',
  );
  expect(readFileSync(join(inside, 'done', 'good.csv.note.txt'), 'utf8')).toContain('1 reports, 1 new cases');
  const [batch] = await vault.client.intake.batches();
  expect(batch).toMatchObject({ fileName: 'good.csv', reports: 1 });
});

test('a file that was stored and not moved changes nothing the next time, and is moved then', async () => {
  using vault = await aVault();
  using folder = aFolder();
  await watch(vault, folder.path);
  for (const name of ['one.csv', 'two.csv']) {
    writeFileSync(join(folder.path, name), GOOD);
    await look(vault);
    await look(vault, 10_000);
  }
  expect((await told(vault)).files).toEqual([
    ['two.csv', 'done', 0, 0],
    ['one.csv', 'done', 1, 0],
  ]);
  expect((await vault.client.intake.batches()).length).toBe(1);
});

test('a watched folder reads tables with the profile it names', async () => {
  using vault = await aVault();
  using folder = aFolder();
  await vault.client.intake.saveProfile({
    command: aCommand(),
    name: 'Partner',
    text: JSON.stringify(aProfile()),
  });
  await watch(vault, folder.path, 'Partner', true);
  writeFileSync(
    join(folder.path, 'week.csv'),
    'Nr;Adres;Ontvangen;Land\nR-1;https://a.example/;;\nR-2;x;;\n',
  );
  await look(vault);
  await look(vault, 10_000);
  expect((await told(vault)).files).toEqual([['week.csv', 'done', 1, 1]]);
});

test('a folder that cannot be watched is refused when it is named, and one that goes away is told and found again', async () => {
  using vault = await aVault();
  using folder = aFolder();
  const inside = join(folder.path, 'in');
  const refused = await Promise.all([
    failureOf(watch(vault, 'in')),
    failureOf(watch(vault, inside)),
    failureOf(watch(vault, folder.path, 'Nobody')),
  ]);
  expect(refused.map(({ code }) => code)).toEqual(['CONFLICT', 'STORAGE', 'NOT_FOUND']);
  mkdirSync(inside);
  await watch(vault, inside);
  rmSync(inside, { recursive: true });
  await look(vault);
  const gone = (await told(vault)).problem;
  mkdirSync(inside);
  writeFileSync(join(inside, 'good.csv'), GOOD);
  await look(vault, 5000);
  await look(vault, 10_000);
  expect([gone, (await told(vault)).problem, (await told(vault)).imported]).toEqual([
    expect.stringContaining('ENOENT'),
    null,
    1,
  ]);
  await vault.client.intake.watchFolder({ command: aCommand(), plan: null });
  writeFileSync(join(inside, 'other.csv'), scartFile([scartRow('https://other.example/')]));
  await look(vault);
  await look(vault, 10_000);
  expect(readdirSync(inside)).toContain('other.csv');
});
