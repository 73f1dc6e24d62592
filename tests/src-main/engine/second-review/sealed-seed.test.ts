import { describe, expect, test } from 'vitest';
import type { AssessmentId, CaseId } from '../../../../shared/domain/ids.ts';
import { drawPosition, monthAfter, periodAt } from '../../../../shared/domain/second-review.ts';
import { parseEntry } from '../../../../shared/ledger/entry.ts';
import { readData } from '../../../../shared/ledger/kinds/all-kinds.ts';
import { sealingPublicKey, sealTo, unsealWith } from '../../../../src-main/engine/keys/sealing-key.ts';
import { nodeLedgerCrypto, signingKeyFrom } from '../../../../src-main/engine/keys/signing-key.ts';
import { SamplingStore } from '../../../../src-main/engine/second-review/sampling.store.ts';
import { seedOf } from '../../../../src-main/engine/second-review/seed-holders.ts';
import type { Database } from '../../../../src-main/engine/storage/database.ts';
import { sha256Hex } from '../../../../src-main/exchange/sha256-hex.ts';
import { systemEntropy } from '../../../../src-main/ports/entropy.ts';
import { seededRandom } from '../../../../tools/fake-data.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aFolder } from '../../../support/a-folder.ts';
import { activate, nextPolicy, proposed } from '../../../support/a-proposal.ts';
import { aReport } from '../../../support/a-report.ts';
import { aReviewedVault, decidedBy, reviewedBy, waitingCases } from '../../../support/a-reviewed-vault.ts';
import { type AVault, PASSPHRASE, PERSON } from '../../../support/a-vault.ts';
import { illegalIn, legal } from '../../../support/an-assessment.ts';
import { atWork, invited } from '../../../support/colleagues.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { rebuiltFrom } from '../../../support/rebuilt.ts';
import { thorough } from '../../../support/thorough.ts';
import { databaseOf, inDatabaseOf, keyringOf, openedKeys } from '../../../support/vault-database.ts';

const HALF = 0.5;
/** So many that some are drawn by `HALF`, and some are not, but for one time in millions. */
const MANY = 24;

/** The person `who` unlocks, and decides many cases. */
async function decidedMany(
  vault: AVault,
  who: string,
): Promise<{ case: CaseId; assessment: AssessmentId }[]> {
  await atWork(vault, who);
  const report = Array.from({ length: MANY }, (_, number) => number).reduce(
    (one, number) => one.of(`https://case-${number}.example/`),
    aReport(),
  );
  const { cases } = await vault.client.intake.report({ command: aCommand(), report: report.build() });
  const made = [];
  for (const { id } of cases) {
    const judged = { command: aCommand(), case: id, judgement: illegalIn('BE') };
    const { assessment } = await vault.client.review.assess(judged);
    made.push({ case: id, assessment });
  }
  return made;
}

const entriesOf = async (vault: AVault, kind: string): Promise<Record<string, unknown>[]> =>
  (await vault.client.audit.entries({ kind: kind as 'sampling.drawn' })).entries
    .toReversed()
    .map(({ data }) => data);

const exported = async (vault: AVault): Promise<string[]> => {
  const lines: string[] = [];
  for await (const { lines: more } of await vault.client.audit.export()) lines.push(...more);
  return lines;
};

/** A database that is closed at the end of a test. */
const closing = (db: Database) => ({ it: db, [Symbol.dispose]: () => db.close() });

/** How many draws are withheld from the person at work. */
const withheldOf = async (vault: AVault): Promise<number> =>
  (await vault.client.audit.entries({})).entries.filter(({ withheld }) => withheld).length;

