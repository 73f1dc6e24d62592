import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type {
  Destination,
  DestinationInput,
  FrozenView,
  ReceiptsImported,
  SealedFile,
  SendResult,
  SettingChanges,
  TakedownsAsked,
} from '../../../shared/contract/referral.contract.ts';
import type { ReferralSummary } from '../../../shared/contract/review.contract.ts';
import type { ConsultationCount } from '../../../shared/domain/consultation.ts';
import type { DestinationId, ReferralId } from '../../../shared/domain/ids.ts';
import { ReferralState } from '../../../shared/domain/referral.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';
import { newCommand } from '../../transport/new-command.ts';
import { storeContext } from '../../ui/store-context.tsx';
import type { OutboxView } from './outbox-views.ts';
import { readTextFile } from './text-file.ts';

const PAGE = 200;

/** A step as a person typed it. */
export type StatedTakedown = Omit<Parameters<EngineClient['referral']['stateTakedown']>[0], 'command'>;

/** A consultation of a base as a person typed it. */
export type StatedConsultation = Omit<
  Parameters<EngineClient['referral']['recordConsultation']>[0],
  'command'
>;

/** Which referrals are shown: those in a state, or those without news. */
export type OutboxPart = ReferralState | 'all' | 'rechecks';

/** The referrals and the destinations they go to. */
export interface OutboxState {
  view: OutboxView;
  part: OutboxPart;
  referrals: readonly ReferralSummary[];
  total: number;
  ready: boolean;
  chosen: ReferralId | null;
  destinations: readonly Destination[];
  /** How often bases were consulted. */
  consultations: readonly ConsultationCount[];
  /** Delivered referrals about which a person should ask again. */
  rechecks: { readonly total: number; readonly referrals: readonly ReferralSummary[] };
  failure: Failure | null;
  sending: boolean;
  sent: SendResult | null;
  asked: TakedownsAsked | null;
  load: () => Promise<void>;
  loadMore: () => Promise<void>;
  show: (view: OutboxView) => void;
  /** Shows these referrals. */
  look: (part: OutboxPart) => void;
  choose: (id: ReferralId | null) => void;
  resume: (id: ReferralId) => Promise<void>;
  setPaused: (id: DestinationId, paused: boolean) => Promise<void>;
  /** Ends the delays of a destination. */
  retry: (id: DestinationId) => Promise<void>;
  /** Queues everything that stopped at a destination again. */
  resumeAll: (id: DestinationId) => Promise<void>;
  /** The exact bytes of a referral; null where they could not be read, and `failure` says why. */
  frozen: (id: ReferralId) => Promise<FrozenView | null>;
  send: () => Promise<void>;
  askDesks: () => Promise<void>;
  /** @returns whether it was recorded; the reason is in `failure` where it was not */
  stateTakedown: (stated: StatedTakedown) => Promise<boolean>;
  /** @returns whether it was recorded; the reason is in `failure` where it was not */
  recordConsultation: (stated: StatedConsultation) => Promise<boolean>;
  /** @returns whether it was set up; the reason is in `failure` where it was not */
  addDestination: (destination: DestinationInput) => Promise<boolean>;
  /** @returns whether it was changed; the reason is in `failure` where it was not */
  changeDestination: (id: DestinationId, settings: SettingChanges) => Promise<boolean>;
  removeDestination: (id: DestinationId) => Promise<void>;
  /** Says that a parked referral arrived. */
  confirm: (id: ReferralId) => Promise<void>;
  /** The file that was sealed last, until it is put away. */
  sealed: SealedFile | null;
  seal: (id: DestinationId) => Promise<void>;
  putAwaySealed: () => void;
  /** Records what a desk signed in a file that came back. */
  importReceipts: (file: Blob) => Promise<{ told: ReceiptsImported } | { failure: Failure }>;
}

export type OutboxStore = StoreApi<OutboxState>;

const context = storeContext<OutboxState>('the outbox');
export const OutboxProvider = context.Provider;
/** How many referrals wait to be sent. */
export const countWaiting = ({ destinations }: Pick<OutboxState, 'destinations'>): number =>
  destinations.reduce((sum, { waiting }) => sum + waiting, 0);

/** How many referrals stopped and need a person. */
export const countParked = ({ destinations }: Pick<OutboxState, 'destinations'>): number =>
  destinations.reduce((sum, { parked }) => sum + parked, 0);

