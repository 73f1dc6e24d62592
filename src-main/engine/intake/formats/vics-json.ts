import { findMedia } from '../../../../shared/domain/hash-only.ts';
import { inboundText } from '../../../../shared/domain/inbound-text.ts';
import { type Refusal, type RefusalReason, refusalsOf } from '../../../../shared/domain/refusal.ts';
import { mediaDetail, type RefusalDetail } from '../../../../shared/domain/refusal-detail.ts';
import { gateBytes } from './byte-gate.ts';
import { ChunkCollector, readChunks, type SliceReader } from './chunk-collector.ts';
import { isReportLine } from './hashline-jsonl.ts';
import { FileRefused, type FormatReader, type ParsedChunk } from './intake-format.ts';
import { INTAKE_LIMITS } from './intake-limits.ts';
import {
  type JsonObjection,
  type JsonScalar,
  type JsonVisitor,
  OBJECTION_DETAIL,
  StrictJson,
} from './strict-json.ts';
import { type KeptValue, type MediaRecord, readMediaRecord, refusedText } from './vics-media-record.ts';
import { vicsName } from './vics-names.ts';

/**
 * Reads VICS JSON 1.0 to 2.0 (Project VIC data model): `Cases` with their `Media`, bare `Media` hash sets, one case as
 * an OData entity, and a bare list of records; member names in any letter case. Each Media record becomes a report of
 * one file; its row is its number in the document, from 1. A case passes its number and organisation on to its records.
 *
 * It streams: one record is held at a time. File names and paths are skipped and never stored.
 */
function readVicsJson(bytes: AsyncIterable<Uint8Array>): AsyncIterable<ParsedChunk> {
  const slices = gateBytes(bytes, { maxFileBytes: INTAKE_LIMITS.maxFileBytes, maxLineBytes: null });
  const collector = new ChunkCollector();
  const document = new VicsDocument(collector);
  return locateFailures(readChunks(slices, collector, new VicsReader(document)), document);
}

class VicsReader implements SliceReader {
  readonly #document: VicsDocument;
  readonly #json: StrictJson;

  constructor(document: VicsDocument) {
    this.#document = document;
    this.#json = new StrictJson(document);
  }

  feed(slice: Uint8Array): void {
    this.#json.write(slice);
  }

  finish(): void {
    this.#json.end();
    this.#document.finish();
  }
}

/** Reports damage inside a document at the record that was being read. */
async function* locateFailures(
  chunks: AsyncIterable<ParsedChunk>,
  document: VicsDocument,
): AsyncGenerator<ParsedChunk, void, void> {
  try {
    yield* chunks;
  } catch (error) {
    if (error instanceof FileRefused && error.refusal.row === null && document.entryBeingRead !== null) {
      throw new FileRefused({ ...error.refusal, row: document.entryBeingRead });
    }
    throw error;
  }
}

/** Members of a case that its records need. */
const CASE_FIELDS = new Set(['CaseNumber', 'ContactOrganization']);
/**
 * Members that only a case has; with one of them and without `Media`, an object is an empty case, not a record without
 * hashes.
 */
const CASE_MARKS = new Set(['CaseID', 'CaseNumber', 'ContactOrganization', 'TotalMediaFiles']);
/** Members of a Media record that are kept; all others are searched for media and dropped. */
const MEDIA_FIELDS = new Set([
  'MD5',
  'SHA1',
  'SHA256',
  'PhotoDNA',
  'AlternativeHashes',
  'MediaSize',
  'MimeType',
  'DateUpdated',
  'Comments',
  'Tags',
  'Category',
]);

/** Depth of the containers: root object 1, its `value` 2, a case or hash set record 3, a case's `Media` 4, record 5. */
const ITEM = 3;
const CASE_MEDIA = 4;
const CASE_ENTRY = 5;

interface Frame {
  /** The member or index being read. */
  key: string;
  index: number;
  isArray: boolean;
  /** The kept value being built; null where nothing is kept. */
  built: KeptValue[] | Record<string, KeptValue> | null;
}

/** The values that a case passes on to its records. */
interface CaseFields {
  caseNumber: string | null;
  organisation: string | null;
}

class VicsDocument implements JsonVisitor {
  readonly #collector: ChunkCollector;
  readonly #frames: Frame[] = [];
  #sawValue = false;
  #entries = 0;
  #entry: MediaRecord | null = null;
  #kept = 0;
  /** The object below `value`: a case once its `Media` opens, otherwise a record of a hash set. */
  #item: ({ isCase: boolean; isNamedCase: boolean } & CaseFields) | null = null;
  /** The case values of the document itself, in case it turns out to be a single case. */
  readonly #rootCase: CaseFields = { caseNumber: null, organisation: null };
  #bareShape: 'list' | 'case' | null = null;

  constructor(collector: ChunkCollector) {
    this.#collector = collector;
  }

  get entryBeingRead(): number | null {
    return this.#entry?.row ?? null;
  }

