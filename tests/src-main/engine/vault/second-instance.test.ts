import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { anEngine, aVault, PASSPHRASE, PERSON } from '../../../support/a-vault.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { programFile } from '../../../support/programs.ts';

/** Another process that has the vault open; killed at the end at the latest. */
async function aHolder(folder: string): Promise<Disposable & { kill(): Promise<void> }> {
  const script = programFile('holder-process');
  const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return {
    kill: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
    [Symbol.dispose]: () => child.kill('SIGKILL'),
  };
}

test('a vault open in one process is refused to another, and open to it once the first was killed', async () => {
  using vault = await aVault();
  vault.lock();
  using holder = await aHolder(vault.folder);
  const { code, data } = await failureOf(vault.unlock());
  await holder.kill();
  const session = await vault.unlock();
  expect({ code, data, session }).toEqual({
    code: 'IN_USE',
    data: { vault: expect.stringContaining(vault.folder) },
    session: vault.session,
  });
});

test('two engines of one process do not share a vault either', async () => {
  using vault = await aVault();
  const { client } = anEngine(vault.folder);
  expect((await failureOf(client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE }))).code).toBe(
    'IN_USE',
  );
  vault.lock();
  expect(await vault.unlock()).toEqual(vault.session);
});
