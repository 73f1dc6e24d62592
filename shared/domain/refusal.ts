import { z } from 'zod';
import { NoticeDetail, RefusalDetail } from './refusal-detail.ts';

/** Why an input was refused. A closed list: every reader must know how to handle each reason. */
export const RefusalReason = z.enum([
  'empty-file',
  'not-utf8',
  'unknown-format',
  'truncated',
  /** A quotation mark opens a cell that continues over lines that look like rows, so its end cannot be determined. */
  'open-quote',
  'bad-json',
  'line-too-long',
  'wrong-header',
  'too-many-columns',
  'too-many-rows',
  'file-too-large',
  'duplicate-key',
  'forbidden-key',
  'too-deep',
  'archive',
  'media',
  'bad-hash',
  /** A value that stands for "no hash", or that is in published lists by mistake. */
  'known-bad',
  'bad-url',
  'bad-value',
  'control-character',
  'bidi-character',
  'missing',
  'too-long',
  'unknown-field',
]);
export type RefusalReason = z.infer<typeof RefusalReason>;

/** One refused part of the input, and its place. */
export const Refusal = z.object({
  /**
   * Line of the file, counted from 1 (in JSON documents the number of the record, from 1); null for the file as a
   * whole.
   */
  row: z.number().int().positive().nullable(),
  /** The field's name in the source, or null. */
  field: z.string().nullable(),
  /** Line of the file where `row` is the number of an XML record, counted from 1. */
  line: z.number().int().positive().optional(),
  reason: RefusalReason,
  detail: RefusalDetail,
});
export type Refusal = z.infer<typeof Refusal>;

/** How an input was treated that was accepted all the same, so that nothing is reinterpreted silently. */
export const NoticeKind = z.enum([
  'unknown-date',
  'same-subject',
  'value-ignored',
  /** A value that stands for "no hash" was left out. */
  'placeholder-hash',
  /** Another case has the same hash, but a different one of another kind: they were kept apart. */
  'hash-contradiction',
  /** The file is written in another encoding than UTF-8. */
  'encoding',
  'line-ends',
  /** Rows without a single character, and lines above a table that do not belong to it. */
  'read-over',
  'no-header',
  'other-delimiter',
  'short-row',
  /** A quotation mark that does not quote was kept unchanged. */
  'stray-quote',
  /** Columns of a table that its profile gives no meaning. */
  'columns-not-read',
]);
export type NoticeKind = z.infer<typeof NoticeKind>;

/** A fact worth knowing about an input that was accepted all the same. */
export const Notice = z.object({
  /** The same as in a refusal; null for the file as a whole. */
  row: z.number().int().positive().nullable(),
  field: z.string().nullable(),
  notice: NoticeKind,
  detail: NoticeDetail,
});
export type Notice = z.infer<typeof Notice>;

/** The number of notices of each kind, including those that are not listed. */
export const NoticeCounts = z.partialRecord(NoticeKind, z.int().positive());
export type NoticeCounts = z.infer<typeof NoticeCounts>;

/** Counts notices in place. */
export function countNotices(counts: NoticeCounts, notices: readonly Pick<Notice, 'notice'>[]): void {
  for (const { notice } of notices) counts[notice] = (counts[notice] ?? 0) + 1;
}

const Told = z.object({ detail: RefusalDetail, reason: RefusalReason });
type Told = z.infer<typeof Told>;

/**
 * What an own rule of a schema says about a value that breaks it; a value is a `bad-value` where no reason is given. The
 * message is for readers of the issue who do not know codes.
 */
export const told = (detail: RefusalDetail, reason: RefusalReason = 'bad-value') => ({
  message: detail.code,
  params: { detail, reason } satisfies Told,
});

/**
 * Demands a form of a text. The form is checked twice, because only `regex` comes into the JSON Schema that is generated
 * from it.
 */
export const ofForm = (text: z.ZodString, form: RegExp, detail: RefusalDetail, reason?: RefusalReason) =>
  text.refine((value) => form.test(value), { ...told(detail, reason), abort: true }).regex(form);

/** What an own rule of a schema said about a value; null for the rules of zod itself. */
export function toldBy(issue: object): Told | null {
  return 'params' in issue ? (Told.safeParse(issue.params).data ?? null) : null;
}

/**
 * Turns a failed zod parse into refusals with places, one for each field and reason. Messages are never used, because
 * some of zod's repeat the refused content.
 * @param row the row of the value
 * @param fieldName maps the path inside our schema to the source's own field name
 */
export function refusalsOf(
  error: z.ZodError,
  row: number | null,
  fieldName: (path: string) => string | null = (path) => path || null,
): Refusal[] {
  const refusals: Refusal[] = [];
  for (const issue of error.issues) {
    const field = fieldName(pathOf(issue));
    const reason = reasonOf(issue);
    if (refusals.some((earlier) => earlier.field === field && earlier.reason === reason)) continue;
    refusals.push({ row, field, reason, detail: detailOf(issue) });
  }
  return refusals;
}

function pathOf(issue: z.core.$ZodIssue): string {
  const path = issue.path.map(String);
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  if (unknown !== undefined && isPlainFieldName(unknown)) path.push(unknown);
  return path.join('.');
}

/** Whether a name may be shown in an error: it must be unable to carry content. */
export function isPlainFieldName(name: string): boolean {
  return /^[A-Za-z@][A-Za-z0-9_.@-]{0,39}$/.test(name);
}

/** zod drops `input` from finished issues, so its own wording is the only trace of an absent value. */
const isAbsent = (issue: z.core.$ZodIssue): boolean =>
  issue.code === 'invalid_type' && issue.message.endsWith('received undefined');

function reasonOf(issue: z.core.$ZodIssue): RefusalReason {
  const told = toldBy(issue);
  if (told !== null) return told.reason;
  if (issue.code === 'too_big') return isCounted(issue.origin) ? 'too-long' : 'bad-value';
  if (issue.code === 'unrecognized_keys') return 'unknown-field';
  if (isAbsent(issue)) return 'missing';
  if (issue.path.some((part) => /^(hashes|md5|sha1|sha256|pdq|photodna)$/.test(String(part))))
    return 'bad-hash';
  return 'bad-value';
}

const isCounted = (origin: string): boolean => origin === 'string' || origin === 'array';

function detailOf(issue: z.core.$ZodIssue): RefusalDetail {
  const told = toldBy(issue);
  if (told !== null) return told.detail;
  switch (issue.code) {
    case 'invalid_type':
      return isAbsent(issue) ? { code: 'missing' } : { code: 'wrong-type', type: issue.expected };
    case 'too_big': {
      const maximum = Number(issue.maximum);
      if (issue.origin === 'string') return { code: 'text-too-long', maximum };
      return { code: issue.origin === 'array' ? 'list-too-long' : 'number-too-large', maximum };
    }
    case 'too_small': {
      const minimum = Number(issue.minimum);
      if (issue.origin === 'string') return { code: 'text-too-short', minimum };
      return { code: issue.origin === 'array' ? 'list-too-short' : 'number-too-small', minimum };
    }
    case 'invalid_value':
      return { code: 'not-among', allowed: issue.values.map(String) };
    case 'invalid_format':
      if (issue.format === 'datetime') return { code: 'not-an-instant' };
      return issue.format === 'regex' ? { code: 'malformed' } : { code: 'wrong-form', form: issue.format };
    case 'unrecognized_keys':
      return { code: 'unknown-field' };
    default:
      return { code: 'in-no-allowed-form' };
  }
}
