import { z } from 'zod';
import type { HubAddress } from './hub-address.ts';

/** The certificate authority of a hotline's hub, or who it vouches for: certificate and key, PEM. */
export const CertifiedKey = z.strictObject({ cert: z.string(), key: z.string() });
export type CertifiedKey = z.infer<typeof CertifiedKey>;

/** A file for who sets a hub up. */
export interface HubSetupFile {
  name: string;
  text: string;
  /** Permissions in the manner of Unix: a key is for its owner alone. */
  mode: number;
}

/** What was looked at of a hub, as this device sees it. */
export interface HubFinding {
  check: string;
  ok: boolean;
  finding: string;
}

/** Makes what a hub and its stations know each other by, and what an IT person sets a hub up with. */
export interface HubSetup {
  /** A new authority. */
  authority(hotline: string): Promise<CertifiedKey>;
  /** A certificate for a station. */
  station(authority: CertifiedKey, device: string): Promise<CertifiedKey>;
  /** @param hosts the names at which seats reach the hub, which its certificate bears */
  files(request: {
    name: string;
    hosts: readonly string[];
    firstDevice: string;
    authority: CertifiedKey;
  }): Promise<HubSetupFile[]>;
  check(address: HubAddress): Promise<HubFinding[]>;
}
