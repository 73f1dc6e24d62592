import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { markCopy } from '../../src-main/engine/storage/copy-mark.ts';
import { FolderFiles } from '../../src-main/ports/files.ts';
import { aCommand } from './a-command.ts';
import { aFolder } from './a-folder.ts';
import type { ATeam, Seat } from './a-team.ts';

type AFolder = ReturnType<typeof aFolder>;

/** The folder of a seat as it is now, as a backup of it is restored; the seat goes on. */
export async function aBackupOf(seat: Seat): Promise<AFolder> {
  const folder = aFolder();
  seat.lock();
  cpSync(seat.folder, join(folder.path, 'seat'), { recursive: true });
  markCopy(new FolderFiles(join(folder.path, 'seat')));
  await seat.unlock();
  return folder;
}

/** The seat that a backup makes, at work. */
export async function restoredFrom(team: ATeam, seat: Seat, { path }: AFolder): Promise<Seat> {
  const restored = team.seatIn(seat.name, join(path, 'seat'));
  await restored.unlock();
  return restored;
}

/** What a supervisor's seat lets a restored one in with. */
export const readmitted = (by: Seat, restored: Seat, former: string) =>
  by.client.team.readmit({
    command: aCommand(),
    device: restored.device() as never,
    replaces: former as never,
  });

/** Brings a restored seat back, while the supervisor's seat exchanges. @returns the last step, and those before it by name */
export async function rejoined(by: Seat, restored: Seat, { file, code }: { file: string; code: string }) {
  const steps = [];
  for await (const step of await restored.client.team.rejoin({ file, code })) {
    steps.push(step);
    if (step.state === 'waiting') await by.sync();
  }
  return steps.filter(({ state }) => state !== 'waiting');
}
