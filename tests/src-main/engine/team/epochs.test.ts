import { describe, expect, test } from 'vitest';
import { devicesAtWork } from '../../../../shared/ledger/signers.ts';
import { sealDeed } from '../../../../src-main/engine/team/sealed-deed.ts';
import { TeamStore } from '../../../../src-main/engine/team/team.store.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aReport } from '../../../support/a-report.ts';
import { type ATeam, aTeam, type Seat } from '../../../support/a-team.ts';
import { lootOf, openedWith } from '../../../support/an-opener.ts';
import { inDatabaseOf } from '../../../support/vault-database.ts';

const report = (seat: Seat, name: string) =>
  seat.client.intake.report({
    command: aCommand(),
    report: aReport().of(`https://${name}.example/`).build(),
  });

const subjects = async (seat: Seat) =>
  (await seat.client.review.queue({})).cases.map(({ subject }) => new URL(subject).host.split('.')[0]).sort();

const remove = (by: Seat, device: string) =>
  by.client.team.remove({ command: aCommand(), device: device as never });

const wordOf = ({ name }: Seat): string => name.toLowerCase().split(' ')[0]!;
const statusOf = (seat: Seat) => seat.client.team.status();
const known = (seat: Seat) => seat.open().teamSync.log!.signers;
const sizeOf = async (team: ATeam, seat: Seat) => (await team.hub.as(seat.device()).head()).size;
const epochsIn = (team: ATeam) => team.hub.backup().content.deeds.map(({ epoch }) => epoch);

/** The keys that a seat has, by their epochs; it is unlocked again. */
async function keysAt(seat: Seat): Promise<unknown> {
  seat.lock();
  const keys = await inDatabaseOf(seat.folder, (db) => new TeamStore(db).keys());
  await seat.unlock();
  await seat.sync();
  return keys;
}

/** Sam founded; Sue is a supervisor too, Ada and Ben are analysts. */
async function aHotline() {
  const team = await aTeam([
    ['Ada', 'analyst'],
    ['Ben', 'analyst'],
    ['Sue', 'supervisor'],
  ]);
  const [sam, ada, ben, sue] = team.seats as [Seat, Seat, Seat, Seat];
  return Object.assign(team, {
    sam,
    ada,
    ben,
    sue,
    without: (out: Seat) => team.seats.filter((s) => s !== out),
  });
}

describe('whoever has a removed seat and all that the hub holds', () => {
  /** Ada and Sam write after Ben's seat was to be removed in this way. */
  const opened = async (how: (sam: Seat, ben: Seat, write: () => Promise<unknown>) => Promise<unknown>) => {
    await using team = await aHotline();
    const { sam, ada, ben } = team;
    const loot = await lootOf(ben);
    let [from, others] = [0, 0];
    await how(sam, { ...ben, device: () => loot.device }, async () => {
      from = await sizeOf(team, sam);
      // What lay there before was readable there before.
      const content = team.hub.backup();
      others = openedWith(loot, content).others;
      for (const seat of [sam, ada]) await report(seat, wordOf(seat));
      await team.settle([sam, ada]);
    });
    const content = team.hub.backup();
    const found = openedWith(loot, content);
    return {
      written: content.content.deeds.length - from > 1,
      deeds: found.places.filter((place) => place >= from).length > 0,
      before: found.places.filter((place) => place < from).length === from,
      parcels: found.others > others,
    };
  };

  test('opens nothing that others wrote after the removal', async () => {
    const found = await opened(async (sam, ben, write) => {
      await remove(sam, ben.device());
      await write();
    });
    expect(found).toEqual({ written: true, deeds: false, before: true, parcels: false });
  });

  test('opens it where no epoch was opened: the control', async () => {
    const found = await opened((_, _ben, write) => write());
    expect(found).toMatchObject({ written: true, deeds: true, before: true });
  });
});

