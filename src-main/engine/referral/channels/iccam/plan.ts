import type { DeliveryTrouble } from '../../../../../shared/domain/delivery-trouble.ts';
import type { ReferralKind } from '../../../../../shared/domain/referral.ts';
import { CLASSIFICATIONS, FINAL_ACTIONS } from './codes.ts';
import type { ActionMessage, AssessmentMessage, Rendered, Unsayable } from './messages.ts';
import type { IccamContent, IccamReport } from './wire.ts';

/** One call that changes something at ICCAM. */
export type Step =
  | { do: 'assess'; message: AssessmentMessage }
  | { do: 'site-type' | 'commerciality'; code: number }
  | { do: 'payment-methods'; codes: readonly number[] }
  | { do: 'hosting' | 'assign'; country: string }
  | { do: 'act'; message: ActionMessage };

/** The calls that are still to be made, in ICCAM's order; or why a person has to settle the matter by hand. */
export type Plan = { steps: Step[] } | { byHand: DeliveryTrouble };

/** What ICCAM has about the matter now. */
export interface Found {
  content: IccamContent;
  report: IccamReport;
}

/**
 * Plans how a content that ICCAM already has gets to what a referral says. It compares with what is there, so it can be
 * planned again after any interruption: nothing that is done is done twice.
 *
 * The order is ICCAM's: assessment, facts of the source, hosting and assignment, actions.
 * @param own the hotline's own country
 * @param purpose an amendment also replaces facts of the source that ICCAM has otherwise
 */
export function planFor(rendered: Rendered, found: Found, own: string, purpose: ReferralKind): Plan {
  const { content } = found;
  const { action } = rendered;
  if (action !== null && content.actions.some(({ actionType }) => actionType === action.actionType))
    return { steps: [] };
  const assessment = assessmentSteps(rendered, content);
  if ('byHand' in assessment) return assessment;
  const source = sourceSteps(rendered, found.report, purpose);
  const hosting = action === null ? hostingSteps(rendered.country, content, own) : [];
  const actions: Step[] = action === null ? [] : [{ do: 'act', message: action }];
  const steps = [...assessment.steps, ...source, ...hosting, ...actions];
  if (steps.length === 0) return { steps };
  if (content.actions.some(({ actionType }) => FINAL_ACTIONS.has(actionType)))
    return { byHand: { code: 'partner-has-finished' } };
  // An action is refused while a fact of the source is missing, and ICCAM has no "not determined" for this one.
  if (action !== null && rendered.source.siteType === null && found.report.sourceUrlSiteType == null)
    return { byHand: { code: 'partner-needs-site-type' } };
  const { assignedCountryCode: country } = content;
  return country === own ? { steps } : { byHand: { code: 'partner-assigned-elsewhere', country } };
}

export const unsayable = (why: Unsayable): DeliveryTrouble => ({ code: UNSAYABLE[why] });

const UNSAYABLE = {
  'no-address': 'partner-needs-address',
  'no-country': 'partner-needs-country',
  undetermined: 'partner-needs-verdict',
  'no-classification': 'partner-needs-classification',
} as const;

/** Baseline is never classified anew, and nothing is once there are actions; an action alone still can be added. */
function assessmentSteps({ assessment, action }: Rendered, { assessments, actions }: IccamContent): Plan {
  const last = assessments.at(-1);
  if (last !== undefined && saysTheSame(last, assessment)) return { steps: [] };
  if (last?.classification === CLASSIFICATIONS.baseline.id) {
    return action === null && assessment.classification !== CLASSIFICATIONS.baseline.id
      ? { byHand: { code: 'partner-has-baseline' } }
      : { steps: [] };
  }
  if (actions.length > 0) return action === null ? { byHand: { code: 'partner-has-acted' } } : { steps: [] };
  return { steps: [{ do: 'assess', message: assessment }] };
}

/** What was left open says nothing, and so contradicts nothing. */
const saysTheSame = (
  last: IccamContent['assessments'][number],
  { assessingAnalystName: _, ...wanted }: AssessmentMessage,
): boolean => (Object.keys(wanted) as (keyof typeof wanted)[]).every((name) => wanted[name] === last[name]);

function sourceSteps({ source, said }: Rendered, report: IccamReport, purpose: ReferralKind): Step[] {
  /** Whether a fact is to be sent, by what ICCAM has: null for nothing. */
  const isDue = (name: keyof typeof source, has: unknown): boolean => {
    const wanted = JSON.stringify(source[name]);
    if (has === null) return wanted !== 'null';
    return purpose !== 'new' && said.has(name) && wanted !== JSON.stringify(has);
  };
  const methods = report.sourceUrlPaymentMethods ?? [];
  const steps: Step[] = [];
  if (isDue('siteType', report.sourceUrlSiteType ?? null) && source.siteType !== null)
    steps.push({ do: 'site-type', code: source.siteType });
  if (isDue('commerciality', report.sourceUrlCommerciality ?? null))
    steps.push({ do: 'commerciality', code: source.commerciality });
  if (isDue('paymentMethods', methods.length === 0 ? null : methods))
    steps.push({ do: 'payment-methods', codes: source.paymentMethods });
  return steps;
}

/**
 * Material that moved is no action in ICCAM: its hosting changes, and the country that it is assigned to. A country
 * without a hotline has its contents assigned to another one, which is ICCAM's to decide.
 */
function hostingSteps(country: string, { url, assignedCountryCode }: IccamContent, own: string): Step[] {
  const hosting: Step[] = url.hostingCountryCode === country ? [] : [{ do: 'hosting', country }];
  const isToBeGiven = assignedCountryCode !== country && (hosting.length > 0 || assignedCountryCode === own);
  return isToBeGiven ? [...hosting, { do: 'assign', country }] : hosting;
}
