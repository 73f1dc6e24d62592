import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Hub, HubDeed, HubTrouble, Sealed } from '../../../src-main/ports/hub.ts';
import { HubFailure } from '../../../src-main/ports/hub.ts';
import { HUB_LIMITS } from '../../../src-main/ports/hub-limits.ts';

/** A hub that is empty, and what an operator and time can do to it. */
export interface HubUnderTest {
  /** A connection of this device. */
  as(device: string): Hub | Promise<Hub>;
  admitFirst(device: string): void | Promise<void>;
  /** Lets time pass for leases. */
  passTime(ms: number): void | Promise<void>;
  takeBack(size: number): void | Promise<void>;
  beginAnew(): void | Promise<void>;
}

const [ADA, BEN, CLEO] = ['a', 'b', 'c'].map((letter) => `0190000${letter}-0000-7000-8000-000000000000`) as [
  string,
  string,
  string,
];

const bytes = (fill: number, length = 40): Uint8Array => new Uint8Array(length).fill(fill);
const tag = (fill: number): Uint8Array => bytes(fill, 32);
const deed = (fill: number, epoch = 1): Sealed => ({ epoch, sealed: bytes(fill) });
const placed = (position: number, device: string, seq: number, fill: number): HubDeed => ({
  position,
  device,
  seq,
  epoch: 1,
  sealed: bytes(fill),
});

/** What a hub says that does not do something. */
async function troubleOf(asked: Promise<unknown>): Promise<HubTrouble | 'done'> {
  try {
    await asked;
    return 'done';
  } catch (error) {
    if (error instanceof HubFailure) return error.trouble;
    throw error;
  }
}
const codeOf = async (asked: Promise<unknown>): Promise<string> => {
  const trouble = await troubleOf(asked);
  return trouble === 'done' ? trouble : trouble.code;
};

