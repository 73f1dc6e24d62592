import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  contentOf,
  serverFiles,
  startPostgres,
  stopPostgres,
  superuser,
} from '../../tools/postgres-server.ts';

/** A hub that was set up with the files that a supervisor saved. */
export interface FoundedHub {
  port: number;
  stop: () => void;
}

/**
 * Does what `install.sh` of the folder does, on a server of the test's own.
 * @param archive the file that the page saved
 */
export async function startHubFrom(archive: string): Promise<FoundedHub> {
  const unpacked = mkdtempSync(join(tmpdir(), 'hashline-hub-files-'));
  execFileSync('tar', ['-xf', archive, '-C', unpacked]);
  const files = readdirSync(unpacked).map((name) => ({
    ...{ name, content: readFileSync(join(unpacked, name), 'utf8'), mode: 0o600 },
  }));
  rmSync(unpacked, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'hashline-hub-'));
  const server = await startPostgres(folder, serverFiles(files));
  {
    await using client = await superuser(server);
    await client.query('CREATE DATABASE hashline');
  }
  await using client = await superuser(server, 'hashline');
  await client.query(contentOf(files, 'hub.sql'));
  await client.query(contentOf(files, 'first-device.sql'));
  return {
    port: server.port,
    stop: () => {
      stopPostgres(server);
      rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}
