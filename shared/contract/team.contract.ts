import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { Role } from '../domain/duty.ts';
import { CaseId, CommandId, DeviceId, HashListId, PersonId } from '../domain/ids.ts';
import { inboundText } from '../domain/inbound-text.ts';
import { PersonName } from '../domain/person-name.ts';
import { Instant } from '../domain/report.ts';
import { ListArrival } from './lists.contract.ts';
import { repeatable, unrepeatable } from './procedure.ts';

/** Where a hub is to be: a DNS name or address, which its certificate bears. */
export const HubPlace = z.strictObject({
  host: inboundText(253).regex(/^[0-9A-Za-z]([0-9A-Za-z.:-]{0,251}[0-9A-Za-z])?$/),
  port: z.int().min(1).max(65_535).default(5432),
  database: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,62}$/)
    .default('hashline'),
});
export type HubPlace = z.infer<typeof HubPlace>;

/** Why a seat exchanges nothing with the others. */
export const TeamTrouble = z.enum([
  // Of the hub.
  'unreachable',
  'not-admitted',
  'taken-back',
  'other-number',
  'gap',
  'fork',
  'unfit',
  // Of what it gave: it is not what seats of this hotline left there.
  'deed-unfit',
  'epoch-unknown',
  'epoch-withheld',
  'epoch-passed',
  'place-missing',
]);
export type TeamTrouble = z.infer<typeof TeamTrouble>;

/** A workstation of the hotline. */
export const SeatInfo = z.object({
  device: DeviceId,
  isHere: z.boolean(),
  isRemoved: z.boolean(),
  /** Who works there, as far as it said. */
  person: z.object({ id: PersonId, name: z.string() }).nullable(),
  /** The case that is open there, as far as it said; null here. */
  case: CaseId.nullable(),
  /** When the hub last heard of it, by the hub's clock; null where this seat does not know. */
  heardAt: Instant.nullable(),
  /** Its own entries that had no place when it was last heard, and how many settled entries it had not taken in. */
  waiting: z.int().nullable(),
  behind: z.int().nullable(),
});
export type SeatInfo = z.infer<typeof SeatInfo>;

/** A settled entry whose rows could not follow at this seat. */
export const UnappliedEntry = z.object({
  position: z.int(),
  kind: z.string(),
  why: z.enum(['refused', 'not-applicable', 'erased']),
});

/** A list whose content is not all at this seat. */
export const ArrivingList = ListArrival.extend({ list: HashListId, name: z.string(), version: z.int() });
export type ArrivingList = z.infer<typeof ArrivingList>;

/** An invitation to a seat that nobody has joined with. */
export const OpenSeatInvitation = z.object({
  device: DeviceId,
  name: z.string(),
  at: Instant,
  /** Who invited. */
  by: z.string(),
  /** The seat whose place a restored one takes; null where a person is invited, whose name it has then. */
  replaces: DeviceId.nullable(),
});
export type OpenSeatInvitation = z.infer<typeof OpenSeatInvitation>;

export const TeamStatus = z.object({
  /** Null where the vault works alone. */
  hub: HubPlace.nullable(),
  /** Whether the last exchange went well. */
  isInContact: z.boolean(),
  trouble: TeamTrouble.nullable(),
  /** Since when there is no contact, by this seat's clock; null while there is, or before the first. */
  since: Instant.nullable(),
  /** Own entries that have no place in the hotline's order yet, and the entries that have one. */
  waiting: z.int(),
  settled: z.int(),
  unapplied: z.array(UnappliedEntry),
  lists: z.array(ArrivingList),
  seats: z.array(SeatInfo),
  /**
   * Where this seat has another branch of the log than the hub, which was put back: from which place on, and how many
   * entries are here alone. `told`: a supervisor at a seat in contact can join it. `joined`: it was, and this seat follows
   * at the next unlock. `differs`: it cannot be.
   */
  fork: z
    .object({ from: z.int(), entries: z.int(), state: z.enum(['told', 'joined', 'differs']) })
    .nullable(),
  /** Branches that other seats are on, which a supervisor can join here. */
  branches: z.array(z.object({ device: DeviceId, from: z.int(), entries: z.int() })),
  /** Where this vault was restored and was not let in again: what it is now, and the seat it was; else null. */
  restored: z.object({ device: DeviceId, replaces: DeviceId }).nullable(),
  /** Whether this seat has what it takes to invite others. */
  canInvite: z.boolean(),
  /** Those that were made here. */
  invitations: z.array(OpenSeatInvitation),
});
export type TeamStatus = z.infer<typeof TeamStatus>;

