import { z } from 'zod';
import { Instant } from '../../domain/report.ts';
import { kind } from './kind.ts';

/** An event while the vault was locked, with its own time: it is recorded at the next unlock. */
const AtTheDoor = z.strictObject({ name: z.string(), at: Instant });

export const sessionKinds = [
  kind('session.unlocked', {
    data: z.strictObject({ host: z.string() }),
    signer: 'person',
    duty: 'work',
    group: 'sessions',
    class: 'free',
  }),
  kind('session.unlock-failed', {
    data: AtTheDoor,
    signer: 'device',
    group: 'sessions',
    class: 'free',
  }),
  kind('session.locked', {
    data: z.strictObject({}),
    signer: 'person',
    duty: 'work',
    group: 'sessions',
    class: 'free',
    isSealed: true,
  }),
  kind('session.administrator-seen', {
    data: AtTheDoor,
    signer: 'device',
    group: 'sessions',
    class: 'free',
  }),
  /** A person did this while nothing could be recorded: the disk was full or read-only. */
  kind('session.unrecorded', {
    data: AtTheDoor.extend({ did: z.enum(['unlocked', 'exported', 'backed-up']) }),
    signer: 'device',
    group: 'sessions',
    class: 'free',
  }),
  kind('duty.extended', {
    data: z.strictObject({ minutes: z.number(), reason: z.string() }),
    signer: 'person',
    duty: 'work',
    group: 'sessions',
    class: 'free',
  }),
] as const;

/** Last in the list of kinds, because it is about the workstation and not about a session. */
export const clockKinds = [
  kind('clock.jumped', {
    data: z.strictObject({ byMs: z.number() }),
    signer: 'device',
    group: 'sessions',
    class: 'free',
  }),
] as const;
