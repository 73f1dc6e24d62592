import { Legality } from '../../../shared/domain/assessment.ts';
import {
  CaseFacts,
  CaseState,
  CaseSummary,
  PriorityTerm,
  Reopened,
  SubjectKind,
} from '../../../shared/domain/case.ts';
import { KnownAs } from '../../../shared/domain/case-match.ts';
import { Hashes } from '../../../shared/domain/hashes.ts';
import { CaseId, PersonId } from '../../../shared/domain/ids.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { priorityAt } from '../../../shared/domain/priority.ts';
import { Channel } from '../../../shared/domain/report.ts';
import type { SqlRow, SqlValue } from '../storage/database.ts';

/** What a row of a case says of the decision that stands, so that decided cases are found by it in their order. */
export interface DecidedAs {
  /** The number of its assessment. */
  number: number;
  by: PersonId;
  legality: Legality;
  category: string;
}

/** A case as its row holds it. `score` and `why` are those that last: what time adds is added when they are shown. */
export interface StoredCase {
  id: CaseId;
  kind: SubjectKind;
  subject: string;
  hashes: Hashes | null;
  state: CaseState;
  mergedInto: CaseId | null;
  takenInAt: string;
  dueAt: string;
  facts: CaseFacts;
  score: number;
  why: PriorityTerm[];
  /** The decision that stands, where the case is decided. */
  decided: DecidedAs | null;
  claimedBy: string | null;
  claimedAt: string | null;
  /** The status that lists give it. */
  knownAs: KnownAs | null;
  reopened: Reopened | null;
  /** Null also where that person can no longer work on it. Read-only here: `Cases.give` assigns a case. */
  assignedTo: PersonId | null;
}

const PriorityTerms = PriorityTerm.array();

const text = (value: SqlValue | undefined): string | null =>
  value === null || value === undefined ? null : String(value);

/**
 * A case from its row in `cases` or `cases_in_full`.
 * @param canHoldCases whether this person can be assigned cases
 */
export const toStoredCase = (row: SqlRow, canHoldCases: (person: string) => boolean): StoredCase => ({
  id: CaseId.parse(row.id),
  kind: SubjectKind.parse(row.kind),
  subject: String(row.subject),
  hashes: row.hashes === null ? null : Hashes.parse(JSON.parse(String(row.hashes))),
  state: CaseState.parse(row.state),
  mergedInto: row.merged_into === null ? null : CaseId.parse(row.merged_into),
  takenInAt: String(row.taken_in_at),
  dueAt: String(row.due_at),
  facts: CaseFacts.parse({
    sightings: row.sightings,
    firstReceivedAt: row.first_received_at,
    lastReceivedAt: row.last_received_at,
    hostingCountry: row.hosting_country,
    hostingNamedAt: row.hosting_named_at,
    trusted: row.trusted === 1,
    channels: channelsIn(Number(row.channels)),
  }),
  // Subtracted and not negated, because negating zero gives minus zero.
  score: 0 - Number(row.rank),
  why: PriorityTerms.parse(JSON.parse(String(row.why))),
  decided:
    row.decided_as === null
      ? null
      : {
          number: Number(row.decided_as),
          by: PersonId.parse(row.decided_by),
          legality: Legality.parse(row.legality),
          category: String(row.category),
        },
  claimedBy: text(row.claimed_by),
  claimedAt: text(row.claimed_at),
  knownAs: row.known_as === null ? null : KnownAs.parse(row.known_as),
  reopened:
    row.reopened_because === null
      ? null
      : Reopened.parse({ reason: row.reopened_because, at: row.reopened_at }),
  assignedTo:
    typeof row.assigned_to === 'string' && canHoldCases(row.assigned_to)
      ? PersonId.parse(row.assigned_to)
      : null,
});

/** The case as lists of cases show it at a moment. */
export const summaryOf = (stored: StoredCase, policy: Policy, nowMs: number): CaseSummary => {
  const { score, why } = priorityAt(stored, nowMs, policy);
  return CaseSummary.parse({
    id: stored.id,
    kind: stored.kind,
    subject: stored.subject,
    hashes: stored.hashes,
    hosting: stored.facts.hostingCountry,
    priority: score,
    why,
    dueAt: stored.dueAt,
    receivedAt: stored.facts.firstReceivedAt,
    state: stored.state,
    sightings: stored.facts.sightings,
    claimedBy: stored.claimedBy,
    claimedAt: stored.claimedAt,
    assignedTo: stored.assignedTo,
    knownAs: stored.knownAs,
    reopened: stored.reopened,
  });
};

/** Channels as one number, a bit each, in the order of `Channel`. */
export const channelBits = (channels: readonly Channel[]): number =>
  channels.reduce((bits, channel) => bits | (1 << Channel.options.indexOf(channel)), 0);

const channelsIn = (bits: number): Channel[] =>
  Channel.options.filter((channel) => (bits & channelBits([channel])) !== 0);
