import { expect, test } from 'vitest';
import type { Anchors, EntryView, ProofView } from '../../../shared/contract/audit.contract.ts';
import { anchorLedger } from '../../../src-main/host-cli/terminal/anchor-ledger.ts';
import { followProof } from '../../../src-renderer/features/audit/follow-proof.ts';
import { aCommand } from '../../support/a-command.ts';
import { type AVault, aVault } from '../../support/a-vault.ts';
import { aWitness } from '../../support/a-witness.ts';
import { naming } from '../../support/naming-witnesses.ts';

async function proofOf({ client }: AVault, seq: number): Promise<[ProofView, EntryView, Anchors]> {
  const { entries } = await client.audit.entries({ before: seq + 1, limit: 1 });
  const view = await client.audit.prove({ seq });
  return [view, entries[0]!, await client.audit.anchors()];
}

test('the page follows a proof of the engine to the root of the checkpoint, with its own cryptography', async () => {
  using vault = await aVault();
  for (let i = 0; i < 9; i++)
    await vault.client.vault.extendDuty({ command: aCommand(), reason: `round ${i}` });
  const found: unknown[] = [];
  for (const seq of [0, 4, 9]) {
    const [view, entry, anchors] = await proofOf(vault, seq);
    const followed = await followProof(view, entry, anchors);
    found.push([followed.fits, followed.leaf === entry.leafHash, followed.steps.at(-1)?.hash === view.root]);
    expect(followed.steps.map(({ sibling }) => sibling)).toEqual(view.path);
  }
  expect(found).toEqual(Array.from({ length: 3 }, () => [true, true, true]));
});

test('the page says which part does not fit, whatever the engine claims', async () => {
  using vault = await aVault();
  for (let i = 0; i < 5; i++)
    await vault.client.vault.extendDuty({ command: aCommand(), reason: `round ${i}` });
  using other = await aVault();
  const [view, entry, anchors] = await proofOf(vault, 3);
  const [foreign] = await proofOf(other, 1);
  const [, neighbour] = await proofOf(vault, 2);
  const parts = async (change: Partial<ProofView>, shown: EntryView = entry) => {
    const { fits, leafFits, rootFits, signatureFits } = await followProof(
      { ...view, ...change },
      shown,
      anchors,
    );
    return [fits, leafFits, rootFits, signatureFits];
  };
  expect({
    whole: await parts({}),
    line: await parts({ line: view.line.replace('round', 'sound') }),
    path: await parts({ path: view.path.toReversed() }),
    shorter: await parts({ path: view.path.slice(1) }),
    noHash: await parts({ path: view.path.map(() => 'x') }),
    note: await parts({ note: foreign.note }),
    noNote: await parts({ note: '' }),
    size: await parts({ note: view.note.replace(/\n\d+\n/, '\n7\n') }),
    key: await parts({ key: foreign.key }),
    another: await parts({}, neighbour),
  }).toEqual({
    whole: [true, true, true, true],
    line: [false, false, false, true],
    path: [false, true, false, true],
    shorter: [false, true, false, true],
    noHash: [false, true, false, true],
    note: [false, true, false, false],
    noNote: [false, true, false, false],
    size: [false, true, expect.any(Boolean), false],
    key: [false, true, true, false],
    another: [false, false, expect.any(Boolean), true],
  });
});

test('a witness holds the checkpoint where its own signature stands under it', async () => {
  await using witness = await aWitness();
  using vault = await aVault();
  await naming(vault, [witness.verifierKey]);
  await anchorLedger(vault.client, { urls: [witness.url], introduce: true, say: () => {} });
  const [early, entry, anchors] = await proofOf(vault, 0);
  const [late, last] = await proofOf(vault, 5);
  const stripped = { ...early, note: early.note.split('\n').slice(0, 5).join('\n').concat('\n') };
  expect([
    (await followProof(early, entry, anchors)).holders.map(({ kind, exactly }) => [kind, exactly]),
    (await followProof(stripped, entry, anchors)).holders,
    (await followProof(late, last, anchors)).holders,
  ]).toEqual([[['witness', true]], [], []]);
});
