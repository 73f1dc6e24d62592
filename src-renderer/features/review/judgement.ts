import { z } from 'zod';
import { AssessedLabels } from '../../../shared/domain/assessed-labels.ts';
import {
  AgeCategory,
  Assessment,
  AssessmentReason,
  Classification,
  Commerciality,
  GenderCategory,
  HostingSource,
  Legality,
  PaymentMethod,
  SiteType,
} from '../../../shared/domain/assessment.ts';
import type { CaseSummary } from '../../../shared/domain/case.ts';
import { CountryCode } from '../../../shared/domain/country.ts';
import type { LabelSet } from '../../../shared/domain/label-set.ts';
import { carriedLabels, withLabels } from '../../../shared/domain/labelling.ts';
import type { MemberTable } from '../../../shared/domain/member-table.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { type Route, routeAssessment } from '../../../shared/domain/routing.ts';

/** An assessment as the form holds it: possibly incomplete, and not recorded. */
export const Judgement = z.object({
  legality: Legality.nullable(),
  classification: Classification.nullable(),
  country: CountryCode.nullable(),
  /** A text typed as a country that matches none: nothing is recorded while it is there. */
  untakenCountry: z.string().nullable(),
  hostingSource: HostingSource,
  age: AgeCategory.nullable(),
  gender: GenderCategory.nullable(),
  virtual: z.boolean(),
  selfGenerated: z.boolean(),
  modelling: z.boolean(),
  siteType: SiteType.nullable(),
  commerciality: Commerciality.nullable(),
  paymentMethods: z.array(PaymentMethod),
  labels: AssessedLabels.nullable(),
  reasons: z.array(AssessmentReason),
  note: z.string(),
});
export type Judgement = z.infer<typeof Judgement>;

/** The start of the form: only what the reports state. */
export function startJudgement(summary: Pick<CaseSummary, 'hosting'>): Judgement {
  return {
    legality: null,
    classification: null,
    country: summary.hosting,
    untakenCountry: null,
    hostingSource: summary.hosting === null ? 'unknown' : 'reported',
    age: null,
    gender: null,
    virtual: false,
    selfGenerated: false,
    modelling: false,
    siteType: null,
    commerciality: null,
    paymentMethods: [],
    labels: null,
    reasons: [],
    note: '',
  };
}

/** A part without which the judgement cannot be recorded. */
export type Missing =
  | 'legality'
  | 'classification'
  | 'reason'
  | 'hosting'
  | 'labels'
  /** Fields in which the labels say otherwise. */
  | 'labelFields'
  | 'why';

/** @param set the labels in force; null where there are none */
export function missingIn(judgement: Judgement, set: LabelSet | null): Missing[] {
  const hosting: Missing[] = judgement.untakenCountry === null ? [] : ['hosting'];
  if (judgement.legality === null) return ['legality', ...hosting];
  if (judgement.legality === 'illegal' && judgement.classification === null)
    return ['classification', ...labelsMissingIn(judgement, set), ...hosting];
  if (judgement.legality === 'undetermined' && judgement.reasons.length === 0) return ['reason', ...hosting];
  return [...labelsMissingIn(judgement, set), ...hosting];
}

function labelsMissingIn(judgement: Judgement, set: LabelSet | null): Missing[] {
  const read = withLabels(assessmentOf(judgement, set), set);
  if ('assessment' in read) return [];
  const isOfLabels = read.refusals.map(({ field }) => field?.startsWith('labels') ?? false);
  return [
    ...(isOfLabels.includes(true) ? (['labels'] as const) : []),
    ...(isOfLabels.includes(false) ? (['labelFields'] as const) : []),
  ];
}

/** The route this judgement would take, or null while no legality is chosen. */
export function previewRoute(judgement: Judgement, policy: Policy, members: MemberTable): Route | null {
  if (judgement.legality === null) return null;
  const classification = judgement.legality === 'illegal' ? judgement.classification : null;
  return routeAssessment(
    {
      legality: judgement.legality,
      hosting: { country: judgement.country, source: judgement.hostingSource },
      classification: classification ?? undefined,
    },
    policy,
    members,
  );
}

/**
 * The assessment that a complete judgement stands for. Fields that classify illegal material are left out of any other
 * assessment, even where the form was filled in before. Of labels of an earlier set it has those that the one in force
 * still has.
 * @param set the labels in force; null where there are none
 */
export function assessmentOf(judgement: Judgement, set: LabelSet | null): Assessment {
  if (judgement.legality === null) throw new TypeError('a judgement without legality is no assessment');
  const illegal = judgement.legality === 'illegal';
  return Assessment.parse({
    legality: judgement.legality,
    hosting: {
      country: judgement.country,
      source: judgement.country === null ? 'unknown' : judgement.hostingSource,
    },
    ...(illegal ? { ...detailsOf(judgement), ...labelsOf(judgement, set) } : {}),
    reasons: judgement.reasons,
    note: judgement.note.trim(),
  });
}

function detailsOf(judgement: Judgement): Partial<Assessment> {
  const { classification, age, gender, siteType, commerciality, paymentMethods } = judgement;
  return {
    ...(classification === null ? {} : { classification }),
    ...(age === null ? {} : { age }),
    ...(gender === null ? {} : { gender }),
    virtual: judgement.virtual,
    selfGenerated: judgement.selfGenerated,
    modelling: judgement.modelling,
    ...(siteType === null ? {} : { siteType }),
    ...(commerciality === null ? {} : { commerciality }),
    ...(paymentMethods.length === 0 ? {} : { paymentMethods }),
  };
}

function labelsOf({ labels }: Judgement, set: LabelSet | null): Pick<Assessment, 'labels'> {
  const { chosen } = carriedLabels(labels, set);
  if (set === null || Object.keys(chosen).length === 0) return {};
  return { labels: { set: { id: set.id, version: set.version }, chosen } };
}

/** The form that an earlier assessment came from, to correct it or because it was refused. */
export function judgementOf(assessment: Assessment): Judgement {
  return {
    legality: assessment.legality,
    classification: assessment.classification ?? null,
    country: assessment.hosting.country,
    untakenCountry: null,
    hostingSource: assessment.hosting.source,
    age: assessment.age ?? null,
    gender: assessment.gender ?? null,
    virtual: assessment.virtual ?? false,
    selfGenerated: assessment.selfGenerated ?? false,
    modelling: assessment.modelling ?? false,
    siteType: assessment.siteType ?? null,
    commerciality: assessment.commerciality ?? null,
    paymentMethods: assessment.paymentMethods ?? [],
    labels: assessment.labels ?? null,
    reasons: assessment.reasons,
    note: assessment.note,
  };
}

/**
 * Reads a stored draft; null where it is not valid, because a damaged draft must not block a case. Fields that were
 * added to the form after the draft was saved are as in an empty form.
 */
export function readDraft(json: string | null | undefined): Judgement | null {
  if (json === null || json === undefined) return null;
  try {
    const saved: unknown = JSON.parse(json);
    if (typeof saved !== 'object' || saved === null || !('legality' in saved)) return null;
    const parsed = Judgement.safeParse({ ...startJudgement({ hosting: null }), ...saved });
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
