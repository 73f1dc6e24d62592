import { afterAll, beforeAll, expect, test } from 'vitest';
import type { VerifyReport } from '../../../../shared/contract/audit.contract.ts';
import { mayDo, type Role } from '../../../../shared/domain/duty.ts';
import { uuidv7 } from '../../../../shared/domain/ids.ts';
import { type EntryBody, parseEntry, signEntry } from '../../../../shared/ledger/entry.ts';
import { EntryKind, KINDS } from '../../../../shared/ledger/kinds/all-kinds.ts';
import { type SigningKey, signingKeyFrom } from '../../../../src-main/engine/keys/signing-key.ts';
import { Announcer } from '../../../../src-main/engine/session/announcer.ts';
import type { Database } from '../../../../src-main/engine/storage/database.ts';
import { type OpenVault, openVault } from '../../../../src-main/engine/whole/open-vault.ts';
import { type Told, toldReport } from '../../../../src-main/host-cli/terminal/fault-text.ts';
import { fakeBytes, pick, type SeededRandom, seededRandom } from '../../../../tools/fake-data.ts';
import { aCommand } from '../../../support/a-command.ts';
import { activate, nextPolicy, proposed } from '../../../support/a-proposal.ts';
import { aReport } from '../../../support/a-report.ts';
import { type AVault, aVault, PERSON } from '../../../support/a-vault.ts';
import { illegalIn } from '../../../support/an-assessment.ts';
import { atWork, enrolled } from '../../../support/colleagues.ts';
import { dropTriggers, Forger, type Holder, holderOf } from '../../../support/forger.ts';
import { thorough } from '../../../support/thorough.ts';
import { databaseOf } from '../../../support/vault-database.ts';

const FORGERIES = thorough(1000, 60);

let vault: AVault;
let db: Database;
let open: OpenVault;
let forger: Forger;
/** Ann forges. The supervisor, the auditor and the administrator are honest; Dan was disabled, Rob given new keys. */
let ann: Holder;
let boss: Holder;
let eva: Holder;
let dan: Holder;
let adi: Holder;
let robBefore: Holder;

async function hotlineAtWork(): Promise<void> {
  const { client, folder } = vault;
  for (const [name, role] of [
    ['Ann', 'analyst'],
    ['Eva', 'auditor'],
    ['Dan', 'analyst'],
    ['Adi', 'administrator'],
    ['Rob', 'analyst'],
  ] as const) {
    await enrolled(vault, name, role);
  }
  [ann, boss, eva, dan, adi, robBefore] = (await Promise.all(
    ['Ann', PERSON, 'Eva', 'Dan', 'Adi', 'Rob'].map((name) => holderOf(folder, name)),
  )) as [Holder, Holder, Holder, Holder, Holder, Holder];
  const person = (name: string, id: string) => ({ command: aCommand(), person: id as never, name });
  await client.people.disable({ command: aCommand(), person: person('Dan', dan.id).person });
  const { code } = await client.people.setRole({
    command: aCommand(),
    person: person('Rob', robBefore.id).person,
    role: 'analyst',
  });
  await client.vault.enrol({ name: 'Rob', code, passphrase: 'another passphrase of Rob' });
  await activate(vault, await proposed(vault, nextPolicy(vault)));
  await proposed(vault, nextPolicy(vault));
  await atWork(vault, 'Ann');
  for (const name of ['one', 'two', 'three']) {
    const report = aReport().of(`https://${name}.example/`).build();
    const { cases } = await client.intake.report({ command: aCommand(), report });
    await client.review.claim({ command: aCommand(), id: cases[0]!.id });
    await client.review.assess({ command: aCommand(), case: cases[0]!.id, judgement: illegalIn('BE') });
  }
  await atWork(vault, PERSON);
  vault.lock();
}

beforeAll(async () => {
  vault = await aVault();
  await hotlineAtWork();
  db = await databaseOf(vault.folder);
  dropTriggers(db);
  const { ports } = vault.engine.context;
  const person = {
    id: ann.id as never,
    name: 'Ann',
    role: 'analyst' as const,
    publicKey: ann.key.publicKeyText,
  };
  open = openVault({
    db,
    person,
    personKey: ann.key,
    unseal: null,
    contentKey: null,
    indexKey: new Uint8Array(32),
    ports,
    announcer: new Announcer(),
    unrecorded: null,
  });
  forger = new Forger(db, vault.clock);
}, 30_000);

afterAll(() => {
  open.close();
  vault[Symbol.dispose]();
});

