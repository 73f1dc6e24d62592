import { DayBucket, dayBucket, goneSince, type TakedownStatus } from '../takedown.ts';
import type { Figures } from './figures.ts';
import type { DecidedFacts, Happening } from './happening.ts';
import { type FiguresPeriod, isWithin } from './period.ts';

/** What is known of a case. */
interface Course {
  decision: { assessment: string; at: string; facts: DecidedFacts } | null;
  /** The decision before a new one, which stands where that turns out to have been made beside it. */
  before: Course['decision'];
  firstDecidedAt: string | null;
  firstDeliveredAt: string | null;
  receivedAt: string | null;
  steps: { status: TakedownStatus; at: string }[];
}

/** What was counted so far. `countFigures` changes it in place: a copy for each of millions of entries would cost too much. */
export interface FiguresSoFar {
  readonly period: FiguresPeriod;
  readonly cases: Map<string, Course>;
  readonly into: Map<string, string>;
  readonly purposes: Map<string, string>;
  readonly delivered: Set<string>;
  readonly erased: Set<string>;
  readonly figures: Figures;
}

const noDays = (): Figures['days']['receiptToDecision'] => ({
  ...(Object.fromEntries(DayBucket.options.map((id) => [id, 0])) as Record<DayBucket, number>),
  unknown: 0,
});

export function beginFigures(period: FiguresPeriod): FiguresSoFar {
  return {
    period,
    cases: new Map(),
    into: new Map(),
    purposes: new Map(),
    delivered: new Set(),
    erased: new Set(),
    figures: {
      period,
      reports: { received: 0, byChannel: {}, ofUnknownDay: 0 },
      intake: { files: 0, subjects: 0, refusedRows: 0 },
      decided: {
        ...{ cases: 0, byLegality: {}, byCategory: {}, byZone: {}, byCountry: {} },
        ...{ byHostingSource: {}, byReason: {} },
      },
      illegal: {
        ...{ cases: 0, byClassification: {}, byAge: {}, byGender: {}, bySiteType: {}, byCommerciality: {} },
        ...{ virtual: 0, selfGenerated: 0, modelling: 0 },
      },
      changes: { corrected: 0, overturned: 0, withdrawn: 0, reopened: 0, merged: 0 },
      secondReviews: { made: 0, agreed: 0, upheld: 0, parallels: 0, parallelsAgreed: 0 },
      referrals: { ordered: {}, delivered: {}, amendments: 0, retractions: 0, refused: 0, parked: 0 },
      takedown: { casesByStatus: {} },
      matches: { confirmed: 0, rejected: 0 },
      days: {
        receiptToDecision: noDays(),
        receiptToDelivery: noDays(),
        decisionToDelivery: noDays(),
        deliveryToAcknowledgement: noDays(),
        deliveryToRemoval: noDays(),
        receiptToRemoval: noDays(),
      },
      erased: { cases: 0, reports: 0 },
      entries: { read: 0, unread: 0 },
    },
  };
}

const add = (counts: Record<string, number>, key: string, by = 1): void => {
  counts[key] = (counts[key] ?? 0) + by;
};

const newCourse = (): Course => ({
  decision: null,
  before: null,
  firstDecidedAt: null,
  firstDeliveredAt: null,
  receivedAt: null,
  steps: [],
});

function courseOf({ cases, into }: FiguresSoFar, id: string): Course {
  let at = id;
  for (let next = into.get(at); next !== undefined; next = into.get(at)) at = next;
  const course = cases.get(at) ?? newCourse();
  cases.set(at, course);
  return course;
}

const earlier = (one: string | null, other: string | null): string | null =>
  one === null || (other !== null && other < one) ? other : one;

/** Counts one entry; null for an entry that is in no figure. Entries come in the order of the record. */
export function countFigures(state: FiguresSoFar, happening: Happening | null): FiguresSoFar {
  const { figures, period } = state;
  figures.entries.read++;
  if (happening === null) return state;
  const isIn = isWithin(happening.at, period);
  // Figures show how things stood at the end of the period; only what the world did may be told later.
  const isLater = happening.at.slice(0, 10) > period.through;
  switch (happening.what) {
    case 'reports':
      countReports(state, happening, isIn);
      break;
    case 'decided':
      countDecision(state, happening, isIn, isLater);
      break;
    case 'withdrawn': {
      if (isLater) break;
      if (isIn) figures.changes.withdrawn++;
      const course = courseOf(state, happening.case);
      if (course.decision?.assessment === happening.assessment) course.decision = null;
      break;
    }
    case 'paralleled': {
      if (isLater) break;
      if (isIn) {
        figures.secondReviews.parallels++;
        if (happening.agrees) figures.secondReviews.parallelsAgreed++;
      }
      const course = courseOf(state, happening.case);
      if (course.decision?.assessment === happening.parallel && course.before !== null)
        course.decision = course.before;
      break;
    }
    case 'reviewed':
      if (isIn) figures.secondReviews.made++;
      if (isIn && happening.agrees) figures.secondReviews.agreed++;
      break;
    case 'upheld':
      if (isIn) figures.secondReviews.upheld++;
      break;
    case 'reopened':
      if (isIn) figures.changes.reopened++;
      break;
    case 'merged':
      if (isLater) break;
      if (isIn) figures.changes.merged++;
      merge(state, happening.case, happening.into);
      break;
    case 'delivered':
      countDelivery(state, happening, isIn);
      break;
    case 'stopped':
      if (isIn) figures.referrals[happening.as]++;
      break;
    case 'step':
      courseOf(state, happening.case).steps.push({ status: happening.status, at: happening.on });
      break;
    case 'matched':
      if (isIn) figures.matches[happening.as]++;
      break;
    case 'erased':
      if (!isIn) break;
      for (const id of happening.cases) state.erased.add(id);
      figures.erased.reports += happening.reports;
      break;
  }
  return state;
}