/** What an IT person sets a hub up with, with permissions in the manner of Unix. */
const HubFiles = z.object({
  files: z.array(z.object({ name: z.string(), text: z.string(), mode: z.int() })),
});

const SeatInvitation = z.object({
  /** The text of the file for the new workstation; worth nothing without the code. */
  file: z.string(),
  /** To be told by another way than the file. */
  code: z.string(),
  device: DeviceId,
});
export type SeatInvitation = z.infer<typeof SeatInvitation>;

const SeatReadmission = SeatInvitation.extend({
  /** Where it has none, it lets in the vault alone that founded the team, which makes its own. */
  hasCertificate: z.boolean(),
});
export type SeatReadmission = z.infer<typeof SeatReadmission>;

const HubCheck = z.object({ check: z.string(), ok: z.boolean(), finding: z.string() });

/** How far a new workstation is with the hotline's log. */
export const JoinStep = z.discriminatedUnion('state', [
  /** The supervisor who invited is not at work, or their seat has no contact. */
  z.object({ state: z.literal('waiting') }),
  z.object({ state: z.literal('reading'), entries: z.int(), of: z.int() }),
  /** The person sets their passphrase with the same code. */
  z.object({ state: z.literal('joined'), device: DeviceId, person: z.string(), entries: z.int() }),
]);
export type JoinStep = z.infer<typeof JoinStep>;

/** How far a restored vault is that comes back into the team. */
export const RejoinStep = z.discriminatedUnion('state', [
  /** The supervisor who lets it in is not at work, or their seat has no contact. */
  z.object({ state: z.literal('waiting') }),
  /** So many entries of the former seat were not at the hub, and are now. */
  z.object({ state: z.literal('carried'), entries: z.int() }),
  z.object({
    state: z.literal('rejoined'),
    carried: z.int(),
    /** What was done here since the vault was restored, and how much of both has no effect, because others came first. */
    own: z.int(),
    withoutEffect: z.int(),
  }),
]);
export type RejoinStep = z.infer<typeof RejoinStep>;

/** What was put on a stick. */
export const CarriedOut = z.object({ deeds: z.int(), parcels: z.int() });
export type CarriedOut = z.infer<typeof CarriedOut>;

/** What became of a stick. */
export const CarriedIn = z.object({
  /** Entries in the hotline's order that were not here. */
  taken: z.int(),
  /** Entries of the stick's seat that the hub has been given. */
  brought: z.int(),
  /** Entries of this seat that wait for their place still. */
  waiting: z.int(),
  /** Entries of the stick's seat that have no place: a seat with contact can give them one. */
  left: z.int(),
});
export type CarriedIn = z.infer<typeof CarriedIn>;

/** The largest stick that is read. */
export const STICK_BYTES = 8 * 1024 ** 3;

