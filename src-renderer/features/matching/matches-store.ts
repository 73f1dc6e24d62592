import { createStore, type StoreApi } from 'zustand/vanilla';
import type {
  FeedbackResult,
  MatchProgress,
  MatchQuarantine,
  QuarantineState,
} from '../../../shared/contract/case-match.ts';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { MatchVerdict } from '../../../shared/domain/case-match.ts';
import type { GivenReason, OfferedReason } from '../../../shared/domain/feedback-reason.ts';
import type { CaseId, HashListId, MatchId, QuarantineId } from '../../../shared/domain/ids.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';
import { newCommand } from '../../transport/new-command.ts';
import { storeContext } from '../../ui/store-context.tsx';

/** Matches of cases: their progress, the verdicts on them, and records in quarantine. */
export interface MatchesState {
  progress: MatchProgress | null;
  quarantine: readonly MatchQuarantine[];
  /** Why a verdict on a match of this case was refused. */
  failure: { case: CaseId | null; failure: Failure } | null;
  loadProgress: () => Promise<void>;
  loadQuarantine: () => Promise<void>;
  /**
   * @param reason why it is not a match
   * @returns whether the verdict was recorded
   */
  judge: (of: CaseId, match: MatchId, verdict: MatchVerdict, reason?: string) => Promise<boolean>;
  release: (quarantine: QuarantineId, as: Exclude<QuarantineState, 'quarantined'>) => Promise<boolean>;
  /** @returns null where there is none, with the reason in `failure` */
  feedback: (
    list: HashListId,
    reasons: readonly GivenReason[],
    affirm: boolean,
  ) => Promise<FeedbackResult | null>;
  /** The reasons that the list's owner offers, where they were kept. */
  offeredReasons: (list: HashListId) => Promise<readonly OfferedReason[]>;
  /**
   * Keeps the reasons of an owner's file.
   * @returns whether the file was accepted
   */
  keepReasons: (list: HashListId, file: Blob) => Promise<boolean>;
}

export type MatchesStore = StoreApi<MatchesState>;

const context = storeContext<MatchesState>('the matches of cases');
export const MatchesProvider = context.Provider;
export const useMatches = context.useState;
export const useMatchesStore = context.useApi;

export function createMatchesStore(client: Pick<EngineClient, 'matching'>): MatchesStore {
  return createStore<MatchesState>((set, get) => {
    const failed = (error: unknown, of: CaseId | null = null) =>
      set({ failure: { case: of, failure: failureOf(error) } });
    return {
      progress: null,
      quarantine: [],
      failure: null,

      loadProgress: async () => {
        try {
          set({ progress: await client.matching.progress() });
        } catch {
          // The progress is only a line in the status bar; other screens report the failure.
          set({ progress: null });
        }
      },

      loadQuarantine: async () => {
        try {
          set({ quarantine: await client.matching.quarantine(), failure: null });
        } catch (error) {
          failed(error);
        }
      },

      judge: async (of, match, verdict, reason = '') => {
        set({ failure: null });
        const { confirm, reject } = client.matching;
        try {
          const command = newCommand();
          await (verdict === 'confirmed'
            ? confirm({ command, case: of, match })
            : reject({ command, case: of, match, reason }));
          return true;
        } catch (error) {
          failed(error, of);
          return false;
        }
      },

      release: async (quarantine, as) => {
        try {
          await client.matching.release({ command: newCommand(), quarantine, as });
        } catch (error) {
          failed(error);
          return false;
        }
        await get().loadQuarantine();
        return true;
      },

      feedback: async (list, reasons, affirm) => {
        set({ failure: null });
        try {
          return await client.matching.feedback({
            command: newCommand(),
            list,
            reasons: [...reasons],
            affirm,
          });
        } catch (error) {
          failed(error);
          return null;
        }
      },

      offeredReasons: async (list) => {
        try {
          return (await client.matching.feedbackReasons({ list })).reasons;
        } catch (error) {
          failed(error);
          return [];
        }
      },

      keepReasons: async (list, file) => {
        set({ failure: null });
        try {
          await client.matching.keepFeedbackReasons({ command: newCommand(), list, file });
          return true;
        } catch (error) {
          failed(error);
          return false;
        }
      },
    };
  });
}
