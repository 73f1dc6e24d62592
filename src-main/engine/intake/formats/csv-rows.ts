import type { RefusalDetail } from '../../../../shared/domain/refusal-detail.ts';
import { INTAKE_LIMITS } from './intake-limits.ts';

/** Why rows can no longer be told apart, or one cannot be accepted. */
export interface CsvProblem {
  reason: 'line-too-long' | 'truncated' | 'open-quote';
  detail: RefusalDetail;
}

/** One row, with the line it begins on. */
export interface CsvRow {
  cells: string[];
  line: number;
  /** The row has quotation marks that do not quote; they are kept in its cells. */
  hasStrayQuotes: boolean;
  /** The file ends in this row, without a line break behind it. */
  isUnended: boolean;
  /** The row was no UTF-8, so each of its bytes is a Latin-1 character. */
  isLatin1: boolean;
}

export interface CsvListener {
  row(row: CsvRow): void;
  /** Called for a row that cannot be told from those after it; it is not passed to `row`. */
  refused(problem: CsvProblem, line: number): void;
  /** Makes the error for a file that cannot be read on. */
  failed(problem: CsvProblem, line: number): Error;
  /** The delimiter according to the first line that is not blank; null where it is the stated one. */
  delimiterOf?(firstLine: string): string | null;
}

const QUOTE = '"';
const LF = 0x0a;
/** Excel and other programs name the delimiter in a separate line above the table. */
const SEPARATOR_LINE = /^"?sep=([^\w"])"?[;,\t|]*$/i;

/**
 * Splits delimited text into rows while slices of the file come in; blank lines are skipped.
 *
 * Quoting follows RFC 4180. In addition, the reader copes with what people and careless programs write: a quotation
 * mark in the middle of a cell, one that opens and is followed by more text, one that never closes. Readers made for
 * clean tables take everything up to the next quotation mark for one cell, and rows vanish silently. Here a cell spans
 * several lines only if its quoting is faultless and those lines cannot be rows themselves; otherwise the mark is taken
 * literally, or the row is refused with its line number. No library reads tables this way, which is why this one is our
 * own.
 */
export class CsvRows {
  readonly #listener: CsvListener;
  readonly #quotes: boolean;
  #delimiter: string;
  #hasBegun = false;
  /** Number of cells in the first row. */
  #width: number | null = null;
  #line = 0;
  #rest: Uint8Array = new Uint8Array(0);
  /** The lines so far of a row with an open quotation mark. */
  #open: OpenRow | null = null;
  /** Number of rows of delimiters alone, which spreadsheets leave. */
  emptyRows = 0;
  /** The number of the line that named the delimiter. */
  separatorLine: number | null = null;

  /** @param quotes false where quotation marks are text like any other */
  constructor(delimiter: string, listener: CsvListener, quotes = true) {
    this.#delimiter = delimiter;
    this.#listener = listener;
    this.#quotes = quotes;
  }

  get delimiter(): string {
    return this.#delimiter;
  }

