import { z } from 'zod';

/** Why something that came in was refused. A closed list: every reader must know what to do with each. */
export const RefusalReason = z.enum([
  'empty-file',
  'not-utf8',
  'unknown-format',
  'truncated',
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
  'bad-url',
  'bad-value',
  'control-character',
  'bidi-character',
  'missing',
  'too-long',
  'unknown-field',
]);
export type RefusalReason = z.infer<typeof RefusalReason>;

/** One refused thing and where it stands. */
export const Refusal = z.object({
  /** Line of the file, counted from 1 (JSON documents: number of the entry, from 1); null: the file as a whole. */
  row: z.number().int().positive().nullable(),
  /** The field's name in the source's own words, or null. */
  field: z.string().nullable(),
  reason: RefusalReason,
  /** A sentence a person can act on. Never repeats the refused content. */
  detail: z.string(),
});
export type Refusal = z.infer<typeof Refusal>;

/** Something worth knowing that was taken all the same. */
export const Notice = z.object({
  row: z.number().int().positive(),
  field: z.string(),
  notice: z.enum(['unknown-date', 'same-subject', 'value-ignored']),
  detail: z.string(),
});
export type Notice = z.infer<typeof Notice>;

/**
 * Turns a failed zod parse into located refusals.
 * @param row where the value stands
 * @param fieldName maps the path inside our schema to the source's own field name
 */
export function refusalsOf(
  error: z.ZodError,
  row: number | null,
  fieldName: (path: string) => string | null = (path) => path || null,
): Refusal[] {
  return error.issues.map((issue) => ({
    row,
    field: fieldName(issue.path.map(String).join('.')),
    reason: reasonOf(issue),
    detail: issue.message,
  }));
}

function reasonOf(issue: z.core.$ZodIssue): RefusalReason {
  if (issue.code === 'custom') {
    const parsed = RefusalReason.safeParse(issue.params?.reason);
    return parsed.success ? parsed.data : 'bad-value';
  }
  if (issue.code === 'too_big') return 'too-long';
  if (issue.code === 'unrecognized_keys') return 'unknown-field';
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'missing';
  if (issue.path.some((part) => /^(hashes|md5|sha1|sha256|pdq|photodna)$/.test(String(part))))
    return 'bad-hash';
  return 'bad-value';
}
