/** What a line says: the text that should be a PDQ, and the quality beside it, where there is one. */
export interface PdqLine {
  value: string;
  /** As it stands; null where none is stated. */
  stated: string | null;
}

const NAMED = /^pdq\s*[:,;\t ]\s*(?=[0-9a-f]{32,})/i;
const SEPARATOR = /\s*[,;\t]\s*/;

/**
 * Reads a line with a PDQ as the tools of facebook/ThreatExchange print it: `hash`, `hash,quality`, `hash,quality,file name`
 * (pdq-photo-hasher), `hash,file name` (README), each with the word `pdq` before it or not. A name may hold commas and is
 * not kept; what is no number between two commas is a name.
 * @param line without blanks around it
 */
export function readPdqLine(line: string): PdqLine {
  const text = line.replace(NAMED, '');
  const [value = '', second, ...names] = text.split(SEPARATOR);
  if (second === undefined) return { value, stated: null };
  const isName = !/^-?[\d.]+$/.test(second) && second !== '';
  return { value, stated: isName && (names.length > 0 || /[./\\ ]|[a-z]/i.test(second)) ? null : second };
}
