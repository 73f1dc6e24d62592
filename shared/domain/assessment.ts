import { z } from 'zod';
import { AssessedLabels } from './assessed-labels.ts';
import { CountryCode } from './country.ts';
import { inboundText } from './inbound-text.ts';

export const Legality = z.enum(['illegal', 'legal', 'undetermined']);
export type Legality = z.infer<typeof Legality>;

/** ICCAM classification of illegal material: Baseline (illegal everywhere) or National. */
export const Classification = z.enum(['baseline', 'national']);
export type Classification = z.infer<typeof Classification>;
/** ICCAM ageCategorization. */
export const AgeCategory = z.enum(['not-categorised', 'infant', 'pre-pubescent', 'pubescent']);
export type AgeCategory = z.infer<typeof AgeCategory>;
/** ICCAM genderCategorization. */
export const GenderCategory = z.enum(['not-determined', 'female', 'male', 'both']);
export type GenderCategory = z.infer<typeof GenderCategory>;
/** ICCAM sourceUrlSiteType. */
export const SiteType = z.enum([
  'website',
  'file-host',
  'image-store',
  'image-board',
  'forum',
  'banner-site',
  'link-site',
  'social-networking',
  'redirector',
  'web-archive',
  'search-provider',
  'image-host',
  'blog',
  'not-applicable',
]);
export type SiteType = z.infer<typeof SiteType>;
/** ICCAM sourceUrlCommerciality. */
export const Commerciality = z.enum(['not-determined', 'commercial', 'non-commercial']);
export type Commerciality = z.infer<typeof Commerciality>;
/** ICCAM sourceUrlPaymentMethods. */
export const PaymentMethod = z.enum([
  'not-determined',
  'amex',
  'diners',
  'mastercard',
  'paypal',
  'visa',
  'western-union',
  'other',
  'none',
  'sms',
  'email',
  'liberty-reserve',
  'bitcoin',
]);
export type PaymentMethod = z.infer<typeof PaymentMethod>;

/** Why a case is legal or cannot be determined (ICCAM actionReasons, SCARt not-illegal reasons). */
export const AssessmentReason = z.enum([
  'adult',
  'nudism-or-not-sexualised',
  'below-threshold',
  'age-unclear',
  'virtual',
  'not-found',
  'password-protected',
  'account-disabled',
  'offline',
  'linking-only',
  'needs-second-opinion',
  'hosting-unknown',
  'other',
]);
export type AssessmentReason = z.infer<typeof AssessmentReason>;

/** How the hosting country is known; `unknown` accompanies a null country. */
export const HostingSource = z.enum(['reported', 'registry', 'police', 'partner', 'analyst', 'unknown']);
export type HostingSource = z.infer<typeof HostingSource>;

/** The country in which the material is hosted, in the analyst's judgement. */
export const AssessedHosting = z.strictObject({
  country: CountryCode.nullable(),
  source: HostingSource,
});
export type AssessedHosting = z.infer<typeof AssessedHosting>;

/** An analyst's judgement of a case, as it is signed. */
export const Assessment = z.strictObject({
  legality: Legality,
  hosting: AssessedHosting,
  classification: Classification.optional(),
  age: AgeCategory.optional(),
  gender: GenderCategory.optional(),
  virtual: z.boolean().optional(),
  selfGenerated: z.boolean().optional(),
  modelling: z.boolean().optional(),
  siteType: SiteType.optional(),
  commerciality: Commerciality.optional(),
  paymentMethods: z.array(PaymentMethod).max(13).optional(),
  /** Of the set that the policy named when it was made. Only illegal material has labels. */
  labels: AssessedLabels.optional(),
  reasons: z.array(AssessmentReason).max(13).default([]),
  note: inboundText(4000).default(''),
});
export type Assessment = z.infer<typeof Assessment>;
