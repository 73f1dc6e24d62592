import { dayBucket, goneSince, TakedownStatus } from '../takedown.ts';
import { Figures } from './figures.ts';
import { add, type Course, courseOf, type FiguresSoFar } from './figures-so-far.ts';
import type { DecidedFacts } from './happening.ts';
import { type FiguresPeriod, isWithin } from './period.ts';

/** What is known beside the record. */
export interface KnownBeside {
  /** When a case was first received; null where it is not known. */
  receivedAt?: (caseId: string) => string | null;
  /** The provider that a notice went to; null where it is not known. */
  providerOf?: (referral: string) => string | null;
}

const AT_ONCE = 1000;

/** The figures of everything that was counted so far. More may be counted afterwards. */
export function endFigures(state: FiguresSoFar, known: KnownBeside = {}): Figures {
  const pieces = endInPieces(state, known);
  let piece = pieces.next();
  while (!piece.done) piece = pieces.next();
  return piece.value;
}

/** The same between other work, during which nothing may be counted. */
export function* endInPieces(
  state: FiguresSoFar,
  { receivedAt = () => null, providerOf = () => null }: KnownBeside = {},
): Generator<undefined, Figures> {
  const { period } = state;
  const figures = Figures.parse(state.figures);
  let looked = 0;
  for (const [id, course] of state.cases) {
    if (++looked % AT_ONCE === 0) yield;
    if (course.decision !== null && isWithin(course.decision.at, period))
      countDecided(figures, course.decision.facts);
    countDays(figures, course, receivedAt(id) ?? course.receivedAt, period);
    const reached = new Set(
      course.steps.filter(({ at }) => isWithin(at, period)).map(({ status }) => status),
    );
    for (const status of reached) add(figures.takedown.casesByStatus, status);
  }
  countNotices(state, figures, providerOf);
  figures.consultations.sort(byBase);
  figures.erased.cases = state.erased.size;
  return figures;
}

const byBase = (a: { base: string }, b: { base: string }): number => (a.base < b.base ? -1 : 1);

function countNotices(
  state: FiguresSoFar,
  { notices }: Figures,
  providerOf: (referral: string) => string | null,
): void {
  const providers = new Map<string, number>();
  for (const [referral, id] of state.notices) {
    const provider = providerOf(referral);
    notices.sent++;
    add(notices.byType, state.ordered.get(referral)?.classification ?? 'unstated');
    add(notices.byAction, actionOn(referral, courseOf(state, id), state.period));
    if (provider === null) notices.ofUnknownProvider++;
    else providers.set(provider, (providers.get(provider) ?? 0) + 1);
  }
  notices.byProvider = [...providers]
    .map(([provider, sent]) => ({ provider, notices: sent }))
    .sort((a, b) => (a.provider < b.provider ? -1 : 1));
}

/** The last step of a notice until the end of the period. */
function actionOn(referral: string, { steps }: Course, { through }: FiguresPeriod): TakedownStatus | 'none' {
  const [last] = steps
    .filter((step) => step.referral === referral && step.at.slice(0, 10) <= through)
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at) || rankOf(b.status) - rankOf(a.status));
  return last?.status ?? 'none';
}

const rankOf = (status: TakedownStatus): number => TakedownStatus.options.indexOf(status);

function countDecided({ decided, illegal }: Figures, { judgement, category, zone }: DecidedFacts): void {
  decided.cases++;
  add(decided.byLegality, judgement.legality);
  add(decided.byCategory, category);
  add(decided.byZone, zone);
  add(decided.byCountry, judgement.hosting.country ?? 'unknown');
  add(decided.byHostingSource, judgement.hosting.source);
  for (const reason of judgement.reasons) add(decided.byReason, reason);
  if (judgement.legality !== 'illegal') return;
  illegal.cases++;
  add(illegal.byZone, zone);
  add(illegal.byCountry, judgement.hosting.country ?? 'unknown');
  add(illegal.byClassification, judgement.classification ?? 'unstated');
  add(illegal.byAge, judgement.age ?? 'unstated');
  add(illegal.byGender, judgement.gender ?? 'unstated');
  add(illegal.bySiteType, judgement.siteType ?? 'unstated');
  add(illegal.byCommerciality, judgement.commerciality ?? 'unstated');
  for (const name of ['virtual', 'selfGenerated', 'modelling'] as const) if (judgement[name]) illegal[name]++;
}

function countDays(
  { days }: Figures,
  { firstDecidedAt, firstDeliveredAt, steps }: Course,
  receivedAt: string | null,
  period: FiguresPeriod,
): void {
  /** Counts the days up to an event of the period. */
  const span = (name: keyof Figures['days'], from: string | null, to: string | null): void => {
    if (to === null || !isWithin(to, period)) return;
    if (from === null) days[name].unknown++;
    else days[name][dayBucket(Date.parse(to) - Date.parse(from))]++;
  };
  const acknowledged = steps
    .filter(({ status }) => status === 'acknowledged')
    .map(({ at }) => at)
    .sort((a, b) => Date.parse(a) - Date.parse(b));
  const gone = goneSince(steps);
  span('receiptToDecision', receivedAt, firstDecidedAt);
  span('receiptToDelivery', receivedAt, firstDeliveredAt);
  span('decisionToDelivery', firstDecidedAt, firstDeliveredAt);
  span('deliveryToAcknowledgement', firstDeliveredAt, acknowledged[0] ?? null);
  span('deliveryToRemoval', firstDeliveredAt, gone);
  span('receiptToRemoval', receivedAt, gone);
}
