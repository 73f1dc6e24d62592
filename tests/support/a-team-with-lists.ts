import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { aCommand } from './a-command.ts';
import { aHashList, type WrittenRecord } from './a-hash-list.ts';
import { importList, type ListImportSettings } from './a-list-import.ts';
import { withBitsFlipped } from './a-matched-vault.ts';
import { aHash, aReport } from './a-report.ts';
import { type ATeam, aTeam, type Seat } from './a-team.ts';
import { problemsOf } from './problems-of.ts';

export const NCMEC = { format: 'ncmec-xml' } as const;
export const member = { id: '7', name: 'Example Member' };
export const at = (day: number) => `2026-01-0${day}T00:00:00.000Z`;
/** One that is far from all others. */
export const aPdq = (seed: number): string => createHash('sha256').update(String(seed)).digest('hex');
export const record = (id: string, seed: number, day = 1): WrittenRecord => ({
  ...{ id, member, updatedAt: at(day), md5: aHash(32, seed), sha1: aHash(40, seed) },
  ...{ sha256: aHash(64, seed), pdq: aPdq(seed), classification: 'A1' },
});
export const md5s = (...seeds: number[]) =>
  aHashList(seeds.map((seed) => ({ md5: aHash(32, seed) }))).asSums();
/** Values that take three parcels. */
export const MANY = 150_000;

export interface Trio extends ATeam {
  sam: Seat;
  ada: Seat;
  joan: Seat;
}

/** Three seats. Cases of several kinds of hashes were taken in at one, and are at all. */
export async function aTeamWithCases(): Promise<Trio> {
  const team = await aTeam([
    ['Ada', 'analyst'],
    ['Joan', 'supervisor'],
  ]);
  const [sam, ada, joan] = team.seats as [Seat, Seat, Seat];
  const hashes = [
    { md5: aHash(32, 1) },
    { sha1: aHash(40, 2) },
    { pdq: withBitsFlipped(aPdq(4), 5) },
    { sha256: aHash(64, 5) },
  ];
  for (const one of hashes)
    await sam.client.intake.report({ command: aCommand(), report: aReport().ofFile(one).build() });
  await team.settle();
  return Object.assign(team, { sam, ada, joan });
}

/** Exchanges until every seat has everything, lists too. */
export async function settled(team: ATeam, seats: readonly Seat[] = team.seats): Promise<void> {
  for (let round = 0; round < 3; round++) for (const seat of seats) await seat.syncLists();
}

/** What lists say of the cases of a seat. */
export async function matches({ client }: Seat): Promise<string[]> {
  const { cases } = await client.review.queue({});
  const found = await Promise.all(cases.map(({ id }) => client.review.case({ id })));
  return found
    .flatMap((one) =>
      one.matches.map(({ listName, algorithm, distance, value }) =>
        [one.summary.subject, listName, algorithm, distance, value].join(' '),
      ),
    )
    .sort();
}

export const arrivals = async ({ client }: Seat) =>
  (await client.lists.list()).map(({ name, version, arrival }) => [name, version, arrival]);

export const ofMany = (seat: Seat, settings: ListImportSettings = {}) =>
  importList(
    seat.client,
    `${Array.from({ length: MANY }, (_, index) => aHash(32, index + 1)).join('\n')}\n`,
    settings,
  );

/** Nothing is left without effect, no list is missing, and rows are what was signed. */
export async function expectWhole(seats: readonly Seat[]): Promise<void> {
  for (const { client } of seats) {
    const { unapplied, lists, trouble } = await client.team.status();
    expect([unapplied, lists, trouble, await problemsOf(client)]).toEqual([[], [], null, []]);
  }
}
