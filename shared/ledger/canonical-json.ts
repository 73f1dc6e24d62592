import canonicalize from 'canonicalize';

/** RFC 8785 canonical JSON of a value from our own schemas. */
export function canonicalText(value: unknown): string {
  const text = textOf(value);
  if (text === undefined) throw new TypeError('this value has no canonical JSON');
  return text;
}

/** Text of which nothing is escaped, as nearly all is: asking costs less than JSON.stringify. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** The same as `canonicalize`, which takes three times as long for the plain values that nearly all are. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') {
    if (PLAIN.test(value)) return `"${value}"`;
    if (!value.isWellFormed()) throw new Error('half a character');
    return JSON.stringify(value);
  }
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error('no finite number');
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if ('toJSON' in value) return canonicalize(value);
  if (Array.isArray(value))
    return `[${value.map((item) => (item === undefined || typeof item === 'symbol' ? 'null' : textOf(item))).join(',')}]`;
  const names = Object.keys(value);
  if (!isRising(names)) names.sort();
  let text = '';
  for (const name of names) {
    const inner = (value as Record<string, unknown>)[name];
    if (inner === undefined || typeof inner === 'symbol') continue;
    text += `${text === '' ? '' : ','}${textOfName(name)}:${textOf(inner)}`;
  }
  return `{${text}}`;
}

/** Names are few and come again with every value. */
const NAMES_KEPT = 1000;
const nameTexts = new Map<string, string | undefined>();

function textOfName(name: string): string | undefined {
  const known = nameTexts.get(name);
  if (known !== undefined) return known;
  const text = textOf(name);
  if (nameTexts.size < NAMES_KEPT) nameTexts.set(name, text);
  return text;
}

const isRising = (names: readonly string[]): boolean =>
  names.every((name, index) => index === 0 || (names[index - 1] ?? '') < name);

/**
 * Whether `line` is exactly the canonical JSON of `value`. A value without a canonical form (half a character, too
 * deep) is never.
 */
export function isCanonical(value: unknown, line: string): boolean {
  try {
    return canonicalText(value) === line;
  } catch {
    return false;
  }
}

/**
 * The same for a value that was parsed from this very line. Where all names are in order, JSON.stringify writes
 * the canonical form, except that it also writes half a character, as an escape.
 */
export function isCanonicalLine(parsed: unknown, line: string): boolean {
  if (line.includes('\\ud') || !isInOrder(parsed)) return isCanonical(parsed, line);
  return JSON.stringify(parsed) === line;
}

function isInOrder(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isInOrder);
  let last: string | null = null;
  for (const name of Object.keys(value)) {
    if (last !== null && last >= name) return false;
    last = name;
    if (!isInOrder((value as Record<string, unknown>)[name])) return false;
  }
  return true;
}
