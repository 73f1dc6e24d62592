import type {
  AgeCategory,
  AssessmentReason,
  Classification,
  Commerciality,
  GenderCategory,
  PaymentMethod,
  SiteType,
} from '../../../../../shared/domain/assessment.ts';

/** A code of ICCAM: the number that is sent, and the name that ICCAM's own list gives it. */
export interface Code {
  id: number;
  name: string;
}

/** The lists of codes that ICCAM publishes, by the address of each below `rest/`. */
export const CODE_LISTS = [
  'classifications',
  'age-categories',
  'gender-categories',
  'site-types',
  'commercialities',
  'payment-methods',
  'action-types',
] as const;
export type CodeList = (typeof CODE_LISTS)[number];

const code = (id: number, name: string): Code => ({ id, name });

/**
 * The codes of ICCAM's interface, version 3, as SCARt's public source has them (AbuseIO/SCART-application,
 * scart/updates/seeder6018.php, 2024-05-07). Names are compared with ICCAM's own lists before a code is sent.
 */
export const CLASSIFICATIONS: Readonly<Record<Classification | 'ignore', Code>> = {
  baseline: code(1, 'Baseline CSAM'),
  national: code(2, 'National CSAM'),
  ignore: code(4, 'Ignore'),
};

export const AGES: Readonly<Record<AgeCategory, Code>> = {
  'not-categorised': code(1, 'Not categorised'),
  infant: code(2, 'Infant'),
  'pre-pubescent': code(3, 'Pre-pubescent'),
  pubescent: code(4, 'Pubescent'),
};

export const GENDERS: Readonly<Record<GenderCategory, Code>> = {
  'not-determined': code(1, 'Not Determined'),
  female: code(2, 'Female'),
  male: code(3, 'Male'),
  both: code(4, 'Both'),
};

export const SITE_TYPES: Readonly<Record<SiteType, Code>> = {
  website: code(2, 'Website'),
  'file-host': code(3, 'File host'),
  'image-store': code(4, 'Image store'),
  'image-board': code(5, 'Image board'),
  forum: code(6, 'Forum'),
  'banner-site': code(7, 'Banner site'),
  'link-site': code(8, 'Link site'),
  'social-networking': code(9, 'Social Networking'),
  redirector: code(10, 'Redirector'),
  'web-archive': code(11, 'Web archive'),
  'search-provider': code(18, 'Search provider'),
  'image-host': code(20, 'Image host'),
  blog: code(22, 'Blog'),
  'not-applicable': code(24, 'Not Applicable'),
};

export const COMMERCIALITIES: Readonly<Record<Commerciality, Code>> = {
  'not-determined': code(1, 'Not Determined'),
  commercial: code(2, 'Commercial'),
  'non-commercial': code(3, 'Non-Commercial'),
};

export const PAYMENT_METHODS: Readonly<Record<PaymentMethod, Code>> = {
  'not-determined': code(1, 'Not Determined'),
  amex: code(2, 'AMEX'),
  diners: code(3, 'Diners'),
  mastercard: code(4, 'Mastercard'),
  paypal: code(5, 'Paypal'),
  visa: code(6, 'Visa'),
  'western-union': code(7, 'Western Union'),
  other: code(8, 'Other'),
  none: code(9, 'None'),
  sms: code(10, 'SMS'),
  email: code(11, 'EMAIL'),
  'liberty-reserve': code(12, 'Liberty Reserve'),
  bitcoin: code(13, 'Bitcoin'),
};

/** The actions of a hotline. That material moved is none of them: its hosting and its assigned country change. */
export const ACTIONS = {
  'reported-to-lea': code(1, 'ReportedToLEA'),
  'reported-to-isp': code(2, 'ReportedToISP'),
  removed: code(3, 'Removed'),
  unavailable: code(4, 'Unavailable'),
  'not-illegal': code(6, 'NotIllegal'),
} as const satisfies Readonly<Record<string, Code>>;

/** After one of these nothing more can be done with a content. */
export const FINAL_ACTIONS: ReadonlySet<number> = new Set([
  ACTIONS.removed.id,
  ACTIONS.unavailable.id,
  ACTIONS['not-illegal'].id,
]);

/** Actions beyond this one carry a reason. */
export const LAST_ACTION_WITHOUT_REASON = 3;

/** ICCAM's reason for an action, by the reason of our assessment. ICCAM publishes no list of these. */
export const ACTION_REASONS: Readonly<Record<AssessmentReason, Code>> = {
  adult: code(14, 'AdultPornography'),
  'nudism-or-not-sexualised': code(15, 'NudismOrNotSexualized'),
  'below-threshold': code(16, 'DoesNotMeetThresholdForIllegality'),
  'age-unclear': code(20, 'AgeUnclearOrNotAssessable'),
  virtual: code(18, 'VirtualMaterial'),
  'not-found': code(2, 'ContentNotFound'),
  'password-protected': code(5, 'PasswordProtected'),
  'account-disabled': code(6, 'AccountDisabled'),
  offline: code(9, 'Error404NotFoundOrSiteDown'),
  'linking-only': code(19, 'LinkingOrLinklistsNotIllegal'),
  'needs-second-opinion': code(1, 'Other'),
  'hosting-unknown': code(1, 'Other'),
  other: code(1, 'Other'),
};

/** The reasons of an assessment that say that there was nothing to see: Unavailable, and never NotIllegal. */
export const NOTHING_THERE: readonly AssessmentReason[] = [
  'not-found',
  'offline',
  'account-disabled',
  'password-protected',
];

/** How ICCAM names a single address (1) and a page with further addresses (2). */
export const SINGLE_CONTENT = 1;

/** A list of codes as ICCAM answered it; null where it cannot be read. */
export type PublishedCodes = readonly Code[] | null;

/**
 * Reads a list of codes. Public code shows the addresses of the lists and not their form, so each element's first
 * whole number and first text are taken, whatever they are called.
 */
export function readCodes(answer: unknown): PublishedCodes {
  if (!Array.isArray(answer)) return null;
  const codes = answer.map((element: unknown): Code | null => {
    const values = typeof element === 'object' && element !== null ? Object.values(element) : [];
    const id = values.find((value) => Number.isInteger(value));
    const name = values.find((value) => typeof value === 'string');
    return typeof id === 'number' && typeof name === 'string' ? { id, name } : null;
  });
  return codes.every((each) => each !== null) ? codes : null;
}

/** Whether a list has this number under this name. Case, blanks and punctuation do not matter. */
export const isPublished = (published: PublishedCodes, { id, name }: Code): boolean =>
  published?.some((each) => each.id === id && plain(each.name) === plain(name)) ?? false;

const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