/** Everything of 32 bytes that a value holds: as bytes, hexadecimal or base64, alone or within a longer text. */
function* secretsIn(value: unknown): Generator<Uint8Array> {
  if (value instanceof Uint8Array) {
    for (let at = 0; at + 32 <= value.length; at++) yield value.subarray(at, at + 32);
    value = Buffer.from(value).toString('latin1');
  }
  const text = String(value);
  for (const match of text.matchAll(/(?=([0-9a-fA-F]{64}))/g)) yield Buffer.from(match[1]!, 'hex');
  for (const match of text.matchAll(/(?=([A-Za-z0-9+/_-]{43}))/g)) yield Buffer.from(match[1]!, 'base64');
}

/** Every value of every table, and the parts of those that are JSON. */
function* valuesOf(db: Database): Generator<unknown> {
  const tables = db
    .prepare(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type <> 'view' AND type <> 'virtual'",
    )
    .all();
  for (const { name } of tables) {
    for (const row of db.prepare(`SELECT * FROM "${String(name)}"`).all()) yield* Object.values(row);
  }
}

/** Whether anything in the database, read with the content key, is what the commitment is the digest of. */
const findsSeed = (db: Database, commitment: string): boolean => {
  const seen = new Set<string>();
  for (const value of valuesOf(db)) {
    for (const bytes of secretsIn(value)) {
      const text = Buffer.from(bytes).toString('hex');
      if (seen.has(text)) continue;
      seen.add(text);
      if (sha256Hex(bytes) === commitment) return true;
    }
  }
  return false;
};

/** The seeds that a person's keys open, of whatever is sealed in the database. */
async function seedsOpenedBy(vault: AVault, who: string, db: Database): Promise<string[]> {
  const one = keyringOf(vault.folder).people.find(({ name }) => name === who)!;
  const keys = (await openedKeys(vault.folder, one))!;
  const unseal = unsealWith(keys.signingSeed);
  const store = new SamplingStore(db);
  return store.periods().flatMap(({ period }) =>
    store.seals(period).flatMap(({ ephemeral, nonce, box }) =>
      // Also as if it were somebody else's.
      keyringOf(vault.folder).people.flatMap(({ id }) => {
        const seed = unseal({ ephemeral, nonce, box }, seedOf(period, id));
        return seed ? [sha256Hex(seed)] : [];
      }),
    ),
  );
}

