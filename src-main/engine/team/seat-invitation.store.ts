import { DeviceId, PersonId } from '../../../shared/domain/ids.ts';
import type { Database } from '../storage/database.ts';

/** A seat that a person was invited to, and whose workstation has not asked to join yet. */
export interface SeatInvitation {
  device: DeviceId;
  person: PersonId;
  /** The command that invited: the code follows from it. */
  command: string;
  /** Who invited. */
  by: PersonId;
  at: string;
}

/** Invitations that were made at this seat. */
export class SeatInvitationStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  insert({ device, person, command, by, at }: SeatInvitation): void {
    this.#db
      .prepare(
        'INSERT INTO team_invitations (device, person, command, invited_by, at) VALUES (?, ?, ?, ?, ?)',
      )
      .run([device, person, command, by, at]);
  }

  /** Those of a supervisor that nobody has joined with. */
  open(by: string): SeatInvitation[] {
    return this.#db
      .prepare(
        'SELECT * FROM team_invitations WHERE invited_by = ? AND joined_at IS NULL ORDER BY at, device',
      )
      .all([by])
      .map((row) => ({
        device: DeviceId.parse(row.device),
        person: PersonId.parse(row.person),
        command: String(row.command),
        by: PersonId.parse(row.invited_by),
        at: String(row.at),
      }));
  }

  close(device: string, at: string): void {
    this.#db.prepare('UPDATE team_invitations SET joined_at = ? WHERE device = ?').run([at, device]);
  }
}
