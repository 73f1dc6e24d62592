import type { ArrivingList, SeatInfo, TeamStatus } from '../../../shared/contract/team.contract.ts';
import type { Person } from '../../../shared/contract/vault.contract.ts';
import { DeviceId } from '../../../shared/domain/ids.ts';
import type { Signers } from '../../../shared/ledger/signers.ts';
import type { Branches } from './branches.ts';
import type { Fork } from './fork.ts';
import type { SeatPresence } from './registers.ts';
import type { Team } from './team.ts';
import type { TeamSync } from './team-sync.ts';

export interface TeamStatusParts {
  team: Team;
  sync: TeamSync;
  fork: Fork;
  branches: Branches;
  /** Lists whose content is not all here. */
  arrivals: () => ArrivingList[];
  /** What the other seats said of themselves. */
  seats: () => readonly SeatPresence[];
  /** According to the record. */
  signers: () => Signers;
  device: string;
  person: Person;
}

/** How this seat stands with the others, and what is known of them. */
export function teamStatus(parts: TeamStatusParts): TeamStatus {
  const { team, sync, fork, branches, seats, signers, device, person } = parts;
  const { hub, restoredFrom: former } = team;
  const { trouble, since } = sync.trouble;
  const [waiting, settled] = [sync.log?.countWaiting() ?? 0, sync.log?.settled ?? 0];
  const here: Omit<SeatInfo, 'device' | 'isRemoved'> = {
    ...{ isHere: true, person: { id: person.id, name: person.name }, heardAt: null },
    ...{ waiting, behind: 0, case: null },
  };
  const known = [...signers().devices].map(([id, { removed }]): SeatInfo => {
    const said = seats().find((seat) => seat.device === id);
    const other = {
      isHere: false,
      person: said?.person ?? null,
      case: said?.case ?? null,
      heardAt: said?.at ?? null,
      waiting: said?.waiting ?? null,
      behind: said === undefined ? null : Math.max(0, settled - said.settled),
    };
    return { device: DeviceId.parse(id), isRemoved: removed, ...(id === device ? here : other) };
  });
  return {
    hub: hub && { host: hub.host, port: hub.port, database: hub.database },
    isInContact: sync.isInContact,
    trouble: trouble?.code ?? null,
    since,
    ...{ waiting, settled },
    unapplied: team.unapplied(),
    lists: parts.arrivals(),
    seats: known,
    fork: fork.state,
    branches: branches.open().map(({ device: seat, branch: { from, size } }) => ({
      ...{ device: seat, from, entries: size - from },
    })),
    restored: former && { device: DeviceId.parse(device), replaces: former },
    canInvite: team.canInvite,
    invitations: team.openInvitations(),
  };
}
