import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { CountryCode } from '../domain/country.ts';
import { Role } from '../domain/duty.ts';
import { CommandId, DeviceId, PersonId } from '../domain/ids.ts';
import { inboundText } from '../domain/inbound-text.ts';
import { LabelSet } from '../domain/label-set.ts';
import { MemberTable } from '../domain/member-table.ts';
import { PersonName } from '../domain/person-name.ts';
import { Policy, PolicyWords } from '../domain/policy.ts';
import { Instant } from '../domain/report.ts';
import { Check } from './check.ts';
import { Capability, HostKind } from './host.ts';
import { repeatable, unrepeatable } from './procedure.ts';

export const VaultState = z.enum(['absent', 'locked', 'open']);
export type VaultState = z.infer<typeof VaultState>;

/** Referrals that were not sent when the vault was locked: nothing is sent until it is unlocked. */
export const Waiting = z.strictObject({
  referrals: z.int().positive(),
  /** When the oldest of them was queued. */
  since: Instant,
  /** When the first of them should have been delivered; null where none has a deadline. */
  dueAt: Instant.nullable(),
});
export type Waiting = z.infer<typeof Waiting>;

/** What is known of the workstation before an unlock, whoever unlocks it; null where there is nothing. */
export const Seat = z.strictObject({
  /** Language of the page, ISO 639-1. */
  language: z
    .string()
    .regex(/^[a-z]{2}$/)
    .nullable(),
  /** The person who unlocked last. */
  lastPerson: PersonId.nullable(),
  /** Numbers and times only. */
  waiting: Waiting.nullable(),
});
export type Seat = z.infer<typeof Seat>;

/** The first message of every connection. */
export const Hello = z.object({
  product: z.literal('hashline'),
  version: z.string(),
  host: z.object({ kind: HostKind, capabilities: z.array(Capability) }),
  vault: VaultState,
  seat: Seat,
});
export type Hello = z.infer<typeof Hello>;

export const Person = z.object({ id: PersonId, name: z.string(), role: Role, publicKey: z.string() });
export type Person = z.infer<typeof Person>;

/** Why nothing can be written to the vault: it was unlocked to look. */
export const ReadOnly = z.object({
  since: Instant,
  /** The message of the database or the system, for the administrator. */
  problem: z.string(),
  /**
   * `with-room`: as soon as the disk can be written, by itself or when asked to. `with-next-unlock`: the vault is read
   * from a copy, because its folder cannot be written, and has to be locked and unlocked.
   */
  ends: z.enum(['with-room', 'with-next-unlock']),
});
export type ReadOnly = z.infer<typeof ReadOnly>;

/** The person at the workstation, the hotline, and the rules in force. */
export const Session = z.object({
  person: Person,
  hotline: z.object({ name: z.string(), country: z.string() }),
  device: DeviceId,
  sample: z.boolean(),
  policy: Policy,
  members: MemberTable,
  /** The set of labels that the policy names; null where it names none. */
  labels: LabelSet.nullable(),
  /** Null where the vault can be written, as it almost always can. */
  readOnly: ReadOnly.nullable(),
});
export type Session = z.infer<typeof Session>;

export const Passphrase = z.string().min(12).max(1024);

/** The offline recovery key, shown once: an age identity (age-encryption.org/v1) and the recipient it belongs to. */
export const RecoveryKey = z.object({ identity: z.string(), recipient: z.string() });
export type RecoveryKey = z.infer<typeof RecoveryKey>;

/** How long the person has worked today, at all their seats, and when the workstation locks by itself. */
export const DutyTime = z.object({
  workedMs: z.number(),
  limitMs: z.number(),
  /** Time by which the person extended today's limit, with a reason in the ledger. */
  extendedMs: z.number(),
  idleLockMs: z.number(),
  /** Whether the limit binds the person: beyond it they are asked to stop. */
  isBinding: z.boolean(),
  /** The rest that the policy asks for; null where it has no such rule. */
  rest: z
    .object({
      minutes: z.number(),
      /** Work left until it is due; 0 where it is due or being taken. */
      dueInMs: z.number(),
      /** When the rest being taken ends; null where none is. */
      endsAt: Instant.nullable(),
    })
    .nullable(),
  /** What of it is known of the person's other seats; null where they work at this one alone. */
  elsewhere: z
    .object({
      workedMs: z.number(),
      /** Whether there is contact: what they count now is known. */
      isCurrent: z.boolean(),
      /** When it was heard of last; null where it was not today. */
      knownAt: Instant.nullable(),
    })
    .nullable(),
});
export type DutyTime = z.infer<typeof DutyTime>;

/** A one-time enrolment code: 32 symbols of Crockford's base32 in groups of four. */
export const EnrolmentCode = z.string().min(32).max(64);

