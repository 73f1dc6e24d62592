import type { ColumnReference } from '../../../shared/domain/hash-list.ts';
import {
  type ColumnMeaning,
  ImportProfile,
  type SavedProfile,
} from '../../../shared/domain/import-profile.ts';
import { type Refusal, refusalsOf } from '../../../shared/domain/refusal.ts';
import {
  dateFormProblem,
  isTimeZone,
  type StatedDate,
  StatedDates,
} from '../../../shared/domain/stated-date.ts';

/** What a column is for: one of a report's fields, or a part of its narrative. */
export type ColumnRole = ColumnMeaning | 'note';

/** A profile while a person makes it. */
export interface ProfileForm {
  name: string;
  reading: Pick<ImportProfile, 'encoding' | 'delimiter' | 'quoting'>;
  header: boolean;
  decimal: ImportProfile['decimal'];
  dateForm: string;
  zone: string;
  channel: ImportProfile['channel'];
  roles: readonly { reference: ColumnReference; role: ColumnRole }[];
}

/** @param zone that of the workstation, to begin with */
export const emptyForm = (zone: string): ProfileForm => ({
  name: '',
  reading: { encoding: 'utf-8', delimiter: ';', quoting: 'double' },
  header: true,
  decimal: ',',
  dateForm: '',
  zone,
  channel: 'partner',
  roles: [],
});

export function formOf({ name, profile }: Pick<SavedProfile, 'name' | 'profile'>, zone: string): ProfileForm {
  const { encoding, delimiter, quoting, header, decimal, date, channel, columns, notes } = profile;
  const fields = Object.entries(columns) as [ColumnMeaning, ColumnReference][];
  return {
    ...{ name, reading: { encoding, delimiter, quoting }, header, decimal, channel },
    dateForm: date?.form ?? '',
    zone: date?.zone ?? zone,
    roles: [
      ...fields.map(([role, reference]) => ({ reference, role })),
      ...notes.map((reference) => ({ reference, role: 'note' as const })),
    ],
  };
}

/** The profile, or where it does not hold yet. */
export function profileOf(form: ProfileForm): { profile: ImportProfile } | { refusals: Refusal[] } {
  const { reading, header, decimal, dateForm, zone, channel, roles } = form;
  const fields = roles.filter(({ role }) => role !== 'note').map(({ role, reference }) => [role, reference]);
  const twice = roles.find(
    ({ role }, index) => role !== 'note' && roles.findIndex((other) => other.role === role) < index,
  );
  if (twice !== undefined) {
    const detail = { code: 'mapping-uses-column-twice' } as const;
    return { refusals: [{ row: null, field: `columns.${twice.role}`, reason: 'bad-value', detail }] };
  }
  const read = ImportProfile.safeParse({
    ...{ ...reading, header, decimal, channel },
    date: dateForm.trim() === '' ? null : { form: dateForm.trim(), zone: zone.trim() },
    columns: Object.fromEntries(fields),
    notes: roles.filter(({ role }) => role === 'note').map(({ reference }) => reference),
  });
  return read.success ? { profile: read.data } : { refusals: refusalsOf(read.error, null) };
}

/** A column as the form shows it: of the sample, or one that the profile names and the sample lacks. */
export interface FormColumn {
  reference: ColumnReference;
  /** The name in the header; null where there is none. */
  name: string | null;
  examples: readonly string[];
  role: ColumnRole | null;
  isMissing: boolean;
}

/** @param rows the first rows of a sample; none where no file was chosen */
export function columnsOf(form: ProfileForm, rows: readonly (readonly string[])[]): FormColumn[] {
  const [first = []] = rows;
  const names = form.header ? first.map((name) => name.trim()) : [];
  const body = form.header ? rows.slice(1) : rows;
  const used = new Set<number>();
  const found = first.map((_, index): FormColumn => {
    const name = names[index] || null;
    const isOnce =
      name !== null && names.filter((other) => other.toLowerCase() === name.toLowerCase()).length === 1;
    const place = form.roles.findIndex(({ reference }) =>
      typeof reference === 'number'
        ? reference === index + 1
        : reference.toLowerCase() === name?.toLowerCase(),
    );
    if (place >= 0) used.add(place);
    const kept = form.roles[place];
    return {
      reference: kept?.reference ?? (isOnce ? name : index + 1),
      name,
      examples: body.flatMap((row) => row[index]?.trim() || []).slice(0, 3),
      role: kept?.role ?? null,
      isMissing: false,
    };
  });
  const others = form.roles.filter((_, index) => !used.has(index));
  return [
    ...found,
    ...others.map(({ reference, role }) => ({
      ...{ reference, role, examples: [] },
      name: typeof reference === 'string' ? reference : null,
      isMissing: rows.length > 0,
    })),
  ];
}

export function withRole(
  form: ProfileForm,
  reference: ColumnReference,
  role: ColumnRole | null,
): ProfileForm {
  const others = form.roles.filter((one) => one.reference !== reference);
  return { ...form, roles: role === null ? others : [...others, { reference, role }] };
}

/** Names of columns that say what they hold. They are offered; the person sees and changes them. */
const NAMES: readonly (readonly [RegExp, ColumnRole])[] = [
  [/^(?:url|uri|address|adres|adresse|link)$/i, 'url'],
  [/^(?:referr?er)$/i, 'referrer'],
  [/^md5$/i, 'md5'],
  [/^sha-?1$/i, 'sha1'],
  [/^sha-?256$/i, 'sha256'],
  [/^pdq$/i, 'pdq'],
  [/^photo-?dna$/i, 'photodna'],
  [/^(?:country|land|pays|hosting)$/i, 'country'],
  [/^(?:ip|ip[ -_]?address)$/i, 'ip'],
  [/^(?:received|ontvangen|reçu|eingegangen)$/i, 'received'],
  [/^(?:reference|referentie|référence|referenz|ref|nr)$/i, 'reference'],
  [/^(?:source|bron|quelle)$/i, 'source'],
  [/^(?:note|notes|opmerking|remarque|notiz)$/i, 'note'],
];

/** The form with the roles that the header suggests; only for one that has none yet. */
export function withSuggestions(form: ProfileForm, rows: readonly (readonly string[])[]): ProfileForm {
  if (form.roles.length > 0 || !form.header) return form;
  return columnsOf(form, rows).reduce((changed, { name, reference }) => {
    const role = NAMES.find(([names]) => name !== null && names.test(name))?.[1];
    const isFree = role === 'note' || !changed.roles.some((one) => one.role === role);
    return role !== undefined && isFree ? withRole(changed, reference, role) : changed;
  }, form);
}

/** How the first date of the sample is read; null where there is none, or no form yet. */
export function firstDate(
  form: ProfileForm,
  columns: readonly FormColumn[],
): { text: string; read: StatedDate } | null {
  const text = columns.find(({ role }) => role === 'received')?.examples[0];
  const dateForm = form.dateForm.trim();
  if (text === undefined || dateForm === '' || dateFormProblem(dateForm) !== null) return null;
  if (!isTimeZone(form.zone.trim())) return null;
  return { text, read: new StatedDates(dateForm, form.zone.trim()).read(text) };
}
