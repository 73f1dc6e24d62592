import { z } from 'zod';

/** Exit code of an engine process whose native libraries differ from those that were shipped. */
export const ALTERED_EXIT_CODE = 86;

const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** The input of the engine process at its start. It determines nothing by itself: neither a path nor a keystore. */
export const EngineStart = z.strictObject({
  type: z.literal('start'),
  vault: z.string().min(1),
  assets: z.string().min(1),
  version: z.string(),
  /** See `PreparedSecret`. */
  secret: z.discriminatedUnion('state', [
    z.strictObject({ state: z.literal('kept'), secret: Bytes }),
    z.strictObject({
      state: z.literal('new'),
      secret: Bytes,
      sealed: Bytes,
    }),
  ]),
});
export type EngineStart = z.infer<typeof EngineStart>;

/**
 * Messages from the main process to the engine process. `connect` brings one port, over which the page talks to the
 * engine.
 */
export const ToEngine = z.discriminatedUnion('type', [
  EngineStart,
  z.strictObject({ type: z.literal('connect') }),
  z.strictObject({ type: z.literal('lock') }),
  z.strictObject({ type: z.literal('close') }),
]);
export type ToEngine = z.infer<typeof ToEngine>;

/**
 * Messages from the engine process to the main process: that a lock is done, or that nothing is open any more. They
 * never hold case data.
 */
export const FromEngine = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('locked') }),
  z.strictObject({ type: z.literal('closed') }),
]);
export type FromEngine = z.infer<typeof FromEngine>;
