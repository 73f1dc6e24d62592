import { describe, expect, test } from 'vitest';
import type { CarriedOut } from '../../../../shared/contract/team.contract.ts';
import { toBase64 } from '../../../../shared/ledger/bytes.ts';
import { sealTo, unsealWith } from '../../../../src-main/engine/keys/sealing-key.ts';
import { signingKeyFrom } from '../../../../src-main/engine/keys/signing-key.ts';
import { type StickHead, StickWriter } from '../../../../src-main/engine/team/stick.ts';
import { aCommand } from '../../../support/a-command.ts';
import { importList } from '../../../support/a-list-import.ts';
import { aHash, aReport } from '../../../support/a-report.ts';
import { type ATeam, aTeam, type Seat } from '../../../support/a-team.ts';
import { portsOf } from '../../../support/a-vault.ts';
import { illegalIn } from '../../../support/an-assessment.ts';
import { importFile } from '../../../support/an-import.ts';
import { lootOf } from '../../../support/an-opener.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { scartFile, scartRow } from '../../../support/intake.ts';
import { problemsOf } from '../../../support/problems-of.ts';

const headOf = (text: string): StickHead => JSON.parse(text.slice(0, text.indexOf('\n')));

interface Apart extends ATeam {
  sam: Seat;
  ada: Seat;
  joan: Seat;
}

/** Three seats, of which Ada's does not reach the hub any more. */
async function aTeamApart(): Promise<Apart> {
  const team = await aTeam([
    ['Ada', 'analyst'],
    ['Joan', 'supervisor'],
  ]);
  const [sam, ada, joan] = team.seats as [Seat, Seat, Seat];
  team.hub.goAway(ada.device());
  await ada.sync().catch(() => {});
  return Object.assign(team, { sam, ada, joan });
}

interface Written extends CarriedOut {
  stick: Blob;
}

async function out(from: Seat, to: Seat, since?: number): Promise<Written> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let count: CarriedOut | null = null;
  const about = { to: to.open().session.device, ...(since === undefined ? {} : { since }) };
  for await (const step of await from.client.team.carryOut(about)) {
    if (step.state === 'writing') pieces.push(new Uint8Array(Buffer.from(step.bytes, 'base64')));
    else count = { deeds: step.deeds, parcels: step.parcels };
  }
  return { stick: new Blob(pieces), ...count! };
}

const taken = ({ client }: Seat, { stick }: { stick: Blob }) => client.team.carryIn({ stick });
const refused = async (seat: Seat, stick: Blob) =>
  (await failureOf(seat.client.team.carryIn({ stick }))) as { data?: { reason?: string } };

const report = (seat: Seat, name: string) =>
  seat.client.intake.report({
    command: aCommand(),
    report: aReport().of(`https://${name}.example/`).build(),
  });

const subjects = async (seat: Seat) =>
  (await seat.client.review.queue({})).cases.map(({ subject }) => subject).sort();

const waiting = async (seat: Seat) => (await seat.client.team.status()).waiting;

const record = (seat: Seat) => {
  const vault = seat.open();
  const log = vault.teamSync.log!;
  return log.deeds(0, log.settled).map(({ line }) => line);
};

