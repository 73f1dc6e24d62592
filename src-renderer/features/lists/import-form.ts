import type { HashList, ListDetails } from '../../../shared/contract/lists.contract.ts';
import {
  ColumnMapping,
  type ListFormat,
  type ListReading,
  type SumAlgorithm,
  type UpdateMode,
} from '../../../shared/domain/hash-list.ts';
import type { HashListId } from '../../../shared/domain/ids.ts';
import { UNFINISHED } from '../../ui/date-field.tsx';
import { type DetailsField, type DetailsForm, emptyDetails, readDetails } from './details-form.ts';
import { likelyFormat, sumsDigits } from './file-sample.ts';
import {
  type ColumnRole,
  type Delimiter,
  likelyDelimiter,
  namesColumns,
  type SampleColumn,
  sampleColumns,
  splitTable,
} from './table-sample.ts';

/** An import as it is being put together. */
export interface ImportForm {
  files: readonly File[];
  /** The beginning of the first file. */
  sample: string;
  format: ListFormat | null;
  sums: SumAlgorithm | null;
  delimiter: Delimiter;
  header: boolean;
  /** The roles by column number, from 1. */
  roles: Readonly<Record<number, ColumnRole>>;
  target: 'new' | 'known';
  list: HashListId | null;
  details: DetailsForm;
  mode: UpdateMode;
  asOf: string;
}

/** The import that the engine is asked for. */
export interface ImportOrder {
  list: HashListId | ListDetails;
  name: string;
  mode: UpdateMode;
  reading: ListReading;
  asOf: string | null;
  files: readonly File[];
}

/** A part without which the import cannot start. */
export type ImportMissing = 'files' | 'format' | 'algorithm' | 'columns' | 'list' | 'details' | 'asOf';

export const emptyImport = (): ImportForm => ({
  files: [],
  sample: '',
  format: null,
  sums: null,
  delimiter: ',',
  header: true,
  roles: {},
  target: 'new',
  list: null,
  details: emptyDetails(),
  mode: 'replace',
  asOf: '',
});

/** Adds files; the first of them decides what is proposed. A file replaces an earlier one of the same name. */
export function withFiles(form: ImportForm, files: readonly File[], sample: string): ImportForm {
  const names = new Set(files.map(({ name }) => name));
  const all = [...form.files.filter(({ name }) => !names.has(name)), ...files].sort((a, b) =>
    a.name.localeCompare(b.name, 'en', { numeric: true }),
  );
  if (form.files.length > 0) return { ...form, files: all };
  const format = form.format ?? likelyFormat(all[0]?.name ?? '');
  return withTable({ ...form, files: all, sample, format }, likelyDelimiter(sample));
}

export function withoutFile(form: ImportForm, name: string): ImportForm {
  return { ...form, files: form.files.filter((file) => file.name !== name) };
}

/** Splits the sample again and proposes what its columns hold. */
export function withTable(form: ImportForm, delimiter: Delimiter, header?: boolean): ImportForm {
  const table = splitTable(form.sample, delimiter);
  const named = header ?? namesColumns(table[0] ?? []);
  const proposed = sampleColumns(table, named).flatMap(({ number, likely }) =>
    likely === null ? [] : [[number, likely] as const],
  );
  return { ...form, delimiter, header: named, roles: Object.fromEntries(proposed) };
}

export const columnsOf = (form: ImportForm): SampleColumn[] =>
  sampleColumns(splitTable(form.sample, form.delimiter), form.header);

/** Gives a column a role and takes it from the column that had it. */
export function withRole(form: ImportForm, column: number, role: ColumnRole | null): ImportForm {
  const kept = Object.entries(form.roles).filter(([at, held]) => Number(at) !== column && held !== role);
  const roles = role === null ? kept : [...kept, [String(column), role] as const];
  return { ...form, roles: Object.fromEntries(roles) };
}

