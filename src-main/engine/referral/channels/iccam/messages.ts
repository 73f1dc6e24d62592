import type { Assessment } from '../../../../../shared/domain/assessment.ts';
import type { ReferralBody } from '../../../../../shared/domain/referral.ts';
import {
  ACTION_REASONS,
  ACTIONS,
  AGES,
  CLASSIFICATIONS,
  COMMERCIALITIES,
  type Code,
  type CodeList,
  GENDERS,
  LAST_ACTION_WITHOUT_REASON,
  NOTHING_THERE,
  PAYMENT_METHODS,
  SINGLE_CONTENT,
  SITE_TYPES,
} from './codes.ts';

/** Why a judgement cannot be said in ICCAM at all. */
export type Unsayable = 'no-address' | 'no-country' | 'undetermined' | 'no-classification';

/** An assessment as ICCAM takes it. What the analyst left open is left out, and never sent as "no". */
export interface AssessmentMessage {
  assessingAnalystName: string;
  classification: number;
  ageCategorization: number;
  genderCategorization: number;
  virtualContentCategorization?: number;
  userGeneratedContentCategorization?: number;
  childModelingCategorization?: number;
}

export interface ActionMessage {
  actionType: number;
  actioningAnalystName: string;
  actionDate: string;
  reasonId?: number;
  reasonText?: string;
}

/** The facts of a report's source address. Null where the analyst did not say. */
export interface SourceFacts {
  siteType: number | null;
  commerciality: number;
  paymentMethods: number[];
}

/** Everything that a referral says in ICCAM's terms. It follows from the frozen body and the settings alone. */
export interface Rendered {
  address: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** Names the referral at ICCAM, where it must be unique. */
  reference: string;
  memo: string;
  receivedAt: string;
  analyst: string;
  assessment: AssessmentMessage;
  source: SourceFacts;
  /** Which of the source's facts the analyst said. */
  said: ReadonlySet<keyof SourceFacts>;
  /** For material that is not illegal: the action that says so. Null for illegal material, on which others act. */
  action: ActionMessage | null;
  /** The codes that its messages use, by the list that must have them. */
  codes: readonly (readonly [CodeList, Code])[];
}

/**
 * Renders the frozen body of a referral.
 * @param analyst the name ICCAM shows for what Hashline sends
 * @returns why ICCAM cannot be told, where it cannot
 */
export function render(body: ReferralBody, analyst: string): Rendered | { unsayable: Unsayable } {
  const { subject, assessment } = body;
  const { judgement } = assessment;
  if (subject.kind !== 'url' || subject.url === null) return { unsayable: 'no-address' };
  if (judgement.legality === 'undetermined') return { unsayable: 'undetermined' };
  if (judgement.hosting.country === null) return { unsayable: 'no-country' };
  const classification = judgement.legality === 'legal' ? 'ignore' : judgement.classification;
  if (classification === undefined) return { unsayable: 'no-classification' };
  const assessed = assessmentCodes(judgement, classification);
  const source = sourceCodes(judgement);
  const action = judgement.legality === 'legal' ? actionOf(judgement) : null;
  return {
    address: subject.url,
    country: judgement.hosting.country,
    reference: referenceFor(body),
    memo: memoFor(body.referral),
    receivedAt: withoutMilliseconds(subject.firstReceivedAt ?? body.createdAt),
    analyst,
    assessment: {
      assessingAnalystName: analyst,
      classification: assessed.classification.id,
      ageCategorization: assessed.age.id,
      genderCategorization: assessed.gender.id,
      ...(judgement.virtual === undefined ? {} : { virtualContentCategorization: Number(judgement.virtual) }),
      ...(judgement.selfGenerated === undefined
        ? {}
        : { userGeneratedContentCategorization: Number(judgement.selfGenerated) }),
      ...(judgement.modelling === undefined
        ? {}
        : { childModelingCategorization: Number(judgement.modelling) }),
    },
    source: {
      siteType: source.siteType?.id ?? null,
      commerciality: source.commerciality.id,
      paymentMethods: source.paymentMethods.map(({ id }) => id),
    },
    said: new Set(
      (['siteType', 'commerciality', 'paymentMethods'] as const).filter(
        (name) => judgement[name] !== undefined,
      ),
    ),
    action:
      action === null
        ? null
        : {
            actionType: action.type.id,
            actioningAnalystName: analyst,
            actionDate: withoutMilliseconds(assessment.assessedAt),
            ...(action.type.id > LAST_ACTION_WITHOUT_REASON
              ? { reasonId: action.reason.id, reasonText: action.reason.name }
              : {}),
          },
    codes: [
      ['classifications', assessed.classification],
      ['age-categories', assessed.age],
      ['gender-categories', assessed.gender],
      ...(source.siteType === null ? [] : [['site-types', source.siteType] as const]),
      ['commercialities', source.commerciality],
      ...source.paymentMethods.map((method) => ['payment-methods', method] as const),
      ...(action === null ? [] : [['action-types', action.type] as const]),
    ],
  };
}

