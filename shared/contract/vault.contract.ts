import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { Role } from '../domain/duty.ts';
import { inboundText } from '../domain/hash-only.ts';
import { CommandId, DeviceId, PersonId } from '../domain/ids.ts';
import { MemberTable } from '../domain/member-table.ts';
import { Policy } from '../domain/policy.ts';
import { procedure } from './failure.ts';

/** What a host can do beyond the contract. The page asks this and never guesses from the platform. */
export const Capability = z.enum([
  /** The page's IndexedDB never reaches a disk: Dexie may use it. Without it the page keeps it in memory itself. */
  'ephemeral-indexeddb',
  /** Closing the window also locks the vault. */
  'locks-on-close',
  /** The device secret lies in the system's keystore instead of a file. */
  'keystore',
]);
export type Capability = z.infer<typeof Capability>;

export const HostKind = z.enum(['electron', 'loopback', 'cli']);
export type HostKind = z.infer<typeof HostKind>;

export const VaultState = z.enum(['absent', 'locked', 'open']);
export type VaultState = z.infer<typeof VaultState>;

/** The first message of every connection. */
export const Hello = z.object({
  product: z.literal('hashline'),
  version: z.string(),
  host: z.object({ kind: HostKind, capabilities: z.array(Capability) }),
  vault: VaultState,
});
export type Hello = z.infer<typeof Hello>;

export const Person = z.object({ id: PersonId, name: z.string(), role: Role, publicKey: z.string() });
export type Person = z.infer<typeof Person>;

/** Who is at the workstation, for which hotline, under which policy. */
export const Session = z.object({
  person: Person,
  hotline: z.object({ name: z.string(), country: z.string() }),
  device: DeviceId,
  sample: z.boolean(),
  policy: Policy,
  members: MemberTable,
});
export type Session = z.infer<typeof Session>;

export const Passphrase = z.string().min(12).max(1024);

/** Which part of the vault changed; the page reloads what it shows of it. */
export const Topic = z.enum(['vault', 'queue', 'batches', 'outbox', 'destinations', 'ledger']);
export type Topic = z.infer<typeof Topic>;

/** What a new vault starts with: the hotline, its first supervisor, the policy it works by. */
export const NewVault = z.strictObject({
  hotline: inboundText(120).min(1),
  name: inboundText(120).min(1),
  passphrase: Passphrase,
  policy: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .default('be-2017'),
  /** Fills the vault with the bundled synthetic reports. */
  sample: z.boolean().default(false),
});
export type NewVault = z.infer<typeof NewVault>;

export const vaultContract = {
  hello: procedure.output(Hello),
  /** Names for the unlock screen; nothing else is readable before unlocking. */
  people: procedure.output(z.array(z.object({ id: PersonId, name: z.string(), role: Role }))),
  /** Makes a vault with its first supervisor and opens it. */
  create: procedure.input(NewVault).output(Session),
  unlock: procedure
    .input(z.strictObject({ name: inboundText(120), passphrase: z.string().max(1024) }))
    .output(Session),
  session: procedure.output(Session),
  lock: procedure.input(z.strictObject({ command: CommandId })).output(z.object({ locked: z.literal(true) })),
  /** Topics as they change, until the connection ends. Sends `vault` at lock. */
  watch: procedure.output(eventIterator(z.array(Topic))),
};
