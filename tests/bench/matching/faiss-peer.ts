import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface FaissIndex {
  /** Seconds by the clock on the wall. */
  build: number;
  /** Queries a second. */
  rate: number;
  queries: number;
  found: number;
}

export interface FaissPeer {
  version: string;
  multi: FaissIndex;
  flat: FaissIndex;
}

/** Pythons a Debian package may have put faiss into. */
const PYTHONS = ['/usr/bin/python3', 'python3'];

/** FAISS's binary indices over the same hashes, built by all threads and asked by one; null where no Python has it. */
export function faissPeer(folder: string, hashes: Uint8Array, queries: Uint8Array): FaissPeer | null {
  const python = PYTHONS.find((name) => spawnSync(name, ['-c', 'import faiss, numpy']).status === 0);
  if (python === undefined) return null;
  const [hashFile, queryFile] = [join(folder, 'hashes.pdq'), join(folder, 'queries.pdq')];
  writeFileSync(hashFile, hashes);
  writeFileSync(queryFile, queries);
  const script = join(import.meta.dirname, 'faiss-peer.py');
  const run = spawnSync(python, [script, hashFile, queryFile, '500'], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`faiss: ${run.stderr}`);
  return JSON.parse(run.stdout);
}
