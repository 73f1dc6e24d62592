import { expect, test } from 'vitest';
import { aCommand } from '../../../support/a-command.ts';
import { aReport } from '../../../support/a-report.ts';
import { aVault } from '../../../support/a-vault.ts';
import { importFile } from '../../../support/an-import.ts';
import { AN_MD5, scartFile, scartRow, vicsHashSet } from '../../../support/intake.ts';

test('all reports of a vault, imported and typed ones, are taken in by another as they were, and that is recorded', async () => {
  using from = await aVault();
  using to = await aVault();
  await importFile(
    from.client,
    scartFile([scartRow('https://one.example/'), scartRow('https://two.example/')]),
  );
  await importFile(from.client, vicsHashSet([{ MD5: AN_MD5 }]), { name: 'set.json' });
  await from.client.intake.report({
    command: aCommand(),
    report: { ...aReport().of('https://three.example/').build(), narrative: 'As told by phone.' },
  });
  const lines: string[] = [];
  let erased = 0;
  for await (const piece of await from.client.audit.exportReports()) {
    lines.push(...piece.lines);
    erased += piece.erased;
  }
  await importFile(to.client, `${lines.join('\n')}\n`, { name: 'reports.jsonl' });
  const subjectsOf = async ({ client }: typeof from) =>
    (await client.review.queue({})).cases.map(({ subject, sightings }) => [subject, sightings]).sort();
  const again: string[] = [];
  for await (const piece of await to.client.audit.exportReports()) again.push(...piece.lines);
  const { entries } = await from.client.audit.entries({ kind: 'audit.disclosed' });
  expect({ erased, cases: await subjectsOf(to), again }).toEqual({
    erased: 0,
    cases: await subjectsOf(from),
    again: lines,
  });
  expect([lines.length, entries.map(({ data }) => data)]).toEqual([
    4,
    [{ of: 'reports', entries: expect.any(Number) }],
  ]);
});
