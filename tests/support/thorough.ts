import { it } from 'vitest';

const isFull = process.env.HASHLINE_FAULT === 'full';

/**
 * How much a test tries: little in `npm test`, so that it stays short, and much in `npm run fault`, which sets
 * `HASHLINE_FAULT=full`.
 */
export const thorough = <Amount>(much: Amount, little: Amount): Amount => (isFull ? much : little);

/** A test of many seconds, above all a control of a fault test: `npm run fault` runs it, and `npm test` counts it as skipped. */
export const thoroughly = it.skipIf(!isFull);
