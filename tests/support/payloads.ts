import fc from 'fast-check';
import type { Procedure } from '../contract/procedures.ts';
import { fromSchema, mutated } from './from-schema.ts';

/**
 * What a broken or hostile page could send to a procedure: mostly valid input with one thing wrong, some valid input,
 * some noise.
 */
export function payloadFor({ input }: Procedure): fc.Arbitrary<unknown> {
  if (input === null) return fc.anything();
  const fitting = fromSchema(input);
  return fc.oneof(
    { weight: 6, arbitrary: fitting.chain(mutated) },
    { weight: 1, arbitrary: fitting },
    { weight: 2, arbitrary: fc.anything() },
  );
}

/** Whether a client can put the payload on the wire; other payloads fail before they are sent. */
export function isSendable(payload: unknown): boolean {
  try {
    structuredClone(payload);
    JSON.stringify(payload, (_name, value) => (typeof value === 'bigint' ? '' : value));
    return true;
  } catch {
    return false;
  }
}