/** Counts an entry whose data this version cannot read. */
export function countUnread(state: FiguresSoFar): FiguresSoFar {
  state.figures.entries.unread++;
  return state;
}

type Of<What extends Happening['what']> = Extract<Happening, { what: What }>;

function countReports(state: FiguresSoFar, happening: Of<'reports'>, isIn: boolean): void {
  const { reports, intake } = state.figures;
  const { period } = state;
  for (const { on, channel, reports: count } of happening.received) {
    const year = on?.length === 4 ? on : null;
    const isWholeYear = year !== null && period.from <= `${year}-01-01` && period.through >= `${year}-12-31`;
    const isReceived = year === null ? isWithin(on ?? happening.at, period) : isWholeYear;
    if (isReceived) {
      reports.received += count;
      add(reports.byChannel, channel, count);
    } else if (year !== null && period.from <= `${year}-12-31` && period.through >= `${year}-01-01`) {
      // The record names the year alone, of which the period is a part.
      reports.ofUnknownDay += count;
    }
  }
  const [only] = happening.received;
  for (const id of happening.cases) {
    const course = courseOf(state, id);
    course.receivedAt = earlier(course.receivedAt, only?.on ? `${only.on}T00:00:00.000Z` : happening.at);
  }
  if (!isIn) return;
  intake.files += happening.files;
  intake.subjects += happening.subjects;
  intake.refusedRows += happening.refused;
}

function countDecision(state: FiguresSoFar, happening: Of<'decided'>, isIn: boolean, isLater: boolean): void {
  const { changes, referrals } = state.figures;
  const { replaces, assessment, at, facts } = happening;
  for (const { id, destination, purpose } of happening.referrals) {
    state.purposes.set(id, purpose);
    if (!isIn) continue;
    if (purpose === 'new') add(referrals.ordered, destination);
    else if (purpose === 'amendment') referrals.amendments++;
    else referrals.retractions++;
  }
  if (isLater) return;
  if (isIn && replaces !== null) changes[replaces.as]++;
  const course = courseOf(state, happening.case);
  course.firstDecidedAt = earlier(course.firstDecidedAt, at);
  const decision = { assessment, at, facts };
  if (replaces === null) {
    course.before = course.decision;
    course.decision = decision;
  } else if (course.decision === null || course.decision.assessment === replaces.assessment) {
    course.decision = decision;
  }
}

function countDelivery(state: FiguresSoFar, happening: Of<'delivered'>, isIn: boolean): void {
  const { case: id, referral, destination, at } = happening;
  // A desk may confirm what a person confirmed before.
  if (state.delivered.has(referral)) return;
  state.delivered.add(referral);
  if ((state.purposes.get(referral) ?? 'new') !== 'new') return;
  const course = courseOf(state, id);
  course.firstDeliveredAt = earlier(course.firstDeliveredAt, at);
  if (isIn) add(state.figures.referrals.delivered, destination);
}

/** The case that stays has its own decision, or else that of the other. */
function merge(state: FiguresSoFar, from: string, to: string): void {
  const old = state.cases.get(from);
  const kept = courseOf(state, to);
  state.into.set(from, to);
  state.cases.delete(from);
  if (old === undefined || old === kept) return;
  kept.decision ??= old.decision;
  kept.firstDecidedAt = earlier(kept.firstDecidedAt, old.firstDecidedAt);
  kept.firstDeliveredAt = earlier(kept.firstDeliveredAt, old.firstDeliveredAt);
  kept.receivedAt = earlier(kept.receivedAt, old.receivedAt);
  kept.steps.push(...old.steps);
}

/**
 * The figures of everything that was counted; nothing may be counted afterwards.
 * @param receivedAt when a case was first received, where more is known than the record says; null where it is not
 */
export function endFigures(
  state: FiguresSoFar,
  receivedAt: (caseId: string) => string | null = () => null,
): Figures {
  const { figures, period } = state;
  for (const [id, course] of state.cases) {
    if (course.decision !== null && isWithin(course.decision.at, period))
      countDecided(figures, course.decision.facts);
    countDays(figures, course, receivedAt(id) ?? course.receivedAt, period);
    const reached = new Set(
      course.steps.filter(({ at }) => isWithin(at, period)).map(({ status }) => status),
    );
    for (const status of reached) add(figures.takedown.casesByStatus, status);
  }
  figures.erased.cases = state.erased.size;
  return figures;
}

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
