import type { Capability, HostKind } from '../../shared/contract/host.ts';
import type { Assets } from './assets.ts';
import type { BackupFolder } from './backup-folder.ts';
import type { Clock } from './clock.ts';
import type { DeviceSecret } from './device-secret.ts';
import type { Entropy } from './entropy.ts';
import type { Files } from './files.ts';
import type { HostingTables } from './hosting-table.ts';
import type { Hub } from './hub.ts';
import type { HubAddress } from './hub-address.ts';
import type { HubSetup } from './hub-setup.ts';
import type { Log } from './log.ts';
import type { Mail } from './mail.ts';
import type { MatchingHome } from './matching-home.ts';
import type { Network } from './network.ts';
import type { PassphraseHash } from './passphrase-hash.ts';
import type { WatchedFolder } from './watched-folder.ts';

/** Everything the engine needs from outside. A host provides these, and nothing else reaches the engine. */
export interface EnginePorts {
  host: { kind: HostKind; capabilities: readonly Capability[] };
  version: string;
  clock: Clock;
  log: Log;
  entropy: Entropy;
  files: Files;
  deviceSecret: DeviceSecret;
  passphraseHash: PassphraseHash;
  assets: Assets;
  /** @param path absolute */
  backupFolder: (path: string) => BackupFolder;
  /** @param path absolute */
  watchedFolder: (path: string) => WatchedFolder;
  hostingTable: HostingTables;
  matchingHome: MatchingHome;
  /** The script of the thread that reads large files; null where the engine's own thread reads all. */
  readingThread: string | null;
  /** @param allowedHosts `host:port` of the configured desks, read again at every request */
  network: (allowedHosts: Iterable<string>) => Network & { close(): void };
  /** @param allowedHosts `host:port` of the configured mail servers, read again at every message */
  mail: (allowedHosts: Iterable<string>) => Mail;
  /** A connection to the hub of a hotline with several seats, made when it is first asked something. */
  hub: (address: HubAddress) => Hub;
  hubSetup: HubSetup;
  /**
   * Whether the engine runs background work while the vault is open: the courier sends, and the vault locks after the
   * idle time. For a terminal command it does neither: the command sends when told to and locks when it is done.
   */
  background: boolean;
}
