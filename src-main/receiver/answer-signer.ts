import { createPrivateKey, X509Certificate } from 'node:crypto';
import { CompactSign } from 'jose';
import { Receipt, Refusal, TakedownReport } from '../../shared/domain/referral.ts';
import { RECEIPT_JWS_TYPE, REFUSAL_JWS_TYPE, TAKEDOWN_JWS_TYPE } from '../exchange/referral-wire.ts';
import type { CertifiedKey } from './issue-certificate.ts';

/** Signs a desk's statements: that it has a referral, that it refuses it, or what has happened to it. */
export interface AnswerSigner {
  receipt(receipt: Receipt): Promise<string>;
  refusal(refusal: Refusal): Promise<string>;
  takedown(report: TakedownReport): Promise<string>;
}

/** Signs compact JWS with ES256 and the signing certificate in `x5c` (RFC 7515, section 4.1.6). */
export function answerSigner(certified: CertifiedKey): AnswerSigner {
  const key = createPrivateKey(certified.key);
  const x5c = [new X509Certificate(certified.cert).raw.toString('base64')];
  const sign = (typ: string, statement: unknown) =>
    new CompactSign(new TextEncoder().encode(JSON.stringify(statement)))
      .setProtectedHeader({ alg: 'ES256', typ, x5c })
      .sign(key);
  return {
    receipt: (receipt) => sign(RECEIPT_JWS_TYPE, Receipt.parse(receipt)),
    refusal: (refusal) => sign(REFUSAL_JWS_TYPE, Refusal.parse(refusal)),
    takedown: (report) => sign(TAKEDOWN_JWS_TYPE, TakedownReport.parse(report)),
  };
}
