import type { DecidedFacts, Happening } from '../domain/figures/happening.ts';
import type { Entry } from './entry.ts';
import { type EntryKind, type ReadOf, readData } from './kinds/all-kinds.ts';

type Told = Happening extends infer Each ? (Each extends { at: string } ? Omit<Each, 'at'> : never) : never;

/** How the entries of each counted kind are counted. A kind that is absent is in no figure. */
const COUNTED: { readonly [Kind in EntryKind]?: (data: ReadOf<Kind>) => Told } = {
  'intake.imported': ({ received, subjects, refused }) => ({
    ...{ what: 'reports', received, files: 1, subjects, refused, cases: [] },
  }),
  'intake.reported': ({ channel, receivedOn, cases }) => ({
    ...{ what: 'reports', received: [{ on: receivedOn, channel, reports: 1 }], files: 0 },
    ...{ subjects: cases.length, refused: 0, cases },
  }),
  'case.assessed': (data) => decided(data, data.assessment, null),
  'assessment.corrected': (data) =>
    decided(data, data.decision, { assessment: data.assessment, as: 'corrected' }),
  'assessment.overturned': (data) =>
    decided(data, data.decision, { assessment: data.assessment, as: 'overturned' }),
  'assessment.withdrawn': ({ case: id, assessment }) => ({ what: 'withdrawn', case: id, assessment }),
  'assessment.paralleled': ({ case: id, parallel, agrees }) => ({
    ...{ what: 'paralleled', case: id, parallel, agrees },
  }),
  'assessment.reviewed': ({ agrees }) => ({ what: 'reviewed', agrees }),
  'assessment.upheld': () => ({ what: 'upheld' }),
  'case.reopened': ({ case: id }) => ({ what: 'reopened', case: id }),
  'case.merged': ({ case: id, into }) => ({ what: 'merged', case: id, into }),
  'referral.delivered': ({ case: id, referral, destination, ...evidence }) => ({
    ...{ what: 'delivered', case: id, referral, destination, asNotice: 'notice' in evidence },
  }),
  'referral.confirmed': ({ case: id, referral, destination }) => ({
    ...{ what: 'delivered', case: id, referral, destination, asNotice: false },
  }),
  'referral.refused': () => ({ what: 'stopped', as: 'refused' }),
  'referral.parked': () => ({ what: 'stopped', as: 'parked' }),
  'takedown.recorded': ({ case: id, referral, event }) => ({
    ...{ what: 'step', case: id, referral, status: event.status, on: event.at },
  }),
  'takedown.stated': ({ case: id, referral, event }) => ({
    ...{ what: 'step', case: id, referral, status: event.status, on: event.at },
  }),
  'base.consulted': ({ case: id, base, result }) => ({
    ...{ what: 'consulted', case: id, base, found: result === 'found' },
  }),
  'match.confirmed': () => ({ what: 'matched', as: 'confirmed' }),
  'match.rejected': () => ({ what: 'matched', as: 'rejected' }),
  'enclosures.erased': ({ cases, reports }) => ({ what: 'erased', cases, reports }),
};

type Deciding = Pick<ReadOf<'assessment.corrected'>, 'case' | 'judgement' | 'route' | 'referrals'>;

function decided(
  { case: id, judgement, route, referrals }: Deciding,
  assessment: string,
  replaces: Extract<Happening, { what: 'decided' }>['replaces'],
): Told {
  const facts: DecidedFacts = { judgement, category: route.category, zone: route.zone };
  return { what: 'decided', case: id, assessment, replaces, facts, referrals };
}

/**
 * What an entry says, as far as it is counted; null where it is in no figure.
 * @returns `unread` where its data has a form that this version does not know
 */
export function happeningOf({
  kind,
  at,
  data,
}: Pick<Entry, 'kind' | 'at' | 'data'>): Happening | null | 'unread' {
  // Each function is given the data of its own kind, which TypeScript cannot follow through a table.
  const count = COUNTED[kind] as ((data: unknown) => Told) | undefined;
  if (count === undefined) return null;
  const read = readData(kind, data);
  return read === null ? 'unread' : ({ ...count(read), at } as Happening);
}
