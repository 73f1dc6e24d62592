import { ORPCError } from '@orpc/client';
import type { EngineClient } from '../../shared/contract/contract.ts';
import type { CaseState } from '../../shared/domain/case.ts';
import { ConsultationResult } from '../../shared/domain/consultation.ts';
import type { CaseId, PersonId } from '../../shared/domain/ids.ts';
import { TakedownEvent, TakedownSource } from '../../shared/domain/takedown.ts';
import { addTakedown } from '../../src-main/receiver/takedown-log.ts';
import type { SeededRandom } from '../../tools/fake-data.ts';
import type { RunningDesk } from '../src-main/receiver/a-desk.ts';
import { aCommand } from './a-command.ts';
import { aListOf, matched } from './a-matched-vault.ts';
import { activate, nextPolicy, proposed } from './a-proposal.ts';
import { sendAll, sendTo, storedAt } from './a-referring-vault.ts';
import { aHash, aReport } from './a-report.ts';
import { REVIEWERS } from './a-reviewed-vault.ts';
import { type AVault, PERSON } from './a-vault.ts';
import { illegalIn, legal, undetermined } from './an-assessment.ts';
import { importFile } from './an-import.ts';
import { atWork } from './colleagues.ts';

/** What a person does at random, with whatever the vault holds. It may be refused. */
type Deed = (
  vault: AVault,
  client: EngineClient,
  random: SeededRandom,
  desk: RunningDesk,
) => Promise<unknown>;

const pick = <Item>(random: SeededRandom, items: readonly Item[]): Item =>
  items[Math.floor(random() * items.length)]!;

const HASHES = 12;

/** A file with hashes of which others have some: reports merge cases, and contradict each other. */
const someHashes = (random: SeededRandom) => ({
  ...(random() < 0.7 ? { md5: aHash(32, 1 + Math.floor(random() * HASHES)) } : {}),
  ...(random() < 0.5 ? { sha1: aHash(40, 100 + Math.floor(random() * HASHES)) } : {}),
  ...(random() < 0.3 ? { sha256: aHash(64, 200 + Math.floor(random() * HASHES)) } : {}),
});

function someReport(random: SeededRandom) {
  let report = aReport().by(pick(random, ['phone', 'web-form']));
  if (random() < 0.5) report = report.hostedIn(pick(random, ['BE', 'NL', 'US']));
  if (random() < 0.5) report = report.saying(`words ${Math.floor(random() * 100)}`);
  const subjects = 1 + Math.floor(random() * 3);
  for (let each = 0; each < subjects; each++) {
    const hashes = someHashes(random);
    if (random() < 0.5 || Object.keys(hashes).length === 0)
      report = report.of(`https://site-${Math.floor(random() * 10)}.example/`);
    else report = report.ofFile(hashes);
  }
  return report.build();
}

const someJudgement = (random: SeededRandom) =>
  pick(random, [
    illegalIn('BE'),
    illegalIn('NL'),
    illegalIn(null),
    legal({ note: 'a note' }),
    undetermined(),
  ]);

const WAITING = ['open', 'open', 'held', 'escalated'] as const;
const DECIDED = ['referred', 'closed'] as const;

const someCase = async (
  client: EngineClient,
  random: SeededRandom,
  states: readonly CaseState[] = WAITING,
): Promise<CaseId> => {
  const { cases } = await client.review.queue({ state: pick(random, states) });
  const found = pick(random, cases);
  if (found === undefined) throw new NothingThere();
  return found.id;
};

/** The deed needs something that the vault does not hold. */
class NothingThere extends Error {}

const somePerson = async (client: EngineClient, random: SeededRandom): Promise<PersonId> =>
  pick(random, await client.people.list()).id;

const lastDecision = async (client: EngineClient, id: CaseId) => {
  const last = (await client.review.case({ id })).assessments.at(-1);
  if (last === undefined) throw new NothingThere();
  return last.id;
};

