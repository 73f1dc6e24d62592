import { readFile } from 'node:fs/promises';
import { fromBase64 } from '../../shared/ledger/bytes.ts';
import { verifierKey } from '../../shared/ledger/checkpoint.ts';
import type { LedgerCrypto } from '../../shared/ledger/crypto.ts';
import { appendDurably } from '../server/durable-file.ts';

/** Verifier key of a log (C2SP signed-note): `name+keyid+base64(0x01 || public key)`. */
const LOG_KEY = /^([^\s+]+)\+[0-9a-f]{8}\+([A-Za-z0-9+/=]+)$/;

/**
 * The logs that a witness cosigns: one verifier key per line in `logs.txt`, `#` begins a comment. A log may use the
 * keys listed under its name, and no others.
 */
export class TrustedLogs {
  readonly #path: string;
  readonly #crypto: LedgerCrypto;
  readonly #keys: Map<string, Uint8Array[]>;

  private constructor(path: string, crypto: LedgerCrypto, keys: Map<string, Uint8Array[]>) {
    this.#path = path;
    this.#crypto = crypto;
    this.#keys = keys;
  }

  /** @throws where a line is no verifier key of a log; the message names the line */
  static async open(path: string, crypto: LedgerCrypto): Promise<TrustedLogs> {
    const keys = new Map<string, Uint8Array[]>();
    for (const [index, line] of (await textOf(path)).split('\n').entries()) {
      const text = line.trim();
      if (text === '' || text.startsWith('#')) continue;
      const log = readLogKey(text, crypto);
      if (log === null) throw new Error(`${path}, line ${index + 1}: this is not the verifier key of a log`);
      keys.set(log.name, [...(keys.get(log.name) ?? []), log.publicKey]);
    }
    return new TrustedLogs(path, crypto, keys);
  }

  keysOf(origin: string): readonly Uint8Array[] {
    return this.#keys.get(origin) ?? [];
  }

  /** Trusts a log from now on; stored before this resolves. */
  async trust(text: string): Promise<boolean> {
    const log = readLogKey(text, this.#crypto);
    if (log === null || this.#keys.has(log.name)) return false;
    await appendDurably(this.#path, `${text}\n`);
    this.#keys.set(log.name, [log.publicKey]);
    return true;
  }
}

function readLogKey(text: string, crypto: LedgerCrypto): { name: string; publicKey: Uint8Array } | null {
  const [, name = '', material = ''] = LOG_KEY.exec(text) ?? [];
  const bytes = fromBase64(material);
  if (bytes === null || bytes.length !== 33 || bytes[0] !== 1) return null;
  const publicKey = bytes.slice(1);
  return verifierKey(name, publicKey, crypto) === text ? { name, publicKey } : null;
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
