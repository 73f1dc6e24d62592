/**
 * How much a test tries: little in `npm test`, so that it stays short, and much in `npm run fault`, which sets
 * `HASHLINE_FAULT=full`.
 */
export const thorough = <Amount>(much: Amount, little: Amount): Amount =>
  process.env.HASHLINE_FAULT === 'full' ? much : little;
