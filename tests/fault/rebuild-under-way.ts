import { createHash } from 'node:crypto';
import { uuidv7 } from '../../shared/domain/ids.ts';
import { canonicalText } from '../../shared/ledger/canonical-json.ts';
import { parseEntry } from '../../shared/ledger/entry.ts';
import { type Clock, systemClock } from '../../src-main/ports/clock.ts';
import { systemEntropy } from '../../src-main/ports/entropy.ts';
import { type AVault, PERSON } from '../support/a-vault.ts';
import { Forger, holderOf } from '../support/forger.ts';
import { inDatabaseOf } from '../support/vault-database.ts';

/**
 * What a sender without frozen bodies does: a referral nobody confirmed is made again, with a new id and a new key. The
 * vault must be locked.
 */
export async function rebuildWhatWasUnderWay(
  vault: Pick<AVault, 'folder'>,
  clock: Clock = systemClock,
): Promise<void> {
  const person = await holderOf(vault.folder, PERSON);
  await inDatabaseOf(vault.folder, (db) => {
    db.execute('DROP TRIGGER IF EXISTS referrals_frozen; DROP TRIGGER IF EXISTS referrals_frozen_body');
    // Ordered by an entry, as the courier demands, so that nothing but the desk can tell.
    const forger = new Forger(db, clock);
    const ledger = forger.ledgerAs(person.id, person.key);
    for (const row of db
      .prepare(
        "SELECT line, case_id, destination, body FROM referrals WHERE state IN ('sending', 'queued') AND attempts > 0",
      )
      .all()) {
      const referral = uuidv7(Date.now(), systemEntropy.bytes(10));
      const body = canonicalText({ ...JSON.parse(String(row.body)), referral });
      const bodySha256 = createHash('sha256').update(body).digest('hex');
      db.prepare('UPDATE referrals SET id = ?, body = ?, idempotency_key = ? WHERE line = ?').run([
        referral,
        body,
        bodySha256,
        row.line ?? null,
      ]);
      const decided = forger
        .lines()
        .flatMap((line) => parseEntry(line) ?? [])
        .findLast(({ kind, data }) => kind === 'case.assessed' && data.case === row.case_id);
      const { destination } = row;
      const ordered = { id: referral, destination, purpose: 'new', bodySha256, idempotencyKey: bodySha256 };
      ledger.byPerson('case.assessed', { ...decided!.data, referrals: [ordered] });
    }
  });
}
