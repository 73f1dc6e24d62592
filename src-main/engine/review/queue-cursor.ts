import { z } from 'zod';
import { refusalsOf } from '../../../shared/domain/refusal.ts';
import { Failure } from '../storage/failure.ts';

/** The position at which a page of the queue ended. */
export interface QueuePosition {
  rank: number;
  dueAt: string;
  id: string;
}

const Position = z.tuple([z.number().int(), z.string(), z.string()]);

export const writeCursor = ({ rank, dueAt, id }: QueuePosition): string =>
  Buffer.from(JSON.stringify([rank, dueAt, id])).toString('base64url');

/** @throws Failure REFUSED where the text is no cursor of the engine */
export function readCursor(cursor: string): QueuePosition {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    value = undefined;
  }
  const parsed = Position.safeParse(value);
  if (!parsed.success) {
    throw new Failure({ code: 'REFUSED', data: { refusals: refusalsOf(parsed.error, null, () => 'after') } });
  }
  const [rank, dueAt, id] = parsed.data;
  return { rank, dueAt, id };
}
