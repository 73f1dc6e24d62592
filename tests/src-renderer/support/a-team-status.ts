import type { SeatInfo, TeamStatus } from '../../../shared/contract/team.contract.ts';
import { DeviceId, PersonId } from '../../../shared/domain/ids.ts';
import { anId } from './an-id.ts';

/** This seat, of Ada. */
export const aSeat = (change: Partial<SeatInfo> = {}): SeatInfo => ({
  device: DeviceId.parse(anId(2)),
  isHere: true,
  isRemoved: false,
  person: { id: PersonId.parse(anId(1)), name: 'Ada Reviewer' },
  case: null,
  heardAt: null,
  waiting: 0,
  behind: 0,
  ...change,
});

/** A team of one seat, in contact with its hub. */
export const aTeamStatus = (change: Partial<TeamStatus> = {}): TeamStatus => ({
  hub: { host: 'hub.example', port: 5432, database: 'hashline' },
  isInContact: true,
  trouble: null,
  since: null,
  waiting: 0,
  settled: 12,
  unapplied: [],
  lists: [],
  seats: [aSeat()],
  fork: null,
  branches: [],
  restored: null,
  canInvite: true,
  invitations: [],
  ...change,
});

/** The status of a vault that is no seat of a team. */
export const ALONE: TeamStatus = aTeamStatus({ hub: null, isInContact: false, settled: 0, canInvite: false });
