/**
 * Limits for one file of a list. They are sized for 10 million hashes with file names. Readers stream, so memory does
 * not grow with the file.
 */
export const LIST_LIMITS = {
  maxFileBytes: 4 * 1024 * 1024 * 1024,
  /** The longest path on Linux is 4,096 bytes; escaped, it may take twice that. */
  maxLineBytes: 16 * 1024,
  /** Limits text, tags and comments of an XML file; a PhotoDNA takes 192 characters. */
  maxXmlTokenChars: 64 * 1024,
  maxXmlDepth: 16,
  /** How much of a file is processed at once. */
  sliceBytes: 64 * 1024,
  /** How much is read between two turns of the event loop: about a millisecond's work. */
  turnBytes: 128 * 1024,
  /** Values in one packed batch: a transaction of about a millisecond. */
  batchValues: 4096,
  progressBytes: 1024 * 1024,
  maxRefusalsPerRecord: 16,
  maxHashesPerRecord: 64,
  maxTagsPerRecord: 64,
  /** Most distinct names that `notKept` counts. */
  maxNotKept: 64,
} as const;

/** A PDQ of lower quality says too little about a picture (facebook/ThreatExchange, signal_type/pdq/signal.py). */
export const DEFAULT_PDQ_QUALITY = 50;
