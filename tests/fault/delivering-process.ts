/**
 * An analyst and a courier who refer every case to a desk and to a provider, to be killed:
 * `node delivering-process.ts <folder> <variant> <life> <start>`, where `start` is that of the hurried clock. Says on
 * stdout that it is loaded, and then which case the engine has decided, a JSON line each, at once.
 */
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type Mail,
  MailFailure,
  type MailLimits,
  type MailRoute,
  type OutgoingMail,
} from '../../src-main/ports/mail.ts';
import { NodeMail } from '../../src-main/ports/node-mail.ts';
import { aCommand } from '../support/a-command.ts';
import { aReport } from '../support/a-report.ts';
import { anEngine, PASSPHRASE, PERSON } from '../support/a-vault.ts';
import { illegalIn } from '../support/an-assessment.ts';
import { hurriedClock } from './hurried-clock.ts';
import type { Decided, DeliveryVariant, Loaded } from './killed-while-delivering.ts';

const [folder = '', variant = 'real', life = '0', start = '0'] = process.argv.slice(2) as [
  string?,
  DeliveryVariant?,
  string?,
  string?,
];

/** The control: a message whose outcome is unknown is a reason to send it once more. */
class MailsAgain implements Mail {
  readonly #inner: NodeMail;

  constructor(inner: NodeMail) {
    this.#inner = inner;
  }

  async send(route: MailRoute, mail: OutgoingMail, limits: MailLimits): Promise<void> {
    try {
      await this.#inner.send(route, mail, limits);
    } catch (error) {
      if (!(error instanceof MailFailure) || error.whereabouts !== 'unknown') throw error;
      await this.#inner.send(route, mail, limits);
    }
  }

  test(route: MailRoute, limits: MailLimits): Promise<void> {
    return this.#inner.test(route, limits);
  }
}

const say = (what: Loaded | Decided): void => {
  writeSync(1, `${JSON.stringify(what)}\n`);
};

// Loading the engine takes longer than a life; the next process waits here, loaded, until it is its turn.
say('loaded');
await once(process.stdin, 'data');
process.stdin.destroy();
const { client } = anEngine(folder, {
  background: true,
  clock: hurriedClock(Number(start)),
  ...(variant === 'mails-again'
    ? { mail: (hosts: Iterable<string>) => new MailsAgain(new NodeMail(hosts)) }
    : {}),
});
await client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });

// So many as a life has time to send; the couriers work on.
for (let number = 0; number < 4; number++) {
  const report = aReport().of(`https://host-${life}-${number}.example/`).build();
  const { cases } = await client.intake.report({ command: aCommand(), report });
  const id = cases[0]!.id;
  await client.review.assess({ command: aCommand(), case: id, judgement: illegalIn('BE') });
  say({ case: id });
  // Lets the courier have its turn, as a person at work does.
  await wait(10);
}
