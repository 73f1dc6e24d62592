import { readFileSync } from 'node:fs';

/** One thing a process did to its disk, or said, as the shim recorded it. */
export interface Operation {
  kind: 'created' | 'written' | 'cut' | 'flushed' | 'removed' | 'renamed' | 'said';
  path: string;
  offset: number;
  bytes: Buffer;
}

const KINDS: Readonly<Record<string, Operation['kind']>> = {
  C: 'created',
  W: 'written',
  T: 'cut',
  S: 'flushed',
  U: 'removed',
  R: 'renamed',
  A: 'said',
};

const HEAD_BYTES = 29;

export function readTrace(file: string): Operation[] {
  const trace = readFileSync(file);
  const operations: Operation[] = [];
  for (let at = 0; at < trace.length; ) {
    const kind = KINDS[String.fromCharCode(trace[at] ?? 0)];
    if (!kind) throw new Error('the trace is damaged');
    const pathLength = trace.readUInt32LE(at + 1);
    const offset = Number(trace.readBigUInt64LE(at + 5));
    const byteLength = Number(trace.readBigUInt64LE(at + 21));
    const path = at + HEAD_BYTES;
    const bytes = path + pathLength;
    operations.push({
      kind,
      path: trace.toString('utf8', path, bytes),
      offset,
      bytes: trace.subarray(bytes, bytes + byteLength),
    });
    at = bytes + byteLength;
  }
  return operations;
}
