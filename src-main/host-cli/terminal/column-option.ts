import { InvalidArgumentError } from 'commander';
import { ColumnMapping } from '../../../shared/domain/hash-list.ts';
import { issueText } from './detail-text.ts';

const DELIMITERS: Readonly<Record<string, ColumnMapping['delimiter']>> = {
  ',': ',',
  ';': ';',
  '|': '|',
  tab: '\t',
};

export const delimiterOption = (text: string): ColumnMapping['delimiter'] => {
  const delimiter = DELIMITERS[text];
  if (!delimiter) throw new InvalidArgumentError('one of , ; | tab');
  return delimiter;
};

/**
 * Parses `md5=1,id=3` (numbers, from 1) or `md5=Hash,id=Name` (names in the header).
 * @param header whether the first row names the columns; true where columns are given by name
 * @throws InvalidArgumentError
 */
export function columnOption(
  text: string,
  header: boolean,
  delimiter: ColumnMapping['delimiter'],
): ColumnMapping {
  const columns: Record<string, string | number> = {};
  for (const part of text.split(',')) {
    const [, name, reference] = /^\s*(\w+)\s*=\s*(.+?)\s*$/.exec(part) ?? [];
    if (name === undefined || reference === undefined) {
      throw new InvalidArgumentError('columns are written like md5=1,classification=Category');
    }
    columns[name] = /^\d+$/.test(reference) ? Number(reference) : reference;
  }
  const named = Object.values(columns).some((reference) => typeof reference === 'string');
  const parsed = ColumnMapping.safeParse({ delimiter, header: header || named, columns });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issueText(issue)}`);
  throw new InvalidArgumentError(`the columns do not hold: ${problems.join('; ')}`);
}
