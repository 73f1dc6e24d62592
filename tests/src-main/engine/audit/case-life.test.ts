import { describe, expect, test } from 'vitest';
import { aCommand } from '../../../support/a-command.ts';
import { aHash, aReport } from '../../../support/a-report.ts';
import { aVault } from '../../../support/a-vault.ts';
import { illegalIn, legal } from '../../../support/an-assessment.ts';
import { importFile } from '../../../support/an-import.ts';
import { scartFile, scartRow } from '../../../support/intake.ts';

describe('the life of a case', () => {
  test('begins with the file that brought it, oldest first, and can be read in pieces', async () => {
    using vault = await aVault();
    const { client } = vault;
    await importFile(client, scartFile([scartRow('https://a.example/'), scartRow('https://b.example/')]));
    const [{ id }] = (await client.review.queue({ limit: 1 })).cases as [
      Awaited<ReturnType<typeof client.review.case>>['summary'],
    ];
    await client.review.claim({ command: aCommand(), id });
    await client.review.assess({ command: aCommand(), case: id, judgement: illegalIn('BE') });
    const whole = await client.audit.timeline({ case: id });
    const second = await client.audit.timeline({ case: id, after: whole.entries[0]!.seq, limit: 1 });
    expect({
      cases: whole.cases,
      kinds: whole.entries.map(({ kind }) => kind),
      total: whole.total,
      second: second.entries,
    }).toEqual({
      cases: [id],
      kinds: ['intake.imported', 'intake.stored', 'case.claimed', 'case.assessed'],
      total: 4,
      second: [whole.entries[1]],
    });
  });

  test('holds the lives of cases that were merged into it, by way of others too', async () => {
    using vault = await aVault();
    const { client } = vault;
    const [md5, sha1, sha256] = [aHash(32, 1), aHash(40, 2), aHash(64, 3)];
    const report = async (hashes: object) => {
      const { cases } = await client.intake.report({
        command: aCommand(),
        report: aReport().ofFile(hashes).build(),
      });
      return cases[0]!.id;
    };
    const first = await report({ md5 });
    vault.clock.advance(1);
    const second = await report({ sha1 });
    vault.clock.advance(1);
    const third = await report({ sha256 });
    await client.review.assess({ command: aCommand(), case: second, judgement: legal() });
    const joined = await report({ md5, sha1 });
    const last = await report({ sha1, sha256 });
    const life = await client.audit.timeline({ case: last });
    const alone = await client.audit.entries({ case: third, limit: 500 });
    expect(last).toBe(joined);
    expect({
      cases: [...life.cases].sort(),
      kinds: life.entries.map(({ kind }) => kind).sort(),
      order: life.entries.map(({ seq }) => seq),
      alone: alone.entries.map(({ kind }) => kind).includes('case.merged'),
    }).toEqual({
      cases: [first, second, third].sort(),
      kinds: [
        'case.assessed',
        'case.merged',
        'case.merged',
        'case.reopened',
        ...Array.from({ length: 5 }, () => 'intake.reported'),
      ],
      order: life.entries.map(({ seq }) => seq).sort((a, b) => a - b),
      alone: true,
    });
  });
});

test('entries are found by the time the workstation said, in the order they were written', async () => {
  using vault = await aVault();
  const { client, clock } = vault;
  const extend = () => client.vault.extendDuty({ command: aCommand(), reason: 'more to do' });
  const startMs = clock.nowMs();
  await extend();
  clock.advance(60_000);
  await extend();
  clock.advance(60_000);
  await extend();
  const instant = (ms: number) => new Date(startMs + ms).toISOString();
  const seqs = async (filter: { from?: string; to?: string }) =>
    (await client.audit.entries({ kind: ['duty.extended', 'clock.jumped'], ...filter })).entries.map(
      ({ seq }) => seq,
    );
  const all = await seqs({});
  expect({
    from: await seqs({ from: instant(60_000) }),
    until: await seqs({ to: instant(60_000) }),
    between: await seqs({ from: instant(60_000), to: instant(60_001) }),
    // The same instant, written shorter.
    short: await seqs({ from: `${instant(60_000 - (startMs % 1000)).slice(0, 19)}Z` }),
    nothing: await seqs({ from: instant(60_001), to: instant(60_002) }),
  }).toEqual({
    from: all.slice(0, 2),
    until: [all[2]],
    between: [all[1]],
    short: all.slice(0, 2),
    nothing: [],
  });
});

test('totals are of what fits, and the size is of everything', async () => {
  using vault = await aVault();
  const { client } = vault;
  await client.vault.extendDuty({ command: aCommand(), reason: 'more to do' });
  const everything = await client.audit.entries({});
  const some = await client.audit.entries({ kind: ['duty.extended'], actor: vault.session.person.id });
  const device = await client.audit.entries({ actor: vault.session.device });
  expect([everything.total, everything.size, some.total, some.size, device.total]).toEqual([
    everything.size,
    everything.size,
    1,
    everything.size,
    0,
  ]);
});
