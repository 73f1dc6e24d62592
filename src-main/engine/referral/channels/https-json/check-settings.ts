import { createPrivateKey } from 'node:crypto';
import type { SettingsOf } from '../../../../../shared/domain/channels/all-channels.ts';
import { keyProblem } from '../../../../exchange/usable-key.ts';
import {
  checkAuthority,
  checkCertificate,
  checkKept,
  checkRecipient,
  refuseSetting,
} from '../refuse-setting.ts';
import { addressProblem } from './destination-address.ts';

/**
 * Checks that address, certificate, key and authority belong together.
 * @throws Failure REFUSED
 */
export function checkSettings(settings: SettingsOf<'https-json'>): void {
  for (const field of ['url', 'ca', 'cert', 'key'] as const) checkKept(field, settings[field]);
  const misread = addressProblem(settings.url);
  if (misread !== null) refuseSetting('url', misread);
  const cert = readInOrder(settings);
  const problem = keyProblem(cert.publicKey);
  if (problem !== null) refuseSetting('cert', problem);
  let fits = false;
  try {
    fits = cert.checkPrivateKey(createPrivateKey(settings.key));
  } catch {
    refuseSetting('key', { code: 'not-a-private-key' });
  }
  if (!fits) refuseSetting('key', { code: 'not-the-key-of-certificate' });
  const { pin, nextPin } = settings;
  // Who gives one key twice believes that the next one is prepared.
  if (pin !== undefined && pin === nextPin) refuseSetting('nextPin', { code: 'pin-twice' });
  if (settings.recipient !== undefined) checkRecipient('recipient', settings.recipient);
}

/** Both files must be certificates before it matters of what kind. */
function readInOrder({ ca, cert }: SettingsOf<'https-json'>) {
  checkCertificate('ca', ca);
  const read = checkCertificate('cert', cert);
  checkAuthority('ca', ca);
  return read;
}
