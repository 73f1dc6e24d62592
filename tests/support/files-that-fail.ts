import type { Files, FolderEntry } from '../../src-main/ports/files.ts';

/** When a write of a file goes wrong: before it, with nothing changed, or after it, when the file is there. */
export type FailsWhen = 'before' | 'after';

/** Files over others, of which one of the next writes of one name can be told to fail. */
export class FailingFiles implements Files {
  readonly #files: Files;
  #armed: { name: string; when: FailsWhen; after: number } | null = null;

  constructor(files: Files) {
    this.#files = files;
  }

  /** @param after how many writes of this name succeed before */
  failNext(name: string, when: FailsWhen, after = 0): void {
    this.#armed = { name, when, after };
  }

  write(name: string, bytes: Uint8Array): void {
    const armed = this.#armed;
    if (armed?.name === name && armed.after > 0) {
      this.#files.write(name, bytes);
      armed.after -= 1;
      return;
    }
    const fails = armed?.name === name;
    if (!fails || armed.when === 'after') this.#files.write(name, bytes);
    if (!fails) return;
    this.#armed = null;
    throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC', syscall: 'write' });
  }

  read(name: string, atMost?: number): Uint8Array | null {
    return this.#files.read(name, atMost);
  }

  replace(name: string, by: string, kept: string): void {
    this.#files.replace(name, by, kept);
  }

  remove(name: string): void {
    this.#files.remove(name);
  }

  entries(): FolderEntry[] {
    return this.#files.entries();
  }

  list(): string[] {
    return this.#files.list();
  }

  mode(name: string | null): number {
    return this.#files.mode(name);
  }

  prepare(): void {
    this.#files.prepare();
  }

  locate(name: string): string {
    return this.#files.locate(name);
  }
}