/** A part of the vault that changed; the page reloads what it shows of it. */
export const Topic = z.enum([
  'vault',
  'people',
  'policy',
  'queue',
  'batches',
  'outbox',
  'destinations',
  'ledger',
  'second-review',
  'lists',
  'matching',
  'backup',
  // What the other seats say of themselves.
  'seats',
]);
export type Topic = z.infer<typeof Topic>;

/** The input for a new vault: the hotline, its first supervisor, the policy. */
export const NewVault = z.strictObject({
  hotline: inboundText(120).min(1),
  name: PersonName.min(1),
  passphrase: Passphrase,
  policy: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .default('be-2017'),
  /** The country of the hotline, where it is another than the policy's: what is hosted there is hosted at home. */
  country: CountryCode.optional(),
  /** Fills the vault with the bundled synthetic reports. */
  sample: z.boolean().default(false),
});
export type NewVault = z.infer<typeof NewVault>;

export const vaultContract = {
  hello: repeatable(null).output(Hello),
  /** Stores the language of the page for this workstation. */
  speak: repeatable(null)
    .input(z.strictObject({ language: Seat.shape.language.unwrap() }))
    .output(z.object({ language: z.string() })),
  /** Names for the unlock screen; nothing else is readable before unlocking. */
  people: repeatable(null).output(
    z.array(z.object({ id: PersonId, name: z.string(), role: Role, state: z.enum(['enrolled', 'invited']) })),
  ),
  /** The policies that come with the product, for whoever makes a vault; each can be changed afterwards. */
  policies: repeatable(null).output(
    z.array(z.object({ id: z.string(), name: PolicyWords, jurisdiction: CountryCode })),
  ),
  /** Creates a vault with its first supervisor and opens it. Only this answer holds the recovery key. */
  create: unrepeatable(null)
    .input(NewVault)
    .output(Session.extend({ recovery: RecoveryKey })),
  /** Where the disk is full or cannot be written, the vault is opened to look: see `readOnly` of the answer. */
  unlock: repeatable(null)
    .input(z.strictObject({ name: PersonName, passphrase: z.string().max(1024) }))
    .output(Session),
  /** Lets an invited person choose a passphrase with their one-time code. Does not unlock. */
  enrol: unrepeatable(null)
    .input(z.strictObject({ name: PersonName, code: EnrolmentCode, passphrase: Passphrase }))
    .output(z.object({ id: PersonId, name: z.string(), role: Role })),
  /** Changes a person's own passphrase, given the present one; works while the vault is locked or open, for anyone. */
  changePassphrase: unrepeatable(null)
    .input(
      z.strictObject({
        name: PersonName,
        passphrase: z.string().max(1024),
        next: Passphrase,
      }),
    )
    .output(z.object({ id: PersonId, name: z.string(), role: Role })),
  /** Makes a recovery key. It opens nothing until it is passed to `changeRecoveryKey`. */
  makeRecoveryKey: repeatable('manage-people').output(RecoveryKey),
  /**
   * Replaces the valid recovery key: the previous one no longer opens the vault. Repeating the call changes nothing.
   * The passphrase is that of the person at the workstation.
   */
  changeRecoveryKey: repeatable('manage-people')
    .input(z.strictObject({ identity: z.string().max(200), passphrase: z.string().max(1024) }))
    .output(z.object({ recipient: z.string() })),
  /** Opens the vault with the offline recovery key and makes a new supervisor; always leaves a ledger entry. */
  recover: unrepeatable(null)
    .input(
      z.strictObject({
        /** As typed or scanned: see `findRecoveryKey`. */
        identity: z.string().max(4096),
        name: PersonName.min(1),
        passphrase: Passphrase,
      }),
    )
    .output(Session),
  /** Checks every at-rest property of this vault, and more of them while it is open. Reveals nothing of its content. */
  doctor: repeatable(null).output(z.array(Check)),
  session: repeatable('work').output(Session),
  /** Tries whether a vault that was opened to look can be written now; it goes on being read-only where not. */
  tryWriting: repeatable('work').output(Session),
  /** Reports that the person is active; without it the vault locks after the policy's idle time. */
  active: repeatable('work').output(DutyTime),
  /** Extends the day's limit; the reason goes into the ledger. */
  extendDuty: repeatable('work')
    .input(z.strictObject({ command: CommandId, reason: inboundText(500).min(3) }))
    .output(DutyTime),
  lock: repeatable(null)
    .input(z.strictObject({ command: CommandId }))
    .output(z.object({ locked: z.literal(true) })),
  /** Yields changed topics until the connection ends. Sends `vault` at lock. */
  watch: unrepeatable(null).output(eventIterator(z.array(Topic))),
};
