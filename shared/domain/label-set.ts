import { z } from 'zod';
import { LabelCode, LabelSetRef, MOST_GROUPS, MOST_LABELS } from './assessed-labels.ts';
import {
  AgeCategory,
  Classification,
  Commerciality,
  GenderCategory,
  PaymentMethod,
  SiteType,
} from './assessment.ts';
import { inboundText } from './inbound-text.ts';
import { PolicyWords } from './policy.ts';
import { told } from './refusal.ts';

/** What a label says in a field of ICCAM's interface; the values are Hashline's own names for ICCAM's. */
export const IccamValue = z.discriminatedUnion('field', [
  z.strictObject({ field: z.literal('classification'), value: Classification }),
  z.strictObject({ field: z.literal('ageCategorization'), value: AgeCategory }),
  z.strictObject({ field: z.literal('genderCategorization'), value: GenderCategory }),
  z.strictObject({ field: z.literal('virtualContentCategorization'), value: z.boolean() }),
  z.strictObject({ field: z.literal('userGeneratedContentCategorization'), value: z.boolean() }),
  z.strictObject({ field: z.literal('childModelingCategorization'), value: z.boolean() }),
  z.strictObject({ field: z.literal('sourceUrlSiteType'), value: SiteType }),
  z.strictObject({ field: z.literal('sourceUrlCommerciality'), value: Commerciality }),
  z.strictObject({ field: z.literal('sourceUrlPaymentMethods'), value: PaymentMethod }),
]);
export type IccamValue = z.infer<typeof IccamValue>;

const Label = z.strictObject({
  code: LabelCode,
  name: PolicyWords,
  /** Empty where ICCAM has no field for it. A field stands once. */
  iccam: z.array(IccamValue).max(9).default([]),
});

const LabelGroup = z.strictObject({
  code: LabelCode,
  name: PolicyWords,
  /** Whether each illegal case needs a label of it. */
  isRequired: z.boolean(),
  choice: z.enum(['one', 'several']),
  labels: z.array(Label).min(1).max(MOST_LABELS),
});

/**
 * A hotline's own labels as a file, in groups; each label may say what it is in ICCAM's fields. The lists that hotlines
 * share, such as the Universal Classification Schema, are not public, so that Hashline brings none.
 */
export const LabelSet = z
  .strictObject({
    format: z.literal('hashline-labels/1'),
    ...LabelSetRef.shape,
    name: PolicyWords,
    /** Who publishes it, and where it was taken from. */
    source: inboundText(1000),
    groups: z.array(LabelGroup).min(1).max(MOST_GROUPS),
  })
  .superRefine(({ groups }, context) => {
    const refuse = (path: (string | number)[], code: 'group-twice' | 'label-twice' | 'iccam-field-twice') =>
      context.addIssue({ code: 'custom', path, ...told({ code }) });
    for (const at of repeated(groups.map(({ code }) => code))) refuse(['groups', at, 'code'], 'group-twice');
    for (const [group, { labels }] of groups.entries()) {
      for (const at of repeated(labels.map(({ code }) => code)))
        refuse(['groups', group, 'labels', at, 'code'], 'label-twice');
      for (const [label, { iccam }] of labels.entries())
        for (const at of repeated(iccam.map(({ field }) => field)))
          refuse(['groups', group, 'labels', label, 'iccam', at, 'field'], 'iccam-field-twice');
    }
  });
export type LabelSet = z.infer<typeof LabelSet>;

/** The places of what stands earlier already. */
const repeated = (texts: readonly string[]): number[] =>
  texts.flatMap((text, at) => (texts.indexOf(text) < at ? [at] : []));
