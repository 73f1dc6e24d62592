import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { fromBase64, toBase64 } from '../../shared/ledger/bytes.ts';
import { writeDurably } from '../server/durable-file.ts';

/** The identity of a witness, in `witness.json`. The seed is its Ed25519 private key. */
const Identity = z.strictObject({
  format: z.literal('hashline-witness/1'),
  name: z.string().regex(/^[!-*,-~]{1,200}$/),
  seed: z.string(),
});

/** Reads the identity of the witness in this folder, or makes one with a new key where there is none. */
export async function witnessIdentity(
  dir: string,
  name: string,
): Promise<{ name: string; seed: Uint8Array }> {
  const path = join(dir, 'witness.json');
  const known = await readIfThere(path);
  if (known !== null) {
    const identity = Identity.parse(JSON.parse(known));
    const seed = fromBase64(identity.seed);
    if (seed?.length !== 32) throw new Error(`${path} holds no Ed25519 key`);
    return { name: identity.name, seed };
  }
  const seed = new Uint8Array(randomBytes(32));
  const identity = Identity.parse({ format: 'hashline-witness/1', name, seed: toBase64(seed) });
  await writeDurably(path, `${JSON.stringify(identity, null, 2)}\n`);
  return { name, seed };
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
