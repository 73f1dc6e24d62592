import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';

const PIECE_BYTES = 16 * 1024 * 1024;

/** Whether the memory of another process can be searched here. */
export const canSearchMemory = process.platform === 'linux' && existsSync('/proc/self/mem');

/** Processes that this one has begun and that have not ended, and theirs. Linux only. */
export function descendantsOf(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8')
      .split(' ')
      .filter((text) => text !== '')
      .map(Number),
  );
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

export interface Searched {
  /** Names of what was found. */
  found: string[];
  bytes: number;
}

/**
 * Searches the memory that a process could have put something into: all that it can read, but what is mapped from files
 * for reading alone. Linux only.
 * @param wanted at most 64 KiB each, by name
 */
export function searchMemory(pid: number, wanted: ReadonlyMap<string, Buffer>): Searched {
  const found = new Set<string>();
  const overlap = Math.max(...[...wanted.values()].map(({ length }) => length)) - 1;
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  let bytes = 0;
  try {
    for (const [start, end] of readableRegions(pid)) {
      for (let at = start; at < end; at += PIECE_BYTES - overlap) {
        const piece = readPiece(memory, at, Math.min(PIECE_BYTES, end - at));
        if (piece === null) break;
        bytes += piece.length;
        for (const [name, pattern] of wanted) if (piece.includes(pattern)) found.add(name);
      }
    }
  } finally {
    closeSync(memory);
  }
  return { found: [...found].sort(), bytes };
}

function readableRegions(pid: number): [number, number][] {
  return readFileSync(`/proc/${pid}/maps`, 'utf8')
    .split('\n')
    .filter((line) => /^\S+ r/.test(line) && !/^\S+ r-.*\/|\[(vvar|vsyscall)/.test(line))
    .map((line) => {
      const [start = '', end = ''] = (line.split(' ')[0] ?? '').split('-');
      return [Number.parseInt(start, 16), Number.parseInt(end, 16)];
    });
}

/** Null where the region is gone, or is none that can be read, as a device's. */
function readPiece(memory: number, at: number, length: number): Buffer | null {
  const piece = Buffer.alloc(length);
  try {
    return piece.subarray(0, readSync(memory, piece, 0, length, at));
  } catch {
    return null;
  }
}
