import type { Readable, Writable } from 'node:stream';
import { jsonWithEscapes, linesWithCodePoints, withCodePoints } from '../../../shared/domain/visible-text.ts';

/** The streams that commands read and write. */
export interface Streams {
  stdin: Readable & { isTTY?: boolean };
  stdout: Writable;
  stderr: Writable & { isTTY?: boolean };
}

/**
 * Prints a command's output: the answer on stdout, everything else on stderr, so that scripts can read the answer. Text
 * from outside may hold characters that move the cursor, hide text or reverse its direction; they never reach a screen.
 */
export class Terminal {
  readonly #json: boolean;
  readonly #streams: Pick<Streams, 'stdout' | 'stderr'>;

  constructor(json: boolean, streams: Pick<Streams, 'stdout' | 'stderr'>) {
    this.#json = json;
    this.#streams = streams;
  }

  /** Prints the answer of the command: only JSON with `--json`, otherwise the text. */
  answer(value: unknown, words: string): void {
    this.#streams.stdout.write(
      `${this.#json ? jsonWithEscapes(JSON.stringify(value)) : linesWithCodePoints(words)}\n`,
    );
  }

  /** Prints text beside the answer. */
  say(words: string): void {
    this.#streams.stderr.write(`${linesWithCodePoints(words)}\n`);
  }

  /** Prints a line that replaces the previous one on a screen; nothing where stderr is no screen. */
  progress(words: string): void {
    if (this.#streams.stderr.isTTY) this.#streams.stderr.write(`\r\u001b[K${withCodePoints(words)}`);
  }

  endProgress(): void {
    if (this.#streams.stderr.isTTY) this.#streams.stderr.write('\r\u001b[K');
  }
}

/** Columns padded to their widest cell. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
