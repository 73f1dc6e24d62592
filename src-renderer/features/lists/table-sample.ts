import { ListMeaning } from '../../../shared/domain/hash-list.ts';
import { algorithmsOf } from './hash-guess.ts';

export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** The roles that a column of a table may have, in the words of ColumnMapping. */
export const COLUMN_ROLES = [
  'md5',
  'sha1',
  'sha256',
  'photodna',
  'pdq',
  'pdqQuality',
  'url',
  'algorithm',
  'value',
  'id',
  'classification',
  'tags',
  'meaning',
] as const;
export type ColumnRole = (typeof COLUMN_ROLES)[number];

/** Splits the beginning of a table into rows of cells. */
export function splitTable(text: string, delimiter: Delimiter, rows = 6): string[][] {
  const table: string[][] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length && table.length < rows; at++) {
    const character = text[at] ?? '';
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') cell += text[++at];
      else quoted = false;
    } else if (character === '"' && cell === '') quoted = true;
    else if (character === delimiter) {
      cells.push(cell);
      cell = '';
    } else if (character === '\n') {
      if (cell !== '' || cells.length > 0) table.push([...cells, cell.replace(/\r$/, '')]);
      cells = [];
      cell = '';
    } else cell += character;
  }
  if (table.length < rows && (cell !== '' || cells.length > 0)) table.push([...cells, cell]);
  return table;
}

/** The delimiter that splits the first lines into the most columns of equal number. */
export function likelyDelimiter(text: string): Delimiter {
  let best: Delimiter = ',';
  let most = 1;
  for (const delimiter of DELIMITERS) {
    const widths = splitTable(text, delimiter).map((row) => row.length);
    const width = Math.min(...widths);
    if (widths.length > 0 && width > most && new Set(widths).size === 1) {
      best = delimiter;
      most = width;
    }
  }
  return best;
}

/** A first row names columns when none of its cells is itself a hash or an address. */
export const namesColumns = (row: readonly string[]): boolean =>
  row.length > 0 && !row.some((cell) => isValue(cell));

const isValue = (cell: string): boolean => algorithmsOf(cell).length > 0 || /^https?:\/\//i.test(cell.trim());

const NAMED: readonly (readonly [ColumnRole, RegExp])[] = [
  ['md5', /^md[-_ ]?5$/],
  ['sha1', /^sha[-_ ]?1$/],
  ['sha256', /^sha[-_ ]?256$/],
  ['photodna', /^(photo[-_ ]?dna|pdna)$/],
  ['pdq', /^pdq([-_ ]?hash)?$/],
  ['pdqQuality', /^(pdq[-_ ]?)?quality$/],
  ['url', /^(ur[il]|address)$/],
  ['algorithm', /^(type|hash[-_ ]?type|signal[-_ ]?type|algorithm|kind)$/],
  ['value', /^(value|hash[-_ ]?value|signal[-_ ]?value|indicator)$/],
  ['id', /^(entry[-_ ]?)?id$/],
  ['classification', /^(class(ification)?|category)$/],
  ['tags', /^tags?$/],
  ['meaning', /^meaning$/],
];

/** A column of the sample: its name, its first values, and what it may hold. */
export interface SampleColumn {
  /** The column number, from 1. */
  number: number;
  name: string | null;
  examples: readonly string[];
  /** The role that its name or its values suggest; it is only proposed. */
  likely: ColumnRole | null;
  /** Its values have 64 hexadecimal digits, which may be SHA-256 or PDQ. */
  isAmbiguous: boolean;
}

export function sampleColumns(table: readonly (readonly string[])[], header: boolean): SampleColumn[] {
  const body = header ? table.slice(1) : table;
  const width = Math.max(0, ...table.map((row) => row.length));
  const taken = new Set<ColumnRole>();
  const columns = Array.from({ length: width }, (_, index) => {
    const name = header ? (table[0]?.[index] ?? '').trim() : null;
    const examples = body.map((row) => (row[index] ?? '').trim()).filter((cell) => cell !== '');
    const named = name === null ? null : roleOfName(name);
    const role = named ?? roleOfValues(examples);
    const likely = role === null || taken.has(role) ? null : role;
    if (likely !== null) taken.add(likely);
    return {
      number: index + 1,
      name: name === '' ? null : name,
      examples: examples.slice(0, 2),
      likely,
      isAmbiguous: named === null && examples.length > 0 && examples.every(isSixtyFourHex),
    };
  });
  // The columns for the kind of value and for the value are useful only together.
  const isPair = taken.has('algorithm') && taken.has('value');
  return columns.map((column) =>
    !isPair && (column.likely === 'algorithm' || column.likely === 'value')
      ? { ...column, likely: null }
      : column,
  );
}

export const isSixtyFourHex = (cell: string): boolean => /^[0-9a-f]{64}$/i.test(cell.trim());

const roleOfName = (name: string): ColumnRole | null =>
  NAMED.find(([, pattern]) => pattern.test(name.trim().toLowerCase()))?.[0] ?? null;

function roleOfValues(examples: readonly string[]): ColumnRole | null {
  if (examples.length === 0) return null;
  if (examples.every((cell) => /^[0-9a-f]{32}$/i.test(cell))) return 'md5';
  if (examples.every((cell) => /^[0-9a-f]{40}$/i.test(cell))) return 'sha1';
  if (examples.every((cell) => /^[A-Za-z0-9+/]{192}$/.test(cell))) return 'photodna';
  if (examples.every((cell) => /^https?:\/\//i.test(cell))) return 'url';
  if (examples.every((cell) => ListMeaning.safeParse(cell.toLowerCase()).success)) return 'meaning';
  return null;
}
