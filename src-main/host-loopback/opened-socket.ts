import type { Socket } from 'node:net';
import { z } from 'zod';

/**
 * What the engine needs of the request that asked for a WebSocket. The session is not among it: the host has checked it.
 */
export const Opening = z.strictObject({
  upgrade: z.string().optional(),
  key: z.string().optional(),
  version: z.string().optional(),
  /** What the page sent before it was answered. */
  head: z.instanceof(Uint8Array),
});
export type Opening = z.infer<typeof Opening>;

/** Brings a socket, which comes beside the message. */
export const Connect = z.strictObject({ type: z.literal('connect'), opening: Opening });
export type Connect = z.infer<typeof Connect>;

/** An admitted socket that nobody has answered or read from. */
export interface OpenedSocket {
  opening: Opening;
  socket: Socket;
}
