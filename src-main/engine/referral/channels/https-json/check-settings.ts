import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { SettingsOf } from '../../../../../shared/domain/channels/all-channels.ts';
import { inboundText } from '../../../../../shared/domain/inbound-text.ts';
import type { RefusalDetail } from '../../../../../shared/domain/refusal-detail.ts';
import { keyProblem } from '../../../../exchange/usable-key.ts';
import { Failure } from '../../../storage/failure.ts';
import { addressProblem } from './destination-address.ts';

type HttpsJsonSettings = SettingsOf<'https-json'>;

const KeptText = inboundText(64 * 1024);

/**
 * Checks that address, certificate, key and authority belong together.
 * @throws Failure REFUSED
 */
export function checkSettings(settings: HttpsJsonSettings): void {
  const refuse = (field: string, detail: RefusalDetail): never => {
    throw new Failure({
      code: 'REFUSED',
      data: { refusals: [{ row: null, field, reason: 'bad-value', detail }] },
    });
  };
  for (const field of ['url', 'ca', 'cert', 'key'] as const) {
    // A PEM file may hold any text around the part that is read, and it is stored whole.
    if (!KeptText.safeParse(settings[field]).success) refuse(field, { code: 'text-not-keepable' });
  }
  const misread = addressProblem(settings.url);
  if (misread !== null) refuse('url', misread);
  const read = (field: 'ca' | 'cert') => {
    try {
      return new X509Certificate(settings[field]);
    } catch {
      return refuse(field, { code: 'not-a-certificate' });
    }
  };
  const [ca, cert] = [read('ca'), read('cert')];
  if (!ca.ca) refuse('ca', { code: 'not-an-authority' });
  const problem = keyProblem(cert.publicKey);
  if (problem !== null) refuse('cert', problem);
  let fits = false;
  try {
    fits = cert.checkPrivateKey(createPrivateKey(settings.key));
  } catch {
    refuse('key', { code: 'not-a-private-key' });
  }
  if (!fits) refuse('key', { code: 'not-the-key-of-certificate' });
}
