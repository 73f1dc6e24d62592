/** Limits for one imported file, sized for a million rows. Parsers stream, so memory does not grow with the file. */
export const INTAKE_LIMITS = {
  maxFileBytes: 1024 * 1024 * 1024,
  maxRows: 2_000_000,
  /** The longest legitimate row: every field at its schema's maximum, in three-byte characters, quotes doubled. */
  maxCsvLineBytes: 128 * 1024,
  maxCsvColumns: 64,
  /** A report may name 10,000 subjects. */
  maxJsonLineBytes: 4 * 1024 * 1024,
  maxJsonDepth: 16,
  /** Longer strings of a JSON document are cut while reading; the longest text of any field has 8,192 characters. */
  maxJsonStringBytes: 64 * 1024,
  maxJsonNumberBytes: 64,
  /** Most members of one object, and most elements of one list that is kept. */
  maxJsonMembers: 1000,
  /** How much of a file is processed at once. */
  sliceBytes: 64 * 1024,
  rowsPerChunk: 500,
} as const;
