import type { Room } from '../session/room.ts';
import type { Database } from '../storage/database.ts';
import { type BackupParts, Backups } from './backups.ts';

export const backupRoom = (db: Database, parts: Omit<BackupParts, 'db'>): Room<{ backups: Backups }> => ({
  api: { backups: new Backups({ ...parts, db }) },
});
