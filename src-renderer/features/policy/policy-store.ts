import { createStore } from 'zustand/vanilla';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import { failureOf } from '../../transport/failure.ts';
import { storeContext } from '../../ui/store-context.tsx';
import { draftActs } from './draft-acts.ts';
import { dryRunActs } from './dry-run-acts.ts';
import type { PolicyState, PolicyStore, SideId } from './policy-state.ts';
import { protocolOf, versionSide } from './side.ts';
import { signingActs } from './signing-acts.ts';

const context = storeContext<PolicyState>('the policy');
export const PolicyProvider = context.Provider;
export const usePolicy = context.useState;
export const usePolicyStore = context.useApi;

export function createPolicyStore(client: Pick<EngineClient, 'policy'>): PolicyStore {
  return createStore<PolicyState>((set, get) => {
    const bench = { client, set, get };
    const read = async (side: SideId) => {
      if (protocolOf(get(), side) !== null) return;
      const version = get().versions.find((one) => versionSide(one) === side);
      if (version === undefined) return;
      const { policy, members } = await client.policy.version({ id: version.id, version: version.version });
      set({ read: { ...get().read, [side]: { policy, members } } });
    };
    return {
      view: 'inForce',
      inForce: null,
      versions: [],
      proposals: [],
      labelSets: [],
      read: {},
      compared: { before: null, after: null },
      failure: null,
      ...draftActs(bench),
      ...signingActs(bench),
      ...dryRunActs(bench),

      load: async () => {
        try {
          const [inForce, versions, proposals, loaded] = await Promise.all([
            client.policy.inForce(),
            client.policy.versions(),
            client.policy.proposals(),
            client.policy.labelSets(),
          ]);
          // Earlier versions never change, so those that were read are kept.
          const known = get().inForce;
          const kept = known === null ? {} : { [versionSide(known.version)]: known };
          set({
            inForce,
            versions,
            proposals,
            labelSets: loaded.map(({ set: one }) => one),
            read: { ...get().read, ...kept },
          });
        } catch (error) {
          set({ failure: failureOf(error) });
        }
      },

      show: (view) => set({ view }),

      compare: async (before, after) => {
        set({ compared: { before, after }, view: 'compare' });
        try {
          await Promise.all([read(before), read(after)]);
        } catch (error) {
          set({ failure: failureOf(error) });
        }
      },

      forgetFailure: () => set({ failure: null }),
    };
  });
}

/** How many proposals wait for the person at the workstation to activate them, or to say no. */
export const countToActivate = ({ proposals }: PolicyState): number =>
  proposals.filter(({ activation }) => activation === 'allowed').length;
