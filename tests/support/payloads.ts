import fc from 'fast-check';
import type { Procedure } from '../contract/procedures.ts';
import { fromSchema, mutated } from './from-schema.ts';

/** What a broken or hostile page sends a procedure: mostly fitting input with one thing wrong, some fitting, some noise. */
export function payloadFor({ input }: Procedure): fc.Arbitrary<unknown> {
  if (input === null) return fc.anything();
  const fitting = fromSchema(input);
  return fc.oneof(
    { weight: 6, arbitrary: fitting.chain(mutated) },
    { weight: 1, arbitrary: fitting },
    { weight: 2, arbitrary: fc.anything() },
  );
}

/** What a client can put on the wire at all; the rest fails before it leaves. */
export function isSendable(payload: unknown): boolean {
  try {
    structuredClone(payload);
    JSON.stringify(payload, (_name, value) => (typeof value === 'bigint' ? '' : value));
    return true;
  } catch {
    return false;
  }
}
