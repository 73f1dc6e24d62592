import { INTAKE_LIMITS } from '../intake-limits.ts';

/** Why no more rows can be told from each other, or one cannot be taken, in words for people. */
export interface CsvProblem {
  reason: 'line-too-long' | 'truncated' | 'open-quote';
  detail: string;
}

/** One row, with the line it begins on. */
export interface CsvRow {
  cells: string[];
  line: number;
  /** It has quotation marks that are no quoting; they stand in its cells. */
  hasStrayQuotes: boolean;
  /** The file ends in it, without a line break behind it. */
  isUnended: boolean;
  /** It was no UTF-8, so every byte of it stands as a character of Latin-1. */
  isLatin1: boolean;
}

export interface CsvListener {
  row(row: CsvRow): void;
  /** A row that cannot be told from those after it; it is not given to `row`. */
  refused(problem: CsvProblem, line: number): void;
  /** The error for a file that cannot be read on. */
  failed(problem: CsvProblem, line: number): Error;
  /** Another delimiter than was said, by the first line that is not blank; null: as said. */
  delimiterOf?(firstLine: string): string | null;
}

const QUOTE = '"';
const LF = 0x0a;
/** Excel and others name the delimiter in a line of its own above the table. */
const SEPARATOR_LINE = /^"?sep=([^\w"])"?[;,\t|]*$/i;

/**
 * The rows of a text with delimiters, told one by one as slices of the file come in; blank lines are none.
 *
 * Quoting is RFC 4180's. Beside it stands what people and careless programs write: a quotation mark in the middle of a cell,
 * one that opens and is followed by more text, one that never closes. Readers made for clean tables take everything up to
 * the next quotation mark for one cell, and rows are gone without a word. Here a cell goes over several lines only where its
 * quoting is without fault, and where those lines cannot be rows themselves; otherwise the mark stands for itself, or the
 * row is refused by its line. That is why the reading is ours.
 */
export class CsvRows {
  readonly #listener: CsvListener;
  #delimiter: string;
  #hasBegun = false;
  /** Cells of the first row. */
  #width: number | null = null;
  #line = 0;
  #rest: Uint8Array = new Uint8Array(0);
  /** Lines of a row in which a quotation mark is open. */
  #open: OpenRow | null = null;
  /** Rows of nothing but delimiters, as spreadsheets leave them. */
  emptyRows = 0;
  /** The line that named the delimiter. */
  separatorLine: number | null = null;

  constructor(delimiter: string, listener: CsvListener) {
    this.#delimiter = delimiter;
    this.#listener = listener;
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
      {
        reason: 'truncated',
        detail: 'A quotation mark that opens here is never closed; the file may have been cut off.',
      },
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
    if (!line.text.includes(QUOTE)) {
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

  /** Blank lines and the line that names the delimiter, before the first row. */
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
          detail: `The row is longer than ${INTAKE_LIMITS.maxCsvLineBytes} bytes; a quotation mark may not be closed.`,
        },
        open.line,
      );
    }
    // Doubled marks are text; only a single one can close.
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
          detail: `A quotation mark that opens here closes ${open.lines.length - 1} lines further down, over lines that look like rows; it may stand here by mistake.`,
        },
        open.line,
      );
    } else {
      const isLatin1 = open.lines.some((one) => one.isLatin1);
      this.#give(open.cells, { ...line, isLatin1 }, open.line, false);
    }
  }

  /** The mark that opened was none: its line is a row, and the lines after it are read as if it had not opened. */
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

  /** Whether a cell of several lines has one with as many delimiters as a row. In one column every line is like a row. */
  #isLikeRows(cells: readonly string[]): boolean {
    const width = this.#width ?? Math.max(2, cells.length);
    return cells.some((cell) =>
      cell
        .split('\n')
        .slice(1)
        .some((text) => text.trim() !== '' && text.split(this.#delimiter).length >= width),
    );
  }

  /** Whether the first and the last line are rows of the right width where their quotation marks stand for themselves. */
  #areRowsApart(lines: readonly Line[]): boolean {
    return [lines[0], lines.at(-1)].every((line) => line?.text.split(this.#delimiter).length === this.#width);
  }

  /** Which reading of a line is meant is told by the number of cells it comes to. */
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

/** A row in which a quotation mark is open. */
interface OpenRow {
  line: number;
  lines: Line[];
  /** Those before the one that is open. */
  cells: string[];
  /** The open one from its quotation mark on. */
  tail: string[];
  length: number;
}

interface Cells {
  cells: string[];
  /** The text from a quotation mark on that is not closed; null where the row is whole. */
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
  // A replacement character may stand in the file itself; then both readings are of as many bytes.
  if (!text.includes('\ufffd') || Buffer.byteLength(text) === buffer.length) return { text, isLatin1: false };
  return { text: buffer.toString('latin1'), isLatin1: true };
}

/**
 * The cells of a row.
 * @param way what becomes of a quoted cell with more text behind its closing mark. `strict`: nothing is read, the row is odd;
 *   `literal`: its marks stand for themselves up to the next delimiter; `inner`: the mark is part of the text and the cell
 *   goes on to one that a delimiter or the end follows
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