describe('a seat that does not reach the hub', () => {
  test('hears nothing and is not heard without a stick: the control', async () => {
    await using team = await aTeamApart();
    const { sam, ada, joan } = team;
    await report(sam, 'one');
    await report(ada, 'two');
    await team.settle([sam, joan]);
    await ada.sync().catch(() => {});
    expect([await subjects(sam), await subjects(ada), await waiting(ada)]).toEqual([
      ['https://one.example/'],
      ['https://two.example/'],
      await waiting(ada),
    ]);
    expect(await waiting(ada)).toBeGreaterThan(0);
  });

  test('takes part by stick, round after round, and has the same record as the others', async () => {
    await using team = await aTeamApart();
    const { sam, ada, joan } = team;
    await importList(sam.client, `${aHash(32, 1)}\n`, { list: { name: 'bare' } });
    await report(sam, 'one');
    await team.settle([sam, joan]);
    for (const round of [1, 2]) {
      const { cases } = await report(ada, `away-${round}`);
      await ada.client.review.assess({
        command: aCommand(),
        case: cases[0]!.id,
        judgement: illegalIn('BE'),
      });
      await ada.client.intake.report({
        command: aCommand(),
        report: aReport()
          .ofFile({ md5: aHash(32, 1) })
          .build(),
      });
      await importFile(ada.client, scartFile([scartRow(`https://file-${round}.example/`)]), {
        name: `${round}.csv`,
      });
      await report(joan, `there-${round}`);
      await joan.sync();
      const here = await waiting(ada);
      const toSam = await out(ada, sam);
      // Of the file that was taken in, and of one before where Sam’s seat has not said that it has that.
      expect(toSam.parcels).toBe(2 * round);
      const atSam = await taken(sam, toSam);
      expect([atSam.brought, atSam.left]).toEqual([here, 0]);
      await team.settle([sam, joan]);
      const back = await out(sam, ada);
      const atAda = await taken(ada, back);
      expect([atAda.brought, atAda.waiting]).toEqual([0, 0]);
      expect(atAda.taken).toBeGreaterThanOrEqual(here);
      await ada.open().matching.matching.settled();
      expect(record(ada).slice(0, record(sam).length)).toEqual(record(sam));
      expect(await subjects(ada)).toEqual(await subjects(joan));
      expect(await subjects(joan)).toContain(`https://there-${round}.example/`);
    }
    const { cases } = await ada.client.review.queue({});
    const found = await Promise.all(cases.map(({ id }) => ada.client.review.case({ id })));
    expect(found.flatMap(({ matches }) => matches.map(({ listName }) => listName))).toEqual(['bare']);
    for (const { client } of [sam, ada, joan]) {
      const { unapplied, lists } = await client.team.status();
      expect([unapplied, lists, await problemsOf(client)]).toEqual([[], [], []]);
    }
    // And with contact again, nothing is left to say.
    team.hub.comeBack(ada.device());
    await team.settle();
    expect(record(ada)).toEqual(record(joan));
  });

  test('may be sent a stick twice, or an older one after a newer one', async () => {
    await using team = await aTeamApart();
    const { sam, ada, joan } = team;
    await report(ada, 'one');
    const older = await out(ada, sam);
    await report(ada, 'two');
    const newer = await out(ada, joan);
    expect((await taken(joan, newer)).brought).toBeGreaterThan(0);
    expect((await taken(sam, older)).brought).toBe(0);
    expect((await taken(joan, newer)).brought).toBe(0);
    const back = await out(sam, ada);
    expect((await taken(ada, back)).taken).toBeGreaterThan(0);
    expect(await taken(ada, back)).toEqual({ taken: 0, brought: 0, waiting: 0, left: 0 });
    await team.settle([sam, joan]);
    expect([await subjects(sam), await subjects(ada)]).toEqual([await subjects(joan), await subjects(joan)]);
  });

  test('gets its place behind others who come in between', async () => {
    await using team = await aTeamApart();
    const { sam, ada, joan, hub } = team;
    await report(ada, 'one');
    const stick = await out(ada, sam);
    await report(joan, 'between');
    // While Sam's seat looks, and again before it gives.
    const real = hub.as(sam.device()).constructor.prototype as { refill: (...given: unknown[]) => unknown };
    const refill = real.refill;
    let times = 0;
    real.refill = async function (this: unknown, ...given: unknown[]) {
      if (times++ === 0) await joan.sync();
      return refill.apply(this, given);
    };
    try {
      expect((await taken(sam, stick)).brought).toBeGreaterThan(0);
    } finally {
      real.refill = refill;
    }
    expect(times).toBe(2);
    await team.settle([sam, joan]);
    expect(await subjects(sam)).toEqual(['https://between.example/', 'https://one.example/']);
    expect(await subjects(joan)).toEqual(await subjects(sam));
  });
});

