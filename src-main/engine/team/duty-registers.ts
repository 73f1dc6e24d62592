import { z } from 'zod';
import type { WorkedDay } from '../../../shared/domain/workload.ts';
import type { Hub } from '../../ports/hub.ts';
import type { WorkedElsewhere } from '../people/directory.ts';
import type { Session } from '../session/session.ts';
import type { Envelope } from './envelope.ts';
import { parsedJson } from './parsed-json.ts';

const DAY_MS = 24 * 3_600_000;

/** What a seat leaves of a person who works there. */
const Register = z.strictObject({
  /** `2026-11-30`, by the clock of the seat. */
  day: z.iso.date(),
  workedMs: z.number().min(0).max(DAY_MS),
  extendedMs: z.number().min(0).max(DAY_MS),
});

export interface DutyRegistersParts {
  session: Session;
  envelope: Envelope;
  device: string;
  duty: {
    here(): WorkedDay;
    learn(elsewhere: readonly WorkedElsewhere[]): void;
  };
}

/** How long minutes are left as they are. */
const AGAIN_AFTER_MS = 25_000;

/**
 * Each seat leaves at the hub how long the person there worked that day, in the place of what it left before, and reads
 * what their other seats left. The name of the register follows from the person, who is the same at every seat.
 */
export class DutyRegisters {
  readonly #parts: DutyRegistersParts;
  #left = { text: '', atMs: -Infinity };

  constructor(parts: DutyRegistersParts) {
    this.#parts = parts;
  }

  async exchange(hub: Hub): Promise<void> {
    const { session, envelope, device, duty } = this.#parts;
    const tag = envelope.tag('duty', session.person.id);
    await this.#leave(hub, tag);
    const elsewhere = (await hub.registers(tag)).flatMap((register) => {
      const content = register.device === device ? null : envelope.open(tag, register.sealed);
      const said = content && parsedJson(Register, content);
      return said ? [{ ...said, device: register.device }] : [];
    });
    duty.learn(elsewhere);
  }

  async #leave(hub: Hub, tag: Uint8Array): Promise<void> {
    const { session, envelope, duty } = this.#parts;
    const { day, workedMs, extendedMs } = duty.here();
    if (workedMs === 0 && extendedMs === 0) return;
    const text = JSON.stringify({ day, workedMs, extendedMs } satisfies WorkedDay);
    const nowMs = session.clock.monotonicMs();
    if (text === this.#left.text || nowMs - this.#left.atMs < AGAIN_AFTER_MS) return;
    await hub.putRegister(tag, envelope.seal(tag, text));
    this.#left = { text, atMs: nowMs };
  }
}
