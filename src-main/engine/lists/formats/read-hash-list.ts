import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ListReading } from '../../../../shared/domain/hash-list.ts';
import { gateBytes } from '../../intake/formats/byte-gate.ts';
import type { SliceReader } from '../../intake/formats/chunk-collector.ts';
import { HEAD_BYTES, readHead } from '../../intake/formats/file-head.ts';
import { FileRefused } from '../../intake/formats/intake-format.ts';
import { INTAKE_LIMITS } from '../../intake/formats/intake-limits.ts';
import { newTextFindings, noticesOf, plainText } from '../../intake/formats/plain-text.ts';
import { CsvListReader } from './csv-list-reader.ts';
import { type ListEvent, ListRefused, type NamedBytes } from './list-event.ts';
import { DEFAULT_PDQ_QUALITY, LIST_LIMITS } from './list-limits.ts';
import { ListSink } from './list-sink.ts';
import { NcmecReader } from './ncmec-reader.ts';
import { PdqReader } from './pdq-reader.ts';
import { SumsReader } from './sums-reader.ts';
import { VicsSetReader } from './vics-set-reader.ts';

/**
 * Reads the files of one hash list, in the order given, as a stream of events in bounded memory.
 *
 * A bad field costs the field, a bad line the line, disguised media the whole record; each is a `refusal` with its
 * place. Damage that makes the rest of a file unreadable is a `failed` event, and reading goes on with the next file:
 * from the counts, the caller decides whether to take any of it. Records with one id may come in any order; see
 * `supersedes`. How the bytes were sliced affects no event but `progress`.
 * @param policy `minimumPdqQuality`: PDQ of lower quality is left out and counted; 50 unless given
 * @throws whatever the byte streams throw, but nothing because of what the files hold
 */
export async function* readHashList(
  files: Iterable<NamedBytes> | AsyncIterable<NamedBytes>,
  reading: ListReading,
  policy: { minimumPdqQuality?: number } = {},
): AsyncGenerator<ListEvent, void, void> {
  for await (const { name, bytes } of files) {
    const sink = new ListSink(name, policy.minimumPdqQuality ?? DEFAULT_PDQ_QUALITY);
    try {
      yield* readFile(bytes, reading, sink);
      yield { type: 'end', file: name, counts: sink.counts };
    } catch (error) {
      if (!(error instanceof FileRefused || error instanceof ListRefused)) throw error;
      sink.flush();
      yield* sink.drain();
      yield { type: 'failed', refusal: { file: name, ...error.refusal }, counts: sink.counts };
    }
  }
}

async function* readFile(
  bytes: AsyncIterable<Uint8Array>,
  reading: ListReading,
  sink: ListSink,
): AsyncGenerator<ListEvent, void, void> {
  const reader = readerFor(reading, sink);
  let reported = 0;
  let sinceTurn = 0;
  const findings = newTextFindings();
  const hasLines = reading.format !== 'vics' && reading.format !== 'ncmec-xml';
  const text = plainText(countedAfterHead(bytes, sink), findings, hasLines);
  for await (const slice of gateFor(reading, text)) {
    await reader.feed(slice);
    yield* sink.drain();
    // Bytes that are available already are read without giving up the turn of the event loop; this counts them, because
    // look-ups wait meanwhile.
    sinceTurn += slice.length;
    if (sinceTurn >= LIST_LIMITS.turnBytes) {
      sinceTurn = 0;
      await nextTurn();
    }
    if (sink.counts.bytes - reported >= LIST_LIMITS.progressBytes) {
      reported = sink.counts.bytes;
      yield { type: 'progress', file: sink.file, bytes: reported };
    }
  }
  await reader.finish();
  for (const notice of noticesOf(findings)) sink.note(notice);
  sink.flush();
  yield* sink.drain();
}

function readerFor(reading: ListReading, sink: ListSink): SliceReader {
  switch (reading.format) {
    case 'ncmec-xml':
      return new NcmecReader(sink);
    case 'vics':
      return new VicsSetReader(sink);
    case 'sums':
      return new SumsReader(sink, reading.algorithm ?? null);
    case 'csv':
      return new CsvListReader(sink, reading.mapping);
    case 'pdq':
      return new PdqReader(sink);
  }
}

function gateFor({ format }: ListReading, bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  // File names in a list of sums may be in any encoding. They are not kept, so they need not be UTF-8.
  if (format === 'sums' || format === 'pdq') return slicesOf(bytes);
  return gateBytes(bytes, {
    maxFileBytes: LIST_LIMITS.maxFileBytes,
    maxLineBytes: format === 'csv' ? INTAKE_LIMITS.maxCsvLineBytes : null,
    // The same holds for unmapped columns of a table; the reader checks the others.
    mayBeLatin1: format === 'csv',
  });
}

async function* slicesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  let total = 0;
  for await (const chunk of bytes) {
    for (let from = 0; from < chunk.length; from += LIST_LIMITS.sliceBytes) {
      const slice = chunk.subarray(from, from + LIST_LIMITS.sliceBytes);
      total += slice.length;
      if (total > LIST_LIMITS.maxFileBytes) {
        const mebibytes = LIST_LIMITS.maxFileBytes / 1024 / 1024;
        throw new ListRefused('file-too-large', { code: 'file-too-large', mebibytes });
      }
      yield slice;
    }
  }
}

/** Refuses archives and media by the first bytes of the file, before the rest is read. */
async function* countedAfterHead(
  bytes: AsyncIterable<Uint8Array>,
  sink: ListSink,
): AsyncGenerator<Uint8Array, void, void> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const check = (): void => {
    readHead(Buffer.concat(parts.map((part) => part.subarray(0, HEAD_BYTES))).subarray(0, HEAD_BYTES));
  };
  for await (const chunk of bytes) {
    sink.counts.bytes += chunk.length;
    if (length >= HEAD_BYTES) {
      yield chunk;
      continue;
    }
    parts.push(chunk);
    length += chunk.length;
    if (length < HEAD_BYTES) continue;
    check();
    yield* parts.splice(0);
  }
  if (length < HEAD_BYTES) {
    check();
    yield* parts;
  }
}
