import { basename } from 'node:path';
import type { SealedCover } from '../../../shared/contract/referral.contract.ts';

/** The cover sheet of a sealed file as text. It says how much is in the file and not what. */
export function coverText(cover: SealedCover, file: string): string {
  const lines: [string, string][] = [
    ['To', cover.destination],
    ['From', `${cover.hotline.name} (${cover.hotline.country})`],
    ['File', basename(file)],
    ['SHA-256', cover.fileSha256],
    ['Sealed', cover.sealedAt],
    ['Referrals', String(cover.referrals.length)],
    ['Of these in an earlier file', String(cover.again)],
    ['Encrypted to', cover.recipient],
    ['Signing key', cover.thumbprint],
  ];
  const width = Math.max(...lines.map(([name]) => name.length));
  return [
    'COVER SHEET OF A SEALED FILE',
    '',
    ...lines.map(([name, value]) => `${name.padEnd(width)}  ${value}`),
    '',
    'At the desk: compare the SHA-256 and the signing key with this sheet. Open the file with',
    '  hashline open-sealed FILE --identity IDENTITY --dir DESK --receipts RECEIPTS',
    'or read it with: age -d -i IDENTITY FILE',
    'Give the file of receipts back. At the hotline: hashline receipt import RECEIPTS',
    '',
    'Received by:                              Date:',
    '',
    'Referrals in the file:',
    ...cover.referrals.map((id) => `  ${id}`),
    '',
  ].join('\n');
}
