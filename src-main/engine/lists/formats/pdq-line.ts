/** The parts of a line: the text that should be a PDQ, and the quality, if one is given. */
export interface PdqLine {
  value: string;
  /** The quality as written; null where none is given. */
  stated: string | null;
}

const NAMED = /^pdq\s*[:,;\t ]\s*(?=[0-9a-f]{32,})/i;
const SEPARATOR = /\s*[,;\t]\s*/;

/**
 * Reads a line with a PDQ as the tools of facebook/ThreatExchange print it: `hash`, `hash,quality`, `hash,quality,file
 * name` (pdq-photo-hasher), `hash,file name` (README), each with or without the word `pdq` before it. A file name may
 * hold commas and is not kept; text between two commas that is no number belongs to a name.
 * @param line without surrounding blanks
 */
export function readPdqLine(line: string): PdqLine {
  const text = line.replace(NAMED, '');
  const [value = '', second, ...names] = text.split(SEPARATOR);
  if (second === undefined) return { value, stated: null };
  const isName = !/^-?[\d.]+$/.test(second) && second !== '';
  return { value, stated: isName && (names.length > 0 || /[./\\ ]|[a-z]/i.test(second)) ? null : second };
}
