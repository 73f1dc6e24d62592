import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { canonicalText } from '../../../../shared/ledger/canonical-json.ts';
import { aVault } from '../../../support/a-vault.ts';
import { importFile } from '../../../support/an-import.ts';
import { readWhole } from '../../../support/intake.ts';

const jsonl = (urls: readonly string[]): string =>
  urls
    .map(
      (url, index) =>
        `${JSON.stringify({ format: 'hashline-report/1', receivedAt: '2026-01-02T03:04:05.000Z', channel: 'partner', reference: `R-${index}`, subjects: [{ kind: 'url', url }] })}\n`,
    )
    .join('');

/** RFC 6962, written out as its section 2.1 defines it. */
function treeHead(leaves: readonly Buffer[]): Buffer {
  const sha256 = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
  if (leaves.length === 1) return sha256(Buffer.of(0), leaves[0]!);
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha256(Buffer.of(1), treeHead(leaves.slice(0, split)), treeHead(leaves.slice(split)));
}

test('an import’s entry states the Merkle root over its rows; another row gives another root', async () => {
  using vault = await aVault();
  const urls = ['a', 'b', 'c', 'd', 'e'].map((name) => `https://${name}.example/`);
  const files = [jsonl(urls), jsonl(urls.with(2, 'https://x.example/'))];
  const expected: string[] = [];
  for (const [index, file] of files.entries()) {
    await importFile(vault.client, file, { name: `${index}.jsonl` });
    const { reports } = await readWhole(file);
    const rows = reports.map(({ row, report }) => Buffer.from(canonicalText({ row, report })));
    expected.unshift(treeHead(rows).toString('base64'));
  }
  const { entries } = await vault.client.audit.entries({ kind: 'intake.imported' });
  expect(entries.map(({ data }) => data.rowsRoot)).toEqual(expected);
  expect(new Set(expected).size).toBe(2);
});
