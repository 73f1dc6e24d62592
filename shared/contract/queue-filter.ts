import { z } from 'zod';
import { Legality } from '../domain/assessment.ts';
import { CaseState, SubjectKind } from '../domain/case.ts';
import { KnownAs } from '../domain/case-match.ts';
import { CountryCode } from '../domain/country.ts';
import { BatchId, PersonId } from '../domain/ids.ts';
import { CategoryCode, HostingZone } from '../domain/policy.ts';
import { Channel, Instant } from '../domain/report.ts';

/** Which cases are listed: those in one state, or all that are decided. */
export const QueueState = z.enum([...CaseState.options, 'decided']);
export type QueueState = z.infer<typeof QueueState>;

/**
 * The order of a list. `priority`: the highest first; `due`: the soonest first; `received`: those that came, or came back,
 * last first; `hosting`: by country, the unknown last, and within one by priority; `sightings`: the most reported first;
 * `decided`: the last decision first. Decided cases have this order and no other.
 */
export const QueueSort = z.enum(['priority', 'due', 'received', 'hosting', 'sightings', 'decided']);
export type QueueSort = z.infer<typeof QueueSort>;

/** A person, or whoever asks. */
const Someone = z.union([z.literal('me'), PersonId]);

const FILTER = {
  /** Open cases where it is absent. */
  state: QueueState.optional(),
  hosting: CountryCode.optional(),
  /** Where it is hosted, seen from the hotline's own country. */
  zone: HostingZone.optional(),
  kind: SubjectKind.optional(),
  /** Only cases to which lists give this status. */
  knownAs: KnownAs.optional(),
  /** Only cases of which a report came through this channel. */
  channel: Channel.optional(),
  /** Only cases of which a report came in this imported file. */
  batch: BatchId.optional(),
  /** Only cases that this person claimed or was assigned. */
  heldBy: Someone.optional(),
  /** Only cases that are due before. */
  dueBefore: Instant.optional(),
  decidedBy: Someone.optional(),
  legality: Legality.optional(),
  /** The category of the protocol in which its decision put it. */
  category: CategoryCode.optional(),
};

export const QueueFilter = z.strictObject(FILTER);
export type QueueFilter = z.infer<typeof QueueFilter>;

/** A list of cases: which, and in which order. Without `sort`, by priority or, where they are decided, by decision. */
export const QueueView = QueueFilter.extend({ sort: QueueSort.optional() });
export type QueueView = z.infer<typeof QueueView>;

export const isOfDecided = ({ state }: Pick<QueueFilter, 'state'>): boolean =>
  state === 'decided' || state === 'referred' || state === 'closed';

export const sortOf = (view: QueueView): QueueSort =>
  view.sort ?? (isOfDecided(view) ? 'decided' : 'priority');

/** What only decided, or only undecided cases have. */
const OF_DECIDED = ['decidedBy', 'legality', 'category'] as const;
const OF_UNDECIDED = ['heldBy', 'dueBefore'] as const;

/** The parts of a view that do not fit its state: nothing is due of a decided case, and no other was decided by somebody. */
export function misfitsOf(view: QueueView): (keyof QueueView)[] {
  const decided = isOfDecided(view);
  const misfits: (keyof QueueView)[] = (decided ? OF_UNDECIDED : OF_DECIDED).filter(
    (part) => view[part] !== undefined,
  );
  if (decided !== (sortOf(view) === 'decided')) misfits.push('sort');
  return misfits;
}

/** A view all of whose parts fit its state: the engine refuses others. */
export const FittingView = QueueView.superRefine((view, context) => {
  for (const part of misfitsOf(view))
    context.addIssue({ code: 'custom', path: [part], error: 'does not fit the state that is asked for' });
});

/** A view of this state that keeps of another what fits. */
export function fittedTo(state: QueueState | undefined, view: QueueView): QueueView {
  const wanted: QueueView = { ...view, state };
  for (const part of misfitsOf(wanted)) delete wanted[part];
  return wanted;
}
