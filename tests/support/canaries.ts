import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Every canary begins with one of these: lower-case text, or hexadecimal digits where a field takes nothing else. */
const TEXT_MARK = 'canaryzq7xk';
const HEX_MARK = 'cafe5eed0d15ea5e';

/** Texts that occur nowhere else, to be put into fields and looked for in files. */
export class Canaries {
  readonly planted: string[] = [];

  text(length = 24): string {
    return this.#planted(`${TEXT_MARK}${this.#number()}`.padEnd(length, 'w'));
  }

  /** A canary for a field that takes this many hexadecimal digits. */
  hex(digits: number): string {
    return this.#planted(`${HEX_MARK}${this.#number()}`.padEnd(digits, '7'));
  }

  #number(): string {
    return String(this.planted.length).padStart(3, '0');
  }

  #planted(canary: string): string {
    this.planted.push(canary);
    return canary;
  }
}

/** The ways a text could lie in a file. Base64 at each of its three offsets, without the characters at its ends. */
export function shapesOf(text: string): ReadonlyMap<string, Buffer> {
  const utf8 = Buffer.from(text);
  const shapes = new Map<string, Buffer>([
    ['UTF-8', utf8],
    ['UTF-16LE', Buffer.from(text, 'utf16le')],
    ['UTF-16BE', Buffer.from(text, 'utf16le').swap16()],
    ['hex', Buffer.from(utf8.toString('hex'))],
    ['HEX', Buffer.from(utf8.toString('hex').toUpperCase())],
    ['upper case', Buffer.from(text.toUpperCase())],
  ]);
  for (const offset of [0, 1, 2]) {
    const encoded = Buffer.concat([Buffer.alloc(offset), utf8]).toString('base64');
    shapes.set(`base64+${offset}`, Buffer.from(encoded.slice(4, -4)));
  }
  if (/^([0-9a-f]{2})+$/.test(text)) shapes.set('bytes', Buffer.from(text, 'hex'));
  return shapes;
}

const MARKS = [TEXT_MARK, HEX_MARK].flatMap((mark) => [...shapesOf(mark)]);

/** The shapes in which canaries stand in these bytes; nothing where there are none. */
export const canariesIn = (bytes: Uint8Array): string[] => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return MARKS.filter(([, pattern]) => buffer.includes(pattern)).map(([shape]) => shape);
};

/** Every file below a folder, as `path: shape`, that holds a canary, and how much was looked at. */
export const canariesBelow = (folder: string): { found: string[]; files: number; bytes: number } =>
  whileNoneGoes(() => lookBelow(folder));

/** Looks again where a file went away between being listed and being read: a program renames it. */
export function whileNoneGoes<Seen>(look: () => Seen): Seen {
  for (let attempt = 1; ; attempt++) {
    try {
      return look();
    } catch (error) {
      if (attempt === 100 || !(error instanceof Error && 'code' in error && error.code === 'ENOENT'))
        throw error;
    }
  }
}

function lookBelow(folder: string): { found: string[]; files: number; bytes: number } {
  const seen = { found: [] as string[], files: 0, bytes: 0 };
  for (const path of filesBelow(folder)) {
    const bytes = readFileSync(path);
    seen.files += 1;
    seen.bytes += bytes.length;
    for (const shape of canariesIn(bytes)) seen.found.push(`${relative(folder, path)}: ${shape}`);
  }
  return seen;
}

/** Regular files below a folder; those that go away meanwhile, sockets and links are passed over. */
export function filesBelow(folder: string): string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  return paths.filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false);
}
