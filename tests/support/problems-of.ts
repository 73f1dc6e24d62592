import type { VerifyReport } from '../../shared/contract/audit.contract.ts';
import type { EngineClient } from '../../shared/contract/contract.ts';

/** The engine's own verdict over its whole ledger. */
export async function verifyReportOf(client: EngineClient): Promise<VerifyReport> {
  for await (const step of await client.audit.verify()) if (step.phase === 'done') return step.report;
  throw new Error('the verification ended without a report');
}

/** The problems that the engine's verification finds; empty where the ledger is whole. */
export const problemsOf = async (client: EngineClient): Promise<VerifyReport['problems']> =>
  (await verifyReportOf(client)).problems;
