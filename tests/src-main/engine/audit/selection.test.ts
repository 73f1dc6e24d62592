import { describe, expect, test } from 'vitest';
import type { EngineClient } from '../../../../shared/contract/contract.ts';
import { verifySelection } from '../../../../shared/ledger/selection.ts';
import { nodeLedgerCrypto } from '../../../../src-main/engine/keys/signing-key.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aReport } from '../../../support/a-report.ts';
import { type AVault, aVault } from '../../../support/a-vault.ts';
import { illegalIn, legal } from '../../../support/an-assessment.ts';

type Filter = Parameters<EngineClient['audit']['exportSelection']>[0];

async function selected({ client }: AVault, filter: Filter): Promise<string[]> {
  const lines: string[] = [];
  for await (const piece of await client.audit.exportSelection(filter)) lines.push(...piece.lines);
  return lines;
}

async function aWorkedVault(): Promise<AVault> {
  const vault = await aVault();
  const { client } = vault;
  for (let i = 0; i < 150; i++) {
    const report = aReport().of(`https://host-${i}.example/`).build();
    const { cases } = await client.intake.report({ command: aCommand(), report });
    const judgement = i % 2 === 0 ? illegalIn('NL') : legal();
    await client.review.assess({ command: aCommand(), case: cases[0]!.id, judgement });
  }
  return vault;
}

describe('a selection', () => {
  test('proves each of its entries under one checkpoint, and its own export, which verification accepts', async () => {
    using vault = await aWorkedVault();
    const { client } = vault;
    const { key } = await client.audit.checkpoint();
    const { entries } = await client.audit.entries({ kind: 'case.assessed', limit: 1 });
    const filters: Filter[] = [
      {},
      { kind: ['case.assessed'] },
      { case: entries[0]!.case! },
      { actor: vault.session.person.id, from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z' },
    ];
    const found: unknown[] = [];
    for (const filter of filters) {
      const report = await verifySelection(await selected(vault, filter), key, nodeLedgerCrypto);
      const { total } = await client.audit.entries({ limit: 1, ...filter });
      found.push([report.problems, report.entries, total]);
    }
    const exports = (await client.audit.entries({ kind: 'audit.exported' })).entries;
    const verdict = await lastOf(client);
    expect({ found, says: exports.map(({ data }) => data), ok: verdict }).toEqual({
      found: [
        [[], 303, 304],
        [[], 150, 150],
        // The asking for a case names it too.
        [[], 2, 3],
        [[], 0, 0],
      ],
      says: [
        {
          entries: 0,
          selection: {
            actor: vault.session.person.id,
            from: '2020-01-01T00:00:00.000Z',
            to: '2020-01-02T00:00:00.000Z',
          },
        },
        { entries: 2, selection: { cases: [entries[0]!.case] } },
        { entries: 150, selection: { kinds: ['case.assessed'] } },
        { entries: 303, selection: {} },
      ],
      ok: true,
    });
  });

  test('does not hold with an entry less, more, moved or changed, another question, key or checkpoint', async () => {
    using vault = await aVault();
    const { client } = vault;
    for (let i = 0; i < 6; i++) await client.vault.extendDuty({ command: aCommand(), reason: `round ${i}` });
    const { key } = await client.audit.checkpoint();
    const lines = await selected(vault, { kind: 'duty.extended' });
    const other = await selected(vault, { kind: 'session.unlocked' });
    using stranger = await aVault();
    const { key: otherKey } = await stranger.client.audit.checkpoint();
    const tampered: [string, string[]][] = [
      ['an entry less', lines.toSpliced(4, 2)],
      ['an entry less, and the header says so', [count(lines[0]!, 5), ...lines.slice(1).toSpliced(3, 2)]],
      ['the export less', lines.slice(0, -2)],
      ['an entry twice', lines.toSpliced(4, 0, lines[2]!, lines[3]!)],
      ['an entry nobody asked for', lines.toSpliced(2, 2, other[2]!, other[3]!)],
      [
        'two entries in the wrong order',
        [...lines.slice(0, 2), ...lines.slice(4, 6), ...lines.slice(2, 4), ...lines.slice(6)],
      ],
      ['a path less', lines.toSpliced(3, 1)],
      ['the path of another', lines.with(3, lines[5]!)],
      ['words of an entry', lines.with(2, lines[2]!.replace('round', 'sound'))],
      ['the question', lines.with(0, lines[0]!.replace('duty.extended', 'duty.extender'))],
      ['the checkpoint of another', lines.with(1, other[1]!)],
      ['nothing', []],
      ['a header alone', lines.slice(0, 1)],
      ['a space', lines.with(0, `${lines[0]} `)],
    ];
    const missed: string[] = [];
    for (const [what, changed] of tampered)
      if ((await verifySelection(changed, key, nodeLedgerCrypto)).ok) missed.push(what);
    expect(missed).toEqual([]);
    expect([
      (await verifySelection(lines, key, nodeLedgerCrypto)).problems,
      (await verifySelection(lines, otherKey, nodeLedgerCrypto)).problems,
    ]).toEqual([[], [{ seq: null, what: 'the selection is not of the ledger with this key' }]]);
  });
});

const count = (header: string, entries: number): string =>
  header.replace(/"entries":\d+/, `"entries":${entries}`);

async function lastOf(client: EngineClient): Promise<boolean> {
  for await (const step of await client.audit.verify()) if (step.phase === 'done') return step.report.ok;
  return false;
}