async function report(): Promise<Told<VerifyReport>> {
  for await (const step of open.audit.verify()) if (step.phase === 'done') return toldReport(step.report);
  throw new Error('the verification ended without a report');
}

/** Verifies the ledger as it is after `forge`, and takes everything back. */
async function reportAfter(forge: () => void): Promise<Told<VerifyReport>> {
  db.execute('BEGIN');
  try {
    forge();
    return await report();
  } finally {
    db.execute('ROLLBACK');
  }
}

const someId = (random: SeededRandom): string => uuidv7(Date.parse('2026-01-01'), fakeBytes(random, 10));
const someKey = (random: SeededRandom): SigningKey => signingKeyFrom(fakeBytes(random, 32));

/** What an entry about a person says; the key is one that the forger holds. */
const about = (random: SeededRandom, id: string): Record<string, unknown> => ({
  person: id,
  name: 'Ann',
  role: pick(random, ['supervisor', 'auditor', 'analyst']),
  publicKey: pick(random, [ann.key, someKey(random)]).publicKeyText,
});

const dataFor = (random: SeededRandom, kind: EntryKind): Record<string, unknown> => {
  const somebody = pick(random, [ann.id, boss.id, eva.id, someId(random)]);
  if (kind.startsWith('person.') || kind.startsWith('vault.')) return about(random, somebody);
  if (kind.startsWith('case.')) return { case: someId(random) };
  return { at: '2026-11-21T00:00:00.000Z', name: 'Ann', reason: 'because' };
};

const kindsWhere = (fits: (kind: EntryKind) => boolean): [EntryKind, ...EntryKind[]] =>
  EntryKind.options.filter(fits) as [EntryKind, ...EntryKind[]];
/** A duty that a role does not have, or a kind no person signs. */
const deniedTo = (role: Role): [EntryKind, ...EntryKind[]] =>
  kindsWhere((kind) => {
    const { duty } = KINDS[kind];
    return duty === null || !mayDo(role, duty);
  });
const ANY = kindsWhere(() => true);
const OF_DEVICES = kindsWhere((kind) => KINDS[kind].signer === 'device');
const OF_PEOPLE = kindsWhere((kind) => !OF_DEVICES.includes(kind));

function entry(random: SeededRandom, id: string, key: SigningKey, kinds: [EntryKind, ...EntryKind[]]): void {
  const kind = pick(random, kinds);
  const ledger = forger.ledgerAs(id, key);
  ledger.byPerson(kind, dataFor(random, kind));
  // As after a lock, so that nothing is missing but the right to it.
  if (random() < 0.5) ledger.checkpoint();
}

function changedLine(
  random: SeededRandom,
  change: (body: EntryBody) => EntryBody,
  key: SigningKey,
): string[] {
  const lines = forger.lines();
  // Entries of somebody else; Ann may say of herself what she likes at the end of the record.
  const others = lines.flatMap((line, index) => {
    const { actor } = parseEntry(line)!;
    return 'person' in actor && actor.person !== ann.id ? [index] : [];
  });
  const at = others[Math.floor(random() * others.length)]!;
  const { sig: _, ...body } = parseEntry(lines[at]!)!;
  return lines.with(at, signEntry(change(body), key.sign));
}

