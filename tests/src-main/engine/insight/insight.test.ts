import { expect, test } from 'vitest';
import { aCommand } from '../../../support/a-command.ts';
import { refer, sendOnce, sendTo } from '../../../support/a-referring-vault.ts';
import { aHash, aReport } from '../../../support/a-report.ts';
import { aVault } from '../../../support/a-vault.ts';
import { illegalIn, legal, undetermined } from '../../../support/an-assessment.ts';
import { aDesk } from '../../receiver/a-desk.ts';

const NOTHING = {
  reports: 0,
  subjects: 0,
  cases: { total: 0, byState: {}, byKind: {} },
  duplicates: 0,
  assessments: { total: 0, byCategory: {}, byLegality: {} },
  referrals: { byDestination: {}, byState: {} },
  daysToDelivery: { '0': 0, '1': 0, '2': 0, '3': 0, '4-5': 0, '6+': 0 },
  daysToRemoval: { '0': 0, '1': 0, '2': 0, '3': 0, '4-5': 0, '6+': 0 },
  overdue: { review: 0, referral: 0 },
};

test('a new vault has nothing to count', async () => {
  using vault = await aVault();
  expect(await vault.client.insight.summary({})).toEqual(NOTHING);
});

test('reports, cases, decisions and referrals are counted as they are', async () => {
  using vault = await aVault();
  const { client } = vault;
  const report = async (built: ReturnType<typeof aReport>) =>
    (await client.intake.report({ command: aCommand(), report: built.build() })).cases[0]!.id;
  const decide = (id: Awaited<ReturnType<typeof report>>, judgement: ReturnType<typeof legal>) =>
    client.review.assess({ command: aCommand(), case: id, judgement });
  await report(aReport().of('https://a.example/'));
  const a = await report(aReport().of('https://a.example/').of('https://b.example/'));
  const file = await report(aReport().ofFile({ md5: aHash(32, 1) }));
  const c = await report(aReport().of('https://c.example/'));
  await decide(a, illegalIn('BE'));
  await decide(file, illegalIn('NL'));
  await decide(c, undetermined());
  await decide(c, legal());
  expect(await client.insight.summary({})).toEqual({
    ...NOTHING,
    reports: 4,
    subjects: 5,
    cases: { total: 4, byState: { open: 1, referred: 2, closed: 1 }, byKind: { url: 3, file: 1 } },
    duplicates: 1,
    assessments: {
      total: 4,
      byCategory: { '1': 1, '2': 1, '4': 1, undetermined: 1 },
      byLegality: { illegal: 2, legal: 1, undetermined: 1 },
    },
    referrals: { byDestination: { police: 1, iccam: 1 }, byState: { queued: 2 } },
  });
});

test('a merged case is counted once', async () => {
  using vault = await aVault();
  const [md5, sha1] = [aHash(32, 1), aHash(40, 2)];
  for (const hashes of [{ md5 }, { sha1 }, { md5, sha1 }]) {
    await vault.client.intake.report({ command: aCommand(), report: aReport().ofFile(hashes).build() });
  }
  const { cases, duplicates, subjects } = await vault.client.insight.summary({});
  expect({ cases, duplicates, subjects }).toEqual({
    cases: { total: 1, byState: { open: 1 }, byKind: { file: 1 } },
    duplicates: 2,
    subjects: 3,
  });
});

test('a period begins with its first day and ends before its last', async () => {
  using vault = await aVault();
  for (const at of [
    '2026-01-31T23:59:59.999Z',
    '2026-02-01T00:00:00.000Z',
    '2026-02-28T23:59:59.999Z',
    '2026-03-01T00:00:00.000Z',
  ]) {
    const report = aReport()
      .of(`https://host-${Date.parse(at)}.example/`)
      .receivedAt(at)
      .build();
    await vault.client.intake.report({ command: aCommand(), report });
  }
  const counts = async (from?: string, to?: string) => {
    const { reports, cases } = await vault.client.insight.summary({
      ...(from ? { from } : {}),
      ...(to ? { to } : {}),
    });
    return [reports, cases.total];
  };
  expect([
    await counts('2026-02-01', '2026-03-01'),
    await counts('2026-02-01'),
    await counts(undefined, '2026-02-01'),
    await counts('2027-01-01', '2026-01-01'),
  ]).toEqual([
    [2, 2],
    [3, 3],
    [1, 1],
    [0, 0],
  ]);
});

test('days to delivery count from receipt, and what is late is late now', async () => {
  await using desk = await aDesk();
  using vault = await aVault();
  await sendTo(vault, 'police', desk);
  await refer(vault, 'today');
  const old = aReport()
    .of('https://old.example/')
    .receivedAt(vault.clock.nowMs() - 2.5 * 86_400_000)
    .build();
  const { cases } = await vault.client.intake.report({ command: aCommand(), report: old });
  await vault.client.review.assess({ command: aCommand(), case: cases[0]!.id, judgement: illegalIn('BE') });
  await refer(vault, 'waiting', 'NL');
  await vault.client.intake.report({
    command: aCommand(),
    report: aReport().of('https://open.example/').build(),
  });
  await sendOnce(vault);
  const now = await vault.client.insight.summary({});
  vault.clock.advance(25 * 3_600_000);
  const later = await vault.client.insight.summary({});
  expect([now.daysToDelivery, now.overdue, later.overdue]).toEqual([
    { '0': 1, '1': 0, '2': 1, '3': 0, '4-5': 0, '6+': 0 },
    { review: 0, referral: 0 },
    { review: 1, referral: 1 },
  ]);
});
