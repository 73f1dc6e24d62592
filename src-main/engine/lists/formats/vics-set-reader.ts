import { isPlainFieldName, type RefusalReason } from '../../../../shared/domain/refusal.ts';
import type { RefusalDetail } from '../../../../shared/domain/refusal-detail.ts';
import type { SliceReader } from '../../intake/formats/chunk-collector.ts';
import { FileRefused } from '../../intake/formats/intake-format.ts';
import {
  type JsonObjection,
  type JsonScalar,
  type JsonVisitor,
  OBJECTION_DETAIL,
  StrictJson,
} from '../../intake/formats/strict-json.ts';
import type { KeptValue } from '../../intake/formats/vics-media-record.ts';
import { vicsName } from '../../intake/formats/vics-names.ts';
import { ListRefused } from './list-event.ts';
import type { ListSink } from './list-sink.ts';
import { RecordDraft } from './record-draft.ts';
import { readVicsSetRecord } from './vics-set-record.ts';

/**
 * Reads VICS JSON 1.0 to 2.0 (Project VIC's data model) as a hash set: Media records directly in `value`, in the
 * `Media` of several cases or of one, or as a bare list; member names in any letter case. Rows are records, from 1. It
 * streams: one record is held at a time, and of it only what a list needs.
 */
export class VicsSetReader implements SliceReader {
  readonly #document: VicsSetDocument;
  readonly #json: StrictJson;

  constructor(sink: ListSink) {
    this.#document = new VicsSetDocument(sink);
    this.#json = new StrictJson(this.#document);
  }

  feed(slice: Uint8Array): void {
    this.#located(() => this.#json.write(slice));
  }

  finish(): void {
    this.#located(() => this.#json.end());
    this.#document.finish();
  }

  /** Reports damage inside a document at the record that was being read. */
  #located(read: () => void): void {
    try {
      read();
    } catch (error) {
      if (!(error instanceof FileRefused) || error.refusal.row !== null) throw error;
      throw new FileRefused({ ...error.refusal, row: this.#document.row });
    }
  }
}

/** Members of a record that are kept while it is read. */
const KEPT = new Set([
  'MediaID',
  'Category',
  'MD5',
  'SHA1',
  'SHA256',
  'PhotoDNA',
  'AlternativeHashes',
  'DateUpdated',
  'Tags',
]);
/** Depth of an open record: root 1, `value` 2, record of a set or case 3, the case's `Media` 4, its record 5. */
const SET_ENTRY = 3;
const CASE_ENTRY = 5;
/** Most characters held for one record; each value counts 100 more. */
const MAX_KEPT = 64 * 1024;

interface Frame {
  key: string;
  isArray: boolean;
  built: KeptValue[] | Record<string, KeptValue> | null;
}

class VicsSetDocument implements JsonVisitor {
  readonly #sink: ListSink;
  readonly #frames: Frame[] = [];
  #sawValue = false;
  #records = 0;
  #draft: RecordDraft | null = null;
  /** Depth of the record being read. */
  #depth = 0;
  #kept = 0;

  constructor(sink: ListSink) {
    this.#sink = sink;
  }

  /** The number of the record being read, or null. */
  get row(): number | null {
    return this.#draft?.row ?? null;
  }

  finish(): void {
    if (!this.#sawValue) {
      throw new ListRefused('unknown-format', { code: 'not-vics' }, { field: 'value' });
    }
  }

