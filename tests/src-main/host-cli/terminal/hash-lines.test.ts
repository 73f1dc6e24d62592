import { describe, expect, it } from 'vitest';
import { readHashLines } from '../../../../src-main/host-cli/terminal/hash-lines.ts';
import { aHash } from '../../../support/a-report.ts';
import { streamOf } from '../../../support/intake.ts';

const MD5 = aHash(32, 7);
const PDQ = aHash(64, 7);

/** The values of a file with their lines, and the lines that hold none. */
async function read(file: string | Buffer, algorithm: 'md5' | 'pdq' | 'photodna' | 'url' = 'md5', size = 5) {
  const found: { values: [number, string][]; bad: [number, string][] } = { values: [], bad: [] };
  for await (const { packed, lines, bad } of readHashLines(streamOf(file, size), algorithm, 4)) {
    const width = packed.length / Math.max(1, lines.length);
    lines.forEach((line, index) => {
      found.values.push([
        line,
        Buffer.from(packed.subarray(index * width, (index + 1) * width)).toString('hex'),
      ]);
    });
    found.bad.push(...bad.map(({ line, reason }): [number, string] => [line, reason]));
  }
  return found;
}

describe('lines of hashes to be asked for', () => {
  it.each([
    ['bare', MD5],
    ['GNU', `${MD5.toUpperCase()} *a name`],
    ['BSD', `MD5 (a (1).bin) = ${MD5}`],
    ['a table', `${MD5},x`],
    ['counted', `${MD5}:12`],
    ['GNU with an escaped name', `\\${MD5}  a\\nb`],
  ])('are read as an import of a list takes them: %s', async (_form, line) => {
    for (const file of [
      `# list\n${line}\n`,
      `\ufeff# list\r\n${line}\r\n`,
      `# list\r${line}`,
      Buffer.from(`\ufeff# list\r\n${line}\r\n`, 'utf16le'),
      Buffer.from(`# list\n${line}\n`, 'utf16le').swap16(),
    ]) {
      expect(await read(file)).toEqual({ values: [[2, MD5]], bad: [] });
    }
  });

  it('are read of PDQ as its tools print them', async () => {
    const lines = [PDQ, `${PDQ},100,a, b.jpg`, `${PDQ},a.jpg`, `pdq ${PDQ}`];
    expect(await read(lines.join('\n'), 'pdq')).toEqual({
      values: lines.map((_, at) => [at + 1, PDQ]),
      bad: [],
    });
  });

  it('are told apart from those of another kind and from values that stand for none', async () => {
    const lines = [
      `SHA1 (a) = ${aHash(40, 1)}`,
      'words',
      '0'.repeat(32),
      'MD5 (a) = d41d8cd98f00b204e9800998ecf8427e',
      MD5,
    ];
    expect(await read(lines.join('\n'))).toEqual({
      values: [[5, MD5]],
      bad: [
        [1, 'bad-hash'],
        [2, 'bad-hash'],
        [3, 'known-bad'],
        [4, 'known-bad'],
      ],
    });
  });

  it('of addresses are put together again', async () => {
    const { values, bad } = await read(
      'https://site.example/a\nhxxps://site[.]example/a\nno address\n',
      'url',
    );
    expect([new Set(values.map(([, value]) => value)).size, values.length, bad]).toEqual([
      1,
      2,
      [[3, 'bad-url']],
    ]);
  });
});