describe('a stick that was written after a seat was removed', () => {
  test('opens at a seat that had no contact since, which finds the new key on it, and no removed one opens it', async () => {
    await using team = await aTeamApart();
    const { sam, ada, joan } = team;
    await report(ada, 'away');
    const loot = await lootOf(joan);
    await sam.client.team.remove({ command: aCommand(), device: loot.device as never });
    await importFile(sam.client, scartFile([scartRow('https://file.example/')]), { name: 'file.csv' });
    await importList(sam.client, `${aHash(32, 1)}\n`, { list: { name: 'bare' } });
    await sam.sync();
    const { stick } = await out(sam, ada);
    const head = headOf(await stick.text());
    const opens = (seed: Uint8Array) =>
      head.seats.map(
        ({ device, sealed }) =>
          unsealWith(seed)(sealed, { purpose: 'stick-key', log: head.hotline, device, stick: head.id }) !==
          null,
      );
    expect((await taken(ada, { stick })).taken).toBeGreaterThan(0);
    const hosts = ['away', 'file'].map((name) => `https://${name}.example/`);
    expect(await subjects(ada)).toEqual(hosts);
    const { unapplied, lists } = await ada.client.team.status();
    expect([unapplied, lists]).toEqual([[], []]);
    // What she did waits, and goes out with the new key by stick and by the hub.
    const back = await out(ada, sam);
    expect((await taken(sam, back)).brought).toBeGreaterThan(0);
    team.hub.comeBack(ada.device());
    await team.settle([sam, ada]);
    expect([await subjects(sam), record(ada)]).toEqual([hosts, record(sam)]);
    expect((await ada.client.team.status()).trouble).toBe(null);
    expect([head.seats.length, opens(loot.seed)]).toEqual([1, [false]]);
    // The control: a seat that was left opens it with what its disk has.
    expect(opens((await lootOf(ada)).seed)).toEqual([true]);
  });
});

