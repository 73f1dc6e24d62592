import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReferralId } from '../../shared/domain/ids.ts';
import { MOST_REPORTED_EVENTS } from '../../shared/domain/referral.ts';
import { TakedownEvent } from '../../shared/domain/takedown.ts';
import { appendDurably, makePrivateFolder } from '../server/durable-file.ts';

/**
 * Records an event of a referral's takedown. Works from any process, because the desk reads the file again for every
 * status request.
 * @param dir the desk's folder
 */
export async function addTakedown(dir: string, referral: ReferralId, event: TakedownEvent): Promise<void> {
  const parsed = TakedownEvent.parse(event);
  try {
    await access(join(dir, 'referrals', `${referral}.json`));
  } catch {
    throw new RangeError(`the desk has no referral ${referral}`);
  }
  if ((await readTakedown(dir, referral)).events.length >= MOST_REPORTED_EVENTS) {
    throw new RangeError(`referral ${referral} has ${MOST_REPORTED_EVENTS} events already`);
  }
  await makePrivateFolder(join(dir, 'status'));
  // The line break comes first so that a line cut short by a crash cannot swallow the next one.
  await appendDurably(statusFile(dir, referral), `\n${JSON.stringify(parsed)}\n`);
}

/** Every event of a referral, oldest first, and how many lines of its file were unreadable. */
export async function readTakedown(
  dir: string,
  referral: ReferralId,
): Promise<{ events: TakedownEvent[]; damagedLines: number }> {
  const lines = (await readLines(statusFile(dir, referral))).map((line) => parseEvent(line));
  const events = lines.filter((event) => event !== null);
  events.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return {
    events: events.slice(0, MOST_REPORTED_EVENTS),
    damagedLines: lines.length - events.length,
  };
}

const statusFile = (dir: string, referral: ReferralId): string => join(dir, 'status', `${referral}.jsonl`);

async function readLines(path: string): Promise<string[]> {
  try {
    return (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function parseEvent(line: string): TakedownEvent | null {
  try {
    return TakedownEvent.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
