const BLOCK = 512;

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/**
 * Several text files in one, as POSIX.1-1988 defines `ustar`: what belongs together is saved and handed over together,
 * and every system opens it.
 * @param files with names in ASCII, without folders, up to 100 characters; `mode` is that of Unix, readable to everybody where
 *   none is given
 * @param atMs when the files were made, in milliseconds since 1970
 */
export function tarOf(
  files: readonly { name: string; text: string; mode?: number }[],
  atMs: number,
): Uint8Array {
  const seconds = Math.floor(atMs / 1000);
  const parts = files.flatMap(({ name, text, mode = 0o644 }) => {
    const content = utf8(text);
    return [header(name, mode, content.length, seconds), padded(content)];
  });
  // Two empty blocks are the end.
  const all = [...parts, new Uint8Array(2 * BLOCK)];
  const archive = new Uint8Array(all.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of all) {
    archive.set(part, at);
    at += part.length;
  }
  return archive;
}

function header(name: string, mode: number, size: number, seconds: number): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const put = (at: number, text: string) => block.set(utf8(text), at);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0');
  put(0, name);
  put(100, `${octal(mode & 0o777, 7)}\0`);
  // No owner: it would be that of this machine.
  put(108, `${octal(0, 7)}\0${octal(0, 7)}\0`);
  put(124, `${octal(size, 11)}\0`);
  put(136, `${octal(seconds, 11)}\0`);
  // The sum is made with blanks in its own place.
  put(148, ' '.repeat(8));
  put(156, '0');
  put(257, 'ustar\u000000');
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(148, `${octal(sum, 6)}\0 `);
  return block;
}

function padded(content: Uint8Array): Uint8Array {
  const whole = new Uint8Array(Math.ceil(content.length / BLOCK) * BLOCK);
  whole.set(content);
  return whole;
}
