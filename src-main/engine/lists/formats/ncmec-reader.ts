import type { HashAlgorithm } from '../../../../shared/domain/hash-algorithm.ts';
import { findMedia } from '../../../../shared/domain/hash-only.ts';
import { mediaDetail } from '../../../../shared/domain/refusal-detail.ts';
import type { SliceReader } from '../../intake/formats/chunk-collector.ts';
import { BoundedXml, type XmlAttributes, type XmlVisitor } from './bounded-xml.ts';
import { ListRefused } from './list-event.ts';
import { LIST_LIMITS } from './list-limits.ts';
import type { ListSink } from './list-sink.ts';
import { RecordDraft } from './record-draft.ts';

export const NCMEC_NAMESPACE = 'https://hashsharing.ncmec.org/hashsharing/v2';

/**
 * Reads a page of NCMEC Hash Sharing v2 (element names as in facebook/ThreatExchange, clients/ncmec/hash_api.py, and
 * its fixtures). Rows are the records of the page, from 1; refusals name the line too. A record is identified by the
 * member's id and its own: together they stay the same when it is sent again or deleted. Fingerprints of unknown kinds,
 * and those given by reference, are counted and never fetched.
 */
export class NcmecReader implements SliceReader {
  readonly #page: NcmecPage;
  readonly #xml: BoundedXml;

  constructor(sink: ListSink) {
    this.#page = new NcmecPage(sink, () => this.#xml.line);
    this.#xml = new BoundedXml(this.#page);
  }

  feed(slice: Uint8Array): void {
    this.#located(() => this.#xml.write(slice));
  }

  finish(): void {
    this.#located(() => this.#xml.end());
  }

  /** Reports damage inside a page at the record that was being read. */
  #located(read: () => void): void {
    try {
      read();
    } catch (error) {
      if (!(error instanceof ListRefused) || error.refusal.row !== null) throw error;
      const { reason, detail, ...place } = error.refusal;
      throw new ListRefused(reason, detail, { ...place, row: this.#page.row });
    }
  }
}

const FINGERPRINTS: Readonly<Record<string, HashAlgorithm>> = {
  md5: 'md5',
  sha1: 'sha1',
  sha256: 'sha256',
  pdna: 'photodna',
  pdq: 'pdq',
};
const CLASSIFICATIONS = ['A1', 'A2', 'B1', 'B2'];
const RECORDS = ['image', 'video', 'deletedImage', 'deletedVideo'];

/** Depth in the document: queryResult 1, images 2, image 3, fingerprints 4, md5 5. */
const RECORD = 3;
const FIELD = 4;

interface OpenElement {
  name: string;
  attributes: XmlAttributes;
  text: string;
}

class NcmecPage implements XmlVisitor {
  readonly #sink: ListSink;
  readonly #line: () => number;
  readonly #open: OpenElement[] = [];
  #records = 0;
  #draft: RecordDraft | null = null;
  #feedback = { affirmative: 0, negative: 0 };
  #has = { id: false, member: false, feedback: false };

  constructor(sink: ListSink, line: () => number) {
    this.#sink = sink;
    this.#line = line;
  }

  /** The number of the record being read, or null. */
  get row(): number | null {
    return this.#draft?.row ?? null;
  }

  open(name: string, namespace: string, attributes: XmlAttributes): void {
    if (this.#open.length === 0 && (name !== 'queryResult' || namespace !== NCMEC_NAMESPACE)) {
      throw new ListRefused('unknown-format', { code: 'not-ncmec-page' });
    }
    // An element of another namespace is ignored, whatever its name.
    this.#open.push({ name: namespace === NCMEC_NAMESPACE ? name : '', attributes, text: '' });
    if (this.#open.length === RECORD && /^(images|videos)$/.test(this.#open[1]?.name ?? '')) {
      this.#startRecord(name);
    }
    for (const value of Object.values(attributes)) this.#lookThrough(value, name);
  }

