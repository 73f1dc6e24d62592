import { z } from 'zod';
import { DeviceId } from '../../shared/domain/ids.ts';

/** Where a hub is, and what proves a device to it. */
export const HubAddress = z.strictObject({
  /** A DNS name or an address, which its certificate bears. */
  host: z.string().min(1),
  port: z.int().min(1).max(65_535),
  database: z.string().min(1),
  /** Certificates and key in PEM: the hotline's own authority, and this device's. */
  authority: z.string(),
  certificate: z.string(),
  key: z.string(),
  device: DeviceId,
});
export type HubAddress = z.infer<typeof HubAddress>;