/** Applies saved column choices; columns the file does not have are left out. */
export function withMapping(form: ImportForm, mapping: ColumnMapping): ImportForm {
  const { delimiter, header } = mapping;
  const columns = sampleColumns(splitTable(form.sample, delimiter), header);
  const roles = Object.entries(mapping.columns).flatMap(([role, reference]) => {
    const column = columns.find(
      ({ number, name }) => number === reference || name?.toLowerCase() === String(reference).toLowerCase(),
    );
    return column === undefined ? [] : [[column.number, role as ColumnRole] as const];
  });
  return { ...form, delimiter, header, roles: Object.fromEntries(roles) };
}

/** The column choices of the form; null while they name no hash and no address, or contradict each other. */
export function mappingOf(form: ImportForm): ColumnMapping | null {
  const all = columnsOf(form);
  const isUnique = (name: string) => all.filter((column) => column.name === name).length === 1;
  const columns = Object.fromEntries(
    all.flatMap(({ number, name }) => {
      const role = form.roles[number];
      return role === undefined ? [] : [[role, name !== null && isUnique(name) ? name : number]];
    }),
  );
  const parsed = ColumnMapping.safeParse({ delimiter: form.delimiter, header: form.header, columns });
  return parsed.success ? parsed.data : null;
}

/** Selects an existing list, and the format of its last import. */
export function withList(form: ImportForm, list: HashList): ImportForm {
  const chosen: ImportForm = { ...form, target: 'known', list: list.id };
  const { reading } = list;
  if (reading === null || (form.format !== null && form.format !== reading.format)) return chosen;
  const read = { ...chosen, format: reading.format };
  if (reading.format === 'csv') return withMapping(read, reading.mapping);
  return reading.format === 'sums' ? { ...read, sums: reading.algorithm ?? null } : read;
}

/** Whether a text of checksums has 64 digits per line, so that the person must say what they are. */
export const needsAlgorithm = (form: ImportForm): boolean =>
  form.format === 'sums' && sumsDigits(form.sample) === 64 && form.sums === null;

/** Columns of 64 digits that have no role yet. */
export const unnamedColumns = (form: ImportForm): SampleColumn[] =>
  form.format === 'csv'
    ? columnsOf(form).filter(({ isAmbiguous, number }) => isAmbiguous && form.roles[number] === undefined)
    : [];

function readingOf(form: ImportForm): ListReading | 'format' | 'algorithm' | 'columns' {
  const { format, sums } = form;
  if (format === null) return 'format';
  if (format === 'csv') {
    const mapping = mappingOf(form);
    return mapping === null ? 'columns' : { format, mapping };
  }
  if (format !== 'sums') return { format };
  if (needsAlgorithm(form)) return 'algorithm';
  return sums === null ? { format } : { format, algorithm: sums };
}

/** Reads the form: the import, or what is missing. */
export function readImport(
  form: ImportForm,
  lists: readonly HashList[],
): { order: ImportOrder } | { missing: ImportMissing[]; problems: ReadonlySet<DetailsField> } {
  const missing: ImportMissing[] = [];
  if (form.files.length === 0) missing.push('files');
  const reading = readingOf(form);
  if (typeof reading === 'string') missing.push(reading);
  const known = lists.find(({ id }) => id === form.list);
  const read = readDetails(form.details);
  const fresh = 'details' in read ? read.details : null;
  if (form.target === 'known' && known === undefined) missing.push('list');
  if (form.target === 'new' && fresh === null) missing.push('details');
  if (form.target === 'known' && form.asOf === UNFINISHED) missing.push('asOf');
  const list = form.target === 'known' ? known?.id : fresh;
  if (missing.length > 0 || typeof reading === 'string' || list === undefined || list === null) {
    return { missing, problems: 'problems' in read && form.target === 'new' ? read.problems : new Set() };
  }
  return {
    order: {
      list,
      name: (form.target === 'known' ? known?.name : fresh?.name) ?? '',
      mode: form.target === 'new' ? 'replace' : form.mode,
      reading,
      asOf: form.target === 'known' && form.asOf !== '' ? form.asOf : null,
      files: form.files,
    },
  };
}
