import { readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';

/** Files shipped with the product: policies, the member table, samples. Read-only. */
export interface Assets {
  /** @param name path below the assets folder, with forward slashes, chosen by the engine */
  read(name: string): Uint8Array;
}

export class FolderAssets implements Assets {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  read(name: string): Uint8Array {
    if (normalize(name).startsWith('..')) throw new TypeError(`not below the assets: ${name}`);
    return new Uint8Array(readFileSync(join(this.#folder, name)));
  }
}

export class MemoryAssets implements Assets {
  readonly #contents: ReadonlyMap<string, Uint8Array>;

  constructor(contents: ReadonlyMap<string, Uint8Array>) {
    this.#contents = contents;
  }

  read(name: string): Uint8Array {
    const found = this.#contents.get(name);
    if (!found) throw new TypeError(`there is no asset ${name}`);
    return found;
  }
}