  finish(): void {
    if (!this.#sawValue) {
      throw new FileRefused({
        row: null,
        field: 'value',
        reason: 'unknown-format',
        detail: { code: 'not-vics' },
      });
    }
    if (this.#bareShape === null) return;
    this.#collector.note({
      row: null,
      field: null,
      notice: 'value-ignored',
      detail: { code: this.#bareShape === 'list' ? 'bare-list' : 'bare-case' },
    });
  }

  open(container: 'object' | 'array'): void {
    this.#completeShape(container);
    const parent = this.#frames.at(-1);
    this.#frames.push({
      key: '',
      index: 0,
      isArray: container === 'array',
      built: this.#start(container, parent),
    });
  }

  /** Wraps a bare list of records, or a single case, in the structure VICS prescribes. */
  #completeShape(container: 'object' | 'array'): void {
    const [root] = this.#frames;
    if (container !== 'array' || this.#sawValue) return;
    const around = [
      { key: 'value', index: 0, isArray: false, built: null },
      { key: '', index: 0, isArray: true, built: null },
    ];
    if (root === undefined) {
      this.#bareShape = 'list';
      this.#frames.push({ ...around[0]! });
    } else if (this.#frames.length === 1 && root.key === 'Media') {
      this.#bareShape = 'case';
      this.#sawValue = true;
      this.#item = { isCase: false, isNamedCase: true, ...this.#rootCase };
      this.#frames.splice(0, 1, ...around, root);
    }
  }

  close(): void {
    const frame = this.#frames.pop();
    const depth = this.#frames.length + 1;
    const entryDepth = this.#item?.isCase ? CASE_ENTRY : ITEM;
    if (depth === entryDepth && this.#entry) this.#finishEntry(this.#entry);
    if (depth === ITEM) this.#item = null;
    const parent = this.#frames.at(-1);
    if (frame?.built && parent?.built) this.#put(parent, frame.built);
    if (parent?.isArray) parent.index++;
  }

  key(written: string): void {
    const name = vicsName(written);
    const frame = this.#frames.at(-1);
    if (frame) frame.key = name;
    if (this.#frames.length === ITEM && this.#item && CASE_MARKS.has(name)) this.#item.isNamedCase = true;
  }

  scalar(value: JsonScalar, cut: boolean): void {
    const frame = this.#frames.at(-1);
    if (!frame) return;
    if (this.#frames.length === ITEM && this.#item && CASE_FIELDS.has(frame.key)) {
      this.#readCaseField(this.#item, frame.key, value);
    } else if (this.#frames.length === 1 && CASE_FIELDS.has(frame.key)) {
      this.#readCaseField(this.#rootCase, frame.key, value);
    } else if (this.#isEntryList()) {
      this.#refuseNoEntry();
    } else if (typeof value === 'string' && (cut || !this.#isKept(frame))) {
      const isMedia = this.#refuseMedia(value);
      if (!isMedia && this.#isKept(frame)) this.#object('too-long', { code: 'value-far-too-long' });
    } else if (this.#isKept(frame)) this.#put(frame, value);
    if (frame.isArray) frame.index++;
  }

  /** True while the innermost container is a list of Media records or cases. */
  #isEntryList(): boolean {
    const [root, , item] = this.#frames;
    if (root?.key !== 'value' || !this.#frames.at(-1)?.isArray) return false;
    return (
      this.#frames.length === ITEM - 1 ||
      (this.#frames.length === CASE_ENTRY - 1 && this.#item?.isCase === true && item?.key === 'Media')
    );
  }

  #refuseNoEntry(): void {
    this.#collector.countRow(++this.#entries);
    this.#collector.refuse({
      row: this.#entries,
      field: null,
      reason: 'bad-value',
      detail: { code: 'record-not-object' },
    });
  }

  objection(reason: JsonObjection, key: string): void {
    const detail = OBJECTION_DETAIL[reason];
    if (this.#frames.length < ITEM) throw new FileRefused({ row: null, field: null, reason, detail });
    this.#object(reason, detail, reason === 'duplicate-key' ? this.#field(key) : null);
  }

  /** Decides what kind of container opens under `parent`, and whether its content is kept. */
  #start(container: 'object' | 'array', parent: Frame | undefined): Frame['built'] {
    const depth = this.#frames.length + 1;
    if (depth === 1) return null;
    if (depth === 2) {
      if (parent?.key === 'value' && container === 'array') this.#sawValue = true;
      return null;
    }
    const inValue = this.#frames[0]?.key === 'value' && this.#frames[1]?.isArray === true;
    if (!inValue) return null;
    if (container === 'array' && this.#isEntryList()) {
      this.#refuseNoEntry();
      return null;
    }
    if (depth === ITEM) {
      this.#item = { isCase: false, isNamedCase: false, caseNumber: null, organisation: null };
      return this.#startEntry();
    }
    if (depth === CASE_MEDIA && parent?.key === 'Media' && container === 'array' && this.#item) {
      if (!this.#item.isCase && this.#entry) this.#unmakeEntry(this.#entry);
      this.#item.isCase = true;
      return null;
    }
    if (depth === CASE_ENTRY && this.#isEntryList()) return this.#startEntry();
    if (!this.#entry || !parent || !this.#isKept(parent)) return null;
    return container === 'array' ? [] : Object.create(null);
  }

  #startEntry(): Record<string, KeptValue> {
    const fields: Record<string, KeptValue> = Object.create(null);
    this.#kept = 0;
    this.#entry = { row: ++this.#entries, fields, refusals: [] };
    return fields;
  }

  /** The object taken for a record of a hash set is a case; its number goes to the next record. */
  #unmakeEntry(entry: MediaRecord): void {
    this.#entries--;
    this.#entry = null;
    const item = this.#frames[ITEM - 1];
    if (item) item.built = null;
    this.#collector.refuse(...entry.refusals.map((refusal) => ({ ...refusal, row: null })));
  }

  #finishEntry(entry: MediaRecord): void {
    this.#entry = null;
    const item = this.#item;
    if (item?.isNamedCase && !item.isCase) {
      this.#unmakeEntry(entry);
      return;
    }
    this.#collector.countRow(entry.row);
    const read = readMediaRecord(entry, {
      reference: item?.caseNumber ?? null,
      source: item?.organisation ?? null,
    });
    if (read.report) this.#collector.take(entry.row, read.report);
    this.#collector.refuse(...read.refusals);
    const text = refusedText(entry, read.refusals, item?.isCase ? item : null);
    if (text !== null) this.#collector.keepRefused(entry.row, text);
    for (const notice of read.notices) this.#collector.note(notice);
  }

  #readCaseField(of: CaseFields, key: string, value: JsonScalar): void {
    if (value === null || value === '') return;
    const parsed = CASE_TEXT.safeParse(String(value).trim());
    if (!parsed.success) {
      this.#collector.refuse(...refusalsOf(parsed.error, null, () => key));
      return;
    }
    if (key === 'CaseNumber') of.caseNumber = parsed.data;
    else of.organisation = parsed.data;
    if (of === this.#item && this.#item.isCase && this.#entries > 0) {
      this.#collector.note({
        row: this.#entries,
        field: key,
        notice: 'value-ignored',
        detail: { code: 'case-named-late' },
      });
    }
  }

  /** Searches a text that is not kept: media is refused anywhere. */
  #refuseMedia(value: string): boolean {
    const media = findMedia(value);
    if (!media) return false;
    this.#object('media', mediaDetail(media));
    return true;
  }

  #object(reason: RefusalReason, detail: RefusalDetail, field: string | null = this.#field()): void {
    const refusal: Refusal = { row: this.#entry?.row ?? null, field, reason, detail };
    const refusals = this.#entry?.refusals;
    if (!refusals) this.#collector.refuse(refusal);
    else if (refusals.some((known) => known.field === field && known.reason === reason)) return;
    else if (refusals.length < MAX_REFUSALS_PER_ENTRY) refusals.push(refusal);
  }

  /** Whether values in this container belong to the kept part of the record. */
  #isKept(frame: Frame): boolean {
    return frame.built !== null && (frame.built !== this.#entry?.fields || MEDIA_FIELDS.has(frame.key));
  }

  #put(frame: Frame, value: KeptValue): void {
    const before = this.#kept;
    this.#kept += typeof value === 'string' ? value.length + 100 : 100;
    if (this.#kept > MAX_KEPT) {
      if (before <= MAX_KEPT) this.#object('too-long', { code: 'record-far-too-long' });
      return;
    }
    if (Array.isArray(frame.built)) frame.built.push(value);
    else if (frame.built && !(frame.key in frame.built)) frame.built[frame.key] = value;
    else if (frame.built && frame.built[frame.key] !== value) {
      this.#object('duplicate-key', OBJECTION_DETAIL['duplicate-key']);
    }
  }

  /** The path being read, in the source's names, from the record inwards: `AlternativeHashes.0.HashValue`. */
  #field(last?: string): string {
    const from = this.#entry ? (this.#item?.isCase ? CASE_ENTRY : ITEM) - 1 : ITEM - 1;
    const path = this.#frames.slice(from).map((frame) => (frame.isArray ? String(frame.index) : frame.key));
    if (last !== undefined) path[path.length - 1] = last;
    const name = path.length > 0 ? path.join('.') : (this.#frames.at(-1)?.key ?? '');
    return /^[A-Za-z0-9_.@ -]{1,80}$/.test(name) ? name : 'value';
  }
}

const MAX_REFUSALS_PER_ENTRY = 16;
/** Most characters held for one record; each value counts 100 more. */
const MAX_KEPT = 256 * 1024;
const CASE_TEXT = inboundText(200);
const DOCUMENT = /"(@?odata\.(context|metadata)|value|Media)"\s*:/i;
const LIST = /^\[\s*\{[^{}[\]]*"(MediaID|MediaSize|RelativeFilePath|CaseNumber|CaseID|Media)"\s*:/i;

/** A VICS document is one object, or the list of its entries alone. */
export const vicsJson: FormatReader = {
  name: 'VICS JSON',
  begins: (head) => !isReportLine(head) && (head.startsWith('{') ? DOCUMENT : LIST).test(head),
  read: readVicsJson,
  fileOf: (rows) => `{"value":[\n${rows.join(',\n')}\n]}\n`,
  hasLines: false,
};
