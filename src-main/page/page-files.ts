import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
};

const NONCE_PLACE = '__CSP_NONCE__';

export interface PageFile {
  type: string;
  body: Uint8Array;
}

/**
 * The built page as a fixed table, read once. Answers are looked up by their whole path and never joined to a folder,
 * so no path can lead outside.
 */
export class PageFiles {
  readonly #files: ReadonlyMap<string, PageFile>;

  constructor(files: ReadonlyMap<string, PageFile>) {
    this.#files = files;
  }

  /** @throws where the page is not built */
  static fromFolder(folder: string): PageFiles {
    const files = new Map<string, PageFile>();
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const type = TYPES[extname(entry.name)];
      if (!entry.isFile() || type === undefined) continue;
      const path = join(entry.parentPath, entry.name);
      files.set(`/${path.slice(folder.length + 1).replaceAll('\\', '/')}`, {
        type,
        body: readFileSync(path),
      });
    }
    if (!files.has('/index.html'))
      throw new Error(`the page is not built: there is no index.html in ${folder}`);
    return new PageFiles(files);
  }

  /** @param path the request's path, unchanged; `/` is the page itself */
  find(path: string, nonce: string): PageFile | null {
    const file = this.#files.get(path === '/' ? '/index.html' : path);
    if (!file || file.type !== TYPES['.html']) return file ?? null;
    const html = new TextDecoder().decode(file.body).replaceAll(NONCE_PLACE, nonce);
    return { type: file.type, body: new TextEncoder().encode(html) };
  }
}
