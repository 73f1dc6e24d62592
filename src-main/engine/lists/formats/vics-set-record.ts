import { readDate } from '../../../../shared/domain/date.ts';
import type { HashAlgorithm } from '../../../../shared/domain/hash-algorithm.ts';
import type { KeptValue } from '../../intake/formats/vics-media-record.ts';
import { algorithmNamed } from '../../intake/formats/vics-names.ts';
import type { ListSink } from './list-sink.ts';
import type { RecordDraft } from './record-draft.ts';

const HASH_FIELDS = { MD5: 'md5', SHA1: 'sha1', SHA256: 'sha256', PhotoDNA: 'photodna' } as const;

/**
 * Puts a Media record into a draft, and accepts what exports in use contain: hashes in upper case, empty strings and
 * null for "none", dates in several forms (ambiguous ones are skipped). The category is kept as written, because its
 * numbers mean different things in different countries.
 */
export function readVicsSetRecord(
  fields: Readonly<Record<string, KeptValue>>,
  draft: RecordDraft,
  sink: ListSink,
): void {
  draft.sourceId(textOf(fields.MediaID), 'MediaID');
  draft.classification(textOf(fields.Category), 'Category');
  const { Tags: tags } = fields;
  draft.tags(Array.isArray(tags) ? tags.map(textOf) : textOf(tags).split(/[,;|]/), 'Tags');
  const date = textOf(fields.DateUpdated);
  if (date === '' || readDate(date) !== null) draft.updatedAt(date, 'DateUpdated');
  else if (!draft.lookThrough(date, 'DateUpdated')) sink.notKept('DateUpdated');

  for (const [field, algorithm] of Object.entries(HASH_FIELDS))
    takeHash(draft, algorithm, fields[field], field);
  const { AlternativeHashes: others } = fields;
  if (!Array.isArray(others)) return;
  for (const [index, other] of others.entries()) {
    const named = other !== null && typeof other === 'object' && !Array.isArray(other) ? other : {};
    const name = textOf(named.HashName);
    const field = `AlternativeHashes.${index}`;
    const algorithm = algorithmNamed(name);
    if (algorithm) takeHash(draft, algorithm, named.HashValue, field);
    else {
      for (const value of Object.values(named)) draft.lookThrough(textOf(value), field);
      sink.notKept(name);
    }
  }
}

function takeHash(
  draft: RecordDraft,
  algorithm: HashAlgorithm,
  value: KeptValue | undefined,
  field: string,
): void {
  const text = textOf(value);
  if (text !== '') draft.hash(algorithm, text, field);
  else if (value !== undefined && value !== null && value !== '' && typeof value === 'object') {
    draft.refuse(field, 'bad-hash', { code: 'hash-not-text' });
  }
}

/** Numbers and texts as text; everything else as the empty string. */
const textOf = (value: KeptValue | undefined): string =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
