import { FolderAssets } from './assets.ts';
import { NodeBackupFolder } from './backup-folder.ts';
import { systemClock } from './clock.ts';
import { FileDeviceSecret } from './device-secret.ts';
import type { EnginePorts } from './engine-ports.ts';
import { systemEntropy } from './entropy.ts';
import { FolderFiles } from './files.ts';
import { nodeHostingTables } from './hosting-table.ts';
import { stderrLog } from './log.ts';
import { nodeMatchingHome } from './matching-home.ts';
import { NodeMail } from './node-mail.ts';
import { NodeNetwork } from './node-network.ts';
import { argon2id } from './passphrase-hash.ts';
import { threadScript } from './program-files.ts';

/** The engine's ports in plain Node: a folder, the system's clock and random bytes, and the real network. */ import { NodeWatchedFolder } from './watched-folder.ts';

export function nodeEnginePorts(
  vaultFolder: string,
  assetsFolder: string,
  rest: Pick<EnginePorts, 'host' | 'version' | 'background' | 'hub' | 'hubSetup'>,
): EnginePorts {
  const files = new FolderFiles(vaultFolder);
  const assets = new FolderAssets(assetsFolder);
  return {
    ...rest,
    clock: systemClock,
    log: stderrLog,
    entropy: systemEntropy,
    files,
    deviceSecret: new FileDeviceSecret(files, systemEntropy),
    passphraseHash: argon2id,
    assets,
    watchedFolder: (path) => new NodeWatchedFolder(path),
    backupFolder: (path) => new NodeBackupFolder(path),
    hostingTable: nodeHostingTables,
    matchingHome: nodeMatchingHome(assetsFolder),
    readingThread: threadScript('engine/intake/reading-worker'),
    network: (allowedHosts) => new NodeNetwork(allowedHosts),
    mail: (allowedHosts) => new NodeMail(allowedHosts),
  };
}
