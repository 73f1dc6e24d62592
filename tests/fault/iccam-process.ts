/**
 * An analyst and a courier who refer to ICCAM, to be killed: `node iccam-process.ts <folder> <variant> <life>`. Says on
 * stdout which case the engine has decided, a JSON line each, at once.
 */
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { type Network, NetworkFailure, type NetworkRequest } from '../../src-main/ports/network.ts';
import { NodeNetwork } from '../../src-main/ports/node-network.ts';
import { aCommand } from '../support/a-command.ts';
import { aReport } from '../support/a-report.ts';
import { anEngine, PASSPHRASE, PERSON } from '../support/a-vault.ts';
import { illegalIn } from '../support/an-assessment.ts';
import type { IccamVariant } from './killed-while-reporting-to-iccam.ts';

const [folder = '', variant = 'real', life = '0'] = process.argv.slice(2) as [
  string?,
  IccamVariant?,
  string?,
];

/** The control: a lost answer is a reason to post once more, under a reference with another minute. */
class PostsBlindly implements Network {
  readonly #inner: NodeNetwork;
  #number = 0;

  constructor(inner: NodeNetwork) {
    this.#inner = inner;
  }

  async request(request: NetworkRequest) {
    try {
      return await this.#inner.request(request);
    } catch (error) {
      const isLost = error instanceof NetworkFailure && error.trouble.code === 'ended-unanswered';
      if (!isLost || request.method !== 'POST' || !request.url.endsWith('rest/reports')) throw error;
      const again = new TextDecoder().decode(request.body ?? new Uint8Array());
      const reference = `"hotlineReference":"${life}-${++this.#number}-`;
      const body = new TextEncoder().encode(again.replaceAll('"hotlineReference":"', reference));
      return this.#inner.request({ ...request, body });
    }
  }

  close(): void {
    this.#inner.close();
  }
}

// Loading the engine takes longer than a life; the next process waits here, loaded, until it is its turn.
await once(process.stdin, 'data');
process.stdin.destroy();
const { client } = anEngine(folder, {
  background: true,
  ...(variant === 'posts-blindly'
    ? { network: (hosts: Iterable<string>) => new PostsBlindly(new NodeNetwork(hosts)) }
    : {}),
});
await client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });

// So many as a life has time to send; the courier works on.
for (let number = 0; number < 4; number++) {
  const report = aReport().of(`https://host-${life}-${number}.example/`).build();
  const { cases } = await client.intake.report({ command: aCommand(), report });
  const id = cases[0]!.id;
  await client.review.assess({
    command: aCommand(),
    case: id,
    judgement: illegalIn('NL', { classification: 'national' }),
  });
  writeSync(1, `${JSON.stringify({ case: id })}\n`);
  // Lets the courier have its turn, as a person at work does.
  await wait(150);
}
