import { failureOf, refusalsIn } from '../../transport/failure.ts';
import type { DryRunActs, PolicyBench } from './policy-state.ts';
import { protocolOf, rulesText } from './side.ts';

export function dryRunActs({ client, set, get }: PolicyBench): DryRunActs {
  let running = new AbortController();
  return {
    dry: null,

    runDry: async (side, last) => {
      const protocol = protocolOf(get(), side);
      if (protocol === null) return;
      running.abort();
      running = new AbortController();
      const { signal } = running;
      set({ dry: { side, last, progress: null, result: null }, failure: null });
      try {
        const steps = await client.policy.dryRun({ rules: rulesText(protocol), last }, { signal });
        for await (const step of steps) {
          if (signal.aborted) return;
          const shown = { side, last, progress: null, result: null };
          set({
            dry:
              step.phase === 'done'
                ? { ...shown, result: step.result }
                : { ...shown, progress: { looked: step.looked, total: step.total } },
          });
        }
      } catch (error) {
        if (signal.aborted) return;
        const failure = failureOf(error);
        set({ failure, refusals: refusalsIn(failure), dry: null });
      }
    },

    closeDry: () => {
      running.abort();
      set({ dry: null });
    },
  };
}
