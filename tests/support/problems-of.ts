import type { VerifyReport } from '../../shared/contract/audit.contract.ts';
import type { EngineClient } from '../../shared/contract/contract.ts';
import type { ToldProblem } from '../../shared/ledger/selection.ts';
import { toldProblem } from '../../src-main/host-cli/terminal/fault-text.ts';

/** The engine's own verdict over its whole ledger. */
export async function verifyReportOf(client: EngineClient): Promise<VerifyReport> {
  for await (const step of await client.audit.verify()) if (step.phase === 'done') return step.report;
  throw new Error('the verification ended without a report');
}

/** The problems that the engine's verification finds, as the terminal tells them; empty where the ledger is whole. */
export const problemsOf = async (client: EngineClient): Promise<ToldProblem[]> =>
  (await verifyReportOf(client)).problems.map(toldProblem);
