import { followProof } from './follow-proof.ts';
import type { LedgerParts, LedgerState } from './ledger-state.ts';

type RecordActs = Pick<
  LedgerState,
  'prove' | 'closeProof' | 'verify' | 'readSheet' | 'closeSheet' | 'exportTo' | 'handOut'
>;

/** Acts on the ledger as a whole: proofs, verification, exports. */
export function recordActs({ client, set, get, attempt }: LedgerParts): RecordActs {
  const writeAll = async (
    what: 'ledger' | 'selection',
    pieces: AsyncIterable<{ lines: string[] }>,
    write: (text: string) => Promise<void>,
  ) => {
    let lines = 0;
    for await (const piece of pieces) {
      await write(piece.lines.map((line) => `${line}\n`).join(''));
      lines += piece.lines.length;
      set({ exporting: lines });
    }
    // The file has a header, a checkpoint, and two lines for each entry, the entry about the export included.
    set({ exported: { what, count: what === 'ledger' ? lines : (lines - 4) / 2 } });
  };
  const exporting = async (act: () => Promise<void>): Promise<boolean> => {
    set({ exporting: 0, exported: null });
    const ok = await attempt(act);
    set({ exporting: null });
    return ok;
  };
  return {
    prove: async (entry) => {
      await attempt(async () => {
        const view = await client.audit.prove({ seq: entry.seq });
        const anchors = await client.audit.anchors();
        const followed = await followProof(view, entry, anchors);
        set({ proof: { entry, view, followed }, anchors });
      });
    },
    closeProof: () => set({ proof: null }),

    verify: async () => {
      if (get().verifying !== null) return;
      set({ verifying: { phase: 'verifying', entries: 0, total: get().size }, report: null });
      await attempt(async () => {
        for await (const event of await client.audit.verify()) {
          if (event.phase === 'done') set({ report: event.report });
          else set({ verifying: event });
        }
      });
      set({ verifying: null });
    },

    readSheet: async () => {
      await attempt(async () => set({ sheet: await client.audit.checkpoint() }));
    },
    closeSheet: () => set({ sheet: null }),

    exportTo: (write) => exporting(async () => writeAll('ledger', await client.audit.export(), write)),
    handOut: (query, write) =>
      exporting(async () => writeAll('selection', await client.audit.exportSelection(query), write)),
  };
}
