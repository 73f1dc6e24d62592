import { DeviceId } from '../../shared/domain/ids.ts';
import { SelfCheck } from '../../src-main/engine/audit/self-check.ts';
import { SentCheckpoints } from '../../src-main/engine/audit/sent-checkpoints.ts';
import { signingKeyFrom } from '../../src-main/engine/keys/signing-key.ts';
import { AuditStore } from '../../src-main/engine/ledger/audit.store.ts';
import { Erasures } from '../../src-main/engine/ledger/erasures.ts';
import { RowCheck } from '../../src-main/engine/ledger/row-check.ts';
import { SentCheckpointStore } from '../../src-main/engine/referral/sent-checkpoint.store.ts';
import type { Database } from '../../src-main/engine/storage/database.ts';
import { VaultStore } from '../../src-main/engine/storage/vault.store.ts';
import { faultText } from '../../src-main/host-cli/terminal/fault-text.ts';

/** The problems that the product's own verification finds in a database. */
export async function ledgerProblemsIn(db: Database): Promise<string[]> {
  const facts = new VaultStore(db);
  const device = DeviceId.parse(facts.fact('log'));
  const header = {
    format: 'hashline-ledger/2' as const,
    device,
    publicKey: signingKeyFrom(Buffer.from(facts.key('log'), 'base64')).publicKeyText,
    hotline: facts.fact('hotline'),
  };
  const store = new AuditStore(db);
  const erasures = new Erasures(store);
  const check = new SelfCheck({
    store,
    erasures,
    header,
    sent: new SentCheckpoints(new SentCheckpointStore(db), store),
    rows: new RowCheck([], erasures),
    // A database without its rooms has no rows to compare.
    // biome-ignore lint/correctness/useYield: there is nothing to tell on the way
    compareRows: async function* () {
      return [];
    },
    settled: () => Infinity,
  });
  for await (const step of check.run(undefined)) {
    if (step.phase === 'done')
      return step.report.problems.map(({ seq, fault }) => `${seq}: ${faultText(fault)}`);
  }
  throw new Error('the verification ended without a report');
}