describe('a stick', () => {
  test('of another hotline, changed or cut off is refused by name, and nothing of it is taken in', async () => {
    await using team = await aTeamApart();
    await using other = await aTeam([['Ada', 'analyst']]);
    const { sam, ada } = team;
    await report(sam, 'one');
    await sam.sync();
    const { stick } = await out(sam, ada);
    const bytes = new Uint8Array(await stick.arrayBuffer());
    const turned = bytes.slice();
    turned[bytes.length - 40]! ^= 1;
    const [first, second] = other.seats as [Seat, Seat];
    const foreign = await out(first, second);
    const of = async (seat: Seat, one: Uint8Array<ArrayBuffer> | Blob) =>
      (await refused(seat, one instanceof Blob ? one : new Blob([one]))).data?.reason;
    expect({
      foreign: await of(ada, foreign.stick),
      turned: await of(ada, turned),
      cut: await of(ada, bytes.slice(0, -10)),
      cutAtPart: await of(ada, bytes.slice(0, bytes.indexOf(10) + 1)),
      nothing: await of(ada, new Uint8Array()),
    }).toEqual({
      foreign: 'stick-of-other-hotline',
      turned: 'stick-changed',
      cut: 'stick-changed',
      cutAtPart: 'stick-changed',
      nothing: 'stick-changed',
    });
    expect(await subjects(ada)).toEqual([]);
    expect((await taken(ada, { stick })).taken).toBeGreaterThan(0);
    expect(await subjects(ada)).toEqual(['https://one.example/']);
  });

  test('that leaves out what comes before is refused, and so is one whose head was put on another', async () => {
    await using team = await aTeamApart();
    const { sam, ada } = team;
    for (const name of ['one', 'two', 'three']) await report(sam, name);
    await sam.sync();
    const late = await out(sam, ada, record(sam).length - 1);
    expect((await refused(ada, late.stick)).data?.reason).toBe('stick-gap');
    const [one, two] = [await out(sam, ada), await out(sam, ada)];
    const [head, body] = [await one.stick.arrayBuffer(), await two.stick.arrayBuffer()].map(
      (buffer) => new Uint8Array(buffer),
    ) as [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>];
    const mixed = new Blob([head.slice(0, head.indexOf(10) + 1), body.slice(body.indexOf(10) + 1)]);
    expect((await refused(ada, mixed)).data?.reason).toBe('stick-changed');
    expect(await subjects(ada)).toEqual([]);
  });

  test('opens at every seat at work, whichever it was written for', async () => {
    await using team = await aTeamApart();
    const { sam, ada, joan, hub } = team;
    hub.goAway(joan.device());
    await report(sam, 'one');
    await sam.sync();
    const { stick } = await out(sam, ada);
    expect((await taken(joan, { stick })).taken).toBeGreaterThan(0);
    expect([await subjects(joan), await subjects(ada)]).toEqual([['https://one.example/'], []]);
  });

  test('that somebody wrote with no key but the seats’ public ones is refused, and so is one in another’s name', async () => {
    await using team = await aTeamApart();
    const { sam, ada, joan } = team;
    const { entropy } = portsOf(ada.folder);
    const key = entropy.bytes(32);
    const forged = (from: Seat, seed: Uint8Array) => {
      const [id, log, device] = [toBase64(entropy.bytes(16)), sam.device(), ada.device()];
      const { sealingKey } = sam.open().teamSync.log!.signers.devices.get(device)!;
      const context = { purpose: 'stick-key', log, device, stick: id } as const;
      const sealed = sealTo({ publicKey: sealingKey! }, key, context, entropy);
      const seats = [{ device, sealed }];
      const head = { format: 'hashline-stick/1', id, hotline: log, from: from.device(), seats } as const;
      const writer = new StickWriter(head, key, signingKeyFrom(seed).sign);
      return new Blob([writer.head(), writer.end()].map((bytes) => new Uint8Array(bytes)));
    };
    const stranger = forged(sam, entropy.bytes(32));
    expect((await refused(ada, stranger)).data?.reason).toBe('stick-changed');
    const { seed } = await lootOf(joan);
    const asSam = forged(sam, seed);
    await joan.unlock();
    expect((await refused(ada, asSam)).data?.reason).toBe('stick-changed');
    // The control: in her own name it is a stick.
    expect(await taken(ada, { stick: forged(joan, seed) })).toMatchObject({ taken: 0, brought: 0 });
  });

  test('from a seat that joined since opens, and is taken in by what stands on it', async () => {
    await using team = await aTeamApart();
    const { ada } = team;
    const dan = await team.join('Dan', 'analyst');
    await report(dan, 'one');
    await dan.sync();
    expect((await taken(ada, await out(dan, ada))).taken).toBeGreaterThan(0);
    expect(await subjects(ada)).toEqual(['https://one.example/']);
    const { stick } = await out(dan, ada, record(dan).length - 1);
    expect(await taken(ada, { stick })).toMatchObject({ taken: 0 });
    // One that begins behind what is here is told as such.
    await report(dan, 'two');
    await report(dan, 'three');
    await dan.sync();
    const eve = await team.join('Eve', 'analyst');
    const late = await out(eve, ada, record(eve).length - 1);
    expect((await refused(ada, late.stick)).data?.reason).toBe('stick-gap');
  });

  test('is not written for a seat that was removed, nor taken from one', async () => {
    await using team = await aTeamApart();
    const { sam, ada } = team;
    await report(ada, 'one');
    const stick = await out(ada, sam);
    await sam.client.team.remove({ command: aCommand(), device: ada.open().session.device });
    expect((await refused(sam, stick.stick)).data?.reason).toBe('no-such-seat');
    expect(await failureOf(out(sam, ada))).toMatchObject({ data: { reason: 'no-such-seat' } });
  });
});