const FORGE: Readonly<Record<string, (random: SeededRandom) => void>> = {
  'signs what is not an analyst’s': (random) => entry(random, ann.id, ann.key, deniedTo('analyst')),
  'makes herself a supervisor': () =>
    forger.ledgerAs(ann.id, ann.key).byPerson('person.role-changed', {
      person: ann.id,
      name: 'Ann',
      role: 'supervisor',
      publicKey: ann.key.publicKeyText,
    }),
  'makes herself a supervisor and acts as one': (random) => {
    const ledger = forger.ledgerAs(ann.id, ann.key);
    ledger.byPerson('person.role-changed', { ...about(random, ann.id), role: 'supervisor' });
    ledger.byPerson('person.added', about(random, someId(random)));
    ledger.byPerson('session.locked', {});
    ledger.checkpoint();
  },
  'signs as somebody else': (random) => entry(random, pick(random, [boss, eva, adi, dan]).id, ann.key, ANY),
  'signs as somebody nobody added': (random) => entry(random, someId(random), ann.key, ANY),
  'signs as a disabled colleague with their key': (random) => entry(random, dan.id, dan.key, ANY),
  'signs as an administrator with their key': (random) => entry(random, adi.id, adi.key, ANY),
  'signs with the key a colleague had before': (random) => entry(random, robBefore.id, robBefore.key, ANY),
  'lets an auditor decide': (random) => entry(random, eva.id, eva.key, deniedTo('auditor')),
  'lets the workstation decide': (random) => {
    const kind = pick(random, OF_PEOPLE);
    forger.ledgerAs(ann.id, ann.key).byDevice(kind, dataFor(random, kind));
  },
  'signs as the workstation with a key of her own': (random) => {
    const lines = forger.lines();
    const { sig: _, ...last } = parseEntry(lines.at(-1)!)!;
    const body: EntryBody = {
      ...last,
      seq: lines.length,
      actor: { device: last.device },
      kind: pick(random, OF_DEVICES),
      data: {},
    };
    forger.rewrite([...lines, signEntry(body, ann.key.sign)]);
  },
  'signs as the recovery key': (random) => {
    const key = pick(random, [ann.key, forger.deviceKey, someKey(random)]);
    forger.ledgerAs(ann.id, ann.key).byRecovery('vault.recovered', about(random, ann.id), key.sign);
  },
  'makes the vault a second time': (random) =>
    forger.ledgerAs(ann.id, ann.key).byPerson('vault.created', {
      ...about(random, pick(random, [ann.id, someId(random)])),
      role: 'supervisor',
    }),
  'rewrites what somebody else signed, with her own signature': (random) =>
    forger.rewrite(
      changedLine(random, (body) => ({ ...body, data: { ...body.data, note: random() } }), ann.key),
    ),
  'rewrites who did it': (random) =>
    forger.rewrite(
      changedLine(random, (body) => ({ ...body, actor: { person: ann.id as never } }), boss.key),
    ),
  'takes out an entry in the middle': (random) => {
    const lines = forger.lines();
    forger.rewrite(lines.toSpliced(Math.floor(random() * (lines.length - 1)), 1));
  },
  'puts an entry in twice': (random) => {
    const lines = forger.lines();
    const line = lines[Math.floor(random() * lines.length)]!;
    forger.rewrite(lines.toSpliced(Math.floor(random() * (lines.length + 1)), 0, line));
  },
  'changes the order': (random) => {
    const lines = forger.lines();
    const at = Math.floor(random() * (lines.length - 1));
    forger.rewrite(lines.with(at, lines[at + 1]!).with(at + 1, lines[at]!));
  },
};

function sql(statement: string, ...values: (string | number)[]): void {
  if (db.prepare(statement).run(values).changes === 0) throw new Error(`changes nothing: ${statement}`);
}
const COLUMNS =
  'case_id, assessed_at, legality, category, judgement, route, state_before, due_at, position, device';