  feed(slice: Uint8Array): void {
    const bytes = this.#rest.length === 0 ? slice : Buffer.concat([this.#rest, slice]);
    let from = 0;
    for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, from)) {
      this.#take(textOf(bytes, from, end));
      from = end + 1;
    }
    this.#rest = Uint8Array.from(bytes.subarray(from));
  }

  finish(): void {
    if (this.#rest.length > 0) this.#take({ ...textOf(this.#rest, 0, this.#rest.length), isUnended: true });
    this.#rest = new Uint8Array(0);
    if (this.#open === null) return;
    throw this.#listener.failed(
      { reason: 'truncated', detail: { code: 'quote-never-closed' } },
      this.#open.line,
    );
  }

  #take(line: Line): void {
    this.#line++;
    if (this.#open !== null) this.#goOn(this.#open, line);
    else this.#begin(line, this.#line);
  }

  #begin(line: Line, number: number): void {
    if (!this.#hasBegun && this.#isPreamble(line.text, number)) return;
    if (!this.#quotes || !line.text.includes(QUOTE)) {
      this.#give(line.text.split(this.#delimiter), line, number, false);
      return;
    }
    const read = this.#cellsOf(line.text);
    if (read.open === null) this.#give(read.cells, line, number, read.isOdd);
    else
      this.#open = {
        line: number,
        lines: [line],
        cells: read.cells,
        tail: [read.open],
        length: line.text.length,
      };
  }

  /** Whether a line before the first row is blank, or names the delimiter. */
  #isPreamble(text: string, number: number): boolean {
    if (text.trim() === '') return true;
    const named = SEPARATOR_LINE.exec(text)?.[1];
    if (named !== undefined && this.separatorLine === null) {
      this.#delimiter = named;
      this.separatorLine = number;
      return true;
    }
    this.#hasBegun = true;
    if (this.separatorLine === null) this.#delimiter = this.#listener.delimiterOf?.(text) ?? this.#delimiter;
    return false;
  }

  #goOn(open: OpenRow, line: Line): void {
    open.lines.push(line);
    open.tail.push(line.text);
    open.length += line.text.length + 1;
    if (open.length > INTAKE_LIMITS.maxCsvLineBytes) {
      throw this.#listener.failed(
        {
          reason: 'line-too-long',
          detail: { code: 'row-too-long', maximum: INTAKE_LIMITS.maxCsvLineBytes },
        },
        open.line,
      );
    }
    // Doubled marks are text; only a single one can close the cell.
    if (!line.text.replaceAll('""', '').includes(QUOTE)) return;
    const read = cellsIn(open.tail.join('\n'), this.#delimiter, 'strict');
    if (read === 'odd') {
      this.#open = null;
      this.#readApart(open.lines, open.line);
      return;
    }
    open.cells.push(...read.cells);
    if (read.open !== null) {
      open.tail = [read.open];
      return;
    }
    this.#open = null;
    if (this.#isLikeRows(open.cells) || this.#areRowsApart(open.lines)) {
      this.#listener.refused(
        {
          reason: 'open-quote',
          detail: { code: 'quote-over-rows', lines: open.lines.length - 1 },
        },
        open.line,
      );
    } else {
      const isLatin1 = open.lines.some((one) => one.isLatin1);
      this.#give(open.cells, { ...line, isLatin1 }, open.line, false);
    }
  }

  /** The opening mark did not quote: its line is a row, and the lines after it are read as if it had not opened. */
  #readApart(lines: readonly Line[], number: number): void {
    const [first, ...others] = lines;
    if (!first) return;
    const read = cellsIn(first.text, this.#delimiter, 'literal');
    this.#give(read === 'odd' ? [first.text] : read.cells, first, number, true);
    for (const [index, line] of others.entries()) {
      if (this.#open !== null) this.#goOn(this.#open, line);
      else this.#begin(line, number + 1 + index);
    }
  }

  /**
   * Whether a cell of several lines has a line with as many delimiters as a row. In a table of one column, every line
   * is like a row.
   */
  #isLikeRows(cells: readonly string[]): boolean {
    const width = this.#width ?? Math.max(2, cells.length);
    return cells.some((cell) =>
      cell
        .split('\n')
        .slice(1)
        .some((text) => text.trim() !== '' && text.split(this.#delimiter).length >= width),
    );
  }

  /** Whether the first and the last line are rows of the right width if their quotation marks are taken literally. */
  #areRowsApart(lines: readonly Line[]): boolean {
    return [lines[0], lines.at(-1)].every((line) => line?.text.split(this.#delimiter).length === this.#width);
  }

  /** Chooses between two readings of a line by their number of cells. */
  #cellsOf(text: string): Cells {
    const strict = cellsIn(text, this.#delimiter, 'strict');
    if (strict !== 'odd') return strict;
    const readings = (['literal', 'inner'] as const).flatMap((way) => {
      const read = cellsIn(text, this.#delimiter, way);
      return read === 'odd' ? [] : [read];
    });
    const fitting = readings.find(({ cells }) => cells.length === this.#width) ?? readings[0];
    return fitting ?? { cells: text.split(this.#delimiter), open: null, isOdd: true };
  }

  #give(cells: string[], line: Line, number: number, isOdd: boolean): void {
    if (cells.every((cell) => cell.trim() === '')) {
      if (cells.length > 1) this.emptyRows++;
      return;
    }
    this.#width ??= cells.length;
    const { isLatin1, isUnended = false } = line;
    this.#listener.row({ cells, line: number, hasStrayQuotes: isOdd, isUnended, isLatin1 });
  }
}

/** A row with an open quotation mark. */
interface OpenRow {
  line: number;
  lines: Line[];
  /** The cells before the open one. */
  cells: string[];
  /** The lines of the open cell from its quotation mark on. */
  tail: string[];
  length: number;
}

interface Cells {
  cells: string[];
  /** The text from an unclosed quotation mark on; null where the row is complete. */
  open: string | null;
  isOdd: boolean;
}

interface Line {
  text: string;
  isLatin1: boolean;
  isUnended?: boolean;
}

function textOf(bytes: Uint8Array, from: number, to: number): Line {
  const end = to > from && bytes[to - 1] === 0x0d ? to - 1 : to;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset + from, end - from);
  const text = buffer.toString('utf8');
  // The file itself may hold a replacement character; then both readings have the same number of bytes.
  if (!text.includes('\ufffd') || Buffer.byteLength(text) === buffer.length) return { text, isLatin1: false };
  return { text: buffer.toString('latin1'), isLatin1: true };
}

/**
 * Splits a row into cells.
 * @param way how a quoted cell with more text behind its closing mark is read. `strict`: not at all, the row is odd;
 * `literal`: its marks are taken literally up to the next delimiter; `inner`: the mark is part of the text, and the
 * cell continues up to a mark that a delimiter or the end follows
 */
function cellsIn(text: string, delimiter: string, way: 'strict' | 'literal' | 'inner'): Cells | 'odd' {
  const cells: string[] = [];
  let at = 0;
  while (true) {
    const quoted = text[at] === QUOTE ? quotedCell(text, at, delimiter, way) : null;
    if (quoted === 'open' && way === 'strict') return { cells, open: text.slice(at), isOdd: false };
    if ((quoted === 'odd' && way === 'strict') || (quoted === 'open' && way === 'inner')) return 'odd';
    if (typeof quoted === 'object' && quoted !== null) {
      cells.push(quoted.cell);
      at = quoted.end;
    } else {
      const end = text.indexOf(delimiter, at);
      cells.push(text.slice(at, end < 0 ? text.length : end));
      at = end < 0 ? text.length : end;
    }
    if (at >= text.length) return { cells, open: null, isOdd: way !== 'strict' };
    at += delimiter.length;
  }
}

function quotedCell(
  text: string,
  from: number,
  delimiter: string,
  way: 'strict' | 'literal' | 'inner',
): { cell: string; end: number } | 'open' | 'odd' {
  let cell = '';
  let at = from + 1;
  while (true) {
    const mark = text.indexOf(QUOTE, at);
    if (mark < 0) return 'open';
    cell += text.slice(at, mark);
    const after = mark + 1;
    if (text[after] === QUOTE) {
      cell += QUOTE;
      at = after + 1;
      continue;
    }
    if (after >= text.length || text.startsWith(delimiter, after)) return { cell, end: after };
    if (way !== 'inner') return 'odd';
    cell += QUOTE;
    at = after;
  }
}
