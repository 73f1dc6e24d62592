import { X509Certificate } from 'node:crypto';
import { inboundText } from '../../../../shared/domain/inbound-text.ts';
import type { RefusalDetail } from '../../../../shared/domain/refusal-detail.ts';
import { isRecipient } from '../../../exchange/age-file.ts';
import { Failure } from '../../storage/failure.ts';

/** A PEM file may hold any text around the part that is read, and it is stored whole. */
const KeptText = inboundText(64 * 1024);

/** @throws Failure REFUSED, which names the setting */
export function refuseSetting(field: string, detail: RefusalDetail): never {
  throw new Failure({
    code: 'REFUSED',
    data: { refusals: [{ row: null, field, reason: 'bad-value', detail }] },
  });
}

/** @throws Failure REFUSED where the setting holds text that is not kept, such as media */
export function checkKept(field: string, text: string): void {
  if (!KeptText.safeParse(text).success) refuseSetting(field, { code: 'text-not-keepable' });
}

/** @throws Failure REFUSED where the PEM file is no certificate */
export function checkCertificate(field: string, pem: string): X509Certificate {
  checkKept(field, pem);
  try {
    return new X509Certificate(pem);
  } catch {
    return refuseSetting(field, { code: 'not-a-certificate' });
  }
}

/** @throws Failure REFUSED where the PEM file is no certificate of an authority */
export function checkAuthority(field: string, pem: string): void {
  if (!checkCertificate(field, pem).ca) refuseSetting(field, { code: 'not-an-authority' });
}

/** @throws Failure REFUSED where nothing can be encrypted to the text */
export function checkRecipient(field: string, text: string): void {
  if (!isRecipient(text)) refuseSetting(field, { code: 'not-an-age-recipient' });
}
