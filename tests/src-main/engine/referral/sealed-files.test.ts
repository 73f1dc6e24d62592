import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { expect, test } from 'vitest';
import { DestinationId, ReferralId } from '../../../../shared/domain/ids.ts';
import { toldReferral } from '../../../../src-main/host-cli/terminal/told-referral.ts';
import { openDesk } from '../../../../src-main/receiver/receiver.ts';
import { openArrival, takeIn } from '../../../../src-main/receiver/sealed-arrival.ts';
import { aCommand } from '../../../support/a-command.ts';
import { refer, sendOnce, storedAt } from '../../../support/a-referring-vault.ts';
import { aReviewedVault, decidedBy } from '../../../support/a-reviewed-vault.ts';
import { type AVault, aVault } from '../../../support/a-vault.ts';
import { atWork } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { aDesk, type RunningDesk } from '../../receiver/a-desk.ts';

const POLICE = DestinationId.parse('police');
const identity = await generateX25519Identity();
const recipient = await identityToRecipient(identity);

/** Sets up the police as a desk that is reached over the network, and by file while it is not. */
const setUp = (vault: AVault, desk: RunningDesk) =>
  vault.client.referral.addDestination({
    command: aCommand(),
    destination: {
      id: POLICE,
      channel: { kind: 'https-json', settings: { ...desk.settings, recipient } },
    },
  });

/** Sets up the police as a desk to which only a person goes. */
const byFileAlone = (vault: AVault, desk: RunningDesk) =>
  vault.client.referral.addDestination({
    command: aCommand(),
    destination: {
      id: POLICE,
      channel: { kind: 'sealed-file', settings: { recipient, ca: desk.settings.ca } },
    },
  });

const seal = async (vault: AVault) => {
  const sealed = await vault.client.referral.seal({ destination: POLICE });
  return { ...sealed, bytes: new Uint8Array(Buffer.from(sealed.file, 'base64')) };
};

/** What a file of receipts tells, with the ids of the referrals alone. */
async function receiptsIn(vault: AVault, text: string) {
  const { statements, unanswered, ...read } = await vault.client.referral.importReceipts({ text });
  return {
    ...read,
    statements: statements.map(({ line, told, referral }) => [line, told, referral?.id ?? null]),
    unanswered: unanswered.map(({ id }) => id),
  };
}

/** What the desk does with a file: the statements that it gives back. */
async function atTheDesk(desk: RunningDesk, bytes: Uint8Array) {
  const opened = await openArrival(bytes, identity);
  if ('problem' in opened) throw new Error(opened.problem);
  const other = await openDesk({ dir: desk.dir, name: 'Example Desk' });
  const taken = await takeIn(opened, other.desk, opened.thumbprint);
  return { opened, taken: taken!, receipts: taken!.statements.join('\n') };
}

const outboxOf = async (vault: AVault) =>
  (await vault.client.referral.outbox({ limit: 1000 })).referrals.reverse().map(toldReferral);

