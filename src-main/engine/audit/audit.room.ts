import type { SentCheckpointRows } from '../referral/sent-checkpoint.ts';
import type { Room } from '../session/room.ts';
import type { Database } from '../storage/database.ts';
import { Audit, type AuditParts } from './audit.ts';
import { SentCheckpoints } from './sent-checkpoints.ts';

export type AuditRoomParts = Omit<AuditParts, 'sent' | 'transaction'> & {
  sentCheckpoints: SentCheckpointRows;
};

export function auditRoom(
  db: Database,
  { sentCheckpoints, ...parts }: AuditRoomParts,
): Room<{ audit: Audit }> {
  const sent = new SentCheckpoints(sentCheckpoints, parts.store);
  return { api: { audit: new Audit({ ...parts, sent, transaction: (work) => db.transaction(work) }) } };
}
