import { expect, test } from 'vitest';
import { Envelope } from '../../../../src-main/engine/team/envelope.ts';
import { putSealed } from '../../../../src-main/engine/team/put-sealed.ts';
import { MemoryHub } from '../../../../src-main/ports/memory-hub.ts';

const DEVICE = '019f0000-0000-7000-8000-000000000001';

/** A hub, and a seat that has the keys of two epochs and seals in the one that is said. */
function aSeat() {
  const memory = new MemoryHub();
  memory.admitFirst(DEVICE);
  const seat = { hub: memory.as(DEVICE), epoch: 1 };
  const keys = {
    epochKey: (epoch: number) => new Uint8Array(32).fill(epoch),
    lastEpoch: () => seat.epoch,
  };
  return Object.assign(seat, { envelope: new Envelope(keys, Buffer.alloc(32, 9).toString('base64')) });
}

test('content that was given before a new epoch stays as it was, and is not refused when it is given again', async () => {
  const seat = aSeat();
  const name = seat.envelope.tag('parcel');
  await putSealed(seat, name, 'rows');
  const before = await seat.hub.parcel(name);
  seat.epoch = 2;
  await putSealed(seat, name, 'rows');
  expect(await seat.hub.parcel(name)).toEqual(before);
});

test('other content under the same name is refused, in whichever epoch', async () => {
  const seat = aSeat();
  const name = seat.envelope.tag('parcel');
  await putSealed(seat, name, 'rows');
  for (const epoch of [1, 2]) {
    seat.epoch = epoch;
    await expect(putSealed(seat, name, 'other rows')).rejects.toMatchObject({ trouble: { code: 'fork' } });
  }
});
