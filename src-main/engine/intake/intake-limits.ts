/**
 * What one imported file may cost. Sized for a million rows (reference/scale.md) rather than for the 64 MiB and
 * 200,000 rows that security.md row 34 starts from: parsers stream, so memory does not grow with the file.
 */
export const INTAKE_LIMITS = {
  maxFileBytes: 1024 * 1024 * 1024,
  maxRows: 2_000_000,
  /** The longest honest row: every field at its schema's maximum, in three-byte characters, quotes doubled. */
  maxCsvLineBytes: 128 * 1024,
  maxCsvColumns: 64,
  /** A report may name 10,000 subjects. */
  maxJsonLineBytes: 4 * 1024 * 1024,
  maxJsonDepth: 16,
  /** Longer strings of a JSON document are cut while reading; the longest text any field takes is 8,192 characters. */
  maxJsonStringBytes: 64 * 1024,
  maxJsonNumberBytes: 64,
  /** Members of one object, entries of one list that is kept. */
  maxJsonMembers: 1000,
  /** The stretch of a file that is worked on at once. */
  sliceBytes: 64 * 1024,
  rowsPerChunk: 500,
} as const;
