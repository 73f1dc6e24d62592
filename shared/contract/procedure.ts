import { oc } from '@orpc/contract';
import type { Duty } from '../domain/duty.ts';
import { failures } from './failure.ts';

/** What a procedure says of itself beside its input and output. */
export interface ProcedureMeta {
  /** The duty it needs, or null: it works at the closed door. With the table of roles this is the whole of who may do what. */
  duty: Duty | null;
  /**
   * Whether a call that was cut off may be made again on the next connection. It may where a second call does no harm:
   * it only reads, or carries a command id that the engine carries out at most once.
   */
  repeatable: boolean;
}

const stating = (meta: ProcedureMeta) => oc.$meta(meta).errors(failures);

/** A procedure that needs this duty; a call of it that was cut off is made again. */
export const repeatable = (duty: Duty | null) => stating({ duty, repeatable: true });

/**
 * A procedure that needs this duty and begins something that dies with the connection, or would judge a second call
 * by what the first one changed. The caller of one that was cut off is told so.
 */
export const unrepeatable = (duty: Duty | null) => stating({ duty, repeatable: false });