describe('an epoch', () => {
  test('is opened by a removal in the same act, and all that stay have its key', async () => {
    await using team = await aHotline();
    const { sam, ada, ben, sue } = team;
    const removed = ben.device();
    await remove(sam, removed);
    const stay = team.without(ben);
    await team.settle(stay);
    const { entries } = await sam.client.audit.entries({});
    const kinds = entries.map(({ kind }) => kind).filter((kind) => /^(device|epoch)/.test(kind));
    expect(kinds.slice(0, 2).sort()).toEqual(['device.removed', 'epoch.opened']);
    const keys = await keysAt(sam);
    expect([await keysAt(ada), await keysAt(sue)]).toEqual([keys, keys]);
    expect([known(sam).epoch, devicesAtWork(known(sam).devices).includes(removed)]).toEqual([
      { number: 2, isStale: false },
      false,
    ]);
    await report(ada, 'ada');
    await team.settle(stay);
    expect([epochsIn(team).at(-1), await subjects(sue)]).toEqual([2, ['ada']]);
  });

  test('is one for all where two supervisors remove at once, and the second is told that theirs came to nothing', async () => {
    await using team = await aHotline();
    const { sam, ada, ben, sue, lies } = team;
    sue.open().team.remove(aCommand(), ben.device() as never);
    let hidden = 1;
    lies.set(sam.device(), { pull: (deeds) => (hidden-- > 0 ? [] : deeds) });
    const kept = ada.device();
    const removing = remove(sam, kept);
    await sue.sync();
    await expect(removing).rejects.toMatchObject({ code: 'CONFLICT', data: { reason: 'overtaken' } });
    const stay = team.without(ben);
    await team.settle(stay);
    const keys = await keysAt(sam);
    expect([await keysAt(ada), await keysAt(sue)]).toEqual([keys, keys]);
    expect(stay.map((seat) => [known(seat).epoch.number, known(seat).devices.get(kept)?.removed])).toEqual(
      stay.map(() => [2, false]),
    );
    await report(ada, 'ada');
    await team.settle(stay);
    expect(await subjects(sam)).toEqual(['ada']);
    expect((await statusOf(sam)).seats.find(({ device }) => device === kept)?.isRemoved).toBe(false);
  });

  test('comes to a seat that was away meanwhile, however many there were, and to new seats with all before', async () => {
    await using team = await aHotline();
    const { sam, ada, ben, sue, hub } = team;
    hub.goAway(ada.device());
    await report(ada, 'away');
    await report(sam, 'first');
    await remove(sam, ben.device());
    await report(sam, 'second');
    await remove(sam, sue.device());
    await report(sam, 'third');
    await sam.sync();
    const dan = await team.join('Dan', 'analyst');
    hub.comeBack(ada.device());
    const stay = [sam, ada, dan];
    await team.settle(stay);
    const all = ['away', 'first', 'second', 'third'];
    for (const seat of stay)
      expect([await subjects(seat), (await statusOf(seat)).trouble]).toEqual([all, null]);
    const keys = await keysAt(sam);
    expect([await keysAt(dan), await keysAt(ada)]).toEqual([keys, keys]);
    expect(keys).toHaveLength(3);
  });

  test('is opened at the next contact of a supervisor where a removal came without one', async () => {
    await using team = await aHotline();
    const { sam, ada, ben, sue } = team;
    const stay = team.without(ben);
    // As a workstation does that goes on in the place of another.
    const removed = ben.device();
    sam.open().transaction(() => sam.open().ledger.byPerson('device.removed', { device: removed as never }));
    await ada.sync();
    await sam.sync();
    await team.settle(stay);
    expect([sam, ada, sue].map((seat) => known(seat).epoch)).toEqual(
      [sam, ada, sue].map(() => ({ number: 2, isStale: false })),
    );
    const there = (await team.hub.as(sam.device()).devices()).find(({ device }) => device === removed);
    expect(there?.removed).toBe(true);
  });

  test('that is sealed to a seat so that it does not open stops that seat, and is said; it goes on with no older key', async () => {
    await using team = await aHotline();
    const { sam, ada, ben, sue } = team;
    await report(ada, 'before');
    await team.settle();
    const { ledger, transaction } = sam.open();
    const opening = await keyOf(team, sam, ada);
    transaction(() => ledger.byPerson('epoch.opened', opening as never));
    await sam.sync();
    await report(sam, 'after');
    await sam.sync();
    await report(ada, 'mine');
    await expect(ada.sync()).rejects.toThrow();
    const size = await sizeOf(team, sam);
    await expect(ada.sync()).rejects.toThrow();
    expect([await sizeOf(team, sam), (await statusOf(ada)).trouble]).toEqual([size, 'epoch-withheld']);
    expect(await subjects(ada)).toEqual(['before', 'mine']);
    await team.settle([sam, ben, sue]);
    expect([await subjects(ben), (await statusOf(ben)).trouble]).toEqual([['after', 'before'], null]);
  });
});