/** Everything people do that the record knows, by name. */
export const DEEDS: Readonly<Record<string, Deed>> = {
  report: (_, client, random) => client.intake.report({ command: aCommand(), report: someReport(random) }),
  import: (vault, _, random) => {
    const reports = Array.from({ length: 1 + Math.floor(random() * 20) }, () => someReport(random));
    const lines = reports
      .map((report) => `${JSON.stringify({ format: 'hashline-report/1', ...report })}\n`)
      .join('');
    return importFile(vault.client, lines, { name: 'reports.jsonl' });
  },
  claim: async (_, client, random) =>
    client.review.claim({ command: aCommand(), id: await someCase(client, random) }),
  assess: async (_, client, random) =>
    client.review.assess({
      command: aCommand(),
      case: await someCase(client, random),
      judgement: someJudgement(random),
    }),
  narrative: async (_, client, random) => {
    const id = await someCase(client, random);
    const { sightings } = await client.review.case({ id });
    const told = sightings.find(({ hasNarrative }) => hasNarrative);
    if (told === undefined) throw new NothingThere();
    return client.review.revealNarrative({ case: id, report: told.report });
  },
  draft: async (_, client, random) =>
    client.review.saveDraft({
      case: await someCase(client, random),
      draft: { json: '{"legality":"legal"}' },
    }),
  verdict: async (vault, client, random) => {
    await matched(vault);
    const id = await someCase(client, random, [...WAITING, ...DECIDED]);
    const match = pick(random, (await client.review.case({ id })).matches);
    if (match === undefined) throw new NothingThere();
    const about = { command: aCommand(), case: id, match: match.id };
    return random() < 0.5
      ? client.matching.confirm(about)
      : client.matching.reject({ ...about, reason: 'another picture' });
  },
  policy: async (vault, client, random) => {
    const waiting = (await client.policy.proposals()).find(({ activation }) => activation === 'allowed');
    if (waiting !== undefined) return activate(vault, waiting);
    const { policy } = vault.engine.context.vault.require().session;
    const trustedChannels = pick(random, [['partner'], ['phone']] as const);
    return proposed(
      vault,
      nextPolicy(vault, { trustedChannels: [...trustedChannels] }, 1 + (policy.version % 2)),
    );
  },
  send: async (vault, _, random, desk) => {
    await sendAll(vault, 1);
    const [stored] = await storedAt(desk.dir);
    if (stored === undefined) throw new NothingThere();
    const at = new Date(vault.clock.nowMs()).toISOString();
    const event = pick(random, [
      { status: 'acknowledged', at },
      { status: 'moved', at, country: pick(random, ['NL', 'US', 'FR']) },
      { status: 'permanently-removed', at },
    ] as const);
    await addTakedown(desk.dir, stored.body.referral, TakedownEvent.parse(event));
    return vault.client.referral.refreshTakedowns();
  },
  takedown: async (vault, client, random) => {
    const id = await someCase(client, random, ['referred']);
    const at = new Date(vault.clock.nowMs()).toISOString();
    return client.referral.stateTakedown({
      command: aCommand(),
      case: id,
      event: TakedownEvent.parse(
        pick(random, [
          { status: 'verbal-approval', at },
          { status: 'moved', at, country: pick(random, ['NL', 'US', 'FR']) },
        ] as const),
      ),
      source: pick(random, TakedownSource.options),
      note: 'as the desk said',
    });
  },
  consult: async (vault, client, random) =>
    client.referral.recordConsultation({
      ...{ command: aCommand(), case: await someCase(client, random) },
      base: pick(random, ['ICSE', 'TWINS']),
      result: pick(random, ConsultationResult.options),
      at: new Date(vault.clock.nowMs()).toISOString(),
      note: 'as the officer read it out',
    }),
  withdraw: async (_, client, random) => {
    const id = await someCase(client, random, DECIDED);
    return client.review.withdraw({
      command: aCommand(),
      case: id,
      assessment: await lastDecision(client, id),
    });
  },
  correct: async (_, client, random) => {
    const id = await someCase(client, random, DECIDED);
    return client.review.correct({
      command: aCommand(),
      case: id,
      assessment: await lastDecision(client, id),
      judgement: someJudgement(random),
      reason: 'the hosting was another',
    });
  },
  reassign: async (_, client, random) =>
    client.review.reassign({
      command: aCommand(),
      case: await someCase(client, random),
      to: await somePerson(client, random),
      reason: 'urgent',
      words: 'it is urgent today',
    }),
  release: async (_, client, random) =>
    client.review.release({
      command: aCommand(),
      case: await someCase(client, random),
      reason: 'absent',
      words: 'they are absent today',
    }),
  judge: async (_, client, random) => {
    const waiting = pick(random, (await client.secondReview.waiting({})).cases);
    if (waiting === undefined) throw new NothingThere();
    return client.secondReview.judge({
      command: aCommand(),
      review: waiting.review,
      judgement: someJudgement(random),
    });
  },
  reveal: async (_, client, random) =>
    client.secondReview.reveal({ command: aCommand(), case: await someCase(client, random, DECIDED) }),
  settle: async (_, client, random) => {
    const found = pick(random, await client.secondReview.disagreements());
    if (found === undefined) throw new NothingThere();
    return client.secondReview.settle({
      command: aCommand(),
      review: found.review,
      settlement:
        random() < 0.5 ? { outcome: 'uphold' } : { outcome: 'overturn', judgement: someJudgement(random) },
      note: 'a word to the author',
    });
  },
  golden: async (_, client, random) =>
    client.secondReview.addGolden({ command: aCommand(), case: await someCase(client, random, DECIDED) }),
  ungolden: async (_, client, random) => {
    const golden = pick(random, await client.secondReview.golden());
    if (golden === undefined) throw new NothingThere();
    return client.secondReview.removeGolden({ command: aCommand(), golden: golden.id });
  },
  list: (vault, _, random) => {
    const entries = Array.from({ length: 5 }, (_each, at) => ({ id: `e${at}`, ...someHashes(random) }));
    const named = entries.filter((entry) => Object.keys(entry).length > 1);
    return aListOf(vault, named, { name: `list ${Math.floor(random() * 1000)}` });
  },
  switchList: async (_, client, random) => {
    const list = pick(random, await client.lists.list());
    if (list === undefined) throw new NothingThere();
    return client.lists.disable({ command: aCommand(), list: list.id });
  },
  export: async (_, client) => {
    for await (const lines of await client.audit.export()) void lines;
  },
  person: (_, client, random) =>
    client.people.add({
      command: aCommand(),
      name: `Person ${Math.floor(random() * 1000)}`,
      role: pick(random, ['analyst', 'auditor', 'administrator']),
    }),
  disable: async (_, client, random) => {
    const person = pick(
      random,
      (await client.people.list()).filter(({ name }) => name.startsWith('Person')),
    );
    if (person === undefined) throw new NothingThere();
    return client.people.disable({ command: aCommand(), person: person.id });
  },
  erase: async (_, client) => {
    const scope = { decidedBefore: '2999-01-01' };
    for await (const step of await client.retention.erase({ scope, reason: 'retention' })) {
      if (step.phase === 'done' && step.result.cases === 0) throw new NothingThere();
    }
  },
  later: async (vault, _, random) => vault.clock.advance(Math.floor(random() * 600_000)),
  someoneElse: (vault, _, random) =>
    atWork(vault, pick(random, [PERSON, PERSON, ...REVIEWERS.map(([name]) => name)])),
};

