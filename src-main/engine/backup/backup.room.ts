import type { Room } from '../session/room.ts';
import type { Database } from '../storage/database.ts';
import { BackupSchedule, type BackupScheduleParts } from './backup-schedule.ts';
import { type BackupParts, Backups } from './backups.ts';

export type BackupRoomParts = Omit<BackupParts, 'db'> & Pick<BackupScheduleParts, 'ports'>;

export function backupRoom(
  db: Database,
  parts: BackupRoomParts,
): Room<{ backups: Backups; backupSchedule: BackupSchedule }> {
  const backups = new Backups({ ...parts, db });
  const backupSchedule = new BackupSchedule({ ...parts, backups });
  return {
    api: { backups, backupSchedule },
    begin: {
      as: 'backup',
      work: async (background) => {
        if (background) await backupSchedule.runInBackground();
      },
    },
    stop: () => backupSchedule.stop(),
  };
}
