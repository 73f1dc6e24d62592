import { describe, expect, test } from 'vitest';
import type { CarriedOut } from '../../../../shared/contract/team.contract.ts';
import { aCommand } from '../../../support/a-command.ts';
import { importList } from '../../../support/a-list-import.ts';
import { aHash, aReport } from '../../../support/a-report.ts';
import { type ATeam, aTeam, type Seat } from '../../../support/a-team.ts';
import { illegalIn } from '../../../support/an-assessment.ts';
import { importFile } from '../../../support/an-import.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { scartFile, scartRow } from '../../../support/intake.ts';
import { problemsOf } from '../../../support/problems-of.ts';

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

describe('a stick', () => {
  test('for another seat, of another hotline, changed or cut off is refused by name, and nothing of it is taken in', async () => {
    await using team = await aTeamApart();
    await using other = await aTeam([['Ada', 'analyst']]);
    const { sam, ada, joan } = team;
    await report(sam, 'one');
    await sam.sync();
    const { stick } = await out(sam, ada);
    const bytes = new Uint8Array(await stick.arrayBuffer());
    const turned = bytes.slice();
    turned[bytes.length - 40]! ^= 1;
    const inHead = Buffer.from(bytes)
      .toString('latin1')
      .replace(/"epoch":1/, '"epoch":9');
    const [first, second] = other.seats as [Seat, Seat];
    const foreign = await out(first, second);
    const of = async (seat: Seat, one: Uint8Array<ArrayBuffer> | Blob) =>
      (await refused(seat, one instanceof Blob ? one : new Blob([one]))).data?.reason;
    expect({
      elsewhere: await of(joan, stick),
      foreign: await of(ada, foreign.stick),
      turned: await of(ada, turned),
      cut: await of(ada, bytes.slice(0, -10)),
      cutAtPart: await of(ada, bytes.slice(0, bytes.indexOf(10) + 1)),
      epoch: await of(ada, new Uint8Array(Buffer.from(inHead, 'latin1'))),
      nothing: await of(ada, new Uint8Array()),
    }).toEqual({
      elsewhere: 'stick-for-other-seat',
      foreign: 'stick-of-other-hotline',
      turned: 'stick-changed',
      cut: 'stick-changed',
      cutAtPart: 'stick-changed',
      epoch: 'stick-epoch-unknown',
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
