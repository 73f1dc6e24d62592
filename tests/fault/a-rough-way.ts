import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** The shares of connections that meet each fault; the others pass. */
export interface RoughRates {
  /** Hung up on before a byte has passed. */
  drop: number;
  /** Reset after some bytes, anywhere: in the handshake, in what is sent, or after the receiver has taken it. */
  cut: number;
  /** Held up, each piece for some milliseconds. */
  delay: number;
  /** The share of larger pieces whose answer does not come: the connection is reset when the receiver begins to give it. */
  unanswered?: number;
}

export const SMOOTH: RoughRates = { drop: 0, cut: 0, delay: 0 };

/** A way to a receiver on this machine that loses connections. It sees bytes alone, so it serves every channel. */
export interface RoughWay extends AsyncDisposable {
  /** Where senders connect. */
  port: number;
  /** The port of the receiver; it may change while the way is open. */
  to: number;
  rates: RoughRates;
  tally: { passed: number; dropped: number; cut: number; delayed: number; unanswered: number };
  /** Resets every connection that is open. */
  sever(): void;
}

/** Most bytes that pass before a cut: a handshake and a few exchanges. */
const CUT_WITHIN = 20_000;
const LONGEST_DELAY_MS = 15;
/** Larger than any piece of a handshake. */
const LARGER = 2048;

/** @param onConnection called before a connection is made, so that the receiver can be told how to behave */
export async function aRoughWay(
  to: number,
  { rates, random, onConnection }: { rates: RoughRates; random: () => number; onConnection?: () => void },
): Promise<RoughWay> {
  const sockets = new Set<Socket>();
  const kept = (socket: Socket) => {
    sockets.add(socket);
    return socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    kept(near);
    onConnection?.();
    const chance = random();
    const { drop, cut, delay } = way.rates;
    if (chance < drop) {
      way.tally.dropped += 1;
      near.destroy();
      return;
    }
    const far = kept(connect(way.to, '127.0.0.1'));
    const isCut = chance < drop + cut;
    const isDelayed = !isCut && chance < drop + cut + delay;
    way.tally[isCut ? 'cut' : isDelayed ? 'delayed' : 'passed'] += 1;
    let isUnanswered = false;
    let left = isCut ? random() * CUT_WITHIN : Infinity;
    const carry = (from: Socket, onward: Socket) => {
      let last: Promise<unknown> = Promise.resolve();
      const inTurn = (act: () => void) => {
        if (isDelayed) last = last.then(() => wait(random() * LONGEST_DELAY_MS)).then(act);
        else act();
      };
      from.on('data', (piece: Buffer) => {
        left -= piece.length;
        if (isUnanswered && from === far) {
          left = -1;
          way.tally.unanswered += 1;
        }
        const { unanswered = 0 } = way.rates;
        if (unanswered > 0 && from === near && piece.length > LARGER) isUnanswered = random() < unanswered;
        if (left >= 0) return inTurn(() => onward.write(piece));
        near.resetAndDestroy();
        far.resetAndDestroy();
      });
      from.on('close', () => inTurn(() => onward.destroy()));
    };
    carry(near, far);
    carry(far, near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const way: RoughWay = {
    port: (server.address() as AddressInfo).port,
    to,
    rates,
    tally: { passed: 0, dropped: 0, cut: 0, delayed: 0, unanswered: 0 },
    sever: () => {
      for (const socket of sockets) socket.resetAndDestroy();
    },
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
  return way;
}
