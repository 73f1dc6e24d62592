import { createPrivateKey, X509Certificate } from 'node:crypto';
import { CompactSign } from 'jose';
import { Receipt } from '../../shared/domain/referral.ts';
import { RECEIPT_JWS_TYPE } from '../exchange/referral-wire.ts';
import type { CertifiedKey } from './issue-certificate.ts';

/** Signs receipts: compact JWS, ES256, the signing certificate in `x5c` (RFC 7515, section 4.1.6). */
export function receiptSigner(certified: CertifiedKey): (receipt: Receipt) => Promise<string> {
  const key = createPrivateKey(certified.key);
  const x5c = [new X509Certificate(certified.cert).raw.toString('base64')];
  return (receipt) =>
    new CompactSign(new TextEncoder().encode(JSON.stringify(Receipt.parse(receipt))))
      .setProtectedHeader({ alg: 'ES256', typ: RECEIPT_JWS_TYPE, x5c })
      .sign(key);
}

/** Lower-case hexadecimal SHA-256. */
