/** A part of an address in which addresses of one pattern differ: a number, a code, or the name of a file. */
export type VaryingPart = 'number' | 'code' | 'name';

export interface PathPattern {
  /** The address with `#` for each number and `*` for each code or name. Addresses of one pattern have the same text. */
  text: string;
  /** The beginning that all addresses of the pattern share. */
  beginning: string;
  /** What differs, each once. */
  varies: VaryingPart[];
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const EXTENSION = /\.[a-z][a-z0-9]{1,4}$/i;
/** Shorter words with a digit are names of versions, sizes and the like. */
const SHORTEST_CODE = 6;

/**
 * The pattern of an address: what is left of it where numbers and codes are taken out, which is how one site names many
 * pages of one sort. Null where nothing in it varies: such an address has no kin but its host.
 * @param identity as it identifies the case: host, port unless default, path and query
 */
export function pathPatternOf(identity: string): PathPattern | null {
  const [address = '', ...query] = identity.split('?');
  const [host = '', ...segments] = address.split('/');
  const parts: Part[] = [fixed(host)];
  for (const [at, segment] of segments.entries()) {
    parts.push(fixed('/'), ...(at === segments.length - 1 ? fileParts(segment) : wordParts(segment)));
  }
  if (query.length > 0) {
    for (const [at, field] of query.join('?').split('&').entries()) {
      const equals = field.indexOf('=') + 1;
      parts.push(
        fixed(at === 0 ? '?' : '&'),
        fixed(field.slice(0, equals)),
        ...wordParts(field.slice(equals)),
      );
    }
  }
  const first = parts.findIndex(({ varies }) => varies !== null);
  if (first < 0) return null;
  return {
    text: parts.map(({ text }) => text).join(''),
    beginning: parts
      .slice(0, first)
      .map(({ written }) => written)
      .join(''),
    varies: [...new Set(parts.flatMap(({ varies }) => varies ?? []))].sort(),
  };
}

interface Part {
  /** As the pattern has it, and as the address has it. */
  text: string;
  written: string;
  varies: VaryingPart | null;
}

/** An asterisk of the address itself must not look like a part that varies. */
const fixed = (written: string): Part => ({ text: written.replaceAll('*', '%2A'), written, varies: null });
const varying = (text: '#' | '*', varies: VaryingPart, written: string): Part => ({ text, written, varies });

/** The last part of a path, where an ending tells that it names a file. */
function fileParts(segment: string): Part[] {
  const ending = EXTENSION.exec(segment)?.[0] ?? '';
  const name = segment.slice(0, segment.length - ending.length);
  const parts = wordParts(name);
  const isNamed = ending !== '' && name !== '' && parts.every(({ varies }) => varies === null);
  return [...(isNamed ? [varying('*', 'name', name)] : parts), fixed(ending)];
}

function wordParts(word: string): Part[] {
  if (UUID.test(word) || isMixed(word)) return [varying('*', 'code', word)];
  return word
    .split(/([-_.~,;:]+)/)
    .flatMap((token) => (isCode(token) ? [varying('*', 'code', token)] : numberParts(token)));
}

const numberParts = (token: string): Part[] =>
  token
    .split(/(\d+)/)
    .filter((piece) => piece !== '')
    .map((piece) => (/^\d/.test(piece) ? varying('#', 'number', piece) : fixed(piece)));

/** Letters and digits that follow each other more than once, as no word does: `a91f3c`, and not `img0012`. */
function isCode(token: string): boolean {
  if (token.length < SHORTEST_CODE || !/^[a-z0-9]+$/i.test(token)) return false;
  const turns = token.match(/[a-z](?=\d)|\d(?=[a-z])/gi)?.length ?? 0;
  return turns > 1;
}

/** Large and small letters and digits in one word, as short links have them. */
const isMixed = (word: string): boolean =>
  word.length >= 8 && /^[\w-]+$/.test(word) && /[a-z]/.test(word) && /[A-Z]/.test(word) && /\d/.test(word);
