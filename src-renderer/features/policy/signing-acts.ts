import { failureOf, refusalsIn } from '../../transport/failure.ts';
import { newCommand } from '../../transport/new-command.ts';
import type { PolicyBench, Signing, SigningActs } from './policy-state.ts';
import { rulesText } from './side.ts';

export function signingActs({ client, set, get }: PolicyBench): SigningActs {
  const attempt = async (act: () => Promise<unknown>) => {
    if (get().busy) return;
    set({ busy: true, failure: null });
    try {
      await act();
    } catch (error) {
      const failure = failureOf(error);
      set({ failure, refusals: refusalsIn(failure), signing: null });
    } finally {
      set({ busy: false });
    }
  };
  const carryOut = async (signing: Signing) => {
    const command = newCommand();
    if (signing.act === 'propose') {
      const { rules, digests } = signing;
      await client.policy.propose({ command, rules, digests });
      set({ draft: null, refusals: [] });
    } else {
      const { id: proposal, digests } = signing.proposal;
      if (signing.act === 'activate') await client.policy.activate({ command, proposal, digests });
      else await client.policy.withdraw({ command, proposal });
    }
  };
  return {
    signing: null,
    busy: false,

    prepare: () =>
      attempt(async () => {
        const { draft } = get();
        if (draft === null) return;
        const rules = rulesText(draft);
        const digests = await client.policy.check({ rules });
        set({ signing: { act: 'propose', rules, digests, version: draft.policy.version }, refusals: [] });
      }),

    ask: (signing) => set({ signing }),

    sign: () =>
      attempt(async () => {
        const { signing } = get();
        if (signing === null) return;
        await carryOut(signing);
        set({ signing: null, view: 'inForce' });
        await get().load();
      }),
  };
}
