import { describe, expect, it } from 'vitest';
import { PersonId } from '../../../../shared/domain/ids.ts';
import { SeatFile } from '../../../../src-main/engine/vault/seat-file.ts';
import { MemoryFiles } from '../../../../src-main/ports/files.ts';
import { refer, sendAll, sendTo } from '../../../support/a-referring-vault.ts';
import { aVault, PASSPHRASE, PERSON } from '../../../support/a-vault.ts';
import { aDesk } from '../../receiver/a-desk.ts';

const ADA = PersonId.parse('0190f5fe-7c00-7a00-8000-000000000001');
const NOTHING = { language: null, lastPerson: null, waiting: null };

/** Files that count what is written. */
class CountingFiles extends MemoryFiles {
  writes = 0;

  override write(name: string, bytes: Uint8Array): void {
    this.writes += 1;
    super.write(name, bytes);
  }
}

describe('the file of the workstation’s choices', () => {
  it('is nothing at first, and each choice beside the other', () => {
    const files = new MemoryFiles();
    const seat = new SeatFile(files);
    expect(seat.read()).toEqual(NOTHING);
    seat.keep({ language: 'nl' });
    seat.keep({ lastPerson: ADA });
    expect(new SeatFile(files).read()).toEqual({ language: 'nl', lastPerson: ADA, waiting: null });
  });

  it('is written only where it changes', () => {
    const files = new CountingFiles();
    const seat = new SeatFile(files);
    for (let times = 0; times < 3; times++) seat.keep({ lastPerson: ADA });
    expect(files.writes).toBe(1);
  });

  it.each([
    ['not JSON', '{'],
    ['empty', ''],
    ['another form', '{"language":"nl"}'],
    ['a language that is none', '{"language":"<b>","lastPerson":null}'],
  ])('is nothing where the file is %s, and can be chosen again', (_what, text) => {
    const files = new MemoryFiles();
    files.write('seat.json', new TextEncoder().encode(text));
    const seat = new SeatFile(files);
    expect(seat.read()).toEqual(NOTHING);
    seat.keep({ language: 'de' });
    expect(seat.read()).toEqual({ language: 'de', lastPerson: null, waiting: null });
  });
});

describe('what waits', () => {
  it('is said at the locked door: how many referrals, since when, and when the first is due', async () => {
    await using desk = await aDesk();
    using vault = await aVault();
    const door = async () => (await vault.client.vault.hello()).seat.waiting;
    await sendTo(vault, 'police', desk);
    await refer(vault, 'a');
    const since = new Date(vault.clock.nowMs()).toISOString();
    vault.clock.advance(60_000);
    await refer(vault, 'b');
    vault.lock();
    const locked = await door();
    await vault.client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });
    const unlocked = await door();
    await sendAll(vault);
    vault.lock();
    expect({ locked, unlocked, afterAll: await door() }).toEqual({
      locked: { referrals: 2, since, dueAt: expect.stringMatching(/Z$/) },
      unlocked: null,
      afterAll: null,
    });
  });
});
