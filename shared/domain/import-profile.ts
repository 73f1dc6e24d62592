import { z } from 'zod';
import { ColumnReference } from './hash-list.ts';
import { inboundText } from './inbound-text.ts';
import { told } from './refusal.ts';
import { Channel } from './report.ts';
import { dateFormProblem, isTimeZone } from './stated-date.ts';

/** What a column of a table can mean. Each meaning belongs to one column. */
export const ColumnMeaning = z.enum([
  'url',
  'referrer',
  'siteType',
  'md5',
  'sha1',
  'sha256',
  'pdq',
  'photodna',
  'sizeBytes',
  'mimeType',
  'country',
  'ip',
  'network',
  'received',
  'source',
  'reference',
  'reporter',
]);
export type ColumnMeaning = z.infer<typeof ColumnMeaning>;

/** The encodings a profile can state. The order of UTF-16's bytes follows from the file itself. */
export const TableEncoding = z.enum(['utf-8', 'utf-16', 'windows-1252']);
export type TableEncoding = z.infer<typeof TableEncoding>;

export const ProfileName = inboundText(60).trim().min(1);

/**
 * How a table of any layout is read as reports, one for each row. Everything that could be read in two ways is stated:
 * nothing is detected while reading.
 */
export const ImportProfile = z
  .strictObject({
    encoding: TableEncoding,
    delimiter: z.enum([',', ';', '\t', '|']),
    /** `none`: quotation marks are text like any other. */
    quoting: z.enum(['double', 'none']),
    /** Whether the first row names the columns. */
    header: z.boolean(),
    /** The mark before the fraction of a number; the other one separates thousands. */
    decimal: z.enum(['.', ',']),
    /** The form of dates, such as `DD/MM/YYYY HH:mm`, and the time zone of those without an offset. */
    date: z.strictObject({ form: z.string().min(1).max(40), zone: z.string().min(1).max(60) }).nullable(),
    /** How the reports of such tables come in. */
    channel: Channel,
    columns: z.partialRecord(ColumnMeaning, ColumnReference),
    /** Columns that go to the narrative. Where there are several, or one by name, each text stands behind its name. */
    notes: z.array(ColumnReference).max(20),
  })
  .superRefine((profile, context) => {
    const { columns, notes, header, date } = profile;
    const wrong = (code: Parameters<typeof told>[0], ...path: (string | number)[]) =>
      context.addIssue({ code: 'custom', path, ...told(code) });
    const hashes = ['md5', 'sha1', 'sha256', 'pdq', 'photodna'] as const;
    const isFile = hashes.some((name) => columns[name] !== undefined);
    if (columns.url === undefined && !isFile) wrong({ code: 'mapping-without-value' }, 'columns');
    if (columns.received !== undefined && date === null) wrong({ code: 'date-form-unstated' }, 'date');
    if (date !== null) {
      const problem = dateFormProblem(date.form);
      if (problem !== null) wrong({ code: problem }, 'date', 'form');
      if (!isTimeZone(date.zone)) wrong({ code: 'no-such-time-zone' }, 'date', 'zone');
    }
    const references: [ColumnReference, ...(string | number)[]][] = [
      ...Object.entries(columns).map(([name, reference]): [ColumnReference, string, string] => [
        reference,
        'columns',
        name,
      ]),
      ...notes.map((reference, index): [ColumnReference, string, number] => [reference, 'notes', index]),
    ];
    for (const [reference, ...path] of references)
      if (!header && typeof reference === 'string') wrong({ code: 'mapping-needs-number' }, ...path);
    const places = references.map(([reference]) => String(reference).toLowerCase());
    if (new Set(places).size < places.length) wrong({ code: 'mapping-uses-column-twice' }, 'columns');
  });
export type ImportProfile = z.infer<typeof ImportProfile>;

/** A profile in force, as it was saved last. */
export const SavedProfile = z.object({
  name: ProfileName,
  /** Counts how often a profile of this name was saved, from 1. */
  version: z.int().positive(),
  /** Of the profile's canonical JSON. */
  sha256: z.string(),
  profile: ImportProfile,
  savedAt: z.string(),
  savedBy: z.string(),
});
export type SavedProfile = z.infer<typeof SavedProfile>;
