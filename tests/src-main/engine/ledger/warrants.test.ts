import { expect, test } from 'vitest';
import { AuditStore } from '../../../../src-main/engine/ledger/audit.store.ts';
import type { StoredRecord } from '../../../../src-main/engine/ledger/stored-record.ts';
import { Warrants } from '../../../../src-main/engine/ledger/warrants.ts';
import { OutboxStore } from '../../../../src-main/engine/referral/outbox.store.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aReport } from '../../../support/a-report.ts';
import { aVault } from '../../../support/a-vault.ts';
import { illegalIn } from '../../../support/an-assessment.ts';
import { inDatabaseOf } from '../../../support/vault-database.ts';

/** A record that can be looked at as it was, and in which reading is counted. */
class PastRecord {
  size: number;
  searches = 0;
  readonly record: StoredRecord;

  constructor(store: AuditStore) {
    this.size = store.frontier().size;
    const search = {
      pages: (...asked: Parameters<AuditStore['search']['pages']>) => {
        this.searches += 1;
        return store.search.pages(...asked);
      },
    };
    this.record = {
      search,
      frontier: () => ({ ...store.frontier(), size: this.size }),
      linesFrom: (seq: number, limit: number) =>
        store.linesFrom(seq, Math.max(0, Math.min(limit, this.size - seq))),
    } as unknown as StoredRecord;
  }
}

test('an order that was proven is not searched for again, and yet does not outlast its withdrawal', async () => {
  using vault = await aVault({ graceSeconds: 10 });
  const { client } = vault;
  const report = aReport().of('https://slip.example/').build();
  const { cases } = await client.intake.report({ command: aCommand(), report });
  const id = cases[0]!.id;
  const decided = await client.review.assess({ command: aCommand(), case: id, judgement: illegalIn('BE') });
  const other = aReport().of('https://other.example/').build();
  await client.intake.report({ command: aCommand(), report: other });
  await client.review.withdraw({ command: aCommand(), case: id, assessment: decided.assessment });
  vault.lock();
  await inDatabaseOf(vault.folder, (db) => {
    const past = new PastRecord(new AuditStore(db));
    const lines = past.record.linesFrom(0, past.size);
    const at = (kind: string) => lines.findIndex((text) => JSON.parse(text).kind === kind) + 1;
    const frozen = new OutboxStore(db).frozen(decided.referrals[0]!.id)!;
    const referral = { id: decided.referrals[0]!.id, ...frozen };
    const warrants = new Warrants(past.record, JSON.parse(lines[0]!).device);
    const seen = (size: number) => {
      past.size = size;
      const before = past.searches;
      return [warrants.isOrdered(referral), past.searches - before];
    };
    const ordered = at('case.assessed');
    const withdrawn = at('assessment.withdrawn');
    expect({
      before: seen(ordered - 1)[0],
      decided: seen(ordered)[0],
      again: seen(ordered),
      beside: seen(withdrawn - 1),
      withdrawn: seen(withdrawn)[0],
      after: seen(lines.length)[0],
      undone: seen(withdrawn - 1)[0],
      otherBody: warrants.isOrdered({ ...referral, body: referral.body.replace('slip', 'slap') }),
      otherDesk: warrants.isOrdered({ ...referral, destination: 'another' }),
    }).toEqual({
      before: false,
      decided: true,
      again: [true, 0],
      beside: [true, 0],
      withdrawn: false,
      after: false,
      undone: true,
      otherBody: false,
      otherDesk: false,
    });
  });
});
