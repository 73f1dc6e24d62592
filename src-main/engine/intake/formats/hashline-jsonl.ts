import { z } from 'zod';
import { readDate } from '../../../../shared/domain/date.ts';
import { withoutPlaceholders } from '../../../../shared/domain/hashes.ts';
import { inboundText } from '../../../../shared/domain/inbound-text.ts';
import { isPlainFieldName, type Refusal, refusalsOf } from '../../../../shared/domain/refusal.ts';
import type { RefusalDetail } from '../../../../shared/domain/refusal-detail.ts';
import { ReportInput } from '../../../../shared/domain/report.ts';
import { gateBytes } from './byte-gate.ts';
import { ChunkCollector, readChunks, type SliceReader } from './chunk-collector.ts';
import type { FormatReader, ParsedChunk } from './intake-format.ts';
import { INTAKE_LIMITS } from './intake-limits.ts';
import { type JsonFault, parseStrictJson } from './strict-json.ts';

/**
 * One line of a `hashline-report/1` file: a report, and the format's name so that a line can stand alone. A date may
 * have any form that `readDate` reads; any other text, or none, never costs the report.
 */
export const HashlineReportLine = z.strictObject({
  format: z.literal('hashline-report/1'),
  ...ReportInput.shape,
  receivedAt: z
    .union([inboundText(64), z.number()])
    .nullable()
    .default(null),
});

/**
 * Reads `hashline-report/1`: one JSON object per line, each a whole report
 * (assets/schemas/hashline-report-1.schema.json). Blank lines are skipped; rows are line numbers from 1.
 */
function readHashlineJsonl(bytes: AsyncIterable<Uint8Array>): AsyncIterable<ParsedChunk> {
  const slices = gateBytes(bytes, {
    maxFileBytes: INTAKE_LIMITS.maxFileBytes,
    maxLineBytes: INTAKE_LIMITS.maxJsonLineBytes,
  });
  const collector = new ChunkCollector();
  return readChunks(slices, collector, new LineReader(collector));
}

class LineReader implements SliceReader {
  readonly #collector: ChunkCollector;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  /**
   * Pieces of the unfinished line. They are joined once, so that a long line costs time in proportion to its length.
   */
  #unfinished: string[] = [];
  #row = 0;

  constructor(collector: ChunkCollector) {
    this.#collector = collector;
  }

  feed(slice: Uint8Array): void {
    const lines = this.#decoder.decode(slice, { stream: true }).split('\n');
    const last = lines.pop() ?? '';
    for (const line of lines) {
      this.#readLine(this.#unfinished.length === 0 ? line : this.#unfinished.join('') + line);
      this.#unfinished = [];
    }
    if (last !== '') this.#unfinished.push(last);
  }

  finish(): void {
    if (this.#unfinished.length > 0) this.#readLine(this.#unfinished.join(''));
  }

  #readLine(line: string): void {
    const row = ++this.#row;
    const text = line.trim();
    if (text === '') return;
    this.#collector.countRow(row);
    const json = parseStrictJson(text);
    if ('fault' in json) {
      this.#collector.refuse(refusalOf(json.fault, row));
      this.#collector.keepRefused(row, text);
      return;
    }
    const parsed = HashlineReportLine.safeParse(json.value);
    if (!parsed.success) {
      this.#collector.refuse(...refusalsOf(parsed.error, row));
      this.#collector.keepRefused(row, text);
      return;
    }
    const { format: _format, receivedAt: written, ...report } = parsed.data;
    const receivedAt = written === null ? null : readDate(String(written));
    if (written !== null && receivedAt === null) {
      this.#collector.note({
        row,
        field: 'receivedAt',
        notice: 'unknown-date',
        detail: { code: 'date-left-out' },
      });
    }
    const subjects = report.subjects.map((subject, index) => {
      if (subject.kind !== 'file') return subject;
      const { hashes, placeholders } = withoutPlaceholders(subject.hashes);
      for (const algorithm of placeholders) {
        this.#collector.note({
          row,
          field: `subjects.${index}.hashes.${algorithm}`,
          notice: 'placeholder-hash',
          detail: { code: 'stands-for-no-hash' },
        });
      }
      return { ...subject, hashes };
    });
    this.#collector.take(row, { receivedAt, ...report, subjects });
  }
}

const FAULT_DETAIL: Readonly<Record<JsonFault['reason'], RefusalDetail>> = {
  'bad-json': { code: 'not-json' },
  truncated: { code: 'line-ends-early' },
  'too-deep': { code: 'too-deep', maximum: INTAKE_LIMITS.maxJsonDepth },
  'duplicate-key': { code: 'key-twice' },
  'forbidden-key': { code: 'key-forbidden' },
};

function refusalOf(fault: JsonFault, row: number): Refusal {
  return {
    row,
    field:
      fault.reason === 'duplicate-key' && fault.key !== null && isPlainFieldName(fault.key)
        ? fault.key
        : null,
    reason: fault.reason,
    detail: FAULT_DETAIL[fault.reason],
  };
}

/** Whether the first line is a report as Hashline itself writes them: an object to a line, which names its format. */
export const isReportLine = (head: string): boolean =>
  /^[{[]/.test(head) && /"format"\s*:\s*"hashline-report\//.test(/^[^\r\n]*/.exec(head)?.[0] ?? '');

export const hashlineJsonl: FormatReader = {
  name: 'Hashline JSON lines',
  begins: isReportLine,
  read: readHashlineJsonl,
  fileOf: (rows) => rows.map((row) => `${row}\n`).join(''),
  hasLines: true,
};