  open(container: 'object' | 'array'): void {
    const isArray = container === 'array';
    if (isArray && !this.#sawValue) this.#completeShape();
    const parent = this.#frames.at(-1);
    const depth = this.#frames.length + 1;
    let built: Frame['built'] = null;
    if (this.#isRecordList()) {
      this.#startRecord(depth);
      if (isArray) this.#draft?.refuse(null, 'bad-value', { code: 'record-not-object' });
      else built = Object.create(null);
    } else if (depth === 2 && isArray && parent?.key === 'value') this.#sawValue = true;
    else if (isArray && parent?.key === 'Media' && depth === SET_ENTRY + 1 && this.#depth === SET_ENTRY) {
      // The element taken for a record of a set is in fact a case; its number goes to the first record in it.
      this.#records--;
      this.#draft = null;
      this.#depth = 0;
      parent.built = null;
    } else if (parent && this.#isKept(parent)) built = isArray ? [] : Object.create(null);
    this.#frames.push({ key: '', isArray, built });
  }

  /** Wraps a bare list of records, or a single case, in the structure VICS prescribes. */
  #completeShape(): void {
    const [root] = this.#frames;
    const value: Frame = { key: 'value', isArray: false, built: null };
    if (root === undefined) this.#frames.push(value);
    else if (this.#frames.length === 1 && root.key === 'Media') {
      this.#sawValue = true;
      this.#frames.splice(0, 1, value, { key: '', isArray: true, built: null }, root);
      this.#depth = SET_ENTRY;
      this.#records++;
    }
  }

  close(): void {
    const depth = this.#frames.length;
    const frame = this.#frames.pop();
    const parent = this.#frames.at(-1);
    if (this.#draft && depth === this.#depth) {
      if (frame?.built && !Array.isArray(frame.built))
        readVicsSetRecord(frame.built, this.#draft, this.#sink);
      this.#draft.finish();
      this.#draft = null;
      this.#depth = 0;
    } else if (frame?.built && parent?.built) this.#put(parent, frame.built);
  }

  key(name: string): void {
    const frame = this.#frames.at(-1);
    if (frame) frame.key = vicsName(name);
  }

  scalar(value: JsonScalar, cut: boolean): void {
    const frame = this.#frames.at(-1);
    if (!frame) return;
    if (this.#isRecordList()) {
      this.#startRecord(this.#frames.length + 1);
      this.#draft?.refuse(null, 'bad-value', { code: 'record-not-object' });
      this.#draft?.finish();
      this.#draft = null;
      this.#depth = 0;
      return;
    }
    const isKept = this.#isKept(frame);
    if (isKept && !cut) this.#put(frame, value);
    else if (typeof value === 'string') {
      const isMedia = this.#lookThrough(value);
      if (cut && isKept && !isMedia) this.#object('too-long', { code: 'value-far-too-long' });
    }
  }

  objection(reason: JsonObjection): void {
    const detail = OBJECTION_DETAIL[reason];
    if (this.#draft) this.#draft.refuse(this.#field(), reason, detail);
    else throw new ListRefused(reason, detail);
  }

  /** Whether the innermost container is a list of records: `value` itself, or the `Media` of a case in it. */
  #isRecordList(): boolean {
    const [root, list, item, media] = this.#frames;
    if (root?.key !== 'value' || !list?.isArray) return false;
    if (this.#frames.length === SET_ENTRY - 1) return true;
    return (
      this.#frames.length === CASE_ENTRY - 1 &&
      item?.key === 'Media' &&
      media?.isArray === true &&
      !this.#draft
    );
  }

  #startRecord(depth: number): void {
    this.#draft = new RecordDraft(this.#sink, ++this.#records);
    this.#depth = depth;
    this.#kept = 0;
  }

  #isKept(frame: Frame): boolean {
    if (frame.built === null || !this.#draft) return false;
    return this.#frames.length > this.#depth || KEPT.has(frame.key);
  }

  #put(frame: Frame, value: KeptValue): void {
    const before = this.#kept;
    this.#kept += typeof value === 'string' ? value.length + 100 : 100;
    if (this.#kept > MAX_KEPT) {
      if (before <= MAX_KEPT) this.#object('too-long', { code: 'record-far-too-long' });
    } else if (Array.isArray(frame.built)) frame.built.push(value);
    else if (frame.built && !(frame.key in frame.built)) frame.built[frame.key] = value;
  }

  #lookThrough(value: string): boolean {
    if (this.#draft) return this.#draft.lookThrough(value, this.#field());
    const draft = new RecordDraft(this.#sink, this.#records + 1);
    return draft.lookThrough(value, this.#field());
  }

  #object(reason: RefusalReason, detail: RefusalDetail): void {
    this.#draft?.refuse(this.#field(), reason, detail);
  }

  /** The member of the record being read, named as in the source. */
  #field(): string {
    const name = this.#frames[Math.max(this.#depth, 1) - 1]?.key ?? '';
    return isPlainFieldName(name) ? name : 'value';
  }
}