describe('the seed of an open period', () => {
  test('is in no table and no enclosure, and no analyst’s keys open it; a supervisor’s do', async () => {
    using vault = await aReviewedVault(HALF);
    await decidedBy(vault, 'Ann', 'one');
    await atWork(vault, PERSON);
    await decidedBy(vault, 'Ann', 'two');
    const [opened] = await entriesOf(vault, 'sampling.opened');
    const commitment = String(opened?.commitment);
    vault.lock();
    using db = closing(await databaseOf(vault.folder));
    expect(findsSeed(db.it, commitment)).toBe(false);
    expect({
      ann: await seedsOpenedBy(vault, 'Ann', db.it),
      bob: await seedsOpenedBy(vault, 'Bob', db.it),
      supervisor: await seedsOpenedBy(vault, PERSON, db.it),
      tom: await seedsOpenedBy(vault, 'Tom', db.it),
    }).toEqual({ ann: [], bob: [], supervisor: [commitment], tom: [commitment] });
  });

  test('is found by the same search once the period is closed', async () => {
    using vault = await aReviewedVault(HALF);
    const [opened] = await entriesOf(vault, 'sampling.opened');
    vault.clock.advance(32 * 86_400_000);
    await atWork(vault, PERSON);
    vault.lock();
    using db = closing(await databaseOf(vault.folder));
    expect(findsSeed(db.it, String(opened?.commitment))).toBe(true);
  });

  test('opens for the key, the person and the period it was sealed for, and as nothing else', () => {
    const mine = { person: 'a', role: 'supervisor', purpose: 'sampling-seed', period: '2026-11' } as const;
    const signingSeed = systemEntropy.bytes(32);
    const unseal = unsealWith(signingSeed);
    const { publicKey } = sealingPublicKey('a', signingSeed, signingKeyFrom(signingSeed).sign);
    const sealed = sealTo({ publicKey }, systemEntropy.bytes(32), mine, systemEntropy);
    expect([
      unseal(sealed, mine)?.length,
      unseal(sealed, { ...mine, period: '2026-12' }),
      unseal(sealed, { person: 'a', role: 'supervisor', purpose: 'content-key' }),
      unsealWith(systemEntropy.bytes(32))(sealed, mine),
    ]).toEqual([32, null, null, null]);
  });

  test('is sealed to a supervisor who enrols later, in the session of one who has it', async () => {
    using vault = await aReviewedVault(HALF);
    await atWork(vault, PERSON);
    const eve = await invited(vault, 'Eve', 'supervisor');
    vault.lock();
    await vault.client.vault.enrol({ name: 'Eve', code: eve.code, passphrase: PASSPHRASE });
    await decidedBy(vault, 'Ann', 'one');
    const undrawnBy = async (who: string) => {
      await atWork(vault, who);
      const period = periodAt(vault.clock.nowMs());
      const { undrawn, checked } = await vault.client.secondReview.sample({ period });
      expect((await vault.client.secondReview.agreement({})).undrawn).toBe(undrawn);
      return { undrawn, checked };
    };
    expect(await undrawnBy('Eve')).toEqual({ undrawn: 1, checked: false });
    expect(await undrawnBy(PERSON)).toEqual({ undrawn: 0, checked: true });
    await decidedBy(vault, 'Ann', 'two');
    expect(await undrawnBy('Eve')).toEqual({ undrawn: 0, checked: true });
    expect(await problemsOf(vault.client)).toEqual([]);
  });

  test('is shown, and the next period begins, when a supervisor who knows it stops being one', async () => {
    using vault = await aReviewedVault(HALF);
    await decidedBy(vault, 'Ann', 'one');
    await atWork(vault, PERSON);
    const period = periodAt(vault.clock.nowMs());
    const tom = (await vault.client.people.list()).find(({ name }) => name === 'Tom')!;
    await vault.client.people.setRole({ command: aCommand(), person: tom.id, role: 'analyst' });
    expect(await vault.client.secondReview.periods()).toEqual([
      { period, closed: true },
      { period: monthAfter(period), closed: false },
    ]);
    expect((await vault.client.secondReview.sample({ period })).seed).toEqual(
      expect.stringMatching(/^[0-9a-f]{64}$/),
    );
    vault.lock();
    using db = closing(await databaseOf(vault.folder));
    const seals = new SamplingStore(db.it).seals(monthAfter(period));
    expect(seals.map(({ person }) => person)).toEqual([vault.session.person.id]);
  });

  test('that nobody can open any more spares nobody a review: all that waited is drawn', async () => {
    using vault = await aReviewedVault(HALF);
    await decidedMany(vault, 'Ann');
    vault.lock();
    await vault.client.vault.recover({
      identity: vault.recovery.identity,
      name: 'Rita',
      passphrase: PASSPHRASE,
    });
    const period = periodAt(vault.clock.nowMs());
    expect((await vault.client.secondReview.sample({ period })).undrawn).toBe(MANY);
    for (const { id, name } of await vault.client.people.list())
      if (name === PERSON || name === 'Tom')
        await vault.client.people.disable({ command: aCommand(), person: id });
    const { undrawn, drawn, seed, checked, mismatches } = await vault.client.secondReview.sample({ period });
    expect({ undrawn, drawn, seed, checked, mismatches }).toEqual({
      undrawn: 0,
      drawn: MANY,
      seed: null,
      checked: false,
      mismatches: [],
    });
    expect(await entriesOf(vault, 'sampling.closed')).toEqual([{ period, seed: null }]);
    expect(await problemsOf(vault.client)).toEqual([]);
  });

  test('that somebody put in its place in the database draws nothing, because a supervisor signed another digest', async () => {
    using vault = await aReviewedVault(HALF);
    await decidedBy(vault, 'Ann', 'one');
    vault.lock();
    const chosen = systemEntropy.bytes(32);
    await inDatabaseOf(vault.folder, (db) => {
      const store = new SamplingStore(db);
      const open = store.open()!;
      const seals = store.seals(open.period).map((seal) => {
        const { sealingKey } = keyringOf(vault.folder).people.find(({ id }) => id === seal.person)!;
        return { ...seal, ...sealTo(sealingKey, chosen, seedOf(open.period, seal.person), systemEntropy) };
      });
      store.putSeals(open.period, seals);
      db.prepare('UPDATE sampling_periods SET commitment = ?').run([sha256Hex(chosen)]);
    });
    await vault.unlock();
    const period = periodAt(vault.clock.nowMs());
    expect((await vault.client.secondReview.sample({ period })).undrawn).toBe(1);
    expect((await problemsOf(vault.client)).map(({ what }) => what)).toEqual(
      expect.arrayContaining([expect.stringContaining('sampling_')]),
    );
  });
});