/** The report with its one address, as it is posted. Its fields are those of SCARt's public source, in its order. */
export function reportMessage(rendered: Rendered) {
  const { address, country, reference, memo, analyst, assessment, source } = rendered;
  return {
    reportingAnalystName: analyst,
    hotlineReceivedDate: rendered.receivedAt,
    hotlineReference: reference,
    memo,
    urls: [
      {
        urlString: address,
        hotlineReference: reference,
        hostingCountryCode: country,
        // Hashline resolves no address, so it knows neither the server nor its provider.
        hostingIpAddress: null,
        hostingIsp: null,
        hostingOrganization: null,
        isSourceUrl: true,
        memo,
        contentType: SINGLE_CONTENT,
        assessment,
        // Actions go in a later exchange: ICCAM first has to process the report.
        actions: [],
      },
    ],
    sourceUrlUsername: '',
    sourceUrlPassword: '',
    sourceUrlReferrer: null,
    sourceUrlSiteType: source.siteType,
    sourceUrlCommerciality: source.commerciality,
    sourceUrlPaymentMethods: source.paymentMethods,
  };
}

/** SCARt's form of a reference: a file number, an underscore, and the minute. */
export const referenceFor = ({ referral, createdAt }: Pick<ReferralBody, 'referral' | 'createdAt'>): string =>
  `${referral}_${minuteOf(createdAt)}`;

/** A note by which a report is known again as this referral. The analyst's own note stays in the hotline. */
export const memoFor = (referral: string): string => `Hashline referral ${referral}`;

/** Whether a memo is one that a Hashline wrote. */
export const isOwnMemo = (memo: string | null): boolean =>
  /^Hashline referral [0-9a-f-]{36}$/.test(memo ?? '');

/** `YYYYMMDDHHMM`, in UTC. */
export const minuteOf = (at: string): string => at.slice(0, 16).replace(/[-T:]/g, '');

const withoutMilliseconds = (at: string): string => at.replace(/\.\d+Z$/, 'Z');

const assessmentCodes = (judgement: Assessment, classification: keyof typeof CLASSIFICATIONS) => ({
  classification: CLASSIFICATIONS[classification],
  age: AGES[judgement.age ?? 'not-categorised'],
  gender: GENDERS[judgement.gender ?? 'not-determined'],
});

/** ICCAM has a code for "not determined" of all but the site type. */
const sourceCodes = ({ siteType, commerciality, paymentMethods }: Assessment) => ({
  siteType: siteType === undefined ? null : SITE_TYPES[siteType],
  commerciality: COMMERCIALITIES[commerciality ?? 'not-determined'],
  paymentMethods: (paymentMethods === undefined || paymentMethods.length === 0
    ? (['not-determined'] as const)
    : paymentMethods
  ).map((method) => PAYMENT_METHODS[method]),
});

function actionOf({ reasons }: Assessment): { type: Code; reason: Code } {
  const absent = reasons.find((reason) => NOTHING_THERE.includes(reason));
  return absent === undefined
    ? { type: ACTIONS['not-illegal'], reason: ACTION_REASONS[reasons[0] ?? 'other'] }
    : { type: ACTIONS.unavailable, reason: ACTION_REASONS[absent] };
}