  text(text: string): void {
    const element = this.#open.at(-1);
    // Blanks between elements are not kept; together they could exceed the memory limit.
    if (element === undefined || (element.text === '' && text.trim() === '')) return;
    element.text += text;
    if (element.text.length > LIST_LIMITS.maxXmlTokenChars) {
      throw new ListRefused('too-long', { code: 'xml-part-too-long', maximum: LIST_LIMITS.maxXmlTokenChars });
    }
  }

  comment(text: string): void {
    this.#lookThrough(text, 'comment');
  }

  close(): void {
    const element = this.#open.pop();
    if (element === undefined) return;
    const depth = this.#open.length + 1;
    const text = element.text.trim();
    if (depth === FIELD - 1 && element.name === 'next' && this.#open[1]?.name === 'paging') {
      if (text !== '') this.#sink.counts.hasNextPage = true;
    } else if (this.#draft === null) this.#lookThrough(text, element.name);
    else if (depth === RECORD) this.#finishRecord(this.#draft, element.name);
    else if (depth === FIELD) this.#readField(this.#draft, element, text);
    else this.#readInnerField(this.#draft, element, text);
  }

  #startRecord(name: string): void {
    if (!RECORDS.includes(name)) {
      this.#sink.notKept(name);
      return;
    }
    this.#draft = new RecordDraft(this.#sink, ++this.#records, this.#line);
    this.#feedback = { affirmative: 0, negative: 0 };
    this.#has = { id: false, member: false, feedback: false };
  }

  #finishRecord(draft: RecordDraft, name: string): void {
    for (const field of ['id', 'member'] as const) {
      if (!this.#has[field]) draft.refuse(field, 'missing', { code: 'never-updated', without: field });
    }
    if (this.#has.feedback) draft.feedback(this.#feedback);
    if (name.startsWith('deleted')) draft.finishTombstone();
    else draft.finish();
    this.#draft = null;
  }

  #readField(draft: RecordDraft, { name, attributes }: OpenElement, text: string): void {
    if (name === 'id') {
      this.#has.id = text !== '';
      draft.sourceId(text, name);
    } else if (name === 'member') {
      this.#has.member = (attributes.id ?? '') !== '';
      draft.member({ id: attributes.id ?? '', name: text === '' ? null : text }, name);
    } else if (name === 'timestamp') draft.updatedAt(text, name);
    else if (name === 'classification' && CLASSIFICATIONS.includes(text)) draft.classification(text, name);
    else if (draft.lookThrough(text, name)) return;
    else if (name === 'classification' && text !== '') {
      draft.refuse(name, 'bad-value', { code: 'not-among', allowed: CLASSIFICATIONS });
    } else if (name === 'feedback') this.#has.feedback = true;
    else if (name !== 'classification' && name !== 'fingerprints') this.#sink.notKept(name);
  }

  #readInnerField(draft: RecordDraft, { name, attributes }: OpenElement, text: string): void {
    const field = this.#open[FIELD - 1]?.name;
    if (field === 'fingerprints' && this.#open.length === FIELD) {
      const algorithm = Object.hasOwn(FINGERPRINTS, name.toLowerCase())
        ? FINGERPRINTS[name.toLowerCase()]
        : undefined;
      if (algorithm === undefined || attributes.href !== undefined) {
        if (!draft.lookThrough(text, name)) this.#sink.notKept(name);
      } else if (text !== '') draft.hash(algorithm, text, name);
      return;
    }
    if (field === 'feedback' && name === 'member') {
      const verdict = this.#open[FIELD]?.name;
      if (verdict === 'affirmativeFeedback') this.#feedback.affirmative++;
      else if (verdict === 'negativeFeedback') this.#feedback.negative++;
    }
    this.#lookThrough(text, name);
  }

  #lookThrough(text: string, field: string): void {
    if (text === '') return;
    if (this.#draft) {
      this.#draft.lookThrough(text, field);
      return;
    }
    const media = findMedia(text);
    if (media) throw new ListRefused('media', mediaDetail(media), { field, line: this.#line() });
  }
}
