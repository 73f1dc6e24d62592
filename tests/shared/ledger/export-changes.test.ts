import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { signCheckpoint } from '../../../shared/ledger/checkpoint.ts';
import { parseEntry, signEntry } from '../../../shared/ledger/entry.ts';
import { exportLines, verifyExport } from '../../../shared/ledger/export-file.ts';
import { nodeLedgerCrypto } from '../../../src-main/engine/keys/signing-key.ts';
import { seededRandom } from '../../../tools/fake-data.ts';
import { aLedger, idOf, invitationOf, keyOf } from '../../support/a-ledger.ts';
import { aWorkedLedger } from '../../support/a-worked-ledger.ts';
import { LINE_CHANGES } from '../../support/line-changes.ts';
import { PreparedExport, splitStrictly } from '../../support/prepared-export.ts';
import { thorough } from '../../support/thorough.ts';

const SEED = Number(process.env.HASHLINE_SEED ?? Date.now() % 1_000_000);
const CHANGES = thorough(20_000, 1_000);
const whole = new PreparedExport(aWorkedLedger(200));
const foreign = aWorkedLedger(200, 'two');

/** Line of the first byte that differs, or null where nothing does. */
function firstChangedLine(bytes: Uint8Array): number | null {
  const length = Math.min(bytes.length, whole.bytes.length);
  let offset = 0;
  while (offset < length && bytes[offset] === whole.bytes[offset]) offset += 1;
  if (offset === whole.bytes.length && offset === bytes.length) return null;
  const after = whole.starts.findIndex((start) => start > offset);
  return after < 0 ? whole.lines.length : after - 1;
}

const problemAfter = (bytes: Uint8Array, from: number) =>
  whole.firstProblem(from, splitStrictly(bytes.subarray(whole.starts[from])));

/** Entry lines by sequence number. */
const entryLines = whole.lines.flatMap((line, index) => (parseEntry(line) ? [index] : []));

describe(`an exported ledger of 200 entries that was changed (seed ${SEED})`, () => {
  test(`in ${CHANGES} random ways: every one is found, at the first line that is not what it was`, {
    timeout: 600_000,
  }, () => {
    const random = seededRandom(SEED);
    const kinds = Object.entries(LINE_CHANGES);
    const tally: Record<string, number> = {};
    const missed: string[] = [];
    const misplaced: string[] = [];
    for (let round = 0; round < CHANGES; ) {
      const [kind, change] = kinds[round % kinds.length]!;
      const bytes = change(whole.lines, random);
      const line = firstChangedLine(bytes);
      if (line === null) continue;
      round += 1;
      tally[kind] = (tally[kind] ?? 0) + 1;
      const problem = problemAfter(bytes, line);
      if (problem === null) {
        missed.push(`${kind} at line ${line}`);
        continue;
      }
      const seq = whole.entriesBefore(line);
      // Before the first entry there is no number to name.
      const places: (number | null)[] = seq === 0 ? [null, 0] : [seq - 1, seq];
      if (!places.includes(problem.seq))
        misplaced.push(`${kind} at entry ${seq}: ${problem.seq} ${problem.fault.code}`);
    }
    console.log(`${CHANGES} changes, ${missed.length} missed:`, JSON.stringify(tally));
    expect({ missed, misplaced }).toEqual({ missed: [], misplaced: [] });
  });

  test('by a line of another workstation’s ledger in place of any line: found there', () => {
    const missed = whole.lines.flatMap((line, index) => {
      if (line === foreign[index]) return [];
      const problem = whole.firstProblem(index, [foreign[index]!, ...whole.lines.slice(index + 1)]);
      const seq = whole.entriesBefore(index);
      return problem && (index === 0 || [seq - 1, seq].includes(problem.seq ?? -1)) ? [] : [index];
    });
    expect(missed).toEqual([]);
  });

  test('by the person who signed an entry, with their own key: the next line tells, and a checkpoint since when', () => {
    const owners = new Map(['Sam', 'Ann', 'Bob', 'Uma'].map((name) => [idOf(name), name]));
    const wrong = entryLines.flatMap((index, seq) => {
      const entry = parseEntry(whole.lines[index]!)!;
      // The founding entry introduces its signer; a changed person there is another person.
      if (!('person' in entry.actor) || entry.kind === 'person.added' || seq === 0) return [];
      const { sig: _, ...body } = entry;
      const later = { ...body, at: '2026-11-21T09:09:09.000Z' };
      const who = owners.get(entry.actor.person)!;
      const key = entry.kind === 'person.enrolled' ? invitationOf(who) : who;
      const line = signEntry(later, keyOf(key).sign);
      const problem = whole.firstProblem(index, [line, ...whole.lines.slice(index + 1)]);
      if (!whole.lines[index + 1]!.startsWith('{"checkpoint"')) {
        const isTold = problem?.seq === seq + 1 && problem.fault.code === 'does-not-follow';
        return isTold ? [] : [seq];
      }
      const told = problem?.fault.code === 'entries-differ' ? problem.fault : null;
      return told !== null && problem?.seq === seq && told.first <= seq ? [] : [seq];
    });
    expect(wrong).toEqual([]);
  });
});

