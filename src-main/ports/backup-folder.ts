import { createReadStream } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from './write-whole.ts';

/**
 * A folder that a supervisor named, for backups. It may be on another disk or a share, which can be absent or full. The
 * engine chooses the file names. All of this throws file errors.
 */
export interface BackupFolder {
  /** Names of the regular files. */
  list(): Promise<string[]>;
  /** Writes a file that only its owner can read; where it fails, nothing is left. */
  write(name: string, pieces: AsyncIterable<Uint8Array>): Promise<void>;
  /** The length of a file in bytes. */
  size(name: string): Promise<number>;
  /** The bytes of a file from `from` up to `to`, which is not included. */
  read(name: string, from: number, to: number): AsyncIterable<Uint8Array>;
  remove(name: string): Promise<void>;
}

export class NodeBackupFolder implements BackupFolder {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async list(): Promise<string[]> {
    const entries = await readdir(this.#path, { withFileTypes: true });
    return entries.flatMap((entry) => (entry.isFile() ? [entry.name] : [])).sort();
  }

  write(name: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
    return writeWhole(join(this.#path, name), pieces);
  }

  async size(name: string): Promise<number> {
    return (await stat(join(this.#path, name))).size;
  }

  async *read(name: string, from: number, to: number): AsyncGenerator<Uint8Array> {
    if (to > from) yield* createReadStream(join(this.#path, name), { start: from, end: to - 1 });
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.#path, name));
  }
}

/** Folders in memory. One that was taken away fails like a share that is not mounted. */
export class MemoryBackupFolder implements BackupFolder {
  readonly files = new Map<string, Uint8Array>();
  isAbsent = false;
  /** How many bytes fit. */
  room = Infinity;
  /** Changes what is written, as a failing disk does. */
  damage: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes;

  async list(): Promise<string[]> {
    this.#there();
    return [...this.files.keys()].sort();
  }

  async write(name: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
    this.#there();
    const parts: Uint8Array[] = [];
    let bytes = [...this.files.values()].reduce((sum, file) => sum + file.length, 0);
    for await (const piece of pieces) {
      bytes += piece.length;
      if (bytes > this.room) throw systemError('ENOSPC', 'no space left on device', 'write');
      parts.push(piece);
    }
    this.files.set(name, this.damage(new Uint8Array(Buffer.concat(parts))));
  }

  async size(name: string): Promise<number> {
    return this.#file(name).length;
  }

  async *read(name: string, from: number, to: number): AsyncGenerator<Uint8Array> {
    yield this.#file(name).subarray(from, to);
  }

  async remove(name: string): Promise<void> {
    this.#file(name);
    this.files.delete(name);
  }

  #file(name: string): Uint8Array {
    this.#there();
    const file = this.files.get(name);
    if (file === undefined) throw systemError('ENOENT', 'no such file or directory', 'open');
    return file;
  }

  #there(): void {
    if (this.isAbsent) throw systemError('ENOENT', 'no such file or directory', 'scandir');
  }
}

const systemError = (code: string, words: string, syscall: string): Error =>
  Object.assign(new Error(`${code}: ${words}, ${syscall}`), { code, syscall });
