import type { z } from 'zod';
import { contract } from '../../shared/contract/contract.ts';
import type { ProcedureMeta } from '../../shared/contract/procedure.ts';

export interface Procedure {
  /** For example `review.assess`. */
  name: string;
  room: string;
  call: string;
  /** Null: the procedure takes no input. */
  input: z.ZodType | null;
  duty: ProcedureMeta['duty'];
  repeatable: boolean;
}

/** Every procedure of the contract with the schema of its input and what it says of itself. */
export const PROCEDURES: readonly Procedure[] = Object.entries(contract).flatMap(([room, procedures]) =>
  Object.entries(procedures).map(([call, procedure]) => ({
    name: `${room}.${call}`,
    room,
    call,
    // The contract is written with zod alone.
    input: (procedure['~orpc'].inputSchema ?? null) as z.ZodType | null,
    ...procedure['~orpc'].meta,
  })),
);

/** Calls a procedure by its name with whatever is given. */
export function callByName(
  client: unknown,
  { room, call }: Procedure,
  input: unknown,
  signal?: AbortSignal,
): Promise<unknown> {
  const rooms = client as Record<
    string,
    Record<string, (input: unknown, options: object) => Promise<unknown>>
  >;
  const procedure = rooms[room]?.[call];
  if (!procedure) throw new Error(`the client has no ${room}.${call}`);
  return procedure(input, signal ? { signal } : {});
}
