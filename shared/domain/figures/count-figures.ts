import type { Figures } from './figures.ts';
import { add, courseOf, type FiguresSoFar } from './figures-so-far.ts';
import type { Happening } from './happening.ts';
import { isWithin } from './period.ts';

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
      courseOf(state, happening.case).steps.push({
        ...{ status: happening.status, at: happening.on, referral: happening.referral },
      });
      break;
    case 'consulted':
      if (isIn) countConsultation(figures, happening);
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

/** Counts an entry that must be hidden from the person who asks. */
export function countWithheld(state: FiguresSoFar): FiguresSoFar {
  state.figures.entries.withheld++;
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
    state.ordered.set(id, { purpose, classification: facts.judgement.classification ?? 'unstated' });
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
  const { case: id, referral, destination, asNotice, at } = happening;
  // A desk may confirm what a person confirmed before.
  if (state.delivered.has(referral)) return;
  state.delivered.add(referral);
  if ((state.ordered.get(referral)?.purpose ?? 'new') !== 'new') return;
  const course = courseOf(state, id);
  course.firstDeliveredAt = earlier(course.firstDeliveredAt, at);
  if (!isIn) return;
  add(state.figures.referrals.delivered, destination);
  if (asNotice) state.notices.set(referral, id);
}

function countConsultation({ consultations }: Figures, { base, found }: Of<'consulted'>): void {
  let counted = consultations.find((one) => one.base === base);
  if (counted === undefined) {
    counted = { base, consulted: 0, found: 0 };
    consultations.push(counted);
  }
  counted.consulted++;
  if (found) counted.found++;
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