describe('an assessment that waits for the draw', () => {
  test('says the period and the rate, and not whether it is drawn, until a supervisor unlocks', async () => {
    using vault = await aReviewedVault(HALF);
    const period = periodAt(vault.clock.nowMs());
    await decidedMany(vault, 'Ann');
    expect(await entriesOf(vault, 'case.assessed')).toEqual(
      Array.from({ length: MANY }, () =>
        expect.objectContaining({ secondReview: { period, rate: HALF, drawn: null } }),
      ),
    );
    expect(await entriesOf(vault, 'sampling.drawn')).toEqual([]);
    vault.lock();
    await inDatabaseOf(vault.folder, (db) =>
      expect([
        db.prepare('SELECT DISTINCT state FROM sampling_draws').all(),
        db.prepare('SELECT * FROM second_reviews').all(),
      ]).toEqual([[{ state: 'undrawn' }], []]),
    );
    await atWork(vault, PERSON);
    const { drawn, undrawn } = await vault.client.secondReview.sample({ period });
    const waiting = await waitingCases(vault);
    expect([undrawn, waiting.length]).toEqual([0, drawn]);
  });

  test('is hidden from whoever may review it, like one that is drawn, and shown after where it is not', async () => {
    using vault = await aReviewedVault(HALF);
    const made = await decidedMany(vault, 'Ann');
    const isHidden = (id: CaseId) =>
      vault.client.review.case({ id }).then(
        () => false,
        () => true,
      );
    const hiddenFrom = async (who: string) => {
      await atWork(vault, who);
      const hidden: CaseId[] = [];
      for (const one of made) if (await isHidden(one.case)) hidden.push(one.case);
      return hidden;
    };
    expect(await hiddenFrom('Bob')).toEqual(made.map((one) => one.case));
    expect(await hiddenFrom('Ann')).toEqual([]);
    const hidden = await hiddenFrom(PERSON);
    expect(hidden.sort()).toEqual((await waitingCases(vault)).map((one) => one.case).sort());
    expect(hidden.length).toBeLessThan(made.length);
  });

  test('is named by no draw that is shown to somebody from whom something is hidden', async () => {
    using vault = await aReviewedVault(HALF);
    await decidedMany(vault, 'Ann');
    await atWork(vault, PERSON);
    const seenBy = async (who: string) => {
      await atWork(vault, who);
      const { entries } = await vault.client.audit.entries({ limit: 100 });
      const { total } = await vault.client.audit.entries({ kind: 'sampling.drawn' });
      return [entries.filter(({ kind }) => kind === 'sampling.drawn').length, total];
    };
    expect({ ann: await seenBy('Ann'), bob: await seenBy('Bob'), tom: await seenBy('Tom') }).toEqual({
      ann: [1, 1],
      bob: [0, 0],
      tom: [0, 0],
    });
  });

  test('by a supervisor is drawn at once, in the same command', async () => {
    using vault = await aReviewedVault(HALF);
    await decidedBy(vault, PERSON, 'one');
    const period = periodAt(vault.clock.nowMs());
    expect((await vault.client.secondReview.sample({ period })).undrawn).toBe(0);
    expect((await entriesOf(vault, 'sampling.drawn')).length + (await withheldOf(vault))).toBe(1);
  });

  test('is drawn at once in anybody’s session where the policy leaves no choice', async () => {
    using vault = await aReviewedVault(1);
    await decidedBy(vault, 'Ann', 'one');
    expect([await entriesOf(vault, 'case.assessed'), await entriesOf(vault, 'sampling.opened')]).toEqual([
      [expect.objectContaining({ secondReview: expect.objectContaining({ rate: 1, drawn: true }) })],
      [],
    ]);
  });

  test('cannot be reviewed after by a supervisor who exported the ledger before', async () => {
    using vault = await aReviewedVault(HALF);
    await atWork(vault, PERSON);
    const eve = await invited(vault, 'Eve', 'supervisor');
    vault.lock();
    await vault.client.vault.enrol({ name: 'Eve', code: eve.code, passphrase: PASSPHRASE });
    await decidedMany(vault, 'Ann');
    await atWork(vault, 'Eve');
    await exported(vault);
    await atWork(vault, 'Tom');
    expect((await waitingCases(vault)).length).toBeGreaterThan(0);
    await atWork(vault, 'Eve');
    expect([await waitingCases(vault), await problemsOf(vault.client)]).toEqual([[], []]);
  });

  test('is reviewed, disputed and settled like any other once it was drawn', async () => {
    using vault = await aReviewedVault(HALF);
    await decidedMany(vault, 'Ann');
    await atWork(vault, PERSON);
    const [one, two] = await waitingCases(vault);
    await reviewedBy(vault, 'Bob', one!.case, illegalIn('BE'));
    await reviewedBy(vault, 'Bob', two!.case, legal());
    await atWork(vault, PERSON);
    const [disagreement] = await vault.client.secondReview.disagreements();
    await vault.client.secondReview.settle({
      command: aCommand(),
      review: disagreement!.review,
      settlement: { outcome: 'uphold' },
    });
    expect(await problemsOf(vault.client)).toEqual([]);
    const { agreed, upheld } = await vault.client.secondReview.agreement({});
    expect([agreed, upheld]).toEqual([1, 1]);
  });
});

