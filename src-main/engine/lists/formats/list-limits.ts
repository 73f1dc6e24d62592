/**
 * What one file of a list may cost. Sized for 10 M sums with names (reference/scale.md); readers stream, so memory does
 * not grow with the file.
 */
export const LIST_LIMITS = {
  maxFileBytes: 4 * 1024 * 1024 * 1024,
  /** The longest path of Linux is 4,096 bytes; escaped it may take twice that. */
  maxLineBytes: 16 * 1024,
  /** Text, tags and comments of an XML file; a PhotoDNA takes 192 characters. */
  maxXmlTokenChars: 64 * 1024,
  maxXmlDepth: 16,
  /** The stretch of a file that is worked on at once. */
  sliceBytes: 64 * 1024,
  /** What is read between two turns of the event loop: about a millisecond's work. */
  turnBytes: 128 * 1024,
  /** Values in one packed batch: a transaction of a millisecond. */
  batchValues: 4096,
  progressBytes: 1024 * 1024,
  maxRefusalsPerEntry: 16,
  maxHashesPerEntry: 64,
  maxTagsPerEntry: 64,
  /** Different names that `notKept` counts. */
  maxNotKept: 64,
} as const;

/** PDQ of lower quality says too little about a picture (facebook/ThreatExchange, signal_type/pdq/signal.py). */
export const DEFAULT_PDQ_QUALITY = 50;
