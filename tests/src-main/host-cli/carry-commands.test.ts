import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aCommand } from '../../support/a-command.ts';
import { aFolder } from '../../support/a-folder.ts';
import { importList } from '../../support/a-list-import.ts';
import { aHash, aReport } from '../../support/a-report.ts';
import { runHere } from '../../support/a-shell.ts';
import { type ATeam, aTeam, type Seat } from '../../support/a-team.ts';
import { PASSPHRASE } from '../../support/a-vault.ts';

const report = (seat: Seat, name: string) =>
  seat.client.intake.report({
    command: aCommand(),
    report: aReport().of(`https://${name}.example/`).build(),
  });

/** Runs commands at a seat's terminal while nobody works there otherwise. */
function atTerminals({ ports }: ATeam, folder: string) {
  const passphrase = join(folder, 'passphrase');
  writeFileSync(passphrase, `${PASSPHRASE}\n`);
  return async (seat: Seat, ...args: string[]) => {
    seat.lock();
    const options = ['--vault', seat.folder, '--passphrase-file', passphrase, '--as', seat.name];
    const ran = await runHere([...args, ...options, '--json'], ports);
    await seat.unlock();
    return ran;
  };
}

const told = ({ stdout }: { stdout: string }) => JSON.parse(stdout) as Record<string, unknown>;

test('a stick goes from a seat without the hub to another and back, and scripts read what became of it', async () => {
  await using team = await aTeam([['Ada', 'analyst']]);
  using folder = aFolder();
  const [sam, ada] = team.seats as [Seat, Seat];
  const run = atTerminals(team, folder.path);
  const device = { sam: sam.device(), ada: ada.device() };
  team.hub.goAway(device.ada);
  await report(ada, 'away');
  await report(sam, 'there');
  const there = join(folder.path, 'there.stick');
  const written = told(await run(ada, 'team', 'carry', 'out', '--out', there, '--for', device.sam));
  expect(written).toEqual({ file: there, deeds: expect.any(Number), parcels: 0 });
  const brought = told(await run(sam, 'team', 'carry', 'in', there));
  expect(brought).toEqual({ taken: 0, brought: expect.any(Number), waiting: 0 });
  expect(brought.brought).toBeGreaterThan(0);
  const back = join(folder.path, 'back.stick');
  await run(sam, 'team', 'carry', 'out', '--out', back, '--for', device.ada);
  const taken = told(await run(ada, 'team', 'carry', 'in', back));
  expect(taken).toEqual({ taken: expect.any(Number), brought: 0, waiting: expect.any(Number) });
  const subjects = async ({ client }: Seat) =>
    (await client.review.queue({})).cases.map(({ subject }) => subject).sort();
  expect(await subjects(ada)).toEqual(['https://away.example/', 'https://there.example/']);
  await sam.sync();
  expect(await subjects(sam)).toEqual(await subjects(ada));
});

test('a stick is taken in by any seat at work, and one for nobody is not written', async () => {
  await using team = await aTeam([
    ['Ada', 'analyst'],
    ['Joan', 'supervisor'],
  ]);
  using folder = aFolder();
  const [sam, ada, joan] = team.seats as [Seat, Seat, Seat];
  const run = atTerminals(team, folder.path);
  const stick = join(folder.path, 'a.stick');
  await run(sam, 'team', 'carry', 'out', '--out', stick, '--for', ada.device());
  const taken = await run(joan, 'team', 'carry', 'in', stick);
  expect([taken.exit, taken.stderr]).toEqual([0, '']);
  const nowhere = join(folder.path, 'b.stick');
  const unknown = '00000000-0000-7000-8000-000000000001';
  const ran = await run(sam, 'team', 'carry', 'out', '--out', nowhere, '--for', unknown);
  expect([ran.exit === 0, existsSync(nowhere)]).toEqual([false, false]);
});

test('a terminal that exchanges waits for the content of lists, and says what is still on its way', async () => {
  await using team = await aTeam([['Joan', 'supervisor']]);
  using folder = aFolder();
  const [sam, joan] = team.seats as [Seat, Seat];
  const run = atTerminals(team, folder.path);
  await importList(sam.client, `${aHash(32, 1)}\n`, { list: { name: 'bare' } });
  await sam.sync();
  team.lies.set(joan.device(), { parcel: () => null });
  const without = told(await run(joan, 'team', 'seats'));
  expect(without.lists).toEqual([
    expect.objectContaining({ name: 'bare', version: 1, answers: 0, taken: 0, of: null, isUnfit: false }),
  ]);
  team.lies.clear();
  expect(told(await run(joan, 'team', 'sync')).lists).toEqual([]);
  const { lists } = told(await run(joan, 'lists', 'list')) as { lists: { arrival: unknown }[] };
  expect(lists.map(({ arrival }) => arrival)).toEqual([null]);
});