describe('what no file can tell by itself', () => {
  const verdict = async (lines: readonly string[], anchors: readonly string[]) => {
    const { ok, problems } = await verifyExport(lines, nodeLedgerCrypto, undefined, anchors);
    return { ok, problems };
  };
  const founded = () => aLedger().foundedBy('Sam').by('Sam', 'session.unlocked');
  const ledger = founded();
  const early = ledger.exportedBy('Sam');
  const earlyNote = ledger.note();
  const late = ledger.by('Sam', 'session.unlocked').exportedBy('Sam');
  const lateNote = ledger.note();
  /** The same people with the same keys, and another history. */
  const otherHistory = founded()
    .by('Sam', 'duty.extended')
    .by('Sam', 'session.locked')
    .sealed()
    .exportedBy('Sam');

  test('an older export looks whole; a checkpoint kept elsewhere tells what is missing', async () => {
    expect([
      await verdict(early, []),
      await verdict(early, [earlyNote]),
      await verdict(early, [lateNote]),
    ]).toEqual([
      { ok: true, problems: [] },
      { ok: true, problems: [] },
      {
        ok: false,
        problems: [{ seq: 3, fault: { code: 'shorter-than-anchor', size: 5 } }],
      },
    ]);
  });

  test('a ledger written anew with all the keys looks whole; a checkpoint kept elsewhere tells', async () => {
    expect([await verdict(otherHistory, []), await verdict(otherHistory, [earlyNote])]).toEqual([
      { ok: true, problems: [] },
      {
        ok: false,
        problems: [{ seq: 2, fault: { code: 'anchored-entries-differ', last: 2 } }],
      },
    ]);
  });

  test('a grown ledger agrees with every checkpoint that was ever made over it', async () => {
    expect(await verdict(late, [earlyNote, lateNote, earlyNote])).toEqual({ ok: true, problems: [] });
  });

  test('a checkpoint of another ledger, by another key, or of no form at all is no anchor', async () => {
    const stranger = aLedger('two').foundedBy('Sam').note();
    const { publicKey, sign } = keyOf(ledger.device);
    const elsewhere = { origin: 'elsewhere', size: 5, root: ledger.root };
    const ofAnotherName = signCheckpoint(elsewhere, publicKey, sign, nodeLedgerCrypto);
    const forged = lateNote.replace(/\n— .*\n$/, (line) => `${line.slice(0, -9)}AAAAAA==\n`);
    const problem = { seq: null, fault: { code: 'anchor-of-another-log' } };
    expect(await verdict(late, [stranger, ofAnotherName, forged, 'anchor'])).toEqual({
      ok: false,
      problems: [problem, problem, problem, problem],
    });
  });
});

describe('the control: a bare chain of hashes, with no signatures and no checkpoint', () => {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const chain: string[] = [];
  for (const index of entryLines) {
    chain.push(JSON.stringify({ prev: sha256(chain.at(-1) ?? ''), entry: whole.lines[index] }));
  }
  const holds = (lines: readonly string[]): boolean =>
    lines.every((line, index) => {
      try {
        return JSON.parse(line).prev === sha256(lines[index - 1] ?? '');
      } catch {
        return false;
      }
    });

  test('misses every cut at a line, and every change to its last line that leaves the hash alone', () => {
    const cuts = chain.map((_, length) => holds(chain.slice(0, length)));
    const rewritten = chain.with(-1, chain.at(-1)!.replace('audit.exported', 'session.locked'));
    expect({ whole: holds(chain), cuts: cuts.filter(Boolean).length, rewritten: holds(rewritten) }).toEqual({
      whole: true,
      cuts: chain.length,
      rewritten: true,
    });
  });

  test('misses some of the very changes the verifier finds: the harness can fail', () => {
    const random = seededRandom(SEED);
    const original = Buffer.from(chain.map((line) => `${line}\n`).join(''));
    let missed = 0;
    let made = 0;
    for (let round = 0; round < 500; round++) {
      const changes = Object.values(LINE_CHANGES);
      const bytes = changes[round % changes.length]!(chain, random);
      if (Buffer.from(bytes).equals(original)) continue;
      made += 1;
      if (holds(splitStrictly(bytes))) missed += 1;
    }
    console.log(`the bare chain missed ${missed} of ${made} changes`);
    expect(missed).toBeGreaterThan(10);
  });

  test('holds after everything was written anew', () => {
    const anew: string[] = [];
    for (const line of chain) {
      const entry = String(JSON.parse(line).entry).replace('police', 'nobody');
      anew.push(JSON.stringify({ prev: sha256(anew.at(-1) ?? ''), entry }));
    }
    expect(holds(anew)).toBe(true);
  });
});

test('an export read in pieces of any size is the same export', async () => {
  const random = seededRandom(SEED);
  async function* pieces() {
    for (let from = 0; from < whole.bytes.length; ) {
      const size = 1 + Math.floor(random() * 300);
      yield whole.bytes.slice(from, from + size);
      from += size;
    }
  }
  expect(await verifyExport(exportLines(pieces()), nodeLedgerCrypto)).toEqual(
    await verifyExport(whole.lines, nodeLedgerCrypto),
  );
});
