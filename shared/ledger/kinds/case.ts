import { z } from 'zod';
import { AssignmentReason } from '../../domain/assignment.ts';
import { CaseState, ReopenReason } from '../../domain/case.ts';
import { CaseId, MatchId, PersonId, ReferralId, ReportId } from '../../domain/ids.ts';
import { Digest } from '../../domain/referral.ts';
import { kind } from './kind.ts';

const Taken = z.strictObject({
  case: CaseId,
  /** The previous holder. */
  from: PersonId,
  reason: AssignmentReason,
  /** SHA-256 of `<id>` LF `<text>`; both stay in the vault. */
  wordsSha256: Digest,
});

const Words = z.strictObject({ id: z.string(), words: z.string() });

const Reopened = z.strictObject({ case: CaseId, reason: ReopenReason, from: CaseState });

export const caseKinds = [
  kind('case.claimed', {
    data: z.strictObject({ case: CaseId }),
    signer: 'person',
    duty: 'review',
    group: 'decisions',
    class: 'free',
  }),
  kind('case.reassigned', {
    data: Taken.extend({ from: PersonId.nullable(), to: PersonId }),
    enclosure: Words,
    signer: 'person',
    duty: 'oversee',
    group: 'decisions',
    class: 'free',
  }),
  kind('case.released', {
    data: Taken,
    enclosure: Words,
    signer: 'person',
    duty: 'oversee',
    group: 'decisions',
    class: 'free',
  }),
  kind('narrative.revealed', {
    data: z.strictObject({ case: CaseId, report: ReportId }),
    signer: 'person',
    duty: 'review',
    group: 'decisions',
    class: 'free',
  }),
  kind('case.merged', {
    data: z.strictObject({ case: CaseId, into: CaseId, report: ReportId }),
    signer: 'device',
    group: 'decisions',
    class: 'machine',
    mentions: ({ into }) => [into],
  }),
  kind('case.reopened', {
    data: z.union([
      Reopened.extend({ report: ReportId }),
      Reopened.extend({ referral: ReferralId }),
      Reopened.extend({ matches: z.array(MatchId).readonly() }),
    ]),
    signer: 'device',
    group: 'decisions',
    class: 'machine',
  }),
] as const;
