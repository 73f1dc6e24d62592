import { oc } from '@orpc/contract';
import type { Duty } from '../domain/duty.ts';
import { failures } from './failure.ts';

/** Metadata of a procedure. */
export interface ProcedureMeta {
  /**
   * The duty it needs, or null where it works while the vault is locked. Together with the table of roles this fully
   * defines permissions.
   */
  duty: Duty | null;
  /**
   * Whether a call that was cut off may be repeated on the next connection: it only reads, or carries a command id that
   * the engine carries out at most once.
   */
  repeatable: boolean;
}

const stating = (meta: ProcedureMeta) => oc.$meta(meta).errors(failures);

/** A procedure that needs this duty, and whose calls are repeated when they were cut off. */
export const repeatable = (duty: Duty | null) => stating({ duty, repeatable: true });

/**
 * A procedure that needs this duty, and either starts something that ends with the connection, or would judge a
 * repeated call by what the first one changed. The caller of one that was cut off is told so.
 */
export const unrepeatable = (duty: Duty | null) => stating({ duty, repeatable: false });
