import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCommand } from '../../../support/a-command.ts';
import { aHash, aReport } from '../../../support/a-report.ts';
import { aVault } from '../../../support/a-vault.ts';
import { failureOf } from '../../../support/failure-of.ts';

const HASHES = {
  md5: aHash(32, 1),
  sha1: aHash(40, 2),
  sha256: aHash(64, 3),
  pdq: aHash(64, 4),
  photodna: 'B'.repeat(192),
};

test('a hash finds the cases that hold exactly it, in any spelling', async () => {
  using vault = await aVault();
  const report = (hashes: object) =>
    vault.client.intake.report({
      command: aCommand(),
      report: aReport()
        .ofFile(hashes as typeof HASHES)
        .build(),
    });
  const whole = (await report(HASHES)).cases[0]!.id;
  const similar = (await report({ pdq: HASHES.pdq })).cases[0]!.id;
  const found = async (algorithm: keyof typeof HASHES, value: string) =>
    (await vault.client.matching.lookup({ algorithm, value })).cases.map((record) => record.id).sort();
  expect({
    md5: await found('md5', HASHES.md5.toUpperCase()),
    sha1: await found('sha1', ` ${HASHES.sha1} `),
    sha256: await found('sha256', HASHES.sha256),
    pdq: await found('pdq', HASHES.pdq),
    photodna: await found('photodna', HASHES.photodna),
    other: await found('md5', aHash(32, 9)),
  }).toEqual({
    md5: [whole],
    sha1: [whole],
    sha256: [whole],
    pdq: [whole, similar].sort(),
    photodna: [whole],
    other: [],
  });
});

test('64 digits are never taken for the other kind of hash that has 64', async () => {
  using vault = await aVault();
  await vault.client.intake.report({
    command: aCommand(),
    report: aReport().ofFile({ sha256: HASHES.sha256 }).build(),
  });
  expect((await vault.client.matching.lookup({ algorithm: 'pdq', value: HASHES.sha256 })).cases).toEqual([]);
});

test('what is no hash of the algorithm is refused by its name', async () => {
  using vault = await aVault();
  for (const value of ['', 'xyz', HASHES.md5, `${HASHES.sha1}0`, "' OR 1=1 --"]) {
    expect(await failureOf(vault.client.matching.lookup({ algorithm: 'sha1', value }))).toEqual({
      code: 'REFUSED',
      data: { refusals: [expect.objectContaining({ row: null, field: 'sha1' })] },
    });
  }
});

test('a search leaves a record that names the algorithm and how many were found, and hides the value', async () => {
  using vault = await aVault();
  const report = aReport().ofFile({ md5: HASHES.md5 }).build();
  await vault.client.intake.report({ command: aCommand(), report });
  await vault.client.matching.lookup({ algorithm: 'md5', value: HASHES.md5.toUpperCase() });
  await failureOf(vault.client.matching.lookup({ algorithm: 'md5', value: 'none' }));
  const { entries } = await vault.client.audit.entries({ kind: 'matching.searched' });
  const [data] = entries.map((entry) => entry.data);
  const valueSha256 = createHash('sha256').update(`${data?.search}\n${HASHES.md5}`).digest('hex');
  expect(entries.map((entry) => entry.data)).toEqual([
    { search: data?.search, algorithm: 'md5', found: 1, valueSha256 },
  ]);
});