test('what waits is carried to the desk as one file, and its receipts come back', async () => {
  await using desk = await aDesk();
  using vault = await aVault();
  await byFileAlone(vault, desk);
  const first = await refer(vault, 'first');
  const second = await refer(vault, 'second');
  expect(await sendOnce(vault)).toEqual({ delivered: 0, retrying: 2, refused: 0, parked: 0 });
  const { bytes, cover, unordered, more } = await seal(vault);
  expect({ ids: cover.referrals, again: cover.again, unordered, more }).toEqual({
    ids: [first.referrals[0]!.id, second.referrals[0]!.id],
    again: 0,
    unordered: 0,
    more: false,
  });
  expect((await outboxOf(vault)).map(({ state, sealedAt }) => [state, sealedAt])).toEqual([
    ['queued', cover.sealedAt],
    ['queued', cover.sealedAt],
  ]);
  const { opened, taken, receipts } = await atTheDesk(desk, bytes);
  expect({ thumbprint: opened.thumbprint, stored: taken.stored }).toEqual({
    thumbprint: cover.thumbprint,
    stored: 2,
  });
  const [one, other] = taken.statements;
  const ids = [first.referrals[0]!.id, second.referrals[0]!.id];
  expect(await receiptsIn(vault, `\n${other}\n`)).toEqual({
    ...{ delivered: 1, refused: 0, known: 0, problems: [] },
    statements: [[2, 'delivered', ids[1]]],
    unanswered: [ids[0]],
  });
  expect(await receiptsIn(vault, one!)).toEqual({
    ...{ delivered: 1, refused: 0, known: 0, problems: [] },
    statements: [[1, 'delivered', ids[0]]],
    unanswered: [],
  });
  const stored = await storedAt(desk.dir);
  expect((await outboxOf(vault)).map(({ state, reference }) => [state, reference])).toEqual(
    stored.map(({ record }) => ['delivered', record.reference]),
  );
  expect(await receiptsIn(vault, receipts)).toEqual({
    ...{ delivered: 0, refused: 0, known: 2, problems: [] },
    statements: ids.map((id, at) => [at + 1, 'known', id]),
    unanswered: [],
  });
  expect(await failureOf(vault.client.referral.seal({ destination: POLICE }))).toEqual({
    code: 'CONFLICT',
    data: { reason: 'nothing-to-seal' },
  });
});

test('a referral that goes both ways is one at the desk, whichever comes first', async () => {
  await using desk = await aDesk();
  using vault = await aVault();
  await setUp(vault, desk);
  await vault.client.referral.pauseDestination({ command: aCommand(), id: POLICE });
  await refer(vault, 'by-hand-first');
  expect((await sendOnce(vault)).retrying).toBe(1);
  const { bytes } = await seal(vault);
  const byHand = await atTheDesk(desk, bytes);
  await vault.client.referral.resumeDestination({ command: aCommand(), id: POLICE });
  expect((await sendOnce(vault)).delivered).toBe(1);
  expect(desk.events.map(({ type }) => type)).toEqual(['repeated']);
  const again = await atTheDesk(desk, bytes);
  expect({ hand: byHand.taken.stored, later: again.taken.known, same: again.receipts }).toEqual({
    hand: 1,
    later: 1,
    same: byHand.receipts,
  });
  expect((await storedAt(desk.dir)).length).toBe(1);
  expect(await vault.client.referral.importReceipts({ text: byHand.receipts })).toMatchObject({ known: 1 });
});

test('a decision whose referral was sealed is no longer taken back', async () => {
  await using desk = await aDesk();
  using vault = await aVault({ graceSeconds: 60 });
  await byFileAlone(vault, desk);
  await refer(vault, 'held');
  expect(await failureOf(vault.client.referral.seal({ destination: POLICE }))).toMatchObject({
    data: { reason: 'nothing-to-seal' },
  });
  vault.clock.advance(61_000);
  expect((await seal(vault)).cover.referrals.length).toBe(1);
});

test('receipts that prove nothing change nothing, and each says why', async () => {
  await using desk = await aDesk();
  await using stranger = await aDesk();
  using vault = await aVault();
  await byFileAlone(vault, desk);
  await refer(vault, 'a');
  const { bytes } = await seal(vault);
  const forged = await atTheDesk(stranger, bytes);
  const mine = await atTheDesk(desk, bytes);
  const changed = `${mine.receipts.slice(0, -4)}AAAA`;
  const text = ['not a receipt', forged.receipts, changed, ''].join('\n');
  expect(await receiptsIn(vault, text)).toEqual({
    ...{ delivered: 0, refused: 0, known: 0, statements: [], unanswered: [] },
    problems: [
      { line: 1, problem: 'not-a-receipt' },
      { line: 2, problem: 'untrusted-certificate' },
      { line: 3, problem: expect.stringMatching(/^(bad-signature|not-a-re.*)$/) },
    ],
  });
  expect((await outboxOf(vault)).map(({ state }) => state)).toEqual(['queued']);
});

