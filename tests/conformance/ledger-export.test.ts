import { describe, expect, test } from 'vitest';
import { exportLines, verifyExport } from '../../shared/ledger/export-file.ts';
import { nodeLedgerCrypto } from '../../src-main/engine/keys/signing-key.ts';
import { aCommand } from '../support/a-command.ts';
import { exportBytes } from '../support/a-ledger.ts';
import { aReport } from '../support/a-report.ts';
import { type AVault, aVault } from '../support/a-vault.ts';

async function exported(vault: AVault): Promise<string[]> {
  const lines: string[] = [];
  for await (const chunk of await vault.client.audit.export()) lines.push(...chunk.lines);
  return lines;
}

describe('what the engine exports', () => {
  test('holds for the verifier, over sessions, locks and more entries than a checkpoint stands over', async () => {
    using vault = await aVault();
    const { client } = vault;
    for (let day = 0; day < 2; day++) {
      for (let reports = 0; reports < 140; reports++) {
        await client.intake.report({
          command: aCommand(),
          report: aReport().of(`https://site-${day}-${reports}.example/`).build(),
        });
      }
      vault.lock();
      await vault.unlock();
    }
    const lines = await exported(vault);
    const note = (await client.audit.checkpoint()).note;
    const verdict = await verifyExport(exportLines([exportBytes(lines)]), nodeLedgerCrypto, undefined, [
      note,
    ]);
    expect(verdict).toEqual({
      ok: true,
      entries: lines.length - 1 - verdict.checkpoints,
      checkpoints: 4,
      root: (await client.audit.checkpoint()).root,
      problems: [],
      witnesses: { quorum: 0, named: [], anchored: 0, cosigned: [] },
      late: 0,
      overtaken: 0,
      withoutEffect: [],
      trusted: null,
    });
    expect(verdict.entries).toBeGreaterThan(280);
  });
});
