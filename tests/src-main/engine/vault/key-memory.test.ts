import { describe, expect, test } from 'vitest';
import type { EngineClient } from '../../../../shared/contract/contract.ts';
import { aCommand } from '../../../support/a-command.ts';
import { anEngine, aVault, PASSPHRASE, PERSON } from '../../../support/a-vault.ts';

/** Whether an engine that begins at the closed door of a vault is spent after each of these. */
async function spentAfter(...acts: ((client: EngineClient) => Promise<unknown>)[]): Promise<boolean[]> {
  using vault = await aVault({
    staff: [['Ada Machine', 'administrator']],
  });
  vault.lock();
  const { engine, client } = anEngine(vault.folder);
  const spent: boolean[] = [];
  for (const act of acts) {
    await act(client).catch(() => {});
    spent.push(engine.isSpent());
  }
  engine.close();
  return spent;
}

const unlock = (client: EngineClient) => client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });
const lock = (client: EngineClient) => client.vault.lock({ command: aCommand() });

describe('an engine is spent', () => {
  test('once the vault that it opened is closed, and not before', async () => {
    expect(await spentAfter((client) => client.vault.hello(), unlock, lock)).toEqual([false, false, true]);
  });

  test('by no question at the closed door, no refused passphrase and no lock of a locked vault', async () => {
    const wrong = (client: EngineClient) => client.vault.unlock({ name: PERSON, passphrase: 'not this one' });
    expect(await spentAfter((client) => client.vault.people(), wrong, lock)).toEqual([false, false, false]);
  });

  test('by a passphrase that was right and opened nothing: one that is changed, and an administrator’s', async () => {
    const change = (client: EngineClient) =>
      client.vault.changePassphrase({
        name: PERSON,
        passphrase: PASSPHRASE,
        next: 'another one for the test',
      });
    const administrator = (client: EngineClient) =>
      client.vault.unlock({ name: 'Ada Machine', passphrase: PASSPHRASE });
    expect([await spentAfter(change), await spentAfter(administrator)]).toEqual([[true], [true]]);
  });

  test('where the last entry could not be written', async () => {
    using vault = await aVault();
    vault.engine.context.vault.require().ledger.byPerson = () => {
      throw new Error('the disk is full');
    };
    expect(() => vault.lock()).toThrow('the disk is full');
    expect(vault.engine.isSpent()).toBe(true);
    await vault.engine.spent;
  });
});
