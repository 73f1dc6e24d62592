import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Entry, parseEntry } from '../../shared/ledger/entry.ts';
import { aFolder } from '../support/a-folder.ts';
import { storedAt } from '../support/a-referring-vault.ts';
import { recordedDifferences } from '../support/rebuilt.ts';
import { everyVerdict } from '../support/three-verifiers.ts';
import { inDatabaseOf } from '../support/vault-database.ts';

/** Where the seats deliver. */
const DESK = 'police';

/** A decision that an engine acknowledged. */
export interface Acknowledged {
  case: string;
  device: string;
  /** Null where it was said before there was one. */
  assessment: string | null;
}

/** What is wrong where seats were apart and are together again. All are zero where nothing is. */
export interface SeatDifferences {
  /** Acknowledged decisions that a seat has not. */
  lost: number;
  /** Tables whose recorded rows are not those of the first seat. */
  unequal: number;
  /** Entries that have effect and whose rows could not follow. */
  unapplied: number;
  /** Referrals of standing decisions that the desk has not. */
  undelivered: number;
  /** Records at the desk beyond one for a standing decision. */
  doubled: number;
  /** Referrals that a seat holds neither for delivered nor for void. */
  unsettled: number;
  /** Verifiers that find a fault in the merged export, or do not say the same as the first. */
  unverified: number;
}

export const ALL_TOGETHER: SeatDifferences = {
  ...{ lost: 0, unequal: 0, unapplied: 0, undelivered: 0, doubled: 0, unsettled: 0, unverified: 0 },
};

export interface SeatsFound extends SeatDifferences {
  entries: number;
  /** Decisions that were made beside the one that stands. */
  parallels: number;
  /** Decisions that stand and order a referral. */
  standing: number;
  verifiers: number;
  /** The first differences, for whoever looks into it. */
  examples: string[];
}

/**
 * Compares locked seats with each other, with a desk, and with what was acknowledged. What stands is read off
 * the exported record itself, without the rules of the product.
 * @param exported the merged record, which one of the seats gave out
 */
export async function compareSeats(
  folders: readonly string[],
  acknowledged: readonly Acknowledged[],
  deskDir: string,
  exported: string,
): Promise<SeatsFound> {
  const [first = '', ...others] = folders;
  const examples: string[] = [];
  let unequal = 0;
  for (const [at, other] of others.entries()) {
    const differences = await recordedDifferences(first, other);
    unequal += differences.length;
    examples.push(
      ...differences.slice(0, 3).map((one) => `seat ${at + 1}: ${JSON.stringify(one)}`.slice(0, 400)),
    );
  }
  const found = { lost: 0, unapplied: 0, unsettled: 0, parallels: 0 };
  for (const folder of folders)
    await inDatabaseOf(folder, (db) => {
      const rows = (sql: string) => db.prepare(sql).all();
      const decisions = rows('SELECT id, case_id, device, parallel_to FROM assessments');
      const ids = new Set(decisions.map(({ id }) => String(id)));
      const made = new Set(decisions.map((row) => `${row.case_id} ${row.device}`));
      found.lost += acknowledged.filter(({ assessment, case: id, device }) =>
        assessment === null ? !made.has(`${id} ${device}`) : !ids.has(assessment),
      ).length;
      const unapplied = rows('SELECT * FROM team_unapplied');
      found.unapplied += unapplied.length;
      examples.push(...unapplied.slice(0, 3).map((one) => JSON.stringify(one)));
      found.unsettled += rows(
        `SELECT 1 FROM referrals WHERE destination = '${DESK}' AND state NOT IN ('delivered', 'void')`,
      ).length;
      found.parallels = decisions.filter(({ parallel_to }) => parallel_to !== null).length;
    });
  const standing = ordered(exported);
  const stored = (await storedAt(deskDir)).map(({ record }) => record.referral as string);
  const atDesk = new Set(stored);
  using folder = aFolder();
  const path = join(folder.path, 'export.jsonl');
  writeFileSync(path, exported);
  const verdicts = await everyVerdict(path);
  const said = verdicts.map((verdict) => JSON.stringify(verdict));
  const isWrong = verdicts.map(({ ok }, at) => !ok || said[at] !== said[0]);
  if (isWrong.includes(true)) examples.push(...said.map((one) => one.slice(0, 400)));
  return {
    ...found,
    unequal,
    undelivered: [...standing].filter((id) => !atDesk.has(id)).length,
    doubled: stored.filter((id, at) => !standing.has(id) || stored.indexOf(id) !== at).length,
    unverified: isWrong.filter(Boolean).length,
    entries: verdicts[0]?.entries ?? 0,
    standing: standing.size,
    verifiers: verdicts.length,
    examples,
  };
}

interface Decision {
  readonly entry: Entry;
  readonly position: number;
  /** How much of the log its signer had seen. */
  readonly seen: number;
}

/** The decisions that stand, in an order: those whose signer had seen the one that stood before, or made it. */
function standingIn(decisions: readonly Decision[]): Decision[] {
  const last = new Map<unknown, Decision>();
  return decisions.filter((one) => {
    const { entry, seen } = one;
    const before = last.get(entry.data.case);
    if (before && before.entry.device !== entry.device && before.position >= seen) return false;
    last.set(entry.data.case, one);
    return true;
  });
}

/** All decisions of a record, in its order. */
function decisionsIn(exported: string): Decision[] {
  const seen = new Map<string, number>();
  const entries = exported.split('\n').flatMap((line) => parseEntry(line) ?? []);
  return entries.flatMap((entry, position) => {
    if (entry.seen) seen.set(entry.device, entry.seen.size);
    return entry.kind === 'case.assessed' ? [{ entry, position, seen: seen.get(entry.device) ?? 0 }] : [];
  });
}

/** The referrals of the decisions that stand: a desk that has a case gets no other new one, until it was taken back. */
function ordered(exported: string): Set<string> {
  const atDesk = new Set<unknown>();
  const referrals = new Set<string>();
  for (const { entry } of standingIn(decisionsIn(exported)))
    for (const { id, destination, purpose } of entry.data.referrals as Ordered[]) {
      const isSecond = purpose === 'new' && atDesk.has(entry.data.case);
      if (destination !== DESK || isSecond) continue;
      referrals.add(id);
      if (purpose === 'retraction') atDesk.delete(entry.data.case);
      else atDesk.add(entry.data.case);
    }
  return referrals;
}

interface Ordered {
  id: string;
  destination: string;
  purpose: string;
}

/** How many seats delivered something. */
export const couriersIn = (exported: string): number =>
  new Set(
    exported.split('\n').flatMap((line) => {
      const entry = parseEntry(line);
      return entry?.kind === 'referral.delivered' ? [entry.device] : [];
    }),
  ).size;

/** How many decisions would stand, and do not, if the times that people signed gave the order. */
export function byTheClock(exported: string): number {
  const decisions = decisionsIn(exported);
  const standing = new Set(standingIn(decisions));
  const byTime = decisions.toSorted((one, other) => (one.entry.at < other.entry.at ? -1 : 1));
  return standingIn(byTime).filter((one) => !standing.has(one)).length;
}