/** What every hub does alike. @param make a hub for one test; it may end it with `onTestFinished` */
export function hubConformance(name: string, make: () => HubUnderTest | Promise<HubUnderTest>): void {
  /** A hub with Ada and Ben admitted, and their connections. */
  async function aHub() {
    const hub = await make();
    await hub.admitFirst(ADA);
    const ada = await hub.as(ADA);
    await ada.admit(BEN);
    const ben = await hub.as(BEN);
    onTestFinished(async () => {
      await Promise.all([ada.close(), ben.close()]);
    });
    return { hub, ada, ben };
  }

  describe(`the log of ${name}`, () => {
    test('is one order of what devices push, without gaps, with the count of each device', async () => {
      const { ada, ben } = await aHub();
      const places = [
        await ada.push(0, 0, [deed(1), deed(2, 7)]),
        await ben.push(2, 0, [deed(3)]),
        await ada.push(0, 2, [deed(4)]),
      ];
      expect({ places, log: await ben.pull(0, 100), size: (await ada.head()).size }).toEqual({
        places: [0, 2, 3],
        log: [
          placed(0, ADA, 0, 1),
          { ...placed(1, ADA, 1, 2), epoch: 7 },
          placed(2, BEN, 0, 3),
          placed(3, ADA, 2, 4),
        ],
        size: 4,
      });
    });

    test('is pulled from a place on, so many deeds, and ends where it ends', async () => {
      const { ada, ben } = await aHub();
      await ada.push(0, 0, [deed(1), deed(2), deed(3)]);
      const positions = async (from: number, limit: number) =>
        (await ben.pull(from, limit)).map(({ position }) => position);
      expect([
        await positions(1, 1),
        await positions(1, 100),
        await positions(3, 100),
        await positions(9, 100),
        await positions(0, 0),
      ]).toEqual([[1], [1, 2], [], [], []]);
    });

    test('takes deeds of no bytes and of as many as are allowed', async () => {
      const { ada, ben } = await aHub();
      const sizes = [0, 1, HUB_LIMITS.deedBytes];
      const deeds = sizes.map((size) => ({ epoch: 0, sealed: bytes(9, size) }));
      await ada.push(0, 0, deeds);
      const log = await ben.pull(0, 10);
      expect(log.map(({ sealed }, at) => Buffer.compare(sealed, deeds[at]!.sealed))).toEqual([0, 0, 0]);
    });

    test('ends a pull early once it has much, but gives one deed at least', async () => {
      const { ada, ben } = await aHub();
      const large = { epoch: 1, sealed: bytes(1, HUB_LIMITS.deedBytes) };
      for (let seq = 0; seq < 9; seq++) await ada.push(0, seq, [large]);
      const fits = Math.floor(HUB_LIMITS.pulledBytes / HUB_LIMITS.deedBytes);
      expect({ first: (await ben.pull(0, 9)).length, rest: (await ben.pull(fits, 9)).length }).toEqual({
        first: fits,
        rest: 9 - fits,
      });
    });

    test('keeps what two devices push at once in one piece each', async () => {
      const { ada, ben } = await aHub();
      const piece = (fill: number) => Array.from({ length: 20 }, () => deed(fill));
      const rounds = [0, 1, 2, 3, 4].map(async (round) => {
        await Promise.all([ada.push(0, round * 20, piece(1)), ben.push(0, round * 20, piece(2))]);
      });
      await Promise.all(rounds);
      const log = await ada.pull(0, 1000);
      const owners = log.map(({ device }) => device);
      expect(log.map(({ position }) => position)).toEqual([...Array(200).keys()]);
      for (let at = 0; at < 200; at += 20)
        expect(new Set(owners.slice(at, at + 20)).size, `the piece at ${at}`).toBe(1);
    });

    test('adds nothing when deeds are sent again after a lost answer, and answers the same', async () => {
      const { ada, ben } = await aHub();
      await ben.push(0, 0, [deed(7)]);
      const first = await ada.push(1, 0, [deed(1), deed(2)]);
      await ben.push(0, 1, [deed(8)]);
      const again = await ada.push(1, 0, [deed(1), deed(2)]);
      expect({ first, again, size: (await ada.head()).size }).toEqual({ first: 1, again: 1, size: 4 });
    });

    test('refuses other deeds of numbers that it has, and keeps those', async () => {
      const { ada } = await aHub();
      await ada.push(0, 0, [deed(1), deed(2)]);
      expect([
        await troubleOf(ada.push(0, 1, [deed(9)])),
        await troubleOf(ada.push(0, 1, [deed(2, 2)])),
        (await ada.pull(0, 9)).map(({ sealed }) => sealed[0]),
      ]).toEqual([{ code: 'fork' }, { code: 'fork' }, [1, 2]]);
    });

    test('names the next number where another was said, or deeds were not in one piece', async () => {
      const { ada, ben } = await aHub();
      await ada.push(0, 0, [deed(1)]);
      await ben.push(0, 0, [deed(7)]);
      await ada.push(0, 1, [deed(2)]);
      expect([
        await troubleOf(ada.push(0, 3, [deed(4)])),
        await troubleOf(ada.push(0, 1, [deed(2), deed(3)])),
        await troubleOf(ada.push(0, 0, [deed(1), deed(2)])),
        await troubleOf(ben.push(0, 5, [deed(1)])),
      ]).toEqual([
        { code: 'other-number', next: 2 },
        { code: 'other-number', next: 2 },
        { code: 'other-number', next: 2 },
        { code: 'other-number', next: 1 },
      ]);
    });

    test('says that it was taken back to a device that knows more, and takes nothing', async () => {
      const { hub, ada } = await aHub();
      await ada.push(0, 0, [deed(1), deed(2), deed(3)]);
      await hub.takeBack(1);
      expect([await troubleOf(ada.push(3, 3, [deed(4)])), (await ada.head()).size]).toEqual([
        { code: 'taken-back', size: 1 },
        1,
      ]);
    });

    test('is put back at its old places by any device, once or twice, and goes on from there', async () => {
      const { hub, ada, ben } = await aHub();
      await ada.push(0, 0, [deed(1)]);
      await ben.push(0, 0, [deed(2)]);
      await ada.push(0, 1, [deed(3)]);
      const whole = await ben.pull(0, 9);
      await hub.takeBack(1);
      const sizes = [await ben.refill(whole.slice(0, 2)), await ben.refill(whole), await ben.refill(whole)];
      expect({
        sizes,
        log: await ada.pull(0, 9),
        place: await ada.push(3, 2, [deed(4)]),
      }).toEqual({ sizes: [2, 3, 3], log: whole, place: 3 });
    });

    test('is filled anew where it was begun anew, which its head shows', async () => {
      const { hub, ada } = await aHub();
      await ada.push(0, 0, [deed(1), deed(2)]);
      const before = await ada.head();
      const whole = await ada.pull(0, 9);
      await ada.close();
      await hub.beginAnew();
      await hub.admitFirst(BEN);
      const ben = await hub.as(BEN);
      onTestFinished(() => ben.close());
      const empty = await ben.head();
      await ben.refill(whole);
      await ben.admit(ADA);
      const later = await hub.as(ADA);
      onTestFinished(() => later.close());
      expect({
        sizes: [before.size, empty.size, (await ben.head()).size],
        isAnother: before.incarnation !== empty.incarnation,
        next: await later.push(2, 2, [deed(3)]),
      }).toEqual({ sizes: [2, 0, 3 - 1], isAnother: true, next: 2 });
    });

    test('refuses to put back what leaves a gap, is something else, or follows nothing', async () => {
      const { ada, ben } = await aHub();
      await ada.push(0, 0, [deed(1), deed(2)]);
      expect([
        await troubleOf(ben.refill([placed(3, ADA, 2, 3)])),
        await troubleOf(ben.refill([placed(1, ADA, 1, 9)])),
        await troubleOf(ben.refill([placed(1, BEN, 0, 2)])),
        await troubleOf(ben.refill([placed(1, ADA, 1, 2), placed(2, ADA, 5, 3)])),
        await troubleOf(ben.refill([placed(2, BEN, 0, 3), placed(3, BEN, 0, 3)])),
        await troubleOf(ben.refill([placed(2, ADA, 1, 2)])),
        (await ada.head()).size,
      ]).toEqual([
        { code: 'gap', size: 2 },
        { code: 'fork' },
        { code: 'fork' },
        { code: 'fork' },
        { code: 'fork' },
        { code: 'fork' },
        2,
      ]);
    });

    test('does not change with the bytes that it was given or gave', async () => {
      const { ada } = await aHub();
      const mine = Buffer.from([1, 2, 3]);
      const pushing = ada.push(0, 0, [{ epoch: 1, sealed: mine }]);
      mine.fill(9);
      await pushing;
      const [given] = await ada.pull(0, 1);
      given!.sealed.fill(8);
      expect((await ada.pull(0, 1))[0]?.sealed).toEqual(new Uint8Array([1, 2, 3]));
    });
  });

  describe(`what ${name} takes at most`, () => {
    test('is refused beyond that, and leaves nothing behind', async () => {
      const { ada } = await aHub();
      const { deedBytes, deedsAtOnce, parcelBytes, registerBytes, letterBytes, noteBytes, leaseMs } =
        HUB_LIMITS;
      const refused = {
        'a deed': ada.push(0, 0, [{ epoch: 1, sealed: bytes(1, deedBytes + 1) }]),
        'no deed': ada.push(0, 0, []),
        'many deeds': ada.push(
          0,
          0,
          Array.from({ length: deedsAtOnce + 1 }, () => deed(1)),
        ),
        'many bytes': ada.push(
          0,
          0,
          Array.from({ length: 16 }, () => ({ epoch: 1, sealed: bytes(1, deedBytes) })),
        ),
        'an epoch': ada.push(0, 0, [deed(1, -1)]),
        'a number': ada.push(0, -1, [deed(1)]),
        'places out of order': ada.refill([placed(1, ADA, 0, 1), placed(0, ADA, 1, 2)]),
        'a parcel': ada.putParcel(tag(1), bytes(1, parcelBytes + 1)),
        'a register': ada.putRegister(tag(1), bytes(1, registerBytes + 1)),
        'a letter': ada.putLetter(BEN, 'join', bytes(1, letterBytes + 1)),
        'a note': ada.putSeal(0, 'ä'.repeat(noteBytes / 2 + 1)),
        'a long name': ada.putLetter('x'.repeat(101), 'join', bytes(1)),
        'no name': ada.putLetter(BEN, '', bytes(1)),
        'a short tag': ada.putRegister(bytes(1, 31), bytes(1)),
        'a lease for ever': ada.lease(tag(1), leaseMs + 1),
        'a lease for no time': ada.lease(tag(1), 0),
        'a device': ada.admit('someone'),
      };
      const codes = Object.fromEntries(
        await Promise.all(Object.entries(refused).map(async ([what, asked]) => [what, await codeOf(asked)])),
      );
      expect(codes).toEqual(Object.fromEntries(Object.keys(refused).map((what) => [what, 'unfit'])));
      expect([
        (await ada.head()).size,
        await ada.parcel(tag(1)),
        await ada.registers(tag(1)),
        await ada.letters(BEN),
        await ada.seals(0, 9),
        await ada.holder(tag(1)),
      ]).toEqual([0, null, [], [], [], null]);
    });

    test('is taken whole', async () => {
      const { ada } = await aHub();
      const { parcelBytes, registerBytes, letterBytes, noteBytes } = HUB_LIMITS;
      await ada.putParcel(tag(1), bytes(1, parcelBytes));
      await ada.putRegister(tag(1), bytes(2, registerBytes));
      await ada.putLetter('x'.repeat(100), 'ü'.repeat(100), bytes(3, letterBytes));
      await ada.putSeal(1, 'ä'.repeat(noteBytes / 2));
      const many = Array.from({ length: HUB_LIMITS.deedsAtOnce }, () => deed(5));
      expect([
        (await ada.parcel(tag(1)))?.length,
        (await ada.registers(tag(1)))[0]?.sealed.length,
        (await ada.letters('x'.repeat(100)))[0]?.sealed.length,
        (await ada.seals(0, 1))[0]?.note.length,
        await ada.push(0, 0, many),
        (await ada.pull(0, 5000)).length,
      ]).toEqual([parcelBytes, registerBytes, letterBytes, noteBytes / 2, 0, 1000]);
    });
  });

  describe(`a lease of ${name}`, () => {
    test('is one device’s until it ends, and its token rises when it changes hands', async () => {
      const { hub, ada, ben } = await aHub();
      const mine = await ada.lease(tag(1), 30_000);
      const [refused, renewed] = [await ben.lease(tag(1), 30_000), await ada.lease(tag(1), 60_000)];
      await hub.passTime(60_001);
      const nobody = await ada.holder(tag(1));
      const theirs = await ben.lease(tag(1), 30_000);
      const back = [await ada.lease(tag(1), 30_000), await ben.holder(tag(1))];
      expect({
        holders: [mine, refused, renewed, theirs, ...back].map((lease) => lease?.device),
        sameToken: [refused.token === mine.token, renewed.token === mine.token],
        nobody,
        rose: theirs.token > mine.token,
      }).toEqual({
        holders: [ADA, ADA, ADA, BEN, BEN, BEN],
        sameToken: [true, true],
        nobody: null,
        rose: true,
      });
      expect(mine.leftMs).toBe(30_000);
      expect(renewed.leftMs).toBe(60_000);
      expect(refused.leftMs).toBeGreaterThan(25_000);
    });

    test('gets another token when the same device takes it again after it ended', async () => {
      const { hub, ada } = await aHub();
      const first = await ada.lease(tag(1), 1000);
      await hub.passTime(1001);
      const second = await ada.lease(tag(1), 1000);
      await ada.release(tag(1));
      const third = await ada.lease(tag(1), 1000);
      expect([second.token > first.token, third.token > second.token]).toEqual([true, true]);
    });

    test('is given back by its holder alone', async () => {
      const { ada, ben } = await aHub();
      const mine = await ada.lease(tag(1), 30_000);
      await ben.release(tag(1));
      const stays = await ben.holder(tag(1));
      await ada.release(tag(1));
      await ada.release(tag(2));
      const theirs = await ben.lease(tag(1), 30_000);
      expect([stays?.device, theirs.device, theirs.token > mine.token]).toEqual([ADA, BEN, true]);
    });

    test('goes to one of two that ask at once, and others of other names stay free', async () => {
      const { ada, ben } = await aHub();
      const [one, other] = await Promise.all([ada.lease(tag(1), 9000), ben.lease(tag(1), 9000)]);
      expect([one.device === other.device, one.token === other.token, await ada.holder(tag(2))]).toEqual([
        true,
        true,
        null,
      ]);
    });
  });

  describe(`a parcel of ${name}`, () => {
    test('stays under its name, and no other takes that', async () => {
      const { ada, ben } = await aHub();
      await ada.putParcel(tag(1), bytes(5));
      await ben.putParcel(tag(1), bytes(5));
      expect([
        await troubleOf(ben.putParcel(tag(1), bytes(6))),
        await ben.parcel(tag(1)),
        await ben.parcel(tag(2)),
      ]).toEqual([{ code: 'fork' }, bytes(5), null]);
    });

    test('is gone once it was erased, and a late upload does not bring it back', async () => {
      const { ada, ben } = await aHub();
      await ada.putParcel(tag(1), bytes(5));
      await ben.eraseParcel(tag(1));
      await ben.eraseParcel(tag(1));
      await ben.eraseParcel(tag(2));
      await ada.putParcel(tag(1), bytes(5));
      await ada.putParcel(tag(2), bytes(6));
      expect([await ada.parcel(tag(1)), await ada.parcel(tag(2))]).toEqual([null, null]);
    });
  });

  test(`a register of ${name} has the last value of each device, with when it came`, async () => {
    const { ada, ben } = await aHub();
    await ben.putRegister(tag(1), bytes(1));
    await ada.putRegister(tag(1), bytes(2));
    await ben.putRegister(tag(1), bytes(3));
    await ben.putRegister(tag(2), bytes(4));
    const values = await ada.registers(tag(1));
    expect(values.map(({ device, sealed }) => ({ device, sealed }))).toEqual([
      { device: ADA, sealed: bytes(2) },
      { device: BEN, sealed: bytes(3) },
    ]);
    for (const { at } of values) expect(new Date(at).toISOString()).toBe(at);
  });

  test(`a seal of ${name} is the first of its size, and seals are told by size`, async () => {
    const { ada, ben } = await aHub();
    await ada.putSeal(10, 'ten');
    await ben.putSeal(2, 'two\n\nüber');
    await ben.putSeal(10, 'another ten');
    await ben.putSeal(30, 'thirty');
    expect([await ben.seals(0, 30), await ben.seals(2, 29), await ben.seals(30, 99)]).toEqual([
      [
        { size: 2, note: 'two\n\nüber' },
        { size: 10, note: 'ten' },
        { size: 30, note: 'thirty' },
      ],
      [{ size: 10, note: 'ten' }],
      [],
    ]);
  });

  test(`a letter of ${name} waits for a device, in the place of the one before it`, async () => {
    const { ada, ben } = await aHub();
    await ada.putLetter(CLEO, 'grant', bytes(1));
    await ben.putLetter(CLEO, 'about', bytes(2));
    await ben.putLetter(CLEO, 'grant', bytes(3));
    await ben.putLetter(ADA, 'grant', bytes(4));
    const all = await ada.letters(CLEO);
    await ada.removeLetter(CLEO, 'about');
    await ada.removeLetter(CLEO, 'never');
    expect({ all, left: await ben.letters(CLEO) }).toEqual({
      all: [
        { from: BEN, name: 'about', sealed: bytes(2) },
        { from: BEN, name: 'grant', sealed: bytes(3) },
      ],
      left: [{ from: BEN, name: 'grant', sealed: bytes(3) }],
    });
  });

  describe(`devices of ${name}`, () => {
    test('are told with their next numbers and when each was heard of', async () => {
      const { ada, ben } = await aHub();
      await ada.push(0, 0, [deed(1), deed(2)]);
      await ada.admit(CLEO);
      await ben.head();
      const devices = await ben.devices();
      expect(devices.map(({ heardAt, ...each }) => ({ ...each, isHeardOf: heardAt !== null }))).toEqual([
        { device: ADA, removed: false, next: 2, isHeardOf: true },
        { device: BEN, removed: false, next: 0, isHeardOf: true },
        { device: CLEO, removed: false, next: 0, isHeardOf: false },
      ]);
      expect(new Date(devices[0]!.heardAt!).toISOString()).toBe(devices[0]!.heardAt);
    });

    test('that are not admitted, or no longer, can do nothing', async () => {
      const { hub, ada, ben } = await aHub();
      const cleo = await hub.as(CLEO);
      onTestFinished(() => cleo.close());
      const everything = (seat: Hub) => [
        seat.head(),
        seat.push(0, 0, [deed(1)]),
        seat.pull(0, 9),
        seat.refill([placed(0, ADA, 0, 1)]),
        seat.lease(tag(1), 1000),
        seat.holder(tag(1)),
        seat.release(tag(1)),
        seat.putParcel(tag(1), bytes(1)),
        seat.parcel(tag(1)),
        seat.eraseParcel(tag(1)),
        seat.putRegister(tag(1), bytes(1)),
        seat.registers(tag(1)),
        seat.putSeal(1, 'one'),
        seat.seals(0, 9),
        seat.devices(),
        seat.admit(CLEO),
        seat.remove(ADA),
        seat.putLetter(ADA, 'x', bytes(1)),
        seat.letters(ADA),
        seat.removeLetter(ADA, 'x'),
      ];
      const stranger = await Promise.all(everything(cleo).map(codeOf));
      await ada.remove(BEN);
      const removed = await Promise.all(everything(ben).map(codeOf));
      expect(new Set([...stranger, ...removed])).toEqual(new Set(['not-admitted']));
      expect(stranger).toHaveLength(20);
      expect((await ada.head()).size).toBe(0);
    });

    test('that were removed stay so, even where the removal came first', async () => {
      const { hub, ada, ben } = await aHub();
      await ada.remove(BEN);
      await ada.remove(CLEO);
      await ada.remove(BEN);
      await ada.admit(BEN);
      await ada.admit(CLEO);
      await ada.admit(ADA);
      const cleo = await hub.as(CLEO);
      onTestFinished(() => cleo.close());
      expect({
        removed: (await ada.devices()).map(({ removed }) => removed),
        codes: [await codeOf(ben.head()), await codeOf(cleo.head()), await codeOf(ada.head())],
      }).toEqual({ removed: [false, true, true], codes: ['not-admitted', 'not-admitted', 'done'] });
    });
  });

  describe(`a notice of ${name}`, () => {
    test('comes when the log grew, until listening ends', async () => {
      const { ada, ben } = await aHub();
      const ending = new AbortController();
      let notices = 0;
      await ben.listen(() => notices++, ending.signal);
      const before = notices;
      await ada.push(0, 0, [deed(1)]);
      await expect.poll(() => notices).toBeGreaterThan(before);
      ending.abort();
      const seen = notices;
      await ada.push(0, 1, [deed(2)]);
      await ben.head();
      await sleep(20);
      expect(notices).toBe(seen);
    });

    test('does not come of what adds nothing', async () => {
      const { ada, ben } = await aHub();
      await ada.push(0, 0, [deed(1)]);
      const ending = new AbortController();
      onTestFinished(() => ending.abort());
      let notices = 0;
      await ben.listen(() => notices++, ending.signal);
      const before = notices;
      await ada.push(0, 0, [deed(1)]);
      await ada.refill(await ben.pull(0, 9));
      await ada.putRegister(tag(1), bytes(1));
      await ben.head();
      await sleep(20);
      expect(notices).toBe(before);
    });
  });

  test(`a connection to ${name} that was closed does nothing more`, async () => {
    const { hub, ada } = await aHub();
    const other = await hub.as(ADA);
    await other.head();
    await other.close();
    await other.close();
    expect([await codeOf(other.head()), await codeOf(ada.head())]).toEqual(['unreachable', 'done']);
  });
}
