/**
 * An analyst at one of several seats, to be killed: `node seat-process.ts <folder> <name> <variant> <life> <start>`, where
 * `start` is that of the hurried clock. Says on stdout that it is loaded, and then what the engine has decided, a JSON line
 * each, at once.
 */
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { ORPCError } from '@orpc/client';
import { seeded } from '../src-main/receiver/a-desk.ts';
import { aCommand } from '../support/a-command.ts';
import { aReport } from '../support/a-report.ts';
import { anEngine, PASSPHRASE } from '../support/a-vault.ts';
import { illegalIn, legal } from '../support/an-assessment.ts';
import { hurriedClock } from './hurried-clock.ts';
import type { Said, SeatVariant } from './killed-among-seats.ts';

const [folder = '', name = '', variant = 'real', life = '0', start = '0'] = process.argv.slice(2) as [
  string?,
  string?,
  SeatVariant?,
  string?,
  string?,
];

const say = (what: Said): void => {
  writeSync(1, `${JSON.stringify(what)}\n`);
};

// Loading the engine takes longer than a life; the next process waits here, loaded, until it is its turn.
say('loaded');
await once(process.stdin, 'data');
process.stdin.destroy();
const { client } = anEngine(folder, { background: true, clock: hurriedClock(Number(start)) });
await client.vault.unlock({ name, passphrase: PASSPHRASE });

const random = seeded([...`${name} ${life}`].reduce((sum, each) => sum * 31 + each.charCodeAt(0), 7) | 0);
for (let number = 0; number < 6; number++) {
  // Every other case is one that people at the other seats decide as well, in lives that may pass at once.
  const isShared = number % 2 === 1;
  const host = isShared
    ? `shared-${life}-${number}`
    : `${name.split(' ')[0]?.toLowerCase()}-${life}-${number}`;
  const { cases } = await client.intake.report({
    command: aCommand(),
    report: aReport().of(`https://${host}.example/`).build(),
  });
  const id = cases[0]!.id;
  const judgement = isShared && random() < 0.3 ? legal() : illegalIn('BE');
  // The control does what an app does that answers first and saves a little later.
  if (variant === 'acknowledges-before-commit') {
    say({ case: id, assessment: null });
    await wait(20);
  }
  try {
    const { assessment } = await client.review.assess({ command: aCommand(), case: id, judgement });
    if (variant !== 'acknowledges-before-commit') say({ case: id, assessment });
  } catch (error) {
    // Decided at another seat, whose decision this one had taken in meanwhile.
    if (!(error instanceof ORPCError) || error.code !== 'CONFLICT') throw error;
  }
  // Lets the exchange and the courier have their turn, as a person at work does.
  await wait(random() * 40);
}
