import type { BatchParcel } from '../intake/batch-parcel.ts';
import type { Room } from '../session/room.ts';
import type { Database } from '../storage/database.ts';
import type { Migration } from '../storage/migration.ts';
import { CaseLeases } from './case-leases.ts';
import { DutyRegisters, type DutyRegistersParts } from './duty-registers.ts';
import { Registers, type RegistersParts } from './registers.ts';
import { SeatInvitationStore } from './seat-invitation.store.ts';
import { Seats } from './seats.ts';
import type { TeamStore } from './team.store.ts';
import { Team, type TeamParts } from './team.ts';
import { TeamSync, type TeamSyncParts } from './team-sync.ts';
import { type TellingParts, tellParallels } from './tell-parallels.ts';
import { UndoStore } from './undo.store.ts';

export interface TeamRoom {
  team: Team;
  teamSync: TeamSync;
  seats: Seats;
  caseLeases: CaseLeases;
}

export interface TeamRoomParts
  extends Omit<TeamParts, 'team' | 'undo' | 'invitations'>,
    Pick<TeamSyncParts, 'clock' | 'connect' | 'envelope'>,
    Pick<RegistersParts, 'destinations'>,
    Pick<DutyRegistersParts, 'duty'> {
  order: TeamStore;
  migrations: readonly Migration[];
  header: TeamSyncParts['log']['header'];
  ledger: TeamSyncParts['log']['ledger'];
  batches: BatchParcel;
  assessments: TellingParts['assessments'];
  followRules: () => void;
  rowsMoved: () => void;
}

/** One seat of several: what it shares, with whom, and how far it is. */
export function teamRoom(db: Database, parts: TeamRoomParts): Room<TeamRoom> {
  const { order, migrations, record, ledger, header, device, log } = parts;
  const undo = new UndoStore(db, migrations);
  const team = new Team({ ...parts, team: order, undo, invitations: new SeatInvitationStore(db) });
  // A schema that was changed since has tables without these triggers.
  if (db.readOnly === null && team.isTeam) order.transaction(() => undo.install());
  const teamSync = new TeamSync({
    ...parts,
    team: order,
    seats: team,
    log: { ...parts, record, ledger, team: order, undo, header, device },
    hotline: log.id,
    atContact: [
      async () => tellParallels({ ...parts, team: order, device }) > 0,
      async (hub) => {
        await registers.exchange(hub);
        await dutyRegisters.exchange(hub);
        return false;
      },
    ],
  });
  const registers = new Registers({
    ...parts,
    presence: () => ({
      waiting: teamSync.log?.countWaiting() ?? 0,
      settled: teamSync.log?.settled ?? 0,
    }),
  });
  const dutyRegisters = new DutyRegisters(parts);
  order.isInContact = () => teamSync.isInContact;
  const others = () => registers.seats;
  const { person } = parts.session;
  const status = { team, sync: teamSync, seats: others, signers: () => parts.warrants.now(), device, person };
  const seats = new Seats({ ...parts, ...status });
  const caseLeases = new CaseLeases({ ...parts, team: order, hub: () => teamSync.hub, seats: others });
  return {
    api: { team, teamSync, seats, caseLeases },
    begin: {
      as: 'team',
      work: async (background) => {
        if (background && db.readOnly === null) await teamSync.run();
      },
    },
    stop: () => teamSync.stop(),
  };
}
