import { hash } from 'node:crypto';
import type { EngineClient } from '../../shared/contract/contract.ts';
import { UPLOAD_CHUNK_BYTES } from '../../shared/contract/intake.contract.ts';
import type { ListDetails } from '../../shared/contract/lists.contract.ts';
import type { Hashes } from '../../shared/domain/hashes.ts';
import type { HashListId } from '../../shared/domain/ids.ts';
import { withBitsFlipped } from './a-matched-vault.ts';

/** A backlog of cases, and lists that know some of them; the same for the same numbers, in every process. */
export interface Backlog {
  seed: number;
  cases: number;
  /** The number of values on each list. */
  listed: number;
  /** Whether the cases have a PDQ too, and there is a list of PDQ values. */
  pdq: boolean;
}

/** A match of a case's value with one of the list of this name. */
export interface BacklogMatch {
  list: string;
  caseValue: string;
  value: string;
}

export const SUMS = 'backlog sums';
export const PICTURES = 'backlog pictures';

/**
 * In every other stretch of cases one of so many is known, and in those between none: matching then writes much, or
 * nothing.
 */
const KNOWN_OF = 25;
const STRETCH = 20_000;
/** Bits that PDQ of known cases differ by: of 40 in a row, 32 are near enough. */
const FLIPPED = 40;
const NEAR_ENOUGH = 31;

const sha1Of = (of: string): string => hash('sha1', of);
const pdqOf = (of: string): string => hash('sha256', of);
const listSha1 = ({ seed }: Backlog, at: number): string => sha1Of(`list ${seed} ${at}`);
const listPdq = ({ seed }: Backlog, at: number): string => pdqOf(`list pdq ${seed} ${at}`);

/** The number of a case among the known ones; null where no list knows it. */
function knownAs(number: number): number | null {
  const stretch = Math.floor(number / STRETCH);
  if (stretch % 2 === 1 || number % KNOWN_OF > 0) return null;
  return ((stretch / 2) * STRETCH + (number % STRETCH)) / KNOWN_OF;
}

/** The place of a known case on its list: every known case has a value of its own, from all over the list. */
function placeOf({ cases, listed }: Backlog, known: number): number {
  const most = Math.ceil((Math.ceil(cases / (2 * STRETCH)) * STRETCH) / KNOWN_OF);
  return known * Math.floor(listed / most);
}

export function hashesOf(backlog: Backlog, number: number): Hashes {
  const { seed, pdq } = backlog;
  const known = knownAs(number);
  const at = known === null ? null : placeOf(backlog, known);
  const sha1 = at === null ? sha1Of(`case ${seed} ${number}`) : listSha1(backlog, at);
  if (!pdq) return { sha1 };
  const near = () => withBitsFlipped(listPdq(backlog, at!), known! % FLIPPED, known! % 200);
  return { sha1, pdq: at === null ? pdqOf(`case pdq ${seed} ${number}`) : near() };
}

/** The matches that lists will find for a case. */
export function matchesOf(backlog: Backlog, number: number): BacklogMatch[] {
  const known = knownAs(number);
  if (known === null) return [];
  const at = placeOf(backlog, known);
  const { sha1, pdq } = hashesOf(backlog, number);
  const matches = [{ list: SUMS, caseValue: sha1!, value: sha1! }];
  if (pdq !== undefined && known % FLIPPED <= NEAR_ENOUGH)
    matches.push({ list: PICTURES, caseValue: pdq, value: listPdq(backlog, at) });
  return matches;
}

/** Takes the cases in as one file of reports, which is made while it is sent. */
export async function takeIn(client: EngineClient, backlog: Backlog): Promise<void> {
  const lines = { count: backlog.cases, line: (number: number) => reportLine(backlog, number) };
  const { upload } = await client.intake.open({
    name: 'backlog.jsonl',
    sizeBytes: sizeOf(lines),
    keepGood: false,
  });
  const run = await client.intake.run({ upload });
  const sending = send(lines, (bytes) => client.intake.append({ upload, bytes }));
  let phase = '';
  for await (const step of run) phase = step.phase;
  await sending;
  if (phase !== 'done') throw new Error('the cases were not taken in');
}

/** Imports the list of sums, or that of PDQ. */
export async function importBacklogList(
  client: EngineClient,
  backlog: Backlog,
  name: typeof SUMS | typeof PICTURES,
): Promise<HashListId> {
  const value = name === SUMS ? listSha1 : listPdq;
  const lines = { count: backlog.listed, line: (at: number) => `${value(backlog, at)}\n` };
  const list: ListDetails = { ...DETAILS, name };
  const { upload } = await client.lists.open({
    list,
    mode: 'replace',
    reading: name === SUMS ? { format: 'sums', algorithm: 'sha1' } : { format: 'pdq' },
    files: [{ name, sizeBytes: sizeOf(lines) }],
  });
  const run = await client.lists.run({ upload });
  const sending = send(lines, (bytes) => client.lists.append({ upload, bytes }));
  for await (const step of run) {
    if (step.phase !== 'done') continue;
    await sending;
    return step.result.list;
  }
  throw new Error(`the list ${name} was not taken in`);
}

const DETAILS: Omit<ListDetails, 'name'> = {
  owner: 'tests',
  purpose: '',
  meaning: 'baseline',
  trust: 'high',
  licence: '',
  asOf: null,
  pdqDistance: NEAR_ENOUGH,
  pdqQuality: 50,
  staleAfterDays: 90,
};

const reportLine = (backlog: Backlog, number: number): string => {
  const subjects = [{ kind: 'file', hashes: hashesOf(backlog, number) }];
  return `${JSON.stringify({ format: 'hashline-report/1', channel: 'web-form', receivedAt: null, subjects })}\n`;
};

/** Lines that are all of one length. */
interface Lines {
  count: number;
  line: (number: number) => string;
}

const sizeOf = ({ count, line }: Lines): number => count * line(0).length;

async function send({ count, line }: Lines, append: (bytes: Blob) => Promise<unknown>): Promise<void> {
  const most = Math.floor(UPLOAD_CHUNK_BYTES / line(0).length);
  for (let from = 0; from < count; from += most) {
    const piece = Array.from({ length: Math.min(most, count - from) }, (_, at) => line(from + at));
    await append(new Blob([piece.join('')]));
  }
  await append(new Blob([]));
}
