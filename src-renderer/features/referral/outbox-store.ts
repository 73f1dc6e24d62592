import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type {
  Destination,
  DestinationInput,
  SealedFile,
  SendResult,
  TakedownsAsked,
} from '../../../shared/contract/referral.contract.ts';
import type { ReferralSummary } from '../../../shared/contract/review.contract.ts';
import type { DestinationId, ReferralId } from '../../../shared/domain/ids.ts';
import type { ReferralState } from '../../../shared/domain/referral.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';
import { newCommand } from '../../transport/new-command.ts';
import { storeContext } from '../../ui/store-context.tsx';

const PAGE = 200;

/** The referrals and the destinations they go to. */
export interface OutboxState {
  filter: ReferralState | null;
  referrals: readonly ReferralSummary[];
  total: number;
  ready: boolean;
  chosen: ReferralId | null;
  destinations: readonly Destination[];
  failure: Failure | null;
  sending: boolean;
  sent: SendResult | null;
  asked: TakedownsAsked | null;
  load: () => Promise<void>;
  loadMore: () => Promise<void>;
  show: (filter: ReferralState | null) => Promise<void>;
  choose: (id: ReferralId | null) => void;
  resume: (id: ReferralId) => Promise<void>;
  send: () => Promise<void>;
  askDesks: () => Promise<void>;
  /** @returns whether it was set up; the reason is in `failure` where it was not */
  addDestination: (destination: DestinationInput) => Promise<boolean>;
  removeDestination: (id: DestinationId) => Promise<void>;
  /** Says that a parked referral arrived. */
  confirm: (id: ReferralId) => Promise<void>;
  setPaused: (id: DestinationId, paused: boolean) => Promise<void>;
  /** The file that was sealed last, until it is put away. */
  sealed: SealedFile | null;
  seal: (id: DestinationId) => Promise<void>;
  putAwaySealed: () => void;
}

export type OutboxStore = StoreApi<OutboxState>;

const context = storeContext<OutboxState>('the outbox');
export const OutboxProvider = context.Provider;
/** How many referrals wait to be sent. */
export const countWaiting = ({ destinations }: Pick<OutboxState, 'destinations'>): number =>
  destinations.reduce((sum, { waiting }) => sum + waiting, 0);

export const useOutbox = context.useState;
export const useOutboxStore = context.useApi;

export function createOutboxStore(client: Pick<EngineClient, 'referral'>): OutboxStore {
  return createStore<OutboxState>((set, get) => {
    let asked = 0;
    const query = () => {
      const { filter } = get();
      return filter === null ? { limit: PAGE } : { state: filter, limit: PAGE };
    };
    const load = async () => {
      const mine = ++asked;
      try {
        const [page, destinations] = await Promise.all([
          client.referral.outbox(query()),
          client.referral.destinations(),
        ]);
        if (mine !== asked) return;
        set({ referrals: page.referrals, total: page.total, destinations, ready: true });
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
      filter: null,
      referrals: [],
      total: 0,
      ready: false,
      chosen: null,
      destinations: [],
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
      show: async (filter) => {
        set({ filter, chosen: null });
        await load();
      },
      choose: (chosen) => set({ chosen }),
      resume: async (id) => {
        await attempt(() => client.referral.resume({ command: newCommand(), id }));
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
      removeDestination: async (id) => {
        await attempt(() => client.referral.removeDestination({ command: newCommand(), id }));
      },
    };
  });
}
