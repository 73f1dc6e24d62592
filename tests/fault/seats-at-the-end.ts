import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../src-main/ports/clock.ts';
import type { EnginePorts } from '../../src-main/ports/engine-ports.ts';
import { HubFailure } from '../../src-main/ports/hub.ts';
import type { ClosedSeat } from '../support/a-postgres-team.ts';
import { anEngine, PASSPHRASE, type RunningEngine } from '../support/a-vault.ts';

/** A seat that is open in this process. */
export interface OpenSeat extends RunningEngine, Disposable {
  readonly seat: ClosedSeat;
  /** Exchanges with the hub once. */
  sync(): Promise<void>;
  /** Delivers what is due, as far as it is this seat's turn. */
  send(): Promise<void>;
}

export async function openSeat(
  seat: ClosedSeat,
  ports: Partial<EnginePorts> & { clock: Clock },
): Promise<OpenSeat> {
  const running = anEngine(seat.folder, ports);
  const { engine, client } = running;
  await client.vault.unlock({ name: seat.name, passphrase: PASSPHRASE });
  return {
    ...running,
    seat,
    sync: () => engine.context.vault.require().teamSync.once(),
    send: async () => {
      for await (const step of await client.referral.send({})) void step;
    },
    [Symbol.dispose]: () => engine.close(),
  };
}

/** Longest pause of a connection to the hub after failures, and some more. */
const PATIENCE_MS = 40_000;

/** Exchanges once, and tries again while the hub is not reached. */
export async function syncPatiently(seat: OpenSeat): Promise<void> {
  for (const untilMs = performance.now() + PATIENCE_MS; ; await wait(50)) {
    try {
      return await seat.sync();
    } catch (error) {
      const isAway = error instanceof HubFailure && error.trouble.code === 'unreachable';
      if (!isAway || performance.now() > untilMs) throw error;
    }
  }
}

/** Lets seats exchange until all of them know the same, and nothing waits at any. */
export async function untilEqual(seats: readonly OpenSeat[]): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    for (const seat of seats) await syncPatiently(seat);
    const known = seats.map(({ engine }) => engine.context.vault.require());
    const settled = new Set(known.map(({ teamSync }) => teamSync.log?.settled));
    if (settled.size === 1 && known.every((open) => open.seats.status().waiting === 0)) return;
  }
  throw new Error('the seats do not come to know the same');
}

/** More rounds than any run needs, so that one that cannot end says so. */
const ROUNDS = 40;

/**
 * Lets all seats exchange and deliver until nothing changes any more, and the founder give out the record.
 * @param pass lets leases end that a dead seat left
 * @returns the merged record
 */
export async function bringTogether(seats: readonly OpenSeat[], pass: () => Promise<void>): Promise<string> {
  const waiting = async ({ client, engine }: OpenSeat): Promise<number> => {
    const open = engine.context.vault.require();
    const destinations = await client.referral.destinations();
    return open.seats.status().waiting + destinations.reduce((sum, desk) => sum + desk.waiting, 0);
  };
  for (let round = 0; round < ROUNDS; round++) {
    for (const seat of seats) await syncPatiently(seat);
    for (const seat of seats) await seat.send();
    for (const seat of seats) await syncPatiently(seat);
    const left = await Promise.all(seats.map(waiting));
    if (left.every((count) => count === 0)) break;
    await pass();
  }
  const lines: string[] = [];
  for await (const step of await seats[0]!.client.audit.export()) lines.push(...step.lines);
  for (let round = 0; round < 2; round++) for (const seat of seats) await syncPatiently(seat);
  return lines.map((line) => `${line}\n`).join('');
}
