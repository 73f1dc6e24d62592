import { type DeviceSecret, DeviceSecretDamaged, DeviceSecretExposed } from '../../ports/device-secret.ts';
import { damaged } from '../storage/failure.ts';

/** @throws Failure INTEGRITY where it is missing, damaged or open to others */
export function readDeviceSecret(store: DeviceSecret): Uint8Array {
  try {
    const secret = store.read();
    if (secret !== null) return secret;
  } catch (error) {
    if (error instanceof DeviceSecretExposed) throw damaged({ problem: 'device-secret-exposed' });
    throw error instanceof DeviceSecretDamaged ? damaged({ problem: 'device-secret-damaged' }) : error;
  }
  throw damaged({ problem: 'device-secret-missing' });
}