export const useOutbox = context.useState;
export const useOutboxStore = context.useApi;

export function createOutboxStore(client: Pick<EngineClient, 'referral'>): OutboxStore {
  return createStore<OutboxState>((set, get) => {
    let asked = 0;
    const query = () => {
      const state = ReferralState.safeParse(get().part);
      return state.success ? { state: state.data, limit: PAGE } : { limit: PAGE };
    };
    const load = async () => {
      const mine = ++asked;
      try {
        const [page, destinations, rechecks, consultations] = await Promise.all([
          client.referral.outbox(query()),
          client.referral.destinations(),
          client.referral.rechecks(),
          client.referral.consultations(),
        ]);
        if (mine !== asked) return;
        set({
          referrals: page.referrals,
          total: page.total,
          destinations,
          rechecks,
          consultations,
          ready: true,
        });
      } catch (error) {
        if (mine === asked) set({ failure: failureOf(error) });
      }
    };
    const attempt = async (act: () => Promise<unknown>): Promise<boolean> => {
      set({ failure: null });
      try {
        await act();
        await load();
        return true;
      } catch (error) {
        set({ failure: failureOf(error) });
        return false;
      }
    };
    return {
      view: 'referrals',
      part: 'all',
      referrals: [],
      total: 0,
      ready: false,
      chosen: null,
      destinations: [],
      consultations: [],
      rechecks: { total: 0, referrals: [] },
      failure: null,
      sending: false,
      sent: null,
      asked: null,
      load,
      loadMore: async () => {
        const after = get().referrals.at(-1)?.id;
        if (after === undefined) return;
        const page = await client.referral.outbox({ ...query(), after });
        set({ referrals: [...get().referrals, ...page.referrals], total: page.total });
      },
      show: (view) => set({ view, failure: null }),
      look: (part) => {
        set({ view: 'referrals', part, chosen: null });
        void load();
      },
      choose: (chosen) => set({ chosen }),
      resume: async (id) => {
        await attempt(() => client.referral.resume({ command: newCommand(), id }));
      },
      retry: async (id) => {
        await attempt(() => client.referral.retryDestination({ id }));
      },
      resumeAll: async (destination) => {
        await attempt(() => client.referral.resumeAll({ command: newCommand(), destination }));
      },
      frozen: async (id) => {
        try {
          return await client.referral.frozen({ id });
        } catch (error) {
          set({ failure: failureOf(error) });
          return null;
        }
      },
      send: async () => {
        if (get().sending) return;
        set({ sending: true, sent: null, asked: null });
        await attempt(async () => {
          for await (const sent of await client.referral.send({})) set({ sent });
        });
        set({ sending: false });
      },
      askDesks: async () => {
        set({ asked: null, sent: null });
        await attempt(async () => set({ asked: await client.referral.refreshTakedowns() }));
      },
      stateTakedown: (stated) =>
        attempt(() => client.referral.stateTakedown({ command: newCommand(), ...stated })),
      recordConsultation: (stated) =>
        attempt(() => client.referral.recordConsultation({ command: newCommand(), ...stated })),
      addDestination: (destination) =>
        attempt(() => client.referral.addDestination({ command: newCommand(), destination })),
      sealed: null,
      confirm: async (id) => {
        await attempt(() => client.referral.confirm({ command: newCommand(), id }));
      },
      setPaused: async (id, paused) => {
        const input = { command: newCommand(), id };
        await attempt(() =>
          paused ? client.referral.pauseDestination(input) : client.referral.resumeDestination(input),
        );
      },
      seal: async (id) => {
        await attempt(async () => set({ sealed: await client.referral.seal({ destination: id }) }));
      },
      putAwaySealed: () => set({ sealed: null }),
      changeDestination: (id, settings) =>
        attempt(() => client.referral.changeDestination({ command: newCommand(), id, settings })),
      importReceipts: async (file) => {
        try {
          const read = await readTextFile(file);
          return 'failure' in read ? read : { told: await client.referral.importReceipts(read) };
        } catch (error) {
          return { failure: failureOf(error) };
        }
      },
      removeDestination: async (id) => {
        await attempt(() => client.referral.removeDestination({ command: newCommand(), id }));
      },
    };
  });
}
