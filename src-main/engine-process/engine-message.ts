import { z } from 'zod';
import { Capability, HostKind } from '../../shared/contract/host.ts';

/** Exit code of an engine process whose native libraries differ from those that were shipped. */
export const ALTERED_EXIT_CODE = 86;

const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/**
 * Makes an engine of a process that waits. It determines nothing by itself: neither a path nor a keystore. Only now does
 * the process get a secret, so that one that waits has none.
 */
export const EngineStart = z.strictObject({
  type: z.literal('start'),
  vault: z.string().min(1),
  assets: z.string().min(1),
  version: z.string(),
  host: z.strictObject({ kind: HostKind, capabilities: z.array(Capability) }),
  /** See `PreparedSecret`; null where the secret is a file beside the vault. */
  secret: z
    .discriminatedUnion('state', [
      z.strictObject({ state: z.literal('kept'), secret: Bytes }),
      z.strictObject({
        state: z.literal('new'),
        secret: Bytes,
        sealed: Bytes,
      }),
    ])
    .nullable(),
});
export type EngineStart = z.infer<typeof EngineStart>;

/**
 * Messages from the host to the engine process. How a connection is handed over is the host's own. `rehearse`: see
 * `rehearse`, for a process that waits.
 */
export const ToEngine = z.discriminatedUnion('type', [
  EngineStart,
  z.strictObject({ type: z.literal('rehearse'), assets: z.string().min(1) }),
  z.strictObject({ type: z.literal('lock') }),
  z.strictObject({ type: z.literal('close') }),
]);
export type ToEngine = z.infer<typeof ToEngine>;

/**
 * Messages from the engine process to the host. They never hold case data. `ready`: the code is loaded. `locked`: the
 * answer to `lock`, where no key was in this process. `spent`: the vault is closed, and because its keys were in this
 * process, it ends. `closed`: the answer to `close`.
 */
export const FromEngine = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('locked') }),
  z.strictObject({ type: z.literal('spent') }),
  z.strictObject({ type: z.literal('closed') }),
]);
export type FromEngine = z.infer<typeof FromEngine>;
