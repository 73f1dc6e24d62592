/** A part of a text without blanks, where an address may stand. `start` and `end` are offsets in the text. */
export interface Word {
  start: number;
  end: number;
}

/** Characters that end an address wherever they stand: blanks, controls, and marks that enclose or quote. */
const ENDS_WORD = /[\s\u0000-\u0020\u007f-\u009f"<>`\u00ab\u00bb\u2039\u203a\u201c-\u201f\u2028\u2029]/;
/** Matches a defanged dot at a place, which may have blanks around and inside it. */
const DOT_HERE = /[ \t\u00a0]{0,2}[[({][ \t]?(?:\.|dot|punkt|point|punto?)[ \t]?[\])}][ \t\u00a0]{0,2}/iy;
/** Matches a defanged colon with slashes at a place: ` [:] //`. */
const COLON_HERE = /[ \t]?[[({][ \t]?:[ \t]?(?:\/\/)?[ \t]?[\])}][ \t]?(?:\/\/)?/y;

/**
 * The words of one line in order. A defanged dot or colon joins what stands around it, even with blanks. Every
 * character is looked at a bounded number of times.
 */
export function* wordsInLine(text: string, from: number, to: number): Generator<Word> {
  let start = -1;
  for (let at = from; at < to; ) {
    const character = text.charAt(at);
    const mayJoin = start >= 0 && (character === ' ' || OPENS.has(character) || character === '\u00a0');
    const joined = mayJoin ? markEnd(text, at, to) : -1;
    if (joined > at) {
      at = joined;
      continue;
    }
    if (!ENDS_WORD.test(character)) {
      if (start < 0) start = at;
    } else if (start >= 0) {
      yield { start, end: at };
      start = -1;
    }
    at++;
  }
  if (start >= 0) yield { start, end: to };
}

const OPENS: ReadonlySet<string> = new Set('[({');

/** Where a defanged mark that begins here ends, if something follows it in the line; otherwise -1. */
function markEnd(text: string, at: number, to: number): number {
  for (const mark of [DOT_HERE, COLON_HERE]) {
    mark.lastIndex = at;
    const found = mark.exec(text);
    if (found === null) continue;
    const end = at + found[0].length;
    if (end < to && !ENDS_WORD.test(text.charAt(end))) return end;
  }
  return -1;
}
