import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { aVault } from '../support/a-vault.ts';
import { programFile } from '../support/programs.ts';
import { childEnvironment } from './child-environment.ts';

export interface RaceReport {
  rounds: number;
  /** Processes that got in, and those that were told that another has the vault. */
  entered: number;
  refused: number;
  /** Anything else a process said. */
  strange: string[];
  reportsKept: number;
  reportsAcknowledged: number;
  ledgerProblems: number;
}

/** Lets two processes want one vault in the same moment, again and again. */
export async function raceForTheVault(rounds: number): Promise<RaceReport> {
  using vault = await aVault();
  vault.lock();
  const said: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const racers = ['a', 'b'].map((name) => aRacer(vault.folder, `r${round}-${name}`));
    await Promise.all(racers.map((racer) => racer.heard()));
    for (const racer of racers) racer.tell('go');
    said.push(...(await Promise.all(racers.map((racer) => racer.heard()))));
    for (const racer of racers) racer.tell('leave');
    await Promise.all(racers.map((racer) => racer.gone));
  }
  await vault.unlock();
  const { total } = await vault.client.audit.entries({ kind: 'intake.reported' });
  let ledgerProblems = -1;
  for await (const step of await vault.client.audit.verify()) {
    if (step.phase === 'done') ledgerProblems = step.report.problems.length;
  }
  const entered = said.filter((word) => /^\d+$/.test(word));
  return {
    rounds,
    entered: entered.length,
    refused: said.filter((word) => word === 'IN_USE').length,
    strange: said.filter((word) => !/^(\d+|IN_USE)$/.test(word)),
    reportsKept: total,
    reportsAcknowledged: entered.reduce((sum, word) => sum + Number(word), 0),
    ledgerProblems,
  };
}

function aRacer(folder: string, name: string) {
  const child = spawn(process.execPath, [programFile('racing-process'), folder, name], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: childEnvironment,
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  // Who was refused has left, and does not hear that it should.
  child.stdin.on('error', () => {});
  return {
    heard: async (): Promise<string> => (await lines.next()).value ?? 'nothing',
    tell: (word: string) => child.stdin.write(`${word}\n`),
    gone: once(child, 'close'),
  };
}
