import { z } from 'zod';
import { type AssessedLabels, type ChosenLabels, chosenIn } from './assessed-labels.ts';
import { Assessment } from './assessment.ts';
import type { IccamValue, LabelSet } from './label-set.ts';
import { PolicyWords } from './policy.ts';
import type { Refusal } from './refusal.ts';
import type { RefusalDetail } from './refusal-detail.ts';

/** The field of an assessment for each of ICCAM's that a label can state. */
const FIELDS = {
  classification: 'classification',
  ageCategorization: 'age',
  genderCategorization: 'gender',
  virtualContentCategorization: 'virtual',
  userGeneratedContentCategorization: 'selfGenerated',
  childModelingCategorization: 'modelling',
  sourceUrlSiteType: 'siteType',
  sourceUrlCommerciality: 'commerciality',
  sourceUrlPaymentMethods: 'paymentMethods',
} as const satisfies Readonly<Record<IccamValue['field'], keyof Assessment>>;

/** A field of an assessment that labels can state. */
export type LabelledField = (typeof FIELDS)[IccamValue['field']];

/** What labels give the fields of an assessment: each value once, in the order of the set. */
export type SaidByLabels = ReadonlyMap<LabelledField, readonly IccamValue['value'][]>;

/** What the chosen labels say in the fields of an assessment. Codes that the set does not have say nothing. */
export function saidByLabels(set: LabelSet, chosen: ChosenLabels): SaidByLabels {
  const said = new Map<LabelledField, IccamValue['value'][]>();
  for (const group of set.groups)
    for (const { code, iccam } of group.labels) {
      if (!chosenIn(chosen, group.code).includes(code)) continue;
      for (const { field, value } of iccam) {
        const values = said.get(FIELDS[field]) ?? [];
        if (!values.includes(value)) said.set(FIELDS[field], [...values, value]);
      }
    }
  return said;
}

/**
 * Holds an assessment to the set of labels in force, and states in its own fields what its labels say there and the
 * person left open, so that everyone who reads those fields, such as ICCAM, gets it. A field may have any value that one
 * of the labels gives it, and no other; where they give it several, the person has to choose.
 * @param set the set in force; null where there is none
 * @returns the assessment as it is signed, or every fault with its place in the assessment
 */
export function withLabels(
  assessment: Assessment,
  set: LabelSet | null,
): { assessment: Assessment } | { refusals: Refusal[] } {
  const { labels } = assessment;
  const faults = set === null ? faultsWithoutSet(labels) : faultsIn(assessment, set);
  if (faults.length > 0) return { refusals: faults };
  if (set === null || labels === undefined) return { assessment };
  const stated: { [field: string]: unknown } = {};
  const refusals: Refusal[] = [];
  for (const [field, said] of saidByLabels(set, labels.chosen)) {
    const own = assessment[field];
    const missing = Array.isArray(own) ? said.filter((value) => !own.some((each) => each === value)) : [];
    const words = said.map(String);
    if (own === undefined && field === 'paymentMethods') stated[field] = said;
    else if (own === undefined && said.length === 1) stated[field] = said[0];
    else if (own === undefined) refusals.push(fault(field, { code: 'labels-say-several', said: words }));
    else if (Array.isArray(own) ? missing.length > 0 : !said.some((value) => value === own))
      refusals.push(fault(field, { code: 'labels-say-otherwise', said: words }));
  }
  return refusals.length > 0 ? { refusals } : { assessment: Assessment.parse({ ...assessment, ...stated }) };
}

const fault = (field: string, detail: RefusalDetail): Refusal => ({
  row: null,
  field,
  reason: detail.code === 'label-required' ? 'missing' : 'bad-value',
  detail,
});

const faultsWithoutSet = (labels: AssessedLabels | undefined): Refusal[] =>
  labels === undefined ? [] : [fault('labels', { code: 'no-labels-in-force' })];

function faultsIn({ legality, labels }: Assessment, set: LabelSet): Refusal[] {
  if (legality !== 'illegal')
    return labels === undefined ? [] : [fault('labels', { code: 'labels-of-illegal-only' })];
  if (labels !== undefined && !isOf(labels, set))
    return [fault('labels.set', { code: 'other-labels-in-force', id: set.id, version: set.version })];
  const chosen = labels?.chosen ?? {};
  return [
    ...Object.keys(chosen)
      .filter((group) => !set.groups.some(({ code }) => code === group))
      .map((group) => fault(`labels.chosen.${group}`, { code: 'no-such-group' })),
    ...set.groups.flatMap((group) => faultsOfGroup(group, chosenIn(chosen, group.code))),
  ];
}

/** Whether labels are of this version of this set. */
export const isOf = ({ set: { id, version } }: AssessedLabels, set: LabelSet): boolean =>
  id === set.id && version === set.version;

function faultsOfGroup(
  { code, isRequired, choice, labels }: LabelSet['groups'][number],
  codes: readonly string[],
): Refusal[] {
  const at = `labels.chosen.${code}`;
  if (codes.length === 0) return isRequired ? [fault(at, { code: 'label-required' })] : [];
  const wrong = codes.flatMap((each, index): Refusal[] => {
    if (!labels.some((label) => label.code === each))
      return [fault(`${at}.${index}`, { code: 'no-such-label' })];
    return codes.indexOf(each) < index ? [fault(`${at}.${index}`, { code: 'label-twice' })] : [];
  });
  return choice === 'one' && codes.length > 1 ? [...wrong, fault(at, { code: 'one-label-only' })] : wrong;
}

/** Labels in another set: those that it has, in its order, and the codes that it does not have. */
export interface CarriedLabels {
  chosen: ChosenLabels;
  /** `group:code`. */
  lost: string[];
}

/**
 * The labels of an earlier judgement where a person decides anew. A newer version of the same set may keep their codes;
 * a code of another set means something else, whatever it is called.
 */
export function carriedLabels(labels: AssessedLabels | null, set: LabelSet | null): CarriedLabels {
  if (labels === null) return { chosen: {}, lost: [] };
  const isKept = (group: string, code: string) =>
    set?.id === labels.set.id &&
    set.groups.some((each) => each.code === group && each.labels.some((label) => label.code === code));
  const entries = Object.entries(labels.chosen);
  const kept = entries.flatMap(([group, codes]): [string, string[]][] => {
    const those = codes.filter((code) => isKept(group, code));
    return those.length === 0 ? [] : [[group, those]];
  });
  const lost = entries.flatMap(([group, codes]) =>
    codes.filter((code) => !isKept(group, code)).map((code) => `${group}:${code}`),
  );
  return { chosen: Object.fromEntries(kept), lost };
}

const Named = z.object({ code: z.string(), name: PolicyWords });

/** Labels in the words of their set, for people who read a decision. */
export const LabelsInWords = z.object({
  set: z.object({ id: z.string(), version: z.int(), name: PolicyWords }),
  groups: z.array(Named.extend({ labels: z.array(Named) })),
});
export type LabelsInWords = z.infer<typeof LabelsInWords>;

export const inWords = ({ chosen }: AssessedLabels, set: LabelSet): LabelsInWords => ({
  set: { id: set.id, version: set.version, name: set.name },
  groups: set.groups.flatMap(({ code, name, labels }) => {
    const said = labels.filter((label) => chosenIn(chosen, code).includes(label.code));
    return said.length === 0
      ? []
      : [{ code, name, labels: said.map((label) => ({ code: label.code, name: label.name })) }];
  }),
});
