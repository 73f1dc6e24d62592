import type { Assessment } from '../assessment.ts';
import type { HostingZone } from '../policy.ts';
import type { ReferralKind } from '../referral.ts';
import type { Channel } from '../report.ts';
import type { TakedownStatus } from '../takedown.ts';

/** The parts of a decision that figures count. */
export interface DecidedFacts {
  readonly judgement: Omit<Assessment, 'note' | 'labels' | 'hosting'> & {
    readonly hosting: { readonly country: string | null; readonly source: string };
  };
  readonly category: string;
  readonly zone: HostingZone;
}

interface OrderedReferral {
  readonly id: string;
  readonly destination: string;
  readonly purpose: ReferralKind;
}

/** What an entry of the record says, as far as it is counted. `at` is when it was recorded. */
export type Happening = { readonly at: string } & (
  | {
      readonly what: 'reports';
      /** `cases`: those a single report names; a file names none. `on`: a day, a year, or null where nothing is known. */
      readonly received: readonly {
        readonly on: string | null;
        readonly channel: Channel;
        readonly reports: number;
      }[];
      readonly files: number;
      readonly subjects: number;
      readonly refused: number;
      readonly cases: readonly string[];
    }
  | {
      readonly what: 'decided';
      readonly case: string;
      readonly assessment: string;
      /** What it replaces, and how; null for one of its own. */
      readonly replaces: { readonly assessment: string; readonly as: 'corrected' | 'overturned' } | null;
      readonly facts: DecidedFacts;
      readonly referrals: readonly OrderedReferral[];
    }
  | { readonly what: 'withdrawn'; readonly case: string; readonly assessment: string }
  /** A decision that was made at once with another, which stands. */
  | {
      readonly what: 'paralleled';
      readonly case: string;
      readonly parallel: string;
      readonly agrees: boolean;
    }
  | { readonly what: 'reviewed'; readonly agrees: boolean }
  | { readonly what: 'upheld' }
  | { readonly what: 'reopened'; readonly case: string }
  | { readonly what: 'merged'; readonly case: string; readonly into: string }
  | {
      readonly what: 'delivered';
      readonly case: string;
      readonly referral: string;
      readonly destination: string;
      /** Whether it arrived as a notice to a provider. */
      readonly asNotice: boolean;
    }
  | { readonly what: 'stopped'; readonly as: 'refused' | 'parked' }
  | {
      readonly what: 'step';
      readonly case: string;
      readonly referral: string;
      readonly status: TakedownStatus;
      readonly on: string;
    }
  | { readonly what: 'consulted'; readonly case: string; readonly base: string; readonly found: boolean }
  | { readonly what: 'matched'; readonly as: 'confirmed' | 'rejected' }
  | { readonly what: 'erased'; readonly cases: readonly string[]; readonly reports: number }
);
