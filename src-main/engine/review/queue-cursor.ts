import { z } from 'zod';
import { QueueSort } from '../../../shared/contract/queue-filter.ts';
import { refusalsOf } from '../../../shared/domain/refusal.ts';
import { Failure } from '../storage/failure.ts';
import type { QueuePosition } from './queue-order.ts';

const KEY_PARTS = 4;
const Key = z.array(z.union([z.string(), z.number().int()])).max(KEY_PARTS);

/** The moment, the order, the key, when due, the number. */
const Position = z.tuple([z.number().int(), QueueSort, Key, z.string(), z.number().int()]);

export const writeCursor = ({ atMs, sort, key, dueAt, number }: QueuePosition): string =>
  Buffer.from(JSON.stringify([atMs, sort, key, dueAt, number])).toString('base64url');

/** @throws Failure REFUSED where the text is no cursor of the engine for a list in this order */
export function readCursor(cursor: string, sort: QueueSort): QueuePosition {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    value = undefined;
  }
  const parsed = Position.refine(([, of]) => of === sort, { error: 'is a place in another order' }).safeParse(
    value,
  );
  if (!parsed.success) {
    throw new Failure({ code: 'REFUSED', data: { refusals: refusalsOf(parsed.error, null, () => 'after') } });
  }
  const [atMs, , key, dueAt, number] = parsed.data;
  return { atMs, sort, key, dueAt, number };
}