describe('an assessment that no longer stands when the draw comes', () => {
  test('is not drawn where its author took it back', async () => {
    using vault = await aReviewedVault(HALF, 60);
    for (const one of await decidedMany(vault, 'Ann'))
      await vault.client.review.withdraw({ command: aCommand(), ...one });
    await atWork(vault, PERSON);
    expect([
      await entriesOf(vault, 'sampling.drawn'),
      await waitingCases(vault),
      await problemsOf(vault.client),
    ]).toEqual([[], [], []]);
  });

  test('is drawn in the form that replaced it, and not itself, at the higher of both rates', async () => {
    using vault = await aReviewedVault(HALF);
    await atWork(vault, PERSON);
    const review = vault.engine.context.vault.require().session.policy.review;
    const secondReviewRate = { illegal: HALF, legal: 0, undetermined: 0 };
    const proposal = await proposed(vault, nextPolicy(vault, { review: { ...review, secondReviewRate } }));
    await atWork(vault, 'Tom');
    await activate(vault, proposal);
    const made = [];
    for (const one of await decidedMany(vault, 'Ann')) {
      const { assessment } = await vault.client.review.correct({
        command: aCommand(),
        ...one,
        judgement: legal(),
        reason: 'it is legal after all',
      });
      made.push({ ...one, by: assessment });
    }
    const corrections = await entriesOf(vault, 'assessment.corrected');
    expect(corrections.map(({ secondReview }) => secondReview)).toEqual(
      made.map(() => expect.objectContaining({ rate: HALF, drawn: null })),
    );
    await atWork(vault, PERSON);
    const { sample } = await vault.client.secondReview.sample({ period: periodAt(vault.clock.nowMs()) });
    const replacing = new Set<string>(made.map(({ by }) => by));
    expect(sample.length).toBeGreaterThan(0);
    expect(sample.filter(({ assessment }) => !replacing.has(assessment))).toEqual([]);
    expect(await problemsOf(vault.client)).toEqual([]);
  });
});