test('receipts about a case that waits for the person’s own second review are recorded, and do not show it', async () => {
  await using desk = await aDesk();
  using vault = await aReviewedVault();
  await byFileAlone(vault, desk);
  await decidedBy(vault, 'Ann', 'one');
  await decidedBy(vault, 'Ann', 'two');
  const { bytes } = await seal(vault);
  const { receipts } = await atTheDesk(desk, bytes);
  await atWork(vault, 'Bob');
  expect(await receiptsIn(vault, receipts.split('\n')[0]!)).toEqual({
    ...{ delivered: 1, refused: 0, known: 0, problems: [] },
    statements: [[1, 'delivered', null]],
    unanswered: [],
  });
});

test('a file opens for the identity of the desk alone, and with age itself', async () => {
  await using desk = await aDesk();
  using vault = await aVault();
  await byFileAlone(vault, desk);
  const { referrals } = await refer(vault, 'a');
  const { bytes } = await seal(vault);
  const stranger = await generateX25519Identity();
  expect(await openArrival(bytes, stranger)).toEqual({ problem: 'not-for-this-identity' });
  for (const place of [0, 40, bytes.length >> 1, bytes.length - 1]) {
    const damaged = bytes.slice();
    damaged[place]! ^= 1;
    expect(await openArrival(damaged, identity)).toEqual({ problem: 'not-for-this-identity' });
  }
  const file = join(desk.dir, 'sealed.age');
  await writeFile(file, bytes);
  await writeFile(join(desk.dir, 'key'), `${identity}\n`);
  let plain: string;
  try {
    plain = execFileSync('age', ['-d', '-i', join(desk.dir, 'key'), file], { encoding: 'utf8' });
  } catch (error) {
    // Not every machine has age.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw error;
  }
  const content = JSON.parse(plain.split('\n')[0]!);
  expect(JSON.parse(content.referrals[0].body).referral).toBe(referrals[0]!.id);
});

test('a desk takes nothing from a key that it does not know and its operator did not compare', async () => {
  await using desk = await aDesk();
  using vault = await aVault();
  await byFileAlone(vault, desk);
  await refer(vault, 'a');
  const { bytes } = await seal(vault);
  const opened = await openArrival(bytes, identity);
  if ('problem' in opened) throw new Error(opened.problem);
  const { desk: opener } = await openDesk({ dir: desk.dir, name: 'Example Desk' });
  expect(await takeIn(opened, opener, null)).toBe(null);
  expect(await takeIn(opened, opener, 'another key')).toBe(null);
  expect(await storedAt(desk.dir)).toEqual([]);
});

test('a destination without an age recipient is not sealed, nor one that somebody changed', async () => {
  await using desk = await aDesk();
  using vault = await aVault();
  const plain = { id: POLICE, channel: { kind: 'https-json' as const, settings: desk.settings } };
  await vault.client.referral.addDestination({ command: aCommand(), destination: plain });
  await refer(vault, 'a');
  expect(await failureOf(vault.client.referral.seal({ destination: POLICE }))).toEqual({
    code: 'CONFLICT',
    data: { reason: 'not-sealable' },
  });
});

test('a parked referral is confirmed by a person, and that is recorded', async () => {
  await using desk = await aDesk({ fail: { status: 403, rate: 1 } });
  using vault = await aVault();
  await setUp(vault, desk);
  const { referrals } = await refer(vault, 'a');
  const id = ReferralId.parse(referrals[0]!.id);
  expect(await failureOf(vault.client.referral.confirm({ command: aCommand(), id }))).toMatchObject({
    data: { reason: 'referral-not-parked' },
  });
  expect((await sendOnce(vault)).parked).toBe(1);
  const confirmed = await vault.client.referral.confirm({ command: aCommand(), id });
  expect([confirmed.state, confirmed.reference, confirmed.reason]).toEqual(['delivered', null, null]);
  const { entries } = await vault.client.audit.entries({ limit: 50 });
  expect(entries.find(({ kind }) => kind === 'referral.confirmed')?.actor.name).toBe('Sam Supervisor');
});
