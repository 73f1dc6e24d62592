import { DeviceId, PersonId } from '../../../shared/domain/ids.ts';
import type { Database } from '../storage/database.ts';

/** A seat that a person was invited to, and that has not been answered yet. */
export interface SeatInvitation {
  device: DeviceId;
  /** Who is invited; null where a restored seat is let in again. */
  person: PersonId | null;
  /** The seat that a restored one takes the place of. */
  replaces: DeviceId | null;
  /** The command that invited: the code follows from it. */
  command: string;
  /** Who invited. */
  by: PersonId;
  at: string;
  /** Of somebody who works here already, or of a restored seat: nothing of it stands in the record. */
  isWithdrawn: boolean;
}

/** Invitations that were made at this seat. */
export class SeatInvitationStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  insert({ device, person, replaces, command, by, at }: Omit<SeatInvitation, 'isWithdrawn'>): void {
    this.#db
      .prepare(
        'INSERT INTO team_invitations (device, person, replaces, command, invited_by, at) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run([device, person, replaces, command, by, at]);
  }

  /** Those that nobody has joined with, and that were not withdrawn. */
  open(): SeatInvitation[] {
    return this.#db
      .prepare('SELECT * FROM team_invitations WHERE ended IS NULL ORDER BY at, device')
      .all()
      .map((row) => ({
        device: DeviceId.parse(row.device),
        person: row.person === null ? null : PersonId.parse(row.person),
        replaces: row.replaces === null ? null : DeviceId.parse(row.replaces),
        command: String(row.command),
        by: PersonId.parse(row.invited_by),
        at: String(row.at),
        isWithdrawn: row.withdrawn_at !== null,
      }));
  }

  withdraw(device: string, at: string): void {
    this.#db.prepare('UPDATE team_invitations SET withdrawn_at = ? WHERE device = ?').run([at, device]);
  }

  end(device: string, at: string, how: 'joined' | 'withdrawn'): void {
    this.#db
      .prepare('UPDATE team_invitations SET ended_at = ?, ended = ? WHERE device = ?')
      .run([at, how, device]);
  }
}