export const teamContract = {
  status: repeatable('work').output(TeamStatus),
  /**
   * Makes this vault, with its history, the first seat of a team, and answers what the hub is set up with. Until that is
   * done it works on as before. CONFLICT where it is a seat already.
   */
  found: unrepeatable('manage-people').input(HubPlace).output(HubFiles),
  /** Exchanges with the hub now. CONFLICT `needs-contact` where that fails. */
  exchange: repeatable('work').output(TeamStatus),
  /** Looks at the hub as this seat sees it. CONFLICT where the vault works alone. */
  check: repeatable('manage-people').output(z.object({ checks: z.array(HubCheck) })),
  /**
   * Invites a person to a new seat; without a role somebody who works here already, to a further one of theirs. CONFLICT
   * where the name is taken, or nobody has it, there is no contact, or this seat cannot.
   */
  invite: repeatable('manage-people')
    .input(z.strictObject({ command: CommandId, name: PersonName.min(1), role: Role.nullable() }))
    .output(SeatInvitation),
  /**
   * Lets a restored vault come back, as the seat it is now and in the place of the one it was. CONFLICT where one is a
   * seat already, the other never was, or there is no contact.
   */
  readmit: repeatable('manage-people')
    .input(z.strictObject({ command: CommandId, device: DeviceId, replaces: DeviceId }))
    .output(SeatReadmission),
  /**
   * Brings this restored vault back into the team, with the file and the code of a supervisor's seat. Ends with
   * `rejoined`. CONFLICT where they are not for it, there is no contact, or what is here cannot follow the hotline's log.
   */
  rejoin: unrepeatable('work')
    .input(z.strictObject({ file: z.string().max(1_000_000), code: z.string().max(100) }))
    .output(eventIterator(RejoinStep)),
  /**
   * Withdraws an invitation that was made here: its file and its code open nothing any more. CONFLICT where somebody has
   * joined with it, there is no contact, or another act came first.
   */
  withdraw: repeatable('manage-people')
    .input(z.strictObject({ command: CommandId, device: DeviceId }))
    .output(z.object({ withdrawn: DeviceId })),
  /**
   * What a removed seat signs from here on has no effect, and what others seal from here on it does not open. CONFLICT for
   * this seat, without contact, or where another act came first.
   */
  remove: repeatable('manage-people')
    .input(z.strictObject({ command: CommandId, device: DeviceId }))
    .output(z.object({ removed: DeviceId })),
  /**
   * Has this seat leave the team, once what waits here is with the others. Unless its copy is kept, which the policy must
   * allow, the vault is locked and removed. CONFLICT without contact, or where nobody could go on without this seat.
   */
  leave: unrepeatable('work')
    .input(z.strictObject({ keepCopy: z.boolean() }))
    .output(z.object({ left: DeviceId, copy: z.enum(['kept', 'removed']) })),
  /**
   * Joins branches of the log that other seats are on, since the hub was put back: what they alone have comes again,
   * behind it. CONFLICT `no-branch` where there is none, without contact, or where another act came first.
   */
  joinLogs: repeatable('manage-people')
    .input(z.strictObject({ command: CommandId }))
    .output(z.object({ joined: z.int() })),
  /**
   * Writes what another seat does not have on a stick, for one that does not reach the hub. CONFLICT `no-such-seat`.
   * `since`: the place from which entries are put on it; by default what the record says that seat has seen.
   */
  carryOut: unrepeatable('work')
    .input(z.strictObject({ to: DeviceId, since: z.int().min(0).optional() }))
    .output(
      eventIterator(
        z.discriminatedUnion('state', [
          z.object({ state: z.literal('writing'), bytes: z.base64() }),
          CarriedOut.extend({ state: z.literal('done') }),
        ]),
      ),
    ),
  /**
   * Takes in a stick of another seat. Where there is contact, the hub gets what waits at that seat. CONFLICT where it is
   * not for here, was changed, or entries before it are missing.
   */
  carryIn: unrepeatable('work')
    .input(
      z.strictObject({
        stick: z.instanceof(Blob).refine((blob) => blob.size <= STICK_BYTES, { error: 'stick too large' }),
      }),
    )
    .output(CarriedIn),
  /**
   * Makes of an empty folder a seat of the hotline that sent this file and told this code. Ends with `joined`. CONFLICT
   * where there is a vault, or the file does not open with the code, or belongs to another log.
   */
  join: unrepeatable(null)
    .input(z.strictObject({ file: z.string().max(1_000_000), code: z.string().max(100) }))
    .output(eventIterator(JoinStep)),
};
