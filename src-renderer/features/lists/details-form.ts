import type { HashList } from '../../../shared/contract/lists.contract.ts';
import { ListDetails } from '../../../shared/contract/lists.contract.ts';
import type { ListMeaning, ListTrust } from '../../../shared/domain/hash-list.ts';

/** The details of a list while a supervisor types them. */
export interface DetailsForm {
  name: string;
  owner: string;
  purpose: string;
  meaning: ListMeaning | null;
  trust: ListTrust;
  licence: string;
  /** The day as `YYYY-MM-DD`, or an empty text. */
  asOf: string;
  pdqDistance: number | null;
  pdqQuality: number | null;
  staleAfterDays: number | null;
}

export type DetailsField = keyof DetailsForm;

export const emptyDetails = (): DetailsForm => ({
  name: '',
  owner: '',
  purpose: '',
  meaning: null,
  trust: 'medium',
  licence: '',
  asOf: '',
  pdqDistance: 31,
  pdqQuality: 50,
  staleAfterDays: 90,
});

export const detailsOf = (list: HashList): DetailsForm => ({
  name: list.name,
  owner: list.owner,
  purpose: list.purpose,
  meaning: list.meaning,
  trust: list.trust,
  licence: list.licence,
  asOf: list.asOf ?? '',
  pdqDistance: list.pdqDistance,
  pdqQuality: list.pdqQuality,
  staleAfterDays: list.staleAfterDays,
});

export type ReadDetails = { details: ListDetails } | { problems: ReadonlySet<DetailsField> };

/** Reads the form by the schema of the contract; fields that are not valid are named. */
export function readDetails(form: DetailsForm): ReadDetails {
  const parsed = ListDetails.safeParse({
    ...form,
    name: form.name.trim(),
    owner: form.owner.trim() === '' ? undefined : form.owner.trim(),
    purpose: form.purpose.trim(),
    meaning: form.meaning ?? undefined,
    licence: form.licence.trim(),
    asOf: form.asOf === '' ? null : form.asOf,
  });
  if (parsed.success) return { details: parsed.data };
  return { problems: new Set(parsed.error.issues.map(({ path }) => String(path[0]) as DetailsField)) };
}
