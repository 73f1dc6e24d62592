/** A host name with its punycode labels decoded (RFC 3492). */
export interface UnicodeHost {
  text: string;
  /** A label mixes alphabets whose letters imitate one another (UTS 39, section 5.1, without the Japanese and Korean sets). */
  mixedScript: boolean;
}

export function unicodeHost(host: string): UnicodeHost {
  const labels = host
    .split('.')
    .map((label) => (label.startsWith('xn--') ? (decode(label.slice(4)) ?? label) : label));
  return { text: labels.join('.'), mixedScript: labels.some(isMixed) };
}

const SCRIPTS = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u];

const isMixed = (label: string): boolean => SCRIPTS.filter((script) => script.test(label)).length > 1;

const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;

/** @returns null where the text is not punycode */
function decode(text: string): string | null {
  const points: number[] = [];
  const dash = text.lastIndexOf('-');
  for (const character of text.slice(0, Math.max(dash, 0))) points.push(character.charCodeAt(0));
  let point = 128;
  let index = 0;
  let bias = 72;
  for (let position = dash + 1; position < text.length; ) {
    const before = index;
    for (let weight = 1, k = BASE; ; k += BASE) {
      const digit = digitOf(text.charCodeAt(position++));
      if (digit === null) return null;
      index += digit * weight;
      const threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX);
      if (digit < threshold) break;
      weight *= BASE - threshold;
    }
    const length = points.length + 1;
    bias = adapt(index - before, length, before === 0);
    point += Math.floor(index / length);
    if (point > 0x10ffff) return null;
    points.splice(index % length, 0, point);
    index = (index % length) + 1;
  }
  return String.fromCodePoint(...points);
}

function digitOf(code: number): number | null {
  if (code >= 48 && code <= 57) return code - 22;
  if (code >= 97 && code <= 122) return code - 97;
  if (code >= 65 && code <= 90) return code - 65;
  return null;
}

function adapt(delta: number, length: number, first: boolean): number {
  let value = first ? Math.floor(delta / 700) : delta >> 1;
  value += Math.floor(value / length);
  let k = 0;
  for (; value > 455; k += BASE) value = Math.floor(value / (BASE - T_MIN));
  return k + Math.floor((36 * value) / (value + 38));
}
