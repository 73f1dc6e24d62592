import type { ListDetails } from '../../shared/contract/lists.contract.ts';
import type { CaseDetail } from '../../shared/contract/review.contract.ts';
import type { ListTrust } from '../../shared/domain/hash-list.ts';
import type { Hashes } from '../../shared/domain/hashes.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { aCommand } from './a-command.ts';
import { aHashList, type WrittenRecord } from './a-hash-list.ts';
import { importList } from './a-list-import.ts';
import { aReport } from './a-report.ts';
import type { AVault } from './a-vault.ts';

/** Takes a report of one file in. */
export async function aFileCase({ client }: AVault, hashes: Hashes, country?: string): Promise<CaseId> {
  const report = country ? aReport().hostedIn(country).ofFile(hashes) : aReport().ofFile(hashes);
  return (await client.intake.report({ command: aCommand(), report: report.build() })).cases[0]!.id;
}

/** Waits until nothing is left to be matched. */
export const matched = (vault: AVault): Promise<void> =>
  vault.engine.context.vault.require().matching.matching.settled();

/** The case once all matching is done. */
export async function matchedCase(vault: AVault, id: CaseId): Promise<CaseDetail> {
  await matched(vault);
  return vault.client.review.case({ id });
}

/** Imports a list of NCMEC records, by default a baseline list of high trust. */
export const aListOf = (
  { client }: AVault,
  records: readonly WrittenRecord[],
  list: Partial<ListDetails> & { trust?: ListTrust } = {},
) =>
  importList(client, aHashList(records).asNcmecXml(), {
    list: { trust: 'high', ...list },
    reading: { format: 'ncmec-xml' },
  });

/** The same PDQ with `bits` of its bits flipped, from a place on. */
export function withBitsFlipped(pdq: string, bits: number, from = 0): string {
  const bytes = Buffer.from(pdq, 'hex');
  for (let bit = from; bit < from + bits; bit++) bytes[bit >> 3]! ^= 1 << (bit & 7);
  return bytes.toString('hex');
}
