import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export interface ExactPeer {
  name: string;
  /** Look-ups a second. */
  hits: number;
  misses: number;
}

const LINES = 100_000;

/** sleuthkit's hfind over an md5sum file with its own index, a batch file of hashes; null where there is no hfind. */
export function hfindPeer(
  folder: string,
  md5s: Uint8Array,
  hits: Uint8Array,
  misses: Uint8Array,
): ExactPeer | null {
  const version = spawnSync('hfind', ['-V'], { encoding: 'utf8' });
  if (version.error) return null;
  const database = join(folder, 'hashes.md5');
  writeLines(database, md5s, (hex, i) => `${hex}  file${i}`);
  const made = spawnSync('hfind', ['-i', 'md5sum', database], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  if (made.status !== 0) throw new Error(`hfind -i: ${made.stderr}${made.stdout}`);
  const rate = (queries: Uint8Array) => {
    const list = join(folder, 'queries.md5');
    writeLines(list, queries, (hex) => hex);
    // The shell says what processor time its children took.
    const command = 'hfind -f "$1" "$2" | wc -l; times';
    const run = spawnSync('sh', ['-c', command, 'sh', list, database], { encoding: 'utf8' });
    const [answers, , children = ''] = run.stdout.split('\n');
    // With -q it would stop at the first of a file.
    if (Number(answers) !== queries.length / 16) throw new Error(`hfind answered ${answers} times`);
    const seconds = [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
      (sum, [, minutes, rest]) => sum + Number(minutes) * 60 + Number(rest),
      0,
    );
    return Number(answers) / seconds;
  };
  const peer = {
    name: `hfind ${version.stdout.match(/[\d.]+/)?.[0] ?? ''}`,
    hits: rate(hits),
    misses: rate(misses),
  };
  for (const suffix of ['', '-md5.idx', '-md5.idx2']) rmSync(`${database}${suffix}`, { force: true });
  return peer;
}

function writeLines(path: string, values: Uint8Array, line: (hex: string, i: number) => string): void {
  const hex = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  writeFileSync(path, '');
  const file = openSync(path, 'a');
  const count = values.length / 16;
  for (let from = 0; from < count; from += LINES) {
    const lines: string[] = [];
    for (let i = from; i < Math.min(count, from + LINES); i++)
      lines.push(line(hex.toString('hex', i * 16, i * 16 + 16), i));
    writeSync(file, `${lines.join('\n')}\n`);
  }
  closeSync(file);
}
