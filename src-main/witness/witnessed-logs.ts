import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { fromBase64, toBase64, toHex, utf8 } from '../../shared/ledger/bytes.ts';
import type { LedgerCrypto } from '../../shared/ledger/crypto.ts';
import { makePrivateFolder, UNFINISHED, writeDurably } from '../server/durable-file.ts';

/** The last cosigned checkpoint of a log, in `logs/<digest of the origin>.json`. */
const Witnessed = z.strictObject({
  format: z.literal('hashline-witnessed/1'),
  origin: z.string(),
  size: z.number().int().nonnegative(),
  root: z.string(),
  /** The checkpoint with the cosignature, which may be shown to anyone. */
  note: z.string(),
});

export interface WitnessedCheckpoint {
  origin: string;
  size: number;
  root: Uint8Array;
  note: string;
}

/** A witness's memory: for each log the largest tree it cosigned. */
export class WitnessedLogs {
  readonly #dir: string;
  readonly #crypto: Pick<LedgerCrypto, 'sha256'>;
  readonly #byOrigin = new Map<string, WitnessedCheckpoint>();

  private constructor(dir: string, crypto: Pick<LedgerCrypto, 'sha256'>) {
    this.#dir = dir;
    this.#crypto = crypto;
  }

  /** @throws where a record cannot be read: a witness that forgot it could sign a second history */
  static async open(dir: string, crypto: Pick<LedgerCrypto, 'sha256'>): Promise<WitnessedLogs> {
    await makePrivateFolder(dir);
    const logs = new WitnessedLogs(dir, crypto);
    for (const name of await readdir(dir)) {
      const path = join(dir, name);
      if (name.endsWith(UNFINISHED)) await rm(path);
      else if (name.endsWith('.json')) {
        const checkpoint = await readRecord(path);
        logs.#byOrigin.set(checkpoint.origin, checkpoint);
      }
    }
    return logs;
  }

  last(origin: string): WitnessedCheckpoint | null {
    return this.#byOrigin.get(origin) ?? null;
  }

  /** Resolves when it is on the disk. */
  async remember(checkpoint: WitnessedCheckpoint): Promise<void> {
    const { origin, size, root, note } = checkpoint;
    const name = toHex(this.#crypto.sha256(utf8(origin)));
    const record = { format: 'hashline-witnessed/1', origin, size, root: toBase64(root), note };
    await writeDurably(join(this.#dir, `${name}.json`), `${JSON.stringify(record, null, 2)}\n`);
    this.#byOrigin.set(origin, checkpoint);
  }
}

async function readRecord(path: string): Promise<WitnessedCheckpoint> {
  try {
    const { origin, size, root, note } = Witnessed.parse(JSON.parse(await readFile(path, 'utf8')));
    const bytes = fromBase64(root);
    if (bytes === null) throw new TypeError('the root is not base64');
    return { origin, size, root: bytes, note };
  } catch (error) {
    throw new Error(`${path} is damaged; put it right before the witness signs anything`, { cause: error });
  }
}
