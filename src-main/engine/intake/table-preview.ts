import { isUtf8 } from 'node:buffer';
import type { TablePreview, TableReading } from '../../../shared/contract/intake.contract.ts';
import { findMedia } from '../../../shared/domain/hash-only.ts';
import type { TableEncoding } from '../../../shared/domain/import-profile.ts';
import { encodingOf } from '../../../shared/domain/text-encoding.ts';
import { Failure } from '../storage/failure.ts';
import { type CsvRow, CsvRows } from './formats/csv-rows.ts';
import { readHead } from './formats/file-head.ts';
import { FileRefused } from './formats/intake-format.ts';

const SHOWN_ROWS = 8;
const LONGEST_CELL = 200;
const DELIMITERS = [';', ',', '\t', '|'] as const;

/**
 * The first rows of a table, split as the settings say, so that a person can say what its columns mean.
 * @throws Failure REFUSED where the file is empty, an archive or media
 */
export function previewTable(head: Uint8Array, reading: TableReading): TablePreview {
  try {
    readHead(head);
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    throw new Failure({ code: 'REFUSED', data: { refusals: [error.refusal] } });
  }
  const rows: string[][] = [];
  const table = new CsvRows(
    reading.delimiter,
    {
      row: ({ cells }: CsvRow) => {
        if (rows.length < SHOWN_ROWS) rows.push(cells.map(shownCell));
      },
      refused: () => {},
      failed: () => new Error('the beginning of a table ends in a row'),
    },
    reading.quoting === 'double',
  );
  table.feed(new TextEncoder().encode(textOf(head, reading.encoding)));
  try {
    table.finish();
  } catch {
    // The beginning ends inside a cell; the rows before it are what is shown.
  }
  return { rows, found: looksLike(head) };
}

/** Media in a cell is not shown, as it is not taken in. */
const shownCell = (cell: string): string => (findMedia(cell) === null ? cell.slice(0, LONGEST_CELL) : '…');

function textOf(head: Uint8Array, encoding: TableEncoding): string {
  const { encoding: found, markBytes } = encodingOf(head);
  const of = encoding === 'utf-16' ? (found === 'utf-16be' ? found : 'utf-16le') : encoding;
  return new TextDecoder(of).decode(head.subarray(markBytes)).replace(/\r\n?/g, '\n');
}

/** What the beginning of a file looks like: an offer to a person, who chooses. */
function looksLike(head: Uint8Array): TablePreview['found'] {
  const { encoding: byBytes } = encodingOf(head);
  const isText = isUtf8(head.subarray(0, Math.max(0, head.lastIndexOf(0x0a))));
  const oneByte = isText ? 'utf-8' : 'windows-1252';
  const encoding: TableEncoding = byBytes === 'utf-16le' || byBytes === 'utf-16be' ? 'utf-16' : oneByte;
  const [line = ''] = textOf(head, encoding).split('\n');
  const count = (sign: string): number => line.split(sign).length;
  const delimiter = DELIMITERS.reduce((best, sign) => (count(sign) > count(best) ? sign : best));
  return { encoding, delimiter };
}
