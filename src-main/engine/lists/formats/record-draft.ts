import { readAddress } from '../../../../shared/domain/address.ts';
import { readDate } from '../../../../shared/domain/date.ts';
import type { HashAlgorithm } from '../../../../shared/domain/hash-algorithm.ts';
import { ListMeaning } from '../../../../shared/domain/hash-list.ts';
import { findMedia } from '../../../../shared/domain/hash-only.ts';
import { readHashValue } from '../../../../shared/domain/hash-value.ts';
import { inboundText } from '../../../../shared/domain/inbound-text.ts';
import type { ListMember, ListRecord, ListRefusalReason } from '../../../../shared/domain/list-record.ts';
import { refusalsOf } from '../../../../shared/domain/refusal.ts';
import { mediaDetail, type RefusalDetail } from '../../../../shared/domain/refusal-detail.ts';
import { UrlText } from '../../../../shared/domain/report.ts';
import { LIST_LIMITS } from './list-limits.ts';
import type { ListSink } from './list-sink.ts';

const ShortText = inboundText(200);
const Tag = inboundText(100);

/**
 * Builds one record from the texts of a file. A field that cannot be taken is refused by its name and the record goes
 * on without it; media in any field refuses the whole record.
 */
export class RecordDraft {
  readonly row: number;
  readonly #sink: ListSink;
  readonly #line: (() => number) | null;
  readonly #record: ListRecord = {
    sourceId: null,
    member: null,
    updatedAt: null,
    classification: null,
    meaning: null,
    tags: [],
    hashes: [],
    url: null,
    feedback: null,
  };
  #refusals = 0;
  #lowQuality = 0;
  #hasMedia = false;

  /** @param line returns the line being read, for formats whose rows are not lines */
  constructor(sink: ListSink, row: number, line: (() => number) | null = null) {
    this.#sink = sink;
    this.row = row;
    this.#line = line;
  }

  hash(algorithm: HashAlgorithm, text: string, field: string, quality: number | null = null): void {
    const read = readHashValue(algorithm, text);
    if ('problem' in read) {
      if (!this.lookThrough(text, field)) this.refuse(field, read.problem, read.detail);
    } else if (quality !== null && quality < this.#sink.minimumPdqQuality) {
      this.#lowQuality++;
      this.#sink.counts.lowQuality++;
    } else this.#putHash(algorithm, read.value, field, quality);
  }

  #putHash(algorithm: HashAlgorithm, value: string, field: string, quality: number | null): void {
    const { hashes } = this.#record;
    const known = hashes.find((hash) => hash.algorithm === algorithm);
    if (known !== undefined && known.value !== value) {
      this.refuse(field, 'bad-hash', { code: 'another-hash-of-a-kind' });
    } else if (known === undefined) {
      hashes.push(quality === null ? { algorithm, value } : { algorithm, value, quality });
    }
  }

  sourceId(text: string, field: string): void {
    this.#record.sourceId = this.#text(text, field);
  }

  member(member: ListMember, field: string): void {
    const id = this.#text(member.id, field);
    if (id !== null) this.#record.member = { id, name: member.name && this.#text(member.name, field) };
  }

  classification(text: string, field: string): void {
    this.#record.classification = this.#text(text, field);
  }

  updatedAt(text: string, field: string): void {
    if (text.trim() === '' || this.lookThrough(text, field)) return;
    this.#record.updatedAt = readDate(text);
    if (this.#record.updatedAt === null) this.refuse(field, 'bad-value', { code: 'not-a-date' });
  }

  meaning(text: string, field: string): void {
    if (text.trim() === '' || this.lookThrough(text, field)) return;
    const parsed = ListMeaning.safeParse(text.trim().toLowerCase());
    if (parsed.success) this.#record.meaning = parsed.data;
    else this.refuse(field, 'bad-value', { code: 'not-among', allowed: [...ListMeaning.options] });
  }

  tags(texts: readonly string[], field: string): void {
    for (const text of texts) {
      const tag = this.#text(text, field, Tag);
      if (tag === null || this.#record.tags.includes(tag)) continue;
      if (this.#record.tags.length >= LIST_LIMITS.maxTagsPerRecord) {
        this.refuse(field, 'too-long', { code: 'too-many-tags', maximum: LIST_LIMITS.maxTagsPerRecord });
        return;
      }
      this.#record.tags.push(tag);
    }
  }

  url(text: string, field: string): void {
    if (text.trim() === '') return;
    const parsed = UrlText.safeParse(text.trim());
    if (parsed.success) {
      const read = readAddress(parsed.data);
      if ('identity' in read) this.#record.url = read.identity;
    } else this.#refuseText(parsed.error, field);
  }

  feedback(feedback: ListRecord['feedback']): void {
    this.#record.feedback = feedback;
  }

  /**
   * Checks a text that is not kept, or not of the expected form, for media.
   * @returns whether it holds some
   */
  lookThrough(text: string, field: string): boolean {
    const media = findMedia(text);
    if (media) {
      this.refuse(field, 'media', mediaDetail(media));
    }
    return media !== null;
  }

  refuse(field: string | null, reason: ListRefusalReason, detail: RefusalDetail): void {
    if (reason === 'media') this.#hasMedia = true;
    if (++this.#refusals > LIST_LIMITS.maxRefusalsPerRecord) return;
    const line = this.#line === null ? {} : { line: this.#line() };
    this.#sink.refuse({ row: this.row, ...line, field, reason, detail });
  }

  /** True while nothing fit for a list was found, and nothing was refused. */
  get isEmpty(): boolean {
    return this.#record.hashes.length === 0 && this.#record.url === null && this.#refusals === 0;
  }

  /**
   * Ends the record and hands it on, unless nothing of it is left. A record with an id of its own replaces its earlier
   * version even when no value of it is left.
   */
  finish(): void {
    const { hashes, url, sourceId, member, updatedAt } = this.#record;
    const hasNothing = hashes.length === 0 && url === null;
    if (!hasNothing && !this.#hasMedia) {
      this.#sink.record(this.row, this.#record);
      return;
    }
    const isUpdate = hasNothing && !this.#hasMedia && sourceId !== null;
    if (this.#refusals === 0 && this.#lowQuality === 0) {
      this.refuse(null, 'missing', { code: isUpdate ? 'no-known-hash-left' : 'no-known-hash' });
    }
    if (this.#refusals > 0) this.#sink.counts.lost++;
    if (isUpdate) this.#sink.tombstone(this.row, { sourceId, member, updatedAt, isUpdate });
  }

  /** Ends a record that says it was taken off the list. */
  finishTombstone(): void {
    const { sourceId, member, updatedAt } = this.#record;
    if (sourceId === null || this.#hasMedia) this.#sink.counts.lost++;
    else this.#sink.tombstone(this.row, { sourceId, member, updatedAt, isUpdate: false });
  }

  #text(text: string, field: string, schema: typeof ShortText = ShortText): string | null {
    const trimmed = text.trim();
    if (trimmed === '') return null;
    const parsed = schema.safeParse(trimmed);
    if (parsed.success) return parsed.data;
    this.#refuseText(parsed.error, field);
    return null;
  }

  #refuseText(error: Parameters<typeof refusalsOf>[0], field: string): void {
    for (const { reason, detail } of refusalsOf(error, this.row, () => field))
      this.refuse(field, reason, detail);
  }
}
