import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { detectFormat } from '../../../../../src-main/engine/intake/formats/detect-format.ts';
import { HEAD_BYTES } from '../../../../../src-main/engine/intake/formats/file-head.ts';
import { FileRefused } from '../../../../../src-main/engine/intake/formats/intake-format.ts';
import { seededRandom } from '../../../../../tools/fake-data.ts';
import { reportLine, scartFile, scartRow, vicsCase, vicsHashSet } from '../../../../support/intake.ts';
import { PICTURE_KINDS, syntheticPicture } from '../../../../support/synthetic-picture.ts';

function outcomeOf(file: Uint8Array | string): string {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file;
  try {
    return detectFormat(bytes.subarray(0, HEAD_BYTES));
  } catch (error) {
    if (error instanceof FileRefused) return `!${error.refusal.reason}`;
    throw error;
  }
}

describe('detectFormat', () => {
  it.each([
    ['SCARt CSV', scartFile([scartRow('http://site.example/')]), 'scart-csv'],
    [
      'SCARt CSV with a byte order mark and lower case',
      '\ufeffurl;referer;workuser-email;reference;source;type\r\n',
      'scart-csv',
    ],
    ['quoted column names', '"URL";"REFERER"\n', 'scart-csv'],
    ['a header that is nearly right', 'ADDRESS;REFERER;REFERENCE\n', 'scart-csv'],
    ['commas instead of semicolons', 'URL,REFERER\n', 'scart-csv'],
    ['a VICS case', vicsCase([]), 'vics-json'],
    ['a VICS hash set with a byte order mark', `\ufeff${vicsHashSet([])}`, 'vics-json'],
    ['VICS 1.0 with its older annotation', '{"odata.metadata":"x#Media","value":[]}', 'vics-json'],
    ['Hashline JSON lines', `${reportLine()}\n`, 'hashline-jsonl'],
    ['Hashline JSON lines after a blank line', `\n${reportLine()}`, 'hashline-jsonl'],
    ['nothing', '', '!empty-file'],
    ['blank space', ' \r\n\t\n', '!empty-file'],
    ['a byte order mark alone', '\ufeff', '!empty-file'],
    ['other JSON', '{"hello":"world"}', '!unknown-format'],
    ['a bare list of VICS entries', '[{"MediaID":1,"MD5":"x"}]', 'vics-json'],
    ['one VICS case', '{"@odata.context":"x#Cases/$entity","CaseID":"x","Media":[]}', 'vics-json'],
    ['VICS names in other cases', '{"odata.metadata":"x","Value":[]}', 'vics-json'],
    ['another JSON list', '[{"MD5":"x"}]', '!unknown-format'],
    [
      'SCARt CSV under a comment, a separator line and a blank line',
      `#TYPE x\r\nsep=;\r\n\r\n${scartFile([])}`,
      'scart-csv',
    ],
    ['SCARt CSV that begins with its first address', 'https://site.example/a;;;REF\n', 'scart-csv'],
    ['addresses alone, taken apart', 'hxxps://site[.]example/a\nsite.example/b\n', 'scart-csv'],
    ['links alone', 'magnet:?xt=urn:btih:abc\r', 'scart-csv'],
    ['the name of a file', 'notes.txt\n', '!unknown-format'],
    ['prose', 'Dear hotline, I saw a site.', '!unknown-format'],
    ['another table', 'name;age\na;1\n', '!unknown-format'],
  ])('says what %s is', (_what, file, outcome) => {
    expect(outcomeOf(file)).toBe(outcome);
  });

  it('refuses archives', () => {
    const tar = Buffer.alloc(512);
    tar.write('ustar', 257);
    expect([
      outcomeOf(gzipSync(scartFile([]))),
      outcomeOf(Buffer.from('PK\x03\x04rest')),
      outcomeOf(tar),
    ]).toEqual(['!archive', '!archive', '!archive']);
  });

  it.each(PICTURE_KINDS)('refuses a %s file, whatever its name says', (kind) => {
    const expected = kind === 'zip' || kind === 'gzip' ? '!archive' : '!media';
    expect(outcomeOf(syntheticPicture(kind, seededRandom(4)))).toBe(expected);
  });

  it('knows UTF-16 with and without a mark, in both orders, and refuses other encodings', () => {
    const swapped = (text: string) => Buffer.from(text, 'utf16le').swap16();
    expect([
      outcomeOf(Buffer.from(`\ufeff${scartFile([])}`, 'utf16le')),
      outcomeOf(Buffer.from(scartFile([]), 'utf16le')),
      outcomeOf(swapped(`\ufeff${scartFile([])}`)),
      outcomeOf(swapped(vicsCase([]))),
      outcomeOf(Buffer.from('Cher hotline, un site illégal', 'latin1')),
    ]).toEqual(['scart-csv', 'scart-csv', 'scart-csv', 'vics-json', '!not-utf8']);
  });

  it('looks no further than the head, even where that ends inside a character', () => {
    const padding = 'x'.repeat(HEAD_BYTES - Buffer.byteLength(scartFile([])) - 1);
    expect(outcomeOf(`${scartFile([])}${padding}€ and more`)).toBe('scart-csv');
  });
});
