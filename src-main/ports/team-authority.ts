import { z } from 'zod';

/** The certificate authority of a hotline's hub, or who it vouches for: certificate and key, PEM. */
export const Authority = z.strictObject({ certificate: z.string(), key: z.string() });
export type Authority = z.infer<typeof Authority>;

/** Where a hub is to be. */
export interface HubPlace {
  /** A DNS name or an address, which its certificate bears. */
  host: string;
  port: number;
  database: string;
}

/** What an IT person is given to set a hub up: texts by file name. */
export type HubFolder = Readonly<Record<string, string>>;

/** Makes the certificates by which a hub and its stations know each other, and what a hub is set up with. */
export interface TeamAuthority {
  /** A new authority, with a certificate for the hub. */
  found(of: { hotline: string; host: string }): Promise<{ authority: Authority; server: Authority }>;
  /** A certificate for a station. */
  station(authority: Authority, device: string): Promise<Authority>;
  /** The files for who sets the hub up. */
  folder(
    founded: { authority: Authority; server: Authority },
    place: HubPlace & { firstDevice: string },
  ): HubFolder;
}
