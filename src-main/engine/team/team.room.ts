import type { EnginePorts } from '../../ports/engine-ports.ts';
import { errorKind } from '../../ports/log.ts';
import type { BatchParcel } from '../intake/batch-parcel.ts';
import type { Room } from '../session/room.ts';
import type { Database } from '../storage/database.ts';
import type { Migration } from '../storage/migration.ts';
import { AfterRemoval } from './after-removal.ts';
import { Branches } from './branches.ts';
import { Carry } from './carry.ts';
import { CaseLeases } from './case-leases.ts';
import { DutyRegisters, type DutyRegistersParts } from './duty-registers.ts';
import { bare } from './envelope.ts';
import { Epochs } from './epochs.ts';
import { Fork } from './fork.ts';
import { JoinedLogStore } from './joined-log.store.ts';
import { ListParcels } from './list-parcels.ts';
import { ListTravel, type ListTravelParts } from './list-travel.ts';
import { NOWHERE } from './nowhere.ts';
import { Registers, type RegistersParts } from './registers.ts';
import { Rejoin } from './rejoin.ts';
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
  listTravel: ListTravel;
  carry: Carry;
  rejoin: Rejoin;
}

export interface TeamRoomParts
  extends Omit<TeamParts, 'team' | 'undo' | 'invitations' | 'epochs' | 'settled'>,
    Pick<TeamSyncParts, 'clock' | 'connect' | 'envelope'>,
    Pick<RegistersParts, 'destinations'>,
    Pick<DutyRegistersParts, 'duty'> {
  order: TeamStore;
  migrations: readonly Migration[];
  header: TeamSyncParts['log']['header'];
  ledger: TeamSyncParts['log']['ledger'];
  batches: BatchParcel;
  lists: ListTravelParts['lists'];
  ports: Pick<EnginePorts, 'log'>;
  assessments: TellingParts['assessments'];
  mayKeepCopy: () => boolean;
  followRules: () => void;
  rowsMoved: () => void;
}

/** One seat of several: what it shares, with whom, and how far it is. */
export function teamRoom(db: Database, parts: TeamRoomParts): Room<TeamRoom> {
  const { order, migrations, record, ledger, header, device, log } = parts;
  const undo = new UndoStore(db, migrations);
  const epochs = new Epochs({ ...parts, team: order, log: log.id });
  const settled = () => teamSync.log?.signers ?? null;
  const invitations = new SeatInvitationStore(db);
  const team = new Team({ ...parts, team: order, undo, invitations, epochs, settled });
  const afterRemoval = new AfterRemoval({ ...parts, team: order, epochs, settled });
  // A schema that was changed since has tables without these triggers.
  if (db.readOnly === null && team.isTeam) order.transaction(() => undo.install());
  const { batches } = parts;
  const joined = new JoinedLogStore(db);
  const fork = new Fork({ ...parts, batches, team: order, joined, epochs, hotline: log.id });
  const teamSync = new TeamSync({
    ...parts,
    fork,
    team: order,
    seats: team,
    log: { ...parts, record, ledger, team: order, undo, epochs, header, device },
    hotline: log.id,
    atContact: [
      async (hub) => {
        await afterRemoval.tell(hub);
        return afterRemoval.renew();
      },
      async (hub) => {
        await branches.look(hub);
        return false;
      },
      async () => tellParallels({ ...parts, team: order, device }) > 0,
      async (hub) => {
        await registers.exchange(hub);
        await dutyRegisters.exchange(hub);
        return false;
      },
      async () => {
        listTravel.nudge();
        return false;
      },
    ],
  });
  const listTravel = new ListTravel({
    ...parts,
    parcels: (hub) => new ListParcels({ hub, envelope: parts.envelope, device }),
    from: (there) =>
      new ListParcels({ hub: { ...NOWHERE, ...there }, envelope: bare(parts.envelope), device }),
    isTeam: () => team.isTeam,
    hub: () => (teamSync.isInContact ? teamSync.hub : null),
    contact: () => seats.contact(),
    settled: () => teamSync.log?.settled ?? 0,
    failed: (error) => {
      if (db.isOpen)
        parts.ports.log.note({ event: 'background-failed', room: 'team', error: errorKind(error) });
    },
  });
  const branches = new Branches({
    ...{ session: parts.session, envelope: parts.envelope, hotline: log.id, device },
    log: () => teamSync.log,
    contact: () => seats.contact(),
  });
  const registers = new Registers({
    ...parts,
    presence: () => ({
      case: caseLeases.open,
      waiting: teamSync.log?.countWaiting() ?? 0,
      settled: teamSync.log?.settled ?? 0,
    }),
  });
  const dutyRegisters = new DutyRegisters(parts);
  order.isInContact = () => teamSync.isInContact;
  const others = () => registers.seats;
  const { person } = parts.session;
  const signers = () => settled() ?? parts.warrants.now();
  const { arrivals } = parts.lists;
  const status = {
    team,
    sync: teamSync,
    ...{ fork, branches },
    arrivals: () => arrivals.all(),
    seats: others,
    signers,
    device,
    person,
  };
  const seats = new Seats({ ...parts, ...status, contents: () => listTravel.done() });
  const carry = new Carry({
    ...parts,
    ...{ sync: teamSync, team: order, travel: listTravel, device, hotline: log.id },
    isTeam: () => team.isTeam,
    signers,
  });
  const rejoin = new Rejoin({
    ...parts,
    ...{ sync: teamSync, team: order, device, hotline: log.id, restoredFrom: () => team.restoredFrom },
    certified: (address) => team.certified(address),
  });
  const caseLeases = new CaseLeases({
    ...parts,
    team: order,
    hub: () => teamSync.hub,
    seats: others,
    tell: (hub) => registers.tell(hub),
  });
  return {
    api: { team, teamSync, seats, caseLeases, listTravel, carry, rejoin },
    begin: {
      as: 'team',
      work: async (background) => {
        if (db.readOnly !== null) return;
        listTravel.begin(background);
        if (background) await teamSync.run();
      },
    },
    stop: () => {
      listTravel.stop();
      teamSync.stop();
    },
  };
}