describe('after a period is closed', () => {
  test.each(thorough([1, 2, 3], [1]))(
    'anybody recomputes every draw from the export alone, whatever was done (%i)',
    async (seed) => {
      using vault = await aReviewedVault(HALF);
      const random = seededRandom(seed);
      for (let number = 0; number < 22; number++) {
        const who = ['Ann', 'Bob', PERSON, 'Tom'][Math.floor(random() * 4)]!;
        const one = await decidedBy(vault, who, `case-${number}`);
        if (random() < 0.3)
          await vault.client.review.correct({
            command: aCommand(),
            ...one,
            judgement: random() < 0.5 ? legal() : illegalIn('NL'),
            reason: 'another look',
          });
        if (random() < 0.2) vault.clock.advance(32 * 86_400_000);
      }
      vault.clock.advance(32 * 86_400_000);
      await atWork(vault, PERSON);
      const lines = await exported(vault);
      const { rates, drawn, passed, seeds, commitments } = drawsIn(lines);
      expect(drawn.size).toBeGreaterThan(0);
      expect(passed.size).toBeGreaterThan(0);
      for (const [period, shown] of seeds)
        expect(sha256Hex(Buffer.from(shown, 'hex'))).toBe(commitments.get(period));
      for (const [assessment, { rate, period }] of rates) {
        const bytes = Buffer.from(seeds.get(period)!, 'hex');
        const isDrawn = drawPosition(bytes, assessment, nodeLedgerCrypto.sha256) < rate;
        expect([drawn.has(assessment), passed.has(assessment)]).toEqual([isDrawn, !isDrawn]);
      }
      expect(await problemsOf(vault.client)).toEqual([]);
      using folder = aFolder();
      const { differing, unrestored } = await rebuiltFrom(vault, folder.path);
      expect([differing, unrestored]).toEqual([[], []]);
    },
    120_000,
  );
});

/** What an export says of draws by a seed: the assessments that came to one, and what became of each. */
function drawsIn(lines: readonly string[]) {
  const rates = new Map<string, { rate: number; period: string }>();
  const [drawn, passed] = [new Set<string>(), new Set<string>()];
  const [seeds, commitments] = [new Map<string, string>(), new Map<string, string>()];
  for (const line of lines) {
    const entry = parseEntry(line.trimEnd());
    if (entry === null) continue;
    if (entry.kind === 'case.assessed' || entry.kind === 'assessment.corrected') {
      const said = readData(entry.kind, entry.data)!;
      if (entry.kind === 'assessment.corrected') {
        const { assessment } = said;
        if (!drawn.has(assessment) && !passed.has(assessment)) rates.delete(assessment);
      }
      const id = 'decision' in said ? said.decision : said.assessment;
      if (said.secondReview.drawn === null) rates.set(id, said.secondReview);
    }
    if (entry.kind === 'sampling.opened')
      commitments.set(String(entry.data.period), String(entry.data.commitment));
    if (entry.kind === 'sampling.closed') seeds.set(String(entry.data.period), String(entry.data.seed));
    if (entry.kind === 'sampling.drawn') {
      const said = readData('sampling.drawn', entry.data)!;
      for (const id of said.drawn) drawn.add(id);
      for (const id of said.passed) passed.add(id);
    }
  }
  return { rates, drawn, passed, seeds, commitments };
}
