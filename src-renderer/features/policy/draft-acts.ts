import type { Protocol } from '../../../shared/domain/protocol.ts';
import { readPolicyFile } from './policy-file.ts';
import type { DraftActs, PolicyBench, PolicyState } from './policy-state.ts';

export function draftActs({ set, get }: PolicyBench): DraftActs {
  const edit = (draft: Protocol) => set({ draft, refusals: [], failure: null });
  const begun = (): Protocol | null => {
    const { draft, inForce } = get();
    if (draft !== null || inForce === null) return draft;
    const { policy, members } = inForce;
    return { policy: { ...policy, version: nextVersion(get(), policy.id) }, members };
  };
  return {
    draft: null,
    refusals: [],

    begin: (view = 'draft') => {
      const draft = begun();
      if (draft !== null) set({ draft, view });
    },

    change: (change) => {
      const { draft } = get();
      if (draft !== null) edit({ ...draft, policy: { ...draft.policy, ...change } });
    },

    changeMembers: (members) => {
      const draft = begun();
      if (draft !== null) edit({ ...draft, members });
    },

    importFile: (text) => {
      const start = begun();
      if (start === null) return;
      const read = readPolicyFile(text, start);
      if ('failure' in read) set({ failure: read.failure });
      else {
        edit(read);
        set({ view: 'draft' });
      }
    },

    discard: () => set({ draft: null, refusals: [], failure: null, view: 'inForce' }),
  };
}

/** A version number one higher than any that this page knows of that policy. */
export function nextVersion({ versions, proposals }: PolicyState, id: string): number {
  const known = [
    ...versions.filter((version) => version.id === id).map(({ version }) => version),
    ...proposals.filter(({ policy }) => policy.id === id).map(({ policy }) => policy.version),
  ];
  return Math.max(0, ...known) + 1;
}
