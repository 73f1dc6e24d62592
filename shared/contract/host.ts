import { z } from 'zod';

/** Abilities of a host beyond the contract. The page asks for them, and never guesses from the platform. */
export const Capability = z.enum([
  /**
   * The page's IndexedDB never reaches a disk, so Dexie may use it. Without this, the page keeps its data in memory.
   */
  'ephemeral-indexeddb',
  /** Closing the window also locks the vault. */
  'locks-on-close',
  /** The device secret is in the system's keystore instead of a file. */
  'keystore',
]);
export type Capability = z.infer<typeof Capability>;

export const HostKind = z.enum(['electron', 'loopback', 'cli']);
export type HostKind = z.infer<typeof HostKind>;