/** What opens the next epoch for all, and gives one seat the share of another. */
async function keyOf({ seats }: ATeam, by: Seat, cheated: Seat) {
  const { Epochs } = await import('../../../../src-main/engine/team/epochs.ts');
  const epochs = new Epochs({
    ...{ facts: { key: () => '' }, log: by.open().session.device, device: by.device() },
    team: { epochKey: () => null, putKey: () => {}, dropKey: () => {} },
    entropy: { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) },
  });
  const opening = epochs.next(known(by));
  const [mine, other] = [cheated.device(), seats.find((seat) => seat !== cheated)!.device()];
  const share = opening.seats.find(({ device }) => device === other)!.sealed;
  return {
    ...opening,
    seats: opening.seats.map((seat) => (seat.device === mine ? { ...seat, sealed: share } : seat)),
  };
}

describe('a deed that is sealed with an older key than the newest', () => {
  test('counts where its signer could not know that: it waited meanwhile', async () => {
    await using team = await aHotline();
    const { sam, ada, ben, lies } = team;
    await report(ada, 'ada');
    await remove(sam, ben.device());
    // Ada pushes before she sees it.
    let hidden = 1;
    lies.set(ada.device(), { pull: (deeds) => (hidden-- > 0 ? [] : deeds) });
    const stay = team.without(ben);
    await team.settle(stay);
    expect(epochsIn(team).slice(-1)).toEqual([1]);
    for (const seat of stay)
      expect([await subjects(seat), (await statusOf(seat)).trouble]).toEqual([['ada'], null]);
  });

  test('is discord where its signer knew it: every seat stops there, and says so', async () => {
    await using team = await aHotline();
    const { sam, ada, ben, sue } = team;
    await remove(sam, ben.device());
    await team.settle(team.without(ben));
    await report(ada, 'ada');
    const device = ada.device();
    const log = ada.open().teamSync.log!;
    const waiting = log.waiting(10);
    ada.lock();
    const key = await inDatabaseOf(ada.folder, (db) => new TeamStore(db).epochKey(1)!);
    const place = { hotline: sam.device(), device, epoch: 1 };
    const deeds = waiting.map((deed) => ({
      epoch: 1,
      sealed: sealDeed(key, { ...place, seq: deed.seq }, deed),
    }));
    await team.hub.as(device).push(log.settled, waiting[0]!.seq, deeds);
    for (const seat of [sam, sue]) {
      await expect(seat.sync()).rejects.toThrow();
      expect([(await statusOf(seat)).trouble, await subjects(seat)]).toEqual(['epoch-passed', []]);
      await report(seat, wordOf(seat));
      expect(await subjects(seat)).toEqual([wordOf(seat)]);
    }
  });

  test('is late where a removed seat sends it through a hub that lets it in, and has no effect', async () => {
    await using team = await aHotline();
    const { sam, ben, lies, hub } = team;
    const device = ben.device();
    await report(ben, 'ben');
    await remove(sam, device);
    const other = hub.backup();
    other.content.devices.set(device, { removed: false, heardAtMs: null });
    hub.restore(other);
    let hidden = 1;
    lies.set(device, { pull: (deeds) => (hidden-- > 0 ? [] : deeds) });
    await expect(ben.sync()).rejects.toThrow();
    expect(epochsIn(team).at(-1)).toBe(1);
    const stay = team.without(ben);
    await team.settle(stay);
    for (const seat of stay)
      expect([await subjects(seat), (await statusOf(seat)).trouble]).toEqual([[], null]);
  });
});

describe('a hub that was begun anew', () => {
  test('gets every deed back with equal bytes, whichever key it was sealed with, and removed seats stay out', async () => {
    await using team = await aHotline();
    const { sam, ada, ben, hub, lies } = team;
    await report(ada, 'ada');
    await remove(sam, ben.device());
    let hidden = 1;
    lies.set(ada.device(), { pull: (deeds) => (hidden-- > 0 ? [] : deeds) });
    const stay = team.without(ben);
    await team.settle(stay);
    await report(sam, 'sam');
    await team.settle(stay);
    const dan = await team.join('Dan', 'analyst');
    await team.settle([...stay, dan]);
    const { deeds } = hub.backup().content;
    expect([...new Set(deeds.map(({ epoch }) => epoch))]).toEqual([1, 2]);
    // Each of them has what it takes: the one that pushed, one that pulled, one that joined later.
    for (const seat of [ada, sam, dan]) {
      hub.forget();
      for (const one of [...stay, dan]) hub.admitFirst(one.device());
      seat.lock();
      await seat.unlock();
      await seat.sync();
      const again = hub.backup().content;
      expect(again.deeds.slice(0, deeds.length)).toEqual(deeds);
      expect(again.devices.get(ben.device())?.removed).toBe(true);
    }
  });
});
