import { toBase64 } from '../../../shared/ledger/bytes.ts';
import type { SigningKey } from '../keys/signing-key.ts';
import { openRecord } from '../ledger/open-ledger.ts';
import type { ReplayRecord } from '../ledger/replay-record.ts';
import type { Database, SqlRow } from '../storage/database.ts';
import { JoinedLogStore } from './joined-log.store.ts';
import { JoinedRecord } from './joined-record.ts';
import { TeamStore } from './team.store.ts';
import type { Unapplied } from './unapplied.ts';

/** How a seat goes on that was on a branch of the log: with the record as it is joined, and with what was its own. */
export interface GoingOn {
  /** The record that its rows follow from now. */
  readonly record: ReplayRecord;
  /** The rows that a table of the workstation's own keeps, as they are now. */
  kept(table: string, rows: readonly SqlRow[]): SqlRow[];
  /** The rows that tables of the workstation's own have besides. */
  added(unapplied: readonly Unapplied[]): [table: string, rows: SqlRow[]][];
  /** Whether rows of an entry could not follow here before either, or the entry was not here. */
  isExpected(position: number): boolean;
}

/** Null where this seat is on no branch that was joined. @param log what checkpoints are signed with */
export function goingOn(db: Database, log: { id: string; key: SigningKey }): GoingOn | null {
  const [joined, team] = [new JoinedLogStore(db), new TeamStore(db)];
  const [said, state] = [joined.find(), team.state()];
  if (said === null || state === null) return null;
  const { from } = said;
  const record = new JoinedRecord(openRecord(db), joined, { from, left: state.settled.size }, log);
  const unappliedBefore = team.unapplied();
  const kept: Record<string, (row: SqlRow) => SqlRow[]> = {
    team: (row) => [
      {
        ...row,
        settled: record.settled.size,
        roots: record.settled.roots.map(toBase64).join(' '),
        foreign_to: record.settled.size,
        // What it stated of the branch it leaves says nothing here.
        stated: 0,
        epoch: said.epoch,
      },
    ],
    team_keys: () => [],
    team_joining: () => [],
    team_joined: () => [],
    team_sealed: (row) => (Number(row.position) < from ? [row] : []),
    team_unapplied: (row) => (Number(row.position) < from ? [row] : []),
    ledger_checkpoints: (row) => (Number(row.size) <= from ? [row] : []),
    ledger_cosignatures: (row) => (Number(row.size) <= from ? [row] : []),
  };
  return {
    record,
    kept: (table, rows) => rows.flatMap((row) => kept[table]?.(row) ?? [row]),
    added: (unapplied) => [
      ['team_keys', said.keys.map(([epoch, key]) => ({ epoch, key: toBase64(key) }))],
      ['team_sealed', sealedFrom(joined, from, from === 0 ? 1 : team.sealedWith(from - 1))],
      ['team_unapplied', unapplied.filter(({ position }) => position >= from).map((one) => ({ ...one }))],
      ['ledger_checkpoints', [...record.notes].map(([size, note]) => ({ size, note }))],
    ],
    isExpected: (position) =>
      position >= from || unappliedBefore.some((before) => before.position === position),
  };
}

/** From which place on deeds are sealed with another key than those before. */
function sealedFrom(joined: JoinedLogStore, from: number, before: number): SqlRow[] {
  const rows: SqlRow[] = [];
  let last = before;
  for (const [index, { epoch }] of joined.deeds(from, joined.size() - from).entries()) {
    if (epoch !== last) rows.push({ position: from + index, epoch });
    last = epoch;
  }
  return rows;
}
