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

/**
 * Follows each `Connect`: the host has closed its own handle of that socket. Until then Node goes on reading from it in
 * the host as well and drops what it reads, so the engine answers the page, which says nothing before, only now.
 */
export const LetGo = z.strictObject({ type: z.literal('let-go') });
export type LetGo = z.infer<typeof LetGo>;

/** An admitted socket that nobody has answered or read from. */
export interface OpenedSocket {
  opening: Opening;
  socket: Socket;
}