/** Refusals that a random deed may meet. */
const REFUSALS = ['CONFLICT', 'NOT_FOUND', 'NOT_PERMITTED', 'REFUSED', 'DUTY_TIME_OVER', 'REST_DUE'];

/**
 * Does a deed at random.
 * @returns its name; null where it was refused
 */
export async function deedAtRandom(
  vault: AVault,
  random: SeededRandom,
  desk: RunningDesk,
  names: readonly string[],
): Promise<string | null> {
  const name = pick(random, names);
  try {
    await DEEDS[name]!(vault, vault.client, random, desk);
    return name;
  } catch (error) {
    const isRefusal = error instanceof ORPCError && REFUSALS.includes(error.code);
    if (!isRefusal && !(error instanceof NothingThere)) throw error;
    return null;
  } finally {
    vault.clock.advance(1 + Math.floor(random() * 1000));
  }
}

/**
 * Lets people work at random.
 * @returns how often each deed was done, without those that were refused
 */
export async function workAtRandom(
  vault: AVault,
  random: SeededRandom,
  deeds: number,
  desk: RunningDesk,
): Promise<Record<string, number>> {
  await sendTo(vault, 'police', desk);
  const done: Record<string, number> = {};
  const names = Object.keys(DEEDS);
  for (let each = 0; each < deeds; each++) {
    const name = await deedAtRandom(vault, random, desk, names);
    if (name !== null) done[name] = (done[name] ?? 0) + 1;
  }
  return done;
}
