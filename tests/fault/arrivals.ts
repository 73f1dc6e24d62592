import { storedAt } from '../support/a-referring-vault.ts';
import type { AVault } from '../support/a-vault.ts';
import { inDatabaseOf } from '../support/vault-database.ts';

/** A referral that a decision ordered, in the order of the decisions. */
export interface Ordered {
  case: string;
  referral: string;
}

/** What a desk has of what was ordered. All are zero where every referral arrived once, as it was, in order. */
export interface Arrivals {
  /** Ordered, and not at the desk. */
  lost: number;
  /** Records at the desk beyond one for an ordered referral. */
  duplicates: number;
  /** Records whose body or key is not that of the vault. */
  changed: number;
  /** Cases of which the desk got something before what was decided earlier. */
  outOfOrder: number;
  /** Referrals that the vault does not hold for delivered. */
  undelivered: number;
  ledgerProblems: number;
}

export const ALL_ARRIVED: Arrivals = {
  lost: 0,
  duplicates: 0,
  changed: 0,
  outOfOrder: 0,
  undelivered: 0,
  ledgerProblems: 0,
};

/**
 * Locks the vault and compares it with the desk.
 * @param arrived the referrals in the order in which the desk first stored them
 */
export async function arrivalsAt(
  vault: AVault,
  ordered: readonly Ordered[],
  deskDir: string,
  arrived: readonly string[],
): Promise<Arrivals> {
  let ledgerProblems = 0;
  for await (const step of await vault.client.audit.verify()) {
    if (step.phase === 'done') ledgerProblems = step.report.problems.length;
  }
  vault.lock();
  const stored = await storedAt(deskDir);
  const rows = await inDatabaseOf(vault.folder, (db) =>
    db.prepare('SELECT id, state, body, idempotency_key FROM referrals').all(),
  );
  const byId = new Map(rows.map((row) => [String(row.id), row]));
  const atDesk = new Set(stored.map(({ record }) => record.referral as string));
  return {
    lost: ordered.filter(({ referral }) => !atDesk.has(referral)).length,
    duplicates: stored.length - ordered.length,
    changed: stored.filter(({ record }) => {
      const row = byId.get(record.referral);
      return row?.body !== record.body || row.idempotency_key !== record.idempotencyKey;
    }).length,
    outOfOrder: casesOutOfOrder(ordered, arrived),
    undelivered: rows.filter(({ state }) => state !== 'delivered').length,
    ledgerProblems,
  };
}

function casesOutOfOrder(ordered: readonly Ordered[], arrived: readonly string[]): number {
  const place = new Map(arrived.map((referral, index) => [referral, index]));
  const last = new Map<string, number>();
  const wrong = new Set<string>();
  for (const { case: id, referral } of ordered) {
    const at = place.get(referral) ?? Infinity;
    if (at < (last.get(id) ?? -1)) wrong.add(id);
    last.set(id, at);
  }
  return wrong.size;
}