/** Rows that Hashline works with, changed without an entry. */
const FORGE_ROWS: typeof FORGE = {
  'raises her role in the table of people': () =>
    sql("UPDATE people SET role = 'supervisor' WHERE id = ?", ann.id),
  'lowers the supervisor in it': (random) =>
    sql('UPDATE people SET role = ? WHERE id = ?', pick(random, ['analyst', 'auditor']), boss.id),
  'puts a key of hers in the place of a colleague’s': (random) =>
    sql(
      'UPDATE person_keys SET public_key = ? WHERE person_id = ?',
      ann.key.publicKeyText,
      pick(random, [boss, eva, adi]).id,
    ),
  'gives somebody a key at another workstation': (random) =>
    sql(
      'INSERT INTO person_keys (person_id, device, public_key, given_by) VALUES (?, ?, ?, ?)',
      pick(random, [boss.id, eva.id, ann.id, someId(random)]),
      someId(random),
      ann.key.publicKeyText,
      boss.id,
    ),
  'takes a key away': (random) =>
    sql('DELETE FROM person_keys WHERE person_id = ?', pick(random, [boss, eva, adi]).id),
  'brings a disabled colleague back': () => sql('UPDATE people SET disabled_at = NULL WHERE id = ?', dan.id),
  'disables the auditor': () =>
    sql("UPDATE people SET disabled_at = '2026-11-21T00:00:00.000Z' WHERE id = ?", eva.id),
  'adds somebody to it': (random) =>
    sql(
      "INSERT INTO people (id, name, role, added_at, changed_by) VALUES (?, 'Eve', ?, '', ?)",
      someId(random),
      pick(random, ['supervisor', 'analyst', 'auditor', 'administrator']),
      boss.id,
    ),
  'takes somebody out of it': (random) =>
    sql('DELETE FROM people WHERE id = ?', pick(random, [boss, eva, dan, adi]).id),
  'makes her decision a supervisor’s': () => sql('UPDATE assessments SET person_id = ?', boss.id),
  'writes a decision in a supervisor’s name': (random) =>
    sql(
      `INSERT INTO assessments (id, person_id, ${COLUMNS}) SELECT ?, ?, ${COLUMNS} FROM assessments LIMIT 1`,
      someId(random),
      boss.id,
    ),
  'changes a judgement': (random) =>
    sql(
      "UPDATE assessments SET judgement = json_set(judgement, '$.legality', ?)",
      pick(random, ['legal', 'undetermined']),
    ),
  'changes a note': (random) =>
    sql("UPDATE assessments SET judgement = json_set(judgement, '$.note', ?)", `other ${random()}`),
  'changes where a case goes': () =>
    sql("UPDATE assessments SET route = json_set(route, '$.destinations', '[]')"),
  'takes a decision out': () => sql('DELETE FROM assessments WHERE id = (SELECT min(id) FROM assessments)'),
  'changes what is to be sent': (random) =>
    sql(
      "UPDATE referrals SET body = json_set(body, '$.subject.sightings', ?)",
      Math.floor(random() * 1000) + 7,
    ),
  'sends it elsewhere': () => sql("UPDATE referrals SET destination = 'elsewhere'"),
  'sends what nobody decided': (random) =>
    sql(
      `INSERT INTO referrals (id, case_id, assessment_id, destination, purpose, state, queued_at, next_attempt_at, not_before, idempotency_key, body, position)
       SELECT ?, case_id, 'of nobody', destination, 'new', 'queued', queued_at, 0, 0, ?, body, position FROM referrals LIMIT 1`,
      someId(random),
      String(random()),
    ),
  'takes back what was to be sent': () =>
    sql('DELETE FROM referrals WHERE line = (SELECT min(line) FROM referrals)'),
  'changes a rule of the policy': (random) =>
    sql(
      "UPDATE policies SET body = json_set(body, '$.session.dutyMinutesPerDay', ?)",
      Math.floor(random() * 1000) + 200,
    ),
  'changes the member table': () =>
    sql("UPDATE policies SET members = json_set(members, '$.asOf', '2030-01-01')"),
  'puts an earlier order of policies': () => sql('UPDATE policies SET number = 9 WHERE version = 1'),
  'changes what is proposed': (random) =>
    sql(
      "UPDATE policy_proposals SET body = json_set(body, '$.session.dutyMinutesPerDay', ?) WHERE settled_as IS NULL",
      Math.floor(random() * 1000) + 200,
    ),
  'proposes in another name': () =>
    sql('UPDATE policy_proposals SET proposed_by = ? WHERE settled_as IS NULL', ann.id),
  'takes a proposal away': () => sql('DELETE FROM policy_proposals WHERE settled_as IS NULL'),
  'lets a settled proposal wait again': () => sql('UPDATE policy_proposals SET settled_as = NULL'),
  'puts another policy in force': (random) =>
    sql(
      `INSERT INTO policies (id, version, body, members, activated_at)
       SELECT id, ?, body, members, '2099-01-01T00:00:00.000Z' FROM policies LIMIT 1`,
      Math.floor(random() * 1000) + 3,
    ),
};

test('control: the record is whole, and what an analyst may sign stays unnamed', async () => {
  expect((await report()).problems).toEqual([]);
  const honest = await reportAfter(() => {
    const ledger = forger.ledgerAs(ann.id, ann.key);
    ledger.byPerson('checkpoint.made', {});
    ledger.checkpoint();
  });
  expect(honest.problems).toEqual([]);
  expect((await reportAfter(() => forger.rewrite(forger.lines()))).problems).toEqual([]);
});

test(`of ${FORGERIES} forgeries with an analyst’s keys, written straight into the database, verification names all`, async () => {
  const random = seededRandom(22);
  const ways = Object.entries({ ...FORGE, ...FORGE_ROWS }) as [[string, (random: SeededRandom) => void]];
  const unseen: string[] = [];
  for (let number = 0; number < FORGERIES; number++) {
    const [way, forge] = ways[number % ways.length]!;
    const { ok, problems } = await reportAfter(() => forge(random));
    if (ok || problems.length === 0) unseen.push(`${number}: ${way}`);
  }
  expect(unseen).toEqual([]);
}, 120_000);
